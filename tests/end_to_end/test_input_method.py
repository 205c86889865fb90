"""The program under a real Chinese input method: IBus and libpinyin, driven by keys and mouse.

``tests/gui/test_composing.py`` has the same with made events.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.chinese_desktop import (
    ChineseDesktop,
    chinese_desktop,
    missing_tools,
    wait_for,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has other input methods"),
    pytest.mark.skipif(bool(missing_tools()), reason=f"not installed: {missing_tools()}"),
]

_PROBED = Path(__file__).with_name("probed_window.py")
_FIRST_FIELD = "annex1.city"
_MOMENT = 1.0  # seconds in which a key that does something would have done it


class _Window:
    """The program's window and what it has stored."""

    def __init__(self, desktop: ChineseDesktop, data: Path) -> None:
        self.desktop = desktop
        self._data = data
        command = [sys.executable, str(_PROBED), "--data", str(data)]
        self._process = desktop.start(command)

    def ask(self, question: str) -> str:
        """The probe's answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{question}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def click(self, what: str) -> None:
        """Clicks on a widget, once it is there."""
        wait_for(lambda: self.ask(what) != "?", lambda: f"{what} is not there")
        x, y = self.ask(what).split()
        self.desktop.click(int(x), int(y))

    def enter(self, field: str) -> None:
        """Goes to a field from the first one with the tab key, as it may lie below the edge."""
        self.click(_FIRST_FIELD)
        focus = ""
        while focus != field:
            focus = self._focus_after(focus)
            if focus != field:
                self.desktop.keys("Tab")

    def _focus_after(self, before: str) -> str:
        """The field that has the focus once it has left another one."""
        wait_for(lambda: self.ask("focus") != before, lambda: f"the focus stays in {before}")
        return self.ask("focus")

    def compose(self, pinyin: str, shown: str) -> None:
        """Types letters and waits until the input method shows a word for them."""
        self.desktop.type(pinyin)
        wait_for(
            lambda: self.ask("composed") == shown,
            lambda: f"{self.ask('composed')} is composed in {self.ask('focus')}",
        )

    def close(self) -> None:
        """Ends the program."""
        self.desktop.end(self._process)

    def stored(self, unit: str, field: str) -> str:
        """What is stored in a field of the record with that name."""
        command = [sys.executable, "-m", "gonghui_desktop", "--data", str(self._data)]
        done = subprocess.run(
            [*command, "list", "--json"], env=self.desktop.env, capture_output=True, check=True
        )
        records = json.loads(done.stdout)["records"]
        found = next(each for each in records if each["values"].get("unit_name") == unit)
        return str(found["values"].get(field, ""))

    def waits_for(self, unit: str, field: str, text: str) -> None:
        """Waits until a text is stored."""
        wait_for(
            lambda: self.stored(unit, field) == text,
            lambda: (
                f"{field} has {self.stored(unit, field)}, not {text}; focus: {self.ask('focus')}"
            ),
        )


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChineseDesktop]:
    with chinese_desktop(tmp_path_factory.mktemp("desktop")) as started:
        yield started


@pytest.fixture
def opened(desktop: ChineseDesktop, tmp_path: Path) -> Iterator[_Window]:
    """The window with two forms, 甲 and 乙; the first is open."""
    records = [{"form": "annex1", "values": {"unit_name": name}} for name in ("甲", "乙")]
    document = {"format": "gonghui-records", "version": 1, "campaign": "2017", "records": records}
    (tmp_path / "two.json").write_text(json.dumps(document))
    data = tmp_path / "data"
    command = [sys.executable, "-m", "gonghui_desktop", "--data", str(data)]
    subprocess.run([*command, "import", str(tmp_path / "two.json")], env=desktop.env, check=True)
    window = _Window(desktop, data)
    yield window
    window.close()


@pytest.mark.parametrize("field", ["chairperson", "goals"])
def test_chinese_is_typed_and_no_key_fires_before_a_word_is_chosen(
    opened: _Window, field: str
) -> None:
    opened.enter(f"annex1.{field}")
    opened.compose("nihao", "你好")
    opened.desktop.keys("F8", "ctrl+z", "ctrl+n", "ctrl+Next", "F6")
    time.sleep(_MOMENT)
    assert opened.ask("focus") == f"annex1.{field}"
    assert opened.ask("composed") == "你好"
    opened.desktop.keys("space")
    opened.waits_for("甲", field, "你好")
    assert opened.stored("乙", field) == ""


@pytest.mark.parametrize("field", ["chairperson", "goals"])
@pytest.mark.parametrize("elsewhere", ["RecordView 1", "QTabBar 1"])
def test_a_click_elsewhere_leaves_the_composed_text_in_its_record(
    opened: _Window, field: str, elsewhere: str
) -> None:
    opened.enter(f"annex1.{field}")
    opened.compose("nihao", "你好")
    opened.click(elsewhere)
    opened.waits_for("甲", field, "你好")
    assert opened.stored("乙", field) == ""


def test_escape_drops_what_is_composed(opened: _Window) -> None:
    opened.enter("annex1.chairperson")
    opened.compose("nihao", "你好")
    opened.desktop.keys("Escape")
    wait_for(lambda: opened.ask("composed") == "", lambda: "it is still composed")
    opened.compose("shijie", "世界")
    opened.desktop.keys("space", "Tab")
    opened.waits_for("甲", "chairperson", "世界")
