"""The Word file as LibreOffice draws it, beside the printed page: the same words, as many pages.

LibreOffice is an outside judge. It draws each file twice: with the program's own faces under the
names of Windows', and as on a PC that has none of Windows' faces and falls back to some other.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PageBoxes, Printed, PrintOptions, Sheet
from gonghui_desktop.printing.word.docx import write_docx
from tests.printing.libreoffice import FALLBACK, WINDOWS, convert, needs_libreoffice
from tests.printing.page_reader import read_rules
from tests.printing.running_text import numbered_paragraphs

pytestmark = needs_libreoffice

FORMS = ["annex1", "annex2", "annex3"]
SENTENCE = "每年召开 2 次职工代表大会，落实“双述双评”制度（见附表），职工满意度达到 95% 以上；"
SHORT = {
    "unit_name": "大连示例重工装备制造有限公司",
    "chairperson": "王\U00020000",
    "address": "大连市甘井子区示例路168号",
    "contact": "0411-83640001",
    "unit_nature": "5",
    "covered_enterprises": "46",
    "employees": "1286",
    "goals": "把工会建成职工信赖的“职工之家”。",
    "measures": "一、健全组织。\n\n二、民主管理。",
}
VALUES = {
    "empty": {},
    "short": SHORT,
    "medium": SHORT | {"goals": SENTENCE, "measures": f"{SENTENCE}\n{SENTENCE * 2}"},
    "long": SHORT | {"goals": SENTENCE * 5, "measures": "\n".join([SENTENCE * 3] * 12)},
    # The seals fit under the texts with less air, or with hardly any; Word makes more lines.
    "close": SHORT | {"goals": SENTENCE * 6, "measures": "\n".join([SENTENCE] * 6)},
    "closer": SHORT
    | {"goals": numbered_paragraphs(144, 57), "measures": numbered_paragraphs(336, 57, 2)},
    "dense": SHORT | {"goals": SENTENCE * 4, "measures": SENTENCE * 14},
    "closest": SHORT
    | {"goals": numbered_paragraphs(192, 150), "measures": numbered_paragraphs(448, 150, 2)},
    # The seals just do not fit under the texts, with an end of a paragraph near and without.
    "over": SHORT | {"goals": SENTENCE * 5, "measures": "\n".join([SENTENCE * 3] * 5)},
    "torn": SHORT | {"goals": SENTENCE * 5, "measures": SENTENCE * 15},
    # The last page is full, or has but a few lines.
    "full": SHORT | {"goals": SENTENCE, "measures": "\n".join([SENTENCE] * 23)},
    "few": SHORT | {"goals": SENTENCE, "measures": "\n".join([SENTENCE] * 32)},
}
DISTRICT = "district"
FOOT_LINE = 9.0
"""Type of this size, pt, or less is the foot line's."""


class Glyph(Protocol):
    """What these tests ask of a character on a page (see ``conftest.py``)."""

    char: str
    x: float
    baseline: float
    size: float


ReadPages = Callable[[bytes], Sequence[Sequence[Glyph]]]


@dataclass(frozen=True)
class Rendered:
    """Characters by page, without the foot line, of one form in both guises.

    Attributes:
        paper: of the printed page.
        word: of the Word file.
        boxes: of the printed page.
        foots: where the Word file's last rule is on each page, mm.
    """

    paper: list[list[Glyph]]
    word: list[list[Glyph]]
    boxes: tuple[PageBoxes, ...]
    foots: list[float]


Drawn = dict[tuple[str, str], Rendered]


@dataclass(frozen=True)
class Draw:
    """Draws every form with every set of values in one go."""

    files: Path
    printed: dict[tuple[str, str], Printed]
    fonts: Path
    read_pages: ReadPages

    def __call__(self, faces: str) -> Drawn:
        folder = convert(self.files, self.fonts, faces)
        found = {}
        for key, printed in self.printed.items():
            word = (folder / f"{'-'.join(key)}.pdf").read_bytes()
            found[key] = Rendered(
                paper=_body(self.read_pages(printed.pdf)),
                word=_body(self.read_pages(word)),
                boxes=printed.pages,
                foots=[max(rule.y2 for rule in rules) for rules in read_rules(word)],
            )
        return found


@pytest.fixture(scope="module")
def draw(
    tmp_path_factory: pytest.TempPathFactory,
    campaign: Campaign,
    printer: FormPrinter,
    fonts_folder: Path,
    data_folder: Path,
    read_pages: ReadPages,
) -> Draw:
    """Every form with every set of values, and the records of a district, as Word files."""
    folder = tmp_path_factory.mktemp("word")
    sheets = {
        (form.id, kind): Sheet(form, values)
        for form in campaign.forms
        for kind, values in VALUES.items()
    }
    records = json.loads((data_folder / "district.json").read_text("utf-8"))["records"]
    for number, record in enumerate(records, 1):
        values = {field_id: str(value) for field_id, value in record["values"].items()}
        key = (record["form"], f"{DISTRICT}{number}")
        sheets[key] = Sheet(campaign.form(record["form"]), values)
    printed = {key: printer.render([sheet], PrintOptions()) for key, sheet in sheets.items()}
    for key, sheet in sheets.items():
        (folder / f"{'-'.join(key)}.docx").write_bytes(write_docx(sheet, printed[key].pages))
    return Draw(folder, printed, fonts_folder, read_pages)


