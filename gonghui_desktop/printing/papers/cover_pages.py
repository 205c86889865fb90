"""The pages of the cover sheet (报送单): A4 portrait, code and seal on the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gonghui_desktop.model.checkcode import check_code, package_digits
from gonghui_desktop.printing.page.geometry import (
    FRAME_BOTTOM,
    LEFT,
    MM,
    PORTRAIT,
    RIGHT,
    TOP,
    WIDTH,
    PageLayout,
    Rect,
)
from gonghui_desktop.printing.page.qrcode import qr_code
from gonghui_desktop.printing.page.structure import (
    ARTIFACT,
    TITLE,
    Passage,
    Path,
    cell_path,
    label_path,
    paragraph_path,
    row_path,
)
from gonghui_desktop.printing.papers.contents import CodeList, Cover
from gonghui_desktop.printing.papers.foot import place_feet
from gonghui_desktop.printing.papers.seal_row import OfficeSealRow
from gonghui_desktop.printing.type.fonts import Role
from gonghui_desktop.printing.type.textblock import (
    LEAST_SIZE,
    MIDDLE_OF_TYPE,
    SetText,
    TextBlock,
)
from gonghui_desktop.printing.type.typesetter import Typesetter

_NAME = "报送单"
_TITLE_SIZES = (22.0, 21.0, 20.0, 19.0, 18.0)
_TITLE_PITCH = 32.0
_UNDER_TITLE = 16.0
_FURTHER_TITLE_SIZES = (14.0, 13.0, 12.0, 11.0, LEAST_SIZE)
_LABEL_RIGHT = LEFT + 30 * MM
_BESIDE = 8.0
"""On either side of a value, pt."""
_ABOVE = 5.0
"""Above and below a value, pt."""
_FACT_HEIGHT = 25.0
"""Least height of a row, pt: 8.8 mm."""
_MOST_FACT_HEIGHT = 32.0
"""The same where the page has room, pt."""
_LEAST_FACT_HEIGHT = 21.0
"""The same where it saves a page, pt."""
_CODE_HEIGHT = 34 * MM
_QR_SIZE = 26 * MM
"""Without its quiet zone of 4 mm: 0.9 mm a module."""
_CODE_SIZE = 24.0
_NOTE_PITCH = 15.0
_SIZE, _PITCH = LEAST_SIZE, 15.0
_IN_LINE = 3
"""Codes side by side."""
_LEAST_LINES = 3
"""Of the lists on the first page, or they begin on the next."""
_GAP = 8.0
"""Above the row with the seal, pt."""


@dataclass(frozen=True)
class _ListLine:
    """A line of the lists: a caption, or up to three codes."""

    texts: tuple[str, ...]
    is_caption: bool = False


def cover_pages(contents: Cover, setter: Typesetter) -> list[PageLayout]:
    """Lay out the cover sheet; codes of forms that have no room on the first page follow it."""
    pages = _Layout(contents, setter).pages()
    place_feet(pages, (_NAME, contents.office), PORTRAIT, setter)
    return pages


class _Layout:
    """A cover sheet whose texts are set.

    Args:
        contents: what stands in it.
        setter: sets the texts.
    """

    def __init__(self, contents: Cover, setter: Typesetter) -> None:
        self._contents = contents
        self._setter = setter
        self._ending = OfficeSealRow(
            contents.office, contents.remarks, contents.signers, (LEFT, RIGHT), setter
        )

    def pages(self) -> list[PageLayout]:
        """Lay the pages out."""
        lines = list(_list_lines(self._contents.lists))
        page, table_top, y = self._begin(_FACT_HEIGHT)
        spare = self._room(y) - len(lines) * _PITCH
        height = _FACT_HEIGHT + spare / len(self._contents.facts)
        if height >= _LEAST_FACT_HEIGHT:
            page, table_top, y = self._begin(min(height, _MOST_FACT_HEIGHT))
        room = self._room(y)
        count = min(len(lines), max(0, int(room / _PITCH + 1e-6)))
        if count < min(_LEAST_LINES, len(lines)):
            count = 0
        count = _good_end(lines, count)
        if count:
            y = self._place_lines(page, y, lines[:count])
        page.frame(Rect(LEFT, table_top, RIGHT, y))
        self._ending.place(page, y + _GAP)
        return [page, *self._further_pages(lines[count:], begun=bool(count))]

    def _begin(self, fact_height: float) -> tuple[PageLayout, float, float]:
        """A page with all above the lists, and where its table begins and the lists do."""
        page = PageLayout()
        table_top = y = self._place_title(page)
        for number, (label, value) in enumerate(self._contents.facts):
            y = self._place_fact(page, y, fact_height, (str(number), label, value))
        return page, table_top, self._place_code(page, y)

    def _room(self, top: float) -> float:
        """For the lines of the lists between a height and the row with the seal, pt."""
        return FRAME_BOTTOM - self._ending.height - _GAP - top - 2 * _ABOVE

    def _further_pages(self, lines: Sequence[_ListLine], *, begun: bool) -> Iterator[PageLayout]:
        while lines:
            page = PageLayout()
            title = f"{self._contents.title[-1]}（续）"
            block = self._setter.short_text(title, WIDTH, Role.SONG_BOLD, _FURTHER_TITLE_SIZES)
            page.put(ARTIFACT, block.set_centred((LEFT + RIGHT) / 2, TOP, Role.SONG_BOLD))
            top = TOP + block.height + _GAP
            code = check_code(self._contents.fingerprint)
            words = f"{self._contents.office}　　{self._contents.code_label} {code}"
            office = self._setter.short_text(words, WIDTH)
            page.put(ARTIFACT, office.set_left(LEFT, top))
            top += office.height + _GAP
            most = int((FRAME_BOTTOM - top - 2 * _ABOVE) / _PITCH)
            count = _good_end(lines, min(most, len(lines))) or 1
            y = self._place_lines(page, top, lines[:count], again=begun)
            page.frame(Rect(LEFT, top, RIGHT, y))
            yield page
            lines, begun = lines[count:], True

    def _place_title(self, page: PageLayout) -> float:
        """Place the title, and return where the table begins."""
        y = TOP
        texts: list[SetText] = []
        for line in self._contents.title:
            block = self._setter.short_text(line, WIDTH, Role.SONG_BOLD, _TITLE_SIZES)
            texts += block.set_centred((LEFT + RIGHT) / 2, y, Role.SONG_BOLD)
            y += block.height - block.size + _TITLE_PITCH
        page.put(TITLE, texts)
        return y - _TITLE_PITCH + _TITLE_SIZES[0] + _UNDER_TITLE

    def _place_fact(
        self, page: PageLayout, top: float, height: float, fact: tuple[str, str, str]
    ) -> float:
        """Place a row with key, label and value, and return where it ends."""
        key, label, value = fact
        block = self._setter.short_text(value, RIGHT - _LABEL_RIGHT - 2 * _BESIDE)
        bottom = top + max(height, block.height + 2 * _ABOVE)
        path = row_path(key)
        if page.rules:
            page.across(top)
        self._place_label(page, top, bottom, label, label_path(path, "label"))
        y = (top + bottom - block.height) / 2
        page.put(cell_path(path, "value"), block.set_left(_LABEL_RIGHT + _BESIDE, y))
        return bottom

    def _place_label(
        self, page: PageLayout, top: float, bottom: float, label: str, path: Path
    ) -> None:
        page.down(_LABEL_RIGHT, top, bottom)
        block = self._setter.label(label, _LABEL_RIGHT - LEFT)
        y = (top + bottom - block.height) / 2
        page.put(path, block.set_centred((LEFT + _LABEL_RIGHT) / 2, y))

    def _place_code(self, page: PageLayout, top: float) -> float:
        """Place the package's code for people and for a scanner; return where its row ends."""
        bottom, path = top + _CODE_HEIGHT, row_path("code")
        page.across(top)
        label = label_path(path, "label")
        self._place_label(page, top, bottom, self._contents.code_label, label)
        qr_left = RIGHT - (_CODE_HEIGHT + _QR_SIZE) / 2
        left = _LABEL_RIGHT + _BESIDE
        code = self._setter.line(check_code(self._contents.fingerprint), Role.HEI).tight()
        note = self._note(qr_left - (_CODE_HEIGHT - _QR_SIZE) / 2 - left)
        height = _CODE_SIZE + 2 * _ABOVE + note.height
        y = (top + bottom - height) / 2
        baseline = y + _CODE_SIZE / 2 + MIDDLE_OF_TYPE * _CODE_SIZE
        texts = [SetText(left, baseline, _CODE_SIZE, code.text, code.spaces, Role.HEI)]
        texts += note.set_left(left, y + _CODE_SIZE + 2 * _ABOVE)
        page.put(cell_path(path, "value"), texts)
        digits = package_digits(self._contents.fingerprint)
        page.codes.append(qr_code(digits, qr_left, (top + bottom - _QR_SIZE) / 2, _QR_SIZE))
        return bottom

    def _note(self, width: float) -> TextBlock:
        paragraphs = self._setter.paragraphs(self._contents.note)
        return self._setter.long_text(paragraphs, width / _SIZE, _SIZE, _NOTE_PITCH, indent=0.0)

    def _place_lines(
        self, page: PageLayout, top: float, lines: Sequence[_ListLine], *, again: bool = False
    ) -> float:
        """Place lines of the lists in a row, and return where it ends.

        Args:
            page: the page.
            top: of the row.
            lines: at least one.
            again: the row has begun on a page before.
        """
        bottom, path = top + len(lines) * _PITCH + 2 * _ABOVE, row_path("list")
        label = ARTIFACT if again else label_path(path, "label")
        if not again and page.rules:
            page.across(top)
        self._place_label(page, top, bottom, self._contents.list_label, label)
        left = _LABEL_RIGHT + _BESIDE
        width = (RIGHT - left) / _IN_LINE
        paragraph = paragraph_path(cell_path(path, "value"))
        for number, line in enumerate(lines):
            middle = top + _ABOVE + (number + 0.5) * _PITCH
            y = middle + MIDDLE_OF_TYPE * _SIZE
            role = Role.SONG_BOLD if line.is_caption else Role.SONG
            texts = []
            for column, text in enumerate(line.texts):
                set_line = self._setter.line(text, role)
                x = left + column * width
                texts.append(SetText(x, y, _SIZE, set_line.text, set_line.spaces, role))
            page.passages.append(Passage(paragraph, texts, begins=True))
        return bottom


def _list_lines(lists: Sequence[CodeList]) -> Iterator[_ListLine]:
    for each in lists:
        yield _ListLine((each.caption,), is_caption=True)
        texts = [f"{number}  {code}" for number, code in each.codes]
        for start in range(0, len(texts), _IN_LINE):
            yield _ListLine(tuple(texts[start : start + _IN_LINE]))


def _good_end(lines: Sequence[_ListLine], count: int) -> int:
    """So many lines, or fewer: no caption ends a page."""
    while 0 < count < len(lines) and lines[count - 1].is_caption:
        count -= 1
    return count
