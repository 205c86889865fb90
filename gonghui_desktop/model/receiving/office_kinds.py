"""Of which kind an office is, by a word that says so or by its name; both are the campaign's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gonghui_desktop.model.campaigns.campaign import ReporterKind
from gonghui_desktop.model.units.roster_words import plain, without_number

_COUNT_BEHIND = re.compile(r"[（(]?共?[0-9一二三四五六七八九十]+[家个][)）]?$")
_SHORTEST = 2  # characters of a word that names something
_PARTS = re.compile("[、，,/]")


def kind_by_word(text: str, kinds: Sequence[ReporterKind]) -> str:
    """Id of the kind that a cell or a title names; empty where it names none, or several.

    ``district``, ``区市县总工会、开放先导区总工会``, ``开放先导区``, ``一、驻会产业工会（23家）``
    each name one.
    """
    words = _COUNT_BEHIND.sub("", plain(without_number(text.strip()))).rstrip(":：")
    if len(words) < _SHORTEST:
        return ""
    for names in (_equals, _begins, _is_part):
        found = [kind.id for kind in kinds if names(words, kind)]
        if len(found) == 1:
            return found[0]
    return ""


def is_kind_title(text: str, kinds: Sequence[ReporterKind]) -> str:
    """As :func:`kind_by_word` of a whole line, which may also be an office's name.

    Where there is a single kind, no title is needed, and 大连市总工会 is an office.
    """
    if len(kinds) == 1:
        return ""
    words = _COUNT_BEHIND.sub("", plain(without_number(text.strip()))).rstrip(":：")
    return next((kind.id for kind in kinds if _equals(words, kind)), "")


def kind_by_name(name: str, kinds: Sequence[ReporterKind]) -> str:
    """Id of the kind whose offices' names end so; empty where no name tells.

    Where offices of a single kind report, each is of it.
    """
    if len(kinds) == 1:
        return kinds[0].id
    words = plain(name)
    ends = [(len(end), kind.id) for kind in kinds for end in kind.endings if words.endswith(end)]
    return max(ends)[1] if ends else ""


def _equals(words: str, kind: ReporterKind) -> bool:
    return words in (kind.id, plain(kind.name), *_parts(kind))


def _begins(words: str, kind: ReporterKind) -> bool:
    return any(part.startswith(words) for part in _parts(kind))


def _is_part(words: str, kind: ReporterKind) -> bool:
    return any(words in part for part in _parts(kind))


def _parts(kind: ReporterKind) -> list[str]:
    return [plain(part) for part in _PARTS.split(kind.name)]
