"""The middle of an opened submission: what is to be said of the whole, or of one record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.model.comparison import Difference
from gonghui_desktop.ui.receiving.submission.submission_book import WHOLE, Base, SubmissionBook
from gonghui_desktop.ui.receiving.submission.submission_log import log_of, notes_of
from gonghui_desktop.ui.receiving.submission.submission_notes import NotesPanel
from gonghui_desktop.ui.receiving.submission.submission_points import Point, PointGroup
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.comparison import ComparisonColumn, Side
from gonghui_desktop.ui.widgets.elided_list import ElidedList
from gonghui_desktop.ui.widgets.fitted_list import FittedList

_POINT_ROLE = Qt.ItemDataRole.UserRole
_NOTHING = "双方的核查都没有查出问题。"
_COMPARING = "正在对照…"
_LEAST_WIDTH = 300
_MARGIN = 16


class SaidPane(QScrollArea):
    """Facts, points, a comparison, what was decided, and notes, one below the other.

    Args:
        theme: icons and colours.
        parent: the owner.
    """

    field_pointed = Signal(str)
    """A point about that field became the current one."""
    point_opened = Signal(object)
    """A :class:`Point` was activated."""
    base_chosen = Signal()
    """Something else is to be compared with; see :attr:`base`."""
    note_written = Signal(str)
    record_chosen = Signal()
    """Of two texts of the record, that of this package is to count."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bases: Sequence[Base] = ()
        self._groups: Sequence[PointGroup] = ()
        self._title, self._facts, self._log = _label("strong"), _label(), _label("hint")
        self._nothing = _label("hint", _NOTHING)
        self.points = FittedList()
        self.points.setObjectName("submission_points")
        self.points.setAccessibleName("核查情况")
        self.points.itemActivated.connect(self._on_activated)
        self.points.currentItemChanged.connect(self._on_current)
        self.compared = ComparisonColumn(theme, Side("原来"), Side("这一份"))
        self.notes = NotesPanel(theme)
        self.notes.written.connect(self.note_written)
        self._choose = QPushButton("这份申报表以这里的为准…")
        self._choose.setObjectName("submission_choose_record")
        self._choose.clicked.connect(self.record_chosen)
        self._comparison = self._make_comparison()
        self._decided = _section("处理经过", self._log)
        self.setObjectName("submission_said")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._lay_out()
        theme.changed.connect(self._redraw)

    @property
    def base(self) -> Base | None:
        """What is compared with; ``None`` where there is nothing."""
        place = self._chooser.currentIndex()
        return self._bases[place] if 0 <= place < len(self._bases) else None

    @property
    def stops_above(self) -> list[QWidget]:
        """What the tab key reaches above the comparison."""
        return [self.points, self._chooser]

    @property
    def stops_below(self) -> list[QWidget]:
        """What the tab key reaches below the comparison."""
        return [self._choose, self.notes.edit, self.notes.button]

    def go_to_note(self) -> None:
        """Puts the caret where a note is written."""
        self.ensureWidgetVisible(self.notes)
        self.notes.edit.setFocus()

    def show_bases(self, bases: Sequence[Base], *, keep: bool) -> None:
        """Offers what can be compared with; the first is chosen, or what was, by ``keep``."""
        labels = [each.label for each in bases]
        chosen = self.base.label if keep and self.base is not None else ""
        self._bases = bases
        self._chooser.blockSignals(True)
        self._chooser.clear()
        for place, each in enumerate(bases):
            self._chooser.add(each.label, place)
        self._chooser.setCurrentIndex(labels.index(chosen) if chosen in labels else 0)
        self._chooser.blockSignals(False)
        self._comparison.setVisible(bool(bases))

    def show_said(self, book: SubmissionBook, record_id: str) -> None:
        """Shows what is said of the whole or a record; the comparison comes later."""
        self._title.setText(book.title_of(record_id))
        self._facts.setText("\n".join(book.facts_of(record_id)))
        self.show_points(book, record_id)
        log = log_of(book, record_id)
        self._log.setText("\n".join(log))
        self._decided.setVisible(bool(log))
        self.notes.show_notes(notes_of(book, record_id))
        base, own = self.base, book.look.submission
        if base is not None:
            titles = (f"第 {base.look.submission.revision} 次", f"第 {own.revision} 次")
            before, after = ("另一份", "这一份") if base.is_rival else titles
            self.compared.set_sides(Side(before), Side(after))
            can_choose = self.notes.is_enabled and base.is_elsewhere
            self._choose.setVisible(can_choose and record_id in book.look.clashing)
            if record_id == WHOLE:
                same = "说明和联系人没有不同。"
                self.compared.show_differences(book.whole_differences(base), same)
            else:
                self.compared.show_differences((), _COMPARING)

    def show_differences(self, differences: Sequence[Difference] | None) -> None:
        """Shows what differs in the record; ``None`` where the other package has it not."""
        nothing = "内容没有不同。" if differences is not None else "那一次没有报这份申报表。"
        self.compared.show_differences(differences or (), nothing)

    def scroll_to_top(self) -> None:
        """Goes to the title."""
        self.verticalScrollBar().setValue(0)

    def show_points(self, book: SubmissionBook, record_id: str) -> None:
        """Shows what is to be looked at; the current point stays where the points do."""
        groups = book.groups(record_id, self.base)
        if groups == self._groups:
            return
        self._groups = groups
        self.points.blockSignals(True)
        self.points.clear()
        for each in groups:
            self.points.add_heading(each.heading)
            for point in each.points:
                icon = self._theme.icon(*point.sign)
                self.points.add(icon, point.text, point)
        self.points.blockSignals(False)
        self.points.setVisible(bool(groups))
        self._nothing.setVisible(not groups)
        self.points.fit()

    def _make_comparison(self) -> QWidget:
        self._chooser = ElidedList()
        self._chooser.setObjectName("submission_base")
        self._chooser.setAccessibleName("与哪一次相比")
        self._chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._chooser.currentIndexChanged.connect(self.base_chosen)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(_label("hint", "与"))
        row.addWidget(self._chooser, 1)
        row.addWidget(_label("hint", "相比"))
        return _section("对照", line, self.compared, self._choose)

    def _lay_out(self) -> None:
        content = QWidget()
        mark(content, "ground", "surface")
        column = QVBoxLayout(content)
        column.setContentsMargins(_MARGIN, 12, _MARGIN, _MARGIN)
        column.setSpacing(8)
        said: Sequence[QWidget] = (self._title, self._facts, self._nothing, self.points)
        for part in (*said, self._comparison, self._decided, _section("备注", self.notes)):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(content)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        point = item.data(_POINT_ROLE) if item is not None else None
        if isinstance(point, Point):
            self.field_pointed.emit(point.field)

    def _on_activated(self, item: QListWidgetItem) -> None:
        point = item.data(_POINT_ROLE)
        if isinstance(point, Point):
            self.point_opened.emit(point)

    def _redraw(self) -> None:
        for row in range(self.points.count()):
            item = self.points.item(row)
            if not item.flags():
                item.setForeground(self.points.palette().text())
        self.points.fit()


def _label(role: str = "", text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)  # names and reasons come from files
    label.setWordWrap(len(text) != 1)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        mark(label, "role", role)
    return label


def _section(heading: str, *parts: QWidget) -> QWidget:
    """Parts below a line and a heading."""
    section = QWidget()
    column = QVBoxLayout(section)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(8)
    column.addWidget(QFrame(section, frameShape=QFrame.Shape.HLine))
    column.addWidget(_label("strong", heading))
    for part in parts:
        column.addWidget(part)
    return section
