"""What is told of a sheet whose rows have come in: which column went where, what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from gonghui_desktop.exchange.spreadsheet.details import cell_name, first_of
from gonghui_desktop.exchange.spreadsheet.sheets import Sheet
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.tables.headings import levelled
from gonghui_desktop.model.tables.lines import Lines, Passed
from gonghui_desktop.model.tables.matching import SheetMatch

_LONGEST_QUOTE = 20
_MOST_NAMED = 12


@dataclass(frozen=True)
class ColumnReport:
    """A column with what it filled.

    Attributes:
        heading: what stands above it; a column without a heading is named by its place.
        field: id of the field, ``None`` for none.
        label: the field's, empty for none.
    """

    heading: str
    field: str | None = None
    label: str = ""


@dataclass(frozen=True)
class SheetReport:
    """What became of a sheet.

    Attributes:
        sheet: its name.
        where: the same as it is told, empty for the only one.
        form: id of the form that its rows filled, empty for a sheet that was left out.
        number: that form's number.
        heading_row: the row of its headings, from 1; 0 for none.
        units: rows that are units.
        columns: those that have a heading, a field or any text.
        given: label to value that every row got which said nothing of it.
        missing: labels of the mandatory fields that nothing fills.
        passed: row, from 1, to why it is no unit.
        mangled: cells of those rows that a spreadsheet program may have changed.
        notices: sentences about what was not read of it.
        is_table: whether it has units at all.
    """

    sheet: str
    where: str
    form: str = ""
    number: str = ""
    heading_row: int = 0
    units: int = 0
    columns: tuple[ColumnReport, ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    passed: tuple[tuple[int, Passed], ...] = ()
    mangled: int = 0
    notices: tuple[str, ...] = ()
    is_table: bool = True

    @classmethod
    def of_left_out(cls, sheet: Sheet, where: str, *, is_table: bool) -> SheetReport:
        """Of a sheet that nothing was taken from."""
        return cls(sheet.name, where, notices=sheet.notices, is_table=is_table)

    @classmethod
    def of(
        cls,
        sheet: Sheet,
        where: str,
        form: FormDefinition,
        match: SheetMatch,
        lines: Lines,
        given: Mapping[str, str],
    ) -> SheetReport:
        """Of a sheet whose units were taken."""
        units = set(lines.units)
        fields = [field for field in form.fields if field.id not in match.fields]
        return cls(
            sheet=sheet.name,
            where=where,
            form=form.id,
            number=form.number,
            heading_row=match.headings.after if match.headings.count else 0,
            units=len(lines.units),
            columns=tuple(
                _column_report(form, place, column.heading, column.field)
                for place, column in enumerate(match.columns)
                if column.heading or column.field or _is_filled(sheet, match, place)
            ),
            given=tuple(
                (field.label, field.type.show(given[field.id]))
                for field in fields
                if field.id in given
            ),
            missing=tuple(
                field.label for field in fields if field.mandatory and field.id not in given
            ),
            passed=tuple((row + 1, reason) for row, reason in lines.passed.items()),
            mangled=sum(
                row in units and match.fields[column] is not None for row, column in sheet.doubts
            ),
            notices=(*sheet.notices, *_merged_notice(sheet, match.headings.after)),
        )

    @property
    def sentences(self) -> list[str]:
        """What a person must know of it, without the file's name."""
        if not self.form:
            told = "没有导入" if self.is_table else "里没有每行一个单位的表，没有读入"
            return [f"{self.where}{told}。", *self._notices()]
        if not (self.units or self.passed):
            return [f"{self.where}表头下面是空的，没有读入。", *self._notices()]
        clauses = [f"{self.where}按{self.number}读了 {self.units} 行"]
        clauses += [self._columns()]
        clauses += [f"没有用的列：{named}" if (named := self._left_out()) else ""]
        clauses += [f"没有读入的行：{self.passed_words}" if self.passed else ""]
        if self.given:
            clauses += [f"表里空着的按已知的填：{self.given_words}"]
        clauses += [f"表里没有：{'、'.join(self.missing)}，请补填" if self.missing else ""]
        return ["；".join(clause for clause in clauses if clause) + "。", *self._notices()]

    def _notices(self) -> list[str]:
        return [f"{self.where}{'：' if self.where else ''}{notice}" for notice in self.notices]

    def _columns(self) -> str:
        filled = [column for column in self.columns if column.field]
        renamed = [each for each in filled if levelled(each.heading) != levelled(each.label)]
        words = [
            f"“{in_sentence(each.heading, _LONGEST_QUOTE)}”填到{each.label}" for each in renamed
        ]
        rest = len(filled) - len(renamed)
        words += [f"{'其余 ' if renamed else ''}{rest} 列填到同名的栏目"] if rest else []
        return "，".join(words)

    def _left_out(self) -> str:
        left = [
            in_sentence(each.heading, _LONGEST_QUOTE) for each in self.columns if not each.field
        ]
        more = f"等 {len(left)} 列" if len(left) > _MOST_NAMED else ""
        return "、".join(left[:_MOST_NAMED]) + more

    @property
    def given_words(self) -> str:
        """What is filled in without a column, such as ``市“大连”``."""
        return "、".join(
            f"{label}“{in_sentence(text, _LONGEST_QUOTE)}”" for label, text in self.given
        )

    @property
    def passed_words(self) -> str:
        """Rows by reason; of many empty ones their number."""
        parts = []
        for reason, count in Counter(reason for _, reason in self.passed).items():
            rows = [str(row) for row, why in self.passed if why is reason]
            named = f"第 {'、'.join(rows)} 行" if count <= _MOST_NAMED else f"{count} 行"
            parts.append(f"{named}（{reason}）")
        return "、".join(parts)


def _column_report(
    form: FormDefinition, place: int, heading: str, field: str | None
) -> ColumnReport:
    label = form.field(field).label if field else ""
    return ColumnReport(heading or f"第 {place + 1} 列", field, label)


def _merged_notice(sheet: Sheet, after: int) -> list[str]:
    """Tells of texts that stand for several units in the file; headings lose nothing by it."""
    merged = [place for place in sheet.merged if place[0] >= after]
    if not merged:
        return []
    cells = first_of(range(len(merged)), lambda number: cell_name(merged[number]))
    return [
        f"工作表“{in_sentence(sheet.name)}”有上下合并的单元格（{cells}），"
        "内容只在最上面一行，下面各行读成了空的，请核对。"
    ]


def _is_filled(sheet: Sheet, match: SheetMatch, place: int) -> bool:
    return any(row[place].strip() for row in sheet.rows[match.headings.after :])
