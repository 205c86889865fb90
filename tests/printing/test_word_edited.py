"""The Word file after a clerk has gone on typing in it: seals have text, notes the confirmation.

Judged in LibreOffice, with Windows' faces and without.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Sheet
from gonghui_desktop.printing.word.docx import write_docx
from tests.printing.libreoffice import FALLBACK, WINDOWS, convert, needs_libreoffice
from tests.printing.running_text import numbered_paragraphs
from tests.printing.word_edits import EDITED, edited, edits, text_of

pytestmark = needs_libreoffice

FORMS = ["annex1", "annex2", "annex3"]
LABELS = ["工作目标", "主要措施"]
EDITS = edits(numbered_paragraphs(EDITED, EDITED), numbered_paragraphs(EDITED, 55))
FOOT_LINE = 9.0
"""Type of this size, pt, or less is the foot line's."""
LONG_PARAGRAPH = 100_000
SHORT = {"unit_name": "大连示例重工装备制造有限公司", "chairperson": "王小明"}
IN_A_BATCH = 150
"""LibreOffice does not take more than some 250 files at a time."""


@dataclass(frozen=True)
class Case:
    """A form with texts of so many characters, in paragraphs of a length, and what is done to it.

    Attributes:
        form: its id.
        goals: characters of 工作目标.
        measures: of 主要措施.
        paragraph: of a paragraph.
        label: of the text that is edited.
        edit: name of the edit.
    """

    form: str
    goals: int
    measures: int
    paragraph: int
    label: str
    edit: str

    def values(self) -> dict[str, str]:
        """The form's values."""
        texts = {"goals": (self.goals, 1), "measures": (self.measures, 2)}
        return SHORT | {
            key: numbered_paragraphs(count, self.paragraph, seed) if count else ""
            for key, (count, seed) in texts.items()
        }


