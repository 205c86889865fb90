"""What a process and its children have taken, by Linux' own count."""

from __future__ import annotations

import ctypes
import gc
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_TICKS = 100  # of Linux in a second, to programs on every machine: USER_HZ
_PROC = Path("/proc")


def children() -> list[int]:
    """Ids of the processes that this one has started and that are there still."""
    found: list[int] = []
    for task in (_PROC / "self" / "task").iterdir():
        with suppress(OSError):
            found += map(int, (task / "children").read_text().split())
    return found


def settle() -> None:
    """Gives back what is free: what earlier files have left is not of the next one.

    glibc keeps what was freed, in an arena for each thread that there ever was: after 4,000 files
    150 MB. ``malloc_trim`` gives it back.
    """
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def forget_peak() -> None:
    """From now on the peak of memory is counted anew."""
    with suppress(OSError):
        (_PROC / "self" / "clear_refs").write_text("5")


def peak(process: int | str = "self") -> int:
    """The most memory (bytes) that a process has had; 0 if it is gone."""
    with suppress(OSError):
        for line in (_PROC / str(process) / "status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


def seconds_of(processes: Iterable[int]) -> float:
    """Of the processor, by these children, and by all that have ended."""
    ended = os.times()
    return sum(map(_seconds_of, processes)) + ended.children_user + ended.children_system


def _seconds_of(process: int) -> float:
    with suppress(OSError, IndexError):
        fields = (_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS
    return 0.0
