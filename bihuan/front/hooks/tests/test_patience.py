from datetime import timedelta

from bihuan.front.hooks.patience import BACK_OFF, is_paused_by, next_try_in, rest_after


def test_a_delivery_waits_longer_each_time_and_is_given_up():
    waits = [next_try_in(attempts) for attempts in range(1, len(BACK_OFF) + 2)]

    assert waits == [*sorted(BACK_OFF), None]


def test_an_address_rests_twice_as_long_each_time_up_to_a_bound_and_is_paused_after_some_hours():
    rests = [rest_after(failures) for failures in range(1, 20)]

    assert rests[:3] == [timedelta(seconds=10), timedelta(seconds=20), timedelta(seconds=40)]
    assert max(rests) == timedelta(minutes=15)
    assert timedelta(hours=3) < sum(rests, timedelta()) < timedelta(hours=6)
    assert [is_paused_by(failures) for failures in (19, 20)] == [False, True]
