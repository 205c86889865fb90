"""What a page costs, beside typst on the same page with the same faces, in the same run.

    pip install typst==0.15.2
    python tests/benchmarks/bench_pages.py [--most 1000]

Every page has other text. Figures of one run are comparable with each other only. typst is the
fastest peer that was found; its compiler and fonts are kept, tagging is off, it draws no codes.
It lays out the pages of a batch on all cores, we on one: ``taskset -c 0`` gives both the same.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import pypdfium2 as pdfium
import typst

from gonghui_desktop.app import COLLECT_AFTER
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PrintOptions, Sheet
from gonghui_desktop.services.catalogue import load_campaign_folder

_PROJECT = Path(__file__).resolve().parents[2]
_FONTS = _PROJECT / "resources" / "fonts"
_PAGES = 60
_BATCH = 89
_FULL_PAGE, _TWO_PAGES = 430, 950
"""Characters of the two long texts together."""
_PLAIN = PrintOptions(foot_line=False)

_TEMPLATE = """
#set page(paper: "a4", margin: 20mm)
#set text(font: "Gonghui Song", size: 12pt, lang: "zh", region: "cn")
#let blank(value, width) = box(width: width, stroke: (bottom: 0.5pt), outset: (bottom: 3pt),
  align(center, value))
#let seal(item) = block(width: 100%, height: 48mm, inset: (y: 5mm), align(center)[
  #item.name #v(4mm) #item.mark #v(1fr) 年#h(9mm)月#h(9mm)日])
