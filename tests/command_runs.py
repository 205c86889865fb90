"""Many commands of the real program in one process of its own, which costs its start once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_DRIVER = """
import json, pathlib, sys
commands, codes, prelude = map(pathlib.Path, sys.argv[1:])
exec(prelude.read_text("utf-8"))
from gonghui_desktop.app import main
def run(words):
    try:
        return main(words)
    except SystemExit as end:
        return end.code
said = [run(words) for words in json.loads(commands.read_text("utf-8"))]
codes.write_text(json.dumps(said), "utf-8")
"""


@dataclass(frozen=True)
class Said:
    """What commands said.

    Attributes:
        codes: the exit code of each.
        out: all that they wrote on stdout.
        err: all that they wrote on stderr.
    """

    codes: list[int]
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """All of it; bytes that are no UTF-8 are halves of characters."""
        return (self.out + self.err).decode("utf-8", "surrogateescape")


def run_commands(
    folder: Path,
    data: Path,
    commands: Sequence[Sequence[object]],
    *,
    environment: Mapping[str, str] | None = None,
    prelude: str = "",
    umask: int = 0o022,
) -> Said:
    """Runs commands one after the other.

    Args:
        folder: a new folder for what this needs.
        data: the data folder.
        commands: the words of each command.
        environment: variables besides those of this process.
        prelude: Python that is run before the program is imported.
        umask: of the process.
    """
    folder.mkdir(parents=True)
    asked, codes, first = (folder / each for each in ("commands.json", "codes.json", "prelude.py"))
    words = [["--data", str(data), *map(str, command)] for command in commands]
    asked.write_text(json.dumps(words), "utf-8")
    first.write_text(prelude, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _DRIVER, asked, codes, first],
        check=False,
        capture_output=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **(environment or {})},
        umask=umask,
    )
    assert codes.exists(), done.stderr.decode("utf-8", "replace")
    return Said(json.loads(codes.read_text("utf-8")), done.stdout, done.stderr)
