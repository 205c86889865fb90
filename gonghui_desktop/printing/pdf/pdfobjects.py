"""PDF objects in the bytes that they have in the file (ISO 32000-1, 7.3)."""

from __future__ import annotations

from collections.abc import Iterable

from deflate import zlib_compress

_LEVEL = 1
"""libdeflate's fastest is twice as fast as zlib's and smaller, and gives the same bytes every time
and on every processor. ISA-L, twice as fast again, does not: 5 of 36,000 streams came out in other
bytes, each in a new process."""
_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\()"})


def dictionary(**entries: str | int) -> bytes:
    """A dictionary; its values are written as they are."""
    return f"<<\n{_lines(entries)}>>".encode("ascii")


def array(items: Iterable[str]) -> str:
    """An array of items as they are."""
    return f"[{' '.join(items)}]"


def text_string(text: str) -> str:
    """A text for readers to show (7.9.2.2)."""
    if text.isascii() and text.isprintable():
        return f"({text.translate(_SPECIAL)})"
    return f"<FEFF{text.encode('utf-16-be').hex()}>"


def stream(packed: bytes, **entries: str | int) -> bytes:
    """A stream.

    Args:
        packed: its content, deflated.
        entries: of its dictionary, besides filter and length.
    """
    return plain_stream(packed, Filter="/FlateDecode", **entries)


def plain_stream(content: bytes, **entries: str | int) -> bytes:
    """A stream whose content is there as it is."""
    head = f"<<\n/Length {len(content)}\n{_lines(entries)}>>\nstream\n"
    return b"".join((head.encode("ascii"), content, b"\nendstream"))


def deflate(content: bytes, level: int = _LEVEL) -> bytes:
    """A stream's content as the file has it."""
    return bytes(zlib_compress(content, level))


def _lines(entries: dict[str, str | int]) -> str:
    return "".join([f"/{key} {value}\n" for key, value in entries.items()])
