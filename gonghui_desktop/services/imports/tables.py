"""Tables of units: what is proposed for each sheet, and the units once that is settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.incoming import Accepted, Incoming
from gonghui_desktop.exchange.other_kinds import OR_A_ROSTER
from gonghui_desktop.exchange.spreadsheet.reading import read_sheets
from gonghui_desktop.exchange.spreadsheet.sheets import Sheet
from gonghui_desktop.exchange.spreadsheet.units import SheetUnits, lines_in, units_in
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.tables.headings import levelled
from gonghui_desktop.model.tables.matching import SheetMatch, reasons_to_look
from gonghui_desktop.model.tables.proposal import propose, propose_by_values
from gonghui_desktop.services.imports.remembered_columns import remember, remembered
from gonghui_desktop.services.imports.table_report import SheetReport
from gonghui_desktop.services.prefill import constant_values
from gonghui_desktop.services.reporter import unneeded_forms
from gonghui_desktop.services.workspace import Workspace

_MOST_REASONS = 3
_FORM_ROWS = 40  # of a sheet that may be a filled form
_LONGEST_LABEL = 40  # characters, blanks included
_LEAST_LABELS = 3  # in a column
_IN_WINDOW = "请打开程序窗口，用“文件”菜单的“导入”核对每一列填到哪一栏"


@dataclass(frozen=True)
class TableFile:
    """A file with tables, read, with nothing of it stored.

    Attributes:
        name: the file's.
        sheets: those that hold something.
        proposals: for each sheet what is proposed; ``None`` for one without a table of units.
        given: form id to field id to the value that every row gets that says nothing of it.
    """

    name: str
    sheets: tuple[Sheet, ...]
    proposals: tuple[SheetMatch | None, ...]
    given: Mapping[str, Mapping[str, str]]

    @cached_property
    def is_several(self) -> bool:
        """Whether a sheet has to be named in what is told."""
        return len(self.sheets) > 1

    @cached_property
    def is_template(self) -> bool:
        """Whether every sheet with units says by the form's own words what it is."""
        return all(match.is_exact for match in self.proposals if match is not None)

    def title_of(self, place: int) -> str:
        """A sheet by its name, as a message says it; empty for the only one."""
        return f"工作表“{in_sentence(self.sheets[place].name)}”" if self.is_several else ""

    def report(self, place: int, match: SheetMatch, form: FormDefinition) -> SheetReport:
        """What will become of a sheet by that match."""
        sheet = self.sheets[place]
        lines = lines_in(sheet, match, form)
        where = self.title_of(place)
        return SheetReport.of(sheet, where, form, match, lines, self.given[form.id])


def read_table(
    ws: Workspace, data: bytes, name: str, cancelled: Callable[[], bool] = lambda: False
) -> TableFile:
    """Reads a file and proposes what its columns fill; what was chosen before comes first.

    Args:
        ws: the workspace.
        data: the file.
        name: the file's.
        cancelled: asked several times a second; ``True`` ends the work.

    Raises:
        InputError: it cannot be read, has no table of units, or the campaign is over.
    """
    if ws.is_past:  # before anybody matches columns in vain
        raise InputError(f"{ws.campaign.name}（{ws.campaign.id}）已是往届活动，不能再导入表格。")
    sheets = read_sheets(data, name, ws.readers, cancelled)
    forms = ws.campaign.forms
    proposals = [remembered(ws, sheet.rows) or _usual(ws, sheet) for sheet in sheets]
    if not any(proposals):
        proposals = [propose_by_values(forms, sheet.rows) for sheet in sheets]
    if not any(proposals) and any(_is_filled_form(ws, sheet) for sheet in sheets):
        raise InputError(
            f"{in_sentence(name)}：像是填好的申报表，不是每行一个单位的表，请把内容填到 Word 的"
            "申报表里再导入，或在窗口里填写。"
        )
    if not any(proposals):
        raise InputError(
            f"{in_sentence(name)}：没有找到每行一个单位的表，请在第一行写上栏目名称（如"
            f"“{forms[0].field(forms[0].name_field).label}”），"
            f"或用程序写出的模板填写后再导入；{OR_A_ROSTER}。"
        )
    given = {form.id: constant_values(ws, form.id) for form in forms}
    return TableFile(name, sheets, tuple(proposals), given)


