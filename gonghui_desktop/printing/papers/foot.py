"""The foot line of a paper: what it is, its page, and that its pages are sealed across."""

from __future__ import annotations

from gonghui_desktop.printing.page.footline import ACROSS_PAGES, page_number
from gonghui_desktop.printing.page.geometry import LEFT, MM, PageLayout, Paper
from gonghui_desktop.printing.type.textblock import MIDDLE_OF_TYPE, SetText
from gonghui_desktop.printing.type.typesetter import Typesetter

_SIZE = 8.0
_MIDDLE = 12 * MM
"""Of the line, above the paper's lower edge, pt."""
_GAP = "    "


def place_feet(pages: list[PageLayout], name: str, paper: Paper, setter: Typesetter) -> None:
    """Place it on every page of a paper."""
    for number, page in enumerate(pages, 1):
        words = [name, page_number(number, len(pages))]
        if len(pages) > 1:
            words.append(ACROSS_PAGES)
        line = setter.line(_GAP.join(words)).tight()
        y = paper.height - _MIDDLE + MIDDLE_OF_TYPE * _SIZE
        page.foot = SetText(LEFT, y, _SIZE, line.text, line.spaces)
