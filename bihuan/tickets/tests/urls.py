"""The room's own doors, and the log-in to which they lead."""

from django.urls import include, path

from bihuan.tickets.urls import urlpatterns as doors

urlpatterns = [*doors, path("account/", include("allauth.account.urls"))]
