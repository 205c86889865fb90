"""Figures about units by the campaign's statistics: counted apart by a field, met, added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gonghui_desktop.model.campaigns.campaign import Campaign, Statistic
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record

Unit = tuple[FormDefinition, Record]
"""A unit that counts: the form that its record was made with, and the record."""


class Way(StrEnum):
    """What a statistic does; the value is the attribute of it that says how."""

    BY = "by"
    WHERE = "where"
    TOTAL = "total"


YES, NO = "是", "否"
NOT_FILLED = "未填"
_NOT_ASKED = "无此栏"
_MOST_LISTED = 12
"""Official values of a field that are told even where no unit has them."""


@dataclass(frozen=True)
class Figure:
    """What units come to by the statistics of one name.

    Attributes:
        name: what it is about.
        way: what is done: units counted apart, those counted that meet conditions, numbers added.
        asked: units whose form asks for it.
        units: of those, how many meet the conditions, or have a number.
        total: of the numbers; 0 where none are added up.
        parts: a value as it is shown, to the units that have it, in the form's order; units whose
            form does not ask for it stand under the form's number.
        unit: in which the total is counted, such as ``人``; empty for none.
    """

    name: str
    way: Way
    asked: int
    units: int
    total: int = 0
    parts: tuple[tuple[str, int], ...] = ()
    unit: str = ""


def ways(campaign: Campaign) -> Mapping[str, Way]:
    """Names of the statistics in their order, each once, to what the first of that name does."""
    found: dict[str, Way] = {}
    for each in campaign.statistics:
        way = Way.BY if each.by else Way.TOTAL if each.total else Way.WHERE
        found.setdefault(each.name, way)
    return found


def figures(campaign: Campaign, units: Sequence[Unit]) -> tuple[Figure, ...]:
    """A figure for each name among the campaign's statistics, in its order."""
    return tuple(_figure(campaign, name, way, units) for name, way in ways(campaign).items())


def asks(campaign: Campaign, name: str, form: FormDefinition) -> bool:
    """Whether a form asks for what a statistic is about."""
    return _of(campaign, name, form) is not None


def shown(campaign: Campaign, name: str, unit: Unit) -> str | int:
    """What a unit itself says of a statistic, as a table has it; empty where it says nothing."""
    form, record = unit
    statistic = _of(campaign, name, form)
    if statistic is None:
        return ""
    if statistic.where:
        return YES if _is_met(statistic, record) else NO
    field = form.field(statistic.by or statistic.total)
    value = record.value(field.id)
    if statistic.total:
        number = field.type.number(value)
        return value if number is None else number
    return field.type.show(value)


def _figure(campaign: Campaign, name: str, way: Way, units: Sequence[Unit]) -> Figure:
    asked = [unit for unit in units if _of(campaign, name, unit[0]) is not None]
    said = [shown(campaign, name, unit) for unit in asked]
    if way is Way.WHERE:
        return Figure(name, way, len(asked), said.count(YES))
    if way is Way.TOTAL:
        numbers = [each for each in said if isinstance(each, int)]
        unit = next(each.unit for each in campaign.statistics if each.name == name)
        return Figure(name, way, len(asked), len(numbers), sum(numbers), unit=unit)
    parts = Counter(str(each) or NOT_FILLED for each in said)
    parts.update(
        f"{form.number}（{_NOT_ASKED}）" for form, _ in units if not asks(campaign, name, form)
    )
    listed = dict.fromkeys(_official(campaign, name), 0)
    ordered = {**listed, **dict.fromkeys(sorted(parts.keys() - listed.keys()), 0)}
    return Figure(
        name,
        way,
        len(asked),
        sum(bool(each) for each in said),
        parts=tuple((label, parts[label]) for label in ordered),
    )


def _official(campaign: Campaign, name: str) -> Iterable[str]:
    """The values of a field as they are shown; none where there are too many to list."""
    values = dict.fromkeys(
        form.field(statistic.by).type.show(choice.value)
        for form, statistic in _asking(campaign, name)
        if statistic.by
        for choice in form.field(statistic.by).type.choices
    )
    return values if len(values) <= _MOST_LISTED else ()


def _asking(campaign: Campaign, name: str) -> Iterator[tuple[FormDefinition, Statistic]]:
    """The forms that ask for a statistic."""
    for form in campaign.forms:
        statistic = _of(campaign, name, form)
        if statistic is not None:
            yield form, statistic


def _of(campaign: Campaign, name: str, form: FormDefinition) -> Statistic | None:
    """The statistic of that name that looks at a form which has its fields."""
    return next(
        (
            each
            for each in campaign.statistics
            if each.name == name and form.id in each.forms and all(map(form.has_field, each.fields))
        ),
        None,
    )


def _is_met(statistic: Statistic, record: Record) -> bool:
    return all(condition.met_by(record) for condition in statistic.where)
