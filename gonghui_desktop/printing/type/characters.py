"""Display form of a text: without the characters that have no shape, with the dot of names.

Text pasted from web pages, chats and spreadsheets is full of them. They are removed before
typesetting, so that what remains is what the reader sees, every character once and in order. The
stored text keeps them, and no ideograph is ever normalised: names must not change. The dot of
卓玛•次仁 prints as the Chinese · whatever was typed for it.
"""

from __future__ import annotations

import re

from gonghui_desktop.model.ideographs import DOT_LOOKALIKES, with_middle_dots

REPLACEMENT = "\ufffd"
"""Stands for half a surrogate pair. No face has it: it is reported as missing, printed as 〓."""

# Line ends of every kind; the page sets what is between them as paragraphs.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

# Spaces of other widths, tabs among them, are set as a space. The ideographic space U+3000 stays:
# it is one em wide, and people indent with it.
_SPACES = "\t\xa0\u1680\u2000-\u200a\u202f\u205f"

# Controls, and Unicode's Default_Ignorable_Code_Point: bidirectional marks, joiners, zero-width
# spaces, variation selectors, fillers, tags. Then the interlinear annotation marks.
_SHAPELESS = (
    "\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
    "\ufff9-\ufffb"
)
_SURROGATES = "\ud800-\udfff"

_ANY = re.compile(f"[\r\v\f\x85\u2028\u2029{_SPACES}{DOT_LOOKALIKES}{_SHAPELESS}{_SURROGATES}]")
_SPACE = re.compile(f"[{_SPACES}]")
_NO_SHAPE = re.compile(f"[{_SHAPELESS}]")
_HALF_PAIR = re.compile(f"[{_SURROGATES}]")


def printable(text: str) -> str:
    """The text as the page shows it.

    Every kind of line end becomes a line feed, a tab or odd space a space, half a surrogate pair
    U+FFFD, a dot such as • between two ideographs the Chinese middle dot ·; characters without
    shape are dropped. Everything else stays, in order, whether or
    not a face has it (see :meth:`~gonghui_desktop.printing.type.fonts.FontLibrary.missing`).
    """
    if not _ANY.search(text):
        return text
    text = _LINE_ENDS.sub("\n", text)
    text = _SPACE.sub(" ", text)
    text = _NO_SHAPE.sub("", text)
    text = with_middle_dots(text)
    return _HALF_PAIR.sub(REPLACEMENT, text)
