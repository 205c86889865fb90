"""Stages of a form in the list: each a sign, a word and its date, never a colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from gonghui_desktop.model.dates import short_day
from gonghui_desktop.model.record import NEVER, Record, RecordState
from gonghui_desktop.model.stages import STAGE_NAMES, Stage
from gonghui_desktop.ui.widgets.severity import OpenPoints

_REPLACES = "旧版纸表作废"


class Sign(NamedTuple):
    """An icon with the name of its colour."""

    icon: str
    colour: str


class RowReply(NamedTuple):
    """What an office above has said of a record, as its row tells it.

    Attributes:
        short: a few words for the row.
        whole: all of it, a sentence for tool tip and screen reader.
        is_return: whether the record was sent back.
    """

    short: str
    whole: str
    is_return: bool


_SIGNS: Mapping[Stage, Sign] = {
    Stage.DRAFT: Sign("file-pen", "muted"),
    Stage.FINAL: Sign("lock", "muted"),
    Stage.PRINTED: Sign("printer", "muted"),
    Stage.STAMPED: Sign("stamp", "muted"),
    Stage.SUBMITTED: Sign("package", "info"),
    Stage.RETURNED: Sign("undo-2", "error"),
    Stage.ACCEPTED: Sign("circle-check", "success"),
}


def stage_of(record: Record) -> Stage:
    """How far a record has come; one that the store has not seen goes by its state."""
    if record.state is RecordState.FINAL and record.stage is Stage.DRAFT:
        return Stage.FINAL
    return record.stage


def sign_of(record: Record, open_points: OpenPoints | None, reply: RowReply | None = None) -> Sign:
    """The sign in front of a record: its stage or, for a draft, whether something is to do.

    One that was sent back bears that sign until it is final again.
    """
    if reply is not None and reply.is_return:
        return _SIGNS[Stage.RETURNED]
    if record.state is RecordState.FINAL:
        return _SIGNS[stage_of(record)]
    if open_points is None:
        return _SIGNS[Stage.DRAFT]
    return Sign("file-pen", "warning") if any(open_points) else Sign("circle-check", "success")


def state_words(
    record: Record, open_points: OpenPoints | None, reply: RowReply | None = None
) -> tuple[str, str]:
    """A record's second line: on the left what counts most now, on the right what goes with it.

    A draft has what is still to do; a final form its stage with the date; one that was sent back,
    until when an answer is wanted; one that was accepted, the day of that, not of the receipt's
    import.
    """
    if reply is None:
        return _own_words(record, open_points)
    is_draft = record.state is RecordState.DRAFT
    to_do = open_points.short_words if is_draft and open_points is not None else ""
    return reply.short, to_do or _revision_words(record)


def _own_words(record: Record, open_points: OpenPoints | None) -> tuple[str, str]:
    """As :func:`state_words`, whatever others have said."""
    revision = _revision_words(record)
    if record.state is RecordState.FINAL:
        return dated(stage_of(record), record.stage_at), revision
    draft = f"草稿 {revision}".strip()
    if open_points is None:
        return "", draft
    return open_points.short_words or "可以定稿", draft


def _revision_words(record: Record) -> str:
    return f"第 {record.revision} 版" if record.revision > 1 else ""


def spoken_words(
    record: Record, open_points: OpenPoints | None, reply: RowReply | None = None
) -> list[str]:
    """The same in whole, for tool tip and screen reader: the state comes first."""
    left, right = _own_words(record, open_points)
    left = reply.short if reply is not None and not reply.is_return else left
    words = [left, right] if record.state is RecordState.FINAL else [right, left]
    words += [_REPLACES] if record.revision > 1 else []
    return [*words, reply.whole.removesuffix("。")] if reply is not None else words


def dated(stage: Stage, at: datetime) -> str:
    """A stage with its day, such as ``已打印 3月8日``."""
    if at <= NEVER:
        return STAGE_NAMES[stage]
    return f"{STAGE_NAMES[stage]} {short_day(at)}"
