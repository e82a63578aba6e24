"""Addresses of this part of the planning pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
