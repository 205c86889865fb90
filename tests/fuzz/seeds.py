"""Good files of every kind that comes in from outside, the same in every run.

What the program makes itself has fixed ids and dates here; the rest lies in ``tests/data``. A mark
stands among their values, so that a log that holds a value is seen.
"""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import openpyxl

from gonghui_desktop.exchange.package.submission import new_submission
from gonghui_desktop.model.forms.edition import digest_of
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.services.workspace import Workspace
from tests.exchange import word_files as word
from tests.made_packages import packed

MARK = "甲乙丙丁戊己庚"
"""Stands among the values and in names of files; never in a log."""

DISTRICT = Profile("district", "大连市中山区总工会", "刘敏", "0411-82640177")
"""Who hands in the first package."""

_DATA = Path(__file__).resolve().parents[1] / "data"
_DAY = datetime(2017, 3, 1, tzinfo=UTC)


class Kind(StrEnum):
    """How a file comes in."""

    PACKAGE = "package"
    RECORDS = "records"
    WORD = "word"
    TABLE = "table"
    CAMPAIGN = "campaign"
    FOLDER = "folder"
    BACKUP = "backup"
    LAID = "laid"
    ROSTER = "roster"
    RECEIVED = "received"
    REPLY = "reply"
    REPORT = "report"
    OFFICES = "offices"
    PAPER = "paper"


ABOVE = (Kind.RECEIVED, Kind.REPLY, Kind.REPORT, Kind.OFFICES, Kind.PAPER)
"""What an office above receives, or sends back."""


@dataclass(frozen=True)
class Seed:
    """A good file.

    Attributes:
        name: the file's name.
        data: its content; that of a ZIP file of them for a folder.
        beside: what lies beside it, by the end of its name.
    """

    name: str
    data: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)


def seeds(ws: Workspace, forms: Path) -> Mapping[Kind, Sequence[Seed]]:
    """The good files of each kind that an office takes in by itself.

    Args:
        ws: knows the campaign of 2017 and prints.
        forms: the folder of that campaign's files.
    """
    tables, words = list(_tables()), list(_words())
    campaign = _campaign(forms)
    databases = list(_databases())
    return {
        Kind.PACKAGE: list(_packages(ws)),
        Kind.RECORDS: [
            Seed(f"{name}.json", _marked((_DATA / f"{name}.json").read_bytes()))
            for name in ("district", "nonresident_industry", "same-unit-twice")
        ],
        Kind.WORD: words,
        Kind.TABLE: tables,
        Kind.CAMPAIGN: [campaign],
        Kind.FOLDER: [campaign],
        Kind.BACKUP: databases,
        Kind.LAID: [each for each in databases if not each.beside],
        Kind.ROSTER: [
            *tables,
            *words,
            Seed("历年典型.txt", f"{MARK}有限公司 2015年\n大连某厂\n".encode()),
        ],
    }


def _marked(data: bytes) -> bytes:
    return data.replace("有限公司".encode(), f"{MARK}有限公司".encode())


def _packages(ws: Workspace) -> Iterator[Seed]:
    form = ws.catalogue.find("2017").form("annex1")  # type: ignore[union-attr] # it is shipped
    values = {
        "city": "大连",
        "unit_name": f"大连{MARK}有限公司",
        "chairperson": "张三",
        "address": "大连市中山区人民路1号",
        "contact": "李四 13800000000",
        "unit_nature": "5",
        "employees": "120",
        "goals": "目标一",
        "measures": "措施一",
        "non_public": "yes",
    }
    record = Record(
        id="5" * 32,
        form=form.id,
        created_at=_DAY,
        changed_at=_DAY,
        values=values,
        explanations={"contact": f"{MARK}说明"},
        state=RecordState.FINAL,
        revision=2,
        reopen_reason="人数有误",
        campaign="2017",
        edition=digest_of(form),
    )
    made = new_submission(ws.campaign, DISTRICT, [record], explanation="本区只有一个")
    yield Seed("报送包.zip", packed(ws, made))
    for name in ("version-1", "version-2-cover"):
        yield Seed(f"{name}.zip", (_DATA / "packages" / f"{name}.zip").read_bytes())


def _words() -> Iterator[Seed]:
    body = word.annex1(word.USUAL_ROWS).replace("样例机械", MARK)
    yield Seed("申报表.docx", word.word_file(body))
    box = word.text_box(word.paragraph("附件1")) + body
    yield Seed("两张表.docx", word.word_file(box + body))


def _tables() -> Iterator[Seed]:
    rows = [
        [
            "单位名称",
            "工会主席",
            "单位地址",
            "联系方式",
            "单位性质",
            "职工人数",
            "工作目标",
            "主要措施",
        ],
        [
            f"大连{MARK}有限公司",
            "张三",
            "人民路1号",
            "0411-82640177",
            "私营企业",
            "120",
            "目标",
            "措施",
        ],
        ["大连某厂", "李四", "东港路2号", "13800000000", "国有企业", "86", "目标", "措施"],
    ]
    yield Seed("名单.csv", "\n".join(",".join(row) for row in rows).encode())
    yield Seed("名单.txt", "\r\n".join("\t".join(row) for row in rows).encode("gb18030"))
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.properties.created = book.properties.modified = _DAY.replace(tzinfo=None)
    saved = io.BytesIO()
    book.save(saved)
    yield Seed("名单.xlsx", saved.getvalue())
    for path in sorted((_DATA / "spreadsheets").iterdir()):
        yield Seed(path.name, path.read_bytes())


def _campaign(forms: Path) -> Seed:
    """The campaign of 2017 under another id and name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path in sorted(forms.glob("*.toml")):
            text = path.read_text("utf-8")
            if path.name == "campaign.toml":
                text = text.replace('"2017"', '"2031"').replace("活力建设", MARK)
            archive.writestr(zipfile.ZipInfo(f"2031/{path.name}", (2017, 3, 15, 9, 0, 0)), text)
    return Seed("活动.zip", made.getvalue())


def in_memory(data: bytes) -> bytes:
    """A database as SQLite opens it in memory: one that says it has a log is refused there."""
    return data[:18] + b"\x01\x01" + data[20:]


def _databases() -> Iterator[Seed]:
    """Databases of every schema, and a backup as the program makes it."""
    for path in sorted((_DATA / "schemas").iterdir()):
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
            made.deserialize(in_memory(path.read_bytes()))
            made.execute(
                "UPDATE records SET field_values = replace(field_values, '厂', ?)", (MARK,)
            )
            yield Seed(f"{path.stem}.gonghui-backup", made.serialize())
            if path.stem.endswith("4"):
                made.execute("CREATE TABLE backup_parts (name TEXT PRIMARY KEY, content BLOB)")
                parts = [("made_at", b"2026-11-29T10:00:00+08:00"), ("work", b"0" * 64)]
                made.executemany("INSERT INTO backup_parts VALUES (?, ?)", parts)
                yield Seed("备份.gonghui-backup", made.serialize())
                yield Seed("备份.gonghui-backup", made.serialize(), {"-wal": bytes(4_152)})
