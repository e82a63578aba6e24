from django.urls import path

from bihuan.kit.ui import gallery

urlpatterns = [
    path("ui", gallery.gallery, name="gallery"),
    path("ui/people", gallery.people, name="gallery-people"),
    path("ui/found", gallery.found, name="gallery-found"),
    path("ui/<slug:page>", gallery.gallery, name="gallery-page"),
]
