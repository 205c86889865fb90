"""Changes of SQLite files: odd cells, other definitions, pages and headers with a byte changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any

from tests.fuzz.byte_changes import changed_bytes
from tests.fuzz.dice import Dice
from tests.fuzz.seeds import in_memory
from tests.fuzz.text_changes import changed_json

_PAGE = 4096
_DEFINITIONS = (
    "CREATE TRIGGER t AFTER INSERT ON {table} BEGIN DELETE FROM records; END",
    "CREATE TRIGGER t AFTER UPDATE ON {table} BEGIN UPDATE records SET form = 'x'; END",
    "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
    " SELECT x FROM c",
    "CREATE TABLE other (x)",
    "CREATE TABLE backup_parts (name TEXT, content BLOB)",
    "CREATE INDEX i ON {table} ({column})",
    "ALTER TABLE {table} ADD COLUMN more TEXT DEFAULT 'x'",
    "ALTER TABLE {table} RENAME COLUMN {column} TO other",
    "ALTER TABLE {table} RENAME TO other",
    "DROP TABLE {table}",
    "DELETE FROM {table}",
    "INSERT INTO {table} SELECT * FROM {table}",
    "PRAGMA user_version = {number}",
    "PRAGMA application_id = {number}",
    "CREATE VIRTUAL TABLE f USING fts5(x)",
    "UPDATE alembic_version SET version_num = '{number}'",
)


def changed_database(dice: Dice, data: bytes, other: bytes) -> bytes:
    """Another database: by SQL, or byte by byte; if it cannot be had by SQL, as it is."""
    if dice.chance(0.65):
        data = _by_sql(dice, data)
    if dice.chance(0.4):
        data = _page_changed(dice, data) if dice.chance(0.7) else changed_bytes(dice, data, other)
    return data


def _by_sql(dice: Dice, data: bytes) -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        made.deserialize(in_memory(data))
        tables = [
            name
            for (name,) in made.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        for _ in range(dice.pick((1, 1, 2, 4))):
            with suppress(sqlite3.Error):
                dice.pick(_SQL_CHANGES)(dice, made, tables)
        return made.serialize()


def _cell(dice: Dice, made: sqlite3.Connection, tables: list[str]) -> None:
    table = dice.pick(tables)
    columns = [row[1] for row in made.execute(f'PRAGMA table_info("{table}")')]
    rows = [row[0] for row in made.execute(f'SELECT rowid FROM "{table}"')]
    if not rows:
        return
    column, row = dice.pick(columns), dice.pick(rows)
    where = f'FROM "{table}" WHERE rowid = ?'
    (now,) = made.execute(f'SELECT "{column}" {where}', (row,)).fetchone()
    is_one = dice.chance(0.8)
    place, odd = _as_text(_odd(dice, now))
    change = f'UPDATE "{table}" SET "{column}" = {place}'
    made.execute(*((f"{change} WHERE rowid = ?", (odd, row)) if is_one else (change, (odd,))))


def _as_text(value: object) -> tuple[str, object]:
    """Its place in a statement, and what goes there: sqlite3 takes no half of a surrogate pair."""
    if isinstance(value, str):
        return "CAST(? AS TEXT)", value.encode("utf-8", "surrogatepass")
    return "?", value


def _odd(dice: Dice, now: object) -> object:
    kinds: list[Any] = [
        dice.text(),
        dice.number() % 2**63,
        None,
        1.5,
        dice.randbytes(30),
        b"\xff\xfe" + dice.text().encode("utf-8", "replace"),
        "[" * dice.pick((100, 100_000)),
        '{"unit_name": "' + "字" * 200_000 + '"}',
        '{"a": "\\ud800"}',
    ]
    if isinstance(now, str):
        kinds += [changed_json(dice, now)] * 5 if now[:1] in "{[" else [now + dice.text()] * 3
    return dice.pick(kinds)


def _definition(dice: Dice, made: sqlite3.Connection, tables: list[str]) -> None:
    table = dice.pick(tables)
    columns = [row[1] for row in made.execute(f'PRAGMA table_info("{table}")')]
    text = dice.pick(_DEFINITIONS)
    made.execute(text.format(table=table, column=dice.pick(columns or table), number=dice.number()))


def _schema_text(dice: Dice, made: sqlite3.Connection, _tables: list[str]) -> None:
    made.execute("PRAGMA writable_schema = ON")
    column = dice.pick(("sql", "name", "type", "tbl_name", "rootpage"))
    odd = dice.number() if column == "rootpage" else dice.text()
    number = dice.randrange(1, 20)
    change = f"UPDATE sqlite_master SET {column} = ? WHERE rowid = ?"
    made.execute(change, (odd % 2**31 if isinstance(odd, int) else odd, number))


_SQL_CHANGES: tuple[Callable[[Dice, sqlite3.Connection, list[str]], None], ...] = (
    _cell,
    _cell,
    _cell,
    _definition,
    _schema_text,
)


def _page_changed(dice: Dice, data: bytes) -> bytes:
    """A byte in the file's header, or in the header and the cell pointers of a page."""
    made = bytearray(data)
    pages = max(1, len(made) // _PAGE)
    for _ in range(dice.pick((1, 2, 6))):
        page = dice.randrange(pages)
        at = dice.randrange(100) if dice.chance(0.2) else page * _PAGE + dice.randrange(40)
        if dice.chance(0.3):
            at = page * _PAGE + dice.randrange(_PAGE)
        if at < len(made):
            made[at] = dice.pick((0, 1, 0x0D, 0x05, 0x7F, 0x80, 0xFF, dice.randrange(256)))
    return bytes(made)
