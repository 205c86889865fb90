"""What is left of a text that was pasted from another program."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.model.pasted.clean_text import clean, clean_line, clean_paragraphs

_KINDS_THAT_GO = re.compile(r"[\s\u3000\uf020-\uf0ff\u1680]")
# What other programs put into texts, thick enough to meet.
_MESS = st.sampled_from(
    [
        *("\u200b\u200c\u200d\ufeff\xad\u2060\ufe0f\U000e0101\u200e\u202b\ufffc\x07\x1e\x1f\u180b"),
        *(" \t\xa0\u3000\u2003\u202f\n\r\v\f\x85\u2028"),
        *("\uf0b7\uf06c\uf0ff\uf081\ue863"),
        *("李强大连。，（）“”1.一、①aZ-\u1820\u0627👩❤"),
        *("\r\n", "有限公司", "1.\t", "（一）\t", "\n\n\n"),
    ]
)
_TEXTS = st.lists(_MESS | st.text(max_size=3), max_size=24).map("".join)


def _printable(text: str) -> list[str]:
    """The characters that somebody sees, in order, but those of the kinds that are replaced."""
    return [
        char
        for char in text.replace("\x1e", "-")
        if not _KINDS_THAT_GO.match(char)
        and unicodedata.category(char) not in ("Cc", "Cf", "Mn", "Cs", "Cn")
        and char not in "\ufffc\u3164\uffa0\u115f\u1160"
    ]


@given(_TEXTS, st.booleans())
def test_cleaning_twice_is_cleaning_once(text: str, is_long: bool) -> None:
    once = clean(text, is_long=is_long)
    assert clean(once, is_long=is_long) == once


@given(_TEXTS, st.booleans())
def test_no_printable_character_is_lost(text: str, is_long: bool) -> None:
    # What a symbol becomes is the only thing that is new.
    cleaned = clean(re.sub("[\uf020-\uf0ff]", "", text), is_long=is_long)
    assert _printable(cleaned) == _printable(text)


@given(_TEXTS)
def test_every_combining_mark_and_private_character_stays(text: str) -> None:
    kept = re.compile("[\u0300-\u034e\ue000-\uf01f\uf100-\uf8ff]")
    assert kept.findall(clean_paragraphs(text)) == kept.findall(text)


@given(_TEXTS)
def test_a_line_is_one_line(text: str) -> None:
    assert len(clean_line(text).splitlines()) <= 1


def test_a_text_from_word(data_folder: Path) -> None:
    text = (data_folder / "pasted" / "from-word.txt").read_bytes().decode()
    assert clean_paragraphs(text) == (
        "一、健全民主管理制度。\n"
        "\n"
        "1.坚持职工代表大会制度；每年召开不少于1次。\n"
        "• 推进工资集体协商\n"
        "● 深化厂务公开\n"
        "（软回车）继续一行\n"
        "第二种软回车\n"
        "\n"
        "二、开展劳动竞赛。"
    )


def test_a_name_from_a_web_page(data_folder: Path) -> None:
    text = (data_folder / "pasted" / "name.txt").read_bytes().decode()
    assert clean_line(text) == "大连华信软件股份有限公司"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("李 强", "李强"),
        ("王　小　明", "王小明"),
        ("欧阳 强", "欧阳强"),
        ("李 强、王 小明", "李强、王小明"),
        ("大连示例\n有限公司", "大连示例有限公司"),
        ("大连\xa0示例\xa0公司", "大连示例公司"),
        ("0411-84800001\u200b", "0411-84800001"),
        # Not surely wrong:
        ("张三 李四", "张三 李四"),
        ("张三\n李四", "张三 李四"),
        ("John\xa0Smith", "John Smith"),
        ("大连 ABC 公司", "大连 ABC 公司"),
        ("大连市中山区 示例路 1 号", "大连市中山区 示例路 1 号"),
        ("阿不都热依木·买买提江", "阿不都热依木·买买提江"),
        ("０４１１－８４８００００１", "０４１１－８４８００００１"),
    ],
)
def test_blanks_in_a_line_go_only_where_they_are_surely_wrong(pasted: str, kept: str) -> None:
    assert clean_line(pasted) == kept


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("1.\t第一条\r\n2.\t第二条\r\n", "1.第一条\n2.第二条"),
        ("（一）\t建章立制", "（一）建章立制"),
        ("①\xa0入会", "①入会"),
        ("1. 入会", "1. 入会"),
        ("\uf06c\t入会\n\uf0d8\t建档\n\uf0a7\t帮扶", "●入会\n▶建档\n■帮扶"),
        ("\uf081\t入会\n\uf082\t建档", "①入会\n②建档"),
        ("\uf0b1\t入会", "●入会"),
        ("一段\n\n\n\n又一段\n \u3000\n\n", "一段\n\n又一段"),
        ("非\x1e公", "非-公"),
        ("入会率 98%  以上", "入会率 98%  以上"),
    ],
)
def test_numbers_and_bullets_are_kept(pasted: str, kept: str) -> None:
    assert clean_paragraphs(pasted) == kept


@pytest.mark.parametrize(
    "text",
    [
        "葛\U000e0101城",  # an ideographic variation
        "❤\ufe0f‍🔥",
        "👩\u200d👧",
        "ᠮᠣᠩᠭᠣᠯ\u180bᠠ",
        "ئۇيغۇر\u200cچە",
        "\u200fئۇيغۇر",
        "김철수",
        "\ue863",
    ],
)
def test_what_a_text_needs_is_kept(text: str) -> None:
    assert clean_line(text) == text
    assert clean_paragraphs(text) == text


@pytest.mark.parametrize("mark", ["\u200d", "\ufe0f", "\u200e", "\u202a", "\U000e0061"])
def test_the_same_marks_go_where_they_mean_nothing(mark: str) -> None:
    assert clean_line(f"{mark}大连 {mark}示例路") == "大连 示例路"


@pytest.mark.parametrize("blank", ["\xa0 ", " \t", "\u3000", " \xa0\t\u2003"])
@pytest.mark.parametrize("before", ["", "中", "1.", "a"])
def test_a_hundred_thousand_blanks_take_no_time(before: str, blank: str) -> None:
    """As long as a field takes; what goes back and forth over them takes minutes."""
    text = before + blank * (100_000 // len(blank)) + "a"
    for cleaned in (clean_paragraphs(text), clean_line(text)):
        assert cleaned.startswith(before)
        assert cleaned.endswith("a")
