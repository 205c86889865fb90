"""Forms of every kind that a form file allows, for tests of pages, Word files and packages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.forms.form_loader import load_form

_LABELS = {
    "district": "区市县",
    "team": "班组名称",
    "leader": "班组长",
    "members": "班组人数",
    "founded": "成立日期",
    "trade": "班组类别",
    "grade": "已获等级",
    "deeds": "主要事迹",
    "innovation": "创新成果",
    "plan": "下步打算",
}
_TYPES = {
    "members": 'type = "whole_number"',
    "founded": 'type = "date"',
    "trade": 'type = "choice"\nnumbered = true\nchoices = [{ value = "1", label = "生产班组" }]',
    "grade": 'type = "choice"\nchoices = [{ value = "city", label = "市级" }]',
    **dict.fromkeys(("deeds", "innovation", "plan"), 'type = "long_text"'),
}
VALUES = {
    "district": "甘井子区",
    "team": "大连示例重工装备制造有限公司天车班",
    "leader": "王小明",
    "members": "36",
    "founded": "2009-05-01",
    "trade": "1",
    "grade": "city",
    "team_name": "大连示例重工总装车间天车班",
    "party_members": "8",
}
"""Short values for the fields of all these forms."""
SENTENCE = "每年召开 2 次职工代表大会，落实“双述双评”制度（见附表），职工满意度达到 95% 以上；"
NOTES = (
    "注：1.“班组类别”指（1）生产班组；（2）服务班组；（3）科研班组；（4）其他班组，由申报单位填写。",
    "2.此表一式五份（市、区、街道、单位、班组），以区（市、县）总工会为单位统一申报。",
)
OFFICES = ("基层工会", "所在单位", "街道总工会", "县级总工会", "产业工会", "市总工会")


@dataclass(frozen=True)
class Variant:
    """A form's variable parts; the words around them are always the same.

    Attributes:
        title: as in a form file.
        rows: as in a form file.
        heading: as in a form file.
        seals: how many there are.
        seal_size: mm; ``None`` leaves it out of the file.
        confirmation: whether there is one.
        confirmation_size: mm; ``None`` leaves it out.
        notes: as in a form file; none leaves them out.
        notes_mark: as in a form file; ``None`` leaves it out.
        offices: names of the seals.
        date: of the seals.
    """

    title: tuple[str, ...] = ("大连市基层工会活力建设项目", "先进班组申报表")
    rows: tuple[tuple[str, ...], ...] = (("team", "leader"), ("members", "founded"), ("deeds",))
    heading: tuple[str, ...] = ("district",)
    seals: int = 3
    seal_size: int | None = None
    confirmation: bool = True
    confirmation_size: int | None = None
    notes: tuple[str, ...] = NOTES
    notes_mark: str | None = None
    offices: tuple[str, ...] = OFFICES
    date: str = "年  月  日"

    def form(self) -> FormDefinition:
        """The form, loaded from the text of a form file."""
        lines = [
            'id = "annex4"\nnumber = "附件4"\ntab = "附件4"\ncopies = 5',
            f"title = {list(self.title)!r}",
            f'name_field = "{self.rows[0][0]}"',
            f"heading = {list(self.heading)!r}",
            f"rows = {[*map(list, self.rows)]!r}",
        ]
        if self.seal_size is not None:
            lines.append(f"seal_size = {self.seal_size}")
        if self.notes:
            lines.append(f"notes = {list(self.notes)!r}")
        if self.notes_mark is not None:
            lines.append(f'notes_mark = "{self.notes_mark}"')
        if self.confirmation:
            lines.append('[confirmation]\nlabel = "项目确认"\nname = "大连市总工会"')
            lines.append('date = "年  月  日"')
            if self.confirmation_size is not None:
                lines.append(f"size = {self.confirmation_size}")
        for field_id in (*self.heading, *(field_id for row in self.rows for field_id in row)):
            kind = _TYPES.get(field_id, 'type = "text"')
            label = _LABELS.get(field_id, field_id)
            lines.append(f'[[fields]]\nid = "{field_id}"\nlabel = "{label}"\n{kind}')
        for number, office in enumerate(self.offices[: self.seals], 1):
            lines.append(f'[[seals]]\nid = "seal{number}"\nname = "{office}"\nmark = "（章）"')
            lines.append(f'date = "{self.date}"')
        return load_form("\n".join(lines), "annex4.toml")


_SHORT = (("team", "leader"), ("members", "founded"), ("trade", "grade"))

VARIANTS: dict[str, Variant] = {
    **{f"{count} seals": Variant(seals=count) for count in range(7)},
    "4 small seals": Variant(seals=4, seal_size=38),
    "5 small seals": Variant(seals=5, seal_size=38, confirmation=False),
    "6 seals of 30 mm": Variant(seals=6, seal_size=30, confirmation_size=30),
    "4 seals of 39 mm": Variant(seals=4, seal_size=39),
    "3 seals of 52 mm": Variant(seal_size=52, confirmation_size=58),
    "3 seals of 58 mm": Variant(seal_size=58, confirmation_size=58),
    "no confirmation": Variant(confirmation=False),
    "no notes": Variant(notes=()),
    "no seals, no notes": Variant(seals=0, notes=()),
    "notes alone": Variant(seals=0, confirmation=False),
    "nothing below": Variant(seals=0, confirmation=False, notes=()),
    "another notes' mark": Variant(
        seals=2,
        notes=(
            "填表说明：" + "本表一式两份，由申报单位如实填写后报区总工会审核。" * 3,
            "二、第二条说明。",
        ),
        notes_mark="填表说明：",
    ),
    "no long text": Variant(rows=_SHORT),
    "no long text, 6 seals": Variant(rows=_SHORT, seals=6),
    "no long text, nothing below": Variant(
        rows=_SHORT, heading=(), seals=0, confirmation=False, notes=()
    ),
    "3 long texts": Variant(rows=(*_SHORT, ("deeds",), ("innovation",), ("plan",))),
    "3 long texts, 6 seals": Variant(
        rows=(*_SHORT, ("deeds",), ("innovation",), ("plan",)),
        seals=6,
        seal_size=52,
        confirmation_size=58,
    ),
    "a short row last": Variant(rows=(("team", "leader"), ("deeds",), ("trade", "grade")), seals=5),
    "long names of offices": Variant(
        seals=4,
        seal_size=30,
        offices=("中国共产党大连市委员会直属机关工作委员会联合工会委员会" * 2,) * 4,
        date="盖章日期：  年  月  日",
    ),
}
"""Kinds of forms by what is special about them."""


# Of any length that a form file may have.
_ANY_OFFICE = st.integers(1, 60).map(lambda count: ("大连市总工会基层工作部" * 6)[:count])
_ANY_NOTE = st.integers(1, 900).map(
    lambda count: ("申报表应当如实填写，由区总工会审核。" * 60)[:count]
)
_ANY_DATE = st.sampled_from(
    ["年 月 日", "年月日", "盖章日期：  年  月  日", "2017年  月  日", "（日期）"]
)
_ANY_ROWS = st.lists(
    st.sampled_from([("deeds",), ("innovation",), ("members", "founded"), ("trade", "grade")]),
    unique=True,
)
ANY_VARIANT = st.builds(
    Variant,
    rows=_ANY_ROWS.map(lambda rows: (("team", "leader"), *rows)),
    heading=st.sampled_from([(), ("district",)]),
    seals=st.integers(0, 6),
    seal_size=st.integers(30, 58),
    confirmation=st.booleans(),
    confirmation_size=st.integers(30, 58),
    notes=st.lists(_ANY_NOTE, max_size=6).map(tuple),
    offices=st.lists(_ANY_OFFICE, min_size=6, max_size=6).map(tuple),
    date=_ANY_DATE,
)
"""Any form within the bounds of a form file."""


def forms_by_kind(data_folder: Path) -> dict[str, FormDefinition]:
    """All variants, and the form file of a city of its own."""
    annex4 = (data_folder / "forms" / "annex4.toml").read_text("utf-8")
    found = {kind: variant.form() for kind, variant in VARIANTS.items()}
    return found | {"annex4.toml": load_form(annex4, "annex4.toml")}


def filled(form: FormDefinition, text: str) -> dict[str, str]:
    """Values for every field, each long text being ``text``."""
    return {field.id: text if field.type.is_long else VALUES[field.id] for field in form.fields}
