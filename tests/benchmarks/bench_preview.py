"""Keystroke to new pixels of the page, in the real window, while typing quickly into a full form.

    python tests/benchmarks/bench_preview.py [--keys 200] [--pause 80]

Two figures a key: how long the GUI thread was held by the key itself, and how long until a page
with its character had been painted. The page is shown whole, at 100 dpi.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from gonghui_desktop import paths
from gonghui_desktop.app import COLLECT_AFTER, open_workspace
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Printed, PrintOptions, Sheet
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.start.start import Application
from gonghui_desktop.ui.window.connect_commands import fill_window
from gonghui_desktop.ui.window.form_page import FormPage
from gonghui_desktop.ui.window.main_window import MainWindow

_FIRST, _LAST = 0x4E00, 0x6E00  # different characters, as the faces' subsets cost most
_ONCE = PrintOptions()
_VALUES = {
    "city": "大连市",
    "county": "中山区",
    "unit_name": "大连示例重工有限公司",
    "chairperson": "张某某",
    "address": "大连市中山区示例路 1 号",
    "contact": "0411-83640000",
    "unit_nature": "5",
    "employees": "1288",
    "goals": "".join(map(chr, range(_FIRST, _FIRST + 300))),
    "measures": "".join(map(chr, range(_FIRST + 300, _FIRST + 850))),
}


class Listener(FormPrinter):
    """Remembers what stands in each document that it makes."""

    def __init__(self, fonts: Path) -> None:
        super().__init__(fonts)
        self.texts: dict[int, str] = {}  # an id is given again only when its document has gone

    def render(
        self,
        sheets: Sequence[Sheet],
        options: PrintOptions = _ONCE,
        report: Callable[[int, int], None] | None = None,
    ) -> Printed:
        """As the printer's own."""
        printed = super().render(sheets, options, report)
        self.texts[id(printed)] = sheets[0].values.get("measures", "")
        return printed


class Typist:
    """Types into one field and takes the time until each character is on the painted page."""

    def __init__(self, page: FormPage, listener: Listener) -> None:
        self._preview = page.preview
        self._listener = listener
        editor = page.findChild(QPlainTextEdit, f"{page.form.id}.measures")
        assert editor is not None
        self._editor = editor
        self._waiting: dict[str, float] = {}
        self.held: list[float] = []
        self.worked: list[float] = []
        self.until_pixels: list[float] = []
        self._preview.page_drawn.connect(self._on_drawn)

    def type(self, keys: int, pause: int) -> None:
        """Types so many characters, one every ``pause`` milliseconds."""
        self._editor.setFocus()
        for number in range(keys):
            event = QInputMethodEvent()
            character = chr(_LAST + number)
            event.setCommitString(character)
            start, at_work = time.perf_counter(), time.thread_time()
            self._waiting[character] = start
            QApplication.sendEvent(self._editor, event)
            self.held.append(1000 * (time.perf_counter() - start))
            self.worked.append(1000 * (time.thread_time() - at_work))
            _turn(pause)
        while self._waiting:
            _turn(20)

    def _on_drawn(self) -> None:
        now = time.perf_counter()
        text = self._listener.texts[id(self._preview.printed)]
        for character in [waiting for waiting in self._waiting if waiting in text]:
            self.until_pixels.append(1000 * (now - self._waiting.pop(character)))


def _turn(milliseconds: int) -> None:
    """Lets the window live for so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _tell(what: str, times: list[float]) -> None:
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    median = statistics.median(times)
    sys.stdout.write(f"{what}: median {median:.1f} ms, p95 {p95:.1f}, max {ordered[-1]:.1f}\n")


def main() -> None:
    """Runs it and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--pause", type=int, default=80, help="milliseconds between two keys")
    options = parser.parse_args()
    gc.set_threshold(COLLECT_AFTER)  # as the program
    application = Application(paths.resources_folder())
    with tempfile.TemporaryDirectory() as folder, open_workspace(Path(folder)) as workspace:
        record = records.create(workspace, "annex1")
        records.change(workspace, record.id, _VALUES)
        listener = Listener(paths.resources_folder() / "fonts")
        listening = Workspace(workspace.campaign, lambda: workspace.store, lambda: listener)
        window = MainWindow(application.theme, ScriptedPrompts())
        page = fill_window(window, listening).tabs.current_page
        window.resize(1700, 1400)
        window.show()
        page.preview.set_zoom(100 / 96)
        _turn(1500)
        typist = Typist(page, listener)
        typist.type(options.keys, options.pause)
        window.close()
    _tell("GUI thread held by a key", typist.held)
    _tell("the same, without waiting for a processor", typist.worked)
    _tell("key to pixels", typist.until_pixels)
    if sys.platform == "linux":
        resident = int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096
        sys.stdout.write(f"memory {resident / 1e6:.0f} MB\n")


if __name__ == "__main__":
    main()
