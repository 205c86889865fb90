"""Damage is told whatever it hit, and the good records can still be used."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from gonghui_desktop.app import main
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services.safekeeping.backups import back_up_if_due
from gonghui_desktop.services.safekeeping.health import look_after
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import FILE_NAME, NewRecord, Store

_ROUNDS = 60
_NOW = datetime(2026, 11, 28, 9, 0).astimezone()
Damage = Callable[[bytearray, random.Random], None]


def _never() -> FormPrinter:
    raise AssertionError("nothing is printed here")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    with Store.open(folder) as store:
        for number in range(12):
            form = f"annex{number % 3 + 1}"
            values = {"unit_name": f"单位{number}", "goals": "目标" * 300 * number}
            store.add([NewRecord(form, values, campaign="2017")])
        store.finalise([store.records()[0].id])
    return folder


@pytest.fixture
def open_workspace(campaign: Campaign, data: Path) -> Iterator[Callable[[], Workspace]]:
    opened: list[Store] = []

    def open_one() -> Workspace:
        opened.append(Store.open(data))
        return Workspace(campaign, lambda: opened[-1], _never)

    yield open_one
    for store in opened:
        store.close()


def _bit(file: bytearray, chance: random.Random) -> None:
    file[chance.randrange(len(file))] ^= 1 << chance.randrange(8)


def _zeros(file: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(file))
    size = chance.choice([16, 512, 4096])
    file[place : place + size] = bytes(len(file[place : place + size]))


def _noise(file: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(file))
    file[place : place + 100] = chance.randbytes(len(file[place : place + 100]))


def _cut(file: bytearray, chance: random.Random) -> None:
    del file[chance.randrange(len(file)) :]


def _page_swap(file: bytearray, chance: random.Random) -> None:
    one, other = (4096 * chance.randrange(len(file) // 4096) for _ in range(2))
    first, second = file[one : one + 4096], file[other : other + 4096]
    file[one : one + 4096], file[other : other + 4096] = second, first


_KINDS: tuple[Damage, ...] = (_bit, _bit, _zeros, _noise, _cut, _page_swap)


def test_every_damage_is_told_and_nothing_breaks(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """60 of the 400 with which 31 once opened with other contents and no word."""
    path = data / FILE_NAME
    whole = path.read_bytes()
    mark = path.with_name(FILE_NAME + "-mark").read_bytes()
    assert main(["--data", str(data), "list"]) == 0
    good = capsys.readouterr()
    assert good.err == ""
    for seed in range(_ROUNDS):
        chance = random.Random(seed)
        file = bytearray(whole)
        _KINDS[seed % len(_KINDS)](file, chance)
        if file == whole:
            continue
        for each in data.iterdir():
            if each.is_file():
                each.unlink()
        path.write_bytes(file)
        path.with_name(FILE_NAME + "-mark").write_bytes(mark)

        code = main(["--data", str(data), "list"])

        said = capsys.readouterr()
        assert code in (0, 2), (seed, said.err)
        assert said.err, seed
        assert "程序内部出错" not in said.err, (seed, said.err)
        assert "Traceback" not in said.err, seed
        assert main(["--data", str(data), "check"]) in (0, 1, 2), (seed, capsys.readouterr().err)
        capsys.readouterr()


def test_whole_data_is_not_examined_again(open_workspace: Callable[[], Workspace]) -> None:
    ws = open_workspace()
    assert ws.store.condition.is_intact is True
    assert look_after(ws).sentences == ()


def test_one_damaged_record_is_told_with_the_newest_good_backup(
    open_workspace: Callable[[], Workspace], data: Path
) -> None:
    ws = open_workspace()
    backup = back_up_if_due(ws, _NOW)
    ws.store.close()
    with closing(sqlite3.connect(data / FILE_NAME)) as connection:
        connection.execute("UPDATE records SET field_values = '{' WHERE number = 5")
        connection.commit()
    ws = open_workspace()
    health = look_after(ws)
    assert health.backup == backup
    assert "2026年11月28日 09:00，12 份" in health.sentences[-1]
    assert len(ws.store.records()) == 11


def test_a_network_share_is_told_with_the_way_out(
    open_workspace: Callable[[], Workspace],
) -> None:
    (told,) = look_after(open_workspace(), on_network=lambda _folder: True).sentences
    assert "网络盘" in told
    assert "本机" in told


def test_what_another_program_wrote_is_told(
    open_workspace: Callable[[], Workspace], data: Path
) -> None:
    with closing(sqlite3.connect(data / FILE_NAME)) as connection:
        connection.execute("UPDATE records SET reopen_reason = 'x' WHERE number = 3")
        connection.commit()
    assert "程序之外" in look_after(open_workspace()).damage


def test_the_form_whose_text_became_another_is_named(
    data: Path, open_workspace: Callable[[], Workspace]
) -> None:
    file = bytearray((data / FILE_NAME).read_bytes())
    at = file.index("单位7".encode())
    file[at + 6] ^= 1  # 单位7 becomes 单位6
    (data / FILE_NAME).write_bytes(file)
    health = look_after(open_workspace())
    assert "改动过" in health.damage
    assert "与历史记录不一致的：附件2“单位" in health.damage
    assert "单位8" not in health.damage
