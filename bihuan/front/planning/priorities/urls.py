"""Addresses of this part of the planning pages."""

from django.urls import path

from bihuan.front.planning.priorities import views

urlpatterns = [
    path("priorities", views.priorities, name="priorities"),
    path("priorities/schemes/<slug:code>", views.scheme, name="priority-scheme"),
    path("priorities/schemes/<slug:code>/force", views.force, name="priority-scheme-force"),
    path("priorities/schemes/<slug:code>/delivered", views.delivered, name="priority-scheme-delivered"),
    path("priorities/thresholds", views.thresholds, name="reporter-thresholds"),
    path("priorities/rules/new", views.rule_new, name="priority-rule-new"),
    path("priorities/rules/<int:pk>", views.rule, name="priority-rule"),
    path("priorities/rules/<int:pk>/place", views.rule_place, name="priority-rule-place"),
    path("priorities/rules/<int:pk>/removal", views.rule_removal, name="priority-rule-removal"),
]
