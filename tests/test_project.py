"""What holds for the project's files as a whole."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import gonghui_desktop

_MODULE_LINES = 400
_FUNCTION_LINES = 60

# Places that mean something on one machine or network only.
_REGISTRY = re.compile(r":/{2}[^ \"]*(?:pypi\.org|pythonhosted|npmjs|/simple/|/debian/)")
_PERSONAL = re.compile(r"(?<![\w.~-])/(?:root|home|work)/\w|[A-Z]:\\Users\\\w")
_SILENCED = re.compile(
    r"#\s*(?:noqa|type:\s*ignore)(?!(?::(?:[\s,]*[A-Z]+\d++)++|\[[\w-]+\])[\s#(-]+\w)"
)

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")


@pytest.fixture(scope="module")
def texts(project_folder: Path, listed_by_git: Callable[..., list[str]]) -> dict[str, str]:
    """Content of every text file that is or would be committed, by its name."""
    found = {}
    for name in listed_by_git("--cached", "--others", "--exclude-standard"):
        path = project_folder / name
        # Not there: deleted, but not yet committed.
        data = path.read_bytes() if path.is_file() else b"\0"
        if b"\0" not in data[:8000]:
            found[name] = data.decode(errors="replace")
    return found


def _places(texts: dict[str, str], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_package_registry(texts: dict[str, str]) -> None:
    assert _places(texts, _REGISTRY) == []


def test_no_file_names_a_place_on_somebodys_machine(texts: dict[str, str]) -> None:
    assert _places(texts, _PERSONAL) == []


def test_every_silenced_check_has_its_reason_beside_it(texts: dict[str, str]) -> None:
    code = {name: text for name, text in texts.items() if name.endswith(".py")}

    assert _places(code, _SILENCED) == []


@pytest.mark.parametrize(
    ("pattern", "line", "found"),
    [
        (_REGISTRY, "--index-url https:/" + "/mirror.example/simple/", True),
        (_REGISTRY, "see https://docs.python.org/3/", False),
        (_PERSONAL, "cd " + "/home" + "/li/gonghui", True),
        (_PERSONAL, "cd ~/gonghui or resources/home/x", False),
        (_SILENCED, "x = f()  # " + "noqa", True),
        (_SILENCED, "x = f()  # " + "noqa: S603", True),
        (_SILENCED, "x = f()  # " + "noqa: S603 - fixed arguments", False),
        (_SILENCED, "x = f()  # " + "type: ignore[attr-defined]", True),
        (_SILENCED, "x = f()  # " + "type: ignore[attr-defined]  # untyped library", False),
    ],
)
def test_the_patterns_find_what_they_are_for(
    pattern: re.Pattern[str], line: str, found: bool
) -> None:
    assert (pattern.search(line) is not None) == found


def test_the_version_is_written_once(texts: dict[str, str]) -> None:
    version = re.compile(rf"(?<![\d.]){re.escape(gonghui_desktop.__version__)}(?![\d.])")
    own = {name: text for name, text in texts.items() if not name.endswith((".txt", ".svg"))}
    own.pop("CHANGELOG.md")

    assert [place.split(":")[0] for place in _places(own, version)] == [
        "gonghui_desktop/__init__.py"
    ]


def test_the_newest_entry_of_what_is_new_is_this_version(texts: dict[str, str]) -> None:
    versions = re.findall(r"^## (.+)$", texts["CHANGELOG.md"], re.MULTILINE)

    assert versions[0] == gonghui_desktop.__version__
    by_numbers = [tuple(map(int, version.split("."))) for version in versions]
    assert by_numbers == sorted(by_numbers, reverse=True)


def test_modules_and_functions_are_of_readable_size(texts: dict[str, str]) -> None:
    code = {name: text for name, text in texts.items() if name.endswith(".py")}
    long = [name for name, text in code.items() if text.count("\n") > _MODULE_LINES]
    for name, text in code.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > _FUNCTION_LINES:
                    long.append(f"{name}: {node.name}, {lines} lines")

    assert long == []


def _pins(requirements: list[str]) -> dict[str, str]:
    """Normalised project name to exact version."""
    found = (_PIN.match(line) for line in requirements)
    return {re.sub(r"[-_.]+", "-", pin[1]).lower(): pin[2] for pin in found if pin}


@pytest.mark.parametrize("group", ["run", "build", "test", "windows", "fonts", "lock"])
def test_the_lock_files_are_those_of_the_project(project_folder: Path, group: str) -> None:
    project = tomllib.loads((project_folder / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {"run": project["project"]["dependencies"], **project["dependency-groups"]}
    lock = project_folder / "packaging" / "requirements" / f"{group}.txt"
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8"))
    locked = [entry for entry in entries if not entry.startswith("#")]

    assert len(_pins(declared[group])) == len(declared[group])
    assert _pins(declared[group]).items() <= _pins(locked).items()
    assert [entry for entry in locked if "--hash=sha256:" not in entry] == []


def test_packages_locked_twice_have_one_version(project_folder: Path) -> None:
    versions: dict[str, set[str]] = {}
    for lock in (project_folder / "packaging" / "requirements").glob("*.txt"):
        for name, version in _pins(lock.read_text(encoding="utf-8").splitlines()).items():
            versions.setdefault(name, set()).add(version)

    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_what_a_document_links_to_is_there(project_folder: Path, texts: dict[str, str]) -> None:
    links = [
        (project_folder / name).parent / link
        for name, text in texts.items()
        if name.endswith(".md")
        for link in re.findall(r"\]\(([^)#:]+)\)", text)
    ]
    assert links
    assert [str(path) for path in links if not path.is_file()] == []


def test_modules_and_tests_that_a_document_names_are_there(texts: dict[str, str]) -> None:
    documents = "".join(text for name, text in texts.items() if name.endswith(".md"))
    named = set(re.findall(r"\b[a-z][a-z0-9_]*\.py\b|\btest_\w+\b(?![.*])", documents))
    code = "".join(text for name, text in texts.items() if name.endswith(".py"))
    modules = {name.rpartition("/")[2] for name in texts}
    assert named
    assert named - modules - set(re.findall(r"def (test_\w+)", code)) == set()


def test_every_document_that_is_cited_is_in_the_project(texts: dict[str, str]) -> None:
    known = {name.rpartition("/")[2] for name in texts}
    cited = {name for text in texts.values() for name in re.findall(r"\b[\w-]+\.md\b", text)}
    assert cited - known == set()


# The standard library's modules that Windows has not.
_NOT_ON_WINDOWS = ["fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"]


def test_every_test_is_found_without_the_modules_that_windows_has_not(
    project_folder: Path,
) -> None:
    code = f"""
import sys
sys.modules.update(dict.fromkeys({_NOT_ON_WINDOWS}))
import pytest
sys.exit(pytest.main(["--collect-only", "-qq", "-p", "no:cacheprovider"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project_folder, check=False, capture_output=True
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
