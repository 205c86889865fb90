"""The summary of all offices (汇总): what of their units counts, and what that comes to.

Only what was accepted counts unless one asks for all that came. Every figure is a sum over the
lines of the summary, and each line names the package in which it came, so that anybody can follow
it. A unit that stands there twice counts once: the later line says so and is in no sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gonghui_desktop.errors import InputError
from gonghui_desktop.fileio import write_atomically
from gonghui_desktop.model.campaigns import statistics
from gonghui_desktop.model.campaigns.statistics import Figure
from gonghui_desktop.model.receiving.submissions import ReceivedSubmission
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.receiving.city.city_decisions import CityQuestion, questions
from gonghui_desktop.services.receiving.office_table import (
    OfficeRow,
    OfficeState,
    OfficeTable,
    office_table,
)
from gonghui_desktop.services.receiving.offices import own_kind
from gonghui_desktop.services.receiving.summary.summary_values import (
    CampaignSummary,
    SummaryLine,
    SummedForm,
    SummedOffice,
)
from gonghui_desktop.services.workspace import Workspace

if TYPE_CHECKING:  # 0.1 s
    from gonghui_desktop.printing.papers.contents import Summary

SUFFIXES = (".xlsx", ".pdf")
"""Of the files that a summary is written as."""


def campaign_summary(
    ws: Workspace,
    numbers: Collection[int] | None = None,
    *,
    only_accepted: bool = True,
    forms: Collection[str] | None = None,
    made_on: date | None = None,
) -> CampaignSummary:
    """Sums up what the offices have reported; not for the GUI thread.

    Args:
        ws: the workspace of an office that receives.
        numbers: of the packages that count; ``None``: by ``only_accepted``.
        only_accepted: whether what was received and not accepted is left out.
        forms: ids of those that are asked for, such as those that go further; ``None`` for all.
        made_on: the day on it; ``None`` for today, by China's calendar.

    Raises:
        InputError: one's own office receives nothing.
        StoreError: what was received cannot be read.
    """
    own_kind(ws)
    profile = ws.store.profile()
    assert profile is not None
    table = office_table(ws)
    summing = _Summing(ws, table, questions(ws, table), forms)
    wanted = None if numbers is None else frozenset(numbers)
    return summing.summary(profile, wanted, only_accepted, made_on or ws.today)


def summary_xlsx(ws: Workspace, summary: CampaignSummary) -> bytes:
    """The summary as a spreadsheet; the same summary gives the same bytes."""
    from gonghui_desktop.exchange.spreadsheet.figures import figures_xlsx  # noqa: PLC0415 -- 25 ms
    from gonghui_desktop.services.receiving.summary.summary_sheets import sheets  # noqa: PLC0415 -- too

    return figures_xlsx(sheets(ws.campaign, summary))


def summary_pdf(ws: Workspace, summary: CampaignSummary) -> bytes:
    """The summary as it is printed, with a field for an electronic seal; the same every time.

    Raises:
        FontError: a face's file is not there or damaged.
    """
    return ws.printer.summary(summary_paper(ws, summary))


def summary_paper(ws: Workspace, summary: CampaignSummary) -> Summary:
    """What stands on the paper for the seal."""
    from gonghui_desktop.services.receiving.summary.summary_paper import paper  # noqa: PLC0415 -- printing

    return paper(ws.campaign, summary)


def write_summary(ws: Workspace, path: Path, summary: CampaignSummary) -> None:
    """Writes the summary into a file, as its name ends.

    Raises:
        FileError: it cannot be written.
        FontError: a face's file is not there or damaged.
        InputError: the name ends otherwise.
    """
    check_suffix(path)
    make = summary_pdf if path.suffix.lower() == ".pdf" else summary_xlsx
    write_atomically(path, make(ws, summary))


def check_suffix(path: Path) -> None:
    """Refuses names of files that a summary is not written as.

    Raises:
        InputError: the name ends otherwise than in one of :data:`SUFFIXES`.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"汇总表存为 {' 或 '.join(SUFFIXES)}，请把文件名改为这样结尾。")


