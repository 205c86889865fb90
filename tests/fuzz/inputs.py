"""Every input of a run: from its seed and number alone, a good file that was changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gonghui_desktop.errors import PackageError
from tests.fuzz.archive_changes import changed_archive, changed_package, entries_of, repacked
from tests.fuzz.byte_changes import changed_bytes
from tests.fuzz.database_changes import changed_database
from tests.fuzz.dice import Dice
from tests.fuzz.seeds import MARK, Good, Kind, Seed
from tests.fuzz.submission_changes import changed_submission, is_printable, submission_file
from tests.fuzz.text_changes import changed_json, changed_lines, encoded

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
}
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


def input_of(seed: int, number: int, good: Good) -> Input:
    """The input of that number.

    Args:
        seed: of the run.
        number: from 0 on.
        good: what it is made of.
    """
    dice = Dice(seed, number)
    kind = dice.by_weight(_WEIGHTS)
    one = dice.pick(good.files[kind])
    other = dice.pick(good.files[dice.pick(list(Kind))]).data
    if kind is Kind.PACKAGE and dice.chance(0.35):
        data = _handed_in(dice, good)
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


def _handed_in(dice: Dice, good: Good) -> bytes:
    """A package of other values: with the pages that they make, or with those of the good one."""
    at = dice.randrange(len(good.handed_in))
    made = changed_submission(dice, good.handed_in[at])
    if dice.chance(0.2) and is_printable(made):
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
}
