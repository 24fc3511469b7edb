-- One kind of debt of one instance: how much there is, how fast it grew over the range, and hours until it hurts at that
-- pace. A value below zero means that the feature is not in use.
-- from: metrics
WITH
kinds(metric, debt, hurts_at, hurts_how, place) AS (
    VALUES
    ('MaximumUsedTransactionIDs', 'age of the oldest transaction id', 2144483648.0, 'the server refuses to write', 1),
    ('RollbackSegmentHistoryListLength', 'undo history', 1000000.0, 'consistent reads slow down', 2),
    ('db.Transactions.oldest_running_transaction_xid_age', 'oldest running transaction, in transactions', NULL, '', 3),
    ('TransactionAgeMaximum', 'oldest running transaction, seconds', 3600.0, 'purge and vacuum wait for it', 4),
    ('db.state.idle_in_transaction_max_time', 'longest idle in a transaction, seconds', 3600.0, 'vacuum and locks wait for it', 5),
    ('OldestReplicationSlotLag', 'oldest replication slot, bytes behind', 10737418240.0, 'its log fills the volume', 6),
    ('ReplicationSlotDiskUsage', 'kept for replication slots, bytes', 10737418240.0, 'it is paid for, and grows', 7),
    ('TransactionLogsDiskUsage', 'transaction logs, bytes', 10737418240.0, 'it is paid for, and grows', 8),
    ('SumBinaryLogSize', 'binary logs, bytes', NULL, '', 9),
    ('NumBinaryLogFiles', 'binary logs, files', NULL, '', 10),
    ('PurgeBoundary', 'purge boundary', NULL, '', 11)
),
points AS (
    SELECT account, region, cluster, instance, name AS metric, ts, max(value) AS value
    FROM metrics
    WHERE {where:metrics} AND name IN (SELECT metric FROM kinds) AND statistic IN ('Average', 'Maximum')
        AND instance IS NOT NULL
    GROUP BY ALL
),
fitted AS (
    SELECT
        account, region, cluster, instance, metric, arg_max(value, (ts, value)) AS last_value, max(value) AS most_value,
        min(value) AS least_value, arg_max(ts, (value, ts)) FILTER (value IS NOT NULL) AS most_at, count(*) AS points, max(ts) AS last_ts,
        CASE WHEN count(*) >= 10 AND date_diff('second', min(ts), max(ts)) >= 3000
            THEN regr_slope(value, epoch_us(ts) / 3600000000.0) FILTER (value >= 0) END AS growth_hour
    FROM points
    GROUP BY account, region, cluster, instance, metric
)
SELECT
    f.account, f.region, f.cluster, f.instance, k.debt, f.metric, CASE WHEN f.last_value >= 0 THEN f.last_value END AS last_value,
    CASE WHEN f.most_value >= 0 THEN f.most_value END AS most_value, f.most_at, CASE WHEN f.last_value >= 0 THEN f.growth_hour END AS growth_hour, k.hurts_at::double AS hurts_at, k.hurts_how,
    CASE WHEN f.last_value >= 0 THEN f.last_value / k.hurts_at END AS share_hurts,
    CASE
        WHEN f.last_value < 0 OR k.hurts_at IS NULL THEN NULL
        WHEN f.last_value >= k.hurts_at THEN 0
        -- ages of transactions end with them: a line through them is no forecast
        WHEN k.place IN (4, 5) THEN NULL
        WHEN f.growth_hour > 0 THEN (k.hurts_at - f.last_value) / f.growth_hour
    END AS hours_left,
    CASE
        WHEN f.last_value < 0 THEN 'not in use'
        WHEN k.hurts_at IS NULL THEN 'no bound is known'
        WHEN f.last_value >= k.hurts_at THEN concat('now: ', k.hurts_how)
        WHEN k.place IN (4, 5) THEN 'grows with the clock while the transaction lasts'
        WHEN f.growth_hour IS NULL THEN 'unknown: the range is too short to fit a line'
        WHEN f.growth_hour <= 0 THEN 'does not grow'
        ELSE concat('then ', k.hurts_how)
    END AS remark,
    f.points, f.last_ts
FROM fitted AS f
JOIN kinds AS k USING (metric)
ORDER BY hours_left NULLS LAST, share_hurts DESC NULLS LAST, k.place, f.cluster, f.instance
