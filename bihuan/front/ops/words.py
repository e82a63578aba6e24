"""What states, purposes and problems of mail, and the parts of the desk, are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from bihuan.flow.triage.matrix import LOWEST
from bihuan.flow.triage.schemes import CELLS
from bihuan.front.ops.handling import DISCARDED
from bihuan.ground.channels.chat.said import TO_OTHERS
from bihuan.ground.channels.email.trying import Hindrance, Tried
from bihuan.ground.channels.models import InboundState, OutboundState, Purpose, Security
from bihuan.ground.channels.monitoring.alert import MOST_ALERTS

EVENT = "event: "  # how the problem of what a chat platform only tells begins
Look = tuple[Promise, str, str]  # word, tone, icon

CAME: dict[str, Look] = {
    InboundState.WAITING: (gettext_lazy("Waits to be read"), "info", "hourglass"),
    InboundState.TAKEN: (gettext_lazy("Taken in"), "good", "circle-check"),
    InboundState.IGNORED: (gettext_lazy("Put away"), "plain", "archive"),
    InboundState.QUARANTINED: (gettext_lazy("In quarantine"), "bad", "circle-alert"),
}
LEFT: dict[str, Look] = {
    OutboundState.WAITING: (gettext_lazy("Waits to leave"), "info", "hourglass"),
    OutboundState.SENT: (gettext_lazy("Sent"), "good", "circle-check"),
    OutboundState.KEPT: (gettext_lazy("Kept here"), "held", "archive"),
    OutboundState.FAILED: (gettext_lazy("Not delivered"), "bad", "circle-alert"),
}
PURPOSES: dict[str, Promise] = {
    Purpose.RECEIPT: gettext_lazy("Receipt"),
    Purpose.REPLY: gettext_lazy("Reply"),
    Purpose.CONFIRM: gettext_lazy("Is it solved?"),
    Purpose.SURVEY: gettext_lazy("Survey"),
    Purpose.NOTICE: gettext_lazy("Notice to a colleague"),
    Purpose.SECRET: gettext_lazy("Link to an account"),
}
SECURITIES: dict[str, Promise] = {
    Security.TLS: gettext_lazy("TLS"),
    Security.STARTTLS: gettext_lazy("STARTTLS"),
    Security.NONE: pgettext_lazy("encryption", "None"),
}
# What the reading room and the intake say, each in words that tell what to do.
PROBLEMS: dict[str, Promise] = {
    "too large": gettext_lazy(
        "It is larger than this desk takes. Ask the sender to send less, or raise the limit."
    ),
    "too-large": gettext_lazy(
        "It is larger than this desk takes. Ask the sender to send less, or raise the limit."
    ),
    "too-slow": gettext_lazy("Reading it took too long: it is built in an unusual way. Look at its source."),
    "too-costly": gettext_lazy(
        "Reading it took too much: it is built in an unusual way. Look at its source."
    ),
    "child-died": gettext_lazy(
        "The reader broke down over it. Try once more; if it stays so, look at its source."
    ),
    "failed again and again; the log tells why": gettext_lazy("It failed several times; the log tells why."),
    "failed; tried again soon": gettext_lazy("It failed once and is tried again soon."),
    "unreadable": gettext_lazy("It is built in a way that this desk does not know. Look at its source."),
    "asked where things stand, and was told": gettext_lazy(
        "It asked where the tickets stand, and was answered."
    ),
    TO_OTHERS: gettext_lazy("It was said to others in a group, and not to the desk."),
    "written by a program": gettext_lazy("A program wrote it, not a person."),
    "nobody to answer: from outside the company": gettext_lazy(
        "Somebody from outside the company wrote it, whom the desk cannot answer there."
    ),
    "a button that was not this person's to press": gettext_lazy(
        "A button was pressed by somebody whose ticket it is not."
    ),
    "loop: this desk wrote it": gettext_lazy("This desk wrote it itself: answering would begin a loop."),
    "loop: from an address of this desk": gettext_lazy(
        "It comes from an address of this desk: answering would begin a loop."
    ),
    "nobody to answer: no sender": gettext_lazy("It names no sender, so there is nobody to answer."),
    "nobody to answer: no server takes so long an address": gettext_lazy(
        "No server takes so long an address of a sender."
    ),
    "bounce of nothing we know": gettext_lazy("A letter came back that this desk does not know."),
    "automatic answer to nothing we know": gettext_lazy(
        "An automatic answer to nothing that this desk knows."
    ),
    "it is not JSON": gettext_lazy(
        "It is not JSON. Check what the tool is set to send; once that is right, read it once more."
    ),
    "it holds no alert": gettext_lazy("It holds no alert. Check what the tool is set to send."),
    f"it holds more than {MOST_ALERTS} alerts": gettext_lazy(
        "It holds more alerts than anybody would look at. Have the tool group them smaller."
    ),
    "recovery of nothing we know": gettext_lazy("Something recovered that has no ticket here."),
    "the source is gone": gettext_lazy("The tool that sent it is no longer set up here."),
    "severity that makes no ticket": gettext_lazy(
        "The source is set so that no ticket comes of this severity."
    ),
}
HINDRANCES: dict[str, Promise] = {
    Hindrance.NAME: gettext_lazy("There is no server of this name. Check the spelling."),
    Hindrance.SILENT: gettext_lazy(
        "Nothing answers at this port. Check the port, and whether a firewall lies between."
    ),
    Hindrance.SLOW: gettext_lazy(
        "The server does not answer. Check name and port, and whether a firewall lies between."
    ),
    Hindrance.CERTIFICATE: gettext_lazy("The server's certificate is not trusted on this machine."),
    Hindrance.SPEECH: gettext_lazy("The server does not speak so at this port. Check port and encryption."),
    Hindrance.LOGIN: gettext_lazy("The server refuses the user name or the password."),
    Hindrance.FOLDER: gettext_lazy("There is no such folder in this mailbox."),
    Hindrance.KEY: gettext_lazy(
        "The password was sealed with a key that this installation has not. Type it again."
    ),
    Hindrance.OTHER: gettext_lazy("The server cannot be used."),
}
PARTS: dict[str, tuple[Promise, Promise]] = {
    "worker": (
        gettext_lazy("Worker"),
        gettext_lazy("does what pages leave for later: takes mail in, sends letters, watches clocks"),
    ),
    "mail": (gettext_lazy("Mail watch"), gettext_lazy("looks after the mailboxes")),
}
DRAINS: dict[str, Promise] = {
    "intake": gettext_lazy("Messages to be read"),
    "alerts": gettext_lazy("Alerts to be taken"),
    "recoveries": gettext_lazy("Recoveries to be noted"),
    "post": gettext_lazy("Letters to leave"),
    "chat": gettext_lazy("Letters to leave by chat"),
    "alarms": gettext_lazy("Promises to be looked at"),
    "majors": gettext_lazy("People to be told of level 1"),
    "unassigned": gettext_lazy("Tickets to be assigned"),
    "holds": gettext_lazy("Holds to end"),
    "confirmations": gettext_lazy("Confirmations to run out"),
    "tasks": gettext_lazy("Tasks to be reminded of"),
    "hooks": gettext_lazy("Webhooks to be told"),
}
# What a setting is about, by the first word of its topic.
THINGS: dict[str, Promise] = {
    "mailbox": gettext_lazy("mailbox"),
    "chat": gettext_lazy("chat connection"),
    "category": gettext_lazy("category"),
    "reply": gettext_lazy("reply template"),
    "calendar": gettext_lazy("calendar"),
    "region": gettext_lazy("holidays of"),
    "policy": gettext_lazy("policy"),
    "levels": gettext_lazy("levels of escalation"),
    "plan": gettext_lazy("emergency plan"),
    "priority_scheme": gettext_lazy("scheme of priorities"),
    "priority_rule": gettext_lazy("rule about priorities"),
    "reporter_thresholds": gettext_lazy("numbers of reports on a fault"),
    "rota": gettext_lazy("turn"),
    "pattern": gettext_lazy("shift pattern"),
    "duty_day": gettext_lazy("day in the roster"),
    "absence": gettext_lazy("leave"),
    "dispatch": gettext_lazy("limits of the dispatch"),
    "alert_source": gettext_lazy("alert source"),
    "hook": gettext_lazy("webhook"),
}
FIELDS: dict[str, Promise | str] = {
    "name": pgettext_lazy("of a thing", "Name"),
    "corp_id": "CorpID",
    "agent_id": "AgentId",
    "secret": gettext_lazy("Secret"),
    "token": "Token",
    "encoding_aes_key": "EncodingAESKey",
    "app_key": "AppKey",
    "robot_code": "RobotCode",
    "app_id": "App ID",
    "app_secret": "App Secret",
    "encrypt_key": "Encrypt Key",
    "verification_token": "Verification Token",
    "team_id": "Team ID",
    "signing_secret": "Signing Secret",
    "bot_token": "Bot Token",
    "address": gettext_lazy("Address"),
    "name_zh": gettext_lazy("Sender's name, Chinese"),
    "name_en": gettext_lazy("Sender's name, English"),
    "imap_host": gettext_lazy("IMAP server"),
    "imap_port": gettext_lazy("IMAP port"),
    "imap_security": gettext_lazy("IMAP encryption"),
    "folder": gettext_lazy("Folder"),
    "smtp_host": gettext_lazy("SMTP server"),
    "smtp_port": gettext_lazy("SMTP port"),
    "smtp_security": gettext_lazy("SMTP encryption"),
    "username": gettext_lazy("User name"),
    "password": gettext_lazy("Password"),
    "is_active": gettext_lazy("In use"),
    "position": gettext_lazy("Place in the order"),
    "priorities": gettext_lazy("Priorities"),
    "channels": gettext_lazy("Channels"),
    "category": gettext_lazy("Category"),
    "department": gettext_lazy("Department"),
    "person": gettext_lazy("Person"),
    "quiet_hours": gettext_lazy("Quiet hours"),
    "is_for_vips": gettext_lazy("Only for VIPs"),
    "zone": gettext_lazy("Time zone"),
    "region": gettext_lazy("Holidays of"),
    "week": gettext_lazy("Weekly hours"),
    "code": gettext_lazy("Code"),
    "state": gettext_lazy("State"),
    "source": gettext_lazy("Source"),
    "pattern": gettext_lazy("Pattern"),
    "called_zh": gettext_lazy("Name, Chinese"),
    "called_en": gettext_lazy("Name, English"),
    "begins_at": gettext_lazy("Begins at"),
    "ends_at": gettext_lazy("Ends at"),
    "tone": gettext_lazy("Colour"),
    "weekdays": gettext_lazy("Days of the week"),
    "begins_on": gettext_lazy("From day"),
    "ends_on": gettext_lazy("To day"),
    "since": gettext_lazy("From day"),
    "until": gettext_lazy("To day"),
    "limit": gettext_lazy("Open tickets at a time"),
    "urgent_to": gettext_lazy("Goes beyond the limit, up to priority"),
    "is_vip_urgent": gettext_lazy("Important persons go beyond the limit"),
    "sticks_days": gettext_lazy("Same agent as last time, within days"),
    "returns_unaccepted": gettext_lazy("What is not accepted in time goes to somebody else"),
    "own_limits": gettext_lazy("Limits of single persons"),
    "required_levels": gettext_lazy("Levels that categories require"),
    "kind": gettext_lazy("Kind"),
    "parent": gettext_lazy("Branch"),
    "team": gettext_lazy("Takes it first"),
    "escalates_to": gettext_lazy("Then escalates to"),
    "escalation_zh": gettext_lazy("When, in Chinese"),
    "escalation_en": gettext_lazy("When, in English"),
    "skills": gettext_lazy("Skills it needs"),
    "keywords": gettext_lazy("Words that suggest it"),
    "version": gettext_lazy("Version"),
    "body_zh": gettext_lazy("Text, Chinese"),
    "body_en": gettext_lazy("Text, English"),
    "asks_at_once": gettext_lazy("The receipt asks for what is required"),
    "steps_zh": gettext_lazy("Steps, in Chinese"),
    "steps_en": gettext_lazy("Steps, in English"),
    "contacts": gettext_lazy("Whom to call"),
    "roles": gettext_lazy("Roles that are told"),
    "persons": gettext_lazy("Persons who are told"),
    "ways": gettext_lazy("Ways"),
    "repeat_minutes": gettext_lazy("Again every so many minutes"),
    "in_force": gettext_lazy("Scheme in force"),
    "department_from": gettext_lazy("A department from so many people"),
    "company_from": gettext_lazy("The company from so many people"),
    "at_least": gettext_lazy("Raises to"),
    **{f"level_{rank}": format_lazy(gettext_lazy("Level of rank {}"), rank) for rank in range(1, LOWEST + 1)},
    **{
        f"cell_{impact}_{urgency}": format_lazy(
            gettext_lazy("Matrix: impact {}, urgency {}"), impact, urgency
        )
        for impact, urgency in CELLS
    },
    "resolves": gettext_lazy("A lasting recovery solves the ticket"),
    "calm_for": gettext_lazy("Lasting means"),
    "storm_from": gettext_lazy("A storm from"),
    "impact": gettext_lazy("Impact"),
    "urgency": gettext_lazy("Urgency"),
    "asset_label": gettext_lazy("Label that names the device"),
    "levels": gettext_lazy("What severities come to"),
    "rules": gettext_lazy("Categories by label"),
    "url": gettext_lazy("Address"),
    "kinds": pgettext_lazy("of a webhook", "Hears of"),
    "sent_again": gettext_lazy("Sent again"),
    "is_paused": gettext_lazy("Paused"),
    "reads_as": gettext_lazy("Told what this token may read"),
}
DID: dict[str, Promise] = {
    "retried": gettext_lazy("had message %(n)s read once more"),
    "discarded": gettext_lazy("put message %(n)s away"),
    "downloaded": gettext_lazy("downloaded message %(n)s"),
    "sent_again": gettext_lazy("sent letter %(n)s again"),
}


def problem(said: str) -> str:
    """Return what hindered a message, in words for a reader; a server's own words as they are."""
    if said.startswith(DISCARDED):
        return _("Put away by hand: %(why)s") % {"why": said.removeprefix(DISCARDED)}
    if said.startswith(EVENT):
        return _("A notice of the platform (%(name)s), no word to the desk.") % {
            "name": said.removeprefix(EVENT)
        }
    return str(PROBLEMS.get(said, said))


def outcome(tried: Tried) -> tuple[str, str]:
    """Return how a try of a server went: a sentence, and the server's own words."""
    if tried.hindrance is None:
        return _("The server was reached and let us in."), ""
    return str(HINDRANCES[tried.hindrance]), tried.detail
