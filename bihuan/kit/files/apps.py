from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "bihuan.kit.files"
    label = "files"
