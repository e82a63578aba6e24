from django.urls import path

from bihuan.front.library import views

urlpatterns = [
    path("library", views.library, name="library"),
    path("library/new", views.new, name="article-new"),
    path("library/<str:number>", views.article, name="article"),
    path("library/<str:number>/edit", views.edit, name="article-edit"),
    path("library/<str:number>/votes", views.votes, name="article-votes"),
]
