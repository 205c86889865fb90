"""Filled official forms in a Word file, as drafts: read in a child."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath

from gonghui_desktop.confined.jobs import Limits, Remedy, lines_of, never
from gonghui_desktop.confined.readers import Readers, checked
from gonghui_desktop.exchange import incoming_json
from gonghui_desktop.exchange.file_kinds import is_office_archive
from gonghui_desktop.exchange.incoming import Accepted, Refused
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.campaigns.known_forms import KnownForms

JOB = "word forms"

_LIMITS = Limits(seconds=10.0)  # the largest file that is read takes 1.2
_REMEDY = Remedy(
    "请用 Word 或 WPS 打开，把申报表复制到新的文档里，存为“Word 文档（*.docx）”再导入",
    "请照着在窗口里填写",
)


class WordFormsImporter:
    """Reads the campaign's forms out of Word files, whoever has made them."""

    kind = "填好的 Word 申报表"
    suffixes = (".docx",)

    def recognises(self, head: bytes, name: str) -> bool:
        """What is called a Word file and begins as one does; with macros, to be refused by name."""
        return PurePath(name).suffix.lower() in (".docx", ".docm") and is_office_archive(head)

    def read(
        self,
        data: bytes,
        name: str,
        known: KnownForms,
        readers: Readers,
        cancelled: Callable[[], bool] = never,
    ) -> tuple[Accepted | Refused, ...]:
        """The forms of a file; blank ones beside filled ones are left out.

        Raises:
            InputError: it is no Word file that can be read, or has no filled form.
        """
        begin = f"{in_sentence(name)}："
        asked = incoming_json.parameters_of(name, known.campaign)
        told = readers.ask(JOB, data, asked, cancelled=cancelled, limits=_LIMITS, remedy=_REMEDY)
        with checked(_REMEDY, begin):
            return tuple(incoming_json.incoming_in(line, known.campaign) for line in lines_of(told))


def answer(data: bytes, parameters: Mapping[str, object]) -> Iterator[bytes]:
    """The child's half: a line for each form.

    Raises:
        InputError: as for the importer.
    """
    from gonghui_desktop.exchange.word_forms.reading import forms_in  # noqa: PLC0415 -- in the child alone

    name, campaign = incoming_json.asked_in(parameters)
    return incoming_json.lines_of(forms_in(data, name, campaign))
