"""Columns of a table of units: as wide as their texts need, or share and share alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from gonghui_desktop.printing.papers.contents import UnitTable
from gonghui_desktop.printing.type.fonts import Role
from gonghui_desktop.printing.type.textblock import LEAST_SIZE, TextBlock
from gonghui_desktop.printing.type.typesetter import Typesetter

SIZE = LEAST_SIZE
"""Of the type in a table of units, pt: 五号."""
BESIDE = 4.0
"""On either side of a text, pt."""
_SPARE = 0.1
"""So that rounding breaks no text, pt."""
_EASE = 4.0
"""Beside a part that is kept whole, pt: a line that needs its gaps closed up is rather broken."""
_AROUND = 2 * BESIDE + _SPARE
_NARROWEST = _AROUND + 1.5 * SIZE
"""Of a column, pt: a character in a line."""
_NARROW = _AROUND + 6 * SIZE
"""Of a column whose texts are broken, where there is room, pt."""
_SHORT = _AROUND + 12 * SIZE
"""Need of a column that is broken last, pt."""
_WHOLE = 10.0
"""Em, up to which a value stays whole, such as （1）国有及控股企业."""
_WHOLE_AT_ALL = 6.0
"""The same in a table of many columns: a head such as 覆盖企业数量."""
_LINES_OF_SHORT = 3
"""Lines from which on such a column is broken, too."""
_MOST_LINES = 5
"""Up to which it is tried that no text in a table has more."""
_RAGGED = 1.1
"""By how much a text of several lines is longer, as none of them is full."""
_FULL_STOP = "。"
"""At the end of a sentence, which no name or number has."""
_ROUNDS = 3
"""In which columns give away what their broken texts leave free."""


@dataclass(frozen=True)
class Columns:
    """The columns of a table.

    Attributes:
        edges: of the cells from left to right, one more than columns, pt.
        centred: of each column, whether its texts are centred: where each has room in a line.
    """

    edges: tuple[float, ...]
    centred: tuple[bool, ...]

    def room(self, column: int) -> float:
        """Of a text, pt."""
        return self.edges[column + 1] - self.edges[column] - 2 * BESIDE


def columns_of(table: UnitTable, left: float, right: float, setter: Typesetter) -> Columns:
    """Columns that fill the width from left to right, pt.

    The first and the last one, numbers and codes, are never broken while there is another way, nor
    are names of persons and telephone numbers.
    """
    bold = [table.heads, *((table.total,) if table.total else ())]
    columns = [
        _Column(tuple(texts), setter, len(bold)) for texts in zip(*bold, *table.rows, strict=True)
    ]
    wanted = [column.need for column in columns]
    for lines in range(2, _MOST_LINES + 1):
        if sum(wanted) <= right - left:
            break
        between = (column.in_lines(lines) for column in columns[1:-1])
        wanted = [columns[0].need, *between, columns[-1].need]
    widths = _widths(columns, wanted, right - left)
    for _ in range(_ROUNDS):
        wanted = [column.taken(width) for column, width in zip(columns, widths, strict=True)]
        widths = _widths(columns, wanted, right - left)
    centred = (width >= column.need_of_units for width, column in zip(widths, columns, strict=True))
    return Columns(tuple(accumulate(widths, initial=left)), tuple(centred))


def cell_text(setter: Typesetter, text: str, room: float, role: Role = Role.SONG) -> TextBlock:
    """Set the text of a cell, pt: a value is broken at its seams, a sentence as running text."""
    if text.endswith(_FULL_STOP):
        return setter.sentence(text, room, SIZE)
    return setter.short_text(text, room, role, (SIZE,))


class _Column:
    """The texts of a column.

    Args:
        texts: its head, what sums it up if there is that, and all others.
        setter: sets them.
        bold: how many of them are bold, from the first on; digits are wider then.

    Attributes:
        need: width where no text is broken, pt.
        need_of_units: the same without the head, pt.
        least: width where no name, no number and no short value such as a nature is broken, pt.
        least_at_all: width where no name and no number is, pt.
        usual: what its texts take on an average, pt.
    """

    def __init__(self, texts: tuple[str, ...], setter: Typesetter, bold: int) -> None:
        self._texts = frozenset(texts)
        self._setter = setter
        paragraphs = [setter.paragraph(text, Role.SONG_BOLD) for text in texts[:bold]]
        paragraphs += [setter.paragraph(text) for text in texts[bold:]]
        widths = [paragraph.width * SIZE for paragraph in paragraphs]
        parts, short = (
            max(paragraph.widest_part(whole) for paragraph in paragraphs) * SIZE + _EASE + _AROUND
            for whole in (_WHOLE_AT_ALL, _WHOLE)
        )
        self.need = max(_NARROWEST, max(widths) + _AROUND)
        self.need_of_units = max(widths[1:], default=0.0) + _AROUND - _SPARE
        self.least = min(self.need, max(_NARROW, short))
        self.least_at_all = min(self.need, max(_NARROWEST, parts))
        self.usual = max(_NARROWEST, sum(widths) / len(widths) + _AROUND)

    def in_lines(self, count: int) -> float:
        """Width at which no text has more lines than that, or a usual one has no more than one."""
        if self.need <= (_SHORT if count < _LINES_OF_SHORT else _NARROW):
            return self.need
        wanted = max(self.least, self.usual + SIZE, _RAGGED * self.need / count)
        return self.taken(min(self.need, wanted))

    def taken(self, width: float) -> float:
        """The part of a width that the texts take when they are broken into lines, pt."""
        if width >= self.need:
            return self.need
        room = width - 2 * BESIDE
        blocks = (cell_text(self._setter, text, room) for text in self._texts)
        longest = max(item.line.width for block in blocks for item in block.lines)
        return min(width, max(self.least, longest * SIZE + _AROUND))


def _widths(columns: Sequence[_Column], wanted: Sequence[float], room: float) -> list[float]:
    """Widths that together fill the room, pt, near to those that are wanted."""
    spare = room - sum(wanted)
    if spare >= 0:  # it goes to texts that are broken; where there are none, to all alike
        short = [column.need - want for column, want in zip(columns, wanted, strict=True)]
        shares = short if sum(short) > spare else [0.0, *wanted[1:-1], 0.0]
        return _with_shares(wanted, shares, spare)
    between = columns[1:-1]
    for least in ([each.least for each in between], [each.least_at_all for each in between]):
        kept = [columns[0].need, *least, columns[-1].need]
        spare = room - sum(kept)
        if spare >= 0:
            break
    else:
        return [room * keep / sum(kept) for keep in kept]
    # What is above that is shared so that a usual row has about as many lines in each column.
    more = [min(want, column.usual) for want, column in zip(wanted, columns, strict=True)]
    shares = [max(0.0, share - keep) for share, keep in zip(more, kept, strict=True)]
    if sum(shares) <= spare:
        shares = [want - keep for want, keep in zip(wanted, kept, strict=True)]
    return _with_shares(kept, shares, spare)


def _with_shares(widths: Sequence[float], shares: Sequence[float], spare: float) -> list[float]:
    """Widths with what is spare, pt, in these shares; as they are where nobody has a share."""
    whole = sum(shares) or 1.0
    return [width + spare * share / whole for width, share in zip(widths, shares, strict=True)]
