"""The sample records are what an office really hands in: complete, and within the quotas."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.checks import check_record, check_submission
from gonghui_desktop.model.findings import Severity
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.printing.printer import FormPrinter

SampleRecords = Callable[[str], list[Record]]
SAMPLES = ("district", "resident_industry", "nonresident_industry")


@pytest.mark.parametrize("sample", SAMPLES)
def test_nothing_stands_in_the_way_of_handing_in(
    campaign: Campaign, printer: FormPrinter, sample_records: SampleRecords, sample: str
) -> None:
    records = sample_records(sample)
    for record in records:
        form = campaign.form(record.form)
        missing = printer.missing_characters(form, record.values)
        assert not missing
        findings = check_record(form, record, missing)
        assert not [finding for finding in findings if finding.blocks]
    whole = check_submission(campaign, Profile(sample, "某总工会"), records)
    assert not [finding for finding in whole if finding.severity is Severity.VERIFY]


def test_texts_are_as_long_and_as_different_as_real_ones(sample_records: SampleRecords) -> None:
    texts = [
        record.value(field)
        for sample in SAMPLES
        for record in sample_records(sample)
        for field in ("goals", "measures")
    ]
    lengths = sorted(map(len, texts))
    assert lengths[0] < 300
    assert lengths[-1] > 2_700
    assert sum(300 <= length <= 700 for length in lengths) >= 6
    paragraphs = [part for text in texts for part in text.splitlines()]
    assert len(set(paragraphs)) == len(paragraphs)


def test_names_with_rare_characters_are_among_them(sample_records: SampleRecords) -> None:
    names = "".join(r.value("chairperson") for sample in SAMPLES for r in sample_records(sample))
    assert {"\U0002cc5f", "\u4dae", "\ufa20"} <= set(names)
