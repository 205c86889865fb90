"""The whole submission at a glance: what is there, what is missing, paper, explanations, export.

Plain values; :mod:`gonghui_desktop.services.submissions.overview_words` says them in sentences.
Nothing here lays a form out: 10,000 records are looked at within seconds, in the background.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from gonghui_desktop.model.campaigns.quotas import QuotaState
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.prints import PrintEntry
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.model.stages import Stage, facts, is_ahead, seal_names
from gonghui_desktop.model.units.alike import SAME_UNIT, Double
from gonghui_desktop.model.units.roster import is_of_roster
from gonghui_desktop.services.checking import (
    counted_records,
    record_findings,
    reporter_quotas,
    submission_findings,
)
from gonghui_desktop.services.editions import (
    as_current,
    form_of,
    is_exportable,
    is_read_only,
)
from gonghui_desktop.services.papers import printed_at
from gonghui_desktop.services.places import may_be_looked_at
from gonghui_desktop.services.record_names import record_title
from gonghui_desktop.services.records import records
from gonghui_desktop.services.reporter import receiver_name, reporter_name
from gonghui_desktop.services.stages import SealState
from gonghui_desktop.services.submissions.answers import Answers, answers
from gonghui_desktop.services.submissions.export_state import kept_explanation
from gonghui_desktop.services.submissions.sent_packages import (
    Changes,
    SentPackage,
    changes_since,
    last_sent,
    place_of,
)
from gonghui_desktop.services.workspace import Workspace

Report = Callable[[], None]
"""Called now and then; may raise to end the work."""


@dataclass(frozen=True)
class FormCount:
    """How many records a form has.

    Attributes:
        form: its id.
        number: such as 附件1.
        final: how many are final.
        drafts: how many are not.
    """

    form: str
    number: str
    final: int
    drafts: int


@dataclass(frozen=True)
class Unfinished:
    """A draft.

    Attributes:
        record: its id.
        title: form number and name.
        to_mend: 强制 findings.
        to_explain: 核实 findings without a reason.
        field: where the first of them is; empty where there is none.
        is_unnamed: whether it has no unit's name yet, so that it counts for nothing.
    """

    record: str
    title: str
    to_mend: int
    to_explain: int
    field: str
    is_unnamed: bool

    @property
    def is_ready(self) -> bool:
        """Whether it can be made final."""
        return not (self.to_mend or self.to_explain)


@dataclass(frozen=True)
class Doubt:
    """A 核实 finding.

    Attributes:
        title: form number and name; empty for the whole submission.
        finding: with the clerk's reason, where there is one.
    """

    title: str
    finding: Finding

    @property
    def is_explained(self) -> bool:
        """Whether it may stand."""
        return not self.finding.blocks


@dataclass(frozen=True)
class Paper:
    """The paper of a final form.

    Attributes:
        record: its id.
        title: form number and name.
        printed: since when, ``None`` where nobody noted that.
        stamped: since when all seals are there, ``None`` where they are not.
        seals: the form's own, in its order, and the one across the pages where the paper has it.
        missing: names of the seals that it has not got; empty where all are there.
        is_across_unknown: whether the one across the pages is missing if it has several pages:
            what was handed in before its seals were noted is not laid out to know.
    """

    record: str
    title: str
    printed: datetime | None
    stamped: datetime | None
    seals: Sequence[SealState]
    missing: Sequence[str]
    is_across_unknown: bool = False

    @property
    def is_printed(self) -> bool:
        """Whether there is paper: nobody seals what is not printed."""
        return bool(self.printed or self.stamped or any(each.at for each in self.seals))

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do on paper."""
        return self.stamped is not None or (self.is_printed and not self.missing)


@dataclass(frozen=True)
class LastExport:
    """The package that was exported last.

    Attributes:
        package: which, and when.
        path: where it was written; empty where nobody knows.
        is_there: whether it still lies there; ``None`` where that is not to be looked at, as on
            another computer that a restored backup names.
        changes: what differs from it now; ``None`` where nobody knows.
    """

    package: SentPackage
    path: str
    is_there: bool | None
    changes: Changes | None

    @property
    def is_current(self) -> bool:
        """Whether nothing has changed since."""
        return self.changes == Changes()


@dataclass(frozen=True)
class Overview:
    """The submission as it stands.

    Attributes:
        today: the day on which it was looked at.
        deadline: last day for handing in; ``date.min`` where nobody knows.
        receiver: who it goes to; empty where nobody knows.
        is_past: whether the campaign is over, so that nothing can be changed.
        unit: what a unit that is put forward is called.
        reporter: name of the reporting office, empty if it is unknown.
        quotas: as they stand.
        forms: counts of the forms that have records.
        drafts: every record that is not final.
        doubts: 核实 findings, but for doubles and for quotas without a reason, told of apart.
        doubles: the units that several records name, and those with nearly the same names.
        paper: of every final form.
        last: the package that was exported last, ``None`` before the first.
        explanation: the clerk's reason for what stands against the whole submission.
        answers: what the office above has said.
    """

    today: date
    deadline: date
    receiver: str
    is_past: bool
    unit: str
    reporter: str
    quotas: Sequence[QuotaState]
    forms: Sequence[FormCount]
    drafts: Sequence[Unfinished]
    doubts: Sequence[Doubt]
    doubles: Sequence[Double]
    paper: Sequence[Paper]
    last: LastExport | None
    explanation: str
    answers: Answers

    @property
    def days_left(self) -> int:
        """Days until the deadline; negative when it is over."""
        return (self.deadline - self.today).days

    @property
    def final(self) -> int:
        """How many records are final."""
        return sum(form.final for form in self.forms)

    @property
    def total(self) -> int:
        """How many records there are."""
        return sum(form.final + form.drafts for form in self.forms)

    @property
    def written_deadline(self) -> str:
        """Such as ``2017年3月20日``."""
        return written_date(self.deadline)


