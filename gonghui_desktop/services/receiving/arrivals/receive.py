"""Receiving packages: each is checked again as if nobody had, kept with its bytes, and told of.

Nothing depends on the order in which packages come, and the same one again changes nothing: what
counts follows from what is there (:func:`~.submissions.states_of`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from gonghui_desktop.confined.faults import ConfinedError, Reason
from gonghui_desktop.confined.jobs import never
from gonghui_desktop.errors import (
    FileError,
    GonghuiError,
    InputError,
    PackageError,
    StoreError,
    one_line,
)
from gonghui_desktop.exchange.package.kinds import PackageKind
from gonghui_desktop.exchange.package.report import ReceivedReport, read_report
from gonghui_desktop.exchange.package.report_data import Report
from gonghui_desktop.exchange.package.submission import ReceivedPackage, Submission
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.receiving.offices import by_key, office_key
from gonghui_desktop.model.receiving.submissions import (
    ReceivedSubmission,
    SubmissionState,
    states_of,
)
from gonghui_desktop.services.receiving.arrivals.arriving import (
    Arrived,
    Origin,
    arrived,
    arrived_report,
    came_at,
)
from gonghui_desktop.services.receiving.arrivals.found_packages import packages_in
from gonghui_desktop.services.receiving.arrivals.reading_ahead import (
    ForImportError,
    ReadFile,
    read_ahead,
)
from gonghui_desktop.services.receiving.arrivals.report_verifying import verify_report
from gonghui_desktop.services.receiving.offices import expected_kinds, expected_offices, own_kind
from gonghui_desktop.services.submissions.package_files import Progress
from gonghui_desktop.services.submissions.verifying import verify_read
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.receiving import package_files


class Outcome(StrEnum):
    """What became of a file; the value is what ``--json`` says."""

    RECEIVED = "received"
    KNOWN = "known"
    OLDER = "older"
    CONFLICT = "conflict"
    PENDING = "pending"
    REFUSED = "refused"


@dataclass(frozen=True)
class ReceivedFile:
    """What became of one file.

    Attributes:
        path: the file.
        outcome: in a word.
        sentence: in Chinese words, with what to do.
        submission: the package as it is kept; ``None`` for one that was refused.
        doubts: what a person should look at, a sentence each.
        is_expected: whether the sender is on the list; ``True`` while there is no list.
        code: of the check that it failed, such as ``B03``; empty for none.
        is_for_import: whether it was refused because it is for the import: a reply of an office
            above, or a package of one's own.
    """

    path: Path
    outcome: Outcome
    sentence: str
    submission: ReceivedSubmission | None = None
    doubts: tuple[str, ...] = ()
    is_expected: bool = True
    code: str = ""
    is_for_import: bool = False


def receive(
    ws: Workspace,
    paths: Sequence[Path],
    progress: Progress = lambda _done, _all: None,
    cancelled: Callable[[], bool] = never,
    told: Callable[[ReceivedFile], None] = lambda _file: None,
) -> tuple[ReceivedFile, ...]:
    """Receives every package among files and below folders, each in a transaction of its own.

    Args:
        ws: the workspace.
        paths: files and folders.
        progress: told of the files that are done and of all; what it raises ends the work.
        cancelled: asked many times a second; ``True`` ends the work. What came in stays.
        told: called with what became of each file, as soon as that is known.

    Raises:
        InputError: one's own office receives nothing, the campaign is past, or there are far too
            many files.
        StoreError: the store cannot be written; what came in before stays.
    """
    if ws.read_only:
        raise StoreError(ws.read_only)
    own_kind(ws)
    if ws.is_past:
        raise InputError(
            f"{ws.campaign.name}（{ws.campaign.id}）已是往届活动，不能再接收，请先换到当前活动。"
        )
    found = packages_in(paths, cancelled)
    ws.readers.prepare()
    receiver = _Receiver(ws)
    done: list[ReceivedFile] = []
    progress(0, len(found))
    with closing(read_ahead(ws, found, cancelled)) as files:
        for number, read in enumerate(files):
            step = partial(progress, number, len(found))
            step()
            if cancelled() or _is_cancelled(read.fault):
                break
            try:
                file = receiver.receive(read, step, cancelled)
            except ConfinedError:
                break
            done.append(file)
            told(file)
    progress(len(done), len(found))
    return tuple(done)


class _Receiver:
    """Receives one file after the other; knows what came before.

    Args:
        ws: the workspace, of an office that receives.
    """

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._kinds = {kind.id: kind for kind in expected_kinds(ws)}
        self._expected = by_key(expected_offices(ws), ws.campaign.places)
        self._events = ws.store.received.events(ws.campaign.id)
        self._by_office: dict[str, dict[int, ReceivedSubmission]] = {}
        for each in ws.store.received.submissions(ws.campaign.id):
            if each.within is None:
                self._note(each)

    def receive(
        self, read: ReadFile, step: Callable[[], None], cancelled: Callable[[], bool]
    ) -> ReceivedFile:
        """What became of a file.

        Raises:
            ConfinedError: it was cancelled.
            StoreError: the store cannot be written.
        """
        if read.known is not None:
            self._keep_again(read, read.known)
            self._note(read.known)  # another program may have received it a moment ago
            return self._told(read.path, read.known, is_new=False)
        if read.fault is not None:
            return _refused(read.path, read.fault)
        try:
            come = self._checked(read, step, cancelled)
            kept, is_new = self._kept(read, come)
            doubts, inside = come.arrival.assessment.doubts, len(come.inside)
            return self._told(read.path, kept, doubts, inside, is_new=is_new)
        except (InputError, PackageError, FileError) as error:
            if _is_cancelled(error):
                raise
            return _refused(read.path, error)

    def _keep_again(self, read: ReadFile, known: ReceivedSubmission) -> None:
        """Keeps the bytes of a package that has come before, and of those in it: some may be lost.

        Raises:
            StoreError: they cannot be kept.
        """
        folder = self._ws.store.folder
        package_files.keep(folder, read.data, read.digest)
        if known.type == PackageKind.REPORT:
            for digest, data in read_report(read.data).packages.items():
                package_files.keep(folder, data, digest)

    def _note(self, submission: ReceivedSubmission) -> None:
        key = self._key(submission.sender.name)
        self._by_office.setdefault(key, {})[submission.number] = submission

    def _key(self, name: str) -> str:
        return office_key(name, self._ws.campaign.places)

    def _checked(
        self, read: ReadFile, step: Callable[[], None], cancelled: Callable[[], bool]
    ) -> Arrived:
        """A package that is at home here and has passed every check.

        Raises:
            InputError, PackageError: it is not, or it does not pass.
        """
        if isinstance(read.package, ReceivedReport):
            self._refuse_foreign(read.package.report)
            report = verify_report(self._ws, read.package, lambda _done, _all: step(), cancelled)
            doubts = (*self._doubts(report.submission), *report.doubts)
            return arrived_report(report, self._origin(read, report.submission), doubts)
        if not isinstance(read.package, ReceivedPackage):
            raise InputError("没有读到报送包，请再试一次。")
        self._refuse_foreign(read.package.submission)
        verified = verify_read(self._ws, read.package, lambda _done, _all: step())
        doubts = (*self._doubts(verified.submission), *verified.told)
        return arrived(verified, self._origin(read, verified.submission), doubts)

    def _origin(self, read: ReadFile, submission: Submission) -> Origin:
        """Where a package comes from."""
        office = self._by_office.get(self._key(submission.reporter.name), {})
        rivals = {each.number for each in office.values() if each.revision == submission.revision}
        at = came_at(self._ws, submission, rivals, self._events)
        return Origin(read.digest, read.path.name, at)

    def _kept(self, read: ReadFile, come: Arrived) -> tuple[ReceivedSubmission, bool]:
        """Keeps a package: its bytes, then all of it in one transaction.

        Raises:
            StoreError: it cannot be kept; nothing of it is there then.
        """
        folder, files = self._ws.store.folder, {read.digest: read.data, **come.files}
        new_files: list[str] = []
        is_new = False
        try:
            for digest, data in files.items():
                if package_files.keep(folder, data, digest):
                    new_files.append(digest)
            kept, is_new = self._ws.store.received.add(come.arrival, come.inside)
        finally:
            if not is_new:
                self._remove_unknown(new_files)
        if kept.digest == read.digest:
            for digest, data in files.items():  # what was there may have been removed since
                if not package_files.place_of(folder, digest).is_file():
                    package_files.keep(folder, data, digest)
        definitions = (come.arrival, *come.inside)
        self._ws.unknown_editions.difference_update(
            each.digest for arrival in definitions for each in arrival.definitions
        )
        self._note(kept)
        return kept, is_new

    def _remove_unknown(self, digests: Sequence[str]) -> None:
        """Removes files that were kept in vain, unless another program's row knows them by now."""
        with suppress(StoreError):  # then upkeep removes them
            known = self._ws.store.received.digests() if digests else ()
            for digest in set(digests).difference(known):
                package_files.remove(self._ws.store.folder, digest)

    def _refuse_foreign(self, submission: Submission | Report) -> None:
        """Refuses a package that another office receives, or of another campaign, or no report.

        Raises:
            ForImportError: it is one's own.
            InputError: it is; the sentence says where it belongs.
        """
        campaign, sender = self._ws.campaign, submission.reporter
        name = in_sentence(sender.name)
        own = self._ws.reader.profile()
        is_own = own and (sender.kind, self._key(sender.name)) == (own.kind, self._key(own.name))
        if is_own and not isinstance(submission, Report):
            raise ForImportError(
                f"这是本单位“{name}”自己的报送包，没有接收；要取回里面的申报表，请用“导入”。"
            )
        if submission.campaign != campaign.id:
            theirs = in_sentence(submission.campaign_name) or "活动"
            raise InputError(
                f"这是{theirs}（{submission.campaign}）的报送包，现在的活动是 {campaign.id}，"
                "没有接收；请先换到那个活动，或请对方核对。"
            )
        if sender.kind in self._kinds:
            self._refuse_other_kind(submission)
            return
        kind = campaign.office(sender.kind)
        if kind is None:
            raise InputError(
                f"“{name}”的单位类型“{sender.kind}”不是这次活动里的，没有接收；"
                "请对方在“上报单位”里改好，再导出一次。"
            )
        above = "、".join(each.name for each in campaign.offices if each.id in kind.reports_to)
        to = f"“{in_sentence(sender.receiver)}”" if sender.receiver else above
        where = f"应当报给{to}" if to else "不再上报"
        raise InputError(
            f"这是{kind.name}“{name}”的{_label_of(submission)}，{where}，没有接收，请与对方核对。"
        )

    def _refuse_other_kind(self, submission: Submission | Report) -> None:
        """Refuses what an office of that kind does not hand in.

        Raises:
            InputError: forms of its own by who only passes them on, or the other way round.
        """
        sender, is_report = submission.reporter, isinstance(submission, Report)
        if self._ws.campaign.only_receives(sender) is is_report:
            return
        name = in_sentence(sender.name)
        short = self._kinds[sender.kind].name.partition("、")[0]
        want = PackageKind.SUBMISSION if is_report else PackageKind.REPORT
        raise InputError(
            f"这是“{name}”的{_label_of(submission)}，{short}应当交{want.label}，没有接收，"
            "请对方重新导出。"
        )

    def _doubts(self, submission: Submission) -> Iterator[str]:
        """What is to be said of who has sent it."""
        sender, own = submission.reporter, self._ws.reader.profile()
        expected = self._expected.get(self._key(sender.name))
        if expected is not None and expected.kind != sender.kind:
            listed, said = (
                self._kinds[each].name if each in self._kinds else each
                for each in (expected.kind, sender.kind)
            )
            yield f"名单上这个单位是{listed}，报送包里写的是{said}，名额按报送包里的算，请核对。"
        if sender.receiver and own and self._key(sender.receiver) != self._key(own.name):
            yield f"报送包里写的是报给“{in_sentence(sender.receiver)}”，不是本单位，请核对。"

    def _told(
        self,
        path: Path,
        kept: ReceivedSubmission,
        doubts: Sequence[str] = (),
        inside: int = 0,
        *,
        is_new: bool,
    ) -> ReceivedFile:
        """What became of a package that is kept, of a report with how many there are in it."""
        key = self._key(kept.sender.name)
        state = self._state(kept)
        name = in_sentence(kept.sender.name)
        which = f"“{name}”第 {kept.revision} 次报送"
        outcome, words = Outcome.KNOWN, f"{which}已经收过，没有变化。"
        if is_new:
            records = self._ws.store.received.records(kept.campaign, kept.number)
            count = len(records.get(kept.number, ()))
            outcome, behind = _outcome(state)
            what = f"{count} 份申报表" if count else "零报告"
            what = f"{inside} 个报送包里的 {what}" if inside else what
            words = f"已收下{which}，{what}{behind}。"
        is_expected = not self._expected or key in self._expected
        if not is_expected:
            words += "它不在应报单位名单里，请核对。"
        if is_new and doubts:
            words += f"有 {len(doubts)} 处要核实。"
        return ReceivedFile(path, outcome, words, kept, tuple(doubts), is_expected)

    def _state(self, submission: ReceivedSubmission) -> SubmissionState:
        group = self._by_office[self._key(submission.sender.name)]
        return states_of(group.values(), self._events, self._key)[submission.number]


