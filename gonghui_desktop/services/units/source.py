"""What the indexes of units read: the workspace, as they see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.model.units.roster import RosterEntry

if TYPE_CHECKING:  # SQLAlchemy takes 0.3 s
    from gonghui_desktop.store.store import Store


class Reader(Protocol):
    """Read access to what is stored; each method as the store's of the same name."""

    def records(self, form: str | None = None, campaign: str | None = None) -> list[Record]:
        """Every record, or those of a form or campaign."""

    def counts_by_campaign(self) -> Mapping[str, int]:
        """Campaign id to the number of its records."""

    def definition(self, digest: str) -> str | None:
        """The definition of an edition as JSON."""

    def definitions(self, form: str) -> Sequence[str]:
        """Every kept definition of a form as JSON."""

    def roster(self) -> Sequence[RosterEntry]:
        """The roster of all campaigns."""

    def profile(self) -> Profile | None:
        """The reporting office."""

    def setting(self, key: str) -> str:
        """A setting's text."""


class Source(Protocol):
    """The workspace, as an index sees it."""

    @property
    def is_open(self) -> bool:
        """Whether the store has been opened."""

    @property
    def reader(self) -> Reader:
        """Read access that does not wait for the store."""

    @property
    def store(self) -> Store:
        """The store."""
