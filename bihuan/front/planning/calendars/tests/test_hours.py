import pytest

from bihuan.front.planning.calendars.hours import HoursWrong, read_hours, written


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", []),
        ("08:30-12:00, 13:30-18:00", [["08:30", "12:00"], ["13:30", "18:00"]]),
        ("13：30 — 18：00；8.30至12.00", [["08:30", "12:00"], ["13:30", "18:00"]]),
        ("22:00-06:00", [["22:00", "06:00"]]),
        ("00:00-24:00", [["00:00", "24:00"]]),
        ("18:00-00:00", [["18:00", "24:00"]]),
        ("9:00到12:00 13:00~17:00", [["09:00", "12:00"], ["13:00", "17:00"]]),
    ],
)
def test_hours_are_read_as_people_write_them(text, pairs):
    assert read_hours(text) == pairs
    assert read_hours(written(pairs)) == pairs


@pytest.mark.parametrize(
    ("text", "code", "piece"),
    [
        ("08:30-12:00, all day", "no-shift", "all"),
        ("08:30", "no-shift", "08:30"),
        ("08:30-12:60", "no-time", "08:30-12:60"),
        ("24:00-25:00", "no-time", "24:00-25:00"),
        ("09:00-09:00", "no-length", "09:00-09:00"),
        ("08:30-12:00, 11:00-18:00", "overlap", "11:00-18:00"),
        ("20:00-04:00, 22:00-23:00", "overlap", "22:00-23:00"),
    ],
)
def test_hours_that_are_none_say_which_part_is_meant(text, code, piece):
    with pytest.raises(HoursWrong) as refused:
        read_hours(text)

    assert (refused.value.code, refused.value.piece) == (code, piece)
