"""Strict reading of parsed TOML or JSON: every key known, every value of the right type.

A :class:`Table` knows where it stands, so an error names the source and the key path, such as
``annex1.toml: fields[3].label``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import NoReturn, TypeVar

Value = TypeVar("Value")

_KIND_NAMES: dict[type, str] = {
    str: "文字",
    int: "整数",
    bool: "true 或 false",
    date: "日期",
    list: "数组",
    dict: "表",
}

_MOST_GUESSED, _LONGEST_KEY = 100, 100
"""Keys that a missing one may be misspelt as, and their characters: a stranger's file has more."""


_LONGEST_PATH, _LONGEST_REASON = 60, 200
"""Characters of a key path, and of what is wrong: both may hold what somebody else wrote."""


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most // 2]}…{text[-most // 2 :]}"


class Table:
    """One table (mapping) of a parsed document.

    Args:
        data: what the parser returned for this place; must be a mapping.
        source: file name for the errors.
        path: key path of this table, empty for the document itself.
        error: raised with one Chinese sentence on any fault.
    """

    def __init__(
        self, data: object, source: str, path: str = "", error: type[Exception] = ValueError
    ) -> None:
        self._source = source
        self._path = path
        self._error = error
        if not isinstance(data, Mapping) or not all(isinstance(key, str) for key in data):
            self.fail("应当是一个表")
        self._data: Mapping[str, object] = data
        self._known: set[str] = set()

    def fail(self, reason: str, key: str = "") -> NoReturn:
        """Raises the error for this table or one of its keys."""
        raise self._error(self.sentence(reason, key))

    def sentence(self, reason: str, key: str = "") -> str:
        """A sentence on this table or one of its keys, with source and key path."""
        where = ".".join(part for part in (self._path, key) if part)
        where = _short(where, _LONGEST_PATH) + " " if where else ""
        return f"{self._source}：{where}{_short(reason, _LONGEST_REASON)}。"

    @property
    def names(self) -> tuple[str, ...]:
        """All keys, known or not."""
        return tuple(self._data)

    def has(self, key: str) -> bool:
        """Whether the key is there; marks it as known."""
        self._known.add(key)
        return key in self._data

    def raw(self, key: str) -> object:
        """The value as parsed; a missing key is an error."""
        if not self.has(key):
            self._fail_missing(key)
        return self._data[key]

    def get(self, key: str, kind: type[Value]) -> Value:
        """The value of exactly that type (``True`` is no integer); a missing key is an error."""
        value = self.raw(key)
        if type(value) is not kind:
            self.fail(f"应当是{_KIND_NAMES.get(kind, kind.__name__)}", key)
        return value

    def get_or(self, key: str, kind: type[Value], default: Value) -> Value:
        """As :meth:`get`, with a default for a missing key."""
        return self.get(key, kind) if self.has(key) else default

    def texts(self, key: str) -> tuple[str, ...]:
        """An array of texts."""
        items = self.get(key, list)
        for index, item in enumerate(items):
            if type(item) is not str:
                self.fail("应当是文字", f"{key}[{index}]")
        return tuple(items)

    def table(self, key: str) -> Table:
        """A table below this one."""
        return Table(self.raw(key), self._source, self._below(key), self._error)

    def tables(self, key: str, most: int | None = None) -> Iterator[Table]:
        """The tables of an array, of ``most`` at the most."""
        items = self.get(key, list)
        if most is not None and len(items) > most:
            self.fail(f"最多 {most} 项", key)
        for index, item in enumerate(items):
            yield Table(item, self._source, f"{self._below(key)}[{index}]", self._error)

    def done(self) -> None:
        """Raises if the table holds a key that nobody asked for."""
        for key in self._data:
            if key not in self._known:
                self.fail("是不认识的项，请检查拼写", key)

    def unique(self, items: tuple[Value, ...], key_of: Callable[[Value], object], key: str) -> None:
        """Raises if two items have the same key."""
        seen: set[object] = set()
        for index, item in enumerate(items):
            if key_of(item) in seen:
                self.fail(f"重复：{key_of(item)}", f"{key}[{index}]")
            seen.add(key_of(item))

    def _fail_missing(self, key: str) -> NoReturn:
        """Names the misspelt key rather than the one that is missing because of it."""
        others = [name for name in self._data if name not in self._known]
        others = [name for name in others[:_MOST_GUESSED] if len(name) <= _LONGEST_KEY]
        if found := get_close_matches(key, others, n=1):
            self.fail(f"是不认识的项，应为 {self._below(key)}", found[0])
        self.fail("缺少这一项", key)

    def _below(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key
