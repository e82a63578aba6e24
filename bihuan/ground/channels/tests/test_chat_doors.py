"""What each platform's door opens, and what it does not: the same laws for all four."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from bihuan.ground.channels.chat.call import Call
from bihuan.ground.channels.chat.envelope import Envelope
from bihuan.ground.channels.chat.genuine import NotGenuine
from bihuan.ground.channels.chat.said import SaidKind
from bihuan.ground.channels.platforms import PLATFORMS
from bihuan.ground.channels.tests import calls
from bihuan.ground.channels.tests.calls import KEYS, MAKE
from bihuan.ground.people.tests.cast import at

NOW = at("09:00")


def repr_of(body: bytes) -> str:
    return repr(body[:8])


each_platform = pytest.mark.parametrize("platform", PLATFORMS)
SIGNATURES = {
    "wecom": "msg_signature",
    "dingtalk": "sign",
    "feishu": "x-lark-signature",
    "slack": "x-slack-signature",
}
# What makes a connection another one: whose calls must not be taken for ours.
OTHERS = {
    "wecom": {"corp_id": "ww2"},
    "dingtalk": {"corp_id": "corp2"},
    "feishu": {"app_id": "cli_2"},
    "slack": {"team_id": "T2"},
}
SECRETS = {
    "wecom": ["token", "encoding_aes_key"],
    "dingtalk": ["app_secret"],
    "feishu": ["encrypt_key", "verification_token"],
    "slack": ["signing_secret"],
}


def said_in(
    platform: str, text: str = "三楼的打印机卡纸 <b>&", message_id: str = "1759021200.000100"
) -> Call:
    return MAKE[platform]("lin", text, message_id, NOW)


def signed_otherwise(platform: str, call: Call, signature: str) -> Call:
    name = SIGNATURES[platform]
    if platform == "wecom":
        return replace(call, query={**call.query, name: signature})
    return replace(call, headers={**call.headers, name: signature})


@each_platform
@pytest.mark.requirement("INT-04")
def test_what_somebody_says_is_read_as_it_was_said(platform: str) -> None:
    opened = PLATFORMS[platform].open_call(said_in(platform), KEYS[platform], NOW)
    said = PLATFORMS[platform].read(opened.payload)

    assert (said.account, said.text, said.kind) == ("lin", "三楼的打印机卡纸 <b>&", SaidKind.TEXT)
    assert said.message_id == "1759021200.000100"
    assert said.ignore == ""


@each_platform
@pytest.mark.requirement("INT-09")
def test_the_same_message_delivered_again_has_the_same_key_and_another_has_not(platform: str) -> None:
    def key(message_id: str, later: int) -> str:
        moment = NOW + timedelta(seconds=later)
        call = MAKE[platform]("lin", "卡纸", message_id, moment)
        return PLATFORMS[platform].open_call(call, KEYS[platform], moment).key

    assert key("1.1", 0) == key("1.1", 30) != key("1.2", 30)


@each_platform
@pytest.mark.parametrize("signature", ["", "0" * 40, "v0=" + "0" * 64, "签名"])
def test_a_wrong_signature_opens_nothing(platform: str, signature: str) -> None:
    with pytest.raises(NotGenuine):
        PLATFORMS[platform].open_call(
            signed_otherwise(platform, said_in(platform), signature), KEYS[platform], NOW
        )


@each_platform
@pytest.mark.parametrize("minutes", [-6, 6, 60 * 24 * 365])
def test_a_call_that_is_played_again_later_opens_nothing(platform: str, minutes: int) -> None:
    with pytest.raises(NotGenuine):
        PLATFORMS[platform].open_call(said_in(platform), KEYS[platform], NOW + timedelta(minutes=minutes))


@each_platform
def test_another_company_s_call_opens_nothing(platform: str) -> None:
    with pytest.raises(NotGenuine):
        PLATFORMS[platform].open_call(said_in(platform), KEYS[platform] | OTHERS[platform], NOW)


@each_platform
def test_without_its_secrets_a_connection_takes_nothing(platform: str) -> None:
    for secret in SECRETS[platform]:
        with pytest.raises((NotGenuine, ValueError)):
            PLATFORMS[platform].open_call(said_in(platform), KEYS[platform] | {secret: ""}, NOW)


@pytest.mark.parametrize("platform", ["wecom", "feishu", "slack"])
def test_words_changed_on_the_way_open_nothing(platform: str) -> None:
    call = said_in(platform)
    middle = len(call.body) // 2
    body = call.body[:middle] + bytes([call.body[middle] ^ 1]) + call.body[middle + 1 :]

    with pytest.raises(NotGenuine):
        PLATFORMS[platform].open_call(replace(call, body=body), KEYS[platform], NOW)


@each_platform
@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"[]", b'{"a":' * 5000, b"<xml>" * 5000, b"null"], ids=repr_of
)
def test_a_body_that_is_none_opens_nothing_and_breaks_nothing(platform: str, body: bytes) -> None:
    with pytest.raises(NotGenuine):
        PLATFORMS[platform].open_call(replace(said_in(platform), body=body), KEYS[platform], NOW)


def test_a_mention_in_a_channel_of_slack_is_heard_once_and_what_is_said_beside_is_not() -> None:
    event = {"channel": "C1", "channel_type": "channel", "user": "lin", "ts": "1.1", "text": "<@U1> 卡纸"}
    opened = []
    for kind in ("message", "app_mention"):
        body = json.dumps({"team_id": "T1", "event": event | {"type": kind}}).encode()
        call = calls.slack_signed(body, NOW, "application/json")
        opened.append(PLATFORMS["slack"].open_call(call, KEYS["slack"], NOW))

    overheard, said = (PLATFORMS["slack"].read(one.payload) for one in opened)
    assert opened[0].key != opened[1].key
    assert overheard.ignore
    assert (said.ignore, said.text) == ("", "卡纸")


def test_each_platform_s_check_of_the_address_is_answered_as_it_wants() -> None:
    timestamp = str(int(NOW.timestamp()))
    keys = KEYS["wecom"]
    envelope = Envelope(keys["token"], keys["encoding_aes_key"], keys["corp_id"])
    echo, signature = envelope.seal("4711", timestamp=timestamp, nonce="n")
    query = {"msg_signature": signature, "timestamp": timestamp, "nonce": "n", "echostr": echo}
    checks = {
        "wecom": Call("GET", query, {}, b""),
        "feishu": calls.feishu_signed({"type": "url_verification", "token": "vt", "challenge": "4711"}, NOW),
        "slack": calls.slack_signed(
            json.dumps({"type": "url_verification", "challenge": "4711"}).encode(), NOW, "application/json"
        ),
    }
    opened = {name: PLATFORMS[name].open_call(call, KEYS[name], NOW) for name, call in checks.items()}

    assert {name: one.answer for name, one in opened.items()} == {
        "wecom": "4711", "feishu": '{"challenge":"4711"}', "slack": "4711",
    }  # fmt: skip
    assert all(one.payload == b"" for one in opened.values())


def test_an_event_of_dingtalk_is_answered_under_seal() -> None:
    keys = KEYS["dingtalk"] | {"token": "tok", "encoding_aes_key": calls.AES_KEY}
    timestamp, envelope = str(int(NOW.timestamp() * 1000)), Envelope("tok", calls.AES_KEY, keys["app_key"])
    sealed, signature = envelope.seal('{"EventType":"check_url"}', timestamp=timestamp, nonce="n")
    query = {"signature": signature, "timestamp": timestamp, "nonce": "n"}
    call = Call("POST", query, {}, json.dumps({"encrypt": sealed}).encode())

    answer = json.loads(PLATFORMS["dingtalk"].open_call(call, keys, NOW).answer)

    told = {"timestamp": answer["timeStamp"], "nonce": answer["nonce"]}
    assert envelope.open(answer["encrypt"], signature=answer["msg_signature"], **told) == "success"


def test_a_button_pressed_says_who_pressed_it_and_what_we_had_put_there() -> None:
    press = {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "lin"},
        "actions": [{"value": "a:1"}],
    }
    event = {"operator": {"open_id": "lin"}, "action": {"value": {"action": "a:1"}}}
    fields = {"FromUserName": "lin", "MsgType": "event", "Event": "template_card_event", "EventKey": "a:1"}
    made = {
        "slack": calls.slack_signed(
            urlencode({"payload": json.dumps(press)}).encode(), NOW, "application/x-www-form-urlencoded"
        ),
        "feishu": calls.feishu_event("card.action.trigger", event, NOW),
        "wecom": calls.wecom_xml(fields, NOW),
    }

    for name, call in made.items():
        said = PLATFORMS[name].read(PLATFORMS[name].open_call(call, KEYS[name], NOW).payload)
        assert (said.kind, said.account, said.action) == (SaidKind.CLICK, "lin", "a:1"), name


@pytest.mark.parametrize(
    ("platform", "call"),
    [
        ("wecom", calls.wecom_xml({"MsgType": "event", "Event": "enter_agent", "FromUserName": "lin"}, NOW)),
        (
            "feishu",
            calls.feishu_event(
                "im.message.receive_v1", {"message": {"chat_type": "group", "message_id": "1"}}, NOW
            ),
        ),
        (
            "slack",
            calls.slack_signed(
                json.dumps(
                    {"team_id": "T1", "event": {"type": "message", "channel_type": "channel"}}
                ).encode(),
                NOW,
                "application/json",
            ),
        ),
        ("feishu", calls.feishu_event("im.chat.member.user.added_v1", {}, NOW)),
        (
            "slack",
            calls.slack_signed(
                json.dumps(
                    {"team_id": "T1", "event": {"type": "message", "bot_id": "B1", "text": "x"}}
                ).encode(),
                NOW,
                "application/json",
            ),
        ),
    ],
    ids=["event", "overheard in feishu", "overheard in slack", "member", "program"],
)
def test_what_is_no_word_of_a_person_says_why_nothing_comes_of_it(platform: str, call: Call) -> None:
    opened = PLATFORMS[platform].open_call(call, KEYS[platform], NOW)

    assert PLATFORMS[platform].read(opened.payload).ignore
