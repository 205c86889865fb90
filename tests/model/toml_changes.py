"""Form and campaign files as somebody might change them: values, lines, characters, tables."""

from __future__ import annotations

import re

from hypothesis import strategies as st

_VALUES = [
    "1_000_000_000", "-1", "0", "9", "inf", "nan", "2017-03-31", "07:32:00", "true", "[]", "{}",
    '""', '".."', '"x"', '"\\u202e"', '"con"', '["x"]', '[["goals"]]', '[["x", "x"]]', "[[]]",
    f'"{"长" * 60}"', f'"{"a" * 60}"', f'"{"长" * 2000}"', f'["{"长" * 2000}"]', "9" * 5000,
    '"long_text"', '"text"', '"choice"', '"telephone"', '"whole_number"', '"date"',
]  # fmt: skip
_VALUE = re.compile(r"(?<== ).*$", re.MULTILINE)


@st.composite
def changed_files(draw: st.DrawFn, text: str) -> str:
    """The file with up to six changes of its values, lines, texts or characters."""
    for _ in range(draw(st.integers(1, 6))):
        text = draw(st.sampled_from(_CHANGES))(draw, text)
    return text


def _another_value(draw: st.DrawFn, text: str) -> str:
    places = [*_VALUE.finditer(text)]
    if not places:
        return text
    found = draw(st.sampled_from(places))
    return text[: found.start()] + draw(st.sampled_from(_VALUES)) + text[found.end() :]


def _swapped_value(draw: st.DrawFn, text: str) -> str:
    places = [*_VALUE.finditer(text)]
    if not places:
        return text
    found, other = draw(st.sampled_from(places)), draw(st.sampled_from(places))
    return text[: found.start()] + other[0] + text[found.end() :]


def _without_lines(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    del lines[at : at + draw(st.integers(1, 4))]
    return "\n".join(lines)


def _repeated_lines(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    some = lines[at : at + draw(st.integers(1, 6))]
    return "\n".join([*lines[:at], *some * draw(st.integers(2, 20)), *lines[at:]])


def _longer_text(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    more = draw(st.sampled_from(["长", "a", "（", "，", "第1条", "\\n"]))
    return text[:at] + more * draw(st.integers(1, 300)) + text[at:]


def _character(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    char = draw(st.characters() | st.sampled_from("\"[]{}=.,#\\'\n\u202e\x00"))
    return text[:at] + char + text[at + draw(st.integers(0, 1)) :]


_CHANGES = (
    _another_value,
    _swapped_value,
    _without_lines,
    _repeated_lines,
    _longer_text,
    _character,
)