def _outcome(state: SubmissionState) -> tuple[Outcome, str]:
    """What became of a new package by what it counts for, and how the sentence about it ends."""
    match state:
        case SubmissionState.OLDER:
            return Outcome.OLDER, "；已有更新的一次，这一次只作为历史保存"
        case SubmissionState.CONFLICT:
            return Outcome.CONFLICT, (
                "；已收过同一次的，内容不同，两份都留着，请向上报单位核实以哪一份为准"
            )
        case SubmissionState.PENDING:
            return Outcome.PENDING, "；上一次已经受理，撤销受理以后这一次才算"
        case _:
            return Outcome.RECEIVED, ""


def _label_of(submission: Submission | Report) -> str:
    return (PackageKind.REPORT if isinstance(submission, Report) else PackageKind.SUBMISSION).label


def _is_cancelled(fault: GonghuiError | None) -> bool:
    return isinstance(fault, ConfinedError) and fault.reason is Reason.CANCELLED


def _refused(path: Path, error: GonghuiError) -> ReceivedFile:
    """Of a file that was not received."""
    message, shown = str(error), in_sentence(path.name)
    is_named = shown in message or one_line(path.name) in message
    code = error.code if isinstance(error, PackageError) else ""
    words = message if is_named else f"{shown}：{message}"
    is_for_import = isinstance(error, ForImportError)
    return ReceivedFile(path, Outcome.REFUSED, words, code=code, is_for_import=is_for_import)
