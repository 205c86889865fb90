"""Word files in the hands of another reader than python-docx."""

import io
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from docx2python import docx2python

from gonghui_desktop.model.campaigns.campaign import Campaign

FORMS = ["annex1", "annex2", "annex3"]

WriteWord = Callable[..., bytes]


def _without_blanks(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("count", [1, 6], ids=["one page", "two pages"])
def test_another_reader_finds_all_texts_in_order(
    campaign: Campaign, write_word: WriteWord, form_id: str, count: int
) -> None:
    form = campaign.form(form_id)
    sentences = ["每年召开 2 次职工代表大会，职工满意度达到 95% 以上。" * count] * 5
    values = {
        "unit_name": "大连示例重工装备制造有限公司",
        "goals": sentences[0],
        "measures": "\n".join(sentences),
    }

    with docx2python(io.BytesIO(write_word(form, values))) as read:
        text = _without_blanks(read.text)

    wanted = [*form.title, values["unit_name"], *sentences, form.seals[0].name]
    assert form.confirmation is not None
    wanted += [form.confirmation.name, *form.notes]
    at = 0
    for words in map(_without_blanks, wanted):
        at = text.find(words, at) + len(words)
        assert at >= len(words), words


@pytest.mark.parametrize("name", ["document", "header1", "header2", "footer1", "footer2"])
def test_every_part_declares_the_prefix_of_relations(
    campaign: Campaign, write_word: WriteWord, name: str
) -> None:
    """docx2python looks it up in each part and gives up without it."""
    with zipfile.ZipFile(io.BytesIO(write_word(campaign.form("annex2")))) as archive:
        text = archive.read(f"word/{name}.xml").decode()
    declared = dict(node for _, node in ElementTree.iterparse(io.StringIO(text), ["start-ns"]))
    assert declared["r"].endswith("/officeDocument/2006/relationships")
