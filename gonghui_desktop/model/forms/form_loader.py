"""Strict loader of forms: a TOML file, or a stored definition, in; a form definition out.

An unknown, missing or doubled key is an error whose sentence names the file and the key's path,
for whoever maintains it, and says what a clerk can do.
"""

from __future__ import annotations

from gonghui_desktop.model.fieldtypes import FIELD_TYPES
from gonghui_desktop.model.forms.form import (
    CONFIRMATION,
    CONFIRMATION_SIZE,
    NOTES_MARK,
    SEAL_SIZE,
    Confirmation,
    Field,
    FormDefinition,
    Seal,
)
from gonghui_desktop.model.forms.known import read_known
from gonghui_desktop.model.help_texts import read_checklists, read_phrases
from gonghui_desktop.model.strict import Table
from gonghui_desktop.model.toml_file import (
    checked_text,
    count_of,
    id_of,
    parse_toml,
    text_of,
    texts_of,
)

MOST_COPIES = 9
MOST_SEALS = 6
_MOST_FIELDS = 60
_MOST_TITLE_LINES = 4
_MOST_NOTES = 20
# The official words have to leave room on the page for what is filled in.
_LONGEST_LABEL = 60  # and title line, and office's name; characters
_LONGEST_HEADING_LABEL = 20
_LONGEST_MARK = 20  # such as 附件4, 注： and （章）
_LONGEST_DATE = 30
_SMALLEST_SEAL, _LARGEST_SEAL = 30, 58  # mm; round official seals are between these


def load_form(text: str, source: str) -> FormDefinition:
    """A form definition from the text of its TOML file.

    Args:
        text: the file's content.
        source: the file's name, for errors.

    Raises:
        FormDefinitionError: see the module's docstring.
    """
    return read_form(parse_toml(text, source))


def read_form(top: Table) -> FormDefinition:
    """A form definition from a table with a form file's keys.

    Raises:
        Exception: the table's own error; see the module's docstring.
    """
    fields = tuple(_field(table) for table in top.tables("fields", _MOST_FIELDS))
    top.unique(fields, lambda field: field.id, "fields")
    seals = (
        tuple(_seal(table) for table in top.tables("seals", MOST_SEALS)) if top.has("seals") else ()
    )
    top.unique(seals, lambda seal: seal.id, "seals")
    form = FormDefinition(
        id=id_of(top),
        number=text_of(top, "number", _LONGEST_MARK),
        tab=text_of(top, "tab"),
        title=texts_of(top, "title", _LONGEST_LABEL),
        copies=count_of(top, "copies", least=1, most=MOST_COPIES),
        fields=fields,
        heading=texts_of(top, "heading") if top.has("heading") else (),
        rows=_rows(top),
        seals=seals,
        confirmation=_confirmation(top.table("confirmation")) if top.has("confirmation") else None,
        notes=texts_of(top, "notes") if top.has("notes") else (),
        name_field=text_of(top, "name_field"),
        seal_size=_size(top, "seal_size", SEAL_SIZE),
        notes_mark=text_of(top, "notes_mark", _LONGEST_MARK)
        if top.has("notes_mark")
        else NOTES_MARK,
    )
    top.done()
    _check_sizes(top, form)
    _check_layout(top, form)
    return form


def _field(table: Table) -> Field:
    name = text_of(table, "type")
    if name not in FIELD_TYPES:
        table.fail(f"没有这种类型：{name}（可用：{'、'.join(FIELD_TYPES)}）", "type")
    field = Field(
        id=id_of(table),
        label=text_of(table, "label", _LONGEST_LABEL),
        type=FIELD_TYPES[name](table),
        mandatory=table.get_or("mandatory", bool, True),
        printed=table.get_or("printed", bool, True),
        hint=checked_text(table, "hint", table.get("hint", str)) if table.has("hint") else "",
        phrases=read_phrases(table),
        checklist=read_checklists(table),
        known=read_known(table),
        guide=texts_of(table, "guide") if table.has("guide") else (),
    )
    table.done()
    return field


