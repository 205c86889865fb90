"""Names of files made of what people type: valid everywhere, and they look as they are."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.file_names import file_name

_UNSEEN_ONES = "\n\t\x07\x1b\x85\u3164\u2800\u200b\u200f\u202e\u2066\u2028\ufeff\ud800"
_CHARACTERS = '大连市中山区总工会 .-~$/\\:*?"<>|𠮷﨑é'
_WORDS = ("e\u0301", "CON", "nul", "COM1", "com¹", "LPT9", ".txt", "（总）", "\U000e0100")
_PIECES = st.sampled_from([*_CHARACTERS, *_UNSEEN_ONES, *_WORDS])
_TEXTS = st.lists(_PIECES, max_size=60).map("".join) | st.text(max_size=200)
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_BLANK = set("\u115f\u1160\u2800\u3164\uffa0")
_DEVICE = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])", re.I)


@given(_TEXTS)
def test_every_text_makes_a_name_that_every_system_takes(text: str) -> None:
    name = file_name(text)
    assert 0 < len(name.encode()) <= 100
    assert not {unicodedata.category(char) for char in name} & _UNSEEN
    assert not set(name) & (set('<>:"/\\|?*') | _BLANK)
    assert name == name.strip(" .")
    assert name[0] not in "-~"
    assert not _DEVICE.fullmatch(name.partition(".")[0].rstrip())
    assert not PureWindowsPath(f"{name}.pdf").is_reserved()
    assert file_name(name) in (name, name.removeprefix("_"), f"_{name}")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("大连市中山区总工会", "大连市中山区总工会"),
        ("附件1 中山区“某某”餐饮（二店）·𠮷野家", "附件1 中山区“某某”餐饮（二店）·𠮷野家"),
        ("中山\u202e区\u200b总工会\x1b[31m", "中山区总工会[31m"),
        ("中山区/沙河口区:总工会\n第二行", "中山区 沙河口区 总工会 第二行"),
        ("-rf", "rf"),
        ("..", "未命名"),
        ("~$汇总表", "$汇总表"),
        ("nul", "_nul"),
        ("COM1.大连", "_COM1.大连"),
        ("Ｃompany", "Ｃompany"),
        ("工" * 50, "工" * 33),
        ("𠮷" * 30, "𠮷" * 25),
        ("a" * 99 + "工", "a" * 99),
        ("a" * 98 + "x\u0301x", "a" * 98),
        ("大连\u3164机械", "大连 机械"),
    ],
)
def test_a_name_stays_readable(text: str, name: str) -> None:
    assert file_name(text) == name
