-- The sessions that ended and lasted within one range; the upper end is exclusive, the last has none.
-- from: sessions
-- rows: session_rows
-- narrow: length_from_us length_to_us
-- count: sessions
SELECT
    s.length_from_us::bigint AS length_from_us, s.length_to_us::bigint AS length_to_us,
    count(d.session_us) AS sessions, sum(d.session_us)::bigint AS session_us
FROM (VALUES
    (0, 500000), (500000, 1000000), (1000000, 30000000), (30000000, 60000000), (60000000, 600000000),
    (600000000, 1800000000), (1800000000, 3600000000), (3600000000, 28800000000), (28800000000, NULL)
) AS s (length_from_us, length_to_us)
LEFT JOIN (SELECT session_us FROM sessions WHERE {where:sessions} AND session_us IS NOT NULL) AS d
    ON d.session_us >= s.length_from_us AND (s.length_to_us IS NULL OR d.session_us < s.length_to_us)
GROUP BY s.length_from_us, s.length_to_us
ORDER BY s.length_from_us
