"""Offices with data folders of their own, to which what others send is given.

The city receives packages, lists of offices and codes of papers; the province reports; the district
what the city answers.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.reasons import LONGEST_REASON
from gonghui_desktop.model.receiving.submissions import SubmissionAction
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services import replies, reporter
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.receiving import offices, table_words
from gonghui_desktop.services.receiving.arrivals.receive import Outcome, receive
from gonghui_desktop.services.receiving.arrivals.report_verifying import verify_any
from gonghui_desktop.services.receiving.office_table import office_table
from gonghui_desktop.services.receiving.papers import paper, paper_words
from gonghui_desktop.services.receiving.received import look, opened
from gonghui_desktop.services.receiving.summary.summing_up import campaign_summary
from gonghui_desktop.services.workspace import Workspace, lazy_readers
from gonghui_desktop.store.store import Store
from tests.files import copy_folder
from tests.fuzz.good import Good
from tests.fuzz.judge import Tables, faults_of_growth, faults_of_sentence
from tests.fuzz.seeds import DISTRICT, Kind, Seed
from tests.fuzz.watched import Watcher
from tests.made_replies import CITY

_PROVINCE = Profile("province", "辽宁省总工会")
_MOST_SUBMISSIONS = 40
_MARKED = ("records",)
"""What a reply says stands in the rows of the records that it is about."""

_REASONS = 20 * LONGEST_REASON + 2_000
"""Characters of a sentence that tells why something was sent back, which is told in full."""

_SUMMED = 4
"""Every so manieth package that came in is summed up with the others."""
_DAY = date(2017, 3, 21)

Taken = tuple[list[str], bool]
"""What is wrong, and whether anything may have changed."""

_Way = Callable[[Workspace, Path], Taken]


class Offices:
    """The three offices.

    Args:
        folder: where their data folders lie; it is made.
        ws: of the world, which knows the campaign.
        good: what they have got before.

    Attributes:
        taken: how many files of each kind have come in, or were whole.
    """

    def __init__(self, folder: Path, ws: Workspace, good: Good) -> None:
        self.taken: Counter[Kind] = Counter()
        self._readers = lazy_readers()
        printer, campaign = ws.printer, ws.campaign

        def opened_on(store: Store) -> Workspace:
            return Workspace(
                campaign, lambda: store, lambda: printer, folder=store.folder, readers=self._readers
            )

        package, report = good.files[Kind.PACKAGE][0], good.files[Kind.REPORT][0]
        self._all = (
            _Office(folder, opened_on, DISTRICT, importing.import_file, package),
            _Office(folder, opened_on, CITY, _accept, package),
            _Office(folder, opened_on, _PROVINCE, _accept, report),
        )

    def close(self) -> None:
        """Closes their data folders."""
        for each in self._all:
            each.close()
        if readers := self._readers.if_made:
            readers.close()

    def reset(self) -> None:
        """Everything as it was in the beginning."""
        for each in self._all:
            each.reset()

    def strange(self) -> list[Path]:
        """Files that are none of the program's own."""
        return [path for each in self._all for path in each.strange()]

    def take(self, kind: Kind, path: Path) -> list[str]:
        """Gives a file to whom its kind is for; what is wrong then, a line each."""
        below, city, province = self._all
        turn = path.stat().st_size % 4
        ways: Sequence[tuple[_Office, _Way]]
        match kind:
            case Kind.REPLY:
                replied = ((below, _import), (city, _receive), (below, _verify), (below, _import))
                ways = replied[turn : turn + 1]
            case Kind.OFFICES:
                ways = [(city, _list)]
            case Kind.PAPER:
                ways = [(city, _paper)]
            case _:
                office = province if kind is Kind.REPORT else city
                ways = [(office, _verify)] * (turn == 1) + [(office, _receive)]
        faults = []
        for office, way in ways:
            found, is_taken = office.take(path, way)
            faults += found
        self.taken[kind] += is_taken
        return faults


