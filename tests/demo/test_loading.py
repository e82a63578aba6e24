"""The demo company on a desk: loaded once, whole and at peace with itself, and put back to its first day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db.models import Count, F, Model, Q
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from bihuan.flow.intake.drains import receive_next
from bihuan.flow.intake.taking import take
from bihuan.flow.sla.clockwork import RULING
from bihuan.flow.sla.models import Alarm, Clock
from bihuan.front.ops.deliver import deliver
from bihuan.front.ops.demo import loading
from bihuan.front.ops.demo.loading import PASSWORD, NotADemo, load, reset, welcome
from bihuan.front.ops.demo.samples.make import FOLDER
from bihuan.ground.channels.email.reading.limited import LimitedReader
from bihuan.ground.channels.models import OutboundMessage, Purpose
from bihuan.ground.duty.models import Rota
from bihuan.ground.notices.models import Notice
from bihuan.ground.people.models import DemoCompany, Department, Grant, Membership, Person
from bihuan.ground.search.finding import find
from bihuan.ground.search.models import DocKind, SearchDoc
from bihuan.practices.knowledge.models import Article, ArticleState
from bihuan.practices.surveys.models import Survey
from bihuan.steering.insights.figures import FIGURES, Period, measure
from bihuan.tickets.lifecycle import MOVES, OPEN, State
from bihuan.tickets.models import Assignment, DayBegan, Hold, Ticket, TicketEvent
from bihuan.tickets.silence import count_due

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 19, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TICKETS = 500
MOVED_BY = {  # event → the state that it leaves a ticket in, whatever it was before
    "ticket.filed": State.NEW,
    "ticket.held": State.WAITING,
    "ticket.resumed": State.IN_PROGRESS,
    "ticket.solved": State.RESOLVED,
    "ticket.confirmed": State.CONFIRMED,
    "ticket.closed": State.CLOSED,
    "ticket.reopened": State.IN_PROGRESS,
    "ticket.withdrawn": State.WITHDRAWN,
    "ticket.turned_away": State.TURNED_AWAY,
}


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the company once for all tests here, each of which is rolled back to it."""
    with django_db_blocker.unblock():
        loading.remove_everybody()  # which has keys begin with one, whatever other tests did before
        deliver()
        load(at=NOW, tickets=TICKETS)
        yield
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)


