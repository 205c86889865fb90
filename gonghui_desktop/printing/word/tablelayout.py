"""Line pitch and row heights at which Word has as many pages as the printed form.

Word breaks lines a little differently from the printed page, and WPS differently from Word. So the
page gets room for a few more lines than are printed, which are set slightly closer if need be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from gonghui_desktop.model.forms.form import CONFIRMATION
from gonghui_desktop.printing.page.geometry import BOTTOM, LEFT, TOP, WIDTH
from gonghui_desktop.printing.type.textblock import FULL_SIZE, LEAST_SIZE
from gonghui_desktop.printing.word.keeping import EDITED, WordRow, table_rows
from gonghui_desktop.printing.word.printed import PrintedForm
from gonghui_desktop.printing.word.text import width_of

ABOVE_LONG, BELOW_LONG = 2.0, 6.0
"""Above and below a long text, pt: the first line's pitch brings the rest of the padding along."""
ABOVE_NOTES, NOTE_PITCH = 6.0, 14.0
_LEAST_ABOVE = 4.0
"""Between the rule above a long text and its first line's type, pt."""
_TIGHT_BELOW = 4.0
"""Below a long text of the smallest type, pt, as on the printed page where room is wanted."""

_PADDING = 6.0
"""Above and below a long text on the printed page, pt."""
_SLACK = 24.0
"""Height that stays free, pt: a note may be a line longer, or rules may count as height."""
_LOWER = 6.0
"""How much lower than printed a table may begin, and what its rules may add to its height, pt."""
_FURTHER_HEAD = 69.0
"""Height of a further page's head, pt: mark, title and the unit's name on one line."""
_FIRST_NOTE_LINE, _NOTE_LINE = 44.0, 42.0
"""Of the first note's first line, and of lines that hang behind the notes' mark, em."""
_LINES_PER_SPARE = 8
"""A long text may become a line longer, and one more for each so many lines."""
_MIN_LONG_HEIGHT = 46.0
"""Of a row with an empty long text, pt, as on the printed page."""
_LABEL_PITCH, _BESIDE_LABEL = 15.0, 3.0
"""Of a label's lines, and on either side of them, pt, as in the template."""
_USUAL_ROW, _MIN_ROW = 27.0, 22.0
"""Of a row of short values on one line, pt: as printed, and where its height is wanted."""
_MIN_PITCH = 1.15
"""In em."""
_CLOSE_PITCH = 1.3
"""Of lines that stay with the seals, where there must be many of them, em."""
_SPARE_LINES = 3
"""Lines by which the texts before the ones that stay may turn out shorter than expected."""
_LOST_LINES = 2
"""Lines that a page may lose for no widow and no orphan to be left."""
_ADDED_ENDS = 4
"""Lines that end with a paragraph's end in what a clerk adds to a text."""
_PITCH = 18.0
_TOLERANCE = 0.5
"""By which a column is wider at either side than its ideographs, pt: rules and rounding."""


@dataclass(frozen=True)
class TableLayout:
    """Typesetting of the form's table in Word.

    Attributes:
        rows: above the seals, with their least heights.
        seal_heights: of the seals' cells by id, pt.
        seals_stay: the seals stay on the page with the confirmation.
        size: of the long texts' type, pt.
        pitch: from line to line of them, pt.
        indent: on both sides of them, pt; leaves a column of whole ideographs.
        below: under a long text, pt.
    """

    rows: Sequence[WordRow]
    seal_heights: Mapping[str, float]
    seals_stay: bool = True
    size: float = FULL_SIZE
    pitch: float = _PITCH
    indent: float = 0.0
    below: float = BELOW_LONG

    @property
    def above(self) -> float:
        """Above a long text, pt: lines that are set closely bring less along."""
        return max(ABOVE_LONG, _LEAST_ABOVE - (self.pitch - self.size) / 2)


def lay_out_table(printed: PrintedForm) -> TableLayout:
    """The layout at which the table fills Word's pages as it does the printed ones."""
    below = _Below.of(printed)
    long = [row[0] for row in printed.form.rows if printed.is_long(row[0])]
    if not long:
        rows = table_rows(printed)
        less = _SLACK / len(rows) if printed.page_count == 1 else 0.0
        lower = [replace(row, height=row.height - less) for row in rows]
        return TableLayout(lower, below.seal_heights)
    layout = _laid_out(printed, below, long[0], printed.setting(long[0]).size)
    is_close = printed.page_count > 1 and layout.pitch < _CLOSE_PITCH * layout.size
    if is_close and layout.size > FULL_SIZE:
        return _laid_out(printed, below, long[0], FULL_SIZE)
    return layout


