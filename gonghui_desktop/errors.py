"""Errors that a clerk can do something about.

Every class here carries one Chinese sentence that names the thing and says what to do. Anything
else that is raised is a bug and belongs to the crash path. Standard library only.
"""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("[\t-\r\x1c-\x1e\x85\u2028\u2029]+")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
"""Controls, marks that turn the order of writing, what takes no room, halves of characters."""

_SHORT, _LONG = 100, 2000  # characters


def one_line(text: str) -> str:
    """A text in one line, with a mark for each character that is not seen but does something."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", _LINE_ENDS.sub(" ", text))


def short_line(text: str) -> str:
    """As :func:`one_line`, of a name or an answer: no longer than anybody reads in passing."""
    return _at_most(one_line(text[: _SHORT + 1]), _SHORT)


def few_lines(text: str) -> str:
    """What somebody else has written, line by line, as :func:`one_line` does it; bounded."""
    lines = text[: _LONG + 1].splitlines()
    return _at_most("\n".join(map(one_line, lines)), _LONG)


def _at_most(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


class GonghuiError(Exception):
    """An expected fault: ``str(error)`` is one Chinese sentence fit for a clerk.

    It may name a file or quote what stands in one: see :func:`one_line`.
    """

    def __init__(self, sentence: str = "") -> None:
        super().__init__(one_line(sentence))

    def put_behind(self, words: str) -> None:
        """Puts words in front of the sentence, such as what was done before the fault."""
        self.args = (one_line(f"{words}{self}"),)


class FormDefinitionError(GonghuiError):
    """A form or campaign file (TOML) is wrong; the sentence names the file and the key path."""


class InputError(GonghuiError):
    """What was handed in (a file, an argument) cannot be used as it is."""


class StoreError(GonghuiError):
    """The data folder or the database cannot be used: no permission, disk full, locked."""


class StoreBusyError(StoreError):
    """Another program is writing into the database; it works again by itself soon."""


class DamagedError(StoreError):
    """One record, or something of it, cannot be read; all others can."""


class NewerDataError(StoreError):
    """A newer version of the program has made the database; this one may look at it."""


class DataFileError(StoreError):
    """The database itself is at fault (damaged, emptied, another program's, gone).

    Trying again does not help; a backup can take its place.
    """


class FileError(GonghuiError):
    """A file of the user's cannot be read or written."""


class PackageError(GonghuiError):
    """A submission package fails a check.

    Attributes:
        code: short code that a clerk reads out on the telephone, such as ``B03``.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{sentence}（代码 {code}）")
        self.code = code
