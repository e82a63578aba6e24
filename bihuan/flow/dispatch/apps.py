from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "bihuan.flow.dispatch"
    label = "dispatch"
