"""The office above: the installed program receives, returns, accepts, sums up and reports."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench import ROOT, run
from screen import Area

from proof.stage import (
    FILLED,
    SAMPLES,
    SETTLING_SECONDS,
    WINDOW_SECONDS,
    Stage,
    Step,
    expect,
    wait_until,
)

CITY = "大连市总工会"
BY_FOLDER = ("中山区总工会", "西岗区总工会")
BY_WINDOW = "沙河口区总工会"
SILENT = "旅顺口区总工会"
BELOW = (*BY_FOLDER, BY_WINDOW)
FORMS = {"annex1": "机械有限公司", "annex2": "餐饮行业工会联合会"}  # and the ends of units' names
PLACE = "C:\\收件 各区 报送"
RETURN = f"{PLACE}\\退回单.zip"
REASON, FIELD = "联系电话少一位", "contact"
STATES = Area(206, 260, 1200, 560)  # in the window: the table, without the offices' names
MADE = ("汇总 表.xlsx", "汇总 表.pdf", "上报 包.zip")
ON_LINUX = """
import json, sys
from gonghui_desktop.app import main
for command in json.loads(sys.argv[1]):
    if code := main(command):
        sys.exit(f"{command} exits {code}")
"""
Answer = dict[str, Any]


def steps(stage: Stage) -> list[Step]:
    """See :mod:`proof`."""
    here = _Receiving(stage)
    return [
        ("a city receives a folder, and a file in its window", here.receive),
        ("it returns and accepts, and its open window shows that", here.decide),
        ("what it returned is told to the sender in its window", here.tell_sender),
        ("it sums up and reports further, as on Linux", here.report),
    ]


class _Receiving:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._folder = stage.prefix.path(PLACE)
        self._sent: dict[str, Answer] = {}  # what the offices below have sent, by the records' ids
        self._came: dict[str, Answer] = {}  # what came of each, by its name
        self._window: subprocess.Popen[bytes] | None = None
        self._states = STATES

    def receive(self) -> str:
        """Two packages by command line, a third as a second start's file; the window stays open."""
        stage = self._stage
        self._send()
        (self._folder / "应报 名单.txt").write_text("\n".join([*BELOW, SILENT]), encoding="utf-8")
        self._city("profile", "--kind", "city", "--name", CITY)
        self._city("offices", "--import", f"{PLACE}\\应报 名单.txt")
        files = self._city("receive", f"{PLACE}\\收到 的报送包")["files"]
        expect([each["outcome"] for each in files] == ["received"] * 2, f"both come in: {files}")
        program, city = stage.have_program(), ("--data", f"{PLACE}\\市 数据")
        self._window = stage.open_window(program, *city)
        self._states = STATES.within(stage.view.wait_for(FILLED, WINDOW_SECONDS))
        package = f"{PLACE}\\{_package(BY_WINDOW)}"
        code = stage.end_of(stage.prefix.start(f"{program}\\gonghui.exe", *city, package))
        expect(code == 0, f"the second start exits 0, not {code}")
        wait_until(lambda: len(self._received()) == len(BELOW), "its package comes in")
        self._came = {each["sender"]: each for each in self._received()}
        came = {each["id"]: each for one in self._came.values() for each in one["records"]}
        for key in ("check_code", "revision", "edition", "values"):
            same = {id_: each[key] for id_, each in came.items()}
            expect(same == {id_: each[key] for id_, each in self._sent.items()}, f"{key} as sent")
        return f"{len(came)} records with the codes that they were sent with"

    def decide(self) -> str:
        """By command line, beside the open window."""
        stage = self._stage
        back, *good = (self._came[sender] for sender in BELOW)
        record = ("--record", back["records"][0]["id"], "--field", FIELD)
        with self._seen_in_window():
            self._city("return", back["id"], "-o", RETURN, "--reason", REASON, *record)
        with self._seen_in_window():
            self._city("accept", *(each["id"] for each in good), "-o", f"{PLACE}\\回执")
        told = {each["name"]: each["state"] for each in self._city("offices")["offices"]}
        states = ["returned", "accepted", "accepted", "missing"]
        expect(told == dict(zip([*BELOW, SILENT], states, strict=True)), f"the table: {told}")
        stage.view.settled_picture(stage.out / "receiving.png", SETTLING_SECONDS)
        assert self._window is not None
        stage.close(self._window)
        return "see receiving.png"

    def tell_sender(self) -> str:
        """By opening the return with the program."""
        stage, sender = self._stage, BELOW[0]
        data = ("--data", f"{PLACE}\\{sender} 数据")
        window = stage.open_window(stage.have_program(), *data, RETURN)
        wait_until(lambda: self._reasons(sender) == [(REASON, FIELD)], "the reason is there")
        stage.view.settled_picture(stage.out / "returned.png", SETTLING_SECONDS)
        stage.close(window)
        return "see returned.png"

    def report(self) -> str:
        """Both give the same bytes, and the report has the units' records with their codes."""
        stage, linux = self._stage, self._stage.out / "linux"
        for name in MADE:
            command = "export" if name.endswith(".zip") else "summary"
            answer = self._city(command, "-o", f"{PLACE}\\{name}")
        here = shutil.copytree(self._folder / "市 数据", linux / "city")
        commands = [
            ["--data", str(here), "summary", "-o", str(linux / MADE[0])],
            ["--data", str(here), "summary", "-o", str(linux / MADE[1])],
            ["--data", str(here), "export", "-o", str(linux / MADE[2])],
            ["verify", str(linux / MADE[2])],
        ]
        records = _on_linux(commands)[-1]["records"]
        for name in MADE:
            there = shutil.copyfile(self._folder / name, stage.out / name)
            expect(there.read_bytes() == (linux / name).read_bytes(), f"{name} as on Linux")
        codes = {each["id"]: each["check_code"] for each in records}
        good = {each["id"] for sender in BELOW[1:] for each in self._came[sender]["records"]}
        expect(codes == {id_: self._sent[id_]["check_code"] for id_ in good}, f"codes: {codes}")
        return f"{answer['packages']} packages, {len(codes)} records with their codes"

    def _send(self) -> None:
        """The offices below export their packages, on Linux."""
        (self._folder / "收到 的报送包").mkdir(parents=True)
        commands = []
        for sender in BELOW:
            data = ["--data", str(self._folder / f"{sender} 数据")]
            records = self._folder / f"{sender}.json"
            records.write_text(json.dumps(_records_of(sender)), encoding="utf-8")
            package = self._folder / _package(sender).replace("\\", "/")
            commands += [
                [*data, "profile", "--kind", "district", "--name", sender],
                [*data, "import", str(records)],
                [*data, "export", "-o", str(package), "--explain", "本区只有两家单位申报。"],
                [*data, "list"],
            ]
        lists = _on_linux(commands)[3::4]
        self._sent = {each["id"]: each for answer in lists for each in answer["records"]}

    @contextmanager
    def _seen_in_window(self) -> Iterator[None]:
        """Have the states in the open window become others by what is done elsewhere."""
        view = self._stage.view
        view.settle(SETTLING_SECONDS)
        before = view.dots(self._states)
        yield
        wait_until(lambda: view.dots(self._states) != before, "the window shows other states")

    def _received(self) -> list[Answer]:
        submissions = self._city("received")["submissions"]
        assert isinstance(submissions, list)
        return submissions

    def _reasons(self, sender: str) -> list[tuple[str, str]]:
        """What the sender is told, with the fields, of all its records."""
        returned = [each["returned"] for each in self._in(sender, "list")["records"]]
        reasons = [each for told in returned if told for each in told["reasons"]]
        return [(each["text"], each["field"]) for each in reasons]

    def _city(self, *command: str) -> Answer:
        return self._in("市", *command)

    def _in(self, office: str, *command: str) -> Answer:
        """The installed program's answer with an office's data."""
        data = ("--data", f"{PLACE}\\{office} 数据", "--json")
        stage = self._stage
        answer: Answer = json.loads(stage.program(stage.have_program(), *data, *command))
        return answer


def _package(sender: str) -> str:
    """A sender's package in the folder of all this."""
    folder = "收到 的报送包\\" if sender in BY_FOLDER else ""
    return f"{folder}{sender} 报送包.zip"


def _records_of(sender: str) -> Answer:
    """The sample's records, of units that no other office puts forward."""
    samples: Answer = json.loads(SAMPLES.read_text(encoding="utf-8"))
    chosen = [each for each in samples["records"] if each["form"] in FORMS]
    for each in chosen:
        place = sender.removesuffix("总工会")
        each["values"] |= {"county": place, "unit_name": f"大连{place}样例{FORMS[each['form']]}"}
    return {**samples, "records": chosen}


def _on_linux(commands: list[list[str]]) -> list[Answer]:
    """The answers of the same program of these sources, here, all by one start of it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    lines = json.dumps([["--json", *command] for command in commands])
    told = run([sys.executable, "-P", "-c", ON_LINUX, lines], environment)
    answers, decoder = [], json.JSONDecoder()
    while told := told.lstrip():
        answer, end = decoder.raw_decode(told)
        answers.append(answer)
        told = told[end:]
    return answers
