"""What it costs to receive packages and to make the table of offices, and how that grows.

    python tests/benchmarks/bench_receiving.py [--most 2000]

Every package holds five units of a district of its own. Figures of one run are comparable with
each other only; on a busy machine those of the processor alone, which are this process' without
the children that read. "again" is the table once nothing but decisions is new; "window" is
processor time of the GUI thread until the table is painted: shown, sorted by a column, searched,
another row.
Target: 40 packages received, checked and shown in 5 s; more of them in proportion, memory flat.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from gonghui_desktop import paths
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import reporter
from gonghui_desktop.services.catalogue import load_campaign_folder
from gonghui_desktop.services.receiving import offices
from gonghui_desktop.services.receiving.arrivals.receive import Outcome, receive
from gonghui_desktop.services.receiving.decisions import deciding
from gonghui_desktop.services.receiving.office_table import office_table
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from gonghui_desktop.ui.start.start import Application
from gonghui_desktop.ui.window.connect_commands import fill_window
from gonghui_desktop.ui.window.main_window import MainWindow

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.sending_offices import SendingOffices

if sys.platform != "win32":
    import resource

_PROJECT = Path(__file__).resolve().parents[2]
_UNITS = 5


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _memory() -> float:
    """Highest memory of this process so far, MB; not a number on Windows, which keeps no such."""
    peak = math.nan
    if sys.platform != "win32":
        unit = 1 if sys.platform == "darwin" else 1024
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    return peak


def _name(number: int) -> str:
    """A district's; numbers in Chinese would be near one another."""
    return f"{chr(0x4E00 + 37 * number % 20000)}{chr(0x4E00 + 101 * number % 19000)}区总工会"


def _laid(sending: SendingOffices, folder: Path, count: int) -> None:
    """So many packages in a folder."""
    for number in range(count):
        office = _name(number)
        units = [f"大连{office[:2]}{each}号机械有限公司" for each in "甲乙丙丁戊"[:_UNITS]]
        records = [sending.record("annex1", unit) for unit in units]
        made = sending.package(Profile("district", office), records)
        (folder / f"{number:05}.zip").write_bytes(made.data)


def _in_the_window(ws: Workspace, application: Application) -> str:
    """What the table costs the GUI thread."""
    window = MainWindow(application.theme, ScriptedPrompts())
    page = fill_window(window, ws).receiving.show_page()
    assert page is not None
    window.resize(1366, 728)
    window.show()
    view, table = page.offices, office_table(ws)
    while window.tasks.is_busy or not view.model.total:
        QApplication.processEvents()
    view.model.set_offices((), date.today())
    steps: dict[str, Callable[[], object]] = {
        "shown": lambda: view.show_table(table),
        "sorted": lambda: view.sort_by(5, backwards=True),
        "searched": lambda: view.set_filter("区"),
        "row": lambda: view.table.selectRow(7),
    }
    told = []
    for name, step in steps.items():
        start = time.thread_time()
        step()
        QApplication.processEvents()
        told.append(f"{name} {1000 * (time.thread_time() - start):.0f} ms")
    window.close()
    window.delete_now()
    return ", ".join(told)


def _measure(
    application: Application, campaign: Campaign, folder: Path, packages: Path, count: int
) -> None:
    chosen = sorted(packages.iterdir())[:count]
    printer = FormPrinter(paths.resources_folder() / "fonts")
    with Store.open(folder) as store:
        ws = Workspace(campaign, lambda: store, lambda: printer, folder=folder)
        reporter.set_reporter(ws, Profile("city", "大连市总工会"))
        listed = "\n".join(_name(number) for number in range(count))
        offices.add(ws, offices.read_offices_text(ws, listed), "")
        start, worked = time.perf_counter(), time.process_time()
        files = receive(ws, chosen)
        seconds, worked = time.perf_counter() - start, time.process_time() - worked
        assert all(file.outcome is Outcome.RECEIVED for file in files)
        each = seconds / count * 1000
        own = worked / count * 1000
        _say(
            f"receive {count:5}: {seconds:7.2f} s, {each:6.1f} ms each, {own:6.1f} ms processor,"
            f" {_memory():.0f} MB"
        )
        start = time.perf_counter()
        again = receive(ws, chosen)
        seconds = time.perf_counter() - start
        assert all(file.outcome is Outcome.KNOWN for file in again)
        _say(f"  again       : {seconds:7.2f} s, {seconds / count * 1000:6.1f} ms each")
        start = time.process_time()
        table = office_table(ws)
        seconds = time.process_time() - start
        assert table.totals.reported == count
        _say(f"  table       : {seconds:7.2f} s processor, {seconds / count * 1000:6.2f} ms each")
        start = time.process_time()
        office_table(ws)
        seconds = time.process_time() - start
        _say(f"  again       : {seconds:7.2f} s processor, {seconds / count * 1000:6.2f} ms each")
        _say(f"  window      : {_in_the_window(ws, application)}")
        start = time.process_time()
        ready = [each.submission.number for each in deciding.lot(ws).ready]
        done = deciding.accept_submissions(ws, ready, folder / "receipts")
        seconds = time.process_time() - start
        assert len(done) == count
        _say(f"  accept      : {seconds:7.2f} s processor, {seconds / count * 1000:6.2f} ms each")
        ws.close()


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=200, help="packages received at the most")
    most = parser.parse_args().most
    application = Application(paths.resources_folder())
    campaign = load_campaign_folder(_PROJECT / "forms" / "2017")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        packages = folder / "packages"
        packages.mkdir()
        start = time.perf_counter()
        _laid(SendingOffices(campaign), packages, most)
        _say(f"make {most} packages of {_UNITS} forms: {time.perf_counter() - start:.1f} s")
        count = 40
        while count <= most:
            _measure(application, campaign, folder / str(count), packages, count)
            count = most if count < most < 5 * count else count * 5


if __name__ == "__main__":
    main()
