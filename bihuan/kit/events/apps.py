from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "bihuan.kit.events"
    label = "events"
