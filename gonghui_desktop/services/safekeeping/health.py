"""Whether the data is as it was left, looked at in the background after the start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gonghui_desktop.errors import StoreError
from gonghui_desktop.model.dates import written_moment
from gonghui_desktop.services.record_names import record_title
from gonghui_desktop.services.safekeeping.backups import Backup, newest_good
from gonghui_desktop.services.safekeeping.damaged import DamagedRecord, damaged, title_of
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.file.place import is_on_network
from gonghui_desktop.store.file.stopping import Progress, no_progress

_CHANGED = "数据文件在本程序之外被改动过，或者有损坏。请核对申报表；不对时，可以恢复备份。"
_DAMAGED = "数据文件有损坏，有的申报表可能看不到或不完整，完好的可以照常使用。请恢复备份。"

_MOST_NAMES = 3


@dataclass(frozen=True)
class Health:
    """What is to be told about the data, once.

    Attributes:
        notes: sentences that need no action.
        damage: what is wrong with the data, a sentence; empty if nothing is.
        backup: the newest good backup, where something is wrong.
        mendable: numbers of damaged records whose last good version can be had back, see
            :mod:`gonghui_desktop.services.safekeeping.damaged`.
    """

    notes: tuple[str, ...] = ()
    damage: str = ""
    backup: Backup | None = None
    mendable: tuple[int, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that is to be told."""
        if not self.damage:
            return self.notes
        offer = ""
        if self.backup is not None:
            made = self.backup
            offer = f"最近的完好备份：{written_moment(made.at)}，{made.records} 份申报表。"
        return (*self.notes, self.damage + offer)


def look_after(
    ws: Workspace,
    progress: Progress = no_progress,
    on_network: Callable[[Path], bool] = is_on_network,
) -> Health:
    """Looks whether the data is whole; quick, where it is to the byte as it was left.

    Args:
        ws: the workspace.
        progress: called while it works; what it raises goes through.
        on_network: whether a folder lies on a network share.

    Raises:
        StoreError: the data cannot be read now, such as on a disk that is gone.
    """
    store = ws.store
    condition = store.condition
    notes = list(condition.notes)
    if on_network(store.folder):
        notes.append(
            f"数据文件夹“{store.folder}”在网络盘上，断网或两台电脑同时使用时可能丢失内容。"
            "请改用本机的文件夹存放数据，网络盘用来存备份。"
        )
    damage, mendable = _damage(ws, progress)
    backup = newest_good(store.folder) if damage else None
    return Health(tuple(notes), damage, backup, mendable)


def _damage(ws: Workspace, progress: Progress) -> tuple[str, tuple[int, ...]]:
    """What is wrong with the data, and which damaged records can be mended."""
    store, condition = ws.store, ws.store.condition
    told = ""
    doubtful: list[str] = []
    broken: list[DamagedRecord] = []
    if condition.is_intact is not True and not condition.read_only:
        if store.is_damaged(progress):
            told = _DAMAGED
        elif condition.is_intact is False:
            told = _CHANGED
        with suppress(StoreError):  # pages that cannot be read at all: told without a name
            doubtful = [record_title(ws, record) for record in store.doubtful()]
    with suppress(StoreError):
        broken = damaged(ws)
    mendable = tuple(each.number for each in broken if each.last_good is not None)
    if told == _DAMAGED or condition.read_only:
        mendable = ()
    if broken and told != _DAMAGED:
        rest = "其余的请核对后使用。" if told else "其余的可以照常使用。"
        back = "最后完好的内容还在，可以恢复。" if mendable else "可以恢复备份。"
        told = _named("有申报表已损坏，读不出来", [title_of(ws, each) for each in broken])
        told += back + rest
    if doubtful and not told:
        told = _CHANGED
    return told + _named("与历史记录不一致的", doubtful), mendable


def _named(what: str, titles: Sequence[str]) -> str:
    if not titles:
        return ""
    more = f"等 {len(titles)} 份" if len(titles) > _MOST_NAMES else ""
    return f"{what}：{'、'.join(titles[:_MOST_NAMES])}{more}。"
