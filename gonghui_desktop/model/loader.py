"""Strict loader of form and campaign files (TOML text in, definitions out).

An unknown, missing or doubled key is a :class:`FormDefinitionError` whose sentence names the file
and the key's path, for whoever maintains it, and says what a clerk can do.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date

from gonghui_desktop.errors import FormDefinitionError
from gonghui_desktop.model.campaign import Campaign, Condition, Quota, ReporterKind
from gonghui_desktop.model.fieldtypes import (
    Choice,
    FieldType,
    LongText,
    OneOf,
    Telephone,
    Text,
    WholeNumber,
)
from gonghui_desktop.model.form import CONFIRMATION, Confirmation, Field, FormDefinition, Seal
from gonghui_desktop.model.strict import Table

CAMPAIGN_FILE = "campaign.toml"
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TOML_LINE = re.compile(r"at line (\d+)")
_TOML_TABLE = re.compile(r"\s*\[\[?([^\]]+)\]\]?\s*(?:#.*)?")
_TOML_KEY = re.compile(r"\s*([A-Za-z0-9_.\"-]+)\s*=")


class _FormFileError(FormDefinitionError):
    """A fault of the file, with the remedy behind it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(
            f"{sentence.removesuffix('。')}；表样文件有误，请重新安装程序或联系维护人员。"
        )


def load_form(text: str, source: str) -> FormDefinition:
    """A form definition from the text of its TOML file.

    Args:
        text: the file's content.
        source: the file's name, for errors.

    Raises:
        FormDefinitionError: see the module's docstring.
    """
    top = _parse(text, source)
    fields = tuple(_field(table) for table in top.tables("fields"))
    top.unique(fields, lambda field: field.id, "fields")
    seals = tuple(_seal(table) for table in top.tables("seals"))
    top.unique(seals, lambda seal: seal.id, "seals")
    form = FormDefinition(
        id=_id(top),
        number=_text(top, "number"),
        tab=_text(top, "tab"),
        title=_texts(top, "title"),
        copies=_count(top, "copies", least=1),
        fields=fields,
        heading=top.texts("heading"),
        rows=_rows(top),
        seals=seals,
        confirmation=_confirmation(top.table("confirmation")),
        notes=_texts(top, "notes"),
        name_field=_text(top, "name_field"),
    )
    top.done()
    _check_layout(top, form)
    return form


def load_campaign(text: str, source: str, forms: tuple[FormDefinition, ...]) -> Campaign:
    """A campaign from the text of its ``campaign.toml`` and its forms, in the order given.

    Raises:
        FormDefinitionError: see the module's docstring.
    """
    top = _parse(text, source)
    top.unique(forms, lambda form: form.id, "forms")
    by_id = {form.id: form for form in forms}
    reporters = tuple(_reporter(table, by_id) for table in top.tables("reporters"))
    top.unique(reporters, lambda reporter: reporter.id, "reporters")
    campaign = Campaign(
        id=_text(top, "id"),
        name=_text(top, "name"),
        receiver=_text(top, "receiver"),
        deadline=top.get("deadline", date),
        total=_count(top, "total", least=1),
        reporters=reporters,
        forms=forms,
    )
    top.done()
    return campaign


def _parse(text: str, source: str) -> Table:
    try:
        return Table(tomllib.loads(text), source, error=_FormFileError)
    except tomllib.TOMLDecodeError as error:
        where = _place_of(text, str(error))
        raise _FormFileError(f"{source}：{where}不是正确的 TOML（{error}）。") from error


def _place_of(text: str, reason: str) -> str:
    """Key path and line of a TOML fault, as far as the parser's own words tell."""
    found = _TOML_LINE.search(reason)
    if not found:
        return ""
    number = int(found[1])
    lines = text.splitlines()[:number]
    headers = [match[1].strip() for line in lines if (match := _TOML_TABLE.fullmatch(line))]
    path = ""
    if headers:
        doubled = headers.count(headers[-1]) - 1
        path = headers[-1] + (f"[{doubled}]" if f"[[{headers[-1]}]]" in text else "")
    key = _TOML_KEY.match(lines[-1]) if lines else None
    where = ".".join(part for part in (path, key[1] if key else "") if part)
    return f"第 {number} 行 {where} " if where else f"第 {number} 行"


def _text(table: Table, key: str) -> str:
    value = table.get(key, str)
    if not value.strip():
        table.fail("不能为空", key)
    return value


def _texts(table: Table, key: str) -> tuple[str, ...]:
    values = table.texts(key)
    if not values or not all(value.strip() for value in values):
        table.fail("不能为空", key)
    return values


def _id(table: Table) -> str:
    value = table.get("id", str)
    if not _ID.fullmatch(value):
        table.fail("只能用小写字母、数字和下划线，以字母开头", "id")
    return value


def _count(table: Table, key: str, least: int = 0) -> int:
    value = table.get(key, int)
    if value < least:
        table.fail(f"不能小于 {least}", key)
    return value


def _field(table: Table) -> Field:
    name = _text(table, "type")
    if name not in _TYPES:
        table.fail(f"没有这种类型：{name}（可用：{'、'.join(_TYPES)}）", "type")
    field = Field(
        id=_id(table),
        label=_text(table, "label"),
        type=_TYPES[name](table),
        mandatory=table.get_or("mandatory", bool, True),
        printed=table.get_or("printed", bool, True),
        hint=table.get_or("hint", str, ""),
    )
    table.done()
    return field


