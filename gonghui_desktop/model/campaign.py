"""A campaign's rules as data: who reports how many units on which forms, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.model.record import Record


@dataclass(frozen=True)
class Condition:
    """What a record's field must hold to be counted.

    Attributes:
        field: field id; a form without that field never meets the condition.
        equals: canonical text that the value must be, or ``None``.
        at_least: least whole number that the value must be, or ``None``.
    """

    field: str
    equals: str | None = None
    at_least: int | None = None

    def met_by(self, record: Record) -> bool:
        """Whether the record's value meets it."""
        value = record.value(self.field)
        if self.equals is not None and value != self.equals:
            return False
        if self.at_least is None:
            return True
        return value.isascii() and value.isdigit() and int(value) >= self.at_least


@dataclass(frozen=True)
class Quota:
    """How many units of a kind a reporter puts forward.

    Attributes:
        name: what is counted, such as ``非公企业典型``.
        forms: ids of the forms that count.
        where: conditions that all must hold.
        least: at least so many, 0 for none.
        most: at most so many, ``None`` for no limit.
    """

    name: str
    forms: tuple[str, ...]
    where: tuple[Condition, ...]
    least: int
    most: int | None

    def counts(self, record: Record) -> bool:
        """Whether a unit's record counts."""
        return record.form in self.forms and all(each.met_by(record) for each in self.where)


@dataclass(frozen=True)
class ReporterKind:
    """A kind of reporting office with its forms and quotas."""

    id: str
    name: str
    forms: tuple[str, ...]
    quotas: tuple[Quota, ...]


UNIT = "申报单位"
"""What a campaign calls the units that are put forward unless it says otherwise."""


@dataclass(frozen=True)
class Campaign:
    """A year's campaign with its forms.

    Attributes:
        id: such as ``2017``; also the folder's name.
        name: the project's official name.
        receiver: who the submission goes to.
        receiver_email: its address, empty where the notice gives none.
        deadline: last day for handing in.
        total: units of the whole city.
        reporters: kinds of reporting offices.
        forms: form definitions in the order of their tabs.
        unit: what a unit that is put forward is called, such as ``典型单位``.
        phrases: ready reasons for findings of the whole submission.
        faults: what is wrong with the campaign's files, a sentence each; all else is usable.
        broken: ids of the forms whose files could not be read.
    """

    id: str
    name: str
    receiver: str
    deadline: date
    total: int
    reporters: tuple[ReporterKind, ...]
    forms: tuple[FormDefinition, ...]
    unit: str = UNIT
    phrases: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    receiver_email: str = ""

    @classmethod
    def unknown(cls, campaign_id: str, forms: tuple[FormDefinition, ...]) -> Campaign:
        """A campaign whose files are not there; its records are, and the forms they were made with.

        It is over: nothing in it can be changed.
        """
        return cls(
            id=campaign_id,
            name="未知活动",
            receiver="",
            deadline=date.min,
            total=0,
            reporters=(),
            forms=forms,
            faults=(f"没有活动“{campaign_id}”的文件，只能查看和打印已有的申报表。",),
        )

    @cached_property
    def _forms_by_id(self) -> dict[str, FormDefinition]:
        return {form.id: form for form in self.forms}

    def form(self, form_id: str) -> FormDefinition:
        """The form of that id.

        Raises:
            KeyError: the campaign has no such form.
        """
        return self._forms_by_id[form_id]

    def has_form(self, form_id: str) -> bool:
        """Whether the campaign has a form of that id."""
        return form_id in self._forms_by_id

    def reporter(self, kind: str) -> ReporterKind | None:
        """The reporter kind of that id."""
        return next((reporter for reporter in self.reporters if reporter.id == kind), None)
