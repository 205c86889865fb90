"""Lines by the rules of Chinese typesetting (GB/T 15834-2011, W3C's clreq)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.printing.type.keydefaultdict import KeyDefaultDict
from gonghui_desktop.printing.type.line import Line
from gonghui_desktop.printing.type.paragraph import Paragraph
from gonghui_desktop.printing.type.punctuation import Kind, kind_of

MEASURE = 20.0
ADVANCES: KeyDefaultDict[str, float] = KeyDefaultDict(lambda char: 0.5 if char.isascii() else 1.0)

NEVER_FIRST = "，。、；：！？）》〉】』」〕”’,.;:!?)]}%"
NEVER_LAST = "（《〈【『「〔“‘([{"

PIECES = st.one_of(
    st.text("职工代表大会民主管理制度", min_size=1, max_size=9),
    st.sampled_from(["，", "。", "、", "；", "：", "”", "）", "》", "（", "“", "《", "——", "……"]),
    st.sampled_from(["12", "98.5%", "ISO9001", "0411-83641234", "(a)", "3+x", " ", "\u3000"]),
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)


def test_unified_ideographs_are_all_of_one_kind() -> None:
    """A text is measured without asking for the kind of each of them."""
    assert {kind_of(chr(code)) for code in range(0x4E00, 0xA000)} == {Kind.HAN}


def lines_of(text: str, measure: float = MEASURE, indent: float = 0.0) -> list[Line]:
    return Paragraph(text, ADVANCES).lines(measure, indent=indent)


def texts_of(text: str, measure: float = MEASURE, indent: float = 0.0) -> list[str]:
    return [line.text for line in lines_of(text, measure, indent)]


def ends(line: Line) -> list[float]:
    """Right edge of each character's box from the column's left edge."""
    edges = []
    pen = line.indent
    for char, space in zip(line.text, line.spaces, strict=True):
        edges.append(pen + ADVANCES[char])
        pen += ADVANCES[char] + space
    return edges


def visible(text: str) -> str:
    return "".join(text.split())


@given(TEXTS)
def test_every_character_once_and_in_order(text: str) -> None:
    assert visible("".join(texts_of(text))) == visible(text)


@given(TEXTS)
def test_no_line_sticks_out_but_by_the_blank_half_of_a_mark(text: str) -> None:
    for line in lines_of(text, indent=2.0):
        if line.text:
            blank = 0.5 if line.text[-1] in NEVER_FIRST and not line.text[-1].isascii() else 0.0
            assert ends(line)[-1] <= MEASURE + blank + 1e-6


@given(
    st.one_of(TEXTS, st.text(max_size=200).map(str.split).map(" ".join)),
    st.floats(5, 60),
    st.sampled_from((-2.0, 0.0, 2.0)),
)
def test_the_quick_bound_never_promises_too_many_lines(
    text: str, measure: float, indent: float
) -> None:
    paragraph = Paragraph(text, ADVANCES)
    least = paragraph.min_lines(measure, indent)
    assert 1 <= least <= paragraph.count_lines(measure, indent)


def test_the_quick_bound_is_near() -> None:
    paragraph = Paragraph("职工代表大会，民主管理。" * 40, ADVANCES)
    assert paragraph.count_lines(36.0, 2.0) - paragraph.min_lines(36.0, 2.0) <= 2


@given(TEXTS)
def test_characters_never_run_into_one_another(text: str) -> None:
    for line in lines_of(text):
        for (before, after), space in zip(pairwise(line.text), line.spaces, strict=False):
            marks = before in NEVER_FIRST or after in NEVER_LAST
            blank = 0.5 if marks else 0.1 if before in "— \u3000" else 0.0
            assert space >= -blank - 1e-9


@given(
    st.lists(st.text("职工代表大会", min_size=1, max_size=5), min_size=1, max_size=30), st.data()
)
def test_marks_stay_with_what_they_belong_to(words: list[str], data: st.DataObject) -> None:
    marks = st.sampled_from(["，", "。”", "（", "“", "》、", "：“", "）"])
    text = "".join(word + data.draw(marks) for word in words) + "会"
    for before, after in zip(texts_of(text), texts_of(text)[1:], strict=False):
        assert before[-1] not in NEVER_LAST
        assert after[0] not in NEVER_FIRST


@pytest.mark.parametrize(
    "whole", ["ISO9001", "0411-83641234", "98.5%", "——", "……", "3+x", "２０１７"]
)
def test_is_not_torn_apart(whole: str) -> None:
    for before in range(12, 22):
        assert sum(whole in line for line in texts_of("职" * before + whole + "工" * 9)) == 1


@pytest.mark.parametrize(
    "number",
    ["0411-8364 0001", "0411－83640001", "(0411) 8364 0001", "138 0000 0001", "1 286 000"],
)
def test_a_number_with_blanks_is_not_torn_apart(number: str) -> None:
    for before in range(8, 22):
        assert sum(number in line for line in texts_of("职" * before + number + "工" * 9)) == 1


@pytest.mark.parametrize("extension", ["转8012", " 转 8012", "转分机8012", "分机8012"])
def test_no_line_ends_behind_the_word_for_an_extension(extension: str) -> None:
    for before in range(2, 22):
        lines = texts_of("职" * before + "0411-83640001" + extension + "，" + "工" * 9)
        assert sum("0411-83640001" in line for line in lines) == 1
        assert sum(extension.strip() in line for line in lines) == 1


def test_a_run_longer_than_a_line_is_broken_where_the_line_is_full() -> None:
    lines = texts_of("网址" + "w" * 100 + "为准")
    assert lines[0] == "网址" + "w" * 35  # 2 + 0.25 + 17.5 em
    assert all(len(line) == 40 for line in lines[1:2])
    assert "".join(lines) == "网址" + "w" * 100 + "为准"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "0411-82312345转8001;13912345678;0411-87654321;0411-80000000/13700000000",
            ["0411-82312345转8001;13912345678;", "0411-87654321;0411-80000000/13700000000"],
        ),
        (
            "详见职工之家网站的通知https://www.example.gov.cn/art/2017/8/1/notice?id=12.5&page=3",
            [
                "详见职工之家网站的通知https://www.",
                "example.gov.cn/art/2017/8/1/notice?id=",
                "12.5&page=3",
            ],
        ),
        (
            "详见大连市总工会职工之家网站通知栏目 https://www.example.gov.cn/art/2017/notice.html",
            [
                "详见大连市总工会职工之家网站通知栏目",
                "https://www.example.gov.cn/art/2017/",
                "notice.html",
            ],
        ),
    ],
)
def test_a_run_longer_than_a_line_is_broken_between_its_parts(text: str, lines: list[str]) -> None:
    assert texts_of(text) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "网址http://www.example.gov.cn/huoli/index.html，欢迎。",
            ["网址http://www.example.gov.cn/huoli/", "index.html，欢迎。"],
        ),
        (
            "请用电子邮箱报送：gonghui2017@example.com.cn。",
            ["请用电子邮箱报送：gonghui2017@example.", "com.cn。"],
        ),
        (
            "来电0411-83641234或者13912345678、0411-87654321转801均可。",
            ["来电0411-83641234或者13912345678、", "0411-87654321转801均可。"],
        ),
        (
            "技术改造项目共投入资金一千零一十一万元即10,110,000元。",
            ["技术改造项目共投入资金一千零一十一万元即", "10,110,000元。"],
        ),
    ],
)
def test_an_address_is_broken_before_the_line_before_it_is_torn(
    text: str, lines: list[str]
) -> None:
    """A number is not: the line before it stays short."""
    assert texts_of(text) == lines


def test_an_address_is_rather_broken_behind_a_slash_or_the_at_than_behind_a_full_stop() -> None:
    text = "详见https://www.example.org.cn/a/plan.html?id=1，邮箱huoli_jianshe@dalian-example.com。"
    assert texts_of(text) == [
        "详见https://www.example.org.cn/a/",
        "plan.html?id=1，邮箱huoli_jianshe@",
        "dalian-example.com。",
    ]


@pytest.mark.parametrize(
    "address",
    ["gonghui@example.com", "http://www.example.gov.cn/a/b.html", "dl-gonghui.example.org.cn/a-b"],
)
@given(before=st.integers(0, 60), measure=st.sampled_from((20.0, 34.0, 39.0)))
def test_an_address_is_whole_unless_it_leaves_a_hole_and_stretches_no_neighbour(
    address: str, before: int, measure: float
) -> None:
    text = "职" * before + address + "，" + "工" * 50 + "。"
    lines = lines_of(text, measure, indent=2.0)
    for line in lines[:-1]:
        natural = lines_of(line.text, 1000.0)[0].spaces
        following = text[text.index(line.text) + len(line.text) :]
        if set(line.text) - set("职工，") or following.startswith(address):
            assert max(map(float.__sub__, line.spaces, natural)) <= 0.04 + 1e-6
    (first, *_) = [line for line in lines if set(line.text) - set("职工，")]
    if address not in first.text:
        hole = measure - first.indent - first.text.count("职")
        assert hole >= measure / 4
        assert first.text[-1] in "@./-"
        assert not first.text.endswith("//")


@pytest.mark.parametrize(
    "piece",
    [
        "0411-83641234转8001",
        "ISO9001",
        "gonghui2017@example.com.cn",
        "http://www.example.cn/a/b.html",
    ],
)
def test_no_line_is_spread_so_far_that_it_looks_torn(piece: str) -> None:
    for before in range(4, 40):
        text = "职" * before + piece + "工" * 40
        for measure in (MEASURE, 34.0, 37.0):
            for line in lines_of(text, measure, indent=2.0):
                natural = lines_of(line.text, 1000.0)[0].spaces
                assert max(map(float.__sub__, line.spaces, natural)) <= 0.15 + 1e-6


def test_blanks_between_western_words_are_spread_more_than_ideographs() -> None:
    first, *_ = lines_of("trade unions of all enterprises and of industries")
    assert ends(first)[-1] == pytest.approx(MEASURE)
    (mixed, *_) = lines_of("职工之家 职工代表大会制度职工职工职工ISO9001")
    blank = mixed.text.index(" ")
    assert mixed.spaces[blank] == pytest.approx(2 * mixed.spaces[0])
    assert mixed.spaces[0] > 0


def test_an_indented_line_leaves_to_the_next_what_is_whole_there() -> None:
    number = "8" * 38  # 19 em: too long for the first line, not for the second
    assert texts_of("职工" + number, indent=2.0) == ["职工", number]


def test_lines_but_the_last_end_at_the_right_edge() -> None:
    lines = lines_of("职工之家，让职工有温暖，2017年职工满意度达到98%以上。" * 6)
    for line in lines[:-1]:
        blank = 0.5 if line.text[-1] in "，。" else 0.0
        assert ends(line)[-1] == pytest.approx(MEASURE, abs=blank + 1e-6)
    assert ends(lines[-1])[-1] < MEASURE


def test_two_marks_share_their_blank_halves() -> None:
    assert lines_of("《办法》（试行）》，即：“好”。")[0].width == pytest.approx(16 - 2.5)


def test_chinese_and_western_text_stand_a_quarter_apart_without_a_blank() -> None:
    (line,) = lines_of("共12人")
    assert line.text == "共12人"
    assert line.spaces == (0.25, 0.0, 0.25, 0.0)


@pytest.mark.parametrize("sign", "$¥£€#")
def test_a_sign_before_a_number_stands_a_quarter_apart_as_the_number_does(sign: str) -> None:
    (line,) = lines_of(f"每月{sign}350元，（{sign}1）、3{sign}楼")
    assert line.text[1:3] == f"月{sign}"
    assert line.spaces[1:6] == (0.25, 0.0, 0.0, 0.0, 0.25)
    assert line.spaces[line.text.index("（")] == 0.0
    assert line.spaces[-2] == 0.25
    for before in range(10, 22):
        assert any(f"{sign}350" in text for text in texts_of("职" * before + f"{sign}350元整"))


def test_first_line_is_indented_and_typed_blanks_do_not_add_to_it() -> None:
    for typed in ("", "    ", "\u3000\u3000"):
        first, second = lines_of(typed + "职" * 30, indent=2.0)
        assert (first.indent, second.indent) == (2.0, 0.0)
        assert first.text == "职" * 18


def test_last_line_is_not_a_character_alone() -> None:
    *_, last = texts_of("职" * 20 + "工。")
    assert len(last) > 2


def test_combining_marks_stay_on_their_letter() -> None:
    assert all(line[0] != "\u0301" for line in texts_of("e\u0301" * 100))


def test_blanks_between_words_never_begin_a_line() -> None:
    for line in texts_of("word " * 50):
        assert line == line.strip()
