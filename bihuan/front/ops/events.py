"""What can be done to the desk itself. Facts only grow: rows are for ever."""

from dataclasses import dataclass

from bihuan.kit.events.facts import Facts


@dataclass(frozen=True)
class SettingChanged(Facts, kind="setting.changed"):
    """`about` is a topic such as `mailbox:3`, and `name` what it was called then; of a secret `changes` tells only that
    it changed.
    """

    about: str
    changes: dict[str, list[object]]  # field → [from, to]
    name: str = ""
    did: str = "changed"  # or set_up, removed


@dataclass(frozen=True)
class MailHandled(Facts, kind="mail.handled"):
    """Somebody decided about a message by hand: `did` is retried, discarded, downloaded, or sent_again."""

    did: str
    message: int = 0  # that came in
    letter: int = 0  # that goes out
