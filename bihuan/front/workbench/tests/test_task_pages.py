"""Work across departments, as the desk sees it: the panel on the ticket, the dialogs, the hub."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bihuan.front.home.tests.looking import LOOKS, faults_of
from bihuan.front.workbench.tests.cast import FRAGMENT, a_ticket, chens, person, signed, signed_in
from bihuan.ground.calendars.delivering import deliver as deliver_calendars
from bihuan.ground.people.tests.cast import team
from bihuan.tickets.models import Outcome, Task, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def experts(db):
    deliver_calendars()
    person("王")


def a_task(ticket: Ticket, what: str = "开通端口", minutes: int = 60, to: str = "desktop") -> Task:
    """Return a task that was given two hours ago and is due in so many minutes."""
    contact = person("王") if to == "desktop" else None
    task = Task.give(
        ticket,
        what=what,
        team=team(to),
        contact=contact,
        due_at=timezone.now() + timedelta(minutes=60),
        stamp=signed("陈", 40),
    )
    due_at = timezone.now() + timedelta(minutes=minutes)
    Task.objects.filter(pk=task.pk).update(due_at=due_at, remind_at=due_at)
    return task


def shown(name: str, address: str) -> str:
    answer = signed_in(name).get(address, **FRAGMENT)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.requirement("DIS-05")
def test_a_task_is_given_on_the_ticket_and_stands_on_its_panel():
    ticket = chens(a_ticket())
    due = f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    form = shown("陈", f"/desk/tickets/{ticket.number}/asking/task?team=desktop")

    told = {"what": "开通端口", "team": "desktop", "contact": "wang", "due_at": due, "due_words": "开门以前"}
    answer = signed_in("陈").post(f"/desk/tickets/{ticket.number}/tasks", told, **FRAGMENT)

    assert answer.status_code == 204
    assert 'value="wang"' in form
    panel = shown("王", f"/desk/tickets/{ticket.number}/beside")
    assert "开通端口" in panel
    assert "开门以前" in panel
    assert f"/desk/tasks/{Task.objects.get().pk}?what=done" in panel


def test_what_a_task_lacks_is_said_beside_the_fields():
    ticket = chens(a_ticket())

    answer = signed_in("陈").post(f"/desk/tickets/{ticket.number}/tasks", {"team": "desktop"}, **FRAGMENT)

    assert answer.status_code == 409
    assert not Task.objects.exists()


@pytest.mark.requirement("DIS-05")
def test_those_of_the_team_end_it_with_a_note_and_others_are_not_offered_to():
    ticket = chens(a_ticket())
    task = a_task(ticket)

    panel = shown("陈", f"/desk/tickets/{ticket.number}/beside")
    refused = signed_in("陈").post(f"/desk/tasks/{task.pk}/completion", {"note": "好了"}, **FRAGMENT)
    done = signed_in("王").post(f"/desk/tasks/{task.pk}/completion", {"note": "端口已开"}, **FRAGMENT)

    assert f"/desk/tasks/{task.pk}?what=done" not in panel
    assert f"/desk/tasks/{task.pk}?what=waive" in panel
    assert (refused.status_code, done.status_code) == (403, 204)
    assert "端口已开" in shown("陈", f"/desk/tickets/{ticket.number}/beside")
    assert "完成了任务" in shown("陈", f"/desk/tickets/{ticket.number}/main")


def test_a_task_is_passed_on_and_waived_from_its_dialogs():
    task = a_task(chens(a_ticket()))
    due = f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    client = signed_in("陈")

    form = shown("陈", f"/desk/tasks/{task.pk}?what=change&team=desk")
    moved = client.post(f"/desk/tasks/{task.pk}", {"team": "desk", "due_at": due}, **FRAGMENT)
    waived = client.post(f"/desk/tasks/{task.pk}/waiver", {"why": "不用了"}, **FRAGMENT)

    task.refresh_from_db()
    assert 'value="chen"' in form
    assert (moved.status_code, waived.status_code) == (204, 204)
    assert (task.team, task.contact, task.outcome) == (team("desk"), None, Outcome.WAIVED)


@pytest.mark.requirement("DIS-05")
def test_the_hub_shows_what_slips_first_and_how_much_by_team():
    ticket = chens(a_ticket())
    a_task(ticket, "还有时间", 60)
    a_task(ticket, "已经晚了", -30)
    a_task(ticket, "通知二楼", 90, to="desk")

    page = shown("王", "/desk/tasks")

    assert page.index("已经晚了") < page.index("还有时间") < page.index("通知二楼")
    assert "逾期1" in page
    assert ticket.number in page


@pytest.mark.requirement("DIS-05")
def test_the_hub_is_narrowed_to_a_team_to_mine_and_to_what_i_follow():
    ticket = chens(a_ticket())
    a_task(ticket, "开通端口")
    a_task(ticket, "通知二楼", to="desk")

    def among(name: str, query: str) -> list[bool]:
        page = shown(name, f"/desk/tasks?{query}")
        return [what in page for what in ("开通端口", "通知二楼")]

    assert among("陈", "team=desk") == [False, True]
    assert among("陈", "whose=mine") == [False, True]
    assert among("王", "whose=mine") == [True, False]
    assert among("陈", "whose=followed") == [True, True]
    assert among("王", "whose=followed") == [False, False]


def test_the_hub_costs_the_same_however_many_tasks_there_are(django_assert_max_num_queries):
    for nth in range(3):
        a_task(chens(a_ticket()), f"第{nth}项")
    client = signed_in("陈")
    client.get("/desk/tasks", **FRAGMENT)

    with django_assert_max_num_queries(6):
        page = client.get("/desk/tasks", **FRAGMENT).content.decode()

    assert "第2项" in page


@pytest.mark.requirement("DIS-05")
def test_who_asked_sees_nothing_of_tasks():
    ticket = chens(a_ticket())
    task = a_task(ticket, "机密的任务")
    client = signed_in("林")

    assert client.get("/desk/tasks").status_code == 404
    assert client.get(f"/desk/tasks/{task.pk}").status_code == 404
    assert "机密的任务" not in client.get(f"/portal/tickets/{ticket.number}").content.decode()


@pytest.mark.needs("chromium")
@pytest.mark.needs("fonts")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", LOOKS)
def test_tasks_can_be_read_by_all_and_given_by_keyboard(window, look):
    ticket = chens(a_ticket())
    late = a_task(ticket, "核心交换机上为三楼打印机开通九千一百号端口，并在变更记录里登记", -90)
    a_task(ticket, "通知二楼的同事改用备用打印机", 90, to="desk").waive(why="已口头通知", stamp=signed("陈"))
    page = window.open(look, person("陈"))

    for address in (
        "/desk/tasks",
        f"/desk/tasks/{late.pk}?what=change",
        f"/desk/tickets/{ticket.number}/asking/task",
    ):
        page.goto(address)
        assert (address, faults_of(page)) == (address, [])
    page.goto(f"/desk/tickets/{ticket.number}")
    page.wait_for_selector("#p-tasks", state="attached")
    assert faults_of(page) == []
    if "phone" not in look:
        page.keyboard.press("g")
        page.wait_for_selector("#asking-dialog[open] #f-what")
        page.keyboard.type("换一根网线")
        page.locator("#f-what").press("Control+Enter")
        expect(page.locator("#p-tasks")).to_contain_text("换一根网线")
