"""How far each form has come: printed, stamped, handed in, answered; and the seals on its paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.record import NEVER, Record
from gonghui_desktop.model.seals import day_of_text, fault_of_seal_day
from gonghui_desktop.model.stages import (
    ON_PAPER,
    Stage,
    StageEntry,
    can_mark,
    facts,
    is_ahead,
    is_note,
    seal_names,
)
from gonghui_desktop.services import pages
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.papers import printed_at
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import RecordStateError

_PAST = "这份申报表属于往届活动，只能查看和打印；要登记请先把那个活动设为当前活动。"


@dataclass(frozen=True)
class SealState:
    """A seal that the paper needs.

    Attributes:
        name: of the office whose seal it is, or of the one across the pages.
        at: since when the paper has it, with time zone; ``None`` while it has not.
    """

    name: str
    at: datetime | None


def mark(ws: Workspace, record_ids: Iterable[str], stage: Stage) -> list[Record]:
    """Notes that all of them have come to a stage, or that none has.

    What has been handed in stays handed in when it is noted that its paper was printed or stamped.

    Returns:
        The records of which something was written down; the others were marked so already.

    Raises:
        RecordStateError: one cannot come there from where it is, or the campaign is over.
    """
    if ws.is_past:
        raise RecordStateError(_PAST)
    return ws.store.mark([each for each in record_ids if not _is_noted(ws, each, stage)], stage)


def _is_noted(ws: Workspace, record_id: str, stage: Stage) -> bool:
    """Whether a stage that only can be noted is known of a record."""
    record = ws.store.record(record_id)
    return is_note(record.stage, stage) and stage in stage_dates(ws, record)


def stage_dates(ws: Workspace, record: Record) -> Mapping[Stage, datetime]:
    """What has been done to the present revision of a record, and when."""
    return facts(ws.store.stages(record.id), record.revision)


def mark_printed(ws: Workspace, record_ids: Iterable[str]) -> list[Record]:
    """Notes that final forms were printed, unless that is known; drafts stay as they are.

    Args:
        ws: the workspace.
        record_ids: whose paper came out; an empty id is a blank form's.

    Returns:
        The records that were marked.
    """
    if ws.is_past:
        return []
    found = [ws.store.find(record_id) for record_id in dict.fromkeys(record_ids) if record_id]
    final = [
        record.id
        for record in found
        if record is not None
        and can_mark(record.stage, Stage.PRINTED)
        and not stage_dates(ws, record).keys() & {Stage.PRINTED, Stage.STAMPED}
    ]
    return ws.store.mark(final, Stage.PRINTED) if final else []


def stages(ws: Workspace, record_id: str) -> list[StageEntry]:
    """Every stage that each revision of a record came to, with its date.

    Raises:
        RecordNotFound: there is no such record.
    """
    return ws.store.stages(record_id)


def void_revisions(ws: Workspace, record: Record) -> Sequence[int]:
    """Earlier revisions of which there is paper: it is 作废, since the record was reopened."""
    if record.revision == 1:
        return ()
    printed = {each.revision for each in stages(ws, record.id) if each.stage in ON_PAPER}
    printed |= {each.paper.revision for each in ws.store.prints(record.id)}  # of drafts, too
    return tuple(sorted(revision for revision in printed if revision < record.revision))


def seals(ws: Workspace, record: Record) -> list[SealState]:
    """The seals that the paper of a record needs, in the order of its form.

    A form of several pages needs one more, last: across the edges of its pages. A form that nobody
    seals needs none. It lays the form out: not for the GUI thread.
    """
    form = form_of(ws, record)
    had = ws.store.seals(record.id)
    names = seal_names(form) if _is_sealed_across(ws, record) else seal_names(form)[:-1]
    return [SealState(name, had.get(number)) for number, name in enumerate(names)]


def _is_sealed_across(ws: Workspace, record: Record) -> bool:
    return bool(form_of(ws, record).seals) and pages.page_count(ws, record) > 1


def set_seal(
    ws: Workspace, record_id: str, number: int, is_there: bool, since: datetime | None = None
) -> Record:
    """Notes that the paper has a seal, or has not.

    With the last one the form is 已盖章; without it, it is again what it was, since it was: 已打印,
    or 已定稿 where nobody noted that it was printed. One that was marked as 已盖章 as a whole stays
    so while its seals' days are written down. What has been handed in stays handed in.

    Args:
        ws: the workspace.
        record_id: which record.
        number: of the seal, counted from 0 in the order of :func:`seals`.
        is_there: whether the paper has it.
        since: when it was made, with time zone; by default now. The form is 已盖章 since its last.

    Raises:
        RecordStateError: the record is a draft, or the campaign is over.
        InputError: the form has no such seal.
    """
    if ws.is_past:
        raise RecordStateError(_PAST)
    record = ws.store.record(record_id)
    if not 0 <= number < len(seals(ws, record)):
        raise InputError("这张表没有这个盖章处，请刷新后再试。")
    ws.store.set_seal(record_id, number, (since or datetime.now(UTC)) if is_there else None)
    record = ws.store.record(record_id)
    days = [each.at for each in seals(ws, record)]
    complete = all(days)
    if complete and is_ahead(record.stage, Stage.STAMPED) and can_mark(record.stage, Stage.STAMPED):
        return ws.store.mark([record_id], Stage.STAMPED, max(filter(None, days)))[0]
    if not is_there and record.stage is Stage.STAMPED:
        known = stage_dates(ws, record)
        former = Stage.PRINTED if Stage.PRINTED in known else Stage.FINAL
        return ws.store.mark([record_id], former, known.get(former))[0]
    return record


def set_seal_day(ws: Workspace, record_id: str, number: int, text: str) -> Record:
    """Notes on which day the paper was sealed, as :func:`set_seal` does.

    Args:
        ws: the workspace.
        record_id: which record.
        number: of the seal, counted from 0 in the order of :func:`seals`.
        text: the day, written in any of the usual ways.

    Raises:
        RecordStateError: the record is a draft, or the campaign is over.
        InputError: the form has no such seal, or that cannot be its day.
    """
    now, final = datetime.now(UTC), _final_since(ws, ws.store.record(record_id))
    today = now.astimezone().date()
    fault, day = fault_of_seal_day(text, final.astimezone().date(), today), day_of_text(text)
    if fault or day is None:
        raise InputError(fault)
    # Of a day that is written down afterwards nobody knows the hour: noon, where that can be.
    noon = datetime.combine(day, time(12)).astimezone()
    return set_seal(ws, record_id, number, True, min(max(noon, final), now))


def first_seal_day(ws: Workspace, record: Record) -> date:
    """On which the present revision was made final: none of its paper was sealed before."""
    return _final_since(ws, record).astimezone().date()


def _final_since(ws: Workspace, record: Record) -> datetime:
    return stage_dates(ws, record).get(Stage.FINAL, NEVER)


@dataclass(frozen=True)
class PaperGap:
    """What a final form's paper still lacks.

    Attributes:
        record_id: of the form.
        is_printed: whether it is known to be printed.
        seals: names of the seals that it has not got.
    """

    record_id: str
    is_printed: bool
    seals: tuple[str, ...]

    @property
    def words(self) -> str:
        """Such as ``还没有打印`` or ``还差 2 个章：“县级总工会”“市、省产业工会”``."""
        if not self.is_printed:
            return "还没有打印"
        names = "".join(f"“{name}”" for name in self.seals)
        return f"还差 {len(self.seals)} 个章：{names}"


def paper_gaps(ws: Workspace, records: Iterable[Record]) -> list[PaperGap]:
    """The final forms among these that were not printed, or not sealed, yet.

    Paper and package go to the same office: who sends the package should know what is still to be
    done on paper. It lays forms out: not for the GUI thread.
    """
    gaps = []
    for record in records:
        known = stage_dates(ws, record)
        if record.stage is Stage.DRAFT or Stage.STAMPED in known:
            continue
        missing = tuple(each.name for each in seals(ws, record) if each.at is None)
        had_seals = bool(ws.store.seals(record.id))
        is_printed = (
            Stage.PRINTED in known
            or had_seals  # nobody seals what is not printed
            or printed_at(ws, record, ws.store.prints(record.id)) is not None
        )
        if missing or not is_printed:
            gaps.append(PaperGap(record.id, is_printed, missing))
    return gaps
