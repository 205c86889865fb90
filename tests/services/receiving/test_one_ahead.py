"""Reading ahead: one thing while the one before it is worked on, and never more."""

from __future__ import annotations

from contextlib import closing
from threading import Event

import pytest

from gonghui_desktop.services.receiving.arrivals.one_ahead import one_ahead


def test_the_next_is_read_while_one_is_worked_on_and_a_fault_waits_for_its_turn() -> None:
    begun = [Event() for _ in range(4)]

    def read(number: int) -> int:
        begun[number].set()
        if number == 2:
            raise ValueError(number)
        return number

    with closing(one_ahead(read, range(4))) as found:
        assert next(found) == 0
        assert begun[1].wait(5)
        assert not begun[2].is_set()
        assert next(found) == 1
        assert begun[2].wait(5)
        with pytest.raises(ValueError, match="2"):
            next(found)
    assert not begun[3].is_set()


def test_nothing_is_read_of_nothing_and_who_stops_waits_for_what_is_read() -> None:
    assert list(one_ahead(str, [])) == []
    done: list[int] = []
    with closing(one_ahead(done.append, range(9))) as found:
        next(found)
    assert done == [0, 1]
