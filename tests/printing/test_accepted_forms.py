"""Every form that the loader accepts can be laid out, however its file was changed."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gonghui_desktop.errors import FormDefinitionError
from gonghui_desktop.model.forms.form_loader import load_form
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PrintOptions, Sheet
from gonghui_desktop.printing.word.docx import write_docx
from tests.model.toml_changes import changed_files

FORMS = Path(__file__).resolve().parents[2] / "forms" / "2017"
_FILES = [(FORMS / f"annex{number}.toml").read_text("utf-8") for number in (1, 2, 3)]
_FILLED = st.sampled_from(["", "甲", "健全组织，推动工作。" * 30, "a" * 300])


@given(st.sampled_from(_FILES).flatmap(changed_files), _FILLED)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_form_that_is_accepted_is_printed(printer: FormPrinter, text: str, value: str) -> None:
    try:
        form = load_form(text, "annex1.toml")
    except FormDefinitionError:
        return
    sheet = Sheet(form, {field.id: value for field in form.fields})
    printed = printer.render([sheet], PrintOptions())
    assert printed.page_counts[0] == printer.page_count(form, sheet.values) < 60
    assert write_docx(sheet, printed.pages, "")
