"""DescribeDimensionKeys: the heaviest keys of a span, each split by another group."""

from __future__ import annotations

from fake_aws.call import Call
from fake_aws.services import pi_load, pi_statistics
from fake_aws.services.pi_load import Key, Sampled
from fake_aws.services.pi_resources import Span, monitored, span
from fake_aws.world import Ints, Record


def describe_dimension_keys(call: Call) -> Record:
    """Answer with keys in the order of their load."""
    record = monitored(call)
    if call["Metric"] not in {"db.load.avg", "db.sampledload.avg"}:
        raise call.invalid(f"Metric: {call['Metric']} is neither db.load.avg nor db.sampledload.avg")
    wanted = span(call, record)
    load = call.world.load(call.account, call.region, call["Identifier"], wanted.start, wanted.end)
    if load is None:
        raise call.invalid(f"Metric: {call['Metric']} is not available for this resource")
    found = pi_load.sampled(call, load, wanted, call.get("Filter") or {})
    group = call["GroupBy"]
    keys, codes = found.by(group, call)
    order, table = pi_load.heaviest(found, codes, len(keys), group.get("Limit", 10))
    described = [
        {"Dimensions": keys[key], "Total": float(values.sum() / wanted.periods)}
        for key, values in zip(order, table, strict=True)
    ]
    _add_statistics(call, wanted, described)
    partitions = _add_partitions(call, found, (codes, order), described)
    return _page(call, wanted, described, partitions)


def _add_statistics(call: Call, wanted: Span, described: list[Record]) -> None:
    for metric in call.get("AdditionalMetrics") or []:
        if call["GroupBy"]["Group"] != "db.sql_tokenized" or not metric.endswith(".avg"):
            raise call.invalid(f"AdditionalMetrics: {metric} is kept as .avg, by db.sql_tokenized only")
        values = pi_statistics.over_the_span(call, metric, wanted)
        for key in described:
            value = values.get(key["Dimensions"].get("db.sql_tokenized.id", ""))
            if value is not None:
                key.setdefault("AdditionalMetrics", {})[metric] = value


def _add_partitions(
    call: Call, found: Sampled, keyed: tuple[Ints, Ints], described: list[Record]
) -> list[Key] | None:
    """Split each key's load by the second group, and return that group's keys in the order of the parts."""
    group = call.get("PartitionBy")
    if group is None:
        return None
    codes, order = keyed
    parts, part_codes = found.by(group, call)
    chosen, _ = pi_load.heaviest(found, part_codes, len(parts), group.get("Limit", 10))
    for key, record in zip(order, described, strict=True):
        sessions = found.sessions * (codes == key)
        record["Partitions"] = [
            float(sessions[part_codes == part].sum() / found.span.periods) for part in chosen
        ]
    return [parts[part] for part in chosen]


def _page(call: Call, wanted: Span, described: list[Record], partitions: list[Key] | None) -> Record:
    shown, following = call.page(described, call.get("MaxResults") or 25)
    answer: Record = {"AlignedStartTime": wanted.start, "AlignedEndTime": wanted.end, "Keys": shown}
    if partitions is not None:
        answer["PartitionKeys"] = [{"Dimensions": key} for key in partitions]
    return answer | following
