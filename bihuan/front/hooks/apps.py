from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "bihuan.front.hooks"
    label = "hooks"
