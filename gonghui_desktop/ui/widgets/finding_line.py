"""One finding as a row: icon, severity in words, and what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gonghui_desktop.model.findings import Finding
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.severity import SEVERITY_STYLES, finding_words, is_settled
from gonghui_desktop.ui.widgets.sign_line import SignLine


class FindingLine(SignLine):
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
        style = SEVERITY_STYLES[finding.severity]
        settled = is_settled(finding)
        sign = ("circle-check", "success") if settled else (style.icon, style.role)
        words = finding_words(finding, label)
        super().__init__(theme.icon(*sign), words, "hint" if settled else style.role, parent)
