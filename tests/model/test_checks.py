"""Findings by the campaign's rules (强制, 核实, 提示) and the quotas of the notice."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.checks import check_record, check_submission
from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.model.findings import Severity
from gonghui_desktop.model.record import Profile, Record

DAY = datetime(2017, 3, 1, tzinfo=UTC)
VALUES = {
    "city": "大连市",
    "county": "甘井子区",
    "unit_name": "大连示例重工有限公司",
    "chairperson": "于示例",
    "address": "大连市甘井子区示例路1号",
    "contact": "0411-83640001",
    "unit_nature": "5",
    "employees": "120",
    "goals": "目标",
    "measures": "措施",
    "non_public": "yes",
}


def record(form: str = "annex1", **values: str) -> Record:
    return Record("a" * 32, form, DAY, DAY, {**VALUES, **values})


def severities(campaign: Campaign, found: Record) -> list[tuple[Severity, str]]:
    findings = check_record(campaign.form(found.form), found, {})
    return [(finding.severity, finding.field) for finding in findings]


def test_a_complete_record_has_no_findings(campaign: Campaign) -> None:
    assert severities(campaign, record()) == []


def test_every_empty_mandatory_field_is_named(campaign: Campaign) -> None:
    empty = Record("a" * 32, "annex1", DAY, DAY)
    found = severities(campaign, empty)
    assert [field for severity, field in found if severity is not Severity.MANDATORY] == ["county"]
    mandatory = {field.id for field in campaign.form("annex1").fields if field.mandatory}
    assert {field for _severity, field in found} - {"county"} == mandatory
    assert "county" not in mandatory


@pytest.mark.parametrize("nature", ["3", "4", "8"])
def test_where_the_clerk_decides_a_reason_is_wanted(campaign: Campaign, nature: str) -> None:
    decided = record(unit_nature=nature)
    assert severities(campaign, decided) == [(Severity.VERIFY, "non_public")]
    explained = replace(decided, explanations={"non_public": "私人控股"})
    findings = check_record(campaign.form("annex1"), explained, {})
    assert [finding.blocks for finding in findings] == [False]
    undecided = record(unit_nature=nature, non_public="")
    assert severities(campaign, undecided) == [(Severity.MANDATORY, "non_public")]


@pytest.mark.parametrize(("nature", "answer"), [("1", "yes"), ("9", "yes"), ("6", "no")])
def test_against_the_rule_a_reason_is_wanted(campaign: Campaign, nature: str, answer: str) -> None:
    found = record(unit_nature=nature, non_public=answer)
    assert severities(campaign, found) == [(Severity.VERIFY, "non_public")]


def test_a_reason_stands_with_no_other_finding_than_a_doubt(campaign: Campaign) -> None:
    """What must be mended stays to be mended, whatever somebody wrote beside it before."""
    wrong = record(employees="约三百人", non_public="")
    explained = replace(wrong, explanations={"employees": "估计的", "non_public": "不清楚"})
    findings = check_record(campaign.form("annex1"), explained, {})
    assert [(finding.severity, finding.blocks) for finding in findings] == [
        (Severity.MANDATORY, True),
        (Severity.ADVICE, False),
    ]
    assert [finding.explanation for finding in findings] == ["", ""]


@pytest.mark.parametrize(
    ("reason", "blocks"),
    [
        *((text, True) for text in (" \n\u3000", "。", "1", "2017.3", "是")),
        *((text, False) for text in ("属实", "𠮷野家", "按 2016 年报")),
        *((text, True) for text in ("核实无误", "经核实无误。", "情况已核对，无误！", "没有问题")),
        *((text, False) for text in ("核实无误，新厂 3 月投产", "核对了营业执照")),
    ],
)
def test_what_says_nothing_is_no_reason(campaign: Campaign, reason: str, blocks: bool) -> None:
    doubtful = replace(record(contact="找传达室"), explanations={"contact": reason})
    (finding,) = check_record(campaign.form("annex1"), doubtful, {})
    assert finding.blocks is blocks


def test_a_blank_on_the_page_that_may_stay_empty_is_advice_alone(campaign: Campaign) -> None:
    findings = check_record(campaign.form("annex1"), record(county=""), {})
    assert [(each.severity, each.field, each.blocks) for each in findings] == [
        (Severity.ADVICE, "county", False)
    ]
    assert findings[0].message.startswith("县（市、区）：未填写")


def test_a_character_without_a_glyph_is_told_by_field(campaign: Campaign) -> None:
    findings = check_record(campaign.form("annex1"), record(), {"chairperson": "😀"})
    assert [finding.field for finding in findings] == ["chairperson"]
    assert "U+1F600" in findings[0].message


def test_more_pages_are_advice(campaign: Campaign) -> None:
    findings = check_record(campaign.form("annex1"), record(), {}, pages=2)
    assert [finding.severity for finding in findings] == [Severity.ADVICE]
    assert not findings[0].blocks


def test_the_submissions_findings_stand_with_an_explanation(campaign: Campaign) -> None:
    office = Profile("nonresident_industry", "示例产业工会")
    records = [record("annex1"), record("annex3", unit_name="乙厂")]
    findings = check_submission(campaign, office, records)
    assert [finding.severity for finding in findings] == [Severity.VERIFY]
    assert "附件1" in findings[0].message
    assert all(finding.blocks for finding in findings)
    explained = check_submission(campaign, office, records, "市总工会同意")
    assert not any(finding.blocks for finding in explained)


def test_without_a_reporter_nothing_blocks_yet(campaign: Campaign) -> None:
    findings = check_submission(campaign, None, [])
    assert [finding.severity for finding in findings] == [Severity.ADVICE]


def test_a_rare_character_in_an_old_systems_way_is_to_be_replaced(campaign: Campaign) -> None:
    """Said once: that no face has it follows from that."""
    found = record(chairperson="李\ue863")
    (finding,) = check_record(campaign.form("annex1"), found, {"chairperson": "\ue863"})
    assert finding.severity is Severity.VERIFY
    assert "“䶮”" in finding.message
    assert "换成标准字" in finding.message


def test_what_was_copied_from_elsewhere_is_advice(campaign: Campaign) -> None:
    (finding,) = check_record(campaign.form("annex1"), record(goals="入会\u200b\uf06c"), {})
    assert (finding.severity, finding.field) == (Severity.ADVICE, "goals")


def test_a_text_too_long_for_a_package_blocks_with_its_length(campaign: Campaign) -> None:
    """An earlier version took it; it can be shortened, and no package goes out with it."""
    found = record(goals="长" * (LONGEST_TEXT + 1))
    (told,) = check_record(campaign.form("annex1"), found, {})
    assert (told.severity, told.field) == (Severity.MANDATORY, "goals")
    assert "有 20001 字，最多 2 万字" in told.message
    reasoned = replace(record(), explanations={"goals": "长" * (LONGEST_TEXT + 1)})
    (told,) = check_record(campaign.form("annex1"), reasoned, {})
    assert (told.severity, "写明的原因有 20001 字" in told.message) == (Severity.MANDATORY, True)
    assert severities(campaign, record(goals="长" * LONGEST_TEXT)) == []
