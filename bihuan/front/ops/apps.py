from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "bihuan.front.ops"
    label = "ops"
