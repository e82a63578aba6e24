from django.apps import AppConfig


class SlaConfig(AppConfig):
    name = "bihuan.flow.sla"
    label = "sla"
