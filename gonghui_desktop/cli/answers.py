"""What a command answers, for people and for programs, and its exit code.

Exit codes: 0 done, 1 findings or a failed check, 2 bad input or usage. Errors are one line in
Chinese on stderr; with ``--json`` every answer, errors too, is one JSON document on stdout.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

from gonghui_desktop.errors import GonghuiError, PackageError
from gonghui_desktop.exchange.strict_json import REPLACEMENT
from gonghui_desktop.model.findings import Finding
from gonghui_desktop.services.records import BlockedError

DONE, FINDINGS, BAD_INPUT = 0, 1, 2

# A terminal obeys controls (C0, C1); marks of direction turn what is written around them, and of
# what takes no room nobody sees that it is there. Line ends are dealt with apart.
_OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


class Answer:
    """What a command answers.

    Attributes:
        lines: for people, printed on stdout.
        data: for programs, printed as JSON instead.
        code: the exit code.
        error: one line for stderr, empty if there is none.
        warnings: further lines for stderr; they change no exit code.
    """

    def __init__(
        self, lines: Sequence[str], data: Mapping[str, object], code: int = DONE, error: str = ""
    ) -> None:
        self.lines = lines
        self.data = data
        self.code = code
        self.error = error
        self.warnings: tuple[str, ...] = ()

    def with_warnings(self, warnings: Sequence[str]) -> Answer:
        """The answer with sentences about what could not be used; all else was done."""
        self.warnings = tuple(warnings)
        if warnings:
            self.data = {**self.data, "warnings": list(warnings)}
        return self


def failure(error: GonghuiError) -> Answer:
    """The answer for an error: a failed check is 1, everything else bad input."""
    code = FINDINGS if isinstance(error, PackageError | BlockedError) else BAD_INPUT
    data: dict[str, object] = {"ok": False, "error": str(error)}
    if isinstance(error, PackageError):
        data["code"] = error.code
    if isinstance(error, BlockedError):
        data["findings"] = [finding_data(finding) for finding in error.findings]
    return Answer((), data, code, error=str(error))


def show(answer: Answer, as_json: bool) -> int:
    """Prints the answer and gives its exit code."""
    if as_json:
        text = json.dumps(answer.data, ensure_ascii=False, indent=2)
        _say(_OBEYED.sub(_as_escape, text), sys.stdout)
    else:
        for line in answer.lines:
            _say(_harmless(line), sys.stdout)
    for told in filter(None, (*answer.warnings, answer.error)):
        _say(_harmless(" ".join(told.split())), sys.stderr)
    return answer.code


def _harmless(line: str) -> str:
    """One line whatever stands in it, and nothing that a terminal obeys."""
    return _OBEYED.sub(REPLACEMENT, line.replace("\n", " ").replace("\t", " "))


def _as_escape(match: re.Match[str]) -> str:
    """The same character for whoever reads the JSON, and none for the terminal."""
    return f"\\u{ord(match[0]):04x}"


def _say(line: str, stream: TextIO | None) -> None:
    """Writes a line as UTF-8 whatever the console's encoding.

    A windowed Windows program has no streams at all.
    """
    if stream is not None:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
        try:
            stream.write(line + "\n")
            stream.flush()
        except BrokenPipeError:  # the reader has had enough, as `head` has: a quiet end
            _hush(stream)


def _hush(stream: TextIO) -> None:
    """Sends the rest nowhere, also what Python itself flushes at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def finding_data(finding: Finding) -> dict[str, object]:
    """A finding as JSON."""
    return {
        "severity": finding.severity.value,
        "message": finding.message,
        "record": finding.record_id,
        "field": finding.field,
        "explanation": finding.explanation,
        "blocks": finding.blocks,
    }
