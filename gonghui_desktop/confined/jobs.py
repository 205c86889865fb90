"""What may be asked of a child: jobs, their limits, and what to tell where they are exceeded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Job: TypeAlias = Callable[[bytes, Mapping[str, object]], Iterable[bytes]]
"""What a child does: the file and parameters (JSON values) to the answer, in pieces.

It runs under limits, may be ended at any moment and answers with bytes alone, which its other half
in the parent checks. A :class:`~gonghui_desktop.errors.GonghuiError` that it raises is raised in
the parent again. Pieces are sent as they come; where one ends and the next begins is not kept (see
:func:`lines_of`).
"""

Jobs: TypeAlias = Mapping[str, Callable[[], Job]]
"""Jobs by name, each behind a function that imports it: limits first, then the library."""

MOST_MEMORY = 300_000_000  # bytes
HIGHEST_MEMORY = 2_000_000_000  # bytes; no job gets more, whatever it asks for


@dataclass(frozen=True)
class Limits:
    """What a job may take.

    Attributes:
        memory: bytes of address space, everything counted: the interpreter, the file, the work.
        seconds: of the processor's time.
        wall: seconds that the caller waits for pieces, in all; a busy machine needs more of them.
        output: bytes of the answer.
    """

    memory: int = MOST_MEMORY
    seconds: float = 5.0
    wall: float = 45.0
    output: int = 200_000_000


@dataclass(frozen=True)
class Remedy:
    """What to do with a file that could not be read, Chinese clauses without a full stop.

    Attributes:
        smaller: where it takes too much.
        instead: where no child can work on this computer; empty where there is nothing.
    """

    smaller: str = "请核对文件，或请对方重新导出再发来"
    instead: str = ""


def never() -> bool:
    """Not cancelled."""
    return False


def lines_of(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of an answer, without their ends, as they come."""
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines
    if rest:
        yield rest
