"""The composition root: arguments, paths, logs, store, forms, window; exit codes."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from gonghui_desktop import paths, terminal
from gonghui_desktop.errors import DataFileError, FileError, GonghuiError, StoreError
from gonghui_desktop.fileio import is_of_names, private_umask, reason_of
from gonghui_desktop.logs import Logs, places_of, unseen_faults_logged

if TYPE_CHECKING:
    import argparse

    from gonghui_desktop.cli.answers import Answer
    from gonghui_desktop.confined.readers import Readers
    from gonghui_desktop.instance_lock import InstanceLock
    from gonghui_desktop.printing.printer import FormPrinter
    from gonghui_desktop.services.catalogue import Catalogue
    from gonghui_desktop.services.workspace import Workspace
    from gonghui_desktop.store.store import Store

BUG = 70
"""Exit code of a fault in the program itself (``EX_SOFTWARE``)."""

STOPPED = 130
"""Exit code of a command that was stopped by Ctrl+C, as shells have it."""

COLLECT_AFTER = 10_000
"""New objects after which Python looks for cycles among them: a batch of forms makes many, none
of them in a cycle; looking after every 700 took a tenth of its time."""

_READS_FILES = ("import", "verify")

_log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program; without a command the window opens.

    Args:
        arguments: the command line without the program's name, by default the process' own.

    Returns:
        The exit code: 0 done, 1 findings or a failed check, 2 bad input or usage, :data:`BUG`,
        :data:`STOPPED`.
    """
    gc.set_threshold(COLLECT_AFTER)
    with private_umask(), unseen_faults_logged():
        given = sys.argv[1:] if arguments is None else list(arguments)
        try:
            return _main(given)
        except KeyboardInterrupt:
            _tell("已按 Ctrl+C 停下，停下以前做完的都保存着。", as_json="--json" in given)
            return STOPPED


def _tell(sentence: str, *, as_json: bool) -> None:
    """Says why a command has come to nothing."""
    if as_json:
        terminal.write_json({"ok": False, "error": sentence})
    terminal.write_error(sentence)


def _main(given: list[str]) -> int:
    folder = paths.data_folder()
    try:
        if not given:  # from the start menu: the grammar takes as long as all else in this module
            return _window(folder)
        from gonghui_desktop.arguments import OPEN, parser, with_opened_files

        options = parser().parse_args(with_opened_files(given))
        folder = paths.data_folder(getattr(options, "data", None))
        if options.command == "selftest":
            return _selftest(options)
        if options.command in (None, OPEN):
            return _window(folder, getattr(options, "files", ()))
        return _command(folder, options)
    except GonghuiError as error:
        from gonghui_desktop.cli.answers import failure, show

        return show(failure(error), as_json="--json" in given)
    except Exception as error:  # noqa: BLE001 - the last resort: a bug is logged and reported, no traceback
        return _report_fault(folder, error, as_json="--json" in given)


def _report_fault(folder: Path, error: Exception, *, as_json: bool) -> int:
    """Tells of a name that the system cannot write; all else is a bug."""
    if not is_of_names(error):
        return _report_bug(folder, error, as_json=as_json)
    from gonghui_desktop.cli.answers import failure, show

    return show(failure(FileError(f"没有做完：{reason_of(error)}。")), as_json=as_json)


def _report_bug(folder: Path, error: Exception, *, as_json: bool) -> int:
    """Logs an exception and prints where; for faults outside the window."""
    try:
        with Logs.start(folder) as logs:
            _log.critical("unexpected error\n%s", places_of(error))
            where = f"已记入“{logs.folder}”，请把其中的文件发给维护人员"
    except StoreError:
        where = "运行记录也写不进去，请检查磁盘"
    _tell(f"程序内部出错，{where}。", as_json=as_json)
    return BUG


@contextmanager
def open_workspace(
    folder: Path, *, needs_data: bool = True, reads_files: bool = False
) -> Iterator[Workspace]:
    """The workspace on a data folder; closed at the end. Its store opens when it is needed.

    Args:
        folder: the data folder.
        needs_data: without it, a folder that cannot be used is no fault yet.
        reads_files: whether strangers' files will be read: their reader starts meanwhile.

    Raises:
        FormDefinitionError: there is no usable campaign.
        StoreError: the data folder cannot be used.
    """
    from gonghui_desktop.services.catalogue import CURRENT, find_campaigns
    from gonghui_desktop.services.workspace import Workspace, lazy_readers
    from gonghui_desktop.store.file.snapshot import SnapshotReader

    catalogue = find_campaigns(paths.forms_folder(), paths.added_forms_folder(folder))
    for fault in catalogue.faults:
        _log.warning("%s", fault)
    snapshot = SnapshotReader.at(folder)
    newest, readers = catalogue.campaigns[0], lazy_readers()
    opened = Workspace(
        newest,
        lambda: _open_store(folder, catalogue, readers.get),
        _make_printer,
        snapshot,
        catalogue,
        folder,
        readers,
    )
    if reads_files:
        opened.readers.prepare()
    try:
        workspace = opened
        with nullcontext() if needs_data else suppress(StoreError):
            if snapshot is None:
                opened.open()  # there is no data to show meanwhile; errors are reported at once
            workspace = opened.working_on(catalogue.current(opened.reader.setting(CURRENT)))
        _log.info("campaign %s, of %d", workspace.campaign.id, len(catalogue.campaigns))
        yield workspace
    finally:
        opened.close()


