"""Finished submissions of the sample records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gonghui_desktop.exchange.incoming import Accepted
from gonghui_desktop.exchange.package.submission import (
    RecordDocuments,
    Submission,
    new_submission,
    write_submission,
)
from gonghui_desktop.exchange.records_json import read_records
from gonghui_desktop.exchange.spreadsheet.summary import summary_xlsx
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.known_forms import KnownForms
from gonghui_desktop.model.checkcode import fingerprint
from gonghui_desktop.model.forms.edition import digest_of
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PrintOptions, Sheet

_MORNING = datetime(2017, 3, 15, 1, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def printer(fonts_folder: Path) -> FormPrinter:
    return FormPrinter(fonts_folder)


@pytest.fixture(scope="session")
def profile() -> Profile:
    return Profile("district", "大连市中山区总工会", "刘敏", "0411-82640177")


@pytest.fixture(scope="session")
def sample_records(campaign: Campaign, data_folder: Path) -> Callable[[str], list[Record]]:
    """The records of a sample file, made final one after the other."""

    def records(sample: str) -> list[Record]:
        data = (data_folder / f"{sample}.json").read_bytes()
        return [
            Record(
                id=f"{item.number:032x}",
                form=item.form,
                created_at=_MORNING,
                changed_at=_MORNING + timedelta(minutes=item.number),
                values=item.values,
                explanations=item.explanations,
                state=RecordState.FINAL,
                campaign=campaign.id,
                edition=digest_of(campaign.form(item.form)),
            )
            for item in read_records(data, sample, campaign)
            if isinstance(item, Accepted)
        ]

    return records


@pytest.fixture(scope="session")
def print_pdf(printer: FormPrinter) -> Callable[[Campaign, Record], bytes]:
    """A record's form as the export prints it."""

    def pdf(campaign: Campaign, record: Record) -> bytes:
        form = campaign.form(record.form)
        sheet = Sheet(
            form, record.values, fingerprint(form, record), code_version=record.code_version
        )
        return printer.render([sheet], PrintOptions(signature_fields=True)).pdf

    return pdf


@pytest.fixture(scope="session")
def pack(print_pdf: Callable[[Campaign, Record], bytes]) -> Callable[[Campaign, Submission], bytes]:
    """The whole package of a submission."""

    def packed(campaign: Campaign, submission: Submission) -> bytes:
        documents = {
            record.id: RecordDocuments(print_pdf(campaign, record)) for record in submission.records
        }
        summary = summary_xlsx(
            campaign, submission.reporter, submission.records, submission.form_of
        )
        return write_submission(submission, KnownForms(campaign), documents, summary)

    return packed


@pytest.fixture(scope="session")
def submission(
    campaign: Campaign, profile: Profile, sample_records: Callable[[str], list[Record]]
) -> Submission:
    return new_submission(campaign, profile, sample_records("district"))


@pytest.fixture(scope="session")
def package(
    campaign: Campaign, submission: Submission, pack: Callable[[Campaign, Submission], bytes]
) -> bytes:
    """A district's five units."""
    return pack(campaign, submission)


@pytest.fixture(scope="session")
def small_package(
    campaign: Campaign,
    profile: Profile,
    sample_records: Callable[[str], list[Record]],
    pack: Callable[[Campaign, Submission], bytes],
) -> bytes:
    """One short form."""
    record = replace(
        sample_records("nonresident_industry")[0],
        values={"unit_name": "大连某厂", "goals": "目标", "employees": "12"},
    )
    return pack(campaign, new_submission(campaign, profile, [record]))
