"""What an office hands in, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta, timezone

from gonghui_desktop import __version__
from gonghui_desktop.exchange.package.kinds import PackageKind
from gonghui_desktop.model.campaign import Campaign
from gonghui_desktop.model.edition import digest_of
from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.model.record import Profile, Record, RecordState

VERSION = 2
"""Format version of the packages that are written; version 1 is read for ever."""

PROGRAM = f"gonghui-desktop {__version__}"
"""What makes the files of a package."""

_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Submission:
    """What an office hands in.

    Attributes:
        package: UUID, made from all that follows: the same contents have the same one.
        campaign: id of the campaign.
        campaign_name: its name, empty in packages of version 1.
        revision: 1 for the first package, one more for each that replaces it.
        supersedes: UUID of the package that this one replaces, empty for the first.
        made_on: China's date of the last change in it.
        reporter: who hands in.
        records: all final, in order.
        forms: digest of each edition in it to the form.
        findings: that stood when it was made, with their explanations; those of the whole
            submission have no record.
        explanation: why unmet quotas stand, may be empty.
        program: what made the files, empty in packages of version 1.
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
    version: int = VERSION
    kind: PackageKind = field(default=PackageKind.SUBMISSION, init=False)

    def form_of(self, record: Record) -> FormDefinition:
        """The form that one of its records was made with."""
        return self.forms[record.edition]


def new_submission(  # noqa: PLR0913 - all by name but the first three
    campaign: Campaign,
    reporter: Profile,
    records: Sequence[Record],
    *,
    forms: Mapping[str, FormDefinition] | None = None,
    findings: Sequence[Finding] = (),
    submission_findings: Sequence[Finding] = (),
    explanation: str = "",
    revision: int = 1,
    supersedes: str = "",
) -> Submission:
    """A submission of these records, not yet named by its contents.

    Nothing in it comes from the clock or from chance.

    Args:
        campaign: the campaign.
        reporter: who hands in.
        records: all final, in order.
        forms: digest of each record's edition to the form; by default the campaign's own forms.
        findings: of the records.
        submission_findings: of the whole submission.
        explanation: why unmet quotas stand, may be empty.
        revision: 1 for the first package of the campaign.
        supersedes: UUID of the package that this one replaces.

    Raises:
        ValueError: there is no record, or one is not final.
    """
    if not records or any(record.state is not RecordState.FINAL for record in records):
        raise ValueError("a submission holds final records, at least one")
    known = {digest_of(form): form for form in campaign.forms} if forms is None else forms
    used = {record.edition for record in records}
    return Submission(
        package="",
        campaign=campaign.id,
        campaign_name=campaign.name,
        revision=revision,
        supersedes=supersedes,
        made_on=date_of(records),
        reporter=reporter,
        records=tuple(records),
        forms={digest: form for digest, form in sorted(known.items()) if digest in used},
        findings=(*findings, *submission_findings),
        explanation=explanation,
    )


def date_of(records: Sequence[Record]) -> date:
    """China's date of the last change."""
    return max(record.changed_at for record in records).astimezone(_CHINA).date()
