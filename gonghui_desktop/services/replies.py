"""What the office above has said to us: returns and receipts, taken in and told.

A reply is kept as it came; what it means for each record follows from all of them together
(:mod:`gonghui_desktop.model.reply_marks`), so that neither order nor repetition matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.model.replies import RepliedRecord, Reply, ReplyKind
from gonghui_desktop.model.reply_marks import KeptReply, ReplyMark, marks_of
from gonghui_desktop.model.units.unit_names import unit_key
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.record_names import record_title
from gonghui_desktop.services.reply_words import headline, reasons_words
from gonghui_desktop.services.reporter import reporter_name
from gonghui_desktop.services.submissions.sent_packages import last_sent
from gonghui_desktop.services.workspace import Workspace


class RecordHere(StrEnum):
    """How a record that a reply is about stands here.

    Attributes:
        SAME: as it was handed in.
        CORRECTING: opened again, and not final yet.
        CORRECTED: final in a later revision.
        EARLIER: in an earlier revision than was handed in.
        OTHER: in the same revision, and says something else.
        BINNED: in the bin.
        BELOW: an office below has handed it in, and it is not one of our own.
        GONE: not here.
    """

    SAME = "same"
    CORRECTING = "correcting"
    CORRECTED = "corrected"
    EARLIER = "earlier"
    OTHER = "other"
    BINNED = "binned"
    BELOW = "below"
    GONE = "gone"


@dataclass(frozen=True)
class RecordTold:
    """What a reply means for one record.

    Attributes:
        record: its id.
        form: id of its form.
        here: how it stands here.
        field: id of the first field that has a reason of its own; empty where none has.
        sentence: what was said of it, and what to do.
    """

    record: str
    form: str
    here: RecordHere
    field: str
    sentence: str

    @property
    def is_here(self) -> bool:
        """Whether it can be opened."""
        return self.here not in (RecordHere.BINNED, RecordHere.BELOW, RecordHere.GONE)


@dataclass(frozen=True)
class ReplyTaken:
    """A reply that came in.

    Attributes:
        reply: what was said.
        is_new: whether it was not here before.
        is_older: whether a later package has been handed in since than it answers.
        sentence: all that is to be said of the whole.
        records: of those that something is to be said of.
    """

    reply: Reply
    is_new: bool
    is_older: bool
    sentence: str
    records: tuple[RecordTold, ...]


@dataclass(frozen=True)
class _Found:
    record: Record
    is_binned: bool


def replies(ws: Workspace) -> list[KeptReply]:
    """What offices above have said in the campaign, in the order in which it came in."""
    return ws.store.replies(ws.campaign.id)


def record_marks(ws: Workspace) -> Mapping[str, ReplyMark]:
    """Record id to what was said of it last, whether that still stands or not."""
    kept = replies(ws)
    return marks_of([each.reply for each in kept], _latest(ws)) if kept else {}


def standing_marks(ws: Workspace) -> Mapping[str, ReplyMark]:
    """Record id to what was said of it last and still stands, of the records that are there."""
    found = {key: (mark, ws.store.find(key)) for key, mark in record_marks(ws).items()}
    return {
        key: mark
        for key, (mark, record) in found.items()
        if record is not None and mark.stands(record)
    }


def returned_marks(ws: Workspace) -> Mapping[str, ReplyMark]:
    """Record id to why it was sent back, until it is final anew or handed in again."""
    return {key: mark for key, mark in standing_marks(ws).items() if mark.is_return}


def take_in_reply(ws: Workspace, reply: Reply, source: str) -> ReplyTaken:
    """Keeps a return or a receipt, and marks the records that it is about; all or nothing.

    Args:
        ws: the workspace.
        reply: what was said.
        source: the file's name.

    Raises:
        InputError: it was said to somebody else, or by ourselves, or of another campaign.
        StoreError: it cannot be stored.
    """
    _refuse_other_campaign(ws, reply)
    _refuse_ours(ws, reply)
    ours = _records_here(ws, reply)
    _refuse_anothers(ws, reply, ours)
    latest = _latest(ws)
    kept, is_new = ws.store.add_reply(reply, source, lambda every: marks_of(every, latest))
    is_older = latest > kept.reply.of_revision
    told = tuple(_told(ws, kept.reply, each, ours.get(each.id)) for each in kept.reply.records)
    return ReplyTaken(
        reply=kept.reply,
        is_new=is_new,
        is_older=is_older,
        sentence=_sentence(kept.reply, latest, is_new=is_new),
        records=tuple(each for each in told if _is_told(kept.reply, each)),
    )


def _latest(ws: Workspace) -> int:
    """Revision of the last package that was handed in; 0 where nobody knows."""
    last = last_sent(ws, reporter_name(ws))
    return last.revision if last is not None else 0


def _refuse_other_campaign(ws: Workspace, reply: Reply) -> None:
    if reply.campaign != ws.campaign.id:
        raise InputError(
            f"这份{reply.kind.label}属于活动“{in_sentence(reply.campaign_name)}”"
            f"（{in_sentence(reply.campaign)}），现在打开的是 {ws.campaign.id}，没有导入；"
            "请先在“活动”菜单里换到那个活动，再导入。"
        )
    if ws.is_past:
        raise InputError(
            f"{ws.campaign.name}（{ws.campaign.id}）已是往届活动，只能查看，没有导入；"
            "要导入请先把那个活动设为当前活动。"
        )


def _refuse_ours(ws: Workspace, reply: Reply) -> None:
    if unit_key(reply.office.name) == unit_key(reporter_name(ws)):
        raise InputError(
            f"这份{reply.kind.label}是本单位开给“{in_sentence(reply.addressee)}”的，没有导入；"
            "请发给他们，由他们导入。"
        )


def _refuse_anothers(ws: Workspace, reply: Reply, ours: Mapping[str, _Found]) -> None:
    """Refuses what answers nothing of ours; by the package, by its records, or by the name."""
    own, last = reporter_name(ws), last_sent(ws, reporter_name(ws))
    packages = {each.package for each in ws.store.packages()}
    if ours or reply.of in packages or (last is not None and last.package == reply.of):
        return
    if not own or unit_key(reply.addressee) != unit_key(own):
        who = f"本机是“{own}”" if own else "本机还没有填写上报单位"
        raise InputError(
            f"这份{reply.kind.label}是给“{in_sentence(reply.addressee)}”的，{who}，"
            "也没有其中的申报表，没有导入；请转给他们，或到报送时用的那台电脑上导入。"
        )


def _records_here(ws: Workspace, reply: Reply) -> Mapping[str, _Found]:
    """Those of its records that are here, be it in the bin."""
    binned = {each.record.id: each.record for each in reversed(ws.store.binned(ws.campaign.id))}
    found: dict[str, _Found] = {}
    for each in reply.records:
        if (record := ws.store.find(each.id)) is not None:
            found[each.id] = _Found(record, is_binned=False)
        elif each.id in binned:
            found[each.id] = _Found(binned[each.id], is_binned=True)
    return found


def _sentence(reply: Reply, latest: int, *, is_new: bool) -> str:
    said = headline(reply)
    if not is_new:
        day = written_date(reply.made_on)
        said = f"{in_sentence(reply.office.name)} {day}的{reply.kind.label}以前导入过，未改动。"
        return f"{said}此后本单位已报送第 {latest} 次。" if latest > reply.of_revision else said
    if latest <= reply.of_revision:
        return said
    if reply.kind is ReplyKind.RECEIPT:
        return f"{said}此后本单位已报送第 {latest} 次，请与他们说明，以哪一次为准。"
    if any(reason.record for reason in reply.reasons):
        return f"{said}此后本单位已报送更新的第 {latest} 次，请看下面各份在其中改过没有。"
    return f"{said}此后本单位已报送更新的第 {latest} 次，请与他们核对，是否还要改。"


def _told(ws: Workspace, reply: Reply, item: RepliedRecord, found: _Found | None) -> RecordTold:
    below = handed_in_by(ws, item.id)
    here = RecordHere.BELOW if below and found is None else _standing(ws, item, found)
    own = [each for each in reply.reasons if each.record == item.id]
    if found is not None:
        form: FormDefinition | None = form_of(ws, found.record)
        title = record_title(ws, found.record)
    else:
        form = ws.campaign.form(item.form) if ws.campaign.has_form(item.form) else None
        title = f"{form.number if form else '申报表'}“{in_sentence(item.name)}”"
    said = reasons_words(form, own)
    revision = found.record.revision if found is not None else 0
    wish = _WISHES[reply.kind][here].format(old=item.revision, now=revision, below=below)
    if below and here is RecordHere.SAME and reply.kind is ReplyKind.RETURN:
        wish += f"它是“{below}”报来的，要他们改的，请撤销受理，退回给他们。"
    sentence = f"{title}：{said}{'。' if said else ''}{wish}"
    field = next((each.field for each in own if each.field), "")
    return RecordTold(item.id, form.id if form else item.form, here, field, sentence)


def handed_in_by(ws: Workspace, record_id: str) -> str:
    """Name of the office below that has handed a record in to us; empty where none has."""
    for digest in reversed(ws.store.received.holding(record_id)):
        if (submission := ws.store.received.with_digest(digest)) is not None:
            return in_sentence(submission.sender.name)
    return ""


def _standing(ws: Workspace, item: RepliedRecord, found: _Found | None) -> RecordHere:
    if found is None:
        return RecordHere.GONE
    if found.is_binned:
        return RecordHere.BINNED
    record = found.record
    is_draft = record.state is RecordState.DRAFT
    if record.revision < item.revision:
        return RecordHere.EARLIER
    if record.revision > item.revision:
        is_next = is_draft and record.revision == item.revision + 1
        return RecordHere.CORRECTING if is_next else RecordHere.CORRECTED
    if is_draft:
        return RecordHere.CORRECTING
    code = check_code(fingerprint(form_of(ws, record), record))
    return RecordHere.SAME if code == item.check_code else RecordHere.OTHER


def _is_told(reply: Reply, told: RecordTold) -> bool:
    """Of what was accepted, or sent back with the whole, only what is not as it was."""
    is_as_it_was = told.here in (RecordHere.SAME, RecordHere.BELOW)
    if not is_as_it_was:
        return True
    return any(reason.record == told.record for reason in reply.reasons)


_EARLIER = "报送的是第 {old} 版，本机只有第 {now} 版；请到报送时用的那台电脑上办，或先从备份恢复。"
_OTHER = "报送的这一版与本机的校验码不同，内容不一样；请与他们核对以哪一份为准。"
_LATER = "受理的是第 {old} 版，本机已是第 {now} 版；受理后要换的，请先与他们商定。"
_WISHES: Mapping[ReplyKind, Mapping[RecordHere, str]] = {
    ReplyKind.RETURN: {
        RecordHere.SAME: "请重新打开，改好后定稿，再导出报送包。",
        RecordHere.CORRECTING: "本机已重新打开，请改好后定稿，再导出报送包。",
        RecordHere.CORRECTED: (
            "退回的是第 {old} 版，本机已是第 {now} 版，已经改过；还没有报送的，请再导出报送包。"
        ),
        RecordHere.EARLIER: _EARLIER,
        RecordHere.OTHER: _OTHER,
        RecordHere.BINNED: "本机已经删除，在回收站里；还要上报的，请先从回收站恢复。",
        RecordHere.BELOW: (
            "它是“{below}”报来的，请撤销受理，退回给他们改，重报、受理以后再导出汇总上报包。"
        ),
        RecordHere.GONE: "本机没有这一份；还要上报的，请到填写时用的那台电脑上改，或重新填写。",
    },
    ReplyKind.RECEIPT: {
        RecordHere.SAME: "已受理。",
        RecordHere.CORRECTING: _LATER,
        RecordHere.CORRECTED: _LATER,
        RecordHere.EARLIER: _EARLIER,
        RecordHere.OTHER: _OTHER,
        RecordHere.BINNED: "本机已经删除，在回收站里；既已受理，请从回收站恢复。",
        RecordHere.BELOW: "已受理。",
        RecordHere.GONE: "本机没有这一份；请到填写时用的那台电脑上核对。",
    },
}
"""What to do, by what was said of a record and how it stands here."""
