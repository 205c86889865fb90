"""How the Word file's rows are set, so that a form of one page is one page there too.

Word breaks lines a little differently from the printed page, and WPS differently from Word. So
there is room for a few more lines than the page has: they are set slightly closer if need be. A
form of several pages is set by :mod:`~gonghui_desktop.printing.word.linepitch`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.printing.page.geometry import BOTTOM, MM, WIDTH
from gonghui_desktop.printing.sheet import Box, PageBoxes, Setting, Sheet
from gonghui_desktop.printing.type.textblock import FULL_SIZE, LEAST_SIZE
from gonghui_desktop.printing.word.ending import Ending, ending_of, most_lines
from gonghui_desktop.printing.word.linepitch import FlowRow, Room, flow
from gonghui_desktop.printing.word.text import paragraphs_of, width_of

PADDING = 6.0
"""Above and below a long text, pt, as on the page."""
ABOVE_NOTES, NOTE_PITCH = 6.0, 14.0

_SLACK = 18.0
"""Height that stays free, pt: a note may be a line longer, or rules may count as height."""
_LOWER = 6.0
"""By which tables begin further down than on the page at the most, pt, and rules add to height."""
_LINES_PER_SPARE = 10
"""A long text may become a line longer, and one more for each so many lines."""
_LEAST_HEIGHT = 46.0
"""Of an empty long text, pt, as on the page."""
_USUAL_ROW, _LEAST_ROW = 27.0, 22.0
"""Of a row of short values on one line, pt: as on the page, and where the room is wanted."""
_CLOSEST = 1.15
"""Pitch at the least, in em."""
_PITCH = 18.0
_TOLERANCE = 0.5
"""By which a column is wider at either side than its ideographs, pt: rules and rounding."""


@dataclass(frozen=True)
class Fit:
    """How the table fills its page.

    Attributes:
        size: of the long texts' type, pt.
        pitch: from line to line of them, pt.
        beside: indent at both sides of them, pt, that leaves a column of whole ideographs.
        heights: first field of a row to the row's least height, pt.
        company: the last row stays whole and goes along with the seals.
        ending: of the last text, if it goes along with them in a row of its own.
        ending_height: of that row at the least, pt.
    """

    size: float
    pitch: float
    beside: float
    heights: Mapping[str, float]
    company: bool = False
    ending: Ending | None = None
    ending_height: float = 0.0


def first_place(pages: Sequence[PageBoxes], field_id: str) -> tuple[Box, Setting]:
    """The cell and the setting of a value on the first page that shows it."""
    page = next(page for page in pages if field_id in page.fields)
    return page.fields[field_id], page.settings[field_id]


def fit(sheet: Sheet, pages: Sequence[PageBoxes]) -> Fit:
    """The fit of a form whose printed pages are these."""
    form = sheet.form
    places = {row[0]: first_place(pages, row[0]) for row in form.rows}
    heights = {field_id: box.height * MM for field_id, (box, _) in places.items()}
    long = [field_id for field_id in places if form.field(field_id).type.is_long]
    if not long:
        less = _SLACK / len(heights) if len(pages) == 1 else 0.0
        return Fit(FULL_SIZE, _PITCH, 0.0, {key: high - less for key, high in heights.items()})
    box, setting = places[long[0]]
    count = _columns(box.width * MM, setting.size)
    beside = (box.width * MM - count * setting.size) / 2 - _TOLERANCE
    if len(pages) > 1:
        printed = Fit(setting.size, setting.pitch, beside, heights)
        return _several_pages(sheet, pages, printed, count)
    lines = {field_id: places[field_id][1].lines for field_id in long}
    pitch, tightened = _one_page(heights, lines, setting)
    return Fit(setting.size, pitch, beside, tightened)


def _one_page(
    heights: Mapping[str, float], lines: Mapping[str, int], setting: Setting
) -> tuple[float, Mapping[str, float]]:
    """Pitch and heights with which a form's only page has room for some lines more."""
    room = sum(heights[field_id] for field_id in lines) - _SLACK - 2 * PADDING * len(lines)
    lines = {field_id: _with_spare(count) for field_id, count in lines.items()}
    total = sum(lines.values())
    short = [key for key in heights if key not in lines and heights[key] < _USUAL_ROW + _TOLERANCE]
    if short:
        wanted = max(0.0, _CLOSEST * setting.size * total - room)
        less = min(wanted / len(short), _USUAL_ROW - _LEAST_ROW)
        heights = {**heights, **{field_id: heights[field_id] - less for field_id in short}}
        room += less * len(short)
    pitch = _pitch(setting, total, room)
    needs = {key: max(_LEAST_HEIGHT, n * pitch + 2 * PADDING) for key, n in lines.items()}
    share = (room + 2 * PADDING * len(lines)) / sum(needs.values())
    return pitch, {**heights, **{field_id: need * share for field_id, need in needs.items()}}


