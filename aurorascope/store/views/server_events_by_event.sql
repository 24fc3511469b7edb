-- The events of the server of one sort.
-- from: server_events
-- rows: server_event_rows
-- narrow: event
-- count: events
SELECT event, count(*) AS events, min(ts) AS first_ts, max(ts) AS last_ts
FROM server_events
WHERE {where:server_events}
GROUP BY event
ORDER BY events DESC, event
