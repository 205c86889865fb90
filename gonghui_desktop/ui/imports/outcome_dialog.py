"""Dialog with the outcome of an import, record by record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QPushButton, QWidget

from gonghui_desktop.model.replies import ReplyKind
from gonghui_desktop.services.imports.outcomes import ImportOutcome
from gonghui_desktop.ui.commands.list_dialog import ListDialog
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.theme.theme import Theme

_SIZE = QSize(720, 520)
_MOST_NAMED = 3
_MOST_LINES = 300  # more take the window seconds, and nobody reads them
_ICONS = (
    ("octagon-alert", "error"),
    ("copy", "info"),
    ("triangle-alert", "warning"),
    ("info", "info"),
    ("triangle-alert", "warning"),
    ("circle-check", "success"),
)
"""Of what was refused, of what is there already, of a file's fault, of what became of a table, of
what somebody must look at, of all else."""
_HINT = "选一行，按回车或双击，打开那一份申报表。"


class OutcomeDialog(ListDialog):
    """Lists the records: refused, there already, to be looked at, then the others.

    What is there already was left out; it has a box to tick, and a button takes it in all the same.
    A line that is activated leads to its record. Of very many, the first are listed.
    """

    jump = Signal(str, str)
    """Record id and field id to go to; emitted after the dialog has closed."""

    again = Signal(object)
    """Emitted with the outcomes of the records to be taken in as new; the dialog has closed."""

    def __init__(
        self, theme: Theme, outcomes: Sequence[ImportOutcome], parent: QWidget | None
    ) -> None:
        ordered = sorted(outcomes, key=_order)
        self._take = QPushButton()
        self._take.setObjectName("outcome.again")
        self._take.setAutoDefault(False)
        lines = [
            (
                theme.icon(*_ICONS[_order(outcome)]),
                f"{'' if outcome.accepted else '未导入　'}{outcome.message}",
            )
            for outcome in ordered[:_MOST_LINES]
        ]
        if more := _more_words(ordered[_MOST_LINES:]):
            lines.append((theme.icon("info", "info"), more))
        has_records = any(outcome.record_id for outcome in outcomes)
        super().__init__(
            "导入结果",
            outcome_words(outcomes),
            lines,
            parent,
            (self._take,),
            _HINT if has_records else "",
        )
        self.setObjectName("outcome_dialog")
        resize_within_screen(self, _SIZE)
        self._listed = ordered[:_MOST_LINES]
        self._unlisted = [each for each in ordered[_MOST_LINES:] if each.left_out is not None]
        self._left_out = [
            (self.view.item(row), outcome)
            for row, outcome in enumerate(self._listed)
            if outcome.left_out is not None
        ]
        for item, _ in self._left_out:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self._take.setVisible(bool(self._left_out))
        self._take.clicked.connect(self._on_take)
        self.view.itemChanged.connect(self._show_count)
        self.view.itemActivated.connect(self._on_activated)
        self._show_count()

    def _chosen(self) -> list[ImportOutcome]:
        """What is ticked; all where nothing is."""
        ticked = [
            outcome
            for item, outcome in self._left_out
            if item.checkState() is Qt.CheckState.Checked
        ]
        return ticked or [*(outcome for _, outcome in self._left_out), *self._unlisted]

    def _show_count(self) -> None:
        chosen = len(self._chosen())
        is_all = chosen == len(self._left_out) + len(self._unlisted)
        which = "全部" if is_all else f"勾选的 {chosen} 份"
        self._take.setText("仍作为新表导入" if chosen == 1 else f"{which}仍作为新表导入")

    def _on_activated(self, item: QListWidgetItem) -> None:
        row = self.view.row(item)
        outcome = self._listed[row] if row < len(self._listed) else None
        if outcome is not None and outcome.record_id:
            self.accept()
            self.jump.emit(outcome.record_id, outcome.first_doubt if outcome.is_new else "")

    def _on_take(self) -> None:
        chosen = self._chosen()
        self.accept()
        self.again.emit(chosen)


def _order(outcome: ImportOutcome) -> int:
    """Where an outcome stands: what asks for something comes first."""
    if not outcome.accepted:
        return 0
    if outcome.left_out is not None:
        return 1
    if (taken := outcome.reply) is not None and taken.reply.kind is ReplyKind.RECEIPT:
        return 5 if taken.is_new and not taken.is_older else 3
    if outcome.is_notice:
        return 2 if outcome.sheet is None else 3
    return 4 if outcome.needs_look else 5


def _more_words(outcomes: Sequence[ImportOutcome]) -> str:
    """What is said of those that are not listed; empty for none."""
    unsure = sum(outcome.is_new and outcome.needs_look for outcome in outcomes)
    look = f"，其中 {unsure} 份有要核对的栏目" if unsure else ""
    return f"另有 {len(outcomes)} 份没有逐条列出{look}。" if outcomes else ""


def outcome_words(outcomes: Sequence[ImportOutcome]) -> str:
    """A summary such as ``已导入 5 份申报表，1 份未导入（中山区总工会报送）``."""
    replies = Counter(each.reply.reply.kind for each in outcomes if each.reply is not None)
    outcomes = [outcome for outcome in outcomes if not outcome.is_notice]
    accepted = sum(outcome.accepted for outcome in outcomes)
    refused = len(outcomes) - accepted
    left_out = sum(outcome.left_out is not None for outcome in outcomes)
    same = sum(outcome.accepted and not outcome.is_new for outcome in outcomes) - left_out
    new = accepted - same - left_out
    unsure = sum(outcome.is_new and outcome.needs_look for outcome in outcomes)
    words = [f"收到{kind.label} {count} 份" for kind, count in replies.items()]
    words += [f"已导入 {new} 份申报表"] if new or not (same or left_out or refused or words) else []
    words += [f"其中 {unsure} 份有要核对的栏目"] if unsure else []
    words += [f"{left_out} 份与已有的完全相同，没有再导入"] if left_out else []
    words += [f"{same} 份本来就有，未改动"] if same else []
    words += [f"{refused} 份未导入"] if refused else []
    senders = list(dict.fromkeys(outcome.sender for outcome in outcomes if outcome.sender))
    named = "、".join(senders[:_MOST_NAMED]) + ("等" if len(senders) > _MOST_NAMED else "")
    return "，".join(words) + (f"（{named}报送）" if named else "")
