"""The arrows of the house: who may import whom. See DEVELOPERS.md."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = "gonghui_desktop"
_LEAVES = {"errors", "paths", "logs", "fileio"}

# Part of the program, to the parts of the program it may import besides itself.
_PARTS: dict[str, set[str]] = {
    "errors": set(),
    "paths": {"errors", "fileio"},
    "logs": {"errors", "fileio"},
    "fileio": {"errors"},
    "model": {"errors"},
    "store": {"model", *_LEAVES},
    "printing": {"model", *_LEAVES},
    "exchange": {"model", *_LEAVES},
    "services": {"store", "printing", "exchange", "model", *_LEAVES},
    "ui": {"services", "model", "printing.sheet", *_LEAVES},
    "arguments": {"errors"},
    "cli": {"arguments", "services", "store", "printing", "exchange", "model", *_LEAVES},
    "selftest": {"ui", "services", "exchange", "model", *_LEAVES},
    "app": {
        "arguments",
        "cli",
        "selftest",
        "ui",
        "services",
        "store",
        "printing",
        "exchange",
        "model",
        *_LEAVES,
    },
    "__main__": {"app"},
}

# Part of the program, to its rooms and to the rooms of the same part each may import.
_ROOMS: dict[str, dict[str, set[str]]] = {
    "printing": {
        "printer": {"pdf", "word", "page", "type", "sheet"},
        "pdf": {"page", "type", "sheet"},
        "word": {"page", "type", "sheet"},
        "page": {"type", "sheet"},
        "type": set(),
        "sheet": set(),
    },
}

# Part of the program, to the packages from outside it may import besides the standard library.
_OUTSIDE: dict[str, set[str]] = {
    "paths": {"platformdirs"},
    "store": {"sqlalchemy", "alembic"},
    "printing": {"reportlab", "deflate", "segno", "pypdfium2", "docx"},
    "exchange": {"xlsxwriter", "pypdfium2"},
    "ui": {"PySide6", "shiboken6", "pypdfium2"},
    "selftest": {"PySide6", "pypdfium2"},
}

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
        ("services/drafts.py", "from gonghui_desktop.ui.window import Window"),
        ("services/drafts.py", "import sqlalchemy"),
        ("ui/window.py", "import gonghui_desktop.printing.printer"),
        ("ui/window.py", "from gonghui_desktop.store.store import Store"),
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
        ("ui/window.py", "from gonghui_desktop.printing.sheet import Sheet"),
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
