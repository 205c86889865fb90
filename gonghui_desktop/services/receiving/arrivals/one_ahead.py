"""Reading one thing after the other, each while the one before it is worked on."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
T = TypeVar("T")


def one_ahead(read: Callable[[Item], T], items: Sequence[Item]) -> Generator[T]:
    """What is read of each, in their order; never more than two are in memory.

    Whoever does not take them all closes the iterator, which waits for what is being read.

    Args:
        read: reads one of them, on a thread of its own. What it raises is raised in its turn.
        items: what is to be read.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="receiving") as pool:
        ahead = pool.submit(read, items[0]) if items else None
        for following in (*items[1:], None):
            if ahead is None:
                return
            found = ahead.result()
            ahead = pool.submit(read, following) if following is not None else None
            yield found
