"""Packages of offices below, made by the program's own code without a data folder of theirs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from gonghui_desktop import paths
from gonghui_desktop.exchange.package.submission import Submission, new_submission
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.checks import check_record, check_submission
from gonghui_desktop.model.forms.edition import digest_of
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services.submissions.package_files import PRINTER_VERSION
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from tests.made_packages import packed

MADE = datetime(2017, 3, 8, 6, tzinfo=UTC)
UNIT_VALUES = {
    "city": "大连",
    "county": "中山",
    "industry": "机械冶金",
    "chairperson": "于样例",
    "address": "大连市中山区示例路 1 号",
    "contact": "0411-83640000",
    "unit_nature": "5",
    "non_public": "yes",
    "employees": "120",
    "covered_enterprises": "12",
    "goals": "创建职工满意的职工之家。",
    "measures": "每年召开职工代表大会。",
}
"""Of a complete unit, field by field of any form."""

_WHY = "本年度符合条件的单位不足"


@dataclass(frozen=True)
class Made:
    """A package.

    Attributes:
        data: the file.
        submission: what is in it.
    """

    data: bytes
    submission: Submission

    @property
    def package(self) -> str:
        """Its UUID."""
        return self.submission.package


class SendingOffices:
    """Makes packages; the same arguments, the same package.

    Args:
        campaign: the rules.
    """

    def __init__(self, campaign: Campaign) -> None:
        printer = FormPrinter(paths.resources_folder() / "fonts")
        self.campaign = campaign
        self._ws = Workspace(campaign, _no_store, lambda: printer)

    def record(self, form_id: str, name: str, day: int = 0, **values: str) -> Record:
        """A final record of a unit, in its first revision, so many days after :data:`MADE`."""
        form = self.campaign.form(form_id)
        given = {**UNIT_VALUES, form.name_field: name, **values}
        number = hashlib.sha256(f"{form_id} {name}".encode()).hexdigest()[:32]
        at = MADE + timedelta(days=day)
        return Record(
            id=number,
            form=form_id,
            created_at=at,
            changed_at=at,
            values={field.id: given[field.id] for field in form.fields if given.get(field.id)},
            state=RecordState.FINAL,
            campaign=self.campaign.id,
            edition=digest_of(form),
        )

    def again(self, record: Record, reason: str = "人数有误", **values: str) -> Record:
        """The next revision of a record, a day later."""
        return replace(
            record,
            values={**record.values, **values},
            revision=record.revision + 1,
            reopen_reason=reason,
            changed_at=record.changed_at + timedelta(days=1),
        )

    def package(
        self, sender: Profile, records: Sequence[Record], replaces: Made | None = None
    ) -> Made:
        """The package of an office, which replaces another one."""
        made = new_submission(
            self.campaign,
            sender,
            records,
            findings=[
                finding
                for record in records
                for finding in check_record(self.campaign.form(record.form), record, {})
            ],
            submission_findings=check_submission(self.campaign, sender, records, _WHY),
            explanation=_WHY,
            revision=replaces.submission.revision + 1 if replaces else 1,
            supersedes=replaces.package if replaces else "",
            printer=PRINTER_VERSION,
        )
        return Made(packed(self._ws, made), made)

    def packed(self, submission: Submission) -> bytes:
        """The package of a submission that an office could not have made."""
        return packed(self._ws, submission)


def _no_store() -> Store:
    raise AssertionError("these offices keep nothing")
