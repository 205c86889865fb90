"""Does a form's PDF say what its record says?"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.pdf_text import PdfError, page_texts
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.model.record import Record

STAND_IN = "〓"
"""What the page shows for a character that no face has; such a one stands nowhere on it."""

CONTINUED = "（续）"
"""What the page shows after the label of a row that began on an earlier page."""

_SEND_AGAIN = "请让上报单位重新导出后再发来"
# Categories without ink of their own: controls, format characters, surrogates, private use,
# unassigned, marks (variation selectors among them), spaces.
_WITHOUT_INK = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"})
# So many characters tell a text's start or end.
_ENOUGH = 4
# So many characters of what follows on the page may happen to go on like the text itself.
_BY_CHANCE = 8
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
    wrong = _wrong_field(form, _values(form, record, pages), pages)
    if wrong:
        label = form.field(wrong).label
        raise PackageError("D03", f"报送包里{unit}的 PDF 与数据的“{label}”不一致，{_SEND_AGAIN}。")


def _values(form: FormDefinition, record: Record, pages: Sequence[str]) -> Mapping[str, str]:
    """Field id to what a right page shows of the value."""
    on_paper = frozenset().union(*pages)
    shown = {
        field.id: _visible(field.type.show(record.value(field.id)))
        for field in form.fields
        if field.printed
    }
    return {
        field_id: "".join(char if char in on_paper else STAND_IN for char in text)
        for field_id, text in shown.items()
    }


def _wrong_field(
    form: FormDefinition, values: Mapping[str, str], pages: Sequence[str]
) -> str | None:
    """Id of a field whose value does not stand in its place, or ``None``.

    In the table a value follows its label. Above the table all labels of a line are set before its
    values, and a value of several lines is broken by its own label; so that label is left out on
    either side.
    """
    labels = {field_id: _visible(form.field(field_id).label) for field_id in values}
    after = {form.number, form.seals[0].name, *labels.values()}
    after |= {values[field_id][:_ENOUGH] for field_id in form.heading}
    for field_id in (field_id for row in form.rows for field_id in row):
        label = labels[field_id]
        if not _stands_in(pages, [label], values[field_id], after, label + CONTINUED):
            return field_id
    for field_id in form.heading:
        others = [other for other in form.heading if other != field_id]
        before = [_visible(form.title[-1])]
        before += [text for other in others for text in (labels[other], values[other][-_ENOUGH:])]
        bare = _Without(labels[field_id])
        value = bare(values[field_id])
        if not _stands_in(bare.all(pages), bare.all(before), value, bare.all(after)):
            return field_id
    return None


class _Without:
    """Takes a word out of texts."""

    def __init__(self, word: str) -> None:
        self._word = word

    def __call__(self, text: str) -> str:
        return text.replace(self._word, "")

    def all(self, texts: Iterable[str]) -> list[str]:
        """All of them."""
        return list(map(self, texts))


def _stands_in(
    pages: Sequence[str],
    before: Iterable[str],
    value: str,
    after: Iterable[str],
    continued: str = "",
) -> bool:
    """Whether the value stands between one of the texts before and one of those after it.

    Args:
        pages: visible text of each page.
        before: what may stand in front of the value.
        value: what is looked for, in one piece or page by page in several.
        after: what may stand behind each piece.
        continued: what stands in front of each further piece.
    """
    ends = [text for text in after if text]
    return any(_runs_through(pages, start, value, ends, continued) for start in before if start)


def _runs_through(
    pages: Sequence[str], start: str, value: str, ends: Sequence[str], continued: str
) -> bool:
    for page in pages:
        if any(start + value + end in page for end in ends):
            return True
        length = _part_on(page, start + value, ends)
        if length >= len(start):
            start, value = continued, value[length - len(start) :]
    return False


def _part_on(page: str, text: str, ends: Sequence[str]) -> int:
    """How many of the text's characters, from its first, a page holds with an end behind them."""
    longest = bisect_left(range(1, len(text)), 1, key=lambda length: text[:length] not in page)
    for length in range(longest, max(0, longest - _BY_CHANCE), -1):
        if any(text[:length] + end in page for end in ends):
            return length
    return 0


def _visible(text: str) -> str:
    """What leaves ink on the page, in order."""
    return "".join(filter(_has_ink, text))


@lru_cache(maxsize=20_000)
def _has_ink(char: str) -> bool:
    return unicodedata.category(char) not in _WITHOUT_INK and char not in _FILLERS
