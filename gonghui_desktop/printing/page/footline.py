"""The foot line in the bottom margin: form number, page, check code and QR code."""

from __future__ import annotations

from gonghui_desktop.model.checkcode import check_code, qr_digits
from gonghui_desktop.printing.page.geometry import (
    BOTTOM,
    LEFT,
    MM,
    RIGHT,
    PageLayout,
)
from gonghui_desktop.printing.page.qrcode import qr_code
from gonghui_desktop.printing.sheet import DRAFT, Sheet
from gonghui_desktop.printing.type.textblock import MIDDLE_OF_TYPE, SetText
from gonghui_desktop.printing.type.typesetter import Typesetter

_SIZE = 8.0
_MIDDLE = BOTTOM + 8 * MM
_CODE_SIZE = 10 * MM
"""Of the QR code without its quiet zone: 0.4 mm a module, which any office scanner resolves."""
_GAP = "    "
PAGE_NUMBER_FOR_HAND = "第\u3000\u3000\u3000页\u3000共\u3000\u3000\u3000页"
"""A page number with room to write the figures: nobody knows yet how many pages there will be."""
ACROSS_PAGES = "各页须加盖骑缝章"
"""A seal across the edges of all pages shows that none was exchanged."""


def page_number(page: int, pages: int) -> str:
    """Page number as it is printed: 第 x 页 共 y 页."""
    return f"第 {page} 页 共 {pages} 页"


def place_foot_line(
    layout: PageLayout, sheet: Sheet, place: tuple[int, int], setter: Typesetter
) -> None:
    """Place the foot line on a page; a blank form's has no codes.

    Args:
        layout: the page.
        sheet: whose page it is.
        place: number of this page, and how many the form has; not printed where the hand writes it.
        setter: typesets the line.
    """
    words = [sheet.form.number]
    if not sheet.has_continuation:
        words.append(page_number(*place))
    if sheet.is_draft:
        words.insert(1, DRAFT)
    if sheet.fingerprint is not None:
        words.append(f"校验码 {check_code(sheet.fingerprint)}")
        digits = qr_digits(sheet.fingerprint, *place, sheet.code_version)
        left, top = RIGHT - _CODE_SIZE, _MIDDLE - _CODE_SIZE / 2
        layout.codes.append(qr_code(digits, left, top, _CODE_SIZE))
    if place[1] > 1 and not sheet.has_continuation:
        words.append(ACROSS_PAGES)
    _place_words(layout, _GAP.join(words), setter)


def place_draft_mark(layout: PageLayout, setter: Typesetter) -> None:
    """Place the word 草稿 alone, where the office wants no foot line."""
    _place_words(layout, DRAFT, setter)


def _place_words(layout: PageLayout, words: str, setter: Typesetter) -> None:
    line = setter.line(words).tight()
    y = _MIDDLE + MIDDLE_OF_TYPE * _SIZE
    layout.foot = SetText(LEFT, y, _SIZE, line.text, line.spaces)
