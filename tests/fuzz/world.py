"""A data folder into which files come, and what must hold after each of them.

Whatever a file says: it is refused in one sentence and nothing has changed, or all of it is there
as it was told. No other exception, no file elsewhere, no value in the log, 5 s and 300 MB at most.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from gonghui_desktop import paths
from gonghui_desktop.app import open_workspace
from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.logs import places_of
from gonghui_desktop.services import records
from gonghui_desktop.services.campaigns import add_campaign
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.imports.outcomes import ImportOutcome
from gonghui_desktop.services.imports.tables import TableFile
from gonghui_desktop.services.safekeeping import backups
from gonghui_desktop.services.submissions import verifying
from gonghui_desktop.services.units import roster
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.file.names import FILE_NAME
from tests.files import copy_folder
from tests.fuzz import usage
from tests.fuzz.above import Offices
from tests.fuzz.good import Good
from tests.fuzz.inputs import Input
from tests.fuzz.judge import Tables, faults_of_campaign, faults_of_change, faults_of_sentence
from tests.fuzz.seeds import ABOVE, MARK, Kind
from tests.fuzz.watched import Watcher

MOST_SECONDS = 5.0
"""Of the processor for one file."""
MOST_MEMORY = 300_000_000
"""Bytes that the program, and each of its children, have at most while a file is read."""

_MOST_RECORDS = 60
_ELSEWHERE = ("home", "tmp", "work")
"""Folders beside the data folder in which no file may ever be."""


class World:
    """A data folder and a program that works on it, kept from one file to the next.

    Args:
        folder: where everything lies; new.
        sample: a file of records to begin with.

    Attributes:
        seconds: of the processor for all files of each kind.
        memory: the most bytes that one process has had.
    """

    def __init__(self, folder: Path, sample: Path) -> None:
        self._folder = folder
        self.seconds = dict.fromkeys(Kind, 0.0)
        self.memory = 0
        self._of_children = 0.0  # what they had taken after the last file
        self._log = _Log()
        self._stack = ExitStack()
        self._tables: Tables = {}
        self._offices: Offices | None = None
        for name in ("in", *_ELSEWHERE):
            (folder / name).mkdir(parents=True, exist_ok=True)
        with open_workspace(folder / "new") as ws:
            importing.import_file(ws, sample)
        self._open()

    @property
    def ws(self) -> Workspace:
        """What files come into."""
        return self._ws

    def meet(self, good: Good) -> None:
        """Lets other offices begin, which have got good files; before the first file comes."""
        self._offices = Offices(self._folder / "offices", self._ws, good)

    @property
    def taken(self) -> Mapping[Kind, int]:
        """How many files of each kind the other offices have taken in."""
        return self._offices.taken if self._offices else {}

    def close(self) -> None:
        """Closes the data folder, and those of the other offices."""
        if self._offices:
            self._offices.close()
        self._stack.close()

    def take(self, one: Input) -> list[str]:
        """Gives a file to the program; what is wrong then, a line each."""
        path = one.write(self._folder / "in")
        before, version = self._tables, self._watcher.version()
        usage.forget_peak()
        begun, of_children = time.process_time(), self._of_children
        with self._log.listening():
            faults = self._taken(one, path, before, version)
        children = usage.children()
        self._of_children = usage.seconds_of(children)
        spent = time.process_time() - begun + max(0.0, self._of_children - of_children)
        self.seconds[one.kind] += spent
        # What is kept here of the file, in case something fails, is not the program's.
        peaks = [usage.peak() - one.size, *map(usage.peak, children)]
        self.memory = max(self.memory, *peaks)
        if spent > MOST_SECONDS:
            faults.append(f"{spent:.1f} s of the processor")
        faults += [f"{each / 1e6:.0f} MB" for each in peaks if each > MOST_MEMORY]
        faults += [f"log: {line}" for line in self._log.faults]
        for each in (self._folder / "in").iterdir():
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        faults += self._left_over()
        if faults or len(self._tables["records"]) > _MOST_RECORDS:
            self._reset()
        if faults and self._offices:
            self._offices.reset()
        return faults

    def _taken(self, one: Input, path: Path, before: Tables, version: int) -> list[str]:
        """Lets it in by its way."""
        try:
            faults = self._way(one.kind)(path)
        except GonghuiError as error:
            faults = faults_of_sentence(str(error))
            if self._watcher.version() != version and self._watcher.tables() != before:
                faults.append(f"refused, but something has changed: {error!r}"[:300])
        except Exception as error:  # noqa: BLE001 -- that is what is looked for
            faults = [f"bug: {type(error).__name__}: {str(error)[:200]}\n{places_of(error)}"]
        return faults

    def _way(self, kind: Kind) -> Callable[[Path], list[str]]:
        if kind in ABOVE and self._offices:
            return partial(self._offices.take, kind)
        ways = {
            Kind.PACKAGE: self._package,
            Kind.TABLE: self._table,
            Kind.CAMPAIGN: self._campaign,
            Kind.FOLDER: self._campaign,
            Kind.BACKUP: self._backup,
            Kind.LAID: self._laid,
            Kind.ROSTER: self._roster,
        }
        return ways.get(kind, self._import)

    def _import(self, path: Path) -> list[str]:
        return self._imported(importing.import_file(self._ws, path))

    def _package(self, path: Path) -> list[str]:
        """Verified alone now and then, before it comes in."""
        faults = []
        if path.stat().st_size % 3 == 0:
            verified = verifying.verify_package(self._ws, path)
            faults += [fault for each in verified.doubts for fault in faults_of_sentence(each)]
            clauses = (*verified.checked, *verified.unchecked)
            faults += [fault for each in clauses for fault in faults_of_sentence(f"{each}。")]
        return faults + self._import(path)

    def _table(self, path: Path) -> list[str]:
        """As the window does: what a person would have to look at is taken as proposed."""
        read = importing.import_or_ask(self._ws, path)
        if isinstance(read, TableFile):
            read = importing.import_one_table(self._ws, read, read.proposals)
        return self._imported(read)

    def _imported(self, outcomes: Sequence[ImportOutcome]) -> list[str]:
        faults = [fault for each in outcomes for fault in faults_of_sentence(each.message)]
        told = {each.record_id for each in outcomes if each.is_new}
        return faults + self._after(told)

    def _roster(self, path: Path) -> list[str]:
        read = roster.read_roster_file(self._ws, path)
        told = roster.add(self._ws, (read, path.name))
        faults = [
            fault for each in (*told.notices, told.sentence) for fault in faults_of_sentence(each)
        ]
        before = len(self._tables["roster"])
        faults += self._after(set())
        if len(self._tables["roster"]) != before + len(told.added):
            faults.append("the roster has not what was told")
        return faults

    def _after(self, told: set[str]) -> list[str]:
        """What is wrong with what was stored, where so many new records were told."""
        before, self._tables = self._tables, self._watcher.tables()
        faults = faults_of_change(before, self._tables, told)
        if self._ws.store.damaged() or self._ws.store.doubtful():
            faults.append("what came in is damaged")
        return faults

    def _campaign(self, path: Path) -> list[str]:
        campaign, catalogue = add_campaign(
            self._ws.catalogue, paths.forms_folder(), path, self._ws.readers
        )
        faults = faults_of_campaign(campaign)
        if catalogue.faults:
            faults.append(f"cannot be read again: {catalogue.faults}")
        shutil.rmtree(self._data / "forms", ignore_errors=True)
        return faults + self._after(set())

    def _backup(self, path: Path) -> list[str]:
        backups.look_into(path, self._ws.readers)
        now = datetime.now(UTC)
        done, catalogue = backups.restore(self._ws, path, paths.forms_folder(), now)
        try:
            faults = [fault for each in done.faults for fault in faults_of_sentence(each)]
            fresh = backups.restored_workspace(self._ws, catalogue)
            listed = len(records.records(fresh)) + len(fresh.store.damaged())
            if listed > backups.record_total(fresh) or done.records != backups.record_total(fresh):
                faults.append(f"told of {done.records} records, listed {listed}")
            return faults
        finally:
            self._reset()

    def _laid(self, path: Path) -> list[str]:
        """The file as somebody lays it into a data folder by hand."""
        folder = self._folder / "laid"
        folder.mkdir()
        shutil.copyfile(path, folder / FILE_NAME)
        try:
            with open_workspace(folder) as ws:
                records.records(ws)
                ws.store.damaged()
            return []
        finally:
            shutil.rmtree(folder)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _open(self) -> None:
        copy_folder(self._folder / "new", self._data)
        self._ws = self._stack.enter_context(open_workspace(self._data))
        self._ws.open()
        self._watcher = self._stack.enter_context(closing(Watcher(self._data)))
        self._tables = self._watcher.tables()

    def _reset(self) -> None:
        """The data folder as it was in the beginning."""
        self._stack.close()
        shutil.rmtree(self._data)
        self._open()

    def _left_over(self) -> list[str]:
        """Files where none may be: elsewhere, or in the data folder and not of its own."""
        found = [path for name in _ELSEWHERE for path in (self._folder / name).rglob("*")]
        found += self._watcher.strange()
        found += self._offices.strange() if self._offices else []
        return [f"left over: {path.relative_to(self._folder)}" for path in found]


class _Log(logging.Handler):
    """What is logged while a file is read."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.faults: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Looks for a value, and for a bug that somebody has caught and logged."""
        said = record.getMessage()
        if record.exc_info and record.exc_info[1]:
            said += repr(record.exc_info[1])
        if MARK in said or record.levelno >= logging.ERROR:
            self.faults.append(said[:300])

    @contextmanager
    def listening(self) -> Iterator[None]:
        """For the time of one file."""
        self.faults = []
        log = logging.getLogger("gonghui_desktop")
        level = log.level
        log.setLevel(logging.DEBUG)
        log.addHandler(self)
        try:
            yield
        finally:
            log.removeHandler(self)
            log.setLevel(level)
