from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "bihuan.kit.ui"
    label = "ui"
