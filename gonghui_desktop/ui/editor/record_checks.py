"""Findings and the room left on the page, computed in the background during typing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.checking import record_findings, room_left
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import LatestOnly, TaskRunner


@dataclass(frozen=True)
class Checked:
    """The result of a check.

    Attributes:
        record: the state that was checked.
        findings: all of them.
        room: field id to the characters that still fit on its page, negative for too many.
    """

    record: Record
    findings: tuple[Finding, ...]
    room: Mapping[str, int]


class RecordChecks:
    """Checks the open record while it changes; of several requests the newest counts.

    Args:
        ws: the workspace.
        tasks: where it runs.
        done: receives each result, on the GUI thread.
        failed: receives an error that a clerk can mend, on the GUI thread.
        owner: no callback is made once Qt has deleted it.
    """

    def __init__(
        self,
        ws: Workspace,
        tasks: TaskRunner,
        done: Callable[[Checked], None],
        failed: Callable[[GonghuiError], None],
        owner: QObject,
    ) -> None:
        self._ws = ws
        self._latest = LatestOnly[Checked](tasks, done, failed, owner)

    def check(self, record: Record, pages: int) -> None:
        """Requests a check; ``pages`` is the number of pages that the record takes."""
        self._latest.submit(lambda _task: _check(self._ws, record, pages))

    def drop(self) -> None:
        """Cancels all requests."""
        self._latest.drop()


def _check(ws: Workspace, record: Record, pages: int) -> Checked:
    return Checked(record, record_findings(ws, record, pages), room_left(ws, record))
