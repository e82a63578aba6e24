from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "bihuan.tickets"
    label = "tickets"
