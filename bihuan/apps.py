from django.apps import AppConfig


class BihuanConfig(AppConfig):
    name = "bihuan"
    label = "bihuan"

    def ready(self) -> None:
        from bihuan import wiring  # noqa: PLC0415, the rooms exist only now

        wiring.connect()
