from django.urls import path

from bihuan.flow.intake import views

urlpatterns = [path("in/alerts/<slug:slug>", views.report, name="alert-report")]
