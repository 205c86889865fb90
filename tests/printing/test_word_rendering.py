"""The Word file as LibreOffice draws it, beside the printed page: the same words, as many pages.

LibreOffice is an outside judge; it is given the program's own faces under the names of Windows'.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from gonghui_desktop.model.campaign import Campaign
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PageBoxes, PrintOptions, Sheet
from gonghui_desktop.printing.word import write_docx

SOFFICE = shutil.which("soffice")

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

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
    # The seals just do not fit under the texts.
    "over": SHORT | {"goals": SENTENCE * 6, "measures": "\n".join([SENTENCE] * 6)},
}
FOOT_LINE = 9.0
"""Type of this size, pt, or less is the foot line's."""
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{cache}</cachedir>{aliases}</fontconfig>
"""
_ALIAS = """<match target="pattern"><test name="family"><string>{name}</string></test>
<edit name="family" mode="assign" binding="same"><string>{face}</string></edit></match>
"""
_FACES = {
    "宋体": "Gonghui Song",
    "Times New Roman": "Gonghui Song",
    "黑体": "Gonghui Hei",
    "SimSun-ExtB": "Gonghui Rare B",
}


class Glyph(Protocol):
    """What these tests ask of a character on a page (see ``conftest.py``)."""

    char: str
    x: float
    baseline: float
    size: float


ReadPages = Callable[[bytes], Sequence[Sequence[Glyph]]]


@dataclass(frozen=True)
class Rendered:
    """Characters by page, without the foot line, of one form in both guises."""

    paper: list[list[Glyph]]
    word: list[list[Glyph]]
    boxes: tuple[PageBoxes, ...]


@pytest.fixture(scope="module")
def rendered(
    tmp_path_factory: pytest.TempPathFactory,
    campaign: Campaign,
    printer: FormPrinter,
    fonts_folder: Path,
    read_pages: ReadPages,
) -> dict[tuple[str, str], Rendered]:
    """Every form with every set of values, drawn by LibreOffice in one go."""
    folder = tmp_path_factory.mktemp("word")
    sheets = {
        (form.id, kind): Sheet(form, values)
        for form in campaign.forms
        for kind, values in VALUES.items()
    }
    printed = {key: printer.render([sheet], PrintOptions()) for key, sheet in sheets.items()}
    for key, sheet in sheets.items():
        (folder / f"{'-'.join(key)}.docx").write_bytes(write_docx(sheet, printed[key].pages))
    _draw(folder, fonts_folder)
    return {
        key: Rendered(
            paper=_body(read_pages(pdf.pdf)),
            word=_body(read_pages((folder / f"{'-'.join(key)}.pdf").read_bytes())),
            boxes=pdf.pages,
        )
        for key, pdf in printed.items()
    }


def _draw(folder: Path, fonts: Path) -> None:
    """Makes a PDF of every Word file in the folder."""
    aliases = "".join(_ALIAS.format(name=name, face=face) for name, face in _FACES.items())
    settings = _FONTS.format(folder=fonts, cache=folder / "cache", aliases=aliases)
    (folder / "fonts.conf").write_text(settings, "utf-8")
    assert SOFFICE
    subprocess.run(
        [
            SOFFICE,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            *("--convert-to", "pdf", "--outdir", str(folder)),
            *map(str, sorted(folder.glob("*.docx"))),
        ],
        env={**os.environ, "HOME": str(folder), "FONTCONFIG_FILE": str(folder / "fonts.conf")},
        capture_output=True,
        check=True,
        timeout=120,
    )


def _body(pages: Sequence[Sequence[Glyph]]) -> list[list[Glyph]]:
    return [[glyph for glyph in page if glyph.size > FOOT_LINE] for page in pages]


def _text(page: Sequence[Glyph]) -> str:
    return "".join(glyph.char for glyph in page)


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("kind", ["empty", "short", "medium"])
def test_one_page_stays_one_page_with_the_same_words_in_order(
    rendered: dict[tuple[str, str], Rendered], form_id: str, kind: str
) -> None:
    form = rendered[form_id, kind]

    assert (len(form.paper), len(form.word)) == (1, 1)
    assert _text(form.word[0]) == _text(form.paper[0])


@pytest.mark.parametrize("form_id", FORMS)
def test_everything_stands_where_it_does_on_paper(
    rendered: dict[tuple[str, str], Rendered], form_id: str
) -> None:
    """Lower down a little higher up: some height is left free (see ``word_fit``)."""
    form = rendered[form_id, "empty"]
    ours, words = form.paper[0], form.word[0]

    (notes,) = (n for n, glyph in enumerate(ours) if glyph.char == "注")
    for paper, word in list(zip(ours, words, strict=True))[:notes]:
        assert abs(paper.x - word.x) < 3.5, paper
        assert -2 < paper.baseline - word.baseline < 7, paper


@pytest.mark.parametrize("form_id", FORMS)
def test_seals_and_notes_stay_together_on_the_last_page(
    rendered: dict[tuple[str, str], Rendered], campaign: Campaign, form_id: str
) -> None:
    form = campaign.form(form_id)
    closing = [seal.name + seal.mark + "年月日" for seal in form.seals]
    closing += [form.confirmation.label + form.confirmation.name + "年月日", *form.notes]
    for kind in ("long", "over"):
        drawn = rendered[form_id, kind]

        assert len(drawn.word) > 1
        last = _text(drawn.word[-1])
        assert last.endswith("".join("".join(closing).split()))


@pytest.mark.parametrize("form_id", FORMS)
def test_long_texts_go_on_from_page_to_page(
    rendered: dict[tuple[str, str], Rendered], campaign: Campaign, form_id: str
) -> None:
    drawn = rendered[form_id, "long"]
    form = campaign.form(form_id)
    # Without the heads of further pages: larger type, and the unit's name.
    text = "".join(glyph.char for page in drawn.word for glyph in page if glyph.size < 13)

    text = text.replace(f"{form.field(form.name_field).label}：{SHORT['unit_name']}", "")
    assert "".join(VALUES["long"]["measures"].split()) in text
    # The row breaks between lines: the first page is full.
    assert max(glyph.baseline for glyph in drawn.word[0]) > 265


@pytest.mark.parametrize("form_id", FORMS)
def test_every_further_page_says_which_form_it_belongs_to(
    rendered: dict[tuple[str, str], Rendered], campaign: Campaign, form_id: str
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


@pytest.mark.parametrize("form_id", FORMS)
def test_seals_do_not_stand_on_a_bare_page(
    rendered: dict[tuple[str, str], Rendered], form_id: str
) -> None:
    last = _text(rendered[form_id, "over"].word[-1])

    assert "年召开2次职工代表大会" in last
