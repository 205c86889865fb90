"""What an office above has said of each of one's records: the last word of all its replies.

Nothing of that depends on the order in which replies came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.model.replies import Reply, ReplyKind, ReplyReason
from gonghui_desktop.model.stages import Stage

STAGES: Mapping[ReplyKind, Stage] = {
    ReplyKind.RETURN: Stage.RETURNED,
    ReplyKind.RECEIPT: Stage.ACCEPTED,
}
"""The stage that a record comes to by a reply."""


@dataclass(frozen=True)
class KeptReply:
    """A reply that came in here.

    Attributes:
        number: the store's; 0 for one that is about to be kept.
        reply: what was said; it has no campaign's name, which is not kept.
        received_at: when it came in by this computer's clock, with time zone.
        who: the computer's user who took it in; empty where nobody knows.
        source: name of the file.
    """

    number: int
    reply: Reply
    received_at: datetime
    who: str = ""
    source: str = ""


@dataclass(frozen=True)
class ReplyMark:
    """What was said last of a record.

    Attributes:
        kind: whether it was sent back or accepted.
        office: who said it.
        at: the day of the decision.
        revision: of the record, as it had been handed in.
        of_revision: of the package that it had been handed in with.
        reasons: why it was sent back, those of its own first; none where it was accepted.
        answer_by: until when an answer is wanted; ``None`` where it was accepted.
    """

    kind: ReplyKind
    office: str
    at: date
    revision: int
    of_revision: int
    reasons: tuple[ReplyReason, ...] = ()
    answer_by: date | None = None

    @property
    def is_return(self) -> bool:
        """Whether it was sent back."""
        return self.kind is ReplyKind.RETURN

    @property
    def is_whole(self) -> bool:
        """Whether the package was sent back with nothing said of this very record."""
        return self.is_return and not any(reason.record for reason in self.reasons)

    def stands(self, record: Record) -> bool:
        """Whether that still counts for a record as it is now.

        A return does while the record is corrected, and no longer once that is final, or once it
        has been handed in again as it was.
        """
        if record.state is RecordState.FINAL:
            return record.revision == self.revision and record.stage is STAGES[self.kind]
        return self.is_return and record.revision <= self.revision + 1

    def overdue_days(self, today: date) -> int:
        """Days since an answer was wanted; 0 while there is time."""
        return max((today - self.answer_by).days, 0) if self.answer_by is not None else 0


def marks_of(replies: Iterable[Reply], latest: int) -> Mapping[str, ReplyMark]:
    """Record id to what was said of it last.

    Of two replies the one about the later package counts, then the later decision; where nothing
    tells which that is, the return: whoever is sent back something by mistake asks.

    Args:
        replies: all of a campaign.
        latest: revision of the last package that was handed in, 0 where nobody knows: the return
            of an earlier one as a whole is answered by that.
    """
    found: dict[str, ReplyMark] = {}
    for reply in in_turn(replies):
        for record_id, revision in _records(reply).items():
            mark = _mark(reply, record_id, revision)
            if not (mark.is_whole and reply.of_revision < latest):
                found[record_id] = mark
    return found


def in_turn(replies: Iterable[Reply]) -> list[Reply]:
    """Replies as they count, the last word last."""
    return sorted(replies, key=_turn)


def _turn(reply: Reply) -> tuple[int, date, int, bool, str]:
    is_return = reply.kind is ReplyKind.RETURN
    return reply.of_revision, reply.made_on, reply.turn, is_return, reply.package


def _records(reply: Reply) -> dict[str, int]:
    """Ids and revisions of the records that a reply is about."""
    named = {each.record: each.revision for each in reply.reasons if each.record}
    return named | {each.id: each.revision for each in reply.records}


def _mark(reply: Reply, record_id: str, revision: int) -> ReplyMark:
    own = [each for each in reply.reasons if each.record == record_id]
    whole = [each for each in reply.reasons if not each.record]
    return ReplyMark(
        kind=reply.kind,
        office=reply.office.name,
        at=reply.made_on,
        revision=revision,
        of_revision=reply.of_revision,
        reasons=(*own, *whole),
        answer_by=reply.answer_by,
    )
