"""Taking in records from files of every kind that has an importer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from gonghui_desktop.confined.jobs import never
from gonghui_desktop.errors import GonghuiError, InputError, one_line
from gonghui_desktop.exchange.file_kinds import HEAD_SIZE, refuse_empty
from gonghui_desktop.exchange.importers import IMPORTERS, AnyImporter, importer_for
from gonghui_desktop.exchange.incoming import Incoming
from gonghui_desktop.exchange.package.importer import PackageImporter, received_in
from gonghui_desktop.exchange.package.package_job import LARGEST_PACKAGE, read_any_in_child
from gonghui_desktop.exchange.package.report import ReceivedReport
from gonghui_desktop.exchange.package.submission import ReceivedPackage
from gonghui_desktop.exchange.spreadsheet.importer import TablesImporter
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.model.replies import Reply
from gonghui_desktop.model.tables.matching import SheetMatch
from gonghui_desktop.services.editions import known_forms
from gonghui_desktop.services.imports.intake import Batch, take_in
from gonghui_desktop.services.imports.outcomes import ImportOutcome
from gonghui_desktop.services.imports.replied import import_reply
from gonghui_desktop.services.imports.tables import TableFile, read_table, sure_matches, units_of
from gonghui_desktop.services.submissions.package_files import Progress
from gonghui_desktop.services.submissions.sent_packages import remember
from gonghui_desktop.services.submissions.verifying import Verified, verify_read
from gonghui_desktop.services.workspace import Workspace


def importable_suffixes() -> tuple[str, ...]:
    """How the names of files end that can be imported, such as ``.json``."""
    return tuple(suffix for importer in IMPORTERS for suffix in importer.suffixes)


def import_file(
    ws: Workspace,
    path: Path,
    importers: Sequence[AnyImporter] = IMPORTERS,
    progress: Progress = lambda _done, _all: None,
    cancelled: Callable[[], bool] = never,
    *,
    again: bool = False,
    batch: Batch | None = None,
) -> tuple[ImportOutcome, ...]:
    """Takes in a file by the importer that recognises it; all records in one transaction.

    Args:
        ws: the workspace.
        path: the file.
        importers: the first that recognises it reads it.
        progress: told while a package is checked or a table taken in; what it raises ends that,
            and nothing came in.
        cancelled: asked while the file is read; ``True`` ends that.
        again: whether to take in what is there already with the very same values, too.
        batch: the files that it was chosen together with.

    Raises:
        FileError: the file cannot be read.
        InputError: no importer reads it, it has no record in it, a person has to say what the
            columns of a table fill, or it is a return or receipt that was meant for others.
        PackageError: the package fails a check.
        StoreError: the records cannot be stored; none of them is.
    """
    ws.readers.prepare()
    data = read_limited(path, LARGEST_PACKAGE)
    refuse_empty(data, path.name)
    importer = importer_for(data[:HEAD_SIZE], path.name, importers)
    _refuse_drafts(ws, importer, path.name)
    incoming: Sequence[Incoming]
    notices: tuple[str, ...] = ()
    verified: Verified | None = None
    if isinstance(importer, TablesImporter):
        table = read_table(ws, data, path.name, cancelled)
        matches = sure_matches(ws, table)
        return import_table(ws, table, matches, progress, again=again, batch=batch)
    if isinstance(importer, PackageImporter):
        package = read_any_in_child(data, known_forms(ws), ws.readers, cancelled)
        if isinstance(package, Reply):
            return import_reply(ws, package, path.name)
        verified = verify_read(ws, _with_records(package), progress)
        incoming, notices = received_in(verified.package), verified.told
    else:
        incoming = importer.read(data, path.name, known_forms(ws), ws.readers, cancelled)
    if not incoming:
        raise InputError(f"{path.name}：文件里没有申报表，请核对文件。")
    told = [
        ImportOutcome(True, f"{in_sentence(path.name)}：{each}", is_notice=True) for each in notices
    ]
    step = partial(progress, len(incoming), len(incoming))
    outcomes = take_in(ws, incoming, path.name, again=again, step=step, batch=batch)
    if verified is not None:
        remember(ws, verified.submission)
    return (*outcomes, *told)


def _refuse_drafts(ws: Workspace, importer: AnyImporter, name: str) -> None:
    """Refuses what would become drafts where nobody fills in forms.

    Raises:
        InputError: one's own office only receives, and the file is no package.
    """
    profile = ws.reader.profile()
    if profile is None or isinstance(importer, PackageImporter):
        return
    if ws.campaign.only_receives(profile):
        raise InputError(
            f"{in_sentence(name)}：本单位“{in_sentence(profile.name)}”只接收下级的报送，不填申报表，"
            "没有导入；请转给填表的单位导入，由他们导出报送包，再用“接收”收下。"
        )


def _with_records(package: ReceivedPackage | ReceivedReport) -> ReceivedPackage:
    """A package whose records can be imported.

    Raises:
        InputError: there are none in it, or they are for the office above alone.
    """
    if isinstance(package, ReceivedReport):
        office = in_sentence(package.report.reporter.name)
        raise InputError(
            f"这是{office}的汇总上报包，只能由上一级工会接收，不能导入；请交给上一级。"
        )
    if package.submission.is_zero:
        office = in_sentence(package.submission.reporter.name)
        raise InputError(f"这是{office}的零报告，里面没有申报表，没有可以导入的。")
    return package


def import_or_ask(
    ws: Workspace,
    path: Path,
    progress: Progress = lambda _done, _all: None,
    cancelled: Callable[[], bool] = never,
    batch: Batch | None = None,
) -> tuple[ImportOutcome, ...] | TableFile:
    """As :func:`import_one_of_many`; a table that a person has to look at is only read.

    That is every table whose headings are not the forms' own, to the word.

    Args:
        ws: the workspace.
        path: the file.
        progress: as for :func:`import_file`.
        cancelled: asked while the file is read; ``True`` ends that.
        batch: as for :func:`import_file`.
    """
    ws.readers.prepare()
    try:
        data = read_limited(path, LARGEST_PACKAGE)
        refuse_empty(data, path.name)
        importer = importer_for(data[:HEAD_SIZE], path.name)
        if not isinstance(importer, TablesImporter):
            return import_one_of_many(ws, path, progress, cancelled, batch=batch)
        _refuse_drafts(ws, importer, path.name)
        table = read_table(ws, data, path.name, cancelled)
        if not table.is_template:
            return table
        return import_table(ws, table, table.proposals, progress, batch=batch)
    except GonghuiError as error:
        return (_refused(path.name, error),)


def import_table(
    ws: Workspace,
    table: TableFile,
    matches: Sequence[SheetMatch | None],
    progress: Progress = lambda _done, _all: None,
    *,
    again: bool = False,
    batch: Batch | None = None,
) -> tuple[ImportOutcome, ...]:
    """Takes in the units of a file that has been read; all in one transaction.

    Args:
        ws: the workspace.
        table: the file.
        matches: for each of its sheets what the columns fill; ``None`` to leave it out.
        progress: told after some rows; what it raises ends the work, and nothing came in.
        again: as for :func:`import_file`.
        batch: as for :func:`import_file`.

    Raises:
        InputError: no row has a unit.
        StoreError: they cannot be stored; none of them is.
    """
    steps = _Steps(2 * sum(len(sheet.rows) for sheet in table.sheets), progress)
    incoming, reports = units_of(ws, table, matches, steps.step)
    outcomes = take_in(ws, incoming, table.name, again=again, step=steps.step, batch=batch)
    shown = in_sentence(table.name)
    told = [
        ImportOutcome(
            True,
            f"“{shown}”{sentence}",
            report.form,
            is_notice=True,
            sheet=report if number == 0 else None,
        )
        for report in reports
        for number, sentence in enumerate(report.sentences)
    ]
    return (*outcomes, *told)


def import_one_table(
    ws: Workspace,
    table: TableFile,
    matches: Sequence[SheetMatch | None],
    progress: Progress = lambda _done, _all: None,
    batch: Batch | None = None,
) -> tuple[ImportOutcome, ...]:
    """As :func:`import_table`, but a file that cannot be used is one refused outcome."""
    try:
        return import_table(ws, table, matches, progress, batch=batch)
    except GonghuiError as error:
        return (_refused(table.name, error),)


class _Steps:
    """Tells of every so many steps of a long work.

    Args:
        total: steps in all.
        progress: what it tells.
    """

    _EACH = 50

    def __init__(self, total: int, progress: Progress) -> None:
        self._total = total
        self._progress = progress
        self._done = 0

    def step(self) -> None:
        """One is done."""
        self._done += 1
        if self._done % self._EACH == 0:
            self._progress(min(self._done, self._total), self._total)


def import_one_of_many(
    ws: Workspace,
    path: Path,
    progress: Progress = lambda _done, _all: None,
    cancelled: Callable[[], bool] = never,
    *,
    again: bool = False,
    batch: Batch | None = None,
) -> tuple[ImportOutcome, ...]:
    """As :func:`import_file`, but a file that cannot be used is one refused outcome.

    So the files after it are still read.
    """
    try:
        return import_file(ws, path, IMPORTERS, progress, cancelled, again=again, batch=batch)
    except GonghuiError as error:
        return (_refused(path.name, error),)


def _refused(name: str, error: GonghuiError) -> ImportOutcome:
    """Of a file that cannot be used."""
    message, shown = str(error), in_sentence(name)
    named = message if shown in message or one_line(name) in message else f"{shown}：{message}"
    return ImportOutcome(accepted=False, message=named)
