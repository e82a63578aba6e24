from django.urls import path

from bihuan.flow.triage import views

urlpatterns = [
    path("tickets/<str:number>/classification", views.classification, name="ticket-classification"),
    path("tickets/<str:number>/suggestion", views.suggestion, name="ticket-suggestion"),
]
