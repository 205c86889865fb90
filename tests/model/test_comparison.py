"""What differs between two texts, as a reader would say it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gonghui_desktop.model.comparison import (
    Piece,
    changed_words,
    compare,
    difference,
    differences,
    shortened,
)

TEXTS = st.text(alphabet="甲乙丙，。\n1a 𠀀", max_size=30)
LONG = "2016年以来，工会健全组织，开展协商。每月开一次会，听取职工意见；年底总结。" * 20


def _drawn(pieces: Sequence[Piece]) -> str:
    signs = {"same": "{}", "changed": "[{}]", "left_out": "…"}
    return "".join(signs[piece.kind].format(piece.text) for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("大连重工有限公司", "大连重工集团有限公司", "大连重工有限公司", "大连重工[集团]有限公司"),
        ("0411-83641234", "0411-83641235", "0411-[83641234]", "0411-[83641235]"),
        ("120", "1280", "[120]", "[1280]"),
        ("", "新设", "", "[新设]"),
        ("旧", "", "[旧]", ""),
        ("甲乙丙的丁戊", "子丑寅的卯辰", "[甲乙丙的丁戊]", "[子丑寅的卯辰]"),
        (
            "抓好落实。\n总结。",
            "狠抓落实。\n总结。",
            "[抓好]落实。\n总结。",
            "[狠抓]落实。\n总结。",
        ),
        ("相同", "相同", "相同", "相同"),
    ],
)
def test_what_changed_is_found_as_words(before: str, after: str, old: str, new: str) -> None:
    was, became = compare(before, after)
    assert (_drawn(was), _drawn(became)) == (old, new)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_the_pieces_make_up_both_texts_and_share_what_is_the_same(before: str, after: str) -> None:
    old, new = compare(before, after)
    for pieces, text in ((old, before), (new, after)):
        assert "".join(piece.text for piece in pieces) == text
        assert "".join(piece.text for piece in shortened(pieces)) == text
        assert all(piece.text for piece in pieces)
    same = ["".join(p.text for p in pieces if p.kind == "same") for pieces in (old, new)]
    assert same[0] == same[1]
    assert bool(changed_words(old) or changed_words(new)) == (before != after)


def test_of_a_long_text_only_the_surroundings_of_a_change_are_left() -> None:
    after = LONG[:300] + "另外，" + LONG[300:]
    old, new = (shortened(pieces) for pieces in compare(LONG, after))
    assert _drawn(new).count("[") == 1
    for pieces in (old, new):  # the place is seen in the text to which nothing was added, too
        assert [piece.kind for piece in pieces].count("left_out") == 2
        assert len("".join(p.text for p in pieces if p.kind != "left_out")) < 120


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("的" * 5000, "的一" * 2500),
        ("\n" * 5000, "\n新" * 5000),
        (LONG, LONG[::-1]),
        ("a" * 100_000, "b" * 100_000),
    ],
)
def test_no_text_takes_long(before: str, after: str) -> None:
    old, new = compare(before, after)  # difflib takes minutes for the first
    assert "".join(piece.text for piece in old) == before
    assert "".join(piece.text for piece in new) == after


def test_only_the_fields_that_differ_are_listed_in_their_order() -> None:
    labels = [("name", "单位名称"), ("city", "市"), ("goals", "工作目标")]
    before = {"name": "甲", "city": "大连", "goals": "一"}
    found = differences(labels, before, {"name": "乙", "city": "大连"})
    assert [(each.key, each.before, each.after) for each in found] == [
        ("name", "甲", "乙"),
        ("goals", "一", ""),
    ]
    assert found[0] == difference("name", "单位名称", "甲", "乙")
