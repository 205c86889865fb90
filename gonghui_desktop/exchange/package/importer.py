"""Import of a submission package: its records come in final, as the other office handed them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gonghui_desktop.confined.jobs import never
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.file_kinds import HEAD_SIZE, office_kind, refuse_empty
from gonghui_desktop.exchange.incoming import Received
from gonghui_desktop.exchange.other_kinds import other_kind
from gonghui_desktop.exchange.package.package_job import read_in_child
from gonghui_desktop.exchange.package.submission import ReceivedPackage
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.campaigns.known_forms import KnownForms
from gonghui_desktop.model.forms.edition import definition_of

if TYPE_CHECKING:  # no start needs it
    from gonghui_desktop.confined.readers import Readers


class PackageImporter:
    """Reads packages; any other ZIP archive too, to say why it is none."""

    kind = "报送包"
    suffixes = (".zip",)

    def recognises(self, head: bytes, name: str) -> bool:
        """A ZIP archive that is no office document, or what is called one."""
        if head.startswith(b"PK"):
            return office_kind(head, name) is None
        return name.lower().endswith(self.suffixes)

    def read(
        self,
        data: bytes,
        name: str,  # noqa: ARG002 - it is in no message: codes say which check failed
        known: KnownForms,
        readers: Readers,
        cancelled: Callable[[], bool] = never,
    ) -> tuple[Received, ...]:
        """The records of a package that has passed every check.

        Raises:
            InputError: this is no ZIP file at all.
            PackageError: a check fails.
        """
        return received_in(read_in_child(data, known, readers, cancelled))


def received_in(package: ReceivedPackage) -> tuple[Received, ...]:
    """The records of a package that has been read."""
    submission = package.submission
    sender = submission.reporter.name
    return tuple(
        Received(record, form, definition_of(form), sender)
        for record in submission.records
        for form in (submission.form_of(record),)
    )


def refuse_other(data: bytes, name: str) -> None:
    """Refuses a file that is none of ours by what it is.

    Raises:
        InputError: it is empty, an office document, or of another kind that is known.
    """
    refuse_empty(data, name)
    head = data[:HEAD_SIZE]
    if kind := other_kind(head, name) or office_kind(head, name):
        raise InputError(
            f"{in_sentence(name)}：这是{kind.name}，不是报送包，请选择程序导出的报送包（.zip）。"
        )
