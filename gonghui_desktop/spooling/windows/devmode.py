"""DEVMODEW: a driver's settings as bytes, read and changed in place.

The first 220 bytes are Windows' own, what follows is the driver's. Layout and flags: ``wingdi.h``.
"""

from __future__ import annotations

import struct

from gonghui_desktop.spooling.values import Sides

_NAME = slice(0, 64)  # the printer, UTF-16
_VERSION, _SIZE, _EXTRA, _FIELDS = 66, 68, 70, 72  # offsets; of the driver, of the two parts
_ORIENTATION, _PAPER, _SCALE, _COPIES, _DUPLEX = 76, 78, 84, 86, 94
_FORM = slice(102, 166)  # the paper's name, UTF-16
LEAST = 172
"""Bytes up to the end of what is read or written here."""

_HAS_ORIENTATION, _HAS_PAPER, _HAS_LENGTH, _HAS_WIDTH = 0x1, 0x2, 0x4, 0x8
_HAS_COPIES, _HAS_DUPLEX, _HAS_FORM = 0x100, 0x1000, 0x10000
_UPRIGHT = 1
A4 = 9
"""DMPAPER_A4"""
_DUPLEX_OF = {Sides.ONE: 1, Sides.LONG_EDGE: 2}  # DMDUP_SIMPLEX, DMDUP_VERTICAL
_PAPERS = {
    1: "Letter",
    5: "Legal",
    7: "Executive",
    8: "A3",
    11: "A5",
    12: "B4",
    13: "B5",
    66: "A2",
    70: "A6",
    82: "明信片",
    93: "16K",
    94: "32K",
}
"""Names of DMPAPER_…, as they stand on paper trays."""


def is_of(settings: bytes, defaults: bytes) -> bool:
    """Whether settings are whole, and of the printer and driver that has these defaults.

    Settings of another driver can make one fail, or worse.
    """
    return (
        min(len(settings), len(defaults)) >= LEAST
        and len(settings) >= _length(settings)  # drivers may ask for more room than they fill
        and _length(settings) == _length(defaults)
        and settings[_NAME] == defaults[_NAME]
        and _short(settings, _VERSION) == _short(defaults, _VERSION)
    )


def for_forms(settings: bytes, sides: Sides, *, has_duplex: bool) -> bytes:
    """Settings for our pages: A4 upright, one copy, true to size; all else is left as it is.

    Whether the driver collates is its own affair: it is told one copy.

    Args:
        settings: of the driver.
        sides: of the paper.
        has_duplex: it can print on both; what a driver does not have, it is not told of.

    Returns:
        The settings; none where what is there is too short to be a driver's.
    """
    if len(settings) < LEAST:
        return b""
    changed = bytearray(settings)
    fields = _long(settings, _FIELDS) & ~(_HAS_LENGTH | _HAS_WIDTH | _HAS_FORM)
    fields |= _HAS_ORIENTATION | _HAS_PAPER | _HAS_COPIES | (_HAS_DUPLEX if has_duplex else 0)
    values = {
        _ORIENTATION: _UPRIGHT,
        _PAPER: A4,
        _SCALE: 100,  # without its flag: where the driver does not scale, nothing is told
        _COPIES: 1,
        _DUPLEX: _DUPLEX_OF[sides],
    }
    for offset, value in values.items():
        struct.pack_into("<h", changed, offset, value)
    struct.pack_into("<I", changed, _FIELDS, fields)
    changed[_FORM] = bytes(64)
    return bytes(changed)


def takes_forms(settings: bytes) -> bool:
    """Whether what the driver has made of :func:`for_forms` is A4, upright; nothing is not."""
    if len(settings) < LEAST:
        return False
    wanted = {_PAPER: (_HAS_PAPER, A4), _ORIENTATION: (_HAS_ORIENTATION, _UPRIGHT)}
    fields = _long(settings, _FIELDS)
    return all(
        not fields & flag or _short(settings, offset) == value
        for offset, (flag, value) in wanted.items()
    )


def loaded_paper(settings: bytes) -> str:
    """The paper that a printer's own settings name, if it is not A4; empty where it is unknown."""
    if len(settings) < LEAST or not _long(settings, _FIELDS) & _HAS_PAPER:
        return ""
    paper = _short(settings, _PAPER)
    if paper == A4:
        return ""
    form = settings[_FORM].decode("utf-16-le", "replace").partition("\0")[0]
    return _PAPERS.get(paper) or form


def _length(settings: bytes) -> int:
    return _short(settings, _SIZE) + _short(settings, _EXTRA)


def _short(settings: bytes, offset: int) -> int:
    (value,) = struct.unpack_from("<H", settings, offset)
    assert isinstance(value, int)
    return value


def _long(settings: bytes, offset: int) -> int:
    (value,) = struct.unpack_from("<I", settings, offset)
    assert isinstance(value, int)
    return value
