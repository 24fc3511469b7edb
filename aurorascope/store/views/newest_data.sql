-- One log that was taken in, or one source that was collected: what span of the range it covers and how old its newest entry is.
-- from: coverage
SELECT
    cluster, CASE WHEN log_kind IS NOT NULL OR collector IS NULL THEN instance END AS instance,
    coalesce(log_kind, collector) AS log_kind, route, format,
    min(covered_from) AS covered_from, max(covered_to) AS covered_to,
    count(DISTINCT source) AS sources,
    sum(bytes)::bigint AS bytes, sum(entries)::bigint AS entries, sum(unparsed_entries)::bigint AS unparsed_entries,
    max(first_unparsed) AS first_unparsed,
    count(*) FILTER (WHERE truncated OR status NOT IN ('complete', 'unread')) AS partial_spans
FROM coverage
WHERE {scope:coverage}
    AND ($end IS NULL OR covered_from < $end::timestamptz)
    AND ($begin IS NULL OR covered_to >= $begin::timestamptz)
GROUP BY 1, 2, 3, 4, 5
ORDER BY max(covered_to) DESC NULLS LAST, 1, 2, 3
