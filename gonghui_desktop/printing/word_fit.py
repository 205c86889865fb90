"""How long texts are set in the Word file, so that a form of one page is one page there too.

Word breaks lines a little differently from the printed page, and WPS differently from Word. So
there is room for a few more lines than the page has: they are set slightly closer if need be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from gonghui_desktop.model.fieldtypes import LongText
from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.printing.geometry import MM
from gonghui_desktop.printing.sheet import Box, PageBoxes, Setting
from gonghui_desktop.printing.textblock import FULL_SIZE

PADDING = 6.0
"""Above and below a long text, pt, as on the page."""

_SLACK = 18.0
"""Height that stays free, pt: a note may be a line longer, or rules may count as height."""
_LINES_PER_SPARE = 10
"""A long text may become a line longer, and one more for each so many lines."""
_LEAST_HEIGHT = 46.0
"""Of an empty long text, pt, as on the page."""
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
        company: the last row goes along with the seals to the last page.
    """

    size: float
    pitch: float
    beside: float
    heights: Mapping[str, float]
    company: bool = False


def first_place(pages: Sequence[PageBoxes], field_id: str) -> tuple[Box, Setting]:
    """The cell and the setting of a value on the first page that shows it."""
    page = next(page for page in pages if field_id in page.fields)
    return page.fields[field_id], page.settings[field_id]


def fit(form: FormDefinition, pages: Sequence[PageBoxes]) -> Fit:
    """The fit of a form whose printed pages are these."""
    places = {row[0]: first_place(pages, row[0]) for row in form.rows}
    heights = {field_id: box.height * MM for field_id, (box, _) in places.items()}
    long = [field_id for field_id in places if isinstance(form.field(field_id).type, LongText)]
    if not long:
        less = _SLACK / len(heights) if len(pages) == 1 else 0.0
        return Fit(FULL_SIZE, _PITCH, 0.0, {key: high - less for key, high in heights.items()})
    box, setting = places[long[0]]
    beside = _beside(box.width * MM, setting.size)
    if len(pages) > 1:
        least = dict.fromkeys(long, _LEAST_HEIGHT)
        company = _needs_company(form.rows[-1][0], pages)
        return Fit(setting.size, setting.pitch, beside, heights | least, company)
    room = sum(heights[field_id] for field_id in long) - _SLACK
    lines = {field_id: _with_spare(places[field_id][1].lines) for field_id in long}
    pitch = _pitch(setting, sum(lines.values()), room - 2 * PADDING * len(long))
    needs = {key: max(_LEAST_HEIGHT, n * pitch + 2 * PADDING) for key, n in lines.items()}
    share = room / sum(needs.values())
    shared = {field_id: need * share for field_id, need in needs.items()}
    return Fit(setting.size, pitch, beside, heights | shared)


def _needs_company(field_id: str, pages: Sequence[PageBoxes]) -> bool:
    """Whether the seals would stand on a bare last page, and the last row has room beside them.

    The page breaks such a row early; Word, which breaks rows where it likes, keeps it whole.
    """
    *others, before, last = (page.settings.get(field_id) for page in pages)
    if not before or not last or any(others):
        return False
    height = (before.lines + last.lines) * last.pitch + 2 * PADDING
    return all(height <= page.fields[field_id].height * MM for page in pages[-2:])


def _with_spare(lines: int) -> int:
    return lines + 1 + lines // _LINES_PER_SPARE if lines else 0


def _pitch(setting: Setting, lines: int, room: float) -> float:
    """The page's own pitch, or one at which so many lines have room, in tenths of a point."""
    if not lines:
        return setting.pitch
    return max(min(setting.pitch, floor(room / lines * 10) / 10), _CLOSEST * setting.size)


def _beside(width: float, size: float) -> float:
    """Indent at both sides of a column as on the page: at least half an ideograph."""
    count = int(width / size - 1 + 1e-6)
    return (width - count * size) / 2 - _TOLERANCE
