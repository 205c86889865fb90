"""A stack of papers: what was received is read once, and again only when something has come."""

from __future__ import annotations

from threading import Lock

from gonghui_desktop.services.receiving.papers.cover_paper import Covers
from gonghui_desktop.services.receiving.papers.paper import tick
from gonghui_desktop.services.receiving.papers.paper_index import Papers
from gonghui_desktop.services.receiving.papers.paper_match import PaperCount, PaperMatch
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.receiving.submissions import Seen

_Mark = tuple[int, Seen]


class PaperDesk:
    """As :mod:`gonghui_desktop.services.receiving.papers.paper`, for one paper after the other.

    Thread-safe, and not for the GUI thread.

    Args:
        ws: the workspace.
    """

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._lock = Lock()
        self._covers = Covers()
        self._papers: Papers | None = None
        self._read_at: _Mark | None = None

    def match(self, text: str) -> PaperMatch:
        """What a paper is, by the code on it; nothing is noted.

        Raises:
            InputError: it is no code, or one's own office receives nothing.
            StoreError: what was received cannot be read.
        """
        with self._lock:
            return self._current().match(text)

    def count(self) -> PaperCount:
        """How many stamped papers of what counts were there.

        Raises:
            InputError: one's own office receives nothing.
            StoreError: it cannot be read.
        """
        with self._lock:
            return self._current().count()

    def tick(self, match: PaperMatch) -> bool:
        """Ticks the paper off, unless it is; whether it was ticked off now.

        Raises:
            InputError: one's own office receives nothing.
            StoreError: it cannot be noted.
        """
        with self._lock:
            papers, (turn, seen) = self._current(), self._mark()
            is_new = tick(self._ws, match)
            if is_new and match.record and self._mark() == (turn + 1, seen):
                papers.note(match.record.record.id, match.record.fingerprint)
                self._read_at = (turn + 1, seen)  # nothing but this tick has changed
            return is_new

    def _current(self) -> Papers:
        now = self._mark()
        if self._papers is None or now != self._read_at:
            self._papers, self._read_at = Papers(self._ws, self._covers), now
        return self._papers

    def _mark(self) -> _Mark:
        received = self._ws.store.received
        return received.turn(), received.seen()
