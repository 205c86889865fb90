"""Dialog with the outcome of an import, record by record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gonghui_desktop.services.importing import ImportOutcome
from gonghui_desktop.ui.submission.list_dialog import ListDialog
from gonghui_desktop.ui.theme.theme import Theme

_MOST_NAMED = 3
_ICONS = (("octagon-alert", "error"), ("triangle-alert", "warning"), ("circle-check", "success"))
"""Of what was refused, of what somebody must look at, and of all else."""


class OutcomeDialog(ListDialog):
    """Lists the records: refused ones, those that somebody must look at, then the others."""

    def __init__(
        self, theme: Theme, outcomes: Sequence[ImportOutcome], parent: QWidget | None
    ) -> None:
        lines = [
            (
                theme.icon(*_ICONS[_order(outcome)]),
                f"{'' if outcome.accepted else '未导入　'}{outcome.message}",
            )
            for outcome in sorted(outcomes, key=_order)
        ]
        super().__init__("导入结果", outcome_words(outcomes), lines, parent)
        self.setObjectName("outcome_dialog")


def _order(outcome: ImportOutcome) -> int:
    """Where an outcome stands: what asks for something comes first."""
    if not outcome.accepted:
        return 0
    return 1 if outcome.needs_look or outcome.is_notice else 2


def outcome_words(outcomes: Sequence[ImportOutcome]) -> str:
    """A summary such as ``已导入 5 份申报表，1 份未导入（中山区总工会报送）``."""
    outcomes = [outcome for outcome in outcomes if not outcome.is_notice]
    accepted = sum(outcome.accepted for outcome in outcomes)
    refused = len(outcomes) - accepted
    same = sum(outcome.accepted and not outcome.is_new for outcome in outcomes)
    new = accepted - same
    unsure = sum(outcome.is_new and outcome.needs_look for outcome in outcomes)
    words = [f"已导入 {new} 份申报表"] if new or not (same or refused) else []
    words += [f"其中 {unsure} 份有要核对的栏目"] if unsure else []
    words += [f"{same} 份本来就有，未改动"] if same else []
    words += [f"{refused} 份未导入"] if refused else []
    senders = list(dict.fromkeys(outcome.sender for outcome in outcomes if outcome.sender))
    named = "、".join(senders[:_MOST_NAMED]) + ("等" if len(senders) > _MOST_NAMED else "")
    return "，".join(words) + (f"（{named}报送）" if named else "")
