"""A database of strangers, read in a child process: its bytes in, its rows as JSON out.

Nothing of it is run: its definitions are compared first with those that our own migrations make
(:mod:`gonghui_desktop.store.file.known_schema`), and it is looked through for damage, such as pages
that stand in several places, before a row is read. One JSON object a line: the first is
the head, then each table with its rows, the parts of a backup, and the end. The other half, which
believes none of it, is :mod:`.foreign`.
"""

from __future__ import annotations

import base64
import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing

from gonghui_desktop.store.backups.contents import MADE_AT, WORK, parts_of, record_count
from gonghui_desktop.store.file.image import open_image
from gonghui_desktop.store.file.known_schema import PARTS, Fault, UnfitError, schema_of
from gonghui_desktop.store.file.stopping import no_progress, stoppable

JOB = "database"
"""Its name among the jobs of a child."""

ALL = "all"
"""Parameter: whether rows and parts are wanted, too."""

BLOB = "blob"
"""Key of the object that stands for bytes, in base64."""

_LONGEST_VALUE = 20_000_000  # bytes; as much as a whole file of records may have
_LARGE = 500_000  # characters of a line
_MOST_ROWS = 500  # in a line
_LEAST_SECONDS, _BYTES_A_SECOND = 2.0, 5_000_000


def seconds_for(data: bytes) -> float:
    """Of the processor that a database may take: more is none of ours, or was made to hang us."""
    return _LEAST_SECONDS + len(data) / _BYTES_A_SECOND


def tables_of(connection: sqlite3.Connection) -> list[str]:
    """The tables that hold the user's data, those first that others refer to."""
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT IN (?, 'alembic_version') ORDER BY rowid",
        (PARTS,),
    )
    return [name for (name,) in found]


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """The names of a table's columns."""
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def read_database(data: bytes, parameters: Mapping[str, object]) -> Iterator[bytes]:
    """The job; see :data:`gonghui_desktop.confined.jobs.Job`.

    What is wrong with the database is a line, too: ``{"fault": …, "what": …}``.
    """
    try:
        with closing(open_image(data)) as connection:
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
            with stoppable(connection, no_progress, seconds_for(data), time.process_time):
                yield from _lines(connection, parameters.get(ALL) is True)
    except UnfitError as error:
        yield _line({"fault": error.fault.value, "what": error.what})
    except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:  # the last: SQLite's words
        is_none = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB
        fault = Fault.NOT_OURS if is_none else Fault.DAMAGED
        yield _line({"fault": fault.value, "what": ""})


def _lines(connection: sqlite3.Connection, is_all: bool) -> Iterator[bytes]:
    schema = schema_of(connection)
    parts = parts_of(connection)
    told = {name: parts.get(name, b"").decode("ascii", "replace") for name in (MADE_AT, WORK)}
    yield _line({"schema": schema, "records": record_count(connection), **told})
    if is_all:
        if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise UnfitError(Fault.DAMAGED)
        yield from _contents(connection)
        for name, content in parts.items():
            yield _line({"part": name, "content": _value(content)})
        yield _line({"end": True})


def _contents(connection: sqlite3.Connection) -> Iterator[bytes]:
    mended: list[int] = []
    connection.text_factory = _decoder(mended)
    for table in tables_of(connection):
        columns = ", ".join(f'"{name}"' for name in columns_of(connection, table))
        rows = connection.execute(f'SELECT {columns} FROM "{table}"')  # noqa: S608 -- our own names
        kept: list[list[object]] = []
        size = 0
        for row in rows:
            kept.append([_value(each) for each in row])
            size += sum(len(each) for each in row if isinstance(each, (str, bytes)))
            if size > _LARGE or len(kept) >= _MOST_ROWS:
                yield _line({"table": table, "rows": kept, "mended": len(mended)})
                kept, size = [], 0
                mended.clear()
        yield _line({"table": table, "rows": kept, "mended": len(mended)})
        mended.clear()


def _line(told: Mapping[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _value(stored: object) -> object:
    if isinstance(stored, bytes):
        return {BLOB: base64.b64encode(stored).decode()}
    return stored


def _decoder(mended: list[int]) -> Callable[[bytes], str]:
    def decode(text: bytes) -> str:
        try:
            return text.decode()
        except UnicodeDecodeError:
            mended.append(1)
            return text.decode(errors="replace")

    return decode
