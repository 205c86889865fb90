"""What our own Word files say comes back as it was, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gonghui_desktop.exchange.incoming import Accepted
from gonghui_desktop.exchange.word_forms.reading import forms_in
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import Field
from gonghui_desktop.model.pasted.clean_text import clean
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PrintOptions, Sheet
from gonghui_desktop.printing.word.docx import write_docx

_CHARS = st.sampled_from("建好职工之家开民主协商竞赛𠮷﨑〇·甲乙ABe71９（）“”，。、；：—/%")
_TELEPHONES = st.lists(
    st.sampled_from(["0411-84800001", "13700000002", "办公 84800003转8012", "（手机）13700000004"]),
    min_size=1,
    max_size=4,
)


def _value(field: Field) -> st.SearchStrategy[str]:
    if field.type.choices:
        return st.sampled_from([choice.value for choice in field.type.choices])
    if field.type.name == "whole_number":
        return st.integers(1, 2_000_000).map(str)
    if field.type.name == "telephone":
        return st.tuples(_TELEPHONES, st.sampled_from("、；/ ，")).map(lambda p: p[1].join(p[0]))
    words = st.text(_CHARS, min_size=1, max_size=90 if field.type.is_long else 30)
    if not field.type.is_long:
        return words.map(lambda text: clean(text, is_long=False))
    texts = st.lists(words, min_size=1, max_size=20)
    return texts.map(lambda parts: clean("\n".join(parts), is_long=True))


@pytest.mark.parametrize("form_id", ["annex1", "annex2", "annex3"])
@settings(max_examples=15)
@given(data=st.data())
def test_our_own_word_file_comes_back(
    form_id: str, campaign: Campaign, printer: FormPrinter, data: st.DataObject
) -> None:
    form = campaign.form(form_id)
    values = {
        field.id: data.draw(_value(field), label=field.label)
        for field in form.fields
        if field.printed
    }
    values = {
        key: text
        for key, raw in values.items()
        if (text := form.field(key).type.normalise(raw)).strip("·—/")
    }
    sheet = Sheet(form, values)
    word = write_docx(sheet, printer.render([sheet], PrintOptions()).pages)

    (read,) = forms_in(word, "a.docx", campaign)

    assert isinstance(read, Accepted)
    assert (read.form, read.values) == (form_id, values)
