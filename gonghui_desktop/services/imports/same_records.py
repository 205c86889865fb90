"""Records with the very same values: those that are there already when others come in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gonghui_desktop.model.dates import written_moment
from gonghui_desktop.model.forms.edition import Definition
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.stages import STAGE_NAMES
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import NewRecord

_Key = tuple[str, str, frozenset[tuple[str, str]]]
"""Campaign, form and values that are not empty."""


class Place(StrEnum):
    """Where a record with the same values stands.

    Attributes:
        LIST: among the campaign's records.
        FILE: earlier in the file that is read.
        BIN: in the bin; it keeps nothing out.
    """

    LIST = "list"
    FILE = "file"
    BIN = "bin"


@dataclass(frozen=True)
class Twin:
    """A record with the very same values as one that is to come in.

    Attributes:
        place: where it stands.
        where: the same in Chinese, such as ``名单里的一份（草稿，2017年3月2日 10:05 新建）``.
        record_id: its id; empty for one of the file, which has none yet.
        number: of one of the file, among what :meth:`SameRecords.note` was told; else 0.
    """

    place: Place
    where: str
    record_id: str = ""
    number: int = 0


@dataclass(frozen=True)
class LeftOut:
    """A record that was not taken in because of its twin, to be taken in all the same.

    Attributes:
        new: what the store would add.
        definition: of its form.
    """

    new: NewRecord
    definition: Definition


class SameRecords:
    """Finds records of the very same values on the same form.

    Only values count: a reason, a date or a stage makes no other form.

    Args:
        ws: the workspace.
        campaigns: ids of the campaigns whose records count.
    """

    def __init__(self, ws: Workspace, campaigns: Iterable[str]) -> None:
        self._listed: dict[_Key, Record] = {}
        self._binned: dict[_Key, Twin] = {}
        self._noted: dict[_Key, Twin] = {}
        self._count = 0
        for campaign in set(campaigns):
            for record in ws.store.records(campaign=campaign):
                self._listed.setdefault(_key(campaign, record.form, record.values), record)
            for each in ws.store.binned(campaign):
                key = _key(campaign, each.record.form, each.record.values)
                where = f"回收站里的一份（{written_moment(each.deleted_at)} 删除）"
                self._binned.setdefault(key, Twin(Place.BIN, where, each.record.id))

    def of(self, new: NewRecord) -> Twin | None:
        """The twin of a record that is to come in; one in the bin only where there is no other."""
        key = _key(new.campaign, new.form, new.values)
        if (record := self._listed.get(key)) is not None:
            made = written_moment(record.created_at)
            where = f"名单里的一份（{STAGE_NAMES[record.stage]}，{made} 新建）"
            return Twin(Place.LIST, where, record.id)
        return self._noted.get(key) or self._binned.get(key)

    def note(self, new: NewRecord, where: str) -> None:
        """Notes a record of the file that comes in: later ones may be its twins."""
        self._count += 1
        twin = Twin(Place.FILE, where, number=self._count)
        self._noted.setdefault(_key(new.campaign, new.form, new.values), twin)


def _key(campaign: str, form: str, values: Mapping[str, str]) -> _Key:
    return campaign, form, frozenset(pair for pair in values.items() if pair[1])
