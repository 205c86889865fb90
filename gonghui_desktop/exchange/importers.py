"""The importers: one for each kind of file that records come in by.

A new format is a new module with an importer in it, and a line in :data:`IMPORTERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from gonghui_desktop.confined.jobs import never
from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.file_kinds import office_kind
from gonghui_desktop.exchange.incoming import Incoming
from gonghui_desktop.exchange.other_kinds import other_kind
from gonghui_desktop.exchange.package.importer import PackageImporter
from gonghui_desktop.exchange.records_json import RecordsImporter
from gonghui_desktop.exchange.spreadsheet.importer import TablesImporter
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.exchange.word_forms.importer import WordFormsImporter
from gonghui_desktop.model.campaigns.known_forms import KnownForms


class Recogniser(Protocol):
    """Knows one kind of file."""

    @property
    def kind(self) -> str:
        """What its files are called, such as ``报送包``."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """How the names of its files end, such as ``.zip``; for file dialogs and messages."""

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether a file is of this kind, by its first bytes (``HEAD_SIZE``) and its name."""


class Importer(Recogniser, Protocol):
    """Reads one kind of file."""

    def read(
        self,
        data: bytes,
        name: str,
        known: KnownForms,
        readers: Readers,
        cancelled: Callable[[], bool] = never,
    ) -> Sequence[Incoming]:
        """The records of a file, each accepted or refused.

        Args:
            data: the file, untrusted.
            name: the file's.
            known: the forms that its records may be made with.
            readers: their child reads it.
            cancelled: asked all the time; ``True`` ends the work.

        Raises:
            InputError: the file as a whole cannot be used.
            PackageError: it is a package and fails a check.
        """


AnyImporter = Importer | PackageImporter | TablesImporter

IMPORTERS: tuple[AnyImporter, ...] = (
    PackageImporter(),
    RecordsImporter(),
    WordFormsImporter(),
    TablesImporter(),
)


def importer_for(
    head: bytes, name: str, importers: Sequence[AnyImporter] = IMPORTERS
) -> AnyImporter:
    """The first importer that recognises a file.

    Raises:
        InputError: none does; the sentence names the kind, where it is known, and the way out.
    """
    if other := other_kind(head, name):
        raise InputError(other.refusal(name))
    for importer in importers:
        if importer.recognises(head, name):
            return importer
    shown = in_sentence(name)
    kind = office_kind(head, name)
    if kind:
        raise InputError(kind.refusal(name))
    known = "、".join(f"{one.kind}（{'、'.join(one.suffixes)}）" for one in importers)
    raise InputError(f"{shown}：本程序不认识这种文件，能导入的是{known}，请核对文件。")
