"""Seven days, eight weeks, twelve months, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.store.backups.rotation import DAYS, MONTHS, WEEKS, kept

_NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
_MOST = 2 * (DAYS + WEEKS + MONTHS)

moments = st.datetimes(datetime(2020, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))
clocks = st.lists(
    st.one_of(
        st.timedeltas(timedelta(hours=1), timedelta(days=40)),
        st.timedeltas(timedelta(days=-3000), timedelta(0)),  # the clock jumps back
    ),
    max_size=60,
)


def test_a_year_of_daily_backups() -> None:
    every = [_NOW - timedelta(days=days) for days in range(800)]

    days = sorted({(_NOW - each).days for each in kept(every, _NOW)})

    assert days[:7] == [0, 1, 2, 3, 4, 5, 6]
    # Sundays before (28 November 2026 is a Saturday), then the last days of months.
    assert days[7:13] == [13, 20, 27, 28, 34, 41]
    assert len(days) == 7 + 6 + 11
    assert days[-1] == (_NOW - datetime(2025, 12, 31, 9, tzinfo=UTC)).days


def test_days_without_the_program_do_not_count() -> None:
    every = [_NOW - timedelta(days=90 * number) for number in range(5)]
    assert kept(every, _NOW) == set(every)


@given(st.sets(moments, max_size=80), moments)
def test_what_is_kept_holds_the_newest_and_stays_kept(every: set[datetime], now: datetime) -> None:
    found = kept(every, now)
    assert found <= every
    assert len(found) <= _MOST
    assert kept(found, now) == found
    past = {moment for moment in every if moment <= now}
    if past:
        assert max(past) in found
    for gone in past - found:  # its day, week and month have a newer one, or are long ago
        newer = [moment for moment in found if gone < moment <= now]
        assert len(newer) >= 1
        assert any(moment.date() == gone.date() for moment in newer) or len(newer) >= DAYS


@given(clocks)
def test_a_backup_that_was_just_made_stays_whatever_the_clock_did(steps: list[timedelta]) -> None:
    now, stored = _NOW, set[datetime]()
    for step in steps:
        try:
            now = now + step
        except OverflowError:
            continue
        stored = kept({*stored, now}, now)
        assert now in stored
        assert len(stored) <= _MOST
