"""Readers without a child, for tests of what a job makes of a file rather than of where it runs."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping

from gonghui_desktop.confined.jobs import Limits, Remedy, never
from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.strangers import JOBS


class ReadersHere(Readers):
    """Runs each job in the test's own process, without limits."""

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
        """The pieces of the answer, as the job gives them."""
        del limits, remedy
        assert not cancelled()
        yield from JOBS[job]()(data, parameters or {})
