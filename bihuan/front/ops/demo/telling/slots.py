"""What every text may name: the person, the desk, the place, the hour. Chinese and English have the same slots."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bihuan.front.ops.demo.company import ENGLISH, Colleague, Company

IsWorkday = Callable[[date], bool]
ROOMS = {
    "zh-hans": ("青禾厅", "观澜厅", "听雨厅", "望舒厅"),
    "en": ("Qinghe", "Guanlan", "Tingyu", "Wangshu"),
}
PLACE_CODES = {
    "A座": "A",
    "B座": "B",
    "一号厂房": "F1-",
    "二号厂房": "F2-",
    "物流园1号库": "W1-",
    "香港办事处": "HK-",
}
PLACES_ZH = {
    "Tower A": "A座",
    "Tower B": "B座",
    "Plant 1": "一号厂房",
    "Plant 2": "二号厂房",
    "Hong Kong office": "香港办事处",
}


@dataclass(frozen=True)
class Scene:
    """Who asks, who answers, and when."""

    person: Colleague
    handler: Colleague
    expert: Colleague
    filed_at: datetime
    language: str

    @property
    def usernames(self) -> tuple[str, str, str]:
        """Return those of handler, expert and person."""
        return self.handler.username, self.expert.username, self.person.username


def slots_of(scene: Scene, company: Company, is_workday: IsWorkday, rng: random.Random) -> dict[str, str]:
    """Return slot → text for this scene; the same for all its texts."""
    is_english = scene.language == ENGLISH
    times = (
        _times_en(scene.filed_at, is_workday, rng)
        if is_english
        else _times_zh(scene.filed_at, is_workday, rng)
    )
    names = _names(scene, company, is_english=is_english, rng=rng)
    place = _place(scene.person, rng)
    remote = " ".join(str(rng.randint(100, 999)) for _ in range(3))  # of the program for remote help
    room = rng.choice(ROOMS[scene.language])
    days = _days(scene.filed_at.date(), is_workday, is_english=is_english, rng=rng)
    numbers = {f"n{width}": f"{rng.randrange(10 ** (width - 1), 10**width)}" for width in (2, 3, 4)}
    return {**names, **place, **times, **days, **numbers, "room": room, "remote": remote}


def _names(scene: Scene, company: Company, *, is_english: bool, rng: random.Random) -> dict[str, str]:
    person = scene.person
    department = company.department_names[person.department][is_english]
    near = [c for c in company.askers if c.department == person.department and c != person]
    beside = [c for c in near if is_english or c.language == person.language]
    return {
        "name": person.name_en if is_english else person.name,
        "first": _first_name(person),
        "department": department,
        "extension": person.phone,
        "mobile": person.mobile,
        "staff_no": person.staff_no,
        "handler": _first_name(scene.handler) if is_english else scene.handler.name,
        "expert": _first_name(scene.expert) if is_english else scene.expert.name,
        "colleague": (lambda other: other.name_en if is_english else other.name)(rng.choice(beside)),
    }


def _first_name(person: Colleague) -> str:
    """Return how colleagues who write English call each other: Daniel, Wincy, but Siyuan of Chen Siyuan."""
    surname_first = not person.name.isascii() and person.language != ENGLISH
    return person.name_en.split(" ", 1)[1] if surname_first else person.name_en.rsplit(" ", 1)[0]


def _place(person: Colleague, rng: random.Random) -> dict[str, str]:
    building, _, floor = person.floor.partition(", floor ")
    name = PLACES_ZH.get(building, building)
    known = next(place for place in PLACE_CODES if name.startswith(place))
    number = floor or "".join(c for c in name.removeprefix(known) if c.isdigit())
    code = f"{PLACE_CODES[known]}{number}".rstrip("-")
    english = f"on floor {floor} of {building}" if floor else "in the Hong Kong office"
    return {
        "location": person.location,
        "floor": english if person.language == ENGLISH else person.floor,
        "printer": f"PR-{code}-0{rng.randint(1, 3)}",
        "port": f"{code}-D-{rng.randint(11, 148)}",
        "pc": f"YH-{rng.choice('LD')}{person.staff_no[2:]}",
        "asset": f"ZC-{rng.randint(2022, 2025)}-{person.staff_no[3:]}",
    }


def _times_zh(at: datetime, is_workday: IsWorkday, rng: random.Random) -> dict[str, str]:
    month = at.month
    due = _later(at)
    return {
        **_clock(at, rng),
        "month": f"{(month - 2) % 12 + 1}月",
        "this_month": f"{month}月",
        "next_month": f"{month % 12 + 1}月",
        "since": rng.choice(_since_zh(at, is_workday)),
        "later": f"{'上午' if due.hour < 12 else '下午'}{(due.hour - 1) % 12 + 1}点" if due else "明天上午",
        "today": f"{month}月{at.day}日",
    }


def _since_zh(at: datetime, is_workday: IsWorkday) -> list[str]:
    if not is_workday(at.date()):
        return ["今天", "昨天晚上"]
    morning = ["今天早上", "今天一上班", "今天上午" if at.hour >= 10 else "今天一早"]
    afternoon = ["今天下午" if at.hour >= 15 else "中午之后", "今天上午", "午休回来"]
    before = ["昨天下午"] if is_workday(at.date() - timedelta(days=1)) else []
    return ["刚才", "刚刚", *(morning if at.hour < 12 else afternoon), *before]


def _times_en(at: datetime, is_workday: IsWorkday, rng: random.Random) -> dict[str, str]:
    since = (
        ["just now", "about half an hour ago"] if is_workday(at.date()) else ["this weekend", "last night"]
    )
    if is_workday(at.date()):
        since.append("this morning" if at.hour < 13 or at.hour >= 15 else "after lunch")
    if is_workday(at.date() - timedelta(days=1)):
        since.append("yesterday afternoon")
    due = _later(at)
    later = f"{(due.hour - 1) % 12 + 1} {'am' if due.hour < 12 else 'pm'}" if due else "tomorrow morning"
    before = at.replace(day=1) - timedelta(days=1)
    after = (at.replace(day=28) + timedelta(days=7)).replace(day=1)
    common = {"month": f"{before:%B}", "this_month": f"{at:%B}", "next_month": f"{after:%B}"}
    daytime = "morning" if at.hour < 12 else "afternoon"
    return {
        **common,
        **_clock(at, rng),
        "since": rng.choice(since),
        "later": later,
        "today": f"{at.day} {at:%B}",
        "daytime": daytime,
    }


def _days(filed_on: date, is_workday: IsWorkday, *, is_english: bool, rng: random.Random) -> dict[str, str]:
    """Return a working day soon and one just past, as a date of a form and in words."""
    ahead = [day for n in range(2, 16) if is_workday(day := filed_on + timedelta(days=n))]
    past = [day for n in range(1, 9) if is_workday(day := filed_on - timedelta(days=n))]
    days = {"due": rng.choice(ahead[:7] or [filed_on]), "past": rng.choice(past[:4] or [filed_on])}
    words = {
        f"{name}_day": f"{day.day} {day:%B}" if is_english else f"{day.month}月{day.day}日"
        for name, day in days.items()
    }
    last_month = (filed_on.replace(day=1) - timedelta(days=1)).replace(day=5)
    words["old_date"] = last_month.isoformat()
    return words | {f"{name}_date": day.isoformat() for name, day in days.items()}


def _clock(at: datetime, rng: random.Random) -> dict[str, str]:
    """Return a moment shortly before, and the year and month as they stand in document numbers."""
    moment = at - timedelta(minutes=rng.randint(4, 45))
    return {
        "time": f"{moment:%H:%M}".lstrip("0"),
        "yymm": f"{at:%y%m}",
        "yymmdd": f"{at:%y%m%d}",
        "yyyy": f"{at:%Y}",
    }


def _later(at: datetime) -> datetime | None:
    """Return an hour of the same day to be ready by, or None where the day is nearly over."""
    hour = max(10, at.hour + 2)
    return at.replace(hour=hour + 1 if hour in (12, 13) else hour) if hour <= 17 else None