def _is_filled_form(ws: Workspace, sheet: Sheet) -> bool:
    """Whether a form's labels stand one below the other, as in the form itself."""
    labels = {levelled(field.label) for form in ws.campaign.forms for field in form.fields}
    columns = zip(*sheet.rows[:_FORM_ROWS], strict=True)
    return any(
        len(labels.intersection(levelled(cell[:_LONGEST_LABEL]) for cell in column))
        >= _LEAST_LABELS
        for column in columns
    )


def reasons_of(ws: Workspace, table: TableFile) -> list[str]:
    """Why a person must look at the columns before they are used; none where all is sure."""
    reasons = []
    for place, match in enumerate(table.proposals):
        if match is None:
            continue
        form = ws.campaign.form(match.form)
        found = reasons_to_look(form, match, table.given[form.id])
        reasons += [f"{table.title_of(place)}{reason}" for reason in found]
    return reasons


def sure_matches(ws: Workspace, table: TableFile) -> tuple[SheetMatch | None, ...]:
    """What is proposed, where nobody has to look at it.

    Columns that are not sure, and that no form needs, are left out.

    Raises:
        InputError: somebody has to look; the sentence says at what, and where.
    """
    reasons = reasons_of(ws, table)
    if reasons:
        named = "；".join(reasons[:_MOST_REASONS]) + ("等" if len(reasons) > _MOST_REASONS else "")
        raise InputError(f"{in_sentence(table.name)}：{named}，{_IN_WINDOW}；{OR_A_ROSTER}。")
    return tuple(match and match.without_doubtful() for match in table.proposals)


def units_of(
    ws: Workspace,
    table: TableFile,
    matches: Sequence[SheetMatch | None],
    step: Callable[[], None] = lambda: None,
) -> tuple[list[Incoming], list[SheetReport]]:
    """The units of a file, and a report for each sheet.

    Args:
        ws: the workspace.
        table: the file.
        matches: for each sheet what its columns fill; ``None`` to leave it out.
        step: called after each row; what it raises ends the work.

    Raises:
        InputError: no row has a unit.
    """
    incoming: list[Incoming] = []
    reports = []
    for place, (sheet, match) in enumerate(zip(table.sheets, matches, strict=True)):
        where = table.title_of(place)
        if match is None:
            is_table = table.proposals[place] is not None
            reports.append(SheetReport.of_left_out(sheet, where, is_table=is_table))
            continue
        form = ws.campaign.form(match.form)
        found = units_in(sheet, match, form, where, len(incoming), step)
        given = table.given[form.id]
        incoming += _with_given(found, given)
        reports.append(SheetReport.of(sheet, where, form, match, found.lines, given))
    if not incoming:
        raise InputError(f"{in_sentence(table.name)}：表头下面没有填写单位，请填好再导入。")
    return incoming, reports


def keep_choices(ws: Workspace, table: TableFile, matches: Sequence[SheetMatch | None]) -> None:
    """Remembers what somebody has changed or confirmed for the next table with the same headings.

    Raises:
        StoreError: it cannot be stored.
    """
    chosen: list[SheetMatch] = []
    unchanged: list[SheetMatch] = []
    for sheet, match in zip(table.sheets, matches, strict=True):
        if match is not None:
            is_usual = _is_usual(ws, table, _usual(ws, sheet), match)
            (unchanged if is_usual else chosen).append(match)
    remember(ws, chosen, unchanged)


def _is_usual(ws: Workspace, table: TableFile, usual: SheetMatch | None, match: SheetMatch) -> bool:
    """Whether the same would be proposed again, without a doubt that somebody has settled."""
    if usual is None or (usual.form, usual.headings) != (match.form, match.headings):
        return False
    form = ws.campaign.form(usual.form)
    return usual.fields == match.fields and not reasons_to_look(form, usual, table.given[form.id])


def _usual(ws: Workspace, sheet: Sheet) -> SheetMatch | None:
    """What is proposed where nobody has chosen anything."""
    return propose(ws.campaign.forms, sheet.name, sheet.rows, unneeded_forms(ws))


def _with_given(found: SheetUnits, given: Mapping[str, str]) -> list[Incoming]:
    return [
        replace(unit, values={**given, **unit.values}) if isinstance(unit, Accepted) else unit
        for unit in found.units
    ]
