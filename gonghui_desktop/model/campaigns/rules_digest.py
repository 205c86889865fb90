"""The digest of a campaign's rules, by which a receiver knows whether its own are the same."""

from __future__ import annotations

import json

from gonghui_desktop.model.campaigns.campaign import Campaign, Quota


def rules_digest(campaign: Campaign) -> str:
    """SHA-256 over what a campaign's summary and cover sheet say besides the records.

    Names, offices with their quotas, and of the forms in their order what is told of units. Their
    other words are the records' own, whose editions lie beside them: a form that is worded
    otherwise from now on makes no other package of what is final.
    """
    import hashlib  # noqa: PLC0415 - loads OpenSSL, which the window's start need not wait for

    rules = {
        "id": campaign.id,
        "name": campaign.name,
        "unit": campaign.unit,
        "receiver": campaign.receiver,
        "reporters": [
            [kind.id, kind.name, [_quota_data(quota) for quota in kind.quotas], kind.reports_to]
            for kind in campaign.reporters
        ],
        "forms": [[form.id, form.number, form.name_field] for form in campaign.forms],
    }
    canonical = json.dumps(rules, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _quota_data(quota: Quota) -> list[object]:
    where = [[each.field, each.equals, each.at_least] for each in quota.where]
    return [quota.name, quota.forms, where, quota.least, quota.most]
