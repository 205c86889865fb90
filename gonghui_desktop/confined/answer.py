"""The answer to one request while it comes: between the thread that reads it and who asked."""

from __future__ import annotations

import time
from collections import deque
from threading import Condition

_MOST_WAITING = 4  # pieces; a child that is faster than who asked waits


class Answer:
    """Pieces on their way, and how it ended; thread-safe."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._pieces: deque[bytes] = deque()
        self._end: Exception | None = None
        self._is_over = False

    def put(self, piece: bytes) -> None:
        """Hands over a piece; waits while many are not taken yet, unless it is over."""
        with self._changed:
            while len(self._pieces) >= _MOST_WAITING and not self._is_over:
                self._changed.wait()
            if not self._is_over:
                self._pieces.append(piece)
            self._changed.notify_all()

    def end(self, fault: Exception | None = None) -> None:
        """Nothing more comes; the first end counts.

        Args:
            fault: raised where the next piece would be taken; ``None`` for a whole answer.
        """
        with self._changed:
            if not self._is_over:
                self._is_over, self._end = True, fault
            self._changed.notify_all()

    def take(self, seconds: float) -> bytes | None:
        """The next piece; ``None`` where none has come in that time.

        Raises:
            EOFError: there are no more.
            Exception: the fault that it ended with.
        """
        until = time.monotonic() + seconds
        with self._changed:
            while not self._pieces and not self._is_over:
                left = until - time.monotonic()
                if left <= 0:
                    return None
                self._changed.wait(left)
            if self._end is not None:
                try:
                    raise self._end
                finally:  # with this frame in its traceback it would hold itself, and the file
                    self._end = None
            if not self._pieces:
                raise EOFError
            piece = self._pieces.popleft()
            self._changed.notify_all()
            return piece
