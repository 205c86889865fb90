"""The findings of a sender beside our own: those of both sides, and those that only one has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gonghui_desktop.model.findings import Finding, Severity, without_wish


@dataclass(frozen=True)
class PairedFinding:
    """What is to be said of one thing, by either side or by both.

    Attributes:
        ours: our own finding; ``None`` where only the sender has it.
        theirs: the sender's; ``None`` where only we have it.
    """

    ours: Finding | None
    theirs: Finding | None

    @property
    def finding(self) -> Finding:
        """Ours, else the sender's."""
        found = self.ours or self.theirs
        assert found is not None
        return found

    @property
    def explanation(self) -> str:
        """What the sender says of it; may be empty."""
        sides = (each.explanation for each in (self.theirs, self.ours) if each is not None)
        return next(filter(None, sides), "")


def paired(ours: Iterable[Finding], theirs: Iterable[Finding]) -> tuple[PairedFinding, ...]:
    """Findings of both sides, each once: ours in their order, then those that we do not have.

    Two are one when they say the same of the same field in the same severity, whatever was
    written as the reason.
    """
    left = list(theirs)
    pairs = []
    for own in ours:
        match = next((each for each in left if _key(each) == _key(own)), None)
        if match is not None:
            left.remove(match)
        pairs.append(PairedFinding(own, match))
    return (*pairs, *(PairedFinding(None, each) for each in left))


def _key(finding: Finding) -> tuple[Severity, str, str, str]:
    return (finding.severity, finding.record_id, finding.field, without_wish(finding.message))
