from django.apps import AppConfig


class MajorsConfig(AppConfig):
    name = "bihuan.practices.majors"
    label = "majors"
