-- One check with why it matters and what it found: of saved findings. Pages judge their own range.
-- from: findings
-- judged: checks
-- param: exact boolean true
SELECT
    "check", NULL::varchar AS title, NULL::varchar AS why, NULL::varchar AS grave_when, count(*) AS found,
    NULL::bigint AS unread, NULL::varchar AS unread_why
FROM findings
WHERE {where:findings}
GROUP BY "check"
ORDER BY found DESC, "check"
