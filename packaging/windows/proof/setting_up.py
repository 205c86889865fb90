"""Installing and updating."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import contents
import setup_program

from proof.stage import DATA, PROGRAMS, SETTLING_SECONDS, Stage, Step, expect, tree

OLD_ONLY = "only-in-the-older-version.txt"
EXIT_RUNNING = 3  # setup.nsi


def steps(stage: Stage) -> list[Step]:
    """See :mod:`proof`."""
    here = _SettingUp(stage)
    return [
        ("an older version installs", here.install_older),
        ("it stores the sample records", here.store_records),
        ("the update keeps the data and leaves nothing behind", here.update),
        ("the window opens; set-up and removal refuse while it does", here.refuse_while_running),
    ]


class _SettingUp:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def install_older(self) -> str:
        """The same program as version 0.0.1, with a file that the newer one lacks."""
        stage = self._stage
        with tempfile.TemporaryDirectory() as scratch:
            older = Path(scratch) / "gonghui"
            shutil.copytree(stage.bundle, older)
            only = contents.contents_folder(older) / OLD_ONLY
            only.write_text("older")
            setup = Path(scratch) / "older-setup.exe"
            setup_program.write(older, "0.0.1", setup, "-DQUICK")
            expect(stage.run_setup(setup=setup) == 0, "the older set-up exits 0")
        expect((stage.installed / only.relative_to(older)).exists(), "the older version is there")
        return PROGRAMS

    def store_records(self) -> str:
        """Import the sample into the user's own data folder, and hand it in."""
        stage = self._stage
        kept = stage.have_records()
        expect(stage.data.is_dir(), f"the data folder is {DATA}")
        return f"{len(kept)} records in {DATA}"

    def update(self) -> str:
        """Install the new version over the older one."""
        stage = self._stage
        before = tree(stage.data)
        expect(stage.run_setup() == 0, "the update exits 0")
        expect(tree(stage.data) == before, "the data is byte for byte as before the update")
        there = tree(stage.installed, "uninstall.exe")
        expect(there == tree(stage.bundle), "exactly the new version's files are there")
        expect(stage.registered() and all(stage.links()), "entry among the apps, both links")
        expect(stage.records(PROGRAMS) == stage.have_records(), "the new version reads the records")
        return f"{len(there)} files"

    def refuse_while_running(self) -> str:
        """Neither update nor removal touches a program that runs."""
        stage = self._stage
        started = stage.open_window(stage.have_program())
        stage.view.settled_picture(stage.out / "window.png", SETTLING_SECONDS)
        files = tree(stage.installed)
        expect(stage.run_setup() == EXIT_RUNNING, "set-up refuses while the program runs")
        stage.run_removal(PROGRAMS)
        expect(tree(stage.installed) == files, "no file was touched")
        stage.close(started)
        return "see window.png"
