"""Words of a list of units: which text is a unit's name, which says why the units stand there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from gonghui_desktop.model.ideographs import HAN

LONGEST_NAME = 100
"""Characters; official names of units have 60 at the most."""

_LONGEST_REASON = 60
_LONGEST_TITLE = 80
_LONGEST_HEADING = 20
_SHORTEST_NAME = 4
_LONGEST_SHOWN = 40
_MOST_TOLD = 3

_EXPERIENCE = "在市级及以上介绍过经验"

_YEARS = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?:年?度?[-—–~～至到](?:19|20)[0-9]{2})?(?![0-9])")
_IS_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:年度?)?")
_TITLE_END = re.compile(
    r"(?:名单|一览表|汇总表|统计表|登记表|花名册|名录|典型|典型单位|经验|经验的?单位)$"
)
_REMARK_AT_END = re.compile(r"[（(][^（）()]{0,40}[)）]$")
_NUMBER = re.compile(
    r"(?:[（(](?:[0-9]{1,3}|[一二三四五六七八九十]{1,4})[)）]"
    r"|[0-9]{1,3}(?:[)）、．]|[.](?![0-9]))"
    r"|[一二三四五六七八九十]{1,4}、|[①-⑳⑴-⒛●■◆○•·*-])\s*"
)
_UNIT_END = re.compile(
    r"(?:公司|集团|[工药]厂|厂|工会|委员会|联合会|[总商协学]会|中心|医院|卫生院|学校|学院|大学|[中小]学"
    r"|幼儿园|银行|[支分]行|信用社|合作社|商店|酒店|饭店|宾馆|超市|商场|药房|店|局|处|所|院|站|[大支]队|社|街道|社区"
    r"|园区|基地|开发区|[村镇乡区港矿馆园场库段校办楼])$"
)
_SENTENCE = re.compile(r"[。；！？：:;!?]")
_TOTAL = re.compile(r"(?:合计|总计|小计|共计|共)[0-9一二三四五六七八九十百]*[家个户名]?")
_NOTE = re.compile(
    r"(?:注|备注|说明|填表人|填报人|填报单位|审核人|负责人|联系人|联系电话|制表|日期|附件)"
    r"[0-9]*(?:[:：]|$)"
)
_NO_NAME_END = re.compile(
    r"(?:通知|决定|公告|通报|办法|报告|方案|意见|[0-9一二三四五六七八九十]+[日月]|年月日)$"
)
_SENDER = re.compile(rf"[{HAN}]{{2,12}}[省市]总工会(?:[{HAN}]{{1,10}}[室部])?")
"""Who has made the list, under it: such an office is no unit that is put forward."""
_ANNEX = re.compile(r"附件[0-9一二三四五]*[:：]?")
_HEADING_ELSE = re.compile(r"[（(].*?[)）]|[：:*＊\s、]")
_SEPARATOR = re.compile("[、，,；;]")
_LETTERS = re.compile(f"[{HAN}A-Za-z]")
_YEAR_BEHIND = re.compile(r"[\s,，、:：]+((?:19|20)[0-9]{2}(?:年度?)?(?:典型)?(?:单位)?)$")
_REASON_BEHIND = re.compile(r"[（(]([^（）()]*(?:(?:19|20)[0-9]{2}|典型|经验)[^（）()]*)[)）]$")

_FORM_LABELS = frozenset(
    ("工会主席", "单位地址", "联系方式", "单位性质", "职工人数", "工作目标", "主要措施")
)
"""Labels that stand one below the other in a filled form, and in explanations of one."""
_LEAST_LABELS = 3

_NAME_HEADINGS = (
    "单位名称",
    "单位全称",
    "典型单位名称",
    "典型名称",
    "典型单位",
    "企业名称",
    "工会名称",
    "基层工会名称",
    "基层单位名称",
    "申报单位名称",
    "申报单位",
    "基层单位",
    "基层工会",
    "企业",
    "典型",
    "名称",
    "单位",
    "工会",
)
"""Headings of the column with the names, the surest one first."""
_REASON_HEADINGS = (
    "不得申报原因",
    "原因",
    "典型类别",
    "类别",
    "称号",
    "荣誉称号",
    "命名情况",
    "经验介绍情况",
    "介绍经验情况",
    "情况",
    "备注",
    "说明",
)
_YEAR_HEADINGS = (
    *("年度", "年份", "评选年度", "命名年度", "申报年度", "典型年度"),
    *("年", "届次", "时间"),
)


def plain(text: str) -> str:
    """The text in half width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_form(column: Iterable[str]) -> bool:
    """Whether the cells of a column are those of a filled form, or of explanations of one."""
    return len(_FORM_LABELS.intersection(map(_heading_words, column))) >= _LEAST_LABELS


def name_heading(cell: str) -> int:
    """How surely a cell is the heading of the names, 0 for the surest; -1 for none."""
    words = _heading_words(cell)
    if words in _NAME_HEADINGS:
        return _NAME_HEADINGS.index(words)
    is_one = words.endswith(("单位名称", "企业名称", "典型名称", "工会名称"))
    return len(_NAME_HEADINGS) if is_one else -1


def is_reason_heading(cell: str) -> bool:
    """Whether a cell is the heading of why the units stand there."""
    words = _heading_words(cell)
    return words in _REASON_HEADINGS or words.endswith("原因")


def is_year_heading(cell: str) -> bool:
    """Whether a cell is the heading of the years."""
    return _heading_words(cell) in _YEAR_HEADINGS


