"""Import of a submission package: its records come in final, as the other office handed them in."""

from __future__ import annotations

from gonghui_desktop.errors import InputError, PackageError
from gonghui_desktop.exchange.file_kinds import HEAD_SIZE, office_kind, refuse_empty
from gonghui_desktop.exchange.incoming import Received
from gonghui_desktop.exchange.other_kinds import archive_kind, other_kind
from gonghui_desktop.exchange.package.submission import ReceivedPackage, read_submission
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.campaigns.known_forms import KnownForms
from gonghui_desktop.model.forms.edition import definition_of


class PackageImporter:
    """Reads packages; any other ZIP archive too, to say why it is none."""

    kind = "报送包"
    suffixes = (".zip",)

    def recognises(self, head: bytes, name: str) -> bool:
        """A ZIP archive that is no office document, or what is called one."""
        if head.startswith(b"PK"):
            return office_kind(head, name) is None
        return name.lower().endswith(self.suffixes)

    def read(self, data: bytes, name: str, known: KnownForms) -> tuple[Received, ...]:  # noqa: ARG002 - the name is in no message: codes say which check failed
        """The records of a package that has passed every check.

        Raises:
            InputError: this is no ZIP file at all.
            PackageError: a check fails.
        """
        return received_in(read_package(data, known))


def received_in(package: ReceivedPackage) -> tuple[Received, ...]:
    """The records of a package that has been read."""
    submission = package.submission
    sender = submission.reporter.name
    return tuple(
        Received(record, form, definition_of(form), sender)
        for record in submission.records
        for form in (submission.form_of(record),)
    )


def read_package(data: bytes, known: KnownForms) -> ReceivedPackage:
    """As ``read_submission``; an archive of another kind is called what it is.

    Raises:
        InputError: this is no ZIP file at all, or one of another kind.
        PackageError: a check fails.
    """
    try:
        return read_submission(data, known)
    except (InputError, PackageError) as error:
        if kind := archive_kind(data):
            raise InputError(f"这是{kind.name}，不是报送包，{kind.remedy}。") from error
        raise


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
