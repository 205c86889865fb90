"""The foot line of a paper: what it is and whose, its page, that pages are sealed across."""

from __future__ import annotations

from gonghui_desktop.printing.page.footline import ACROSS_PAGES, page_number
from gonghui_desktop.printing.page.geometry import LEFT, MM, PageLayout, Paper
from gonghui_desktop.printing.type.textblock import MIDDLE_OF_TYPE, SetText
from gonghui_desktop.printing.type.typesetter import Typesetter

_SIZE = 8.0
_MIDDLE = 12 * MM
"""Of the line, above the paper's lower edge, pt."""
_GAP = "    "
_LONGEST_OFFICE = 40
"""Characters of the office's name that are shown."""


def place_feet(
    pages: list[PageLayout], whose: tuple[str, str], paper: Paper, setter: Typesetter
) -> None:
    """Place it on every page of a paper.

    Args:
        pages: all of them.
        whose: what the paper is, and the office that hands it in.
        paper: its size.
        setter: typesets the line.
    """
    name, office = whose
    shown = office if len(office) <= _LONGEST_OFFICE else f"{office[:_LONGEST_OFFICE]}…"
    for number, page in enumerate(pages, 1):
        words = [name, shown, page_number(number, len(pages))]
        if len(pages) > 1:
            words.append(ACROSS_PAGES)
        line = setter.line(_GAP.join(words)).tight()
        y = paper.height - _MIDDLE + MIDDLE_OF_TYPE * _SIZE
        page.foot = SetText(LEFT, y, _SIZE, line.text, line.spaces)
