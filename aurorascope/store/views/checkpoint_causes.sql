-- The checkpoints or restartpoints that started for one cause.
-- from: checkpoints
-- rows: checkpoint_rows
-- narrow: event cause restartpoint
-- count: checkpoints
SELECT
    event, coalesce(restartpoint, false) AS restartpoint, coalesce(cause, '') AS cause, count(*) AS checkpoints,
    min(ts) AS first_ts, max(ts) AS last_ts
FROM checkpoints
WHERE {where:checkpoints} AND event = 'starting'
GROUP BY 1, 2, 3
ORDER BY checkpoints DESC, cause, restartpoint
