"""A unit's name taken apart: what it is called, where it is, its number, its legal form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gonghui_desktop.model.numerals import numbers_taken_from, roman_as_arabic
from gonghui_desktop.model.places import NOWHERE, Found, Place, Places
from gonghui_desktop.model.unit_names import unit_key
from gonghui_desktop.model.unit_words import APART, PLAIN, WEAK

LONGEST = 60
"""Characters of a levelled name that is taken apart; a longer one is no name."""

NUMBER = "#"
"""Stands in a core for a number; a levelled name has no such sign of its own."""

_SHORTEST_STEM = 4
_UNION = re.compile("(?:工会联合会|联合工会|工会委员会|总工会|工会)$")
_BRANCH = re.compile(
    "(?:[分支子]公司|分厂|分校|分院|分店|[分支]行|分局|分部|营业部|办事处|校区|车间)$"
)
_FORM = re.compile("(?:股份有限公司|有限公司|股份公司|总公司|公司|总厂|厂|集团|股份|本部)$")
_FORM_INSIDE = re.compile("股份有限公司|有限公司")
_SCHOOLS = (
    (re.compile(f"{NUMBER}中$"), f"{NUMBER}中学"),
    (re.compile(f"{NUMBER}(?:高|高中)$"), f"{NUMBER}高级中学"),
    (re.compile(f"{NUMBER}(?:初|初中)$"), f"{NUMBER}初级中学"),
    (re.compile(f"{NUMBER}小$"), f"{NUMBER}小学"),
    (re.compile(f"{NUMBER}幼$"), f"{NUMBER}幼儿园"),
)
_PLAIN = re.compile(f"(?:{NUMBER}|{'|'.join(sorted(PLAIN, key=len, reverse=True))})*")


@dataclass(frozen=True, slots=True)
class Levelled:
    """A name as it is compared.

    Attributes:
        key: the whole name; see :func:`~.unit_names.unit_key`.
        core: what the unit is called, without places and legal form, numbers as a sign.
        numbers: in their order.
        places: found in the name, in their order.
        form: the legal form as written, such as ``股份有限公司``.
        union: the word for a union at the end.
        branch: the word for a branch at the end.
    """

    key: str
    core: str
    numbers: tuple[int, ...] = ()
    places: tuple[Found, ...] = ()
    form: str = ""
    union: str = ""
    branch: str = ""

    @property
    def stems(self) -> Iterator[str]:
        """The core, and what is left of it without the words that people leave out."""
        stem = self.core
        while stem:
            yield stem
            weak = next((word for word in WEAK if stem.endswith(word)), "")
            stem = stem.removesuffix(weak) if weak else ""
            if len(stem) < _SHORTEST_STEM:
                return

    @property
    def apart(self) -> str:
        """The characters of its core that tell units apart, in their order."""
        return "".join(char for char in self.core if char in APART)

    @property
    def is_plain(self) -> bool:
        """Whether every town has a unit of that name."""
        return _PLAIN.fullmatch(self.core) is not None

    def is_beside(self, other: Levelled) -> bool:
        """Whether it may be at the same place as another one, as far as the names say."""
        mine, theirs = (frozenset(found.place for found in each.places) for each in (self, other))
        if not self.core or not other.core or (self.is_plain and other.is_plain):
            mine_near, theirs_near = _near(mine), _near(theirs)
            is_nowhere = not mine or not theirs
            if mine_near != theirs_near and not is_nowhere:
                return False
            if is_nowhere and not (self.core and other.core):
                return False
        if not (_near(mine) <= _near(theirs) or _near(theirs) <= _near(mine)):
            return False
        is_known = bool(_near(mine) & _near(theirs))
        if not is_known and not (mine <= theirs or theirs <= mine):
            return False
        return _inside(self) <= theirs and _inside(other) <= mine


def _near(places: frozenset[Place]) -> frozenset[Place]:
    return frozenset(place for place in places if not place.is_around)


def _inside(name: Levelled) -> frozenset[Place]:
    """Places behind the unit's own name, by which a branch is called."""
    return _near(frozenset(found.place for found in name.places if not found.is_ahead))


def levelled(name: str, places: Places = NOWHERE) -> Levelled:
    """A name, taken apart; a text that is too long to be a name stays whole."""
    key = unit_key(name)
    rest = unit_key(roman_as_arabic(name[: 4 * LONGEST]))
    if len(key) > LONGEST or len(rest) > LONGEST:
        return Levelled(key, key)
    rest, union = _taken_off(_UNION, rest)
    branch_match = _BRANCH.search(rest)
    branch = branch_match[0] if branch_match else ""
    rest = rest.removesuffix(branch)
    forms: list[str] = []
    while (match := _FORM.search(rest)) is not None:
        forms.insert(0, match[0])
        rest = rest[: match.start()]
    if inside := _FORM_INSIDE.search(rest):
        forms.insert(0, inside[0])
        rest = _FORM_INSIDE.sub("", rest)
    rest, found = places.taken_from(rest)
    core, numbers = numbers_taken_from(rest, NUMBER)
    for short, long in _SCHOOLS:
        core = short.sub(long, core)
    return Levelled(key, core, numbers, found, "".join(forms), union, branch)


def _taken_off(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    match = pattern.search(text)
    return (text[: match.start()], match[0]) if match else (text, "")
