"""Field types: one contract for all, and what each is for."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.model.fieldtypes import (
    FIELD_TYPES,
    Choice,
    Date,
    FieldType,
    LongText,
    OneOf,
    Telephone,
    Text,
    WholeNumber,
)
from gonghui_desktop.model.fieldtypes.telephone import number_spans
from gonghui_desktop.model.findings import Severity
from gonghui_desktop.model.strict import Table

NATURE = OneOf(
    choices=(Choice("1", "国有及控股企业"), Choice("5", "私营企业")),
    numbered=True,
)
TYPES: list[FieldType] = [
    Text(),
    LongText(),
    WholeNumber(minimum=0, doubtful_above=200000),
    WholeNumber(thousands="comma"),
    Telephone(),
    Date(),
    NATURE,
]


def test_every_type_is_in_the_list_above() -> None:
    assert {field_type.name for field_type in TYPES} == set(FIELD_TYPES)


@pytest.mark.parametrize("field_type", TYPES, ids=lambda field_type: field_type.name)
def test_a_type_is_read_as_it_is_written_into_an_edition(field_type: FieldType) -> None:
    table = Table(field_type.parameters(), "form.toml")
    assert FIELD_TYPES[field_type.name](table) == field_type
    table.done()


@pytest.mark.parametrize("field_type", TYPES, ids=lambda field_type: field_type.name)
@given(text=st.text())
def test_contract(field_type: FieldType, text: str) -> None:
    """Any text can be stored: normalising is idempotent, nothing raises, nothing is lost."""
    canonical = field_type.normalise(text)
    assert field_type.normalise(canonical) == canonical
    assert field_type.check(canonical) == field_type.check(field_type.normalise(canonical))
    assert isinstance(field_type.show(canonical), str)
    if text.strip():
        assert canonical


@given(text=st.text())
def test_names_are_never_normalised(text: str) -> None:
    assert Text().normalise(text) == text


def test_a_compatibility_ideograph_stays_itself() -> None:
    assert Text().normalise("\ufa20蘒") == "\ufa20蘒"
    assert LongText().normalise("\ufa20") == "\ufa20"


@given(number=st.integers(min_value=0, max_value=10**12))
def test_full_width_digits_count_as_digits(number: int) -> None:
    full_width = str(number).translate({ord("0") + n: chr(ord("０") + n) for n in range(10)})
    assert WholeNumber().normalise(full_width) == str(number)
    assert WholeNumber().number(f" {number:,} ") == number


@pytest.mark.parametrize(
    ("typed", "severity"),
    [
        ("120", None),
        ("0", Severity.MANDATORY),
        ("-3", Severity.MANDATORY),
        ("12.5", Severity.MANDATORY),
        ("约120人", Severity.MANDATORY),
        ("120余人", Severity.MANDATORY),
        ("人", Severity.MANDATORY),
        ("120人", None),
        ("１，２８６ 人", None),
        ("35家", None),
        ("一百二十", Severity.MANDATORY),
        ("1,20", Severity.MANDATORY),
        ("200000", None),
        ("200001", Severity.VERIFY),
        ("9" * 5000, Severity.MANDATORY),
    ],
)
def test_whole_number(typed: str, severity: Severity | None) -> None:
    field_type = WholeNumber(doubtful_above=200000)
    problem = field_type.check(field_type.normalise(typed))
    assert (problem.severity if problem else None) == severity


@pytest.mark.parametrize(
    ("thousands", "shown"),
    [
        ("", ("286", "1286", "12860", "1286000")),
        ("comma", ("286", "1286", "12,860", "1,286,000")),
        ("space", ("286", "1286", "12\u00a0860", "1\u00a0286\u00a0000")),
    ],
)
def test_thousands_are_set_apart_as_the_forms_file_says(
    thousands: str, shown: Sequence[str]
) -> None:
    """From five digits on (GB/T 15835-2011); what is stored has no separator."""
    field_type = WholeNumber(thousands=thousands)
    for text, expected in zip(("286", "1286", "12860", "1286000"), shown, strict=True):
        assert field_type.show(text) == expected
        assert field_type.normalise(expected) == text
    assert field_type.show("约12860人") == "约12860人"


def test_another_separator_is_none() -> None:
    with pytest.raises(
        ValueError, match=r"form\.toml：thousands 应当是 comma 或 space，不分节的不写"
    ):
        WholeNumber.read(Table({"thousands": "dot"}, "form.toml"))


def test_a_word_for_what_is_counted_is_not_part_of_the_number() -> None:
    assert WholeNumber().normalise("320人") == "320"
    assert WholeNumber().normalise("１，２８６ 名") == "1286"
    assert WholeNumber().normalise("约320人") == "约320人"


@pytest.mark.parametrize(
    "typed",
    [
        "0411-83641234",
        "０４１１－８３６４１２３４",
        "0411 83641234",
        "(0411)83641234",
        "83641234",
        "8364123",
        "0411-83641234转802",
        "13842612345",
        "138 4261 2345",
        "+86 13842612345",
        "400-123-4567",
        "400 8123 456",
        "0411-83641234、13842612345",
        "0411—83641234",
        "0411-84800001 13700000002",
        "0411-84800001（办） 13700000002（手机）",
        "电话:84800001 手机:13700000002",
        "137-0000-0002",
        "张样例，13700000002",
        "0411-84800001/02",
        "+86 411 84800001",
        "86-411-84800001",
        "008641184800001",
        "411-84800001",
        "8480-0001",
        "传真0411-84800003",
        "（0411）8480 0001",
        "13700000002（张样例）",
        "0411 － 84800001 分机 802",
        "办公室 84800001；传真 84800002",
        "024-23456789",
        "013700000002",
        "0411-8480 0001（办）\n137 0000 0002",
        "微信同号 13700000002",
        "QQ 123456789，电话 84800001",
    ],
)
def test_telephone_numbers_that_need_no_reason(typed: str) -> None:
    assert Telephone().check(Telephone().normalise(typed)) is None


@pytest.mark.parametrize(
    "typed",
    [
        "无",
        "同上",
        "123",
        "12351",
        "138426123456",
        "QQ：123456789",
        "QQ 23456789",
        "微信 abc",
        "051-8480001",
        "0260-84800001",
        "010-12345678",
        "84800001@qq.com",
        "210203198001011234",
        "找传达室",
    ],
)
def test_what_looks_like_no_telephone_wants_a_reason(typed: str) -> None:
    problem = Telephone().check(Telephone().normalise(typed))
    assert problem is not None
    assert problem.severity is Severity.VERIFY


_WORDS = st.text(
    st.sampled_from("张样例办公手机电话传真（）()：:，,；;、/ \u3000转分机"), max_size=8
)
_NUMBERS = st.sampled_from(
    ["0411-84800001", "0411 84800001", "(0411)84800001", "13700000002", "137 0000 0002"]
)


@given(before=_WORDS, number=_NUMBERS, after=_WORDS, more=st.lists(_NUMBERS, max_size=2))
def test_one_number_is_enough_whatever_stands_around_it(
    before: str, number: str, after: str, more: list[str]
) -> None:
    typed = " ".join([before + number + after, *more])
    assert Telephone().check(Telephone().normalise(typed)) is None


@given(text=st.text(st.sampled_from("0123456789-() 转张"), max_size=6))
def test_less_than_seven_digits_are_no_number(text: str) -> None:
    assert Telephone().check(Telephone().normalise(f"电话{text}")) is not None


@pytest.mark.parametrize(
    "typed", ["5", "５", "（5）", "(5)", "私营企业", "（5）私营企业", " 私营企业 "]
)
def test_choice_takes_every_official_spelling(typed: str) -> None:
    assert NATURE.normalise(typed) == "5"
    assert NATURE.show("5") == "（5）私营企业"


def test_a_value_out_of_range_is_kept_and_told() -> None:
    assert NATURE.normalise("国营") == "国营"
    problem = NATURE.check("国营")
    assert problem is not None
    assert problem.severity is Severity.MANDATORY


def test_line_breaks_of_other_systems_become_one_kind() -> None:
    assert LongText().normalise("一\r\n二\r三\n四") == "一\n二\n三\n四"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2017年3月20日", "2017-03-20"),
        ("2017-3-20", "2017-03-20"),
        ("２０１７．３．２０", "2017-03-20"),
        ("2017/03/20", "2017-03-20"),
        ("20170320", "2017-03-20"),
        ("2017 年 3 月 20 日", "2017-03-20"),
    ],
)
def test_a_day_is_understood_as_people_write_it(typed: str, stored: str) -> None:
    assert Date().normalise(typed) == stored
    assert Date().check(stored) is None
    assert Date().show(stored) == "2017年3月20日"


@pytest.mark.parametrize("typed", ["2017-02-30", "明年", "2017", "17-3-20", "2017-3", "20170332"])
def test_no_day_stays_as_typed_and_is_told(typed: str) -> None:
    assert Date().normalise(typed) == typed
    problem = Date().check(typed)
    assert problem is not None
    assert problem.severity is Severity.MANDATORY


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0411-83640001转8012、13800000001", ["0411-83640001转8012", "13800000001"]),
        ("0411-83640001 13800000001", ["0411-83640001", "13800000001"]),
        ("（０４１１）8480 0001，138 0000 0001", ["０４１１）8480 0001", "138 0000 0001"]),
        ("0411—84800001/02/84800003", ["0411—84800001/02", "84800003"]),
        ("办公室84800001-802，手机13700000002（张样例）", ["84800001-802", "13700000002"]),
        ("示例路168号1701室，dlgh13800000001@example.com", []),
    ],
)
def test_telephone_numbers_are_found_with_their_extensions(text: str, numbers: list[str]) -> None:
    assert [text[start:end] for start, end in number_spans(text)] == numbers
