"""Which event wakes whom: the one page to read to see how work flows through the house.

Rooms call down and announce up. What a lower room announces reaches a higher one here and nowhere else.
"""

from typing import Any

from bihuan.flow.dispatch import drains as dispatch_drains
from bihuan.flow.dispatch import notices as dispatch_notices
from bihuan.flow.dispatch import reactions as dispatch
from bihuan.flow.intake import drains as intake_drains
from bihuan.flow.intake import events as alert
from bihuan.flow.intake import notices as intake_notices
from bihuan.flow.sla import drains as sla_drains
from bihuan.flow.sla import events as clock
from bihuan.flow.sla import notices as sla_notices
from bihuan.flow.sla import reactions as sla
from bihuan.flow.triage import reactions as triage
from bihuan.front.hooks import drains as hook_drains
from bihuan.front.hooks import reactions as hooks
from bihuan.front.ops import events as desk
from bihuan.front.ops import gauges, metrics
from bihuan.front.planning.calendars import reactions as calendars
from bihuan.ground.channels import drains as channel_drains
from bihuan.ground.channels import hearing as channel_hearing
from bihuan.ground.people.models import Person
from bihuan.kit.events import wires
from bihuan.kit.events.wires import Wire
from bihuan.kit.live.hearing import MayHear
from bihuan.kit.work.drain import Drain
from bihuan.kit.work.gauge import Gauge
from bihuan.practices.majors import drains as major_drains
from bihuan.practices.majors import events as major
from bihuan.practices.majors import reactions as majors
from bihuan.practices.surveys import events as survey
from bihuan.practices.surveys import notices as survey_notices
from bihuan.tickets import drains as ticket_drains
from bihuan.tickets import events as ticket
from bihuan.tickets import hearing
from bihuan.tickets import notices as ticket_notices
from bihuan.tickets import reactions as tickets

WIRES: tuple[Wire[Any, Any], ...] = (
    Wire(ticket.Filed,      at_once=(hooks.tell, triage.classify, intake_notices.acknowledge, tickets.index)),
    Wire(ticket.Classified, at_once=(hooks.tell, triage.settle_suggestion, sla.start_clocks, dispatch.assign, majors.raise_or_stand_down)),
    Wire(ticket.QuestionsPut),
    Wire(ticket.Assigned,   at_once=(hooks.tell, sla.start_acceptance, dispatch_notices.tell_handler, dispatch.give_out_what_waits)),
    Wire(ticket.Returned,   at_once=(hooks.tell, sla.settle_lapsed_acceptance, dispatch.dispatch_again, dispatch_notices.tell_of_return)),
    Wire(ticket.Accepted,   at_once=(hooks.tell, sla.settle_acceptance)),
    Wire(ticket.Answered,   at_once=(hooks.tell, tickets.read_answers, tickets.index, ticket_notices.tell_of_answer)),
    Wire(ticket.Replied,    at_once=(hooks.tell, sla.settle_first_contact, tickets.index, ticket_notices.send_reply)),
    Wire(ticket.Noted),
    Wire(ticket.Amended,    at_once=(tickets.index,)),
    Wire(ticket.Held,       at_once=(hooks.tell, sla.stop_clocks)),
    Wire(ticket.Resumed,    at_once=(hooks.tell, sla.go_on)),
    Wire(ticket.Attempted),
    Wire(ticket.Escalated,  at_once=(hooks.tell, sla.settle_handover, dispatch.assign_to_next_line)),
    Wire(ticket.SentBack),
    Wire(ticket.Solved,     at_once=(hooks.tell, sla.settle_resolution, tickets.index, ticket_notices.ask_whether_solved, majors.end, dispatch.give_out_what_waits)),
    Wire(ticket.AskedAgain, at_once=(ticket_notices.ask_again,)),
    Wire(ticket.Reopened,   at_once=(hooks.tell, sla.run_again, ticket_notices.tell_of_reopening, majors.raise_again)),
    Wire(ticket.Confirmed,  at_once=(hooks.tell, ticket_notices.tell_of_confirmation)),
    Wire(ticket.Closed,     at_once=(hooks.tell, survey_notices.ask)),
    Wire(ticket.Withdrawn,  at_once=(hooks.tell, sla.settle_all, tickets.lapse_tasks, majors.end, dispatch.give_out_what_waits)),
    Wire(ticket.TurnedAway, at_once=(hooks.tell, sla.settle_all, tickets.lapse_tasks, majors.end, dispatch.give_out_what_waits)),
    Wire(ticket.Nudged,     at_once=(ticket_notices.tell_of_nudge,)),
    Wire(ticket.TaskGiven,  at_once=(ticket_notices.tell_of_task,)),
    Wire(ticket.TaskPassedOn, at_once=(ticket_notices.tell_of_task,)),
    Wire(ticket.TaskDone,   at_once=(ticket_notices.tell_of_its_end,)),
    Wire(ticket.TaskWaived, at_once=(ticket_notices.tell_of_its_end,)),
    Wire(ticket.TaskSlipped, at_once=(ticket_notices.tell_of_slip,)),
    Wire(ticket.Joined),
    Wire(ticket.ReportedAgain, at_once=(triage.grow_impact,)),
    Wire(ticket.Parted),
    Wire(clock.ClockWarned, at_once=(hooks.tell, sla_notices.call)),
    Wire(clock.ClockMissed, at_once=(hooks.tell, sla_notices.call, dispatch.take_back_unaccepted)),
    Wire(clock.ClockCalled, at_once=(sla_notices.call,)),
    Wire(clock.ClockAcknowledged),
    Wire(clock.HandoverDeclined, at_once=(sla.settle_handover,)),
    Wire(clock.ClockMoved),
    Wire(major.MajorOpened),
    Wire(major.MajorTold),
    Wire(major.MajorAcknowledged),
    Wire(major.MajorStoodDown),
    Wire(alert.AlertRecovered),
    Wire(alert.AlertReturned),
    Wire(survey.Rated,      at_once=(survey_notices.tell_handler,)),
    Wire(desk.SettingChanged, later=(calendars.repair_clocks,)),
    Wire(desk.MailHandled),
)  # fmt: skip

# What waits in the database to be worked off, and who does it.
DRAINS: tuple[Drain, ...] = (
    intake_drains.Inbox(),
    intake_drains.Alerts(),
    intake_drains.Recoveries(),
    channel_drains.Outbox(),
    channel_drains.ChatOutbox(),
    sla_drains.Alarms(),
    dispatch_drains.Unassigned(),
    major_drains.Majors(),
    ticket_drains.Holds(),
    ticket_drains.Confirmations(),
    ticket_drains.Tasks(),
    hook_drains.Hooks(),
)

# What /metrics shows beside the requests, the jobs, the drains and the heartbeats.
GAUGES: tuple[Gauge, ...] = gauges.GAUGES


def may_hear(person: Person, topic: str) -> bool:
    """Tell whether a person may hear that what a topic names has changed; `person:<own id>` everybody may."""
    return hearing.may_hear(person, topic) or channel_hearing.may_hear(person, topic)


MAY_HEAR: MayHear = may_hear


def connect() -> None:
    wires.connect(WIRES)
    metrics.connect(GAUGES, DRAINS)
