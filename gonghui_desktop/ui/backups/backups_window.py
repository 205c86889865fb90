"""备份与恢复: the backups that were made by themselves, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from gonghui_desktop.fileio import size_words
from gonghui_desktop.model.dates import written_moment
from gonghui_desktop.services.safekeeping.backups import REASONS, Backup, age_words
from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.enter_key import press_with_enter

_SIZE = QSize(640, 440)
_COLUMNS = ("备份时间", "距今", "申报表", "大小", "种类")
_WHAT = (
    "有改动的日子，程序每天自动备份一次，保留最近 7 天、8 周、12 个月的；导入、恢复、升级前也备份。"
    "备份在本机，请常把一份另存到 U 盘或网络盘。"
)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NONE = "还没有自动备份：填写后，程序开着时十来分钟内就会备份。"


class BackupsWindow(QDialog):
    """The list of backups; what is asked for is told by signals.

    Args:
        theme: look of the window.
        parent: the main window.
    """

    save_requested = Signal()
    """Everything is to be backed up to a place that the user chooses."""
    restore_requested = Signal(object)
    """That :class:`~gonghui_desktop.services.safekeeping.backups.Backup` is to be restored."""
    file_requested = Signal()
    """A backup that the user chooses is to be restored."""

    def __init__(self, theme: Theme, parent: QWidget | None, *, is_read_only: bool) -> None:
        super().__init__(parent)
        self.setObjectName("backups_window")
        self.setWindowTitle("备份与恢复")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(36 * theme.body_size)
        resize_within_screen(self, _SIZE)
        self._theme = theme
        self._can_restore = not is_read_only
        self._none = QLabel(_NONE)
        self._none.setWordWrap(True)
        mark(self._none, "role", "hint")
        self.list = self._make_list()
        self.save = _button("另存一份备份…", "backups_save", self.save_requested.emit)
        self.restore = _button("恢复选中的备份…", "backups_restore", self._on_restore)
        self.file = _button("从文件恢复…", "backups_file", self.file_requested.emit)
        self.file.setEnabled(self._can_restore)
        self._lay_out()
        self.show_backups((), datetime.now().astimezone())

    def show_backups(self, backups: Sequence[Backup], now: datetime) -> None:
        """Lists them, the first one selected."""
        self.list.clear()
        for backup in backups:
            words = (
                written_moment(backup.at),
                age_words(backup.at, now, with_time=False),
                f"{backup.records} 份",
                size_words(backup.size),
                REASONS[backup.reason],
            )
            item = QTreeWidgetItem(self.list, list(words))
            item.setData(0, Qt.ItemDataRole.UserRole, backup)
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, "，".join(words))
            for column in (2, 3):
                item.setTextAlignment(column, _RIGHT)
        self._none.setVisible(not backups)
        self.list.setVisible(bool(backups))
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self._on_selected()

    def _make_list(self) -> QTreeWidget:
        view = QTreeWidget()
        view.setObjectName("backups_list")
        view.setAccessibleName("自动备份")
        view.setHeaderLabels(list(_COLUMNS))
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = view.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        view.itemSelectionChanged.connect(self._on_selected)
        view.itemActivated.connect(lambda _item, _column: self._on_restore())
        return view

    def _lay_out(self) -> None:
        close = _button("关闭", "backups_close", self.reject)
        column = dialog_column(self)
        column.addWidget(wrapped_label(_WHAT))
        column.addWidget(self._none)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        column.addLayout(button_row(self.save, close, left=(self.restore, self.file)))

    def _selected(self) -> Backup | None:
        item = self.list.currentItem()
        backup: Backup | None = None if item is None else item.data(0, Qt.ItemDataRole.UserRole)
        return backup

    def _on_selected(self) -> None:
        self.restore.setEnabled(self._can_restore and self._selected() is not None)

    def _on_restore(self) -> None:
        backup = self._selected()
        if backup is not None and self._can_restore:
            self.restore_requested.emit(backup)


def _button(text: str, name: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)  # the list hands the return key on
    press_with_enter(button)
    button.clicked.connect(lambda _checked=False: act())
    return button
