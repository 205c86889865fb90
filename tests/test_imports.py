"""The arrows of the house: who may import whom. See DEVELOPERS.md."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

_ROOT = "gonghui_desktop"
_LEAVES = {"errors", "paths", "logs", "fileio", "file_names", "instance_lock", "confined"}
_LEAVES |= {"terminal", "remote_paths", "build_info"}
_SPOOLING = {"spooling", "pdfium_lock"}
"""Leaves for those alone that a clerk prints with: forms and records know no printer."""

# Part of the program, to the parts of the program it may import besides itself.
_PARTS: dict[str, set[str]] = {
    "errors": set(),
    "paths": {"errors", "fileio"},
    "log_file": {"fileio"},
    "logs": {"errors", "fileio", "log_file"},
    "fileio": {"errors"},
    "file_names": set(),
    "remote_paths": {"file_names"},
    "instance_lock": {"errors", "fileio"},
    "build_info": {"errors", "fileio", "paths"},
    "terminal": set(),
    "user": set(),
    "confined": {"errors"},
    "pdfium_lock": set(),
    "spooling": {"errors", "pdfium_lock"},
    "strangers": {"confined", "exchange", "store"},
    "model": {"errors"},
    "store": {"model", *_LEAVES},
    "printing": {"model", *_LEAVES},
    "exchange": {"model", *_LEAVES},
    "services": {"store", "printing", "exchange", "model", *_LEAVES},
    "ui": {"services", "model", "printing.sheet", *_SPOOLING, *_LEAVES},
    "argument_parser": {"errors", "terminal"},
    "arguments": {"argument_parser"},
    "cli": {
        "arguments",
        "services",
        "store",
        "printing",
        "exchange",
        "model",
        *_SPOOLING,
        *_LEAVES,
    },
    "selftest": {"ui", "services", "exchange", "model", *_SPOOLING, *_LEAVES},
    "app": {
        "user",
        "arguments",
        "cli",
        "selftest",
        "ui",
        "services",
        "store",
        "printing",
        "exchange",
        "model",
        *_SPOOLING,
        *_LEAVES,
    },
    "start_check": {"terminal"},
    "__main__": {"app", "confined", "strangers", "start_check"},
}

_UI_GROUND = {"theme", "background"}
_UI_SHARED = {"dialogs", "widgets", *_UI_GROUND}
_UI_FEATURES = {
    "backups",
    "records",
    "roster",
    "history",
    "editor",
    "printing",
    "imports",
    "submission",
    "campaigns",
    "help",
    "receiving",
}

# Part of the program, to its rooms and to the rooms of the same part each may import.
_ROOMS: dict[str, dict[str, set[str]]] = {
    "ui": {
        "start": {"window", *_UI_FEATURES, "commands", "page_view", *_UI_SHARED},
        "window": {*_UI_FEATURES, "commands", "page_view", *_UI_SHARED},
        **{feature: {"commands", "page_view", *_UI_SHARED} for feature in _UI_FEATURES},
        "commands": _UI_SHARED,
        "page_view": {"widgets", *_UI_GROUND},
        "dialogs": _UI_GROUND,
        "widgets": _UI_GROUND,
        "theme": set(),
        "background": set(),
    },
    "printing": {
        "printer": {"pdf", "word", "papers", "page", "type", "sheet"},
        "pdf": {"page", "type", "sheet"},
        "word": {"page", "type", "sheet"},
        "papers": {"page", "type", "sheet"},
        "page": {"type", "sheet"},
        "type": set(),
        "sheet": set(),
    },
}

# Part of the program, to the packages from outside it may import besides the standard library.
_OUTSIDE: dict[str, set[str]] = {
    "paths": {"platformdirs"},
    "model": {"rapidfuzz"},
    "store": {"sqlalchemy", "alembic"},
    "printing": {"deflate", "segno", "pypdfium2", "docx"},
    "exchange": {"xlsxwriter", "pypdfium2", "python_calamine"},
    "services": {"pypinyin"},
    "spooling": {"pypdfium2"},
    "ui": {"PySide6", "shiboken6", "pypdfium2"},
    "selftest": {"PySide6", "pypdfium2"},
}

# Attributes of a workspace that are for services alone.
_BEHIND_SERVICES = {"store", "printer", "reader"}

# Standard modules that reach out of the program, which ``model`` may not.
_REACHING_OUT = {"os", "io", "pathlib", "shutil", "tempfile", "sqlite3", "subprocess", "socket"}


def _modules(package: Path) -> Iterator[tuple[str, ast.Module]]:
    """Every module below a folder: its dotted name and its syntax tree."""
    for path in sorted(package.rglob("*.py")):
        name = ".".join(path.relative_to(package.parent).with_suffix("").parts)
        yield name.removesuffix(".__init__"), ast.parse(path.read_text(encoding="utf-8"))


def _imports(tree: ast.Module) -> Iterator[str]:
    """Dotted names of all that a module imports, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # TID keeps relative imports out, so there always is a module.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _faults(package: Path) -> list[str]:
    """Every import that the house does not allow, as ``importer: imported``."""
    return [
        f"{importer}: {imported}"
        for importer, tree in _modules(package)
        for imported in _imports(tree)
        if not _allowed(importer, imported)
    ]


