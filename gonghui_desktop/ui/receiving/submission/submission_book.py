"""An opened submission in words: its list, what it can be compared with, its log. No widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from gonghui_desktop.errors import few_lines, one_line, short_line
from gonghui_desktop.model.comparison import Difference, differences
from gonghui_desktop.model.dates import short_day
from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.receiving.submissions import (
    ReceivedRecord,
    SubmissionState,
)
from gonghui_desktop.services.editions import form_of, remark
from gonghui_desktop.services.receiving.city.said_of_units import UnitsSaid
from gonghui_desktop.services.receiving.received import Look, Opened
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.receiving.submission.submission_points import (
    NEWS,
    WARNING,
    Point,
    PointGroup,
    Sign,
    group,
    of_barred,
    of_findings,
    of_other,
    sign_of,
)
from gonghui_desktop.ui.widgets.moments import moment_words
from gonghui_desktop.ui.widgets.severity import open_points

WHOLE = ""
"""In the place of a record's id: the whole package."""

_WHOLE_NAME = "整个报送包"


@dataclass(frozen=True)
class Row:
    """A line of the list.

    Attributes:
        record: id of the record; :data:`WHOLE` for the whole package.
        name: of its unit.
        words: what is to be looked at; may be empty.
        aside: its form, or how many there are.
        sign: how it stands.
        has_paper: whether its stamped paper was there.
    """

    record: str
    name: str
    words: str
    aside: str
    sign: Sign
    has_paper: bool = False


@dataclass(frozen=True)
class Base:
    """Something with which a package or a record can be compared.

    Attributes:
        label: what it is called.
        look: the package.
        is_rival: whether it says something else under the same number.
        is_elsewhere: whether it is that of another office, or of another of its reports.
    """

    label: str
    look: Look
    is_rival: bool = False
    is_elsewhere: bool = False


