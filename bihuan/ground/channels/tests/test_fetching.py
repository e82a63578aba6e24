import imaplib

import pytest

from bihuan.ground.channels.email.fetching import AT_ONCE, fetch_new
from bihuan.ground.channels.models import InboundMessage, Mailbox
from bihuan.ground.channels.tests.cast import mailbox
from bihuan.ground.channels.tests.folder import Folder

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INT-09")]


def kept() -> list[str]:
    return [
        bytes(message.raw).rpartition(b" ")[2].decode() for message in InboundMessage.objects.order_by("pk")
    ]


def box() -> Mailbox:
    """Return the desk's box as a watch that has just begun reads it."""
    mailbox()
    return Mailbox.objects.get()


def test_a_folder_seen_for_the_first_time_gives_its_unread_messages_oldest_first():
    folder = Folder()
    folder.put(1, 2, 4, is_seen=True)
    folder.put(3, 5)

    assert fetch_new(folder, box()) == 2
    assert kept() == ["3", "5"]


def test_what_somebody_had_read_by_then_stays_no_news():
    folder = Folder()
    folder.put(1)
    folder.put(2, 3, 4, is_seen=True)
    fetch_new(folder, box())

    folder.put(5)
    fetch_new(folder, box())
    fetch_new(folder, box())

    assert kept() == ["1", "5"]


def test_a_folder_in_which_all_was_read_gives_what_comes_from_now_on():
    folder = Folder()
    folder.put(1, 2, is_seen=True)
    fetch_new(folder, box())
    folder.put(3)

    assert fetch_new(folder, box()) == 1
    assert kept() == ["3"]


def test_an_empty_folder_is_no_trouble():
    assert fetch_new(Folder(), box()) == 0
    folder = Folder()
    folder.put(1)

    assert fetch_new(folder, box()) == 1


def test_what_comes_is_kept_even_if_somebody_reads_it_before_us():
    folder = Folder()
    fetch_new(folder, box())
    folder.put(1, is_seen=True)

    assert fetch_new(folder, box()) == 1


def test_nothing_is_asked_for_twice():
    folder = Folder()
    folder.put(1, 2)
    fetch_new(folder, box())
    folder.fetched.clear()

    assert fetch_new(folder, box()) == 0
    assert folder.fetched == []


def test_what_was_kept_is_marked_as_read_on_the_server_and_nothing_else():
    folder = Folder()
    folder.put(1, 2)
    folder.fails_at = 2

    with pytest.raises(OSError, match="broke"):
        fetch_new(folder, box())
    assert not any(message.is_seen for message in folder.messages.values())

    fetch_new(folder, box())
    assert all(message.is_seen for message in folder.messages.values())


def test_a_connection_that_breaks_loses_nothing_and_keeps_nothing_twice():
    folder = Folder()
    uids = range(1, 3 * AT_ONCE + 1)
    folder.put(*uids)
    folder.put(1000, is_seen=True)
    folder.fails_at = 2 * AT_ONCE + 5

    with pytest.raises(OSError, match="broke"):
        fetch_new(folder, box())
    fetch_new(folder, box())

    assert kept() == [str(uid) for uid in uids]


def test_a_watch_that_was_cut_off_later_goes_on_where_it_was():
    folder = Folder()
    fetch_new(folder, box())
    folder.put(*range(1, 2 * AT_ONCE + 1))
    folder.fails_at = AT_ONCE + 1

    with pytest.raises(OSError, match="broke"):
        fetch_new(folder, box())
    folder.fetched.clear()
    fetch_new(folder, box())

    assert folder.fetched[0][0] == AT_ONCE + 1
    assert kept() == [str(uid) for uid in range(1, 2 * AT_ONCE + 1)]


def test_a_folder_that_was_renumbered_is_read_again_and_what_is_known_is_kept_once():
    folder = Folder()
    folder.put(1, 2)
    fetch_new(folder, box())
    folder.put(3)

    folder.renumber(by=100)
    assert fetch_new(folder, box()) == 1
    folder.put(104)
    assert fetch_new(folder, box()) == 1

    assert kept() == ["1", "2", "3", "104"]


def test_numbers_that_begin_anew_hide_no_new_message():
    folder = Folder()
    folder.put(500)
    fetch_new(folder, box())

    folder.messages, folder.validity = {}, 2
    folder.put(1, 2)

    assert fetch_new(folder, box()) == 2


def test_of_a_message_that_is_too_large_the_head_alone_is_fetched_and_its_size_is_told(settings):
    settings.MAX_MESSAGE_BYTES = 20
    folder = Folder()
    folder.put(1)

    fetch_new(folder, box())

    message = InboundMessage.objects.get()
    assert bytes(message.raw) == b"Subject: 1\n\n"
    assert message.size_bytes == len(folder.messages[1].raw)
    assert folder.fetched == [(1, "(BODY.PEEK[HEADER])")]


def test_a_message_that_somebody_removed_meanwhile_is_passed():
    folder = Folder()
    folder.put(1, 2)
    folder.uids = lambda criteria: ["1", "2", "3"] if criteria != "ALL" else ["2"]

    assert fetch_new(folder, box()) == 2


def test_a_message_that_the_server_keeps_back_is_not_passed_over():
    folder = Folder()
    fetch_new(folder, box())
    folder.put(1, 2)
    folder.refuses = {1}

    with pytest.raises(imaplib.IMAP4.error, match="would not fetch 1"):
        fetch_new(folder, box())
    folder.refuses = set()
    fetch_new(folder, box())

    assert kept() == ["1", "2"]


def test_a_fetch_that_worked_is_noted():
    mine = box()
    Mailbox.objects.update(problem="could not")

    fetch_new(Folder(), mine)

    mine.refresh_from_db()
    assert mine.problem == ""
    assert mine.fetched_at is not None
