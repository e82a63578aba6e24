from django.urls import path

from bihuan.front.ops import views

urlpatterns = [
    path("healthz", views.health, name="health"),
    path("metrics", views.show_metrics, name="metrics"),
]
