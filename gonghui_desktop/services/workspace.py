"""The program's open state: the campaign, the store and the printer."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.dates import day_in_china
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.services.catalogue import Catalogue
from gonghui_desktop.store.file.condition import UNKNOWN, Condition

if TYPE_CHECKING:  # whoever asks for them first pays: the first list waits for none of them
    from gonghui_desktop.confined.readers import Readers
    from gonghui_desktop.printing.printer import FormPrinter
    from gonghui_desktop.services.receiving.city.city_index import CityIndex
    from gonghui_desktop.services.units.alike import AlikeIndex
    from gonghui_desktop.services.units.barred import BarredIndex
    from gonghui_desktop.services.units.source import Reader
    from gonghui_desktop.store.store import Store

T = TypeVar("T")


class Lazy(Generic[T]):
    """A value made on first use, once, whichever threads ask.

    A failed attempt leaves nothing behind: the next one tries again.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = Lock()  # held while the value is being made, so others wait for that one
        self._value: T | None = None

    @property
    def if_made(self) -> T | None:
        """The value, or ``None`` before its first use; never waits."""
        return self._value

    def get(self) -> T:
        """The value; raises what making it raises."""
        with self._lock:
            if self._value is None:
                self._value = self._make()
            return self._value


def make_readers() -> Readers:
    """The readers of a workspace."""
    from gonghui_desktop.confined.readers import Readers  # noqa: PLC0415 -- no start needs it

    return Readers()


def lazy_readers() -> Lazy[Readers]:
    """The same, once somebody asks."""
    return Lazy(make_readers)


def _present() -> datetime:
    return datetime.now().astimezone()


class Workspace:
    """The program's open state, passed to every service function; thread-safe.

    Store and printer are made on first use: importing what they need takes longer than a window
    with its lists takes to appear.

    Args:
        campaign: the current campaign.
        open_store: opens the data.
        make_printer: makes the printer.
        snapshot: reads what is stored until the store is open; ``None`` if only that can.
        catalogue: every known campaign; by default the current one alone.
        folder: the data folder; ``None`` to do without files beside the store.
        readers: the children that read strangers' files, shared with whoever opens the store.

    Attributes:
        folder: the data folder.
        campaign: the campaign that is worked on or looked at.
        current: the campaign that counts now.
        catalogue: every known campaign.
        clock: the present moment, with time zone: the one clock of an office that receives, and of
            the window; another one may be put in its place.
        editions: form by campaign id and digest, of each edition that was asked for.
        is_looked_after: set once the data was looked at in this session.
        unknown_editions: digests of those whose definition was looked for in vain.
    """

    def __init__(
        self,
        campaign: Campaign,
        open_store: Callable[[], Store],
        make_printer: Callable[[], FormPrinter],
        snapshot: Reader | None = None,
        catalogue: Catalogue | None = None,
        folder: Path | None = None,
        readers: Lazy[Readers] | None = None,
    ) -> None:
        self.clock: Callable[[], datetime] = _present
        self.folder = folder
        self.campaign = campaign
        self.current = campaign
        self.catalogue = catalogue or Catalogue((campaign,))
        self.editions: dict[tuple[str, str], FormDefinition] = {}
        self.unknown_editions: set[str] = set()
        self.is_looked_after = Event()
        self._alike: dict[str, AlikeIndex] = {}
        self._barred: dict[tuple[str, frozenset[str]], BarredIndex] = {}
        self._city: dict[str, CityIndex] = {}
        self._store = Lazy(open_store)
        self._printer = Lazy(make_printer)
        self._readers = readers or lazy_readers()
        self._snapshot = snapshot

    @property
    def now(self) -> datetime:
        """The present moment by the workspace's clock, as it is stored."""
        return self.clock().astimezone(UTC)

    @property
    def today(self) -> date:
        """Today by the calendar of every deadline."""
        return day_in_china(self.clock())

    @property
    def store(self) -> Store:
        """The store.

        Raises:
            StoreError: the data folder cannot be used.
        """
        return self._store.get()

    @property
    def printer(self) -> FormPrinter:
        """The printer."""
        return self._printer.get()

    @property
    def readers(self) -> Readers:
        """The children that read strangers' files."""
        return self._readers.get()

    @property
    def reader(self) -> Reader:
        """Read access that does not wait for the store to open, where that can be.

        Raises:
            StoreError: the data folder cannot be used.
        """
        snapshot = self._snapshot
        if snapshot is None or self._store.if_made is not None:
            self._snapshot = None  # from now on only the store is up to date
            return self.store
        return snapshot

    @property
    def is_open(self) -> bool:
        """Whether the store has been opened."""
        return self._store.if_made is not None

    def open(self) -> None:
        """Opens the store now rather than on first use.

        Raises:
            StoreError: the data folder cannot be used.
        """
        self._store.get()

    @property
    def condition(self) -> Condition:
        """How the database was found; nothing is known before the store is open."""
        store = self._store.if_made
        return UNKNOWN if store is None else store.condition

    @property
    def read_only(self) -> str:
        """Why nothing can be changed at all, a sentence; empty where that is not so."""
        return self.condition.read_only

    @property
    def is_past(self) -> bool:
        """Whether the campaign is over: another one with a later deadline is current."""
        campaign, current = self.campaign, self.current
        return campaign.id != current.id and campaign.deadline < current.deadline

    @property
    def alike(self) -> AlikeIndex:
        """What the campaign's records have in common."""
        from gonghui_desktop.services.units.alike import AlikeIndex  # noqa: PLC0415 -- see above

        index = self._alike.get(self.campaign.id)
        if index is None or index.campaign is not self.campaign:
            index = self._alike[self.campaign.id] = AlikeIndex(self.campaign)
        return index

    @property
    def later(self) -> frozenset[str]:
        """Ids of the campaigns after this one."""
        own = (self.campaign.deadline, self.campaign.id)
        known = self.catalogue.campaigns
        return frozenset(each.id for each in known if (each.deadline, each.id) > own)

    @property
    def barred(self) -> BarredIndex:
        """Units that may not be put forward again in the campaign."""
        from gonghui_desktop.services.units.barred import BarredIndex  # noqa: PLC0415 -- see above

        key = (self.campaign.id, self.later)
        index = self._barred.get(key)
        if index is None or index.campaign is not self.campaign:
            index = self._barred[key] = BarredIndex(self.campaign, self.later)
        return index

    @property
    def city(self) -> CityIndex:
        """What was received in the campaign, and what its units have in common."""
        from gonghui_desktop.services.receiving.city.city_index import CityIndex  # noqa: PLC0415 -- see above

        index = self._city.get(self.campaign.id)
        if index is None or index.campaign is not self.campaign:
            index = self._city[self.campaign.id] = CityIndex(self.campaign)
        return index

    def forget_alike(self) -> None:
        """Lets all that be read again: another program has written."""
        self._alike.clear()
        self._barred.clear()
        self._city.clear()

    def viewing(self, campaign: Campaign) -> Workspace:
        """The same store and printer, looking at another campaign."""
        view = copy(self)
        view.campaign = campaign
        return view

    def working_on(self, campaign: Campaign) -> Workspace:
        """The same store and printer, with another campaign current."""
        view = self.viewing(campaign)
        view.current = campaign
        return view

    def close(self) -> None:
        """Closes the store if it was opened, and ends what reads for it."""
        readers = self._readers.if_made
        if readers is not None:
            readers.close()
        store = self._store.if_made
        if store is not None:
            store.close()
