"""A ``defaultdict`` whose factory is given the missing key. Standard library only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class KeyDefaultDict(dict[K, V], Generic[K, V]):
    """Computes a missing value from its key, once, and keeps it.

    Unlike ``functools.cache``, a hit is a plain dictionary access: the widths and faces of all
    characters of a form are looked up at every key stroke, with ``map(table.__getitem__, text)``,
    which runs no Python code for known characters.

    Args:
        default_factory: from key to value.
    """

    def __init__(self, default_factory: Callable[[K], V]) -> None:
        super().__init__()
        self._default_factory = default_factory

    def __missing__(self, key: K) -> V:
        # Two threads may compute the same key; setdefault gives both the value that was kept.
        return self.setdefault(key, self._default_factory(key))
