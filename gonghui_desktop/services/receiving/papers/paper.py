"""核对纸质件: a stamped paper beside what was received, by its QR code or by comparing the values.

Only the 128 bits of a QR code, or a person who has compared paper and screen, say “the same”: the
short code finds what the paper may be. Where it is the same, the paper is ticked off, whether its
package is accepted yet or not; a tick stays with id and contents of the record, so that the next
package needs no new paper for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.comparison import difference
from gonghui_desktop.model.receiving.submissions import (
    ReceivedRecord,
    SubmissionAction,
    SubmissionState,
)
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.receiving.papers.paper_index import Papers
from gonghui_desktop.services.receiving.papers.paper_match import (
    PaperCount,
    PaperMatch,
    PaperResult,
)
from gonghui_desktop.services.workspace import Workspace


def match_paper(ws: Workspace, text: str) -> PaperMatch:
    """What a paper is, by the code on it; nothing is noted. Not for the GUI thread.

    Args:
        ws: the workspace.
        text: what the scanner has typed, or the short code.

    Raises:
        InputError: it is no code, or one's own office receives nothing.
        StoreError: what was received cannot be read.
    """
    return Papers(ws).match(text)


def compared(match: PaperMatch) -> PaperMatch:
    """A paper that a person has compared with what is shown, and found the same.

    Raises:
        ValueError: there was nothing to compare.
    """
    if match.result is not PaperResult.COMPARE or match.look is None:
        raise ValueError("nothing was to be compared")
    is_accepted = match.look.state is SubmissionState.ACCEPTED
    return replace(match, result=PaperResult.SAME if is_accepted else PaperResult.NOT_ACCEPTED)


def differing(ws: Workspace, match: PaperMatch, fields: Sequence[str]) -> PaperMatch:
    """A paper that a person has compared with what is shown, and found to differ.

    Args:
        ws: the workspace.
        match: what was shown.
        fields: ids of the fields that differ; what the paper says there is not known.

    Raises:
        InputError: the form has no such field.
        ValueError: there was nothing to compare.
    """
    if match.result is not PaperResult.COMPARE or match.record is None:
        raise ValueError("nothing was to be compared")
    record = match.record.record
    form = form_of(ws, record)
    for each in fields:
        if not form.has_field(each):
            raise InputError(f"{form.number}没有“{in_sentence(each)}”这一栏。")
    found = tuple(
        difference(each.id, each.label, "", each.type.show(record.value(each.id)))
        for each in map(form.field, fields)
    )
    return replace(match, result=PaperResult.DIFFERS, fields=found, can_tick=False)


def tick(ws: Workspace, match: PaperMatch) -> bool:
    """Ticks the paper off, unless it is; writes to the store.

    Returns:
        Whether it was ticked off now.

    Raises:
        StoreError: it cannot be noted.
    """
    if not is_same(match) or match.is_ticked:
        return False
    assert match.look is not None
    assert match.record is not None
    number, record = match.look.submission.number, match.record.record.id
    ws.store.received.note(number, SubmissionAction.PAPER, record=record, at=ws.now)
    return True


def is_same(match: PaperMatch) -> bool:
    """Whether the paper says what was received and counts, so that it is ticked off."""
    return match.can_tick and match.result in (PaperResult.SAME, PaperResult.NOT_ACCEPTED)


def why_not_noted(ws: Workspace) -> str:
    """Why no paper can be ticked off, a sentence; empty if it can."""
    if ws.is_past:
        return "这是往届活动，只能查看，请先换到当前活动再核对。"
    return "现在的数据只能查看，请在能保存数据的窗口里再核对。" if ws.read_only else ""


def paper_count(ws: Workspace) -> PaperCount:
    """How many stamped papers of what counts were there; not for the GUI thread.

    Raises:
        InputError: one's own office receives nothing.
        StoreError: it cannot be read.
    """
    return Papers(ws).count()


def shown_values(ws: Workspace, received: ReceivedRecord) -> list[tuple[str, str]]:
    """Label and text of each printed field, in the order of the paper, to be compared with it."""
    form = form_of(ws, received.record)
    return [
        (field.label, field.type.show(received.record.value(field.id)))
        for field in form.fields
        if field.printed
    ]
