from django.urls import path

from bihuan.front.library import missing, views

urlpatterns = [
    path("library", views.library, name="library"),
    path("library/new", views.new, name="article-new"),
    path("library/gaps", missing.gaps, name="knowledge-gaps"),
    path("library/gaps/dismissals", missing.dismissals, name="gap-dismissals"),
    path("library/<str:number>", views.article, name="article"),
    path("library/<str:number>/edit", views.edit, name="article-edit"),
    path("library/<str:number>/votes", views.votes, name="article-votes"),
]
