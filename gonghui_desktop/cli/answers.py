"""What a command answers, for people and for programs, and its exit code.

Exit codes: 0 done, 1 findings or a failed check, 2 bad input or usage. Errors are one line in
Chinese on stderr; with ``--json`` every answer, errors too, is one JSON document on stdout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gonghui_desktop import terminal
from gonghui_desktop.errors import GonghuiError, PackageError
from gonghui_desktop.model.findings import Finding
from gonghui_desktop.services.records import BlockedError
from gonghui_desktop.spooling import SpoolError

DONE, FINDINGS, BAD_INPUT = 0, 1, 2


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
    """The answer for an error: a failed check, or printer, is 1, everything else bad input."""
    found = isinstance(error, PackageError | BlockedError | SpoolError)
    code = FINDINGS if found else BAD_INPUT
    data: dict[str, object] = {"ok": False, "error": str(error)}
    if isinstance(error, PackageError):
        data["code"] = error.code
    if isinstance(error, BlockedError):
        data["findings"] = [finding_data(finding) for finding in error.findings]
    return Answer((), data, code, error=str(error))


def show(answer: Answer, as_json: bool) -> int:
    """Prints the answer and gives its exit code."""
    if as_json:
        terminal.write_json(answer.data)
    else:
        for line in answer.lines:
            terminal.write_line(line)
    for told in filter(None, (*answer.warnings, answer.error)):
        terminal.write_error(told)
    return answer.code


def drafts_words(drafts: int) -> str:
    """What is said of drafts among the forms that were printed; empty if there are none."""
    return f"其中 {drafts} 份还有必须改的地方，表下注明“草稿”。" if drafts else ""


def finding_line(finding: Finding) -> str:
    """A finding as a line for people."""
    reason = f"（说明：{finding.explanation}）" if finding.explanation else ""
    return f"[{finding.severity.value}] {finding.message}{reason}"


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
