"""Addresses of this part of the planning pages."""

from django.urls import path

from bihuan.front.planning.monitoring import views

urlpatterns = [
    path("sources", views.sources, name="alert-sources"),
    path("sources/new", views.source_new, name="alert-source-new"),
    path("sources/<int:pk>", views.source, name="alert-source"),
    path("sources/<int:pk>/secret", views.secret, name="alert-source-secret"),
    path("sources/<int:pk>/test", views.test, name="alert-source-test"),
]
