from django.urls import path

from bihuan.front.figures import views

urlpatterns = [
    path("desk/figures", views.figures, name="figures"),
    path("desk/figures/<slug:key>/tickets", views.tickets_behind, name="figure-tickets"),
]