@pytest.mark.usefixtures("loaded")
class TestLoaded:
    def test_the_company_is_there_with_its_desk(self) -> None:
        agents = Person.objects.filter(grants__isnull=False).distinct()

        assert Person.objects.count() == 300
        assert agents.count() == 24
        assert Department.objects.filter(parent=None).count() == 1
        assert Membership.objects.values("team").distinct().count() == 5
        assert Rota.objects.values("team").distinct().count() == 5
        assert Article.objects.filter(state=ArticleState.PUBLISHED).count() == 60
        assert Ticket.objects.count() == TICKETS

    @pytest.mark.parametrize("username", ["linjingyi", "chensiyuan", "wangjianning", "luohaifeng"])
    def test_whoever_is_named_may_sign_in_with_the_password_that_is_told(self, username: str) -> None:
        answer = Client().post(reverse("account_login"), {"login": username, "password": PASSWORD})

        assert answer.status_code == 302
        assert any(username in line for line in welcome())
        assert PASSWORD in welcome()[0]

    def test_the_marker_names_the_log_ins_of_each_role(self) -> None:
        demo = DemoCompany.objects.get()

        roles = {one["role"] for one in demo.logins}

        assert roles == {"", *Grant.objects.values_list("role", flat=True)}
        assert demo.loaded_at == NOW

    def test_loading_again_does_nothing(self) -> None:
        before = newest()

        load(at=NOW + timedelta(days=1))

        assert newest() == before

    def test_the_queue_is_alive(self) -> None:
        states = dict(Ticket.objects.values_list("state").annotate(n=Count("pk")))

        assert {State.IN_PROGRESS, State.WAITING, State.RESOLVED, State.CLOSED} <= set(states)
        assert 5 <= sum(states.get(state, 0) for state in OPEN) <= 40
        assert Ticket.objects.filter(state__in=OPEN, due_at__gt=NOW).exists()
        assert Notice.objects.unseen().exists()

    def test_nothing_is_due_that_the_worker_would_have_to_make_up_for(self) -> None:
        assert not Alarm.objects.to_fire(NOW).exists()
        assert not Hold.objects.to_wake(NOW).exists()
        assert not OutboundMessage.objects.waiting().exists()
        assert not OutboundMessage.objects.filter(purpose=Purpose.NOTICE).exists()
        assert count_due(NOW) == 0

    def test_nothing_lies_ahead_of_the_moment_of_loading(self) -> None:
        assert not Ticket.objects.filter(Q(changed_at__gt=NOW) | Q(filed_at__gt=NOW)).exists()
        assert not TicketEvent.objects.filter(at__gt=NOW).exists()
        assert not Notice.objects.filter(Q(at__gt=NOW) | Q(seen_at__gt=NOW)).exists()
        assert not OutboundMessage.objects.filter(sent_at__gt=NOW).exists()

    def test_a_ticket_is_in_the_state_that_its_history_tells(self) -> None:
        for ticket in Ticket.objects.prefetch_related("history"):
            told = State.NEW
            for event in sorted(ticket.history.all(), key=lambda event: event.pk):
                moved = MOVED_BY.get(event.kind, told)
                if event.kind == "ticket.assigned" and event.facts["handler"] and told is State.NEW:
                    moved = State.IN_PROGRESS
                assert moved is told or moved in MOVES[told], ticket.number
                told = moved
            assert ticket.state == told, ticket.number

    def test_history_and_keys_run_with_time(self) -> None:
        for model, moment in ((TicketEvent, "at"), (Ticket, "filed_at"), (Notice, "at")):
            moments = list(model.objects.order_by("pk").values_list(moment, flat=True))  # type: ignore[attr-defined]
            assert moments == sorted(moments)

    def test_what_stands_on_a_ticket_is_what_stands_in_its_rows(self) -> None:
        for ticket in Ticket.objects.prefetch_related("assignments", "clocks", "holds"):
            current = [one for one in ticket.assignments.all() if one.until is None]
            assert [(one.team_id, one.handler_id) for one in current] == [(ticket.team_id, ticket.handler_id)]
            assert (ticket.state == State.WAITING) == any(one.until is None for one in ticket.holds.all())
            running = [clock for clock in ticket.clocks.all() if clock.settled_at is None and clock.due_at]
            ruling = [clock.due_at for clock in running if clock.promise in RULING]
            assert ticket.due_at == min(filter(None, ruling), default=None)
            assert bool(running) <= ticket.is_open

    def test_whoever_was_chosen_stands_first_among_those_weighed(self) -> None:
        weighed = Assignment.objects.exclude(reasons={}).exclude(handler=None)

        assert weighed.count() > TICKETS / 2
        assert all(one.reasons["candidates"][0]["person"] == one.handler_id for one in weighed)

    def test_promises_were_kept_mostly_and_broken_sometimes(self) -> None:
        for promise in ("first_contact", "acceptance", "resolution"):
            settled = Clock.objects.settled().filter(promise=promise)
            late = settled.filter(settled_at__gt=F("due_at")).count() / settled.count()
            assert 0.01 <= late <= 0.2, promise

    def test_the_figures_are_there(self) -> None:
        period = Period(NOW - loading.PERIOD, NOW)

        shares = {one.key: measure(one, Ticket.objects.all(), period).share for one in FIGURES}

        assert all(share is not None for share in shares.values())
        assert Survey.objects.answered().count() > TICKETS / 4

    def test_a_ticket_is_found_by_its_words(self) -> None:
        docs = SearchDoc.objects.all()

        tickets, articles = docs.of_kind(DocKind.TICKET), docs.of_kind(DocKind.ARTICLE)

        assert find(tickets, "打印机").count > 5
        assert find(articles, "VPN").count > 2
        assert tickets.count() == TICKETS

    @pytest.mark.parametrize("page", ["home", "figures", "library"])
    def test_pages_show_the_company(self, page: str) -> None:
        client = Client()
        client.force_login(Person.objects.get(username="yeqinghe"))

        assert client.get(reverse(page), follow=True).status_code == 200

    def test_a_colleague_finds_his_or_her_requests(self) -> None:
        client, person = Client(), Person.objects.get(username="linjingyi")
        client.force_login(person)
        ticket = Ticket.objects.of(person).order_by("-pk")[0]

        listed, shown = client.get("/portal/tickets"), client.get(f"/portal/tickets/{ticket.number}")

        assert ticket.number in listed.content.decode()
        assert shown.status_code == 200

    @pytest.mark.requirement("REC-01")
    def test_a_mail_that_comes_now_gets_the_next_number_and_a_handler(self) -> None:
        last = Ticket.objects.order_by("-pk")[0]
        at = NOW + timedelta(minutes=1)

        take((FOLDER / "printer.eml").read_bytes(), at=at, address="")
        reader = LimitedReader(message_bytes=10_000_000)
        receive_next(reader, at)
        reader.close()

        ticket = Ticket.objects.order_by("-pk")[0]
        assert ticket.pk > last.pk
        assert ticket.number == f"IT-20261119-{int(last.number[-4:]) + 1:04}"
        assert ticket.person.username == "linjingyi"
        assert ticket.handler is not None
        assert ticket.category is not None
        assert ticket.category.code == "hardware.printer"

    def test_resetting_brings_the_first_day_back(self) -> None:
        before = first_day()
        Ticket.objects.update(title="changed")
        Person.objects.filter(username="chensiyuan").update(name="changed")

        reset(at=NOW, tickets=TICKETS)

        assert first_day() == before
        assert [one.pk for one in Ticket.objects.order_by("pk")[:3]] == [1, 2, 3]

    def test_another_day_tells_the_same_kind_of_story_up_to_that_day(self) -> None:
        reset(at=NOW + timedelta(days=3), tickets=60)

        assert Ticket.objects.count() == 60
        assert DayBegan.objects.count() > 10
        assert Ticket.objects.order_by("-filed_at")[0].filed_at > NOW - timedelta(days=20)


