"""A child process that reads a spreadsheet: it may crash, hang or be ended, and nothing is lost.

The library that reads spreadsheets aborts its whole process where a file asks for more memory than
there is (python-calamine: a file of 4.6 kB does, calamine's issue 693) and cannot be interrupted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from gonghui_desktop.exchange.spreadsheet.child_argument import CHILD_ARGUMENT
from gonghui_desktop.exchange.spreadsheet.sheets import SpreadsheetError

DEADLINE = 45.0  # s, wall clock; the child has fewer seconds of the processor's time
_LARGEST_ANSWER = 200_000_000  # bytes
_BETWEEN_LOOKS = 0.05  # s
_PASSED_ON = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP")
"""Of the environment: what a system needs to start a process at all."""


def answer_of_child(data: bytes, is_cancelled: Callable[[], bool]) -> bytes:
    """What the child answers to a spreadsheet.

    Args:
        data: the file.
        is_cancelled: asked every 50 ms, from the calling thread; ``True`` ends the child.

    Raises:
        SpreadsheetError: it crashed, took too long, or it was cancelled.
    """
    end = time.monotonic() + DEADLINE
    with _started() as child:
        answer: list[bytes] = []
        talk = threading.Thread(target=_talk, args=(child, data, answer), daemon=True)
        talk.start()
        try:
            while talk.is_alive():
                talk.join(_BETWEEN_LOOKS)
                if is_cancelled():
                    raise SpreadsheetError("已取消，没有读入任何内容。")
                if time.monotonic() > end:
                    raise SpreadsheetError(_too_much("读了很久还没有读完"))
            code = child.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            raise SpreadsheetError(_too_much("读了很久还没有读完")) from error
        finally:
            child.kill()  # does nothing to one that has ended
            talk.join()
    if code != 0 or not answer or len(answer[0]) > _LARGEST_ANSWER:
        raise SpreadsheetError(_too_much("里面的内容大得读不了，或者已损坏"))
    return answer[0]


def _too_much(what: str) -> str:
    return (
        f"{what}，请用 Excel 或 WPS 打开，把要导入的行复制到新的表格里，"
        "存为“Excel 工作簿（*.xlsx）”再导入。"
    )


def _talk(child: subprocess.Popen[bytes], data: bytes, answer: list[bytes]) -> None:
    """Hands the file over and takes the answer; ends when the child does."""
    assert child.stdin is not None
    assert child.stdout is not None
    with suppress(OSError), child.stdin:  # it has ended, or answered without the file
        child.stdin.write(data)
    answer.append(child.stdout.read(_LARGEST_ANSWER + 1))


def _started() -> subprocess.Popen[bytes]:
    """The child, waiting for a file; it shares nothing with this process but two pipes."""
    program = Path(sys.executable)
    try:
        return subprocess.Popen(  # noqa: S603 -- the program itself, and nothing from outside
            [sys.executable, *_source_arguments(), CHILD_ARGUMENT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=program.parent,
            env=_environment(),
            creationflags=_creation_flags(),
        )
    except OSError as error:
        raise SpreadsheetError(
            "读表格要用的程序启动不了，请关掉一些程序再试，"
            "或用 Excel 或 WPS 把表格另存为“CSV（逗号分隔）”再导入。"
        ) from error


def _creation_flags() -> int:
    """No console window that opens and closes, where the program has a console twin."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    return flags


def _is_frozen() -> bool:
    return bool(getattr(sys, "frozen", False))


def _source_arguments() -> list[str]:
    """What Python needs to run the program; the frozen program is one itself."""
    return [] if _is_frozen() else ["-s", "-P", "-m", "gonghui_desktop"]


def _environment() -> Mapping[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    if not _is_frozen():
        kept["PYTHONPATH"] = str(Path(__file__).resolve().parents[3])
    return kept
