"""``docs/security.md``: the limits that it tells are those of the program."""

from __future__ import annotations

from pathlib import Path

from gonghui_desktop.confined.jobs import MOST_MEMORY, Limits
from gonghui_desktop.exchange import campaign_file, records_json, roster_file
from gonghui_desktop.exchange.package import package_job, submission_bounds, zip_reader
from gonghui_desktop.exchange.spreadsheet import reading, sheets
from gonghui_desktop.exchange.word_forms import archive
from gonghui_desktop.model import entry, toml_file
from gonghui_desktop.model.forms import form_loader
from gonghui_desktop.model.receiving import office_list
from gonghui_desktop.model.units import roster_list
from gonghui_desktop.store.backups.reading import seconds_for


def _mb(size: int) -> str:
    whole, rest = divmod(size, 1_000_000)
    assert rest == 0
    return f"{whole} MB"


def test_the_limits_that_are_told_are_those_of_the_program(project_folder: Path) -> None:
    page = (project_folder / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [
        f"| 子进程 | 内存 {_mb(MOST_MEMORY)}（文件也算在内，备份另加文件大小的两倍）；"
        f"处理器时间：报送包、活动文件 {Limits().seconds:.0f} 秒，",
        f"备份 {seconds_for(b'') + 1:.0f} 秒加每 5 MB 1 秒 |",
        f"| 报送包 | {_mb(package_job.LARGEST_PACKAGE)}，{zip_reader.MOST_ENTRIES} 个文件，"
        f"一个文件 {_mb(zip_reader.LARGEST_ENTRY)}，解开 {_mb(zip_reader.LARGEST_SUM)}，"
        f"压缩 {zip_reader.HIGHEST_RATIO} 倍，申报数据 {_mb(submission_bounds.LARGEST_DATA)} |",
        f"| 表格 | {_mb(reading.LARGEST_FILE)}，{sheets.MOST_ROWS:,} 行，{sheets.MOST_COLUMNS} 列，"
        f"{sheets.MOST_CELLS:,} 格 |",
        f"| Word 表、名单 | {_mb(archive.LARGEST_FILE)}，名单 {roster_list.MOST_UNITS:,} 个单位，"
        f"应报单位名单 {office_list.MOST_OFFICES:,} 个 |",
        f"| 申报表（JSON） | {_mb(records_json.LARGEST_FILE)}，{records_json.MOST_RECORDS:,} 份 |",
        f"| 活动文件 | {_mb(campaign_file.LARGEST_ARCHIVE)}，{campaign_file.MOST_FILES} 个文件，"
        f"一个文件 {toml_file.LARGEST_FILE // 1000} KB，",
        f"一式 {form_loader.MOST_COPIES} 份 |",
        f"| 每一栏 | {entry.LONGEST_TEXT:,} 字 |",
    ]

    assert roster_file.LARGEST_FILE == archive.LARGEST_FILE
    assert [row for row in rows if row not in page] == []
