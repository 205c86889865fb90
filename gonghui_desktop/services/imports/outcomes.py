"""What is told of each record that comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from gonghui_desktop.errors import one_line
from gonghui_desktop.exchange.incoming import (
    Accepted,
    FieldReading,
    Incoming,
    Reading,
    Received,
)
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.entry import of_form
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import NEVER, Record
from gonghui_desktop.services.imports.filled_forms import UnitsPresent, summary_of
from gonghui_desktop.services.imports.same_records import LeftOut
from gonghui_desktop.services.imports.table_report import SheetReport
from gonghui_desktop.services.record_names import record_title, shown_name
from gonghui_desktop.services.replies import RecordTold, ReplyTaken
from gonghui_desktop.services.workspace import Workspace


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
        same_as: id of a record with the very same values; empty where there is none.
        same_in: where that stands: see :class:`~gonghui_desktop.services.same_records.Place`.
        left_out: what :func:`~.intake.take_again` adds; ``None`` where nothing was left out.
        reply: the return or receipt that came in, where that is what this tells; else ``None``.
        said: what a return or receipt says of one record, likewise.
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
    same_as: str = ""
    same_in: str = ""
    left_out: LeftOut | None = None
    reply: ReplyTaken | None = None
    said: RecordTold | None = None

    def __post_init__(self) -> None:
        """Makes the sentence one line: it may hold names as they stand in a file."""
        object.__setattr__(self, "message", one_line(self.message))

    @property
    def is_file_notice(self) -> bool:
        """Whether it tells of a file of records, none of which it is."""
        return self.is_notice and self.reply is None and self.said is None

    @property
    def needs_look(self) -> bool:
        """Whether a person must compare it with the file: not everything was surely read."""
        return bool(self.unread or self.first_doubt)

    @cached_property
    def first_doubt(self) -> str:
        """Id of the first field that was not surely read, empty for none."""
        unsure = (Reading.DOUBTFUL, Reading.MISSING)
        return next((each.field for each in self.readings if each.reading in unsure), "")


class FilledForms:
    """Tells of drafts as they come in, and of the units that are there already.

    Args:
        ws: the workspace.
        incoming: what a file holds.
        source: the file's name.
    """

    def __init__(self, ws: Workspace, incoming: Sequence[Incoming], source: str) -> None:
        self._ws = ws
        self._source = in_sentence(source)
        forms = [each for each in incoming if isinstance(each, Accepted) and each.readings]
        self._is_several = len(forms) > 1
        self._present = UnitsPresent(ws) if forms else None

    def outcome(self, item: Accepted, record: Record) -> ImportOutcome:
        """Of a form that has become a draft."""
        form = self._ws.campaign.form(record.form)
        clauses = [f"{self.begin(item)}已导入{form.number}“{shown_name(form, record)}”"]
        if self._present is not None:
            place = f"{form.number}，“{self._source}”{item.place or f'第 {item.number} 份'}"
            if known := self._present.add(form, record.values, place):
                clauses.append(f"同名的单位已有一份（{known}），没有覆盖，请核对后留一份")
        if item.readings and (summary := summary_of(item.readings, item.unread)):
            clauses.append(summary)
        message = "；".join(clauses) + "。"
        return replace(
            ImportOutcome(True, message, record.form, record.id, is_new=True),
            readings=item.readings,
            unread=item.unread,
            is_row=bool(item.place),
        )

    def begin(self, item: Incoming) -> str:
        """What stands in front of a sentence on a record: where it comes from."""
        match item:
            case Received():
                return f"{item.sender}的"
            case Accepted() if item.place:
                return f"“{self._source}”{item.place}："
            case Accepted() if not item.readings:
                return f"第 {item.number} 份："
            case Accepted() if self._is_several:
                return f"“{self._source}”第 {item.number} 份："
            case _:
                return f"“{self._source}”："


def again_words(ws: Workspace, outcome: ImportOutcome, record: Record) -> str:
    """Of a record that was left out at first, and is there now: a sentence."""
    clauses = [f"已作为新表导入{record_title(ws, record)}"]
    if outcome.readings and (summary := summary_of(outcome.readings, outcome.unread)):
        clauses.append(summary)
    return "；".join(clauses) + "。"


def received_outcome(
    ws: Workspace, item: Received, ours: Record | None, now: datetime
) -> ImportOutcome:
    """Of a record of a package.

    Args:
        ws: the workspace.
        item: the record as it came.
        ours: the same record as it was here before, ``None`` where it was not.
        now: when it comes in.
    """
    record = item.record
    elsewhere = f"，属于活动 {record.campaign}" if record.campaign != ws.campaign.id else ""
    unit = f"{item.form.number}“{shown_name(item.form, record)}”"
    if ours is None:
        day = written_date(record.changed_at.astimezone().date())
        final = f" {day}定稿" if is_dated(record, now) else "报送"
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


def is_dated(record: Record, now: datetime) -> bool:
    """Whether a record's dates can be right: the sender's clock may have been wrong."""
    return NEVER < record.created_at <= record.changed_at <= now


def what_else(item: Incoming) -> str:
    """What a form says besides the values that are there already, as a clause."""
    if not isinstance(item, Accepted) or item.place:  # a row has no more than its cells
        return ""
    doubtful = [each for each in item.readings if each.reading is Reading.DOUBTFUL]
    told = summary_of(doubtful, item.unread)
    return f"；{told}" if told else ""
