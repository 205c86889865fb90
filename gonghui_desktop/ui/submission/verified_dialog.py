"""Dialog with what was found in a package that was checked."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gonghui_desktop.model.dates import written_date
from gonghui_desktop.services.receiving.arrivals.report_verifying import VerifiedReport
from gonghui_desktop.services.submissions.verifying import Verified
from gonghui_desktop.ui.commands.list_dialog import ListDialog
from gonghui_desktop.ui.theme.theme import Theme

_LONGEST_NAME = 60


class VerifiedDialog(ListDialog):
    """Lists what a person must look at, then what was checked, then what was not.

    Args:
        theme: for the icons.
        name: of the package's file.
        verified: what was found; something in it must be looked at.
        parent: the window over which it lies.
    """

    def __init__(
        self, theme: Theme, name: str, verified: Verified | VerifiedReport, parent: QWidget | None
    ) -> None:
        doubtful = theme.icon("triangle-alert", "warning")
        right, unknown = theme.icon("circle-check", "success"), theme.icon("circle-help", "info")
        lines = [(doubtful, f"要核实：{each}") for each in verified.doubts]
        lines += [(right, f"核对了：{each}。") for each in verified.checked]
        lines += [(unknown, f"没有核对：{each}。") for each in verified.unchecked]
        count = len(verified.doubts)
        heading = f"“{name}”完整，有 {count} 处要核实（{made_by(verified)}）"
        super().__init__("核验报送包", heading, lines, parent)
        self.setObjectName("verified_dialog")


def made_by(verified: Verified | VerifiedReport) -> str:
    """Who made the package, for whom, of how many forms, and when."""
    made = verified.submission
    count = len(made.records)
    name, receiver = (each[:_LONGEST_NAME] for each in (made.reporter.name, made.reporter.receiver))
    to = f"报给{receiver}，" if receiver else ""
    return f"{name}，{to}{count} 份申报表，{written_date(made.made_on)} 制作"
