"""Strict loader of ``campaign.toml`` (TOML text in, campaign out)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from gonghui_desktop.model.campaigns.campaign import (
    UNIT,
    Campaign,
    Condition,
    Quota,
    ReporterKind,
    Statistic,
)
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.help_texts import read_phrases
from gonghui_desktop.model.record import EMPTY
from gonghui_desktop.model.strict import Table
from gonghui_desktop.model.toml_file import count_of, id_of, parse_toml, text_of, texts_of
from gonghui_desktop.model.units.places import read_places

CAMPAIGN_FILE = "campaign.toml"
_LONGEST_REASON = 60
_LONGEST_ID = 40
_LONGEST_HEAD = 20  # of a column
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
# The campaign of 2017 has 5 kinds of offices, 4 quotas of one, 19 places, 50 units in all.
_MOST_OFFICES, _MOST_QUOTAS, _MOST_PLACES, _MOST_UNITS = 40, 40, 300, 100_000
_MOST_STATISTICS = 12  # columns of a summary; the campaign of 2017 has 3
_MOST_FAULTS = 50
_ID = re.compile(r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$)[a-z0-9][a-z0-9-]{0,19}")
"""Also a folder's name, on Windows too, which keeps some for devices."""

_ADDRESS = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
"""What addresses of offices look like; RFC 5322 knows more, which nobody has."""
_LONGEST_ADDRESS = 254  # RFC 5321, with its erratum 1690


def load_campaign(
    text: str,
    source: str,
    forms: tuple[FormDefinition, ...],
    broken: Mapping[str, str] = EMPTY,
) -> Campaign:
    """A campaign from the text of its ``campaign.toml`` and its forms.

    What the rules say of a form or field that is not there stops nothing: the form may have a
    broken file, or have been taken out. It is told among the campaign's faults.

    Args:
        text: the file's content.
        source: the file's name, for errors.
        forms: the forms that could be read, in the order of their tabs.
        broken: id of each form that could not be read to a sentence about it.

    Raises:
        FormDefinitionError: an unknown, missing or doubled key or a value that does not fit; the
            sentence names file and key path.
    """
    top = parse_toml(text, source)
    top.unique(forms, lambda form: form.id, "forms")
    rules = _Rules({form.id: form for form in forms}, broken)
    reporters = tuple(rules.reporter(table) for table in top.tables("reporters", _MOST_OFFICES))
    receivers: tuple[ReporterKind, ...] = ()
    if top.has("receivers"):
        receivers = tuple(rules.receiver(table) for table in top.tables("receivers", _MOST_OFFICES))
    top.unique((*reporters, *receivers), lambda office: office.id, "reporters")
    _check_ways_up(top, (*reporters, *receivers))
    statistics: tuple[Statistic, ...] = ()
    if top.has("statistics"):
        tables = top.tables("statistics", _MOST_STATISTICS)
        statistics = tuple(rules.statistic(table) for table in tables)
    campaign = Campaign(
        id=_campaign_id(top),
        name=text_of(top, "name"),
        receiver=text_of(top, "receiver"),
        receiver_email=_address(top, "receiver_email"),
        deadline=_deadline(top),
        total=count_of(top, "total", least=1, most=_MOST_UNITS),
        reporters=reporters,
        forms=forms,
        unit=text_of(top, "unit") if top.has("unit") else UNIT,
        phrases=read_phrases(top),
        places=read_places(top.tables("places", _MOST_PLACES) if top.has("places") else ()),
        faults=(*broken.values(), *rules.faults[:_MOST_FAULTS]),
        broken=tuple(broken),
        receivers=receivers,
        barred=texts_of(top, "barred", _LONGEST_REASON) if top.has("barred") else (),
        return_phrases=read_phrases(top, "return_phrases"),
        statistics=statistics,
    )
    top.done()
    return campaign


def _address(top: Table, key: str) -> str:
    """A mail address, empty where there is none."""
    value = text_of(top, key, _LONGEST_ADDRESS) if top.has(key) else ""
    if value and not _ADDRESS.fullmatch(value):
        top.fail("不是邮箱地址，应如 name@example.cn", key)
    return value


def _deadline(top: Table) -> date:
    """The last day, in this century: it is counted with and written out."""
    deadline = top.get("deadline", date)
    if not _FIRST_YEAR <= deadline.year <= _LAST_YEAR:
        top.fail(f"应当在 {_FIRST_YEAR} 年至 {_LAST_YEAR} 年之间", "deadline")
    return deadline


def _campaign_id(top: Table) -> str:
    """The campaign's id, which is also a folder's name."""
    value = top.get("id", str)
    if not _ID.fullmatch(value):
        top.fail("只能用小写字母、数字和连字符，最多 20 个", "id")
    return value


def _check_ways_up(top: Table, offices: tuple[ReporterKind, ...]) -> None:
    """Every way up must end: an office never receives its own submission."""
    above = {office.id: set(office.reports_to) for office in offices}
    for office in offices:
        for unknown in above[office.id] - above.keys():
            top.fail(f"没有这种单位：{unknown}", f"{office.id}.reports_to")
    ended: set[str] = set()
    while len(ended) < len(above):
        ending = {kind for kind, wanted in above.items() if wanted <= ended} - ended
        if not ending:
            top.fail("形成了循环，无法逐级上报", f"{min(above.keys() - ended)}.reports_to")
        ended |= ending


