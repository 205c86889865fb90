"""Whether a short message is enough for a return or a receipt that came in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from gonghui_desktop.model.replies import ReplyKind
from gonghui_desktop.services.imports.outcomes import ImportOutcome
from gonghui_desktop.services.replies import RecordHere, ReplyTaken
from gonghui_desktop.services.reply_words import reply_words
from gonghui_desktop.ui.widgets.banner import Kind


class ReplyNews(NamedTuple):
    """A message.

    Attributes:
        kind: of the message.
        text: the message.
    """

    kind: Kind
    text: str


def reply_news(outcomes: Sequence[ImportOutcome], today: date) -> ReplyNews | None:
    """What is told of a single reply to records that are all here as they were handed in.

    Args:
        outcomes: what came of the files.
        today: the present day.

    Returns:
        The message; ``None`` where the clerk has to look at more.
    """
    if not outcomes or outcomes[0].reply is None:
        return None
    taken, *told = outcomes
    if any(each.said is None or each.said.here is not RecordHere.SAME for each in told):
        return None
    assert taken.reply is not None
    is_plain = taken.reply.is_new and not taken.reply.is_older
    text = f"{reply_words(taken.reply.reply, today)}。" if is_plain else taken.message
    return ReplyNews(_kind(taken.reply), text)


def _kind(taken: ReplyTaken) -> Kind:
    if not taken.is_new:
        return "info"
    is_return = taken.reply.kind is ReplyKind.RETURN
    return "warning" if is_return or taken.is_older else "success"
