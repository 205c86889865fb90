"""What every service works with: the campaign, the store and the printer."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from gonghui_desktop.model.campaign import Campaign
from gonghui_desktop.model.record import Profile, Record

if TYPE_CHECKING:  # ReportLab and SQLAlchemy take 0.3 s; whoever asks for them first pays
    from gonghui_desktop.printing.printer import FormPrinter
    from gonghui_desktop.store.store import Store


class Reader(Protocol):
    """What is stored, to be read; each method as the store's of the same name."""

    def records(self, form: str | None = None) -> list[Record]:
        """Every record, or one form's."""

    def profile(self) -> Profile | None:
        """Who reports."""

    def setting(self, key: str) -> str:
        """A setting's text."""


class Workspace:
    """The program's open state, handed to every service function; any thread may use it.

    Store and printer are made when they are first asked for: what they import takes longer than
    a window with its lists takes to appear.

    Args:
        campaign: the forms.
        open_store: opens the data.
        make_printer: makes the printer.
        snapshot: reads what is stored until the store is open; ``None`` if only that can.
    """

    def __init__(
        self,
        campaign: Campaign,
        open_store: Callable[[], Store],
        make_printer: Callable[[], FormPrinter],
        snapshot: Reader | None = None,
    ) -> None:
        self.campaign = campaign
        self._open_store = open_store
        self._make_printer = make_printer
        self._snapshot = snapshot

    @cached_property  # two threads that ask at once get the same one (up to Python 3.11)
    def store(self) -> Store:
        """The store.

        Raises:
            StoreError: the data folder cannot be used.
        """
        return self._open_store()

    @cached_property
    def printer(self) -> FormPrinter:
        """The printer."""
        return self._make_printer()

    @property
    def reader(self) -> Reader:
        """The store for who only reads: without waiting for it to open, where that can be.

        Raises:
            StoreError: the data folder cannot be used.
        """
        snapshot = self._snapshot
        if snapshot is None or "store" in vars(self):
            self._snapshot = None  # from now on the store alone knows
            return self.store
        return snapshot

    def close(self) -> None:
        """Closes the store if it was opened."""
        if "store" in vars(self):
            self.store.close()
