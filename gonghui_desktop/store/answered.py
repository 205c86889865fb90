"""What the store knows of the answers of offices above: returns and receipts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection

from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.model.replies import Reply
from gonghui_desktop.model.reply_marks import STAGES, KeptReply, ReplyMark
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.store import replies, rows
from gonghui_desktop.store.database import driver_of
from gonghui_desktop.store.erasing import Erasing

MarksOf = Callable[[Sequence[Reply]], Mapping[str, ReplyMark]]
"""What all replies of a campaign say of each record."""

_WITH_US = (Stage.FINAL, Stage.PRINTED, Stage.STAMPED)


class Answered(Erasing):
    """What :class:`gonghui_desktop.store.store.Store` knows of answers to what was handed in."""

    def replies(self, campaign: str) -> list[KeptReply]:
        """Every reply of a campaign that can be read, in the order in which they came."""
        with self._database.reading() as connection:
            return replies.of_campaign(driver_of(connection), campaign)

    def add_reply(self, reply: Reply, source: str, marks_of: MarksOf) -> tuple[KeptReply, bool]:
        """Keeps a reply and marks the records that it is about, in one transaction.

        A record is marked while it is final and in the revision that was answered: by the last
        word on it, whatever came in first. What was answered has been handed in, be it from
        another computer, so it is marked so, too.

        Args:
            reply: the reply.
            source: name of the file.
            marks_of: says what all replies together say of each record.

        Returns:
            The reply as it is kept, and whether that is new: one that is there stays as it is.

        Raises:
            InputError: a text is too long or holds half a character, or what is kept of this very
                reply is damaged.
        """
        now = datetime.now(UTC)
        with self._database.writing() as connection:
            driver = driver_of(connection)
            known = replies.with_package(driver, reply.package)
            if known is not None:
                return known, False
            kept = replies.add(driver, KeptReply(0, reply, now, self._who, source))
            every = replies.of_campaign(driver, reply.campaign)
            self._mark_answered(connection, reply, marks_of([each.reply for each in every]), now)
        return kept, True

    def mark_missed(
        self, record_ids: Iterable[str], marks_of: MarksOf, *, are_new: bool = False
    ) -> None:
        """Marks records by what was said of them since they came to their stage.

        That is nothing for a record that was there when the reply came in.

        Args:
            record_ids: of records that were not there, such as in the bin.
            marks_of: as for :meth:`add_reply`.
            are_new: they have never been there, so that whatever was said was missed.
        """
        now = datetime.now(UTC)
        with self._database.writing() as connection:
            for record_id in record_ids:
                record = rows.find(connection, record_id)
                if record is None:
                    continue
                kept = replies.of_campaign(driver_of(connection), record.campaign)
                if any(
                    record_id in _named(each.reply)
                    and (are_new or each.received_at > record.stage_at)
                    for each in kept
                ):
                    marks = marks_of([each.reply for each in kept])
                    self._mark_by(connection, record, marks.get(record_id), now)

    def _mark_answered(
        self,
        connection: Connection,
        reply: Reply,
        marks: Mapping[str, ReplyMark],
        now: datetime,
    ) -> None:
        for record_id in _named(reply):
            record = rows.find(connection, record_id)
            if record is not None and record.campaign == reply.campaign:
                self._mark_by(connection, record, marks.get(record_id), now)

    def _mark_by(
        self, connection: Connection, record: Record, mark: ReplyMark | None, now: datetime
    ) -> None:
        if mark is None:
            return
        if record.state is not RecordState.FINAL or record.revision != mark.revision:
            return
        if record.stage in _WITH_US:
            record = self._mark(connection, record, Stage.SUBMITTED, now)
        if record.stage is not STAGES[mark.kind]:
            self._mark(connection, record, STAGES[mark.kind], now)


def _named(reply: Reply) -> Iterable[str]:
    """Ids of the records that a reply is about, each once."""
    named = (*(each.id for each in reply.records), *(each.record for each in reply.reasons))
    return dict.fromkeys(named)
