import json

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.ground.channels.models import OutboundMessage
from bihuan.ground.people.audience import audience_of
from bihuan.ground.people.rights import Right
from bihuan.kit.files.models import File
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Enclosed, Entry, Escalation, Resolution, Ticket
from bihuan.tickets.tests.cast import a_category, a_ticket, assigned, at, person, stamp, team
from bihuan.tickets.urls import urlpatterns

pytestmark = [pytest.mark.django_db, pytest.mark.urls("bihuan.tickets.tests.urls")]

PARTS = {"pk": 1, "key": "x", "name": "x"}
ROLES = ["林", "路人", "陈", "王", "周", "赵"]


def client(who: str | None = "陈") -> Client:
    """Return a browser in which a fragment asks, so that refusals and strangers are told as such."""
    browser = Client(headers={"HX-Request": "true"})
    if who:
        browser.force_login(person(who))
    return browser


def address(door: str, ticket: Ticket | str, /, **more: object) -> str:
    number = ticket if isinstance(ticket, str) else ticket.number
    pattern = next(one for one in urlpatterns if one.name == door)
    wanted = {"number": number} | PARTS | more
    return reverse(door, kwargs={key: wanted[key] for key in pattern.pattern.converters})


def methods_of(name: str) -> str:
    return "GET" if name in ("ticket-file", "ticket-entry-frame") else "POST"


@pytest.mark.parametrize("name", [one.name for one in urlpatterns])
def test_a_stranger_is_sent_to_the_log_in_from_every_door(name):
    answer = client(None).generic(methods_of(name), address(name, a_ticket()))

    assert answer.status_code == 401


@pytest.mark.parametrize("name", [one.name for one in urlpatterns])
def test_a_door_that_does_not_open_is_no_door_and_a_ticket_that_may_not_be_seen_is_no_ticket(name):
    ticket = assigned(a_ticket())
    audience = audience_of(next(one for one in urlpatterns if one.name == name).callback)

    for who in ROLES:
        may_enter = not isinstance(audience, Right) or person(who).may(audience)
        browser = client(who)
        answer = browser.generic(methods_of(name), address(name, ticket))
        unknown = browser.generic(methods_of(name), address(name, "IT-00000000-0000"))

        assert answer.status_code in ((204, 404, 409, 422) if may_enter else (404,)), who
        assert unknown.status_code == 404, who


@pytest.mark.parametrize("name", [one.name for one in urlpatterns if methods_of(one.name) == "POST"])
def test_looking_at_a_verb_changes_nothing(name):
    ticket = assigned(a_ticket())

    answer = client().get(address(name, ticket))

    assert answer.status_code == 405


def test_a_verb_done_tells_the_open_page_which_ticket_changed():
    ticket = assigned(a_ticket())

    answer = client().post(address("ticket-notes", ticket), {"text": "看过了"})

    assert answer.status_code == 204
    assert json.loads(answer["HX-Trigger"]) == {"ticket-changed": {"number": ticket.number}}
    assert ticket.entries.order_by("pk").last().text == "看过了"


@pytest.mark.requirement("SEC-060")
def test_what_is_done_through_a_door_is_signed_by_who_is_signed_in_and_by_nobody_the_form_names():
    ticket = assigned(a_ticket())

    client().post(
        address("ticket-notes", ticket),
        {"text": "x", "by": person("王").pk, "at": "2020-01-01", "via": "email"},
    )

    entry = ticket.entries.order_by("pk").last()
    assert (entry.by, entry.via) == (person("陈"), "web")
    assert entry.at.year > 2020


@pytest.mark.parametrize("name", ["ticket-replies", "ticket-notes"])
def test_an_empty_form_is_refused_with_the_field_that_lacks(name):
    ticket = assigned(a_ticket())
    entries = ticket.entries.count()

    answer = client().post(address(name, ticket), {"text": " \x00 "})

    assert answer.status_code == 422
    assert ticket.entries.count() == entries


@pytest.mark.requirement("SLA-04")
def test_a_reply_with_which_the_ticket_cannot_wait_is_not_sent_either():
    ticket = a_ticket()  # nobody has it in progress

    answer = client().post(address("ticket-replies", ticket), {"text": "请问型号？", "then": "wait"})

    assert answer.status_code == 409
    assert not OutboundMessage.objects.exists()


@pytest.mark.requirement("SLA-04")
def test_a_reply_may_let_the_ticket_wait_for_the_answer():
    ticket = assigned(a_ticket())

    client().post(address("ticket-replies", ticket), {"text": "请问型号？", "then": "wait"})

    ticket.refresh_from_db()
    assert ticket.state == State.WAITING


