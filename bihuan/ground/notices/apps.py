from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "bihuan.ground.notices"
    label = "notices"