#let long(value) = {
  set text(size: SIZE)
  set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 0.7em)
  align(top + left, value.split("\\n").map(part => par(part)).join())
}
#let sheet(data) = {
  text(font: "Gonghui Hei", weight: "bold", size: 16pt, data.number)
  align(center, text(weight: "bold", size: 22pt, data.title.join(linebreak())))
  [#blank(data.heading.at(0).at(1), 53mm) #data.heading.at(0).at(0) #h(1fr)
   #blank(data.heading.at(1).at(1), 53mm) #data.heading.at(1).at(0)]
  table(columns: (21mm, 1fr, 21mm, 44mm), stroke: 0.5pt, align: center + horizon,
    rows: (9.5mm,) * 3 + (auto,),
    ..data.short.flatten(),
    ..data.long.map(((label, value)) => (label, table.cell(colspan: 3, long(value)))).flatten())
  v(-1.2em)
  grid(columns: (1fr,) * data.seals.len(), stroke: 0.5pt, ..data.seals.map(seal))
  v(-1.2em)
  grid(columns: (21mm, 1fr), stroke: 0.5pt, align: center + horizon,
    data.confirmation.label, seal(data.confirmation + (mark: "")))
  set text(size: 10.5pt)
  par(data.notes.join(linebreak()))
}
#let sheets = json(bytes(sys.inputs.data))
#for (n, data) in sheets.enumerate() {
  if n > 0 { pagebreak() }
  sheet(data)
}
"""


class Typst:
    """The peer: a compiler that is kept."""

    def __init__(self, size: str) -> None:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_FONTS)]
        )
        self._compiler = typst.Compiler(font_paths=fonts)
        self._template = _TEMPLATE.replace("SIZE", size).encode()

    def render(self, sheets: list[Sheet]) -> bytes:
        """All sheets in one file."""
        data = json.dumps([_as_data(sheet) for sheet in sheets], ensure_ascii=False)
        pdf = self._compiler.compile(
            self._template, sys_inputs={"data": data}, format="pdf", pdf_tags=False
        )
        assert isinstance(pdf, bytes)
        return pdf


def _as_data(sheet: Sheet) -> Mapping[str, object]:
    form, values = sheet.form, sheet.values
    assert form.confirmation is not None

    def pair(field_id: str) -> tuple[str, str]:
        field = form.field(field_id)
        return field.label, field.type.show(values.get(field_id, ""))

    return {
        "number": form.number,
        "title": form.title,
        "heading": [pair(field_id) for field_id in form.heading],
        "short": [pair(key) for row in form.rows if len(row) == 2 for key in row],
        "long": [pair(row[0]) for row in form.rows if len(row) == 1],
        "seals": [{"name": seal.name, "mark": seal.mark} for seal in form.seals],
        "confirmation": {"label": form.confirmation.label, "name": form.confirmation.name},
        "notes": form.notes,
    }


def _sheets(form: FormDefinition, length: int, seed: int) -> Iterator[Sheet]:
    """Forms without end, each with other texts in the notice's characters."""
    notice = (_PROJECT / "tests" / "data" / "notice.txt").read_text("utf-8")
    characters = [char for char in dict.fromkeys(notice) if "\u4e00" <= char <= "\u9fff"]
    source = random.Random(seed)

    def text(count: int) -> str:
        parts: list[str] = []
        while sum(map(len, parts)) < count:
            parts.append("".join(source.choices(characters, k=source.randint(4, 14))))
            parts.append(source.choice(["，", "。", "、", "；", "2017年", "（", "）", "“", "”"]))
        return "".join(parts)[:count]

    while True:
        values = {
            **{"city": "大连", "county": text(3), "unit_name": text(14), "chairperson": text(3)},
            **{"address": text(12), "contact": "0411-83641234", "unit_nature": "5"},
            **{"employees": str(source.randint(10, 9999))},
            **{"goals": text(length * 2 // 5), "measures": text(length * 3 // 5)},
        }
        digest = hashlib.sha256(repr(values).encode()).digest()
        yield Sheet(form, values, digest, values["unit_name"])


def _timed(task: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    task()
    return (time.perf_counter() - start) * 1000


def _first(sheets: Iterator[Sheet], count: int) -> list[Sheet]:
    return [next(sheets) for _ in range(count)]


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _compare_pages(printer: FormPrinter, form: FormDefinition, length: int, size: str) -> None:
    """Steady state, the two taking turns, so that a slow moment of the machine hits both."""
    peer = Typst(size)
    sheets = _first(_sheets(form, length, 1), _PAGES + 3)
    ours, with_foot, theirs = [], [], []
    for sheet in sheets:
        theirs.append(_timed(partial(peer.render, [sheet])))
        ours.append(_timed(partial(printer.render, [sheet], _PLAIN)))
        other = replace(sheet, values={**sheet.values, "goals": sheet.values["goals"][::-1]})
        with_foot.append(_timed(partial(printer.render, [other])))
    counts = [
        len(pdfium.PdfDocument(pdf))
        for pdf in (printer.render(sheets[:1], _PLAIN).pdf, peer.render(sheets[:1]))
    ]
    mine, foot, other_ms = (statistics.median(times[3:]) for times in (ours, with_foot, theirs))
    _say(
        f"a form with {length} characters ({counts[0]} pages; typst {counts[1]}): "
        f"{mine:.1f} ms, with foot line {foot:.1f} ms, typst {other_ms:.1f} ms, "
        f"ratio {mine / other_ms:.2f}"
    )


def _compare_batches(printer: FormPrinter, form: FormDefinition) -> None:
    peer = Typst("10.5pt")
    sheets = _sheets(form, _FULL_PAGE, 2)
    single, copies, theirs = [], [], []
    for _ in range(7):
        batch = _first(sheets, _BATCH)
        theirs.append(_timed(partial(peer.render, batch)))
        single.append(_timed(partial(printer.render, batch, _PLAIN)))
        options = replace(_PLAIN, copies=None)
        batch = _first(sheets, _BATCH)
        copies.append(_timed(partial(printer.render, batch, options)))
    mine, official, other = (statistics.median(times[1:]) for times in (single, copies, theirs))
    _say(
        f"{_BATCH} forms in one file: {mine:.0f} ms, typst {other:.0f} ms, "
        f"ratio {mine / other:.2f}; "
        f"official copies {official:.0f} ms, {official / mine:.2f} times one copy"
    )


def _measure_typing(printer: FormPrinter, form: FormDefinition) -> None:
    """From a key to the page's pixels at 100 dpi, without the window."""
    sheet = next(_sheets(form, _FULL_PAGE, 3))
    times = []
    for count in range(300):
        text = sheet.values["measures"][: 100 + count % 150] + "工" * (count % 7)
        changed = replace(sheet, values={**sheet.values, "measures": text})
        times.append(_timed(partial(_draw, printer, changed)))
    percentiles = statistics.quantiles(times, n=20)
    _say(
        f"typing, key to pixels at 100 dpi: median {percentiles[9]:.1f} ms, "
        f"p95 {percentiles[18]:.1f} ms"
    )


def _draw(printer: FormPrinter, sheet: Sheet) -> None:
    document = pdfium.PdfDocument(printer.render([sheet]).pdf)
    document[0].render(scale=100 / 72)
    document.close()


def _measure_scale(printer: FormPrinter, form: FormDefinition, most: int) -> None:
    count = 10
    while count <= most:
        batch = _first(_sheets(form, _FULL_PAGE, count), count)
        spent = _timed(partial(printer.render, batch))
        _say(f"{count} forms in one file: {spent:.0f} ms, {spent / count:.2f} ms each")
        count *= 10


def main() -> None:
    """Runs all comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=1000, help="forms in the largest file")
    arguments = parser.parse_args()
    gc.set_threshold(COLLECT_AFTER)  # as the program
    form = load_campaign_folder(_PROJECT / "forms" / "2017").form("annex1")
    printer = FormPrinter(_FONTS)
    first = _timed(lambda: printer.render(_first(_sheets(form, _FULL_PAGE, 0), 1)))
    _say(f"first page: {first:.0f} ms")
    _compare_pages(printer, form, _FULL_PAGE, "10.5pt")
    _compare_pages(printer, form, _TWO_PAGES, "12pt")
    _compare_batches(printer, form)
    _measure_typing(printer, form)
    _measure_scale(printer, form, arguments.most)


if __name__ == "__main__":
    main()
