"""核对纸质件: a stamped paper beside what was received, by its QR code or by comparing the values.

Only the 128 bits of a QR code, or a person who has compared paper and screen, say “the same”: the
short code finds what the paper may be. Where it is the same, the paper is ticked off, whether its
package is accepted yet or not; a tick stays with id and contents of the record, so that the next
package needs no new paper for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gonghui_desktop.model.comparison import Difference
from gonghui_desktop.model.paper_codes import ScannedCode, ShortCode, read_paper_code
from gonghui_desktop.model.receiving.submissions import (
    COUNTING,
    ReceivedRecord,
    SubmissionAction,
    SubmissionState,
)
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.receiving.cover_paper import cover_of
from gonghui_desktop.services.receiving.office_table import papers_seen
from gonghui_desktop.services.receiving.paper_match import PaperCount, PaperMatch, PaperResult
from gonghui_desktop.services.receiving.received import Look, received_packages
from gonghui_desktop.services.record_texts import record_differences
from gonghui_desktop.services.workspace import Workspace

_TICKED = (SubmissionState.ACCEPTED, SubmissionState.RECEIVED, SubmissionState.RETURNED)
_ORDER = (*_TICKED, SubmissionState.CONFLICT, SubmissionState.PENDING, SubmissionState.OLDER)


def match_paper(ws: Workspace, text: str) -> PaperMatch:
    """What a paper is, by the code on it; nothing is noted. Not for the GUI thread.

    Args:
        ws: the workspace.
        text: what the scanner has typed, or the short code.

    Raises:
        InputError: it is no code, or one's own office receives nothing.
        StoreError: what was received cannot be read.
    """
    code = read_paper_code(text)
    papers = _Papers(ws)
    if isinstance(code, ShortCode):
        return papers.typed(code)
    if code.is_package:
        return cover_of(papers.looks, code)
    return papers.scanned(code)


def compared(match: PaperMatch) -> PaperMatch:
    """A paper that a person has compared with what is shown, and found the same.

    Raises:
        ValueError: there was nothing to compare.
    """
    if match.result is not PaperResult.COMPARE or match.look is None:
        raise ValueError("nothing was to be compared")
    is_accepted = match.look.state is SubmissionState.ACCEPTED
    return replace(match, result=PaperResult.SAME if is_accepted else PaperResult.NOT_ACCEPTED)


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
    ws.store.received.note(number, SubmissionAction.PAPER, record=record)
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
    return _Papers(ws).count()


def shown_values(ws: Workspace, received: ReceivedRecord) -> list[tuple[str, str]]:
    """Label and text of each printed field, in the order of the paper, to be compared with it."""
    form = form_of(ws, received.record)
    return [
        (field.label, field.type.show(received.record.value(field.id)))
        for field in form.fields
        if field.printed
    ]


class _Papers:
    """Every record that was received, with what counts of it."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        # Of a record that came in a report, the report's copy is the one that counts.
        self.looks = sorted(
            received_packages(ws), key=lambda look: look.submission.within is not None
        )
        events = ws.store.received.events(ws.campaign.id)
        records = {look.submission.number: look.records for look in self.looks}
        self._seen = papers_seen(events, records)

    def scanned(self, code: ScannedCode) -> PaperMatch:
        """What a QR code names."""
        found = [
            (look, each)
            for look in self.looks
            for each in look.records
            if each.fingerprint.startswith(code.half) and each.record.code_version == code.version
        ]
        if not found:
            return PaperMatch(PaperResult.UNKNOWN, page=code.page, pages=code.pages)
        return self._resolved(*self._best(found), page=code.page, pages=code.pages)

    def typed(self, code: ShortCode) -> PaperMatch:
        """What a short code may mean."""
        texts: dict[str, list[tuple[Look, ReceivedRecord]]] = {}
        for look in self.looks:
            for each in look.records:
                if each.check_code == code.code:
                    texts.setdefault(each.fingerprint, []).append((look, each))
        if not texts:
            return PaperMatch(PaperResult.UNKNOWN)
        found = [self._to_compare(*self._best(group)) for group in texts.values()]
        found.sort(key=lambda match: match.result is not PaperResult.COMPARE)
        first, *others = found
        return replace(first, candidates=tuple(others))

    def count(self) -> PaperCount:
        """How many papers of what counts were there."""
        counting = {
            (each.record.id, each.fingerprint)
            for look in self.looks
            if look.state in COUNTING and look.submission.within is None
            for each in look.records
        }
        return PaperCount(len(counting & self._seen), len(counting))

    def _best(self, found: Sequence[tuple[Look, ReceivedRecord]]) -> tuple[Look, ReceivedRecord]:
        """Of packages that hold the same text the one that counts most."""
        return min(found, key=lambda each: _ORDER.index(each[0].state))

    def _to_compare(self, look: Look, received: ReceivedRecord) -> PaperMatch:
        match = self._resolved(look, received)
        return replace(match, result=PaperResult.COMPARE) if match.can_tick else match

    def _resolved(
        self, look: Look, received: ReceivedRecord, page: int = 0, pages: int = 0
    ) -> PaperMatch:
        """What a paper with this text is."""
        is_ticked = (received.record.id, received.fingerprint) in self._seen
        result, counting = PaperResult.NOT_ACCEPTED, look
        fields: tuple[Difference, ...] = ()
        if look.state is SubmissionState.ACCEPTED:
            result = PaperResult.SAME
        elif look.state is SubmissionState.OLDER:
            result, counting, fields = self._other(look, received)
        can_tick = look.state in _TICKED
        return PaperMatch(result, counting, received, fields, is_ticked, can_tick, page, pages)

    def _other(
        self, look: Look, received: ReceivedRecord
    ) -> tuple[PaperResult, Look, tuple[Difference, ...]]:
        """What counts in the place of a text that does not."""
        for each in self.looks:
            for other in each.records if each.state in COUNTING else ():
                if other.record.id != received.record.id:
                    continue
                fields = record_differences(self._ws, received.record, other.record)
                is_older = received.record.revision < other.record.revision
                return PaperResult.OLDER if is_older else PaperResult.DIFFERS, each, fields
        return PaperResult.OLDER, look, ()
