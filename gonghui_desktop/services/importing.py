"""Taking in records from files of every kind that has an importer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from gonghui_desktop.errors import GonghuiError, InputError
from gonghui_desktop.exchange.file_kinds import HEAD_SIZE
from gonghui_desktop.exchange.importers import IMPORTERS, AnyImporter, importer_for
from gonghui_desktop.exchange.incoming import (
    Accepted,
    FieldReading,
    Incoming,
    Reading,
    Received,
    Refused,
)
from gonghui_desktop.exchange.package.importer import PackageImporter, received_in
from gonghui_desktop.exchange.spreadsheet.importer import TablesImporter
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.edition import definition_of, digest_of
from gonghui_desktop.model.entry import of_form
from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.model.implied import implied_values
from gonghui_desktop.model.record import NEVER, Record
from gonghui_desktop.model.tables.matching import SheetMatch
from gonghui_desktop.services.editions import known_forms
from gonghui_desktop.services.filled_forms import UnitsPresent, summary_of
from gonghui_desktop.services.records import name_of
from gonghui_desktop.services.safekeeping.backups import Reason, back_up_before
from gonghui_desktop.services.table_report import SheetReport
from gonghui_desktop.services.tables import TableFile, read_table, sure_matches, units_of
from gonghui_desktop.services.verifying import Progress, verify
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import NewRecord

_LARGEST_FILE = 200_000_000  # bytes: a package; importers of small files have limits of their own


@dataclass(frozen=True)
class ImportOutcome:
    """What became of one record of a file.

    Attributes:
        accepted: whether it is in the store now.
        message: one Chinese sentence.
        form: id of its form, empty where that is not known.
        record_id: id in the store, empty for a refused one.
        is_new: whether it was added, and not known before.
        sender: name of the office that handed it in; empty for a draft.
        readings: how each printed field of a form filled in elsewhere came in; else none.
        unread: texts of that form's table that belong to none of its fields.
        is_notice: no record, but what a person must know of the file.
        is_row: whether it was a row of a table.
        sheet: what became of a sheet, where that is what this tells; else ``None``.
    """

    accepted: bool
    message: str
    form: str = ""
    record_id: str = ""
    is_new: bool = False
    sender: str = ""
    readings: tuple[FieldReading, ...] = ()
    unread: tuple[str, ...] = ()
    is_notice: bool = False
    is_row: bool = False
    sheet: SheetReport | None = None

    @property
    def needs_look(self) -> bool:
        """Whether a person must compare it with the file: not everything was surely read."""
        unsure = (Reading.DOUBTFUL, Reading.MISSING)
        return bool(self.unread) or any(each.reading in unsure for each in self.readings)


def importable_suffixes() -> tuple[str, ...]:
    """How the names of files end that can be imported, such as ``.json``."""
    return tuple(suffix for importer in IMPORTERS for suffix in importer.suffixes)


def import_file(
    ws: Workspace,
    path: Path,
    importers: Sequence[AnyImporter] = IMPORTERS,
    progress: Progress = lambda _done, _all: None,
) -> tuple[ImportOutcome, ...]:
    """Takes in a file by the importer that recognises it; all records in one transaction.

    Args:
        ws: the workspace.
        path: the file.
        importers: the first that recognises it reads it.
        progress: told while a package is checked or a table taken in; what it raises ends that,
            and nothing came in.

    Raises:
        FileError: the file cannot be read.
        InputError: no importer reads it, it has no record in it, or a person has to say what the
            columns of a table fill.
        PackageError: the package fails a check.
        StoreError: the records cannot be stored; none of them is.
    """
    data = read_limited(path, _LARGEST_FILE)
    importer = importer_for(data[:HEAD_SIZE], path.name, importers)
    incoming: Sequence[Incoming]
    notices: tuple[str, ...] = ()
    if isinstance(importer, TablesImporter):
        table = read_table(ws, data, path.name)
        return import_table(ws, table, sure_matches(ws, table), progress)
    if isinstance(importer, PackageImporter):
        verified = verify(ws, data, progress)
        incoming, notices = received_in(verified.package), verified.told
    else:
        incoming = importer.read(data, path.name, known_forms(ws))
    if not incoming:
        raise InputError(f"{path.name}：文件里没有申报表，请核对文件。")
    told = [
        ImportOutcome(True, f"{in_sentence(path.name)}：{each}", is_notice=True) for each in notices
    ]
    return (*_store(ws, incoming, path.name), *told)


def table_in(
    ws: Workspace, path: Path, cancelled: Callable[[], bool] = lambda: False
) -> TableFile | None:
    """A file's tables where a person has to look at them before they come in; else ``None``.

    Args:
        ws: the workspace.
        path: the file.
        cancelled: asked while it is read; ``True`` ends that.

    Raises:
        FileError: the file cannot be read.
        InputError: it is a table and cannot be used.
    """
    data = read_limited(path, _LARGEST_FILE)
    importer = importer_for(data[:HEAD_SIZE], path.name)
    if not isinstance(importer, TablesImporter):
        return None
    table = read_table(ws, data, path.name, cancelled)
    return None if table.is_template else table


def import_table(
    ws: Workspace,
    table: TableFile,
    matches: Sequence[SheetMatch | None],
    progress: Progress = lambda _done, _all: None,
) -> tuple[ImportOutcome, ...]:
    """Takes in the units of a file that has been read; all in one transaction.

    Args:
        ws: the workspace.
        table: the file.
        matches: for each of its sheets what the columns fill; ``None`` to leave it out.
        progress: told after some rows; what it raises ends the work, and nothing came in.

    Raises:
        InputError: no row has a unit.
        StoreError: they cannot be stored; none of them is.
    """
    steps = _Steps(2 * sum(len(sheet.rows) for sheet in table.sheets), progress)
    incoming, reports = units_of(ws, table, matches, steps.step)
    outcomes = _store(ws, incoming, table.name, steps.step)
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
    ws: Workspace, path: Path, progress: Progress = lambda _done, _all: None
) -> tuple[ImportOutcome, ...]:
    """As :func:`import_file`, but a file that cannot be used is one refused outcome.

    So the files after it are still read.
    """
    try:
        return import_file(ws, path, progress=progress)
    except GonghuiError as error:
        message = str(error)
        named = message if path.name in message else f"{path.name}：{message}"
        return (ImportOutcome(accepted=False, message=named),)


def _store(
    ws: Workspace,
    incoming: Sequence[Incoming],
    source: str,
    step: Callable[[], None] = lambda: None,
) -> tuple[ImportOutcome, ...]:
    """Adds what is new; a received record that differs from ours is left alone."""
    received = [item for item in incoming if isinstance(item, Received)]
    ours = {item.record.id: ws.store.find(item.record.id) for item in received}
    fresh = [item for item in received if ours[item.record.id] is None]
    now = datetime.now(UTC)
    filled = _FilledForms(ws, incoming, source)
    drafts = [
        _draft(ws, item)
        for item in incoming
        if isinstance(item, Accepted) and item.number not in filled.known
    ]
    finals = [_final(item.record, now) for item in fresh]
    if drafts and ws.is_past:
        raise InputError(f"{ws.campaign.name}（{ws.campaign.id}）已是往届活动，不能再导入草稿。")
    used = {draft.form for draft in drafts}
    definitions = [definition_of(form) for form in ws.campaign.forms if form.id in used]
    definitions += [item.definition for item in fresh]
    if drafts or finals:
        back_up_before(ws, now, Reason.IMPORT)
    stored = iter(ws.store.add([*drafts, *finals], definitions, step))
    ws.unknown_editions.difference_update(each.digest for each in definitions)
    outcomes: list[ImportOutcome] = []
    for item in incoming:
        match item:
            case Accepted() if item.number in filled.known:
                outcomes.append(filled.known_outcome(item))
            case Accepted() if item.readings:
                outcomes.append(filled.outcome(item, next(stored)))
            case Accepted():
                outcomes.append(_accepted_outcome(ws, item.number, next(stored)))
            case Received():
                outcomes.append(_received_outcome(ws, item, ours[item.record.id], now))
            case Refused():
                outcomes.append(ImportOutcome(accepted=False, message=item.message))
    return tuple(outcomes)


def _draft(ws: Workspace, item: Accepted) -> NewRecord:
    form = ws.campaign.form(item.form)
    return NewRecord(
        form=item.form,
        values={**item.values, **implied_values(form, item.values, item.values)},
        explanations=item.explanations,
        campaign=ws.campaign.id,
        edition=digest_of(form),
    )


def _accepted_outcome(ws: Workspace, number: int, record: Record) -> ImportOutcome:
    form = ws.campaign.form(record.form)
    message = f"第 {number} 份：已导入{form.number}“{name_of(form, record)}”。"
    return ImportOutcome(True, message, record.form, record.id, is_new=True)


class _FilledForms:
    """Forms filled in elsewhere: nobody knows whether the same file came in before.

    Args:
        ws: the workspace.
        incoming: what a file holds.
        source: the file's name.

    Attributes:
        known: number of a form to the record that says the very same; it makes no second one.
    """

    def __init__(self, ws: Workspace, incoming: Sequence[Incoming], source: str) -> None:
        self._ws = ws
        self._source = in_sentence(source)
        self._forms = [each for each in incoming if isinstance(each, Accepted) and each.readings]
        self._present = UnitsPresent(ws) if self._forms else None
        same = {each.number: self._same(each) for each in self._forms}
        self.known = {number: record for number, record in same.items() if record is not None}

    def known_outcome(self, item: Accepted) -> ImportOutcome:
        """Of a form that is there already."""
        record = self.known[item.number]
        message = f"{self._begin(item)}{self._unit(record)}本来就有，内容相同，未改动。"
        return ImportOutcome(
            True,
            message,
            record.form,
            record.id,
            readings=item.readings,
            is_row=bool(item.place),
        )

    def outcome(self, item: Accepted, record: Record) -> ImportOutcome:
        """Of a form that has become a draft."""
        clauses = [f"{self._begin(item)}已导入{self._unit(record)}"]
        if self._present is not None:
            form = self._ws.campaign.form(record.form)
            place = f"{form.number}，“{self._source}”{item.place or f'第 {item.number} 份'}"
            if known := self._present.add(form, record.values, place):
                clauses.append(f"同名的单位已有一份（{known}），没有覆盖，请核对后留一份")
        clauses += [summary] if (summary := summary_of(item.readings, item.unread)) else []
        message = "；".join(clauses) + "。"
        return replace(
            ImportOutcome(True, message, record.form, record.id, is_new=True),
            readings=item.readings,
            unread=item.unread,
            is_row=bool(item.place),
        )

    def _same(self, item: Accepted) -> Record | None:
        assert self._present is not None
        return self._present.same(item.form, _draft(self._ws, item).values)

    def _begin(self, item: Accepted) -> str:
        numbered = f"第 {item.number} 份" if len(self._forms) > 1 else ""
        return f"“{self._source}”{item.place or numbered}："

    def _unit(self, record: Record) -> str:
        form = self._ws.campaign.form(record.form)
        return f"{form.number}“{name_of(form, record)}”"


def _final(record: Record, now: datetime) -> NewRecord:
    """A record with its own dates; with those of the import where they cannot be right."""
    is_dated = _is_dated(record, now)
    return NewRecord(
        form=record.form,
        values=record.values,
        explanations=record.explanations,
        id=record.id,
        state=record.state,
        revision=record.revision,
        reopen_reason=record.reopen_reason,
        campaign=record.campaign,
        edition=record.edition,
        code_version=record.code_version,
        created_at=record.created_at if is_dated else None,
        changed_at=record.changed_at if is_dated else None,
    )


def _is_dated(record: Record, now: datetime) -> bool:
    """Whether a record's dates can be right: the sender's clock may have been wrong."""
    return NEVER < record.created_at <= record.changed_at <= now


def _received_outcome(
    ws: Workspace, item: Received, ours: Record | None, now: datetime
) -> ImportOutcome:
    record = item.record
    elsewhere = f"，属于活动 {record.campaign}" if record.campaign != ws.campaign.id else ""
    unit = f"{item.form.number}“{name_of(item.form, record)}”"
    if ours is None:
        day = written_date(record.changed_at.astimezone().date())
        final = f" {day}定稿" if _is_dated(record, now) else "报送"
        message = f"已导入{unit}{elsewhere}，{item.sender}{final}。"
        return ImportOutcome(True, message, record.form, record.id, True, item.sender)
    if _contents(item.form, ours) == _contents(item.form, record):
        message = f"{item.sender}的{unit}本来就有，内容相同，未改动。"
        return ImportOutcome(True, message, record.form, record.id, False, item.sender)
    message = (
        f"{item.sender}的{unit}在本机的内容不同"
        f"（本机第 {ours.revision} 版，报送包第 {record.revision} 版），"
        "未改动；要用报送包里的，请先删除本机的再导入。"
    )
    return ImportOutcome(False, message, record.form, record.id, False, item.sender)


def _contents(form: FormDefinition, record: Record) -> Record:
    """What two copies of a record agree in: all but the times, and what the form does not have."""
    return replace(of_form(form, record), created_at=datetime.min, changed_at=datetime.min)