class _Office:
    """One of them.

    Args:
        folder: in which it gets one of its own.
        opened_on: gives the workspace on a store.
        profile: who it is.
        begin: takes its first file.
        first: that.
    """

    def __init__(
        self,
        folder: Path,
        opened_on: Callable[[Store], Workspace],
        profile: Profile,
        begin: Callable[[Workspace, Path], object],
        first: Seed,
    ) -> None:
        self._new, self._data = (folder / profile.kind / name for name in ("new", "data"))
        self._opened_on = opened_on
        self._new.mkdir(parents=True)
        path = folder / profile.kind / first.name
        path.write_bytes(first.data)
        with Store.open(self._new, "fuzz") as store:
            ws = opened_on(store)
            reporter.set_reporter(ws, profile)
            begin(ws, path)
        self._stack = ExitStack()
        self._state: tuple[Tables, frozenset[str]]
        self._open()

    def close(self) -> None:
        """Closes its data folder."""
        self._stack.close()

    def reset(self) -> None:
        """The data folder as it was in the beginning."""
        self.close()
        shutil.rmtree(self._data)
        self._open()

    def strange(self) -> list[Path]:
        """Files that are none of its own."""
        return self._watcher.strange()

    def take(self, path: Path, way: _Way) -> Taken:
        """Lets a file in; what is wrong then."""
        before = self._state
        try:
            faults, is_taken = way(self._ws, path)
        except GonghuiError as error:
            faults, is_taken = faults_of_sentence(str(error)), False
        after = self._watcher.tables(), self._watcher.packages()
        self._state = after
        if not is_taken and before != after:
            faults.append("refused, but something has changed")
        faults += faults_of_growth(before[0], after[0], _MARKED if way is _import else ())
        if before[1] != after[1]:
            faults += self._watcher.faults_of_packages()
        if len(after[0]["submissions"]) > _MOST_SUBMISSIONS:
            self.reset()
        return faults, is_taken

    def _open(self) -> None:
        copy_folder(self._new, self._data)
        store = self._stack.enter_context(Store.open(self._data, "fuzz"))
        self._ws = self._opened_on(store)
        self._watcher = self._stack.enter_context(closing(Watcher(self._data)))
        self._state = (self._watcher.tables(), self._watcher.packages())


def _accept(ws: Workspace, path: Path) -> None:
    """Receives a package and accepts it."""
    (file,) = receive(ws, [path])
    assert file.submission is not None, file.sentence
    ws.store.received.note(file.submission.number, SubmissionAction.ACCEPT)


def _said(*sentences: str) -> list[str]:
    return [fault for each in sentences for fault in faults_of_sentence(each)]


def _receive(ws: Workspace, path: Path) -> Taken:
    """As the window does, which shows the table and what came."""
    (file,) = receive(ws, [path])
    faults = _said(file.sentence, *file.doubts)
    if (kept := file.submission) is None:
        return faults, False
    faults += [] if look(ws, kept.number).path else ["its file is not there"]
    opened(ws, kept.number)
    for row in office_table(ws).rows:
        faults += _said(f"{table_words.row_sentence(ws.campaign, row, _DAY)}。")
    if kept.number % _SUMMED == 0:
        campaign_summary(ws, only_accepted=False, made_on=_DAY)
    return faults, file.outcome is not Outcome.KNOWN


def _verify(ws: Workspace, path: Path) -> Taken:
    told = verify_any(ws, path)
    clauses = [f"{each}。" for each in (*told.checked, *told.unchecked)]
    return _said(*told.doubts, *clauses), False


def _import(ws: Workspace, path: Path) -> Taken:
    told = importing.import_file(ws, path)
    replies.replies(ws)
    replies.standing_marks(ws)
    messages = (each.message for each in told)
    return [fault for each in messages for fault in faults_of_sentence(each, _REASONS)], True


def _list(ws: Workspace, path: Path) -> Taken:
    read = offices.read_offices_file(ws, path)
    before = len(offices.expected_offices(ws))
    told = offices.add(ws, read, path.name)
    faults = _said(told.sentence, *told.notices)
    if len(offices.expected_offices(ws)) != before + len(told.added):
        faults.append("the list has not what was told")
    return faults, bool(told.added or told.changed)


def _paper(ws: Workspace, path: Path) -> Taken:
    """The code that a scanner types."""
    found = paper.match_paper(ws, path.read_bytes().decode("utf-8", "replace"))
    faults = _said(*map(paper_words.sentence_of, (found, *found.candidates)))
    is_ticked = paper.tick(ws, found)
    paper_words.word_of(found)
    return faults, is_ticked
