from django.urls import path

from bihuan.practices.knowledge import views

urlpatterns = [
    path("tickets/<str:number>/knowledge", views.settlement, name="ticket-knowledge"),
    path("tickets/<str:number>/knowledge/<str:article>", views.use, name="ticket-knowledge-use"),
]
