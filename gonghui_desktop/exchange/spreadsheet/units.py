"""The rows of a sheet as drafts, once it is known which column fills which field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gonghui_desktop.exchange.incoming import Accepted, FieldReading, Reading, Refused
from gonghui_desktop.exchange.spreadsheet.sheets import Sheet
from gonghui_desktop.exchange.word_forms.document import Paragraph
from gonghui_desktop.exchange.word_forms.field_matcher import RawValue
from gonghui_desktop.exchange.word_forms.values import ReadValue, read_value
from gonghui_desktop.model.entry import LONGEST_TEXT, storable
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.forms.implied import implied_values
from gonghui_desktop.model.tables.lines import Lines, lines_of
from gonghui_desktop.model.tables.matching import SheetMatch


@dataclass(frozen=True)
class SheetUnits:
    """What a sheet holds.

    Attributes:
        units: one for each row that is a unit.
        lines: which rows those are, and why the others are none.
    """

    units: tuple[Accepted | Refused, ...]
    lines: Lines


def lines_in(sheet: Sheet, match: SheetMatch, form: FormDefinition) -> Lines:
    """Which rows of a sheet are units."""
    columns = [place for place, field in enumerate(match.fields) if field]
    return lines_of(sheet.rows, match.headings, columns, match.column_of(form.name_field))


def units_in(
    sheet: Sheet,
    match: SheetMatch,
    form: FormDefinition,
    where: str = "",
    before: int = 0,
    step: Callable[[], None] = lambda: None,
) -> SheetUnits:
    """Reads every row that is a unit.

    Args:
        sheet: the sheet.
        match: which column fills which field.
        form: the form of the match.
        where: stands in front of a row's number in what is told, such as ``工作表“企业”``.
        before: units of the file in front of these.
        step: called after each row; what it raises ends the work.
    """
    lines = lines_in(sheet, match, form)
    units: list[Accepted | Refused] = []
    for number, row in enumerate(lines.units, before + 1):
        units.append(_unit(sheet, match, form, f"{where}第 {row + 1} 行", (number, row)))
        step()
    return SheetUnits(tuple(units), lines)


def _unit(
    sheet: Sheet, match: SheetMatch, form: FormDefinition, place: str, at: tuple[int, int]
) -> Accepted | Refused:
    number, row = at
    read = list(_values(sheet, match, form, row))
    for each in read:
        if len(each.value) > LONGEST_TEXT:
            return Refused(
                number,
                f"{place}（{form.number}）：“{each.reading.label}”有 {len(each.value)} 字，"
                f"超过 {LONGEST_TEXT // 10_000} 万字，请删短后再导入。",
            )
    values = {each.reading.field: storable(each.value) for each in read if each.value}
    follows = implied_values(form, values, values)  # by the choice: nothing that is missing
    readings: tuple[FieldReading, ...] = tuple(
        each.reading
        for each in read
        if each.reading.reading is not Reading.EMPTY or each.reading.field not in follows
    )
    return Accepted(number, form.id, values, {}, readings, place=place)


def _values(sheet: Sheet, match: SheetMatch, form: FormDefinition, row: int) -> Sequence[ReadValue]:
    """The fields that have a column, in the form's order."""
    columns = {field: place for place, field in enumerate(match.fields) if field}
    read = []
    for field in form.fields:
        column = columns.get(field.id)
        if column is None:
            continue
        doubt = sheet.doubts.get((row, column), "")
        raw = RawValue([Paragraph(sheet.rows[row][column])], [doubt] if doubt else [])
        read.append(read_value(field, raw))
    return read
