"""A database that came from elsewhere, such as a backup: nothing of it is trusted.

It is read into memory and never opened in place, its definitions are compared with those that our
own migrations make, and its rows are copied as values into a new database. Triggers, views and
other tables of strangers are refused, not carried along.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from gonghui_desktop.errors import DataFileError, InputError, StoreError
from gonghui_desktop.model.entry import LONGEST_KEPT
from gonghui_desktop.store.backups.backup import parts_of
from gonghui_desktop.store.backups.backup_files import Contents
from gonghui_desktop.store.backups.contents import MADE_AT, PARTS, record_count
from gonghui_desktop.store.encoding import texts_of
from gonghui_desktop.store.file.image import open_image, read_image
from gonghui_desktop.store.file.stopping import Progress, no_progress, stoppable
from gonghui_desktop.store.schema import SCRIPTS, upgrade
from gonghui_desktop.store.values import APPLICATION_ID, HEAD, refuse_unstorable

_LEAST_SECONDS, _BYTES_A_SECOND = 5.0, 5_000_000
"""What the work on a file may take: more is no file of ours, or one that was made to hang us."""

_LARGEST_LOG = 100_000_000  # bytes: two seconds; ours has 4 MB, unless others read for long
_LONGEST_VALUE = 20_000_000  # bytes; as much as a whole file of records may have
_BATCH = 500  # rows
_TEXTS = ("field_values", "explanations")
_PLAIN_TEXTS = (
    *("before", "after", "who", "reason", "reopen_reason", "name", "contact_name"),
    *("source", "one", "other"),
)
"""Columns with the texts of one field each, and with one text."""


def look_into(path: Path) -> Contents:
    """What a backup says that it holds; its rows are not checked yet.

    Raises:
        InputError: it is no backup of this program's, is damaged, or too new.
        StoreError: it cannot be read.
    """
    with _opened(path, no_progress) as connection:
        return _contents(connection, path)


def copy_out(path: Path, target: Path, progress: Progress) -> Contents:
    """Copies what a backup holds into a new database of the newest schema.

    Args:
        path: the backup.
        target: where the new database is made.
        progress: called while it works; what it raises goes through.

    Raises:
        InputError: it is no backup of this program's, is damaged, or too new, or holds what this
            program does not make.
        StoreError: it cannot be read, or the new one cannot be written.
    """
    with _opened(path, progress) as connection:
        contents = _contents(connection, path)
        _check(connection, path)
        upgrade(target, head=contents.schema, is_new=True)
        with closing(sqlite3.connect(target, isolation_level=None)) as made:
            _refuse_differences(connection, made, path)
            damaged = _copy_rows(connection, made, path, progress)
    upgrade(target, is_new=True)
    return Contents(contents.records, contents.made_at, HEAD, contents.parts, damaged)


@contextmanager
def _opened(path: Path, progress: Progress) -> Iterator[sqlite3.Connection]:
    end = time.monotonic() + _LEAST_SECONDS

    def look() -> None:
        progress(0, 0)
        if time.monotonic() > end:
            raise _damaged(path)

    try:
        image = read_image(path, look, _LARGEST_LOG)
    except DataFileError as error:  # its words are for the clerk's own data
        raise InputError(f"“{path}”是空的，不是备份，请另选一个文件。") from error
    seconds = _LEAST_SECONDS + len(image) / _BYTES_A_SECOND
    with closing(open_image(image)) as connection:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        try:
            with stoppable(connection, progress, seconds):
                yield connection
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB:
                raise InputError(f"“{path}”不是本程序的备份，请另选一个文件。") from error
            raise _damaged(path) from None  # SQLite's words may quote a text


def _damaged(path: Path) -> InputError:
    return InputError(f"备份“{path}”已损坏，不能恢复，请另选一个备份。")


def _contents(connection: sqlite3.Connection, path: Path) -> Contents:
    tables = _definitions(connection)
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    if application_id != APPLICATION_ID or ("table", "alembic_version") not in tables:
        raise InputError(f"“{path}”不是本程序的备份，请另选一个文件。")
    _refuse_strange(tables, path)
    versions = connection.execute("SELECT version_num FROM alembic_version LIMIT 2").fetchall()
    version = str(versions[0][0]) if len(versions) == 1 else ""
    if version.isascii() and version.isdigit() and version > HEAD:
        raise InputError(f"“{path}”是用更新版本的本程序做的备份，请先安装新版本再恢复。")
    if version not in _known_schemas() or ("table", "records") not in tables:
        raise _damaged(path)
    parts = parts_of(connection)
    return Contents(record_count(connection), _moment(parts.get(MADE_AT)), version, parts)


def _known_schemas() -> set[str]:
    return {path.stem.removeprefix("schema_") for path in (SCRIPTS / "versions").glob("*.py")}


def _moment(made_at: bytes | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat((made_at or b"").decode("ascii"))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _definitions(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """Kind and name to definition, without blanks and quotes, of all but the parts."""
    rows = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master")
    return {
        (str(kind), str(name)): "".join(str(sql).split()).replace('"', "")
        for kind, name, sql in rows
        if PARTS not in str(name)
    }


def _refuse_strange(found: Mapping[tuple[str, str], str], path: Path) -> None:
    kinds = {"trigger": "触发器", "view": "视图"}
    for kind, name in found:
        if kind in kinds:
            raise InputError(
                f"“{path}”里有不是本程序放进去的内容（{kinds[kind]}“{name[:40]}”），没有恢复，"
                "请另选一个备份。"
            )


def _refuse_differences(
    connection: sqlite3.Connection, made: sqlite3.Connection, path: Path
) -> None:
    """Its tables must be, word for word, those that our migrations make."""
    found, wanted = _definitions(connection), _definitions(made)
    strange = sorted(key[1] for key, sql in found.items() if wanted.get(key) != sql)
    if strange:
        raise InputError(
            f"“{path}”里有不是本程序放进去的内容（“{strange[0][:40]}”），没有恢复，请另选一个备份。"
        )
    if wanted.keys() - found.keys():
        raise _damaged(path)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise _damaged(path)


def _copy_rows(
    source: sqlite3.Connection, made: sqlite3.Connection, path: Path, progress: Progress
) -> int:
    """Every row as plain values, in one transaction; how many texts are damaged."""
    mended: list[int] = []
    source.text_factory = _decoder(mended)
    tables = [name for kind, name in _definitions(made) if kind == "table"]
    tables = [name for name in tables if not name.startswith("sqlite_")]
    made.execute("BEGIN")
    for place, table in enumerate(tables):
        progress(place, len(tables))
        names = [row[1] for row in made.execute(f'PRAGMA table_info("{table}")')]
        columns = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" * len(names))
        insert = f'INSERT INTO "{table}" VALUES ({marks})'  # noqa: S608 -- our own names
        rows = source.execute(f'SELECT {columns} FROM "{table}"')  # noqa: S608 -- our own names
        made.execute(f'DELETE FROM "{table}"')  # noqa: S608 -- what a migration put in
        try:
            while batch := rows.fetchmany(_BATCH):
                mended.extend(_unreadable_texts(names, batch, path))
                made.executemany(insert, batch)
        except (sqlite3.IntegrityError, sqlite3.DataError, UnicodeEncodeError):
            raise _damaged(path) from None
    if made.execute("PRAGMA foreign_key_check").fetchone():
        raise _damaged(path)
    made.execute("COMMIT")
    return len(mended)


def _unreadable_texts(
    names: Sequence[str], rows: Sequence[Sequence[object]], path: Path
) -> Iterator[int]:
    """A 1 for each column that the store will not be able to read.

    Its row goes in all the same: the store tells of it and has its last good version.

    Raises:
        InputError: a text is one that the store itself would not have taken.
    """
    places = [names.index(name) for name in _TEXTS if name in names]
    plain = [names.index(name) for name in _PLAIN_TEXTS if name in names]
    try:
        for row in rows:
            refuse_unstorable({names[at]: str(row[at]) for at in plain}, longest=LONGEST_KEPT)
            for stored in (row[at] for at in places):
                try:
                    texts = texts_of(stored if isinstance(stored, str) else None)
                except StoreError:
                    yield 1
                else:
                    refuse_unstorable(texts, longest=LONGEST_KEPT)
    except InputError:
        most = LONGEST_KEPT // 10_000
        raise InputError(
            f"“{path}”里有超过 {most} 万字或者有坏字的栏目，不是本程序存的，没有恢复，"
            "请另选一个备份。"
        ) from None


def _decoder(mended: list[int]) -> Callable[[bytes], str]:
    def decode(text: bytes) -> str:
        try:
            return text.decode()
        except UnicodeDecodeError:
            mended.append(1)
            return text.decode(errors="replace")

    return decode
