"""Where a short value on several lines is broken: at its seams, never inside a name or a number.

A cell of 工会主席 holds the names of several persons, one of 联系方式 several numbers. Their seams
are the marks and blanks between them. Every place where a line may end has a price, and the lines
are those that cost least. Lengths in em.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise

from gonghui_desktop.model.fieldtypes.telephone import number_spans
from gonghui_desktop.model.ideographs import HAN
from gonghui_desktop.printing.type.measuredtext import TOLERANCE, MeasuredText
from gonghui_desktop.printing.type.numbers import in_front_of_extensions, tied

LONGEST = 400
"""Characters; a longer text is no list of names and numbers, and breaks as any other."""

SEAM = 0.0
BRACKETS = 0.2
"""At a seam within brackets, and on either side of them."""
BEHIND_PLACE = 0.3
"""In an address behind 市, 路 and the like."""
TEXT = 0.4
"""Elsewhere in a text that is no name, such as an address. Ragged lines cost about as much."""
WITHIN_WORD = 0.8
"""Within a word of which the names of units and places are full, such as 有限公司."""
WITHIN_NUMBERED = 2.0
"""Within a part of an address that has a number, such as 3号楼."""
BEHIND_NAME = 50.0
"""Between a name and what stands in brackets behind it, such as （代）."""
_LINE = 10.0
"""For each line."""
_LAST_LINE = 0.7
"""How much what stays free in a list's last line counts beside the same in another one."""
_SQUEEZED = 20.0
"""For each line that has room only with its gaps closed up, or needs the spare room."""
MIDDLE_DOT = 100.0
"""At the · of a name, and in front of an extension's 转."""
ADDRESS = 200.0
"""Within a web or mail address, behind @ and /."""
WITHIN_ADDRESS = 260.0
"""Elsewhere in one, such as behind a full stop."""
NAME = 1000.0
TIED = 10000.0
"""Within a telephone number, and behind 转."""
AT_SEAMS = frozenset((SEAM, BRACKETS, BEHIND_NAME, MIDDLE_DOT, ADDRESS, WITHIN_ADDRESS))
"""Prices of the places that a clerk would choose, too."""

_LONGEST_NAME = 8
"""Ideographs of a part of a list that is kept whole: a name, with or without an office."""
_MARK = re.compile("[、，；／。]|[,;](?=[^ ])|/")
_BLANKS = re.compile("[ \u3000]+")
_SPACED_NAME = re.compile(f"(?<![{HAN}])[{HAN}][ \u3000]+(?=[{HAN}](?![{HAN}]))")
"""张　三, spaced out to be as wide as a name of three."""
_DOTTED_NAME = re.compile(
    f"(?<![{HAN}])[{HAN}]{{1,{_LONGEST_NAME}}}(?:·[{HAN}]{{1,{_LONGEST_NAME}}})+(?![{HAN}])"
)
_NAME = re.compile(f"[{HAN}]{{1,{_LONGEST_NAME}}}")
_MORE_OF_NAME = re.compile("[^、，；／。,;/（( \u3000]")
_PLACE = re.compile("[省市县区旗镇乡村路街号厦](?![镇乡村路街号0-9０-９])")
_WORD = re.compile(
    "(?=[有股产分公集总工委联管协商园开试新街大广社中学医办交道路])(?:"  # to be quick
    "有限责任公司|股份有限公司|有限公司|分公司|公司|集团|总工会|工会|委员会|联合会|管委会|协会|商会|"
    "[工产]业园区?|园区|开发区|试验区|新区|街道|大街|大道|大厦|广场|社区|中心|学校|医院|办事处|交汇处|[街道路][0-9])"
)
_NUMBERED = re.compile(
    "[路街][东西南北中]?[一二三四五六七八九十]+段|"
    "[0-9０-９A-Za-z一二三四五六七八九十]+(?:号[楼院门库]|单元|[号区座栋幢楼层室])"
)
"""Part of an address that has a number: 3号楼, 2单元, B座, 三楼, 长兴路三段."""
_OF_NUMBER = re.compile("[0-9０-９][号楼层室座栋幢单区段院门弄]")
"""On either side of a blank within a part of an address: 66 号."""
_BRACKETED = re.compile(r"[（(〔［[][^）)〕］\]]*[）)〕］\]]")


def prices(text: str, positions: Iterable[int], address_seams: Iterable[int]) -> dict[int, float]:
    """What it costs to end a line at each place where one may end.

    Args:
        text: of the value.
        positions: between characters, where any line may end.
        address_seams: places within addresses where one may end.

    Returns:
        Position to price, in order, without the text's end.
    """
    found = dict.fromkeys(positions, TEXT)
    found |= {at: ADDRESS if text[at - 1] in "@/" else WITHIN_ADDRESS for at in address_seams}
    _add_marks(text, found)
    if " " in text or "\u3000" in text:
        _add_blanks(text, found)
    _add_brackets(text, found)
    _keep_names(text, found)
    _keep_numbers(text, found)
    _keep_words(text, found)
    found.pop(len(text), None)
    return dict(sorted(found.items()))


