r"""Prove the Windows program: install, use, update, remove it, as a clerk in China would.

``python3 dev.py windows --prove`` runs this after the build, in a fresh Wine prefix whose user is
called 林 小美 and whose system is Chinese (ANSI code page 936), on a screen of 1366 by 768. Every
step says what it saw; the first that goes wrong ends the proof. What Wine cannot show is listed in
docs/windows.md.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from bench import Bench, say
from proof import portable, removing, setting_up, starting, using
from proof.stage import Stage, Step, chinese_prefix
from screen import screen

# In this order; each can also be run alone.
MODULES: Mapping[str, Callable[[Stage], list[Step]]] = {
    "setting_up": setting_up.steps,
    "using": using.steps,
    "removing": removing.steps,
    "portable": portable.steps,
    "starting": starting.steps,
}


def prove(built: Path, version: str, bench: Bench, names: Collection[str] = tuple(MODULES)) -> None:
    """Run the steps of the modules ``names`` on what lies in ``built``.

    Raises:
        SystemExit: a step failed.
    """
    begun = time.monotonic()
    shutil.rmtree(built / "proof", ignore_errors=True)
    (built / "proof").mkdir()
    prefix = chinese_prefix(bench.folder / "proof-prefix", bench)
    try:
        with screen() as view:
            stage = Stage(built, version, bench, prefix, view)
            for name, steps in MODULES.items():
                for title, step in steps(stage) if name in names else []:
                    at = time.monotonic()
                    seen = step()
                    say(f"[{time.monotonic() - at:5.1f} s] {title}: {seen}")
    finally:
        prefix.stop()
    shutil.rmtree(prefix.folder)  # 700 MB; left to be looked at when a step fails
    say(f"proved in {time.monotonic() - begun:.0f} s")
