"""Build the Windows program on Debian: folder, set-up program, portable ZIP, and their digests.

``python3 dev.py windows`` runs this. Nothing is taken from the working tree but the named sources,
which are laid at a fixed place on drive C with fixed times, so that two clones give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
from pathlib import Path

import contents
import portable
import prove
import setup_program
import signing
from bench import ROOT, Bench, cache_folder, locked, say

sys.path.append(str(ROOT / "packaging"))
from release import build_facts, epoch, set_times, version

SOURCES = (
    "build.spec",
    "CHANGELOG.md",
    "gonghui_desktop",
    "forms",
    "resources",
    "packaging/licences",
    "packaging/modules_hook.py",
    "packaging/requirements/run.txt",
)
OUT = ROOT / "dist" / "windows"
BUNDLE = "gonghui"
HASH_SEED = "22"  # any fixed number: sets are then laid down in the same order every time


def stage(target: Path, when: int) -> None:
    """Lay the sources at ``target``, and nothing else, every file with the same time."""
    shutil.rmtree(target, ignore_errors=True)
    for name in SOURCES:
        source = ROOT / name
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(
                source, target / name, ignore=shutil.ignore_patterns("__pycache__", ".*")
            )
        else:
            shutil.copyfile(source, target / name)
    (target / "build.json").write_text(build_facts())  # no git under Wine
    set_times(target, when)


def freeze(bench: Bench, when: int, target: Path) -> None:
    """Run PyInstaller under Wine and take the finished folder to ``target``."""
    prefix = bench.prefix
    stage(prefix.path("C:\\gonghui"), when)
    for folder in ("C:\\build", "C:\\dist"):
        shutil.rmtree(prefix.path(folder), ignore_errors=True)
    prefix.environment |= {
        "SOURCE_DATE_EPOCH": str(when),
        "PYTHONHASHSEED": HASH_SEED,
        "PYTHONUTF8": "1",
        "PYINSTALLER_CONFIG_DIR": "C:\\build\\cache",
    }
    python = ["C:\\python\\python.exe", "-B", "-m", "PyInstaller", "--noconfirm", "--clean"]
    places = ["--workpath", "C:\\build", "--distpath", "C:\\dist", "C:\\gonghui\\build.spec"]
    _, log = prefix.run(*python, *places, cwd=prefix.path("C:\\gonghui"))
    target.parent.mkdir(parents=True, exist_ok=True)
    (target.parent / "pyinstaller.log").write_text(log, encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(prefix.path("C:\\dist") / BUNDLE, target)
    set_times(target, when)


def write_digests(files: list[Path], target: Path) -> None:
    """Write the files' SHA-256 as ``sha256sum -c`` reads them."""
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    target.write_text("".join(lines))


def build(bench: Bench, out: Path) -> None:
    """Build everything into ``out``."""
    when, number = epoch(), version()
    say("freezing (some two minutes)")
    freeze(bench, when, out / BUNDLE)
    contents.check(out / BUNDLE, number)
    say("signing" if signing.is_wanted() else "not signing: no certificate is named")
    for name in contents.PROGRAMS:
        signing.sign(out / BUNDLE / name)
    set_times(out / BUNDLE, when)
    say("packing the set-up program and the portable ZIP")
    setup = out / f"gonghui-{number}-setup.exe"
    archive = out / f"gonghui-{number}-portable.zip"
    setup_program.write(out / BUNDLE, number, setup)
    portable.write(out / BUNDLE, number, when, archive)
    write_digests([setup, archive], out / "SHA256SUMS")
    for file in (setup, archive):
        say(f"{file}  {file.stat().st_size / 1e6:.1f} MB")


def _modules(text: str) -> list[str]:
    """The names of modules of the proof, parted by commas."""
    names = text.split(",")
    if unknown := set(names) - set(prove.MODULES):
        raise argparse.ArgumentTypeError(f"no such part of the proof: {', '.join(unknown)}")
    return names


def main(arguments: list[str]) -> None:
    """Read the command line, build, and prove."""
    parser = argparse.ArgumentParser(prog="dev.py windows", description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT, help="default: dist/windows")
    parser.add_argument("--prove", action="store_true", help="then install and try it under Wine")
    parser.add_argument("--only-prove", action="store_true", help="try what the last build made")
    parser.add_argument(
        "--steps",
        type=_modules,
        default=list(prove.MODULES),
        metavar="NAME[,NAME]",
        help=f"of the proof only these: {', '.join(prove.MODULES)}",
    )
    options = parser.parse_args(arguments)
    out = options.out.resolve()
    bench = Bench(cache_folder())
    with locked(bench.folder):
        bench.prepare()
        if not options.only_prove:
            build(bench, out)
        if options.prove or options.only_prove:
            prove.prove(out, version(), bench, options.steps)


if __name__ == "__main__":
    main(sys.argv[1:])
