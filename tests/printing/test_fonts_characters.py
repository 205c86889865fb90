"""What of a text the page shows."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.printing.type.characters import printable

ANY_TEXT = st.text(st.characters(codec=None) | st.sampled_from("\u200b\ufe0f\ud83d\u202e\r\n\t"))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("大连市总工会", "大连市总工会"),
        ("\u3000\u3000目标：提高100%", "\u3000\u3000目标：提高100%"),
        ("一\r\n二\r三\u2028四\n五", "一\n二\n三\n四\n五"),
        ("甲\t乙\xa0丙\u2003丁", "甲 乙 丙 丁"),
        ("\ufeff张\u200b三\u202e\u200f", "张三"),
        ("辻\U000e0100葛\ufe00", "辻葛"),
        ("a\0b\x1bc\x7fd\x85e", "abcd\ne"),
        ("\ud83d工\ude00", "\ufffd工\ufffd"),
        ("👩\u200d👧\ufe0f", "👩👧"),
        ("﨎凉", "﨎凉"),  # compatibility ideographs stay what they are
    ],
)
def test_what_is_shown_of_a_text(typed: str, shown: str) -> None:
    assert printable(typed) == shown


@given(ANY_TEXT)
def test_nothing_without_shape_is_left(text: str) -> None:
    shown = printable(text)
    assert printable(shown) == shown
    for char in shown:
        assert char == "\n" or unicodedata.category(char) not in {"Cc", "Cs", "Zl", "Zp"}
        assert unicodedata.category(char) != "Zs" or char in " \u3000"
        assert unicodedata.bidirectional(char) not in {"LRE", "RLE", "PDF", "LRO", "RLO", "BN"} or (
            unicodedata.category(char) in {"Cn", "Co"}
        )


@given(ANY_TEXT)
def test_every_letter_ideograph_sign_and_digit_stays_in_order(text: str) -> None:
    fillers = "\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5"  # letters and marks without shape

    def solid(characters: str) -> str:
        return "".join(
            char
            for char in characters
            if unicodedata.category(char)[0] in "LNPS" and char not in fillers and char != "\ufffd"
        )

    assert solid(printable(text)) == solid(text)
