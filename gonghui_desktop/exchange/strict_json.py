"""JSON from outside: refused where it is doubtful, and made safe to show.

Python's own parser takes doubled keys, ``NaN``, lone surrogates and numbers of a million digits;
none of them may reach the store or the page.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_MOST_DIGITS = 30
_MOST_ITEMS, _MOST_TABLES = 1_000_000, 400_000
"""Commas and brackets, as many as 100,000 records have in 20 MB; each takes up to 250 bytes."""


class JsonError(ValueError):
    """Why a document cannot be used: one Chinese clause without source and full stop."""


def parse_json(
    data: bytes, *, most_items: int = _MOST_ITEMS, most_tables: int = _MOST_TABLES
) -> object:
    """The document as Python values.

    A byte order mark is skipped (Windows' editor writes one), lone surrogates become U+FFFD, and a
    whole number of more than 30 digits comes as text, since it counts nothing.

    Args:
        data: the file.
        most_items: commas that it may have, those in texts among them.
        most_tables: brackets that it may have, likewise.

    Raises:
        JsonError: it is not UTF-8, no JSON, nested too deeply, made of too many parts, or has a
            doubled key.
    """
    if data.count(b",") > most_items or data.count(b"[") + data.count(b"{") > most_tables:
        raise JsonError("里面的内容多得不像本程序的文件，请核对，或分成几个文件")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise JsonError("文件存的方式不对（应为 UTF-8），请对方重新导出") from error
    try:
        value = json.loads(
            text,
            object_pairs_hook=_unique_keys,
            parse_constant=_no_constant,
            parse_int=_whole_number,
        )
        return _without_surrogates(value) if _ESCAPED_SURROGATE.search(text) else value
    except json.JSONDecodeError as error:
        where = f"第 {error.lineno} 行第 {error.colno} 字"
        raise JsonError(f"文件不完整或被改过（{where}起读不懂），请对方重新导出") from error
    except RecursionError as error:
        raise JsonError("括号嵌套太深，不是本程序的文件") from error


def replace_surrogates(text: str) -> str:
    """The text with lone surrogates, which no file can hold, as U+FFFD."""
    return _SURROGATE.sub(REPLACEMENT, text)


def in_sentence(text: str, limit: int = 60) -> str:
    """Text from outside made fit for one line of a message: printable and not too long."""
    shown = "".join(map(_printable, text[:limit]))
    return shown if len(text) <= limit else shown + "…"


def _printable(char: str) -> str:
    if char.isprintable():
        return char
    return " " if char.isspace() else REPLACEMENT


def _unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table: dict[str, object] = {}
    for key, value in pairs:
        if key in table:
            raise JsonError(f"“{in_sentence(key)}”出现了两次，请只留一个")
        table[key] = value
    return table


def _no_constant(name: str) -> NoReturn:
    raise JsonError(f"{name} 不是正确的数字")


def _whole_number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def _without_surrogates(value: object) -> object:
    if isinstance(value, str):
        return replace_surrogates(value)
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {replace_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    return value
