"""Returns and receipts about received packages, made of what was decided; their names and days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.package.reply import new_reply
from gonghui_desktop.file_names import file_name
from gonghui_desktop.model.dates import day_in_china
from gonghui_desktop.model.receiving.submissions import (
    ReceivedRecord,
    SubmissionAction,
    SubmissionEvent,
)
from gonghui_desktop.model.replies import RepliedRecord, Reply, ReplyKind, ReplyReason
from gonghui_desktop.services.receiving.received import Look
from gonghui_desktop.services.workspace import Workspace

WORKING_DAYS = 5
"""Days that an office has for an answer unless the clerk says otherwise."""

_FRIDAY = 4
_KINDS = {
    SubmissionAction.RETURN: ReplyKind.RETURN,
    SubmissionAction.ACCEPT: ReplyKind.RECEIPT,
}


def proposed_answer_by(ws: Workspace, today: date | None = None) -> date:
    """Until when an answer is wanted unless the clerk says otherwise.

    Five working days from today (holidays are not known), never after the deadline where that lies
    ahead.

    Args:
        ws: the workspace.
        today: the day, by China's calendar; today if not given.
    """
    today = today or ws.today
    day, left = today, WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() <= _FRIDAY
    return min(day, ws.campaign.deadline) if today <= ws.campaign.deadline else day


def reply_name(look: Look, kind: ReplyKind) -> str:
    """Proposed name of the file, such as ``退回单 第2次 中山区总工会.zip``."""
    sender = look.submission.sender.name
    return f"{file_name(f'{kind.label} 第{look.submission.revision}次 {sender}')}.zip"


def reply_of(
    ws: Workspace,
    look: Look,
    kind: ReplyKind,
    at: datetime,
    reasons: Sequence[ReplyReason] = (),
    answer_by: date | None = None,
    turn: int = 1,
) -> Reply:
    """The reply to a package, as it goes out.

    Args:
        ws: the workspace.
        look: the package.
        kind: which reply.
        at: the moment of the decision.
        reasons: why it is sent back.
        answer_by: until when an answer is wanted.
        turn: the how manieth decision about the package it is.

    Raises:
        InputError: it would say what no receiver takes.
    """
    profile = ws.reader.profile()
    if profile is None:
        raise InputError("还没有填写本单位，请先填写上报单位。")
    submission = look.submission
    named = {each.record for each in reasons}
    is_whole = not reasons or "" in named
    reply = Reply(
        package="",
        kind=kind,
        campaign=submission.campaign,
        campaign_name=ws.campaign.name,
        of=submission.package,
        of_revision=submission.revision,
        office=profile,
        addressee=submission.sender.name,
        reasons=tuple(reasons),
        records=tuple(
            _replied(each) for each in look.records if is_whole or each.record.id in named
        ),
        answer_by=answer_by,
        made_on=day_in_china(at),
        turn=turn,
    )
    try:
        return new_reply(reply)
    except ValueError as error:
        raise InputError(f"做不成{kind.label}：{error}，请核对后再做。") from error


def reply_decided(ws: Workspace, look: Look, events: Sequence[SubmissionEvent]) -> Reply | None:
    """The reply of the last decision about a package; ``None`` where none counts.

    As long as one's own office is called the same it is the same package, byte for byte.

    Args:
        ws: the workspace.
        look: the package.
        events: what was done to it, in that order.

    Raises:
        InputError: as for :func:`reply_of`.
    """
    mine = _decisions(events)
    if not mine or mine[-1].action not in _KINDS:
        return None
    last = mine[-1]
    together = [each for each in mine if (each.at, each.action) == (last.at, last.action)]
    kind = _KINDS[last.action]
    revisions = {each.record.id: each.record.revision for each in look.records}
    reasons = [
        ReplyReason(each.reason, each.record, revisions.get(each.record, 0), each.field)
        for each in together
        if kind is ReplyKind.RETURN
    ]
    return reply_of(ws, look, kind, last.at, reasons, last.answer_by, turns(mine))


def turns(events: Sequence[SubmissionEvent]) -> int:
    """How often something was decided about a package; a return with several reasons is one."""
    return len({(each.action, each.at) for each in _decisions(events)})


def _decisions(events: Sequence[SubmissionEvent]) -> list[SubmissionEvent]:
    wanted = (*_KINDS, SubmissionAction.TAKE_BACK)
    return [each for each in events if each.action in wanted]


def _replied(received: ReceivedRecord) -> RepliedRecord:
    record = received.record
    return RepliedRecord(
        record.id, record.form, received.name, record.revision, received.check_code
    )
