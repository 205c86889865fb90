"""A finding in one line: a sign, the degree's word, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gonghui_desktop.model.findings import Finding
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.severity import LOOKS
from gonghui_desktop.ui.widgets.severity_icon import SeverityIcon

_SIGN = 14
_DOWN = 2  # pixels, so that the sign stands in the middle of the first line


class FindingLine(QWidget):
    """Shows one finding; ``label`` is left out of the sentence where it stands beside the field."""

    def __init__(
        self, theme: Theme, finding: Finding, label: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        look = LOOKS[finding.severity]
        settled = not finding.blocks and bool(finding.explanation)
        icon = (
            theme.icon("circle-check", "success") if settled else theme.icon(look.icon, look.role)
        )
        sign = SeverityIcon(_SIGN, icon, self)
        message = finding.message.removeprefix(f"{label}：")
        word = f"{finding.severity}（已说明）" if settled else str(finding.severity)
        text = QLabel(f"{word}　{message}", self)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        mark(text, "role", "hint" if settled else look.role)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        beside = QVBoxLayout()
        beside.setContentsMargins(0, _DOWN, 0, 0)
        beside.addWidget(sign)
        beside.addStretch(1)
        line.addLayout(beside)
        line.addWidget(text, 1)
