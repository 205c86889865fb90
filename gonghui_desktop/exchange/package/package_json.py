"""What the data of every kind of package have alike: who, which time, when, each strictly read."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime, timedelta

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.submission_bounds import text_of
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.record import NEVER, Profile
from gonghui_desktop.model.strict import Table

_KIND_OF_OFFICE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CAMPAIGN_ID = re.compile(r"[a-z0-9-]{1,20}")
_HIGHEST_REVISION = 1_000_000
_EARLIEST, _LATEST = NEVER, datetime(2100, 1, 1, tzinfo=UTC)
"""Between them a computer's clock can be wrong and every date be written, in any zone."""
_SEND_AGAIN = "请让上报单位重新导出后再发来"


class SchemaError(PackageError):
    """A package's data are not as they must be; its sentence may quote what stands in them."""

    def __init__(self, sentence: str, code: str = "S02") -> None:
        shown = in_sentence(sentence.removesuffix("。"), 200)
        super().__init__(code, f"报送包里的 {shown}，{_SEND_AGAIN}。")


def campaign_id(top: Table) -> str:
    """Id of the campaign.

    Raises:
        PackageError: it cannot be one (``S03``).
    """
    campaign = top.get("campaign", str)
    if not _CAMPAIGN_ID.fullmatch(campaign):
        raise PackageError(
            "S03", f"报送包的活动“{in_sentence(campaign)}”不是正确的编号，请核对文件。"
        )
    return campaign


def office_in(table: Table) -> Profile:
    """An office that has a part in it."""
    profile = Profile(
        kind=text_of(table, "kind"),
        name=text_of(table, "name"),
        contact_name=text_of(table, "contact_name"),
        contact_phone=text_of(table, "contact_phone"),
    )
    table.done()
    if not _KIND_OF_OFFICE.fullmatch(profile.kind):
        table.fail("不是正确的上报单位类型", "kind")
    return profile


def revision_of(table: Table) -> int:
    """Of a package or a record, from 1."""
    revision = table.get("revision", int)
    if not 1 <= revision <= _HIGHEST_REVISION:
        table.fail("不是正确的版次", "revision")
    return revision


def superseded(top: Table) -> str:
    """The package that is replaced: a UUID in its usual spelling; the first replaces none."""
    key = "supersedes"
    text = top.get(key, str)
    if text and not is_uuid(text):
        top.fail("不是正确的编号", key)
    if bool(text) != (revision_of(top) > 1):
        top.fail("与版次不符", key)
    return text


def moment_in(table: Table, key: str) -> datetime:
    """A time in UTC, spelled as this program does."""
    text = table.get(key, str)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        table.fail("不是正确的时间", key)
    if moment.utcoffset() != timedelta(0) or moment.isoformat() != text:
        table.fail("不是正确的时间", key)
    if not _EARLIEST <= moment < _LATEST:
        table.fail("不是正确的时间", key)
    return moment


def date_in(table: Table, key: str) -> date:
    """A day, spelled as this program does."""
    text = table.get(key, str)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        table.fail("不是正确的日期", key)
    if day.isoformat() != text or not _EARLIEST.date() <= day < _LATEST.date():
        table.fail("不是正确的日期", key)
    return day


def is_uuid(text: str) -> bool:
    """Whether it is a UUID in its usual spelling."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
