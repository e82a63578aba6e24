"""Addresses of this part of the planning pages."""

from django.urls import path

from bihuan.front.planning.replies import views

urlpatterns = [
    path("replies", views.replies, name="replies"),
    path("replies/<slug:code>", views.reply, name="reply"),
    path("replies/<slug:code>/delivered", views.delivered, name="reply-delivered"),
]