@pytest.mark.requirement("DIS-02")
def test_a_ticket_that_nobody_has_is_claimed_by_accepting_it_and_who_comes_second_takes_nothing():
    ticket = assigned(a_ticket())
    ticket.handler = None
    ticket.save()
    client().post(address("ticket-acceptance", ticket))

    client("王").post(address("ticket-acceptance", ticket))

    ticket.refresh_from_db()
    assert ticket.handler == person("陈")
    assert ticket.accepted_at is not None


@pytest.mark.requirement("SEC-047")
def test_a_ticket_is_given_to_members_of_the_team_only():
    ticket = assigned(a_ticket())
    person("王")

    wrong = client().post(address("ticket-assignment", ticket), {"team": "desktop", "handler": "chen"})
    right = client().post(
        address("ticket-assignment", ticket), {"team": "desktop", "handler": "wang", "why": "要拆机"}
    )

    ticket.refresh_from_db()
    assert (wrong.status_code, right.status_code) == (404, 204)
    assert (ticket.handler, ticket.history.last().why) == (person("王"), "要拆机")


@pytest.mark.requirement("WRK-02")
def test_a_step_of_the_check_list_is_written_down_with_its_own_words_and_time():
    ticket = assigned(a_ticket())

    client().post(address("ticket-attempts", ticket), {"step": "queue", "result": "no_effect", "text": "x"})

    attempt = ticket.attempts.get()
    assert (attempt.step, attempt.text, attempt.minutes, attempt.result) == (
        "queue",
        "清队列",
        5,
        "no_effect",
    )


@pytest.mark.parametrize(
    "form",
    [
        {"result": "helped"},
        {"text": "x", "result": "magic"},
        {"text": "x", "result": "helped", "minutes": "-1"},
        {"text": "x", "result": "helped", "minutes": "601"},
        {"text": "x", "result": "helped", "minutes": "five"},
        {"text": "x", "result": "helped", "minutes": "٥"},
        {"text": "x", "result": "helped", "minutes": "1e9"},
    ],
)
def test_an_attempt_that_makes_no_sense_is_refused(form):
    ticket = assigned(a_ticket())

    answer = client().post(address("ticket-attempts", ticket), form)

    assert answer.status_code in (409, 422)
    assert not ticket.attempts.exists()


def test_a_hold_is_begun_by_posting_and_ended_by_deleting():
    ticket = assigned(a_ticket())
    begun = client().post(address("ticket-hold", ticket), {"reason": "date", "wakes_at": "2099-01-01T09:00"})
    ticket.refresh_from_db()
    assert (begun.status_code, ticket.state) == (204, State.WAITING)

    client().delete(address("ticket-hold", ticket))

    ticket.refresh_from_db()
    assert ticket.state == State.IN_PROGRESS


@pytest.mark.parametrize("wakes_at", ["", "2020-01-01T09:00", "soon", "2026-13-01T00:00"])
def test_whoever_puts_a_ticket_aside_says_a_moment_that_is_still_to_come(wakes_at):
    ticket = assigned(a_ticket())

    answer = client().post(address("ticket-hold", ticket), {"reason": "date", "wakes_at": wakes_at})

    assert answer.status_code in (409, 422)
    assert not ticket.holds.exists()


@pytest.mark.requirement("WRK-03")
def test_an_escalation_is_sent_back_once():
    ticket = assigned(a_ticket())
    escalation = Escalation.make(
        ticket, to_team=team("desktop"), reason="要拆机", untried_because="机器被锁", stamp=stamp("10:00")
    )
    assigned(ticket, to="王", clock="10:01")
    where = address("ticket-escalation", ticket, pk=escalation.pk)

    answers = [client("王").post(where, {"why": why}).status_code for why in ("", "先清队列", "再来一次")]

    assert answers == [409, 204, 404]


@pytest.mark.requirement("SEC-046", "SEC-048")
def test_an_escalation_of_another_ticket_is_not_found_on_this_one():
    other = assigned(a_ticket())
    escalation = Escalation.make(
        other, to_team=team("desktop"), reason="要拆机", untried_because="机器被锁", stamp=stamp("10:00")
    )
    assigned(other, to="王", clock="10:01")

    answer = client("王").post(
        address("ticket-escalation", assigned(a_ticket()), pk=escalation.pk), {"why": "x"}
    )

    assert answer.status_code == 404


