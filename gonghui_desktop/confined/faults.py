"""Faults that cross from a child to its parent, and those that are the child's own."""

from __future__ import annotations

import json
import re
from enum import StrEnum

from gonghui_desktop import errors
from gonghui_desktop.errors import GonghuiError, InputError, PackageError

_LONGEST_SENTENCE = 2_000
_CODE = re.compile(r"[A-Z]\d{2}")
_KINDS: dict[str, type[GonghuiError]] = {
    kind.__name__: kind
    for kind in (
        GonghuiError,
        errors.FormDefinitionError,
        InputError,
        errors.StoreError,
        errors.DamagedError,
        errors.NewerDataError,
        errors.DataFileError,
        errors.FileError,
    )
}
"""What a child may raise in its parent, besides :class:`PackageError`."""


class Reason(StrEnum):
    """Why there is no answer, or no whole one."""

    CANCELLED = "cancelled"
    TIME = "time"
    MEMORY = "memory"
    OUTPUT = "output"
    CRASH = "crash"
    NO_CHILD = "no child"
    UNCONFINED = "unconfined"
    MISSING = "missing"


class ConfinedError(InputError):
    """A file that was not read, for a reason that is the reader's: one Chinese sentence.

    Attributes:
        reason: why.
    """

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class ForeignError(ValueError):
    """What came from a child is nothing that a child says."""


def fault_as_json(error: GonghuiError) -> bytes:
    """A fault as a child sends it: as its nearest class that a parent knows."""
    sentence, code = str(error), ""
    if isinstance(error, PackageError):
        code = error.code
        sentence = sentence.removesuffix(f"（代码 {code}）")
    known = next(each.__name__ for each in type(error).__mro__ if each.__name__ in _KINDS)
    told = {"kind": known, "sentence": sentence, "code": code}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def fault_in(data: bytes) -> GonghuiError:
    """The fault that a child has sent, to be raised.

    Raises:
        ForeignError: it is none.
    """
    told = json_in(data)
    kind, sentence, code = (told.get(key) for key in ("kind", "sentence", "code"))
    if not isinstance(sentence, str) or not isinstance(kind, str) or not isinstance(code, str):
        raise ForeignError("fault")
    shown = printable(sentence, _LONGEST_SENTENCE)
    if _CODE.fullmatch(code):
        return PackageError(code, shown)
    if kind not in _KINDS:
        raise ForeignError("kind of fault")
    return _KINDS[kind](shown)


def json_in(data: bytes) -> dict[str, object]:
    """The object that a message is.

    Raises:
        ForeignError: it is none.
    """
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ForeignError("JSON") from error
    if not isinstance(told, dict):
        raise ForeignError("object")
    return told


def printable(text: str, most: int) -> str:
    """At most so many characters, with a sign in the place of each that cannot be seen."""
    unseen = "\N{REPLACEMENT CHARACTER}"
    return "".join(each if each.isprintable() else unseen for each in text[:most])
