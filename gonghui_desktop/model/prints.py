"""What came out of printers: which paper there is of a form, and whether it still counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from gonghui_desktop.model.dates import short_day


@dataclass(frozen=True)
class Paper:
    """What a form's paper is of.

    Attributes:
        revision: of the record; 1 for the first.
        is_draft: whether the record was a draft then.
        code: the check code, which differs whenever anything on the paper does; empty where the
            form's edition is not known.
    """

    revision: int
    is_draft: bool
    code: str


@dataclass(frozen=True)
class PrintEntry:
    """One time that a form was printed.

    Attributes:
        paper: what is on it.
        copies: how many.
        printer: its name, as the clerk knows it.
        at: when it was done, with time zone.
    """

    paper: Paper
    copies: int
    printer: str
    at: datetime

    @property
    def words(self) -> str:
        """Such as ``11月3日 14:02 打印 4 份（HP LaserJet）``."""
        return f"{short_day(self.at)} {self.at.astimezone():%H:%M} {self.what}"

    @property
    def what(self) -> str:
        """The same without its time: ``打印 4 份（HP LaserJet）``."""
        draft = "草稿" if self.paper.is_draft else ""
        where = f"（{self.printer}）" if self.printer else ""
        return f"打印{draft} {self.copies} 份{where}"


def is_void(entry: PrintEntry, now: Paper) -> bool:
    """Whether the paper must not be handed in: it is of an older revision, or says something else.

    A draft's paper is as good as the final form's, as long as nothing on it has changed since.

    Args:
        entry: the paper.
        now: what would be printed now.
    """
    return entry.paper.revision < now.revision or entry.paper.code != now.code


def reprint_words(entries: Sequence[PrintEntry], now: Paper) -> str:
    """What a clerk should know before the form is printed once more; empty if nothing.

    Such as ``11月3日已打印 4 份。第 1 版的纸质件作废。``

    Args:
        entries: when it was printed, the first time first.
        now: what would be printed now.
    """
    good = [each for each in entries if not is_void(each, now)]
    void = [each for each in entries if is_void(each, now)]
    words = ""
    if good:
        copies = sum(each.copies for each in good)
        words = f"{short_day(good[-1].at)}已打印{_in_all(good, copies)} {copies} 份。"
    return words + void_words(void, now)


def _in_all(entries: Sequence[PrintEntry], copies: int) -> str:
    return "，前后共" if len(entries) > 1 and copies > entries[-1].copies else ""


def void_words(void: Iterable[PrintEntry], now: Paper) -> str:
    """Which paper is 作废, revision by revision; empty if none.

    Args:
        void: the paper.
        now: what would be printed now.
    """
    entries = list(void)
    older = sorted({each.paper.revision for each in entries} - {now.revision})
    changed = [each for each in entries if each.paper.revision == now.revision]
    words = f"第 {'、'.join(map(str, older))} 版的纸质件作废。" if older else ""
    if changed:
        draft = "草稿" if changed[-1].paper.is_draft else "纸质件"
        words += f"{short_day(changed[-1].at)}打印的{draft}后来改过内容，作废。"
    return words
