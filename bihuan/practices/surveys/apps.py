from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "bihuan.practices.surveys"
    label = "surveys"
