"""What an office above decides about a received package: 退回, 受理, 撤销, which of two counts.

Nothing is half done: the reply lies whole on the disk under a temporary name, then everything that
follows from the decision is stored in one transaction, then the file takes its name. What counts
is computed from these events (:func:`~.submissions.states_of`); what may be decided is said by
``model/receiving/deciding.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gonghui_desktop.confined.jobs import never
from gonghui_desktop.errors import GonghuiError, InputError
from gonghui_desktop.exchange.package.reply import write_reply
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.fileio import write_atomically
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.receiving import deciding as rules
from gonghui_desktop.model.receiving.submissions import (
    ReceivedSubmission,
    SubmissionAction,
    SubmissionEvent,
    SubmissionState,
)
from gonghui_desktop.model.replies import ReplyKind, ReplyReason
from gonghui_desktop.services.imports.intake import Batch
from gonghui_desktop.services.receiving.decisions.deciding_checks import (
    checked_reason,
    checked_reasons,
    record_in,
    refuse,
    refuse_day,
    refuse_field,
    refuse_length,
)
from gonghui_desktop.services.receiving.decisions.desk import Desk
from gonghui_desktop.services.receiving.decisions.open_points import (
    Lot,
    lot,
    open_points,
    which,
    why_not_acceptable,
    why_not_returnable,
    why_not_takeable_back,
)
from gonghui_desktop.services.receiving.decisions.own_records import (
    OwnPlan,
    when_accepted,
    when_taken_back,
)
from gonghui_desktop.services.receiving.decisions.reply_files import Receipts, decided_with_file
from gonghui_desktop.services.receiving.decisions.replying import (
    proposed_answer_by,
    reply_decided,
    reply_name,
    reply_of,
    turns,
)
from gonghui_desktop.services.receiving.received import Look
from gonghui_desktop.services.submissions.package_files import Progress
from gonghui_desktop.services.workspace import Workspace

__all__ = [
    "Decided",
    "Lot",
    "accept_submissions",
    "add_note",
    "before_fault",
    "choose",
    "choose_record",
    "lot",
    "open_points",
    "proposed_answer_by",
    "reply_again",
    "reply_name",
    "return_submission",
    "take_back",
    "which",
    "why_not_acceptable",
    "why_not_returnable",
]


@dataclass(frozen=True)
class Decided:
    """What was decided.

    Attributes:
        submission: the package.
        sentence: in words, with what to do now.
        path: the reply's file; ``None`` where there is none.
        fault: why there is none although one was wanted, and what to do; empty where there is.
    """

    submission: ReceivedSubmission
    sentence: str
    path: Path | None = None
    fault: str = ""


def return_submission(
    ws: Workspace, submission: int, reasons: Sequence[ReplyReason], answer_by: date, path: Path
) -> Decided:
    """Sends a package, some of its records or fields back.

    Args:
        ws: the workspace.
        submission: number of the package.
        reasons: why, at least one; the revisions of their records are looked up.
        answer_by: until when an answer is wanted.
        path: the return's file, to be sent to the office.

    Raises:
        InputError: it cannot be returned now, a reason says nothing or is of nothing in it, or the
            day is past.
        FileError: the file cannot be written; nothing was decided. What only fails once that is
            done, since the file cannot take its name, is a fault of the answer.
        StoreError: nothing was decided.
    """
    desk = Desk(ws)
    look = desk.look(submission)
    refuse(why_not_returnable(look))
    refuse_day(answer_by, ws.today)
    now = desk.moment()
    checked = checked_reasons(ws, look, reasons)
    turn = turns(desk.events(submission)) + 1
    reply = reply_of(ws, look, ReplyKind.RETURN, now, checked, answer_by, turn)
    events = [
        SubmissionEvent(
            0,
            submission,
            SubmissionAction.RETURN,
            each.record,
            each.field,
            each.text,
            now,
            answer_by=answer_by,
        )
        for each in reply.reasons
    ]
    fault = decided_with_file(path, reply, lambda: desk.decide(events))
    sentence = f"已退回{which(look.submission)}，请对方在{written_date(answer_by)}以前重报。"
    return _answer(look, sentence, ReplyKind.RETURN, path, fault)


def accept_submissions(
    ws: Workspace,
    submissions: Sequence[int],
    place: Path | None = None,
    progress: Progress = lambda _done, _all: None,
    cancelled: Callable[[], bool] = never,
    told: Callable[[Decided], None] = lambda _decided: None,
) -> tuple[Decided, ...]:
    """Accepts packages, each in a transaction of its own, which locks them.

    At an office that reports on its own their records become its own, see ``own_records.py``. What
    the senders say of their units decides nothing here, see ``city_decisions.py``.

    Args:
        ws: the workspace.
        submissions: numbers of the packages.
        place: where the receipts go: a ``.zip`` file for one, a folder for any number; ``None``
            for none.
        progress: told of those that are done and of all; what it raises ends the work.
        cancelled: asked between two of them; ``True`` ends the work. What is accepted stays so.
        told: called with each as soon as it is accepted, however the work ends.

    Raises:
        InputError: one cannot be accepted now; none was, then.
        FileError: a receipt cannot be written; those before are accepted, the sentence says how
            many.
        StoreError, RecordStateError: likewise.
    """
    desk = Desk(ws)
    numbers = list(dict.fromkeys(submissions))
    for number in numbers:
        refuse(why_not_acceptable(desk.look(number)))
    receipts = Receipts(place, len(numbers))
    batch, done = Batch(), list[Decided]()
    progress(0, len(numbers))
    for number in numbers:
        if cancelled():
            break
        try:
            done.append(_accept(desk, number, receipts, batch))
        except GonghuiError as error:
            if done:
                error.put_behind(f"{before_fault(len(done))}：")
            raise
        told(done[-1])
        progress(len(done), len(numbers))
    return tuple(done)


def before_fault(count: int) -> str:
    """How many were accepted before something failed, a clause."""
    return f"前 {count} 个已经受理，后面的没有"


def take_back(ws: Workspace, submission: int, reason: str) -> Decided:
    """Takes back that a package was returned or accepted: it waits for a decision again.

    Own copies that came with an acceptance, and that nobody has touched, go into the bin.

    Raises:
        InputError: there is nothing to take back, or the reason says nothing.
        StoreError: nothing was taken back.
    """
    desk = Desk(ws)
    look = desk.look(submission)
    refuse(why_not_takeable_back(look))
    text = checked_reason(reason, "不能撤销")
    was_accepted = look.state is SubmissionState.ACCEPTED
    plan = OwnPlan()
    if was_accepted:
        plan = when_taken_back(ws, look.records, desk.accepted_beside(look), desk.accepted_at)
    now = desk.moment()
    event = SubmissionEvent(0, submission, SubmissionAction.TAKE_BACK, "", "", text, now)
    desk.decide([event], plan.own)
    what = "受理" if was_accepted else "退回"
    sentence = f"已撤销对{which(look.submission)}的{what}，请告诉对方。{plan.words}"
    return Decided(look.submission, sentence)


def choose(ws: Workspace, submission: int, reason: str) -> Decided:
    """Says that of several packages with the same revision, which say other things, this counts.

    Raises:
        InputError: nothing is in conflict with it, another one is accepted, or the reason says
            nothing.
        StoreError: it cannot be stored.
    """
    desk = Desk(ws)
    look = desk.look(submission)
    rivals = desk.rivals(look.submission)
    own_conflict = look.state is SubmissionState.CONFLICT
    clause = rules.why_not_chosen(
        look.state,
        is_contested=bool(rivals)
        and (own_conflict or SubmissionState.CONFLICT in map(desk.state, rivals)),
        is_locked=SubmissionState.ACCEPTED in map(desk.state, rivals),
        is_within=look.submission.within is not None,
    )
    refuse(f"{which(look.submission)}：{clause}。" if clause else "")
    text = checked_reason(reason, "不能选定")
    now = desk.moment([look.submission, *rivals])
    desk.decide([SubmissionEvent(0, submission, SubmissionAction.CHOOSE, "", "", text, now)])
    sentence = (
        f"已选定以这一个为准：{which(look.submission)}；"
        f"同一次的另外 {len(rivals)} 个只作为历史保存。"
    )
    return Decided(look.submission, sentence)


def choose_record(ws: Workspace, submission: int, record: str, reason: str) -> Decided:
    """Says that of a record which says something else elsewhere the text of this package counts.

    It settles what nobody knew; the other text goes back to whoever sent it by 退回.

    Raises:
        InputError: the record says the same everywhere or is not there, or the reason says nothing.
        StoreError: it cannot be stored.
    """
    desk = Desk(ws)
    look = desk.look(submission)
    record_in(look, record)
    if record not in look.clashing:
        raise InputError("这份申报表没有内容不同的另一份，不用选定。")
    text = checked_reason(reason, "不能选定")
    now = desk.moment(desk.holders(record))
    event = SubmissionEvent(0, submission, SubmissionAction.CHOOSE, record, "", text, now)
    desk.decide([event])
    name = next(each.name for each in look.records if each.record.id == record)
    sentence = (
        f"已选定以这一份为准：{which(look.submission)}里的“{in_sentence(name)}”；"
        "另一份内容不同的，请退回给报来的单位。"
    )
    return Decided(look.submission, sentence)


def add_note(
    ws: Workspace, submission: int, text: str, record: str = "", field: str = ""
) -> SubmissionEvent:
    """Writes a note of one's own office to a package, a record or a field; it never leaves it.

    Raises:
        InputError: the note is empty or too long, or of nothing in the package.
        StoreError: it cannot be stored.
    """
    desk = Desk(ws)
    look = desk.look(submission)
    if not text.strip():
        raise InputError("请写下要记的内容。")
    refuse_length(text)
    record_in(look, record)
    refuse_field(ws, look, record, field)
    now = desk.moment()
    note = SubmissionEvent(0, submission, SubmissionAction.NOTE, record, field, text.strip(), now)
    return desk.decide([note])[0]


def reply_again(ws: Workspace, submission: int, path: Path) -> Path:
    """Writes the return or receipt of the decision that counts once more, the same bytes.

    Raises:
        InputError: nothing is decided about it.
        FileError: the file cannot be written.
    """
    desk = Desk(ws)
    look = desk.look(submission)
    reply = reply_decided(ws, look, desk.events(submission))
    if reply is None:
        raise InputError(f"{which(look.submission)}还没有退回或受理，没有可以再存的退回单或回执。")
    write_atomically(path, write_reply(reply))
    return path


def _accept(desk: Desk, number: int, receipts: Receipts, batch: Batch) -> Decided:
    look = desk.look(number)
    refuse(why_not_acceptable(look))
    ws, now = desk.ws, desk.moment()
    plan = when_accepted(ws, look.records, now)
    if plan.own.added or plan.own.renewed:
        batch.back_up(ws, now)
    event = SubmissionEvent(0, number, SubmissionAction.ACCEPT, "", "", "", now)
    path = receipts.path_for(look)
    turn = turns(desk.events(number)) + 1
    reply = reply_of(ws, look, ReplyKind.RECEIPT, now, turn=turn) if path is not None else None
    fault = decided_with_file(path, reply, lambda: desk.decide([event], plan.own))
    what = f"{len(look.records)} 份申报表" if look.records else "零报告"
    sentence = f"已受理{which(look.submission)}，{what}。{plan.words}"
    return _answer(look, sentence, ReplyKind.RECEIPT, path, fault)


def _answer(look: Look, sentence: str, kind: ReplyKind, path: Path | None, fault: str) -> Decided:
    """What was decided, with what to do with the reply's file."""
    if path is None:
        return Decided(look.submission, sentence)
    name = kind.label
    if fault:
        told = f"但{name}没有写成：{fault}请打开这份报送，把{name}再存一份。"
        return Decided(look.submission, f"{sentence}{told}", fault=told)
    told = f"请把{name}“{in_sentence(path.name)}”发给对方。"
    return Decided(look.submission, f"{sentence}{told}", path)
