"""SQLite's long work on one connection, ended when the user cancels or its time is over."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int], None]
"""Called with the steps done and in all; may raise, which cancels."""

_STEPS = 20_000  # of SQLite's machine, between two looks


def no_progress(_done: int, _total: int) -> None:
    """Nobody waits for it."""


@contextmanager
def stoppable(
    connection: sqlite3.Connection,
    report: Progress,
    seconds: float = 0.0,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[None]:
    """Lets what ``report`` raises, called with zeros, end a statement.

    Args:
        connection: whose statements are watched inside of the block.
        report: see above; its exception is raised in the place of SQLite's.
        seconds: after which a statement is interrupted, too; 0 for no limit.
        clock: by which they are counted.

    Raises:
        sqlite3.OperationalError: the time is over.
    """
    end = clock() + seconds if seconds else float("inf")
    raised: list[BaseException] = []

    def look() -> bool:
        try:
            report(0, 0)
        except BaseException as error:  # noqa: BLE001 -- raised again outside of SQLite
            raised.append(error)
        return bool(raised) or clock() > end

    connection.set_progress_handler(look, _STEPS)
    try:
        yield
    except sqlite3.OperationalError:
        if raised:
            raise raised[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
