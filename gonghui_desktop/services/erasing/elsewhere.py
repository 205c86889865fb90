"""What the program has written outside of its data folder, as far as it knows."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from gonghui_desktop.model.dates import written_moment
from gonghui_desktop.services.safekeeping.saved_backups import saved_backups
from gonghui_desktop.services.submissions.sent_packages import Outgoing, outgoing
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.receiving.package_files import place_of

PAPERS = "打印的纸质表、存出的 PDF 和 Word 文件、发出的邮件里还有，请自己收好或销毁。"
COPIES = "另存或拷到 U 盘、网络盘、别的电脑上的备份里还有，不需要了请自己删除。"
ABOVE = "上级单位收到的报送包里还有，要撤回请与上级单位联系。"


class Kind(StrEnum):
    """What something that remains is; the value is what ``--json`` says."""

    BACKUP = "backup"
    """A backup that could not be written anew."""
    FILE = "file"
    """A file of the data folder that was set aside, or could not be removed."""
    PACKAGE = "package"
    RECEIVED = "received_package"
    """A package from below that is kept as it came, with what stands of it in the database."""
    SAVED = "saved_backup"
    """A backup that was written to a place of the user's."""
    OTHER = "other"
    """A file in the data folder that is not the program's."""
    ADVICE = "advice"
    """What the program cannot know."""


@dataclass(frozen=True)
class Remaining:
    """Something that is not erased with the rest.

    Attributes:
        kind: what it is.
        words: a sentence for people.
        path: the file, as far as it is known.
    """

    kind: Kind
    words: str
    path: Path | None = None


ADVICE = tuple(Remaining(Kind.ADVICE, words) for words in (ABOVE, COPIES, PAPERS))
"""What is true wherever the data was."""


def elsewhere(ws: Workspace, ids: Collection[str] | None = None) -> list[Remaining]:
    """What remains outside of the data folder.

    Args:
        ws: the workspace.
        ids: of the records that are erased; ``None`` for all.
    """
    sent = [each for each in outgoing(ws) if ids is None or each.may_hold(ids)]
    found = [_package(each) for each in sent]
    found += _received(ws, ids or ())  # with everything else they go, too
    found += [
        Remaining(Kind.SAVED, f"另存的备份（{_moment(at)}）：{path}", Path(path))
        for path, at in saved_backups(ws)
    ]
    return [*found, *(ADVICE if sent else ADVICE[1:])]


def _package(sent: Outgoing) -> Remaining:
    where = f"：{sent.place}" if sent.place else "，请到当时存放的文件夹里找"
    path = Path(sent.place) if sent.place else None
    return Remaining(Kind.PACKAGE, f"{sent.words}报送包{where}", path)


def _received(ws: Workspace, ids: Collection[str]) -> list[Remaining]:
    digests = dict.fromkeys(each for id_ in ids for each in ws.store.received.holding(id_))
    places = [place_of(ws.store.folder, digest) for digest in digests]
    words = "下级单位报来的报送包里还有，是收到的凭据，没有删除"
    return [Remaining(Kind.RECEIVED, f"{words}：{place}", place) for place in places]


def _moment(text: str) -> str:
    with suppress(ValueError):
        return written_moment(datetime.fromisoformat(text))
    return "时间不详"
