from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "bihuan.ground.duty"
    label = "duty"
