from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "bihuan.front.home"
    label = "home"
