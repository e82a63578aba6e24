from django.apps import AppConfig


class SimulationConfig(AppConfig):
    name = "bihuan.front.planning.simulation"
    label = "simulation"
