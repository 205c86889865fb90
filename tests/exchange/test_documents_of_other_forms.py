"""Pages of every kind of form are accepted as they are, and refused with another value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.documents import check_document
from gonghui_desktop.model.checkcode import fingerprint
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Sheet
from tests.form_variants import SENTENCE, VARIANTS, Variant, filled, forms_by_kind

KINDS = [*VARIANTS, "annex4.toml"]
NOW = datetime(2017, 3, 15, 1, 30, tzinfo=UTC)
PrintValues = Callable[[FormDefinition, Record, dict[str, str]], bytes]

every_kind = pytest.mark.parametrize("kind", KINDS)
every_length = pytest.mark.parametrize("repeats", [0, 1, 12, 60])


@pytest.fixture(scope="module")
def forms(data_folder: Path) -> dict[str, FormDefinition]:
    return forms_by_kind(data_folder)


@pytest.fixture(scope="module")
def print_values(printer: FormPrinter) -> PrintValues:
    """Prints these values with the record's check code."""

    def pdf(form: FormDefinition, record: Record, values: dict[str, str]) -> bytes:
        return printer.render([Sheet(form, values, fingerprint(form, record))]).pdf

    return pdf


def record_of(form: FormDefinition, values: dict[str, str]) -> Record:
    return Record("0" * 32, form.id, NOW, NOW, values)


@every_length
@every_kind
def test_a_right_page_is_accepted(
    forms: dict[str, FormDefinition], print_values: PrintValues, kind: str, repeats: int
) -> None:
    form = forms[kind]
    values = filled(form, SENTENCE * repeats)
    record = record_of(form, values)
    check_document(form, record, print_values(form, record, values))


@every_kind
def test_an_empty_record_is_accepted(
    forms: dict[str, FormDefinition], print_values: PrintValues, kind: str
) -> None:
    form = forms[kind]
    record = record_of(form, {})
    check_document(form, record, print_values(form, record, {}))


@pytest.mark.parametrize("change", ["更改", ""])
@every_kind
def test_a_changed_value_is_noticed_whichever_it_is(
    forms: dict[str, FormDefinition], print_values: PrintValues, kind: str, change: str
) -> None:
    form = forms[kind]
    values = filled(form, SENTENCE * 12)
    record = record_of(form, values)
    for field in form.fields:
        pdf = print_values(form, record, values | {field.id: change})
        with pytest.raises(PackageError, match="D03") as error:
            check_document(form, record, pdf)
        assert f"“{field.label}”" in str(error.value)


@every_kind
def test_a_text_that_goes_on_is_noticed(
    forms: dict[str, FormDefinition], print_values: PrintValues, kind: str
) -> None:
    form = forms[kind]
    last = form.rows[-1][-1]
    values = filled(form, SENTENCE)
    record = record_of(form, values)
    pdf = print_values(form, record, values | {last: f"{values[last]}又及"})
    with pytest.raises(PackageError, match="D03"):
        check_document(form, record, pdf)


def test_words_above_the_table_of_a_form_without_heading_are_noticed(printer: FormPrinter) -> None:
    form = Variant(heading=()).form()
    record = record_of(form, filled(form, SENTENCE))
    forged = Sheet(Variant().form(), record.values, fingerprint(form, record))
    with pytest.raises(PackageError, match="D03"):
        check_document(form, record, printer.render([forged]).pdf)


def test_a_title_may_repeat_its_words(print_values: PrintValues) -> None:
    form = Variant(title=("先进班组申报表", "申报表")).form()
    values = filled(form, SENTENCE)
    record = record_of(form, values)
    check_document(form, record, print_values(form, record, values))
