"""What was changed through this store since it was opened, for who keeps an index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from threading import Lock

from sqlalchemy import Connection

_NOTED = "changed records"  # keys in a connection's own dictionary
_NOTED_TABLES = "changed tables"


def note(connection: Connection, record_id: str) -> None:
    """Notes in a transaction that it changes a record; it counts once that is committed."""
    connection.info.setdefault(_NOTED, []).append(record_id)


def note_table(connection: Connection, table: str) -> None:
    """Notes in a transaction that it changes a table that has no records."""
    connection.info.setdefault(_NOTED_TABLES, set()).add(table)


def take_noted_tables(connection: Connection) -> set[str]:
    """As :func:`take_noted`: the tables that were noted."""
    noted: set[str] = connection.info.pop(_NOTED_TABLES, set())
    return noted


def take_noted(connection: Connection) -> list[str]:
    """What was noted in a transaction that has just ended; forgotten with that."""
    noted: list[str] = connection.info.pop(_NOTED, [])
    return noted


class Journal:
    """Ids of changed records in the order of their last change, other tables; thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._turn = 0
        self._since_all = 0  # when everything may have changed last
        self._changed: dict[str, int] = {}  # id to turn, the latest change last
        self._tables: dict[str, int] = {}  # name to turn

    def add(self, record_ids: Iterable[str]) -> None:
        """Takes in what a committed transaction has changed."""
        with self._lock:
            for record_id in record_ids:
                self._turn += 1
                self._changed.pop(record_id, None)
                self._changed[record_id] = self._turn

    def add_tables(self, tables: Iterable[str]) -> None:
        """Takes in which other tables a committed transaction has changed."""
        with self._lock:
            for table in tables:
                self._turn += 1
                self._tables[table] = self._turn

    def turn_of(self, table: str) -> int:
        """A number that changes whenever that table may have changed."""
        with self._lock:
            return max(self._tables.get(table, 0), self._since_all)

    def add_all(self) -> None:
        """Takes in that everything may have changed."""
        with self._lock:
            self._turn += 1
            self._since_all = self._turn
            self._changed.clear()

    def since(self, mark: int | None) -> tuple[int, Sequence[str] | None]:
        """What has changed since a mark.

        Returns:
            The mark for the next time, and the ids; ``None`` where everything may have changed.
        """
        with self._lock:
            if mark is None or mark < self._since_all:
                return self._turn, None
            found = []
            for record_id, turn in reversed(self._changed.items()):
                if turn <= mark:
                    break
                found.append(record_id)
            return self._turn, found
