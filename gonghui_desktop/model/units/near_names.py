"""Whether two names may be one unit's, and why: both names are shown, a person decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gonghui_desktop.model.units.levelled_names import LONGEST, Levelled, levelled
from gonghui_desktop.model.units.places import NOWHERE, Places
from gonghui_desktop.model.units.unit_words import APART, HOMOPHONES, LOOK_ALIKE, OPPOSITES, TRADES

_SHORTEST = 3
"""Characters of a core from which on any other one may be a slip of the pen."""

_FEDERATION = "联合会"
_USUAL = frozenset().union(*HOMOPHONES)
_MOST_NEAR = 20
"""Names that are told of one: whoever has more near ones has names that are no units'."""


def _by_character(*groups: frozenset[str]) -> dict[str, frozenset[int]]:
    """Each character to the numbers of the groups in which it is."""
    chars = frozenset().union(*groups)
    return {
        char: frozenset(at for at, group in enumerate(groups) if char in group) for char in chars
    }


_OPPOSITES = _by_character(*OPPOSITES)
_CONFUSED = _by_character(*HOMOPHONES, *LOOK_ALIKE)


def _are_together(groups: dict[str, frozenset[int]], one: str, other: str) -> bool:
    return not groups.get(one, frozenset()).isdisjoint(groups.get(other, ()))


@dataclass(frozen=True)
class Near:
    """A name that may be the same unit's.

    Attributes:
        id: what it was added under.
        name: as it is written.
        reason: why it may be, a Chinese clause.
    """

    id: str
    name: str
    reason: str


def likeness(one: str, other: str, places: Places = NOWHERE) -> str:
    """Why two names may be one unit's, as a Chinese clause; empty for two units.

    Args:
        one: a unit's name as it is written.
        other: another one, or the same.
        places: the campaign's, which may be left out of a name or tell units apart.
    """
    return _likeness(one, levelled(one, places), other, levelled(other, places))


def _likeness(one: str, mine: Levelled, other: str, theirs: Levelled) -> str:
    if not mine.key or not theirs.key:
        return ""
    if mine.key == theirs.key:
        return _of_equals(one, other)
    return _of_others(mine, theirs)


def _of_equals(one: str, other: str) -> str:
    if one.strip() == other.strip():
        return "名称相同"
    is_of_form = ("有限责任公司" in one) != ("有限责任公司" in other)
    return "只是公司形式写法不同" if is_of_form else "只是写法不同"


def _of_others(one: Levelled, other: Levelled) -> str:
    if one.branch != other.branch or one.numbers != other.numbers or not one.is_beside(other):
        return ""
    if _is_federation_of(one, other) or _is_federation_of(other, one):
        return ""
    clauses = [] if one.core == other.core else [_difference(one, other)]
    if clauses == [""]:
        return ""
    clauses += _smaller_differences(one, other)
    if not clauses:
        clauses = ["是词序不同" if sorted(one.key) == sorted(other.key) else "是写法不同"]
    if len(clauses) == 1:
        return f"只{clauses[0]}"
    return "，".join(clause.removeprefix("是") for clause in clauses)


def _is_federation_of(one: Levelled, other: Levelled) -> bool:
    """Whether one is a federation of unions, of a trade or a street, and the other a company."""
    return _FEDERATION in one.union and not one.form and bool(other.form)


def _difference(one: Levelled, other: Levelled) -> str:
    """How two cores differ, a clause; empty where they are two units'."""
    if max(len(one.core), len(other.core)) > LONGEST:
        return ""
    from rapidfuzz.distance import OSA, Prefix  # noqa: PLC0415 - the start does without: 20 ms

    if OSA.distance(one.core, other.core, score_cutoff=1) <= 1:
        return _slip(one.core, other.core, Prefix.similarity(one.core, other.core))
    for long, short in ((one, other), (other, one)):
        if short.core in long.stems:
            return f"是其中一个少了“{long.core.removeprefix(short.core)}”"
    is_moved = sorted(one.core) == sorted(other.core) and one.apart == other.apart
    return "是词序不同" if is_moved and len(one.core) >= _SHORTEST else ""


