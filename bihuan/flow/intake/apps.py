from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "bihuan.flow.intake"
    label = "intake"
