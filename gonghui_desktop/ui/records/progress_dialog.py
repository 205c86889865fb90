"""盖章和进度: which seals the paper has, and when the form came to each stage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.dates import short_day
from gonghui_desktop.model.prints import Paper, PrintEntry, is_void
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.model.seals import fault_of_seal_day
from gonghui_desktop.model.stages import CROSS_PAGE_SEAL, STAGE_NAMES, Stage, StageEntry
from gonghui_desktop.services import prints, stages
from gonghui_desktop.services.papers import paper_of
from gonghui_desktop.services.record_names import record_name
from gonghui_desktop.services.stages import SealState
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.steps import show_states
from gonghui_desktop.ui.commands.undo_list import Deed
from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.records.seal_day import SealDay
from gonghui_desktop.ui.records.stage_words import dated, stage_of
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.scrolled import Scrolled

_HOW_ACROSS = "这份表不止一页：把各页错开叠齐，一个章盖住每一页的边"


@dataclass(frozen=True)
class _Loaded:
    """What is shown, as it is stored.

    Attributes:
        record: the form.
        seals: those that its paper needs.
        road: the stages that each revision came to.
        void: earlier revisions of which there is paper.
        final: on which the present revision was made final.
        is_stamped: whether it is known to be 已盖章, with each seal noted or as a whole.
        prints: each time that it was printed.
        paper: what would be printed now.
    """

    record: Record
    seals: Sequence[SealState]
    road: Sequence[StageEntry]
    void: Sequence[int]
    final: date
    is_stamped: bool
    prints: Sequence[PrintEntry]
    paper: Paper

    @classmethod
    def read(cls, ws: Workspace, record: Record) -> _Loaded:
        """Reads it; not for the GUI thread."""
        void = stages.void_revisions(ws, record)
        final = stages.first_seal_day(ws, record)
        is_stamped = Stage.STAMPED in stages.stage_dates(ws, record)
        seals, road = stages.seals(ws, record), stages.stages(ws, record.id)
        printed, paper = prints.prints(ws, record.id), paper_of(ws, record)
        return cls(record, seals, road, void, final, is_stamped, printed, paper)


class ProgressDialog(QDialog):
    """Ticks for the seals of a form, each with its date, over the dates of its stages.

    A tick means today; the paper is often stamped days before, so its day can be typed over.

    Args:
        context: what it works with.
        record: a record that is or has been final.
        show_marked: shows a record in another stage.
        parent: the window.
    """

    def __init__(
        self,
        context: CommandContext,
        record: Record,
        show_marked: Callable[[Record], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("progress_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("盖章和进度")
        self.setMinimumWidth(30 * context.theme.body_size)
        self._context = context
        self._record = record
        self._show_marked = show_marked
        self._boxes: list[QCheckBox] = []
        self._days: list[SealDay] = []
        self._missing: list[QLabel] = []
        self._since: list[datetime | None] = []
        self._final = record.stage_at.astimezone().date()
        self._fault = wrapped_label("", "error")
        self._fault.setObjectName("seal_fault")
        self._stage = wrapped_label("")
        self._road = wrapped_label("")
        mark(self._road, "role", "hint")
        self._seals = QGridLayout()
        self._scrolled = Scrolled(self._make_body())
        self._lay_out()
        self._load()

    def _lay_out(self) -> None:
        name = record_name(self._context.ws, self._record)
        close = QPushButton("关闭")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self._seals.setColumnStretch(0, 1)
        self._seals.setHorizontalSpacing(16)
        column = dialog_column(self)
        column.addWidget(wrapped_label(name, "heading"))
        column.addWidget(self._stage)
        column.addWidget(self._scrolled, 1)
        foot = button_row(close, left=[self._fault])
        foot.setStretch(0, 1)  # all that the button leaves
        foot.setStretch(1, 0)
        column.addLayout(foot)

    def _make_body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._seals)
        column.addWidget(self._road)
        column.addStretch(1)
        return body

    def _load(self) -> None:
        ws, record = self._context.ws, self._record

        self._context.write(lambda: _Loaded.read(ws, record), self._show)

    def _show(self, loaded: _Loaded) -> None:
        self._record, self._final, seals = loaded.record, loaded.final, loaded.seals
        self._since = [seal.at for seal in seals]
        is_final = self._record.state is RecordState.FINAL
        if not self._boxes and is_final:
            self._add_seals(seals)
        for number, seal in enumerate(seals[: len(self._boxes)]):
            self._boxes[number].setChecked(seal.at is not None)
            self._days[number].show_day(seal.at)
            self._missing[number].setText("没有登记" if loaded.is_stamped else "还没有")
            self._missing[number].setVisible(seal.at is None)
        self._fault.clear()
        self._stage.setText(_stage_words(loaded))
        road = "\n".join(_road_words(loaded))
        if road != self._road.text():
            self._road.setText(road)
            self._fit()

    def _fit(self) -> None:
        """Makes it as high as what it says, as far as the screen has room."""
        width = max(self.width(), self.minimumWidth())
        layout = self.layout()
        assert layout is not None
        self._fault.ensurePolished()
        self._fault.setMinimumHeight(2 * self._fault.fontMetrics().height())  # moves nothing
        layout.activate()
        self._scrolled.updateGeometry()  # it has its width, at which its lines are measured
        resize_within_screen(self, QSize(width, layout.totalHeightForWidth(width)))

    def _add_seals(self, seals: Sequence[SealState]) -> None:
        for row, seal in enumerate(seals):
            box = QCheckBox(seal.name.replace("&", "&&"))
            box.setObjectName(f"seal.{row}")
            if seal.name == CROSS_PAGE_SEAL:
                box.setToolTip(_HOW_ACROSS)
                box.setAccessibleDescription(_HOW_ACROSS)
            box.clicked.connect(lambda checked, number=row: self._on_ticked(number, checked))
            missing, day = QLabel(), SealDay(seal.name)
            mark(missing, "role", "hint")
            day.setObjectName(f"seal_day.{row}")
            day.left.connect(lambda number=row: self._on_day_typed(number))
            day.textEdited.connect(lambda _text: self._fault.clear())
            self._boxes.append(box)
            self._days.append(day)
            self._missing.append(missing)
            self._seals.addWidget(box, row, 0)
            self._seals.addWidget(missing, row, 1, Qt.AlignmentFlag.AlignRight)
            self._seals.addWidget(day, row, 1, Qt.AlignmentFlag.AlignRight)
            self._seals.setRowMinimumHeight(row, day.sizeHint().height())  # a tick moves nothing
        if self._boxes:
            self._boxes[0].setFocus()

    def _on_ticked(self, number: int, is_there: bool) -> None:
        ws, record = self._context.ws, self._record
        self._write(number, lambda: stages.set_seal(ws, record.id, number, is_there))

    def _on_day_typed(self, number: int) -> None:
        """Writes down the day that was typed, or says why it will not do."""
        ws, record, text = self._context.ws, self._record, self._days[number].text()
        if not self._show_fault(number):
            self._write(number, lambda: stages.set_seal_day(ws, record.id, number, text))

    def _show_fault(self, number: int) -> bool:
        """Whether what is typed as a seal's day will not do, which is said then."""
        today = datetime.now().astimezone().date()
        fault = fault_of_seal_day(self._days[number].text(), self._final, today)
        self._days[number].show_fault(fault)
        self._fault.setText(fault)
        return bool(fault)

    def accept(self) -> None:
        """Closes it; not over a day that will not do."""
        for number, day in enumerate(self._days):
            if day.is_changed and self._show_fault(number):
                day.setFocus()
                return
        super().accept()

    def _write(self, number: int, change: Callable[[], Record]) -> None:
        """Changes a seal, which can be undone, and shows what is stored then."""
        ws, former = self._context.ws, self._since[number]

        def done(loaded: _Loaded) -> None:
            self._show_marked(loaded.record)
            self._push(number, loaded.seals[number], former)
            if isValid(self):  # it may have been closed at once
                self._show(loaded)

        def failed(error: GonghuiError) -> None:
            self._context.report(error)
            if isValid(self):
                self._load()  # the ticks are again as stored

        self._context.write(lambda: _Loaded.read(ws, change()), done, failed)

    def _push(self, number: int, seal: SealState, former: datetime | None) -> None:
        """Makes a tick undoable; one that comes back has its day."""
        context, record_id = self._context, self._record.id

        def put(at: datetime | None) -> Deed:
            return Deed(
                lambda: stages.set_seal(context.ws, record_id, number, at is not None, at),
                lambda stored: show_states(context, [stored]),
            )

        done = ("改盖章日期" if former else "登记盖章") if seal.at else "撤去盖章"
        context.undo.push(f"{done} {seal.name}", put(former), put(seal.at), [record_id])


