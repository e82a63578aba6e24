from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "bihuan.ground.channels"
    label = "channels"
