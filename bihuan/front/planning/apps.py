from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "bihuan.front.planning"
    label = "planning"
