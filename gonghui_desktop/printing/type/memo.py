"""A dictionary that works out what it lacks. Standard library only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V], Generic[K, V]):
    """``memo[key]`` is ``make(key)``, worked out once; a hit costs what a dictionary's does.

    Typing asks for the width and face of every character of a form at every key stroke:
    ``map(memo.__getitem__, text)`` answers without running Python code for each.
    """

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> V:
        # Two threads may work out the same key; setdefault lets both have the first one's answer.
        return self.setdefault(key, self._make(key))
