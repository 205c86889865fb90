"""Gives thousands of broken files to the program and tells what does not hold.

    python -m tests.fuzz --number 10000 --seconds 240     runs the inputs from 0 on
    python -m tests.fuzz --first 123 --number 1           one of them again
    python -m tests.fuzz --replay FOLDER                  an input that was kept, as it was

What does not hold is printed, and the input is kept in the folder ``--keep``. The last line is
JSON: inputs, seconds (of any clock, and of the processor by kind), the most memory. Exit codes: 0
all held, 1 something did not; anything else is a crash or a hang of the program itself, whose input
lies in the folder ``in`` of the one that is named on the first line.
"""

from __future__ import annotations

import argparse
import faulthandler
import gc
import json
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from gonghui_desktop import paths
from gonghui_desktop.app import COLLECT_AFTER
from tests.fuzz import usage
from tests.fuzz.good import good
from tests.fuzz.inputs import input_of
from tests.fuzz.kept import keep, read_kept
from tests.fuzz.seeds import Kind
from tests.fuzz.world import World

_TOGETHER, _HANG = 20, 300
"""So many inputs must be done in so many seconds of any clock, on a busy machine."""
_SETTLED = 100
"""After so many inputs what they have left is given back, so that one file's memory is measured."""
_TESTS = Path(__file__).resolve().parents[1]


def main() -> int:
    """Runs inputs; see the module."""
    options = _options()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-", dir=options.folder))
    print(f"in {folder}", flush=True)
    for name in ("home", "tmp", "work"):
        (folder / name).mkdir()
    for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = str(folder / "home")
    os.environ["PYTHONPATH"] = str(_TESTS.parent)  # a child of the program is this one, too
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder / "tmp")
    options.keep = (options.keep or folder / "kept").absolute()
    os.chdir(folder / "work")
    gc.set_threshold(COLLECT_AFTER)  # as the program does
    try:
        return _run(options, folder)
    finally:
        kept = options.keep.exists() and options.keep.is_relative_to(folder)
        if sys.exc_info()[0] is None and not kept:
            os.chdir(folder.parent)
            shutil.rmtree(folder, ignore_errors=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--number", type=int, default=200, help="how many inputs")
    parser.add_argument("--kind", type=Kind, nargs="*", default=tuple(Kind), help="of these alone")
    parser.add_argument("--seconds", type=float, default=600, help="begins none after that")
    parser.add_argument("--folder", type=Path, help="where it works; by default a temporary one")
    parser.add_argument("--keep", type=Path, help="where inputs are kept of which something fails")
    parser.add_argument("--replay", type=Path, help="a folder in which an input was kept")
    return parser.parse_args()


def _run(options: argparse.Namespace, folder: Path) -> int:
    world = World(folder, _TESTS / "data" / "district.json")
    made_of = good(lambda: world.ws, paths.forms_folder() / "2017")
    world.meet(made_of)
    kinds: Counter[str] = Counter()
    bad = 0
    begun = time.monotonic()
    for number in _numbers(options, begun + options.seconds):
        one = (
            read_kept(options.replay)
            if options.replay
            else input_of(options.seed, number, made_of, options.kind)
        )
        if number % _SETTLED == 0:
            usage.settle()
        if number % _TOGETHER == 0:
            faulthandler.dump_traceback_later(_HANG, exit=True)
        faults = world.take(one)
        kinds[one.kind] += 1
        if faults:
            bad += 1
            where = options.replay or keep(one, options.keep / f"{options.seed}-{number:06d}")
            told = f"{number} {one.kind} {one.name!r}: kept in {where}"
            print(told, *faults, sep="\n  ", flush=True)
    world.close()
    answer: dict[str, object] = {"inputs": kinds.total(), "bad": bad, "kinds": kinds}
    answer["seconds"] = round(time.monotonic() - begun, 1)
    answer["of_processor"] = {kind: round(value, 2) for kind, value in world.seconds.items()}
    answer["taken"] = world.taken
    answer["megabytes"] = world.memory // 10**6
    print(json.dumps(answer))
    return 1 if bad else 0


def _numbers(options: argparse.Namespace, end: float) -> Iterator[int]:
    for number in range(options.first, options.first + (1 if options.replay else options.number)):
        if time.monotonic() > end:
            return
        yield number


if __name__ == "__main__":
    sys.exit(main())