def _slip(one: str, other: str, at: int) -> str:
    """What one slip of the pen there makes of another core, a clause; empty for two units."""
    is_long = min(len(one), len(other)) >= _SHORTEST
    if len(one) != len(other):
        char = max(one, other, key=len)[at]
        return f"是其中一个少一个字“{char}”" if is_long and char not in APART else ""
    if one[at + 1 :] == other[at + 1 :]:
        return f"差一个字（“{one[at]}”与“{other[at]}”）" if _is_slip(one, other, at) else ""
    swapped = f"“{one[at : at + 2]}”与“{other[at : at + 2]}”"
    return f"有两个字颠倒（{swapped}）" if is_long else ""


def _is_slip(one: str, other: str, at: int) -> bool:
    """Whether the one character that differs may have been meant to be the other."""
    mine, theirs = one[at], other[at]
    if _are_together(_OPPOSITES, mine, theirs):
        return False
    if _are_together(_CONFUSED, mine, theirs):
        return True
    is_trade = any(
        one[start : start + 2] in TRADES and other[start : start + 2] in TRADES
        for start in (at - 1, at)
        if start >= 0
    )
    is_usual = mine in _USUAL and theirs in _USUAL
    return not is_trade and not is_usual and len(one) >= _SHORTEST


def _smaller_differences(one: Levelled, other: Levelled) -> Iterator[str]:
    """What else differs, and makes no other unit, a clause each."""
    mine, theirs = ([found.place for found in each.places] for each in (one, other))
    for each, places in ((one, theirs), (other, mine)):
        left_out = dict.fromkeys(found.text for found in each.places if found.place not in places)
        if left_out:
            yield f"是其中一个少了地区“{'”“'.join(left_out)}”"
    if one.form != other.form:
        yield "是公司形式写法不同"
    if one.union and other.union and one.union != other.union:
        yield "是工会名称写法不同"
    elif one.union != other.union:
        yield f"是其中一个少了“{one.union or other.union}”"


class NearNames:
    """Names by what they have in common, kept up to date name by name.

    Finding costs what it costs among few: a core is looked up whole, with each of its characters
    left out, with its characters in order, and without the words that people leave out.

    Args:
        places: as for :func:`likeness`.
    """

    def __init__(self, places: Places = NOWHERE) -> None:
        self._places = places
        self._names: dict[str, tuple[str, Levelled]] = {}
        self._by_trace: dict[str, tuple[str, ...]] = {}  # mostly of one, which takes little room

    def add(self, name_id: str, name: str) -> None:
        """Notes a name under an id; one that was there under it goes."""
        self.remove(name_id)
        taken_apart = levelled(name, self._places)
        self._names[name_id] = name, taken_apart
        for trace in _traces(taken_apart):
            self._by_trace[trace] = (*self._by_trace.get(trace, ()), name_id)

    def remove(self, name_id: str) -> None:
        """Forgets the name of an id; nothing happens where there is none."""
        if name_id not in self._names:
            return
        _, taken_apart = self._names.pop(name_id)
        for trace in _traces(taken_apart):
            found = self._by_trace.pop(trace)
            at = found.index(name_id)
            if len(found) > 1:
                self._by_trace[trace] = found[:at] + found[at + 1 :]

    def near(self, name: str) -> tuple[Near, ...]:
        """The first names that may be the same unit's, those with the same key included."""
        mine = levelled(name, self._places)
        found: dict[str, Near] = {}
        seen: set[str] = set()
        for trace in _traces(mine):
            for each in self._by_trace.get(trace, ()):
                if each in seen:
                    continue
                seen.add(each)
                written, taken_apart = self._names[each]
                if reason := _likeness(name, mine, written, taken_apart):
                    found[each] = Near(each, written, reason)
                    if len(found) == _MOST_NEAR:
                        return tuple(found.values())
        return tuple(found.values())


def _traces(name: Levelled) -> Iterable[str]:
    """Texts of which two names that may be one unit's have one in common, the surest first."""
    if not name.key:
        return ()
    core, apart = name.core, f"{name.branch}{name.numbers}"
    if len(core) > LONGEST:
        return (core,)
    shorter = (core[:at] + core[at + 1 :] for at in range(len(core)))
    ordered = f"~{''.join(sorted(core))}{apart}"
    texts = (f"{text}{apart}" for text in (*name.stems, core, *shorter))
    return dict.fromkeys((f"={name.key}", *texts, ordered))
