"""What counts as a reason: for a 核实 finding, an unmet quota, a form that is opened again."""

from __future__ import annotations

import re
import unicodedata

LONGEST_REASON = 2_000
"""Characters of a reason that somebody else is told, or that is kept beside a decision."""

_LEAST = 2  # characters of words: 退回, 改名

_SAYS_NOTHING = re.compile(
    "(经|已|均|都|再次|情况|数据|信息|内容)*(核实|核对|核查|审核|复核|检查|确认)?(后|过|了)?(确认)?"
    "(无误|正确|没有问题|没问题|无问题)"
)
"""核实无误 and its like. The statistical reporting systems that these clerks know take no such
words as the only explanation, either."""


def is_reason(text: str) -> bool:
    """Whether the text says why: blanks, punctuation, digits or 核实无误 alone do not."""
    return not fault_of_reason(text)


def fault_of_reason(text: str) -> str:
    """What is to be said of a text that should be a reason; empty if it is one."""
    if not text.strip():
        return "请写明原因。"
    words = "".join(char for char in text if unicodedata.category(char) == "Lo")
    if len(words) < _LEAST:
        return "看不出原因，请至少写两个汉字。"
    if _SAYS_NOTHING.fullmatch(words):
        return "看不出原因，请写明为什么是这样。"
    return ""


def fault_of_length(text: str) -> str:
    """What is to be said of a reason that is too long; empty for one that is not."""
    if len(text) <= LONGEST_REASON:
        return ""
    return f"写了 {len(text)} 字，最多 {LONGEST_REASON} 字，请写短一些。"
