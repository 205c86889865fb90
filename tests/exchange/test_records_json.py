"""Records as JSON: what goes in, what is refused, and with which words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.incoming import Accepted, Incoming, Refused
from gonghui_desktop.exchange.records_json import read_records
from gonghui_desktop.model.campaigns.campaign import Campaign

HEAD = '{"format": "gonghui-records", "version": 1, "campaign": "2017", "records": '


def read(campaign: Campaign, records: str) -> tuple[Incoming, ...]:
    return read_records((HEAD + records + "}").encode(), "in.json", campaign)


def read_one(campaign: Campaign, values: object, form: str = "annex1") -> Incoming:
    return read(campaign, json.dumps([{"form": form, "values": values}]))[0]


def test_values_come_in_canonical_form(campaign: Campaign) -> None:
    got = read_one(
        campaign,
        {
            "unit_name": "大连某厂 ",
            "employees": 120,
            "unit_nature": "（5）私营企业",
            "contact": "０４１１－８２６４０１７７",
            "non_public": True,
            "goals": "一\r\n二",
            "county": None,
            "address": "",
        },
    )
    assert got == Accepted(
        number=1,
        form="annex1",
        values={
            "unit_name": "大连某厂 ",
            "employees": "120",
            "unit_nature": "5",
            "contact": "0411-82640177",
            "non_public": "yes",
            "goals": "一\n二",
        },
        explanations={},
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [("１，２００", "1200"), ("约一百", "约一百"), (-5, "-5"), (10**40, f"{10**40}")],
)
def test_a_number_that_is_none_goes_in_as_typed(
    campaign: Campaign, given: object, kept: str
) -> None:
    got = read_one(campaign, {"employees": given})
    assert isinstance(got, Accepted)
    assert got.values == {"employees": kept}


def test_names_keep_every_code_point(campaign: Campaign) -> None:
    name = "王\ufa20\U0002cc5f\U000e0100e\u0301"
    got = read_one(campaign, {"chairperson": name})
    assert isinstance(got, Accepted)
    assert got.values["chairperson"] == name


def test_explanations_come_along(campaign: Campaign) -> None:
    item = {"form": "annex1", "values": {}, "explanations": {"contact": "总机转", "employees": " "}}
    (got,) = read(campaign, json.dumps([item]))
    assert isinstance(got, Accepted)
    assert got.explanations == {"contact": "总机转"}


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"form": "annex1", "values": {"unit_nam": "x"}}, ["values.unit_nam", "附件1"]),
        ({"form": "annex9", "values": {}}, ["annex9", "annex3"]),
        ({"form": "annex2", "values": {"unit_nature": "5"}}, ["values.unit_nature", "附件2"]),
        ({"form": "annex1", "values": {"unit_name": 5}}, ["unit_name", "单位名称", "文字"]),
        ({"form": "annex1", "values": {"unit_name": True}}, ["unit_name", "文字"]),
        ({"form": "annex1", "values": {"employees": 1.5}}, ["employees", "职工人数"]),
        ({"form": "annex1", "values": {"employees": True}}, ["employees"]),
        ({"form": "annex1", "values": {"goals": ["一"]}}, ["goals", "工作目标"]),
        ({"form": "annex1", "values": {"goals": "长" * 20_001}}, ["工作目标", "2 万字"]),
        (
            {"form": "annex1", "values": {}, "explanations": {"goals": "长" * 20_001}},
            ["工作目标", "2 万字"],
        ),
        ({"form": "annex1", "values": []}, ["values", "表"]),
        ({"form": "annex1"}, ["values", "缺少"]),
        ({"form": 1, "values": {}}, ["form", "文字"]),
        ({"form": "annex1", "values": {}, "id": "7"}, ["id", "拼写"]),
        ({"form": "annex1", "values": {}, "explanations": {"x": "y"}}, ["explanations.x"]),
        ("annex1", ["应当是一个表"]),
        ({"form": "annex1", "values": {"a\nb\x1b[31m" * 30: 1}}, ["values.a b\ufffd"]),
    ],
)
def test_a_wrong_record_is_refused_and_the_others_go_in(
    campaign: Campaign, item: object, words: list[str]
) -> None:
    good = {"form": "annex3", "values": {"unit_name": "大连某厂"}}
    first, wrong, last = read(campaign, json.dumps([good, item, good]))
    assert isinstance(first, Accepted)
    assert isinstance(last, Accepted)
    assert last.number == 3
    assert isinstance(wrong, Refused)
    for word in ["第 2 份申报表", *words]:
        assert word in wrong.message
    assert len(wrong.message.splitlines()) == 1
    assert len(wrong.message) < 250


DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件不完整或被改过"),
        (b"PK\x03\x04", "文件不完整或被改过"),
        (b'{"format": ', "第 1 行"),
        (b"[]", "不是申报表文件"),
        (b'"x"', "不是申报表文件"),
        (b'{"format": "other"}', "不是申报表文件"),
        (b'{"format": "gonghui-records"}', "version"),
        (HEAD.replace("1", "2", 1).encode() + b"[]}", "第 1 版"),
        (HEAD.replace("1", "true", 1).encode() + b"[]}", "version"),
        (HEAD.replace("2017", "2018").encode() + b"[]}", "2018"),
        (HEAD.encode() + b"{}}", "records"),
        (HEAD.encode() + b'[], "more": 1}', "more"),
        (HEAD.encode() + b'[{"form": "annex1", "form": "annex2", "values": {}}]}', "出现了两次"),
        (HEAD.encode() + b'[{"form": "annex1", "values": {"employees": NaN}}]}', "NaN"),
        (HEAD.encode() + b"[-Infinity]}", "Infinity"),
        (HEAD.encode() + DEEP.encode(), "嵌套太深"),
        ((HEAD + '[{"form": "附件1"}]}').encode("gbk"), "UTF-8"),
        ((HEAD + "[]}").encode("utf-16"), "UTF-8"),
        (HEAD.encode() + b"[" + b" " * 20_000_000 + b"]}", "20 MB"),
        (HEAD.encode() + b"[" + b"1," * 100_000 + b"1]}", "100000"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(campaign: Campaign, data: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_records(data, "in.json", campaign)
    sentence = str(caught.value)
    assert sentence.startswith("in.json：")
    assert words in sentence
    assert sentence.endswith("。")
    assert sentence.count("\n") == 0


def test_a_byte_order_mark_and_half_characters_do_no_harm(campaign: Campaign) -> None:
    text = HEAD + r'[{"form": "annex1", "values": {"unit_name": "大连\ud800厂"}}]}'
    (got,) = read_records(b"\xef\xbb\xbf" + text.encode(), "in.json", campaign)
    assert isinstance(got, Accepted)
    assert got.values == {"unit_name": "大连\ufffd厂"}


@given(data=st.binary() | st.text().map(str.encode))
def test_whatever_the_bytes_the_answer_is_a_sentence(campaign: Campaign, data: bytes) -> None:
    with pytest.raises(InputError):
        read_records(data, "in.json", campaign)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(
    values=st.dictionaries(st.sampled_from(["unit_name", "employees", "non_public", "x"]), JSON),
    rest=st.dictionaries(st.sampled_from(["explanations", "form", "y"]), JSON, max_size=1),
)
def test_whatever_the_record_it_is_accepted_or_refused(
    campaign: Campaign, values: dict[str, object], rest: dict[str, object]
) -> None:
    try:
        text = json.dumps([{"form": "annex1", "values": values} | rest], allow_nan=False)
    except ValueError:
        return
    (got,) = read(campaign, text)
    assert isinstance(got, Accepted | Refused)
    if isinstance(got, Accepted):
        assert all(type(text) is str and text for text in got.values.values())
        "".join(got.values.values()).encode()


@given(
    values=st.dictionaries(
        st.sampled_from(["unit_name", "chairperson", "goals", "contact", "non_public"]),
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    )
)
def test_canonical_values_come_in_unchanged(campaign: Campaign, values: dict[str, str]) -> None:
    form = campaign.form("annex1")
    canonical = {key: form.field(key).type.normalise(text) for key, text in values.items()}
    kept = {key: text for key, text in canonical.items() if text}
    reasons = {"contact": "总机"}
    item = {"form": "annex1", "values": kept, "explanations": reasons}
    assert read(campaign, json.dumps([item])) == (Accepted(1, "annex1", kept, reasons),)


@pytest.mark.parametrize("sample", ["district", "resident_industry", "nonresident_industry"])
def test_the_samples_are_taken_whole(campaign: Campaign, data_folder: Path, sample: str) -> None:
    got = read_records((data_folder / f"{sample}.json").read_bytes(), sample, campaign)
    assert got
    assert all(isinstance(item, Accepted) for item in got)
