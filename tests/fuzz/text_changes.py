"""Changes of texts by their grammar: JSON, XML, TOML, tables; and of how they are encoded."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

from tests.fuzz.dice import Dice

_TAGS = re.compile(r"<[^>]*>|[^<]+")
_ATTRIBUTE = re.compile(r'"[^"]*"')
_DEEP = (3, 40, 300, 3_000, 60_000)
_ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-be", "utf-32", "gb18030", "latin-1", "utf-7")
_TOML_VALUES = (
    "1_000_000_000",
    "-1",
    "0x" + "f" * 400,
    "9" * 6_000,
    "1e999",
    "nan",
    "[" * 2_000 + "]" * 2_000,
    "{a={a={a=1}}}",
    '"""\n' + "字" * 3_000 + '"""',
    "2017-03-20T25:00:00",
    "1979-05-27",
    "true",
    "[]",
    '["a", 1]',
    '""',
    '".."',
    '"\\u202e甲\\u0007"',
    '"\\ud800"',
)


def encoded(dice: Dice, text: str) -> bytes:
    """The text as bytes, now and then in another encoding than ours."""
    if dice.chance(0.08):
        return text.encode(dice.pick(_ENCODINGS), "replace")
    return text.encode("utf-8", "surrogatepass" if dice.chance(0.05) else "replace")


def changed_json(dice: Dice, text: str) -> str:
    """Another document of the same kind: nodes replaced, lost, doubled, put elsewhere, nested."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return changed_lines(dice, text)
    for _ in range(dice.pick((1, 1, 2, 5))):
        document = _changed_node(dice, document)
    made = json.dumps(document, ensure_ascii=dice.chance(0.5), indent=dice.pick((None, None, 1)))
    if dice.chance(0.15):
        deep = dice.pick(_DEEP)
        odd = (
            "[" * deep + "1" + "]" * deep if dice.chance(0.7) else '{"a":' * deep + "1" + "}" * deep
        )
        made = made.replace(dice.pick(("1", '""', "null", "true")), odd, 1)
    if dice.chance(0.1):
        made = re.sub(r'("[a-z_]+": ?)', r"\1 1, \1", made, count=1)
    return changed_lines(dice, made) if dice.chance(0.1) else made


def _changed_node(dice: Dice, document: Any) -> Any:
    """The document with one node changed."""
    places = [(None, None), *_places(document)]
    holder, key = dice.pick(places[:5_000])
    if holder is None:
        return _odd_value(dice, document) if dice.chance(0.1) else document
    match dice.randrange(6):
        case 0 | 1:
            holder[key] = _odd_value(dice, holder[key])
        case 2:
            del holder[key]
        case 3 if isinstance(holder, list):
            holder[key:key] = [holder[key]] * dice.pick((1, 1, 3, 300))
        case 3:
            holder[dice.text()[:200]] = holder[key]
        case 4:
            other, where = dice.pick(places[1:])
            holder[key] = json.loads(json.dumps(other[where])) if other is not None else None
        case _ if isinstance(holder[key], str):
            holder[key] = _changed_text(dice, holder[key])
        case _:
            holder[key] = _odd_value(dice, holder[key])
    return document


def _places(node: Any) -> list[tuple[Any, Any]]:
    """Where every value below a node stands: what holds it, and its key there."""
    found: list[tuple[Any, Any]] = []
    waiting = [node] if isinstance(node, dict | list) else []
    while waiting:
        holder = waiting.pop()
        keys = holder if isinstance(holder, dict) else range(len(holder))
        for key in keys:
            found.append((holder, key))
            if isinstance(holder[key], dict | list):
                waiting.append(holder[key])
    return found


def _odd_value(dice: Dice, value: Any) -> Any:
    kinds: tuple[Any, ...] = (
        dice.text(),
        dice.number(),
        None,
        True,
        1e308,
        0.5,
        float("nan"),
        [],
        {},
        [value] * dice.pick((1, 2, 50)),
        {dice.text()[:100]: value},
        "\ud800",
        str(value)[:1_000],
    )
    return dice.pick(kinds)


def _changed_text(dice: Dice, text: str) -> str:
    at = dice.place(len(text))
    return text[:at] + dice.text() + text[at + dice.randrange(3) :]


