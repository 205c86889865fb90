"""What goes into the store and comes out of it besides records, and its refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from gonghui_desktop.errors import GonghuiError, InputError
from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.model.record import CODE_VERSION, EMPTY, Record, RecordState

PACKAGE_NOTES = "package."
"""How the keys of settings begin that tell of a package what was in it; its UUID follows."""


FOLDERS, LAST_PACKAGE_PLACE, SAVED_BACKUPS = "folder.", "export.place.", "backups.saved"
"""How the keys of settings begin that name places on this computer: they come from no backup."""

PRINTING = "printing."
"""How the keys of settings begin that tell of this computer's printers: as above."""

ERASING = "bin.erasing"
"""Key of the setting with what was erased and is not yet gone from everywhere on this computer: ids
and forms, no value. It comes from no backup either."""


class RecordNotFound(GonghuiError):  # noqa: N818 -- named for what happened, as FileNotFoundError is not
    """No record of that id, or it lies in the bin."""

    def __init__(self, record_id: str) -> None:
        super().__init__(f"找不到编号为“{record_id}”的申报表，可能已被删除，请到回收站里找。")


class RecordExists(GonghuiError):  # noqa: N818 -- see RecordNotFound
    """A record of that id is stored already."""

    def __init__(self, record_id: str) -> None:
        super().__init__(f"编号为“{record_id}”的表已经有了；要用另一份，请先删除现有的。")


class RecordStateError(GonghuiError):
    """What was asked for does not fit the record's state: a final one is read-only."""


@dataclass(frozen=True)
class NewRecord:
    """A record to be added.

    Attributes:
        form: id of its form definition.
        values: field id to canonical text; empty ones are left out.
        explanations: field id to the reason why a 核实 finding stands; empty ones are left out.
        id: 32 lower-case hexadecimal digits, or empty for a new random one.
        revision: 1, or the revision that a package brings.
        state: a final one is frozen at once.
        reopen_reason: why that revision replaces the one before.
        campaign: id of the campaign, empty where nobody knows.
        edition: digest of the form's definition, empty where nobody knows.
        code_version: version of the record's check code.
        created_at: when it was made elsewhere, with time zone; ``None`` for a record made now.
        changed_at: when it was last changed, or made final, elsewhere; likewise.
    """

    form: str
    values: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    explanations: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    id: str = ""
    revision: int = 1
    state: RecordState = RecordState.DRAFT
    reopen_reason: str = ""
    campaign: str = ""
    edition: str = ""
    code_version: int = CODE_VERSION
    created_at: datetime | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Revision:
    """A record as it was when it was made final; it never changes.

    Attributes:
        number: 1 for the first.
        values: field id to text.
        explanations: field id to reason.
        finalised_at: when made final, with time zone.
        reason: why it replaced the revision before, empty for the first.
        edition: digest of the form's definition that it was made with, empty if unknown.
        code_version: version of its check code.
    """

    number: int
    values: Mapping[str, str]
    explanations: Mapping[str, str]
    finalised_at: datetime
    reason: str
    edition: str
    code_version: int


@dataclass(frozen=True)
class BinnedRecord:
    """A record that was deleted and can still be brought back.

    Attributes:
        number: its own, also where the id has come back by import.
        record: as it was.
        deleted_at: when, with time zone.
        days_left: days before it may go for good, the one begun counted; 1 on the last one.
    """

    number: int
    record: Record
    deleted_at: datetime
    days_left: int


@dataclass(frozen=True)
class Erased:
    """A record that is no longer stored.

    Attributes:
        id: its id.
        form: id of its form.
    """

    id: str
    form: str

    @property
    def trace(self) -> bytes:
        """What stands in every database file that has, or had, a row of it."""
        return (self.id + self.form).encode()


@dataclass(frozen=True)
class DamagedRecord:
    """A record whose row can no longer be read, as far as that is known.

    Attributes:
        number: the row's.
        id: its id, empty where that is damaged too.
        form: id of its form, empty likewise.
        campaign: id of its campaign, empty likewise.
        last_good: the last version that can be read, of its history or the last revision;
            ``None`` where there is none.
    """

    number: int
    id: str
    form: str
    campaign: str
    last_good: Record | None


@dataclass(frozen=True)
class ExportedPackage:
    """A submission package that has left the program.

    Attributes:
        package: its UUID.
        campaign: id of the campaign.
        revision: 1 for the campaign's first package.
        supersedes: UUID of the package that it replaces, empty for the first.
        exported_at: when; ``None`` for one that is about to be.
    """

    package: str
    campaign: str
    revision: int
    supersedes: str
    exported_at: datetime | None = field(default=None, compare=False)


def refuse_unstorable(*texts: Mapping[str, str], longest: int = LONGEST_TEXT) -> None:
    """Refuses a text that is too long, and a lone surrogate: UTF-8, and so SQLite, cannot hold it.

    Args:
        texts: field to text.
        longest: characters of a text; what is stored already may have more.

    Raises:
        InputError: there is one; the sentence names the field.
    """
    for mapping in texts:
        for key, text in mapping.items():
            shown = key[:40].encode(errors="replace").decode()
            if max(len(key), len(text)) > longest:
                most = longest // 10_000
                raise InputError(f"“{shown}”有 {len(text)} 字，最多能保存 {most} 万字，请删短。")
            try:
                (key + text).encode()
            except UnicodeEncodeError as error:
                raise InputError(
                    f"“{shown}”里有一个坏字（U+{ord(error.object[error.start]):04X}），"
                    "无法保存，请删去重打。"
                ) from error
