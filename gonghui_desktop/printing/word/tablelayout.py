"""Line pitch and row heights at which Word has as many pages as the printed form.

Word breaks lines a little differently from the printed page, and WPS differently from Word. So the
page gets room for a few more lines than are printed, which are set slightly closer if need be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from gonghui_desktop.printing.page.geometry import BOTTOM, WIDTH
from gonghui_desktop.printing.sheet import Setting
from gonghui_desktop.printing.type.textblock import FULL_SIZE, LEAST_SIZE
from gonghui_desktop.printing.word.ending import BLANK_ENDING, Ending, max_lines, split_off_ending
from gonghui_desktop.printing.word.linepitch import BELOW_LONG, Room, WordRow, choose_line_pitch
from gonghui_desktop.printing.word.printed import PrintedForm
from gonghui_desktop.printing.word.text import width_of

PADDING = 6.0
"""Above and below a long text, pt, as on the printed page."""
ABOVE_NOTES, NOTE_PITCH = 6.0, 14.0
_TIGHT_BELOW = 4.0
"""Below a long text of the smallest type, pt, as on the printed page where room is wanted."""

_SLACK = 18.0
"""Height that stays free, pt: a note may be a line longer, or rules may count as height."""
_LOWER = 6.0
"""How much lower than printed a table may begin, and what its rules may add to its height, pt."""
_FIRST_NOTE_LINE, _NOTE_LINE = 44.0, 42.0
"""Of the first note's first line, and of lines that hang behind the notes' mark, em."""
_LINES_PER_SPARE = 10
"""A long text may become a line longer, and one more for each so many lines."""
_MIN_LONG_HEIGHT = 46.0
"""Of a row with an empty long text, pt, as on the printed page."""
_USUAL_ROW, _MIN_ROW = 27.0, 22.0
"""Of a row of short values on one line, pt: as printed, and where its height is wanted."""
_MIN_PITCH = 1.15
"""In em."""
_PITCH = 18.0
_TOLERANCE = 0.5
"""By which a column is wider at either side than its ideographs, pt: rules and rounding."""


@dataclass(frozen=True)
class TableLayout:
    """Typesetting of the form's table in Word.

    Attributes:
        size: of the long texts' type, pt.
        pitch: from line to line of them, pt.
        indent: on both sides of them, pt; leaves a column of whole ideographs.
        heights: first field of a row to the row's least height, pt.
        below: under a long text, pt.
        last_row_with_seals: the last row is not broken and stays on the page with the seals.
        ending: of the last text, where it is a row of its own above the seals.
        ending_height: least height of that row, pt.
    """

    size: float
    pitch: float
    indent: float
    heights: Mapping[str, float]
    below: float = BELOW_LONG
    last_row_with_seals: bool = False
    ending: Ending | None = None
    ending_height: float = 0.0


def lay_out_table(printed: PrintedForm) -> TableLayout:
    """The layout at which the table fills Word's pages as it does the printed ones."""
    heights = {row[0]: printed.cell(row[0]).height for row in printed.form.rows}
    long = [field_id for field_id in heights if printed.is_long(field_id)]
    if not long:
        less = _SLACK / len(heights) if printed.page_count == 1 else 0.0
        lower = {field_id: height - less for field_id, height in heights.items()}
        return TableLayout(FULL_SIZE, _PITCH, 0.0, lower)
    width, setting = printed.cell(long[0]).width, printed.setting(long[0])
    columns = _columns(width, setting.size)
    indent = (width - columns * setting.size) / 2 - _TOLERANCE
    layout = TableLayout(setting.size, setting.pitch, indent, heights)
    if printed.page_count > 1:
        return _several_pages(layout, printed, columns)
    lines = {field_id: _most_lines(printed, field_id, columns) for field_id in long}
    return _one_page(layout, printed, lines, setting)


def _one_page(
    layout: TableLayout, printed: PrintedForm, lines: Mapping[str, int], setting: Setting
) -> TableLayout:
    """The layout with room for so many lines of each long text on the form's only page."""
    heights = dict(layout.heights)
    slack = _SLACK + _more_note_lines(printed) * NOTE_PITCH
    room = sum(heights[field_id] for field_id in lines) - slack - 2 * PADDING * len(lines)
    total = sum(lines.values())
    short = [key for key in heights if key not in lines and heights[key] < _USUAL_ROW + _TOLERANCE]
    if short:
        wanted = max(0.0, _MIN_PITCH * setting.size * total - room)
        less = min(wanted / len(short), min(heights[key] for key in short) - _MIN_ROW)
        heights |= {field_id: heights[field_id] - less for field_id in short}
        room += less * len(short)
    pitch = _closer_pitch(setting, total, room)
    needs = {key: max(_MIN_LONG_HEIGHT, n * pitch + 2 * PADDING) for key, n in lines.items()}
    if not total:  # for the hand, which has the shares of the printed page
        needs = {field_id: heights[field_id] for field_id in lines}
    share = (room + 2 * PADDING * len(lines)) / sum(needs.values())
    heights |= {field_id: need * share for field_id, need in needs.items()}
    below = _TIGHT_BELOW if setting.size == LEAST_SIZE else BELOW_LONG
    return replace(layout, pitch=pitch, heights=heights, below=below)


