from bihuan.flow.sla.models.acknowledgement import Acknowledgement, NothingToAcknowledge
from bihuan.flow.sla.models.alarm import Alarm, Level
from bihuan.flow.sla.models.book import PolicyBook, policy_book, read_book
from bihuan.flow.sla.models.clock import Clock
from bihuan.flow.sla.models.ladder import CallLevel, QuietHours, ladder_of, quiet_end
from bihuan.flow.sla.models.policy import Policy
from bihuan.flow.sla.models.target import Target

__all__ = [
    "Acknowledgement",
    "Alarm",
    "CallLevel",
    "Clock",
    "Level",
    "NothingToAcknowledge",
    "Policy",
    "PolicyBook",
    "QuietHours",
    "Target",
    "ladder_of",
    "policy_book",
    "quiet_end",
    "read_book",
]
