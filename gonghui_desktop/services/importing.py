"""Taking in records from files: ``gonghui-records`` JSON and submission packages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gonghui_desktop.errors import GonghuiError, InputError
from gonghui_desktop.exchange.package.submission import read_submission
from gonghui_desktop.exchange.records_json import Accepted, read_records
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.records import implied, name_of
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import NewRecord

_RECORDS_LIMIT = 20_000_000
_PACKAGE_LIMIT = 200_000_000
_ZIP_START = b"PK"


@dataclass(frozen=True)
class ImportOutcome:
    """What became of one record of a file.

    Attributes:
        accepted: whether it is in the store now.
        message: one Chinese sentence.
        form: id of its form, empty where that is not known.
        record_id: id in the store, empty for a refused one.
    """

    accepted: bool
    message: str
    form: str = ""
    record_id: str = ""


def import_file(ws: Workspace, path: Path) -> tuple[ImportOutcome, ...]:
    """Takes in a records file or a package; all accepted records in one transaction.

    Raises:
        FileError: the file cannot be read.
        InputError: it is neither a records file nor a package, of an unknown version, or has no
            record in it.
        PackageError: the package fails a check.
        StoreError: the records cannot be stored; none of them is.
    """
    data = read_limited(path, _PACKAGE_LIMIT)
    if data.startswith(_ZIP_START):
        outcomes = _import_package(ws, data)
    else:
        outcomes = _import_records(ws, read_limited(path, _RECORDS_LIMIT), path.name)
    if not outcomes:
        raise InputError(f"{path.name}：文件里没有申报表，请核对文件。")
    return outcomes


def import_one_of_many(ws: Workspace, path: Path) -> tuple[ImportOutcome, ...]:
    """As :func:`import_file`, but a file that cannot be used is one refused outcome.

    So the files after it are still read.
    """
    try:
        return import_file(ws, path)
    except GonghuiError as error:
        message = str(error)
        named = message if path.name in message else f"{path.name}：{message}"
        return (ImportOutcome(accepted=False, message=named),)


def _import_records(ws: Workspace, data: bytes, source: str) -> tuple[ImportOutcome, ...]:
    incoming = read_records(data, source, ws.campaign)
    accepted = [item for item in incoming if isinstance(item, Accepted)]
    stored = iter(ws.store.add([_new_record(ws, item) for item in accepted]))
    return tuple(
        _taken(ws, item.number, next(stored))
        if isinstance(item, Accepted)
        else ImportOutcome(accepted=False, message=item.message)
        for item in incoming
    )


def _new_record(ws: Workspace, item: Accepted) -> NewRecord:
    form = ws.campaign.form(item.form)
    settled = {
        field_id: value
        for field_id, value in implied(form, item.values, item.values).items()
        if not item.values.get(field_id)
    }
    return NewRecord(
        form=item.form, values={**item.values, **settled}, explanations=item.explanations
    )


def _taken(ws: Workspace, number: int, record: Record) -> ImportOutcome:
    form = ws.campaign.form(record.form)
    message = f"第 {number} 条：已导入{form.number}“{name_of(form, record)}”。"
    return ImportOutcome(True, message, record.form, record.id)


def _import_package(ws: Workspace, data: bytes) -> tuple[ImportOutcome, ...]:
    """Adds the records that are not there yet; one that differs from ours is left alone."""
    records = read_submission(data, ws.campaign).submission.records
    known = {record.id: ws.store.find(record.id) for record in records}
    new = [record for record in records if known[record.id] is None]
    ws.store.add(
        [
            NewRecord(
                form=record.form,
                values=record.values,
                explanations=record.explanations,
                id=record.id,
                state=record.state,
                revision=record.revision,
                reopen_reason=record.reopen_reason,
            )
            for record in new
        ]
    )
    return tuple(_package_outcome(ws, record, known[record.id]) for record in records)


def _package_outcome(ws: Workspace, record: Record, ours: Record | None) -> ImportOutcome:
    form = ws.campaign.form(record.form)
    unit = f"{form.number}“{name_of(form, record)}”"
    if ours is None:
        return ImportOutcome(True, f"已导入{unit}。", record.form, record.id)
    if (ours.values, ours.revision) == (record.values, record.revision):
        return ImportOutcome(True, f"{unit}本来就有，内容相同，未改动。", record.form, record.id)
    message = (
        f"{unit}在本机的内容不同（本机第 {ours.revision} 版，报送包第 {record.revision} 版），"
        "未改动；要用报送包里的，请先删除本机的再导入。"
    )
    return ImportOutcome(False, message, record.form, record.id)