def changed_xml(dice: Dice, text: str) -> str:
    """Other XML: tags lost, doubled, swapped, nested; odd attributes, texts and declarations."""
    tokens = _TAGS.findall(text)
    if not tokens:
        return dice.text()
    for _ in range(dice.pick((1, 1, 2, 6))):
        at = dice.randrange(len(tokens)) if tokens else 0
        dice.pick(_XML_CHANGES)(dice, tokens, at)
    made = "".join(tokens)
    if dice.chance(0.04):
        entities = '<!ENTITY a "哈哈">' + "".join(
            f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise("abcdefghi")
        )
        made = made.replace("?>", f"?><!DOCTYPE x [{entities}]>", 1)
    return made


def _xml_text(dice: Dice, tokens: list[str], at: int) -> None:
    if tokens[at].startswith("<"):
        odd = escape(dice.pick((dice.text(), str(dice.number()))), {'"': "&quot;"})
        places = list(_ATTRIBUTE.finditer(tokens[at]))
        if places:
            one = dice.pick(places)
            tokens[at] = f'{tokens[at][: one.start()]}"{odd}"{tokens[at][one.end() :]}'
    else:
        refs = (
            "&#0;",
            "&#xd800;",
            "&#x1F600;",
            "&lt;",
            "&nothing;",
            "<![CDATA[甲]]>",
            "<!-- x -->",
        )
        tokens[at] = dice.pick((escape(dice.text()), dice.pick(refs), str(dice.number())))


def _xml_lost(dice: Dice, tokens: list[str], at: int) -> None:
    del tokens[at : at + dice.pick((1, 1, 2, 20))]
    tokens.append("")


def _xml_doubled(dice: Dice, tokens: list[str], at: int) -> None:
    part = tokens[at : at + dice.pick((1, 2, 10, 60))]
    tokens[at:at] = part * dice.pick((1, 2, 30, 400))
    del tokens[200_000:]


def _xml_swapped(dice: Dice, tokens: list[str], at: int) -> None:
    other = dice.randrange(len(tokens))
    tokens[at], tokens[other] = tokens[other], tokens[at]


def _xml_nested(dice: Dice, tokens: list[str], at: int) -> None:
    name = re.match(r"<([\w:]+)", tokens[at])
    if name:
        deep = dice.pick((2, 30, 300, 20_000))
        tokens[at:at] = [f"<{name[1]}>" * deep]
        tokens[at + 2 : at + 2] = [f"</{name[1]}>" * deep]


_XML_CHANGES: tuple[Callable[[Dice, list[str], int], None], ...] = (
    _xml_text,
    _xml_text,
    _xml_text,
    _xml_lost,
    _xml_doubled,
    _xml_swapped,
    _xml_nested,
)


def changed_toml(dice: Dice, text: str) -> str:
    """Another TOML file: values of other types and sizes, lines lost, doubled, moved."""
    lines = text.split("\n")
    for _ in range(dice.pick((1, 1, 2, 4))):
        at = dice.randrange(len(lines))
        key, equals, value = lines[at].partition("=")
        match dice.randrange(6):
            case 0 | 1 if equals:
                odd = (dice.pick(_TOML_VALUES), str(dice.number()), json.dumps(dice.text()))
                lines[at] = f"{key}= {dice.pick(odd)}"
            case 2 if equals:
                lines[at] = f"{key}{dice.pick(('_', '.a', ' '))}={value}"
            case 3:
                lines[at:at] = [lines[at]] * dice.pick((1, 1, 200))
            case 4:
                del lines[at]
                lines.append("")
            case _:
                other = dice.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines)


def changed_lines(dice: Dice, text: str) -> str:
    """Another table as text, or any text: odd cells, lines lost, doubled, joined."""
    lines = text.split("\n")
    for _ in range(dice.pick((1, 1, 3))):
        at = dice.randrange(len(lines))
        mark = dice.pick((",", ";", "\t", '"', "\r", "\x00", "'"))
        match dice.randrange(5):
            case 0 | 1:
                lines[at] = _changed_text(dice, lines[at])
            case 2:
                lines[at:at] = [lines[at]] * dice.pick((1, 3, 20, 300))
            case 3:
                lines[at] += mark * dice.pick((1, 3, 400))
            case _:
                del lines[at]
                lines.append("")
    return "\n".join(lines)
