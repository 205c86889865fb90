"""Fingerprint and check code: the tie between paper and stored data."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.checkcode import check_code, fingerprint, qr_digits
from gonghui_desktop.model.fieldtypes import Choice, OneOf
from gonghui_desktop.model.forms.edition import digest_of
from gonghui_desktop.model.forms.form import Field, FormDefinition
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.model.stages import Stage

YES_NO = (Choice("yes", "是"), Choice("no", "否"))
DAY = datetime(2017, 3, 1, tzinfo=UTC)
RECORD = Record("0" * 32, "annex1", DAY, DAY, {"unit_name": "大连示例重工有限公司"})


def test_any_printed_change_changes_the_fingerprint(campaign: Campaign) -> None:
    form = campaign.form("annex1")
    base = fingerprint(form, RECORD)
    changed = [
        replace(RECORD, id="1" * 32),
        replace(RECORD, revision=2),
        replace(RECORD, values={"unit_name": "大连示例重工有限公司 "}),
        replace(RECORD, values={"address": "大连示例重工有限公司"}),
        replace(RECORD, values={"unit_name": "大连示例重工有限公司", "goals": "一"}),
    ]
    codes = {base, *(fingerprint(form, record) for record in changed)}
    assert len(codes) == 6


def test_compatibility_ideographs_are_told_apart(campaign: Campaign) -> None:
    form = campaign.form("annex1")
    one = replace(RECORD, values={"chairperson": "\ufa1e"})
    other = replace(RECORD, values={"chairperson": "\u7fbd"})
    assert fingerprint(form, one) != fingerprint(form, other)


_LATER = datetime(2018, 1, 1, tzinfo=UTC)

COVERED: dict[str, list[object]] = {
    "id": ["1" * 32],
    "values": [{**RECORD.values, key: "yes"} for key in ("non_public", "goals", "contact")],
    "explanations": [{"contact": "传达室转"}, {"employees": "传达室转"}],
    "revision": [2],
    "reopen_reason": ["主席姓名写错"],
    "campaign": ["2018"],
    "code_version": [1],
}
"""Attribute of a record to other values of it: each makes another fingerprint."""

NOT_COVERED: dict[str, object] = {
    "form": "annex2",  # the form itself is covered, with its id: see below
    "edition": "0" * 64,  # is computed from the form, whoever says what
    "created_at": _LATER,  # not on the paper; the receiver's own where the sender's cannot be right
    "changed_at": _LATER,  # as above; the package's fingerprint covers both
    "state": RecordState.FINAL,  # a draft is printed and stamped, and becomes final as it is
    "stage": Stage.PRINTED,  # what was done with the paper, after it was printed
    "stage_at": _LATER,
}
"""Attributes that make no other fingerprint, each with its reason."""


def test_of_every_attribute_of_a_record_it_is_known_whether_it_counts() -> None:
    assert {each.name for each in fields(Record)} == COVERED.keys() | NOT_COVERED.keys()


@pytest.mark.parametrize("name", COVERED)
def test_what_is_printed_counted_or_explained_counts(campaign: Campaign, name: str) -> None:
    form = campaign.form("annex1")
    changed = [replace(RECORD, **{name: value}) for value in COVERED[name]]  # type: ignore[arg-type] # as the table has it
    codes = {fingerprint(form, RECORD), *(fingerprint(form, record) for record in changed)}
    assert len(codes) == 1 + len(changed)


@pytest.mark.parametrize("name", NOT_COVERED)
def test_what_does_not_count_does_not(campaign: Campaign, name: str) -> None:
    form = campaign.form("annex1")
    changed = replace(RECORD, **{name: NOT_COVERED[name]})  # type: ignore[arg-type] # as the table has it
    assert changed != RECORD or name in ("stage", "stage_at")
    assert fingerprint(form, changed) == fingerprint(form, RECORD)


def test_the_form_counts_as_a_whole(campaign: Campaign) -> None:
    form = campaign.form("annex1")
    others = [
        replace(form, id="annex9"),
        replace(form, copies=3),
        replace(form, seals=form.seals[:1]),
        replace(form, notes=()),
        campaign.form("annex2"),
    ]
    codes = {fingerprint(each, RECORD) for each in (form, *others)}
    assert len(codes) == 1 + len(others)


def test_what_only_the_editor_shows_does_not_count(campaign: Campaign) -> None:
    form = campaign.form("annex1")
    fields = tuple(replace(field, hint="另一句提示") for field in form.fields)
    assert fingerprint(replace(form, tab="另一个标签", fields=fields), RECORD) == fingerprint(
        form, RECORD
    )


def test_in_version_1_what_is_not_on_the_paper_does_not_count(campaign: Campaign) -> None:
    form = campaign.form("annex1")
    old = replace(RECORD, code_version=1)
    with_more = replace(old, values={**RECORD.values, "non_public": "yes"}, campaign="2017")
    assert fingerprint(form, with_more) == fingerprint(form, old)


def is_check_code(digits: str) -> bool:
    """The receiver's side of ISO/IEC 7064 MOD 11,10, as the standard words it."""
    product = 10
    for digit in digits[:-1]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return len(digits) == 13 and (product + int(digits[-1])) % 10 == 1


@given(digest=st.binary(min_size=32, max_size=32), place=st.integers(0, 12), add=st.integers(1, 9))
def test_one_wrong_digit_is_found(digest: bytes, place: int, add: int) -> None:
    digits = check_code(digest).replace(" ", "")
    assert is_check_code(digits)
    wrong = digits[:place] + str((int(digits[place]) + add) % 10) + digits[place + 1 :]
    assert not is_check_code(wrong)


@given(digest=st.binary(min_size=32, max_size=32))
def test_the_qr_code_holds_as_many_digits_for_any_page(digest: bytes) -> None:
    assert qr_digits(digest, 1, 2, 2).isdigit()
    assert len(qr_digits(digest, 1, 2, 1)) == len(qr_digits(digest, 10, 20, 2))


def test_a_field_that_is_called_like_an_option_counts(campaign: Campaign) -> None:
    """``hint`` and ``tab`` are left out as options of a form file, not as ids of its fields."""
    form = campaign.form("annex1")

    def implying(value: str) -> FormDefinition:
        nature = OneOf((Choice("1", "国有企业", (("hint", value),)),))
        fields = (Field("unit_name", "单位名称", nature), Field("hint", "提示", OneOf(YES_NO)))
        return replace(form, fields=fields)

    assert digest_of(implying("yes")) != digest_of(implying("no"))
