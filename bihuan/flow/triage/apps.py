from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "bihuan.flow.triage"
    label = "triage"
