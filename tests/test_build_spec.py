"""``build.spec``: the frozen folder runs by itself and holds what it must, seen here on Linux.

The Windows one is built and tried under Wine by ``python3 dev.py windows --prove``.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import marshal
import os
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows: the workflow freezes the program and tries it"
)

# What PyInstaller looks for before it begins.
_FIND_PYTHON = "from PyInstaller.depend.bindepend import get_python_library_path as find; find()"


@pytest.fixture(scope="module")
def bundle(project_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frozen folder, made from this checkout."""
    if not shutil.which("objdump"):
        pytest.skip("PyInstaller needs objdump, which is not installed")
    find = [sys.executable, "-c", _FIND_PYTHON]
    if subprocess.run(find, check=False, capture_output=True).returncode != 0:
        pytest.skip("PyInstaller needs Python's shared library, which is not installed")
    folder = tmp_path_factory.mktemp("freeze")
    places = ["--distpath", str(folder / "dist"), "--workpath", str(folder / "work")]
    quiet = ["--noconfirm", "--log-level", "ERROR"]
    done = subprocess.run(
        [sys.executable, "-m", "PyInstaller", *quiet, *places, "build.spec"],
        cwd=project_folder,
        env={**os.environ, "PYINSTALLER_CONFIG_DIR": str(folder / "cache")},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "dist" / "gonghui"


def _run(program: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The program without anything of this Python's around it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [str(program), *arguments],
        cwd=folder,
        env=kept | {"QT_QPA_PLATFORM": "offscreen"},
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_main_job_runs_in_the_frozen_program(bundle: Path, tmp_path: Path) -> None:
    done = _run(bundle / "gonghui-console", "selftest", folder=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_windowed_program_takes_the_same_commands(bundle: Path, tmp_path: Path) -> None:
    sample = bundle / "_internal" / "resources" / "samples" / "selftest.json"
    data = str(tmp_path / "资料")

    stored = _run(bundle / "gonghui", "--data", data, "import", str(sample), folder=tmp_path)
    listed = _run(bundle / "gonghui", "--data", data, "list", "--json", folder=tmp_path)

    assert stored.returncode == 0, stored.stderr
    assert len(json.loads(listed.stdout)["records"]) == 3


def test_a_spreadsheet_is_read_by_a_child_of_the_frozen_program(
    bundle: Path, tmp_path: Path
) -> None:
    program, data, blank = bundle / "gonghui", str(tmp_path / "资料"), tmp_path / "空白 表.xlsx"
    written = _run(program, "--data", data, "template", "-o", str(blank), folder=tmp_path)
    assert written.returncode == 0, written.stderr
    book = openpyxl.load_workbook(blank)
    book.worksheets[0].append(["大连示例有限公司"])
    book.save(blank)

    stored = _run(program, "--data", data, "import", str(blank), folder=tmp_path)
    listed = _run(program, "--data", data, "list", "--json", folder=tmp_path)

    assert stored.returncode == 0, stored.stderr
    (record,) = json.loads(listed.stdout)["records"]
    assert record["values"]["unit_name"] == "大连示例有限公司"


@pytest.mark.parametrize("folder", ["forms", "resources"])
def test_forms_and_resources_lie_in_it_as_files(
    bundle: Path, project_folder: Path, folder: str
) -> None:
    ours = project_folder / folder
    wanted = {path.relative_to(ours): path.read_bytes() for path in _files(ours)}
    inside = bundle / "_internal" / folder

    assert {path.relative_to(inside): path.read_bytes() for path in _files(inside)} == wanted


def test_the_table_of_readings_lies_in_it(bundle: Path) -> None:
    tables = (bundle / "_internal" / "pypinyin").glob("*_dict.json")  # by pypinyin's own hook

    assert {table.name for table in tables} == {"pinyin_dict.json", "phrases_dict.json"}


def test_what_is_not_used_is_not_in_it(bundle: Path) -> None:
    unused = re.compile(
        r"Qml|Quick|Qt6?(Sql|Test|PrintSupport)|printsupport|libcups|QtDesigner|tkinter|"
        r"pytest|mypy|/tests?/|"
        r"libcrypto|libssl|_hashlib|libgtk|libgnutls|plugins/(styles|platformthemes)|lxml/(sax|builder)"
    )
    inside = [path.relative_to(bundle).as_posix() for path in _files(bundle)]

    assert [name for name in inside if unused.search(name)] == []


def test_both_programs_read_their_modules_from_one_file(bundle: Path) -> None:
    for name in ("gonghui", "gonghui-console"):
        assert (bundle / name).stat().st_size < 200_000
    unused = re.compile(
        r"sqlalchemy\.(orm|ext\.asyncio|testing|dialects\.(mysql|oracle|mssql))\b|alembic\.testing\b|"
        r"(multiprocessing|ssl|smtplib|ftplib|tarfile|_pydecimal|lxml\.(html|sax|builder))\b"
    )

    assert [name for name in _modules(bundle) if unused.match(name)] == []


def test_whatever_our_modules_import_is_in_it(bundle: Path, project_folder: Path) -> None:
    with zipfile.ZipFile(bundle / "_internal" / "base_library.zip") as base:
        names = [name.removesuffix(".pyc").removesuffix("/__init__") for name in base.namelist()]
    files = {path.name.partition(".")[0] for path in _files(bundle / "_internal")}  # compiled ones
    there = {*_modules(bundle), *(name.replace("/", ".") for name in names)}
    there |= {*sys.builtin_module_names, *files, "struct"}  # PyInstaller's own start has that
    asked = {
        module
        for file in (project_folder / "gonghui_desktop").rglob("*.py")
        if _name(file.relative_to(project_folder)) in there
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for module in _imported(node)
    }
    of_this_system = {name for name in asked - there if importlib.util.find_spec(name)}

    assert {name for name in of_this_system if name.rpartition(".")[2] not in files} == set()


def _name(file: Path) -> str:
    return ".".join(file.with_suffix("").parts).removesuffix(".__init__")


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def _modules(bundle: Path) -> set[str]:
    """The names of the modules in the file that both programs read."""
    content = (bundle / "_internal" / "modules.pyz").read_bytes()
    (at,) = struct.unpack("!i", content[8:12])
    return set(dict(marshal.loads(content[at:])))


def test_the_licences_of_what_is_in_it_come_along(bundle: Path) -> None:
    licences = bundle / "_internal" / "licences"
    packages = {path.name for path in licences.iterdir()}

    assert {"LGPL-3.0.txt", "Python-3.11.txt", "sqlalchemy", "pypdfium2"} <= packages
    assert [path for path in _files(licences) if path.stat().st_size == 0] == []


def test_linux_users_find_it_in_their_menu(bundle: Path, project_folder: Path) -> None:
    installer = str(project_folder / "packaging" / "linux" / "install.sh")
    share = Path(os.environ["XDG_DATA_HOME"])
    entry = share / "applications" / "gonghui-desktop.desktop"

    subprocess.run([installer, str(bundle)], check=True)

    (command,) = re.findall(r'^Exec="(.+)"$', entry.read_text(encoding="utf-8"), re.MULTILINE)
    assert _run(Path(command), "--help", folder=share).returncode == 0
    assert (share / "icons" / "hicolor" / "scalable" / "apps" / "gonghui-desktop.svg").exists()

    subprocess.run([installer, "--remove"], check=True)

    assert not entry.exists()
    assert not Path(command).exists()


@pytest.fixture
def deb(bundle: Path, project_folder: Path, tmp_path: Path) -> Path:
    """The folder as a .deb, not packed tightly, which takes minutes."""
    if not shutil.which("dpkg-deb"):
        pytest.skip("a .deb is made by dpkg-deb, which is not installed")
    script = project_folder / "packaging" / "linux" / "deb.py"
    command = [sys.executable, str(script), str(bundle), str(tmp_path), "--packing", "none"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Path(done.stdout.strip())


def test_the_deb_is_installed_and_removed(deb: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    for name in ("info", "updates"):
        (root / "var" / "lib" / "dpkg" / name).mkdir(parents=True)
    (root / "var" / "lib" / "dpkg" / "status").touch()
    flags = ["--force-not-root", "--force-depends", "--force-script-chrootless", "--log=/dev/null"]
    dpkg = ["dpkg", f"--root={root}", *flags]
    data = tmp_path / "资料"

    subprocess.run([*dpkg, "--install", str(deb)], check=True, capture_output=True)

    entry = (root / "usr/share/applications/gonghui-desktop.desktop").read_text(encoding="utf-8")
    (command,) = re.findall(r"^Exec=(\S+) %F$", entry, re.MULTILINE)
    program = root / command.removeprefix("/")
    assert os.access(program, os.X_OK)
    linked = (root / "usr/bin/gonghui-desktop").readlink()
    listed = _run(root / linked.relative_to("/"), "--data", str(data), "list", folder=tmp_path)
    assert listed.returncode == 0, listed.stderr

    subprocess.run([*dpkg, "--purge", "gonghui-desktop"], check=True, capture_output=True)

    left = [path for path in _files(root) if "var/lib/dpkg" not in path.as_posix()]
    assert left == []
    assert (data / "gonghui.sqlite3").is_file()


def test_the_deb_says_what_it_needs(deb: Path) -> None:
    shown = subprocess.run(
        ["dpkg-deb", "--field", str(deb), "Depends"], check=True, capture_output=True, text=True
    )
    needs = shown.stdout.strip().split(", ")

    assert re.fullmatch(r"libc6 \(>= 2\.\d+\)", needs[0])
    assert "libxcb1" in needs


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