def _allowed(importer: str, imported: str) -> bool:
    part, room = _part_and_room(importer.removeprefix(_ROOT).lstrip("."))
    if part not in _PARTS:
        return False  # the program's own __init__ holds its version, nothing else
    top, _, inner = imported.partition(".")
    if top == _ROOT and part in _ROOMS and inner.startswith(f"{part}."):
        return _part_and_room(inner)[1] in {room, *_ROOMS[part].get(room, set())}
    if top == _ROOT:
        allowed = {part, "__version__", *_PARTS[part]}
        return any(inner == name or inner.startswith(f"{name}.") for name in allowed)
    if top in sys.stdlib_module_names:
        return part != "model" or top not in _REACHING_OUT
    return top in _OUTSIDE.get(part, set())


def _part_and_room(module: str) -> tuple[str, str]:
    part, _, inner = module.partition(".")
    return part, inner.partition(".")[0]


def _reaches_past_services(package: Path) -> list[str]:
    """Every use of a workspace's store or printer where only services may use them."""
    return [
        f"{module}:{node.lineno}"
        for module, tree in _modules(package)
        if module.split(".")[1:2] in (["ui"], ["selftest"])
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in _BEHIND_SERVICES
    ]


def test_the_window_asks_services_never_store_or_printer(project_folder: Path) -> None:
    assert _reaches_past_services(project_folder / _ROOT) == []


def test_a_window_that_asks_the_store_is_found(tmp_path: Path) -> None:
    ui = tmp_path / _ROOT / "ui"
    ui.mkdir(parents=True)
    (ui / "page.py").write_text("records = ws.store.records()\n", "utf-8")

    assert _reaches_past_services(tmp_path / _ROOT) == [f"{_ROOT}.ui.page:1"]


def _circles(package: Path) -> list[set[str]]:
    """Every set of modules that import one another round in a circle, late imports included."""
    trees = dict(_modules(package))
    reached = {
        importer: {_module_of(name, trees) for name in _imports(tree)} - {importer, ""}
        for importer, tree in trees.items()
    }
    for via in trees:  # Warshall's closure
        for module in trees:
            if via in reached[module]:
                reached[module] |= reached[via]
    circles: list[set[str]] = []
    for module in trees:
        circle = {other for other in reached[module] if module in reached[other]}
        if circle and circle not in circles:
            circles.append(circle)
    return circles


def _module_of(imported: str, modules: Mapping[str, object]) -> str:
    """The module of the program that an imported name is, or lies in; empty for others."""
    while imported and imported not in modules:
        imported = imported.rpartition(".")[0]
    return imported if imported != _ROOT else ""


def test_no_modules_import_one_another(project_folder: Path) -> None:
    assert _circles(project_folder / _ROOT) == []


def test_a_circle_is_found_however_it_is_hidden(tmp_path: Path) -> None:
    ui = tmp_path / _ROOT / "ui"
    ui.mkdir(parents=True)
    (ui / "shell.py").write_text(
        "def fill():\n    from gonghui_desktop.ui.pages import Pages\n", "utf-8"
    )
    (ui / "pages.py").write_text("import gonghui_desktop.ui.page\n", "utf-8")
    (ui / "page.py").write_text(
        "if TYPE_CHECKING:\n    from gonghui_desktop.ui.shell import Shell\n", "utf-8"
    )
    (ui / "start.py").write_text("from gonghui_desktop.ui.shell import Shell\n", "utf-8")

    assert _circles(tmp_path / _ROOT) == [
        {f"{_ROOT}.ui.shell", f"{_ROOT}.ui.pages", f"{_ROOT}.ui.page"}
    ]


def test_every_import_follows_the_arrows(project_folder: Path) -> None:
    assert _faults(project_folder / _ROOT) == []