def _whole_number(table: Table) -> FieldType:
    limit = _count(table, "doubtful_above") if table.has("doubtful_above") else None
    return WholeNumber(minimum=table.get_or("minimum", int, 1), doubtful_above=limit)


def _one_of(table: Table) -> FieldType:
    choices = tuple(_choice(item) for item in table.tables("choices"))
    if not choices:
        table.fail("不能为空", "choices")
    table.unique(choices, lambda choice: choice.value, "choices")
    return OneOf(choices=choices, numbered=table.get_or("numbered", bool, False))


def _choice(table: Table) -> Choice:
    implies: tuple[tuple[str, str], ...] = ()
    if table.has("implies"):
        other = table.table("implies")
        implies = tuple((key, other.get(key, str)) for key in other.names)
    choice = Choice(value=_text(table, "value"), label=_text(table, "label"), implies=implies)
    table.done()
    return choice


_TYPES: Mapping[str, Callable[[Table], FieldType]] = {
    "text": lambda _table: Text(),
    "long_text": lambda _table: LongText(),
    "whole_number": _whole_number,
    "telephone": lambda _table: Telephone(),
    "choice": _one_of,
}


def _rows(top: Table) -> tuple[tuple[str, ...], ...]:
    rows = []
    for index, row in enumerate(top.get("rows", list)):
        if not isinstance(row, list) or not all(type(item) is str for item in row):
            top.fail("应当是栏目 id 的数组", f"rows[{index}]")
        rows.append(tuple(row))
    return tuple(rows)


def _seal(table: Table) -> Seal:
    seal = Seal(
        id=_id(table),
        name=_text(table, "name"),
        mark=_text(table, "mark"),
        date=_text(table, "date"),
    )
    table.done()
    return seal


def _confirmation(table: Table) -> Confirmation:
    confirmation = Confirmation(
        label=_text(table, "label"), name=_text(table, "name"), date=_text(table, "date")
    )
    table.done()
    return confirmation


def _check_layout(top: Table, form: FormDefinition) -> None:
    """Every printed field has exactly one place, and every place a field that fits it."""
    if not 1 <= len(form.seals) <= 3:
        # A4's 170 mm between the margins hold three cells for a 42 mm seal, not four.
        top.fail("应当有一至三个盖章栏", "seals")
    for index, seal in enumerate(form.seals):
        if seal.id == CONFIRMATION:
            top.fail(f"不能叫 {CONFIRMATION}，确认栏用了这个名字", f"seals[{index}].id")
    if len(form.heading) > 2:
        top.fail("表上方最多两个空", "heading")
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
        if isinstance(form.field(field_id).type, LongText) and not whole_row:
            top.fail(f"长文字要独占一行：{field_id}", key)
    return placed


def _check_implied(top: Table, form: FormDefinition, field: Field, path: str) -> None:
    if not isinstance(field.type, OneOf):
        return
    for number, choice in enumerate(field.type.choices):
        for other, value in choice.implies:
            key = f"{path}.choices[{number}].implies.{other}"
            if not form.has_field(other):
                top.fail("没有这个栏目", key)
            if form.field(other).type.check(value) is not None:
                top.fail(f"对该栏目不是正确的值：{value}", key)


def _reporter(table: Table, forms: Mapping[str, FormDefinition]) -> ReporterKind:
    reporter_forms = _form_ids(table, forms)
    quotas = tuple(_quota(item, reporter_forms, forms) for item in table.tables("quotas"))
    reporter = ReporterKind(
        id=_id(table), name=_text(table, "name"), forms=reporter_forms, quotas=quotas
    )
    table.done()
    return reporter


def _form_ids(table: Table, forms: Mapping[str, FormDefinition]) -> tuple[str, ...]:
    ids = table.texts("forms")
    for index, form_id in enumerate(ids):
        if form_id not in forms:
            table.fail(f"没有这张表：{form_id}", f"forms[{index}]")
    return ids


def _quota(
    table: Table, reporter_forms: tuple[str, ...], forms: Mapping[str, FormDefinition]
) -> Quota:
    name = _text(table, "name")
    quota_forms = _form_ids(table, forms) if table.has("forms") else reporter_forms
    where: tuple[Condition, ...] = ()
    if table.has("where"):
        where = tuple(_condition(item, quota_forms, forms) for item in table.tables("where"))
    if table.has("exactly"):
        least = _count(table, "exactly")
        most: int | None = least
    else:
        least = _count(table, "at_least") if table.has("at_least") else 0
        most = _count(table, "at_most") if table.has("at_most") else None
    table.done()
    if not least and most is None:
        table.fail("须有 exactly、at_least 或 at_most 之一")
    return Quota(name, quota_forms, where, least, most)


def _condition(
    table: Table, quota_forms: tuple[str, ...], forms: Mapping[str, FormDefinition]
) -> Condition:
    condition = Condition(
        field=_text(table, "field"),
        equals=_text(table, "is") if table.has("is") else None,
        at_least=_count(table, "at_least") if table.has("at_least") else None,
    )
    table.done()
    if not any(forms[form_id].has_field(condition.field) for form_id in quota_forms):
        table.fail(f"没有这个栏目：{condition.field}", "field")
    if (condition.equals is None) == (condition.at_least is None):
        table.fail("须有 is 与 at_least 之一")
    return condition
