"""Who owns a cluster, by its tags: the first of the tags that teams use for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.reading import KNOWN_AT

if TYPE_CHECKING:
    from aurorascope.checks.asked import Asked

OWNER_TAGS = ("owner", "team", "service", "squad", "contact", "project")
TAGS = f"""
with polled as (select account, region, min(valid_from) as first_at from topology group by all)
select g.account, g.region, t.resource_name as cluster, lower(g.tag_key) as tag_key, g.tag_value
from tags as g
join topology as t on t.account = g.account and t.region = g.region and t.resource_type = 'cluster'
    and (g.resource_id = t.resource_id or g.resource_id = json_extract_string(t.attributes, '$.DBClusterArn'))
join polled as p on p.account = t.account and p.region = t.region
where g.valid_from < {KNOWN_AT} and (g.valid_to is null or g.valid_to >= {KNOWN_AT})
    and t.valid_from < {KNOWN_AT} and (t.valid_to is null or t.valid_to >= {KNOWN_AT})
order by all
"""


def owners(asked: Asked) -> dict[tuple[str, str, str], str]:
    """Return the owner of every cluster that has a tag which names one."""
    found: dict[tuple[str, str, str], tuple[int, str]] = {}
    for row in asked.rows(TAGS):
        if row["tag_key"] in OWNER_TAGS and row["tag_value"]:
            place = (str(row["account"] or ""), str(row["region"] or ""), str(row["cluster"] or ""))
            rank = (OWNER_TAGS.index(row["tag_key"]), str(row["tag_value"]))
            found[place] = min(found.get(place, rank), rank)
    return {place: owner for place, (_, owner) in found.items()}