@dataclass(frozen=True)
class SubmissionBook:
    """An opened submission with the words for it; made in the background.

    Attributes:
        opened: the submission.
        forms: record id to the mark of its form, such as ``附件1``, its labels and the remark.
        now: with the office's time zone.
        units: what the rest of the city says of its units, once that is known.
    """

    opened: Opened
    forms: Mapping[str, RecordForm]
    now: datetime
    units: UnitsSaid

    @classmethod
    def of(
        cls, ws: Workspace, opened: Opened, now: datetime, units: UnitsSaid | None
    ) -> SubmissionBook:
        """The book of a submission; reads the forms' editions. Not for the GUI thread."""
        forms = {each.record.id: RecordForm.of(ws, each) for each in opened.look.records}
        return cls(opened, forms, now, units or UnitsSaid({}, {})).filled()

    def with_units(self, units: UnitsSaid) -> SubmissionBook:
        """The same with what is said of its units; not for the GUI thread."""
        return replace(self, units=units).filled()

    def filled(self) -> SubmissionBook:
        """The same, with what takes long of 245 records made already."""
        assert self.rows
        return self

    @property
    def look(self) -> Look:
        """The package."""
        return self.opened.look

    def record(self, record_id: str) -> ReceivedRecord | None:
        """One of its records."""
        return record_in(self.look, record_id)

    # the list

    @cached_property
    def rows(self) -> Sequence[Row]:
        """The whole package, then each record."""
        records = self.look.records
        whole = self._found.get(WHOLE, ())
        doubts = len(self.look.assessment.doubts)
        is_open = self.look.state is SubmissionState.CONFLICT  # nobody has chosen yet
        parts = ["有两份不同的"] if is_open else []
        parts += [f"{doubts} 处要核实"] if doubts else []
        parts += [words] if (words := open_points(whole).short_words) else []
        sign = sign_of(whole, is_clash=is_open, is_doubtful=bool(doubts))
        aside = f"{len(records)} 份" if records else "零报告"
        first = Row(WHOLE, _WHOLE_NAME, " · ".join(parts), aside, sign)
        return [first, *map(self._row, records)]

    def _row(self, received: ReceivedRecord) -> Row:
        record_id = received.record.id
        findings = self._findings(record_id)
        others = self.units.others.get(record_id, ())
        barred = self.units.barred.get(record_id, ())
        is_clash = record_id in self.look.clashing
        change = self.change_of(received)
        parts = ["内容冲突"] if is_clash else []
        parts += [words] if (words := open_points(findings).short_words) else []
        is_double = any(not each.decided for each in others)
        is_barred = any(not each.decided for each in barred)
        parts += ["重复"] if is_double else []
        parts += ["历年典型"] if is_barred else []
        parts += [change] if change else []
        return Row(
            record_id,
            short_line(received.name),
            " · ".join(parts),
            self.forms[record_id].number,
            sign_of(
                findings,
                is_clash=is_clash,
                is_doubtful=is_double or is_barred,
                is_news=bool(change),
            ),
            record_id in self.opened.papers,
        )

    def _findings(self, record_id: str) -> list[Finding]:
        """Our own of a record, but for those of units on the roster that are decided here."""
        decided = [each.title for each in self.units.barred.get(record_id, ()) if each.decided]
        return [
            each
            for each in self._found.get(record_id, ())
            if not any(title in each.message for title in decided)
        ]

    @cached_property
    def _found(self) -> Mapping[str, Sequence[Finding]]:
        """Our own findings by the record."""
        found: dict[str, list[Finding]] = {}
        for each in self.look.assessment.findings:
            found.setdefault(each.record_id, []).append(each)
        return found

    @cached_property
    def _before(self) -> Mapping[str, ReceivedRecord]:
        """The records of the package before, by id."""
        before = self.opened.before
        return {each.record.id: each for each in before.records} if before is not None else {}

    def change_of(self, received: ReceivedRecord) -> str:
        """What became of a record since the package before: 新增, 有改动, or nothing."""
        if self.opened.before is None:
            return ""
        old = self._before.get(received.record.id)
        if old is None:
            return "新增"
        return "有改动" if old.fingerprint != received.fingerprint else ""

    # what it can be compared with

    def bases(self, record_id: str) -> list[Base]:
        """With what the package or one of its records can be compared, what matters most first."""
        opened, own = self.opened, self.look.submission.number
        found = [Base(self._rival(each), each, True) for each in opened.rivals]
        received = self.record(record_id)
        if received is not None and record_id in self.look.clashing:
            for each in opened.elsewhere:
                other = record_in(each, record_id)
                if other is not None and other.record.revision == received.record.revision:
                    label = f"“{short_line(each.submission.sender.name)}”{self._which(each)}"
                    found.append(Base(label, each, is_rival=True, is_elsewhere=True))
        taken = {own, *(each.look.submission.number for each in found)}
        rest = [each for each in opened.office if each.submission.number not in taken]
        if opened.before in rest:
            rest.remove(opened.before)
            rest.insert(0, opened.before)
        return found + [Base(self._which(each), each) for each in rest]

    def _rival(self, look: Look) -> str:
        submission = look.submission
        at = moment_words(submission.received_at, self.now)
        return f"同一次的另一份（{at}收到，{short_line(submission.source)}）"

    def _which(self, look: Look) -> str:
        submission = look.submission
        day = short_day(submission.received_at)
        return f"第 {submission.revision} 次（{day}收到）"

    # what is said

    def groups(self, record_id: str, base: Base | None) -> list[PointGroup]:
        """What is to be said of the package or of one of its records.

        Args:
            record_id: the record; :data:`WHOLE` for the package.
            base: what it is compared with.
        """
        assessment = self.look.assessment
        own = self._findings(record_id)
        told = [each for each in assessment.told if each.record_id == record_id]
        form = self.forms.get(record_id)
        groups = of_findings(own, told, form.labels if form is not None else {})
        if record_id == WHOLE:
            doubts = [Point(WARNING, one_line(each)) for each in assessment.doubts]
            return [
                *group("要核实", doubts),
                *groups,
                *(self._changes(base) if base is not None else ()),
            ]
        others = [of_other(each) for each in self.units.others.get(record_id, ())]
        barred = [
            of_barred(each)
            for each in self.units.barred.get(record_id, ())
            if not any(finding.blocks and each.title in finding.message for finding in own)
        ]
        return [*groups, *group("可能是同一单位", others), *group("历年典型", barred)]

    def _changes(self, base: Base) -> list[PointGroup]:
        """Which records came, went or changed against another package."""
        old = {each.record.id: each for each in base.look.records}
        new = {each.record.id: each for each in self.look.records}
        came, went = ("只在这一份里", "只在另一份里") if base.is_rival else ("新增", "去掉")
        points = []
        for each in self.look.records:
            before = old.get(each.record.id)
            words = came if before is None else "不同" if base.is_rival else "改动"
            if before is None or before.fingerprint != each.fingerprint:
                text = f"{words}　{short_line(each.name)}"
                points.append(Point(NEWS, text, record=each.record.id))
        points += [
            Point(NEWS, f"{went}　{short_line(each.name)}")
            for record_id, each in old.items()
            if record_id not in new
        ]
        return group(f"与{base.label}相比", points)

    def whole_differences(self, base: Base) -> tuple[Difference, ...]:
        """What the package says of itself, and another one otherwise."""
        labels = [("reason", "说明"), ("contact", "联系人"), ("phone", "联系电话")]
        before, after = (
            {
                "reason": each.submission.reason,
                "contact": each.submission.sender.contact_name,
                "phone": each.submission.sender.contact_phone,
            }
            for each in (base.look, self.look)
        )
        return differences(labels, before, after)

    # head and log

    def title_of(self, record_id: str) -> str:
        """What the middle is headed with."""
        received = self.record(record_id)
        return short_line(received.name) if received is not None else _WHOLE_NAME

    def facts_of(self, record_id: str) -> list[str]:
        """What is known of the package or the record, a line each."""
        received = self.record(record_id)
        if received is None:
            reason = self.look.submission.reason.strip()
            return [f"对方的说明：{few_lines(reason)}"] if reason else ["对方没有写说明。"]
        form, record = self.forms[record_id], received.record
        paper = "纸质件已核对" if record_id in self.opened.papers else "纸质件未核对"
        lines = [f"{form.number} · 第 {record.revision} 版 · {paper}"]
        lines += [f"校验码 {received.check_code}"]
        lines += (
            [f"这一版的原因：{few_lines(record.reopen_reason)}"] if record.reopen_reason else []
        )
        lines += [form.remark] if form.remark else []
        return lines


@dataclass(frozen=True)
class RecordForm:
    """What the words need of a record's form.

    Attributes:
        number: such as ``附件1``.
        labels: field id to label.
        remark: a sentence about an earlier or unknown form; may be empty.
    """

    number: str
    labels: Mapping[str, str]
    remark: str

    @classmethod
    def of(cls, ws: Workspace, received: ReceivedRecord) -> RecordForm:
        """Of a received record, by its own edition."""
        form = form_of(ws, received.record)
        labels = {each.id: each.label for each in form.fields}
        return cls(form.number, labels, remark(ws, received.record))


def record_in(look: Look, record_id: str) -> ReceivedRecord | None:
    """A record of a package by its id."""
    return next((each for each in look.records if each.record.id == record_id), None)