def _rows(top: Table) -> tuple[tuple[str, ...], ...]:
    rows = []
    for index, row in enumerate(top.get("rows", list)):
        if not isinstance(row, list) or not all(type(item) is str for item in row):
            top.fail("应当是栏目 id 的数组", f"rows[{index}]")
        rows.append(tuple(row))
    return tuple(rows)


def _seal(table: Table) -> Seal:
    seal = Seal(
        id=id_of(table),
        name=text_of(table, "name", _LONGEST_LABEL),
        mark=text_of(table, "mark", _LONGEST_MARK),
        date=text_of(table, "date", _LONGEST_DATE),
    )
    table.done()
    return seal


def _confirmation(table: Table) -> Confirmation:
    confirmation = Confirmation(
        label=text_of(table, "label", _LONGEST_LABEL),
        name=text_of(table, "name", _LONGEST_LABEL),
        date=text_of(table, "date", _LONGEST_DATE),
        size=_size(table, "size", CONFIRMATION_SIZE),
    )
    table.done()
    return confirmation


def _size(table: Table, key: str, default: int) -> int:
    """A seal's diameter, mm."""
    if not table.has(key):
        return default
    return count_of(table, key, least=_SMALLEST_SEAL, most=_LARGEST_SEAL)


def _check_sizes(top: Table, form: FormDefinition) -> None:
    """What a page needs at least, and what it holds at the most."""
    if not 1 <= len(form.title) <= _MOST_TITLE_LINES:
        top.fail(f"应当有 1 至 {_MOST_TITLE_LINES} 行", "title")
    if len(form.notes) > _MOST_NOTES:
        top.fail(f"最多 {_MOST_NOTES} 条", "notes")
    if not form.rows:
        top.fail("不能为空", "rows")
    if len(form.heading) > 2:
        top.fail("表上方最多两个空", "heading")


def _check_layout(top: Table, form: FormDefinition) -> None:
    """Every printed field has exactly one place, and every place a field that fits it."""
    for index, seal in enumerate(form.seals):
        if seal.id == CONFIRMATION:
            top.fail(f"不能叫 {CONFIRMATION}，确认栏用了这个名字", f"seals[{index}].id")
    placed = _placed_fields(top, form)
    for index, field in enumerate(form.fields):
        if field.printed != (field.id in placed):
            top.fail("要印的栏目须排在 heading 或 rows 里，不印的不排", f"fields[{index}]")
        _check_implied(top, form, field, f"fields[{index}]")
    if not form.has_field(form.name_field):
        top.fail(f"没有这个栏目：{form.name_field}", "name_field")


def _placed_fields(top: Table, form: FormDefinition) -> set[str]:
    """Ids of the fields above and in the table, each there once and where it fits."""
    places = [("heading", field_id, False) for field_id in form.heading]
    for index, row in enumerate(form.rows):
        if len(row) not in (1, 2):
            top.fail("每行应当是一栏长文字或并排两栏", f"rows[{index}]")
        places += [(f"rows[{index}]", field_id, len(row) == 1) for field_id in row]
    placed: set[str] = set()
    for key, field_id, whole_row in places:
        if not form.has_field(field_id):
            top.fail(f"没有这个栏目：{field_id}", key)
        if field_id in placed:
            top.fail(f"栏目出现了两次：{field_id}", key)
        placed.add(field_id)
        if key == "heading" and len(form.field(field_id).label) > _LONGEST_HEADING_LABEL:
            top.fail(f"表上方的栏名不能超过 {_LONGEST_HEADING_LABEL} 字：{field_id}", key)
        if form.field(field_id).type.is_long and not whole_row:
            top.fail(f"长文字要独占一行：{field_id}", key)
    return placed


def _check_implied(top: Table, form: FormDefinition, field: Field, path: str) -> None:
    for number, choice in enumerate(field.type.choices):
        for other, value in choice.implies:
            key = f"{path}.choices[{number}].implies.{other}"
            if not form.has_field(other):
                top.fail("没有这个栏目", key)
            if form.field(other).type.check(value) is not None:
                top.fail(f"对该栏目不是正确的值：{value}", key)
