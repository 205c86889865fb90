"""Texts in the Word file: characters that XML can hold, each in a face that has it."""

from __future__ import annotations

import unicodedata
from copy import deepcopy
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, cast

from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from gonghui_desktop.printing.type.characters import REPLACEMENT, printable
from gonghui_desktop.printing.type.textblock import LEAST_SIZE
from gonghui_desktop.printing.word.parts import Style

if TYPE_CHECKING:
    from docx.oxml.text.parfmt import CT_PPr
    from docx.oxml.text.run import CT_R
    from docx.types import ProvidesStoryPart

_RARE_SONG = "SimSun-ExtB"
"""宋体-ExtB, which Windows has for ideographs beyond U+FFFF."""
_FIRST_RARE = "\U00020000"
# What XML 1.0 does not allow, besides the controls and surrogates that the page does not show.
_NOT_IN_XML = dict.fromkeys((0xFFFE, 0xFFFF), REPLACEMENT)
_BLANKS = " \u3000"


def paragraphs_of(text: str) -> list[str]:
    """Split a text into its paragraphs as the page shows them, at least one.

    Without empty ones at both ends, and without blanks around each: the style indents them.
    """
    lines = [line.strip(_BLANKS) for line in _storable(text).split("\n")]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return lines or [""]


def one_line(text: str) -> str:
    """Join a text into one paragraph: line ends become blanks."""
    return " ".join(_storable(text).split("\n")).strip(_BLANKS)


def write_line(
    paragraph: Paragraph,
    text: str,
    style: Style,
    *,
    size: float = 0.0,
    pitch: float = 0.0,
    before: float = 0.0,
) -> None:
    """Fill an empty paragraph.

    Args:
        paragraph: the paragraph.
        text: as :func:`paragraphs_of` or :func:`one_line` returns it, or the form's own words.
        style: for all that is not given here.
        size: of the type, pt; 0 for the style's.
        pitch: exact, pt; 0 for the style's.
        before: space above, pt.
    """
    element = paragraph._p
    if (found := element.pPr) is not None:  # of the template's headers: their style alone
        element.remove(found)
    element.append(deepcopy(_properties(style, pitch, before)))
    for rare, chars in groupby(text, lambda char: char >= _FIRST_RARE):
        words = "".join(chars)
        run = deepcopy(_run(size, is_chinese=not words.isascii(), is_rare=rare))
        run.text = words
        element.append(run)


@lru_cache(256)
def _properties(style: Style, pitch: float, before: float) -> CT_PPr:
    """A paragraph's properties, to be copied: python-docx takes 20 times as long to make them."""
    paragraph = _new_paragraph()
    paragraph._p.style = style
    if pitch:
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = Pt(pitch)
    if before:
        paragraph.paragraph_format.space_before = Pt(before)
    return paragraph._p.get_or_add_pPr()


@lru_cache(64)
def _run(size: float, *, is_chinese: bool, is_rare: bool) -> CT_R:
    """A run without its text, to be copied."""
    run: Run = _new_paragraph().add_run()
    if size:
        run.font.size = Pt(size)
    if is_chinese:
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        # “”, …, — and × are set in the Chinese face, as wide as an ideograph.
        fonts.set(qn("w:hint"), "eastAsia")
        if is_rare:
            fonts.set(qn("w:eastAsia"), _RARE_SONG)
    return run._r


def _new_paragraph() -> Paragraph:
    """A paragraph of no document."""
    return Paragraph(cast("CT_P", OxmlElement("w:p")), cast("ProvidesStoryPart", None))


def indent_by_characters(paragraph: Paragraph, side: str, count: float) -> None:
    """Indents by characters: they follow when a clerk changes the size.

    Args:
        paragraph: the paragraph.
        side: ``left`` or ``hanging``.
        count: in em.
    """
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn(f"w:{side}Chars"), str(round(100 * count)))
    indent.set(qn(f"w:{side}"), str(round(20 * LEAST_SIZE * count)))


def width_of(text: str) -> float:
    """Approximate width of a text, em."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def _storable(text: str) -> str:
    return printable(text).translate(_NOT_IN_XML)