@pytest.fixture(scope="module")
def rendered(draw: Draw) -> Drawn:
    """All files in Windows' faces."""
    return draw(WINDOWS)


@pytest.fixture(scope="module")
def in_each_face(draw: Draw, rendered: Drawn) -> dict[str, Drawn]:
    """All files in Windows' faces and in others."""
    return {WINDOWS: rendered, FALLBACK: draw(FALLBACK)}


def _body(pages: Sequence[Sequence[Glyph]]) -> list[list[Glyph]]:
    return [[glyph for glyph in page if glyph.size > FOOT_LINE] for page in pages]


def _text(page: Sequence[Glyph]) -> str:
    return "".join(glyph.char for glyph in page)


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("kind", ["empty", "short", "medium"])
def test_one_page_stays_one_page_with_the_same_words_in_order(
    rendered: Drawn, form_id: str, kind: str
) -> None:
    form = rendered[form_id, kind]

    assert (len(form.paper), len(form.word)) == (1, 1)
    assert _text(form.word[0]) == _text(form.paper[0])


@pytest.mark.parametrize("form_id", FORMS)
def test_everything_stands_where_it_does_on_paper(rendered: Drawn, form_id: str) -> None:
    """Lower down a little higher up: some height stays free (see ``word/tablelayout.py``)."""
    form = rendered[form_id, "empty"]
    ours, words = form.paper[0], form.word[0]

    (notes,) = (n for n, glyph in enumerate(ours) if glyph.char == "注")
    for paper, word in list(zip(ours, words, strict=True))[:notes]:
        assert abs(paper.x - word.x) < 3.5, paper
        assert -2 < paper.baseline - word.baseline < 9, paper


@pytest.mark.parametrize("faces", [WINDOWS, FALLBACK])
def test_there_are_as_many_pages_as_on_paper(in_each_face: dict[str, Drawn], faces: str) -> None:
    counts = {key: (len(form.paper), len(form.word)) for key, form in in_each_face[faces].items()}

    assert {paper for paper, _ in counts.values()} == {1, 2, 3}
    assert {key: count for key, count in counts.items() if count[0] != count[1]} == {}


@pytest.mark.parametrize("faces", [WINDOWS, FALLBACK])
def test_seals_and_notes_stand_together_under_lines_of_text(
    in_each_face: dict[str, Drawn], campaign: Campaign, faces: str
) -> None:
    for (form_id, kind), form in in_each_face[faces].items():
        last = form.word[-1]
        text = _text(last)
        closing = _closing(campaign.form(form_id))

        assert text.endswith(closing), (form_id, kind)
        values = form.boxes[-1].fields["measures"]
        above = last[: text.rindex(closing)]
        baselines = {round(glyph.baseline) for glyph in above if glyph.x > values.left}
        # Beside the lines of the text, two for the head of a further page.
        assert len(form.word) == 1 or len(baselines) >= 2 + 3, (form_id, kind)


def _closing(form: FormDefinition) -> str:
    words = [seal.name + seal.mark + seal.date for seal in form.seals]
    confirmation = form.confirmation
    assert confirmation is not None
    words += [confirmation.label + confirmation.name + confirmation.date, *form.notes]
    return "".join("".join(words).split())


@pytest.mark.parametrize("faces", [WINDOWS, FALLBACK])
def test_the_first_of_two_pages_is_framed_to_its_foot(
    in_each_face: dict[str, Drawn], faces: str
) -> None:
    for key, form in in_each_face[faces].items():
        if len(form.word) == 2:
            assert 255 < form.foots[0] < 277.1, key


@pytest.mark.parametrize("faces", [WINDOWS, FALLBACK])
def test_of_several_pages_those_in_between_are_full(
    in_each_face: dict[str, Drawn], faces: str
) -> None:
    """The one before the seals lacks what stays with them, so that it cannot be emptied."""
    for key, form in in_each_face[faces].items():
        for page in form.word[:-2]:
            assert len(form.word) == 2 or max(glyph.baseline for glyph in page) > 255, key


@pytest.mark.parametrize("form_id", FORMS)
def test_long_texts_go_on_from_page_to_page(
    rendered: Drawn, campaign: Campaign, form_id: str
) -> None:
    drawn = rendered[form_id, "long"]
    form = campaign.form(form_id)
    # Without the heads of further pages: larger type, and the unit's name.
    text = "".join(glyph.char for page in drawn.word for glyph in page if glyph.size < 13)
    text = text.replace(f"{form.field(form.name_field).label}：{SHORT['unit_name']}", "")
    text = text.replace(f"{form.field('measures').label}（续）", "")
    assert "".join(VALUES["long"]["measures"].split()) in text
    # The row breaks between lines: the first page is full.
    assert max(glyph.baseline for glyph in drawn.word[0]) > 265


@pytest.mark.parametrize("form_id", FORMS)
def test_every_further_page_says_which_form_it_belongs_to(
    rendered: Drawn, campaign: Campaign, form_id: str
) -> None:
    form = campaign.form(form_id)
    first, *others = map(_text, rendered[form_id, "long"].word)

    head = (
        f"{form.number}{form.full_title}（续表）"
        f"{form.field(form.name_field).label}：{SHORT['unit_name']}"
    )
    assert others
    assert all(page.startswith(head) for page in others)
    assert "（续表）" not in first
