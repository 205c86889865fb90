"""Which columns of the table of offices are shown and how wide, from session to session."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer

from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.receiving.offices.offices_model import OfficesModel
from gonghui_desktop.ui.receiving.offices.offices_table import OfficesTable

_KEY = "receiving.offices.columns"
_SHOWN, _HIDDEN = "+", "-"
_WAIT = 400  # ms: a column that is drawn wider tells at every pixel
_MOST_DIGITS = 4


class ColumnMemory(QObject):
    """Restores the columns, and keeps them as they are changed.

    Args:
        context: where it is kept.
        table: the table.
        model: its columns.
    """

    def __init__(self, context: CommandContext, table: OfficesTable, model: OfficesModel) -> None:
        super().__init__(table)
        self._context = context
        self._table = table
        self._model = model
        self._timer = QTimer(self, singleShot=True, interval=_WAIT)
        self._timer.timeout.connect(self._keep)
        self._widths: dict[int, int] = {}  # that somebody has chosen, by column
        self._chosen: dict[int, bool] = {}  # whether somebody wants to see it, by column
        table.columns_changed.connect(self._timer.start)

    def restore(self) -> None:
        """Shows the columns that were shown, as wide as they were; others as wide as they need."""
        kept = _read(setting(self._context.ws, _KEY))
        for at, column in enumerate(self._model.columns):
            choice, _comma, width = kept.get(column.id, "").partition(",")
            if at and choice in (_SHOWN, _HIDDEN):
                self._chosen[at] = choice == _SHOWN
            if at and width.isdecimal() and len(width) <= _MOST_DIGITS:
                self._widths[at] = int(width)
        self.fit()

    def fit(self) -> None:
        """Shows what is to be shown, each as wide as it needs unless somebody has chosen."""
        self._table.show_columns(
            [
                self._chosen.get(at, not column.is_rare or self._model.says_something(at))
                for at, column in enumerate(self._model.columns)
            ]
        )
        columns = range(1, len(self._model.columns))
        self._table.fit_columns([at for at in columns if at not in self._widths])
        self._table.set_widths(self._widths)

    def show_column(self, at: int, *, shown: bool) -> None:
        """Shows or hides a column, for good."""
        self._chosen[at] = shown
        self.fit()
        self._timer.start()

    def start_over(self) -> None:
        """Shows the columns as they were before anybody had chosen."""
        self._chosen.clear()
        self._widths.clear()
        self.fit()
        self._timer.start()

    def _keep(self) -> None:
        for at in self._table.take_changed():
            self._widths[at] = self._table.columnWidth(at)
        words = []
        for at in sorted({*self._chosen, *self._widths}):
            choice = {True: _SHOWN, False: _HIDDEN, None: ""}[self._chosen.get(at)]
            width = self._widths.get(at, "")
            words.append(f"{self._model.columns[at].id}:{choice},{width}")
        ws, text = self._context.ws, " ".join(words)
        self._context.writer.run(
            lambda: keep_settings(ws, {_KEY: text}), _ignore, _ignore, patience=0.0
        )


def _read(text: str) -> Mapping[str, str]:
    """Column id to what was kept of it; strange data may have come with a backup."""
    parts = (part.partition(":") for part in text.split())
    return {column: word for column, _colon, word in parts}


def _ignore(_outcome: object) -> None:
    """Nobody is told what became of it."""
