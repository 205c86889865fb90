"""What lies in the bin, gone for good: from the database, its free pages and its log."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Connection

from gonghui_desktop.store import bin as recycle_bin
from gonghui_desktop.store import decisions, removal
from gonghui_desktop.store.archive import keep_setting
from gonghui_desktop.store.database import driver_of
from gonghui_desktop.store.journal import note_table
from gonghui_desktop.store.trail import Trail
from gonghui_desktop.store.values import ERASING, Erased


class Erasing(Trail):
    """What :class:`gonghui_desktop.store.store.Store` removes for good."""

    def erase_binned(self, numbers: Iterable[int]) -> list[Erased]:
        """Removes records of the bin, and everything that tells of them: all of them, or none.

        They are gone when this returns; what remains of them on the disk goes by
        :meth:`compact`, and is kept in mind until :meth:`forget_erased`.

        Returns:
            Those that are stored nowhere any more, not even anew under the same id.

        Raises:
            RecordNotFound: one is not in the bin.
        """
        with self._database.writing() as connection:
            found = recycle_bin.lying(driver_of(connection), numbers)
            erased = self._remove(connection, found)
            self._keep_in_mind(connection, erased)
            return erased

    def overdue(self, before: datetime) -> list[int]:
        """Numbers of what was deleted before that moment."""
        with self._database.reading() as connection:
            return recycle_bin.overdue(driver_of(connection), before)

    def purge_bin(self, before: datetime) -> list[Erased]:
        """Removes for good what was deleted before that moment; as :meth:`erase_binned`.

        Backups are not meant: nobody asked for it, and what was deleted by mistake is there.
        """
        if not self.overdue(before):
            return []
        with self._database.writing() as connection:
            driver = driver_of(connection)
            overdue = recycle_bin.overdue(driver, before)
            erased = self._remove(connection, recycle_bin.lying(driver, overdue))
            self._keep_in_mind(connection, ())
            return erased

    def compact(self) -> bool:
        """Writes the file anew, so that nothing in it or its log is left of what was removed.

        Returns:
            Whether that is so; another program that reads may keep the log.

        Raises:
            StoreError: there is no room for it, or another program writes.
        """
        return self._database.compact()

    def erased(self) -> list[Erased]:
        """What was erased and may still be found in a file beside the database."""
        found = _read(self._pending())
        with self._database.reading() as connection:
            driver = driver_of(connection)
            return [each for each in found if not recycle_bin.is_stored(driver, each.id)]

    @property
    def is_erasing(self) -> bool:
        """Whether an erasure has not come to its end."""
        return bool(self._pending())

    def forget_erased(self, erased: Iterable[Erased]) -> None:
        """Nothing is left of these; what was erased meanwhile by others is kept in mind.

        Raises:
            StoreError: the database cannot be written.
        """
        done = set(erased)
        with self._database.writing() as connection:
            left = [each for each in _pending_in(connection) if each not in done]
            driver = driver_of(connection)
            left = [each for each in left if not recycle_bin.is_stored(driver, each.id)]
            keep_setting(connection, ERASING, _text_of(left) if left else "")

    def _pending(self) -> str:
        return self.setting(ERASING)

    def _remove(
        self, connection: Connection, found: Iterable[tuple[int, str, str]]
    ) -> list[Erased]:
        driver = driver_of(connection)
        rows = list(found)
        if removal.remove(driver, [number for number, _, _ in rows]):
            note_table(connection, decisions.TABLE)
        gone = dict.fromkeys(Erased(record_id, form) for _, record_id, form in rows)
        return [each for each in gone if not recycle_bin.is_stored(driver, each.id)]

    def _keep_in_mind(self, connection: Connection, erased: Iterable[Erased]) -> None:
        left = dict.fromkeys([*_pending_in(connection), *erased])
        keep_setting(connection, ERASING, _text_of(left))


def _pending_in(connection: Connection) -> list[Erased]:
    query = "SELECT coalesce(max(text), '') FROM settings WHERE key = ?"
    (text,) = driver_of(connection).execute(query, (ERASING,)).fetchone()
    return _read(text)


def _text_of(erased: Iterable[Erased]) -> str:
    return json.dumps([[each.id, each.form] for each in erased])


def _read(text: str) -> list[Erased]:
    """What stands in the setting; what somebody else wrote there says nothing."""
    with suppress(ValueError, TypeError, RecursionError):
        return [Erased(str(one), str(form)) for one, form in json.loads(text or "[]")]
    return []
