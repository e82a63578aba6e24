from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "bihuan.front.workbench"
    label = "workbench"
