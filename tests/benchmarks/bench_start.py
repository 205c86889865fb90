"""From a cold process to a window that a clerk can type into, beside a bare PySide6 window.

    python tests/benchmarks/bench_start.py [--runs 7]

Each run is a process of its own, taking turns: a bare ``QMainWindow`` until it is painted; the
program until its window is painted, until its lists are filled and a character typed into the
open record is taken by the session ("usable"), and until every tab and action is there
("complete"). The data folder holds three records.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_LOGGING_RULES"] = "*.warning=false"  # what the offscreen platform cannot do

_PROJECT = Path(__file__).resolve().parents[2]

_BARE = """
import time
began = time.perf_counter()
import json, sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, app.quit)
        return False

app = QApplication(sys.argv[:1])
window, watch = QMainWindow(), Watch()
window.installEventFilter(watch)
window.resize(1280, 800)
window.show()
app.exec()
print(json.dumps({"painted": time.perf_counter() - began}))
"""

_OURS = """
import time
began = time.perf_counter()
import json, sys
from gonghui_desktop import app as program
from gonghui_desktop.ui.start import start as application
from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit

HEAVY = ("sqlalchemy", "alembic", "pypdfium2", "xlsxwriter", "docx", "segno")
told = {}

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / 1e6

class Watched(application.MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        if "painted" not in told:
            QTimer.singleShot(0, self.tell_painted)

    def tell_painted(self):
        told["painted"] = time.perf_counter() - began
        told["heavy"] = [name for name in HEAVY if name in sys.modules]

    def set_centre(self, centre):
        super().set_centre(centre)
        if hasattr(centre, "tabs"):
            QTimer.singleShot(0, self.type)

    def type(self):
        line = self.findChild(QLineEdit, "annex1.unit_name")
        event = QInputMethodEvent()
        event.setCommitString("\\u5de5")
        QApplication.sendEvent(line, event)
        page = self.centralWidget().tabs.current_page
        assert "\\u5de5" in page.session.texts["unit_name"], page.session.texts
        assert page.model.total == 3, page.model.total
        told["usable"] = time.perf_counter() - began

    def set_commands_enabled(self, enabled):
        super().set_commands_enabled(enabled)
        if enabled:
            told["complete"] = time.perf_counter() - began
            QTimer.singleShot(1500, self.end)

    def end(self):
        told["memory"] = resident()
        self.close()

application.MainWindow = Watched
application.QtPrompts.warn = lambda self, *texts: sys.exit(" ".join(texts))
code = program.main(["--data", sys.argv[1]])
print(json.dumps(told))
sys.exit(code)
"""

_RECORDS = {
    "format": "gonghui-records",
    "version": 1,
    "campaign": "2017",
    "records": [
        {"form": "annex1", "values": {"unit_name": f"示例单位{number}", "goals": "目标" * 100}}
        for number in range(3)
    ],
}


def _run(script: str, *arguments: str) -> dict[str, float]:
    """What a process of its own tells."""
    answer = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=_PROJECT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    told: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return told


def main() -> None:
    """Runs it and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    bare: list[float] = []
    ours: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "records.json"
        records.write_text(json.dumps(_RECORDS), "utf-8")
        program = [sys.executable, "-m", "gonghui_desktop", "--data", folder]
        subprocess.run([*program, "import", str(records)], cwd=_PROJECT, check=True)
        for _ in range(runs + 1):  # the first one warms the disk's cache
            bare.append(_run(_BARE)["painted"])
            ours.append(_run(_OURS, folder))
    base = statistics.median(bare[1:])
    sys.stdout.write(f"bare window painted: {1000 * base:.0f} ms = 1\n")
    for key in ("painted", "usable", "complete"):
        seconds = statistics.median(told[key] for told in ours[1:])
        sys.stdout.write(f"ours {key}: {1000 * seconds:.0f} ms = {seconds / base:.2f}\n")
    sys.stdout.write(
        f"heavy modules before the window was painted: {ours[-1]['heavy'] or 'none'}\n"
    )
    memory = statistics.median(told["memory"] for told in ours[1:])
    sys.stdout.write(f"memory with a form open: {memory:.0f} MB\n")


if __name__ == "__main__":
    main()
