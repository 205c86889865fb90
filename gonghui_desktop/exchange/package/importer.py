"""Import of a submission package: its records come in final, as the other office handed them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gonghui_desktop.confined.jobs import never
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.file_kinds import HEAD_SIZE, office_kind, refuse_empty
from gonghui_desktop.exchange.incoming import Received, Refused
from gonghui_desktop.exchange.other_kinds import other_kind
from gonghui_desktop.exchange.package.package_job import read_in_child
from gonghui_desktop.exchange.package.submission import ReceivedPackage
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.campaigns.known_forms import KnownForms
from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.model.forms.edition import definition_of
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record

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
    ) -> tuple[Received | Refused, ...]:
        """The records of a package that has passed every check.

        Raises:
            InputError: this is no ZIP file at all.
            PackageError: a check fails.
        """
        return received_in(read_in_child(data, known, readers, cancelled))


def received_in(package: ReceivedPackage) -> tuple[Received | Refused, ...]:
    """The records of a package that has been read; one with too long a text is refused by itself.

    Earlier versions took texts up to ``LONGEST_KEPT``, so that a package with one can be verified.
    """
    submission = package.submission
    sender = submission.reporter.name
    return tuple(
        _too_long(number, record, form) or Received(record, form, definition_of(form), sender)
        for number, record in enumerate(submission.records, 1)
        for form in (submission.form_of(record),)
    )


def _too_long(number: int, record: Record, form: FormDefinition) -> Refused | None:
    for field in form.fields:
        length = max(len(record.value(field.id)), len(record.explanations.get(field.id, "")))
        if length > LONGEST_TEXT:
            return Refused(
                number,
                f"第 {number} 份申报表（{form.number}）：“{field.label}”有 {length} 字，"
                f"超过 {LONGEST_TEXT // 10_000} 万字，请对方删短后重新导出。",
            )
    return None


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
