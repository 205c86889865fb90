"""What was decided about an opened submission, and what can be; in words. No widget."""

from __future__ import annotations

from dataclasses import dataclass

from gonghui_desktop.errors import one_line, short_line
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.dates import short_day, written_date
from gonghui_desktop.model.receiving import deciding
from gonghui_desktop.model.receiving.submissions import (
    SubmissionAction,
    SubmissionEvent,
    SubmissionState,
)
from gonghui_desktop.ui.receiving.submission.submission_book import WHOLE, SubmissionBook
from gonghui_desktop.ui.widgets.moments import moment_words

_ACTION_WORDS = {
    SubmissionAction.RETURN: "退回",
    SubmissionAction.ACCEPT: "受理",
    SubmissionAction.TAKE_BACK: "撤销",
    SubmissionAction.CHOOSE: "选定以这一份为准",
    SubmissionAction.PAPER: "核对了纸质件",
}


@dataclass(frozen=True)
class Choices:
    """What can be decided of a package.

    Attributes:
        can_accept: whether it can be accepted.
        can_return: whether it, a record or a field of it can be sent back.
        can_choose: whether a person can say that it counts, of several with the same revision.
        take_back: what taking back the last decision is called; empty where there is none.
        remark: what was decided, or what stands in the way, with the style sheet's role for it.
    """

    can_accept: bool
    can_return: bool
    can_choose: bool
    take_back: str
    remark: tuple[str, str]


def choices_of(book: SubmissionBook) -> Choices:
    """What can be decided of it."""
    state, is_within = book.look.state, book.look.submission.within is not None
    rivals = [each.state for each in book.opened.rivals]
    cannot_return = deciding.why_not_returned(state, is_within=is_within)
    cannot_choose = deciding.why_not_chosen(
        state,
        is_contested=SubmissionState.CONFLICT in (state, *rivals) and bool(rivals),
        is_locked=SubmissionState.ACCEPTED in rivals,
        is_within=is_within,
    )
    verb = "受理" if state is SubmissionState.ACCEPTED else "退回"
    can_take_back = not deciding.why_not_taken_back(state, is_within=is_within)
    is_decided = state in (SubmissionState.ACCEPTED, SubmissionState.RETURNED)
    in_the_way = f"{cannot_return}。" if cannot_return and not is_decided else ""
    return Choices(
        can_accept=not deciding.why_not_accepted(state, is_within=is_within),
        can_return=not cannot_return,
        can_choose=not cannot_choose,
        take_back=f"撤销{verb}…" if can_take_back else "",
        remark=(in_the_way, "warning") if in_the_way else (decided_of(book), "hint"),
    )


def history_of(book: SubmissionBook) -> list[tuple[int, str, bool]]:
    """The office's packages, the newest first: number, words, whether it is this one."""
    own = book.look.submission.number
    return [
        (
            each.submission.number,
            f"第 {each.submission.revision} 次　{each.state.word}　"
            f"{short_day(each.submission.received_at)}收到　{len(each.records)} 份",
            each.submission.number == own,
        )
        for each in book.opened.office
    ]


def log_of(book: SubmissionBook, record_id: str) -> list[str]:
    """What was decided, a line each, the newest first; of a record only what concerns it."""
    lines = []
    for event in reversed(book.opened.events):
        is_meant = record_id in (WHOLE, event.record)
        if event.action is SubmissionAction.NOTE or not is_meant:
            continue
        lines.append(_line(book, event, is_whole=record_id == WHOLE))
    return lines


def notes_of(book: SubmissionBook, record_id: str) -> list[str]:
    """One's own notes, a line each, the newest first."""
    return [
        f"{_moment(book, event)}　{event.reason}"
        for event in reversed(book.opened.events)
        if event.action is SubmissionAction.NOTE and event.record == record_id
    ]


def decided_of(book: SubmissionBook) -> str:
    """The last decision about the package, with its reason; empty for none."""
    decisions = (
        SubmissionAction.RETURN,
        SubmissionAction.ACCEPT,
        SubmissionAction.TAKE_BACK,
        SubmissionAction.CHOOSE,
    )
    events = [each for each in book.opened.events if each.action in decisions]
    if not events:
        return ""
    last = events[-1]
    rest = [each for each in events[:-1] if (each.action, each.at) == (last.action, last.at)]
    more = f"，另有 {len(rest)} 处" if rest else ""
    return _line(book, last, is_whole=True) + more


def _line(book: SubmissionBook, event: SubmissionEvent, *, is_whole: bool) -> str:
    words = _ACTION_WORDS[event.action]
    received = book.record(event.record)
    where = ""
    if received is not None:
        labels = book.forms[event.record].labels
        place = f"的“{labels.get(event.field, event.field)}”" if event.field else ""
        where = f"“{short_line(received.name)}”{place}" if is_whole or place else ""
    reason = f"：{one_line(event.reason)}" if event.reason else ""
    until = f"（请于{written_date(event.answer_by)}以前重报）" if event.answer_by else ""
    return f"{_moment(book, event)}　{words}{where}{reason}{until}"


def _moment(book: SubmissionBook, event: SubmissionEvent) -> str:
    who = f" {short_line(event.who)}" if event.who else ""
    return f"{moment_words(event.at, book.now)}{who}"


def facts_of(book: SubmissionBook, campaign: Campaign) -> str:
    """What is known of a package, in a line: who, which time, the three clocks."""
    submission, look = book.look.submission, book.look
    sender = submission.sender
    kind = campaign.office(sender.kind)
    received = short_day(submission.received_at)
    in_time = "按时" if book.opened.is_on_time else "逾期"
    contact = " ".join(filter(None, (sender.contact_name, sender.contact_phone)))
    parts = [
        f"第 {submission.revision} 次报送",
        f"{len(look.records)} 份" if look.records else "零报告",
        f"{short_day(submission.sent_at)}报出",
        f"{received}收到（{in_time}）",
        f"纸质件 {len(book.opened.papers)}/{len(look.records)}" if look.records else "",
        kind.name if kind is not None else "",
        f"联系人 {short_line(contact)}" if contact else "",
    ]
    return " · ".join(filter(None, parts))
