"""What an office hands in, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gonghui_desktop import __version__
from gonghui_desktop.exchange.package.kinds import PackageKind
from gonghui_desktop.model.dates import CHINA
from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Profile, Record

VERSION = 2
"""Format version of the packages that are written; version 1 is read for ever."""

ZERO_VERSION = 3
"""That of a zero report (零报告), which programs that know none refuse by it."""

PROGRAM = f"gonghui-desktop {__version__}"
"""What makes the files of a package."""


@dataclass(frozen=True)
class Submission:
    """What an office hands in.

    Attributes:
        package: UUID, made from all that follows: the same contents have the same one.
        campaign: id of the campaign.
        campaign_name: its name, empty in packages of version 1.
        revision: 1 for the first package, one more for each that replaces it.
        supersedes: UUID of the package that this one replaces, empty for the first.
        made_on: China's date of the last change in it; of a zero report, when it was made.
        reporter: who hands in.
        records: all final, in order; none in a zero report.
        forms: digest of each edition in it to the form.
        findings: that stood when it was made, with their explanations; those of the whole
            submission have no record.
        explanation: why unmet quotas stand, may be empty.
        program: what made the files, empty in packages of version 1.
        printer: version of what made them, empty where the package does not say it; only where two
            are the same can their files be compared byte by byte.
        rules: digest of the campaign's rules, which title, order and judge the summary; empty where
            the package does not say it.
        version: of the format.
        kind: of the package.
    """

    package: str
    campaign: str
    campaign_name: str
    revision: int
    supersedes: str
    made_on: date
    reporter: Profile
    records: tuple[Record, ...]
    forms: Mapping[str, FormDefinition]
    findings: tuple[Finding, ...]
    explanation: str
    program: str = PROGRAM
    printer: str = ""
    rules: str = ""
    version: int = VERSION
    kind: PackageKind = field(default=PackageKind.SUBMISSION, init=False)

    @property
    def is_zero(self) -> bool:
        """Whether the office declares that it puts no unit forward (零报告)."""
        return self.version == ZERO_VERSION

    def form_of(self, record: Record) -> FormDefinition:
        """The form that one of its records was made with."""
        return self.forms[record.edition]


def date_of(records: Sequence[Record]) -> date:
    """China's date of the last change; there is at least one record."""
    return max(record.changed_at for record in records).astimezone(CHINA).date()
