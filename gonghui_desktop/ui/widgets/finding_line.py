"""One finding as a row: icon, severity in words, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gonghui_desktop.model.findings import Finding
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.severity import SEVERITY_STYLES, finding_words, is_settled
from gonghui_desktop.ui.widgets.severity_icon import SeverityIcon

_ICON = 14


class FindingLine(QWidget):
    """Shows one finding.

    Args:
        theme: icons and colours.
        finding: what to show.
        label: the field's label where the row stands under it; left out of the sentence.
        parent: the owner.
    """

    def __init__(
        self, theme: Theme, finding: Finding, label: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        style = SEVERITY_STYLES[finding.severity]
        settled = is_settled(finding)
        icon = (
            theme.icon("circle-check", "success") if settled else theme.icon(style.icon, style.role)
        )
        picture = SeverityIcon(_ICON, icon, self)
        text = QLabel(finding_words(finding, label), self)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        mark(text, "role", "hint" if settled else style.role)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        text.ensurePolished()  # its size is the style sheet's
        down = max((text.fontMetrics().height() - _ICON + 1) // 2, 0)  # centred on the first line
        beside = QVBoxLayout()
        beside.setContentsMargins(0, down, 0, 0)
        beside.addWidget(picture)
        beside.addStretch(1)
        line.addLayout(beside)
        line.addWidget(text, 1)
