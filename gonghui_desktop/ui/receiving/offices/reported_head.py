"""The line above the table of offices: five numbers, the bar, and who has not reported."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gonghui_desktop.services.checking import deadline_summary
from gonghui_desktop.services.receiving.office_table import OfficeTable
from gonghui_desktop.services.receiving.table_words import missing_text, percent, sums
from gonghui_desktop.services.reporter import current_reporter
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.receiving.offices.reported_bar import ReportedBar
from gonghui_desktop.ui.receiving.today import today_of
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.enter_key import press_with_enter
from gonghui_desktop.ui.widgets.flow_row import FlowRow

_ONCE = "同一单位只计一次：报了几份、几家都报了它的，算 1 个，所以比各表的份数之和少。"


class ReportedHead(QWidget):
    """How far the campaign is.

    Args:
        context: what it works with.
        parent: the owner.
    """

    missing_requested = Signal()
    """Those who have not reported are to be shown."""

    def __init__(self, context: CommandContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reported_head")
        self._context = context
        self._missing_text = ""
        self._missing_count = 0
        self._has_bar = False  # until there is a table
        self._is_low = False
        self.expected = _Figure("reported_expected")
        self.reported = _Figure("reported_reported")
        self.on_time = _Figure("reported_on_time")
        self.units = _Figure("reported_units")
        self.deadline = _Figure("reported_deadline")
        self.bar = ReportedBar(context.theme, self)
        self.missing = self._make_button("missing_show", self.missing_requested.emit)
        self.copy = self._make_button("missing_copy", self._copy_missing)
        self.copy.setText("复制催报名单")
        self.copy.setIcon(context.theme.icon("copy", "muted"))
        self.copy.setToolTip("把没有报送的单位复制成一段话，可以贴到短信、微信或通知里")
        for part in (self.missing, self.copy, self.bar):
            part.hide()
        self._lay_out()

    def show_table(self, table: OfficeTable) -> None:
        """Shows the sums of a table."""
        ws, totals = self._context.ws, table.totals
        campaign = ws.campaign
        self.expected.show_words("应报", f"{totals.expected} 家")
        reported = totals.reported if totals.expected else totals.unexpected  # without a list
        self._show_share(self.reported, "已报", reported, totals.expected)
        for figure in (self.expected, self.on_time):
            figure.setVisible(bool(totals.expected))
        self._show_share(self.on_time, "按时", totals.on_time, totals.expected)
        forms = [
            f"{form.number}：{totals.by_form[form.id]} 份"
            for form in campaign.forms
            if totals.by_form.get(form.id)
        ]
        own = current_reporter(ws)
        total = campaign.total_at(own.kind) if own is not None else 0
        of = f" / {total}" if total else ""
        self.units.show_words(campaign.unit, f"{totals.units}{of}", "，".join(forms))
        is_doubled = sum(totals.by_form.values()) != totals.units
        self.units.setToolTip(_ONCE if is_doubled else "")
        left = deadline_summary(ws, today_of(self._context))
        self.deadline.show_words("", left)
        self.bar.show_table(table)
        self._has_bar = bool(totals.expected)
        self._show_room()
        self._missing_text = missing_text(campaign, table, today_of(self._context))
        self._missing_count = len(table.missing)
        self.missing.setText(f"还有 {self._missing_count} 家未报")
        for button in (self.missing, self.copy):
            button.setVisible(bool(self._missing_count))
        self.setAccessibleName(sums(campaign, table, total))

    def set_low(self, *, is_low: bool) -> None:
        """Leaves out what can be seen elsewhere, where the rows below need the room."""
        if is_low is not self._is_low:
            self._is_low = is_low
            self._show_room()

    def _show_room(self) -> None:
        self.bar.setVisible(self._has_bar and not self._is_low)
        self.deadline.setVisible(not self._is_low)
        self.units.show_more(shown=not self._is_low)

    def _show_share(self, figure: _Figure, caption: str, part: int, whole: int) -> None:
        share = percent(part, whole) if whole else ""
        figure.show_words(caption, f"{part} 家", share)

    def _copy_missing(self) -> None:
        QGuiApplication.clipboard().setText(self._missing_text)
        self._context.notifications.notify(
            "success",
            f"已复制 {self._missing_count} 家未报单位的催报名单，可以粘贴到短信、微信或通知里。",
        )

    def _make_button(self, name: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setAutoDefault(False)
        mark(button, "role", "quiet")
        press_with_enter(button)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _lay_out(self) -> None:
        figures = (self.expected, self.reported, self.on_time, self.units, self.deadline)
        flow = FlowRow([*figures, self.missing, self.copy], self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 4)
        column.setSpacing(6)
        column.addWidget(flow)
        column.addWidget(self.bar)


class _Figure(QWidget):
    """A number with what it is of, and more of it behind."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._caption, self._value, self._more = QLabel(), QLabel(), QLabel()
        mark(self._caption, "role", "hint")
        mark(self._value, "role", "strong")
        mark(self._more, "role", "hint")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 14, 0)
        row.setSpacing(6)
        for label in (self._caption, self._value, self._more):
            label.setTextFormat(Qt.TextFormat.PlainText)
            row.addWidget(label)

    @property
    def words(self) -> str:
        """All of it."""
        parts = (self._caption.text(), self._value.text(), self._more.text())
        return " ".join(filter(None, parts))

    def show_words(self, caption: str, value: str, more: str = "") -> None:
        """Shows a number."""
        for label, text in ((self._caption, caption), (self._value, value), (self._more, more)):
            label.setText(text)
            label.setVisible(bool(text))

    def show_more(self, *, shown: bool) -> None:
        """Shows what stands behind the number, or leaves it out."""
        self._more.setVisible(shown and bool(self._more.text()))
