"""Which version's news have been told to whoever works with the data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gonghui_desktop import __version__
from gonghui_desktop.services import reporter
from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.services.workspace import Workspace

_TOLD = "news.version"
_SHOWN = "news.shown"  # the version, and at how many starts
_MOST_STARTS = 3


def is_updated(ws: Workspace) -> bool:
    """Whether the data was worked with by an older version last, whose user has to be told.

    The first version noted nothing. A newer one's user, who is back at this one, knows.
    """
    told = setting(ws, _TOLD)
    if not told:
        return not reporter.is_asked_for(ws)
    return _numbers(told) < _numbers(__version__)


@contextmanager
def first_work(ws: Workspace) -> Iterator[None]:
    """Notes this version as the first one if what is done meanwhile is the first with the data.

    So that its window, when it is opened for the first time, does not say that it was updated.

    Raises:
        StoreError: it cannot be stored.
    """
    is_new = not setting(ws, _TOLD) and reporter.is_asked_for(ws)
    yield
    if is_new and not reporter.is_asked_for(ws):
        note_told(ws)


def note_told(ws: Workspace) -> None:
    """Notes that this version's news have been told, or are none, as at the first start.

    Raises:
        StoreError: it cannot be stored.
    """
    keep_settings(ws, {_TOLD: __version__})


def note_shown(ws: Workspace) -> None:
    """Notes that this version's news were announced at one more start; after three they are told.

    Raises:
        StoreError: it cannot be stored.
    """
    version, _, count = setting(ws, _SHOWN).partition(" ")
    known = version == __version__ and count.isdecimal()
    starts = 1 + (int(count[:3]) if known else 0)
    keep_settings(ws, {_SHOWN: f"{__version__} {starts}"})
    if starts >= _MOST_STARTS:
        note_told(ws)


def _numbers(version: str) -> tuple[int, ...]:
    """A version's numbers; what is stored may have come from anywhere."""
    parts = version[:40].split(".")
    return tuple(int(part) for part in parts) if all(map(str.isdecimal, parts)) else ()
