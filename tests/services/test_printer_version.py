"""The version of what makes a package's files goes with what they are, and nobody can forget it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.exchange.incoming import Accepted
from gonghui_desktop.exchange.package.submission import new_submission
from gonghui_desktop.exchange.records_json import read_records
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.edition import digest_of
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services.submissions.package_files import (
    PRINTER_VERSION,
    cover_file,
    record_files,
    summary_file,
    summary_pdf_file,
)
from tests.form_variants import SENTENCE, VALUES, VARIANTS
from tests.printing.test_papers import cover, summary

_OFFICE = "大连市中山区总工会"
_ID = "3f2a9c01-5d0c-5a0e-8f86-2f1c6f0e2017"
_NOW = datetime(2017, 3, 15, 1, 30, tzinfo=UTC)
_SAMPLES = ("district", "resident_industry", "nonresident_industry")
_LENGTHS = (0, 3, 8, 15, 25, 60)
"""Of each long text, sentences: a page with room, a full one, a tight one, several."""
_SHORT_ONES = ("unit_name", "address")
_LONG_NAME = "大连经济技术开发区金马路街道红梅社区示例重工装备制造（集团）有限公司联合工会委员会"
_RARE = "㐂𠮷\U000200cd·阿不都热依木 No.3-12 A座"


def _record(form: FormDefinition, values: dict[str, str], number: int) -> Record:
    return Record(
        id=f"{number:032x}",
        form=form.id,
        created_at=_NOW,
        changed_at=_NOW,
        values={key: text for key, text in values.items() if form.has_field(key)},
        state=RecordState.FINAL,
        campaign="2017",
        edition=digest_of(form),
    )


def _specimens(campaign: Campaign, data_folder: Path) -> Iterator[tuple[FormDefinition, Record]]:
    number = 0
    samples: dict[str, dict[str, str]] = {}
    for name in _SAMPLES:
        for item in read_records((data_folder / f"{name}.json").read_bytes(), name, campaign):
            assert isinstance(item, Accepted)
            number += 1
            samples[item.form] = dict(item.values)
            yield (form := campaign.form(item.form)), _record(form, samples[item.form], number)
    for form in campaign.forms:
        for length in _LENGTHS:
            values = samples[form.id] | dict.fromkeys(form.long_texts, SENTENCE * length)
            if length % 2:
                values |= dict.fromkeys(_SHORT_ONES, _LONG_NAME + _RARE)
            number += 1
            yield form, _record(form, values, number)
    for variant in VARIANTS.values():
        form = variant.form()
        for length in (1, 20):
            number += 1
            values = VALUES | dict.fromkeys(form.long_texts, SENTENCE * length)
            yield form, _record(form, values, number)


def _parts(document: bytes) -> Iterator[bytes]:
    """What is in an office document, however it is packed."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        for name in archive.namelist():
            yield name.encode()
            yield archive.read(name)


@pytest.fixture(scope="module")
def digest(campaign: Campaign, data_folder: Path) -> str:
    printer = FormPrinter(paths.resources_folder() / "fonts")
    made = hashlib.sha256()
    records, forms = [], {}
    for form, record in _specimens(campaign, data_folder):
        files = record_files(printer, form, record, _OFFICE)
        assert files.docx is not None
        for part in (files.pdf, *_parts(files.docx)):
            made.update(hashlib.sha256(part).digest())
        records.append(record)
        forms[digest_of(form)] = form
    submission = new_submission(
        campaign, Profile("district", _OFFICE), records, forms=forms, explanation=SENTENCE
    )
    few = new_submission(campaign, Profile("district", _OFFICE, "刘敏"), records[:5], forms=forms)
    # A package's id goes with the program and the campaign, not with what prints it.
    for each in (replace(submission, package=_ID), replace(few, package=_ID)):
        for part in (
            *_parts(summary_file(campaign, each)),
            summary_pdf_file(printer, campaign, each),
            cover_file(printer, campaign, each, b"5" * 32),
        ):
            made.update(hashlib.sha256(part).digest())
    for counts in ((1,), (4, 1), (40, 9)):  # with tight columns, full pages, codes on a second one
        made.update(hashlib.sha256(printer.summary(summary(*counts))).digest())
        made.update(hashlib.sha256(printer.cover(cover(*counts))).digest())
    return made.hexdigest()[: len(PRINTER_VERSION)]


def test_what_makes_other_files_has_another_version(digest: str) -> None:
    assert digest == PRINTER_VERSION, (
        f"packages' files are made otherwise now: set PRINTER_VERSION to {digest!r}"
    )
