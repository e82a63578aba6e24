from bihuan.flow.sla.models.alarm import Alarm, Level
from bihuan.flow.sla.models.book import PolicyBook, policy_book, read_book
from bihuan.flow.sla.models.clock import Clock
from bihuan.flow.sla.models.policy import Policy
from bihuan.flow.sla.models.target import Target

__all__ = ["Alarm", "Clock", "Level", "Policy", "PolicyBook", "Target", "policy_book", "read_book"]
