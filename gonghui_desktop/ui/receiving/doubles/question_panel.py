"""A question about units of the whole city: its forms side by side, and what a person decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.errors import one_line, short_line
from gonghui_desktop.services.receiving.city.city_decisions import (
    ANOTHER,
    PHRASES,
    SAME,
    CityQuestion,
    QuestionSide,
)
from gonghui_desktop.services.receiving.city.compared_sides import compared
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.receiving.copied_table import copied_table
from gonghui_desktop.ui.receiving.doubles.sides_table import SidesTable
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.composition import Composition
from gonghui_desktop.ui.widgets.enter_key import press_with_enter
from gonghui_desktop.ui.widgets.moments import moment_words
from gonghui_desktop.ui.widgets.phrase_menu import CAPTION, make_phrase_menu, with_phrase
from gonghui_desktop.ui.widgets.plain_tip import plain_tip

_LONGEST = 200  # characters of a reason
_ASK = "不是同一单位的，写明原因"
_NOTHING = "从上面选一处，两份并列对照，再定是不是同一单位。"


class QuestionPanel(QWidget):
    """Shows a question, and asks.

    Args:
        context: look, clock, and whether anything can be changed.
        parent: the owner.
    """

    opened = Signal(int, str)
    """Number of a submission to be opened, and id of its record."""
    same_chosen = Signal(object)
    """It is one unit; with the form that stays (``QuestionSide``), ``None`` where unknown."""
    another_chosen = Signal(str)
    """It is another unit; with the reason."""
    take_back_requested = Signal()

    def __init__(self, context: CommandContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asked: CityQuestion | None = None
        self.title = QLabel(_NOTHING)
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        mark(self.title, "role", "strong")
        self.sides = SidesTable(context.theme, self)
        self.open = _button("打开这一份", "question_open", self._open)
        self.reason = self._make_reason()
        self.another = _button(ANOTHER, "question_another", self._on_another)
        self.same = QPushButton(SAME)  # its menu asks which form stays
        self.same.setObjectName("question_same")
        self.barred = _button(f"{SAME}，不能再报", "question_barred", self._on_barred)
        self.take_back = _button("撤回", "question_take_back", self.take_back_requested.emit)
        self._decided = QLabel()
        self._asking = self._make_asking()
        self._answer = QStackedWidget()
        self._answer.addWidget(self._asking)
        self._answer.addWidget(self._make_decided())
        self._lay_out()
        self.sides.opened.connect(self._open_column)
        self.sides.copied.connect(self._copy)
        self.sides.selectionModel().currentChanged.connect(lambda _now, _before: self._name_open())
        self.show_question(None)

    def show_question(self, asked: CityQuestion | None) -> None:
        """Shows a question; ``None`` for none. What was typed for the same one stays."""
        is_other = asked is None or self._asked is None or asked.id != self._asked.id
        self._asked = asked
        for part in (self.sides, self._answer, self.open):
            part.setVisible(asked is not None)
        self.title.setText(_headline(asked) if asked else _NOTHING)
        if asked is None:
            return
        self.sides.show_rows(compared(asked))
        if is_other:
            self.reason.clear()
        self._answer.setCurrentIndex(0 if asked.is_open else 1)
        self._decided.setText(self._decision_words(asked))
        can_write = not (self._context.ws.is_past or self._context.ws.read_only)
        for button in (self.same, self.barred, self.another, self.take_back):
            button.setEnabled(can_write)
        self.same.setVisible(asked.barred is None)
        self.barred.setVisible(asked.barred is not None)
        self._fill_same(asked)
        self._name_open()

    def set_low(self, *, is_low: bool) -> None:
        """Gives the comparison the headline's room; the list's row says the same."""
        self.title.setVisible(not is_low)
        (self._foot if is_low else self._head).addWidget(self.open)

    def ask_reason(self) -> None:
        """Puts the caret where the reason is written, else on what takes the decision back."""
        (self.reason if self._answer.currentIndex() == 0 else self.take_back).setFocus()

    def _make_reason(self) -> QLineEdit:
        line = QLineEdit()
        Composition(line)
        line.setObjectName("question_reason")
        line.setAccessibleName(_ASK)
        line.setPlaceholderText(f"{_ASK}，如：地址、工会主席都不同，已向两家核实")
        line.setMaxLength(_LONGEST)
        line.returnPressed.connect(self._on_another)
        return line

    def _make_asking(self) -> QWidget:
        phrases = QPushButton(CAPTION)
        phrases.setObjectName("question_phrases")
        mark(phrases, "role", "quiet")
        phrases.setMenu(make_phrase_menu(PHRASES, self._add_phrase, phrases))
        page = QWidget()
        line = QHBoxLayout(page)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.reason, 1)
        line.addWidget(phrases)
        line.addWidget(self.another)
        line.addWidget(self.same)
        line.addWidget(self.barred)
        return page

    def _make_decided(self) -> QWidget:
        self._decided.setTextFormat(Qt.TextFormat.PlainText)
        self._decided.setWordWrap(True)
        self._decided.setObjectName("question_decided")
        page = QWidget()
        line = QHBoxLayout(page)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._decided, 1)
        line.addWidget(self.take_back)
        return page

    def _lay_out(self) -> None:
        self._head, self._foot = QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self.open)
        self._foot.addWidget(self._answer, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(8)
        column.addLayout(self._head)
        column.addWidget(self.sides, 1)
        column.addWidget(QFrame(self, frameShape=QFrame.Shape.HLine))
        column.addLayout(self._foot)
        for row in (self._head, self._foot):
            row.setSpacing(8)
        self.setTabOrder(self.sides, self.open)

    def _fill_same(self, asked: CityQuestion) -> None:
        before = self.same.menu()
        menu = QMenu(self.same)
        menu.setAccessibleName("保留哪一份")
        for side in asked.sides:
            title = one_line(side.title).replace("&", "&&")
            menu.addAction(f"保留{title}").triggered.connect(
                lambda _checked=False, kept=side: self.same_chosen.emit(kept)
            )
        menu.addAction("还没有定保留哪一份").triggered.connect(
            lambda _checked=False: self.same_chosen.emit(None)
        )
        self.same.setMenu(menu)
        if before is not None:
            before.deleteLater()

    def _on_barred(self) -> None:
        self.same_chosen.emit(None)

    def _on_another(self) -> None:
        self.another_chosen.emit(self.reason.text())

    def _add_phrase(self, phrase: str) -> None:
        self.reason.setText(with_phrase(self.reason.text(), phrase))
        self.reason.setFocus()

    def _open(self) -> None:
        self._open_column(max(self.sides.currentIndex().column(), 0))

    def _open_column(self, column: int) -> None:
        side = self._side(column)
        if side is not None:
            self.opened.emit(side.submission, side.record.record.id)

    def _side(self, column: int) -> QuestionSide | None:
        sides: Sequence[QuestionSide] = self._asked.sides if self._asked else ()
        return sides[column] if 0 <= column < len(sides) else None

    def _name_open(self) -> None:
        side = self._side(max(self.sides.currentIndex().column(), 0))
        self.open.setEnabled(side is not None)
        self.open.setToolTip(plain_tip(f"打开{one_line(side.title)}") if side else "")
        self.open.setAccessibleName(f"打开{one_line(side.title)}" if side else "打开这一份")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setMimeData(copied_table(self.sides.sides.lines()))
        told = "已复制对照表，可以粘贴到表格或文稿里。"
        self._context.notifications.notify("success", told)

    def _decision_words(self, asked: CityQuestion) -> str:
        decision = asked.decision
        if decision is None:
            return ""
        when = moment_words(decision.at, self._context.clock())
        who = f"{decision.who}，" if decision.who else ""
        words = f"{asked.verdict}：{decision.reason}" if not decision.is_same else decision.reason
        gone = "、".join(side.title for side in asked.gone)
        then = f"应退回：{gone}。" if gone else ""
        return one_line(f"{words}（{who}{when}）。{then}")


def _headline(asked: CityQuestion) -> str:
    """What is asked, in a sentence."""
    if asked.barred is not None:
        name = short_line(asked.sides[0].record.name)
        return one_line(f"“{name}”与{asked.barred.title}：{asked.why}")
    names = "与".join(dict.fromkeys(f"“{short_line(side.record.name)}”" for side in asked.sides))
    return one_line(f"{len(asked.sides)} 份申报表可能是同一单位：{names}，{asked.why}")


def _button(text: str, name: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    press_with_enter(button)
    button.clicked.connect(lambda _checked=False: act())
    return button
