"""Does a form's PDF say what its record says?"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.pdf_text import PdfError, page_texts
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.model.record import Record

STAND_IN = "〓"
"""What the page shows for a character that no face has; such a one stands nowhere on it."""

_SEND_AGAIN = "请让上报单位重新导出后再发来"
# Categories without ink of their own: controls, format characters, surrogates, private use,
# unassigned, marks (variation selectors among them), spaces.
_WITHOUT_INK = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"})
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")


def check_document(form: FormDefinition, record: Record, pdf: bytes) -> None:
    """Raises unless the PDF holds the record's check code and every printed value.

    Raises:
        PackageError: the PDF cannot be read (``D01``), carries another check code (``D02``) or
            other values (``D03``).
    """
    unit = f"{form.number}“{record.value(form.name_field)[:40]}”"
    try:
        pages = [_visible(text) for text in page_texts(pdf)]
    except PdfError as error:
        raise PackageError("D01", f"报送包里{unit}的 PDF 无法读取，{_SEND_AGAIN}。") from error
    code = _visible(check_code(fingerprint(form, record)))
    if not pages or not all(code in page for page in pages):
        raise PackageError("D02", f"报送包里{unit}的 PDF 与校验码不符，{_SEND_AGAIN}。")
    on_paper = frozenset().union(*pages)
    for field in form.fields:
        shown = field.type.show(record.value(field.id))
        value = "".join(char if char in on_paper else STAND_IN for char in _visible(shown))
        if field.printed and not _stands_in(value, pages):
            raise PackageError(
                "D03", f"报送包里{unit}的 PDF 与数据的“{field.label}”不一致，{_SEND_AGAIN}。"
            )


def _visible(text: str) -> str:
    """What leaves ink on the page, in order."""
    return "".join(filter(_has_ink, text))


@lru_cache(maxsize=20_000)
def _has_ink(char: str) -> bool:
    return unicodedata.category(char) not in _WITHOUT_INK and char not in _FILLERS


def _stands_in(value: str, pages: Sequence[str]) -> bool:
    """Whether the value stands on the pages in one piece, or page by page in several."""
    for page in pages:
        value = value[_longest_start(value, page) :]
    return not value


def _longest_start(value: str, page: str) -> int:
    """How many of the value's characters, from its first, stand together on the page."""
    if value in page:
        return len(value)
    return bisect_left(range(1, len(value)), 1, key=lambda length: value[:length] not in page)
