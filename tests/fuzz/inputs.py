"""Every input of a run: from its seed and number alone, a good file that was changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gonghui_desktop.errors import PackageError
from tests.fuzz.above_changes import changed_code, changed_reply, changed_report
from tests.fuzz.above_seeds import replies
from tests.fuzz.archive_changes import changed_archive, changed_package, entries_of, repacked
from tests.fuzz.byte_changes import changed_bytes
from tests.fuzz.database_changes import changed_database
from tests.fuzz.dice import Dice
from tests.fuzz.good import Good
from tests.fuzz.seeds import MARK, Kind, Seed
from tests.fuzz.submission_changes import changed_submission, is_printable, submission_file
from tests.fuzz.text_changes import changed_json, changed_lines, encoded
from tests.made_reports import swapped

_WEIGHTS = {
    Kind.PACKAGE: 24,
    Kind.RECORDS: 20,
    Kind.WORD: 12,
    Kind.TABLE: 10,
    Kind.CAMPAIGN: 10,
    Kind.FOLDER: 7,
    Kind.BACKUP: 9,
    Kind.LAID: 2,
    Kind.ROSTER: 6,
    Kind.RECEIVED: 10,
    Kind.REPLY: 8,
    Kind.REPORT: 8,
    Kind.OFFICES: 5,
    Kind.PAPER: 4,
}
_BY_VALUES = {Kind.PACKAGE: 0.35, Kind.RECEIVED: 0.45, Kind.REPLY: 0.5, Kind.REPORT: 0.6}
"""How many of a kind are made anew of other values, so that they are right in all the rest."""

_ZIPPED = (".docx", ".xlsx", ".ods", ".zip")
_ODD_NAMES = ("甲\u202e乙", "a\nb", "\x1b[31m", "-rf", "CON", "x" * 80, "<b>x&amp;", " ")


@dataclass(frozen=True)
class Input:
    """A file that comes in.

    Attributes:
        kind: how it comes in.
        name: its name.
        data: its content; for a folder, of a ZIP file of what is in it.
        beside: what lies beside it, by the end of its name.
    """

    kind: Kind
    name: str
    data: bytes
    beside: Mapping[str, bytes]

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.data) + sum(map(len, self.beside.values()))

    def write(self, folder: Path) -> Path:
        """Writes it into a folder."""
        path = folder / self.name
        if self.kind is Kind.FOLDER:
            path.mkdir()
            for name, content in entries_of(self.data).items():
                (path / Path(name).name).write_bytes(content)
        else:
            path.write_bytes(self.data)
            for end, content in self.beside.items():
                Path(f"{path}{end}").write_bytes(content)
        return path


def input_of(seed: int, number: int, good: Good, kinds: Collection[Kind] = tuple(Kind)) -> Input:
    """The input of that number.

    Args:
        seed: of the run.
        number: from 0 on.
        good: what it is made of.
        kinds: of one of these.
    """
    dice = Dice(seed, number)
    kind = dice.by_weight({each: weight for each, weight in _WEIGHTS.items() if each in kinds})
    one = dice.pick(good.files[kind])
    other = dice.pick(good.files[dice.pick(list(Kind))]).data
    if kind in _BY_VALUES and dice.chance(_BY_VALUES[kind]):
        data = _of_values(dice, kind, good)
    else:
        data = one.data if dice.chance(0.02) else _CHANGES[kind](dice, one, other)
    beside = {end: changed_bytes(dice, content, other) for end, content in one.beside.items()}
    return Input(kind, _name(dice, kind, one.name), data, beside)


def _name(dice: Dice, kind: Kind, name: str) -> str:
    stem, _, suffix = name.rpartition(".")
    if dice.chance(0.1):
        stem = dice.pick((*_ODD_NAMES, MARK))
    if dice.chance(0.04):
        suffix = dice.pick(("zip", "json", "xlsx", "xls", "docx", "csv", "bin", "pdf"))
    return stem if kind is Kind.FOLDER else f"{stem}.{suffix}"


def _of_values(dice: Dice, kind: Kind, good: Good) -> bytes:
    """A package that says something else, of any kind."""
    match kind:
        case Kind.REPLY:
            return changed_reply(dice, dice.pick(replies(good.handed_in[0])))
        case Kind.REPORT:
            return _reported(dice, good)
        case Kind.RECEIVED:
            return _handed_in(dice, good, whole=0.6)
        case _:
            return _handed_in(dice, good)


def _reported(dice: Dice, good: Good) -> bytes:
    """A report of other values, of another package, or of one that was changed."""
    report, inside = good.files[Kind.REPORT][0].data, good.files[Kind.PACKAGE][0].data
    match dice.randrange(4):
        case 0:
            return changed_report(dice, good.printer(), report)
        case 1:
            made = _handed_in(dice, good)
            return swapped(good.printer(), report, inside, made)
        case 2:
            made = _package(dice, good.files[Kind.PACKAGE][0], report)
            return swapped(good.printer(), report, inside, made)
        case _:
            return _report_of_others(dice, good) or report


def _report_of_others(dice: Dice, good: Good) -> bytes | None:
    """A report of one or two packages of other values, right in everything."""
    packages = []
    for _ in range(dice.pick((1, 2))):
        made = changed_submission(dice, good.handed_in[0])
        if is_printable(made):
            with suppress(PackageError, ValueError):  # no office could make that one
                packages.append(good.pack(made))
    with suppress(PackageError, ValueError):
        return good.report(packages) if packages else None
    return None


def _handed_in(dice: Dice, good: Good, whole: float = 0.2) -> bytes:
    """A package of other values: with the pages that they make, or with those of the good one.

    Args:
        dice: for this input.
        good: what it is made of.
        whole: how many get their own pages.
    """
    at = dice.randrange(len(good.handed_in))
    made = changed_submission(dice, good.handed_in[at])
    if dice.chance(whole) and is_printable(made):
        with suppress(PackageError, ValueError):  # an office could not make that one
            return good.pack(made)
    try:
        return repacked(good.files[Kind.PACKAGE][at].data, *submission_file(made))
    except ValueError:  # half a character
        return good.files[Kind.PACKAGE][at].data


def _changed(dice: Dice, one: Seed, other: bytes) -> bytes:
    """A Word file, table or list, by what it is."""
    if one.name.endswith(_ZIPPED):
        return changed_archive(dice, one.data, other)
    if one.name.endswith((".csv", ".txt")) and dice.chance(0.8):
        coding = "gb18030" if one.name == "名单.txt" else "utf-8"
        text = changed_lines(dice, one.data.decode(coding))
        return encoded(dice, text) if dice.chance(0.7) else text.encode(coding, "replace")
    return changed_bytes(dice, one.data, other)


def _package(dice: Dice, one: Seed, other: bytes) -> bytes:
    match dice.randrange(6):
        case 0:
            return changed_bytes(dice, one.data, other)
        case 1:
            return changed_archive(dice, one.data, other)
        case _:
            return changed_package(dice, one.data, other)


def _paper(dice: Dice, one: Seed, _other: bytes) -> bytes:
    return encoded(dice, changed_code(dice, one.data.decode()))


def _records(dice: Dice, one: Seed, other: bytes) -> bytes:
    if dice.chance(0.15):
        return changed_bytes(dice, one.data, other)
    return encoded(dice, changed_json(dice, one.data.decode()))


def _database(dice: Dice, one: Seed, other: bytes) -> bytes:
    return changed_database(dice, one.data, other)


def _folder(dice: Dice, one: Seed, other: bytes) -> bytes:
    """A changed archive whose names a folder can have."""
    for _ in range(20):
        made = changed_archive(dice, one.data, other)
        try:
            names = [Path(name).name for name in entries_of(made)]
        except Exception:  # noqa: BLE001 -- whatever is wrong with it: another one
            continue
        if all(0 < len(name.encode()) < 200 and name.isprintable() for name in names):
            return made
    return one.data


_CHANGES: Mapping[Kind, Callable[[Dice, Seed, bytes], bytes]] = {
    Kind.PACKAGE: _package,
    Kind.RECORDS: _records,
    Kind.WORD: _changed,
    Kind.TABLE: _changed,
    Kind.CAMPAIGN: _changed,
    Kind.FOLDER: _folder,
    Kind.BACKUP: _database,
    Kind.LAID: _database,
    Kind.ROSTER: _changed,
    Kind.RECEIVED: _package,
    Kind.REPLY: _package,
    Kind.REPORT: _package,
    Kind.OFFICES: _changed,
    Kind.PAPER: _paper,
}
