"""A queue's attributes as a :class:`PrintQueue`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from gonghui_desktop.spooling.cups.connection import Attributes
from gonghui_desktop.spooling.cups.states import first, queue_state
from gonghui_desktop.spooling.values import PrintQueue

WANTED = (
    "printer-name",
    "printer-info",
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
    "printer-is-accepting-jobs",
    "sides-supported",
    "media-supported",
    "media-default",
    "media-ready",
)
"""Attributes that :func:`queue_of` reads."""

_DUPLEX = 0x10  # of printer-type, by which libcups says it of printers that have no queue yet
_A4 = re.compile(r"(?:iso_)?a4(?:_210x297mm)?", re.IGNORECASE)
_SIZE = re.compile(r"[a-z]+_([a-z0-9-]+)_[0-9.x]+(?:mm|in)", re.IGNORECASE)  # PWG 5101.1


def in_order(queues: Sequence[PrintQueue]) -> list[PrintQueue]:
    """The usual one first, then by title; what has another's title is told apart by its name."""
    times = Counter(each.title for each in queues)
    unlike = [
        each if times[each.title] == 1 else replace(each, title=f"{each.title}（{each.name}）")
        for each in queues
    ]
    return sorted(unlike, key=lambda each: (not each.is_default, each.title.casefold()))


def queue_of(
    name: str, *, is_default: bool, options: Mapping[str, str], attributes: Attributes | None
) -> PrintQueue:
    """A destination.

    Args:
        name: by which libcups knows it.
        is_default: it is the usual one.
        options: what libcups says of it.
        attributes: of its queue; ``None`` if it has none yet, so that little is known.
    """
    title = options.get("printer-info", "").strip() or name
    if attributes is None:
        kind = options.get("printer-type", "")
        two_sided = bool(kind.isdecimal() and int(kind) & _DUPLEX)
        return PrintQueue(name, title, is_default, two_sided=two_sided)
    state, words = queue_state(attributes)
    media = [str(each) for each in attributes.get("media-supported", ())]
    return PrintQueue(
        name,
        str(first(attributes, "printer-info") or "").strip() or title,
        is_default,
        state,
        words,
        two_sided="two-sided-long-edge" in attributes.get("sides-supported", ()),
        takes_a4=not media or any(_A4.fullmatch(each) for each in media),
        loaded=_loaded(attributes),
    )


def _loaded(attributes: Attributes) -> str:
    """The paper in it, where that is not A4.

    What a driver is set to counts, as printers seldom tell: an office sets it to the paper that
    it uses. ``media-ready`` is made up by cupsd from that and other usual sizes.
    """
    usual = str(first(attributes, "media-default") or "")
    ready = [str(each) for each in attributes.get("media-ready", ())]
    if _A4.fullmatch(usual) and ready and not any(_A4.fullmatch(each) for each in ready):
        usual = ready[0]
    if not usual or _A4.fullmatch(usual):
        return ""
    named = _SIZE.fullmatch(usual)
    return named[1].capitalize() if named else usual
