"""The portable program."""

from __future__ import annotations

from proof.stage import Stage, Step, expect


def steps(stage: Stage) -> list[Step]:
    """See :mod:`proof`."""
    return [("the portable ZIP keeps its data beside it", _Portable(stage).keeps_its_data)]


class _Portable:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def keeps_its_data(self) -> str:
        """Unpack the ZIP into a folder with a Chinese name and use it."""
        stage = self._stage
        before = stage.data.exists()
        program = stage.have_portable()
        stage.program(program, "import", stage.have_samples())
        expect(len(stage.records(program)) == 3, "the records are there")
        data = stage.prefix.path(f"{program}\\数据")
        expect(data.is_dir(), "the data is beside the program")
        expect(stage.data.exists() == before, "nothing is in the user's data folder")
        return f"{program}\\数据"
