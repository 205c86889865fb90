"""What offices above have said, for the commands ``list`` and ``import``: in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gonghui_desktop.model.reply_marks import ReplyMark
from gonghui_desktop.services.imports.outcomes import ImportOutcome
from gonghui_desktop.services.replies import RecordTold, ReplyTaken
from gonghui_desktop.services.reply_words import said_words


def mark_words(mark: ReplyMark | None, today: date) -> str:
    """What stands at a record in the list; empty where nothing was said of it."""
    return f"（{said_words(mark, today)}）" if mark is not None else ""


def mark_data(mark: ReplyMark | None) -> dict[str, object]:
    """A record's keys ``returned`` and ``accepted``."""
    said: dict[str, object] | None = None
    if mark is not None:
        said = {"by": mark.office, "at": mark.at.isoformat(), "of_revision": mark.of_revision}
    if mark is None or not mark.is_return:
        return {"returned": None, "accepted": said}
    assert said is not None
    reasons = [{"text": each.text, "field": each.field or None} for each in mark.reasons]
    answer_by = mark.answer_by.isoformat() if mark.answer_by is not None else None
    return {"returned": said | {"reasons": reasons, "answer_by": answer_by}, "accepted": None}


def replies_data(outcomes: Sequence[ImportOutcome]) -> list[dict[str, object]]:
    """The returns and receipts that came in."""
    return [_reply_data(each.reply) for each in outcomes if each.reply is not None]


def _reply_data(taken: ReplyTaken) -> dict[str, object]:
    reply = taken.reply
    return {
        "type": reply.kind.value,
        "package": reply.package,
        "of": reply.of,
        "of_revision": reply.of_revision,
        "by": reply.office.name,
        "at": reply.made_on.isoformat(),
        "answer_by": reply.answer_by.isoformat() if reply.answer_by is not None else None,
        "is_new": taken.is_new,
        "is_older": taken.is_older,
        "message": taken.sentence,
        "records": [_told_data(each) for each in taken.records],
    }


def _told_data(told: RecordTold) -> dict[str, object]:
    return {"id": told.record, "here": told.here.value, "message": told.sentence}
