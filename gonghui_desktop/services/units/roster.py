"""The roster of units that may not be put forward again: read from lists, kept, found.

It is one list for all campaigns, which stays and grows: an entry counts from the campaign on in
which it was added, so that the 典型 of this year are barred in the next and not in this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange import roster_file
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.units.roster import RosterEntry
from gonghui_desktop.model.units.roster_list import (
    MOST_UNITS,
    ListedTable,
    ReadList,
    TooManyUnitsError,
    joined,
    read_list,
)
from gonghui_desktop.model.units.unit_names import unit_key
from gonghui_desktop.services.safekeeping.backups import Reason, back_up_before
from gonghui_desktop.services.units.list_files import Cancelled, tables_in
from gonghui_desktop.services.workspace import Workspace

_LONGEST_REASON = 60
_LONGEST_SOURCE = 100
_MOST_ENTRIES = 50_000


@dataclass(frozen=True)
class RosterChange:
    """What was done to the roster.

    Attributes:
        gone: entries that are not there any more.
        come: entries that are new.
    """

    gone: Sequence[RosterEntry] = ()
    come: Sequence[RosterEntry] = ()

    @property
    def back(self) -> RosterChange:
        """The way back."""
        return RosterChange(self.come, self.gone)


@dataclass(frozen=True)
class RosterImport:
    """What came of lists.

    Attributes:
        added: the new entries.
        explained: entries that were there without a reason and have one now.
        known: how many of the units stood on the roster before.
        notices: what a person should know of the lists, a sentence each.
        change: what was done.
    """

    added: Sequence[RosterEntry]
    explained: int
    known: int
    notices: tuple[str, ...]
    change: RosterChange

    @property
    def sentence(self) -> str:
        """What was done, in a sentence."""
        words = [f"已加入 {len(self.added)} 个单位"] if self.added else []
        words += [f"给 {self.explained} 个单位补上了原因"] if self.explained else []
        same = self.known - self.explained
        words += [f"{same} 个本来就在名单里，未改动"] if same else []
        return f"{'，'.join(words)}。"


def roster(ws: Workspace) -> list[RosterEntry]:
    """The roster as it counts in the campaign, in the order in which its entries came.

    Raises:
        StoreError: it cannot be read.
    """
    return [entry for entry in ws.reader.roster() if entry.campaign not in ws.later]


def read_roster_file(
    ws: Workspace, path: Path, reason: str = "", cancelled: Cancelled = lambda: False
) -> ReadList:
    """The units of a list in a file.

    Args:
        ws: the workspace.
        path: a spreadsheet, a text file or a Word file.
        reason: for those of which the list says none.
        cancelled: asked now and then; ``True`` ends the work.

    Raises:
        FileError: it cannot be read.
        InputError: it is no list, or none that can be read.
    """
    tables = tables_in(ws, path, cancelled)
    return _read(tables, path.stem, reason, f"{in_sentence(path.name)}：")


def read_roster_text(text: str, reason: str = "") -> ReadList:
    """The units of a list that was pasted or typed: a name a line, or a table.

    Raises:
        InputError: no unit is in it, or too many.
    """
    return _read(roster_file.text_tables(text), "", reason, "")


def add(ws: Workspace, *lists: tuple[ReadList, str]) -> RosterImport:
    """Adds the units of lists; one that stands on the roster already stays as it is.

    Args:
        ws: the workspace.
        lists: each with where it comes from, such as a file's name.

    Raises:
        InputError: the campaign is past, or the roster would become too long.
        StoreError: it cannot be stored; nothing has changed then.
    """
    _refuse_past(ws)
    whole = joined([listed for listed, _source in lists])
    if len(ws.store.roster()) + len(whole.units) > _MOST_ENTRIES:
        raise InputError(f"名单最多 {_MOST_ENTRIES} 个单位，请先删去不用的再导入。")
    back_up_before(ws, datetime.now(UTC), Reason.IMPORT)
    added, unexplained = ws.store.add_to_roster(
        ws.campaign.id,
        *((listed.units, in_sentence(source, _LONGEST_SOURCE)) for listed, source in lists),
    )
    numbers = {entry.number for entry in unexplained}
    explained = [entry for entry in ws.store.roster() if entry.number in numbers]
    return RosterImport(
        added,
        len(unexplained),
        len(whole.units) - len(added),
        whole.notices,
        RosterChange(unexplained, [*explained, *added]),
    )


def remove(ws: Workspace, entries: Sequence[RosterEntry]) -> RosterChange:
    """Takes entries off the roster.

    Raises:
        InputError: the campaign is past.
        StoreError: it cannot be stored; nothing has changed then.
    """
    _refuse_past(ws)
    ws.store.replace_roster(entries, ())
    return RosterChange(gone=entries)


def apply(ws: Workspace, change: RosterChange) -> None:
    """Does something to the roster again, or takes it back.

    Raises:
        StoreError: it cannot be stored; nothing has changed then.
    """
    ws.store.replace_roster(change.gone, change.come)


def named(ws: Workspace, name: str) -> list[RosterEntry]:
    """The entries of the unit of that name.

    Raises:
        InputError: there is none.
    """
    key = unit_key(name)
    found = [entry for entry in roster(ws) if key and unit_key(entry.name) == key]
    if not found:
        raise InputError(f"名单里没有“{in_sentence(name)}”，请用 roster 查看名单。")
    return found


def fault_of_reason(text: str) -> str:
    """What is wrong with a reason that somebody gives, a sentence; empty if nothing is."""
    if len(text) > _LONGEST_REASON:
        return f"原因最多 {_LONGEST_REASON} 字，请写短些，如“2015年典型”。"
    return ""


def _read(tables: Sequence[ListedTable], name: str, reason: str, begin: str) -> ReadList:
    if fault := fault_of_reason(reason):
        raise InputError(fault)
    try:
        listed = read_list(tables, name, reason.strip())
    except TooManyUnitsError:
        raise InputError(
            f"{begin}里面的单位超过 {MOST_UNITS} 个，不像名单，请核对；确实是的请分成几个文件。"
        ) from None
    if listed.units:
        return listed
    told = listed.notices[0] if listed.notices else ""
    raise InputError(
        f"{begin}没有找到单位名称。请在表格第一行写上“单位名称”，或每行写一个单位的全称。{told}"
    )


def _refuse_past(ws: Workspace) -> None:
    if ws.is_past:
        raise InputError(
            f"{ws.campaign.name}（{ws.campaign.id}）已是往届活动，名单不能再改，请先换到当前活动。"
        )
