"""The list of records: what opening, searching, sorting and typing cost with many records in it.

    python tests/benchmarks/bench_list.py [--records 100 10000] [--keys 60]

Each figure stands beside that with the first number of records. Opening, sorting and searching are
processor time of the GUI thread until the list is painted, the least of five; "key" is that of a
key and of what the window does within 80 ms after it, and "late" how much later than asked a timer
of 10 ms fires meanwhile: what she feels as the window standing still, and what a busy machine adds.
"""

from __future__ import annotations

import argparse
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
from PySide6.QtWidgets import QApplication, QLineEdit

from gonghui_desktop import paths
from gonghui_desktop.app import open_workspace
from gonghui_desktop.model.forms.edition import definition_of
from gonghui_desktop.model.record import Profile
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records
from gonghui_desktop.services.reporter import set_reporter
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import NewRecord
from gonghui_desktop.ui.records.list_order import Order
from gonghui_desktop.ui.start.start import Application
from gonghui_desktop.ui.window.connect_commands import fill_window
from gonghui_desktop.ui.window.main_window import MainWindow

_TYPED = 0x4E00
_PLACES = (
    "大连",
    "中山",
    "西岗",
    "沙河口",
    "甘井子",
    "旅顺口",
    "金普",
    "长兴岛",
    "普兰店",
    "瓦房店",
)
_TRADES = ("重工", "餐饮", "冶金", "造船", "物流", "软件", "建筑", "商贸", "银行", "铁路", "化工")
_KINDS = ("有限公司", "集团", "股份有限公司", "厂", "中心小学", "医院", "行业工会联合会")
_SEARCHES = ("d", "da", "dal", "dalian", "zjgyxgs", "zhongshan", "重工", "大连重", "000", "没有的")


class Page:
    """A window with so many records in its first list, and what is measured there."""

    def __init__(self, ws: Workspace, application: Application) -> None:
        self.window = MainWindow(application.theme, ScriptedPrompts())
        start = time.thread_time()
        contents = fill_window(self.window, ws)
        self._ws, self._tabs = ws, contents.tabs
        self.page = contents.tabs.current_page
        application.cover_rare_characters(contents)
        self.window.resize(1366, 728)
        self.window.show()
        self.opened = 1000 * (time.thread_time() - start)
        _turn(1500)
        while self.window.tasks.is_busy:
            _turn(50)

    def type(self, keys: int) -> tuple[list[float], list[float]]:
        """Types into the unit's name: the cost of each key, and how late a timer fired."""
        editor = self.page.findChild(QLineEdit, f"{self.page.form.id}.unit_name")
        assert editor is not None
        editor.setFocus()
        costs, late = [], []
        for number in range(keys):
            event = QInputMethodEvent()
            event.setCommitString(chr(_TYPED + number))
            began = time.thread_time()
            QApplication.sendEvent(editor, event)
            for _ in range(8):
                start = time.perf_counter()
                _turn(10)
                late.append(max(1000 * (time.perf_counter() - start) - 10, 0))
            costs.append(1000 * (time.thread_time() - began))
        return costs, late

    def search(self, text: str) -> float:
        """A search, until the list is laid out again."""
        taken = _milliseconds(lambda: self._search(text))
        self._search("")
        return taken

    def _search(self, text: str) -> None:
        self.page.set_filter(text)
        self.page.list.view.grab()

    def sort(self, order: Order) -> float:
        """Sorting, once what it needs is computed in the background."""
        self.page.model.set_order(order)
        _turn(50)
        while self.window.tasks.is_busy:
            _turn(50)
        return min(_milliseconds(lambda: self._sort(order)) for _ in range(5))

    def _sort(self, order: Order) -> None:
        self.page.model.set_order(order)
        self.page.list.view.grab()

    def reload(self) -> float:
        """Showing everything once it has been read again, which is done in the background."""
        lists = records.lists(self._ws)
        return _milliseconds(lambda: self._tabs.show_lists(lists))


def _milliseconds(work: Callable[[], object]) -> float:
    """Processor time of this thread."""
    start = time.thread_time()
    work()
    return 1000 * (time.thread_time() - start)


def _turn(milliseconds: int) -> None:
    """Lets the window live for so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _fill(ws: Workspace, count: int) -> None:
    """Puts records with names of many kinds into the first form."""
    form = ws.campaign.forms[0]
    kept = definition_of(form)
    new = []
    for number in range(count):
        place, trade = _PLACES[number % len(_PLACES)], _TRADES[number % len(_TRADES)]
        name = f"{place}{chr(_TYPED + number % 3000)}{trade}{_KINDS[number % len(_KINDS)]}{number}"
        values = {"unit_name": name, "city": "大连市", "goals": "健全组织。" * 20}
        new.append(NewRecord(form.id, values, campaign=ws.campaign.id, edition=kept.digest))
    ws.store.add(new, [kept])


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _measure(application: Application, count: int, keys: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder, open_workspace(Path(folder)) as ws:
        _fill(ws, count)
        set_reporter(ws, Profile("district", "大连市中山区总工会"))  # quotas are counted
        page = Page(ws, application)
        page.search("zz")  # the first one reads the table of readings
        figures = {"open": page.opened, "reload": page.reload()}
        _turn(500)
        for order in Order:
            figures[f"sort by {order.value}"] = page.sort(order)
        page.sort(Order.MADE)
        for text in _SEARCHES:
            figures[f"search {text}"] = min(page.search(text) for _ in range(5))
        costs, late = page.type(keys)
        figures |= {"key, median": statistics.median(costs), "key, p95": _p95(costs)}
        figures |= {"late, p95": _p95(late), "late, worst": max(late)}
        page.window.close()
    return figures


def main() -> None:
    """Runs it and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=[100, 10_000])
    parser.add_argument("--keys", type=int, default=60)
    options = parser.parse_args()
    application = Application(paths.resources_folder())
    runs = [_measure(application, count, options.keys) for count in options.records]
    sys.stdout.write(f"ms with {', '.join(map(str, options.records))} records\n")
    for what in runs[0]:
        figures = "  ".join(f"{run[what]:9.2f}" for run in runs)
        sys.stdout.write(f"{what:24}{figures}   x{runs[-1][what] / max(runs[0][what], 0.01):.1f}\n")


if __name__ == "__main__":
    main()
