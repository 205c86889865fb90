"""Form and campaign files as bounded, checked tables.

A file may come from another office, so it is hostile until checked: its depth, its numbers and its
texts are limited before anything is made of them.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata

from gonghui_desktop.errors import FormDefinitionError
from gonghui_desktop.model.strict import Table

LARGEST_FILE = 100_000
"""Bytes; the longest of the official forms has 4,000."""

LARGEST_COUNT = 1_000_000_000
"""Numbers in a form file are of people, copies and millimetres."""

_LONGEST_TEXT = 2_000  # characters; the longest note of the official forms has 140
_MOST_ITEMS = 60  # of an array; a campaign has no more forms, nor a form more fields
_DEEPEST = 8  # brackets, or parts of a dotted key; the official forms have 3
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_TOML_LINE = re.compile(r"at line (\d+)")
_TOML_TABLE = re.compile(r"\s*\[\[?([^\]]+)\]\]?\s*(?:#.*)?")
_TOML_KEY = re.compile(r"\s*([A-Za-z0-9_.\"-]+)\s*=")


OF_THE_PROGRAM = "表样文件有误，请重新安装程序或联系维护人员"
"""What to do about a file that came with the program, a clause."""


class FormFileError(FormDefinitionError):
    """A fault of a form or campaign file, with the remedy behind it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"{sentence.removesuffix('。')}；{OF_THE_PROGRAM}。")


def parse_toml(text: str, source: str) -> Table:
    """The document's top table.

    Args:
        text: the file's content.
        source: the file's name, for errors.

    Raises:
        FormFileError: it is no TOML, or it is larger or deeper than a form file can be.
    """
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_FILE:
        raise FormFileError(f"{source}：超过 {LARGEST_FILE // 1000} KB。")
    depth, dots = _shape(text)
    if depth > _DEEPEST:
        raise FormFileError(f"{source}：括号嵌套超过 {_DEEPEST} 层。")
    if dots > _DEEPEST:
        raise FormFileError(f"{source}：有一个项的名称超过 {_DEEPEST} 段。")
    try:
        return Table(tomllib.loads(text), source, error=FormFileError)
    except tomllib.TOMLDecodeError as error:
        where = _place_of(text, str(error))
        raise FormFileError(f"{source}：{where}不是正确的 TOML（{error}）。") from error
    except ValueError as error:  # a number of more digits than Python reads
        raise FormFileError(f"{source}：里面有一个数太大。") from error


def text_of(table: Table, key: str, most: int = _LONGEST_TEXT) -> str:
    """A text that is not empty, of ``most`` characters at the most."""
    return checked_text(table, key, table.get(key, str), most)


def texts_of(
    table: Table, key: str, most: int = _LONGEST_TEXT, items: int = _MOST_ITEMS
) -> tuple[str, ...]:
    """An array of such texts, of ``items`` at the most."""
    texts = table.texts(key)
    if len(texts) > items:
        table.fail(f"最多 {items} 项", key)
    return tuple(
        checked_text(table, f"{key}[{index}]", value, most) for index, value in enumerate(texts)
    )


def checked_text(table: Table, key: str, value: str, most: int = _LONGEST_TEXT) -> str:
    """The text, if it can be printed and read: not empty, not endless, nothing invisible."""
    if not value.strip():
        table.fail("不能为空", key)
    if len(value) > most:
        table.fail(f"超过 {most} 字", key)
    for char in value:
        if unicodedata.category(char) in _INVISIBLE:
            table.fail(f"含有看不见的字符 U+{ord(char):04X}", key)
    return value


def id_of(table: Table) -> str:
    """The table's ``id``."""
    value = table.get("id", str)
    if not _ID.fullmatch(value):
        table.fail("只能用小写字母、数字和下划线，以字母开头", "id")
    return value


def count_of(table: Table, key: str, least: int = 0, most: int = LARGEST_COUNT) -> int:
    """A whole number within limits."""
    value = table.get(key, int)
    if value < least:
        table.fail(f"不能小于 {least}", key)
    if value > most:
        table.fail(f"不能大于 {most}", key)
    return value


def _shape(text: str) -> tuple[int, int]:
    """How deep brackets stand within one another, and dots in the longest dotted key.

    Outside of texts and comments, without parsing: the parser's time grows with the square of
    either.
    """
    depth = deepest = dots = most = at = 0
    quote = ""
    while at < len(text):
        char = text[at]
        if quote:
            if text.startswith(quote, at) or (char == "\n" and len(quote) == 1):
                at += len(quote) - 1
                quote = ""
            elif char == "\\" and quote[0] == '"':
                at += 1
        elif char in "\"'":
            quote = char * 3 if text.startswith(char * 3, at) else char
            at += len(quote) - 1
        elif char == "#":
            at = text.find("\n", at)
            if at < 0:
                break
            continue
        elif char == ".":
            dots += 1
            most = max(most, dots)
        elif char in "=,\n[]{}":
            dots = 0
            depth += (char in "[{") - (char in "]}")
            deepest = max(deepest, depth)
        at += 1
    return deepest, most


def _place_of(text: str, reason: str) -> str:
    """Key path and line of a TOML fault, as far as the parser's own words tell."""
    found = _TOML_LINE.search(reason)
    if not found:
        return ""
    number = int(found[1])
    lines = text.splitlines()[:number]
    headers = [match[1].strip() for line in lines if (match := _TOML_TABLE.fullmatch(line))]
    path = ""
    if headers:
        doubled = headers.count(headers[-1]) - 1
        path = headers[-1] + (f"[{doubled}]" if f"[[{headers[-1]}]]" in text else "")
    key = _TOML_KEY.match(lines[-1]) if lines else None
    where = ".".join(part for part in (path, key[1] if key else "") if part)
    return f"第 {number} 行 {where} " if where else f"第 {number} 行"
