"""核对纸质件: the stamped paper beside what was received, scan by scan."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from gonghui_desktop.errors import GonghuiError, InputError
from gonghui_desktop.services import pages
from gonghui_desktop.services.receiving.papers.paper import (
    compared,
    differing,
    is_same,
    why_not_noted,
)
from gonghui_desktop.services.receiving.papers.paper_desk import PaperDesk
from gonghui_desktop.services.receiving.papers.paper_match import (
    PaperCount,
    PaperMatch,
    PaperResult,
)
from gonghui_desktop.services.receiving.papers.paper_words import return_reasons
from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.ui.background.refresher import Refresher
from gonghui_desktop.ui.background.tasks import while_there
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.page_view.page_preview import PagePreview
from gonghui_desktop.ui.receiving.copied_table import copied_table
from gonghui_desktop.ui.receiving.decisions import decide_commands
from gonghui_desktop.ui.receiving.decisions.return_dialog import About
from gonghui_desktop.ui.receiving.paper.digit_catcher import DigitCatcher
from gonghui_desktop.ui.receiving.paper.paper_answer import PaperAnswer
from gonghui_desktop.ui.receiving.paper.paper_code_box import PaperCodeBox
from gonghui_desktop.ui.receiving.paper.paper_scans import (
    Scan,
    ScansModel,
    is_ticked,
    missing_words,
)
from gonghui_desktop.ui.receiving.paper.paper_sound import play
from gonghui_desktop.ui.receiving.paper.scan_list import ScanList
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.enter_key import press_with_enter
from gonghui_desktop.ui.widgets.flow_row import FlowRow

_SOUND = "receiving.paper.sound"
_SILENT = "off"
_NO_PAGE = "扫到一份以后，这里显示它的页面，可以与纸上的对照"
_SIZES = (560, 480)
_SCAN_AGAIN = "请再扫一次。"
_FIELD_HINT = "哪一栏不同，点页面上的那一栏，就可以退回它。"
_LOW = 360  # pixels below which the answer needs all the height


class PaperView(QWidget):
    """The stamped paper, compared with what was received.

    Codes are taken one after the other as the scanner types them, however fast.

    Args:
        context: what its commands work with.
        parent: the page.
    """

    submission_requested = Signal(int, str)
    """Number of a submission to be opened, and id of its record."""
    changed = Signal()
    """Something was noted."""

    def __init__(self, context: CommandContext, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("paper_view")
        mark(self, "ground", "surface")
        self._context = context
        self._desk = PaperDesk(context.ws)
        self._waiting: deque[Callable[[], None]] = deque()
        self._is_matching = False
        self._scan: Scan | None = None  # whose answer is shown
        self._match: PaperMatch | None = None  # that answer, or another one that it may have
        self.scans = ScansModel(context.theme, self)
        self.code = PaperCodeBox(self)
        self._digits = DigitCatcher(self, self.code)
        self.answer = PaperAnswer(context.theme, self)
        self.list = ScanList(self.scans, self)
        self.preview = PagePreview(context.tasks, context.theme)
        self._stack, self._all = QLabel(), QLabel()
        self._again = QPushButton("从头数")
        self._sound = QCheckBox("声音")
        self._only_others = QCheckBox("只看要看的")
        self._counter = Refresher[PaperCount](
            context.tasks,
            lambda _task: self._desk.count(),
            self._show_count,
            context.report,
            self,
        )
        self._lay_out()
        self._connect()
        self._show(None)
        self._show_stack()

    @property
    def is_settled(self) -> bool:
        """Whether every code that was scanned is answered."""
        return not (self._is_matching or self._waiting)

    def reload(self) -> None:
        """Counts again; what was scanned stays."""
        self._counter.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Waits for the scanner."""
        super().showEvent(event)
        self.code.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Gives the answer the room of the list where there is not enough for both."""
        super().resizeEvent(event)
        self._show_list()

    @property
    def _why_not(self) -> str:
        return why_not_noted(self._context.ws)

    def _on_entered(self, code: str) -> None:
        self._waiting.append(partial(self._look_up, code))
        self._go_on()

    def _go_on(self) -> None:
        """Does what waits, one after the other."""
        while self._waiting and not self._is_matching:
            self._waiting.popleft()()

    def _look_up(self, text: str) -> None:
        """Looks for a code, in the background."""
        self._is_matching = True
        desk = self._desk
        self._context.tasks.run(
            lambda _task: desk.match(text),
            self._on_matched,
            partial(self._on_failed, text),
            ended=self._end,
            owner=self,
        )

    def _end(self) -> None:
        """Lets the next code have its turn, whatever became of this one."""
        self._is_matching = False

    def _on_failed(self, text: str, error: GonghuiError) -> None:
        if isinstance(error, InputError):
            self.answer.show_fault(str(error))
            self._play(is_good=False)
            if not self._waiting and not self.code.text():
                self.code.setText(text.strip())
                self.code.selectAll()
        else:
            self._context.report(error)
        self._go_on()

    def _on_matched(self, match: PaperMatch, asked: Scan | None = None) -> None:
        """Ticks a paper off where it is the same.

        Args:
            match: what it is.
            asked: the short code that this answers; ``None`` for another paper.
        """
        if not is_same(match) or match.is_ticked:
            self._add_scan(match, asked, is_noted=True)
        elif self._why_not:
            self._add_scan(match, asked, is_noted=False)
        else:
            desk, self._is_matching = self._desk, True
            self._context.write(
                lambda: desk.tick(match),
                while_there(self, lambda _is_new: self._on_ticked(match, asked)),
                while_there(self, lambda error: self._on_unticked(match, asked, error)),
                while_there(self, self._end),
            )

    def _on_ticked(self, match: PaperMatch, asked: Scan | None) -> None:
        self._add_scan(match, asked, is_noted=True)
        self.changed.emit()  # the page has the papers counted again, too

    def _on_unticked(self, match: PaperMatch, asked: Scan | None, error: GonghuiError) -> None:
        self._context.report(error)
        self._add_scan(match, asked, is_noted=False)

    def _add_scan(self, match: PaperMatch, asked: Scan | None, *, is_noted: bool) -> None:
        self._is_matching = False
        if asked is None:
            scan = self.scans.add(match, self._context.clock(), is_noted=is_noted)
        else:
            scan = self.scans.settle(asked, match, is_noted=is_noted)
        self._scan = scan  # so that the list need not show it, too
        self.list.setCurrentIndex(self.scans.index(self.scans.row_of(scan) or 0, 0))
        self._show(scan)
        self._show_stack()
        self._play(is_good=is_ticked(match) and (is_noted or bool(self._why_not)))
        self.code.setFocus()
        self._go_on()

    def _behind(self, scan: Scan) -> str:
        """What is to be said of the stack."""
        words = f"这一页已扫 {scan.copy} 份。" if scan.copy > 1 else ""
        words += missing_words(self.scans.missing_pages(scan.match))
        if scan.match.result is PaperResult.COMPARE and not self._why_not:
            words += _FIELD_HINT
        return words if scan.is_noted else words + (self._why_not or _SCAN_AGAIN)

    def _on_row_chosen(self, index: QModelIndex) -> None:
        """Shows the answer of an earlier scan once more, which can then be settled."""
        if index.isValid() and self.scans.scan(index.row()) is not self._scan:
            self._show(self.scans.scan(index.row()))

    def _on_candidate(self, match: PaperMatch) -> None:
        """Shows what else a short code may mean; the answer is of the same scan."""
        if self._scan is not None:
            self._show(self._scan, match)

    def _show(self, scan: Scan | None, candidate: PaperMatch | None = None) -> None:
        self._scan = scan
        self._match = match = candidate or (scan.match if scan else None)
        shown = replace(scan, match=candidate) if scan and candidate else scan
        behind = self._behind(shown) if shown else ""
        self.answer.show_scan(shown, behind, can_store=not self._why_not)
        if match is None or match.record is None:
            self.preview.clear(_NO_PAGE)
            return
        self.preview.show_page(partial(pages.page_on_paper, self._context.ws, match.record.record))

    def _on_same(self) -> None:
        if self._scan is not None and self._match is not None:
            self._waiting.append(partial(self._settle, self._scan, self._match))
            self._go_on()

    def _settle(self, asked: Scan, match: PaperMatch) -> None:
        """Notes that a person has compared; not once more for a second click."""
        if self.scans.row_of(asked) is not None and match.result is PaperResult.COMPARE:
            self._on_matched(compared(match), asked)

    def _on_return(self) -> None:
        if self._match is not None:
            self._send_back(self._match, self.changed.emit)

    def _on_field(self, field_id: str) -> None:
        """Sends a field back that a person has compared; else it is only marked."""
        self.preview.set_focused_field(field_id)
        asked, match = self._scan, self._match
        if asked is None or match is None or self._why_not:
            return
        if match.result is PaperResult.COMPARE:
            differs = differing(self._context.ws, match, [field_id])
            self._send_back(differs, lambda: self._on_differing(asked, differs))

    def _on_differing(self, asked: Scan, match: PaperMatch) -> None:
        """Notes what a person has found by comparing, once it is sent back."""
        is_shown = self._scan is asked
        settled = self.scans.settle(asked, match)
        if is_shown:
            self._show(settled)
        self.changed.emit()

    def _send_back(self, match: PaperMatch, then: Callable[[], None]) -> None:
        if match.look is not None and match.record is not None:
            decide_commands.return_dialog(
                self._context,
                match.look.submission.number,
                About(match.record.record.id, said=return_reasons(match)),
                while_there(self, then),
            )

    def _on_open(self, row: int) -> None:
        match = self.scans.scan(row).match
        if match.look is not None:
            record = match.record.record.id if match.record else ""
            held = {each.record.id for each in match.look.records}
            self.submission_requested.emit(
                match.look.submission.number, record if record in held else ""
            )

    def _on_again(self) -> None:
        """Begins a new stack, after what was scanned of this one."""
        self._waiting.append(self._clear)
        self._go_on()

    def _clear(self) -> None:
        self.scans.clear()
        self._show(None)
        self._show_stack()
        self.code.setFocus()

    def _show_stack(self) -> None:
        count, same = self.scans.rowCount(), self.scans.same
        words = f"这一摞：{count} 张，{same} 张一致，{count - same} 张要看"
        not_noted = self.scans.not_noted
        self._stack.setText(f"{words}，{not_noted} 张没有记下" if not_noted else words)
        self._again.setEnabled(bool(count))
        self._show_list()

    def _show_list(self) -> None:
        is_low = self.height() < _LOW
        self.list.setVisible(bool(self.scans.rowCount()) and not is_low)
        self._only_others.setVisible(not is_low)  # it is about the list

    def _show_count(self, count: PaperCount) -> None:
        self._all.setText(f"全部：{count.seen}/{count.all} 份已核对")

    def _play(self, *, is_good: bool) -> None:
        if self._sound.isChecked():
            play(is_good=is_good)

    def _keep_sound(self, is_on: bool) -> None:
        ws = self._context.ws
        kept = {_SOUND: "" if is_on else _SILENT}
        if not ws.read_only:
            self._context.write(lambda: keep_settings(ws, kept), lambda _none: None)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setMimeData(copied_table(self.scans.lines()))
        told = f"已复制 {self.scans.rowCount()} 张（带标题），可以粘贴到表格里。"
        self._context.notifications.notify("success", told)

    def _lay_out(self) -> None:
        self._again.setObjectName("paper_again")
        self._again.setToolTip("换下一摞，重新数；已核对的都记着")
        self._sound.setObjectName("paper_sound")
        self._only_others.setObjectName("paper_only_others")
        self._sound.setChecked(setting(self._context.ws, _SOUND) != _SILENT)
        for label in (self._stack, self._all):
            mark(label, "role", "hint")
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.code)
        column.addWidget(self.answer)
        column.addWidget(
            FlowRow([self._stack, self._all, self._only_others, self._again, self._sound], left)
        )
        column.addWidget(self.list, 1)
        column.addStretch(0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.preview)
        split.setSizes(_SIZES)
        self.setFocusProxy(self.code)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def _connect(self) -> None:
        self.code.entered.connect(self._on_entered)
        self.answer.same_chosen.connect(self._on_same)
        self.answer.return_chosen.connect(self._on_return)
        self.answer.candidate_chosen.connect(self._on_candidate)
        self.preview.field_clicked.connect(self._on_field)
        self.list.selectionModel().currentChanged.connect(self._on_row_chosen)
        self.list.activated.connect(lambda index: self._on_open(index.row()))
        self.list.copied.connect(self._copy)
        press_with_enter(self._again)
        self._again.clicked.connect(self._on_again)
        self._only_others.toggled.connect(self.list.show_only_others)
        self._sound.toggled.connect(self._keep_sound)
