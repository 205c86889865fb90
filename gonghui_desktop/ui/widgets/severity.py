"""Presentation of severities: each has an icon and a word, never a colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from gonghui_desktop.model.findings import Finding, Severity, without_wish
from gonghui_desktop.model.reasons import fault_of_reason


class SeverityStyle(NamedTuple):
    """Presentation of a severity.

    Attributes:
        role: the style sheet's role, and the colour's name.
        icon: the icon's name.
    """

    role: Literal["error", "warning", "info"]
    icon: str


SEVERITY_STYLES = {
    Severity.MANDATORY: SeverityStyle("error", "octagon-alert"),
    Severity.VERIFY: SeverityStyle("warning", "triangle-alert"),
    Severity.ADVICE: SeverityStyle("info", "info"),
}


def is_settled(finding: Finding) -> bool:
    """Whether a reason was given for it."""
    return not finding.blocks and bool(finding.explanation)


def finding_words(finding: Finding, label: str = "") -> str:
    """Severity and sentence; without the wish for a reason once there is one.

    Where something was written that is none, it says so instead.

    Args:
        finding: to be told.
        label: the field's label where it is seen anyway; left out of the sentence.
    """
    message = finding.message.removeprefix(f"{label}：")
    if is_settled(finding):
        return f"{finding.severity}（已写明原因）　{without_wish(message)}"
    if finding.severity is Severity.VERIFY and finding.explanation.strip():
        message = without_wish(message, f"；写的{fault_of_reason(finding.explanation)}")
    return f"{finding.severity}　{message}"


class OpenPoints(NamedTuple):
    """Counts of the findings that keep a record from being final.

    Attributes:
        to_mend: 强制 findings.
        to_explain: 核实 findings without a reason.
    """

    to_mend: int
    to_explain: int

    @property
    def words(self) -> str:
        """Such as ``3 处必须改，1 处须写明原因``; empty when nothing is left to do."""
        counts = {"处必须改": self.to_mend, "处须写明原因": self.to_explain}
        return "，".join(f"{count} {word}" for word, count in counts.items() if count)

    @property
    def short_words(self) -> str:
        """The same for a narrow list, such as ``必须改 3 · 写明原因 1``."""
        counts = {"必须改": self.to_mend, "写明原因": self.to_explain}
        return " · ".join(f"{word} {count}" for word, count in counts.items() if count)


def open_points(findings: Iterable[Finding]) -> OpenPoints:
    """Counts what keeps a record with these findings from being final."""
    counts = count_by_severity(findings)
    return OpenPoints(counts[Severity.MANDATORY], counts[Severity.VERIFY])


def count_by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Number of open findings of each severity; explained ones do not count."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        if finding.blocks or finding.severity is Severity.ADVICE:
            counts[finding.severity] += 1
    return counts
