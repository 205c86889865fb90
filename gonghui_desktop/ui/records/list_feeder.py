"""Background work for the list: counting open points, and what searching and sorting need."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.record import Record
from gonghui_desktop.services import name_search
from gonghui_desktop.services.checking import record_findings
from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import LatestOnly, Task, TaskRunner
from gonghui_desktop.ui.records.list_order import Order, kept_order, order_key, order_text
from gonghui_desktop.ui.records.record_model import RecordModel
from gonghui_desktop.ui.records.record_panel import RecordPanel
from gonghui_desktop.ui.widgets.severity import OpenPoints, open_points


class ListFeeder(QObject):
    """Answers what a list asks for, and keeps its order from run to run.

    Args:
        ws: the workspace.
        tasks: where it works.
        model: the list's model.
        panel: the list.
        form_id: id of the records' form.
        failed: receives a Chinese sentence when something could not be read.
    """

    def __init__(
        self,
        ws: Workspace,
        tasks: TaskRunner,
        model: RecordModel,
        panel: RecordPanel,
        form_id: str,
        failed: Callable[[str], None],
    ) -> None:
        super().__init__(panel)
        self._ws = ws
        self._tasks = tasks
        self._model = model
        self._panel = panel
        self._key = order_key(form_id)
        self._failed = failed
        self._keeping = LatestOnly[None](tasks, lambda _kept: None, self._on_error, owner=self)
        self._typing = LatestOnly[str](tasks, self._go_to_name, self._on_error, owner=self)
        model.name_keys_requested.connect(self._compute_keys)
        panel.header.order_chosen.connect(self._on_order_chosen)
        panel.view.name_typed.connect(self._on_name_typed)
        self._restore_order()

    def count_points(self) -> None:
        """Counts open points from now on whenever the list asks."""
        self._model.points_requested.connect(self._count_points)

    def _restore_order(self) -> None:
        order, is_backwards = kept_order(setting(self._ws, self._key))
        self._show_order(order, backwards=is_backwards)

    def _on_order_chosen(self, order: Order, backwards: bool) -> None:
        self._show_order(order, backwards=backwards)
        text = order_text(order, backwards=backwards)
        self._keeping.submit(lambda _task: keep_settings(self._ws, {self._key: text}))

    def _show_order(self, order: Order, *, backwards: bool) -> None:
        self._model.set_order(order, backwards=backwards)
        self._panel.header.show_order(order, backwards=backwards)

    def _count_points(self, wanted: list[Record]) -> None:
        self._tasks.run(
            lambda task: _count_open_points(self._ws, wanted, task),
            lambda counts: self._model.set_points(counts, wanted),
            self._on_error,
            owner=self,
        )

    def _compute_keys(self, names: list[str]) -> None:
        self._tasks.run(
            lambda task: _name_keys(names, task),
            self._model.set_name_keys,
            self._on_error,
            owner=self,
        )

    def _on_name_typed(self, text: str) -> None:
        if name_search.has_readings() or not name_search.needs_readings(text):
            self._go_to_name(text)
        else:
            self._typing.submit(lambda _task: _after_loading(text))

    def _go_to_name(self, text: str) -> None:
        """Goes to the next record whose name begins so; with more typed, the same may do."""
        current = self._panel.view.currentIndex().row()
        after = max(current, 0) + (1 if len(text) == 1 else 0)
        row = self._model.row_beginning_with(text, after)
        if row >= 0:
            self._panel.view.setCurrentIndex(self._model.index(row))

    def _on_error(self, error: GonghuiError) -> None:
        self._failed(str(error))


def _count_open_points(
    ws: Workspace, records: Sequence[Record], task: Task
) -> dict[str, OpenPoints]:
    """Counts per record id what keeps the record from being final."""
    counts = {}
    for number, record in enumerate(records, 1):
        counts[record.id] = open_points(record_findings(ws, record))
        task.report(number, len(records))
    return counts


def _name_keys(names: Sequence[str], task: Task) -> dict[str, str]:
    keys = {}
    for number, name in enumerate(names, 1):
        keys[name] = name_search.sort_key(name)
        task.report(number, len(names))
    return keys


def _after_loading(text: str) -> str:
    name_search.load_readings()
    return text
