"""The child process' side: a spreadsheet on standard input, its sheets as JSON on standard output.

Limits come first, then the file, then the library.
"""

from __future__ import annotations

import json
import os
import sys

from gonghui_desktop.exchange.spreadsheet.child_answer import FAULT, sheets_as_json
from gonghui_desktop.exchange.spreadsheet.confinement import ConfinementError, confine
from gonghui_desktop.exchange.spreadsheet.sheets import SpreadsheetError

_STANDARD_INPUT, _STANDARD_OUTPUT = 0, 1


def serve() -> int:
    """Reads one spreadsheet and answers; its exit code is 0 where there is an answer."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 -- there is none elsewhere

        for stream in (_STANDARD_INPUT, _STANDARD_OUTPUT):
            msvcrt.setmode(stream, os.O_BINARY)
    try:
        confine()
        with open(_STANDARD_INPUT, "rb", closefd=False) as given:
            answer = _answer(given.read())
    except ConfinementError:
        answer = {
            FAULT: "这台电脑上读这种表格不够安全，"
            "请用 Excel 或 WPS 把表格另存为“CSV（逗号分隔）”再导入。"
        }
    with open(_STANDARD_OUTPUT, "wb", closefd=False) as out:
        out.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return 0


def _answer(data: bytes) -> dict[str, object]:
    try:
        from gonghui_desktop.exchange.spreadsheet.workbooks import (  # noqa: PLC0415 -- limits first
            read_workbook,
        )
    except ImportError:  # taken away by an anti-virus program
        return {
            FAULT: "程序里读表格的部件不见了，请重新安装程序，"
            "或用 Excel 或 WPS 把表格另存为“CSV（逗号分隔）”再导入。"
        }
    try:
        return sheets_as_json(read_workbook(data))
    except SpreadsheetError as fault:
        return {FAULT: str(fault)}
