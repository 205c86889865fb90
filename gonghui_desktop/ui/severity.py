"""How the degrees of findings look: each with a sign and a word, never by colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from gonghui_desktop.model.findings import Finding, Severity


class Look(NamedTuple):
    """A degree's look.

    Attributes:
        role: the style sheet's role, and the colour's name.
        icon: the sign.
    """

    role: Literal["error", "warning", "info"]
    icon: str


LOOKS = {
    Severity.MANDATORY: Look("error", "octagon-alert"),
    Severity.VERIFY: Look("warning", "triangle-alert"),
    Severity.ADVICE: Look("info", "info"),
}


def count_by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings of each degree are open: explained ones do not count."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        if finding.blocks or finding.severity is Severity.ADVICE:
            counts[finding.severity] += 1
    return counts
