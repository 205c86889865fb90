"""Messages between a child and its parent: a letter, a length, that many bytes."""

from __future__ import annotations

import struct
from enum import Enum
from typing import IO

from gonghui_desktop.confined.faults import ForeignError

_HEAD = struct.Struct(">cI")
LONGEST = 16_000_000  # bytes of a message; files and long answers are none, or several


class Kind(Enum):
    """What a message says.

    Attributes:
        READY: the child is confined and waits.
        UNCONFINED: it cannot be confined, and ends.
        REQUEST: to the child: a job, its parameters, its limits, the size of the file behind it.
        BEGUN: it has the file.
        PIECE: of the answer.
        DONE: the answer is whole, and the child waits.
        LAST: the answer is whole; the child has grown large, and is to be ended.
        FAULT: a fault of the file's, a sentence.
        MEMORY: it took more memory than it may.
        MISSING: a library is not there.
        BUG: anything else was raised; where.
    """

    READY = b"R"
    UNCONFINED = b"U"
    REQUEST = b"A"
    BEGUN = b"B"
    PIECE = b"P"
    DONE = b"D"
    LAST = b"L"
    FAULT = b"F"
    MEMORY = b"M"
    MISSING = b"I"
    BUG = b"X"


def send(out: IO[bytes], kind: Kind, body: bytes = b"") -> None:
    """Sends a message at once.

    Raises:
        OSError: nobody listens any more.
    """
    out.write(_HEAD.pack(kind.value, len(body)) + body)
    out.flush()


def receive(given: IO[bytes]) -> tuple[Kind, bytes] | None:
    """The next message; ``None`` where the other side has ended between two.

    Raises:
        ForeignError: what comes is no message, or only a part of one.
        OSError: it cannot be read.
    """
    head = given.read(_HEAD.size)
    if not head:
        return None
    if len(head) < _HEAD.size:
        raise ForeignError("cut")
    letter, length = _HEAD.unpack(head)
    if length > LONGEST:
        raise ForeignError("length")
    try:
        kind = Kind(letter)
    except ValueError as error:
        raise ForeignError("kind") from error
    return kind, exactly(given, length)


def exactly(given: IO[bytes], size: int) -> bytes:
    """So many bytes, no less.

    Raises:
        ForeignError: the other side has ended before.
        OSError: it cannot be read.
    """
    data = given.read(size)  # in one piece, without a copy: ``given`` is buffered
    if len(data) < size:
        raise ForeignError("cut")
    return data
