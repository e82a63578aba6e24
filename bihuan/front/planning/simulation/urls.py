from django.urls import path

from bihuan.front.planning.simulation import views

urlpatterns = [
    path("whatif", views.overview, name="planning-whatif"),
    path("whatif/<int:pk>", views.answer, name="planning-whatif-answer"),
]