def cheapest(
    text: MeasuredText, costs: Mapping[int, float], measure: float, spare: float
) -> list[int]:
    """The ends of the lines that cost least; none where a part has no room in a line.

    Equally long lines are best where all else is equal, but the last one of a list is rather
    shorter. The blank half of a mark at a line's end needs no room.

    Args:
        text: of the value.
        costs: see :func:`prices`.
        measure: width of the column.
        spare: how much wider a line may be rather than be broken within a name or number.
    """
    places = [0, *costs, len(text.text)]
    starts = [text.after_blanks(place) for place in places[:-1]]
    last_weight = _LAST_LINE if SEAM in costs.values() else 1.0
    least: list[float] = [0.0]
    before: list[int] = [0]
    for number in range(1, len(places)):
        inked = text.without_blanks(places[number])
        right = text.ends[inked - 1] - text.blank_half(inked)
        weight = last_weight if places[number] == len(text.text) else 1.0
        best, best_start = float("inf"), 0
        for start in range(number - 1, -1, -1):
            free = measure - (right - text.start(starts[start]))
            cost = least[start] + weight * (free / measure) ** 2
            if free < -TOLERANCE:
                if free + spare + text.shrink(starts[start], inked) < 0:
                    break
                cost += _SQUEEZED
            if cost < best:
                best, best_start = cost, start
        least.append(best + _LINE + costs.get(places[number], 0.0))
        before.append(best_start)
    if least[-1] == float("inf"):
        return []
    return [places[number] for number in _traced(before)]


def _traced(before: Sequence[int]) -> list[int]:
    """Numbers of the ends of the cheapest lines, by which one is best before each."""
    found = []
    number = len(before) - 1
    while number:
        found.append(number)
        number = before[number]
    return found[::-1]


def _add_marks(text: str, found: dict[int, float]) -> None:
    """Behind 、，；／, and behind , ; / between numbers or ideographs."""
    numbers = number_spans(text) if "," in text or "/" in text else []
    begin = {start for start, _ in numbers}
    end = {end for _, end in numbers}
    for match in _MARK.finditer(text):
        mark, at = match[0], match.end()
        if mark == "／" and match.start() in found:
            found[match.start()] = TIED  # never at a line's start
        if found.get(at) == ADDRESS and mark == "/":
            continue
        between = match.start() in end or at in begin
        beside = text[match.start() - 1 : match.start()] + text[at : at + 1]
        wide = len(beside) == 2 and not any(map(str.isascii, beside))
        if at in found or (at < len(text) and (between or wide or mark == ";") and mark in ",;/"):
            found[at] = SEAM


def _add_blanks(text: str, found: dict[int, float]) -> None:
    """Behind blanks, but for those of a Western phrase, a spaced name, 3 号, behind a colon."""
    for match in _BLANKS.finditer(text):
        start, at = match.span()
        beside = text[start - 1 : start] + text[at : at + 1]
        if at in found and _OF_NUMBER.fullmatch(beside):
            found[at] = WITHIN_NUMBERED
        elif at in found and beside[0] not in ":：" and not _is_western(beside):
            found[at] = SEAM
    for match in _SPACED_NAME.finditer(text):
        if match.end() in found:
            found[match.end()] = NAME


def _add_brackets(text: str, found: dict[int, float]) -> None:
    """On either side of brackets, and at seams within them."""
    for match in _BRACKETED.finditer(text):
        start, end = match.span()
        for at in range(start + 1, end):
            if found.get(at) == SEAM:
                found[at] = BRACKETS
        for at in (start, end):
            if found.get(at) == TEXT:
                found[at] = BRACKETS


def _keep_names(text: str, found: dict[int, float]) -> None:
    """Names keep whole: those with a ·, and short parts of a list."""
    names = [match.span() for match in _DOTTED_NAME.finditer(text)] if "·" in text else []
    seams = [0, *sorted(at for at, price in found.items() if price == SEAM), len(text)]
    if len(seams) > 2:
        for start, end in pairwise(seams):
            name = _NAME.match(text, start, end)
            if name and not _MORE_OF_NAME.match(text, name.end(), end):
                names.append(name.span())
    for start, end in names:
        for at in range(start + 1, end):
            if found.get(at) == TEXT:
                found[at] = MIDDLE_DOT if text[at - 1] == "·" else NAME
        if found.get(end) == BRACKETS:
            found[end] = BEHIND_NAME


def _keep_numbers(text: str, found: dict[int, float]) -> None:
    """Numbers keep whole, with their area codes and extensions."""
    if ties := tied(text):
        found |= dict.fromkeys(found.keys() & in_front_of_extensions(text), MIDDLE_DOT)
        found |= dict.fromkeys(found.keys() & ties, TIED)


def _keep_words(text: str, found: dict[int, float]) -> None:
    """In addresses and units' names, rather a break between two words than one within."""
    words = ((match, WITHIN_WORD) for match in _WORD.finditer(text))
    numbered = ((match, WITHIN_NUMBERED) for match in _NUMBERED.finditer(text))
    for match, price in chain(words, numbered):
        for at in range(match.start() + 1, match.end()):
            if found.get(at, SEAM) in (TEXT, WITHIN_WORD):
                found[at] = price
    for match in _PLACE.finditer(text):
        if found.get(match.end()) == TEXT:
            found[match.end()] = BEHIND_PLACE


def _is_western(beside: str) -> bool:
    """Whether two characters beside a blank are of one Western phrase; two numbers are none."""
    return beside.isascii() and beside.isalnum() and not beside.isdigit()