def _several_pages(layout: TableLayout, printed: PrintedForm, columns: int) -> TableLayout:
    """The layout with which text stands above the seals on the last page."""
    rows = {row[0]: _word_row(printed, row[0], columns) for row in printed.form.rows}
    if not printed.seals:
        return replace(layout, heights={field_id: row.height for field_id, row in rows.items()})
    field_id, row = rows.popitem()
    filling = printed.texts_before_seals()
    for text in filling:
        height = printed.cell(text).height - _SLACK / len(filling)
        rows[text] = replace(rows[text], height=height)
    paragraphs = printed.paragraphs(field_id) if row.max_lines else []
    last = _last_row(printed, row, paragraphs, columns)
    rows[field_id] = last.row
    chosen = choose_line_pitch(
        [*rows.values(), *([WordRow(last.ending_height)] if last.ending else [])],
        _room(printed),
        layout.pitch,
        printed.page_count,
        last_row_with_seals=last.stays_with_seals,
    )
    return replace(
        layout,
        pitch=chosen.pitch,
        heights={field_id: row.height for field_id, row in rows.items()},
        last_row_with_seals=chosen.last_row_with_seals,
        ending=last.ending if chosen.certain else split_off_ending(paragraphs, columns),
        ending_height=last.ending_height,
    )


@dataclass(frozen=True)
class _LastRow:
    """The table's last row, of which the seals may take a part along, or all of it.

    Attributes:
        row: the row, without its ending.
        ending: what stays on the page with the seals, in a row of its own.
        ending_height: of that row at the least, pt.
        stays_with_seals: so does the whole row.
    """

    row: WordRow
    ending: Ending | None = None
    ending_height: float = _MIN_LONG_HEIGHT
    stays_with_seals: bool = False


def _last_row(
    printed: PrintedForm, row: WordRow, paragraphs: Sequence[str], columns: int
) -> _LastRow:
    """The last row, split where the printed one is."""
    moved = printed.moved_with_seals()
    if moved is None:
        return _LastRow(row)
    height = moved.height - 2 * _SLACK
    if moved.is_whole_row:
        return _LastRow(replace(row, height=height), ending_height=height, stays_with_seals=True)
    if not moved.lines:
        blank = printed.cell(printed.form.rows[-1][0]).height - _SLACK
        return _LastRow(WordRow(blank), BLANK_ENDING, height)
    ending = split_off_ending(paragraphs, columns, moved.lines)
    if ending is None:
        return _LastRow(row, ending_height=height)
    most = sum(max_lines(text, columns) for text in ending.before)
    fewest = min(row.min_lines - moved.lines, most)
    return _LastRow(WordRow(_MIN_LONG_HEIGHT, fewest, most), ending, height)


def _room(printed: PrintedForm) -> Room:
    """Room on Word's pages."""
    first, further = printed.table_tops()
    seal_rows = {cell.top: cell.height for cell in printed.seals.values()}
    notes_columns = WIDTH / LEAST_SIZE - 3
    closing = sum(seal_rows.values())
    if printed.form.notes:
        lines = sum(ceil(width_of(note) / notes_columns) for note in printed.form.notes)
        closing += ABOVE_NOTES + lines * NOTE_PITCH
    below = BOTTOM - _LOWER
    return Room(below - first, below - further, closing)


def _more_note_lines(printed: PrintedForm) -> int:
    """Lines of the notes that Word may need beyond the printed ones: it closes up no marks."""
    if not printed.form.notes:
        return 0
    first, *others = map(width_of, printed.form.notes)
    lines = 1 + ceil(max(0.0, first - _FIRST_NOTE_LINE) / _NOTE_LINE)
    lines += sum(ceil(width / _NOTE_LINE) for width in others)
    below = printed.height_below_table() - ABOVE_NOTES - LEAST_SIZE
    return max(0, lines - 1 - round(below / NOTE_PITCH))


def _word_row(printed: PrintedForm, field_id: str, columns: int) -> WordRow:
    """A row of the table, as it may turn out in Word."""
    if not printed.is_long(field_id):
        return WordRow(printed.height(field_id))
    fewest = printed.lines(field_id)
    paragraphs = printed.paragraphs(field_id) if fewest else []
    most = sum(max_lines(text, columns) for text in paragraphs)
    return WordRow(_MIN_LONG_HEIGHT, fewest, max(fewest, most))


def _most_lines(printed: PrintedForm, field_id: str, columns: int) -> int:
    """Lines of a long text that Word may make at the most, as far as can be told."""
    lines = printed.lines(field_id)
    spare = lines + 1 + lines // _LINES_PER_SPARE if lines else 0
    return max(spare, _word_row(printed, field_id, columns).max_lines)


def _closer_pitch(setting: Setting, lines: int, room: float) -> float:
    """The printed pitch, or one at which so many lines have room, in tenths of a point."""
    if not lines:
        return setting.pitch
    return max(min(setting.pitch, floor(room / lines * 10) / 10), _MIN_PITCH * setting.size)


def _columns(width: float, size: float) -> int:
    """Ideographs in a line as printed: at least half an em stays free on either side."""
    return int(width / size - 1 + 1e-6)