def _open_store(folder: Path, catalogue: Catalogue, readers: Callable[[], Readers]) -> Store:
    from gonghui_desktop.services.editions import assign_editions
    from gonghui_desktop.store.store import Store  # SQLAlchemy: 0.2 s
    from gonghui_desktop.user import user_name

    store = Store.open(folder, user_name(), readers)
    if not store.condition.read_only:
        assign_editions(store, catalogue)
    _log.info("store open")
    return store


def _make_printer() -> FormPrinter:
    from gonghui_desktop.printing.printer import FormPrinter  # 0.1 s

    return FormPrinter(paths.resources_folder() / "fonts")


def _command(folder: Path, options: argparse.Namespace) -> int:
    from gonghui_desktop.cli.answers import show

    _finish_erasing(folder)
    as_json = getattr(options, "json", False)
    is_of_strangers = options.command == "verify"
    if options.command == "erase":
        from gonghui_desktop.cli.erase_command import erase

        return show(erase(folder, paths.spare_folder(), options, open_workspace), as_json)
    if options.command == "printers":  # which needs no data
        from gonghui_desktop.cli.printer_commands import printers

        return show(printers(), as_json)
    try:
        reads_files = options.command in _READS_FILES
        with open_workspace(
            folder, needs_data=not is_of_strangers, reads_files=reads_files
        ) as workspace:
            from gonghui_desktop.cli.commands import run

            return show(run(workspace, options), as_json)
    except DataFileError:
        answer = _without_data(folder, options)
        if answer is None:
            raise
        return show(answer, as_json)


def _finish_erasing(folder: Path) -> None:
    """Finishes an erasure that was cut off, before the data is opened."""
    if next(folder.glob(".erased-*"), None) is None:
        return
    from gonghui_desktop.instance_lock import InstanceLock
    from gonghui_desktop.services.erasing.everything import finish_erasing

    with InstanceLock(folder) as lock:
        if lock.acquire():  # else it is under way, or an open window has new data
            finish_erasing(folder, paths.spare_folder())


def _without_data(folder: Path, options: argparse.Namespace) -> Answer | None:
    """What can be done where the data file cannot be opened; ``None`` for other commands."""
    from gonghui_desktop.cli.backup_commands import listing, restore_unopened
    from gonghui_desktop.services.catalogue import find_campaigns
    from gonghui_desktop.services.safekeeping.backups import backups

    if options.command == "backups":
        return listing(backups(folder))
    if options.command != "restore":
        return None
    catalogue = find_campaigns(paths.forms_folder(), paths.added_forms_folder(folder))
    return restore_unopened(catalogue, folder, options)


@contextmanager
def _logging(folder: Path) -> Iterator[None]:
    """Logs into the data folder; nowhere, if it cannot be written: reading goes on."""
    with ExitStack() as stack:
        with suppress(StoreError):
            stack.enter_context(Logs.start(folder))
        yield


def _window(folder: Path, files: Sequence[Path] = ()) -> int:
    from gonghui_desktop.instance_lock import InstanceLock
    from gonghui_desktop.store.file.settings import stored_settings
    from gonghui_desktop.ui.start.qt_messages import qt_messages_logged
    from gonghui_desktop.ui.start.single_instance import SingleInstance
    from gonghui_desktop.ui.start.start import ERASE, run_window

    @contextmanager
    def open_logged() -> Iterator[Workspace]:
        with _logging(folder), open_workspace(folder) as workspace:
            yield workspace

    _finish_erasing(folder)
    opened, told = [path.expanduser().absolute() for path in files], ""
    with InstanceLock(folder) as lock, qt_messages_logged():
        while True:
            instance = SingleInstance(lock, opened)
            settings = stored_settings(folder)
            code = run_window(
                paths.resources_folder(), open_logged, settings, instance, folder, told
            )
            if code != ERASE:
                return code
            opened, told = [], _erase_all(folder, lock)


def _erase_all(folder: Path, lock: InstanceLock) -> str:
    """Erases everything between two windows; what is to be told."""
    from gonghui_desktop.services.erasing.everything import erase_everything, left_words

    if not lock.acquire():  # it was shared with another computer
        return "数据正在别处打开着，没有清除；请那边先关闭程序。"
    try:
        return left_words(erase_everything(folder, paths.spare_folder()))
    except StoreError as error:
        return str(error)


def _selftest(options: argparse.Namespace) -> int:
    from gonghui_desktop.selftest.run import run_selftest

    return run_selftest(
        paths.resources_folder(),
        open_workspace,
        options.output,
        options.screenshots,
        options.printer,
    )
