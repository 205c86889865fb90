"""How long a start takes."""

from __future__ import annotations

import time

from proof.stage import FILLED, PRODUCT, WINDOW_SECONDS, Stage, Step

ROUNDS = 5
BARE_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication(sys.argv)
window = QWidget()
window.setWindowTitle("bare")
window.resize(900, 600)
window.show()
sys.exit(application.exec())
"""


def steps(stage: Stage) -> list[Step]:
    """See :mod:`proof`."""
    return [("start to a filled window, against a bare window", lambda: start_time(stage))]


def start_time(stage: Stage) -> str:
    """The best of some starts of each, in turn, in this prefix, Wine already up."""
    program = stage.have_portable()
    stage.program(program, "import", stage.have_samples())
    python = stage.have_python().replace("python.exe", "pythonw.exe")
    (stage.prefix.drive_c / "bare.py").write_text(BARE_WINDOW, encoding="utf-8")
    starts = {  # each with its command and the titles that its window gets
        "bare": ([python, "-B", "C:\\bare.py"], ["bare"]),
        "ours": ([f"{program}\\gonghui.exe"], [PRODUCT, FILLED]),
    }
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        for command, titles in starts.values():
            begun = time.monotonic()
            started = stage.prefix.start(*command)
            for title in titles:
                stage.view.wait_for(title, WINDOW_SECONDS)
                taken = time.monotonic() - begun
                best[title] = min(taken, best.get(title, taken))
            stage.run("taskkill", "/IM", command[0].rpartition("\\")[2])
            stage.end_of(started)
    bare, shown, filled = best["bare"], best[PRODUCT], best[FILLED]
    return (
        f"bare {bare:.2f} s; shown after {shown:.2f} s: {shown / bare:.1f} times; "
        f"filled after {filled:.2f} s: {filled / bare:.1f} times"
    )
