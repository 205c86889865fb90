"""Does a form's PDF say what its record says?"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.budget import Budget, Cost
from gonghui_desktop.exchange.package.office_files import summary_error
from gonghui_desktop.exchange.package.pdf_text import PdfError, page_texts
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.ideographs import DOT_LOOKALIKES
from gonghui_desktop.model.record import Record

STAND_IN = "〓"
"""What the page shows for a character that no face has; such a one stands nowhere on it."""

CONTINUED = "（续）"
"""What the page shows after the label of a row that began on an earlier page."""

_SEND_AGAIN = "请让上报单位重新导出后再发来"
# Categories without ink of their own: controls, format characters, surrogates, private use,
# unassigned, marks (variation selectors among them), spaces.
_WITHOUT_INK = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"})
# A heading with fewer characters stands on the first page.
_LONGEST_HEADING = 400
# So many characters of what follows on the page may happen to go on like the text itself.
_BY_CHANCE = 8
_MOST_AWAITED = 4
# So much of the first note stands on one line, whatever follows it.
_START_OF_NOTE = 20
# Looking for something at all takes as long as passing over so many characters.
_CALL = 300
_DOTS = dict.fromkeys(map(ord, DOT_LOOKALIKES), "·")
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")


def check_document(
    form: FormDefinition, record: Record, pdf: bytes, budget: Budget | None = None
) -> None:
    """Raises unless the PDF holds the record's check code and every printed value.

    Args:
        form: the record's form.
        record: what the PDF has to say.
        pdf: the file.
        budget: of the package that it is in; by default it has one of its own.

    Raises:
        PackageError: the PDF cannot be read (``D01``), carries another check code (``D02``) or
            other values (``D03``).
        WorkError: with the files before it, it takes more than a package may.
    """
    budget = budget or Budget()
    unit = f"{form.number}“{record.value(form.name_field)[:40]}”"
    try:
        pages = _visible_pages(pdf, budget)
    except PdfError as error:
        raise PackageError("D01", f"报送包里{unit}的 PDF 无法读取，{_SEND_AGAIN}。") from error
    code = _visible(check_code(fingerprint(form, record)))
    if not pages or not all(code in page for page in pages):
        raise PackageError("D02", f"报送包里{unit}的 PDF 与校验码不符，{_SEND_AGAIN}。")
    values = _values(form, record, pages)
    wrong = _wrong_field(form, values, [_Page(page, budget) for page in pages])
    if wrong:
        label = form.field(wrong).label
        raise PackageError("D03", f"报送包里{unit}的 PDF 与数据的“{label}”不一致，{_SEND_AGAIN}。")


def check_summary_pdf(
    records: Sequence[Record],
    form_of: Callable[[Record], FormDefinition],
    pdf: bytes,
    budget: Budget,
) -> None:
    """Raises unless the printed summary holds the check code of every record.

    Raises:
        PackageError: code ``D05``.
        WorkError: with the files before it, it takes more than a package may.
    """
    codes = (check_code(fingerprint(form_of(record), record)) for record in records)
    shown = _all_visible(pdf, budget)
    if not all(shown.holds(_visible(code)) for code in codes):
        raise summary_error("（PDF）与申报表不一致")


def check_cover(package: bytes, pdf: bytes, budget: Budget) -> None:
    """Raises unless the cover sheet holds the code of a package's fingerprint.

    Raises:
        PackageError: code ``D07``.
        WorkError: with the files before it, it takes more than a package may.
    """
    if not _all_visible(pdf, budget).holds(_visible(check_code(package))):
        raise cover_error("的核对码与内容不符")


def cover_error(fault: str) -> PackageError:
    """The refusal of the cover sheet; ``fault`` says what it is, a clause."""
    return PackageError("D07", f"报送包里的报送单{fault}，请勿接收，{_SEND_AGAIN}。")


class _Page:
    """The visible text of a page; looking for something in it counts as work.

    Args:
        text: what leaves ink, in order.
        budget: of the package.
    """

    def __init__(self, text: str, budget: Budget) -> None:
        self.text = text
        self._budget = budget

    def holds(self, text: str) -> bool:
        """Whether a text stands on it in one piece."""
        return self._found(text, 0) >= 0

    def holds_before(self, text: str, ends: tuple[str, ...]) -> bool:
        """Whether a text stands on it with one of these right behind it."""
        at = self._found(text, 0)
        while at >= 0:
            self._budget.spend(Cost.SEARCHED, len(ends))
            if self.text.startswith(ends, at + len(text)):
                return True
            at = self._found(text, at + 1)
        return False

    def _found(self, text: str, start: int) -> int:
        """Where a text stands next, -1 for nowhere."""
        at = self.text.find(text, start)
        passed = (len(self.text) if at < 0 else at) - start
        self._budget.spend(Cost.SEARCHED, _CALL + len(text) + passed)
        return at


def _all_visible(pdf: bytes, budget: Budget) -> _Page:
    """What leaves ink on the pages, in order; of what is no PDF of this program's, nothing."""
    try:
        return _Page("".join(_visible_pages(pdf, budget)), budget)
    except PdfError:
        return _Page("", budget)


