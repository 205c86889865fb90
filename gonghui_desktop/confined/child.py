"""The child's side: one request after another on standard input, answers on standard output.

Limits come first, then the file, then the library that reads it.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
import traceback
from collections.abc import Iterable, Mapping
from typing import BinaryIO

from gonghui_desktop.confined.confinement import Confinement, ConfinementError
from gonghui_desktop.confined.faults import ForeignError, fault_as_json, json_in
from gonghui_desktop.confined.jobs import MOST_MEMORY, Jobs
from gonghui_desktop.confined.messages import Kind, exactly, receive, send
from gonghui_desktop.errors import GonghuiError

_STANDARD_INPUT, _STANDARD_OUTPUT = 0, 1
_FULL = 65_536  # bytes that are worth a message
_MOST_AT_ONCE = 1_000_000  # bytes of a message
_SILENT = 0.05  # s after which a piece is sent however small it is
_LARGE = MOST_MEMORY // 2  # a child that keeps more has not enough left for the next file


def serve(jobs: Jobs) -> int:
    """Answers requests until standard input ends; the exit code of the process.

    Args:
        jobs: those that may be asked for.
    """
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 -- there is none elsewhere

        for stream in (_STANDARD_INPUT, _STANDARD_OUTPUT):
            msvcrt.setmode(stream, os.O_BINARY)
    with (
        open(_STANDARD_INPUT, "rb", closefd=False) as given,
        open(_STANDARD_OUTPUT, "wb", closefd=False) as out,
    ):
        try:
            confinement = Confinement()
        except ConfinementError:
            send(out, Kind.UNCONFINED)
            return 1
        send(out, Kind.READY)
        while _answered(jobs, confinement, given, out):
            gc.collect()
        return 0


def _answered(jobs: Jobs, confinement: Confinement, given: BinaryIO, out: BinaryIO) -> bool:
    """Answers one request; whether there may be another."""
    message = receive(given)
    if message is None:
        return False
    kind, body = message
    if kind is not Kind.REQUEST:
        raise ForeignError("request")
    asked = json_in(body)
    confinement.allow(_number(asked, "memory"), _number(asked, "milliseconds") / 1000)
    kind, told = _worked(jobs, asked, given, out)
    is_large = confinement.memory() > _LARGE
    if kind is Kind.DONE and is_large:
        kind = Kind.LAST
    send(out, kind, told)
    return kind in (Kind.DONE, Kind.FAULT) and not is_large


def _worked(
    jobs: Jobs, asked: Mapping[str, object], given: BinaryIO, out: BinaryIO
) -> tuple[Kind, bytes]:
    """Sends the pieces of an answer; how it ends."""
    try:
        data = exactly(given, _number(asked, "size"))
        send(out, Kind.BEGUN)
        job = jobs[str(asked["job"])]()
        parameters = asked["parameters"]
        assert isinstance(parameters, dict)
        _send_pieces(job(data, parameters), out)
    except GonghuiError as error:
        return Kind.FAULT, fault_as_json(error)
    except MemoryError:
        return Kind.MEMORY, b""
    except ImportError:  # taken away by an anti-virus program
        return Kind.MISSING, b""
    except ForeignError:
        raise
    except Exception as error:  # noqa: BLE001 -- a bug: the parent logs where
        return Kind.BUG, _place_of(error)
    return Kind.DONE, b""


def _send_pieces(pieces: Iterable[bytes], out: BinaryIO) -> None:
    """Sends small pieces together, unless that would keep somebody waiting."""
    kept = bytearray()
    last = 0.0
    for piece in pieces:
        kept += piece
        now = time.monotonic()
        if len(kept) >= _FULL or now - last > _SILENT:
            _send_piece(kept, out)
            kept = bytearray()
            last = now
    _send_piece(kept, out)


def _send_piece(data: bytearray, out: BinaryIO) -> None:
    with memoryview(data) as view:
        for at in range(0, len(view), _MOST_AT_ONCE):
            send(out, Kind.PIECE, bytes(view[at : at + _MOST_AT_ONCE]))


def _number(asked: Mapping[str, object], name: str) -> int:
    number = asked.get(name)
    if not isinstance(number, int):
        raise ForeignError(name)
    return number


def _place_of(error: Exception) -> bytes:
    """Where something was raised, and what; never what it says, which may be out of the file."""
    frames = [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    told = {"places": "; ".join([*frames[-6:], type(error).__name__])}
    return json.dumps(told).encode()
