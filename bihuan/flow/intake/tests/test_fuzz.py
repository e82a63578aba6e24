"""Whatever arrives, it is settled: no mail makes the desk fail, and none is lost."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bihuan.flow.intake.tests.cast import arrives, desk, mail
from bihuan.ground.channels.models import InboundState

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INT-09")]

FIELDS = [
    b"From",
    b"To",
    b"Subject",
    b"Message-ID",
    b"References",
    b"In-Reply-To",
    b"Reply-To",
    b"Date",
    b"Content-Type",
]
FIELDS += [b"Content-Disposition", b"Content-ID", b"Auto-Submitted", b"X-Bihuan-Desk"]
PIECES = [
    b"lin@yunhe.example", b"<", b">", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"=?utf-8?b?AAAA?=", b"=?utf-8?q?=00?=",
    b"=?gbk?b?tPLTobv6?=", b"\r\n ", b"x" * 400, b"@" * 9, b"[IT-20260928-0001]", "打印机".encode(), b"multipart/mixed; boundary=b",
    b"text/html; charset=\x00", b'attachment; filename="\x00.png"', b"image/png", b"\xe2\x80\xa8", b" ",
]  # fmt: skip
values = st.lists(st.sampled_from(PIECES), max_size=5).map(b"".join)
bodies = st.lists(
    st.sampled_from(
        [*PIECES, b"\r\n", b"--b\r\n", b"--b--\r\n", b"Content-Type: image/png\r\n\r\n", b"> ", b"<b>x</b>"]
    ),
    max_size=8,
).map(b"".join)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(FIELDS), values), max_size=8), bodies)
@example([(b"From", b"x" * 400 + b"@y.example")], b"")
@example([(b"From", b"a@" + b"y" * 400)], b"")
@example([(b"From", b"lin@yunhe.example"), (b"Subject", b"=?utf-8?q?=00?=")], b"\x00")
@example([(b"From", b"lin@yunhe.example"), (b"Message-ID", b"<\x00@x>"), (b"References", b"<\x00@x>")], b"x")
def test_whatever_arrives_is_settled_at_once(db, fields, body):
    raw = b"\r\n".join(name + b": " + value for name, value in fields) + b"\r\n\r\n" + body

    with transaction.atomic():
        desk()
        message = arrives(raw)
        transaction.set_rollback(True)

    assert message.state in (InboundState.TAKEN, InboundState.IGNORED)
    assert message.state == InboundState.TAKEN or message.problem


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 400), st.binary(max_size=4), st.integers(0, 40))
def test_a_mail_damaged_anywhere_is_settled_too(db, where, put, cut):
    raw = mail(html="<p>一直<b>卡纸</b></p>", files=(("截图.png", b"\x89PNG"),))
    at = where * len(raw) // 400

    with transaction.atomic():
        desk()
        message = arrives(raw[:at] + put + raw[at + cut :])
        transaction.set_rollback(True)

    assert message.state != InboundState.WAITING