def overview_of(ws: Workspace, today: date, report: Report = lambda: None) -> Overview:
    """Looks at the whole submission; not for the GUI thread.

    Args:
        ws: the workspace.
        today: the present day.
        report: called after each record.

    Raises:
        StoreError: the records cannot be read.
    """
    stored = records(ws)
    drafts: list[Unfinished] = []
    doubts: list[Doubt] = []
    for record in stored:
        title, found = record_title(ws, record), record_findings(ws, record)
        if record.state is RecordState.DRAFT and not is_read_only(ws, record):
            drafts.append(_unfinished(ws, record, title, found))
        doubts += [Doubt(title, each) for each in found if _is_told_apart(each)]
        report()
    counted, explanation = counted_records(ws, stored), kept_explanation(ws)
    quotas = reporter_quotas(ws, counted)
    whole = submission_findings(ws, explanation, counted)
    doubts += [Doubt("", each) for each in _of_the_whole(whole, quotas)]
    last = _last_export(ws, stored)
    return Overview(
        today=today,
        deadline=ws.campaign.deadline,
        receiver=receiver_name(ws),
        is_past=ws.is_past,
        unit=ws.campaign.unit,
        reporter=reporter_name(ws),
        quotas=quotas,
        forms=_counts(ws, stored),
        drafts=drafts,
        doubts=doubts,
        doubles=ws.alike.doubles(ws),
        paper=_paper(ws, stored),
        last=last,
        explanation=explanation,
        answers=answers(ws, stored, last.package.revision if last is not None else 0),
    )


def _is_told_apart(finding: Finding) -> bool:
    is_double = SAME_UNIT in finding.message and not is_of_roster(finding.message)
    return finding.severity is Severity.VERIFY and not is_double


def _of_the_whole(found: Iterable[Finding], quotas: Sequence[QuotaState]) -> list[Finding]:
    """核实 findings of the submission that nothing else here tells of."""
    open_quotas = tuple(state.sentence for state in quotas if state.sentence)
    return [
        each
        for each in found
        if _is_told_apart(each) and not (each.blocks and each.message.startswith(open_quotas))
    ]


def _unfinished(
    ws: Workspace, record: Record, title: str, findings: Sequence[Finding]
) -> Unfinished:
    open_ones = [each for each in findings if each.blocks]
    to_mend = sum(each.severity is Severity.MANDATORY for each in open_ones)
    first = min(open_ones, key=lambda each: each.severity is not Severity.MANDATORY, default=None)
    return Unfinished(
        record=record.id,
        title=title,
        to_mend=to_mend,
        to_explain=len(open_ones) - to_mend,
        field=first.field if first is not None else "",
        is_unnamed=not record.value(form_of(ws, record).name_field).strip(),
    )


def _counts(ws: Workspace, stored: Iterable[Record]) -> list[FormCount]:
    found: dict[str, tuple[str, list[int]]] = {
        form.id: (form.number, [0, 0]) for form in ws.campaign.forms
    }
    for record in stored:
        _, count = found.setdefault(record.form, (form_of(ws, record).number, [0, 0]))
        count[record.state is RecordState.DRAFT] += 1
    return [
        FormCount(form_id, number, *count)
        for form_id, (number, count) in found.items()
        if any(count)
    ]


def _last_export(ws: Workspace, stored: Iterable[Record]) -> LastExport | None:
    last = last_sent(ws, reporter_name(ws))
    if last is None:
        return None
    held = [as_current(ws, record) for record in stored if is_exportable(ws, record)]
    path = place_of(ws, last)
    is_there: bool | None = False
    if path and not may_be_looked_at(path):
        is_there = None
    elif path:
        with suppress(OSError, ValueError):  # of a stick or share that has gone
            is_there = Path(path).is_file()
    return LastExport(last, path, is_there, changes_since(ws, last, held))


def _paper(ws: Workspace, stored: Iterable[Record]) -> list[Paper]:
    final = [record for record in stored if record.state is RecordState.FINAL]
    if not final:
        return []
    stages = ws.store.stages_now(ws.campaign.id)
    seals = ws.store.seals_now(ws.campaign.id)
    prints = ws.store.prints_of(ws.campaign.id)
    return [
        _paper_of(
            ws,
            record,
            facts(stages.get(record.id, ()), record.revision),
            seals.get(record.id, {}),
            prints.get(record.id, ()),
        )
        for record in final
    ]


def _paper_of(
    ws: Workspace,
    record: Record,
    known: Mapping[Stage, datetime],
    has: Mapping[int, datetime],
    prints: Sequence[PrintEntry],
) -> Paper:
    """The paper of a form, by what was noted of it.

    With its last seal a form is 已盖章, which is known by then; so with all of its own and without
    that, the one across the pages is missing.
    """
    *own, across = seal_names(form_of(ws, record))
    stamped = known.get(Stage.STAMPED)
    had = [SealState(name, has.get(number)) for number, name in enumerate(own)]
    missing = [each.name for each in had if each.at is None]
    at_across = has.get(len(own))
    is_unknown = False
    if own and at_across is not None:
        had.append(SealState(across, at_across))
    elif own and not missing:
        is_unknown = not is_ahead(record.stage, Stage.STAMPED)
        missing = [] if is_unknown else [across]
    return Paper(
        record=record.id,
        title=record_title(ws, record),
        printed=known.get(Stage.PRINTED) or printed_at(ws, record, prints),
        stamped=stamped,
        seals=had,
        missing=[] if stamped else missing,
        is_across_unknown=is_unknown and not stamped,
    )
