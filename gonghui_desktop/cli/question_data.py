"""Questions about units of the whole city, as lines and as JSON."""

from __future__ import annotations

from gonghui_desktop.services.receiving.city.city_decisions import CityQuestion


def question_line(each: CityQuestion) -> str:
    """A question in a line: which forms, why it is asked, what was decided."""
    who = "与".join(side.title for side in each.sides)
    if each.barred is not None:
        who += f"与{each.barred.title}"
    reason = f"：{each.decision.reason}" if each.decision else ""
    return f"{each.id}  {each.verdict}  {who}，{each.why}{reason}"


def question_data(each: CityQuestion) -> dict[str, object]:
    """A question with what was decided."""
    decision, kept = each.decision, each.kept
    return {
        "id": each.id,
        "kind": each.kind,
        "units": [
            {
                "office": side.office,
                "form": side.record.record.form,
                "name": side.record.name,
                "record": side.record.record.id,
            }
            for side in each.sides
        ],
        "roster": {"name": each.barred.name, "reason": each.barred.reason} if each.barred else None,
        "likeness": each.likeness,
        "reason": decision.reason if decision else each.said,
        "decision": ("same" if decision.is_same else "different") if decision else "",
        "kept": kept.record.record.id if kept else "",
        "decided_at": decision.at.isoformat() if decision else None,
        "decided_by": decision.who if decision else "",
    }
