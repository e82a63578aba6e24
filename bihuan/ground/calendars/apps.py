from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "bihuan.ground.calendars"
    label = "calendars"
