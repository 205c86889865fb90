"""What a person has written in a form's cell, as the value of a field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gonghui_desktop.exchange.incoming import FieldReading, Reading
from gonghui_desktop.exchange.word_forms.document import Paragraph
from gonghui_desktop.exchange.word_forms.field_matcher import RawValue
from gonghui_desktop.exchange.word_forms.levelling import levelled
from gonghui_desktop.model.fieldtypes import Choice
from gonghui_desktop.model.forms.form import Field
from gonghui_desktop.model.ideographs import HAN
from gonghui_desktop.model.pasted.clean_text import clean
from gonghui_desktop.model.pasted.private_use import with_standard_characters
from gonghui_desktop.model.pasted.value_kinds import kind_of_label

_LINE = "_＿﹍﹎"
_EDGE_LINES = re.compile(rf"^[\s{_LINE}]+|[\s{_LINE}]+$")
_PROMPT = re.compile(
    r"(?:单击|点击)(?:或点击)?(?:此处|这里)?(?:以)?(?:输入|添加|选择)[^。\n]{0,20}。?"
)
_AFTER_MARK = re.compile(r"(?<=[,;、，；。：！？…—/／;·・”’）)》〉」』】〕])\n")
_BEFORE_BRACKET = re.compile(r"\n(?=[（“‘《〈「『【〔])")
_WITHIN_WORDS = re.compile(rf"(?<=[{HAN}])\n(?=[{HAN}])")
"""Line breaks within a short value that stand for nothing: Chinese has no blanks to break at."""

_TICKS = "√✓✔☑☒■●◉✅▲★"
_BOXES = "□☐○◯◻"
_TICK = f"[{_TICKS}]"
_NUMBER_BEFORE = re.compile(r"^[（(]?(?P<number>[0-9０-９]{1,2})[)）.、．]")
_NUMBER_BEHIND = re.compile(r"[（(]?(?P<number>[0-9０-９]{1,2})[)）.、．]?$")
_ALIKE = 2  # characters that a choice in other words shares with the official ones


@dataclass(frozen=True)
class ReadValue:
    """A field's value with what is told of it.

    Attributes:
        value: canonical text; empty for nothing.
        reading: how it came in.
    """

    value: str
    reading: FieldReading


def missing(field: Field) -> ReadValue:
    """Of a field whose label was not found."""
    return ReadValue("", FieldReading(field.id, field.label, Reading.MISSING))


def read_value(field: Field, raw: RawValue) -> ReadValue:
    """The value of a field from what stands in its place."""
    text = with_standard_characters(
        clean(_joined(field, raw.paragraphs), is_long=field.type.is_long)
    )
    if not field.type.is_long:
        text = _EDGE_LINES.sub("", text)
    if not text.strip(f" \t\n\u3000{_LINE}") or _PROMPT.fullmatch(text):
        return ReadValue("", FieldReading(field.id, field.label, Reading.EMPTY))
    value, doubts = text, list(raw.doubts)
    if field.type.choices:
        chosen, doubt = _chosen(field, text)
        if chosen is None and not doubt:
            return ReadValue("", FieldReading(field.id, field.label, Reading.EMPTY))
        value = chosen.value if chosen else text
        doubts += [doubt] if doubt else []
    else:
        value = field.type.normalise(text)
    problem = field.type.check(value)
    if problem is not None and not (field.type.choices and doubts):
        doubts.append(re.split("[；。]", problem.message)[0])
    reading = Reading.DOUBTFUL if doubts else Reading.TAKEN
    shown = text if doubts else field.type.show(value)  # what is doubtful as it was written
    return ReadValue(value, FieldReading(field.id, field.label, reading, shown, "，".join(doubts)))


def _joined(field: Field, paragraphs: list[Paragraph]) -> str:
    """The paragraphs as one text; in a short one a line break is a blank or nothing."""
    texts = [paragraph.text for paragraph in paragraphs]
    if field.type.is_long:
        lines = [line.strip(f" \t\u3000{_LINE}") and line for line in "\n".join(texts).split("\n")]
        return "\n".join(lines)
    lines = [line.strip() for text in texts for line in text.split("\n")]
    text = "\n".join(line for line in lines if line.strip(_LINE))
    text = _AFTER_MARK.sub("", text)
    if field.type.name == "telephone":  # a blank parts a number from the words before the next
        return text
    text = _BEFORE_BRACKET.sub("", text)
    is_person = kind_of_label(field.label) == "person"  # one name above the other
    return text if is_person else _WITHIN_WORDS.sub("", text)


def _chosen(field: Field, text: str) -> tuple[Choice | None, str]:
    """The choice that a text names, and what is doubtful about it.

    Neither for a list of the choices in which nobody has marked any.
    """
    choices = field.type.choices
    exact = _official(field, text)
    if exact is not None:
        return exact, ""
    named = [choice for choice in choices if levelled(choice.label) in levelled(text)]
    named = [c for c in named if not any(c is not o and c.label in o.label for o in named)]
    marked = [choice for choice in named if _is_marked(choice, text)]
    if len(marked) == 1:
        return marked[0], ""
    if len(named) > 1:
        has_marks = re.search(_TICK, text) is not None
        return (
            (None, "看不出选的是哪一项") if has_marks or not _is_list(text, named) else (None, "")
        )
    if len(named) == 1:
        return named[0], "" if _is_number_of(named[0], text) else f"按“{named[0].label}”填入"
    ticked = re.findall(rf"{_TICK}\s*([^\s{_TICKS}{_BOXES}]+)", text)
    words = ticked[0] if len(ticked) == 1 and re.search(f"[{_BOXES}]", text) else text
    likely = [choice for choice in choices if _is_alike(choice, words)]
    if len(likely) == 1:
        return likely[0], f"按“{likely[0].label}”填入"
    return None, "不在可选范围内"


def _official(field: Field, text: str) -> Choice | None:
    """The choice that a text is, by itself, by its number, or marked."""
    values = {each.value for each in field.type.choices}
    for spelling, number in _spellings(text):
        value = field.type.normalise(spelling)
        found = next((each for each in field.type.choices if each.value == value), None)
        is_another = number in values and number != value  # （3）私营企业, （5）（8）
        if found is not None and not is_another:
            return found
    return None


def _spellings(text: str) -> Iterator[tuple[str, str]]:
    """What a text may name a choice by, and the number that stands beside that."""
    plain = re.sub(rf"[\s{_TICKS}]+", "", text).strip("。.、")
    yield text, ""
    yield plain, ""
    if re.fullmatch("[①-⑳]", plain):
        yield str(ord(plain) - ord("①") + 1), ""
    for pattern in (_NUMBER_BEFORE, _NUMBER_BEHIND):
        if (match := pattern.search(plain)) is not None:
            yield plain[: match.start()] + plain[match.end() :], str(int(match["number"]))


def _is_marked(choice: Choice, text: str) -> bool:
    """Whether a mark stands beside the choice, in front of its number or behind it."""
    number = rf"(?:[（(]?{re.escape(choice.value)}[)）.、．])?"
    label = r"\s*".join(map(re.escape, choice.label))
    is_boxed = re.search(f"[{_BOXES}]", text) is not None
    before = re.search(rf"{_TICK}\s*{number}\s*{label}", text)
    if is_boxed or before:
        return before is not None
    return re.search(rf"{number}\s*{label}\s*[（(]?\s*{_TICK}", text) is not None


def _is_list(text: str, named: list[Choice]) -> bool:
    """Whether the text is a list to choose from, not a sentence on some of the choices."""
    rest = levelled(text)
    for choice in named:
        rest = rest.replace(levelled(choice.label), "")
    return not re.search(f"[{HAN}]", rest)


def _is_number_of(choice: Choice, text: str) -> bool:
    """Whether nothing stands beside the choice but its number."""
    rest = levelled(text).replace(levelled(choice.label), "")
    return re.sub(r"[()0-9]", "", rest) == "" and rest.strip("()") in ("", choice.value)


def _is_alike(choice: Choice, text: str) -> bool:
    """Whether a text is part of the choice's words, such as 私营 or 国有企业 of 国有及控股企业."""
    words, label = levelled(text), levelled(choice.label)
    if len(words) < _ALIKE:
        return False
    if words in label:
        return True
    stem = words.removesuffix("企业").removesuffix("单位")
    return len(stem) >= _ALIKE and stem in label
