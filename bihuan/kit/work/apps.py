from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "bihuan.kit.work"
    label = "work"
