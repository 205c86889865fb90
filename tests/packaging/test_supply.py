"""What building and testing bring in from outside: nothing without its hash, no name that can move.

How each is held is told in ``docs/windows.md``.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

# A requirement, with the lines that continue it.
_REQUIREMENT = re.compile(r"^[A-Za-z0-9][\w.\[\]-]*\s*(?:[=<>~!]=|@|;).*(?:\n +.*)*", re.MULTILINE)
_FETCHERS = re.compile(r"\b(curl|wget|urlopen|urlretrieve|Invoke-WebRequest|git clone http)\b")
_ACTION = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
_IMAGE = re.compile(r"(container|image): [\w./-]+@sha256:[0-9a-f]{64}")


@pytest.fixture(scope="module")
def building(project_folder: Path, listed_by_git: Callable[..., list[str]]) -> dict[str, str]:
    """Text of what sets up, builds and checks, by name: never what the program itself runs."""
    places = ("dev.py", "packaging", ".ci", ".github")
    names = listed_by_git("--cached", "--others", "--exclude-standard", *places)
    files = {name: project_folder / name for name in names}
    return {
        name: file.read_text(encoding="utf-8")
        for name, file in files.items()
        if file.is_file() and file.suffix != ".bmp"
    }


def test_every_required_package_has_its_hash(building: dict[str, str]) -> None:
    required = [
        (name, found[0])
        for name, text in building.items()
        if name.endswith(".txt") and "licences" not in name
        for found in _REQUIREMENT.finditer(text)
    ]

    assert len({name for name, _ in required}) == 7  # six locks, and Windows' Python
    assert [entry for entry in required if "--hash=sha256:" not in entry[1]] == []
    assert [entry for entry in required if "://" in entry[1]] == []


def test_pip_installs_and_fetches_by_hash_alone(building: dict[str, str]) -> None:
    unheld, held = [], 0
    for name, text in building.items():
        if name.endswith(".py"):
            parts = [
                ast.unparse(node)
                for node in ast.walk(ast.parse(text))
                if isinstance(node, ast.FunctionDef)
            ]
            calls = [part for part in parts if re.search("'pip', '(install|download)'", part)]
        else:
            calls = [line for line in text.splitlines() if re.search(r"pip3? (install|down)", line)]
        for call in calls:
            held += 1
            if "--require-hashes" not in call:
                unheld.append(f"{name}: {call[:80]}")

    assert held >= 5
    assert unheld == []


def test_only_the_one_package_without_a_wheel_is_built_from_source(
    building: dict[str, str],
) -> None:
    words = r"--no-binary\S*(?: \"\S+)?"
    assert [
        (name, found[0]) for name, text in building.items() for found in re.finditer(words, text)
    ] == [("dev.py", '--no-binary", "bagit",')]


def test_nothing_else_fetches(building: dict[str, str]) -> None:
    assert [
        (name, found[0]) for name, text in building.items() for found in _FETCHERS.finditer(text)
    ] == []


def test_workflows_name_what_they_run_by_digest(building: dict[str, str]) -> None:
    lines = [
        line.strip().removeprefix("- ")
        for name, text in building.items()
        if name.startswith(".github/workflows/")
        for line in text.splitlines()
    ]
    actions = [line for line in lines if line.startswith("uses:")]
    images = [line for line in lines if line.startswith(("container:", "image:"))]

    assert actions
    assert images
    assert [line for line in actions if not _ACTION.fullmatch(line)] == []
    assert [line for line in images if not _IMAGE.fullmatch(line)] == []


def test_no_command_of_a_workflow_is_read_as_something_else(building: dict[str, str]) -> None:
    """A plain YAML text ends at a colon or number sign with a blank beside it."""
    commands = [
        command
        for name, text in building.items()
        if name.startswith(".github/workflows/")
        for command in re.findall(r"run: (?![|>])(.*)", text)
    ]

    assert commands
    assert [command for command in commands if re.search(r"^['\"]|:( |$)| #", command)] == []


def test_workflows_hold_no_right_that_they_do_not_need(building: dict[str, str]) -> None:
    workflows = [text for name, text in building.items() if name.startswith(".github/workflows/")]

    assert workflows
    for text in workflows:
        assert re.findall(r"permissions:.*(?:\n +\S.*)*", text) == [
            "permissions:\n  contents: read"
        ]
        # Not the rights of this project for strangers' code, and no text of theirs in a command.
        assert re.findall(r"pull_request_target|workflow_run|secrets\.|\$\{\{", text) == []
        kept_out = r"uses: actions/checkout@.*\n +with:\n +persist-credentials: false\n"
        assert len(re.findall(kept_out, text)) == text.count("uses: actions/checkout@") > 0


def test_git_lays_every_file_the_same_on_every_system(
    project_folder: Path, listed_by_git: Callable[..., list[str]]
) -> None:
    """Windows' git would else turn line ends, and with them every digest."""
    names = listed_by_git("--cached")
    ask = ["git", "-c", "safe.directory=*", "check-attr", "-z", "--stdin", "text", "eol"]
    asked = "".join(f"{name}\0" for name in names).encode()
    done = subprocess.run(ask, cwd=project_folder, input=asked, check=True, capture_output=True)
    parts = done.stdout.decode().split("\0")
    said = {(name, what): is_ for name, what, is_ in zip(*[iter(parts)] * 3, strict=False)}

    loose = [
        name
        for name in names
        if said[name, "text"] != "unset"
        and (said[name, "text"], said[name, "eol"]) != ("auto", "lf")
    ]
    as_they_are = {name for name in names if said[name, "text"] == "unset"}
    other = [
        name
        for name in sorted(set(names) - as_they_are)
        if (project_folder / name).is_file()
        and (b"\0" in (data := (project_folder / name).read_bytes()) or b"\r\n" in data)
    ]
    assert loose == []
    assert other == []  # binary, or with Windows' line ends: to be named in .gitattributes
