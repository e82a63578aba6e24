from django.apps import AppConfig


class KeptConfig(AppConfig):
    name = "bihuan.kit.kept"
    label = "kept"
