"""Records that have something in common with another one: the unit's name, a telephone number.

One unit is put forward once (campaign rules); a number that was carried over from another form is
easily left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.units.decisions import says_same
from gonghui_desktop.model.units.roster import Barred
from gonghui_desktop.model.units.unit_names import unit_key

SAME_UNIT = "看来是同一单位"
"""Stands in whatever is said of several records of one unit."""

MOST_NAMED = 3
"""Records that are named as being of the same unit."""
_LONGEST_NAME = 40

_BARRED = "不能再次申报"


@dataclass(frozen=True)
class Peer:
    """What of a record is compared with others.

    Attributes:
        id: the record's.
        made: when the record was made, with time zone.
        title: form number and name, such as ``附件1“中山餐饮”``.
        name: the unit's, as it is written.
        unit: key of the unit's name, empty without one.
        contacts: field id to the number that it names; fields without one left out.
        reason: why the unit is another one than that of the same name; empty for no reason.
    """

    id: str
    made: datetime
    title: str
    name: str
    unit: str
    contacts: Mapping[str, str]
    reason: str


@dataclass(frozen=True)
class NearPeer:
    """A record of a unit with nearly the same name.

    Attributes:
        peer: the record.
        likeness: why it may be the same unit, a Chinese clause.
        reason: what was written or decided about the two names; empty while nobody has.
    """

    peer: Peer
    likeness: str
    reason: str = ""


@dataclass(frozen=True)
class Double:
    """Records that seem to be one unit's.

    Attributes:
        records: their ids, first made first; of nearly the same names the first of each.
        titles: form number and name of each.
        likeness: why the names may be one unit's; empty where they are the same.
        reason: what was written or decided about them; empty while nobody has.
    """

    records: Sequence[str]
    titles: Sequence[str]
    likeness: str
    reason: str


@dataclass(frozen=True)
class Alike:
    """What a record has in common with others of its campaign.

    Attributes:
        units: the first records that seem to be of the same unit.
        unit_reason: the others' reason, where each of them has one: a pair is explained once.
        near: records of units with nearly the same name, one of each.
        contacts: field id to a record of another unit with the same number there.
        barred: units on the roster that its unit seems to be.
    """

    units: Sequence[Peer] = ()
    unit_reason: str = ""
    near: Sequence[NearPeer] = ()
    contacts: Mapping[str, Peer] = field(default_factory=dict)
    barred: Sequence[Barred] = ()

    @property
    def unit_doubt(self) -> str:
        """What is to be said of the unit's name, empty for nothing."""
        if not self.units:
            return ""
        titles = "、".join(peer.title for peer in self.units[:MOST_NAMED])
        more = "等" if len(self.units) > MOST_NAMED else ""
        return f"与{titles}{more}{SAME_UNIT}，请核对；确实不是请写明原因。"

    def near_doubts(self, name: str) -> Sequence[tuple[str, str]]:
        """What is to be said of nearly the same names, and the reason why each stands."""
        open_first = sorted(self.near, key=lambda each: bool(each.reason))
        own = f"“{shortened(name)}”"
        return [
            (near_doubt(own, each.peer.title, each.likeness), each.reason)
            for each in open_first[:MOST_NAMED]
        ]

    def barred_doubts(self, name: str, written: str) -> Sequence[tuple[str, str]]:
        """As :meth:`near_doubts`, of units on the roster; ``written`` is the record's reason."""
        own = f"“{shortened(name)}”"
        found = []
        for each in self.barred:
            doubt = f"与{each.title}{SAME_UNIT}，{_BARRED}；确实不是请写明原因。"
            if each.likeness:
                doubt = near_doubt(own, each.title, each.likeness, _BARRED)
            reason = written or each.decided
            if says_same(reason):  # which is no reason to put it forward once more
                doubt = (
                    f"已写明与{each.title}是同一单位，{_BARRED}，请换一个单位；不是的请改写原因。"
                )
                reason = ""
            found.append((doubt, reason))
        return found

    def contact_advice(self, field_id: str) -> str:
        """What is to be said of a number, empty for nothing.

        Advice alone: one person may well answer for two units.
        """
        peer = self.contacts.get(field_id)
        return f"与{peer.title}的相同，请核对。" if peer else ""


ALONE = Alike()
"""A record that has nothing in common with another one."""


def peer_of(form: FormDefinition, record: Record) -> Peer:
    """What of a record is compared with others."""
    name = record.value(form.name_field)
    contacts = {each.id: each.type.contact_key(record.value(each.id)) for each in form.fields}
    return Peer(
        id=record.id,
        made=record.created_at,
        title=f"{form.number}“{shortened(name)}”",
        name=name.strip(),
        unit=unit_key(name),
        contacts={field_id: key for field_id, key in contacts.items() if key},
        reason=record.explanations.get(form.name_field, ""),
    )


def shortened(name: str) -> str:
    """A unit's name as a sentence has it."""
    return name.strip()[:_LONGEST_NAME]


def near_doubt(one: str, other: str, likeness: str, consequence: str = "请核对") -> str:
    """A sentence about two units, both by their names."""
    comma = "" if likeness.startswith(("只差", "只有")) else "，"
    return f"{one}与{other}{comma}{likeness}，{SAME_UNIT}，{consequence}；确实不是请写明原因。"
