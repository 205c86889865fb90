"""Records of a package as they come in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gonghui_desktop.exchange.incoming import Refused
from gonghui_desktop.exchange.package.importer import received_in
from gonghui_desktop.exchange.package.submission import (
    Submission,
    new_submission,
    read_submission,
)
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.known_forms import KnownForms
from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.model.record import Profile, Record

Pack = Callable[[Campaign, Submission], bytes]
SampleRecords = Callable[[str], list[Record]]


def test_a_record_with_too_long_a_text_is_refused_by_itself(
    campaign: Campaign, sample_records: SampleRecords, pack: Pack
) -> None:
    """An earlier version took it: the package is whole, the other records come in."""
    records = sample_records("district")
    long = replace(records[1], values={**records[1].values, "goals": "长" * (LONGEST_TEXT + 1)})
    made = new_submission(campaign, Profile("district", "某区总工会", "", ""), [*records, long][2:])
    got = received_in(read_submission(pack(campaign, made), KnownForms(campaign)))
    (refused,) = [each for each in got if isinstance(each, Refused)]
    assert len(got) == len(records) - 1
    assert "“工作目标”有 20001 字，超过 2 万字，请对方删短" in refused.message
    assert refused.message.startswith(f"第 {refused.number} 份申报表（附件")
