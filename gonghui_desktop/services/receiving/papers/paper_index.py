"""What a paper may be, looked up among everything that was received."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from gonghui_desktop.model.comparison import Difference
from gonghui_desktop.model.paper_codes import HALF, ScannedCode, ShortCode, read_paper_code
from gonghui_desktop.model.receiving.submissions import (
    COUNTING,
    ReceivedRecord,
    SubmissionState,
)
from gonghui_desktop.services.receiving.office_table import papers_seen
from gonghui_desktop.services.receiving.papers.cover_paper import Covers
from gonghui_desktop.services.receiving.papers.paper_match import (
    PaperCount,
    PaperMatch,
    PaperResult,
)
from gonghui_desktop.services.receiving.received import Look, received_packages
from gonghui_desktop.services.record_texts import record_differences
from gonghui_desktop.services.workspace import Workspace

_TICKED = (SubmissionState.ACCEPTED, SubmissionState.RECEIVED, SubmissionState.RETURNED)
_ORDER = (*_TICKED, SubmissionState.CONFLICT, SubmissionState.PENDING, SubmissionState.OLDER)

_Found = tuple[Look, ReceivedRecord]


class Papers:
    """Every record that was received, read once, with what counts of it; not for the GUI thread.

    Args:
        ws: the workspace.
        covers: what is known of the packages' covers; nothing, if not given.

    Raises:
        InputError: one's own office receives nothing.
        StoreError: what was received cannot be read.
    """

    def __init__(self, ws: Workspace, covers: Covers | None = None) -> None:
        self._ws = ws
        self._covers = covers or Covers()
        # Of a record that came in a report, the report's copy is the one that counts.
        self._looks = sorted(
            received_packages(ws), key=lambda look: look.submission.within is not None
        )
        events = ws.store.received.events(ws.campaign.id)
        records = {look.submission.number: look.records for look in self._looks}
        self._seen = papers_seen(events, records)

    def match(self, text: str) -> PaperMatch:
        """What a paper is, by the code on it.

        Raises:
            InputError: it is no code.
        """
        code = read_paper_code(text)
        if isinstance(code, ShortCode):
            return self._typed(code)
        if code.is_package:
            return self._covers.match(self._by_digest, code)
        return self._scanned(code)

    def note(self, record: str, fingerprint: str) -> None:
        """Takes in that the paper of a record's text was ticked off."""
        self._seen = self._seen | {(record, fingerprint)}

    def count(self) -> PaperCount:
        """How many papers of what counts were there."""
        return PaperCount(len(self._counting & self._seen), len(self._counting))

    def _scanned(self, code: ScannedCode) -> PaperMatch:
        """What a QR code names."""
        found = [
            (look, each)
            for look, each in self._by_half.get(code.half, ())
            if each.record.code_version == code.version
        ]
        if not found:
            return PaperMatch(PaperResult.UNKNOWN, page=code.page, pages=code.pages)
        return self._resolved(*self._best(found), page=code.page, pages=code.pages)

    def _typed(self, code: ShortCode) -> PaperMatch:
        """What a short code may mean."""
        texts: dict[str, list[_Found]] = {}
        for look, each in self._by_short.get(code.code, ()):
            texts.setdefault(each.fingerprint, []).append((look, each))
        if not texts:
            return PaperMatch(PaperResult.UNKNOWN)
        found = [self._to_compare(*self._best(group)) for group in texts.values()]
        found.sort(key=lambda match: match.result is not PaperResult.COMPARE)
        first, *others = found
        return replace(first, candidates=tuple(others))

    @cached_property
    def _by_digest(self) -> Mapping[str, Look]:
        """Digest of a file to its package, the newest first."""
        found: dict[str, Look] = {}
        for look in sorted(self._looks, key=lambda look: -look.submission.number):
            found.setdefault(look.submission.digest, look)
        return found

    @cached_property
    def _by_half(self) -> Mapping[str, Sequence[_Found]]:
        return self._by(lambda each: each.fingerprint[:HALF])

    @cached_property
    def _by_short(self) -> Mapping[str, Sequence[_Found]]:
        return self._by(lambda each: each.check_code)

    @cached_property
    def _counting(self) -> frozenset[tuple[str, str]]:
        """Id and contents of each record that counts."""
        return frozenset(
            (each.record.id, each.fingerprint)
            for look in self._looks
            if look.state in COUNTING and look.submission.within is None
            for each in look.records
        )

    def _by(self, key: Callable[[ReceivedRecord], str]) -> Mapping[str, Sequence[_Found]]:
        found: dict[str, list[_Found]] = {}
        for look in self._looks:
            for each in look.records:
                found.setdefault(key(each), []).append((look, each))
        return found

    def _best(self, found: Sequence[_Found]) -> _Found:
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
        for each in self._looks:
            for other in each.records if each.state in COUNTING else ():
                if other.record.id != received.record.id:
                    continue
                fields = record_differences(self._ws, received.record, other.record)
                is_older = received.record.revision < other.record.revision
                return PaperResult.OLDER if is_older else PaperResult.DIFFERS, each, fields
        return PaperResult.OLDER, look, ()