def _stage_words(loaded: _Loaded) -> str:
    """How far the form has come, and how many seals are not noted.

    One that was marked as 已盖章 has them all, though nobody noted which on what day.
    """
    record, missing = loaded.record, sum(seal.at is None for seal in loaded.seals)
    words = dated(stage_of(record), record.stage_at)
    if record.state is not RecordState.FINAL:
        return words
    if not missing:
        return f"{words}，章已盖齐。"
    if loaded.is_stamped:
        return f"{words}，{missing} 个章的日期没有登记。"
    return f"{words}，还差 {missing} 个章。"


def _road_words(loaded: _Loaded) -> list[str]:
    """A line for each revision, such as ``第 1 版：已定稿 3月8日，已打印 3月9日``.

    Under it, each time that it was printed.
    """
    lines = []
    road = [(each.revision, each) for each in loaded.road]
    latest = max((revision for revision, _ in road), default=1)
    for revision in range(1, latest + 1):
        steps = [each for number, each in road if number == revision]
        words = "，".join(f"{STAGE_NAMES[each.stage]} {short_day(each.at)}" for each in steps)
        remark = "（这一版的纸表已作废）" if revision in loaded.void else ""
        if words:
            lines.append(f"第 {revision} 版：{words}{remark}")
        printed = [each for each in loaded.prints if each.paper.revision == revision]
        lines += [f"　　{_print_words(each, loaded)}" for each in printed]
    return lines


def _print_words(entry: PrintEntry, loaded: _Loaded) -> str:
    """An older revision's paper is 作废 as a whole, which its line says."""
    is_older = entry.paper.revision < loaded.record.revision
    return entry.words + (
        "" if is_older or not is_void(entry, loaded.paper) else "，后来改过，作废"
    )
