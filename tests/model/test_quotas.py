"""The notice's quotas: they count units, not rows."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.quotas import QuotaState, quota_states
from gonghui_desktop.model.checks import check_submission
from gonghui_desktop.model.findings import Severity
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.model.units.decisions import pair_of
from gonghui_desktop.model.units.same_units import AS_WRITTEN, SameUnits
from gonghui_desktop.model.units.unit_names import unit_key

DAY = datetime(2017, 3, 1, tzinfo=UTC)
NUMBERS = count(1)


def unit(form: str = "annex1", **values: str) -> Record:
    """A unit of its own, a private enterprise of 120 unless told otherwise."""
    number = next(NUMBERS)
    plain = {"unit_name": f"第{number}厂", "employees": "120", "non_public": "yes"}
    return Record(f"{number:032x}", form, DAY, DAY, {**plain, **values})


def states(campaign: Campaign, kind: str, records: list[Record]) -> tuple[QuotaState, ...]:
    reporter = campaign.reporter(kind)
    assert reporter is not None
    return quota_states(campaign, reporter, records)


def sentences(campaign: Campaign, kind: str, records: list[Record]) -> list[str]:
    return [state.sentence for state in states(campaign, kind, records) if state.sentence]


def test_district_quotas(campaign: Campaign) -> None:
    private = [unit() for _ in range(3)]
    state_owned, industry = unit(non_public="no"), unit("annex2", non_public="")
    full = [*private, state_owned, industry]
    assert sentences(campaign, "district", full) == []
    assert sentences(campaign, "district", full[1:]) == [
        "还差 1 个典型单位",
        "还差 1 个非公企业典型",
    ]
    assert sentences(campaign, "district", [*private, industry, unit("annex2")]) == [
        "县以下区域或行业工会典型多出 1 个"
    ]
    assert sentences(campaign, "district", [*full, unit()]) == ["典型单位多出 1 个"]


def test_resident_industry_quotas(campaign: Campaign) -> None:
    large, small = unit("annex3", employees="100"), unit("annex3", employees="99")
    assert sentences(campaign, "resident_industry", [unit(), large, small]) == []
    assert sentences(campaign, "resident_industry", [unit(employees="99"), large, small]) == [
        "还差 1 个百人以上非公企业典型"
    ]
    assert sentences(campaign, "resident_industry", [unit(), unit(), large]) == [
        "省级典型（附件1）多出 1 个",
        "还差 1 个市级典型（附件3）",
    ]


def test_nonresident_industry_quota(campaign: Campaign) -> None:
    assert sentences(campaign, "nonresident_industry", [unit("annex3")]) == []
    assert sentences(campaign, "nonresident_industry", []) == ["还差 1 个典型单位"]


def test_a_form_without_a_name_counts_for_nothing(campaign: Campaign) -> None:
    empty = [unit("annex3", unit_name=""), unit("annex3", unit_name=" \u3000")]
    assert sentences(campaign, "nonresident_industry", empty) == ["还差 1 个典型单位"]


def test_units_are_counted_by_what_was_decided_and_one_without_a_name_is_none() -> None:
    names = ["甲厂", "甲 厂", "乙厂", "丙厂", "丁厂", " "]
    assert AS_WRITTEN.count(names) == 4
    same = frozenset({pair_of("乙厂", "丙厂"), pair_of("丁厂", "丙厂")})
    decided = SameUnits(same, apart=frozenset({unit_key("甲厂")}))
    assert decided.count(names) == 3  # twice 甲厂, and the others as one
    assert decided.units(names)[-1] == ""


def test_final_forms_and_drafts_are_shown_apart(campaign: Campaign) -> None:
    records = [replace(unit(), state=RecordState.FINAL) for _ in range(2)]
    records += [unit() for _ in range(3)]
    everything = states(campaign, "district", records)[0]
    assert everything.standing == "5 个典型单位：已定稿 2，草稿 3"


def test_a_copy_is_one_unit_and_the_pair_is_a_doubt(campaign: Campaign) -> None:
    records = [unit("annex3", unit_name="甲厂"), unit("annex3", unit_name="甲 厂")]
    assert sentences(campaign, "nonresident_industry", records) == []
    office = Profile("nonresident_industry", "示例产业工会")
    (finding,) = check_submission(campaign, office, records)
    assert finding.severity is Severity.VERIFY
    assert "附件3“甲厂”、附件3“甲 厂”看来是同一单位" in finding.message
    (explained,) = check_submission(campaign, office, records, "两个厂同名")
    assert not explained.blocks


def test_of_a_unit_on_two_forms_the_reporters_own_and_the_final_one_counts(
    campaign: Campaign,
) -> None:
    foreign = unit("annex2", unit_name="甲厂")
    draft = unit("annex3", unit_name="甲厂")
    final = replace(unit("annex3", unit_name="（甲厂）"), state=RecordState.FINAL)
    (state,) = states(campaign, "nonresident_industry", [foreign, draft, final])
    assert (state.count, state.final) == (1, 1)


def test_three_spellings_over_two_forms_are_one_unit(campaign: Campaign, data_folder: Path) -> None:
    given = json.loads((data_folder / "same-unit-twice.json").read_text("utf-8"))["records"]
    records = [unit(each["form"], **each["values"]) for each in given]
    assert states(campaign, "district", records)[0].count == 1


@pytest.mark.parametrize(
    "other",
    [
        "大连示例机械有限责任公司",
        "大连示例机械(有限公司)",
        "大连示例机械（有限公司）",
        " 大连 示例机械\u3000有限公司 ",
        "大连示例\u200b机械有限公司",
        "“大连示例机械”有限公司",
    ],
)
def test_names_that_are_nearly_the_same(other: str) -> None:
    assert unit_key(other) == unit_key("大连示例机械有限公司")


@pytest.mark.parametrize(
    "other", ["大连示例机械股份有限公司", "大连示例机械第二有限公司", "大连示例机械有限公司工会"]
)
def test_names_that_are_other_units(other: str) -> None:
    assert unit_key(other) != unit_key("大连示例机械有限公司")


def test_characters_that_old_systems_keep_for_names_make_another_unit() -> None:
    assert unit_key("\ue863记商行") != unit_key("\ue864记商行")


_HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=9)


@given(name=_HAN, marks=st.lists(st.sampled_from(" \u3000（）()【】“”·-—\u200b\u00ad"), max_size=9))
def test_blanks_and_brackets_make_no_other_unit(name: str, marks: list[str]) -> None:
    spread = "".join(mark + char for char, mark in zip(name * 9, marks, strict=False))
    dressed = spread + (name * 9)[len(marks) :]
    assert unit_key(dressed) == unit_key(name * 9)


@given(name=st.text())
def test_whoever_has_a_name_has_a_key(name: str) -> None:
    assert bool(unit_key(name)) == bool("".join(name.split()))
