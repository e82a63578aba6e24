from bihuan.ground.duty.models.leave import Absence, LeaveRequest
from bihuan.ground.duty.models.note import ShiftNote
from bihuan.ground.duty.models.presence import (
    absences_between,
    on_duty,
    roster_of,
    stints_between,
    turns_at,
)
from bihuan.ground.duty.models.swap import Swap, SwapState
from bihuan.ground.duty.models.turns import DayChange, Pattern, Rota, Tone

__all__ = [
    "Absence",
    "DayChange",
    "LeaveRequest",
    "Pattern",
    "Rota",
    "ShiftNote",
    "Swap",
    "SwapState",
    "Tone",
    "absences_between",
    "on_duty",
    "roster_of",
    "stints_between",
    "turns_at",
]
