from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "bihuan.practices.knowledge"
    label = "knowledge"
