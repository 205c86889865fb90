"""Databases that somebody has made to harm whoever opens them; each begins as one of ours."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

_ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
_PAGE = 4096


def _run(*statements: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            for statement in statements:
                connection.execute(statement)

    return spoil


def _redefined(name: str, old: str, new: str) -> Callable[[Path], None]:
    return _run(
        f"UPDATE sqlite_master SET sql = replace(sql, '{old}', '{new}') WHERE name = '{name}'"
    )


def _bytes(change: Callable[[bytearray], None]) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        data = bytearray(path.read_bytes())
        change(data)
        path.write_bytes(data)

    return spoil


def _name_without_text(data: bytearray) -> None:
    """A table's, whose definition is none: SQLite quotes it, and Python cannot read that."""
    data[data.index(b"settingssettings") + 1] = 0xAD
    data[data.index(b"CREATE TABLE settings")] ^= 0xFF


def _texts(values: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE records SET field_values = ? WHERE number = 1", (values,))

    return spoil


def _many_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.executemany(
            "INSERT INTO sqlite_master VALUES ('table', ?, ?, 2, ?)",
            ((f"t{n}", f"t{n}", f"CREATE TABLE t{n} (a, b, c)") for n in range(20_000)),
        )


def _loop_in_free_pages(data: bytearray) -> None:
    page = len(data) // _PAGE + 1
    data.extend((page).to_bytes(4, "big") + (1).to_bytes(4, "big") + bytes(_PAGE - 8))
    data[28:40] = b"".join(n.to_bytes(4, "big") for n in (page, page, 1_000_000))


def _root_of(data: bytes, table: str) -> int:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        return int(connection.execute(query, (table,)).fetchone()[0])


def _pages_in_many_places(data: bytearray) -> None:
    """The records, each of 300 to the power of 10 times."""
    root = _root_of(bytes(data), "records")
    start = (root - 1) * _PAGE
    child = len(data) // _PAGE + 1
    data.extend(data[start : start + _PAGE])
    for _ in range(9):
        data.extend(_inner_page(child))
        child = len(data) // _PAGE
    data[start : start + _PAGE] = _inner_page(child)
    data[28:32] = (len(data) // _PAGE).to_bytes(4, "big")


def _inner_page(child: int) -> bytes:
    cells = 300
    places = [_PAGE - 5 * (number + 1) for number in range(cells)]
    page = bytearray(_PAGE)
    page[0:12] = (
        b"\5\0\0"
        + cells.to_bytes(2, "big")
        + places[-1].to_bytes(2, "big")
        + b"\0"
        + (child.to_bytes(4, "big"))
    )
    for number, place in enumerate(places):
        page[12 + 2 * number : 14 + 2 * number] = place.to_bytes(2, "big")
        page[place : place + 5] = child.to_bytes(4, "big") + bytes([min(number + 1, 127)])
    return bytes(page)


def _endless_text(path: Path) -> None:
    """A text whose last page says that it is followed by itself."""
    _texts(json.dumps({"unit_name": "a" * 20_000}))(path)
    data = bytearray(path.read_bytes())
    start = data.index(b"a" * 3_000 + b"a")
    page = (start // _PAGE + 1) * _PAGE
    if data[page + 4 : page + 5] == b"a":
        data[page : page + 4] = (page // _PAGE + 1).to_bytes(4, "big")
    path.write_bytes(data)


def _holes(path: Path) -> None:
    with path.open("rb+") as file:
        file.seek(28)
        file.write((700_000_000 // _PAGE).to_bytes(4, "big"))
        file.truncate(700_000_000 // _PAGE * _PAGE)


REFUSED: Mapping[str, Callable[[Path], None]] = {
    "name that is no text": _bytes(_name_without_text),
    "endless view": _run(
        "ALTER TABLE settings RENAME TO settings_old",
        f"CREATE VIEW settings AS {_ENDLESS} SELECT x AS key, 'a' AS text FROM c",
    ),
    "endless records": _run(
        "ALTER TABLE records RENAME TO records_old",
        f"CREATE VIEW records AS {_ENDLESS} SELECT records_old.* FROM c, records_old",
    ),
    "trigger": _run(
        "CREATE TRIGGER t AFTER UPDATE ON records WHEN new.form = 'annex1' BEGIN"
        " UPDATE records SET field_values = json_set(field_values, '$.contact', '139')"
        " WHERE form <> 'annex1'; END"
    ),
    "view of versions": _run(
        "DROP TABLE alembic_version",
        f"CREATE VIEW alembic_version AS {_ENDLESS} SELECT '0004' AS version_num FROM c",
    ),
    "view of parts": _run(
        "DROP TABLE IF EXISTS backup_parts",
        f"CREATE VIEW backup_parts AS {_ENDLESS} SELECT x AS name, zeroblob(1e6) AS content FROM c",
    ),
    "long text": _texts(json.dumps({"unit_name": "长" * 6_000_000}, ensure_ascii=False)),
    "many texts": _texts(json.dumps({str(number): "" for number in range(900_000)})),
    "page size of 1": _bytes(lambda data: data.__setitem__(slice(16, 18), b"\0\1")),
    "page size of 512": _bytes(lambda data: data.__setitem__(slice(16, 18), b"\2\0")),
    "reserved bytes": _bytes(lambda data: data.__setitem__(20, 255)),
    "free pages in a circle": _bytes(_loop_in_free_pages),
    "pages in many places": _bytes(_pages_in_many_places),
    "text in a circle": _endless_text,
    "holes": _holes,
    "generated column": _run(
        "DROP TABLE settings",
        'CREATE TABLE settings ("key" VARCHAR NOT NULL,'
        ' text TEXT AS (hex(zeroblob(100000000))), PRIMARY KEY ("key"))',
    ),
    "index with an expression": _run("CREATE INDEX i ON records (length(form))"),
    "check that works": _redefined("profile", "number = 1", "length(zeroblob(1000000000)) > 0"),
    "collation of their own": _redefined("settings", "text TEXT", "text TEXT COLLATE evil"),
    "without rowid": _redefined("settings", '")\n)', '")\n) WITHOUT ROWID'),
    "full text": _run("CREATE VIRTUAL TABLE f USING fts5(x)", "INSERT INTO f VALUES ('a')"),
    "sequence": _run(
        "CREATE TABLE a (n INTEGER PRIMARY KEY AUTOINCREMENT)",
        "INSERT INTO sqlite_sequence VALUES ('records', 9223372036854775807)",
        "DROP TABLE a",
    ),
    "statistics": _run(
        "ANALYZE", "UPDATE sqlite_stat1 SET stat = replace(hex(zeroblob(1000000)), '0', '9 ')"
    ),
    "20,000 tables": _many_tables,
    "long definition": _run(
        "UPDATE sqlite_master SET sql = sql || '--' || hex(zeroblob(5000000))"
        " WHERE name = 'decisions'"
    ),
    "two of one name": _run(
        "INSERT INTO sqlite_master SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master"
        " WHERE name = 'roster'"
    ),
    "another program": _run("PRAGMA application_id = 7"),
    "a newer program": _run("UPDATE alembic_version SET version_num = '9999'"),
    "a version of their own": _run("UPDATE alembic_version SET version_num = 'x'"),
    "no database": _bytes(lambda data: data.__setitem__(slice(0, 16), b"SQLite format 4\0")),
}
"""What they are called, and what makes them; none may be taken in."""

HARMLESS: Mapping[str, Callable[[Path], None]] = {
    "deep JSON": _texts("[" * 100_000),
    "unknown form": _run("UPDATE records SET form = '../../x' WHERE number = 1"),
    "other characters": _run("UPDATE records SET reopen_reason = 'x' WHERE number = 1"),
}
"""Those whose other records are taken in."""
