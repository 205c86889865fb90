"""A unit's name taken apart: what it is called, where it is, its number, its legal form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gonghui_desktop.model.units.numerals import numbers_taken_from, roman_as_arabic
from gonghui_desktop.model.units.places import NOWHERE, Found, Places
from gonghui_desktop.model.units.unit_names import unit_key
from gonghui_desktop.model.units.unit_words import APART, PLAIN, WEAK

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
        spots: numbers of the places.
        near_spots: of those that tell units apart.
        behind: of those by which a branch is called, behind the unit's own name.
    """

    key: str
    core: str
    numbers: tuple[int, ...] = ()
    places: tuple[Found, ...] = ()
    form: str = ""
    union: str = ""
    branch: str = ""
    spots: frozenset[int] = frozenset()
    near_spots: frozenset[int] = frozenset()
    behind: frozenset[int] = frozenset()

    @property
    def stems(self) -> Iterator[str]:
        """The core, and what is left of it without the words that people leave out."""
        stem = self.core
        while stem:
            yield stem
            if not stem.endswith(WEAK):
                return
            stem = stem.removesuffix(next(word for word in WEAK if stem.endswith(word)))
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
        mine, theirs = self.spots, other.spots
        if mine == theirs and self.core:
            return True
        mine_near, theirs_near = self.near_spots, other.near_spots
        if not self.core or not other.core or (self.is_plain and other.is_plain):
            if not mine or not theirs:
                return bool(self.core and other.core)
            if mine_near != theirs_near:
                return False
        is_part = mine <= theirs or theirs <= mine
        is_part_near = mine_near <= theirs_near or theirs_near <= mine_near
        if not is_part_near or not (is_part or mine_near & theirs_near):
            return False
        return self.behind <= theirs and other.behind <= mine


def levelled(name: str, places: Places = NOWHERE) -> Levelled:
    """A name, taken apart; a text that is too long to be a name stays whole."""
    key = unit_key(name)
    if len(key) > LONGEST:
        return Levelled(key, key)
    arabic = roman_as_arabic(name)
    rest = key if arabic == name else unit_key(arabic)
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
    near = [each for each in found if not each.is_around]
    return Levelled(
        key,
        core,
        numbers,
        found,
        "".join(forms),
        union,
        branch,
        frozenset(each.place for each in found),
        frozenset(each.place for each in near),
        frozenset(each.place for each in near if not each.is_ahead),
    )


def _taken_off(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    match = pattern.search(text)
    return (text[: match.start()], match[0]) if match else (text, "")
