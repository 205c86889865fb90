"""Names of files made of what people type: the one rule for all of them. Standard library only."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection
from itertools import chain, count
from pathlib import Path

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
# Controls, marks that turn the direction of writing or take no room, halves of characters, line
# ends: a name with one of them looks like another.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and a symbol by category, and blank to the eye."""
_AT_NO_END = " .-~"
"""Hidden files, options of commands and files of an open Word begin so; Windows drops blanks and
dots at the end."""
_LONGEST_NAME = 100
"""Bytes in UTF-8; a file's name has 255 at the most, on some systems less."""
# Microsoft, "Naming Files, Paths, and Namespaces"; with any suffix, and with blanks before it.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.I)


def file_name(text: str) -> str:
    """Turns a text into a file name that is valid, and looks as it is, on every system.

    At most 100 bytes, cut between characters; NFC, as names of files are compared.
    """
    seen = "".join(map(_in_name, unicodedata.normalize("NFC", text)))
    name = " ".join(seen.split()).strip(_AT_NO_END)
    if is_device(name):
        name = f"_{name}"
    return _shortened(name).rstrip(_AT_NO_END) or "未命名"


def is_device(name: str) -> bool:
    """Whether Windows takes a name for a device's, whatever folder it is in."""
    return _DEVICE.fullmatch(name) is not None


def _shortened(name: str) -> str:
    """As much of it as a name may be long; no accent is torn from its letter."""
    short = name.encode()[:_LONGEST_NAME].decode(errors="ignore")
    while short != name and unicodedata.category(name[len(short)]).startswith("M"):
        name, short = short, short[:-1]
    return short


def _in_name(char: str) -> str:
    if unicodedata.category(char) in _UNSEEN:
        return " " if char.isspace() else ""
    if char in _FILLERS:
        return " "
    return _NOT_IN_NAMES.sub(" ", char)


def free_path(folder: Path, name: str, suffix: str, taken: Collection[Path] = ()) -> Path:
    """A path in a folder for a file of that name, where no file is yet.

    Args:
        folder: where.
        name: made by :func:`file_name`.
        suffix: with its dot.
        taken: paths that are to be written, too.
    """
    numbered = (f"{name}（{number}）" for number in count(2))
    paths = (folder / f"{each}{suffix}" for each in chain([name], numbered))
    return next(path for path in paths if path not in taken and not os.path.lexists(path))