def _laid_out(printed: PrintedForm, below: _Below, field_id: str, size: float) -> TableLayout:
    """The layout with the long texts in a size, pt; ``field_id`` is of one of them."""
    width, pitch = printed.cell(field_id).width, printed.setting(field_id).pitch
    columns = _columns(width, size)
    layout = TableLayout(
        rows=table_rows(printed, columns, below.lines_above(_CLOSE_PITCH * size)),
        seal_heights=below.seal_heights,
        size=size,
        pitch=pitch,
        indent=(width - columns * size) / 2 - _TOLERANCE,
    )
    if printed.page_count > 1:
        return _several_pages(layout, printed, columns, below)
    layout = _one_page(layout, printed, columns)
    return replace(layout, seals_stay=below.has_room_for_more(layout, columns))


def _one_page(layout: TableLayout, printed: PrintedForm, columns: int) -> TableLayout:
    """The layout with room for a few more lines of each long text on the form's only page."""
    long = [row for row in layout.rows if row.is_long]
    lines = {
        row.fields: _with_spare_lines(printed.lines(row.fields[0]), row.most_lines(columns))
        for row in long
    }
    heights = {row.fields: row.height for row in layout.rows}
    closest = _MIN_PITCH * layout.size
    least = {row.fields: _label_height(printed, row.fields[0]) for row in long}
    low = [key for key, count in lines.items() if count * closest + 2 * _PADDING < least[key]]
    padding = 2 * _PADDING * (len(lines) - len(low)) + sum(least[key] for key in low)
    slack = _SLACK + _more_note_lines(printed) * NOTE_PITCH
    room = sum(heights[key] for key in lines) - slack - padding
    total = sum(count for key, count in lines.items() if key not in low)
    short = [key for key in heights if key not in lines and heights[key] < _USUAL_ROW + _TOLERANCE]
    if short:
        wanted = max(0.0, closest * total - room)
        less = min(wanted / len(short), min(heights[key] for key in short) - _MIN_ROW)
        heights |= {key: heights[key] - less for key in short}
        room += less * len(short)
    pitch = _closer_pitch(layout, total, room)
    needs = {key: max(least[key], n * pitch + 2 * _PADDING) for key, n in lines.items()}
    if not any(lines.values()):  # for the hand, which has the shares of the printed page
        needs = {key: heights[key] for key in lines}
    share = (room + padding) / sum(needs.values())
    heights |= {key: max(least[key], need * share) for key, need in needs.items()}
    below = _TIGHT_BELOW if layout.size == LEAST_SIZE else BELOW_LONG
    rows = [replace(row, height=heights[row.fields]) for row in layout.rows]
    return replace(layout, pitch=pitch, rows=rows, below=below)


def _several_pages(
    layout: TableLayout, printed: PrintedForm, columns: int, below: _Below
) -> TableLayout:
    """The layout with room for the rows that stay with the seals, and for those before them."""
    before = [row for row in layout.rows if not row.stays]
    first, further = printed.table_tops()
    pages = printed.page_count - 1
    room = BOTTOM - _LOWER - first + (pages - 1) * (BOTTOM - _LOWER - further) - _SLACK
    lines = sum(row.most_lines(columns) for row in before) + (pages - 1) * _LOST_LINES
    pitches = [layout.pitch, *below.pitches(layout, columns)]
    if lines:
        pitches.append((room - _fixed_height(before)) / lines)
    pitch = max(floor(10 * min(pitches)) / 10, _MIN_PITCH * layout.size)
    needs = {row: _needed_height(row, pitch, columns) for row in before}
    heights = {row: _MIN_LONG_HEIGHT if row.is_long else row.height for row in layout.rows}
    if pages == 1:
        stretched = _stretched(needs, room, _added_lines(columns) * pitch)
        heights |= stretched
        needs |= stretched
    rows = [replace(row, height=heights[row]) for row in layout.rows]
    layout = replace(layout, pitch=pitch, rows=rows)
    free = room - sum(needs.values()) + _SLACK + _SPARE_LINES * pitch
    stays = below.has_room_for_more(layout, columns)
    fits_before = below.height_to_seals(layout, columns) <= free
    return replace(layout, seals_stay=stays or fits_before)


def _stretched(needs: Mapping[WordRow, float], room: float, growth: float) -> dict[WordRow, float]:
    """Heights of the long texts at which rows fill a page.

    The last text may run over to the next page, but LibreOffice takes it there as a whole where it
    is its least height that has no room. So the others first have what a clerk may add to them.
    """
    texts = [row for row in needs if row.is_long]
    free = room - sum(needs.values())
    if not texts or free <= 0:
        return {}
    *others, last = texts
    more = min(growth, free / len(others)) if others else 0.0
    wider = {row: needs[row] + more for row in others} | {last: needs[last]}
    share = (free - more * len(others)) / sum(wider.values())
    return {row: height * (1 + share) for row, height in wider.items()}


