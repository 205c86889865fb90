"""What the last paper is: a sign, a colour and a word that need no reading, then the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gonghui_desktop.errors import short_line
from gonghui_desktop.services.receiving.papers.paper_match import PaperMatch, PaperResult
from gonghui_desktop.services.receiving.papers.paper_words import sentence_of
from gonghui_desktop.ui.receiving.paper.paper_scans import Scan
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.accessibility import announce
from gonghui_desktop.ui.widgets.comparison import ComparisonColumn, Side
from gonghui_desktop.ui.widgets.flow_row import FlowRow
from gonghui_desktop.ui.widgets.scrolled import Scrolled
from gonghui_desktop.ui.widgets.severity_icon import SeverityIcon

_SIDE = 40  # pixels of the sign
_WAITING = "请扫描"
_HINT = "用扫码枪扫盖章纸质表或报送单上的二维码；没有扫码枪的，输入二维码旁边的 13 位校验码。"


class PaperAnswer(QFrame):
    """Shows an answer; asks a person where the short code alone was given.

    Args:
        theme: look of the window.
        parent: the owner.
    """

    same_chosen = Signal()
    """Everything was compared and is the same."""
    return_chosen = Signal()
    """Something is not: it is to be sent back."""
    candidate_chosen = Signal(object)
    """The paper may be this one (``PaperMatch``), too."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper_answer")
        self._theme = theme
        self._scan: Scan | None = None
        self._sign = SeverityIcon(_SIDE)
        self._word, self._unit, self._sentence = QLabel(), QLabel(), QLabel()
        self._same, self._return = QPushButton("全部相同"), QPushButton("有不同，退回…")
        self._others: list[QPushButton] = []
        self._compared = ComparisonColumn(theme, Side("纸上的"), Side("现在算的"))
        self._differing = Scrolled(self._compared)  # of many fields the window would grow
        self._lay_out()
        self._same.clicked.connect(self.same_chosen)
        self._return.clicked.connect(self.return_chosen)
        theme.changed.connect(self._show)
        self._show()

    @property
    def stops(self) -> Sequence[QWidget]:
        """What the tab key reaches, in order."""
        return (self._same, self._return, *self._others)

    def show_scan(self, scan: Scan | None, behind: str = "", *, can_store: bool) -> None:
        """Shows what a paper is; ``None`` before the first.

        Args:
            scan: what it is.
            behind: what is to be said besides.
            can_store: whether a comparison can be noted.
        """
        self._scan = scan
        match = scan.match if scan else None
        asks = match is not None and match.result is PaperResult.COMPARE
        self._same.setVisible(asks and can_store)
        is_other = match is not None and match.result is PaperResult.DIFFERS
        self._return.setVisible((asks or is_other) and can_store)
        self._compared.show_differences(match.fields if match else ())
        self._differing.setVisible(bool(match and match.fields))
        self._show_candidates(match.candidates if match else ())
        words = sentence_of(scan.match, is_noted=scan.is_noted) + behind if scan else _HINT
        self._sentence.setText(_below_the_name(scan, behind) if scan else _HINT)
        self._show()
        if scan is not None:
            announce(self, f"{self._word.text()}。{words}", urgent=not scan.is_good)

    def show_fault(self, sentence: str) -> None:
        """Tells that what was scanned is no code."""
        self.show_scan(None, can_store=False)
        self._word.setText("再扫一次")
        self._sentence.setText(sentence)
        self._set_sign("triangle-alert", "warning")
        announce(self, sentence, urgent=True)

    def _show(self) -> None:
        scan = self._scan
        self._word.setText(scan.word if scan else _WAITING)
        record = scan.match.record if scan else None
        self._unit.setText(short_line(record.name) if record else "")
        self._unit.setVisible(record is not None)
        self._set_sign(*(scan.sign if scan else ("eye", "muted")))

    def _set_sign(self, sign: str, colour: str) -> None:
        self._sign.set_icon(self._theme.icon(sign, colour, disabled=colour))
        mark(self, "level", None if colour == "muted" else colour)
        mark(self._word, "level", None if colour == "muted" else colour)

    def _show_candidates(self, candidates: Sequence[PaperMatch]) -> None:
        for button in self._others:
            button.deleteLater()
        self._others = []
        for each in candidates:
            if each.record is None:
                continue
            shown = short_line(each.record.name).replace("&", "&&")
            button = QPushButton(f"也可能是：{shown}")
            button.clicked.connect(lambda _on=False, each=each: self.candidate_chosen.emit(each))
            self._others.append(button)
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _lay_out(self) -> None:
        self._word.setObjectName("paper_word")
        mark(self._unit, "role", "heading")
        for label in (self._unit, self._sentence):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setObjectName("paper_sentence")
        self._same.setObjectName("paper_same")
        mark(self._same, "role", "primary")
        self._return.setObjectName("paper_return")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._sign)
        head.addWidget(self._word, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 8, 16, 8)
        self._column.setSpacing(8)
        self._column.addLayout(head)
        self._column.addWidget(self._unit)
        self._column.addWidget(self._sentence)
        self._column.addWidget(self._differing)
        self._column.addWidget(FlowRow([self._same, self._return], self))


def _below_the_name(scan: Scan, behind: str) -> str:
    """The sentence under the unit's name, which it does not say again."""
    return sentence_of(scan.match, is_noted=scan.is_noted, is_named=False) + behind
