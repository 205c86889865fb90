"""What differs between two states of a form: field by field, and word by word inside a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["same", "changed", "left_out"]

# A character with the marks that belong to it; Latin words and numbers as a whole.
_WORD = re.compile(
    r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]+|[^\S\n]+|\n|"
    r"[^\n][\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
)
_CLAUSE = re.compile(r"[^\n。！？；，：]*[\n。！？；，：]?")
_MOST_EDITS = 400  # of clauses or words; texts that differ more have nothing in common for a reader
_SHORTEST_LINK = 2  # a shorter text between two changes is chance, such as 的
_LEAST_COMMON = 0.3  # share of the characters of a passage without which it counts as another one
_CONTEXT = 24  # characters of an unchanged text on each side of a change
_LEAST_LEFT_OUT = 12  # leaving out fewer is not worth the sign for it


class Piece(NamedTuple):
    """A stretch of one of the two texts.

    Attributes:
        kind: in both texts, in this one alone, or in both and left out as far from any change.
        text: the characters; those left out, too.
    """

    kind: Kind
    text: str


class _Stretch(NamedTuple):
    is_same: bool
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """A field whose texts differ.

    Attributes:
        key: names it among the others.
        label: what the field is called.
        before: the first text, as it is to be read.
        after: the second one.
        old: ``before`` in pieces.
        new: ``after`` in pieces.
    """

    key: str
    label: str
    before: str
    after: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


def difference(key: str, label: str, before: str, after: str) -> Difference:
    """The difference between two texts of a field."""
    return Difference(key, label, before, after, *compare(before, after))


def differences(
    labels: Iterable[tuple[str, str]], before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[Difference, ...]:
    """The fields that differ, in the order of their labels.

    Args:
        labels: key and label of each field, in the order of reading.
        before: key to the first text; a key that is missing means no text.
        after: key to the second text.
    """
    return tuple(
        difference(key, label, before.get(key, ""), after.get(key, ""))
        for key, label in labels
        if before.get(key, "") != after.get(key, "")
    )


def compare(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces.

    What stands in both is found clause by clause, then word by word inside those that differ;
    passages that have next to nothing in common are one changed piece each.
    """
    old: list[Piece] = []
    new: list[Piece] = []
    was_same = False
    for is_same, a, b in _matched(before, after):
        kind: Kind = "same" if is_same else "changed"
        # A change that is nothing in one of the texts parts what is the same around it there.
        for pieces, text in ((old, a), (new, b)):
            _append(pieces, kind, text, joined=is_same == was_same)
        was_same = is_same
    return tuple(old), tuple(new)


def shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Pieces of a long text with what lies far from every change marked as left out."""
    result: list[Piece] = []
    for number, piece in enumerate(pieces):
        before = _CONTEXT if number else 0
        after = _CONTEXT if number < len(pieces) - 1 else 0
        end = len(piece.text) - after
        if piece.kind != "same" or end - before < _LEAST_LEFT_OUT or len(pieces) == 1:
            result.append(piece)
            continue
        parts = (piece.text[:before], piece.text[before:end], piece.text[end:])
        kinds: tuple[Kind, ...] = ("same", "left_out", "same")
        result += [Piece(kind, text) for kind, text in zip(kinds, parts, strict=True) if text]
    return tuple(result)


def _matched(before: str, after: str) -> list[_Stretch]:
    """Stretches of both texts that are the same or stand for one another."""
    found: list[_Stretch] = []
    for stretch in _aligned(_clauses(before), _clauses(after)):
        if stretch.is_same:
            found.append(stretch)
            continue
        inner = _aligned(_WORD.findall(stretch.old), _WORD.findall(stretch.new))
        common = sum(len(each.old) for each in inner if each.is_same)
        is_alike = common >= _LEAST_COMMON * max(len(stretch.old), len(stretch.new))
        found += _without_chance(inner) if is_alike else [stretch]
    return found


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.findall(text) if clause]


def _aligned(old: Sequence[str], new: Sequence[str]) -> list[_Stretch]:
    """Two lists of words side by side, each stretch joined again."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    links = _links(old[head : len(old) - tail], new[head : len(new) - tail])
    at_old, at_new = 0, 0
    found: list[_Stretch] = []
    for a, b, length in (
        (0, 0, head),
        *((head + a, head + b, length) for a, b, length in links),
        (len(old) - tail, len(new) - tail, tail),
    ):
        found.append(_Stretch(False, "".join(old[at_old:a]), "".join(new[at_new:b])))
        at_old, at_new = a + length, b + length
        same = "".join(old[a:at_old])
        found.append(_Stretch(True, same, same))
    return [each for each in found if each.old or each.new]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words stand at the beginning of both."""
    count = 0
    for a, b in zip(old, new, strict=False):
        if a != b:
            break
        count += 1
    return count


def _links(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Where a shortest way from one list to the other passes through words of both.

    Myers' algorithm: the time grows with the number of edits, which is bounded, so that no text
    takes long (difflib needs 12 s for a thousand 的). None for lists that differ more than that.

    Returns:
        Place in the old list, place in the new one, and number of words of each stretch.
    """
    furthest = {1: 0}
    traces: list[dict[int, int]] = []
    for edits in range(min(len(old) + len(new), _MOST_EDITS) + 1):
        traces.append(dict(furthest))
        for diagonal in range(-edits, edits + 1, 2):
            x = _step(furthest, diagonal, edits)
            while x < len(old) and x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            furthest[diagonal] = x
            if x >= len(old) and x - diagonal >= len(new):
                return _way_back(traces, len(old), len(new))
    return []


def _is_added(furthest: Mapping[int, int], diagonal: int, edits: int) -> bool:
    """Whether the edit that leads to a diagonal adds a word, else it takes one away."""
    below, above = furthest.get(diagonal - 1, -1), furthest.get(diagonal + 1, -1)
    return diagonal == -edits or (diagonal != edits and below < above)


def _step(furthest: Mapping[int, int], diagonal: int, edits: int) -> int:
    """Where that edit leads to."""
    if _is_added(furthest, diagonal, edits):
        return furthest[diagonal + 1]
    return furthest[diagonal - 1] + 1


def _way_back(traces: Sequence[Mapping[int, int]], x: int, y: int) -> list[tuple[int, int, int]]:
    links: list[tuple[int, int, int]] = []
    for edits in range(len(traces) - 1, -1, -1):
        diagonal = x - y
        start = _step(traces[edits], diagonal, edits)
        if x > start:
            links.append((start, start - diagonal, x - start))
        if edits and _is_added(traces[edits], diagonal, edits):
            x, y = start, start - diagonal - 1
        else:
            x, y = start - 1, start - diagonal
    return links[::-1]


def _without_chance(found: Sequence[_Stretch]) -> list[_Stretch]:
    """Joins changes between which only a character happens to be the same."""
    result: list[_Stretch] = []
    for number, each in enumerate(found):
        is_inner = 0 < number < len(found) - 1
        is_same = each.is_same and not (is_inner and len(each.old) < _SHORTEST_LINK)
        if result and not is_same and not result[-1].is_same:
            last = result.pop()
            result.append(_Stretch(False, last.old + each.old, last.new + each.new))
        else:
            result.append(each._replace(is_same=is_same))
    return result


def _append(pieces: list[Piece], kind: Kind, text: str, *, joined: bool) -> None:
    if not text:
        return
    if joined and pieces and pieces[-1].kind == kind:
        pieces[-1] = Piece(kind, pieces[-1].text + text)
    else:
        pieces.append(Piece(kind, text))


def changed_words(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """The stretches that stand in one of the two texts alone, to be read out."""
    return tuple(piece.text for piece in pieces if piece.kind == "changed")
