"""A database that came from elsewhere, such as a backup: nothing of it is trusted.

It is read into memory and never opened in place. A child process compares its definitions with
those that our own migrations make and sends its rows (:mod:`.reading`); here they are looked at
again and go as values into a new database, in one transaction. Triggers, views and other tables of
strangers are refused, not carried along.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import cast

from gonghui_desktop.confined.faults import ConfinedError, Reason
from gonghui_desktop.confined.jobs import MOST_MEMORY, Limits, lines_of
from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.errors import InputError
from gonghui_desktop.model.entry import LONGEST_KEPT
from gonghui_desktop.store.backups.answers import (
    checked,
    head_of,
    row_of,
    unreadable_texts,
    value_of,
)
from gonghui_desktop.store.backups.backup_files import Contents
from gonghui_desktop.store.backups.contents import LARGEST_PART, MOST_PARTS, WORK
from gonghui_desktop.store.backups.contents import record_count as count_records
from gonghui_desktop.store.backups.reading import (
    ALL,
    JOB,
    columns_of,
    read_database,
    seconds_for,
    tables_of,
)
from gonghui_desktop.store.file.image import read_image
from gonghui_desktop.store.file.known_schema import Fault, UnfitError
from gonghui_desktop.store.file.names import HEAD
from gonghui_desktop.store.file.stopping import Progress, no_progress
from gonghui_desktop.store.schema import upgrade

_MAGIC = b"SQLite format 3\0"
_LOG_SECONDS = 3.0
_LARGEST_LOG = 100_000_000  # bytes: two seconds; ours has 4 MB, unless others read for long
_HOLLOW = 32  # times as large as what the disk holds of it: nothing but holes
_NOT_THE_FILE_S_FAULT = (Reason.NO_CHILD, Reason.UNCONFINED, Reason.MISSING)


def look_into(path: Path, readers: Readers | None = None) -> Contents:
    """What a backup says that it holds; its rows are not checked yet.

    Args:
        path: the backup.
        readers: who reads it; by default this process itself.

    Raises:
        InputError: it is no backup of this program's, is damaged, or too new.
        StoreError: it cannot be read.
    """
    try:
        with closing(_answer(path, no_progress, readers, rows=False)) as lines:
            head = head_of(next(lines, {}))
            _drain(lines)
    except UnfitError as error:
        raise _refused_backup(error, path) from None
    return Contents(head.records, head.made_at, head.schema, {WORK: head.work.encode()})


def copy_out(
    path: Path, target: Path, progress: Progress, readers: Readers | None = None
) -> Contents:
    """Copies what a backup holds into a new database of the newest schema.

    Args:
        path: the backup.
        target: where the new database is made; not to be used where this raises.
        progress: called while it works; what it raises goes through.
        readers: who reads it; by default this process itself.

    Raises:
        InputError: it is no backup of this program's, is damaged, or too new, or holds what this
            program does not make.
        StoreError: it cannot be read, or the new one cannot be written.
    """
    try:
        return copy_values(path, target, progress, readers)
    except UnfitError as error:
        raise _refused_backup(error, path) from None


def copy_values(
    path: Path, target: Path, progress: Progress, readers: Readers | None = None
) -> Contents:
    """As :func:`copy_out`, for callers with words of their own.

    Raises:
        UnfitError: it is none of ours, or not fit for use.
        StoreError: as there.
        InputError: no child can work on this computer.
    """
    with closing(_answer(path, progress, readers, rows=True)) as lines:
        head = head_of(next(lines, {}))
        upgrade(target, head=head.schema, is_new=True)
        with closing(sqlite3.connect(target, isolation_level=None)) as made:
            copy = _Copy(made, progress)
            copy.take(lines)
            _drain(lines)
            records = count_records(made)
    upgrade(target, is_new=True)
    return Contents(records, head.made_at, HEAD, copy.parts, copy.damaged)


class _Copy:
    """Rows on their way into a new database, in one transaction.

    Args:
        made: the new database, empty.
        progress: called for each table.

    Attributes:
        damaged: texts that are damaged.
        parts: what goes along, by name.
    """

    def __init__(self, made: sqlite3.Connection, progress: Progress) -> None:
        self._made = made
        self._progress = progress
        self._tables = tables_of(made)
        self._columns = {table: columns_of(made, table) for table in self._tables}
        self._place = -1
        self.damaged = 0
        self.parts: dict[str, bytes] = {}

    def take(self, lines: Iterator[Mapping[str, object]]) -> None:
        """Takes everything, to its end, or nothing.

        Raises:
            UnfitError: it is not whole, or not what the program itself would have stored.
        """
        self._made.execute("BEGIN")
        for line in lines:
            if "table" in line:
                self._take_rows(line)
            elif "part" in line:
                self._take_part(line)
            elif line.get("end") is True and self._place == len(self._tables) - 1:
                if self._made.execute("PRAGMA foreign_key_check").fetchone():
                    break
                self._made.execute("COMMIT")
                return
            else:
                break
        raise UnfitError(Fault.DAMAGED)

    def _take_rows(self, line: Mapping[str, object]) -> None:
        table, rows, mended = line.get("table"), line.get("rows"), line.get("mended")
        if not isinstance(rows, list) or not isinstance(mended, int):
            raise UnfitError(Fault.DAMAGED)
        if self._place < 0 or table != self._tables[self._place]:
            self._begin(table)
        columns = self._columns[self._tables[self._place]]
        values = [row_of(row, len(columns)) for row in rows]
        self.damaged += mended + sum(unreadable_texts(columns, values))
        marks = ", ".join("?" * len(columns))
        insert = f'INSERT INTO "{self._tables[self._place]}" VALUES ({marks})'  # noqa: S608 -- our own names
        try:
            self._made.executemany(insert, values)
        except (sqlite3.IntegrityError, sqlite3.DataError, OverflowError, UnicodeEncodeError):
            raise UnfitError(Fault.DAMAGED) from None

    def _begin(self, table: object) -> None:
        """The next table, which must be this one."""
        self._place += 1
        if self._place >= len(self._tables) or table != self._tables[self._place]:
            raise UnfitError(Fault.DAMAGED)
        self._progress(self._place, len(self._tables))
        self._made.execute(f'DELETE FROM "{table}"')  # noqa: S608 -- what a migration put in

    def _take_part(self, line: Mapping[str, object]) -> None:
        name, content = line.get("part"), value_of(line.get("content"))
        if not isinstance(name, str) or not isinstance(content, bytes):
            raise UnfitError(Fault.DAMAGED)
        if len(content) > LARGEST_PART or len(self.parts) >= MOST_PARTS:
            raise UnfitError(Fault.DAMAGED)
        self.parts[name] = content


def _answer(
    path: Path, progress: Progress, readers: Readers | None, *, rows: bool
) -> Generator[Mapping[str, object], None, None]:
    """The lines that a child says of a file.

    Raises:
        UnfitError: it is none of ours, or not fit for use.
        StoreError: it cannot be read.
        InputError: no child can work on this computer.
    """
    raised: list[BaseException] = []

    def is_cancelled() -> bool:
        try:
            progress(0, 0)
        except BaseException as error:  # noqa: BLE001 -- raised again below
            raised.append(error)
        return bool(raised)

    data = _image(path, progress)
    try:
        with closing(_pieces(data, readers, {ALL: rows}, is_cancelled)) as pieces:
            for line in lines_of(pieces):
                if is_cancelled():
                    raise raised[0]
                try:
                    yield checked(line)
                except UnfitError:
                    _drain(pieces)
                    raise
    except ConfinedError as error:
        if raised:
            raise raised[0] from None
        if error.reason in _NOT_THE_FILE_S_FAULT:
            raise
        raise UnfitError(Fault.DAMAGED) from None


def _drain(answer: Iterator[object]) -> None:
    """Takes what is left of an answer: otherwise its child is ended, and the next one waits."""
    for _ in answer:
        pass


def _pieces(
    data: bytes,
    readers: Readers | None,
    parameters: Mapping[str, object],
    is_cancelled: Callable[[], bool],
) -> Generator[bytes, None, None]:
    if readers is None:
        yield from read_database(data, parameters)
        return
    seconds = seconds_for(data)
    limits = Limits(
        memory=MOST_MEMORY + 2 * len(data),  # the file as it came, and in SQLite's hands
        seconds=seconds + 1,
        wall=20 + 4 * seconds,
        output=10_000_000 + 8 * len(data),
    )
    yield from readers.ask(JOB, data, parameters, cancelled=is_cancelled, limits=limits)


def _image(path: Path, progress: Progress) -> bytes:
    """The whole file with its log.

    Raises:
        UnfitError: it is no database, or nothing but holes.
        StoreError: it cannot be read.
    """
    end = time.monotonic() + _LOG_SECONDS

    def look() -> None:
        progress(0, 0)
        if time.monotonic() > end:
            raise UnfitError(Fault.DAMAGED)

    with suppress(OSError):  # which reading it will tell
        _refuse_unlike(path)
    # As it is, since a copy of hundreds of millions would be one too many; it is only read.
    return cast("bytes", read_image(path, look, _LARGEST_LOG))


def _refuse_unlike(path: Path) -> None:
    """What is no database is seen before all of it is in memory.

    Raises:
        UnfitError: it is none, or nothing but holes.
        OSError: it cannot be looked at.
    """
    if not path.is_file():
        return
    found = path.stat()
    if not found.st_size:
        raise UnfitError(Fault.EMPTY)
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise UnfitError(Fault.NOT_OURS)
    blocks = getattr(found, "st_blocks", None)  # of 512 bytes; Windows does not tell
    if blocks is not None and blocks * 512 * _HOLLOW < found.st_size - 1_000_000:
        raise UnfitError(Fault.DAMAGED)


def _refused_backup(error: UnfitError, path: Path) -> InputError:
    match error.fault:
        case Fault.EMPTY:
            sentence = f"“{path}”是空的，不是备份，请另选一个文件。"
        case Fault.NOT_OURS:
            sentence = f"“{path}”不是本程序的备份，请另选一个文件。"
        case Fault.NEWER:
            sentence = f"“{path}”是用更新版本的本程序做的备份，请先安装新版本再恢复。"
        case Fault.STRANGE:
            sentence = (
                f"“{path}”里有不是本程序放进去的内容（{error.what}），没有恢复，请另选一个备份。"
            )
        case Fault.TOO_LONG:
            most = LONGEST_KEPT // 10_000
            sentence = (
                f"“{path}”里有超过 {most} 万字或者有坏字的栏目，不是本程序存的，没有恢复，"
                "请另选一个备份。"
            )
        case Fault.DAMAGED:
            sentence = f"备份“{path}”已损坏，不能恢复，请另选一个备份。"
    return InputError(sentence)
