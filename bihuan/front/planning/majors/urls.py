from django.urls import path

from bihuan.front.planning.majors import views

urlpatterns = [
    path("emergency", views.plan, name="emergency-plan"),
    path("emergency/delivered", views.delivered, name="emergency-plan-delivered"),
]
