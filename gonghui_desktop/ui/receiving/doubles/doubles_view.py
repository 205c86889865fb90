"""重复与历年典型: units that were put forward twice or are on the roster, and what is decided."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHeaderView,
    QLabel,
    QSplitter,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.services.receiving.city.city_decisions import (
    CityQuestion,
    QuestionSide,
    decide_another,
    decide_same,
    questions,
    take_back,
)
from gonghui_desktop.services.receiving.office_table import office_table
from gonghui_desktop.services.units import pairs
from gonghui_desktop.ui.background.refresher import Refresher
from gonghui_desktop.ui.background.tasks import while_there
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.undo_list import Deed
from gonghui_desktop.ui.receiving.copied_table import copied_table
from gonghui_desktop.ui.receiving.doubles.question_panel import QuestionPanel
from gonghui_desktop.ui.receiving.doubles.questions_model import (
    NAME,
    OTHER,
    REASON,
    WHY,
    QuestionFilter,
    QuestionsModel,
)
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.enter_key import press_with_enter
from gonghui_desktop.ui.widgets.flow_row import FlowRow

_EMPTY = {
    QuestionFilter.OPEN: (
        "没有待核对的。各单位所报的，名称相同、相近，或在历年典型名单上的，会列在这里。"
    ),
    QuestionFilter.DECIDED: "还没有核对过的。",
    QuestionFilter.ALL: "没有名称相同、相近的单位，也没有历年典型名单上的单位。",
}
_WIDTHS = {0: 130, WHY: 170, REASON: 250}
_LOW = 400  # pixels: at 150 % on the smallest screen there is less
_LOW_HEIGHTS = (1, 1000)  # of the list what it needs for a row
_HEIGHTS = (150, 330)  # pixels of the list and of the question below it


class QuestionList(QTreeView):
    """The list of questions."""

    copied = Signal()
    """All that is listed is to be copied."""

    def copy(self) -> None:
        """What 复制 calls on the list that has the focus."""
        self.copied.emit()


class DoublesView(QWidget):
    """Units that were put forward twice, or are on the roster.

    Args:
        context: what its commands work with.
        parent: the page.
    """

    submission_requested = Signal(int, str)
    """Number of a submission to be opened, and id of its record."""
    changed = Signal()
    """Something was decided, or taken back."""

    def __init__(self, context: CommandContext, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("doubles_view")
        mark(self, "ground", "surface")
        self._context = context
        self._then = while_there(self, self._on_decided)
        self._wanted = ""  # id of the question that is to be shown
        self._row = 0  # where it was
        self._is_low = False
        self.model = QuestionsModel(context.theme, self)
        self._group = QButtonGroup(self)
        self._chips = {each: self._make_chip(each) for each in QuestionFilter}
        self.list = self._make_list()
        self._empty = QLabel()
        self.panel = QuestionPanel(context, self)
        self._refresher = Refresher[list[CityQuestion]](
            context.tasks,
            lambda _task: questions(context.ws, office_table(context.ws)),
            self._show_questions,
            context.report,
            self,
        )
        self._lay_out()
        self._connect()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Gives the comparison more of the room where there is little."""
        super().resizeEvent(event)
        is_low = self.height() < _LOW
        if is_low is not self._is_low:
            self._is_low = is_low
            self.panel.set_low(is_low=is_low)
            self._split.setSizes(_LOW_HEIGHTS if is_low else _HEIGHTS)

    def reload(self) -> None:
        """Reads again what it shows, in the background."""
        self._refresher.refresh()

    def show_only(self, chosen: QuestionFilter) -> None:
        """Shows only the questions of a choice."""
        self._chips[chosen].setChecked(True)
        self._keep()
        self.model.set_filter(chosen)
        self._show_state()

    @property
    def current(self) -> CityQuestion | None:
        """The question that is shown."""
        index = self.list.currentIndex()
        return self.model.question(index.row()) if index.isValid() else None

    def _make_chip(self, each: QuestionFilter) -> QToolButton:
        chip = QToolButton()
        chip.setObjectName(f"questions_filter_{each.value}")
        chip.setText(each.word)
        chip.setCheckable(True)
        chip.setChecked(each is QuestionFilter.OPEN)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        mark(chip, "role", "chip")
        press_with_enter(chip)
        chip.clicked.connect(lambda _checked=False: self.show_only(each))
        self._group.addButton(chip)
        return chip

    def _make_list(self) -> QuestionList:
        view = QuestionList()
        view.setObjectName("questions_list")
        view.setAccessibleName("重复与历年典型")
        view.setModel(self.model)
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setAllColumnsShowFocus(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.ensurePolished()  # its header measures the rows, which are not measured again
        header = view.header()
        header.setObjectName("questions_header")
        header.setStretchLastSection(False)
        for column in (NAME, OTHER):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(48)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        return view

    def _lay_out(self) -> None:
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setObjectName("questions_empty")
        mark(self._empty, "role", "hint")
        chips = QWidget()
        row = QVBoxLayout(chips)
        row.setContentsMargins(16, 6, 16, 8)
        row.addWidget(FlowRow(list(self._chips.values()), chips))
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setObjectName("questions_split")
        self._split.addWidget(self.list)
        self._split.addWidget(self.panel)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 2)
        self._split.setSizes(_HEIGHTS)
        self._split.setChildrenCollapsible(False)
        self.setFocusProxy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(chips)
        column.addWidget(self._empty, 1)
        column.addWidget(self._split, 1)

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._show_panel())
        self.list.activated.connect(lambda _index: self.panel.ask_reason())
        self.list.copied.connect(self._copy)
        panel = self.panel
        panel.opened.connect(self.submission_requested)
        panel.same_chosen.connect(self._on_same)
        panel.another_chosen.connect(self._on_another)
        panel.take_back_requested.connect(self._on_take_back)

    def _show_questions(self, found: list[CityQuestion]) -> None:
        self._keep()
        self.model.set_questions(found)
        self._show_state()

    def _keep(self) -> None:
        """Notes which question is shown, so that it, or the next one, is shown afterwards."""
        if self.current is not None:
            self._wanted = self.current.id
        self._row = max(self.list.currentIndex().row(), 0)

    def _show_state(self) -> None:
        for each, count in self.model.counts.items():
            self._chips[each].setText(f"{each.word} {count}")
            self._chips[each].setAccessibleName(f"{each.word}，{count} 处")
            mark(self._chips[each], "empty", None if count else "true")
        has_rows = bool(self.model.rowCount())
        self._empty.setText(_EMPTY[self.model.filter])
        self._empty.setVisible(not has_rows)
        self._split.setVisible(has_rows)
        self.list.setColumnHidden(REASON, not self.model.has_reasons)
        if has_rows:
            row = self.model.row_of(self._wanted)
            row = min(self._row, self.model.rowCount() - 1) if row < 0 else row
            self.list.setCurrentIndex(self.model.index(row, 0))
        self._show_panel()

    def _show_panel(self) -> None:
        self.panel.show_question(self.current)

    def _on_same(self, kept: QuestionSide | None) -> None:
        asked = self.current
        if asked is not None:
            words = self.panel.reason.text()
            self._decide(asked, lambda: decide_same(self._context.ws, asked, kept, words))

    def _on_another(self, reason: str) -> None:
        asked = self.current
        if asked is not None:
            self._decide(asked, lambda: decide_another(self._context.ws, asked, reason))

    def _decide(self, asked: CityQuestion, write: Callable[[], object]) -> None:
        context = self._context

        def done(_decision: object) -> None:
            self._then(None)
            context.undo.push(
                "核对 是不是同一单位",
                Deed(lambda: pairs.forget(context.ws, asked.kind, asked.pair), self._then),
                Deed(write, self._then),
                (),
            )
            go_to_list()

        def failed(error: GonghuiError) -> None:
            context.report(error)
            ask_again()

        go_to_list = while_there(self, self.list.setFocus)
        ask_again = while_there(self, self.panel.ask_reason)
        context.write(write, done, failed)

    def _on_take_back(self) -> None:
        asked = self.current
        if asked is None or asked.decision is None:
            return
        context, decision = self._context, asked.decision

        def done(_nothing: object) -> None:
            self._then(None)
            context.undo.push(
                "撤回 核对的结果",
                Deed(lambda: pairs.decide_again(context.ws, decision), self._then),
                Deed(lambda: pairs.take_back(context.ws, decision), self._then),
                (),
            )
            text = "已撤回，这一处回到“待核对”里。"
            context.notifications.notify("success", text)

        context.write(lambda: take_back(context.ws, asked), done)

    def _on_decided(self, _nothing: object) -> None:
        self._context.refresh_progress()
        self.changed.emit()  # the page reads this view again, too

    def _copy(self) -> None:
        """Copies all that is listed, with the headings."""
        lines = self.model.lines(range(self.model.rowCount()))
        QGuiApplication.clipboard().setMimeData(copied_table(lines))
        told = f"已复制 {self.model.rowCount()} 处（带标题），可以粘贴到表格或文稿里。"
        self._context.notifications.notify("success", told)
