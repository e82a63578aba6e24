from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "bihuan.front.library"
    label = "library"