def test_a_desk_with_people_of_its_own_is_left_alone() -> None:
    loading.remove_everybody()
    deliver()
    Person.objects.create(username="somebody", name="某人", joined_at=datetime.now(UTC))

    for act in (load, reset):
        with pytest.raises(NotADemo):
            act(tickets=5)

    assert Person.objects.get().username == "somebody"
    assert welcome() == ()


def newest() -> list[int]:
    models: tuple[type[Model], ...] = (Person, Ticket, TicketEvent, Notice, Article)
    return [model._default_manager.order_by("-pk").values_list("pk", flat=True)[0] for model in models]


def first_day() -> list[list[Any]]:
    """Return what is told anew in the same way each time, the secrets apart."""
    return [
        list(Person.objects.order_by("pk").values_list("pk", "username", "name", "phone")),
        list(Article.objects.order_by("pk").values_list("number", "written_by", "written_at")),
        list(Ticket.objects.order_by("pk").values_list("number", "title", "state", "handler", "due_at")),
        list(TicketEvent.objects.order_by("pk").values_list("ticket", "kind", "at", "by", "facts")),
        list(Notice.objects.order_by("pk").values_list("to", "title", "at", "seen_at")),
        list(Survey.objects.order_by("pk").values_list("ticket", "overall", "words")),
    ]
