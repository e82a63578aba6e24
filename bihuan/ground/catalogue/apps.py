from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "bihuan.ground.catalogue"
    label = "catalogue"
