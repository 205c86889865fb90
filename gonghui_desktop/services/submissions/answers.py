"""Where the submission stands with the office above: what was said last, and what is still open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gonghui_desktop.model.record import Record
from gonghui_desktop.model.replies import Reply, ReplyKind
from gonghui_desktop.model.reply_marks import ReplyMark, in_turn, marks_of
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.record_names import record_title
from gonghui_desktop.services.replies import replies
from gonghui_desktop.services.reply_words import reasons_words
from gonghui_desktop.services.workspace import Workspace

_LONGEST = 40  # characters of a reason; it stands whole where its line leads


@dataclass(frozen=True)
class SentBack:
    """A record that was sent back, and is not yet corrected.

    Attributes:
        record: as it is now.
        title: form number and name.
        mark: who has sent it back, why, and until when an answer is wanted.
        reasons: why, as one clause.
    """

    record: Record
    title: str
    mark: ReplyMark
    reasons: str

    @property
    def field(self) -> str:
        """Id of the first field with a reason of its own; empty where none has."""
        return next((each.field for each in self.mark.reasons if each.field), "")


@dataclass(frozen=True)
class Answers:
    """What offices above have said in the campaign.

    Attributes:
        last: what was said last of a package as a whole; ``None`` where nothing was.
        is_older: whether a later package has gone out since than that one.
        sent_back: records with reasons of their own, which are not yet corrected.
        before: the other replies, the latest first.
    """

    last: Reply | None = None
    is_older: bool = False
    sent_back: Sequence[SentBack] = ()
    before: Sequence[Reply] = ()


def answers(ws: Workspace, stored: Iterable[Record], latest: int) -> Answers:
    """What was said, and what of it still stands.

    Args:
        ws: the workspace.
        stored: the campaign's records.
        latest: revision of the last package that was handed in; 0 where nobody knows.
    """
    said = in_turn(each.reply for each in replies(ws))
    if not said:
        return Answers()
    marks = marks_of(said, latest)
    last = next((each for each in reversed(said) if _is_of_the_whole(each)), None)
    return Answers(
        last=last,
        is_older=last is not None and last.of_revision < latest,
        sent_back=[
            SentBack(record, record_title(ws, record), mark, _reasons(ws, record, mark))
            for record in stored
            if (mark := marks.get(record.id)) is not None
            and mark.is_return
            and not mark.is_whole
            and mark.stands(record)
        ],
        before=[each for each in reversed(said) if each is not last],
    )


def _reasons(ws: Workspace, record: Record, mark: ReplyMark) -> str:
    own = [each for each in mark.reasons if each.record]
    return reasons_words(form_of(ws, record), own, _LONGEST)


def _is_of_the_whole(reply: Reply) -> bool:
    is_receipt = reply.kind is ReplyKind.RECEIPT
    return is_receipt or any(not reason.record for reason in reply.reasons)