@pytest.mark.parametrize(
    ("importer", "statement"),
    [
        ("model/field.py", "import PySide6.QtCore"),
        ("model/field.py", "from pathlib import Path"),
        ("model/field.py", "from gonghui_desktop.store.store import Store"),
        ("store/table.py", "from gonghui_desktop.exchange.package import bag"),
        ("printing/page/layout.py", "def draw():\n    import PySide6.QtGui"),
        ("printing/type/textblock.py", "from gonghui_desktop.printing.page import geometry"),
        ("printing/type/line.py", "from gonghui_desktop.printing.sheet import Setting"),
        ("printing/page/rows.py", "from gonghui_desktop.printing.pdf.renderer import Renderer"),
        ("printing/word/docx.py", "import gonghui_desktop.printing.pdf.renderer"),
        ("printing/pdf/renderer.py", "from gonghui_desktop.printing.printer import FormPrinter"),
        ("printing/svg/renderer.py", "from gonghui_desktop.printing.page import geometry"),
        ("exchange/bag.py", "from gonghui_desktop import printing"),
        ("confined/child.py", "from gonghui_desktop.exchange.package import bag"),
        ("exchange/bag.py", "from gonghui_desktop.strangers import JOBS"),
        ("services/drafts.py", "from gonghui_desktop.ui.window import Window"),
        ("services/drafts.py", "import sqlalchemy"),
        ("services/drafts.py", "from gonghui_desktop.spooling import Spooler"),
        ("spooling/queue.py", "from PySide6.QtPrintSupport import QPrinter"),
        ("spooling/queue.py", "from gonghui_desktop.model.record import Record"),
        ("ui/start/start.py", "import gonghui_desktop.printing.printer"),
        ("ui/start/start.py", "from gonghui_desktop.store.store import Store"),
        ("ui/records/list.py", "from gonghui_desktop.ui.window.form_page import FormPage"),
        ("ui/records/list.py", "from gonghui_desktop.ui.editor.session import RecordSession"),
        ("ui/commands/context.py", "from gonghui_desktop.ui.editor.drafts import DraftKeeper"),
        ("ui/dialogs/prompts.py", "from gonghui_desktop.ui.commands.actions import Actions"),
        ("ui/page_view/paint.py", "from gonghui_desktop.ui.commands.actions import Actions"),
        ("ui/history/page.py", "from gonghui_desktop.ui.printing.print_desk import PrintDesk"),
        ("ui/theme/theme.py", "from gonghui_desktop.ui.widgets.banner import Banner"),
        ("ui/a_new_room/dialog.py", "from gonghui_desktop.ui.theme.theme import Theme"),
        ("cli.py", "from gonghui_desktop.ui import window"),
        ("services/drafts.py", "from gonghui_desktop.app import main"),
        ("model/field.py", "import requests"),
        ("__init__.py", "import platformdirs"),
        ("a_new_part.py", "import re"),
    ],
)
def test_a_wrong_import_is_found(tmp_path: Path, importer: str, statement: str) -> None:
    module = tmp_path / _ROOT / importer
    module.parent.mkdir(parents=True, exist_ok=True)
    module.write_text(statement)

    assert len(_faults(tmp_path / _ROOT)) == 1


@pytest.mark.parametrize(
    ("importer", "statement"),
    [
        ("model/field.py", "import re\nfrom gonghui_desktop.errors import GonghuiError"),
        ("model/field.py", "from gonghui_desktop.model import form"),
        ("ui/start/start.py", "from gonghui_desktop.printing.sheet import Sheet"),
        ("ui/start/start.py", "from gonghui_desktop.ui.page_view.layout import Patch"),
        ("ui/editor/inputs/line.py", "from gonghui_desktop.ui.editor.focus import Focus"),
        ("ui/history/page.py", "from gonghui_desktop.ui.page_view.layout import Patch"),
        ("printing/printer.py", "from gonghui_desktop.printing.word.docx import write_docx"),
        ("printing/page/rows.py", "from gonghui_desktop.printing.page.geometry import Rect"),
        ("printing/page/rows.py", "from gonghui_desktop.printing.sheet import Setting"),
        ("services/drafts.py", "from gonghui_desktop.store.store import Store"),
        ("app.py", "from gonghui_desktop.ui.window import Window"),
        ("exchange/bag.py", "from gonghui_desktop import __version__"),
    ],
)
def test_a_right_import_is_let_through(tmp_path: Path, importer: str, statement: str) -> None:
    module = tmp_path / _ROOT / importer
    module.parent.mkdir(parents=True, exist_ok=True)
    module.write_text(statement)

    assert _faults(tmp_path / _ROOT) == []
