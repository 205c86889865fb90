"""Which rows of a table are units, and why the others are none."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gonghui_desktop.model.tables.headings import Headings, Rows, levelled

_TOTAL = re.compile(
    "(?:本页|本表|以上|全市|全区|全县)?"
    "(?:(?:合计|总计|小计|共计|累计|总数)[0-9一二三四五六七八九十百]*[家个户名]?|共[0-9]+[家个户])"
    "(?:单位|企业)?"
)
_LONGEST_TOTAL = 20  # characters, blanks included
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明|填表人|填报人|填报单位|填表单位|填报时间|填表日期|填报日期|制表人?|"
    r"审核人?|复核人?|经办人|联系人|联系电话|负责人|单位负责人|主管领导|分管领导|日期|上报单位|"
    r"单位[（(](?:盖)?章[)）])"
)


class Passed(StrEnum):
    """Why a row is no unit, as a clerk calls it."""

    EMPTY = "空行"
    TOTAL = "合计行"
    NOTE = "表下的说明"
    HEADING = "重复的表头"


@dataclass(frozen=True)
class Lines:
    """The rows below the headings.

    Attributes:
        units: rows that are units, from 0.
        passed: row to why it is none; rows in which nothing at all stands are left out.
    """

    units: tuple[int, ...]
    passed: dict[int, Passed]


def lines_of(
    rows: Rows, headings: Headings, columns: Collection[int], name_column: int | None
) -> Lines:
    """Tells units from totals, notes, headings printed again, and rows without anything to take.

    Args:
        rows: of the whole sheet.
        headings: where its headings stand.
        columns: places of the columns that fill fields.
        name_column: that of the unit's name, ``None`` if no column fills it.
    """
    units, passed = [], {}
    for row in range(headings.after, len(rows)):
        cells = rows[row]
        if not any(cell.strip() for cell in cells):
            continue
        reason = _reason(cells, headings, columns, name_column)
        if reason is None:
            units.append(row)
        else:
            passed[row] = reason
    return Lines(tuple(units), passed)


def _reason(
    cells: Sequence[str], headings: Headings, columns: Collection[int], name_column: int | None
) -> Passed | None:
    if headings.count and _is_repeated(cells, headings):
        return Passed.HEADING
    name = "" if name_column is None else cells[name_column]
    if (not name.strip() or _is_total(name)) and any(map(_is_total, cells)):
        return Passed.TOTAL
    if _is_note(cells):
        return Passed.NOTE
    return None if any(cells[column].strip() for column in columns) else Passed.EMPTY


def _is_total(cell: str) -> bool:
    """Whether a cell says 合计 or the like; most are known for none without levelling them."""
    is_likely = len(cell) <= _LONGEST_TOTAL and any(word in cell for word in "计共数")
    return is_likely and _TOTAL.fullmatch(levelled(cell)) is not None


def _is_repeated(cells: Sequence[str], headings: Headings) -> bool:
    """Whether most cells say what the headings above them say."""
    filled = [
        text in parts
        for text, parts in zip(map(str.strip, cells), headings.parts, strict=True)
        if text
    ]
    return len(filled) > 1 and sum(filled) * 4 >= len(filled) * 3


def _is_note(cells: Sequence[str]) -> bool:
    """Whether few cells are filled, and the first begins as the lines under a table do."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    found = _NOTE.match(filled[0])
    if found is None or len(filled) > max(1, len(cells) // 2):
        return False
    rest = filled[0][found.end() :].lstrip()
    return not rest or rest[0] in ":：（( 1１一.．、"