FEW = [
    # One page that becomes two: blank, nearly blank, with one text, with both, full.
    Case("annex1", 0, 0, 55, "工作目标", "added at the end"),
    Case("annex2", 0, 0, 55, "主要措施", "added as paragraphs"),
    Case("annex3", 20, 30, 55, "工作目标", "added at the start"),
    Case("annex1", 140, 0, 180, "工作目标", "added as paragraphs"),
    Case("annex2", 120, 150, 180, "主要措施", "added as a paragraph"),
    Case("annex3", 180, 330, 55, "主要措施", "added at the end"),
    # Two pages to which text comes: before the seals' page, and on it.
    Case("annex1", 250, 580, 55, "工作目标", "added as paragraphs"),
    Case("annex2", 110, 1020, 55, "主要措施", "added at the end"),
    Case("annex3", 700, 80, 180, "主要措施", "added as a paragraph"),
    Case("annex1", 100, 930, 180, "主要措施", "added at the start"),
    Case("annex2", 1000, 0, 55, "工作目标", "added at the end"),
    # Two pages from which it goes.
    Case("annex3", 0, 700, 55, "主要措施", "taken from the end"),
    Case("annex1", 780, 0, 55, "工作目标", "taken from the end"),
    Case("annex2", 300, 500, LONG_PARAGRAPH, "主要措施", "taken from the end"),
    Case("annex3", 200, 500, 180, "工作目标", "taken from the start"),
    Case("annex1", 400, 800, 55, "主要措施", "taken from the start"),
]
MANY = [
    Case(
        FORMS[(number + round(10 * share)) % 3],
        round(share * total),
        total - round(share * total),
        (55, 180, LONG_PARAGRAPH, 30)[(total // 100 + number) % 4],
        LABELS[(number + total // 50) % 2],
        edit,
    )
    for share in (0.0, 0.3, 1.0)
    for total in (0, 100, 300, 450, 550, 650, 800, 1000, 1200)
    for number, edit in enumerate(EDITS)
]


@dataclass(frozen=True)
class Page:
    """A page of an edited file.

    Attributes:
        lines: of the long texts.
        has_seals: whether the seals are on it.
        has_confirmation: whether the confirmation is.
        has_notes: whether the end of the notes is.
    """

    lines: int
    has_seals: bool
    has_confirmation: bool
    has_notes: bool


@dataclass(frozen=True)
class Judge:
    """Edits files and reads the pages that LibreOffice makes of them."""

    campaign: Campaign
    printer: FormPrinter
    fonts: Path
    read_pages: Callable[[bytes], Sequence[Sequence[Any]]]

    def __call__(self, cases: Sequence[Case], faces: str, folder: Path) -> dict[Case, list[Page]]:
        """The pages of each case."""
        words = {case: self._edited(case) for case in cases}
        found: dict[Case, list[Page]] = {}
        for start in range(0, len(cases), IN_A_BATCH):
            batch = cases[start : start + IN_A_BATCH]
            files = folder / f"{start}"
            files.mkdir()
            for number, case in enumerate(batch):
                (files / f"{number}.docx").write_bytes(words[case])
            result = convert(files, self.fonts, faces)
            for number, case in enumerate(batch):
                pdf = (result / f"{number}.pdf").read_bytes()
                found[case] = self._pages(case, words[case], pdf)
        return found

    def _edited(self, case: Case) -> bytes:
        sheet = Sheet(self.campaign.form(case.form), case.values())
        word = write_docx(sheet, self.printer.render([sheet]).pages)
        return edited(word, case.label, EDITS[case.edit])

    def _pages(self, case: Case, word: bytes, pdf: bytes) -> list[Page]:
        form = self.campaign.form(case.form)
        texts = [text_of(word, label) for label in LABELS]
        return [_page(form, texts, glyphs) for glyphs in self.read_pages(pdf)]


def _page(form: FormDefinition, texts: Sequence[str], glyphs: Sequence[Any]) -> Page:
    body = [glyph for glyph in glyphs if glyph.size > FOOT_LINE]
    whole = "".join(glyph.char for glyph in body)
    lines: dict[float, str] = {}
    for glyph in body:
        if glyph.x > 41:  # beside the column of labels
            baseline = round(glyph.baseline, 1)
            lines[baseline] = lines.get(baseline, "") + glyph.char
    seals = "".join("".join(seal.name + seal.mark for seal in form.seals).split())
    assert form.confirmation is not None
    return Page(
        lines=sum(any(line in text for text in texts) for line in lines.values()),
        has_seals=all(seal.mark in whole for seal in form.seals) and seals[:4] in whole,
        has_confirmation=form.confirmation.label in whole,
        has_notes="".join(form.notes[-1].split())[-10:] in whole,
    )


@pytest.fixture(scope="module")
def judge(
    campaign: Campaign,
    printer: FormPrinter,
    fonts_folder: Path,
    read_pages: Callable[[bytes], Sequence[Sequence[Any]]],
) -> Judge:
    return Judge(campaign, printer, fonts_folder, read_pages)


def assert_survives(pages: Sequence[Page], case: Case) -> None:
    seals = [page for page in pages if page.has_seals]
    assert len(seals) == 1, case
    assert seals[0].lines or not any(page.lines for page in pages), case
    assert [page.has_notes for page in pages] == [page.has_confirmation for page in pages], case
    assert sum(page.has_notes for page in pages) == 1, case


def test_seals_keep_text_and_notes_the_confirmation(judge: Judge, tmp_path: Path) -> None:
    pages = judge(FEW, WINDOWS, tmp_path)

    for case in FEW:
        assert_survives(pages[case], case)
        assert any(page.lines for page in pages[case]), case
    assert {len(each) for each in pages.values()} == {2, 3}


@pytest.mark.slow
@pytest.mark.parametrize("faces", [WINDOWS, FALLBACK])
def test_they_do_whatever_is_added_or_taken(judge: Judge, tmp_path: Path, faces: str) -> None:
    pages = judge(MANY, faces, tmp_path)

    for case in MANY:
        assert_survives(pages[case], case)
    assert {len(each) for each in pages.values()} <= {1, 2, 3, 4}
