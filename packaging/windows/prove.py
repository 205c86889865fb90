r"""Prove the Windows program: install, use, update, remove it, as a clerk in China would.

``python3 dev.py windows --prove`` runs this after the build, in fresh Wine prefixes whose user is
called 林 小美 and whose system is Chinese (ANSI code page 936), each on a screen of 1366 by 768.
Three Windows are at work at once: one installs and removes, one uses, one prints, receives and has
the portable program. Every step says what it saw; one that goes wrong ends its Windows' part of the
proof and leaves what can be looked at. What Wine cannot show is listed in docs/windows.md.
"""

from __future__ import annotations

import shutil
import time
import traceback
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import Bench, say
from proof import portable, printing, receiving, removing, setting_up, starting, using, windowing
from proof.stage import Stage, Step, chinese_locale, chinese_prefix
from screen import screen

Steps = Callable[[Stage], list[Step]]

# By the Windows in which they run, in their order; each module can also be run alone.
LANES: Mapping[str, Mapping[str, Steps]] = {
    "installing": {"setting_up": setting_up.steps, "removing": removing.steps},
    "using": {"using": using.steps, "windowing": windowing.steps},
    "carrying": {
        "printing": printing.steps,
        "receiving": receiving.steps,
        "portable": portable.steps,
    },
}
ALONE: Mapping[str, Mapping[str, Steps]] = {  # afterwards, since they take the time
    "measuring": {"starting": starting.steps},
}
MODULES = [name for lanes in (LANES, ALONE) for lane in lanes.values() for name in lane]


def prove(built: Path, version: str, bench: Bench, names: Collection[str] = MODULES) -> None:
    """Run the steps of the modules ``names`` on what lies in ``built``.

    Raises:
        SystemExit: steps failed; each is named.
    """
    begun = time.monotonic()
    shutil.rmtree(built / "proof", ignore_errors=True)
    (built / "proof").mkdir()
    for left in bench.folder.glob("proof-*"):  # by a step that failed
        shutil.rmtree(left, ignore_errors=True)
    chinese_locale(bench)

    def run(lane: str, modules: Mapping[str, Steps]) -> list[str]:
        chosen = [steps for name, steps in modules.items() if name in names]
        if not chosen:
            return []
        prefix = chinese_prefix(bench.folder / f"proof-{lane}", bench)
        with screen() as view:
            stage = Stage(built, version, bench, prefix, view)
            try:
                faults = run_steps(
                    (step for steps in chosen for step in steps(stage)),
                    lambda error: leave_evidence(stage, lane, error),
                )
            finally:
                stage.stop()
        if not faults:
            # 700 MB; left to be looked at when a step fails
            shutil.rmtree(prefix.folder, ignore_errors=True)
        return faults

    faults: list[str] = []
    for lanes in (LANES, ALONE):
        with ThreadPoolExecutor() as pool:
            for found in pool.map(run, lanes.keys(), lanes.values()):
                faults += found
    if faults:
        raise SystemExit("\n".join(["not proved:", *faults, f"see {built / 'proof'}"]))
    say(f"proved in {time.monotonic() - begun:.0f} s")


def run_steps(steps: Iterable[Step], leave: Callable[[BaseException], None]) -> list[str]:
    """Run steps up to the first that fails.

    Args:
        steps: in their order.
        leave: called with what went wrong, to leave what can be looked at.

    Returns:
        That step's title with what went wrong; nothing if all is well.
    """
    for title, step in steps:
        at = time.monotonic()
        try:
            seen = step()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is told
            say(f"[{time.monotonic() - at:5.1f} s] FAILED: {title}: {error!r}")
            leave(error)
            return [f"{title}: {error!r}"]
        say(f"[{time.monotonic() - at:5.1f} s] {title}: {seen}")
    return []


def leave_evidence(stage: Stage, lane: str, error: BaseException) -> None:
    """Leave what the screen showed, what ran and where it went wrong; this never fails itself."""
    looks: Mapping[str, Callable[[], Sequence[str]]] = {
        "windows": stage.view.windows,
        "programs": stage.prefix.programs,
        "picture": lambda: _picture(stage, lane),
    }
    lines = traceback.format_exception(error)
    for name, look in looks.items():
        try:
            lines += [f"{name}:", *look()]
        except (Exception, SystemExit) as another:  # noqa: BLE001 - the first fault is what counts
            lines.append(f"not had: {another!r}")
    (stage.out / f"failed-{lane}.txt").write_text("\n".join(lines), encoding="utf-8")


def _picture(stage: Stage, lane: str) -> Sequence[str]:
    file = stage.out / f"failed-{lane}.png"
    stage.view.picture(file)
    return [str(file)]
