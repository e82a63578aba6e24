from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "bihuan.steering.insights"
    label = "insights"
