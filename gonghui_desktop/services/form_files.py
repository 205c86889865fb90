"""Forms as files in a folder, one Word file or PDF each, named so that people find them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, count
from pathlib import Path

from gonghui_desktop.errors import FileError
from gonghui_desktop.file_names import file_name, free_path
from gonghui_desktop.fileio import reason_of
from gonghui_desktop.model.record import Record
from gonghui_desktop.printing.sheet import PrintOptions
from gonghui_desktop.services import pages
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.record_names import name_of
from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.services.workspace import Workspace

_KINDS = "form_files.kinds"
_LEAST_DIGITS = 2


class FileKind(StrEnum):
    """What a form can be saved as; the value is what settings keep."""

    WORD = "word"
    PDF = "pdf"

    @property
    def suffix(self) -> str:
        """Of the file's name, with its dot."""
        return ".docx" if self is FileKind.WORD else ".pdf"

    @property
    def label(self) -> str:
        """In the clerk's words."""
        return "Word" if self is FileKind.WORD else "PDF"


ALL_KINDS = (FileKind.WORD, FileKind.PDF)


def kinds_wanted(ws: Workspace) -> Sequence[FileKind]:
    """What was chosen last; both until something was."""
    kept = setting(ws, _KINDS).split()
    return [kind for kind in FileKind if kind.value in kept] or ALL_KINDS


def keep_kinds(ws: Workspace, kinds: Collection[FileKind]) -> None:
    """Keeps what was chosen."""
    all_of_them = len(kinds) == len(FileKind)
    keep_settings(ws, {_KINDS: "" if all_of_them else " ".join(kinds)})


def kind_words(kinds: Iterable[FileKind]) -> str:
    """Such as ``Word 和 PDF``."""
    return " 和 ".join(kind.label for kind in kinds)


@dataclass(frozen=True)
class NamedForm:
    """A form that becomes files.

    Attributes:
        record: the form, as stored.
        stem: of its files' names, such as ``附件1-03-大连示例机械有限公司``.
    """

    record: Record
    stem: str


def named_forms(ws: Workspace, records: Iterable[Record]) -> list[NamedForm]:
    """Names for the files of records, form by form in the order of the campaign.

    The number is the place in the list of the form, in the order in which its records were made,
    so that files sort as the list does, whatever was chosen. No two are alike, also where upper and
    lower case are one.
    """
    by_form: dict[str, list[Record]] = {}
    for record in records:
        by_form.setdefault(record.form, []).append(record)
    order = {form.id: place for place, form in enumerate(ws.campaign.forms)}
    named: list[NamedForm] = []
    used: set[str] = set()
    for form_id in sorted(by_form, key=lambda each: order.get(each, len(order))):
        places = _places(ws, form_id)
        digits = max(_LEAST_DIGITS, len(str(len(places))))
        last = len(places) + 1  # of one that has just been deleted
        for record in sorted(by_form[form_id], key=lambda each: places.get(each.id, last)):
            stem = _stem(ws, record, f"{places.get(record.id, last):0{digits}}")
            named.append(NamedForm(record, _distinct(stem, used)))
    return named


def _distinct(stem: str, used: set[str]) -> str:
    """The name, with a number behind it where it was used already."""
    names = chain([stem], (f"{stem}（{number}）" for number in count(2)))
    found = next(each for each in names if each.casefold() not in used)
    used.add(found.casefold())
    return found


def _places(ws: Workspace, form_id: str) -> dict[str, int]:
    records = ws.store.records(form_id, ws.campaign.id)
    return {record.id: place for place, record in enumerate(records, 1)}


def _stem(ws: Workspace, record: Record, place: str) -> str:
    number = file_name(form_of(ws, record).number)
    return f"{number}-{place}-{file_name(name_of(form_of(ws, record), record))}"


@dataclass(frozen=True)
class Written:
    """What became of a form.

    Attributes:
        paths: its files.
        is_draft: whether something in it must still be mended, which a PDF says at its foot.
    """

    paths: Sequence[Path]
    is_draft: bool


class FormFolder:
    """A folder that forms are written into, each in files of its own.

    Args:
        ws: the workspace.
        folder: where.
        kinds: what each form becomes.
        replaces: whether files that are there already may go; otherwise the new ones get
            another name.
        options: what stands on the pages of a PDF; the office's choices if left out.
    """

    def __init__(
        self,
        ws: Workspace,
        folder: Path,
        kinds: Sequence[FileKind],
        *,
        replaces: bool = False,
        options: PrintOptions | None = None,
    ) -> None:
        self._ws = ws
        self._folder = folder
        self._kinds = kinds
        self._replaces = replaces
        self._options = options or pages.file_options(ws)
        self._written: set[Path] = set()

    def make(self) -> None:
        """Makes the folder, if it is not there.

        Raises:
            FileError: it cannot be made.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(f"无法新建文件夹“{self._folder}”：{reason_of(error)}。") from error

    def existing(self, named: Iterable[NamedForm]) -> int:
        """How many of the files are there already."""
        paths = (self._path(each, kind) for each in named for kind in self._kinds)
        return sum(os.path.lexists(path) for path in paths)

    def write(self, named: NamedForm) -> Written:
        """Writes the files of a form.

        Raises:
            FileError: one cannot be written; an old one stays as it was.
        """
        sheet = pages.record_sheet(self._ws, named.record)
        paths = []
        for kind in self._kinds:
            path = self._path(named, kind)
            if not self._replaces or path in self._written:
                path = free_path(self._folder, named.stem, kind.suffix, self._written)
            if kind is FileKind.WORD:
                pages.save_word(self._ws, sheet, path)
            else:
                pages.save_pdf(self._ws, [sheet], path, self._options)
            self._written.add(path)
            paths.append(path)
        return Written(paths, sheet.is_draft)

    def _path(self, named: NamedForm, kind: FileKind) -> Path:
        return self._folder / f"{named.stem}{kind.suffix}"


def words_of(written: Sequence[Written], kinds: Sequence[FileKind], folder: Path) -> str:
    """What was written, as sentences.

    Args:
        written: what became of each form.
        kinds: as what.
        folder: where.
    """
    drafts = sum(each.is_draft for each in written)
    remark = f"其中 {drafts} 份还有必须改的地方，不能盖章上报。" if drafts else ""
    return f"已存 {len(written)} 份 {kind_words(kinds)} 到“{folder}”。{remark}"
