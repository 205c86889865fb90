"""Every code that a clerk may read out on the telephone stands in the table of codes."""

import re
from pathlib import Path

import gonghui_desktop


def test_the_table_of_codes_is_complete(project_folder: Path) -> None:
    sources = Path(gonghui_desktop.__file__).parent.rglob("*.py")
    used = {
        code
        for path in sources
        for code in re.findall(r'"([ZBSDRH]\d\d)"', path.read_text("utf-8"))
    }
    table = (project_folder / "docs" / "package-codes.md").read_text("utf-8")
    assert used
    assert set(re.findall(r"[ZBSDRH]\d\d", table)) == used
