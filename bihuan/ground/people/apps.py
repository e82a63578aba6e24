from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "bihuan.ground.people"
    label = "people"
