"""What counts as a reason: for a 核实 finding, an unmet quota, a form that is opened again."""

from __future__ import annotations

import unicodedata

_LEAST = 2  # characters of words: 退回, 改名


def is_reason(text: str) -> bool:
    """Whether the text says why: blanks, punctuation, digits or a single character do not."""
    return sum(unicodedata.category(char) == "Lo" for char in text) >= _LEAST


def fault_of_reason(text: str) -> str:
    """What is to be said of a text that should be a reason; empty if it is one."""
    if is_reason(text):
        return ""
    if not text.strip():
        return "请写明原因。"
    return "看不出原因，请至少写两个汉字。"
