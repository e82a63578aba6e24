from bihuan.flow.sla.models.alarm import Alarm, Level
from bihuan.flow.sla.models.clock import Clock
from bihuan.flow.sla.models.target import Target, targets_by_priority

__all__ = ["Alarm", "Clock", "Level", "Target", "targets_by_priority"]
