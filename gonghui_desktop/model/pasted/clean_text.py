"""Text as it comes from Word, WPS, web pages and chats, without what those bring along.

Removed or replaced are only: characters without a shape (zero-width ones, soft hyphens, controls,
the place holders of pictures), symbols of bullet fonts in the private use area, line ends of other
kinds, blanks at the edges of lines, no-break and other odd blanks, blanks in front of closing
punctuation, and blank lines beyond one. Every other character stays, in order. All functions are
idempotent. Names and numbers are never normalised: full-width and compatibility characters stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from gonghui_desktop.model.ideographs import HAN
from gonghui_desktop.model.pasted.invisible import without_invisible

FOREIGN = "有看不见的字符或特殊空格"
"""A sentence about a text that :func:`is_foreign`, without its end."""

# Symbols of Wingdings (and Symbol's bullet and arrow), which Word writes at U+F000 plus the code in
# the font; the nearest characters that Chinese faces have.
_SYMBOLS = {
    **dict(zip(range(0xF081, 0xF08B), "①②③④⑤⑥⑦⑧⑨⑩", strict=True)),
    **dict(zip(range(0xF08C, 0xF096), "❶❷❸❹❺❻❼❽❾❿", strict=True)),
    **dict.fromkeys((0xF06C, 0xF098), "●"),
    **dict.fromkeys((0xF06E, 0xF0A7), "■"),
    **dict.fromkeys((0xF06F, 0xF070, 0xF071, 0xF072, 0xF0A8), "□"),
    **dict.fromkeys((0xF075, 0xF076, 0xF077), "◆"),
    **dict.fromkeys((0xF0A1, 0xF0A2), "○"),
    **dict.fromkeys((0xF0A4, 0xF0A5), "◎"),
    **dict.fromkeys((0xF0AA, 0xF0AB), "★"),
    **dict.fromkeys((0xF09F, 0xF0B7), "•"),
    **dict.fromkeys((0xF0AE, 0xF0E0, 0xF0E8), "→"),
    **dict.fromkeys((0xF0D8, 0xF0C4), "▶"),
    0xF09E: "·",
    0xF0DF: "←",
    0xF0E1: "↑",
    0xF0E2: "↓",
    0xF0FB: "×",
    0xF0FC: "√",
    0xF0FD: "☒",
    0xF0FE: "☑",
}
_UNKNOWN_BULLET = re.compile("^([ \t\xa0\u3000]*)[\uf020-\uf0ff](?=[ \t\xa0\u3000])", re.MULTILINE)

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")  # U+000B is Word's soft line break
_WORD_HYPHENS = str.maketrans({"\x1e": "-", "\x1f": None})  # no-break and optional

_ODD_BLANK = "\xa0\u1680\u2000-\u200a\u205f"
_BLANK = f" \t\u3000\u202f{_ODD_BLANK}"
# What Chinese text is made of: between two of these there is no space between words.
_CHINESE = (
    "\u2e80-\u2fff\u3001-\u3029\u3030-\u303f\u31c0-\u31ef\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff01-\uff60\U00020000-\U0003ffff"
)
_BEFORE = f"(?<=[{_CHINESE}“”‘’…—①-⑳])"
_AFTER = f"(?=[{_CHINESE}“”‘’…—①-⑳])"
_SMALL_NUMBER = (
    "(?:[0-9０-９]{1,3}[.．、)）]|[（(][0-9０-９一二三四五六七八九十]{1,3}[)）]"
    "|[一二三四五六七八九十百]{1,4}[、.．]|[①-⑳⑴-⒛●■◆★□○◎▶])"
)

# Possessive, and tried at the beginning of a run alone: a run of 100,000 blanks takes no time.
_EDGES = re.compile(f"^[{_BLANK}]++|(?<![{_BLANK}])[{_BLANK}]++$", re.MULTILINE)
_AFTER_NUMBER = re.compile(f"^({_SMALL_NUMBER})([{_BLANK}]++){_AFTER}", re.MULTILINE)
_IN_CHINESE = re.compile(f"{_BEFORE}[ {_ODD_BLANK}]++{_AFTER}")
_ODD = re.compile(f"[\t{_ODD_BLANK}]+")
_BEFORE_CLOSING = re.compile(f"{_BEFORE}[{_BLANK}]++(?=[，。、；：！？）》】〉」』〕])")
_BLANK_LINES = re.compile("\n{3,}")

_LIST_MARK = re.compile("([、，,；;/／]+)")
_PADDED = re.compile(f"[{HAN}]{{1,2}}(?:[ \u3000]+[{HAN}]{{1,2}}){{1,3}}")
_LEGAL_FORM = re.compile(
    f"(?<=[{HAN}）)])[ \u3000]++"
    "(?=(?:(?:集团)?(?:股份)?有限(?:责任)?公司|集团公司|工会委员会)(?:$|[ \u3000（(]))"
)
_LONGEST_NAME = 4  # characters of a Chinese person's name


def clean_paragraphs(text: str) -> str:
    """A pasted long text: paragraphs that begin and end without blanks, their numbers kept.

    The page indents every paragraph itself, so that blanks typed for an indent would double it.
    A bullet of a symbol font becomes the character that it looks like; a tab behind a paragraph's
    number is dropped, elsewhere it is a space.
    """
    return _repeated(_clean_paragraphs_once, text)


def clean_line(text: str) -> str:
    """A pasted text of one line, such as a name or an address.

    Line breaks and runs of blanks become one space. Blanks between two Chinese characters go only
    where they are surely wrong: no-break spaces, which nobody types but Word and web pages put
    there; the blanks that pad a person's name to the width of a longer one (李 强, 王 小 明); and
    blanks in front of a company's legal form. Between Latin words, numbers, or two names of two
    characters each (张三 李四) every blank stays.
    """
    return _repeated(_clean_line_once, text)


def clean(text: str, *, is_long: bool) -> str:
    """A pasted text for a field: :func:`clean_paragraphs` or :func:`clean_line`."""
    return clean_paragraphs(text) if is_long else clean_line(text)


def is_foreign(text: str) -> bool:
    """Whether the text has what nobody types: invisible characters, symbol fonts, odd blanks."""
    return _readable(text) != text or _ODD.search(text) is not None


def _repeated(once: Callable[[str], str], text: str) -> str:
    """Cleans until nothing changes: what goes may have separated what then stands together."""
    while (cleaned := once(text)) != text:
        text = cleaned
    return text


def _clean_paragraphs_once(text: str) -> str:
    text = _visible(text)
    text = _AFTER_NUMBER.sub(_number_alone, text)
    text = _IN_CHINESE.sub(_without_odd, text)
    text = _ODD.sub(" ", text)
    text = _BEFORE_CLOSING.sub("", text)
    return _BLANK_LINES.sub("\n\n", text).strip("\n")


def _clean_line_once(text: str) -> str:
    text = re.sub("\n+", "\n", _visible(text)).strip("\n")
    text = _IN_CHINESE.sub(_without_odd, text)
    text = _ODD.sub(" ", text.replace("\n", " "))
    text = re.sub("[ \u3000]{2,}", " ", text)
    text = _BEFORE_CLOSING.sub("", text)
    text = _LEGAL_FORM.sub("", text)
    return "".join(map(_unpadded, _LIST_MARK.split(text)))


def _number_alone(found: re.Match[str]) -> str:
    """A paragraph's number without the tab behind it; a space that was typed there stays."""
    return found[1] if _ODD.search(found[2]) else found[0]


def _without_odd(found: re.Match[str]) -> str:
    """Nothing for blanks of which one is of the odd kinds; spaces alone stay."""
    return "" if _ODD.search(found[0]) else found[0]


def _visible(text: str) -> str:
    """As :func:`_readable`, without blanks at the edges of lines."""
    return _EDGES.sub("", _readable(text))


def _readable(text: str) -> str:
    """Line feeds for line ends of all kinds, symbols as characters, no invisible characters."""
    text = _LINE_ENDS.sub("\n", text).translate(_WORD_HYPHENS)
    text = without_invisible(text).translate(_SYMBOLS)
    return _UNKNOWN_BULLET.sub(r"\1●", text)


def _unpadded(part: str) -> str:
    """A person's name without the blanks that pad it; any other text as it is."""
    name = part.strip(" \u3000")
    if not _PADDED.fullmatch(name):
        return part
    pieces = name.split()
    joined = "".join(pieces)
    is_padded = any(len(piece) == 1 for piece in pieces) and len(joined) <= _LONGEST_NAME
    return part.replace(name, joined) if is_padded else part
