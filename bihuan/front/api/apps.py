from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "bihuan.front.api"
    label = "api"
