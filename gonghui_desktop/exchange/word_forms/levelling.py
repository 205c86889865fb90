"""Texts levelled for comparison: 单 位 名 称： and 单位名称 are the same words."""

from __future__ import annotations

import re
import unicodedata

from gonghui_desktop.model.pasted.invisible import without_invisible

CONTINUED = "(续)"
"""Behind a label whose text goes on from an earlier row, levelled."""

_DRESSING = re.compile(r"[\s:：*_.,、。;·…]+")
_NUMBER = re.compile(r"(?:[(]?[0-9一二三四五六七八九十]{1,3}[).、]|[①-⑳])")
_REMARK = re.compile(r"[(][^()]{0,30}[)]")
_LONGEST = 80  # characters of a text that may be words of a form
_BLANKS = re.compile(r"\s+")


def levelled(text: str) -> str:
    """The text without blanks, colons and the like, in half width: 单 位 名 称： is 单位名称."""
    return _DRESSING.sub("", unicodedata.normalize("NFKC", without_invisible(text)))


def levelled_label(text: str) -> str:
    """As :func:`levelled`, also without a number in front and a remark in brackets behind it.

    Empty for a text that is too long for a label.
    """
    if len(text) > _LONGEST:
        return ""
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", without_invisible(text)))
    words = levelled(_NUMBER.sub("", plain, count=1) if _NUMBER.match(plain) else plain)
    if words.endswith(CONTINUED):
        return words
    return levelled(_REMARK.sub("", words)) or words


def levelled_beginning(text: str) -> str:
    """The label that a text begins with: what stands in front of a colon in its first line."""
    begin = text[:_LONGEST].strip().partition("\n")[0]
    words, colon, _value = begin.replace("：", ":").partition(":")
    return levelled_label(words if colon else text) or levelled(begin)
