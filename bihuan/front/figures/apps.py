from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "bihuan.front.figures"
    label = "figures"
