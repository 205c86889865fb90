"""存为文件: which forms, as Word or PDF, into which folder; one file each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.services.form_files import FileKind
from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.theme.theme import Theme, mark

_WIDTH = 30  # ems
_KIND_WORDS = {FileKind.WORD: "Word（可以再改）", FileKind.PDF: "PDF（与纸面一致）"}


class SaveFilesDialog(QDialog):
    """Asks what to save; all of it is preset, so that Enter saves.

    Args:
        theme: look of the window.
        form: number of a form, for the example of a name.
        scopes: which forms can be saved, such as 选中的 3 份; the first one is preset.
        kinds: what is preset.
        folder: what is proposed.
        choose_folder: asks for another one; ``None`` if the user cancels.
        parent: the window.
    """

    def __init__(
        self,
        theme: Theme,
        form: str,
        scopes: Sequence[str],
        kinds: Collection[FileKind],
        folder: Path,
        choose_folder: Callable[[], Path | None],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("save_files_dialog")
        self.setWindowTitle("存为文件")
        self.setMinimumWidth(_WIDTH * theme.body_size)
        self._choose_folder = choose_folder
        self.folder = folder
        self._where = wrapped_label("", "hint")
        self._scopes = QButtonGroup(self)
        self._kinds = {kind: QCheckBox(words) for kind, words in _KIND_WORDS.items()}
        self._save = QPushButton("保存")
        self._lay_out(form, scopes)
        for kind, box in self._kinds.items():
            box.setObjectName(f"save_files.{kind.value}")
            box.setChecked(kind in kinds)
            box.toggled.connect(self._check)
        self._show_folder()
        self._check()
        self._save.setFocus()

    @property
    def scope(self) -> int:
        """The place of the chosen scope among those given."""
        return self._scopes.checkedId()

    @property
    def kinds(self) -> Sequence[FileKind]:
        """What each form becomes."""
        return [kind for kind, box in self._kinds.items() if box.isChecked()]

    def _lay_out(self, form: str, scopes: Sequence[str]) -> None:
        column = dialog_column(self, spacing=8)
        column.addWidget(wrapped_label("每份申报表存为一个文件", "heading"))
        example = f"文件名如“{form}-03-单位名称”，03 是在名单里排第几份。"
        column.addWidget(wrapped_label(example, "hint"))
        column.addSpacing(4)
        column.addLayout(self._scope_choices(scopes))
        column.addSpacing(4)
        kinds = QHBoxLayout()
        kinds.setSpacing(16)
        for box in self._kinds.values():
            kinds.addWidget(box)
        kinds.addStretch(1)
        column.addLayout(kinds)
        column.addWidget(self._where)
        column.addSpacing(8)
        elsewhere = QPushButton("另选文件夹…")
        elsewhere.setObjectName("save_files.elsewhere")
        elsewhere.clicked.connect(self._on_elsewhere)
        self._save.setObjectName("save_files.accept")
        mark(self._save, "role", "primary")
        self._save.setDefault(True)
        self._save.clicked.connect(self.accept)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        column.addLayout(button_row(self._save, cancel, left=(elsewhere,)))

    def _scope_choices(self, scopes: Sequence[str]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        for number, words in enumerate(scopes):
            button = QRadioButton(words.replace("&", "&&"))
            button.setObjectName(f"save_files.scope.{number}")
            button.setChecked(number == 0)
            self._scopes.addButton(button, number)
            column.addWidget(button)
        return column

    def _check(self) -> None:
        self._save.setEnabled(bool(self.kinds))

    def _show_folder(self) -> None:
        self._where.setText(f"存到：{self.folder}")

    def _on_elsewhere(self) -> None:
        folder = self._choose_folder()
        if folder is not None:
            self.folder = folder
            self._show_folder()