def _several_pages(sheet: Sheet, pages: Sequence[PageBoxes], printed: Fit, columns: int) -> Fit:
    """The fit where the seals stand on a further page."""
    form = sheet.form
    last = form.rows[-1][0]
    rows = {row[0]: _flow_row(sheet, pages, row[0], columns) for row in form.rows}
    paragraphs = _paragraphs(sheet, last) if rows[last].most else []
    ending, ending_height, whole = None, _LEAST_HEIGHT, False
    if _seals_moved(pages) and set(pages[-1].fields) <= set(form.rows[-1]):
        ending_height = pages[-1].fields[last].height * MM - 2 * _SLACK
        lines = pages[-1].settings[last].lines
        whole = last not in pages[-2].fields
        if whole:
            rows[last] = replace(rows[last], height=ending_height)
        elif ending := ending_of(paragraphs, columns, lines):
            most = sum(most_lines(text, columns) for text in ending.before)
            rows[last] = FlowRow(_LEAST_HEIGHT, min(rows[last].fewest - lines, most), most)
    flowing = [*rows.values(), *([FlowRow(ending_height)] if ending else [])]
    flowed = flow(flowing, _room(form, pages), printed.pitch, len(pages), whole=whole)
    if not flowed.sure:
        ending = ending_of(paragraphs, columns)
    heights = {field_id: row.height for field_id, row in rows.items()}
    return replace(
        printed,
        pitch=flowed.pitch,
        heights=heights,
        company=flowed.company,
        ending=ending,
        ending_height=ending_height,
    )


def _seals_moved(pages: Sequence[PageBoxes]) -> bool:
    """Whether seals and some text moved to the last page, so that the one before ends early."""
    before = pages[-2].fields.values()
    return max((box.top + box.height for box in before), default=0.0) * MM < BOTTOM - _LOWER


def _room(form: FormDefinition, pages: Sequence[PageBoxes]) -> Room:
    """Room on Word's pages."""
    boxes = [[*page.fields.values(), *page.seals.values()] for page in pages]
    begin = next(n for n, page in enumerate(pages) if form.rows[0][0] in page.fields)
    first = pages[begin].fields[form.rows[0][0]].top
    further = min((box.top for page in boxes[begin + 1 :] for box in page), default=first)
    seals = {box.top: box.height * MM for box in pages[-1].seals.values()}
    columns = WIDTH / LEAST_SIZE - 3
    notes = sum(ceil(width_of(note) / columns) for note in form.notes) * NOTE_PITCH
    below = BOTTOM - _LOWER
    closing = sum(seals.values()) + ABOVE_NOTES + notes
    return Room(below - first * MM, below - further * MM, closing)


def _flow_row(sheet: Sheet, pages: Sequence[PageBoxes], field_id: str, columns: int) -> FlowRow:
    """A row of the table, as it may turn out in Word."""
    shown = [page for page in pages if field_id in page.fields]
    if not sheet.form.field(field_id).type.is_long:
        return FlowRow(sum(page.fields[field_id].height for page in shown) * MM)
    fewest = sum(page.settings[field_id].lines for page in shown)
    paragraphs = _paragraphs(sheet, field_id)
    most = sum(most_lines(text, columns) for text in paragraphs) if fewest else 0
    return FlowRow(_LEAST_HEIGHT, fewest, max(fewest, most))


def _paragraphs(sheet: Sheet, field_id: str) -> list[str]:
    field = sheet.form.field(field_id)
    return paragraphs_of(field.type.show(sheet.values.get(field_id, "")))


def _with_spare(lines: int) -> int:
    return lines + 1 + lines // _LINES_PER_SPARE if lines else 0


def _pitch(setting: Setting, lines: int, room: float) -> float:
    """The page's own pitch, or one at which so many lines have room, in tenths of a point."""
    if not lines:
        return setting.pitch
    return max(min(setting.pitch, floor(room / lines * 10) / 10), _CLOSEST * setting.size)


def _columns(width: float, size: float) -> int:
    """Ideographs in a line as on the page: at least half of one stays free at either side."""
    return int(width / size - 1 + 1e-6)