def _visible_pages(pdf: bytes, budget: Budget) -> list[str]:
    """What leaves ink on each page.

    Raises:
        PdfError: this is no PDF of this program's.
        WorkError: see :func:`check_document`.
    """
    return [_visible(text) for text in page_texts(pdf, budget)]


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
    form: FormDefinition, values: Mapping[str, str], pages: Sequence[_Page]
) -> str | None:
    """Id of a field whose value does not stand in its place, or ``None``."""
    labels = {field_id: _visible(form.field(field_id).label) for field_id in values}
    table = [field_id for row in form.rows for field_id in row]
    after = (*map(_visible, _below_rows(form)), *(labels[field_id] for field_id in table))
    for field_id in table:
        if not _stands_in(pages, labels[field_id], values[field_id], after):
            return field_id
    heading = "".join(labels[field_id] + values[field_id] for field_id in form.heading)
    if not _is_heading(
        heading, _visible(form.full_title), labels[table[0]], [page.text for page in pages]
    ):
        return (*form.heading, *table)[0]
    return None


def _below_rows(form: FormDefinition) -> list[str]:
    """Words that may follow the rows' part of a page: the first ones below them, the foot line."""
    words = [form.number]
    if form.seals:
        words.append(form.seals[0].name)
    elif form.confirmation:
        words.append(form.confirmation.label)
    elif form.notes:
        words.append(form.notes[0][:_START_OF_NOTE])
    return words


def _is_heading(heading: str, title: str, first_label: str, pages: Sequence[str]) -> bool:
    """Whether the labels and values above the table stand between title and table.

    In whatever order: the printer sets the labels of a line before its values. A heading that goes
    on on a second page is only looked for anywhere.
    """
    if len(heading) > _LONGEST_HEADING:
        return Counter(heading) <= Counter("".join(pages))
    start = pages[0].find(title) + len(title)
    stop = start + len(heading)
    rest = pages[0][stop:]
    return Counter(pages[0][start:stop]) == Counter(heading) and rest.startswith(first_label)


def _stands_in(pages: Sequence[_Page], label: str, value: str, ends: tuple[str, ...]) -> bool:
    """Whether label and value stand in one piece, or page by page in several.

    Args:
        pages: visible text of each page.
        label: stands in front of the value, and with 续 in front of each further piece.
        value: what is looked for.
        ends: one of them stands behind each piece.
    """
    awaited = [(label, value)]
    for page in pages:
        if any(page.holds_before(start + rest, ends) for start, rest in awaited):
            return True
        # What looks like a first piece may be prose, so the beginning is awaited further on too.
        awaited = awaited[:1] + awaited[1:][-_MOST_AWAITED:]
        for start, rest in tuple(awaited):
            if not page.holds(start):
                continue
            length = _part_on(page, start + rest, ends) - len(start)
            if length >= 0:
                awaited.append((label + CONTINUED, rest[length:]))
    return False


def _part_on(page: _Page, text: str, ends: tuple[str, ...]) -> int:
    """How many of the text's characters, from its first, a page holds with an end behind them."""
    lengths = range(1, len(text))
    longest = bisect_left(lengths, 1, key=lambda length: not page.holds(text[:length]))
    for length in range(longest, max(0, longest - _BY_CHANCE), -1):
        if page.holds_before(text[:length], ends):
            return length
    return 0


def _visible(text: str) -> str:
    """What leaves ink on the page, in order; every dot that may be a name's as it prints."""
    return "".join(filter(_has_ink, text)).translate(_DOTS)


@lru_cache(maxsize=20_000)
def _has_ink(char: str) -> bool:
    return unicodedata.category(char) not in _WITHOUT_INK and char not in _FILLERS
