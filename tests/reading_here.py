"""Readers without a child, for tests of what is made of an answer, wherever it comes from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterator, Mapping

from gonghui_desktop.confined.jobs import Limits, Remedy, never
from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.strangers import JOBS


class ReadersWithoutChild(ABC, Readers):
    """Answers by itself."""

    def ask(
        self,
        job: str,
        data: bytes,
        parameters: Mapping[str, object] | None = None,
        *,
        cancelled: Callable[[], bool] = never,
        limits: Limits | None = None,
        remedy: Remedy | None = None,
    ) -> Generator[bytes]:
        """As :meth:`answer`."""
        del limits, remedy
        yield from self.answer(job, data, parameters or {}, cancelled)

    @abstractmethod
    def answer(
        self,
        job: str,
        data: bytes,
        parameters: Mapping[str, object],
        cancelled: Callable[[], bool],
    ) -> Iterator[bytes]:
        """The pieces of the answer."""


class ReadersHere(ReadersWithoutChild):
    """Runs each job in the test's own process, without limits."""

    def answer(
        self,
        job: str,
        data: bytes,
        parameters: Mapping[str, object],
        cancelled: Callable[[], bool],
    ) -> Iterator[bytes]:
        """The pieces of the answer, as the job gives them."""
        assert not cancelled()
        yield from JOBS[job]()(data, parameters)
