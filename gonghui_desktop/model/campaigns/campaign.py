"""A campaign's rules as data: who reports how many units on which forms, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.model.units.places import NOWHERE, Places


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

    @property
    def bounds(self) -> str:
        """How many are asked for, such as ``5 个`` or ``至少 3 个``; empty for any number."""
        if self.most == self.least:
            return f"{self.least} 个"
        least = f"至少 {self.least} 个" if self.least else ""
        most = f"至多 {self.most} 个" if self.most is not None else ""
        return "、".join(filter(None, (least, most)))

    def counts(self, record: Record) -> bool:
        """Whether a unit's record counts."""
        return record.form in self.forms and all(each.met_by(record) for each in self.where)


@dataclass(frozen=True)
class Statistic:
    """What the summary of many offices says of the units besides how many they are.

    One of ``by``, ``where`` and ``total`` says how.

    Attributes:
        name: what it is about, such as ``职工人数``; two of one name, for different forms, are one.
        forms: ids of the forms that it looks at.
        by: id of the field by whose values units are counted apart; empty for another way.
        where: units that meet all of these conditions are counted, and their share is told.
        total: id of the field whose whole numbers are added up; empty for another way.
        unit: in which that is counted, such as ``人``; empty for none.
    """

    name: str
    forms: tuple[str, ...]
    by: str = ""
    where: tuple[Condition, ...] = ()
    total: str = ""
    unit: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """Ids of the fields that it asks for; a form without them does not say it."""
        return tuple(filter(None, (self.by, self.total, *(each.field for each in self.where))))


@dataclass(frozen=True)
class ReporterKind:
    """A kind of office with its forms and quotas.

    Attributes:
        id: such as ``district``.
        name: in Chinese.
        forms: ids of the forms that it hands in or passes on.
        quotas: how many units it puts forward.
        own_form: whether it is itself the unit: it fills in one form, about itself.
        reports_to: ids of the kinds of offices that it hands in to; empty where the campaign's
            receiver is all that is known.
        endings: how names of such offices end, by which one in a list is known to be of the kind.
        shows_receiving: whether the window shows it what it receives; one that puts forward a
            single unit imports that unit's package like any other file.
    """

    id: str
    name: str
    forms: tuple[str, ...]
    quotas: tuple[Quota, ...]
    own_form: bool = False
    reports_to: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    shows_receiving: bool = True


UNIT = "申报单位"
"""What a campaign calls the units that are put forward unless it says otherwise."""


@dataclass(frozen=True)
class Campaign:
    """A year's campaign with its forms.

    Attributes:
        id: such as ``2017``; also the folder's name.
        name: the project's official name.
        receiver: who the city-wide submission goes to.
        receiver_email: its address, empty where the notice gives none.
        deadline: last day for handing in.
        total: units of the whole city.
        reporters: kinds of offices that fill in forms; one of them is the clerk's own.
        receivers: kinds of offices that fill in none themselves, but receive and pass on.
        forms: form definitions in the order of their tabs.
        unit: what a unit that is put forward is called, such as ``典型单位``.
        phrases: ready reasons for findings of the whole submission.
        places: those in units' names.
        barred: why a unit may not be put forward again, such as ``2015年典型``.
        return_phrases: ready reasons why an office above sends something back.
        statistics: what the summary of many offices says of their units.
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
    places: Places = NOWHERE
    faults: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    receiver_email: str = ""
    receivers: tuple[ReporterKind, ...] = ()
    barred: tuple[str, ...] = ()
    return_phrases: tuple[str, ...] = ()
    statistics: tuple[Statistic, ...] = ()

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

    @property
    def barred_units(self) -> str:
        """Who may not be put forward again, such as ``2015年典型、2016年典型的单位``."""
        return f"{'、'.join(self.barred)}的单位" if self.barred else "名单上的单位"

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

    @property
    def offices(self) -> tuple[ReporterKind, ...]:
        """Every kind of office, from those that fill in forms up."""
        return (*self.reporters, *self.receivers)

    def office(self, kind: str) -> ReporterKind | None:
        """The kind of office of that id, whether it fills in forms or only receives."""
        return next((office for office in self.offices if office.id == kind), None)

    def receives_from(self, kind: str) -> tuple[ReporterKind, ...]:
        """The kinds of offices that hand in to that kind."""
        return tuple(office for office in self.offices if kind in office.reports_to)

    def total_at(self, kind: str) -> int:
        """How many units are wanted where they come together; 0 for offices of other kinds.

        They do at the office that gets them from all who fill in: not at one of those, which has
        quotas of its own, nor above it, where more of its like report.
        """
        gathers = any(each.id == kind for each in self.receivers)
        from_below = {each.id for each in self.receives_from(kind)}
        return self.total if gathers and from_below & {each.id for each in self.reporters} else 0

    def only_receives(self, profile: Profile | None) -> bool:
        """Whether an office fills in no forms itself, but receives what others fill in."""
        return profile is not None and any(each.id == profile.kind for each in self.receivers)

    def hands_in_to(self, profile: Profile | None) -> str:
        """Name of the office that somebody's submission goes to; empty where nobody has said it.

        Who reports to an office that itself reports further names it; there are many of those. Who
        only receives hands in to the one above; the topmost to nobody. All others hand in to the
        campaign's receiver.
        """
        if profile is not None and self.only_receives(profile):
            own = self.office(profile.kind)
            above = own.reports_to if own is not None else ()
            return next((each.name for each in self.receivers if each.id in above), "")
        kind = self.reporter(profile.kind) if profile is not None else None
        if profile is not None and kind is not None and self.asks_for_receiver(kind):
            return profile.receiver
        return self.receiver

    def email_of_receiver(self, profile: Profile | None) -> str:
        """Mail address of that office; empty where it is not the campaign's receiver."""
        kind = self.reporter(profile.kind) if profile is not None else None
        if self.only_receives(profile) or (kind is not None and self.asks_for_receiver(kind)):
            return ""
        return self.receiver_email

    def asks_for_receiver(self, kind: ReporterKind) -> bool:
        """Whether an office of that kind has to say itself which office it hands in to."""
        return any(self.reporter(above) is not None for above in kind.reports_to)