class _Rules:
    """Reads who reports how many units on which forms.

    Args:
        forms: form id to form.
        broken: ids of forms that could not be read; what is said of them is passed over.

    Attributes:
        faults: what is asked of forms and fields that are not there, a sentence each.
    """

    def __init__(self, forms: Mapping[str, FormDefinition], broken: Collection[str]) -> None:
        self._forms = forms
        self._broken = broken
        self.faults: list[str] = []

    def reporter(self, table: Table) -> ReporterKind:
        """A kind of office that fills in forms."""
        own_form = table.get_or("own_form", bool, False)
        forms = self._form_ids(table)
        quotas: tuple[Quota, ...] = ()
        if not own_form:
            quotas = tuple(
                self._quota(item, forms) for item in table.tables("quotas", _MOST_QUOTAS)
            )
        return self._office(table, forms, quotas, own_form=own_form)

    def receiver(self, table: Table) -> ReporterKind:
        """A kind of office that only receives and passes on."""
        return self._office(table, self._form_ids(table), ())

    def statistic(self, table: Table) -> Statistic:
        """What the summary of many offices says of their units."""
        name = text_of(table, "name", _LONGEST_HEAD)
        forms = self._form_ids(table) if table.has("forms") else tuple(self._forms)
        by, total, unit = (
            text_of(table, key) if table.has(key) else "" for key in ("by", "sum", "unit")
        )
        where: tuple[Condition, ...] = ()
        if table.has("where"):
            where = tuple(
                self._condition(item, forms) for item in table.tables("where", _MOST_QUOTAS)
            )
        table.done()
        if bool(by) + bool(total) + bool(where) != 1:
            table.fail("须有 by、where 与 sum 之一")
        if unit and not total:
            table.fail("unit 只与 sum 同用")
        for key, field in (("by", by), ("sum", total)):
            if field:
                self._expect_field(table, key, field, forms)
        return Statistic(name, self._present(forms), by, where, total, unit)

    def _office(
        self,
        table: Table,
        forms: tuple[str, ...],
        quotas: tuple[Quota, ...],
        *,
        own_form: bool = False,
    ) -> ReporterKind:
        office = ReporterKind(
            id=id_of(table),
            name=text_of(table, "name"),
            forms=self._present(forms),
            quotas=quotas,
            own_form=own_form,
            reports_to=texts_of(table, "reports_to", _LONGEST_ID)
            if table.has("reports_to")
            else (),
            endings=texts_of(table, "endings", _LONGEST_ID) if table.has("endings") else (),
            shows_receiving=table.get_or("receiving", bool, True),
        )
        table.done()
        return office

    def _form_ids(self, table: Table) -> tuple[str, ...]:
        """The forms that are asked for, whether they are there or not."""
        ids = texts_of(table, "forms", _LONGEST_ID)
        for index, form_id in enumerate(ids):
            if form_id not in self._forms and form_id not in self._broken:
                self.faults.append(table.sentence(f"没有这张表：{form_id}", f"forms[{index}]"))
        return ids

    def _present(self, form_ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(form_id for form_id in form_ids if form_id in self._forms)

    def _quota(self, table: Table, reporter_forms: tuple[str, ...]) -> Quota:
        name = text_of(table, "name")
        forms = self._form_ids(table) if table.has("forms") else reporter_forms
        where: tuple[Condition, ...] = ()
        if table.has("where"):
            where = tuple(
                self._condition(item, forms) for item in table.tables("where", _MOST_QUOTAS)
            )
        if table.has("exactly"):
            least = count_of(table, "exactly", most=_MOST_UNITS)
            most: int | None = least
        else:
            least = self._units(table, "at_least") or 0
            most = self._units(table, "at_most")
        table.done()
        if not least and most is None:
            table.fail("须有 exactly、at_least 或 at_most 之一")
        return Quota(name, self._present(forms), where, least, most)

    def _units(self, table: Table, key: str) -> int | None:
        return count_of(table, key, most=_MOST_UNITS) if table.has(key) else None

    def _condition(self, table: Table, forms: tuple[str, ...]) -> Condition:
        condition = Condition(
            field=text_of(table, "field"),
            equals=text_of(table, "is") if table.has("is") else None,
            at_least=count_of(table, "at_least") if table.has("at_least") else None,
        )
        table.done()
        self._expect_field(table, "field", condition.field, forms)
        if (condition.equals is None) == (condition.at_least is None):
            table.fail("须有 is 与 at_least 之一")
        return condition

    def _expect_field(self, table: Table, key: str, field: str, forms: tuple[str, ...]) -> None:
        """Tells of a field that none of the forms has."""
        # One that is not there, which is told already, might be the one with the field.
        present = [self._forms[form_id] for form_id in self._present(forms)]
        is_whole = bool(forms) and len(present) == len(forms)
        if is_whole and not any(form.has_field(field) for form in present):
            self.faults.append(table.sentence(f"没有这个栏目：{field}", key))
