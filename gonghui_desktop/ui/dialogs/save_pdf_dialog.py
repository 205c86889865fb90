"""另存为 PDF: where the file goes and what stands on its pages, in one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QWidget,
)

from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.theme.theme import mark

MOST_COPIES = 99
"""Of a form in one file, or from the printer at once."""

FOOT_LINE = "印页码和校验码"
FOOT_LINE_TIP = "在表下印页码、校验码和二维码"
_WIDTH = 30  # ems


@dataclass(frozen=True)
class PdfFile:
    """A PDF to be saved.

    Attributes:
        path: of the file.
        foot_line: page numbers, check code and QR code under the form.
        signature_fields: fields for electronic seals over the seal cells.
        copies: of each form.
    """

    path: Path
    foot_line: bool
    signature_fields: bool
    copies: int = 1


class SavePdfDialog(QDialog):
    """Shows name, folder and pages of the file; all of it is preset, so that Enter saves.

    Args:
        file: what is proposed.
        choose_path: asks for another place, with a file of the same name allowed; ``None`` if the
            user cancels.
        may_replace: asks whether an existing file goes.
        parent: the window.
    """

    def __init__(
        self,
        file: PdfFile,
        choose_path: Callable[[Path], Path | None],
        may_replace: Callable[[Path], bool],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("save_pdf_dialog")
        self.setWindowTitle("另存为 PDF")
        self.setMinimumWidth(_WIDTH * self.fontInfo().pixelSize())
        self._file = file
        self._choose_path = choose_path
        self._may_replace = may_replace
        self._foot_line = QCheckBox(FOOT_LINE)
        self._foot_line.setObjectName("save_pdf.foot_line")
        self._foot_line.setToolTip(FOOT_LINE_TIP)
        self._foot_line.setChecked(file.foot_line)
        self._signature_fields = QCheckBox("盖章栏留出电子签章处")
        self._signature_fields.setObjectName("save_pdf.signature_fields")
        self._signature_fields.setToolTip("有电子印章的单位可以直接在 PDF 上签章，打印时不出现")
        self._signature_fields.setChecked(file.signature_fields)
        self._copies = QSpinBox()
        self._copies.setObjectName("save_pdf.copies")
        self._copies.setAccessibleName("份数")
        self._copies.setRange(1, MOST_COPIES)
        self._copies.setValue(file.copies)
        self._save = QPushButton("保存")
        self._lay_out()
        self._save.setFocus()

    @property
    def file(self) -> PdfFile:
        """The file as chosen."""
        return replace(
            self._file,
            foot_line=self._foot_line.isChecked(),
            signature_fields=self._signature_fields.isChecked(),
            copies=self._copies.value(),
        )

    def _lay_out(self) -> None:
        path = self._file.path
        copies = QHBoxLayout()
        copies.addWidget(self._copies)
        copies.addStretch(1)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow("份数", copies)
        column = dialog_column(self, spacing=8)
        column.addWidget(wrapped_label(path.name, "heading"))
        column.addWidget(wrapped_label(f"存到：{path.parent}", "hint"))
        if path.exists():
            column.addWidget(wrapped_label("这个文件夹里已有同名文件。"))
        column.addSpacing(8)
        column.addWidget(self._foot_line)
        column.addWidget(self._signature_fields)
        column.addLayout(form)
        column.addSpacing(12)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        elsewhere = QPushButton("另选位置…")
        elsewhere.setObjectName("save_pdf.elsewhere")
        elsewhere.clicked.connect(self._on_elsewhere)
        save = self._save
        save.setObjectName("save_pdf.accept")
        mark(save, "role", "primary")
        save.setDefault(True)
        save.clicked.connect(self._on_save)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        return button_row(save, cancel, left=(elsewhere,))

    def _on_save(self) -> None:
        path = self._file.path
        if not path.exists() or self._may_replace(path):
            self.accept()

    def _on_elsewhere(self) -> None:
        path = self._choose_path(self._file.path)
        if path is not None:
            self._file = replace(self._file, path=path)
            self.accept()
