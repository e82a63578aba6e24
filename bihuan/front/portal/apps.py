from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "bihuan.front.portal"
    label = "portal"
