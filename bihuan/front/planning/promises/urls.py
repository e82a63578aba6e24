"""Addresses of this part of the planning pages."""

from django.urls import path

from bihuan.front.planning.promises import views

urlpatterns = [
    path("levels", views.levels, name="call-levels"),
    path("policies", views.policies, name="policies"),
    path("policies/new", views.policy_new, name="policy-new"),
    path("policies/<int:pk>", views.policy, name="policy"),
    path("policies/<int:pk>/place", views.policy_place, name="policy-place"),
]