@pytest.mark.requirement("CLS-02")
def test_a_solved_ticket_can_be_completed_and_what_the_form_does_not_name_stays():
    ticket = assigned(a_ticket())
    client().post(
        address("ticket-resolution", ticket), {"solution": "换件", "cause": "磨损", "spent_minutes": "30"}
    )

    client().post(address("ticket-resolution", ticket), {"verification": "试打百页", "spent_minutes": "5"})

    resolution = ticket.resolutions.get()
    assert (resolution.solution, resolution.cause, resolution.verification) == ("换件", "磨损", "试打百页")
    assert sum(ticket.time_spent.values_list("minutes", flat=True)) == 35


@pytest.mark.requirement("SEC-060")
def test_only_what_the_category_asks_is_filled_in():
    ticket = assigned(a_ticket())

    client().post(
        address("ticket-answers", ticket), {"answer-device": "M428", "answer-evil": "x", "state": "closed"}
    )

    ticket.refresh_from_db()
    assert (ticket.answers, ticket.state) == ({"device": "M428"}, State.IN_PROGRESS)


@pytest.mark.requirement("REC-07")
def test_only_fields_of_the_category_are_asked_for():
    ticket = assigned(a_ticket())
    a_category()

    client().post(address("ticket-questions", ticket), {"field": ["device", "evil"], "text": "请问型号？"})

    assert list(ticket.questions.values_list("key", flat=True)) == ["device"]


def a_file(kind: str, name: str = "x.svg", content: bytes = b"<svg/>") -> tuple[Ticket, str]:
    ticket = assigned(a_ticket())
    file = File.keep(name, content, by=None, at=at("09:00"))
    write = {"note": Entry.note, "answer": Entry.answer}[kind]
    write(ticket, text="见附件", files=[Enclosed(file)], stamp=stamp("09:10", by="林"))
    return ticket, file.key


@pytest.mark.requirement("SEC-005")
@pytest.mark.parametrize(
    "query", ["", "?s=1", "?inline=1&type=text/html", "?disposition=inline", "?__proto__[x]=1"]
)
@pytest.mark.parametrize("name", ["x.svg", "x.html", "x.png"])
def test_no_query_and_no_name_in_the_address_decides_how_it_leaves(query, name):
    ticket, key = a_file("answer")

    answer = client().get(address("ticket-file", ticket, key=key, name=name) + query)

    assert answer["Content-Disposition"] == 'attachment; filename="x.svg"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.requirement("SEC-054")
@pytest.mark.parametrize(("who", "may"), [("林", True), ("路人", False), ("周", False), ("陈", True)])
def test_a_file_of_the_conversation_is_for_who_may_see_the_ticket(who, may):
    ticket, key = a_file("answer")

    assert client(who).get(address("ticket-file", ticket, key=key)).status_code == (200 if may else 404)


@pytest.mark.requirement("SEC-062")
@pytest.mark.parametrize(("who", "may"), [("林", False), ("赵", False), ("陈", True)])
def test_a_file_of_a_note_is_for_agents(who, may):
    ticket, key = a_file("note")

    assert client(who).get(address("ticket-file", ticket, key=key)).status_code == (200 if may else 404)


@pytest.mark.requirement("SEC-046")
def test_a_file_is_not_found_on_another_ticket_of_the_same_person():
    _, key = a_file("answer")

    assert client("林").get(address("ticket-file", a_ticket(), key=key)).status_code == 404


def test_the_frame_of_a_mail_is_for_who_sees_tickets_and_shows_no_note_to_who_is_no_agent():
    ticket = assigned(a_ticket())
    entry = Entry.note(ticket, text="x", html="<p>x</p>", stamp=stamp("09:10"))
    where = address("ticket-entry-frame", ticket, pk=entry.pk)

    assert [client(who).get(where).status_code for who in ROLES] == [404, 404, 200, 200, 404, 404]


def test_a_ticket_is_solved_through_its_door_and_closed_when_all_is_there():
    ticket = assigned(a_ticket())
    client().post(
        address("ticket-resolution", ticket),
        {"solution": "换件", "cause": "磨损", "verification": "试打", "spent_minutes": "30"},
    )
    assert client().post(address("ticket-closure", ticket)).status_code == 409
    Resolution.objects.update(knowledge="none_needed")
    ticket.confirmations.get().say_yes(stamp("12:00", by="林"))

    assert client().post(address("ticket-closure", ticket)).status_code == 204
    assert client().post(address("ticket-reopening", ticket), {"why": "又坏了"}).status_code == 204
    ticket.refresh_from_db()
    assert ticket.state == State.IN_PROGRESS