class _Summing:
    """Puts a summary together.

    Args:
        ws: the workspace.
        table: the table of offices.
        asked: every question about their units.
        wanted: ids of the forms that are asked for; ``None`` for all.
    """

    def __init__(
        self,
        ws: Workspace,
        table: OfficeTable,
        asked: Sequence[CityQuestion],
        wanted: Collection[str] | None,
    ) -> None:
        self._ws = ws
        self._campaign = ws.campaign
        self._table = table
        self._asked = asked
        self._forms = [form for form in ws.campaign.forms if wanted is None or form.id in wanted]
        self._inner = _inner_packages(ws)

    def summary(
        self,
        profile: Profile,
        numbers: frozenset[int] | None,
        only_accepted: bool,
        made_on: date,
    ) -> CampaignSummary:
        """The summary of the packages that count."""

        def is_in(row: OfficeRow) -> bool:
            if row.submission is None:
                return False
            if numbers is not None:
                return row.submission.number in numbers
            return row.state is OfficeState.ACCEPTED or not only_accepted

        rows = [row for row in self._table.rows if is_in(row)]
        by_form = self._by_form(self._counted(list(self._numbered(rows))))
        numbered = [line for found in by_form.values() for line in found]
        return CampaignSummary(
            campaign=self._campaign,
            office=profile,
            receiver=self._campaign.hands_in_to(profile),
            made_on=made_on,
            only_accepted=all(row.state is OfficeState.ACCEPTED for row in rows),
            offices=tuple(self._office(row, numbered, is_in(row)) for row in self._table.rows),
            forms=tuple(
                SummedForm(form, tuple(by_form[form.id]), self._figures(by_form[form.id]))
                for form in self._forms
            ),
            figures=self._figures(numbered),
            questions=tuple(self._concerning(numbered)),
            table=self._table,
        )

    def _numbered(self, rows: Sequence[OfficeRow]) -> Iterator[SummaryLine]:
        """The lines of offices, each numbered among those of its form."""
        numbers: Counter[str] = Counter()
        for row in rows:
            for line in self._lines(row):
                numbers[line.form.id] += 1
                yield replace(line, number=numbers[line.form.id])

    def _by_form(self, lines: Sequence[SummaryLine]) -> dict[str, list[SummaryLine]]:
        found: dict[str, list[SummaryLine]] = {form.id: [] for form in self._forms}
        for line in lines:
            found[line.form.id].append(line)
        return found

    def _lines(self, row: OfficeRow) -> Iterator[SummaryLine]:
        assert row.submission is not None
        wanted = {form.id for form in self._forms}
        for each in row.records:
            if each.record.form not in wanted:
                continue
            key = (row.submission.number, each.record.id, each.fingerprint)
            package = self._inner.get(key, row.submission)
            yield SummaryLine(
                number=0,
                submission=row.submission.number,
                office=row.name,
                package=package,
                through="" if package is row.submission else package.sender.name,
                received=each,
                form=form_of(self._ws, each.record),
            )

    def _counted(self, lines: Sequence[SummaryLine]) -> list[SummaryLine]:
        """The lines, with a remark at those whose unit stands in another one."""
        units: dict[str, list[int]] = {}
        names = (line.received.name for line in lines)
        for at, unit in enumerate(self._table.city.decided.units(names)):
            units.setdefault(unit, []).append(at)
        kept = {
            (question.kept.submission, question.kept.record.record.id)
            for question in self._asked
            if question.kept is not None
        }
        marked = list(lines)
        for at in units.pop("", ()):
            marked[at] = replace(lines[at], is_counted=False, remark="没有名称，不计")
        for places in units.values():
            keys = {at: (lines[at].submission, lines[at].received.record.id) for at in places}
            first = next((at for at in places if keys[at] in kept), places[0])
            for at in places:
                if at != first:
                    other = lines[first]
                    remark = f"与{other.form.number}第 {other.number} 行重复，不计"
                    marked[at] = replace(lines[at], is_counted=False, remark=remark)
        return marked

    def _office(self, row: OfficeRow, lines: Sequence[SummaryLine], is_in: bool) -> SummedOffice:
        number = row.submission.number if row.submission else 0
        mine = tuple(line for line in lines if line.submission == number)
        kind = self._campaign.office(row.kind)
        own = self._table.city.decided.count(line.received.name for line in mine)
        return SummedOffice(
            row=row,
            kind=kind.name if kind else row.kind,
            lines=mine,
            is_in=is_in,
            figures=self._figures(mine),
            elsewhere=own - sum(line.is_counted for line in mine),
        )

    def _figures(self, lines: Sequence[SummaryLine]) -> tuple[Figure, ...]:
        units = [(line.form, line.received.record) for line in lines if line.is_counted]
        return statistics.figures(self._campaign, units)

    def _concerning(self, lines: Sequence[SummaryLine]) -> Iterator[CityQuestion]:
        """The questions of which at least one form stands in the summary."""
        known = {(line.submission, line.received.record.id) for line in lines}
        for each in self._asked:
            if any((side.submission, side.record.record.id) in known for side in each.sides):
                yield each


def _inner_packages(ws: Workspace) -> Mapping[tuple[int, str, str], ReceivedSubmission]:
    """Of records that came in a package within another one: that package."""
    store, campaign = ws.store.received, ws.campaign.id
    records = store.records(campaign)
    return {
        (each.within, record.record.id, record.fingerprint): each
        for each in store.submissions(campaign)
        if each.within is not None
        for record in records.get(each.number, ())
    }
