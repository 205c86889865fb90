"""The summary of the units that an office puts forward (汇总表): what stands in its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gonghui_desktop.model.campaigns.campaign import UNIT, Campaign
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.forms.form import Field, FormDefinition
from gonghui_desktop.model.record import Record

NUMBER, CHECK_CODE = "序号", "校验码"
"""Heads of the first and of the last column."""

_LONGEST_TOLD = 40
"""Characters of a value that all forms have alike and that is told above the table."""

FormOf = Callable[[Record], FormDefinition]
"""The form that a record was made with."""


@dataclass(frozen=True)
class SummaryTable:
    """The units on one form.

    Attributes:
        form: the form.
        fields: of the columns between number and check code.
        numbered: the records, each with its number among those of the form.
        alike: what all of them have in common above the form's table: fields and values as shown.
    """

    form: FormDefinition
    fields: tuple[Field, ...]
    numbered: tuple[tuple[int, Record], ...]
    alike: tuple[tuple[Field, str], ...]

    @property
    def caption(self) -> str:
        """Which form, how many of it, and what all of them have in common."""
        return "；".join(
            [self.caption_of_form, *(f"{field.label}：{shown}" for field, shown in self.alike)]
        )

    @property
    def caption_of_form(self) -> str:
        """Which form, and how many of it."""
        return f"{self.form.number}　{self.form.full_title}，共 {len(self.numbered)} 份"

    @property
    def heads(self) -> tuple[str, ...]:
        """Of the columns."""
        return (NUMBER, *(field.label for field in self.fields), CHECK_CODE)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Texts of the columns, of each record."""
        for number, record in self.numbered:
            shown = (field.type.show(record.value(field.id)) for field in self.fields)
            yield (str(number), *shown, check_code(fingerprint(self.form, record)))


def put_forward(campaign: Campaign) -> str:
    """What a summary and a cover sheet are of, such as ``典型单位申报``."""
    return campaign.unit if campaign.unit == UNIT else f"{campaign.unit}申报"


def summary_title(campaign: Campaign) -> str:
    """The summary's title."""
    return f"{campaign.name}{put_forward(campaign)}汇总表"


def summary_tables(
    campaign: Campaign, records: Sequence[Record], form_of: FormOf
) -> tuple[SummaryTable, ...]:
    """A table for each form that has records, in the campaign's order.

    Records of two editions of a form stand in two tables, and are numbered through.

    Args:
        campaign: knows the forms.
        records: what is put forward, in order.
        form_of: tells a record's form.
    """
    found: dict[FormDefinition, list[tuple[int, Record]]] = {}
    for number, record in numbered(records):
        found.setdefault(form_of(record), []).append((number, record))
    order = [form.id for form in campaign.forms]
    forms = sorted(found, key=lambda form: order.index(form.id) if form.id in order else len(order))
    return tuple(_table(form, found[form]) for form in forms)


def empty_table(form: FormDefinition) -> SummaryTable:
    """A table without units."""
    return _table(form, ())


def numbered(records: Sequence[Record]) -> Iterator[tuple[int, Record]]:
    """Each record with its number among those of its form."""
    numbers: dict[str, int] = {}
    for record in records:
        number = numbers[record.form] = numbers.get(record.form, 0) + 1
        yield number, record


def _table(form: FormDefinition, units: Sequence[tuple[int, Record]]) -> SummaryTable:
    """The unit's name, what stands beside it in the form's table, what is kept beside the form.

    Long texts are left out; what all units have alike above the table is told once.
    """
    told = [form.field(field_id) for field_id in form.heading if _is_alike(form, field_id, units)]
    apart = [form.field(field_id) for field_id in form.heading if form.field(field_id) not in told]
    in_table = [form.field(field_id) for row in form.rows for field_id in row]
    beside = [field for field in form.fields if not field.printed]
    fields = [field for field in (*in_table, *apart, *beside) if not field.type.is_long]
    fields.sort(key=lambda field: field.id != form.name_field)
    alike = [(field, _shown(field, units[0][1])) for field in told if units]
    return SummaryTable(
        form, tuple(fields), tuple(units), tuple((field, shown) for field, shown in alike if shown)
    )


def _is_alike(form: FormDefinition, field_id: str, units: Sequence[tuple[int, Record]]) -> bool:
    field = form.field(field_id)
    values = {_shown(field, record) for _, record in units}
    return (
        field_id != form.name_field
        and len(values) < 2
        and max(map(len, values), default=0) <= (_LONGEST_TOLD)
    )


def _shown(field: Field, record: Record) -> str:
    return field.type.show(record.value(field.id))