def _heading_words(cell: str) -> str:
    if len(cell) > _LONGEST_HEADING:
        return ""
    return _HEADING_ELSE.sub("", unicodedata.normalize("NFKC", cell))


def title_reason(text: str) -> str:
    """Why the units below a title, or in a sheet or file of that name, stand there.

    ``大连市2015年基层工会活力建设典型名单`` is ``2015年典型``. Empty for what is no such title.
    """
    if len(text) > _LONGEST_TITLE:
        return ""
    words = _title_words(text)
    if _SENTENCE.search(words) or not (_TITLE_END.search(words) or _IS_YEAR.fullmatch(words)):
        return ""
    if "经验" in words:
        return _with_years(words, _EXPERIENCE)
    return _with_years(words, "典型") if _YEARS.search(words) else ""


def is_title(text: str) -> bool:
    """Whether a text names a list rather than a unit."""
    words = _title_words(text)
    return bool(_TITLE_END.search(words) or _IS_YEAR.fullmatch(words))


def _title_words(text: str) -> str:
    """A title without its number and without the remark behind it."""
    words = _ANNEX.sub("", plain(without_number(text.strip())), count=1)
    return _REMARK_AT_END.sub("", words.rstrip(":：。"))


def named_reason(name: str) -> str:
    """As :func:`title_reason`, of the name of a sheet or file, which may say less."""
    words = plain(name)
    if "经验" in words:
        return _with_years(words, _EXPERIENCE)
    if _YEARS.search(words) and ("典型" in words or _IS_YEAR.fullmatch(words)):
        return _with_years(words, "典型")
    return ""


def reason_of(year: str, reason: str) -> str:
    """Why a unit stands there, of the cells that say so: ``2015``, ``典型`` is ``2015年典型``."""
    words = " ".join(reason.split())[:_LONGEST_REASON]
    if words and _IS_YEAR.fullmatch(plain(words)):
        year, words = f"{year} {words}", ""
    if not words:
        return _with_years(year, "典型") if _YEARS.search(plain(year)) else ""
    years = _years(year)
    return words if not years or _YEARS.search(plain(words)) else f"{years}{words}"


def says_why(text: str) -> bool:
    """Whether a text of a remark says why a unit stands there."""
    return len(text) <= _LONGEST_REASON and bool(
        "典型" in text or "经验" in text or _YEARS.search(plain(text))
    )


def is_year(text: str) -> bool:
    """Whether a text is a year."""
    return _IS_YEAR.fullmatch(plain(text)) is not None


def _with_years(text: str, words: str) -> str:
    return f"{_years(text)}{words}"


def _years(text: str) -> str:
    """The years of a text, such as ``2015、2016年``; empty for none."""
    found = [each.replace("年", "").replace("度", "") for each in _YEARS.findall(plain(text))]
    return f"{'、'.join(dict.fromkeys(found))}年" if found else ""


def without_number(text: str) -> str:
    """The text without the number or bullet of a list in front of it."""
    return _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text


def split_name(text: str) -> tuple[str, str]:
    """A line's name and, where it stands behind it, why: ``甲公司（2015年典型）``."""
    if len(text) > LONGEST_NAME + 2 * _LONGEST_REASON:
        return text, ""  # no name, and the patterns would take long
    found = _REASON_BEHIND.search(text) or _YEAR_BEHIND.search(text)
    if found is None or not text[: found.start()].strip():
        return text, ""
    return text[: found.start()].strip(), reason_of("", found[1].strip())


def is_nobody(text: str) -> bool:
    """Whether what stands in the place of a name is a total, a note, or nothing but figures."""
    words = plain(text)
    return (
        _LETTERS.search(words) is None
        or _TOTAL.fullmatch(words) is not None
        or _NOTE.match(words) is not None
    )


def may_be_name(text: str) -> bool:
    """Whether a cell below a heading can be a unit's name."""
    return 2 <= len(text) <= LONGEST_NAME and not is_nobody(text)


def looks_like_name(text: str) -> bool:
    """Whether a text that nothing calls a name reads as one."""
    return (
        may_be_name(text)
        and _SENTENCE.search(text) is None
        and _NO_NAME_END.search(text) is None
        and _SENDER.fullmatch(plain(text)) is None
        and not is_title(text)
        and (len(_REMARK_AT_END.sub("", plain(text))) >= _SHORTEST_NAME or is_unit(text))
    )


def is_unit(text: str) -> bool:
    """Whether a text ends as names of units do."""
    return _UNIT_END.search(_REMARK_AT_END.sub("", plain(text))) is not None


def split_names(text: str) -> list[str]:
    """The names of a line with several, where each reads as one; else the line."""
    parts = [each.strip() for each in _SEPARATOR.split(text.rstrip("。；; "))]
    parts = [part for part in parts if part]
    return parts if len(parts) > 1 and all(map(is_unit, parts)) else [text]


def is_total(row: Sequence[str]) -> bool:
    """Whether the row sums up the others: 合计 stands in the column of the numbers."""
    first = next((cell.strip() for cell in row if cell.strip()), "")
    return first.startswith(("合计", "总计", "小计", "共计"))


def shown(text: str) -> str:
    """A text of a list as a sentence quotes it."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def told(words: str, what: Sequence[str]) -> Iterator[str]:
    """A sentence that names the first few, none where there is none."""
    if what:
        more = f"等 {len(what)} 处" if len(what) > _MOST_TOLD else ""
        yield f"{words}{'、'.join(what[:_MOST_TOLD])}{more}。"
