"""From the portal's form to a ticket, by several people at once."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings

from bihuan.front.ops.bench.asking import cookie_of
from bihuan.front.ops.bench.desk import Desk
from bihuan.front.ops.bench.report import Figure
from bihuan.ground.catalogue.models import FieldType, FormField
from bihuan.ground.channels.models import ChannelKind
from bihuan.tickets.models import Ticket

AT_ONCE, WARM_UP, FORMS = 8, 80, 800
LEAST_A_SECOND = 80.0
CATEGORY = "hardware.printer"
TOKEN = "b" * 32
TYPED = {FieldType.BOOL: "yes", FieldType.NUMBER: "3", FieldType.DATE: "2026-11-21"}

_numbers = count(1)


def measure_portal(desk: Desk, forms: int = FORMS) -> Iterator[Figure]:
    """Measure how many forms a second become tickets, sent by eight people at once."""
    cookies = [
        f"{cookie_of(f'colleague{n:04}')}; {settings.CSRF_COOKIE_NAME}={TOKEN}" for n in range(AT_ONCE)
    ]
    with ThreadPoolExecutor(AT_ONCE) as people:
        list(people.map(lambda cookie: _send(desk, cookie, WARM_UP // AT_ONCE), cookies))
        before, used_s, began = _filed(), desk.cpu_s(), time.monotonic()
        list(people.map(lambda cookie: _send(desk, cookie, forms // AT_ONCE), cookies))
        took_s = time.monotonic() - began
    filed = _filed() - before
    note = f"{filed} forms, {AT_ONCE} at once, {(desk.cpu_s() - used_s) / filed * 1000:.1f} ms CPU each"
    yield Figure("portal form to ticket", filed / took_s, "/s", least=LEAST_A_SECOND, note=note)


def _filed() -> int:
    return Ticket.objects.filter(channel=ChannelKind.PORTAL).count()


def _send(desk: Desk, cookie: str, forms: int) -> None:
    answers = {f"answer-{one.key}": _typed(one) for one in FormField.objects.filter(category__code=CATEGORY)}
    connection = desk.connect()
    for _ in range(forms):
        _send_one(connection, cookie, answers)
    connection.close()


def _send_one(connection: http.client.HTTPConnection, cookie: str, answers: dict[str, str]) -> None:
    said = {
        "title": f"打印机卡纸 {next(_numbers)}",
        "description": "三楼的打印机又卡纸了，面板显示 C-2801，取出纸以后还是报错。",
        "scope": "person",
        "urgency": "normal",
        "submission": str(uuid4()),
        "csrfmiddlewaretoken": TOKEN,
    }
    head = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", f"/portal/ask/{CATEGORY}", urlencode(said | answers), head)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise RuntimeError(f"the form was not taken: {answer.status}")


def _typed(one: FormField) -> str:
    return one.options[0]["value"] if one.type == FieldType.CHOICE else TYPED.get(FieldType(one.type), "M404")
