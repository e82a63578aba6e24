"""What chat platforms call what has to be set up, where it is found there, and why a call was not taken."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.ground.channels.models import Chat

PLATFORMS: dict[str, Promise] = {
    Chat.WECOM: pgettext_lazy("channel", "WeCom"),
    Chat.DINGTALK: pgettext_lazy("channel", "DingTalk"),
    Chat.FEISHU: pgettext_lazy("channel", "Feishu"),
    Chat.SLACK: pgettext_lazy("channel", "Slack"),
}
# The names as they stand on the platform's own pages, so that they are found there.
FIELDS: dict[tuple[str, str], tuple[str | Promise, Promise | str]] = {
    (Chat.WECOM, "corp_id"): (
        _("Company ID (CorpID)"),
        _("My company › Company information, at the bottom."),
    ),
    (Chat.WECOM, "agent_id"): ("AgentId", _("On the page of the application.")),
    (Chat.WECOM, "secret"): ("Secret", _("On the page of the application.")),
    (Chat.WECOM, "token"): ("Token", _("Receive messages › API: let it be made there, and copy it.")),
    (Chat.WECOM, "encoding_aes_key"): ("EncodingAESKey", _("Beside the token; 43 letters and digits.")),
    (Chat.DINGTALK, "app_key"): ("Client ID (AppKey)", _("Application › Credentials.")),
    (Chat.DINGTALK, "robot_code"): ("RobotCode", _("Application › Robot; often the same as the Client ID.")),
    (Chat.DINGTALK, "corp_id"): ("CorpId", _("On the first page of the open platform.")),
    (Chat.DINGTALK, "app_secret"): ("Client Secret (AppSecret)", _("Application › Credentials.")),
    (Chat.DINGTALK, "token"): (_("Token of events"), _("Only where events are pushed by HTTP.")),
    (Chat.DINGTALK, "encoding_aes_key"): (_("Key of events (aes_key)"), _("Beside the token of events.")),
    (Chat.FEISHU, "app_id"): ("App ID", _("Credentials › Application credentials.")),
    (Chat.FEISHU, "app_secret"): ("App Secret", _("Credentials › Application credentials.")),
    (Chat.FEISHU, "encrypt_key"): (
        "Encrypt Key",
        _("Events and callbacks › Encryption. Without it nothing is taken."),
    ),
    (Chat.FEISHU, "verification_token"): ("Verification Token", _("Events and callbacks › Encryption.")),
    (Chat.SLACK, "team_id"): ("Team ID", _("In the address of the workspace: T and letters.")),
    (Chat.SLACK, "signing_secret"): ("Signing Secret", _("Basic Information › App Credentials.")),
    (Chat.SLACK, "bot_token"): ("Bot User OAuth Token", _("OAuth & Permissions; begins with xoxb-.")),
}
# Where the door's address is typed in.
GOES_TO: dict[str, Promise] = {
    Chat.WECOM: _(
        "Application › Receive messages › API › URL. Add this desk's public address to the trusted IPs there."
    ),
    Chat.DINGTALK: _("Application › Robot › Receive messages by HTTP."),
    Chat.FEISHU: _(
        "Events and callbacks › Request URL, for both events and card callbacks; subscribe to im.message.receive_v1."
    ),
    Chat.SLACK: _("Event Subscriptions and Interactivity › Request URL; subscribe to message.im."),
}
REFUSED: dict[str, Promise] = {
    "wrong signature": _("Its signature was wrong: token, key or secret here is not the one there."),
    "wrong token": _("Its token was wrong: the one here is not the one there."),
    "wrong padding": _("It was sealed with another key than the one here."),
    "for somebody else": _("It was for another company: check the company's ID."),
    "another application": _("It came from another application: check its ID."),
    "another workspace": _("It came from another workspace: check its ID."),
    "not fresh": _("Its time was more than five minutes from ours: check the clock of this machine."),
    "not signed": _("It bore no signature: switch encryption on there."),
    "too large": _("It was larger than any message of this platform."),
    "the key of its secrets is gone": _(
        "The secrets here were sealed with a key that is gone. Type them again."
    ),
}


def refused(why: str) -> str:
    """Return why a call was not taken, in words that tell what to look at."""
    return str(REFUSED.get(why, _("It did not show that the platform had sent it.")))