@dataclass(frozen=True)
class _Below:
    """What stands below the rows, and the room for it and for rows above it on a further page.

    Attributes:
        seal_heights: of the seals' cells by id, pt.
        room: on the page, pt.
        seals: height of the seals, pt.
        closing: of seals, confirmation and notes, pt.
    """

    seal_heights: Mapping[str, float]
    room: float
    seals: float
    closing: float

    @classmethod
    def of(cls, printed: PrintedForm) -> _Below:
        """What stands below a form's rows."""
        top = printed.table_tops()[1] if printed.page_count > 1 else TOP + _FURTHER_HEAD
        heights = printed.seal_heights()
        # One cell of each row of seals.
        keys = {cell.top: key for key, cell in printed.seals.items()}.values()
        closing = sum(heights[key] for key in keys)
        seals = sum(heights[key] for key in keys if key != CONFIRMATION)
        if printed.form.notes:
            columns_of_notes = WIDTH / LEAST_SIZE - 3
            lines = sum(ceil(width_of(note) / columns_of_notes) for note in printed.form.notes)
            closing += ABOVE_NOTES + lines * NOTE_PITCH
        return cls(heights, BOTTOM - _LOWER - top, seals, closing)

    def lines_above(self, pitch: float) -> int:
        """Lines of a text for which there is room above it."""
        room = self.room - _SLACK - self.closing - ABOVE_LONG - BELOW_LONG
        return max(0, int(room / pitch))

    def pitches(self, layout: TableLayout, columns: int) -> list[float]:
        """Pitches at which the rows that stay have room.

        They have it above everything, and above the seals with what is added to a text.
        """
        rows = [row for row in layout.rows if row.stays]
        lines, fixed = sum(row.most_lines(columns) for row in rows), _fixed_height(rows)
        if not lines:
            return []
        least = _MIN_PITCH * layout.size
        pitch = max(least, (self.room - _SLACK - fixed - self.closing) / lines)
        with_more = (self.room - fixed - self.seals) / (lines + _added_lines(columns))
        return [pitch, max(least, with_more)]

    def has_room_for_more(self, layout: TableLayout, columns: int) -> bool:
        """Whether everything has room on a page with what is added to any of the texts."""
        rows = [row for row in layout.rows if row.stays]
        needs = [_needed_height(row, layout.pitch, columns) for row in rows]
        heights = [max(row.height, need) for row, need in zip(rows, needs, strict=True)]
        added = _added_lines(columns) * layout.pitch
        more = [
            max(0.0, need + added - height)
            for row, need, height in zip(rows, needs, heights, strict=True)
            if row.is_long
        ]
        return sum(heights) + max(more, default=0.0) + self.closing <= self.room

    def height_to_seals(self, layout: TableLayout, columns: int) -> float:
        """Height of the rows that stay, with the seals, pt."""
        rows = [row for row in layout.rows if row.stays]
        lines = sum(row.most_lines(columns) for row in rows)
        return _fixed_height(rows) + lines * layout.pitch + self.seals


def _added_lines(columns: int) -> int:
    """Lines of what a clerk adds to a text."""
    return EDITED // columns + _ADDED_ENDS


def _fixed_height(rows: Sequence[WordRow]) -> float:
    """Height of rows without the lines of their long texts, pt."""
    return sum(
        ABOVE_LONG + BELOW_LONG
        if row.characters
        else _MIN_LONG_HEIGHT
        if row.is_long
        else row.height
        for row in rows
    )


def _needed_height(row: WordRow, pitch: float, columns: int) -> float:
    if not row.is_long:
        return row.height
    return max(_MIN_LONG_HEIGHT, row.lines(columns) * pitch + ABOVE_LONG + BELOW_LONG)


def _more_note_lines(printed: PrintedForm) -> int:
    """Lines of the notes that Word may need beyond the printed ones: it closes up no marks."""
    if not printed.form.notes:
        return 0
    first, *others = map(width_of, printed.form.notes)
    lines = 1 + ceil(max(0.0, first - _FIRST_NOTE_LINE) / _NOTE_LINE)
    lines += sum(ceil(width / _NOTE_LINE) for width in others)
    below = printed.height_below_table() - ABOVE_NOTES - LEAST_SIZE
    return max(0, lines - 1 - round(below / NOTE_PITCH))


def _label_height(printed: PrintedForm, field_id: str) -> float:
    """Least height of a long text, whose label may stand upright in a narrow column, pt."""
    room = printed.cell(field_id).left - LEFT - 2 * _BESIDE_LABEL
    lines = ceil(width_of(printed.form.field(field_id).label) / max(1, int(room / FULL_SIZE)))
    return max(_MIN_LONG_HEIGHT, lines * _LABEL_PITCH)


def _with_spare_lines(lines: int, most: int) -> int:
    """Lines to have room for, given those on paper and those that Word may make."""
    return max(lines + 1 + lines // _LINES_PER_SPARE, most) if lines else 0


def _closer_pitch(layout: TableLayout, lines: int, room: float) -> float:
    """The printed pitch, or one at which so many lines have room, in tenths of a point."""
    if not lines:
        return layout.pitch
    return max(min(layout.pitch, floor(room / lines * 10) / 10), _MIN_PITCH * layout.size)


def _columns(width: float, size: float) -> int:
    """Ideographs in a line as printed: at least half an em stays free on either side."""
    return int(width / size - 1 + 1e-6)
