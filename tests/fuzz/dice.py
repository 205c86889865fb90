"""Chance that can be had again, and what it falls on: odd texts, odd numbers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

TEXTS = (
    "",
    " ",
    "\x00",
    "\n",
    "\x1b[2J\x1b]0;x\x07",
    "甲\u202e乙\u2066丙",
    "\u200b\u2060\ufeff",
    "\ufffe\uffff",
    "\uf0b7\U000f1234",
    "e\u0301" * 400,
    "𠮷" * 300,
    "字" * 25_000,
    "A" * 120_000,
    "一、目标。\n" * 900,
    "../../../tmp/x",
    "\\\\host\\share\\x",
    "//host/x",
    "file://host/x",
    "C:\\CON",
    "-rf",
    "=cmd|' /C calc'!A0",
    "<b>甲</b>&amp;<img src=x>",
    "%s%n{0}${jndi}",
    "'; DROP TABLE records; --",
    "NaN",
    "1e400",
    "-1",
    "9" * 5_000,
    "٣١",
    "１２",
    "2017-13-45",
    "9999-12-31T23:59:59.999999+00:00",
    "0001-01-01T00:00:00+00:00",
    "yes",
    "2017",
    "annex1",
    "submission",
)
NUMBERS = (0, -1, 1, 255, 256, 999, 65_535, 65_536, 2**31 - 1, 2**31, 2**32, 2**63, 2**64, 10**30)


class Dice(random.Random):
    """Draws what a seed and a number give, whenever they are asked."""

    def __init__(self, seed: int, number: int) -> None:
        super().__init__(f"{seed}/{number}")

    def chance(self, share: float) -> bool:
        """Whether it happens."""
        return self.random() < share

    def pick(self, choices: Sequence[T]) -> T:
        """One of them."""
        return choices[self.randrange(len(choices))]

    def by_weight(self, choices: dict[T, int]) -> T:
        """One of them, as often as its weight says."""
        return self.choices(list(choices), list(choices.values()))[0]

    def text(self) -> str:
        """An odd text, now and then a part of one or two."""
        text = self.pick(TEXTS)
        if self.chance(0.2):
            text += self.pick(TEXTS)[:50]
        return text[: self.randrange(1, 60)] if self.chance(0.3) else text

    def number(self) -> int:
        """An odd number."""
        return self.pick(NUMBERS) if self.chance(0.8) else self.randrange(-100, 100_000)

    def place(self, length: int) -> int:
        """A place in something that long; beginnings and ends more often than the rest."""
        if length <= 1:
            return 0
        edge = min(length, 200)
        at = self.randrange(length)
        if self.chance(0.3):
            at = self.randrange(edge)
        elif self.chance(0.3):
            at = length - 1 - self.randrange(edge)
        return at

    def stretch(self, length: int, longest: int = 4_000) -> slice:
        """A part of something that long."""
        start = self.place(length)
        return slice(start, min(length, start + 1 + self.randrange(longest)))
