-- made by `make docs` dfc1a568d1e893da

-- activity_over_time e26a148fc318c92a
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `event` AS `event`, `client_port` AS `client_port`, `auth_method` AS `auth_method`, `identity` AS `identity`, `tls_version` AS `tls_version`, `tls_cipher` AS `tls_cipher`, `replication` AS `replication`, `session_us` AS `session_us`, `setup_us` AS `setup_us`, `failure` AS `failure`, `observed_by` AS `observed_by`
FROM store
WHERE tbl = 'connections'
),
`tbl_deadlocks` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`
FROM store
WHERE tbl = 'deadlocks' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `engine` AS `engine`, `severity` AS `severity`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_lock_waits` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `state` AS `state`
FROM store
WHERE tbl = 'lock_waits' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `observed_by` AS `observed_by`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_temp_files` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `bytes` AS `bytes`
FROM store
WHERE tbl = 'temp_files' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `parts`.`bucket` AS `bucket`,
  sum(`parts`.`calls`) AS `calls`,
  sum(`parts`.`sum_us`) AS `sum_us`,
  min(`parts`.`min_us`) AS `min_us`,
  max(`parts`.`max_us`) AS `max_us`,
  sum(`parts`.`errors`) AS `errors`,
  sum(`parts`.`temp_files`) AS `temp_files`,
  sum(`parts`.`temp_bytes`) AS `temp_bytes`,
  sum(`parts`.`lock_messages`) AS `lock_messages`,
  sum(`parts`.`deadlocks`) AS `deadlocks`,
  sum(`parts`.`connections`) AS `connections`
FROM (
SELECT timestamp_micros((unix_micros(`cells`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  sum(`cells`.`calls`) AS `calls`,
  sum(`cells`.`sum_us`) AS `sum_us`,
  min(`cells`.`min_us`) AS `min_us`,
  max(`cells`.`max_us`) AS `max_us`,
  0 AS `errors`,
  0 AS `temp_files`,
  0 AS `temp_bytes`,
  0 AS `lock_messages`,
  0 AS `deadlocks`,
  0 AS `connections`
FROM (
SELECT `statements`.`ts` AS `ts`,
  `statements`.`cluster` AS `cluster`,
  `statements`.`instance` AS `instance`,
  `statements`.`engine` AS `engine`,
  `statements`.`calls` AS `calls`,
  CASE WHEN `statements`.`duration_us` IS NULL THEN 0 ELSE `statements`.`calls` END AS `timed_calls`,
  CASE WHEN `statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `statements`.`duration_us` AS `sum_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `call_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `min_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `max_us`
FROM `tbl_statements` AS `statements`
WHERE `statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)
) AS `cells`
GROUP BY timestamp_micros((unix_micros(`cells`.`ts`) DIV 60000000) * 60000000L)
UNION ALL
SELECT timestamp_micros((unix_micros(`entries`.`ts`) DIV 60000000) * 60000000L) AS `_col_0`,
  0 AS `0`,
  0 AS `0`,
  NULL AS `_col_3`,
  NULL AS `_col_4`,
  count(*) AS `_col_5`,
  0 AS `0`,
  0 AS `0`,
  0 AS `0`,
  0 AS `0`,
  0 AS `0`
FROM `tbl_entries` AS `entries`
WHERE (`entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)) AND `entries`.`severity` IN ('ERROR', 'FATAL', 'PANIC')
GROUP BY timestamp_micros((unix_micros(`entries`.`ts`) DIV 60000000) * 60000000L)
UNION ALL
SELECT timestamp_micros((unix_micros(`temp_files`.`ts`) DIV 60000000) * 60000000L) AS `_col_0`,
  0 AS `0`,
  0 AS `0`,
  NULL AS `_col_3`,
  NULL AS `_col_4`,
  0 AS `0`,
  count(*) AS `_col_6`,
  sum(`temp_files`.`bytes`) AS `_col_7`,
  0 AS `0`,
  0 AS `0`,
  0 AS `0`
FROM `tbl_temp_files` AS `temp_files`
WHERE (`temp_files`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `temp_files`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`temp_files`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`temp_files`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY timestamp_micros((unix_micros(`temp_files`.`ts`) DIV 60000000) * 60000000L)
UNION ALL
SELECT timestamp_micros((unix_micros(`lock_waits`.`ts`) DIV 60000000) * 60000000L) AS `_col_0`,
  0 AS `0`,
  0 AS `0`,
  NULL AS `_col_3`,
  NULL AS `_col_4`,
  0 AS `0`,
  0 AS `0`,
  0 AS `0`,
  count(*) AS `_col_8`,
  0 AS `0`,
  0 AS `0`
FROM `tbl_lock_waits` AS `lock_waits`
WHERE (`lock_waits`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `lock_waits`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`lock_waits`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`lock_waits`.`database_name` <> 'rdsadmin', TRUE)) AND `lock_waits`.`state` = 'waiting'
GROUP BY timestamp_micros((unix_micros(`lock_waits`.`ts`) DIV 60000000) * 60000000L)
UNION ALL
SELECT timestamp_micros((unix_micros(`deadlocks`.`ts`) DIV 60000000) * 60000000L) AS `_col_0`,
  0 AS `0`,
  0 AS `0`,
  NULL AS `_col_3`,
  NULL AS `_col_4`,
  0 AS `0`,
  0 AS `0`,
  0 AS `0`,
  0 AS `0`,
  count(*) AS `_col_9`,
  0 AS `0`
FROM `tbl_deadlocks` AS `deadlocks`
WHERE (`deadlocks`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `deadlocks`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`deadlocks`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`deadlocks`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY timestamp_micros((unix_micros(`deadlocks`.`ts`) DIV 60000000) * 60000000L)
UNION ALL
SELECT timestamp_micros((unix_micros(`logins`.`ts`) DIV 60000000) * 60000000L) AS `_col_0`,
  0 AS `0`,
  0 AS `0`,
  NULL AS `_col_3`,
  NULL AS `_col_4`,
  0 AS `0`,
  0 AS `0`,
  0 AS `0`,
  0 AS `0`,
  0 AS `0`,
  count(*) AS `_col_10`
FROM (
WITH `numbered` AS (
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`,
  row_number() OVER (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`event`, `connections`.`pid`, date_trunc('hour', `connections`.`ts`), `connections`.`observed_by` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST) AS `nth`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IN ('audit_log', 'error_log', 'general_log')
),
`ranked` AS (
SELECT `numbered`.`ts` AS `ts`,
  `numbered`.`account` AS `account`,
  `numbered`.`region` AS `region`,
  `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`source` AS `source`,
  `numbered`.`offset` AS `offset`,
  `numbered`.`pid` AS `pid`,
  `numbered`.`session_key` AS `session_key`,
  `numbered`.`user_name` AS `user_name`,
  `numbered`.`database_name` AS `database_name`,
  `numbered`.`client_host` AS `client_host`,
  `numbered`.`application` AS `application`,
  `numbered`.`backend_type` AS `backend_type`,
  `numbered`.`event` AS `event`,
  `numbered`.`client_port` AS `client_port`,
  `numbered`.`auth_method` AS `auth_method`,
  `numbered`.`identity` AS `identity`,
  `numbered`.`tls_version` AS `tls_version`,
  `numbered`.`tls_cipher` AS `tls_cipher`,
  `numbered`.`replication` AS `replication`,
  `numbered`.`session_us` AS `session_us`,
  `numbered`.`setup_us` AS `setup_us`,
  `numbered`.`failure` AS `failure`,
  `numbered`.`observed_by` AS `observed_by`,
  `numbered`.`nth` AS `nth`,
  row_number() OVER (PARTITION BY `numbered`.`account`, `numbered`.`region`, `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`event`, `numbered`.`pid`, date_trunc('hour', `numbered`.`ts`), `numbered`.`nth` ORDER BY CASE `numbered`.`observed_by` WHEN 'audit_log' THEN 1 WHEN 'error_log' THEN 2 ELSE 3 END ASC NULLS LAST, `numbered`.`ts` ASC NULLS LAST, `numbered`.`source` ASC NULLS LAST, `numbered`.`offset` ASC NULLS LAST) AS `choice`
FROM `numbered` AS `numbered`
),
`refused` AS (
SELECT `i`.`ts` AS `ts`,
  `i`.`account` AS `account`,
  `i`.`region` AS `region`,
  `i`.`cluster` AS `cluster`,
  `i`.`instance` AS `instance`,
  `i`.`source` AS `source`,
  `i`.`offset` AS `offset`,
  `i`.`pid` AS `pid`,
  `i`.`session_key` AS `session_key`,
  `i`.`user_name` AS `user_name`,
  `i`.`database_name` AS `database_name`,
  `i`.`client_host` AS `client_host`,
  `i`.`application` AS `application`,
  `i`.`backend_type` AS `backend_type`,
  `i`.`event` AS `event`,
  `i`.`client_port` AS `client_port`,
  `i`.`auth_method` AS `auth_method`,
  `i`.`identity` AS `identity`,
  `i`.`tls_version` AS `tls_version`,
  `i`.`tls_cipher` AS `tls_cipher`,
  `i`.`replication` AS `replication`,
  `i`.`session_us` AS `session_us`,
  `i`.`setup_us` AS `setup_us`,
  `i`.`failure` AS `failure`,
  `i`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `i`
WHERE `i`.`observed_by` = 'iam_log' AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `tbl_connections` AS `o`
WHERE `o`.`event` = 'failed' AND coalesce(`o`.`observed_by`, '') <> 'iam_log' AND `o`.`account` = `i`.`account` AND `o`.`region` = `i`.`region` AND `o`.`cluster` = `i`.`cluster` AND `o`.`instance` = `i`.`instance` AND `o`.`user_name` = `i`.`user_name` AND `o`.`ts` BETWEEN `i`.`ts` - INTERVAL '2' SECOND AND `i`.`ts` + INTERVAL '2' SECOND
))
)
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IS NULL
UNION ALL
SELECT `ranked`.`ts` AS `ts`,
  `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`source` AS `source`,
  `ranked`.`offset` AS `offset`,
  `ranked`.`pid` AS `pid`,
  `ranked`.`session_key` AS `session_key`,
  `ranked`.`user_name` AS `user_name`,
  `ranked`.`database_name` AS `database_name`,
  `ranked`.`client_host` AS `client_host`,
  `ranked`.`application` AS `application`,
  `ranked`.`backend_type` AS `backend_type`,
  `ranked`.`event` AS `event`,
  `ranked`.`client_port` AS `client_port`,
  `ranked`.`auth_method` AS `auth_method`,
  `ranked`.`identity` AS `identity`,
  `ranked`.`tls_version` AS `tls_version`,
  `ranked`.`tls_cipher` AS `tls_cipher`,
  `ranked`.`replication` AS `replication`,
  `ranked`.`session_us` AS `session_us`,
  `ranked`.`setup_us` AS `setup_us`,
  `ranked`.`failure` AS `failure`,
  `ranked`.`observed_by` AS `observed_by`
FROM `ranked` AS `ranked`
WHERE `ranked`.`choice` = 1
UNION ALL
SELECT `refused`.`ts` AS `ts`,
  `refused`.`account` AS `account`,
  `refused`.`region` AS `region`,
  `refused`.`cluster` AS `cluster`,
  `refused`.`instance` AS `instance`,
  `refused`.`source` AS `source`,
  `refused`.`offset` AS `offset`,
  `refused`.`pid` AS `pid`,
  `refused`.`session_key` AS `session_key`,
  `refused`.`user_name` AS `user_name`,
  `refused`.`database_name` AS `database_name`,
  `refused`.`client_host` AS `client_host`,
  `refused`.`application` AS `application`,
  `refused`.`backend_type` AS `backend_type`,
  `refused`.`event` AS `event`,
  `refused`.`client_port` AS `client_port`,
  `refused`.`auth_method` AS `auth_method`,
  `refused`.`identity` AS `identity`,
  `refused`.`tls_version` AS `tls_version`,
  `refused`.`tls_cipher` AS `tls_cipher`,
  `refused`.`replication` AS `replication`,
  `refused`.`session_us` AS `session_us`,
  `refused`.`setup_us` AS `setup_us`,
  `refused`.`failure` AS `failure`,
  `refused`.`observed_by` AS `observed_by`
FROM `refused` AS `refused`
) AS `logins`
WHERE (`logins`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `logins`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`logins`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`logins`.`database_name` <> 'rdsadmin', TRUE)) AND `logins`.`event` = 'authorized'
GROUP BY timestamp_micros((unix_micros(`logins`.`ts`) DIV 60000000) * 60000000L)
) AS `parts`
GROUP BY `parts`.`bucket`
ORDER BY `bucket` ASC NULLS LAST;

-- alarms_fired 7408f1f2059e1516
WITH `tbl_alarms` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `name` AS `name`, `state` AS `state`, `reason` AS `reason`
FROM store
WHERE tbl = 'alarms' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`turns` AS (
SELECT `alarms`.`cluster` AS `cluster`,
  `alarms`.`name` AS `name`,
  `alarms`.`ts` AS `ts`,
  `alarms`.`state` AS `state`,
  `alarms`.`reason` AS `reason`,
  lead(`alarms`.`ts`) OVER (PARTITION BY `alarms`.`account`, `alarms`.`region`, `alarms`.`name` ORDER BY `alarms`.`ts` ASC NULLS LAST) AS `next_ts`
FROM `tbl_alarms` AS `alarms`
WHERE (`alarms`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `alarms`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
)
SELECT `turns`.`cluster` AS `cluster`,
  `turns`.`name` AS `alarm_name`,
  count(*) AS `firings`,
  min(`turns`.`ts`) AS `first_ts`,
  max(`turns`.`ts`) AS `last_ts`,
  sum(unix_micros(coalesce(`turns`.`next_ts`, TIMESTAMP '2026-11-20 00:00:00.000000 UTC')) - unix_micros(`turns`.`ts`)) AS `alarm_us`,
  bool_or(`turns`.`next_ts` IS NULL) AS `still_in_alarm`
FROM `turns` AS `turns`
WHERE `turns`.`state` = 'ALARM'
GROUP BY `turns`.`cluster`, `turns`.`name`
ORDER BY `firings` DESC NULLS LAST, `alarm_name` ASC NULLS LAST, `cluster` ASC NULLS LAST;

-- alert_over_time e2363e75b2f9cc7f
WITH `tbl_alert_hours` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `rule` AS `rule`, `worst` AS `worst`, `threshold` AS `threshold`, `alarm_s` AS `alarm_s`, CAST(`observed_at` AS TIMESTAMP) AS `observed_at`
FROM store
WHERE tbl = 'alert_hours' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`hours` AS (
SELECT `alert_hours`.`ts` AS `ts`,
  `alert_hours`.`rule` AS `rule`,
  `alert_hours`.`account` AS `account`,
  `alert_hours`.`region` AS `region`,
  `alert_hours`.`cluster` AS `cluster`,
  `alert_hours`.`instance` AS `instance`,
  max_by(`alert_hours`.`worst`, struct(`alert_hours`.`observed_at`, `alert_hours`.`worst`)) FILTER (WHERE (`alert_hours`.`worst` IS NOT NULL) AND (`alert_hours`.`observed_at` IS NOT NULL)) AS `worst`,
  max_by(`alert_hours`.`threshold`, struct(`alert_hours`.`observed_at`, `alert_hours`.`threshold`)) FILTER (WHERE (`alert_hours`.`threshold` IS NOT NULL) AND (`alert_hours`.`observed_at` IS NOT NULL)) AS `threshold`,
  max_by(`alert_hours`.`alarm_s`, struct(`alert_hours`.`observed_at`, `alert_hours`.`alarm_s`)) FILTER (WHERE (`alert_hours`.`alarm_s` IS NOT NULL) AND (`alert_hours`.`observed_at` IS NOT NULL)) AS `alarm_s`
FROM `tbl_alert_hours` AS `alert_hours`
WHERE (`alert_hours`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `alert_hours`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND (NULL IS NULL OR `alert_hours`.`rule` = NULL)
GROUP BY `alert_hours`.`ts`, `alert_hours`.`rule`, `alert_hours`.`account`, `alert_hours`.`region`, `alert_hours`.`cluster`, `alert_hours`.`instance`
)
SELECT timestamp_micros((unix_micros(`hours`.`ts`) DIV 3600000000) * 3600000000L) AS `bucket`,
  `hours`.`rule` AS `rule`,
  max(`hours`.`worst`) AS `highest`,
  min(`hours`.`worst`) AS `lowest`,
  max(`hours`.`threshold`) * 1.0e0 AS `tried_threshold`,
  sum(`hours`.`alarm_s`) AS `alarm_s`
FROM `hours` AS `hours`
GROUP BY timestamp_micros((unix_micros(`hours`.`ts`) DIV 3600000000) * 3600000000L), `hours`.`rule`
ORDER BY `bucket` ASC NULLS LAST, `rule` ASC NULLS LAST;

-- alert_replay_list 9d8938e34f9d90ef
WITH `tbl_alert_replays` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `rule` AS `rule`, `replay_verdict` AS `replay_verdict`, `reason` AS `reason`, `threshold` AS `threshold`, `replayed_s` AS `replayed_s`, `firings` AS `firings`, `alarm_s` AS `alarm_s`, `flaps` AS `flaps`, `nights` AS `nights`, `incidents` AS `incidents`, `warned` AS `warned`, `lead_s` AS `lead_s`
FROM store
WHERE tbl = 'alert_replays'
)
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`rule` AS `rule`,
  `ranked`.`replay_verdict` AS `replay_verdict`,
  `ranked`.`reason` AS `reason`,
  `ranked`.`threshold` AS `threshold`,
  `ranked`.`replayed_s` AS `replayed_s`,
  `ranked`.`firings` AS `firings`,
  `ranked`.`alarm_s` AS `alarm_s`,
  `ranked`.`flaps` AS `flaps`,
  `ranked`.`nights` AS `nights`,
  `ranked`.`incidents` AS `incidents`,
  `ranked`.`warned` AS `warned`,
  `ranked`.`lead_s` AS `lead_s`,
  `ranked`.`ts` AS `ts`
FROM (
SELECT `alert_replays`.`account` AS `account`,
  `alert_replays`.`region` AS `region`,
  `alert_replays`.`cluster` AS `cluster`,
  `alert_replays`.`instance` AS `instance`,
  `alert_replays`.`rule` AS `rule`,
  `alert_replays`.`replay_verdict` AS `replay_verdict`,
  `alert_replays`.`reason` AS `reason`,
  `alert_replays`.`threshold` AS `threshold`,
  `alert_replays`.`replayed_s` AS `replayed_s`,
  `alert_replays`.`firings` AS `firings`,
  `alert_replays`.`alarm_s` AS `alarm_s`,
  `alert_replays`.`flaps` AS `flaps`,
  `alert_replays`.`nights` AS `nights`,
  `alert_replays`.`incidents` AS `incidents`,
  `alert_replays`.`warned` AS `warned`,
  `alert_replays`.`lead_s` AS `lead_s`,
  `alert_replays`.`ts` AS `ts`,
  row_number() OVER (PARTITION BY `alert_replays`.`account`, `alert_replays`.`region`, `alert_replays`.`cluster`, `alert_replays`.`instance`, `alert_replays`.`rule` ORDER BY `alert_replays`.`ts` DESC NULLS LAST) = 1 AS `is_kept`
FROM `tbl_alert_replays` AS `alert_replays`
WHERE (TRUE) AND (NULL IS NULL OR `alert_replays`.`rule` = NULL)
) AS `ranked`
WHERE `ranked`.`is_kept`
ORDER BY coalesce(`firings`, 0) DESC NULLS LAST, `cluster` ASC NULLS LAST, `rule` ASC NULLS LAST;

-- alert_rule d249f78a4ef2a8b1
WITH `tbl_alert_rules` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `rule` AS `rule`, `title` AS `title`, `alert_severity` AS `alert_severity`, `watches` AS `watches`, `fires_when` AS `fires_when`, `reason` AS `reason`, `first_steps` AS `first_steps`, `cases` AS `cases`, `cases_failed` AS `cases_failed`, `cases_told` AS `cases_told`, `rule_source` AS `rule_source`
FROM store
WHERE tbl = 'alert_rules'
),
`tried_rules` AS (
SELECT `ranked`.`ts` AS `ts`,
  `ranked`.`rule` AS `rule`,
  `ranked`.`title` AS `title`,
  `ranked`.`alert_severity` AS `alert_severity`,
  `ranked`.`watches` AS `watches`,
  `ranked`.`fires_when` AS `fires_when`,
  `ranked`.`reason` AS `reason`,
  `ranked`.`first_steps` AS `first_steps`,
  `ranked`.`cases` AS `cases`,
  `ranked`.`cases_failed` AS `cases_failed`,
  `ranked`.`cases_told` AS `cases_told`,
  `ranked`.`rule_source` AS `rule_source`
FROM (
SELECT `alert_rules`.`ts` AS `ts`,
  `alert_rules`.`rule` AS `rule`,
  `alert_rules`.`title` AS `title`,
  `alert_rules`.`alert_severity` AS `alert_severity`,
  `alert_rules`.`watches` AS `watches`,
  `alert_rules`.`fires_when` AS `fires_when`,
  `alert_rules`.`reason` AS `reason`,
  `alert_rules`.`first_steps` AS `first_steps`,
  `alert_rules`.`cases` AS `cases`,
  `alert_rules`.`cases_failed` AS `cases_failed`,
  `alert_rules`.`cases_told` AS `cases_told`,
  `alert_rules`.`rule_source` AS `rule_source`,
  row_number() OVER (PARTITION BY `alert_rules`.`rule` ORDER BY `alert_rules`.`ts` DESC NULLS LAST) = 1 AS `is_kept`
FROM `tbl_alert_rules` AS `alert_rules`
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`told` AS (
SELECT get_json_object(`files`.`f`, '$[\'rule\']') AS `rule`,
  get_json_object(`files`.`f`, '$[\'title\']') AS `title`,
  get_json_object(`files`.`f`, '$[\'alert_severity\']') AS `alert_severity`,
  get_json_object(`files`.`f`, '$[\'watches\']') AS `watches`,
  get_json_object(`files`.`f`, '$[\'fires_when\']') AS `fires_when`,
  get_json_object(`files`.`f`, '$[\'reason\']') AS `reason`,
  get_json_object(`files`.`f`, '$[\'first_steps\']') AS `first_steps`,
  CAST(get_json_object(`files`.`f`, '$[\'cases\']') AS BIGINT) AS `cases`,
  get_json_object(`files`.`f`, '$[\'rule_source\']') AS `rule_source`
FROM (
SELECT `unnested_0`.`element_0` AS `f`
FROM LATERAL explode(from_json('[]', 'ARRAY<STRING>')) AS `unnested_0` (`element_0`)
) AS `files`
),
`rules` AS (
SELECT `tried_rules`.`rule` AS `rule`,
  `tried_rules`.`title` AS `title`,
  `tried_rules`.`alert_severity` AS `alert_severity`,
  `tried_rules`.`watches` AS `watches`,
  `tried_rules`.`fires_when` AS `fires_when`,
  `tried_rules`.`reason` AS `reason`,
  `tried_rules`.`first_steps` AS `first_steps`,
  `tried_rules`.`cases` AS `cases`,
  `tried_rules`.`cases_failed` AS `cases_failed`,
  `tried_rules`.`cases_told` AS `cases_told`,
  `tried_rules`.`rule_source` AS `rule_source`,
  `tried_rules`.`ts` AS `ts`
FROM `tried_rules` AS `tried_rules`
UNION ALL
SELECT `told`.`rule` AS `rule`,
  `told`.`title` AS `title`,
  `told`.`alert_severity` AS `alert_severity`,
  `told`.`watches` AS `watches`,
  `told`.`fires_when` AS `fires_when`,
  `told`.`reason` AS `reason`,
  `told`.`first_steps` AS `first_steps`,
  `told`.`cases` AS `cases`,
  NULL AS `_col_8`,
  NULL AS `_col_9`,
  `told`.`rule_source` AS `rule_source`,
  NULL AS `_col_11`
FROM `told` AS `told`
WHERE NOT (`told`.`rule` IN (
SELECT `tried_rules`.`rule` AS `rule`
FROM `tried_rules` AS `tried_rules`
))
)
SELECT `rules`.`rule` AS `rule`,
  `rules`.`title` AS `title`,
  `rules`.`alert_severity` AS `alert_severity`,
  `rules`.`watches` AS `watches`,
  `rules`.`fires_when` AS `fires_when`,
  `rules`.`reason` AS `reason`,
  `rules`.`first_steps` AS `first_steps`,
  `rules`.`cases_told` AS `cases_told`,
  `rules`.`rule_source` AS `rule_source`,
  `rules`.`ts` AS `ts`
FROM `rules` AS `rules`
WHERE NULL IS NULL OR `rules`.`rule` = NULL
ORDER BY `rule` ASC NULLS LAST;

-- alert_rule_list ca6dd7f93ecd8083
WITH `tbl_alarms` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `state` AS `state`, `reason` AS `reason`
FROM store
WHERE tbl = 'alarms'
),
`tbl_alert_replays` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `rule` AS `rule`, `replay_verdict` AS `replay_verdict`, `reason` AS `reason`, `threshold` AS `threshold`, `replayed_s` AS `replayed_s`, `firings` AS `firings`, `alarm_s` AS `alarm_s`, `flaps` AS `flaps`, `nights` AS `nights`, `incidents` AS `incidents`, `warned` AS `warned`, `lead_s` AS `lead_s`
FROM store
WHERE tbl = 'alert_replays'
),
`tbl_alert_rules` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `rule` AS `rule`, `title` AS `title`, `alert_severity` AS `alert_severity`, `watches` AS `watches`, `fires_when` AS `fires_when`, `reason` AS `reason`, `first_steps` AS `first_steps`, `cases` AS `cases`, `cases_failed` AS `cases_failed`, `cases_told` AS `cases_told`, `rule_source` AS `rule_source`
FROM store
WHERE tbl = 'alert_rules'
),
`tried_rules` AS (
SELECT `ranked`.`ts` AS `ts`,
  `ranked`.`rule` AS `rule`,
  `ranked`.`title` AS `title`,
  `ranked`.`alert_severity` AS `alert_severity`,
  `ranked`.`watches` AS `watches`,
  `ranked`.`fires_when` AS `fires_when`,
  `ranked`.`reason` AS `reason`,
  `ranked`.`first_steps` AS `first_steps`,
  `ranked`.`cases` AS `cases`,
  `ranked`.`cases_failed` AS `cases_failed`,
  `ranked`.`cases_told` AS `cases_told`,
  `ranked`.`rule_source` AS `rule_source`
FROM (
SELECT `alert_rules`.`ts` AS `ts`,
  `alert_rules`.`rule` AS `rule`,
  `alert_rules`.`title` AS `title`,
  `alert_rules`.`alert_severity` AS `alert_severity`,
  `alert_rules`.`watches` AS `watches`,
  `alert_rules`.`fires_when` AS `fires_when`,
  `alert_rules`.`reason` AS `reason`,
  `alert_rules`.`first_steps` AS `first_steps`,
  `alert_rules`.`cases` AS `cases`,
  `alert_rules`.`cases_failed` AS `cases_failed`,
  `alert_rules`.`cases_told` AS `cases_told`,
  `alert_rules`.`rule_source` AS `rule_source`,
  row_number() OVER (PARTITION BY `alert_rules`.`rule` ORDER BY `alert_rules`.`ts` DESC NULLS LAST) = 1 AS `is_kept`
FROM `tbl_alert_rules` AS `alert_rules`
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`told` AS (
SELECT get_json_object(`files`.`f`, '$[\'rule\']') AS `rule`,
  get_json_object(`files`.`f`, '$[\'title\']') AS `title`,
  get_json_object(`files`.`f`, '$[\'alert_severity\']') AS `alert_severity`,
  get_json_object(`files`.`f`, '$[\'watches\']') AS `watches`,
  get_json_object(`files`.`f`, '$[\'fires_when\']') AS `fires_when`,
  get_json_object(`files`.`f`, '$[\'reason\']') AS `reason`,
  get_json_object(`files`.`f`, '$[\'first_steps\']') AS `first_steps`,
  CAST(get_json_object(`files`.`f`, '$[\'cases\']') AS BIGINT) AS `cases`,
  get_json_object(`files`.`f`, '$[\'rule_source\']') AS `rule_source`
FROM (
SELECT `unnested_0`.`element_0` AS `f`
FROM LATERAL explode(from_json('[]', 'ARRAY<STRING>')) AS `unnested_0` (`element_0`)
) AS `files`
),
`rules` AS (
SELECT `tried_rules`.`rule` AS `rule`,
  `tried_rules`.`title` AS `title`,
  `tried_rules`.`alert_severity` AS `alert_severity`,
  `tried_rules`.`watches` AS `watches`,
  `tried_rules`.`fires_when` AS `fires_when`,
  `tried_rules`.`reason` AS `reason`,
  `tried_rules`.`first_steps` AS `first_steps`,
  `tried_rules`.`cases` AS `cases`,
  `tried_rules`.`cases_failed` AS `cases_failed`,
  `tried_rules`.`cases_told` AS `cases_told`,
  `tried_rules`.`rule_source` AS `rule_source`,
  `tried_rules`.`ts` AS `ts`
FROM `tried_rules` AS `tried_rules`
UNION ALL
SELECT `told`.`rule` AS `rule`,
  `told`.`title` AS `title`,
  `told`.`alert_severity` AS `alert_severity`,
  `told`.`watches` AS `watches`,
  `told`.`fires_when` AS `fires_when`,
  `told`.`reason` AS `reason`,
  `told`.`first_steps` AS `first_steps`,
  `told`.`cases` AS `cases`,
  NULL AS `_col_8`,
  NULL AS `_col_9`,
  `told`.`rule_source` AS `rule_source`,
  NULL AS `_col_11`
FROM `told` AS `told`
WHERE NOT (`told`.`rule` IN (
SELECT `tried_rules`.`rule` AS `rule`
FROM `tried_rules` AS `tried_rules`
))
),
`replays` AS (
SELECT `ranked`.`ts` AS `ts`,
  `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`rule` AS `rule`,
  `ranked`.`replay_verdict` AS `replay_verdict`,
  `ranked`.`reason` AS `reason`,
  `ranked`.`threshold` AS `threshold`,
  `ranked`.`replayed_s` AS `replayed_s`,
  `ranked`.`firings` AS `firings`,
  `ranked`.`alarm_s` AS `alarm_s`,
  `ranked`.`flaps` AS `flaps`,
  `ranked`.`nights` AS `nights`,
  `ranked`.`incidents` AS `incidents`,
  `ranked`.`warned` AS `warned`,
  `ranked`.`lead_s` AS `lead_s`
FROM (
SELECT `alert_replays`.`ts` AS `ts`,
  `alert_replays`.`account` AS `account`,
  `alert_replays`.`region` AS `region`,
  `alert_replays`.`cluster` AS `cluster`,
  `alert_replays`.`instance` AS `instance`,
  `alert_replays`.`rule` AS `rule`,
  `alert_replays`.`replay_verdict` AS `replay_verdict`,
  `alert_replays`.`reason` AS `reason`,
  `alert_replays`.`threshold` AS `threshold`,
  `alert_replays`.`replayed_s` AS `replayed_s`,
  `alert_replays`.`firings` AS `firings`,
  `alert_replays`.`alarm_s` AS `alarm_s`,
  `alert_replays`.`flaps` AS `flaps`,
  `alert_replays`.`nights` AS `nights`,
  `alert_replays`.`incidents` AS `incidents`,
  `alert_replays`.`warned` AS `warned`,
  `alert_replays`.`lead_s` AS `lead_s`,
  row_number() OVER (PARTITION BY `alert_replays`.`account`, `alert_replays`.`region`, `alert_replays`.`cluster`, `alert_replays`.`instance`, `alert_replays`.`rule` ORDER BY `alert_replays`.`ts` DESC NULLS LAST) = 1 AS `is_kept`
FROM `tbl_alert_replays` AS `alert_replays`
WHERE (TRUE)
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`tried` AS (
SELECT `replays`.`rule` AS `rule`,
  count(*) FILTER (WHERE (`replays`.`replay_verdict` = 'replayed')) AS `replayed`,
  count(*) FILTER (WHERE (`replays`.`replay_verdict` = 'not backtestable')) AS `not_backtestable`,
  sum(`replays`.`firings`) AS `firings`,
  sum(`replays`.`nights`) AS `nights`,
  sum(`replays`.`warned`) AS `warned`,
  sum(`replays`.`incidents`) AS `incidents`
FROM `replays` AS `replays`
GROUP BY `replays`.`rule`
),
`states` AS (
SELECT `alarms`.`account` AS `account`,
  `alarms`.`region` AS `region`,
  `alarms`.`name` AS `name`,
  max_by(`alarms`.`state`, struct(`alarms`.`ts`, `alarms`.`state`)) FILTER (WHERE (`alarms`.`state` IS NOT NULL) AND (`alarms`.`ts` IS NOT NULL)) AS `state`
FROM `tbl_alarms` AS `alarms`
WHERE (TRUE) AND startswith(`alarms`.`name`, 'aurorascope-')
GROUP BY `alarms`.`account`, `alarms`.`region`, `alarms`.`name`
),
`now` AS (
SELECT `rules`.`rule` AS `rule`,
  count(*) FILTER (WHERE (`states`.`state` = 'ALARM')) AS `in_alarm`,
  count(*) AS `known_alarms`
FROM `states` AS `states`
JOIN `rules` AS `rules` ON (substr(`states`.`name`, length(`states`.`name`) - length('-' || `rules`.`rule`) + 1) = '-' || `rules`.`rule` AND length(`states`.`name`) >= length('-' || `rules`.`rule`))
GROUP BY `rules`.`rule`
)
SELECT coalesce(`rules`.`rule`, `tried`.`rule`, `now`.`rule`) AS `rule`,
  `rules`.`title` AS `title`,
  `rules`.`alert_severity` AS `alert_severity`,
  `rules`.`watches` AS `watches`,
  `rules`.`fires_when` AS `fires_when`,
  `rules`.`cases` AS `cases`,
  `rules`.`cases_failed` AS `cases_failed`,
  `tried`.`replayed` AS `replayed`,
  `tried`.`not_backtestable` AS `not_backtestable`,
  `tried`.`firings` AS `firings`,
  `tried`.`nights` AS `nights`,
  `tried`.`warned` AS `warned`,
  `tried`.`incidents` AS `incidents`,
  `now`.`in_alarm` AS `in_alarm`,
  `now`.`known_alarms` AS `known_alarms`,
  `rules`.`ts` AS `ts`
FROM `rules` AS `rules`
LEFT JOIN `tried` AS `tried` ON `rules`.`rule` = `tried`.`rule`
LEFT JOIN `now` AS `now` ON `rules`.`rule` = `now`.`rule`
ORDER BY coalesce(`in_alarm`, 0) DESC NULLS LAST, coalesce(`nights`, 0) DESC NULLS LAST, coalesce(`firings`, 0) DESC NULLS LAST, `rule` ASC NULLS LAST;

-- alert_transitions 0a4d9cd7d50d7ba7
WITH `tbl_alarms` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `name` AS `name`, `previous` AS `previous`, `state` AS `state`, `reason` AS `reason`
FROM store
WHERE tbl = 'alarms' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `alarms`.`ts` AS `ts`,
  `alarms`.`cluster` AS `cluster`,
  `alarms`.`name` AS `name`,
  `alarms`.`previous` AS `previous`,
  `alarms`.`state` AS `state`,
  `alarms`.`reason` AS `reason`
FROM `tbl_alarms` AS `alarms`
WHERE (`alarms`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `alarms`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND (NULL IS NULL OR (substr(`alarms`.`name`, length(`alarms`.`name`) - length('-' || NULL) + 1) = '-' || NULL AND length(`alarms`.`name`) >= length('-' || NULL)))
ORDER BY `ts` DESC NULLS LAST, `name` ASC NULLS LAST
LIMIT 1000;

-- alert_tried_list e00db700eadba42b
WITH `tbl_alert_tried` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `rule` AS `rule`, `factor` AS `factor`, `threshold` AS `threshold`, `firings` AS `firings`, `alarm_s` AS `alarm_s`, `flaps` AS `flaps`, `nights` AS `nights`, `warned` AS `warned`
FROM store
WHERE tbl = 'alert_tried'
),
`newest` AS (
SELECT `alert_tried`.`ts` AS `ts`,
  `alert_tried`.`account` AS `account`,
  `alert_tried`.`region` AS `region`,
  `alert_tried`.`cluster` AS `cluster`,
  `alert_tried`.`instance` AS `instance`,
  `alert_tried`.`rule` AS `rule`,
  `alert_tried`.`factor` AS `factor`,
  `alert_tried`.`threshold` AS `threshold`,
  `alert_tried`.`firings` AS `firings`,
  `alert_tried`.`alarm_s` AS `alarm_s`,
  `alert_tried`.`flaps` AS `flaps`,
  `alert_tried`.`nights` AS `nights`,
  `alert_tried`.`warned` AS `warned`,
  max(`alert_tried`.`ts`) OVER (PARTITION BY `alert_tried`.`account`, `alert_tried`.`region`, `alert_tried`.`cluster`, `alert_tried`.`instance`, `alert_tried`.`rule`) AS `last_ts`
FROM `tbl_alert_tried` AS `alert_tried`
WHERE (TRUE) AND (NULL IS NULL OR `alert_tried`.`rule` = NULL)
)
SELECT `newest`.`rule` AS `rule`,
  `newest`.`factor` AS `factor`,
  min(`newest`.`threshold`) AS `threshold`,
  max(`newest`.`threshold`) AS `highest_threshold`,
  count(*) AS `alarms`,
  sum(`newest`.`firings`) AS `firings`,
  sum(`newest`.`alarm_s`) AS `alarm_s`,
  sum(`newest`.`flaps`) AS `flaps`,
  sum(`newest`.`nights`) AS `nights`,
  sum(`newest`.`warned`) AS `warned`
FROM `newest` AS `newest`
WHERE `newest`.`ts` = `newest`.`last_ts` AND `newest`.`factor` IS NOT NULL AND (coalesce(NULL, '') = '' OR `newest`.`factor` = CAST(NULL AS DOUBLE))
GROUP BY `newest`.`rule`, `newest`.`factor`
ORDER BY `rule` ASC NULLS LAST, `factor` ASC NULLS LAST;

-- amounts_by_key 521a4d31d0e3d216
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `event` AS `event`, `client_port` AS `client_port`, `auth_method` AS `auth_method`, `identity` AS `identity`, `tls_version` AS `tls_version`, `tls_cipher` AS `tls_cipher`, `replication` AS `replication`, `session_us` AS `session_us`, `setup_us` AS `setup_us`, `failure` AS `failure`, `observed_by` AS `observed_by`
FROM store
WHERE tbl = 'connections'
),
`tbl_coverage` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `log_kind` AS `log_kind`, CAST(`covered_from` AS TIMESTAMP) AS `covered_from`, CAST(`covered_to` AS TIMESTAMP) AS `covered_to`, `bytes` AS `bytes`, `status` AS `status`
FROM store
WHERE tbl = 'coverage'
),
`tbl_db_load` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `period_s` AS `period_s`, `dimension` AS `dimension`, `key_id` AS `key_id`, `label` AS `label`, `by_dimension` AS `by_dimension`, `fingerprint` AS `fingerprint`, `aas` AS `aas`
FROM store
WHERE tbl = 'db_load' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `engine` AS `engine`, `severity` AS `severity`, `sqlstate` AS `sqlstate`, `kind` AS `kind`, `fingerprint` AS `fingerprint`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_fingerprints` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `fingerprint` AS `fingerprint`, `engine` AS `engine`, `normalized_sql` AS `normalized_sql`, `relations` AS `relations`
FROM store
WHERE tbl = 'fingerprints'
),
`tbl_lock_waits` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `state` AS `state`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'lock_waits' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `fingerprint` AS `fingerprint`, `sqlstate` AS `sqlstate`, `observed_by` AS `observed_by`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_plans` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `fingerprint` AS `fingerprint`, `duration_us` AS `duration_us`, `plan_hash` AS `plan_hash`
FROM store
WHERE tbl = 'plans' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_statement_place_days` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `engine` AS `engine`, `fingerprint` AS `fingerprint`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `calls` AS `calls`, `timed_calls` AS `timed_calls`, `logged` AS `logged`, `sum_us` AS `sum_us`, `call_us` AS `call_us`, `min_us` AS `min_us`, `max_us` AS `max_us`
FROM store
WHERE tbl = 'statement_place_days' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND regexp_like(file_path, '/rolled-4[.]')
),
`tbl_temp_files` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `bytes` AS `bytes`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'temp_files' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`texts` AS (
SELECT `fingerprints`.`fingerprint` AS `fingerprint`,
  max(`fingerprints`.`normalized_sql`) AS `normalized_sql`,
  min(`fingerprints`.`relations`) AS `relations`
FROM `tbl_fingerprints` AS `fingerprints`
GROUP BY `fingerprints`.`fingerprint`
),
`logged` AS (
SELECT (CAST(unix_micros(least(max(`coverage`.`covered_to`), coalesce(TIMESTAMP '2026-11-20 00:00:00.000000 UTC', max(`coverage`.`covered_to`)))) AS DOUBLE) / 1000000.0e0) - (CAST(unix_micros(greatest(min(`coverage`.`covered_from`), coalesce(TIMESTAMP '2026-11-19 00:00:00.000000 UTC', min(`coverage`.`covered_from`)))) AS DOUBLE) / 1000000.0e0) AS `seen_s`
FROM `tbl_coverage` AS `coverage`
WHERE (TRUE) AND `coverage`.`log_kind` IS NOT NULL AND `coverage`.`status` <> 'failed' AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `coverage`.`covered_to` > TIMESTAMP '2026-11-19 00:00:00.000000 UTC') AND (TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `coverage`.`covered_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
),
`points` AS (
SELECT `db_load`.`dimension` AS `dimension`,
  `db_load`.`key_id` AS `key_id`,
  `db_load`.`label` AS `label`,
  `db_load`.`fingerprint` AS `fingerprint`,
  `db_load`.`ts` AS `ts`,
  `db_load`.`period_s` AS `period_s`,
  `db_load`.`aas` AS `aas`
FROM `tbl_db_load` AS `db_load`
WHERE (`db_load`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `db_load`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `db_load`.`by_dimension` IS NULL AND `db_load`.`dimension` IN ('wait', 'tokenized_sql', 'user', 'host', 'application', 'database')
),
`sampled` AS (
SELECT (CAST(unix_micros(max(`points`.`ts`)) AS DOUBLE) / 1000000.0e0) + max(`points`.`period_s`) - (CAST(unix_micros(min(`points`.`ts`)) AS DOUBLE) / 1000000.0e0) AS `seen_s`
FROM `points` AS `points`
),
`families` AS (
SELECT `cells`.`fingerprint` AS `fingerprint`,
  `cells`.`user_name` AS `user_name`,
  `cells`.`client_host` AS `client_host`,
  `cells`.`application` AS `application`,
  `cells`.`database_name` AS `database_name`,
  sum(`cells`.`sum_us`) AS `sum_us`
FROM (
SELECT `open_statements`.`ts` AS `ts`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`engine` AS `engine`,
  `open_statements`.`fingerprint` AS `fingerprint`,
  `open_statements`.`user_name` AS `user_name`,
  `open_statements`.`database_name` AS `database_name`,
  `open_statements`.`client_host` AS `client_host`,
  `open_statements`.`application` AS `application`,
  `open_statements`.`calls` AS `calls`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE `open_statements`.`calls` END AS `timed_calls`,
  CASE WHEN `open_statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `open_statements`.`duration_us` AS `sum_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `call_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `min_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `max_us`
FROM `tbl_open_statements` AS `open_statements`
WHERE coalesce(NOT (`open_statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`open_statements`.`database_name` <> 'rdsadmin', TRUE) AND `open_statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `open_statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
UNION ALL
SELECT `statement_place_days`.`ts` AS `ts`,
  `statement_place_days`.`cluster` AS `cluster`,
  `statement_place_days`.`instance` AS `instance`,
  `statement_place_days`.`engine` AS `engine`,
  `statement_place_days`.`fingerprint` AS `fingerprint`,
  `statement_place_days`.`user_name` AS `user_name`,
  `statement_place_days`.`database_name` AS `database_name`,
  `statement_place_days`.`client_host` AS `client_host`,
  `statement_place_days`.`application` AS `application`,
  `statement_place_days`.`calls` AS `calls`,
  `statement_place_days`.`timed_calls` AS `timed_calls`,
  `statement_place_days`.`logged` AS `logged`,
  `statement_place_days`.`sum_us` AS `sum_us`,
  `statement_place_days`.`call_us` AS `call_us`,
  `statement_place_days`.`min_us` AS `min_us`,
  `statement_place_days`.`max_us` AS `max_us`
FROM `tbl_statement_place_days` AS `statement_place_days`
WHERE coalesce(NOT (`statement_place_days`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statement_place_days`.`database_name` <> 'rdsadmin', TRUE) AND `statement_place_days`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statement_place_days`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
) AS `cells`
GROUP BY `cells`.`fingerprint`, `cells`.`user_name`, `cells`.`client_host`, `cells`.`application`, `cells`.`database_name`
),
`amounts` AS (
SELECT CASE `points`.`dimension` WHEN 'tokenized_sql' THEN 'statement' ELSE `points`.`dimension` END AS `dimension`,
  'load' AS `measure`,
  CASE WHEN `points`.`key_id` = 'other' THEN 'beyond the top' ELSE coalesce(nullif(`points`.`label`, ''), nullif(`points`.`key_id`, ''), '(none)') END AS `load_key`,
  `points`.`fingerprint` AS `fingerprint`,
  sum(`points`.`aas` * `points`.`period_s`) AS `amount`,
  max(`sampled`.`seen_s`) AS `seen_s`
FROM `points` AS `points`
CROSS JOIN `sampled` AS `sampled`
GROUP BY CASE `points`.`dimension` WHEN 'tokenized_sql' THEN 'statement' ELSE `points`.`dimension` END, CASE WHEN `points`.`key_id` = 'other' THEN 'beyond the top' ELSE coalesce(nullif(`points`.`label`, ''), nullif(`points`.`key_id`, ''), '(none)') END, `points`.`fingerprint`
UNION ALL
SELECT 'statement' AS `statement`,
  'logged time' AS `logged time`,
  `families`.`fingerprint` AS `fingerprint`,
  `families`.`fingerprint` AS `fingerprint`,
  (CAST(sum(`families`.`sum_us`) AS DOUBLE) / 1000000.0e0) AS `_col_4`,
  max(`logged`.`seen_s`) AS `_col_5`
FROM `families` AS `families`
CROSS JOIN `logged` AS `logged`
WHERE `families`.`fingerprint` IS NOT NULL
GROUP BY `families`.`fingerprint`, `families`.`fingerprint`
UNION ALL
SELECT 'user' AS `user`,
  'logged time' AS `logged time`,
  coalesce(nullif(`families`.`user_name`, ''), '(none)') AS `_col_2`,
  NULL AS `_col_3`,
  (CAST(sum(`families`.`sum_us`) AS DOUBLE) / 1000000.0e0) AS `_col_4`,
  max(`logged`.`seen_s`) AS `_col_5`
FROM `families` AS `families`
CROSS JOIN `logged` AS `logged`
GROUP BY coalesce(nullif(`families`.`user_name`, ''), '(none)')
UNION ALL
SELECT 'host' AS `host`,
  'logged time' AS `logged time`,
  coalesce(nullif(`families`.`client_host`, ''), '(none)') AS `_col_2`,
  NULL AS `_col_3`,
  (CAST(sum(`families`.`sum_us`) AS DOUBLE) / 1000000.0e0) AS `_col_4`,
  max(`logged`.`seen_s`) AS `_col_5`
FROM `families` AS `families`
CROSS JOIN `logged` AS `logged`
GROUP BY coalesce(nullif(`families`.`client_host`, ''), '(none)')
UNION ALL
SELECT 'application' AS `application`,
  'logged time' AS `logged time`,
  coalesce(nullif(`families`.`application`, ''), '(none)') AS `_col_2`,
  NULL AS `_col_3`,
  (CAST(sum(`families`.`sum_us`) AS DOUBLE) / 1000000.0e0) AS `_col_4`,
  max(`logged`.`seen_s`) AS `_col_5`
FROM `families` AS `families`
CROSS JOIN `logged` AS `logged`
GROUP BY coalesce(nullif(`families`.`application`, ''), '(none)')
UNION ALL
SELECT 'database' AS `database`,
  'logged time' AS `logged time`,
  coalesce(nullif(`families`.`database_name`, ''), '(none)') AS `_col_2`,
  NULL AS `_col_3`,
  (CAST(sum(`families`.`sum_us`) AS DOUBLE) / 1000000.0e0) AS `_col_4`,
  max(`logged`.`seen_s`) AS `_col_5`
FROM `families` AS `families`
CROSS JOIN `logged` AS `logged`
GROUP BY coalesce(nullif(`families`.`database_name`, ''), '(none)')
UNION ALL
SELECT 'table' AS `table`,
  'logged time' AS `logged time`,
  `named`.`relation` AS `relation`,
  NULL AS `_col_3`,
  (CAST(sum(`named`.`sum_us`) AS DOUBLE) / 1000000.0e0) AS `_col_4`,
  max(`named`.`seen_s`) AS `_col_5`
FROM (
SELECT `unnested_2`.`element_0` AS `relation`,
  `f`.`sum_us` AS `sum_us`,
  `logged`.`seen_s` AS `seen_s`
FROM `families` AS `f`
JOIN `texts` AS `t` ON `f`.`fingerprint` = `t`.`fingerprint`
CROSS JOIN `logged` AS `logged`
CROSS JOIN LATERAL explode(`t`.`relations`) AS `unnested_2` (`element_0`)
) AS `named`
GROUP BY `named`.`relation`
UNION ALL
SELECT 'plan' AS `plan`,
  'logged time' AS `logged time`,
  concat_ws(' ', 'plan', `plans`.`plan_hash`) AS `_col_2`,
  `plans`.`fingerprint` AS `fingerprint`,
  (CAST(sum(`plans`.`duration_us`) AS DOUBLE) / 1000000.0e0) AS `_col_4`,
  max(`logged`.`seen_s`) AS `_col_5`
FROM `tbl_plans` AS `plans`
CROSS JOIN `logged` AS `logged`
WHERE (`plans`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `plans`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`plans`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`plans`.`database_name` <> 'rdsadmin', TRUE)) AND `plans`.`plan_hash` IS NOT NULL
GROUP BY concat_ws(' ', 'plan', `plans`.`plan_hash`), `plans`.`fingerprint`
UNION ALL
SELECT 'error class' AS `error class`,
  'errors' AS `errors`,
  concat_ws(' ', `entries`.`severity`, coalesce(`entries`.`sqlstate`, nullif(`entries`.`kind`, ''), 'without a code')) AS `_col_2`,
  NULL AS `_col_3`,
  count(*) AS `_col_4`,
  max(`logged`.`seen_s`) AS `_col_5`
FROM `tbl_entries` AS `entries`
CROSS JOIN `logged` AS `logged`
WHERE (`entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)) AND `entries`.`severity` IN ('ERROR', 'FATAL', 'PANIC')
GROUP BY concat_ws(' ', `entries`.`severity`, coalesce(`entries`.`sqlstate`, nullif(`entries`.`kind`, ''), 'without a code'))
UNION ALL
SELECT 'waited for locks' AS `waited for locks`,
  'lock waits' AS `lock waits`,
  coalesce(`lock_waits`.`fingerprint`, '(none)') AS `_col_2`,
  `lock_waits`.`fingerprint` AS `fingerprint`,
  count(*) AS `_col_4`,
  max(`logged`.`seen_s`) AS `_col_5`
FROM `tbl_lock_waits` AS `lock_waits`
CROSS JOIN `logged` AS `logged`
WHERE (`lock_waits`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `lock_waits`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`lock_waits`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`lock_waits`.`database_name` <> 'rdsadmin', TRUE)) AND `lock_waits`.`state` = 'waiting'
GROUP BY coalesce(`lock_waits`.`fingerprint`, '(none)'), `lock_waits`.`fingerprint`
UNION ALL
SELECT 'spilled to disk' AS `spilled to disk`,
  'temp bytes' AS `temp bytes`,
  coalesce(`temp_files`.`fingerprint`, '(none)') AS `_col_2`,
  `temp_files`.`fingerprint` AS `fingerprint`,
  sum(`temp_files`.`bytes`) AS `_col_4`,
  max(`logged`.`seen_s`) AS `_col_5`
FROM `tbl_temp_files` AS `temp_files`
CROSS JOIN `logged` AS `logged`
WHERE (`temp_files`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `temp_files`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`temp_files`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`temp_files`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY coalesce(`temp_files`.`fingerprint`, '(none)'), `temp_files`.`fingerprint`
UNION ALL
SELECT 'connected from' AS `connected from`,
  'connections' AS `connections`,
  concat(coalesce(coalesce(nullif(`logins`.`user_name`, ''), '(none)'), ''), ' @ ', coalesce(coalesce(nullif(`logins`.`client_host`, ''), '(none)'), '')) AS `_col_2`,
  NULL AS `_col_3`,
  count(*) AS `_col_4`,
  max(`logged`.`seen_s`) AS `_col_5`
FROM (
WITH `numbered` AS (
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`,
  row_number() OVER (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`event`, `connections`.`pid`, date_trunc('hour', `connections`.`ts`), `connections`.`observed_by` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST) AS `nth`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IN ('audit_log', 'error_log', 'general_log')
),
`ranked` AS (
SELECT `numbered`.`ts` AS `ts`,
  `numbered`.`account` AS `account`,
  `numbered`.`region` AS `region`,
  `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`source` AS `source`,
  `numbered`.`offset` AS `offset`,
  `numbered`.`pid` AS `pid`,
  `numbered`.`session_key` AS `session_key`,
  `numbered`.`user_name` AS `user_name`,
  `numbered`.`database_name` AS `database_name`,
  `numbered`.`client_host` AS `client_host`,
  `numbered`.`application` AS `application`,
  `numbered`.`backend_type` AS `backend_type`,
  `numbered`.`event` AS `event`,
  `numbered`.`client_port` AS `client_port`,
  `numbered`.`auth_method` AS `auth_method`,
  `numbered`.`identity` AS `identity`,
  `numbered`.`tls_version` AS `tls_version`,
  `numbered`.`tls_cipher` AS `tls_cipher`,
  `numbered`.`replication` AS `replication`,
  `numbered`.`session_us` AS `session_us`,
  `numbered`.`setup_us` AS `setup_us`,
  `numbered`.`failure` AS `failure`,
  `numbered`.`observed_by` AS `observed_by`,
  `numbered`.`nth` AS `nth`,
  row_number() OVER (PARTITION BY `numbered`.`account`, `numbered`.`region`, `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`event`, `numbered`.`pid`, date_trunc('hour', `numbered`.`ts`), `numbered`.`nth` ORDER BY CASE `numbered`.`observed_by` WHEN 'audit_log' THEN 1 WHEN 'error_log' THEN 2 ELSE 3 END ASC NULLS LAST, `numbered`.`ts` ASC NULLS LAST, `numbered`.`source` ASC NULLS LAST, `numbered`.`offset` ASC NULLS LAST) AS `choice`
FROM `numbered` AS `numbered`
),
`refused` AS (
SELECT `i`.`ts` AS `ts`,
  `i`.`account` AS `account`,
  `i`.`region` AS `region`,
  `i`.`cluster` AS `cluster`,
  `i`.`instance` AS `instance`,
  `i`.`source` AS `source`,
  `i`.`offset` AS `offset`,
  `i`.`pid` AS `pid`,
  `i`.`session_key` AS `session_key`,
  `i`.`user_name` AS `user_name`,
  `i`.`database_name` AS `database_name`,
  `i`.`client_host` AS `client_host`,
  `i`.`application` AS `application`,
  `i`.`backend_type` AS `backend_type`,
  `i`.`event` AS `event`,
  `i`.`client_port` AS `client_port`,
  `i`.`auth_method` AS `auth_method`,
  `i`.`identity` AS `identity`,
  `i`.`tls_version` AS `tls_version`,
  `i`.`tls_cipher` AS `tls_cipher`,
  `i`.`replication` AS `replication`,
  `i`.`session_us` AS `session_us`,
  `i`.`setup_us` AS `setup_us`,
  `i`.`failure` AS `failure`,
  `i`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `i`
WHERE `i`.`observed_by` = 'iam_log' AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `tbl_connections` AS `o`
WHERE `o`.`event` = 'failed' AND coalesce(`o`.`observed_by`, '') <> 'iam_log' AND `o`.`account` = `i`.`account` AND `o`.`region` = `i`.`region` AND `o`.`cluster` = `i`.`cluster` AND `o`.`instance` = `i`.`instance` AND `o`.`user_name` = `i`.`user_name` AND `o`.`ts` BETWEEN `i`.`ts` - INTERVAL '2' SECOND AND `i`.`ts` + INTERVAL '2' SECOND
))
)
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IS NULL
UNION ALL
SELECT `ranked`.`ts` AS `ts`,
  `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`source` AS `source`,
  `ranked`.`offset` AS `offset`,
  `ranked`.`pid` AS `pid`,
  `ranked`.`session_key` AS `session_key`,
  `ranked`.`user_name` AS `user_name`,
  `ranked`.`database_name` AS `database_name`,
  `ranked`.`client_host` AS `client_host`,
  `ranked`.`application` AS `application`,
  `ranked`.`backend_type` AS `backend_type`,
  `ranked`.`event` AS `event`,
  `ranked`.`client_port` AS `client_port`,
  `ranked`.`auth_method` AS `auth_method`,
  `ranked`.`identity` AS `identity`,
  `ranked`.`tls_version` AS `tls_version`,
  `ranked`.`tls_cipher` AS `tls_cipher`,
  `ranked`.`replication` AS `replication`,
  `ranked`.`session_us` AS `session_us`,
  `ranked`.`setup_us` AS `setup_us`,
  `ranked`.`failure` AS `failure`,
  `ranked`.`observed_by` AS `observed_by`
FROM `ranked` AS `ranked`
WHERE `ranked`.`choice` = 1
UNION ALL
SELECT `refused`.`ts` AS `ts`,
  `refused`.`account` AS `account`,
  `refused`.`region` AS `region`,
  `refused`.`cluster` AS `cluster`,
  `refused`.`instance` AS `instance`,
  `refused`.`source` AS `source`,
  `refused`.`offset` AS `offset`,
  `refused`.`pid` AS `pid`,
  `refused`.`session_key` AS `session_key`,
  `refused`.`user_name` AS `user_name`,
  `refused`.`database_name` AS `database_name`,
  `refused`.`client_host` AS `client_host`,
  `refused`.`application` AS `application`,
  `refused`.`backend_type` AS `backend_type`,
  `refused`.`event` AS `event`,
  `refused`.`client_port` AS `client_port`,
  `refused`.`auth_method` AS `auth_method`,
  `refused`.`identity` AS `identity`,
  `refused`.`tls_version` AS `tls_version`,
  `refused`.`tls_cipher` AS `tls_cipher`,
  `refused`.`replication` AS `replication`,
  `refused`.`session_us` AS `session_us`,
  `refused`.`setup_us` AS `setup_us`,
  `refused`.`failure` AS `failure`,
  `refused`.`observed_by` AS `observed_by`
FROM `refused` AS `refused`
) AS `logins`
CROSS JOIN `logged` AS `logged`
WHERE (`logins`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `logins`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`logins`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`logins`.`database_name` <> 'rdsadmin', TRUE)) AND `logins`.`event` = 'authorized'
GROUP BY concat(coalesce(coalesce(nullif(`logins`.`user_name`, ''), '(none)'), ''), ' @ ', coalesce(coalesce(nullif(`logins`.`client_host`, ''), '(none)'), ''))
)
SELECT `a`.`dimension` AS `dimension`,
  `a`.`measure` AS `measure`,
  coalesce(`t`.`normalized_sql`, `a`.`load_key`) AS `load_key`,
  `a`.`load_key` AS `exact_key`,
  `a`.`fingerprint` AS `fingerprint`,
  CASE `a`.`dimension` WHEN 'user' THEN nullif(`a`.`load_key`, '(none)') WHEN 'connected from' THEN nullif(split_part(`a`.`load_key`, ' @ ', 1), '(none)') END AS `user_name`,
  CASE `a`.`dimension` WHEN 'host' THEN nullif(`a`.`load_key`, '(none)') WHEN 'connected from' THEN nullif(split_part(`a`.`load_key`, ' @ ', 2), '(none)') END AS `client_host`,
  CASE WHEN `a`.`dimension` = 'application' THEN nullif(`a`.`load_key`, '(none)') END AS `application`,
  CASE WHEN `a`.`dimension` = 'database' THEN nullif(`a`.`load_key`, '(none)') END AS `database_name`,
  CASE WHEN `a`.`dimension` = 'error class' THEN nullif(CASE WHEN `a`.`load_key` IS NOT NULL THEN coalesce(regexp_extract(`a`.`load_key`, ' ([0-9A-Z]{5})$', 1), '') END, '') END AS `sqlstate`,
  `a`.`amount` AS `amount`,
  `a`.`seen_s` AS `seen_s`
FROM `amounts` AS `a`
LEFT JOIN `texts` AS `t` ON `a`.`fingerprint` = `t`.`fingerprint`
WHERE (coalesce(NULL, '') = '' OR `a`.`dimension` = NULL) AND `a`.`load_key` IS NOT NULL AND `a`.`amount` IS NOT NULL
ORDER BY `a`.`amount` DESC NULLS LAST, `a`.`dimension` ASC NULLS LAST, `a`.`measure` ASC NULLS LAST, `exact_key` ASC NULLS LAST, `a`.`fingerprint` ASC NULLS LAST
LIMIT 2000;

-- analyze_rows 1e3f4abf6e22b448
WITH `tbl_analyzes` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `relation` AS `relation`, `elapsed_us` AS `elapsed_us`, `cpu_user_us` AS `cpu_user_us`, `cpu_system_us` AS `cpu_system_us`, `buffer_hits` AS `buffer_hits`, `buffer_reads` AS `buffer_reads`, `buffer_dirtied` AS `buffer_dirtied`, `read_rate_mb_s` AS `read_rate_mb_s`, `write_rate_mb_s` AS `write_rate_mb_s`, `io_read_us` AS `io_read_us`, `io_write_us` AS `io_write_us`, `delay_us` AS `delay_us`, `wal_records` AS `wal_records`, `wal_fpi` AS `wal_fpi`, `wal_bytes` AS `wal_bytes`, `wal_buffers_full` AS `wal_buffers_full`
FROM store
WHERE tbl = 'analyzes' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `analyzes`.`ts` AS `ts`,
  `analyzes`.`cluster` AS `cluster`,
  `analyzes`.`instance` AS `instance`,
  `analyzes`.`source` AS `source`,
  `analyzes`.`offset` AS `offset`,
  `analyzes`.`pid` AS `pid`,
  `analyzes`.`session_key` AS `session_key`,
  `analyzes`.`user_name` AS `user_name`,
  `analyzes`.`database_name` AS `database_name`,
  `analyzes`.`client_host` AS `client_host`,
  `analyzes`.`application` AS `application`,
  `analyzes`.`backend_type` AS `backend_type`,
  `analyzes`.`relation` AS `relation`,
  `analyzes`.`elapsed_us` AS `elapsed_us`,
  `analyzes`.`cpu_user_us` AS `cpu_user_us`,
  `analyzes`.`cpu_system_us` AS `cpu_system_us`,
  `analyzes`.`buffer_hits` AS `buffer_hits`,
  `analyzes`.`buffer_reads` AS `buffer_reads`,
  `analyzes`.`buffer_dirtied` AS `buffer_dirtied`,
  `analyzes`.`read_rate_mb_s` AS `read_rate_mb_s`,
  `analyzes`.`write_rate_mb_s` AS `write_rate_mb_s`,
  `analyzes`.`io_read_us` AS `io_read_us`,
  `analyzes`.`io_write_us` AS `io_write_us`,
  `analyzes`.`delay_us` AS `delay_us`,
  `analyzes`.`wal_records` AS `wal_records`,
  `analyzes`.`wal_fpi` AS `wal_fpi`,
  `analyzes`.`wal_bytes` AS `wal_bytes`,
  `analyzes`.`wal_buffers_full` AS `wal_buffers_full`
FROM `tbl_analyzes` AS `analyzes`
WHERE (`analyzes`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `analyzes`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND (NULL IS NULL OR `analyzes`.`relation` = NULL) AND (NULL IS NULL OR (unix_micros(`analyzes`.`ts`) < NULL OR (unix_micros(`analyzes`.`ts`) = NULL AND (`analyzes`.`source` < NULL OR (`analyzes`.`source` = NULL AND `analyzes`.`offset` < NULL)))))
ORDER BY `analyzes`.`ts` DESC NULLS LAST, `analyzes`.`source` DESC NULLS LAST, `analyzes`.`offset` DESC NULLS LAST
LIMIT 100;

-- analyzes_by_table 14e120923a9754fd
WITH `tbl_analyzes` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `relation` AS `relation`, `elapsed_us` AS `elapsed_us`, `buffer_hits` AS `buffer_hits`, `buffer_reads` AS `buffer_reads`, `buffer_dirtied` AS `buffer_dirtied`, `wal_bytes` AS `wal_bytes`
FROM store
WHERE tbl = 'analyzes' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `analyzes`.`relation` AS `relation`,
  count(*) AS `runs`,
  sum(`analyzes`.`elapsed_us`) AS `elapsed_us`,
  max(`analyzes`.`elapsed_us`) AS `max_elapsed_us`,
  sum(`analyzes`.`buffer_hits`) AS `buffer_hits`,
  sum(`analyzes`.`buffer_reads`) AS `buffer_reads`,
  sum(`analyzes`.`buffer_dirtied`) AS `buffer_dirtied`,
  sum(`analyzes`.`wal_bytes`) AS `wal_bytes`,
  min(`analyzes`.`ts`) AS `first_ts`,
  max(`analyzes`.`ts`) AS `last_ts`
FROM `tbl_analyzes` AS `analyzes`
WHERE (`analyzes`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `analyzes`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
GROUP BY `analyzes`.`relation`
ORDER BY `runs` DESC NULLS LAST, `elapsed_us` DESC NULLS LAST, `relation` ASC NULLS LAST
LIMIT 100;

-- audit_by_operation 4b498e09738915d7
WITH `tbl_audit` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `class` AS `class`, `operation` AS `operation`, `object` AS `object`, `outcome` AS `outcome`
FROM store
WHERE tbl = 'audit' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT coalesce(`audit`.`class`, '') AS `class`,
  coalesce(`audit`.`operation`, '') AS `operation`,
  count(*) AS `actions`,
  count(DISTINCT `audit`.`user_name`) AS `users`,
  count(DISTINCT `audit`.`object`) AS `objects`,
  count(*) FILTER (WHERE (`audit`.`outcome` <> 'ok')) AS `failed`,
  min(`audit`.`ts`) AS `first_ts`,
  max(`audit`.`ts`) AS `last_ts`
FROM `tbl_audit` AS `audit`
WHERE (`audit`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `audit`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`audit`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`audit`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY coalesce(`audit`.`class`, ''), coalesce(`audit`.`operation`, '')
ORDER BY `actions` DESC NULLS LAST, `class` ASC NULLS LAST, `operation` ASC NULLS LAST;

-- audit_rows 5d89c6ab9211960c
WITH `tbl_audit` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `actor` AS `actor`, `audit_type` AS `audit_type`, `class` AS `class`, `operation` AS `operation`, `object_type` AS `object_type`, `object` AS `object`, `statement` AS `statement`, `parameters` AS `parameters`, `rows` AS `rows`, `outcome` AS `outcome`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'audit' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `audit`.`ts` AS `ts`,
  `audit`.`actor` AS `actor`,
  `audit`.`audit_type` AS `audit_type`,
  `audit`.`class` AS `class`,
  `audit`.`operation` AS `operation`,
  `audit`.`object_type` AS `object_type`,
  `audit`.`object` AS `object`,
  `audit`.`statement` AS `statement`,
  `audit`.`parameters` AS `parameters`,
  `audit`.`rows` AS `rows`,
  `audit`.`outcome` AS `outcome`,
  `audit`.`fingerprint` AS `fingerprint`,
  `audit`.`user_name` AS `user_name`,
  `audit`.`database_name` AS `database_name`,
  `audit`.`client_host` AS `client_host`,
  `audit`.`application` AS `application`,
  `audit`.`cluster` AS `cluster`,
  `audit`.`instance` AS `instance`,
  `audit`.`pid` AS `pid`,
  `audit`.`session_key` AS `session_key`,
  `audit`.`source` AS `source`,
  `audit`.`offset` AS `offset`
FROM `tbl_audit` AS `audit`
WHERE (`audit`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `audit`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`audit`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`audit`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR coalesce(`audit`.`class`, '') = NULL) AND (NULL IS NULL OR coalesce(`audit`.`operation`, '') = NULL) AND (NULL IS NULL OR (unix_micros(`audit`.`ts`) < NULL OR (unix_micros(`audit`.`ts`) = NULL AND (`audit`.`source` < NULL OR (`audit`.`source` = NULL AND `audit`.`offset` < NULL)))))
ORDER BY `ts` DESC NULLS LAST, `source` DESC NULLS LAST, `offset` DESC NULLS LAST
LIMIT 100;

-- backtracks 2788573b68ef4790
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `name` AS `name`, `statistic` AS `statistic`, `value` AS `value`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`states` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`resource_id` AS `resource_id`,
  `ranked`.`engine` AS `engine`,
  `ranked`.`engine_version` AS `engine_version`,
  `ranked`.`cluster_status` AS `cluster_status`,
  `ranked`.`storage_type` AS `storage_type`,
  `ranked`.`created_at` AS `created_at`,
  `ranked`.`retention_days` AS `retention_days`,
  `ranked`.`backup_window` AS `backup_window`,
  `ranked`.`maintenance_window` AS `maintenance_window`,
  `ranked`.`deletion_protection` AS `deletion_protection`,
  `ranked`.`encrypted` AS `encrypted`,
  `ranked`.`insights_mode` AS `insights_mode`,
  `ranked`.`global_cluster` AS `global_cluster`,
  `ranked`.`parameter_group` AS `parameter_group`,
  `ranked`.`least_acu` AS `least_acu`,
  `ranked`.`most_acu` AS `most_acu`,
  `ranked`.`pause_after_s` AS `pause_after_s`,
  `ranked`.`clone_group` AS `clone_group`,
  `ranked`.`backtrack_s` AS `backtrack_s`,
  `ranked`.`earliest_restorable` AS `earliest_restorable`,
  `ranked`.`latest_restorable` AS `latest_restorable`,
  `ranked`.`restarts_at` AS `restarts_at`,
  `ranked`.`attributes` AS `attributes`,
  `ranked`.`valid_from` AS `valid_from`,
  `ranked`.`valid_to` AS `valid_to`,
  `ranked`.`known_by` AS `known_by`
FROM (
SELECT `cluster_states`.`account` AS `account`,
  `cluster_states`.`region` AS `region`,
  `cluster_states`.`cluster` AS `cluster`,
  `cluster_states`.`resource_id` AS `resource_id`,
  `cluster_states`.`engine` AS `engine`,
  `cluster_states`.`engine_version` AS `engine_version`,
  `cluster_states`.`cluster_status` AS `cluster_status`,
  `cluster_states`.`storage_type` AS `storage_type`,
  `cluster_states`.`created_at` AS `created_at`,
  `cluster_states`.`retention_days` AS `retention_days`,
  `cluster_states`.`backup_window` AS `backup_window`,
  `cluster_states`.`maintenance_window` AS `maintenance_window`,
  `cluster_states`.`deletion_protection` AS `deletion_protection`,
  `cluster_states`.`encrypted` AS `encrypted`,
  `cluster_states`.`insights_mode` AS `insights_mode`,
  `cluster_states`.`global_cluster` AS `global_cluster`,
  `cluster_states`.`parameter_group` AS `parameter_group`,
  `cluster_states`.`least_acu` AS `least_acu`,
  `cluster_states`.`most_acu` AS `most_acu`,
  `cluster_states`.`pause_after_s` AS `pause_after_s`,
  `cluster_states`.`clone_group` AS `clone_group`,
  `cluster_states`.`backtrack_s` AS `backtrack_s`,
  `cluster_states`.`earliest_restorable` AS `earliest_restorable`,
  `cluster_states`.`latest_restorable` AS `latest_restorable`,
  `cluster_states`.`restarts_at` AS `restarts_at`,
  `cluster_states`.`attributes` AS `attributes`,
  `cluster_states`.`valid_from` AS `valid_from`,
  `cluster_states`.`valid_to` AS `valid_to`,
  `cluster_states`.`known_by` AS `known_by`,
  row_number() OVER (PARTITION BY `cluster_states`.`account`, `cluster_states`.`region`, `cluster_states`.`cluster` ORDER BY `cluster_states`.`valid_from` DESC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `cluster_status`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') AS `storage_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'ClusterCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS DOUBLE)) AS BIGINT)) AS `retention_days`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredBackupWindow\']') AS `backup_window`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredMaintenanceWindow\']') AS `maintenance_window`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'DatabaseInsightsMode\']') AS `insights_mode`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'GlobalClusterIdentifier\']'), `topology`.`parent_id`) AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterParameterGroup\']') AS `parameter_group`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MinCapacity\']') AS DOUBLE) AS `least_acu`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MaxCapacity\']') AS DOUBLE) AS `most_acu`,
  coalesce(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS BIGINT), try_cast(round(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS DOUBLE)) AS BIGINT)) AS `pause_after_s`,
  get_json_object(`topology`.`attributes`, '$[\'CloneGroupId\']') AS `clone_group`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS DOUBLE)) AS BIGINT)) AS `backtrack_s`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'EarliestRestorableTime\']') AS TIMESTAMP) AS `earliest_restorable`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'LatestRestorableTime\']') AS TIMESTAMP) AS `latest_restorable`,
  try_cast(coalesce(get_json_object(`topology`.`readings`, '$[\'AutomaticRestartTime\']'), get_json_object(`topology`.`attributes`, '$[\'AutomaticRestartTime\']')) AS TIMESTAMP) AS `restarts_at`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'cluster'
) AS `cluster_states`
WHERE (TRUE) AND `cluster_states`.`backtrack_s` > 0 AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_to` IS NULL OR `cluster_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`reached` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  min(`metrics`.`value`) FILTER (WHERE (`metrics`.`name` = 'BacktrackWindowActual')) AS `least_minutes`,
  max_by(`metrics`.`value`, struct(`metrics`.`ts`, `metrics`.`value`)) FILTER (WHERE (`metrics`.`name` = 'BacktrackWindowActual') AND (`metrics`.`value` IS NOT NULL) AND (`metrics`.`ts` IS NOT NULL)) AS `last_minutes`,
  max(`metrics`.`value`) FILTER (WHERE (`metrics`.`name` = 'BacktrackChangeRecordsStored')) AS `records_stored`,
  sum(`metrics`.`value`) FILTER (WHERE (`metrics`.`name` = 'BacktrackWindowAlert' AND `metrics`.`statistic` = 'Sum')) AS `window_alerts`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND startswith(`metrics`.`name`, 'Backtrack')
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`
),
`done` AS (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  count(*) AS `backtracks`,
  max(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackRequestCreationTime\']') AS TIMESTAMP)) AS `last_backtrack`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'backtrack'
GROUP BY `topology`.`account`, `topology`.`region`, `topology`.`cluster`
)
SELECT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  (CAST(`s`.`backtrack_s` AS DOUBLE) / 60.0e0) AS `target_minutes`,
  `r`.`last_minutes` AS `last_minutes`,
  `r`.`least_minutes` AS `least_minutes`,
  `r`.`window_alerts` AS `window_alerts`,
  `r`.`records_stored` AS `records_stored`,
  `d`.`backtracks` AS `backtracks`,
  `d`.`last_backtrack` AS `last_backtrack`,
  CASE WHEN `r`.`least_minutes` IS NULL THEN 'unknown: no BacktrackWindowActual in this range' WHEN `r`.`least_minutes` < (CAST(`s`.`backtrack_s` AS DOUBLE) / 60.0e0) THEN 'it could not reach as far as was asked' ELSE 'it reached as far as was asked' END AS `remark`
FROM `states` AS `s`
LEFT JOIN `reached` AS `r` ON `s`.`account` = `r`.`account` AND `s`.`region` = `r`.`region` AND `s`.`cluster` = `r`.`cluster`
LEFT JOIN `done` AS `d` ON coalesce(`s`.`account`, `r`.`account`) = `d`.`account` AND coalesce(`s`.`region`, `r`.`region`) = `d`.`region` AND coalesce(`s`.`cluster`, `r`.`cluster`) = `d`.`cluster`
ORDER BY `s`.`cluster` ASC NULLS LAST;

-- backup_windows 91cb8e9d18703ed6
WITH `tbl_coverage` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `collector` AS `collector`, CAST(`covered_to` AS TIMESTAMP) AS `covered_to`, `status` AS `status`
FROM store
WHERE tbl = 'coverage'
),
`tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `name` AS `name`, `value` AS `value`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`states` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`resource_id` AS `resource_id`,
  `ranked`.`engine` AS `engine`,
  `ranked`.`engine_version` AS `engine_version`,
  `ranked`.`cluster_status` AS `cluster_status`,
  `ranked`.`storage_type` AS `storage_type`,
  `ranked`.`created_at` AS `created_at`,
  `ranked`.`retention_days` AS `retention_days`,
  `ranked`.`backup_window` AS `backup_window`,
  `ranked`.`maintenance_window` AS `maintenance_window`,
  `ranked`.`deletion_protection` AS `deletion_protection`,
  `ranked`.`encrypted` AS `encrypted`,
  `ranked`.`insights_mode` AS `insights_mode`,
  `ranked`.`global_cluster` AS `global_cluster`,
  `ranked`.`parameter_group` AS `parameter_group`,
  `ranked`.`least_acu` AS `least_acu`,
  `ranked`.`most_acu` AS `most_acu`,
  `ranked`.`pause_after_s` AS `pause_after_s`,
  `ranked`.`clone_group` AS `clone_group`,
  `ranked`.`backtrack_s` AS `backtrack_s`,
  `ranked`.`earliest_restorable` AS `earliest_restorable`,
  `ranked`.`latest_restorable` AS `latest_restorable`,
  `ranked`.`restarts_at` AS `restarts_at`,
  `ranked`.`attributes` AS `attributes`,
  `ranked`.`valid_from` AS `valid_from`,
  `ranked`.`valid_to` AS `valid_to`,
  `ranked`.`known_by` AS `known_by`
FROM (
SELECT `cluster_states`.`account` AS `account`,
  `cluster_states`.`region` AS `region`,
  `cluster_states`.`cluster` AS `cluster`,
  `cluster_states`.`resource_id` AS `resource_id`,
  `cluster_states`.`engine` AS `engine`,
  `cluster_states`.`engine_version` AS `engine_version`,
  `cluster_states`.`cluster_status` AS `cluster_status`,
  `cluster_states`.`storage_type` AS `storage_type`,
  `cluster_states`.`created_at` AS `created_at`,
  `cluster_states`.`retention_days` AS `retention_days`,
  `cluster_states`.`backup_window` AS `backup_window`,
  `cluster_states`.`maintenance_window` AS `maintenance_window`,
  `cluster_states`.`deletion_protection` AS `deletion_protection`,
  `cluster_states`.`encrypted` AS `encrypted`,
  `cluster_states`.`insights_mode` AS `insights_mode`,
  `cluster_states`.`global_cluster` AS `global_cluster`,
  `cluster_states`.`parameter_group` AS `parameter_group`,
  `cluster_states`.`least_acu` AS `least_acu`,
  `cluster_states`.`most_acu` AS `most_acu`,
  `cluster_states`.`pause_after_s` AS `pause_after_s`,
  `cluster_states`.`clone_group` AS `clone_group`,
  `cluster_states`.`backtrack_s` AS `backtrack_s`,
  `cluster_states`.`earliest_restorable` AS `earliest_restorable`,
  `cluster_states`.`latest_restorable` AS `latest_restorable`,
  `cluster_states`.`restarts_at` AS `restarts_at`,
  `cluster_states`.`attributes` AS `attributes`,
  `cluster_states`.`valid_from` AS `valid_from`,
  `cluster_states`.`valid_to` AS `valid_to`,
  `cluster_states`.`known_by` AS `known_by`,
  row_number() OVER (PARTITION BY `cluster_states`.`account`, `cluster_states`.`region`, `cluster_states`.`cluster` ORDER BY CASE WHEN TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' THEN -unix_micros(`cluster_states`.`valid_from`) ELSE unix_micros(`cluster_states`.`valid_from`) END ASC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `cluster_status`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') AS `storage_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'ClusterCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS DOUBLE)) AS BIGINT)) AS `retention_days`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredBackupWindow\']') AS `backup_window`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredMaintenanceWindow\']') AS `maintenance_window`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'DatabaseInsightsMode\']') AS `insights_mode`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'GlobalClusterIdentifier\']'), `topology`.`parent_id`) AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterParameterGroup\']') AS `parameter_group`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MinCapacity\']') AS DOUBLE) AS `least_acu`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MaxCapacity\']') AS DOUBLE) AS `most_acu`,
  coalesce(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS BIGINT), try_cast(round(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS DOUBLE)) AS BIGINT)) AS `pause_after_s`,
  get_json_object(`topology`.`attributes`, '$[\'CloneGroupId\']') AS `clone_group`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS DOUBLE)) AS BIGINT)) AS `backtrack_s`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'EarliestRestorableTime\']') AS TIMESTAMP) AS `earliest_restorable`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'LatestRestorableTime\']') AS TIMESTAMP) AS `latest_restorable`,
  try_cast(coalesce(get_json_object(`topology`.`readings`, '$[\'AutomaticRestartTime\']'), get_json_object(`topology`.`attributes`, '$[\'AutomaticRestartTime\']')) AS TIMESTAMP) AS `restarts_at`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'cluster'
) AS `cluster_states`
WHERE (TRUE) AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_to` IS NULL OR `cluster_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`looked` AS (
SELECT `coverage`.`account` AS `account`,
  `coverage`.`region` AS `region`,
  max(`coverage`.`covered_to`) AS `looked_at`
FROM `tbl_coverage` AS `coverage`
WHERE `coverage`.`collector` = 'topology' AND `coverage`.`status` IN ('complete', 'partial')
GROUP BY `coverage`.`account`, `coverage`.`region`
),
`snapshots` AS (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterIdentifier\']') AS `cluster`,
  count(*) AS `snapshots`,
  count(*) FILTER (WHERE (get_json_object(`topology`.`attributes`, '$[\'SnapshotType\']') = 'manual')) AS `manual_snapshots`,
  count(*) FILTER (WHERE (CASE WHEN from_json(get_json_object(`topology`.`attributes`, '$[\'Restore\']'), 'ARRAY<STRING>') IS NOT NULL THEN coalesce(array_contains(from_json(get_json_object(`topology`.`attributes`, '$[\'Restore\']'), 'ARRAY<STRING>'), 'all'), FALSE) END)) AS `public_snapshots`,
  max(try_cast(get_json_object(`topology`.`attributes`, '$[\'SnapshotCreateTime\']') AS TIMESTAMP)) AS `newest_snapshot`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'snapshot' AND `topology`.`valid_to` IS NULL
GROUP BY `topology`.`account`, `topology`.`region`, get_json_object(`topology`.`attributes`, '$[\'DBClusterIdentifier\']')
),
`kept` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  max_by(`metrics`.`value`, struct(`metrics`.`ts`, `metrics`.`value`)) FILTER (WHERE (`metrics`.`name` = 'BackupRetentionPeriodStorageUsed') AND (`metrics`.`value` IS NOT NULL) AND (`metrics`.`ts` IS NOT NULL)) AS `retained_bytes`,
  max_by(`metrics`.`value`, struct(`metrics`.`ts`, `metrics`.`value`)) FILTER (WHERE (`metrics`.`name` = 'SnapshotStorageUsed') AND (`metrics`.`value` IS NOT NULL) AND (`metrics`.`ts` IS NOT NULL)) AS `snapshot_bytes`,
  max_by(`metrics`.`value`, struct(`metrics`.`ts`, `metrics`.`value`)) FILTER (WHERE (`metrics`.`name` = 'TotalBackupStorageBilled') AND (`metrics`.`value` IS NOT NULL) AND (`metrics`.`ts` IS NOT NULL)) AS `billed_bytes`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` IN ('BackupRetentionPeriodStorageUsed', 'SnapshotStorageUsed', 'TotalBackupStorageBilled')
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`
)
SELECT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `s`.`retention_days` AS `retention_days`,
  `s`.`backup_window` AS `backup_window`,
  `s`.`earliest_restorable` AS `earliest_restorable`,
  `s`.`latest_restorable` AS `latest_restorable`,
  unix_micros(`s`.`latest_restorable`) - unix_micros(`s`.`earliest_restorable`) AS `window_us`,
  `l`.`looked_at` AS `looked_at`,
  CASE WHEN `s`.`latest_restorable` <= `l`.`looked_at` THEN unix_micros(`l`.`looked_at`) - unix_micros(`s`.`latest_restorable`) WHEN `s`.`latest_restorable` > `l`.`looked_at` THEN 0 END AS `stale_us`,
  coalesce(`n`.`snapshots`, 0) AS `snapshots`,
  coalesce(`n`.`manual_snapshots`, 0) AS `manual_snapshots`,
  coalesce(`n`.`public_snapshots`, 0) AS `public_snapshots`,
  `n`.`newest_snapshot` AS `newest_snapshot`,
  `k`.`retained_bytes` AS `retained_bytes`,
  `k`.`snapshot_bytes` AS `snapshot_bytes`,
  `k`.`billed_bytes` AS `billed_bytes`,
  `s`.`encrypted` AS `encrypted`,
  `s`.`deletion_protection` AS `deletion_protection`,
  concat_ws('; ', CASE WHEN `s`.`latest_restorable` IS NULL THEN 'unknown: RDS told no restorable time' END, CASE WHEN coalesce(`n`.`public_snapshots`, 0) > 0 THEN 'act: a snapshot is public' END, CASE WHEN unix_micros(`l`.`looked_at`) - unix_micros(`s`.`latest_restorable`) > 900000000 THEN 'watch: the newest moment was over 15 minutes old' END, CASE WHEN `s`.`retention_days` < 7 THEN concat('watch: kept for only ', coalesce(CAST(`s`.`retention_days` AS STRING), ''), ' days') END) AS `remark`
FROM `states` AS `s`
LEFT JOIN `looked` AS `l` ON `s`.`account` = `l`.`account` AND `s`.`region` = `l`.`region`
LEFT JOIN `snapshots` AS `n` ON coalesce(`s`.`account`, `l`.`account`) = `n`.`account` AND coalesce(`s`.`region`, `l`.`region`) = `n`.`region` AND `s`.`cluster` = `n`.`cluster`
LEFT JOIN `kept` AS `k` ON coalesce(`s`.`account`, `l`.`account`, `n`.`account`) = `k`.`account` AND coalesce(`s`.`region`, `l`.`region`, `n`.`region`) = `k`.`region` AND coalesce(`s`.`cluster`, `n`.`cluster`) = `k`.`cluster`
ORDER BY `public_snapshots` DESC NULLS LAST, `stale_us` DESC NULLS LAST, `s`.`cluster` ASC NULLS LAST;

-- cache_warmings daedf7c9edf06f0c

-- cancelled_by_cause 80c38aff977aadc0
WITH `tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `severity` AS `severity`, `sqlstate` AS `sqlstate`, `message` AS `message`, `fingerprint` AS `fingerprint`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_fingerprints` AS (
SELECT `fingerprint` AS `fingerprint`, `normalized_sql` AS `normalized_sql`
FROM store
WHERE tbl = 'fingerprints'
),
`cancelled` AS (
SELECT CASE WHEN `entries`.`message` LIKE '% due to %' THEN CASE WHEN `entries`.`message` IS NOT NULL THEN coalesce(regexp_extract(`entries`.`message`, ' due to (.*)$', 1), '') END ELSE `entries`.`message` END AS `cause`,
  `entries`.`fingerprint` AS `fingerprint`,
  count(*) AS `cancelled`,
  count(DISTINCT `entries`.`user_name`) AS `users`,
  min(`entries`.`ts`) AS `first_ts`,
  max(`entries`.`ts`) AS `last_ts`
FROM `tbl_entries` AS `entries`
WHERE (`entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)) AND `entries`.`severity` IN ('ERROR', 'FATAL') AND (`entries`.`message` LIKE 'canceling %' OR `entries`.`message` LIKE 'terminating connection%' OR `entries`.`sqlstate` = '57014')
GROUP BY CASE WHEN `entries`.`message` LIKE '% due to %' THEN CASE WHEN `entries`.`message` IS NOT NULL THEN coalesce(regexp_extract(`entries`.`message`, ' due to (.*)$', 1), '') END ELSE `entries`.`message` END, `entries`.`fingerprint`
)
SELECT `c`.`cause` AS `cause`,
  `c`.`fingerprint` AS `fingerprint`,
  `f`.`normalized_sql` AS `normalized_sql`,
  `c`.`cancelled` AS `cancelled`,
  `c`.`users` AS `users`,
  `c`.`first_ts` AS `first_ts`,
  `c`.`last_ts` AS `last_ts`
FROM `cancelled` AS `c`
LEFT JOIN (
SELECT `fingerprints`.`fingerprint` AS `fingerprint`,
  max(`fingerprints`.`normalized_sql`) AS `normalized_sql`
FROM `tbl_fingerprints` AS `fingerprints`
GROUP BY `fingerprints`.`fingerprint`
) AS `f` ON `f`.`fingerprint` = `c`.`fingerprint`
ORDER BY `c`.`cancelled` DESC NULLS LAST, `c`.`cause` ASC NULLS LAST, `c`.`fingerprint` ASC NULLS LAST
LIMIT 100;

-- cancelled_statements ae3cd474b49d1ea3
WITH `tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `severity` AS `severity`, `sqlstate` AS `sqlstate`, `message` AS `message`, `detail` AS `detail`, `statement` AS `statement`, `fingerprint` AS `fingerprint`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `cancelled`.`ts` AS `ts`,
  `cancelled`.`cause` AS `cause`,
  `cancelled`.`severity` AS `severity`,
  `cancelled`.`sqlstate` AS `sqlstate`,
  `cancelled`.`message` AS `message`,
  `cancelled`.`detail` AS `detail`,
  `cancelled`.`statement` AS `statement`,
  `cancelled`.`fingerprint` AS `fingerprint`,
  `cancelled`.`user_name` AS `user_name`,
  `cancelled`.`database_name` AS `database_name`,
  `cancelled`.`client_host` AS `client_host`,
  `cancelled`.`application` AS `application`,
  `cancelled`.`cluster` AS `cluster`,
  `cancelled`.`instance` AS `instance`,
  `cancelled`.`pid` AS `pid`,
  `cancelled`.`session_key` AS `session_key`,
  `cancelled`.`source` AS `source`,
  `cancelled`.`offset` AS `offset`
FROM (
SELECT `entries`.`ts` AS `ts`,
  CASE WHEN `entries`.`message` LIKE '% due to %' THEN CASE WHEN `entries`.`message` IS NOT NULL THEN coalesce(regexp_extract(`entries`.`message`, ' due to (.*)$', 1), '') END ELSE `entries`.`message` END AS `cause`,
  `entries`.`severity` AS `severity`,
  `entries`.`sqlstate` AS `sqlstate`,
  `entries`.`message` AS `message`,
  `entries`.`detail` AS `detail`,
  `entries`.`statement` AS `statement`,
  `entries`.`fingerprint` AS `fingerprint`,
  `entries`.`user_name` AS `user_name`,
  `entries`.`database_name` AS `database_name`,
  `entries`.`client_host` AS `client_host`,
  `entries`.`application` AS `application`,
  `entries`.`cluster` AS `cluster`,
  `entries`.`instance` AS `instance`,
  `entries`.`pid` AS `pid`,
  `entries`.`session_key` AS `session_key`,
  `entries`.`source` AS `source`,
  `entries`.`offset` AS `offset`
FROM `tbl_entries` AS `entries`
WHERE (`entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)) AND `entries`.`severity` IN ('ERROR', 'FATAL') AND (`entries`.`message` LIKE 'canceling %' OR `entries`.`message` LIKE 'terminating connection%' OR `entries`.`sqlstate` = '57014')
) AS `cancelled`
WHERE (NULL IS NULL OR `cancelled`.`cause` = NULL)
ORDER BY `cancelled`.`ts` DESC NULLS LAST, `cancelled`.`source` DESC NULLS LAST, `cancelled`.`offset` DESC NULLS LAST
LIMIT 100;

-- checkpoint_causes a83f39f334eb4a9b
WITH `tbl_checkpoints` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `event` AS `event`, `restartpoint` AS `restartpoint`, `cause` AS `cause`
FROM store
WHERE tbl = 'checkpoints' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `checkpoints`.`event` AS `event`,
  coalesce(`checkpoints`.`restartpoint`, FALSE) AS `restartpoint`,
  coalesce(`checkpoints`.`cause`, '') AS `cause`,
  count(*) AS `checkpoints`,
  min(`checkpoints`.`ts`) AS `first_ts`,
  max(`checkpoints`.`ts`) AS `last_ts`
FROM `tbl_checkpoints` AS `checkpoints`
WHERE (`checkpoints`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `checkpoints`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `checkpoints`.`event` = 'starting'
GROUP BY `checkpoints`.`event`, coalesce(`checkpoints`.`restartpoint`, FALSE), coalesce(`checkpoints`.`cause`, '')
ORDER BY `checkpoints` DESC NULLS LAST, `cause` ASC NULLS LAST, `restartpoint` ASC NULLS LAST;

-- checkpoint_rows 87634074c021b5ed
WITH `tbl_checkpoints` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `event` AS `event`, `restartpoint` AS `restartpoint`, `cause` AS `cause`, `buffers` AS `buffers`, `buffers_pct` AS `buffers_pct`, `slru_buffers` AS `slru_buffers`, `wal_added` AS `wal_added`, `wal_removed` AS `wal_removed`, `wal_recycled` AS `wal_recycled`, `write_us` AS `write_us`, `sync_us` AS `sync_us`, `total_us` AS `total_us`, `sync_files` AS `sync_files`, `longest_us` AS `longest_us`, `average_us` AS `average_us`, `distance_kb` AS `distance_kb`, `estimate_kb` AS `estimate_kb`, `lsn` AS `lsn`, `redo_lsn` AS `redo_lsn`
FROM store
WHERE tbl = 'checkpoints' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `checkpoints`.`ts` AS `ts`,
  `checkpoints`.`event` AS `event`,
  `checkpoints`.`restartpoint` AS `restartpoint`,
  `checkpoints`.`cause` AS `cause`,
  `checkpoints`.`buffers` AS `buffers`,
  `checkpoints`.`buffers_pct` AS `buffers_pct`,
  `checkpoints`.`slru_buffers` AS `slru_buffers`,
  `checkpoints`.`wal_added` AS `wal_added`,
  `checkpoints`.`wal_removed` AS `wal_removed`,
  `checkpoints`.`wal_recycled` AS `wal_recycled`,
  `checkpoints`.`write_us` AS `write_us`,
  `checkpoints`.`sync_us` AS `sync_us`,
  `checkpoints`.`total_us` AS `total_us`,
  `checkpoints`.`sync_files` AS `sync_files`,
  `checkpoints`.`longest_us` AS `longest_us`,
  `checkpoints`.`average_us` AS `average_us`,
  `checkpoints`.`distance_kb` AS `distance_kb`,
  `checkpoints`.`estimate_kb` AS `estimate_kb`,
  `checkpoints`.`lsn` AS `lsn`,
  `checkpoints`.`redo_lsn` AS `redo_lsn`,
  `checkpoints`.`cluster` AS `cluster`,
  `checkpoints`.`instance` AS `instance`,
  `checkpoints`.`pid` AS `pid`,
  `checkpoints`.`source` AS `source`,
  `checkpoints`.`offset` AS `offset`
FROM `tbl_checkpoints` AS `checkpoints`
WHERE (`checkpoints`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `checkpoints`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND (NULL IS NULL OR `checkpoints`.`event` = NULL) AND (NULL IS NULL OR coalesce(`checkpoints`.`cause`, '') = NULL) AND (NULL IS NULL OR coalesce(`checkpoints`.`restartpoint`, FALSE) = NULL) AND (NULL IS NULL OR (unix_micros(`checkpoints`.`ts`) < NULL OR (unix_micros(`checkpoints`.`ts`) = NULL AND (`checkpoints`.`source` < NULL OR (`checkpoints`.`source` = NULL AND `checkpoints`.`offset` < NULL)))))
ORDER BY `ts` DESC NULLS LAST, `source` DESC NULLS LAST, `offset` DESC NULLS LAST
LIMIT 100;

-- checkpoints_over_time 9c69d241ed1b2ea5
WITH `tbl_checkpoints` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `event` AS `event`, `buffers` AS `buffers`, `buffers_pct` AS `buffers_pct`, `wal_added` AS `wal_added`, `wal_removed` AS `wal_removed`, `wal_recycled` AS `wal_recycled`, `write_us` AS `write_us`, `sync_us` AS `sync_us`, `total_us` AS `total_us`, `longest_us` AS `longest_us`, `distance_kb` AS `distance_kb`, `estimate_kb` AS `estimate_kb`
FROM store
WHERE tbl = 'checkpoints' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT timestamp_micros((unix_micros(`checkpoints`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  `checkpoints`.`event` AS `event`,
  count(*) AS `checkpoints`,
  sum(`checkpoints`.`buffers`) AS `buffers`,
  max(`checkpoints`.`buffers_pct`) AS `max_buffers_pct`,
  sum(`checkpoints`.`wal_added`) AS `wal_added`,
  sum(`checkpoints`.`wal_removed`) AS `wal_removed`,
  sum(`checkpoints`.`wal_recycled`) AS `wal_recycled`,
  sum(`checkpoints`.`write_us`) AS `write_us`,
  sum(`checkpoints`.`sync_us`) AS `sync_us`,
  sum(`checkpoints`.`total_us`) AS `total_us`,
  max(`checkpoints`.`total_us`) AS `max_total_us`,
  max(`checkpoints`.`longest_us`) AS `longest_us`,
  sum(`checkpoints`.`distance_kb`) AS `distance_kb`,
  max(`checkpoints`.`estimate_kb`) AS `estimate_kb`
FROM `tbl_checkpoints` AS `checkpoints`
WHERE (`checkpoints`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `checkpoints`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `checkpoints`.`event` = 'complete'
GROUP BY timestamp_micros((unix_micros(`checkpoints`.`ts`) DIV 60000000) * 60000000L), `checkpoints`.`event`
ORDER BY `bucket` ASC NULLS LAST;

-- checks_list 9f36bf53ff252312
WITH `tbl_findings` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `check` AS `check`
FROM store
WHERE tbl = 'findings' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `findings`.`check` AS `check`,
  CAST(NULL AS STRING) AS `title`,
  CAST(NULL AS STRING) AS `why`,
  CAST(NULL AS STRING) AS `grave_when`,
  count(*) AS `found`,
  CAST(NULL AS BIGINT) AS `unread`,
  CAST(NULL AS STRING) AS `unread_why`
FROM `tbl_findings` AS `findings`
WHERE (`findings`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `findings`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
GROUP BY `findings`.`check`
ORDER BY `found` DESC NULLS LAST, `check` ASC NULLS LAST;

-- clone_families a8caf3cdc2062ae9
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `name` AS `name`, `value` AS `value`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`states` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`resource_id` AS `resource_id`,
  `ranked`.`engine` AS `engine`,
  `ranked`.`engine_version` AS `engine_version`,
  `ranked`.`cluster_status` AS `cluster_status`,
  `ranked`.`storage_type` AS `storage_type`,
  `ranked`.`created_at` AS `created_at`,
  `ranked`.`retention_days` AS `retention_days`,
  `ranked`.`backup_window` AS `backup_window`,
  `ranked`.`maintenance_window` AS `maintenance_window`,
  `ranked`.`deletion_protection` AS `deletion_protection`,
  `ranked`.`encrypted` AS `encrypted`,
  `ranked`.`insights_mode` AS `insights_mode`,
  `ranked`.`global_cluster` AS `global_cluster`,
  `ranked`.`parameter_group` AS `parameter_group`,
  `ranked`.`least_acu` AS `least_acu`,
  `ranked`.`most_acu` AS `most_acu`,
  `ranked`.`pause_after_s` AS `pause_after_s`,
  `ranked`.`clone_group` AS `clone_group`,
  `ranked`.`backtrack_s` AS `backtrack_s`,
  `ranked`.`earliest_restorable` AS `earliest_restorable`,
  `ranked`.`latest_restorable` AS `latest_restorable`,
  `ranked`.`restarts_at` AS `restarts_at`,
  `ranked`.`attributes` AS `attributes`,
  `ranked`.`valid_from` AS `valid_from`,
  `ranked`.`valid_to` AS `valid_to`,
  `ranked`.`known_by` AS `known_by`
FROM (
SELECT `cluster_states`.`account` AS `account`,
  `cluster_states`.`region` AS `region`,
  `cluster_states`.`cluster` AS `cluster`,
  `cluster_states`.`resource_id` AS `resource_id`,
  `cluster_states`.`engine` AS `engine`,
  `cluster_states`.`engine_version` AS `engine_version`,
  `cluster_states`.`cluster_status` AS `cluster_status`,
  `cluster_states`.`storage_type` AS `storage_type`,
  `cluster_states`.`created_at` AS `created_at`,
  `cluster_states`.`retention_days` AS `retention_days`,
  `cluster_states`.`backup_window` AS `backup_window`,
  `cluster_states`.`maintenance_window` AS `maintenance_window`,
  `cluster_states`.`deletion_protection` AS `deletion_protection`,
  `cluster_states`.`encrypted` AS `encrypted`,
  `cluster_states`.`insights_mode` AS `insights_mode`,
  `cluster_states`.`global_cluster` AS `global_cluster`,
  `cluster_states`.`parameter_group` AS `parameter_group`,
  `cluster_states`.`least_acu` AS `least_acu`,
  `cluster_states`.`most_acu` AS `most_acu`,
  `cluster_states`.`pause_after_s` AS `pause_after_s`,
  `cluster_states`.`clone_group` AS `clone_group`,
  `cluster_states`.`backtrack_s` AS `backtrack_s`,
  `cluster_states`.`earliest_restorable` AS `earliest_restorable`,
  `cluster_states`.`latest_restorable` AS `latest_restorable`,
  `cluster_states`.`restarts_at` AS `restarts_at`,
  `cluster_states`.`attributes` AS `attributes`,
  `cluster_states`.`valid_from` AS `valid_from`,
  `cluster_states`.`valid_to` AS `valid_to`,
  `cluster_states`.`known_by` AS `known_by`,
  row_number() OVER (PARTITION BY `cluster_states`.`account`, `cluster_states`.`region`, `cluster_states`.`cluster` ORDER BY `cluster_states`.`valid_from` DESC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `cluster_status`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') AS `storage_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'ClusterCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS DOUBLE)) AS BIGINT)) AS `retention_days`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredBackupWindow\']') AS `backup_window`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredMaintenanceWindow\']') AS `maintenance_window`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'DatabaseInsightsMode\']') AS `insights_mode`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'GlobalClusterIdentifier\']'), `topology`.`parent_id`) AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterParameterGroup\']') AS `parameter_group`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MinCapacity\']') AS DOUBLE) AS `least_acu`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MaxCapacity\']') AS DOUBLE) AS `most_acu`,
  coalesce(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS BIGINT), try_cast(round(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS DOUBLE)) AS BIGINT)) AS `pause_after_s`,
  get_json_object(`topology`.`attributes`, '$[\'CloneGroupId\']') AS `clone_group`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS DOUBLE)) AS BIGINT)) AS `backtrack_s`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'EarliestRestorableTime\']') AS TIMESTAMP) AS `earliest_restorable`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'LatestRestorableTime\']') AS TIMESTAMP) AS `latest_restorable`,
  try_cast(coalesce(get_json_object(`topology`.`readings`, '$[\'AutomaticRestartTime\']'), get_json_object(`topology`.`attributes`, '$[\'AutomaticRestartTime\']')) AS TIMESTAMP) AS `restarts_at`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'cluster'
) AS `cluster_states`
WHERE (TRUE) AND `cluster_states`.`clone_group` IS NOT NULL AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_to` IS NULL OR `cluster_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`used` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  max(`metrics`.`value`) FILTER (WHERE (`metrics`.`name` = 'DatabaseConnections')) AS `most_connections`,
  max_by(`metrics`.`value`, struct(`metrics`.`ts`, `metrics`.`value`)) FILTER (WHERE (`metrics`.`name` = 'VolumeBytesUsed') AND (`metrics`.`value` IS NOT NULL) AND (`metrics`.`ts` IS NOT NULL)) AS `volume_bytes`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` IN ('DatabaseConnections', 'VolumeBytesUsed')
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`
)
SELECT `s`.`clone_group` AS `clone_group`,
  `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `s`.`created_at` AS `created_at`,
  `u`.`volume_bytes` AS `volume_bytes`,
  `u`.`most_connections` AS `most_connections`,
  CASE WHEN `s`.`created_at` = min(`s`.`created_at`) OVER `w` THEN 'the first of its group' ELSE 'a clone' END AS `role`,
  CASE WHEN count(*) OVER `w` = 1 THEN 'alone in its group: what it was cloned from or to is gone' WHEN `u`.`most_connections` IS NULL THEN 'unknown: its connections were not collected' WHEN `u`.`most_connections` = 0 THEN 'nobody connected in this range: forgotten?' ELSE 'in use' END AS `remark`
FROM `states` AS `s`
LEFT JOIN `used` AS `u` ON `s`.`account` = `u`.`account` AND `s`.`region` = `u`.`region` AND `s`.`cluster` = `u`.`cluster`
WINDOW `w` AS (PARTITION BY `s`.`account`, `s`.`region`, `s`.`clone_group`)
ORDER BY `s`.`clone_group` ASC NULLS LAST, `s`.`created_at` ASC NULLS LAST, `s`.`cluster` ASC NULLS LAST;

-- cluster_list ee8022515cfc57dc
WITH `tbl_roles` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `role` AS `role`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'roles'
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`clusters_then` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`resource_id` AS `resource_id`,
  `ranked`.`engine` AS `engine`,
  `ranked`.`engine_version` AS `engine_version`,
  `ranked`.`cluster_status` AS `cluster_status`,
  `ranked`.`storage_type` AS `storage_type`,
  `ranked`.`created_at` AS `created_at`,
  `ranked`.`retention_days` AS `retention_days`,
  `ranked`.`backup_window` AS `backup_window`,
  `ranked`.`maintenance_window` AS `maintenance_window`,
  `ranked`.`deletion_protection` AS `deletion_protection`,
  `ranked`.`encrypted` AS `encrypted`,
  `ranked`.`insights_mode` AS `insights_mode`,
  `ranked`.`global_cluster` AS `global_cluster`,
  `ranked`.`parameter_group` AS `parameter_group`,
  `ranked`.`least_acu` AS `least_acu`,
  `ranked`.`most_acu` AS `most_acu`,
  `ranked`.`pause_after_s` AS `pause_after_s`,
  `ranked`.`clone_group` AS `clone_group`,
  `ranked`.`backtrack_s` AS `backtrack_s`,
  `ranked`.`earliest_restorable` AS `earliest_restorable`,
  `ranked`.`latest_restorable` AS `latest_restorable`,
  `ranked`.`restarts_at` AS `restarts_at`,
  `ranked`.`attributes` AS `attributes`,
  `ranked`.`valid_from` AS `valid_from`,
  `ranked`.`valid_to` AS `valid_to`,
  `ranked`.`known_by` AS `known_by`
FROM (
SELECT `cluster_states`.`account` AS `account`,
  `cluster_states`.`region` AS `region`,
  `cluster_states`.`cluster` AS `cluster`,
  `cluster_states`.`resource_id` AS `resource_id`,
  `cluster_states`.`engine` AS `engine`,
  `cluster_states`.`engine_version` AS `engine_version`,
  `cluster_states`.`cluster_status` AS `cluster_status`,
  `cluster_states`.`storage_type` AS `storage_type`,
  `cluster_states`.`created_at` AS `created_at`,
  `cluster_states`.`retention_days` AS `retention_days`,
  `cluster_states`.`backup_window` AS `backup_window`,
  `cluster_states`.`maintenance_window` AS `maintenance_window`,
  `cluster_states`.`deletion_protection` AS `deletion_protection`,
  `cluster_states`.`encrypted` AS `encrypted`,
  `cluster_states`.`insights_mode` AS `insights_mode`,
  `cluster_states`.`global_cluster` AS `global_cluster`,
  `cluster_states`.`parameter_group` AS `parameter_group`,
  `cluster_states`.`least_acu` AS `least_acu`,
  `cluster_states`.`most_acu` AS `most_acu`,
  `cluster_states`.`pause_after_s` AS `pause_after_s`,
  `cluster_states`.`clone_group` AS `clone_group`,
  `cluster_states`.`backtrack_s` AS `backtrack_s`,
  `cluster_states`.`earliest_restorable` AS `earliest_restorable`,
  `cluster_states`.`latest_restorable` AS `latest_restorable`,
  `cluster_states`.`restarts_at` AS `restarts_at`,
  `cluster_states`.`attributes` AS `attributes`,
  `cluster_states`.`valid_from` AS `valid_from`,
  `cluster_states`.`valid_to` AS `valid_to`,
  `cluster_states`.`known_by` AS `known_by`,
  row_number() OVER (PARTITION BY `cluster_states`.`account`, `cluster_states`.`region`, `cluster_states`.`cluster` ORDER BY CASE WHEN TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' THEN -unix_micros(`cluster_states`.`valid_from`) ELSE unix_micros(`cluster_states`.`valid_from`) END ASC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `cluster_status`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') AS `storage_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'ClusterCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS DOUBLE)) AS BIGINT)) AS `retention_days`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredBackupWindow\']') AS `backup_window`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredMaintenanceWindow\']') AS `maintenance_window`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'DatabaseInsightsMode\']') AS `insights_mode`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'GlobalClusterIdentifier\']'), `topology`.`parent_id`) AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterParameterGroup\']') AS `parameter_group`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MinCapacity\']') AS DOUBLE) AS `least_acu`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MaxCapacity\']') AS DOUBLE) AS `most_acu`,
  coalesce(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS BIGINT), try_cast(round(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS DOUBLE)) AS BIGINT)) AS `pause_after_s`,
  get_json_object(`topology`.`attributes`, '$[\'CloneGroupId\']') AS `clone_group`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS DOUBLE)) AS BIGINT)) AS `backtrack_s`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'EarliestRestorableTime\']') AS TIMESTAMP) AS `earliest_restorable`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'LatestRestorableTime\']') AS TIMESTAMP) AS `latest_restorable`,
  try_cast(coalesce(get_json_object(`topology`.`readings`, '$[\'AutomaticRestartTime\']'), get_json_object(`topology`.`attributes`, '$[\'AutomaticRestartTime\']')) AS TIMESTAMP) AS `restarts_at`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'cluster'
) AS `cluster_states`
WHERE (TRUE) AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_to` IS NULL OR `cluster_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`instances_then` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`resource_id` AS `resource_id`,
  `ranked`.`engine` AS `engine`,
  `ranked`.`engine_version` AS `engine_version`,
  `ranked`.`instance_class` AS `instance_class`,
  `ranked`.`class_size` AS `class_size`,
  `ranked`.`zone` AS `zone`,
  `ranked`.`instance_status` AS `instance_status`,
  `ranked`.`promotion_tier` AS `promotion_tier`,
  `ranked`.`created_at` AS `created_at`,
  `ranked`.`insights_enabled` AS `insights_enabled`,
  `ranked`.`monitoring_s` AS `monitoring_s`,
  `ranked`.`certificate` AS `certificate`,
  `ranked`.`certificate_until` AS `certificate_until`,
  `ranked`.`publicly_accessible` AS `publicly_accessible`,
  `ranked`.`attributes` AS `attributes`,
  `ranked`.`valid_from` AS `valid_from`,
  `ranked`.`valid_to` AS `valid_to`,
  `ranked`.`known_by` AS `known_by`
FROM (
SELECT `instance_states`.`account` AS `account`,
  `instance_states`.`region` AS `region`,
  `instance_states`.`cluster` AS `cluster`,
  `instance_states`.`instance` AS `instance`,
  `instance_states`.`resource_id` AS `resource_id`,
  `instance_states`.`engine` AS `engine`,
  `instance_states`.`engine_version` AS `engine_version`,
  `instance_states`.`instance_class` AS `instance_class`,
  `instance_states`.`class_size` AS `class_size`,
  `instance_states`.`zone` AS `zone`,
  `instance_states`.`instance_status` AS `instance_status`,
  `instance_states`.`promotion_tier` AS `promotion_tier`,
  `instance_states`.`created_at` AS `created_at`,
  `instance_states`.`insights_enabled` AS `insights_enabled`,
  `instance_states`.`monitoring_s` AS `monitoring_s`,
  `instance_states`.`certificate` AS `certificate`,
  `instance_states`.`certificate_until` AS `certificate_until`,
  `instance_states`.`publicly_accessible` AS `publicly_accessible`,
  `instance_states`.`attributes` AS `attributes`,
  `instance_states`.`valid_from` AS `valid_from`,
  `instance_states`.`valid_to` AS `valid_to`,
  `instance_states`.`known_by` AS `known_by`,
  row_number() OVER (PARTITION BY `instance_states`.`account`, `instance_states`.`region`, `instance_states`.`instance` ORDER BY CASE WHEN TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `instance_states`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' THEN -unix_micros(`instance_states`.`valid_from`) ELSE unix_micros(`instance_states`.`valid_from`) END ASC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`instance` AS `instance`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') AS `instance_class`,
  CASE WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'micro' THEN 0.125e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'small' THEN 0.25e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'medium' THEN 0.5e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'large' THEN 1.0e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'xlarge' THEN 2.0e0 ELSE 2.0e0 * try_cast(nullif(CASE WHEN get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') IS NOT NULL THEN coalesce(regexp_extract(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '\\.([0-9]+)xlarge$', 1), '') END, '') AS DOUBLE) END AS `class_size`,
  get_json_object(`topology`.`attributes`, '$[\'AvailabilityZone\']') AS `zone`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceStatus\']') AS `instance_status`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS DOUBLE)) AS BIGINT)) AS `promotion_tier`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'InstanceCreateTime\']') AS TIMESTAMP) AS `created_at`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `insights_enabled`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS DOUBLE)) AS BIGINT)) AS `monitoring_s`,
  get_json_object(`topology`.`attributes`, '$[\'CACertificateIdentifier\']') AS `certificate`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'CertificateDetails\']'), '$[\'ValidTill\']') AS TIMESTAMP) AS `certificate_until`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `publicly_accessible`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'instance'
) AS `instance_states`
WHERE (TRUE) AND (`instance_states`.`valid_to` IS NULL OR `instance_states`.`valid_to` >= TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`roles_then` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`role` AS `role`
FROM (
SELECT `roles`.`account` AS `account`,
  `roles`.`region` AS `region`,
  `roles`.`cluster` AS `cluster`,
  `roles`.`instance` AS `instance`,
  `roles`.`role` AS `role`,
  row_number() OVER (PARTITION BY `roles`.`account`, `roles`.`region`, `roles`.`instance` ORDER BY CASE WHEN TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `roles`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' THEN -unix_micros(`roles`.`valid_from`) ELSE unix_micros(`roles`.`valid_from`) END ASC NULLS LAST) = 1 AS `is_kept`
FROM `tbl_roles` AS `roles`
WHERE (TRUE)
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`members` AS (
SELECT `i`.`account` AS `account`,
  `i`.`region` AS `region`,
  `i`.`cluster` AS `cluster`,
  `i`.`instance` AS `instance`,
  `i`.`zone` AS `zone`,
  `i`.`instance_class` AS `instance_class`,
  `r`.`role` AS `role`,
  rank() OVER (PARTITION BY `i`.`account`, `i`.`region`, `i`.`cluster`, `r`.`role` ORDER BY `i`.`promotion_tier` ASC NULLS LAST, coalesce(`i`.`class_size`, 0.0e0) DESC NULLS LAST) AS `place`
FROM `instances_then` AS `i`
LEFT JOIN `roles_then` AS `r` ON `i`.`account` = `r`.`account` AND `i`.`region` = `r`.`region` AND `i`.`cluster` = `r`.`cluster` AND `i`.`instance` = `r`.`instance`
),
`summed` AS (
SELECT `members`.`account` AS `account`,
  `members`.`region` AS `region`,
  `members`.`cluster` AS `cluster`,
  count(*) AS `instances`,
  count(DISTINCT `members`.`zone`) AS `zones`,
  max(`members`.`instance`) FILTER (WHERE (`members`.`role` = 'writer')) AS `writer`,
  count(*) FILTER (WHERE (`members`.`role` = 'reader')) AS `readers`,
  CASE WHEN count(`members`.`instance`) FILTER (WHERE (`members`.`role` = 'reader' AND `members`.`place` = 1) AND (`members`.`instance` IS NOT NULL)) > 0 THEN array_join(transform(sort_array(collect_list(struct(`members`.`instance` AS k0, `members`.`instance` AS held)) FILTER (WHERE (`members`.`role` = 'reader' AND `members`.`place` = 1) AND (`members`.`instance` IS NOT NULL)), TRUE), each_one -> each_one.held), ' or ') END AS `first_readers`,
  CASE WHEN count(`members`.`instance_class`) FILTER (WHERE (`members`.`instance_class` IS NOT NULL)) > 0 THEN array_join(sort_array(collect_set(`members`.`instance_class`) FILTER (WHERE (`members`.`instance_class` IS NOT NULL))), ', ') END AS `instance_class`
FROM `members` AS `members`
GROUP BY `members`.`account`, `members`.`region`, `members`.`cluster`
)
SELECT `c`.`account` AS `account`,
  `c`.`region` AS `region`,
  `c`.`cluster` AS `cluster`,
  `c`.`engine` AS `engine`,
  `c`.`engine_version` AS `engine_version`,
  `c`.`cluster_status` AS `cluster_status`,
  coalesce(`s`.`instances`, 0) AS `instances`,
  coalesce(`s`.`readers`, 0) AS `readers`,
  `s`.`zones` AS `zones`,
  `s`.`writer` AS `writer`,
  CASE WHEN coalesce(`s`.`instances`, 0) = 0 THEN 'none: it has no instance' WHEN `s`.`writer` IS NULL AND `c`.`global_cluster` IS NOT NULL THEN 'none: it is a secondary of a global database' WHEN `s`.`writer` IS NULL THEN 'unknown: nobody said who writes' WHEN `s`.`readers` = 0 THEN 'none: there is no reader' ELSE `s`.`first_readers` END AS `promoted_next`,
  `s`.`instance_class` AS `instance_class`,
  `c`.`storage_type` AS `storage_type`,
  `c`.`global_cluster` AS `global_cluster`,
  `c`.`deletion_protection` AS `deletion_protection`,
  `c`.`encrypted` AS `encrypted`,
  `c`.`retention_days` AS `retention_days`,
  `c`.`maintenance_window` AS `maintenance_window`,
  `c`.`backup_window` AS `backup_window`,
  `c`.`least_acu` AS `least_acu`,
  `c`.`most_acu` AS `most_acu`,
  `c`.`created_at` AS `created_at`,
  `c`.`valid_from` AS `valid_from`
FROM `clusters_then` AS `c`
LEFT JOIN `summed` AS `s` ON `c`.`account` = `s`.`account` AND `c`.`region` = `s`.`region` AND `c`.`cluster` = `s`.`cluster`
ORDER BY `c`.`cluster` ASC NULLS LAST, `c`.`region` ASC NULLS LAST;

-- cluster_states 05c6ab1e3ea964aa
WITH `tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
)
SELECT `cluster_states`.`account` AS `account`,
  `cluster_states`.`region` AS `region`,
  `cluster_states`.`cluster` AS `cluster`,
  `cluster_states`.`resource_id` AS `resource_id`,
  `cluster_states`.`engine` AS `engine`,
  `cluster_states`.`engine_version` AS `engine_version`,
  `cluster_states`.`cluster_status` AS `cluster_status`,
  `cluster_states`.`storage_type` AS `storage_type`,
  `cluster_states`.`created_at` AS `created_at`,
  `cluster_states`.`retention_days` AS `retention_days`,
  `cluster_states`.`backup_window` AS `backup_window`,
  `cluster_states`.`maintenance_window` AS `maintenance_window`,
  `cluster_states`.`deletion_protection` AS `deletion_protection`,
  `cluster_states`.`encrypted` AS `encrypted`,
  `cluster_states`.`insights_mode` AS `insights_mode`,
  `cluster_states`.`global_cluster` AS `global_cluster`,
  `cluster_states`.`parameter_group` AS `parameter_group`,
  `cluster_states`.`least_acu` AS `least_acu`,
  `cluster_states`.`most_acu` AS `most_acu`,
  `cluster_states`.`pause_after_s` AS `pause_after_s`,
  `cluster_states`.`clone_group` AS `clone_group`,
  `cluster_states`.`backtrack_s` AS `backtrack_s`,
  `cluster_states`.`earliest_restorable` AS `earliest_restorable`,
  `cluster_states`.`latest_restorable` AS `latest_restorable`,
  `cluster_states`.`restarts_at` AS `restarts_at`,
  `cluster_states`.`attributes` AS `attributes`,
  `cluster_states`.`valid_from` AS `valid_from`,
  `cluster_states`.`valid_to` AS `valid_to`,
  `cluster_states`.`known_by` AS `known_by`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `cluster_status`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') AS `storage_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'ClusterCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS DOUBLE)) AS BIGINT)) AS `retention_days`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredBackupWindow\']') AS `backup_window`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredMaintenanceWindow\']') AS `maintenance_window`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'DatabaseInsightsMode\']') AS `insights_mode`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'GlobalClusterIdentifier\']'), `topology`.`parent_id`) AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterParameterGroup\']') AS `parameter_group`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MinCapacity\']') AS DOUBLE) AS `least_acu`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MaxCapacity\']') AS DOUBLE) AS `most_acu`,
  coalesce(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS BIGINT), try_cast(round(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS DOUBLE)) AS BIGINT)) AS `pause_after_s`,
  get_json_object(`topology`.`attributes`, '$[\'CloneGroupId\']') AS `clone_group`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS DOUBLE)) AS BIGINT)) AS `backtrack_s`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'EarliestRestorableTime\']') AS TIMESTAMP) AS `earliest_restorable`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'LatestRestorableTime\']') AS TIMESTAMP) AS `latest_restorable`,
  try_cast(coalesce(get_json_object(`topology`.`readings`, '$[\'AutomaticRestartTime\']'), get_json_object(`topology`.`attributes`, '$[\'AutomaticRestartTime\']')) AS TIMESTAMP) AS `restarts_at`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'cluster'
) AS `cluster_states`;

-- cluster_topology 77948b0a918bc8ed
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `scope` AS `scope`, `statistic` AS `statistic`, `value` AS `value`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_roles` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `role` AS `role`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'roles'
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `resource_name` AS `resource_name`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`clusters_then` AS (
SELECT `cluster_states`.`account` AS `account`,
  `cluster_states`.`region` AS `region`,
  `cluster_states`.`cluster` AS `cluster`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `cluster_status`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') AS `storage_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'ClusterCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS DOUBLE)) AS BIGINT)) AS `retention_days`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredBackupWindow\']') AS `backup_window`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredMaintenanceWindow\']') AS `maintenance_window`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'DatabaseInsightsMode\']') AS `insights_mode`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'GlobalClusterIdentifier\']'), `topology`.`parent_id`) AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterParameterGroup\']') AS `parameter_group`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MinCapacity\']') AS DOUBLE) AS `least_acu`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MaxCapacity\']') AS DOUBLE) AS `most_acu`,
  coalesce(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS BIGINT), try_cast(round(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS DOUBLE)) AS BIGINT)) AS `pause_after_s`,
  get_json_object(`topology`.`attributes`, '$[\'CloneGroupId\']') AS `clone_group`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS DOUBLE)) AS BIGINT)) AS `backtrack_s`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'EarliestRestorableTime\']') AS TIMESTAMP) AS `earliest_restorable`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'LatestRestorableTime\']') AS TIMESTAMP) AS `latest_restorable`,
  try_cast(coalesce(get_json_object(`topology`.`readings`, '$[\'AutomaticRestartTime\']'), get_json_object(`topology`.`attributes`, '$[\'AutomaticRestartTime\']')) AS TIMESTAMP) AS `restarts_at`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'cluster'
) AS `cluster_states`
WHERE (TRUE) AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_to` IS NULL OR `cluster_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
GROUP BY `cluster_states`.`account`, `cluster_states`.`region`, `cluster_states`.`cluster`
),
`instances_then` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`resource_id` AS `resource_id`,
  `ranked`.`engine` AS `engine`,
  `ranked`.`engine_version` AS `engine_version`,
  `ranked`.`instance_class` AS `instance_class`,
  `ranked`.`class_size` AS `class_size`,
  `ranked`.`zone` AS `zone`,
  `ranked`.`instance_status` AS `instance_status`,
  `ranked`.`promotion_tier` AS `promotion_tier`,
  `ranked`.`created_at` AS `created_at`,
  `ranked`.`insights_enabled` AS `insights_enabled`,
  `ranked`.`monitoring_s` AS `monitoring_s`,
  `ranked`.`certificate` AS `certificate`,
  `ranked`.`certificate_until` AS `certificate_until`,
  `ranked`.`publicly_accessible` AS `publicly_accessible`,
  `ranked`.`attributes` AS `attributes`,
  `ranked`.`valid_from` AS `valid_from`,
  `ranked`.`valid_to` AS `valid_to`,
  `ranked`.`known_by` AS `known_by`
FROM (
SELECT `instance_states`.`account` AS `account`,
  `instance_states`.`region` AS `region`,
  `instance_states`.`cluster` AS `cluster`,
  `instance_states`.`instance` AS `instance`,
  `instance_states`.`resource_id` AS `resource_id`,
  `instance_states`.`engine` AS `engine`,
  `instance_states`.`engine_version` AS `engine_version`,
  `instance_states`.`instance_class` AS `instance_class`,
  `instance_states`.`class_size` AS `class_size`,
  `instance_states`.`zone` AS `zone`,
  `instance_states`.`instance_status` AS `instance_status`,
  `instance_states`.`promotion_tier` AS `promotion_tier`,
  `instance_states`.`created_at` AS `created_at`,
  `instance_states`.`insights_enabled` AS `insights_enabled`,
  `instance_states`.`monitoring_s` AS `monitoring_s`,
  `instance_states`.`certificate` AS `certificate`,
  `instance_states`.`certificate_until` AS `certificate_until`,
  `instance_states`.`publicly_accessible` AS `publicly_accessible`,
  `instance_states`.`attributes` AS `attributes`,
  `instance_states`.`valid_from` AS `valid_from`,
  `instance_states`.`valid_to` AS `valid_to`,
  `instance_states`.`known_by` AS `known_by`,
  row_number() OVER (PARTITION BY `instance_states`.`account`, `instance_states`.`region`, `instance_states`.`instance` ORDER BY CASE WHEN TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `instance_states`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' THEN -unix_micros(`instance_states`.`valid_from`) ELSE unix_micros(`instance_states`.`valid_from`) END ASC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`instance` AS `instance`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') AS `instance_class`,
  CASE WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'micro' THEN 0.125e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'small' THEN 0.25e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'medium' THEN 0.5e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'large' THEN 1.0e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'xlarge' THEN 2.0e0 ELSE 2.0e0 * try_cast(nullif(CASE WHEN get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') IS NOT NULL THEN coalesce(regexp_extract(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '\\.([0-9]+)xlarge$', 1), '') END, '') AS DOUBLE) END AS `class_size`,
  get_json_object(`topology`.`attributes`, '$[\'AvailabilityZone\']') AS `zone`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceStatus\']') AS `instance_status`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS DOUBLE)) AS BIGINT)) AS `promotion_tier`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'InstanceCreateTime\']') AS TIMESTAMP) AS `created_at`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `insights_enabled`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS DOUBLE)) AS BIGINT)) AS `monitoring_s`,
  get_json_object(`topology`.`attributes`, '$[\'CACertificateIdentifier\']') AS `certificate`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'CertificateDetails\']'), '$[\'ValidTill\']') AS TIMESTAMP) AS `certificate_until`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `publicly_accessible`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'instance'
) AS `instance_states`
WHERE (TRUE) AND (`instance_states`.`valid_to` IS NULL OR `instance_states`.`valid_to` >= TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`roles_then` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`role` AS `role`,
  `ranked`.`role_since` AS `role_since`
FROM (
SELECT `roles`.`account` AS `account`,
  `roles`.`region` AS `region`,
  `roles`.`cluster` AS `cluster`,
  `roles`.`instance` AS `instance`,
  `roles`.`role` AS `role`,
  `roles`.`valid_from` AS `role_since`,
  row_number() OVER (PARTITION BY `roles`.`account`, `roles`.`region`, `roles`.`instance` ORDER BY CASE WHEN TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `roles`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' THEN -unix_micros(`roles`.`valid_from`) ELSE unix_micros(`roles`.`valid_from`) END ASC NULLS LAST) = 1 AS `is_kept`
FROM `tbl_roles` AS `roles`
WHERE (TRUE)
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`chosen` AS (
SELECT `c`.`account` AS `account`,
  `c`.`region` AS `region`,
  `c`.`cluster` AS `cluster`,
  count(`i`.`instance`) AS `held`,
  count(*) OVER () AS `clusters`
FROM `clusters_then` AS `c`
LEFT JOIN `instances_then` AS `i` ON `c`.`account` = `i`.`account` AND `c`.`region` = `i`.`region` AND `c`.`cluster` = `i`.`cluster`
GROUP BY `c`.`account`, `c`.`region`, `c`.`cluster`
ORDER BY `held` DESC NULLS LAST, `cluster` ASC NULLS LAST, `region` ASC NULLS LAST
LIMIT 1
),
`lags` AS (
SELECT `metrics`.`instance` AS `instance`,
  max_by(`metrics`.`value`, struct(`metrics`.`ts`, `metrics`.`value`)) FILTER (WHERE (`metrics`.`value` IS NOT NULL) AND (`metrics`.`ts` IS NOT NULL)) AS `last_lag_ms`,
  max(`metrics`.`value`) AS `max_lag_ms`,
  max(`metrics`.`ts`) AS `last_ts`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` = 'AuroraReplicaLag' AND `metrics`.`scope` = 'instance' AND `metrics`.`statistic` IN ('Average', 'Maximum')
GROUP BY `metrics`.`instance`
),
`members` AS (
SELECT `c`.`account` AS `account`,
  `c`.`region` AS `region`,
  `c`.`cluster` AS `cluster`,
  `c`.`clusters` AS `clusters`,
  `i`.`instance` AS `instance`,
  coalesce(`r`.`role`, 'unknown') AS `role`,
  `r`.`role_since` AS `role_since`,
  `i`.`zone` AS `zone`,
  `i`.`instance_class` AS `instance_class`,
  `i`.`class_size` AS `class_size`,
  `i`.`promotion_tier` AS `promotion_tier`,
  `i`.`instance_status` AS `instance_status`,
  `l`.`last_lag_ms` AS `last_lag_ms`,
  `l`.`max_lag_ms` AS `max_lag_ms`,
  `l`.`last_ts` AS `last_ts`
FROM `chosen` AS `c`
JOIN `instances_then` AS `i` ON `c`.`account` = `i`.`account` AND `c`.`region` = `i`.`region` AND `c`.`cluster` = `i`.`cluster`
LEFT JOIN `roles_then` AS `r` ON coalesce(`c`.`account`, `i`.`account`) = `r`.`account` AND coalesce(`c`.`region`, `i`.`region`) = `r`.`region` AND coalesce(`c`.`cluster`, `i`.`cluster`) = `r`.`cluster` AND `i`.`instance` = `r`.`instance`
LEFT JOIN `lags` AS `l` ON `i`.`instance` = `l`.`instance`
),
`ranked` AS (
SELECT `members`.`account` AS `account`,
  `members`.`region` AS `region`,
  `members`.`cluster` AS `cluster`,
  `members`.`clusters` AS `clusters`,
  `members`.`instance` AS `instance`,
  `members`.`role` AS `role`,
  `members`.`role_since` AS `role_since`,
  `members`.`zone` AS `zone`,
  `members`.`instance_class` AS `instance_class`,
  `members`.`class_size` AS `class_size`,
  `members`.`promotion_tier` AS `promotion_tier`,
  `members`.`instance_status` AS `instance_status`,
  `members`.`last_lag_ms` AS `last_lag_ms`,
  `members`.`max_lag_ms` AS `max_lag_ms`,
  `members`.`last_ts` AS `last_ts`,
  rank() OVER (PARTITION BY `members`.`role` ORDER BY `members`.`promotion_tier` ASC NULLS LAST, coalesce(`members`.`class_size`, 0.0e0) DESC NULLS LAST) AS `place`,
  count(CASE WHEN `members`.`role` = 'reader' THEN 1 END) OVER () AS `readers`,
  count(CASE WHEN `members`.`role` = 'writer' THEN 1 END) OVER () AS `writers`
FROM `members` AS `members`
),
`standing` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`clusters` AS `clusters`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`role` AS `role`,
  `ranked`.`role_since` AS `role_since`,
  `ranked`.`zone` AS `zone`,
  `ranked`.`instance_class` AS `instance_class`,
  `ranked`.`class_size` AS `class_size`,
  `ranked`.`promotion_tier` AS `promotion_tier`,
  `ranked`.`instance_status` AS `instance_status`,
  `ranked`.`last_lag_ms` AS `last_lag_ms`,
  `ranked`.`max_lag_ms` AS `max_lag_ms`,
  `ranked`.`last_ts` AS `last_ts`,
  `ranked`.`place` AS `place`,
  `ranked`.`readers` AS `readers`,
  `ranked`.`writers` AS `writers`,
  count(CASE WHEN `ranked`.`role` = 'reader' AND `ranked`.`place` = 1 THEN 1 END) OVER () AS `firsts`
FROM `ranked` AS `ranked`
),
`endpoints` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`clusters` AS `clusters`,
  `ranked`.`resource_name` AS `resource_name`,
  `ranked`.`serves` AS `serves`,
  `ranked`.`endpoint_type` AS `endpoint_type`,
  `ranked`.`status` AS `status`,
  `ranked`.`name` AS `name`,
  `ranked`.`static_members` AS `static_members`,
  `ranked`.`excluded` AS `excluded`
FROM (
SELECT `c`.`account` AS `account`,
  `c`.`region` AS `region`,
  `c`.`cluster` AS `cluster`,
  `c`.`clusters` AS `clusters`,
  `t`.`resource_name` AS `resource_name`,
  coalesce(get_json_object(`t`.`attributes`, '$[\'CustomEndpointType\']'), get_json_object(`t`.`attributes`, '$[\'EndpointType\']')) AS `serves`,
  get_json_object(`t`.`attributes`, '$[\'EndpointType\']') AS `endpoint_type`,
  get_json_object(`t`.`attributes`, '$[\'Status\']') AS `status`,
  coalesce(get_json_object(`t`.`attributes`, '$[\'DBClusterEndpointIdentifier\']'), get_json_object(`t`.`attributes`, '$[\'Endpoint\']')) AS `name`,
  coalesce(from_json(get_json_object(`t`.`attributes`, '$[\'StaticMembers\']'), 'ARRAY<STRING>'), array()) AS `static_members`,
  coalesce(from_json(get_json_object(`t`.`attributes`, '$[\'ExcludedMembers\']'), 'ARRAY<STRING>'), array()) AS `excluded`,
  row_number() OVER (PARTITION BY `t`.`resource_id` ORDER BY `t`.`valid_from` DESC NULLS LAST) = 1 AS `is_kept`
FROM `chosen` AS `c`
JOIN `tbl_topology` AS `t` ON `t`.`account` = `c`.`account` AND `t`.`region` = `c`.`region` AND `t`.`cluster` = `c`.`cluster`
WHERE `t`.`resource_type` = 'endpoint' AND (`t`.`valid_to` IS NULL OR `t`.`valid_to` >= TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
)
SELECT 'endpoint' AS `node`,
  `e`.`name` AS `name`,
  `e`.`account` AS `account`,
  `e`.`region` AS `region`,
  `e`.`cluster` AS `cluster`,
  NULL AS `instance`,
  lower(`e`.`endpoint_type`) AS `role`,
  NULL AS `zone`,
  lower(`e`.`serves`) AS `serves`,
  NULL AS `instance_class`,
  CAST(NULL AS BIGINT) AS `promotion_tier`,
  `e`.`status` AS `node_status`,
  CAST(NULL AS DOUBLE) AS `last_lag_ms`,
  CAST(NULL AS DOUBLE) AS `max_lag_ms`,
  CAST(NULL AS TIMESTAMP) AS `last_ts`,
  coalesce((
SELECT transform(sort_array(collect_list(struct(`m`.`instance` AS k0, `m`.`instance` AS held)), TRUE), each_one -> each_one.held) AS `_col_0`
FROM `standing` AS `m`
WHERE CASE WHEN CAST(array_size(`e`.`static_members`) AS BIGINT) > 0 THEN CASE WHEN `e`.`static_members` IS NOT NULL THEN coalesce(array_contains(`e`.`static_members`, `m`.`instance`), FALSE) END ELSE NOT (CASE WHEN `e`.`excluded` IS NOT NULL THEN coalesce(array_contains(`e`.`excluded`, `m`.`instance`), FALSE) END) END AND CASE `e`.`serves` WHEN 'WRITER' THEN `m`.`role` = 'writer' WHEN 'READER' THEN `m`.`role` = 'reader' OR (`m`.`readers` = 0 AND `e`.`endpoint_type` = 'READER') ELSE TRUE END
), array()) AS `members`,
  NULL AS `promotion`,
  `e`.`clusters` AS `clusters`
FROM `endpoints` AS `e`
UNION ALL
SELECT 'instance' AS `instance`,
  `m`.`instance` AS `instance`,
  `m`.`account` AS `account`,
  `m`.`region` AS `region`,
  `m`.`cluster` AS `cluster`,
  `m`.`instance` AS `instance`,
  `m`.`role` AS `role`,
  `m`.`zone` AS `zone`,
  NULL AS `_col_8`,
  `m`.`instance_class` AS `instance_class`,
  `m`.`promotion_tier` AS `promotion_tier`,
  `m`.`instance_status` AS `instance_status`,
  `m`.`last_lag_ms` AS `last_lag_ms`,
  `m`.`max_lag_ms` AS `max_lag_ms`,
  `m`.`last_ts` AS `last_ts`,
  array() AS `_col_15`,
  CASE WHEN `m`.`role` = 'writer' AND `m`.`readers` = 0 THEN 'none: there is no reader to promote' WHEN `m`.`role` = 'writer' THEN 'writes' WHEN `m`.`role` = 'reader' AND `m`.`writers` = 0 THEN 'secondary Region: only a switchover or failover of the global database' WHEN `m`.`role` = 'reader' AND `m`.`promotion_tier` IS NULL THEN 'unknown: its tier is not known' WHEN `m`.`role` = 'reader' AND `m`.`place` = 1 AND `m`.`firsts` = 1 THEN 'would be promoted' WHEN `m`.`role` = 'reader' AND `m`.`place` = 1 THEN concat('one of ', coalesce(CAST(`m`.`firsts` AS STRING), ''), ' that may be promoted') WHEN `m`.`role` = 'reader' THEN concat('after ', coalesce(CAST(`m`.`place` - 1 AS STRING), ''), ' other', coalesce(CASE WHEN `m`.`place` > 2 THEN 's' ELSE '' END, '')) ELSE 'unknown: nobody said its role' END AS `_col_16`,
  `m`.`clusters` AS `clusters`
FROM `standing` AS `m`
ORDER BY `node` ASC NULLS LAST, `role` DESC NULLS LAST, `zone` ASC NULLS LAST, `name` ASC NULLS LAST;

-- cluster_totals 6716cab49d403bfd
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `event` AS `event`
FROM store
WHERE tbl = 'connections' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_deadlocks` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`
FROM store
WHERE tbl = 'deadlocks' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `severity` AS `severity`, `sqlstate` AS `sqlstate`, `message` AS `message`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_lock_waits` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `state` AS `state`
FROM store
WHERE tbl = 'lock_waits' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `sqlstate` AS `sqlstate`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_server_events` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `event` AS `event`
FROM store
WHERE tbl = 'server_events' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_statement_family_hours` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `engine` AS `engine`, `noise` AS `noise`, `calls` AS `calls`, `timed_calls` AS `timed_calls`, `logged` AS `logged`, `sum_us` AS `sum_us`, `call_us` AS `call_us`, `min_us` AS `min_us`, `max_us` AS `max_us`
FROM store
WHERE tbl = 'statement_family_hours' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND regexp_like(file_path, '/rolled-4[.]')
),
`tbl_temp_files` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `bytes` AS `bytes`
FROM store
WHERE tbl = 'temp_files' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`s` AS (
SELECT `cells`.`cluster` AS `cluster`,
  sum(`cells`.`calls`) AS `calls`,
  sum(`cells`.`sum_us`) AS `sum_us`,
  max(`cells`.`max_us`) AS `max_us`
FROM (
SELECT `open_statements`.`ts` AS `ts`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`engine` AS `engine`,
  `open_statements`.`calls` AS `calls`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE `open_statements`.`calls` END AS `timed_calls`,
  CASE WHEN `open_statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `open_statements`.`duration_us` AS `sum_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `call_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `min_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `max_us`
FROM `tbl_open_statements` AS `open_statements`
WHERE coalesce(NOT (`open_statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`open_statements`.`database_name` <> 'rdsadmin', TRUE) AND `open_statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `open_statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
UNION ALL
SELECT `statement_family_hours`.`ts` AS `ts`,
  `statement_family_hours`.`cluster` AS `cluster`,
  `statement_family_hours`.`instance` AS `instance`,
  `statement_family_hours`.`engine` AS `engine`,
  `statement_family_hours`.`calls` AS `calls`,
  `statement_family_hours`.`timed_calls` AS `timed_calls`,
  `statement_family_hours`.`logged` AS `logged`,
  `statement_family_hours`.`sum_us` AS `sum_us`,
  `statement_family_hours`.`call_us` AS `call_us`,
  `statement_family_hours`.`min_us` AS `min_us`,
  `statement_family_hours`.`max_us` AS `max_us`
FROM `tbl_statement_family_hours` AS `statement_family_hours`
WHERE coalesce(NOT (`statement_family_hours`.`noise`), TRUE) AND `statement_family_hours`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statement_family_hours`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
) AS `cells`
GROUP BY `cells`.`cluster`
),
`e` AS (
SELECT `entries`.`cluster` AS `cluster`,
  count(*) FILTER (WHERE (`entries`.`severity` IN ('ERROR', 'FATAL', 'PANIC'))) AS `errors`,
  count(*) FILTER (WHERE (`entries`.`severity` IN ('FATAL', 'PANIC'))) AS `fatals`,
  count(*) FILTER (WHERE (`entries`.`severity` = 'PANIC')) AS `panics`,
  count(*) FILTER (WHERE (`entries`.`severity` = 'WARNING')) AS `warnings`,
  count(*) FILTER (WHERE (`entries`.`severity` IN ('ERROR', 'FATAL') AND (`entries`.`message` LIKE 'canceling %' OR `entries`.`message` LIKE 'terminating connection%' OR `entries`.`sqlstate` = '57014'))) AS `cancelled`
FROM `tbl_entries` AS `entries`
WHERE (`entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)) AND `entries`.`severity` IN ('WARNING', 'ERROR', 'FATAL', 'PANIC')
GROUP BY `entries`.`cluster`
),
`t` AS (
SELECT `temp_files`.`cluster` AS `cluster`,
  count(*) AS `temp_files`,
  sum(`temp_files`.`bytes`) AS `temp_bytes`
FROM `tbl_temp_files` AS `temp_files`
WHERE (`temp_files`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `temp_files`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`temp_files`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`temp_files`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY `temp_files`.`cluster`
),
`l` AS (
SELECT `lock_waits`.`cluster` AS `cluster`,
  count(*) FILTER (WHERE (`lock_waits`.`state` = 'waiting')) AS `lock_messages`
FROM `tbl_lock_waits` AS `lock_waits`
WHERE (`lock_waits`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `lock_waits`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`lock_waits`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`lock_waits`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY `lock_waits`.`cluster`
),
`d` AS (
SELECT `deadlocks`.`cluster` AS `cluster`,
  count(*) AS `deadlocks`
FROM `tbl_deadlocks` AS `deadlocks`
WHERE (`deadlocks`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `deadlocks`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`deadlocks`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`deadlocks`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY `deadlocks`.`cluster`
),
`c` AS (
SELECT `connections`.`cluster` AS `cluster`,
  count(*) FILTER (WHERE (`connections`.`event` = 'authorized')) AS `connections`,
  count(*) FILTER (WHERE (`connections`.`event` = 'failed')) AS `failed_connections`
FROM `tbl_connections` AS `connections`
WHERE (`connections`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `connections`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`connections`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`connections`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY `connections`.`cluster`
),
`v` AS (
SELECT `server_events`.`cluster` AS `cluster`,
  count(*) FILTER (WHERE (`server_events`.`event` = 'crash')) AS `crashes`,
  count(*) FILTER (WHERE (`server_events`.`event` = 'starting')) AS `starts`
FROM `tbl_server_events` AS `server_events`
WHERE (`server_events`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `server_events`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
GROUP BY `server_events`.`cluster`
),
`names` AS (
SELECT `s`.`cluster` AS `cluster`
FROM `s` AS `s`
UNION
SELECT `e`.`cluster` AS `cluster`
FROM `e` AS `e`
UNION
SELECT `t`.`cluster` AS `cluster`
FROM `t` AS `t`
UNION
SELECT `l`.`cluster` AS `cluster`
FROM `l` AS `l`
UNION
SELECT `d`.`cluster` AS `cluster`
FROM `d` AS `d`
UNION
SELECT `c`.`cluster` AS `cluster`
FROM `c` AS `c`
UNION
SELECT `v`.`cluster` AS `cluster`
FROM `v` AS `v`
)
SELECT coalesce(`names`.`cluster`, `s`.`cluster`, `e`.`cluster`, `t`.`cluster`, `l`.`cluster`, `d`.`cluster`, `c`.`cluster`, `v`.`cluster`) AS `cluster`,
  coalesce(`s`.`calls`, 0) AS `calls`,
  coalesce(`s`.`sum_us`, 0) AS `sum_us`,
  `s`.`max_us` AS `max_us`,
  coalesce(`e`.`errors`, 0) AS `errors`,
  coalesce(`e`.`fatals`, 0) AS `fatals`,
  coalesce(`e`.`panics`, 0) AS `panics`,
  coalesce(`e`.`warnings`, 0) AS `warnings`,
  coalesce(`e`.`cancelled`, 0) AS `cancelled`,
  coalesce(`d`.`deadlocks`, 0) AS `deadlocks`,
  coalesce(`l`.`lock_messages`, 0) AS `lock_messages`,
  coalesce(`t`.`temp_files`, 0) AS `temp_files`,
  coalesce(`t`.`temp_bytes`, 0) AS `temp_bytes`,
  coalesce(`c`.`connections`, 0) AS `connections`,
  coalesce(`c`.`failed_connections`, 0) AS `failed_connections`,
  coalesce(`v`.`crashes`, 0) AS `crashes`,
  coalesce(`v`.`starts`, 0) AS `starts`
FROM `names` AS `names`
LEFT JOIN `s` AS `s` ON `names`.`cluster` = `s`.`cluster`
LEFT JOIN `e` AS `e` ON `names`.`cluster` = `e`.`cluster`
LEFT JOIN `t` AS `t` ON `names`.`cluster` = `t`.`cluster`
LEFT JOIN `l` AS `l` ON `names`.`cluster` = `l`.`cluster`
LEFT JOIN `d` AS `d` ON `names`.`cluster` = `d`.`cluster`
LEFT JOIN `c` AS `c` ON `names`.`cluster` = `c`.`cluster`
LEFT JOIN `v` AS `v` ON `names`.`cluster` = `v`.`cluster`
ORDER BY `cluster` ASC NULLS LAST;

-- connection_failures bfa6018a3f661524
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `event` AS `event`, `client_port` AS `client_port`, `auth_method` AS `auth_method`, `identity` AS `identity`, `tls_version` AS `tls_version`, `tls_cipher` AS `tls_cipher`, `replication` AS `replication`, `session_us` AS `session_us`, `setup_us` AS `setup_us`, `failure` AS `failure`, `observed_by` AS `observed_by`
FROM store
WHERE tbl = 'connections'
)
SELECT `logins`.`event` AS `event`,
  coalesce(`logins`.`failure`, '') AS `failure`,
  count(*) AS `connections`,
  count(DISTINCT `logins`.`user_name`) AS `users`,
  count(DISTINCT `logins`.`client_host`) AS `hosts`,
  min(`logins`.`ts`) AS `first_ts`,
  max(`logins`.`ts`) AS `last_ts`
FROM (
WITH `numbered` AS (
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`,
  row_number() OVER (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`event`, `connections`.`pid`, date_trunc('hour', `connections`.`ts`), `connections`.`observed_by` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST) AS `nth`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IN ('audit_log', 'error_log', 'general_log')
),
`ranked` AS (
SELECT `numbered`.`ts` AS `ts`,
  `numbered`.`account` AS `account`,
  `numbered`.`region` AS `region`,
  `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`source` AS `source`,
  `numbered`.`offset` AS `offset`,
  `numbered`.`pid` AS `pid`,
  `numbered`.`session_key` AS `session_key`,
  `numbered`.`user_name` AS `user_name`,
  `numbered`.`database_name` AS `database_name`,
  `numbered`.`client_host` AS `client_host`,
  `numbered`.`application` AS `application`,
  `numbered`.`backend_type` AS `backend_type`,
  `numbered`.`event` AS `event`,
  `numbered`.`client_port` AS `client_port`,
  `numbered`.`auth_method` AS `auth_method`,
  `numbered`.`identity` AS `identity`,
  `numbered`.`tls_version` AS `tls_version`,
  `numbered`.`tls_cipher` AS `tls_cipher`,
  `numbered`.`replication` AS `replication`,
  `numbered`.`session_us` AS `session_us`,
  `numbered`.`setup_us` AS `setup_us`,
  `numbered`.`failure` AS `failure`,
  `numbered`.`observed_by` AS `observed_by`,
  `numbered`.`nth` AS `nth`,
  row_number() OVER (PARTITION BY `numbered`.`account`, `numbered`.`region`, `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`event`, `numbered`.`pid`, date_trunc('hour', `numbered`.`ts`), `numbered`.`nth` ORDER BY CASE `numbered`.`observed_by` WHEN 'audit_log' THEN 1 WHEN 'error_log' THEN 2 ELSE 3 END ASC NULLS LAST, `numbered`.`ts` ASC NULLS LAST, `numbered`.`source` ASC NULLS LAST, `numbered`.`offset` ASC NULLS LAST) AS `choice`
FROM `numbered` AS `numbered`
),
`refused` AS (
SELECT `i`.`ts` AS `ts`,
  `i`.`account` AS `account`,
  `i`.`region` AS `region`,
  `i`.`cluster` AS `cluster`,
  `i`.`instance` AS `instance`,
  `i`.`source` AS `source`,
  `i`.`offset` AS `offset`,
  `i`.`pid` AS `pid`,
  `i`.`session_key` AS `session_key`,
  `i`.`user_name` AS `user_name`,
  `i`.`database_name` AS `database_name`,
  `i`.`client_host` AS `client_host`,
  `i`.`application` AS `application`,
  `i`.`backend_type` AS `backend_type`,
  `i`.`event` AS `event`,
  `i`.`client_port` AS `client_port`,
  `i`.`auth_method` AS `auth_method`,
  `i`.`identity` AS `identity`,
  `i`.`tls_version` AS `tls_version`,
  `i`.`tls_cipher` AS `tls_cipher`,
  `i`.`replication` AS `replication`,
  `i`.`session_us` AS `session_us`,
  `i`.`setup_us` AS `setup_us`,
  `i`.`failure` AS `failure`,
  `i`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `i`
WHERE `i`.`observed_by` = 'iam_log' AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `tbl_connections` AS `o`
WHERE `o`.`event` = 'failed' AND coalesce(`o`.`observed_by`, '') <> 'iam_log' AND `o`.`account` = `i`.`account` AND `o`.`region` = `i`.`region` AND `o`.`cluster` = `i`.`cluster` AND `o`.`instance` = `i`.`instance` AND `o`.`user_name` = `i`.`user_name` AND `o`.`ts` BETWEEN `i`.`ts` - INTERVAL '2' SECOND AND `i`.`ts` + INTERVAL '2' SECOND
))
)
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IS NULL
UNION ALL
SELECT `ranked`.`ts` AS `ts`,
  `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`source` AS `source`,
  `ranked`.`offset` AS `offset`,
  `ranked`.`pid` AS `pid`,
  `ranked`.`session_key` AS `session_key`,
  `ranked`.`user_name` AS `user_name`,
  `ranked`.`database_name` AS `database_name`,
  `ranked`.`client_host` AS `client_host`,
  `ranked`.`application` AS `application`,
  `ranked`.`backend_type` AS `backend_type`,
  `ranked`.`event` AS `event`,
  `ranked`.`client_port` AS `client_port`,
  `ranked`.`auth_method` AS `auth_method`,
  `ranked`.`identity` AS `identity`,
  `ranked`.`tls_version` AS `tls_version`,
  `ranked`.`tls_cipher` AS `tls_cipher`,
  `ranked`.`replication` AS `replication`,
  `ranked`.`session_us` AS `session_us`,
  `ranked`.`setup_us` AS `setup_us`,
  `ranked`.`failure` AS `failure`,
  `ranked`.`observed_by` AS `observed_by`
FROM `ranked` AS `ranked`
WHERE `ranked`.`choice` = 1
UNION ALL
SELECT `refused`.`ts` AS `ts`,
  `refused`.`account` AS `account`,
  `refused`.`region` AS `region`,
  `refused`.`cluster` AS `cluster`,
  `refused`.`instance` AS `instance`,
  `refused`.`source` AS `source`,
  `refused`.`offset` AS `offset`,
  `refused`.`pid` AS `pid`,
  `refused`.`session_key` AS `session_key`,
  `refused`.`user_name` AS `user_name`,
  `refused`.`database_name` AS `database_name`,
  `refused`.`client_host` AS `client_host`,
  `refused`.`application` AS `application`,
  `refused`.`backend_type` AS `backend_type`,
  `refused`.`event` AS `event`,
  `refused`.`client_port` AS `client_port`,
  `refused`.`auth_method` AS `auth_method`,
  `refused`.`identity` AS `identity`,
  `refused`.`tls_version` AS `tls_version`,
  `refused`.`tls_cipher` AS `tls_cipher`,
  `refused`.`replication` AS `replication`,
  `refused`.`session_us` AS `session_us`,
  `refused`.`setup_us` AS `setup_us`,
  `refused`.`failure` AS `failure`,
  `refused`.`observed_by` AS `observed_by`
FROM `refused` AS `refused`
) AS `logins`
WHERE (`logins`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `logins`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`logins`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`logins`.`database_name` <> 'rdsadmin', TRUE)) AND `logins`.`event` = 'failed'
GROUP BY `logins`.`event`, coalesce(`logins`.`failure`, '')
ORDER BY `connections` DESC NULLS LAST, `failure` ASC NULLS LAST
LIMIT 50;

-- connection_rows 3b6b45099d0ecf5a
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `event` AS `event`, `client_port` AS `client_port`, `auth_method` AS `auth_method`, `identity` AS `identity`, `tls_version` AS `tls_version`, `tls_cipher` AS `tls_cipher`, `replication` AS `replication`, `session_us` AS `session_us`, `setup_us` AS `setup_us`, `failure` AS `failure`, `observed_by` AS `observed_by`
FROM store
WHERE tbl = 'connections'
)
SELECT `logins`.`ts` AS `ts`,
  `logins`.`event` AS `event`,
  `logins`.`user_name` AS `user_name`,
  `logins`.`database_name` AS `database_name`,
  `logins`.`client_host` AS `client_host`,
  `logins`.`client_port` AS `client_port`,
  `logins`.`application` AS `application`,
  `logins`.`auth_method` AS `auth_method`,
  `logins`.`identity` AS `identity`,
  `logins`.`tls_version` AS `tls_version`,
  `logins`.`tls_cipher` AS `tls_cipher`,
  `logins`.`replication` AS `replication`,
  `logins`.`session_us` AS `session_us`,
  `logins`.`setup_us` AS `setup_us`,
  `logins`.`failure` AS `failure`,
  `logins`.`cluster` AS `cluster`,
  `logins`.`instance` AS `instance`,
  `logins`.`pid` AS `pid`,
  `logins`.`session_key` AS `session_key`,
  `logins`.`source` AS `source`,
  `logins`.`offset` AS `offset`
FROM (
WITH `numbered` AS (
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`,
  row_number() OVER (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`event`, `connections`.`pid`, date_trunc('hour', `connections`.`ts`), `connections`.`observed_by` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST) AS `nth`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IN ('audit_log', 'error_log', 'general_log')
),
`ranked` AS (
SELECT `numbered`.`ts` AS `ts`,
  `numbered`.`account` AS `account`,
  `numbered`.`region` AS `region`,
  `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`source` AS `source`,
  `numbered`.`offset` AS `offset`,
  `numbered`.`pid` AS `pid`,
  `numbered`.`session_key` AS `session_key`,
  `numbered`.`user_name` AS `user_name`,
  `numbered`.`database_name` AS `database_name`,
  `numbered`.`client_host` AS `client_host`,
  `numbered`.`application` AS `application`,
  `numbered`.`backend_type` AS `backend_type`,
  `numbered`.`event` AS `event`,
  `numbered`.`client_port` AS `client_port`,
  `numbered`.`auth_method` AS `auth_method`,
  `numbered`.`identity` AS `identity`,
  `numbered`.`tls_version` AS `tls_version`,
  `numbered`.`tls_cipher` AS `tls_cipher`,
  `numbered`.`replication` AS `replication`,
  `numbered`.`session_us` AS `session_us`,
  `numbered`.`setup_us` AS `setup_us`,
  `numbered`.`failure` AS `failure`,
  `numbered`.`observed_by` AS `observed_by`,
  `numbered`.`nth` AS `nth`,
  row_number() OVER (PARTITION BY `numbered`.`account`, `numbered`.`region`, `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`event`, `numbered`.`pid`, date_trunc('hour', `numbered`.`ts`), `numbered`.`nth` ORDER BY CASE `numbered`.`observed_by` WHEN 'audit_log' THEN 1 WHEN 'error_log' THEN 2 ELSE 3 END ASC NULLS LAST, `numbered`.`ts` ASC NULLS LAST, `numbered`.`source` ASC NULLS LAST, `numbered`.`offset` ASC NULLS LAST) AS `choice`
FROM `numbered` AS `numbered`
),
`refused` AS (
SELECT `i`.`ts` AS `ts`,
  `i`.`account` AS `account`,
  `i`.`region` AS `region`,
  `i`.`cluster` AS `cluster`,
  `i`.`instance` AS `instance`,
  `i`.`source` AS `source`,
  `i`.`offset` AS `offset`,
  `i`.`pid` AS `pid`,
  `i`.`session_key` AS `session_key`,
  `i`.`user_name` AS `user_name`,
  `i`.`database_name` AS `database_name`,
  `i`.`client_host` AS `client_host`,
  `i`.`application` AS `application`,
  `i`.`backend_type` AS `backend_type`,
  `i`.`event` AS `event`,
  `i`.`client_port` AS `client_port`,
  `i`.`auth_method` AS `auth_method`,
  `i`.`identity` AS `identity`,
  `i`.`tls_version` AS `tls_version`,
  `i`.`tls_cipher` AS `tls_cipher`,
  `i`.`replication` AS `replication`,
  `i`.`session_us` AS `session_us`,
  `i`.`setup_us` AS `setup_us`,
  `i`.`failure` AS `failure`,
  `i`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `i`
WHERE `i`.`observed_by` = 'iam_log' AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `tbl_connections` AS `o`
WHERE `o`.`event` = 'failed' AND coalesce(`o`.`observed_by`, '') <> 'iam_log' AND `o`.`account` = `i`.`account` AND `o`.`region` = `i`.`region` AND `o`.`cluster` = `i`.`cluster` AND `o`.`instance` = `i`.`instance` AND `o`.`user_name` = `i`.`user_name` AND `o`.`ts` BETWEEN `i`.`ts` - INTERVAL '2' SECOND AND `i`.`ts` + INTERVAL '2' SECOND
))
)
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IS NULL
UNION ALL
SELECT `ranked`.`ts` AS `ts`,
  `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`source` AS `source`,
  `ranked`.`offset` AS `offset`,
  `ranked`.`pid` AS `pid`,
  `ranked`.`session_key` AS `session_key`,
  `ranked`.`user_name` AS `user_name`,
  `ranked`.`database_name` AS `database_name`,
  `ranked`.`client_host` AS `client_host`,
  `ranked`.`application` AS `application`,
  `ranked`.`backend_type` AS `backend_type`,
  `ranked`.`event` AS `event`,
  `ranked`.`client_port` AS `client_port`,
  `ranked`.`auth_method` AS `auth_method`,
  `ranked`.`identity` AS `identity`,
  `ranked`.`tls_version` AS `tls_version`,
  `ranked`.`tls_cipher` AS `tls_cipher`,
  `ranked`.`replication` AS `replication`,
  `ranked`.`session_us` AS `session_us`,
  `ranked`.`setup_us` AS `setup_us`,
  `ranked`.`failure` AS `failure`,
  `ranked`.`observed_by` AS `observed_by`
FROM `ranked` AS `ranked`
WHERE `ranked`.`choice` = 1
UNION ALL
SELECT `refused`.`ts` AS `ts`,
  `refused`.`account` AS `account`,
  `refused`.`region` AS `region`,
  `refused`.`cluster` AS `cluster`,
  `refused`.`instance` AS `instance`,
  `refused`.`source` AS `source`,
  `refused`.`offset` AS `offset`,
  `refused`.`pid` AS `pid`,
  `refused`.`session_key` AS `session_key`,
  `refused`.`user_name` AS `user_name`,
  `refused`.`database_name` AS `database_name`,
  `refused`.`client_host` AS `client_host`,
  `refused`.`application` AS `application`,
  `refused`.`backend_type` AS `backend_type`,
  `refused`.`event` AS `event`,
  `refused`.`client_port` AS `client_port`,
  `refused`.`auth_method` AS `auth_method`,
  `refused`.`identity` AS `identity`,
  `refused`.`tls_version` AS `tls_version`,
  `refused`.`tls_cipher` AS `tls_cipher`,
  `refused`.`replication` AS `replication`,
  `refused`.`session_us` AS `session_us`,
  `refused`.`setup_us` AS `setup_us`,
  `refused`.`failure` AS `failure`,
  `refused`.`observed_by` AS `observed_by`
FROM `refused` AS `refused`
) AS `logins`
WHERE (`logins`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `logins`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`logins`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`logins`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR `logins`.`event` = NULL) AND (NULL IS NULL OR coalesce(`logins`.`tls_version`, 'none') = NULL) AND (NULL IS NULL OR coalesce(`logins`.`failure`, '') = NULL) AND (NULL IS NULL OR (unix_micros(`logins`.`ts`) < NULL OR (unix_micros(`logins`.`ts`) = NULL AND (`logins`.`source` < NULL OR (`logins`.`source` = NULL AND `logins`.`offset` < NULL)))))
ORDER BY `ts` DESC NULLS LAST, `source` DESC NULLS LAST, `offset` DESC NULLS LAST
LIMIT 100;

-- connection_storms b0864b818f7631f0
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `event` AS `event`, `client_port` AS `client_port`, `auth_method` AS `auth_method`, `identity` AS `identity`, `tls_version` AS `tls_version`, `tls_cipher` AS `tls_cipher`, `replication` AS `replication`, `session_us` AS `session_us`, `setup_us` AS `setup_us`, `failure` AS `failure`, `observed_by` AS `observed_by`
FROM store
WHERE tbl = 'connections'
)
SELECT `groups`.`bucket` AS `bucket`,
  `groups`.`event` AS `event`,
  sum(`groups`.`connections`) AS `connections`,
  count(DISTINCT `groups`.`user_name`) AS `users`,
  count(DISTINCT `groups`.`client_host`) AS `hosts`,
  max_by(`groups`.`user_name`, struct(`groups`.`connections`, `groups`.`user_name`)) FILTER (WHERE (`groups`.`user_name` IS NOT NULL) AND (`groups`.`connections` IS NOT NULL)) AS `top_user`,
  max_by(`groups`.`client_host`, struct(`groups`.`connections`, `groups`.`client_host`)) FILTER (WHERE (`groups`.`client_host` IS NOT NULL) AND (`groups`.`connections` IS NOT NULL)) AS `top_host`,
  max(`groups`.`connections`) AS `top_connections`
FROM (
SELECT timestamp_micros((unix_micros(`logins`.`ts`) DIV 10000000) * 10000000L) AS `bucket`,
  `logins`.`event` AS `event`,
  `logins`.`user_name` AS `user_name`,
  `logins`.`client_host` AS `client_host`,
  count(*) AS `connections`
FROM (
WITH `numbered` AS (
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`,
  row_number() OVER (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`event`, `connections`.`pid`, date_trunc('hour', `connections`.`ts`), `connections`.`observed_by` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST) AS `nth`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IN ('audit_log', 'error_log', 'general_log')
),
`ranked` AS (
SELECT `numbered`.`ts` AS `ts`,
  `numbered`.`account` AS `account`,
  `numbered`.`region` AS `region`,
  `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`source` AS `source`,
  `numbered`.`offset` AS `offset`,
  `numbered`.`pid` AS `pid`,
  `numbered`.`session_key` AS `session_key`,
  `numbered`.`user_name` AS `user_name`,
  `numbered`.`database_name` AS `database_name`,
  `numbered`.`client_host` AS `client_host`,
  `numbered`.`application` AS `application`,
  `numbered`.`backend_type` AS `backend_type`,
  `numbered`.`event` AS `event`,
  `numbered`.`client_port` AS `client_port`,
  `numbered`.`auth_method` AS `auth_method`,
  `numbered`.`identity` AS `identity`,
  `numbered`.`tls_version` AS `tls_version`,
  `numbered`.`tls_cipher` AS `tls_cipher`,
  `numbered`.`replication` AS `replication`,
  `numbered`.`session_us` AS `session_us`,
  `numbered`.`setup_us` AS `setup_us`,
  `numbered`.`failure` AS `failure`,
  `numbered`.`observed_by` AS `observed_by`,
  `numbered`.`nth` AS `nth`,
  row_number() OVER (PARTITION BY `numbered`.`account`, `numbered`.`region`, `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`event`, `numbered`.`pid`, date_trunc('hour', `numbered`.`ts`), `numbered`.`nth` ORDER BY CASE `numbered`.`observed_by` WHEN 'audit_log' THEN 1 WHEN 'error_log' THEN 2 ELSE 3 END ASC NULLS LAST, `numbered`.`ts` ASC NULLS LAST, `numbered`.`source` ASC NULLS LAST, `numbered`.`offset` ASC NULLS LAST) AS `choice`
FROM `numbered` AS `numbered`
),
`refused` AS (
SELECT `i`.`ts` AS `ts`,
  `i`.`account` AS `account`,
  `i`.`region` AS `region`,
  `i`.`cluster` AS `cluster`,
  `i`.`instance` AS `instance`,
  `i`.`source` AS `source`,
  `i`.`offset` AS `offset`,
  `i`.`pid` AS `pid`,
  `i`.`session_key` AS `session_key`,
  `i`.`user_name` AS `user_name`,
  `i`.`database_name` AS `database_name`,
  `i`.`client_host` AS `client_host`,
  `i`.`application` AS `application`,
  `i`.`backend_type` AS `backend_type`,
  `i`.`event` AS `event`,
  `i`.`client_port` AS `client_port`,
  `i`.`auth_method` AS `auth_method`,
  `i`.`identity` AS `identity`,
  `i`.`tls_version` AS `tls_version`,
  `i`.`tls_cipher` AS `tls_cipher`,
  `i`.`replication` AS `replication`,
  `i`.`session_us` AS `session_us`,
  `i`.`setup_us` AS `setup_us`,
  `i`.`failure` AS `failure`,
  `i`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `i`
WHERE `i`.`observed_by` = 'iam_log' AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `tbl_connections` AS `o`
WHERE `o`.`event` = 'failed' AND coalesce(`o`.`observed_by`, '') <> 'iam_log' AND `o`.`account` = `i`.`account` AND `o`.`region` = `i`.`region` AND `o`.`cluster` = `i`.`cluster` AND `o`.`instance` = `i`.`instance` AND `o`.`user_name` = `i`.`user_name` AND `o`.`ts` BETWEEN `i`.`ts` - INTERVAL '2' SECOND AND `i`.`ts` + INTERVAL '2' SECOND
))
)
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IS NULL
UNION ALL
SELECT `ranked`.`ts` AS `ts`,
  `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`source` AS `source`,
  `ranked`.`offset` AS `offset`,
  `ranked`.`pid` AS `pid`,
  `ranked`.`session_key` AS `session_key`,
  `ranked`.`user_name` AS `user_name`,
  `ranked`.`database_name` AS `database_name`,
  `ranked`.`client_host` AS `client_host`,
  `ranked`.`application` AS `application`,
  `ranked`.`backend_type` AS `backend_type`,
  `ranked`.`event` AS `event`,
  `ranked`.`client_port` AS `client_port`,
  `ranked`.`auth_method` AS `auth_method`,
  `ranked`.`identity` AS `identity`,
  `ranked`.`tls_version` AS `tls_version`,
  `ranked`.`tls_cipher` AS `tls_cipher`,
  `ranked`.`replication` AS `replication`,
  `ranked`.`session_us` AS `session_us`,
  `ranked`.`setup_us` AS `setup_us`,
  `ranked`.`failure` AS `failure`,
  `ranked`.`observed_by` AS `observed_by`
FROM `ranked` AS `ranked`
WHERE `ranked`.`choice` = 1
UNION ALL
SELECT `refused`.`ts` AS `ts`,
  `refused`.`account` AS `account`,
  `refused`.`region` AS `region`,
  `refused`.`cluster` AS `cluster`,
  `refused`.`instance` AS `instance`,
  `refused`.`source` AS `source`,
  `refused`.`offset` AS `offset`,
  `refused`.`pid` AS `pid`,
  `refused`.`session_key` AS `session_key`,
  `refused`.`user_name` AS `user_name`,
  `refused`.`database_name` AS `database_name`,
  `refused`.`client_host` AS `client_host`,
  `refused`.`application` AS `application`,
  `refused`.`backend_type` AS `backend_type`,
  `refused`.`event` AS `event`,
  `refused`.`client_port` AS `client_port`,
  `refused`.`auth_method` AS `auth_method`,
  `refused`.`identity` AS `identity`,
  `refused`.`tls_version` AS `tls_version`,
  `refused`.`tls_cipher` AS `tls_cipher`,
  `refused`.`replication` AS `replication`,
  `refused`.`session_us` AS `session_us`,
  `refused`.`setup_us` AS `setup_us`,
  `refused`.`failure` AS `failure`,
  `refused`.`observed_by` AS `observed_by`
FROM `refused` AS `refused`
) AS `logins`
WHERE (`logins`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `logins`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`logins`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`logins`.`database_name` <> 'rdsadmin', TRUE)) AND `logins`.`event` = 'authorized'
GROUP BY timestamp_micros((unix_micros(`logins`.`ts`) DIV 10000000) * 10000000L), `logins`.`event`, `logins`.`user_name`, `logins`.`client_host`
) AS `groups`
GROUP BY `groups`.`bucket`, `groups`.`event`
ORDER BY `connections` DESC NULLS LAST, `bucket` ASC NULLS LAST
LIMIT 20;

-- connections_against_limit b826539e33582ad5
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `scope` AS `scope`, `statistic` AS `statistic`, `period_s` AS `period_s`, `value` AS `value`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_parameters` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `parameter_group` AS `parameter_group`, `parameter` AS `parameter`, `parameter_value` AS `parameter_value`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'parameters'
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `attributes` AS `attributes`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`points` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  `metrics`.`name` AS `name`,
  `metrics`.`statistic` AS `statistic`,
  `metrics`.`ts` AS `ts`,
  `metrics`.`value` AS `value`,
  `metrics`.`period_s` AS `period_s`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`scope` = 'instance' AND `metrics`.`instance` IS NOT NULL AND `metrics`.`name` IN ('DatabaseConnections', 'db.User.max_connections', 'db.Users.max_connections', 'db.state.idle_count', 'db.state.active_count', 'db.state.idle_in_transaction_count', 'db.User.numbackends', 'ConnectionAttempts', 'db.User.total_auth_attempts')
),
`summed` AS (
SELECT `points`.`account` AS `account`,
  `points`.`region` AS `region`,
  `points`.`cluster` AS `cluster`,
  `points`.`instance` AS `instance`,
  max(`points`.`value`) FILTER (WHERE (`points`.`name` = 'DatabaseConnections')) AS `most_connections`,
  max_by(`points`.`ts`, struct(`points`.`value`, `points`.`ts`)) FILTER (WHERE (`points`.`name` = 'DatabaseConnections') AND (`points`.`ts` IS NOT NULL) AND (`points`.`value` IS NOT NULL)) AS `most_at`,
  avg(`points`.`value`) FILTER (WHERE (`points`.`name` = 'DatabaseConnections' AND `points`.`statistic` = 'Average')) AS `mean_connections`,
  max_by(`points`.`value`, struct(`points`.`ts`, `points`.`value`)) FILTER (WHERE (`points`.`name` = 'DatabaseConnections') AND (`points`.`value` IS NOT NULL) AND (`points`.`ts` IS NOT NULL)) AS `last_connections`,
  max_by(`points`.`value`, struct(`points`.`ts`, `points`.`value`)) FILTER (WHERE (`points`.`name` IN ('db.User.max_connections', 'db.Users.max_connections')) AND (`points`.`value` IS NOT NULL) AND (`points`.`ts` IS NOT NULL)) AS `counted_limit`,
  CASE WHEN nullif(avg(`points`.`value`) FILTER (WHERE (`points`.`name` IN ('db.User.numbackends'))), 0) = 0 THEN CASE WHEN avg(`points`.`value`) FILTER (WHERE (`points`.`name` = 'db.state.idle_count')) > 0 THEN double('infinity') WHEN avg(`points`.`value`) FILTER (WHERE (`points`.`name` = 'db.state.idle_count')) < 0 THEN double('-infinity') WHEN avg(`points`.`value`) FILTER (WHERE (`points`.`name` = 'db.state.idle_count')) = 0 THEN double('NaN') END ELSE avg(`points`.`value`) FILTER (WHERE (`points`.`name` = 'db.state.idle_count')) / nullif(avg(`points`.`value`) FILTER (WHERE (`points`.`name` IN ('db.User.numbackends'))), 0) END AS `share_idle`,
  max(`points`.`value`) FILTER (WHERE (`points`.`name` = 'db.state.idle_in_transaction_count')) AS `most_idle_in_transaction`,
  max(`points`.`value`) FILTER (WHERE (`points`.`name` IN ('ConnectionAttempts', 'db.User.total_auth_attempts'))) AS `most_attempts`,
  max(`points`.`ts`) AS `last_ts`
FROM `points` AS `points`
GROUP BY `points`.`account`, `points`.`region`, `points`.`cluster`, `points`.`instance`
),
`set_limits` AS (
SELECT `i`.`account` AS `account`,
  `i`.`region` AS `region`,
  `i`.`instance` AS `instance`,
  max(try_cast(`p`.`parameter_value` AS DOUBLE)) AS `set_limit`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`instance` AS `instance`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') AS `instance_class`,
  CASE WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'micro' THEN 0.125e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'small' THEN 0.25e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'medium' THEN 0.5e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'large' THEN 1.0e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'xlarge' THEN 2.0e0 ELSE 2.0e0 * try_cast(nullif(CASE WHEN get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') IS NOT NULL THEN coalesce(regexp_extract(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '\\.([0-9]+)xlarge$', 1), '') END, '') AS DOUBLE) END AS `class_size`,
  get_json_object(`topology`.`attributes`, '$[\'AvailabilityZone\']') AS `zone`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceStatus\']') AS `instance_status`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS DOUBLE)) AS BIGINT)) AS `promotion_tier`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'InstanceCreateTime\']') AS TIMESTAMP) AS `created_at`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `insights_enabled`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS DOUBLE)) AS BIGINT)) AS `monitoring_s`,
  get_json_object(`topology`.`attributes`, '$[\'CACertificateIdentifier\']') AS `certificate`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'CertificateDetails\']'), '$[\'ValidTill\']') AS TIMESTAMP) AS `certificate_until`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `publicly_accessible`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'instance'
) AS `i`
JOIN `tbl_parameters` AS `p` ON `p`.`account` = `i`.`account` AND `p`.`region` = `i`.`region` AND `p`.`parameter` = 'max_connections' AND `p`.`valid_to` IS NULL AND contains(get_json_object(`i`.`attributes`, '$[\'DBParameterGroups\']'), concat('"', coalesce(replace(`p`.`parameter_group`, 'instance ', ''), ''), '"')) AND startswith(`p`.`parameter_group`, 'instance ')
WHERE `i`.`valid_to` IS NULL
GROUP BY `i`.`account`, `i`.`region`, `i`.`instance`
),
`joined` AS (
SELECT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `s`.`instance` AS `instance`,
  `s`.`most_connections` AS `most_connections`,
  `s`.`most_at` AS `most_at`,
  `s`.`mean_connections` AS `mean_connections`,
  `s`.`last_connections` AS `last_connections`,
  `s`.`counted_limit` AS `counted_limit`,
  `s`.`share_idle` AS `share_idle`,
  `s`.`most_idle_in_transaction` AS `most_idle_in_transaction`,
  `s`.`most_attempts` AS `most_attempts`,
  `s`.`last_ts` AS `last_ts`,
  coalesce(`s`.`counted_limit`, `l`.`set_limit`) AS `connection_limit`,
  CASE WHEN `s`.`counted_limit` IS NOT NULL THEN 'Performance Insights\' counter' WHEN `l`.`set_limit` IS NOT NULL THEN 'its parameter group' ELSE 'unknown: neither a counter nor a parameter tells it' END AS `limit_known`
FROM `summed` AS `s`
LEFT JOIN `set_limits` AS `l` ON `s`.`account` = `l`.`account` AND `s`.`region` = `l`.`region` AND `s`.`instance` = `l`.`instance`
)
SELECT `joined`.`account` AS `account`,
  `joined`.`region` AS `region`,
  `joined`.`cluster` AS `cluster`,
  `joined`.`instance` AS `instance`,
  `joined`.`last_connections` AS `last_connections`,
  `joined`.`mean_connections` AS `mean_connections`,
  `joined`.`most_connections` AS `most_connections`,
  `joined`.`most_at` AS `most_at`,
  `joined`.`connection_limit` AS `connection_limit`,
  `joined`.`limit_known` AS `limit_known`,
  CASE WHEN nullif(`joined`.`connection_limit`, 0) = 0 THEN CASE WHEN `joined`.`most_connections` > 0 THEN double('infinity') WHEN `joined`.`most_connections` < 0 THEN double('-infinity') WHEN `joined`.`most_connections` = 0 THEN double('NaN') END ELSE `joined`.`most_connections` / nullif(`joined`.`connection_limit`, 0) END AS `share_limit`,
  `joined`.`share_idle` AS `share_idle`,
  `joined`.`most_idle_in_transaction` AS `most_idle_in_transaction`,
  `joined`.`most_attempts` AS `most_attempts`,
  `joined`.`last_ts` AS `last_ts`
FROM `joined` AS `joined`
ORDER BY `share_limit` DESC NULLS LAST, `most_connections` DESC NULLS LAST, `instance` ASC NULLS LAST;

-- connections_by 8c4354b9776fbae5
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `event` AS `event`, `client_port` AS `client_port`, `auth_method` AS `auth_method`, `identity` AS `identity`, `tls_version` AS `tls_version`, `tls_cipher` AS `tls_cipher`, `replication` AS `replication`, `session_us` AS `session_us`, `setup_us` AS `setup_us`, `failure` AS `failure`, `observed_by` AS `observed_by`
FROM store
WHERE tbl = 'connections'
)
SELECT `logins`.`user_name` AS `user_name`,
  `logins`.`database_name` AS `database_name`,
  `logins`.`event` AS `event`,
  count(*) AS `connections`,
  CASE WHEN CAST(nullif(sum(count(*)) OVER (), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(count(*) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(count(*) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(count(*) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(count(*) AS DOUBLE) / CAST(nullif(sum(count(*)) OVER (), 0) AS DOUBLE) END AS `share_connections`,
  min(`logins`.`ts`) AS `first_ts`,
  max(`logins`.`ts`) AS `last_ts`
FROM (
WITH `numbered` AS (
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`,
  row_number() OVER (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`event`, `connections`.`pid`, date_trunc('hour', `connections`.`ts`), `connections`.`observed_by` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST) AS `nth`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IN ('audit_log', 'error_log', 'general_log')
),
`ranked` AS (
SELECT `numbered`.`ts` AS `ts`,
  `numbered`.`account` AS `account`,
  `numbered`.`region` AS `region`,
  `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`source` AS `source`,
  `numbered`.`offset` AS `offset`,
  `numbered`.`pid` AS `pid`,
  `numbered`.`session_key` AS `session_key`,
  `numbered`.`user_name` AS `user_name`,
  `numbered`.`database_name` AS `database_name`,
  `numbered`.`client_host` AS `client_host`,
  `numbered`.`application` AS `application`,
  `numbered`.`backend_type` AS `backend_type`,
  `numbered`.`event` AS `event`,
  `numbered`.`client_port` AS `client_port`,
  `numbered`.`auth_method` AS `auth_method`,
  `numbered`.`identity` AS `identity`,
  `numbered`.`tls_version` AS `tls_version`,
  `numbered`.`tls_cipher` AS `tls_cipher`,
  `numbered`.`replication` AS `replication`,
  `numbered`.`session_us` AS `session_us`,
  `numbered`.`setup_us` AS `setup_us`,
  `numbered`.`failure` AS `failure`,
  `numbered`.`observed_by` AS `observed_by`,
  `numbered`.`nth` AS `nth`,
  row_number() OVER (PARTITION BY `numbered`.`account`, `numbered`.`region`, `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`event`, `numbered`.`pid`, date_trunc('hour', `numbered`.`ts`), `numbered`.`nth` ORDER BY CASE `numbered`.`observed_by` WHEN 'audit_log' THEN 1 WHEN 'error_log' THEN 2 ELSE 3 END ASC NULLS LAST, `numbered`.`ts` ASC NULLS LAST, `numbered`.`source` ASC NULLS LAST, `numbered`.`offset` ASC NULLS LAST) AS `choice`
FROM `numbered` AS `numbered`
),
`refused` AS (
SELECT `i`.`ts` AS `ts`,
  `i`.`account` AS `account`,
  `i`.`region` AS `region`,
  `i`.`cluster` AS `cluster`,
  `i`.`instance` AS `instance`,
  `i`.`source` AS `source`,
  `i`.`offset` AS `offset`,
  `i`.`pid` AS `pid`,
  `i`.`session_key` AS `session_key`,
  `i`.`user_name` AS `user_name`,
  `i`.`database_name` AS `database_name`,
  `i`.`client_host` AS `client_host`,
  `i`.`application` AS `application`,
  `i`.`backend_type` AS `backend_type`,
  `i`.`event` AS `event`,
  `i`.`client_port` AS `client_port`,
  `i`.`auth_method` AS `auth_method`,
  `i`.`identity` AS `identity`,
  `i`.`tls_version` AS `tls_version`,
  `i`.`tls_cipher` AS `tls_cipher`,
  `i`.`replication` AS `replication`,
  `i`.`session_us` AS `session_us`,
  `i`.`setup_us` AS `setup_us`,
  `i`.`failure` AS `failure`,
  `i`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `i`
WHERE `i`.`observed_by` = 'iam_log' AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `tbl_connections` AS `o`
WHERE `o`.`event` = 'failed' AND coalesce(`o`.`observed_by`, '') <> 'iam_log' AND `o`.`account` = `i`.`account` AND `o`.`region` = `i`.`region` AND `o`.`cluster` = `i`.`cluster` AND `o`.`instance` = `i`.`instance` AND `o`.`user_name` = `i`.`user_name` AND `o`.`ts` BETWEEN `i`.`ts` - INTERVAL '2' SECOND AND `i`.`ts` + INTERVAL '2' SECOND
))
)
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IS NULL
UNION ALL
SELECT `ranked`.`ts` AS `ts`,
  `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`source` AS `source`,
  `ranked`.`offset` AS `offset`,
  `ranked`.`pid` AS `pid`,
  `ranked`.`session_key` AS `session_key`,
  `ranked`.`user_name` AS `user_name`,
  `ranked`.`database_name` AS `database_name`,
  `ranked`.`client_host` AS `client_host`,
  `ranked`.`application` AS `application`,
  `ranked`.`backend_type` AS `backend_type`,
  `ranked`.`event` AS `event`,
  `ranked`.`client_port` AS `client_port`,
  `ranked`.`auth_method` AS `auth_method`,
  `ranked`.`identity` AS `identity`,
  `ranked`.`tls_version` AS `tls_version`,
  `ranked`.`tls_cipher` AS `tls_cipher`,
  `ranked`.`replication` AS `replication`,
  `ranked`.`session_us` AS `session_us`,
  `ranked`.`setup_us` AS `setup_us`,
  `ranked`.`failure` AS `failure`,
  `ranked`.`observed_by` AS `observed_by`
FROM `ranked` AS `ranked`
WHERE `ranked`.`choice` = 1
UNION ALL
SELECT `refused`.`ts` AS `ts`,
  `refused`.`account` AS `account`,
  `refused`.`region` AS `region`,
  `refused`.`cluster` AS `cluster`,
  `refused`.`instance` AS `instance`,
  `refused`.`source` AS `source`,
  `refused`.`offset` AS `offset`,
  `refused`.`pid` AS `pid`,
  `refused`.`session_key` AS `session_key`,
  `refused`.`user_name` AS `user_name`,
  `refused`.`database_name` AS `database_name`,
  `refused`.`client_host` AS `client_host`,
  `refused`.`application` AS `application`,
  `refused`.`backend_type` AS `backend_type`,
  `refused`.`event` AS `event`,
  `refused`.`client_port` AS `client_port`,
  `refused`.`auth_method` AS `auth_method`,
  `refused`.`identity` AS `identity`,
  `refused`.`tls_version` AS `tls_version`,
  `refused`.`tls_cipher` AS `tls_cipher`,
  `refused`.`replication` AS `replication`,
  `refused`.`session_us` AS `session_us`,
  `refused`.`setup_us` AS `setup_us`,
  `refused`.`failure` AS `failure`,
  `refused`.`observed_by` AS `observed_by`
FROM `refused` AS `refused`
) AS `logins`
WHERE (`logins`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `logins`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`logins`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`logins`.`database_name` <> 'rdsadmin', TRUE)) AND `logins`.`event` = 'authorized'
GROUP BY `logins`.`user_name`, `logins`.`database_name`, `logins`.`event`
ORDER BY `connections` DESC NULLS LAST, `user_name` ASC NULLS LAST, `database_name` ASC NULLS LAST
LIMIT 100;

-- connections_over_time edd47de419029cb4
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `event` AS `event`, `client_port` AS `client_port`, `auth_method` AS `auth_method`, `identity` AS `identity`, `tls_version` AS `tls_version`, `tls_cipher` AS `tls_cipher`, `replication` AS `replication`, `session_us` AS `session_us`, `setup_us` AS `setup_us`, `failure` AS `failure`, `observed_by` AS `observed_by`
FROM store
WHERE tbl = 'connections'
)
SELECT timestamp_micros((unix_micros(`logins`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  `logins`.`event` AS `event`,
  count(*) AS `connections`
FROM (
WITH `numbered` AS (
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`,
  row_number() OVER (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`event`, `connections`.`pid`, date_trunc('hour', `connections`.`ts`), `connections`.`observed_by` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST) AS `nth`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IN ('audit_log', 'error_log', 'general_log')
),
`ranked` AS (
SELECT `numbered`.`ts` AS `ts`,
  `numbered`.`account` AS `account`,
  `numbered`.`region` AS `region`,
  `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`source` AS `source`,
  `numbered`.`offset` AS `offset`,
  `numbered`.`pid` AS `pid`,
  `numbered`.`session_key` AS `session_key`,
  `numbered`.`user_name` AS `user_name`,
  `numbered`.`database_name` AS `database_name`,
  `numbered`.`client_host` AS `client_host`,
  `numbered`.`application` AS `application`,
  `numbered`.`backend_type` AS `backend_type`,
  `numbered`.`event` AS `event`,
  `numbered`.`client_port` AS `client_port`,
  `numbered`.`auth_method` AS `auth_method`,
  `numbered`.`identity` AS `identity`,
  `numbered`.`tls_version` AS `tls_version`,
  `numbered`.`tls_cipher` AS `tls_cipher`,
  `numbered`.`replication` AS `replication`,
  `numbered`.`session_us` AS `session_us`,
  `numbered`.`setup_us` AS `setup_us`,
  `numbered`.`failure` AS `failure`,
  `numbered`.`observed_by` AS `observed_by`,
  `numbered`.`nth` AS `nth`,
  row_number() OVER (PARTITION BY `numbered`.`account`, `numbered`.`region`, `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`event`, `numbered`.`pid`, date_trunc('hour', `numbered`.`ts`), `numbered`.`nth` ORDER BY CASE `numbered`.`observed_by` WHEN 'audit_log' THEN 1 WHEN 'error_log' THEN 2 ELSE 3 END ASC NULLS LAST, `numbered`.`ts` ASC NULLS LAST, `numbered`.`source` ASC NULLS LAST, `numbered`.`offset` ASC NULLS LAST) AS `choice`
FROM `numbered` AS `numbered`
),
`refused` AS (
SELECT `i`.`ts` AS `ts`,
  `i`.`account` AS `account`,
  `i`.`region` AS `region`,
  `i`.`cluster` AS `cluster`,
  `i`.`instance` AS `instance`,
  `i`.`source` AS `source`,
  `i`.`offset` AS `offset`,
  `i`.`pid` AS `pid`,
  `i`.`session_key` AS `session_key`,
  `i`.`user_name` AS `user_name`,
  `i`.`database_name` AS `database_name`,
  `i`.`client_host` AS `client_host`,
  `i`.`application` AS `application`,
  `i`.`backend_type` AS `backend_type`,
  `i`.`event` AS `event`,
  `i`.`client_port` AS `client_port`,
  `i`.`auth_method` AS `auth_method`,
  `i`.`identity` AS `identity`,
  `i`.`tls_version` AS `tls_version`,
  `i`.`tls_cipher` AS `tls_cipher`,
  `i`.`replication` AS `replication`,
  `i`.`session_us` AS `session_us`,
  `i`.`setup_us` AS `setup_us`,
  `i`.`failure` AS `failure`,
  `i`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `i`
WHERE `i`.`observed_by` = 'iam_log' AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `tbl_connections` AS `o`
WHERE `o`.`event` = 'failed' AND coalesce(`o`.`observed_by`, '') <> 'iam_log' AND `o`.`account` = `i`.`account` AND `o`.`region` = `i`.`region` AND `o`.`cluster` = `i`.`cluster` AND `o`.`instance` = `i`.`instance` AND `o`.`user_name` = `i`.`user_name` AND `o`.`ts` BETWEEN `i`.`ts` - INTERVAL '2' SECOND AND `i`.`ts` + INTERVAL '2' SECOND
))
)
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IS NULL
UNION ALL
SELECT `ranked`.`ts` AS `ts`,
  `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`source` AS `source`,
  `ranked`.`offset` AS `offset`,
  `ranked`.`pid` AS `pid`,
  `ranked`.`session_key` AS `session_key`,
  `ranked`.`user_name` AS `user_name`,
  `ranked`.`database_name` AS `database_name`,
  `ranked`.`client_host` AS `client_host`,
  `ranked`.`application` AS `application`,
  `ranked`.`backend_type` AS `backend_type`,
  `ranked`.`event` AS `event`,
  `ranked`.`client_port` AS `client_port`,
  `ranked`.`auth_method` AS `auth_method`,
  `ranked`.`identity` AS `identity`,
  `ranked`.`tls_version` AS `tls_version`,
  `ranked`.`tls_cipher` AS `tls_cipher`,
  `ranked`.`replication` AS `replication`,
  `ranked`.`session_us` AS `session_us`,
  `ranked`.`setup_us` AS `setup_us`,
  `ranked`.`failure` AS `failure`,
  `ranked`.`observed_by` AS `observed_by`
FROM `ranked` AS `ranked`
WHERE `ranked`.`choice` = 1
UNION ALL
SELECT `refused`.`ts` AS `ts`,
  `refused`.`account` AS `account`,
  `refused`.`region` AS `region`,
  `refused`.`cluster` AS `cluster`,
  `refused`.`instance` AS `instance`,
  `refused`.`source` AS `source`,
  `refused`.`offset` AS `offset`,
  `refused`.`pid` AS `pid`,
  `refused`.`session_key` AS `session_key`,
  `refused`.`user_name` AS `user_name`,
  `refused`.`database_name` AS `database_name`,
  `refused`.`client_host` AS `client_host`,
  `refused`.`application` AS `application`,
  `refused`.`backend_type` AS `backend_type`,
  `refused`.`event` AS `event`,
  `refused`.`client_port` AS `client_port`,
  `refused`.`auth_method` AS `auth_method`,
  `refused`.`identity` AS `identity`,
  `refused`.`tls_version` AS `tls_version`,
  `refused`.`tls_cipher` AS `tls_cipher`,
  `refused`.`replication` AS `replication`,
  `refused`.`session_us` AS `session_us`,
  `refused`.`setup_us` AS `setup_us`,
  `refused`.`failure` AS `failure`,
  `refused`.`observed_by` AS `observed_by`
FROM `refused` AS `refused`
) AS `logins`
WHERE (`logins`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `logins`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`logins`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`logins`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY timestamp_micros((unix_micros(`logins`.`ts`) DIV 60000000) * 60000000L), `logins`.`event`
ORDER BY `bucket` ASC NULLS LAST, `event` ASC NULLS LAST;

-- costs 333743870f03a580
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `statistic` AS `statistic`, `period_s` AS `period_s`, `value` AS `value`
FROM store
WHERE tbl = 'metrics'
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`listed` AS (
SELECT '{"acu_hour": 0.12, "storage_gb": 0.10, "storage_iopt_gb": 0.225, "io_million": 0.20, "backup_gb": 0.021, "replicated_million": 0.20, "transfer_gb": 0.02, "insights_vcpu_hour": 0.0125, "iopt_compute": 1.3, "large.r5": 0.29, "large.r6g": 0.26, "large.r6i": 0.29, "large.r7g": 0.276, "large.r7i": 0.304, "large.r8g": 0.276, "large.t3": 0.164, "large.t4g": 0.146, "large.x2g": 0.377}' AS `p`
),
`states` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`storage_type` AS `storage_type`,
  `ranked`.`insights_mode` AS `insights_mode`
FROM (
SELECT `cluster_states`.`account` AS `account`,
  `cluster_states`.`region` AS `region`,
  `cluster_states`.`cluster` AS `cluster`,
  `cluster_states`.`storage_type` AS `storage_type`,
  `cluster_states`.`insights_mode` AS `insights_mode`,
  row_number() OVER (PARTITION BY `cluster_states`.`account`, `cluster_states`.`region`, `cluster_states`.`cluster` ORDER BY CASE WHEN TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' THEN -unix_micros(`cluster_states`.`valid_from`) ELSE unix_micros(`cluster_states`.`valid_from`) END ASC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `cluster_status`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') AS `storage_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'ClusterCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS DOUBLE)) AS BIGINT)) AS `retention_days`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredBackupWindow\']') AS `backup_window`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredMaintenanceWindow\']') AS `maintenance_window`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'DatabaseInsightsMode\']') AS `insights_mode`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'GlobalClusterIdentifier\']'), `topology`.`parent_id`) AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterParameterGroup\']') AS `parameter_group`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MinCapacity\']') AS DOUBLE) AS `least_acu`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MaxCapacity\']') AS DOUBLE) AS `most_acu`,
  coalesce(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS BIGINT), try_cast(round(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS DOUBLE)) AS BIGINT)) AS `pause_after_s`,
  get_json_object(`topology`.`attributes`, '$[\'CloneGroupId\']') AS `clone_group`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS DOUBLE)) AS BIGINT)) AS `backtrack_s`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'EarliestRestorableTime\']') AS TIMESTAMP) AS `earliest_restorable`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'LatestRestorableTime\']') AS TIMESTAMP) AS `latest_restorable`,
  try_cast(coalesce(get_json_object(`topology`.`readings`, '$[\'AutomaticRestartTime\']'), get_json_object(`topology`.`attributes`, '$[\'AutomaticRestartTime\']')) AS TIMESTAMP) AS `restarts_at`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'cluster'
) AS `cluster_states`
WHERE (TRUE) AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_to` IS NULL OR `cluster_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`used` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  `metrics`.`name` AS `name`,
  `metrics`.`statistic` AS `statistic`,
  `metrics`.`ts` AS `ts`,
  `metrics`.`value` AS `value`,
  `metrics`.`period_s` AS `period_s`
FROM `tbl_metrics` AS `metrics`
WHERE (TRUE) AND `metrics`.`cluster` IS NOT NULL AND (TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR (`metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND `metrics`.`ts` >= TIMESTAMP '2026-11-20 00:00:00.000000 UTC' - INTERVAL '30' DAY)) AND `metrics`.`name` IN ('ServerlessDatabaseCapacity', 'VolumeBytesUsed', 'VolumeReadIOPs', 'VolumeWriteIOPs', 'TotalBackupStorageBilled', 'AuroraGlobalDBReplicatedWriteIO', 'AuroraGlobalDBDataTransferBytes', 'os.general.numVCPUs')
),
`hours` AS (
SELECT `used`.`account` AS `account`,
  `used`.`region` AS `region`,
  `used`.`cluster` AS `cluster`,
  `used`.`name` AS `name`,
  count(DISTINCT date_trunc('hour', `used`.`ts`)) AS `hours`,
  sum(`used`.`value`) AS `total`
FROM `used` AS `used`
WHERE `used`.`statistic` = 'Sum'
GROUP BY `used`.`account`, `used`.`region`, `used`.`cluster`, `used`.`name`
),
`classes` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`instance_class` AS `instance_class`,
  `ranked`.`class_size` AS `class_size`,
  `ranked`.`family` AS `family`
FROM (
SELECT `instance_states`.`account` AS `account`,
  `instance_states`.`region` AS `region`,
  `instance_states`.`cluster` AS `cluster`,
  `instance_states`.`instance` AS `instance`,
  `instance_states`.`instance_class` AS `instance_class`,
  `instance_states`.`class_size` AS `class_size`,
  split_part(`instance_states`.`instance_class`, '.', 2) AS `family`,
  row_number() OVER (PARTITION BY `instance_states`.`account`, `instance_states`.`region`, `instance_states`.`instance` ORDER BY `instance_states`.`valid_from` DESC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`instance` AS `instance`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') AS `instance_class`,
  CASE WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'micro' THEN 0.125e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'small' THEN 0.25e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'medium' THEN 0.5e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'large' THEN 1.0e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'xlarge' THEN 2.0e0 ELSE 2.0e0 * try_cast(nullif(CASE WHEN get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') IS NOT NULL THEN coalesce(regexp_extract(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '\\.([0-9]+)xlarge$', 1), '') END, '') AS DOUBLE) END AS `class_size`,
  get_json_object(`topology`.`attributes`, '$[\'AvailabilityZone\']') AS `zone`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceStatus\']') AS `instance_status`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS DOUBLE)) AS BIGINT)) AS `promotion_tier`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'InstanceCreateTime\']') AS TIMESTAMP) AS `created_at`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `insights_enabled`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS DOUBLE)) AS BIGINT)) AS `monitoring_s`,
  get_json_object(`topology`.`attributes`, '$[\'CACertificateIdentifier\']') AS `certificate`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'CertificateDetails\']'), '$[\'ValidTill\']') AS TIMESTAMP) AS `certificate_until`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `publicly_accessible`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'instance'
) AS `instance_states`
WHERE (TRUE) AND (`instance_states`.`valid_to` IS NULL OR `instance_states`.`valid_to` >= TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`lines` AS (
SELECT `c`.`account` AS `account`,
  `c`.`region` AS `region`,
  `c`.`cluster` AS `cluster`,
  'instance hours' AS `item`,
  'hours' AS `quantity_unit`,
  730.0e0 * count(*) AS `quantity`,
  concat(coalesce(CAST(count(*) AS STRING), ''), ' x ', coalesce(`c`.`instance_class`, '')) AS `basis`,
  730.0e0 * sum(coalesce(CAST(element_at(from_json(`l`.`p`, 'MAP<STRING, STRING>'), `c`.`instance_class`) AS DOUBLE), CAST(element_at(from_json(`l`.`p`, 'MAP<STRING, STRING>'), concat('large.', coalesce(`c`.`family`, ''))) AS DOUBLE) * `c`.`class_size`)) AS `standard_usd`,
  730.0e0 * sum(coalesce(CAST(element_at(from_json(`l`.`p`, 'MAP<STRING, STRING>'), `c`.`instance_class`) AS DOUBLE), CAST(element_at(from_json(`l`.`p`, 'MAP<STRING, STRING>'), concat('large.', coalesce(`c`.`family`, ''))) AS DOUBLE) * `c`.`class_size`)) * min(CAST(get_json_object(`l`.`p`, '$[\'iopt_compute\']') AS DOUBLE)) AS `optimized_usd`
FROM `classes` AS `c`
CROSS JOIN `listed` AS `l`
WHERE `c`.`instance_class` <> 'db.serverless'
GROUP BY `c`.`account`, `c`.`region`, `c`.`cluster`, `c`.`instance_class`
UNION ALL
SELECT `u`.`account` AS `account`,
  `u`.`region` AS `region`,
  `u`.`cluster` AS `cluster`,
  'capacity' AS `capacity`,
  'ACU-hours' AS `acu-hours`,
  730L * sum(`u`.`mean_acu`) AS `_col_5`,
  concat(coalesce(CAST(count(*) AS STRING), ''), ' serverless instances') AS `_col_6`,
  730L * sum(`u`.`mean_acu`) * min(CAST(get_json_object(`l`.`p`, '$[\'acu_hour\']') AS DOUBLE)) AS `_col_7`,
  730L * sum(`u`.`mean_acu`) * min(CAST(get_json_object(`l`.`p`, '$[\'acu_hour\']') AS DOUBLE) * CAST(get_json_object(`l`.`p`, '$[\'iopt_compute\']') AS DOUBLE)) AS `_col_8`
FROM (
SELECT `used`.`account` AS `account`,
  `used`.`region` AS `region`,
  `used`.`cluster` AS `cluster`,
  `used`.`instance` AS `instance`,
  avg(`used`.`value`) AS `mean_acu`
FROM `used` AS `used`
WHERE `used`.`name` = 'ServerlessDatabaseCapacity' AND `used`.`statistic` = 'Average' AND `used`.`instance` IS NOT NULL
GROUP BY `used`.`account`, `used`.`region`, `used`.`cluster`, `used`.`instance`
) AS `u`
CROSS JOIN `listed` AS `l`
GROUP BY `u`.`account`, `u`.`region`, `u`.`cluster`
UNION ALL
SELECT `u`.`account` AS `account`,
  `u`.`region` AS `region`,
  `u`.`cluster` AS `cluster`,
  'storage' AS `storage`,
  'GB-months' AS `gb-months`,
  (`u`.`bytes` / 1073741824.0e0) AS `_col_5`,
  'its newest size' AS `its newest size`,
  (`u`.`bytes` / 1073741824.0e0) * CAST(get_json_object(`l`.`p`, '$[\'storage_gb\']') AS DOUBLE) AS `_col_7`,
  (`u`.`bytes` / 1073741824.0e0) * CAST(get_json_object(`l`.`p`, '$[\'storage_iopt_gb\']') AS DOUBLE) AS `_col_8`
FROM (
SELECT `used`.`account` AS `account`,
  `used`.`region` AS `region`,
  `used`.`cluster` AS `cluster`,
  max_by(`used`.`value`, struct(`used`.`ts`, `used`.`value`)) FILTER (WHERE (`used`.`value` IS NOT NULL) AND (`used`.`ts` IS NOT NULL)) AS `bytes`
FROM `used` AS `used`
WHERE `used`.`name` = 'VolumeBytesUsed'
GROUP BY `used`.`account`, `used`.`region`, `used`.`cluster`
) AS `u`
CROSS JOIN `listed` AS `l`
UNION ALL
SELECT `h`.`account` AS `account`,
  `h`.`region` AS `region`,
  `h`.`cluster` AS `cluster`,
  'I/O requests' AS `i/o requests`,
  'million requests' AS `million requests`,
  (sum(CASE WHEN CAST(`h`.`hours` AS DOUBLE) = 0 THEN CASE WHEN `h`.`total` > 0 THEN double('infinity') WHEN `h`.`total` < 0 THEN double('-infinity') WHEN `h`.`total` = 0 THEN double('NaN') END ELSE `h`.`total` / CAST(`h`.`hours` AS DOUBLE) END) * 730L / 1000000.0e0) AS `_col_5`,
  concat('reads and writes of ', coalesce(CAST(max(`h`.`hours`) AS STRING), ''), ' hours') AS `_col_6`,
  (sum(CASE WHEN CAST(`h`.`hours` AS DOUBLE) = 0 THEN CASE WHEN `h`.`total` > 0 THEN double('infinity') WHEN `h`.`total` < 0 THEN double('-infinity') WHEN `h`.`total` = 0 THEN double('NaN') END ELSE `h`.`total` / CAST(`h`.`hours` AS DOUBLE) END) * 730L / 1000000.0e0) * min(CAST(get_json_object(`l`.`p`, '$[\'io_million\']') AS DOUBLE)) AS `_col_7`,
  0.0e0 AS `0.0`
FROM `hours` AS `h`
CROSS JOIN `listed` AS `l`
WHERE `h`.`name` IN ('VolumeReadIOPs', 'VolumeWriteIOPs')
GROUP BY `h`.`account`, `h`.`region`, `h`.`cluster`
UNION ALL
SELECT `u`.`account` AS `account`,
  `u`.`region` AS `region`,
  `u`.`cluster` AS `cluster`,
  'backups' AS `backups`,
  'GB-months' AS `gb-months`,
  (`u`.`bytes` / 1073741824.0e0) AS `_col_5`,
  'what is billed of them' AS `what is billed of them`,
  (`u`.`bytes` / 1073741824.0e0) * CAST(get_json_object(`l`.`p`, '$[\'backup_gb\']') AS DOUBLE) AS `_col_7`,
  (`u`.`bytes` / 1073741824.0e0) * CAST(get_json_object(`l`.`p`, '$[\'backup_gb\']') AS DOUBLE) AS `_col_8`
FROM (
SELECT `used`.`account` AS `account`,
  `used`.`region` AS `region`,
  `used`.`cluster` AS `cluster`,
  max_by(`used`.`value`, struct(`used`.`ts`, `used`.`value`)) FILTER (WHERE (`used`.`value` IS NOT NULL) AND (`used`.`ts` IS NOT NULL)) AS `bytes`
FROM `used` AS `used`
WHERE `used`.`name` = 'TotalBackupStorageBilled'
GROUP BY `used`.`account`, `used`.`region`, `used`.`cluster`
) AS `u`
CROSS JOIN `listed` AS `l`
UNION ALL
SELECT `h`.`account` AS `account`,
  `h`.`region` AS `region`,
  `h`.`cluster` AS `cluster`,
  'replicated writes' AS `replicated writes`,
  'million requests' AS `million requests`,
  (CASE WHEN CAST(`h`.`hours` AS DOUBLE) = 0 THEN CASE WHEN `h`.`total` > 0 THEN double('infinity') WHEN `h`.`total` < 0 THEN double('-infinity') WHEN `h`.`total` = 0 THEN double('NaN') END ELSE `h`.`total` / CAST(`h`.`hours` AS DOUBLE) END * 730L / 1000000.0e0) AS `_col_5`,
  concat('of ', coalesce(CAST(`h`.`hours` AS STRING), ''), ' hours') AS `_col_6`,
  (CASE WHEN CAST(`h`.`hours` AS DOUBLE) = 0 THEN CASE WHEN `h`.`total` > 0 THEN double('infinity') WHEN `h`.`total` < 0 THEN double('-infinity') WHEN `h`.`total` = 0 THEN double('NaN') END ELSE `h`.`total` / CAST(`h`.`hours` AS DOUBLE) END * 730L / 1000000.0e0) * CAST(get_json_object(`l`.`p`, '$[\'replicated_million\']') AS DOUBLE) AS `_col_7`,
  (CASE WHEN CAST(`h`.`hours` AS DOUBLE) = 0 THEN CASE WHEN `h`.`total` > 0 THEN double('infinity') WHEN `h`.`total` < 0 THEN double('-infinity') WHEN `h`.`total` = 0 THEN double('NaN') END ELSE `h`.`total` / CAST(`h`.`hours` AS DOUBLE) END * 730L / 1000000.0e0) * CAST(get_json_object(`l`.`p`, '$[\'replicated_million\']') AS DOUBLE) AS `_col_8`
FROM `hours` AS `h`
CROSS JOIN `listed` AS `l`
WHERE `h`.`name` = 'AuroraGlobalDBReplicatedWriteIO'
UNION ALL
SELECT `h`.`account` AS `account`,
  `h`.`region` AS `region`,
  `h`.`cluster` AS `cluster`,
  'transfer to this Region' AS `transfer to this region`,
  'GB' AS `gb`,
  (CASE WHEN CAST(`h`.`hours` AS DOUBLE) = 0 THEN CASE WHEN `h`.`total` > 0 THEN double('infinity') WHEN `h`.`total` < 0 THEN double('-infinity') WHEN `h`.`total` = 0 THEN double('NaN') END ELSE `h`.`total` / CAST(`h`.`hours` AS DOUBLE) END * 730L / 1073741824.0e0) AS `_col_5`,
  concat('of ', coalesce(CAST(`h`.`hours` AS STRING), ''), ' hours') AS `_col_6`,
  (CASE WHEN CAST(`h`.`hours` AS DOUBLE) = 0 THEN CASE WHEN `h`.`total` > 0 THEN double('infinity') WHEN `h`.`total` < 0 THEN double('-infinity') WHEN `h`.`total` = 0 THEN double('NaN') END ELSE `h`.`total` / CAST(`h`.`hours` AS DOUBLE) END * 730L / 1073741824.0e0) * CAST(get_json_object(`l`.`p`, '$[\'transfer_gb\']') AS DOUBLE) AS `_col_7`,
  (CASE WHEN CAST(`h`.`hours` AS DOUBLE) = 0 THEN CASE WHEN `h`.`total` > 0 THEN double('infinity') WHEN `h`.`total` < 0 THEN double('-infinity') WHEN `h`.`total` = 0 THEN double('NaN') END ELSE `h`.`total` / CAST(`h`.`hours` AS DOUBLE) END * 730L / 1073741824.0e0) * CAST(get_json_object(`l`.`p`, '$[\'transfer_gb\']') AS DOUBLE) AS `_col_8`
FROM `hours` AS `h`
CROSS JOIN `listed` AS `l`
WHERE `h`.`name` = 'AuroraGlobalDBDataTransferBytes'
UNION ALL
SELECT `u`.`account` AS `account`,
  `u`.`region` AS `region`,
  `u`.`cluster` AS `cluster`,
  'Database Insights' AS `database insights`,
  'vCPU-hours' AS `vcpu-hours`,
  730L * sum(`u`.`vcpus`) AS `_col_5`,
  'advanced mode' AS `advanced mode`,
  730L * sum(`u`.`vcpus`) * min(CAST(get_json_object(`l`.`p`, '$[\'insights_vcpu_hour\']') AS DOUBLE)) AS `_col_7`,
  730L * sum(`u`.`vcpus`) * min(CAST(get_json_object(`l`.`p`, '$[\'insights_vcpu_hour\']') AS DOUBLE)) AS `_col_8`
FROM (
SELECT `used`.`account` AS `account`,
  `used`.`region` AS `region`,
  `used`.`cluster` AS `cluster`,
  `used`.`instance` AS `instance`,
  max(`used`.`value`) AS `vcpus`
FROM `used` AS `used`
WHERE `used`.`name` = 'os.general.numVCPUs'
GROUP BY `used`.`account`, `used`.`region`, `used`.`cluster`, `used`.`instance`
) AS `u`
JOIN `states` AS `s` ON `s`.`account` = `u`.`account` AND `s`.`region` = `u`.`region` AND `s`.`cluster` = `u`.`cluster` AND `s`.`insights_mode` = 'advanced'
CROSS JOIN `listed` AS `l`
GROUP BY `u`.`account`, `u`.`region`, `u`.`cluster`
),
`placed` AS (
SELECT `n`.`account` AS `account`,
  `n`.`region` AS `region`,
  `n`.`cluster` AS `cluster`,
  `n`.`item` AS `item`,
  `n`.`quantity_unit` AS `quantity_unit`,
  `n`.`quantity` AS `quantity`,
  `n`.`basis` AS `basis`,
  `n`.`standard_usd` AS `standard_usd`,
  `n`.`optimized_usd` AS `optimized_usd`,
  coalesce(`s`.`storage_type`, 'unknown') AS `storage_type`
FROM `lines` AS `n`
LEFT JOIN `states` AS `s` ON `n`.`account` = `s`.`account` AND `n`.`region` = `s`.`region` AND `n`.`cluster` = `s`.`cluster`
)
SELECT `placed`.`cluster` AS `cluster`,
  `placed`.`region` AS `region`,
  sum(`placed`.`quantity`) AS `quantity`,
  max(`placed`.`storage_type`) AS `storage_type`,
  CASE WHEN count(*) = count(`placed`.`standard_usd`) THEN sum(CASE WHEN `placed`.`storage_type` = 'aurora-iopt1' THEN `placed`.`optimized_usd` ELSE `placed`.`standard_usd` END) END AS `month_usd`,
  CASE WHEN count(*) = count(`placed`.`standard_usd`) THEN sum(`placed`.`standard_usd`) END AS `standard_usd`,
  CASE WHEN count(*) = count(`placed`.`standard_usd`) THEN sum(`placed`.`optimized_usd`) END AS `optimized_usd`,
  CASE WHEN nullif(sum(`placed`.`standard_usd`), 0) = 0 THEN CASE WHEN sum(`placed`.`standard_usd`) FILTER (WHERE (`placed`.`item` = 'I/O requests')) > 0 THEN double('infinity') WHEN sum(`placed`.`standard_usd`) FILTER (WHERE (`placed`.`item` = 'I/O requests')) < 0 THEN double('-infinity') WHEN sum(`placed`.`standard_usd`) FILTER (WHERE (`placed`.`item` = 'I/O requests')) = 0 THEN double('NaN') END ELSE sum(`placed`.`standard_usd`) FILTER (WHERE (`placed`.`item` = 'I/O requests')) / nullif(sum(`placed`.`standard_usd`), 0) END AS `share_io`,
  CASE WHEN count(*) > count(`placed`.`standard_usd`) THEN concat('unknown: no price for ', coalesce(CASE WHEN count(`placed`.`basis`) FILTER (WHERE (`placed`.`standard_usd` IS NULL) AND (`placed`.`basis` IS NOT NULL)) > 0 THEN array_join(transform(sort_array(collect_list(struct(`placed`.`basis` AS k0, `placed`.`basis` AS held)) FILTER (WHERE (`placed`.`standard_usd` IS NULL) AND (`placed`.`basis` IS NOT NULL)), TRUE), each_one -> each_one.held), ', ') END, '')) WHEN count(DISTINCT `placed`.`item`) = 1 THEN '' WHEN bool_or(`placed`.`storage_type` = 'unknown') THEN 'its storage type is not known' WHEN bool_or(`placed`.`storage_type` = 'aurora-iopt1') AND sum(`placed`.`standard_usd`) < sum(`placed`.`optimized_usd`) THEN concat('Standard would be cheaper by ', coalesce(CAST(CAST(CASE WHEN abs(round(sum(`placed`.`optimized_usd`) - sum(`placed`.`standard_usd`))) - floor(abs(round(sum(`placed`.`optimized_usd`) - sum(`placed`.`standard_usd`)))) = 0.5e0 THEN 2.0e0 * round(round(sum(`placed`.`optimized_usd`) - sum(`placed`.`standard_usd`)) / 2.0e0) ELSE round(round(sum(`placed`.`optimized_usd`) - sum(`placed`.`standard_usd`))) END AS BIGINT) AS STRING), ''), ' USD a month') WHEN NOT (bool_or(`placed`.`storage_type` = 'aurora-iopt1')) AND sum(`placed`.`optimized_usd`) < sum(`placed`.`standard_usd`) THEN concat('I/O-Optimized would be cheaper by ', coalesce(CAST(CAST(CASE WHEN abs(round(sum(`placed`.`standard_usd`) - sum(`placed`.`optimized_usd`))) - floor(abs(round(sum(`placed`.`standard_usd`) - sum(`placed`.`optimized_usd`)))) = 0.5e0 THEN 2.0e0 * round(round(sum(`placed`.`standard_usd`) - sum(`placed`.`optimized_usd`)) / 2.0e0) ELSE round(round(sum(`placed`.`standard_usd`) - sum(`placed`.`optimized_usd`))) END AS BIGINT) AS STRING), ''), ' USD a month') ELSE 'its storage type is the cheaper one' END AS `remark`
FROM `placed` AS `placed`
GROUP BY `placed`.`cluster`, `placed`.`region`
ORDER BY `month_usd` DESC NULLS FIRST, `cluster` ASC NULLS LAST, `region` ASC NULLS LAST;

-- counter_rows 17e609779147df58
WITH `tbl_sql_stats` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `period_s` AS `period_s`, `tokenized_id` AS `tokenized_id`, `query_id` AS `query_id`, `fingerprint` AS `fingerprint`, `calls` AS `calls`, `rows` AS `rows`, `total_time_us` AS `total_time_us`, `blocks_hit` AS `blocks_hit`, `blocks_read` AS `blocks_read`, `temp_blocks_written` AS `temp_blocks_written`, `lock_us` AS `lock_us`, `rows_examined` AS `rows_examined`, `io_read_us` AS `io_read_us`, `wal_bytes` AS `wal_bytes`, `errors` AS `errors`, `user_name` AS `user_name`, `database_name` AS `database_name`, `source` AS `source`, `origin` AS `origin`, `anew` AS `anew`
FROM store
WHERE tbl = 'sql_stats' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `periods`.`ts` AS `ts`,
  `periods`.`period_s` AS `period_s`,
  `periods`.`fingerprint` AS `fingerprint`,
  `periods`.`query_id` AS `query_id`,
  `periods`.`tokenized_id` AS `tokenized_id`,
  `periods`.`origin` AS `origin`,
  `periods`.`calls` AS `calls`,
  `periods`.`total_time_us` AS `total_time_us`,
  `periods`.`mean_us` AS `mean_us`,
  `periods`.`rows` AS `rows`,
  `periods`.`rows_examined` AS `rows_examined`,
  `periods`.`blocks_hit` AS `blocks_hit`,
  `periods`.`blocks_read` AS `blocks_read`,
  `periods`.`temp_blocks_written` AS `temp_blocks_written`,
  `periods`.`io_read_us` AS `io_read_us`,
  `periods`.`wal_bytes` AS `wal_bytes`,
  `periods`.`lock_us` AS `lock_us`,
  `periods`.`errors` AS `errors`,
  `periods`.`anew` AS `anew`,
  `periods`.`user_name` AS `user_name`,
  `periods`.`database_name` AS `database_name`,
  `periods`.`cluster` AS `cluster`,
  `periods`.`instance` AS `instance`,
  `periods`.`source` AS `source`,
  `periods`.`offset` AS `offset`
FROM (
SELECT `sql_stats`.`ts` AS `ts`,
  `sql_stats`.`period_s` AS `period_s`,
  `sql_stats`.`fingerprint` AS `fingerprint`,
  `sql_stats`.`query_id` AS `query_id`,
  `sql_stats`.`tokenized_id` AS `tokenized_id`,
  coalesce(`sql_stats`.`origin`, 'Performance Insights') AS `origin`,
  `sql_stats`.`calls` AS `calls`,
  `sql_stats`.`total_time_us` AS `total_time_us`,
  CASE WHEN CAST(nullif(`sql_stats`.`calls`, 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(`sql_stats`.`total_time_us` AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(`sql_stats`.`total_time_us` AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(`sql_stats`.`total_time_us` AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(`sql_stats`.`total_time_us` AS DOUBLE) / CAST(nullif(`sql_stats`.`calls`, 0) AS DOUBLE) END AS `mean_us`,
  `sql_stats`.`rows` AS `rows`,
  `sql_stats`.`rows_examined` AS `rows_examined`,
  `sql_stats`.`blocks_hit` AS `blocks_hit`,
  `sql_stats`.`blocks_read` AS `blocks_read`,
  `sql_stats`.`temp_blocks_written` AS `temp_blocks_written`,
  `sql_stats`.`io_read_us` AS `io_read_us`,
  `sql_stats`.`wal_bytes` AS `wal_bytes`,
  `sql_stats`.`lock_us` AS `lock_us`,
  `sql_stats`.`errors` AS `errors`,
  `sql_stats`.`anew` AS `anew`,
  `sql_stats`.`user_name` AS `user_name`,
  `sql_stats`.`database_name` AS `database_name`,
  `sql_stats`.`cluster` AS `cluster`,
  `sql_stats`.`instance` AS `instance`,
  '' AS `source`,
  row_number() OVER (PARTITION BY `sql_stats`.`ts` ORDER BY `sql_stats`.`total_time_us` ASC NULLS LAST, `sql_stats`.`cluster` ASC NULLS LAST, `sql_stats`.`instance` ASC NULLS LAST, `sql_stats`.`tokenized_id` ASC NULLS LAST, `sql_stats`.`period_s` ASC NULLS LAST) AS `offset`
FROM `tbl_sql_stats` AS `sql_stats`
WHERE (`sql_stats`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `sql_stats`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`sql_stats`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`sql_stats`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR `sql_stats`.`tokenized_id` = NULL)
) AS `periods`
WHERE NULL IS NULL OR (unix_micros(`periods`.`ts`) < NULL OR (unix_micros(`periods`.`ts`) = NULL AND (`periods`.`source` < NULL OR (`periods`.`source` = NULL AND `periods`.`offset` < NULL))))
ORDER BY `periods`.`ts` DESC NULLS LAST, `periods`.`source` DESC NULLS LAST, `periods`.`offset` DESC NULLS LAST
LIMIT 100;

-- counters_top 16e3443cac4ae37d
WITH `tbl_fingerprints` AS (
SELECT `cluster` AS `cluster`, `instance` AS `instance`, `fingerprint` AS `fingerprint`, `engine` AS `engine`, `normalized_sql` AS `normalized_sql`
FROM store
WHERE tbl = 'fingerprints'
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `fingerprint` AS `fingerprint`, `query_id` AS `query_id`, `lock_us` AS `lock_us`, `rows_examined` AS `rows_examined`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_sql_stats` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `tokenized_id` AS `tokenized_id`, `query_id` AS `query_id`, `fingerprint` AS `fingerprint`, `calls` AS `calls`, `rows` AS `rows`, `total_time_us` AS `total_time_us`, `blocks_hit` AS `blocks_hit`, `blocks_read` AS `blocks_read`, `temp_blocks_written` AS `temp_blocks_written`, `lock_us` AS `lock_us`, `rows_examined` AS `rows_examined`, `io_read_us` AS `io_read_us`, `wal_bytes` AS `wal_bytes`, `errors` AS `errors`, `user_name` AS `user_name`, `database_name` AS `database_name`, `origin` AS `origin`, `anew` AS `anew`
FROM store
WHERE tbl = 'sql_stats' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_statement_place_days` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `engine` AS `engine`, `fingerprint` AS `fingerprint`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `calls` AS `calls`, `timed_calls` AS `timed_calls`, `logged` AS `logged`, `sum_us` AS `sum_us`, `call_us` AS `call_us`, `min_us` AS `min_us`, `max_us` AS `max_us`
FROM store
WHERE tbl = 'statement_place_days' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `fingerprint` AS `fingerprint`, `query_id` AS `query_id`, `lock_us` AS `lock_us`, `rows_examined` AS `rows_examined`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`named` AS (
SELECT `statements`.`query_id` AS `query_id`,
  CASE WHEN count(DISTINCT `statements`.`fingerprint`) = 1 THEN min(`statements`.`fingerprint`) END AS `fingerprint`
FROM `tbl_statements` AS `statements`
WHERE (`statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)) AND `statements`.`query_id` IS NOT NULL AND `statements`.`query_id` <> 0 AND `statements`.`fingerprint` IS NOT NULL
GROUP BY `statements`.`query_id`
),
`counted` AS (
SELECT `sql_stats`.`cluster` AS `cluster`,
  `sql_stats`.`tokenized_id` AS `tokenized_id`,
  min(`sql_stats`.`origin`) AS `origin`,
  min(`sql_stats`.`user_name`) AS `user_name`,
  min(`sql_stats`.`database_name`) AS `database_name`,
  min(`sql_stats`.`query_id`) AS `query_id`,
  min(`sql_stats`.`fingerprint`) AS `own_fingerprint`,
  sum(`sql_stats`.`calls`) AS `calls`,
  sum(`sql_stats`.`rows`) AS `rows`,
  sum(`sql_stats`.`total_time_us`) AS `total_time_us`,
  sum(`sql_stats`.`blocks_hit`) AS `blocks_hit`,
  sum(`sql_stats`.`blocks_read`) AS `blocks_read`,
  sum(`sql_stats`.`temp_blocks_written`) AS `temp_blocks_written`,
  sum(`sql_stats`.`io_read_us`) AS `io_read_us`,
  sum(`sql_stats`.`wal_bytes`) AS `wal_bytes`,
  sum(`sql_stats`.`lock_us`) AS `lock_us`,
  sum(`sql_stats`.`rows_examined`) AS `rows_examined`,
  sum(`sql_stats`.`errors`) AS `errors`,
  coalesce(bool_or(`sql_stats`.`anew`), FALSE) AS `anew`
FROM `tbl_sql_stats` AS `sql_stats`
WHERE (`sql_stats`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `sql_stats`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`sql_stats`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`sql_stats`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY `sql_stats`.`cluster`, `sql_stats`.`tokenized_id`
),
`told` AS (
SELECT `counted`.`cluster` AS `cluster`,
  `counted`.`tokenized_id` AS `tokenized_id`,
  `counted`.`origin` AS `origin`,
  `counted`.`user_name` AS `user_name`,
  `counted`.`database_name` AS `database_name`,
  `counted`.`query_id` AS `query_id`,
  `counted`.`own_fingerprint` AS `own_fingerprint`,
  `counted`.`calls` AS `calls`,
  `counted`.`rows` AS `rows`,
  `counted`.`total_time_us` AS `total_time_us`,
  `counted`.`blocks_hit` AS `blocks_hit`,
  `counted`.`blocks_read` AS `blocks_read`,
  `counted`.`temp_blocks_written` AS `temp_blocks_written`,
  `counted`.`io_read_us` AS `io_read_us`,
  `counted`.`wal_bytes` AS `wal_bytes`,
  `counted`.`lock_us` AS `lock_us`,
  `counted`.`rows_examined` AS `rows_examined`,
  `counted`.`errors` AS `errors`,
  `counted`.`anew` AS `anew`,
  coalesce(`counted`.`own_fingerprint`, `named`.`fingerprint`) AS `fingerprint`
FROM `counted` AS `counted`
LEFT JOIN `named` AS `named` ON `counted`.`query_id` = `named`.`query_id`
),
`logged` AS (
SELECT `cells`.`fingerprint` AS `fingerprint`,
  sum(`cells`.`calls`) AS `logged_calls`,
  coalesce(sum(`cells`.`sum_us`), 0) AS `logged_us`
FROM (
SELECT `open_statements`.`ts` AS `ts`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`engine` AS `engine`,
  `open_statements`.`fingerprint` AS `fingerprint`,
  `open_statements`.`user_name` AS `user_name`,
  `open_statements`.`database_name` AS `database_name`,
  `open_statements`.`client_host` AS `client_host`,
  `open_statements`.`application` AS `application`,
  `open_statements`.`calls` AS `calls`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE `open_statements`.`calls` END AS `timed_calls`,
  CASE WHEN `open_statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `open_statements`.`duration_us` AS `sum_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `call_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `min_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `max_us`
FROM `tbl_open_statements` AS `open_statements`
WHERE coalesce(NOT (`open_statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`open_statements`.`database_name` <> 'rdsadmin', TRUE) AND `open_statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `open_statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
UNION ALL
SELECT `statement_place_days`.`ts` AS `ts`,
  `statement_place_days`.`cluster` AS `cluster`,
  `statement_place_days`.`instance` AS `instance`,
  `statement_place_days`.`engine` AS `engine`,
  `statement_place_days`.`fingerprint` AS `fingerprint`,
  `statement_place_days`.`user_name` AS `user_name`,
  `statement_place_days`.`database_name` AS `database_name`,
  `statement_place_days`.`client_host` AS `client_host`,
  `statement_place_days`.`application` AS `application`,
  `statement_place_days`.`calls` AS `calls`,
  `statement_place_days`.`timed_calls` AS `timed_calls`,
  `statement_place_days`.`logged` AS `logged`,
  `statement_place_days`.`sum_us` AS `sum_us`,
  `statement_place_days`.`call_us` AS `call_us`,
  `statement_place_days`.`min_us` AS `min_us`,
  `statement_place_days`.`max_us` AS `max_us`
FROM `tbl_statement_place_days` AS `statement_place_days`
WHERE coalesce(NOT (`statement_place_days`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statement_place_days`.`database_name` <> 'rdsadmin', TRUE) AND `statement_place_days`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statement_place_days`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
) AS `cells`
WHERE `cells`.`fingerprint` IS NOT NULL
GROUP BY `cells`.`fingerprint`
),
`texts` AS (
SELECT `fingerprints`.`fingerprint` AS `fingerprint`,
  max(`fingerprints`.`normalized_sql`) AS `normalized_sql`
FROM `tbl_fingerprints` AS `fingerprints`
GROUP BY `fingerprints`.`fingerprint`
)
SELECT row_number() OVER (ORDER BY `t`.`total_time_us` DESC NULLS LAST, `t`.`calls` DESC NULLS LAST, `t`.`cluster` ASC NULLS LAST, `t`.`tokenized_id` ASC NULLS LAST) AS `rank`,
  `t`.`fingerprint` AS `fingerprint`,
  `t`.`query_id` AS `query_id`,
  `t`.`cluster` AS `cluster`,
  `t`.`tokenized_id` AS `tokenized_id`,
  `t`.`origin` AS `origin`,
  `t`.`user_name` AS `user_name`,
  `t`.`database_name` AS `database_name`,
  `texts`.`normalized_sql` AS `normalized_sql`,
  `t`.`calls` AS `calls`,
  `t`.`total_time_us` AS `total_time_us`,
  CASE WHEN CAST(nullif(sum(`t`.`total_time_us`) OVER (), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(`t`.`total_time_us` AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(`t`.`total_time_us` AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(`t`.`total_time_us` AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(`t`.`total_time_us` AS DOUBLE) / CAST(nullif(sum(`t`.`total_time_us`) OVER (), 0) AS DOUBLE) END AS `share`,
  CASE WHEN CAST(nullif(`t`.`calls`, 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(`t`.`total_time_us` AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(`t`.`total_time_us` AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(`t`.`total_time_us` AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(`t`.`total_time_us` AS DOUBLE) / CAST(nullif(`t`.`calls`, 0) AS DOUBLE) END AS `mean_us`,
  `t`.`rows` AS `rows`,
  `t`.`rows_examined` AS `rows_examined`,
  `t`.`blocks_hit` AS `blocks_hit`,
  `t`.`blocks_read` AS `blocks_read`,
  `t`.`temp_blocks_written` AS `temp_blocks_written`,
  `t`.`io_read_us` AS `io_read_us`,
  `t`.`wal_bytes` AS `wal_bytes`,
  `t`.`lock_us` AS `lock_us`,
  `t`.`errors` AS `errors`,
  `t`.`anew` AS `anew`,
  `logged`.`logged_calls` AS `logged_calls`,
  `logged`.`logged_us` AS `logged_us`
FROM `told` AS `t`
LEFT JOIN `logged` AS `logged` ON `logged`.`fingerprint` = `t`.`fingerprint`
LEFT JOIN `texts` AS `texts` ON `texts`.`fingerprint` = `t`.`fingerprint`
ORDER BY `rank` ASC NULLS LAST
LIMIT 50;

-- coverage_by_source aed768251b420f19
WITH `tbl_coverage` AS (
SELECT `cluster` AS `cluster`, `instance` AS `instance`, `log_kind` AS `log_kind`, `collector` AS `collector`, CAST(`covered_from` AS TIMESTAMP) AS `covered_from`, CAST(`covered_to` AS TIMESTAMP) AS `covered_to`, `entries` AS `entries`, `unparsed_entries` AS `unparsed_entries`, `truncated` AS `truncated`, `status` AS `status`
FROM store
WHERE tbl = 'coverage'
),
`tbl_roles` AS (
SELECT `cluster` AS `cluster`, `instance` AS `instance`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`
FROM store
WHERE tbl = 'roles'
),
`asked` AS (
SELECT coalesce(TIMESTAMP '2026-11-19 00:00:00.000000 UTC', (
SELECT min(`coverage`.`covered_from`) AS `_col_0`
FROM `tbl_coverage` AS `coverage`
WHERE (TRUE)
)) AS `began`,
  coalesce(TIMESTAMP '2026-11-20 00:00:00.000000 UTC', (
SELECT max(`coverage`.`covered_to`) AS `_col_0`
FROM `tbl_coverage` AS `coverage`
WHERE (TRUE)
)) AS `ended`
),
`found` AS (
SELECT coalesce(`coverage`.`cluster`, '') AS `cluster`,
  CASE WHEN `coverage`.`log_kind` IS NOT NULL OR `coverage`.`collector` IS NULL THEN coalesce(`coverage`.`instance`, '') ELSE '' END AS `instance`,
  coalesce(`coverage`.`log_kind`, `coverage`.`collector`, 'logs') AS `log_kind`,
  `coverage`.`log_kind` IS NOT NULL OR `coverage`.`collector` IS NULL AS `is_log`,
  greatest(`coverage`.`covered_from`, `asked`.`began`) AS `low`,
  least(`coverage`.`covered_to`, `asked`.`ended`) AS `high`,
  `asked`.`began` AS `began`,
  `asked`.`ended` AS `ended`,
  `coverage`.`status` AS `status`,
  `coverage`.`truncated` AS `truncated`,
  coalesce(`coverage`.`entries`, 0) AS `entries`,
  coalesce(`coverage`.`unparsed_entries`, 0) AS `unparsed_entries`
FROM `tbl_coverage` AS `coverage`
CROSS JOIN `asked` AS `asked`
WHERE (TRUE) AND `coverage`.`covered_from` < `asked`.`ended` AND `coverage`.`covered_to` >= `asked`.`began`
),
`spans` AS (
SELECT `found`.`cluster` AS `cluster`,
  `found`.`instance` AS `instance`,
  `found`.`log_kind` AS `log_kind`,
  `found`.`is_log` AS `is_log`,
  `found`.`low` AS `low`,
  `found`.`high` AS `high`,
  `found`.`began` AS `began`,
  `found`.`ended` AS `ended`,
  `found`.`status` AS `status`,
  `found`.`truncated` AS `truncated`,
  `found`.`entries` AS `entries`,
  `found`.`unparsed_entries` AS `unparsed_entries`
FROM `found` AS `found`
UNION ALL
SELECT `found`.`cluster` AS `cluster`,
  `found`.`instance` AS `instance`,
  'logs' AS `log_kind`,
  `found`.`is_log` AS `is_log`,
  `found`.`low` AS `low`,
  `found`.`high` AS `high`,
  `found`.`began` AS `began`,
  `found`.`ended` AS `ended`,
  `found`.`status` AS `status`,
  `found`.`truncated` AS `truncated`,
  `found`.`entries` AS `entries`,
  `found`.`unparsed_entries` AS `unparsed_entries`
FROM `found` AS `found`
WHERE `found`.`is_log` AND `found`.`log_kind` <> 'logs'
),
`marked` AS (
SELECT `spans`.`cluster` AS `cluster`,
  `spans`.`instance` AS `instance`,
  `spans`.`log_kind` AS `log_kind`,
  `spans`.`is_log` AS `is_log`,
  `spans`.`low` AS `low`,
  `spans`.`high` AS `high`,
  `spans`.`began` AS `began`,
  `spans`.`ended` AS `ended`,
  `spans`.`status` AS `status`,
  `spans`.`truncated` AS `truncated`,
  `spans`.`entries` AS `entries`,
  `spans`.`unparsed_entries` AS `unparsed_entries`,
  CASE WHEN `spans`.`low` <= timestamp_micros(unix_micros(max(`spans`.`high`) OVER `earlier`) + (3600) * 1000000L) THEN 0 ELSE 1 END AS `begins`
FROM `spans` AS `spans`
WHERE `spans`.`status` IN ('complete', 'partial')
WINDOW `earlier` AS (PARTITION BY `spans`.`cluster`, `spans`.`instance`, `spans`.`log_kind` ORDER BY `spans`.`low` ASC NULLS LAST, `spans`.`high` ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
`numbered` AS (
SELECT `marked`.`cluster` AS `cluster`,
  `marked`.`instance` AS `instance`,
  `marked`.`log_kind` AS `log_kind`,
  `marked`.`is_log` AS `is_log`,
  `marked`.`low` AS `low`,
  `marked`.`high` AS `high`,
  `marked`.`began` AS `began`,
  `marked`.`ended` AS `ended`,
  `marked`.`status` AS `status`,
  `marked`.`truncated` AS `truncated`,
  `marked`.`entries` AS `entries`,
  `marked`.`unparsed_entries` AS `unparsed_entries`,
  `marked`.`begins` AS `begins`,
  sum(`marked`.`begins`) OVER (PARTITION BY `marked`.`cluster`, `marked`.`instance`, `marked`.`log_kind` ORDER BY `marked`.`low` ASC NULLS LAST, `marked`.`high` ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS `island`
FROM `marked` AS `marked`
),
`islands` AS (
SELECT `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`log_kind` AS `log_kind`,
  `numbered`.`island` AS `island`,
  `numbered`.`began` AS `began`,
  `numbered`.`ended` AS `ended`,
  min(`numbered`.`low`) AS `low`,
  max(`numbered`.`high`) AS `high`
FROM `numbered` AS `numbered`
GROUP BY `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`log_kind`, `numbered`.`island`, `numbered`.`began`, `numbered`.`ended`
),
`covered` AS (
SELECT `islands`.`cluster` AS `cluster`,
  `islands`.`instance` AS `instance`,
  `islands`.`log_kind` AS `log_kind`,
  min(`islands`.`low`) AS `covered_from`,
  max(`islands`.`high`) AS `covered_to`,
  sum(unix_micros(CASE WHEN timestamp_micros(unix_micros(`islands`.`high`) + (3600) * 1000000L) >= `islands`.`ended` THEN `islands`.`ended` ELSE `islands`.`high` END) - unix_micros(CASE WHEN `islands`.`low` <= timestamp_micros(unix_micros(`islands`.`began`) + (3600) * 1000000L) THEN `islands`.`began` ELSE `islands`.`low` END)) AS `covered_us`
FROM `islands` AS `islands`
GROUP BY `islands`.`cluster`, `islands`.`instance`, `islands`.`log_kind`
),
`counted` AS (
SELECT `spans`.`cluster` AS `cluster`,
  `spans`.`instance` AS `instance`,
  `spans`.`log_kind` AS `log_kind`,
  bool_or(`spans`.`is_log`) AS `is_log`,
  sum(`spans`.`entries`) AS `entries`,
  sum(`spans`.`unparsed_entries`) AS `unparsed_entries`,
  count(*) FILTER (WHERE (`spans`.`truncated` OR `spans`.`status` = 'partial')) AS `partial_spans`,
  count(*) FILTER (WHERE (`spans`.`status` = 'failed')) AS `failed_spans`
FROM `spans` AS `spans`
GROUP BY `spans`.`cluster`, `spans`.`instance`, `spans`.`log_kind`
),
`silent` AS (
SELECT DISTINCT `roles`.`cluster` AS `cluster`,
  `roles`.`instance` AS `instance`
FROM `tbl_roles` AS `roles`
CROSS JOIN `asked` AS `asked`
WHERE (TRUE) AND `roles`.`cluster` <> '' AND `roles`.`instance` <> '' AND `roles`.`valid_from` <= `asked`.`ended` AND (`roles`.`valid_to` IS NULL OR `roles`.`valid_to` >= `asked`.`began`)
)
SELECT `c`.`cluster` AS `cluster`,
  `c`.`instance` AS `instance`,
  `c`.`log_kind` AS `log_kind`,
  `c`.`is_log` AS `is_log`,
  `v`.`covered_from` AS `covered_from`,
  `v`.`covered_to` AS `covered_to`,
  coalesce(`v`.`covered_us`, 0) AS `covered_us`,
  (unix_micros(`asked`.`ended`) - unix_micros(`asked`.`began`)) AS `range_us`,
  CASE WHEN CAST(nullif(unix_micros(`asked`.`ended`) - unix_micros(`asked`.`began`), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(coalesce(`v`.`covered_us`, 0) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(coalesce(`v`.`covered_us`, 0) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(coalesce(`v`.`covered_us`, 0) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(coalesce(`v`.`covered_us`, 0) AS DOUBLE) / CAST(nullif(unix_micros(`asked`.`ended`) - unix_micros(`asked`.`began`), 0) AS DOUBLE) END AS `covered_share`,
  `c`.`entries` AS `entries`,
  `c`.`unparsed_entries` AS `unparsed_entries`,
  `c`.`partial_spans` AS `partial_spans`,
  `c`.`failed_spans` AS `failed_spans`
FROM `counted` AS `c`
CROSS JOIN `asked` AS `asked`
LEFT JOIN `covered` AS `v` ON `v`.`cluster` = `c`.`cluster` AND `v`.`instance` = `c`.`instance` AND `v`.`log_kind` = `c`.`log_kind`
UNION ALL
SELECT `s`.`cluster` AS `cluster`,
  `s`.`instance` AS `instance`,
  'logs' AS `logs`,
  TRUE AS `_col_3`,
  NULL AS `_col_4`,
  NULL AS `_col_5`,
  0 AS `0`,
  (unix_micros(`asked`.`ended`) - unix_micros(`asked`.`began`)) AS `_col_7`,
  0.0e0 AS `0.0`,
  0 AS `0`,
  0 AS `0`,
  0 AS `0`,
  0 AS `0`
FROM `silent` AS `s`
CROSS JOIN `asked` AS `asked`
WHERE NOT (EXISTS (
SELECT 1 AS `1`
FROM `counted` AS `c`
WHERE `c`.`cluster` = `s`.`cluster` AND `c`.`instance` = `s`.`instance` AND `c`.`log_kind` = 'logs'
))
ORDER BY `cluster` ASC NULLS LAST, `instance` ASC NULLS LAST, `log_kind` ASC NULLS LAST;

-- ddl_list a0ad4a9b863dd609
WITH `tbl_fingerprints` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `fingerprint` AS `fingerprint`, `engine` AS `engine`, `normalized_sql` AS `normalized_sql`, `statement_kind` AS `statement_kind`
FROM store
WHERE tbl = 'fingerprints'
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, CAST(`started_at` AS TIMESTAMP) AS `started_at`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `prepared_name` AS `prepared_name`, `fingerprint` AS `fingerprint`, `sql` AS `sql`, `parameters` AS `parameters`, `detail` AS `detail`, `context` AS `context`, `query_id` AS `query_id`, `sqlstate` AS `sqlstate`, `vxid` AS `vxid`, `xid` AS `xid`, `line_num` AS `line_num`, `database_inherited` AS `database_inherited`, `lock_us` AS `lock_us`, `rows_sent` AS `rows_sent`, `rows_examined` AS `rows_examined`, `rows_affected` AS `rows_affected`, `errno` AS `errno`, `killed` AS `killed`, `extra` AS `extra`, `observed_by` AS `observed_by`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `s`.`fingerprint` AS `fingerprint`,
  max(`f`.`normalized_sql`) AS `normalized_sql`,
  sum(`s`.`calls`) AS `calls`,
  coalesce(sum(`s`.`duration_us`), 0) AS `sum_us`,
  max(`s`.`duration_us`) AS `max_us`,
  count(DISTINCT `s`.`instance`) AS `instances`,
  CASE WHEN count(`s`.`user_name`) FILTER (WHERE (`s`.`user_name` IS NOT NULL)) > 0 THEN array_join(sort_array(collect_set(`s`.`user_name`) FILTER (WHERE (`s`.`user_name` IS NOT NULL))), ', ') END AS `user_names`,
  min(`s`.`ts`) AS `first_ts`,
  max(`s`.`ts`) AS `last_ts`
FROM (
SELECT `statements`.`ts` AS `ts`,
  `statements`.`account` AS `account`,
  `statements`.`region` AS `region`,
  `statements`.`cluster` AS `cluster`,
  `statements`.`instance` AS `instance`,
  `statements`.`source` AS `source`,
  `statements`.`offset` AS `offset`,
  `statements`.`pid` AS `pid`,
  `statements`.`session_key` AS `session_key`,
  `statements`.`user_name` AS `user_name`,
  `statements`.`database_name` AS `database_name`,
  `statements`.`client_host` AS `client_host`,
  `statements`.`application` AS `application`,
  `statements`.`backend_type` AS `backend_type`,
  `statements`.`started_at` AS `started_at`,
  `statements`.`engine` AS `engine`,
  `statements`.`phase` AS `phase`,
  `statements`.`calls` AS `calls`,
  `statements`.`duration_us` AS `duration_us`,
  `statements`.`prepared_name` AS `prepared_name`,
  `statements`.`fingerprint` AS `fingerprint`,
  `statements`.`sql` AS `sql`,
  `statements`.`parameters` AS `parameters`,
  `statements`.`detail` AS `detail`,
  `statements`.`context` AS `context`,
  `statements`.`query_id` AS `query_id`,
  `statements`.`sqlstate` AS `sqlstate`,
  `statements`.`vxid` AS `vxid`,
  `statements`.`xid` AS `xid`,
  `statements`.`line_num` AS `line_num`,
  `statements`.`database_inherited` AS `database_inherited`,
  `statements`.`lock_us` AS `lock_us`,
  `statements`.`rows_sent` AS `rows_sent`,
  `statements`.`rows_examined` AS `rows_examined`,
  `statements`.`rows_affected` AS `rows_affected`,
  `statements`.`errno` AS `errno`,
  `statements`.`killed` AS `killed`,
  `statements`.`extra` AS `extra`,
  `statements`.`observed_by` AS `observed_by`,
  `statements`.`noise` AS `noise`
FROM `tbl_statements` AS `statements`
WHERE (`statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE))
) AS `s`
JOIN (
SELECT `fingerprints`.`fingerprint` AS `fingerprint`,
  max(`fingerprints`.`normalized_sql`) AS `normalized_sql`
FROM `tbl_fingerprints` AS `fingerprints`
WHERE `fingerprints`.`statement_kind` = 'ddl'
GROUP BY `fingerprints`.`fingerprint`
) AS `f` ON `s`.`fingerprint` = `f`.`fingerprint`
GROUP BY `s`.`fingerprint`
ORDER BY `max_us` DESC NULLS LAST, `calls` DESC NULLS LAST, `fingerprint` ASC NULLS LAST
LIMIT 200;

-- deadlock_participants 89b2deaf61db9492
WITH `tbl_deadlocks` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `user_name` AS `user_name`, `database_name` AS `database_name`, `participants` AS `participants`, `victim` AS `victim`, `tables` AS `tables`
FROM store
WHERE tbl = 'deadlocks' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `parts`.`ts` AS `ts`,
  `parts`.`part`.`pid` AS `pid`,
  `parts`.`part`.`pid` = `parts`.`victim` AS `victim`,
  `parts`.`part`.`lock` AS `lock`,
  `parts`.`part`.`statement` AS `statement`,
  `parts`.`part`.`fingerprint` AS `fingerprint`,
  `parts`.`tables` AS `tables`,
  `parts`.`cluster` AS `cluster`,
  `parts`.`instance` AS `instance`,
  `parts`.`source` AS `source`,
  `parts`.`offset` AS `offset`
FROM (
SELECT `deadlocks`.`ts` AS `ts`,
  `unnested_0`.`element_0` AS `part`,
  `deadlocks`.`victim` AS `victim`,
  `deadlocks`.`tables` AS `tables`,
  `deadlocks`.`cluster` AS `cluster`,
  `deadlocks`.`instance` AS `instance`,
  `deadlocks`.`source` AS `source`,
  `deadlocks`.`offset` AS `offset`
FROM `tbl_deadlocks` AS `deadlocks`
CROSS JOIN LATERAL explode(`deadlocks`.`participants`) AS `unnested_0` (`element_0`)
WHERE (`deadlocks`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `deadlocks`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`deadlocks`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`deadlocks`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR CASE WHEN `deadlocks`.`tables` IS NOT NULL THEN coalesce(array_contains(`deadlocks`.`tables`, CAST(NULL AS STRING)), FALSE) END)
) AS `parts`
ORDER BY `ts` DESC NULLS LAST, `source` ASC NULLS LAST, `offset` ASC NULLS LAST, `pid` ASC NULLS LAST
LIMIT 500;

-- deadlock_rows 876fa270c8605e3b
WITH `tbl_deadlocks` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `participants` AS `participants`, `victim` AS `victim`, `tables` AS `tables`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'deadlocks' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `deadlocks`.`ts` AS `ts`,
  `deadlocks`.`participants` AS `participants`,
  `deadlocks`.`victim` AS `victim`,
  `deadlocks`.`tables` AS `tables`,
  `deadlocks`.`fingerprint` AS `fingerprint`,
  `deadlocks`.`user_name` AS `user_name`,
  `deadlocks`.`database_name` AS `database_name`,
  `deadlocks`.`client_host` AS `client_host`,
  `deadlocks`.`application` AS `application`,
  `deadlocks`.`cluster` AS `cluster`,
  `deadlocks`.`instance` AS `instance`,
  `deadlocks`.`pid` AS `pid`,
  `deadlocks`.`session_key` AS `session_key`,
  `deadlocks`.`source` AS `source`,
  `deadlocks`.`offset` AS `offset`
FROM `tbl_deadlocks` AS `deadlocks`
WHERE (`deadlocks`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `deadlocks`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`deadlocks`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`deadlocks`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR CASE WHEN `deadlocks`.`tables` IS NOT NULL THEN coalesce(array_contains(`deadlocks`.`tables`, CAST(NULL AS STRING)), FALSE) END) AND (NULL IS NULL OR (unix_micros(`deadlocks`.`ts`) < NULL OR (unix_micros(`deadlocks`.`ts`) = NULL AND (`deadlocks`.`source` < NULL OR (`deadlocks`.`source` = NULL AND `deadlocks`.`offset` < NULL)))))
ORDER BY `ts` DESC NULLS LAST, `source` DESC NULLS LAST, `offset` DESC NULLS LAST
LIMIT 100;

-- deadlocks_by_relation cb4561303efd5fc9
WITH `tbl_deadlocks` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `tables` AS `tables`
FROM store
WHERE tbl = 'deadlocks' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `named`.`relation` AS `relation`,
  count(*) AS `deadlocks`,
  min(`named`.`ts`) AS `first_ts`,
  max(`named`.`ts`) AS `last_ts`
FROM (
SELECT `deadlocks`.`ts` AS `ts`,
  `unnested_0`.`element_0` AS `relation`
FROM `tbl_deadlocks` AS `deadlocks`
CROSS JOIN LATERAL explode(filter(array_distinct(`deadlocks`.`tables`), each_one -> each_one IS NOT NULL)) AS `unnested_0` (`element_0`)
WHERE (`deadlocks`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `deadlocks`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`deadlocks`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`deadlocks`.`database_name` <> 'rdsadmin', TRUE))
) AS `named`
GROUP BY `named`.`relation`
ORDER BY `deadlocks` DESC NULLS LAST, `relation` ASC NULLS LAST;

-- deadlocks_over_time 40fd256fd54d75cf
WITH `tbl_deadlocks` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `participants` AS `participants`
FROM store
WHERE tbl = 'deadlocks' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT timestamp_micros((unix_micros(`deadlocks`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  count(*) AS `deadlocks`,
  max(CAST(array_size(`deadlocks`.`participants`) AS BIGINT)) AS `max_participants`
FROM `tbl_deadlocks` AS `deadlocks`
WHERE (`deadlocks`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `deadlocks`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`deadlocks`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`deadlocks`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY timestamp_micros((unix_micros(`deadlocks`.`ts`) DIV 60000000) * 60000000L)
ORDER BY `bucket` ASC NULLS LAST;

-- debt 590975682aec60e1
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `statistic` AS `statistic`, `value` AS `value`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`kinds` AS (
SELECT `_values`.`_col_0` AS `metric`,
  `_values`.`_col_1` AS `debt`,
  `_values`.`_col_2` AS `hurts_at`,
  `_values`.`_col_3` AS `hurts_how`,
  `_values`.`_col_4` AS `place`
FROM (VALUES ('MaximumUsedTransactionIDs', 'age of the oldest transaction id', 2144483648.0e0, 'the server refuses to write', 1), ('RollbackSegmentHistoryListLength', 'undo history', 1000000.0e0, 'consistent reads slow down', 2), ('db.Transactions.oldest_running_transaction_xid_age', 'oldest running transaction, in transactions', NULL, '', 3), ('TransactionAgeMaximum', 'oldest running transaction, seconds', 3600.0e0, 'purge and vacuum wait for it', 4), ('db.state.idle_in_transaction_max_time', 'longest idle in a transaction, seconds', 3600.0e0, 'vacuum and locks wait for it', 5), ('OldestReplicationSlotLag', 'oldest replication slot, bytes behind', 10737418240.0e0, 'its log fills the volume', 6), ('ReplicationSlotDiskUsage', 'kept for replication slots, bytes', 10737418240.0e0, 'it is paid for, and grows', 7), ('TransactionLogsDiskUsage', 'transaction logs, bytes', 10737418240.0e0, 'it is paid for, and grows', 8), ('SumBinaryLogSize', 'binary logs, bytes', NULL, '', 9), ('NumBinaryLogFiles', 'binary logs, files', NULL, '', 10), ('PurgeBoundary', 'purge boundary', NULL, '', 11)) AS `_values` (`_col_0`, `_col_1`, `_col_2`, `_col_3`, `_col_4`)
),
`points` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  `metrics`.`name` AS `metric`,
  `metrics`.`ts` AS `ts`,
  max(`metrics`.`value`) AS `value`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` IN (
SELECT `kinds`.`metric` AS `metric`
FROM `kinds` AS `kinds`
) AND `metrics`.`statistic` IN ('Average', 'Maximum') AND `metrics`.`instance` IS NOT NULL
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`, `metrics`.`instance`, `metrics`.`name`, `metrics`.`ts`
),
`fitted` AS (
SELECT `points`.`account` AS `account`,
  `points`.`region` AS `region`,
  `points`.`cluster` AS `cluster`,
  `points`.`instance` AS `instance`,
  `points`.`metric` AS `metric`,
  max_by(`points`.`value`, struct(`points`.`ts`, `points`.`value`)) FILTER (WHERE (`points`.`value` IS NOT NULL) AND (`points`.`ts` IS NOT NULL)) AS `last_value`,
  max(`points`.`value`) AS `most_value`,
  min(`points`.`value`) AS `least_value`,
  max_by(`points`.`ts`, struct(`points`.`value`, `points`.`ts`)) FILTER (WHERE (`points`.`ts` IS NOT NULL) AND (`points`.`value` IS NOT NULL)) AS `most_at`,
  count(*) AS `points`,
  max(`points`.`ts`) AS `last_ts`,
  CASE WHEN count(*) >= 10 AND ((unix_micros(max(`points`.`ts`)) DIV 1000000) - (unix_micros(min(`points`.`ts`)) DIV 1000000)) >= 3000 THEN regr_slope(`points`.`value`, (CAST(unix_micros(`points`.`ts`) AS DOUBLE) / 3600000000.0e0)) FILTER (WHERE (`points`.`value` >= 0)) END AS `growth_hour`
FROM `points` AS `points`
GROUP BY `points`.`account`, `points`.`region`, `points`.`cluster`, `points`.`instance`, `points`.`metric`
)
SELECT `f`.`account` AS `account`,
  `f`.`region` AS `region`,
  `f`.`cluster` AS `cluster`,
  `f`.`instance` AS `instance`,
  `k`.`debt` AS `debt`,
  `f`.`metric` AS `metric`,
  CASE WHEN `f`.`last_value` >= 0 THEN `f`.`last_value` END AS `last_value`,
  CASE WHEN `f`.`most_value` >= 0 THEN `f`.`most_value` END AS `most_value`,
  `f`.`most_at` AS `most_at`,
  CASE WHEN `f`.`last_value` >= 0 THEN `f`.`growth_hour` END AS `growth_hour`,
  `k`.`hurts_at` AS `hurts_at`,
  `k`.`hurts_how` AS `hurts_how`,
  CASE WHEN `f`.`last_value` >= 0 THEN CASE WHEN `k`.`hurts_at` = 0 THEN CASE WHEN `f`.`last_value` > 0 THEN double('infinity') WHEN `f`.`last_value` < 0 THEN double('-infinity') WHEN `f`.`last_value` = 0 THEN double('NaN') END ELSE `f`.`last_value` / `k`.`hurts_at` END END AS `share_hurts`,
  CASE WHEN `f`.`last_value` < 0 OR `k`.`hurts_at` IS NULL THEN NULL WHEN `f`.`last_value` >= `k`.`hurts_at` THEN 0.0e0 WHEN `k`.`place` IN (4, 5) THEN NULL WHEN `f`.`growth_hour` > 0 THEN CASE WHEN `f`.`growth_hour` = 0 THEN CASE WHEN (`k`.`hurts_at` - `f`.`last_value`) > 0 THEN double('infinity') WHEN (`k`.`hurts_at` - `f`.`last_value`) < 0 THEN double('-infinity') WHEN (`k`.`hurts_at` - `f`.`last_value`) = 0 THEN double('NaN') END ELSE (`k`.`hurts_at` - `f`.`last_value`) / `f`.`growth_hour` END END AS `hours_left`,
  CASE WHEN `f`.`last_value` < 0 THEN 'not in use' WHEN `k`.`hurts_at` IS NULL THEN 'no bound is known' WHEN `f`.`last_value` >= `k`.`hurts_at` THEN concat('now: ', coalesce(`k`.`hurts_how`, '')) WHEN `k`.`place` IN (4, 5) THEN 'grows with the clock while the transaction lasts' WHEN `f`.`growth_hour` IS NULL THEN 'unknown: the range is too short to fit a line' WHEN `f`.`growth_hour` <= 0 THEN 'does not grow' ELSE concat('then ', coalesce(`k`.`hurts_how`, '')) END AS `remark`,
  `f`.`points` AS `points`,
  `f`.`last_ts` AS `last_ts`
FROM `fitted` AS `f`
JOIN `kinds` AS `k` ON `f`.`metric` = `k`.`metric`
ORDER BY `hours_left` ASC NULLS LAST, `share_hurts` DESC NULLS LAST, `k`.`place` ASC NULLS LAST, `f`.`cluster` ASC NULLS LAST, `f`.`instance` ASC NULLS LAST;

-- duration_histogram 92cefe3be92d1a4e
WITH `tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `calls` AS `calls`, `duration_us` AS `duration_us`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statement_bucket_hours` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `engine` AS `engine`, `noise` AS `noise`, `bucket` AS `bucket`, `step_us` AS `step_us`, `calls` AS `calls`, `sum_us` AS `sum_us`, `call_us` AS `call_us`, `min_us` AS `min_us`, `max_us` AS `max_us`
FROM store
WHERE tbl = 'statement_bucket_hours' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND regexp_like(file_path, '/rolled-4[.]')
),
`steps` AS (
SELECT `v`.`duration_from_us` AS `duration_from_us`,
  `v`.`duration_to_us` AS `duration_to_us`
FROM (VALUES (0, 1000), (1000, 2000), (2000, 5000), (5000, 10000), (10000, 20000), (20000, 50000), (50000, 100000), (100000, 200000), (200000, 500000), (500000, 1000000), (1000000, 2000000), (2000000, 5000000), (5000000, 10000000), (10000000, 30000000), (30000000, 60000000), (60000000, 300000000), (300000000, 3600000000), (3600000000, NULL)) AS `v` (`duration_from_us`, `duration_to_us`)
),
`durations` AS (
SELECT `durations`.`step_us` AS `duration_from_us`,
  sum(`durations`.`calls`) AS `calls`,
  sum(`durations`.`call_us`) AS `sum_us`
FROM (
SELECT `open_statements`.`ts` AS `ts`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`engine` AS `engine`,
  (CASE WHEN (`open_statements`.`duration_us`) IS NOT NULL THEN CAST(CASE WHEN abs(floor(CASE WHEN ln(1.02e0) = 0 THEN CASE WHEN ln(greatest((`open_statements`.`duration_us`), 1)) > 0 THEN double('infinity') WHEN ln(greatest((`open_statements`.`duration_us`), 1)) < 0 THEN double('-infinity') WHEN ln(greatest((`open_statements`.`duration_us`), 1)) = 0 THEN double('NaN') END ELSE ln(greatest((`open_statements`.`duration_us`), 1)) / ln(1.02e0) END)) - floor(abs(floor(CASE WHEN ln(1.02e0) = 0 THEN CASE WHEN ln(greatest((`open_statements`.`duration_us`), 1)) > 0 THEN double('infinity') WHEN ln(greatest((`open_statements`.`duration_us`), 1)) < 0 THEN double('-infinity') WHEN ln(greatest((`open_statements`.`duration_us`), 1)) = 0 THEN double('NaN') END ELSE ln(greatest((`open_statements`.`duration_us`), 1)) / ln(1.02e0) END))) = 0.5e0 THEN 2.0e0 * round(floor(CASE WHEN ln(1.02e0) = 0 THEN CASE WHEN ln(greatest((`open_statements`.`duration_us`), 1)) > 0 THEN double('infinity') WHEN ln(greatest((`open_statements`.`duration_us`), 1)) < 0 THEN double('-infinity') WHEN ln(greatest((`open_statements`.`duration_us`), 1)) = 0 THEN double('NaN') END ELSE ln(greatest((`open_statements`.`duration_us`), 1)) / ln(1.02e0) END) / 2.0e0) ELSE round(floor(CASE WHEN ln(1.02e0) = 0 THEN CASE WHEN ln(greatest((`open_statements`.`duration_us`), 1)) > 0 THEN double('infinity') WHEN ln(greatest((`open_statements`.`duration_us`), 1)) < 0 THEN double('-infinity') WHEN ln(greatest((`open_statements`.`duration_us`), 1)) = 0 THEN double('NaN') END ELSE ln(greatest((`open_statements`.`duration_us`), 1)) / ln(1.02e0) END)) END AS BIGINT) END) AS `bucket`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN NULL WHEN `open_statements`.`duration_us` >= 3600000000 THEN 3600000000 WHEN `open_statements`.`duration_us` >= 300000000 THEN 300000000 WHEN `open_statements`.`duration_us` >= 60000000 THEN 60000000 WHEN `open_statements`.`duration_us` >= 30000000 THEN 30000000 WHEN `open_statements`.`duration_us` >= 10000000 THEN 10000000 WHEN `open_statements`.`duration_us` >= 5000000 THEN 5000000 WHEN `open_statements`.`duration_us` >= 2000000 THEN 2000000 WHEN `open_statements`.`duration_us` >= 1000000 THEN 1000000 WHEN `open_statements`.`duration_us` >= 500000 THEN 500000 WHEN `open_statements`.`duration_us` >= 200000 THEN 200000 WHEN `open_statements`.`duration_us` >= 100000 THEN 100000 WHEN `open_statements`.`duration_us` >= 50000 THEN 50000 WHEN `open_statements`.`duration_us` >= 20000 THEN 20000 WHEN `open_statements`.`duration_us` >= 10000 THEN 10000 WHEN `open_statements`.`duration_us` >= 5000 THEN 5000 WHEN `open_statements`.`duration_us` >= 2000 THEN 2000 WHEN `open_statements`.`duration_us` >= 1000 THEN 1000 WHEN `open_statements`.`duration_us` >= 0 THEN 0 ELSE 0 END AS `step_us`,
  `open_statements`.`calls` AS `calls`,
  `open_statements`.`duration_us` AS `sum_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `call_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `min_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `max_us`
FROM `tbl_open_statements` AS `open_statements`
WHERE coalesce(NOT (`open_statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`open_statements`.`database_name` <> 'rdsadmin', TRUE) AND `open_statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `open_statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
UNION ALL
SELECT `statement_bucket_hours`.`ts` AS `ts`,
  `statement_bucket_hours`.`cluster` AS `cluster`,
  `statement_bucket_hours`.`instance` AS `instance`,
  `statement_bucket_hours`.`engine` AS `engine`,
  `statement_bucket_hours`.`bucket` AS `bucket`,
  `statement_bucket_hours`.`step_us` AS `step_us`,
  `statement_bucket_hours`.`calls` AS `calls`,
  `statement_bucket_hours`.`sum_us` AS `sum_us`,
  `statement_bucket_hours`.`call_us` AS `call_us`,
  `statement_bucket_hours`.`min_us` AS `min_us`,
  `statement_bucket_hours`.`max_us` AS `max_us`
FROM `tbl_statement_bucket_hours` AS `statement_bucket_hours`
WHERE coalesce(NOT (`statement_bucket_hours`.`noise`), TRUE) AND `statement_bucket_hours`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statement_bucket_hours`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
) AS `durations`
WHERE `durations`.`step_us` IS NOT NULL AND `durations`.`calls` > 0
GROUP BY `durations`.`step_us`
)
SELECT `s`.`duration_from_us` AS `duration_from_us`,
  `s`.`duration_to_us` AS `duration_to_us`,
  coalesce(`d`.`calls`, 0) AS `calls`,
  coalesce(`d`.`sum_us`, 0) AS `sum_us`,
  CASE WHEN CAST(nullif(sum(`d`.`calls`) OVER (), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(coalesce(`d`.`calls`, 0) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(coalesce(`d`.`calls`, 0) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(coalesce(`d`.`calls`, 0) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(coalesce(`d`.`calls`, 0) AS DOUBLE) / CAST(nullif(sum(`d`.`calls`) OVER (), 0) AS DOUBLE) END AS `share_calls`
FROM `steps` AS `s`
LEFT JOIN `durations` AS `d` ON `d`.`duration_from_us` = `s`.`duration_from_us`
ORDER BY `s`.`duration_from_us` ASC NULLS LAST;

-- durations_spread_by ba1a259479dd3e65
WITH `tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `calls` AS `calls`, `duration_us` AS `duration_us`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `statements`.`fingerprint` AS `fingerprint`,
  `statements`.`user_name` AS `user_name`,
  sum(`statements`.`calls`) AS `calls`,
  count(`statements`.`duration_us`) AS `timed_calls`,
  stddev_pop(`statements`.`duration_us`) AS `stddev_us`,
  (CASE WHEN nullif(avg(`statements`.`duration_us`), 0) = 0 THEN CASE WHEN var_pop(`statements`.`duration_us`) > 0 THEN double('infinity') WHEN var_pop(`statements`.`duration_us`) < 0 THEN double('-infinity') WHEN var_pop(`statements`.`duration_us`) = 0 THEN double('NaN') END ELSE var_pop(`statements`.`duration_us`) / nullif(avg(`statements`.`duration_us`), 0) END / 1000000.0e0) AS `variance_to_mean`,
  CASE WHEN CAST(nullif(count(`statements`.`duration_us`), 0) AS DOUBLE) = 0 THEN CASE WHEN (count(*) FILTER (WHERE (`statements`.`duration_us` <= 100000)) + (CAST(count(*) FILTER (WHERE (`statements`.`duration_us` > 100000 AND `statements`.`duration_us` <= 4L * 100000L)) AS DOUBLE) / 2.0e0)) > 0 THEN double('infinity') WHEN (count(*) FILTER (WHERE (`statements`.`duration_us` <= 100000)) + (CAST(count(*) FILTER (WHERE (`statements`.`duration_us` > 100000 AND `statements`.`duration_us` <= 4L * 100000L)) AS DOUBLE) / 2.0e0)) < 0 THEN double('-infinity') WHEN (count(*) FILTER (WHERE (`statements`.`duration_us` <= 100000)) + (CAST(count(*) FILTER (WHERE (`statements`.`duration_us` > 100000 AND `statements`.`duration_us` <= 4L * 100000L)) AS DOUBLE) / 2.0e0)) = 0 THEN double('NaN') END ELSE (count(*) FILTER (WHERE (`statements`.`duration_us` <= 100000)) + (CAST(count(*) FILTER (WHERE (`statements`.`duration_us` > 100000 AND `statements`.`duration_us` <= 4L * 100000L)) AS DOUBLE) / 2.0e0)) / CAST(nullif(count(`statements`.`duration_us`), 0) AS DOUBLE) END AS `apdex`,
  array(count(*) FILTER (WHERE (`statements`.`duration_us` < 10)), count(*) FILTER (WHERE (`statements`.`duration_us` >= 10 AND `statements`.`duration_us` < 100)), count(*) FILTER (WHERE (`statements`.`duration_us` >= 100 AND `statements`.`duration_us` < 1000)), count(*) FILTER (WHERE (`statements`.`duration_us` >= 1000 AND `statements`.`duration_us` < 10000)), count(*) FILTER (WHERE (`statements`.`duration_us` >= 10000 AND `statements`.`duration_us` < 100000)), count(*) FILTER (WHERE (`statements`.`duration_us` >= 100000 AND `statements`.`duration_us` < 1000000)), count(*) FILTER (WHERE (`statements`.`duration_us` >= 1000000 AND `statements`.`duration_us` < 10000000)), count(*) FILTER (WHERE (`statements`.`duration_us` >= 10000000))) AS `decades`
FROM `tbl_statements` AS `statements`
WHERE (`statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)) AND `statements`.`calls` = 1
GROUP BY `statements`.`fingerprint`, `statements`.`user_name`
ORDER BY `calls` DESC NULLS LAST, `fingerprint` ASC NULLS LAST, `user_name` ASC NULLS LAST;

-- entries_by_kind a0c684d8cc3ef4f2
WITH `tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `severity` AS `severity`, `kind` AS `kind`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statement_place_hours` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `engine` AS `engine`, `user_name` AS `user_name`, `database_name` AS `database_name`, `phase` AS `phase`, `calls` AS `calls`, `timed_calls` AS `timed_calls`, `logged` AS `logged`, `sum_us` AS `sum_us`, `call_us` AS `call_us`, `min_us` AS `min_us`, `max_us` AS `max_us`, `timed_phases` AS `timed_phases`, `least_us` AS `least_us`, `most_us` AS `most_us`, CAST(`earliest` AS TIMESTAMP) AS `earliest`, CAST(`latest` AS TIMESTAMP) AS `latest`
FROM store
WHERE tbl = 'statement_place_hours' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND regexp_like(file_path, '/rolled-4[.]')
)
SELECT coalesce(`counted`.`kind`, '') AS `kind`,
  sum(`counted`.`entries`) AS `entries`,
  CASE WHEN CAST(nullif(sum(sum(`counted`.`entries`)) OVER (), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(sum(`counted`.`entries`) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(sum(`counted`.`entries`) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(sum(`counted`.`entries`) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(sum(`counted`.`entries`) AS DOUBLE) / CAST(nullif(sum(sum(`counted`.`entries`)) OVER (), 0) AS DOUBLE) END AS `share_entries`,
  min(`counted`.`earliest`) AS `first_ts`,
  max(`counted`.`latest`) AS `last_ts`
FROM (
SELECT `entries`.`ts` AS `ts`,
  `entries`.`severity` AS `severity`,
  `entries`.`kind` AS `kind`,
  1 AS `entries`,
  `entries`.`ts` AS `earliest`,
  `entries`.`ts` AS `latest`
FROM `tbl_entries` AS `entries`
WHERE `entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)
UNION ALL
SELECT `cells`.`ts` AS `ts`,
  'LOG' AS `log`,
  'duration' AS `duration`,
  `cells`.`logged` AS `logged`,
  `cells`.`earliest` AS `earliest`,
  `cells`.`latest` AS `latest`
FROM (
SELECT `open_statements`.`ts` AS `ts`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`engine` AS `engine`,
  `open_statements`.`phase` AS `phase`,
  `open_statements`.`calls` AS `calls`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE `open_statements`.`calls` END AS `timed_calls`,
  CASE WHEN `open_statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `open_statements`.`duration_us` AS `sum_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `call_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `min_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `max_us`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE 1 END AS `timed_phases`,
  `open_statements`.`duration_us` AS `least_us`,
  `open_statements`.`duration_us` AS `most_us`,
  `open_statements`.`ts` AS `earliest`,
  `open_statements`.`ts` AS `latest`
FROM `tbl_open_statements` AS `open_statements`
WHERE coalesce(NOT (`open_statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`open_statements`.`database_name` <> 'rdsadmin', TRUE) AND `open_statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `open_statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
UNION ALL
SELECT `statement_place_hours`.`ts` AS `ts`,
  `statement_place_hours`.`cluster` AS `cluster`,
  `statement_place_hours`.`instance` AS `instance`,
  `statement_place_hours`.`engine` AS `engine`,
  `statement_place_hours`.`phase` AS `phase`,
  `statement_place_hours`.`calls` AS `calls`,
  `statement_place_hours`.`timed_calls` AS `timed_calls`,
  `statement_place_hours`.`logged` AS `logged`,
  `statement_place_hours`.`sum_us` AS `sum_us`,
  `statement_place_hours`.`call_us` AS `call_us`,
  `statement_place_hours`.`min_us` AS `min_us`,
  `statement_place_hours`.`max_us` AS `max_us`,
  `statement_place_hours`.`timed_phases` AS `timed_phases`,
  `statement_place_hours`.`least_us` AS `least_us`,
  `statement_place_hours`.`most_us` AS `most_us`,
  `statement_place_hours`.`earliest` AS `earliest`,
  `statement_place_hours`.`latest` AS `latest`
FROM `tbl_statement_place_hours` AS `statement_place_hours`
WHERE coalesce(NOT (`statement_place_hours`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statement_place_hours`.`database_name` <> 'rdsadmin', TRUE) AND `statement_place_hours`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statement_place_hours`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
) AS `cells`
WHERE `cells`.`logged` > 0
) AS `counted`
GROUP BY coalesce(`counted`.`kind`, '')
ORDER BY sum(`counted`.`entries`) DESC NULLS LAST, `kind` ASC NULLS LAST;

-- entries_by_severity 1b88ac866a92ec11
WITH `tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `severity` AS `severity`, `kind` AS `kind`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statement_place_hours` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `engine` AS `engine`, `user_name` AS `user_name`, `database_name` AS `database_name`, `phase` AS `phase`, `calls` AS `calls`, `timed_calls` AS `timed_calls`, `logged` AS `logged`, `sum_us` AS `sum_us`, `call_us` AS `call_us`, `min_us` AS `min_us`, `max_us` AS `max_us`, `timed_phases` AS `timed_phases`, `least_us` AS `least_us`, `most_us` AS `most_us`, CAST(`earliest` AS TIMESTAMP) AS `earliest`, CAST(`latest` AS TIMESTAMP) AS `latest`
FROM store
WHERE tbl = 'statement_place_hours' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND regexp_like(file_path, '/rolled-4[.]')
)
SELECT `counted`.`severity` AS `severity`,
  sum(`counted`.`entries`) AS `entries`,
  CASE WHEN CAST(nullif(sum(sum(`counted`.`entries`)) OVER (), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(sum(`counted`.`entries`) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(sum(`counted`.`entries`) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(sum(`counted`.`entries`) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(sum(`counted`.`entries`) AS DOUBLE) / CAST(nullif(sum(sum(`counted`.`entries`)) OVER (), 0) AS DOUBLE) END AS `share_entries`,
  min(`counted`.`earliest`) AS `first_ts`,
  max(`counted`.`latest`) AS `last_ts`
FROM (
SELECT `entries`.`ts` AS `ts`,
  `entries`.`severity` AS `severity`,
  `entries`.`kind` AS `kind`,
  1 AS `entries`,
  `entries`.`ts` AS `earliest`,
  `entries`.`ts` AS `latest`
FROM `tbl_entries` AS `entries`
WHERE `entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)
UNION ALL
SELECT `cells`.`ts` AS `ts`,
  'LOG' AS `log`,
  'duration' AS `duration`,
  `cells`.`logged` AS `logged`,
  `cells`.`earliest` AS `earliest`,
  `cells`.`latest` AS `latest`
FROM (
SELECT `open_statements`.`ts` AS `ts`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`engine` AS `engine`,
  `open_statements`.`phase` AS `phase`,
  `open_statements`.`calls` AS `calls`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE `open_statements`.`calls` END AS `timed_calls`,
  CASE WHEN `open_statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `open_statements`.`duration_us` AS `sum_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `call_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `min_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `max_us`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE 1 END AS `timed_phases`,
  `open_statements`.`duration_us` AS `least_us`,
  `open_statements`.`duration_us` AS `most_us`,
  `open_statements`.`ts` AS `earliest`,
  `open_statements`.`ts` AS `latest`
FROM `tbl_open_statements` AS `open_statements`
WHERE coalesce(NOT (`open_statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`open_statements`.`database_name` <> 'rdsadmin', TRUE) AND `open_statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `open_statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
UNION ALL
SELECT `statement_place_hours`.`ts` AS `ts`,
  `statement_place_hours`.`cluster` AS `cluster`,
  `statement_place_hours`.`instance` AS `instance`,
  `statement_place_hours`.`engine` AS `engine`,
  `statement_place_hours`.`phase` AS `phase`,
  `statement_place_hours`.`calls` AS `calls`,
  `statement_place_hours`.`timed_calls` AS `timed_calls`,
  `statement_place_hours`.`logged` AS `logged`,
  `statement_place_hours`.`sum_us` AS `sum_us`,
  `statement_place_hours`.`call_us` AS `call_us`,
  `statement_place_hours`.`min_us` AS `min_us`,
  `statement_place_hours`.`max_us` AS `max_us`,
  `statement_place_hours`.`timed_phases` AS `timed_phases`,
  `statement_place_hours`.`least_us` AS `least_us`,
  `statement_place_hours`.`most_us` AS `most_us`,
  `statement_place_hours`.`earliest` AS `earliest`,
  `statement_place_hours`.`latest` AS `latest`
FROM `tbl_statement_place_hours` AS `statement_place_hours`
WHERE coalesce(NOT (`statement_place_hours`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statement_place_hours`.`database_name` <> 'rdsadmin', TRUE) AND `statement_place_hours`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statement_place_hours`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
) AS `cells`
WHERE `cells`.`logged` > 0
) AS `counted`
GROUP BY `counted`.`severity`
ORDER BY sum(`counted`.`entries`) DESC NULLS LAST, `severity` ASC NULLS LAST;

-- entries_over_time 310683b15e5d999c
WITH `tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `severity` AS `severity`, `kind` AS `kind`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT timestamp_micros((unix_micros(`counted`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  `counted`.`severity` AS `severity`,
  sum(`counted`.`entries`) AS `entries`
FROM (
SELECT `entries`.`ts` AS `ts`,
  `entries`.`severity` AS `severity`,
  `entries`.`kind` AS `kind`,
  1 AS `entries`,
  `entries`.`ts` AS `earliest`,
  `entries`.`ts` AS `latest`
FROM `tbl_entries` AS `entries`
WHERE `entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)
UNION ALL
SELECT `cells`.`ts` AS `ts`,
  'LOG' AS `log`,
  'duration' AS `duration`,
  `cells`.`logged` AS `logged`,
  `cells`.`earliest` AS `earliest`,
  `cells`.`latest` AS `latest`
FROM (
SELECT `statements`.`ts` AS `ts`,
  `statements`.`cluster` AS `cluster`,
  `statements`.`instance` AS `instance`,
  `statements`.`engine` AS `engine`,
  `statements`.`phase` AS `phase`,
  `statements`.`calls` AS `calls`,
  CASE WHEN `statements`.`duration_us` IS NULL THEN 0 ELSE `statements`.`calls` END AS `timed_calls`,
  CASE WHEN `statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `statements`.`duration_us` AS `sum_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `call_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `min_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `max_us`,
  CASE WHEN `statements`.`duration_us` IS NULL THEN 0 ELSE 1 END AS `timed_phases`,
  `statements`.`duration_us` AS `least_us`,
  `statements`.`duration_us` AS `most_us`,
  `statements`.`ts` AS `earliest`,
  `statements`.`ts` AS `latest`
FROM `tbl_statements` AS `statements`
WHERE `statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)
) AS `cells`
WHERE `cells`.`logged` > 0
) AS `counted`
GROUP BY timestamp_micros((unix_micros(`counted`.`ts`) DIV 60000000) * 60000000L), `counted`.`severity`
ORDER BY `bucket` ASC NULLS LAST, `severity` ASC NULLS LAST;

-- error_classes 3fe3d5df87ef5f40
WITH `tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `severity` AS `severity`, `sqlstate` AS `sqlstate`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `e`.`sqlstate_class` AS `sqlstate_class`,
  `n`.`class_name` AS `class_name`,
  count(*) AS `errors`,
  count(DISTINCT `e`.`sqlstate`) AS `sqlstates`,
  count(*) FILTER (WHERE (`e`.`severity` = 'WARNING')) AS `warnings`,
  count(*) FILTER (WHERE (`e`.`severity` IN ('FATAL', 'PANIC'))) AS `fatals`,
  min(`e`.`ts`) AS `first_ts`,
  max(`e`.`ts`) AS `last_ts`
FROM (
SELECT `entries`.`ts` AS `ts`,
  `entries`.`severity` AS `severity`,
  `entries`.`sqlstate` AS `sqlstate`,
  coalesce(substr(`entries`.`sqlstate`, 1, 2), 'unknown') AS `sqlstate_class`
FROM `tbl_entries` AS `entries`
WHERE (`entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)) AND `entries`.`severity` IN ('WARNING', 'ERROR', 'FATAL', 'PANIC')
) AS `e`
LEFT JOIN (VALUES ('00', 'Successful Completion'), ('01', 'Warning'), ('02', 'No Data'), ('03', 'SQL Statement Not Yet Complete'), ('08', 'Connection Exception'), ('09', 'Triggered Action Exception'), ('0A', 'Feature Not Supported'), ('0B', 'Invalid Transaction Initiation'), ('0F', 'Locator Exception'), ('0L', 'Invalid Grantor'), ('0P', 'Invalid Role Specification'), ('0Z', 'Diagnostics Exception'), ('20', 'Case Not Found'), ('21', 'Cardinality Violation'), ('22', 'Data Exception'), ('23', 'Integrity Constraint Violation'), ('24', 'Invalid Cursor State'), ('25', 'Invalid Transaction State'), ('26', 'Invalid SQL Statement Name'), ('27', 'Triggered Data Change Violation'), ('28', 'Invalid Authorization Specification'), ('2B', 'Dependent Privilege Descriptors Still Exist'), ('2D', 'Invalid Transaction Termination'), ('2F', 'SQL Routine Exception'), ('34', 'Invalid Cursor Name'), ('38', 'External Routine Exception'), ('39', 'External Routine Invocation Exception'), ('3B', 'Savepoint Exception'), ('3D', 'Invalid Catalog Name'), ('3F', 'Invalid Schema Name'), ('40', 'Transaction Rollback'), ('42', 'Syntax Error or Access Rule Violation'), ('44', 'WITH CHECK OPTION Violation'), ('53', 'Insufficient Resources'), ('54', 'Program Limit Exceeded'), ('55', 'Object Not In Prerequisite State'), ('57', 'Operator Intervention'), ('58', 'System Error'), ('72', 'Snapshot Failure'), ('F0', 'Configuration File Error'), ('HV', 'Foreign Data Wrapper Error'), ('P0', 'PL/pgSQL Error'), ('XX', 'Internal Error')) AS `n` (`code`, `class_name`) ON `n`.`code` = `e`.`sqlstate_class`
GROUP BY `e`.`sqlstate_class`, `n`.`class_name`
ORDER BY `errors` DESC NULLS LAST, `sqlstate_class` ASC NULLS LAST;

-- error_rows 85b480afba989175
WITH `tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `severity` AS `severity`, `sqlstate` AS `sqlstate`, `kind` AS `kind`, `message` AS `message`, `detail` AS `detail`, `hint` AS `hint`, `context` AS `context`, `statement` AS `statement`, `internal_query` AS `internal_query`, `fingerprint` AS `fingerprint`, `error_fingerprint` AS `error_fingerprint`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `entries`.`ts` AS `ts`,
  `entries`.`severity` AS `severity`,
  `entries`.`sqlstate` AS `sqlstate`,
  `entries`.`kind` AS `kind`,
  `entries`.`message` AS `message`,
  `entries`.`detail` AS `detail`,
  `entries`.`hint` AS `hint`,
  `entries`.`context` AS `context`,
  `entries`.`statement` AS `statement`,
  `entries`.`internal_query` AS `internal_query`,
  `entries`.`fingerprint` AS `fingerprint`,
  `entries`.`error_fingerprint` AS `error_fingerprint`,
  `entries`.`user_name` AS `user_name`,
  `entries`.`database_name` AS `database_name`,
  `entries`.`client_host` AS `client_host`,
  `entries`.`application` AS `application`,
  `entries`.`backend_type` AS `backend_type`,
  `entries`.`cluster` AS `cluster`,
  `entries`.`instance` AS `instance`,
  `entries`.`pid` AS `pid`,
  `entries`.`session_key` AS `session_key`,
  `entries`.`source` AS `source`,
  `entries`.`offset` AS `offset`
FROM `tbl_entries` AS `entries`
WHERE (`entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)) AND `entries`.`severity` IN ('WARNING', 'ERROR', 'FATAL', 'PANIC') AND (NULL IS NULL OR coalesce(substr(`entries`.`sqlstate`, 1, 2), 'unknown') = NULL) AND (NULL IS NULL OR coalesce(`entries`.`error_fingerprint`, '') = NULL) AND (NULL IS NULL OR (unix_micros(`entries`.`ts`) < NULL OR (unix_micros(`entries`.`ts`) = NULL AND (`entries`.`source` < NULL OR (`entries`.`source` = NULL AND `entries`.`offset` < NULL)))))
ORDER BY `ts` DESC NULLS LAST, `source` DESC NULLS LAST, `offset` DESC NULLS LAST
LIMIT 100;

-- errors_by f01386f501e719c0
WITH `tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `severity` AS `severity`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `entries`.`user_name` AS `user_name`,
  `entries`.`database_name` AS `database_name`,
  count(*) AS `errors`,
  count(*) FILTER (WHERE (`entries`.`severity` = 'WARNING')) AS `warnings`,
  count(*) FILTER (WHERE (`entries`.`severity` IN ('FATAL', 'PANIC'))) AS `fatals`,
  CASE WHEN CAST(nullif(sum(count(*)) OVER (), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(count(*) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(count(*) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(count(*) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(count(*) AS DOUBLE) / CAST(nullif(sum(count(*)) OVER (), 0) AS DOUBLE) END AS `share_errors`,
  min(`entries`.`ts`) AS `first_ts`,
  max(`entries`.`ts`) AS `last_ts`
FROM `tbl_entries` AS `entries`
WHERE (`entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)) AND `entries`.`severity` IN ('WARNING', 'ERROR', 'FATAL', 'PANIC')
GROUP BY `entries`.`user_name`, `entries`.`database_name`
ORDER BY `errors` DESC NULLS LAST, `user_name` ASC NULLS LAST, `database_name` ASC NULLS LAST
LIMIT 100;

-- errors_over_time 01a77d9fd02c70a1
WITH `tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `severity` AS `severity`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT timestamp_micros((unix_micros(`entries`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  `entries`.`severity` AS `severity`,
  count(*) AS `errors`
FROM `tbl_entries` AS `entries`
WHERE (`entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)) AND `entries`.`severity` IN ('WARNING', 'ERROR', 'FATAL', 'PANIC')
GROUP BY timestamp_micros((unix_micros(`entries`.`ts`) DIV 60000000) * 60000000L), `entries`.`severity`
ORDER BY `bucket` ASC NULLS LAST, `severity` ASC NULLS LAST;

-- errors_rose 22a330089fc75cf2
WITH `tbl_coverage` AS (
SELECT `instance` AS `instance`, `log_kind` AS `log_kind`, CAST(`covered_from` AS TIMESTAMP) AS `covered_from`
FROM store
WHERE tbl = 'coverage'
),
`tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `severity` AS `severity`, `sqlstate` AS `sqlstate`, `kind` AS `kind`, `message` AS `message`, `error_fingerprint` AS `error_fingerprint`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries'
),
`asked` AS (
SELECT coalesce(TIMESTAMP '2026-11-19 00:00:00.000000 UTC', (
SELECT max(`entries`.`ts`) - INTERVAL '30' MINUTE AS `_col_0`
FROM `tbl_entries` AS `entries`
WHERE (coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE))
)) AS `began`,
  coalesce(TIMESTAMP '2026-11-20 00:00:00.000000 UTC', (
SELECT max(`entries`.`ts`) + INTERVAL '1' SECOND AS `_col_0`
FROM `tbl_entries` AS `entries`
WHERE (coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE))
)) AS `ended`
),
`logged` AS (
SELECT greatest(least((CAST(unix_micros(max(`asked`.`began`)) AS DOUBLE) / 1000000.0e0) - (CAST(unix_micros(min(`coverage`.`covered_from`)) AS DOUBLE) / 1000000.0e0), 7200.0e0), 60.0e0) AS `before_s`
FROM `tbl_coverage` AS `coverage`
CROSS JOIN `asked` AS `asked`
WHERE (TRUE) AND `coverage`.`log_kind` IS NOT NULL
)
SELECT `entries`.`severity` AS `severity`,
  `entries`.`sqlstate` AS `sqlstate`,
  `entries`.`kind` AS `kind`,
  `entries`.`error_fingerprint` AS `error_fingerprint`,
  count(*) FILTER (WHERE (`entries`.`ts` >= `asked`.`began`)) AS `errors_now`,
  CASE WHEN max(coalesce(`logged`.`before_s`, 7200.0e0)) = 0 THEN CASE WHEN count(*) FILTER (WHERE (`entries`.`ts` < `asked`.`began`)) * greatest((CAST(unix_micros(max(`asked`.`ended`)) AS DOUBLE) / 1000000.0e0) - (CAST(unix_micros(max(`asked`.`began`)) AS DOUBLE) / 1000000.0e0), 1.0e0) > 0 THEN double('infinity') WHEN count(*) FILTER (WHERE (`entries`.`ts` < `asked`.`began`)) * greatest((CAST(unix_micros(max(`asked`.`ended`)) AS DOUBLE) / 1000000.0e0) - (CAST(unix_micros(max(`asked`.`began`)) AS DOUBLE) / 1000000.0e0), 1.0e0) < 0 THEN double('-infinity') WHEN count(*) FILTER (WHERE (`entries`.`ts` < `asked`.`began`)) * greatest((CAST(unix_micros(max(`asked`.`ended`)) AS DOUBLE) / 1000000.0e0) - (CAST(unix_micros(max(`asked`.`began`)) AS DOUBLE) / 1000000.0e0), 1.0e0) = 0 THEN double('NaN') END ELSE count(*) FILTER (WHERE (`entries`.`ts` < `asked`.`began`)) * greatest((CAST(unix_micros(max(`asked`.`ended`)) AS DOUBLE) / 1000000.0e0) - (CAST(unix_micros(max(`asked`.`began`)) AS DOUBLE) / 1000000.0e0), 1.0e0) / max(coalesce(`logged`.`before_s`, 7200.0e0)) END AS `errors_usual`,
  max(`entries`.`message`) AS `sample_message`,
  count(DISTINCT `entries`.`instance`) AS `instances`,
  min(`entries`.`ts`) AS `first_ts`,
  max(`entries`.`ts`) AS `last_ts`
FROM `tbl_entries` AS `entries`
CROSS JOIN `asked` AS `asked`
CROSS JOIN `logged` AS `logged`
WHERE (coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)) AND `entries`.`severity` IN ('ERROR', 'FATAL', 'PANIC') AND `entries`.`ts` >= timestamp_micros(unix_micros(`asked`.`began`) - (7200) * 1000000L) AND `entries`.`ts` < `asked`.`ended`
GROUP BY `entries`.`severity`, `entries`.`sqlstate`, `entries`.`kind`, `entries`.`error_fingerprint`
HAVING count(*) FILTER (WHERE (`entries`.`ts` >= `asked`.`began`)) > 0
ORDER BY `errors_now` - `errors_usual` DESC NULLS LAST, `error_fingerprint` ASC NULLS LAST
LIMIT 20;

-- errors_top f9dc8ff4a540c365
WITH `tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `engine` AS `engine`, `severity` AS `severity`, `sqlstate` AS `sqlstate`, `error_code` AS `error_code`, `vxid` AS `vxid`, `xid` AS `xid`, `query_id` AS `query_id`, `line_num` AS `line_num`, `kind` AS `kind`, `message` AS `message`, `detail` AS `detail`, `hint` AS `hint`, `context` AS `context`, `statement` AS `statement`, `internal_query` AS `internal_query`, `location` AS `location`, `backtrace` AS `backtrace`, `fingerprint` AS `fingerprint`, `error_fingerprint` AS `error_fingerprint`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT row_number() OVER (ORDER BY count(*) DESC NULLS LAST, max(`wrong`.`ts`) DESC NULLS LAST, `wrong`.`severity` ASC NULLS LAST, `wrong`.`error_fingerprint` ASC NULLS LAST) AS `rank`,
  `wrong`.`severity` AS `severity`,
  `wrong`.`error_fingerprint` AS `error_fingerprint`,
  count(*) AS `errors`,
  CASE WHEN CAST(nullif(sum(count(*)) OVER (), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(count(*) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(count(*) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(count(*) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(count(*) AS DOUBLE) / CAST(nullif(sum(count(*)) OVER (), 0) AS DOUBLE) END AS `share_errors`,
  max(`wrong`.`sqlstate`) AS `sqlstate`,
  max(`wrong`.`kind`) AS `kind`,
  count(DISTINCT `wrong`.`user_name`) AS `users`,
  count(DISTINCT `wrong`.`database_name`) AS `databases`,
  count(DISTINCT `wrong`.`client_host`) AS `hosts`,
  count(DISTINCT `wrong`.`fingerprint`) AS `families`,
  min(`wrong`.`ts`) AS `first_ts`,
  max(`wrong`.`ts`) AS `last_ts`,
  max_by(`wrong`.`message`, struct(`wrong`.`ts`, `wrong`.`source`, `wrong`.`offset`, `wrong`.`message`)) FILTER (WHERE (`wrong`.`message` IS NOT NULL) AND (`wrong`.`ts` IS NOT NULL)) AS `sample_message`,
  max_by(coalesce(`wrong`.`detail`, ''), struct(`wrong`.`ts`, `wrong`.`source`, `wrong`.`offset`, coalesce(`wrong`.`detail`, ''))) FILTER (WHERE (coalesce(`wrong`.`detail`, '') IS NOT NULL) AND (`wrong`.`ts` IS NOT NULL)) AS `sample_detail`,
  max_by(coalesce(`wrong`.`statement`, ''), struct(`wrong`.`ts`, `wrong`.`source`, `wrong`.`offset`, coalesce(`wrong`.`statement`, ''))) FILTER (WHERE (coalesce(`wrong`.`statement`, '') IS NOT NULL) AND (`wrong`.`ts` IS NOT NULL)) AS `sample_statement`,
  max_by(`wrong`.`source`, struct(`wrong`.`ts`, `wrong`.`source`, `wrong`.`offset`, `wrong`.`source`)) FILTER (WHERE (`wrong`.`source` IS NOT NULL) AND (`wrong`.`ts` IS NOT NULL)) AS `source`,
  max_by(`wrong`.`offset`, struct(`wrong`.`ts`, `wrong`.`source`, `wrong`.`offset`, `wrong`.`offset`)) FILTER (WHERE (`wrong`.`offset` IS NOT NULL) AND (`wrong`.`ts` IS NOT NULL)) AS `offset`
FROM (
SELECT `entries`.`ts` AS `ts`,
  `entries`.`account` AS `account`,
  `entries`.`region` AS `region`,
  `entries`.`cluster` AS `cluster`,
  `entries`.`instance` AS `instance`,
  `entries`.`source` AS `source`,
  `entries`.`offset` AS `offset`,
  `entries`.`pid` AS `pid`,
  `entries`.`session_key` AS `session_key`,
  `entries`.`user_name` AS `user_name`,
  `entries`.`database_name` AS `database_name`,
  `entries`.`client_host` AS `client_host`,
  `entries`.`application` AS `application`,
  `entries`.`backend_type` AS `backend_type`,
  `entries`.`engine` AS `engine`,
  `entries`.`severity` AS `severity`,
  `entries`.`sqlstate` AS `sqlstate`,
  `entries`.`error_code` AS `error_code`,
  `entries`.`vxid` AS `vxid`,
  `entries`.`xid` AS `xid`,
  `entries`.`query_id` AS `query_id`,
  `entries`.`line_num` AS `line_num`,
  `entries`.`kind` AS `kind`,
  `entries`.`message` AS `message`,
  `entries`.`detail` AS `detail`,
  `entries`.`hint` AS `hint`,
  `entries`.`context` AS `context`,
  `entries`.`statement` AS `statement`,
  `entries`.`internal_query` AS `internal_query`,
  `entries`.`location` AS `location`,
  `entries`.`backtrace` AS `backtrace`,
  `entries`.`fingerprint` AS `fingerprint`,
  coalesce(`entries`.`error_fingerprint`, '') AS `error_fingerprint`,
  `entries`.`noise` AS `noise`
FROM `tbl_entries` AS `entries`
WHERE (`entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)) AND `entries`.`severity` IN ('WARNING', 'ERROR', 'FATAL', 'PANIC')
) AS `wrong`
GROUP BY `wrong`.`severity`, `wrong`.`error_fingerprint`
ORDER BY `rank` ASC NULLS LAST
LIMIT 50;

-- event_rows a4d975bd9ade8a46
WITH `tbl_alarms` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `previous` AS `previous`, `state` AS `state`, `reason` AS `reason`
FROM store
WHERE tbl = 'alarms' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_changes` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `resource` AS `resource`, `attribute` AS `attribute`, `old` AS `old`, `new` AS `new`, `actor` AS `actor`, `source` AS `source`
FROM store
WHERE tbl = 'changes' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_rds_events` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source_id` AS `source_id`, `message` AS `message`
FROM store
WHERE tbl = 'rds_events' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `happened`.`ts` AS `ts`,
  `happened`.`lane` AS `lane`,
  `happened`.`cluster` AS `cluster`,
  `happened`.`instance` AS `instance`,
  `happened`.`subject` AS `subject`,
  `happened`.`what` AS `what`,
  `happened`.`actor` AS `actor`
FROM (
SELECT `rds_events`.`ts` AS `ts`,
  'RDS events' AS `lane`,
  `rds_events`.`cluster` AS `cluster`,
  `rds_events`.`instance` AS `instance`,
  `rds_events`.`source_id` AS `subject`,
  `rds_events`.`message` AS `what`,
  NULL AS `actor`
FROM `tbl_rds_events` AS `rds_events`
WHERE (`rds_events`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `rds_events`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
UNION ALL
SELECT `changes`.`ts` AS `ts`,
  CASE `changes`.`source` WHEN 'annotation' THEN 'notes' ELSE 'changes' END AS `_col_1`,
  `changes`.`cluster` AS `cluster`,
  `changes`.`instance` AS `instance`,
  `changes`.`resource` AS `resource`,
  concat_ws(' ', `changes`.`attribute`, `changes`.`old`, CASE WHEN `changes`.`old` IS NOT NULL THEN '->' END, `changes`.`new`) AS `_col_5`,
  `changes`.`actor` AS `actor`
FROM `tbl_changes` AS `changes`
WHERE (`changes`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `changes`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND NOT ((`changes`.`source` = 'poll' AND `changes`.`attribute` = 'exists' AND `changes`.`old` IS NULL))
UNION ALL
SELECT `alarms`.`ts` AS `ts`,
  'alarms' AS `alarms`,
  `alarms`.`cluster` AS `cluster`,
  `alarms`.`instance` AS `instance`,
  `alarms`.`name` AS `name`,
  concat_ws(' ', `alarms`.`previous`, '->', `alarms`.`state`, `alarms`.`reason`) AS `_col_5`,
  NULL AS `_col_6`
FROM `tbl_alarms` AS `alarms`
WHERE (`alarms`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `alarms`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
) AS `happened`
ORDER BY `ts` DESC NULLS LAST, `lane` ASC NULLS LAST, `subject` ASC NULLS LAST, `what` ASC NULLS LAST
LIMIT 2000;

-- examined_rows_top f978b11588d873fd
WITH `tbl_fingerprints` AS (
SELECT `fingerprint` AS `fingerprint`, `normalized_sql` AS `normalized_sql`, `statement_kind` AS `statement_kind`
FROM store
WHERE tbl = 'fingerprints'
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `calls` AS `calls`, `duration_us` AS `duration_us`, `fingerprint` AS `fingerprint`, `lock_us` AS `lock_us`, `rows_sent` AS `rows_sent`, `rows_examined` AS `rows_examined`, `rows_affected` AS `rows_affected`, `extra` AS `extra`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`told` AS (
SELECT DISTINCT `statements`.`fingerprint` AS `fingerprint`
FROM `tbl_statements` AS `statements`
WHERE (`statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)) AND `statements`.`rows_examined` IS NOT NULL
),
`families` AS (
SELECT `statements`.`fingerprint` AS `fingerprint`,
  sum(`statements`.`calls`) AS `calls`,
  sum(`statements`.`rows_examined`) AS `rows_examined`,
  sum(`statements`.`rows_sent`) AS `rows_sent`,
  sum(`statements`.`rows_affected`) AS `rows_affected`,
  sum(`statements`.`lock_us`) AS `lock_us`,
  sum(`statements`.`duration_us`) AS `sum_us`,
  count(*) FILTER (WHERE (contains(`statements`.`extra`, '"Full_scan":"Yes"'))) AS `full_scans`
FROM `tbl_statements` AS `statements`
WHERE (`statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)) AND `statements`.`fingerprint` IN (
SELECT `told`.`fingerprint` AS `fingerprint`
FROM `told` AS `told`
)
GROUP BY `statements`.`fingerprint`
ORDER BY `rows_examined` DESC NULLS LAST, `sum_us` DESC NULLS LAST, `fingerprint` ASC NULLS LAST
LIMIT 50
),
`texts` AS (
SELECT `fingerprints`.`fingerprint` AS `fingerprint`,
  max(`fingerprints`.`normalized_sql`) AS `normalized_sql`,
  max(`fingerprints`.`statement_kind`) AS `statement_kind`
FROM `tbl_fingerprints` AS `fingerprints`
WHERE `fingerprints`.`fingerprint` IN (
SELECT `families`.`fingerprint` AS `fingerprint`
FROM `families` AS `families`
)
GROUP BY `fingerprints`.`fingerprint`
)
SELECT `f`.`fingerprint` AS `fingerprint`,
  `x`.`normalized_sql` AS `normalized_sql`,
  `x`.`statement_kind` AS `statement_kind`,
  `f`.`calls` AS `calls`,
  `f`.`rows_examined` AS `rows_examined`,
  `f`.`rows_sent` AS `rows_sent`,
  `f`.`rows_affected` AS `rows_affected`,
  CASE WHEN CAST(greatest(`f`.`rows_sent` + coalesce(`f`.`rows_affected`, 0), 1) AS DOUBLE) = 0 THEN CASE WHEN CAST(`f`.`rows_examined` AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(`f`.`rows_examined` AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(`f`.`rows_examined` AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(`f`.`rows_examined` AS DOUBLE) / CAST(greatest(`f`.`rows_sent` + coalesce(`f`.`rows_affected`, 0), 1) AS DOUBLE) END AS `examined_per_sent`,
  CASE WHEN CAST(greatest(`f`.`calls`, 1) AS DOUBLE) = 0 THEN CASE WHEN CAST(`f`.`rows_examined` AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(`f`.`rows_examined` AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(`f`.`rows_examined` AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(`f`.`rows_examined` AS DOUBLE) / CAST(greatest(`f`.`calls`, 1) AS DOUBLE) END AS `examined_per_call`,
  CASE WHEN `f`.`full_scans` > 0 THEN 'yes' WHEN `f`.`rows_examined` >= 10000L * greatest(`f`.`calls`, 1) AND `f`.`rows_examined` >= 100L * greatest(`f`.`rows_sent` + coalesce(`f`.`rows_affected`, 0), 1) THEN 'suspected' ELSE 'no' END AS `full_scan`,
  `f`.`lock_us` AS `lock_us`,
  CASE WHEN CAST(nullif(`f`.`sum_us`, 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(`f`.`lock_us` AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(`f`.`lock_us` AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(`f`.`lock_us` AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(`f`.`lock_us` AS DOUBLE) / CAST(nullif(`f`.`sum_us`, 0) AS DOUBLE) END AS `share_locked`
FROM `families` AS `f`
LEFT JOIN `texts` AS `x` ON `x`.`fingerprint` = `f`.`fingerprint`
ORDER BY `f`.`rows_examined` DESC NULLS LAST, `f`.`sum_us` DESC NULLS LAST, `f`.`fingerprint` ASC NULLS LAST;

-- extent 9ad8cbf3d00ff774
WITH `tbl_coverage` AS (
SELECT CAST(`covered_from` AS TIMESTAMP) AS `covered_from`, CAST(`covered_to` AS TIMESTAMP) AS `covered_to`
FROM store
WHERE tbl = 'coverage'
)
SELECT min(`coverage`.`covered_from`) AS `oldest`,
  max(`coverage`.`covered_to`) AS `newest`
FROM `tbl_coverage` AS `coverage`
WHERE (TRUE);

-- failed_by 11c94425de8dd2c7
WITH `tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `errno` AS `errno`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `statements`.`user_name` AS `user_name`,
  `statements`.`database_name` AS `database_name`,
  count(*) AS `failed_statements`
FROM `tbl_statements` AS `statements`
WHERE (`statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)) AND `statements`.`errno` > 0
GROUP BY `statements`.`user_name`, `statements`.`database_name`
ORDER BY `failed_statements` DESC NULLS LAST, `user_name` ASC NULLS LAST, `database_name` ASC NULLS LAST;

-- failovers 0acb89d5fb3be611

-- filter_values accb7793f71766c3
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`
FROM store
WHERE tbl = 'connections' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statement_place_hours` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `engine` AS `engine`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `phase` AS `phase`, `calls` AS `calls`, `timed_calls` AS `timed_calls`, `logged` AS `logged`, `sum_us` AS `sum_us`, `call_us` AS `call_us`, `min_us` AS `min_us`, `max_us` AS `max_us`
FROM store
WHERE tbl = 'statement_place_hours' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND regexp_like(file_path, '/rolled-4[.]')
)
SELECT `ranked`.`field` AS `field`,
  `ranked`.`value` AS `value`,
  `ranked`.`calls` AS `calls`
FROM (
SELECT `fields`.`field` AS `field`,
  `fields`.`value` AS `value`,
  sum(`fields`.`calls`) AS `calls`,
  row_number() OVER (PARTITION BY `fields`.`field` ORDER BY sum(`fields`.`calls`) DESC NULLS LAST, `fields`.`value` ASC NULLS LAST) <= 200 AS `is_kept`
FROM (
SELECT `unnested_0`.`element_0` AS `field`,
  `unnested_0`.`element_1` AS `value`,
  `seen`.`calls` AS `calls`
FROM (
SELECT `cells`.`cluster` AS `cluster`,
  `cells`.`instance` AS `instance`,
  `cells`.`database_name` AS `database_name`,
  `cells`.`user_name` AS `user_name`,
  `cells`.`client_host` AS `client_host`,
  `cells`.`application` AS `application`,
  sum(`cells`.`calls`) AS `calls`
FROM (
SELECT `open_statements`.`ts` AS `ts`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`engine` AS `engine`,
  `open_statements`.`user_name` AS `user_name`,
  `open_statements`.`database_name` AS `database_name`,
  `open_statements`.`client_host` AS `client_host`,
  `open_statements`.`application` AS `application`,
  `open_statements`.`calls` AS `calls`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE `open_statements`.`calls` END AS `timed_calls`,
  CASE WHEN `open_statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `open_statements`.`duration_us` AS `sum_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `call_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `min_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `max_us`
FROM `tbl_open_statements` AS `open_statements`
WHERE coalesce(NOT (`open_statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`open_statements`.`database_name` <> 'rdsadmin', TRUE) AND `open_statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `open_statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
UNION ALL
SELECT `statement_place_hours`.`ts` AS `ts`,
  `statement_place_hours`.`cluster` AS `cluster`,
  `statement_place_hours`.`instance` AS `instance`,
  `statement_place_hours`.`engine` AS `engine`,
  `statement_place_hours`.`user_name` AS `user_name`,
  `statement_place_hours`.`database_name` AS `database_name`,
  `statement_place_hours`.`client_host` AS `client_host`,
  `statement_place_hours`.`application` AS `application`,
  `statement_place_hours`.`calls` AS `calls`,
  `statement_place_hours`.`timed_calls` AS `timed_calls`,
  `statement_place_hours`.`logged` AS `logged`,
  `statement_place_hours`.`sum_us` AS `sum_us`,
  `statement_place_hours`.`call_us` AS `call_us`,
  `statement_place_hours`.`min_us` AS `min_us`,
  `statement_place_hours`.`max_us` AS `max_us`
FROM `tbl_statement_place_hours` AS `statement_place_hours`
WHERE coalesce(NOT (`statement_place_hours`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statement_place_hours`.`database_name` <> 'rdsadmin', TRUE) AND `statement_place_hours`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statement_place_hours`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
) AS `cells`
GROUP BY `cells`.`cluster`, `cells`.`instance`, `cells`.`database_name`, `cells`.`user_name`, `cells`.`client_host`, `cells`.`application`
UNION ALL
SELECT `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  0 AS `0`
FROM `tbl_connections` AS `connections`
WHERE (`connections`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `connections`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`connections`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`connections`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY `connections`.`cluster`, `connections`.`instance`, `connections`.`database_name`, `connections`.`user_name`, `connections`.`client_host`, `connections`.`application`
) AS `seen`
CROSS JOIN LATERAL inline(arrays_zip(array('cluster', 'instance', 'database', 'user', 'host', 'application'), array(`seen`.`cluster`, `seen`.`instance`, `seen`.`database_name`, `seen`.`user_name`, `seen`.`client_host`, `seen`.`application`))) AS `unnested_0` (`element_0`, `element_1`)
) AS `fields`
WHERE `fields`.`value` IS NOT NULL
GROUP BY `fields`.`field`, `fields`.`value`
) AS `ranked`
WHERE `ranked`.`is_kept`
ORDER BY `field` ASC NULLS LAST, `calls` DESC NULLS LAST, `value` ASC NULLS LAST;

-- findings_list 71a766a5bd98d4d8
WITH `tbl_findings` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `check` AS `check`, `subject` AS `subject`, `finding_severity` AS `severity`, `title` AS `title`, `evidence` AS `evidence`, `effect` AS `effect`, `suggestion` AS `suggestion`, `mending` AS `mending`, `page` AS `page`, CAST(`first_at` AS TIMESTAMP) AS `first_at`, CAST(`last_at` AS TIMESTAMP) AS `last_at`, `owner` AS `owner`, CAST(`acknowledged_until` AS TIMESTAMP) AS `acknowledged_until`
FROM store
WHERE tbl = 'findings' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `findings`.`severity` AS `finding_severity`,
  `findings`.`check` AS `check`,
  `findings`.`account` AS `account`,
  `findings`.`region` AS `region`,
  `findings`.`cluster` AS `cluster`,
  `findings`.`instance` AS `instance`,
  `findings`.`subject` AS `subject`,
  `findings`.`title` AS `title`,
  `findings`.`evidence` AS `evidence`,
  `findings`.`effect` AS `effect`,
  `findings`.`suggestion` AS `suggestion`,
  `findings`.`mending` AS `mending`,
  `findings`.`page` AS `page`,
  `findings`.`first_at` AS `first_at`,
  `findings`.`last_at` AS `last_at`,
  `findings`.`owner` AS `owner`,
  `findings`.`acknowledged_until` AS `acknowledged_until`
FROM `tbl_findings` AS `findings`
WHERE (`findings`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `findings`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND (NULL IS NULL OR `findings`.`check` = NULL) AND (NULL IS NULL OR `findings`.`severity` = NULL)
ORDER BY nullif(array_position(array('act', 'watch', 'note'), `findings`.`severity`), 0) ASC NULLS LAST, `cluster` ASC NULLS LAST, `check` ASC NULLS LAST, `subject` ASC NULLS LAST;

-- fleet fc4a41de5bb7698a
WITH `tbl_alarms` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `state` AS `state`
FROM store
WHERE tbl = 'alarms'
),
`tbl_coverage` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `log_kind` AS `log_kind`, `collector` AS `collector`, CAST(`covered_to` AS TIMESTAMP) AS `covered_to`
FROM store
WHERE tbl = 'coverage'
),
`tbl_deadlocks` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`
FROM store
WHERE tbl = 'deadlocks' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `severity` AS `severity`, `message` AS `message`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `scope` AS `scope`, `statistic` AS `statistic`, `value` AS `value`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_rds_events` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source_type` AS `source_type`, `message` AS `message`
FROM store
WHERE tbl = 'rds_events' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_tags` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `resource_id` AS `resource_id`, `tag_key` AS `tag_key`, `tag_value` AS `tag_value`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'tags'
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`inventory` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`resource_id` AS `resource_id`,
  `ranked`.`engine` AS `engine`,
  `ranked`.`engine_version` AS `engine_version`,
  `ranked`.`cluster_status` AS `cluster_status`,
  `ranked`.`storage_type` AS `storage_type`,
  `ranked`.`created_at` AS `created_at`,
  `ranked`.`retention_days` AS `retention_days`,
  `ranked`.`backup_window` AS `backup_window`,
  `ranked`.`maintenance_window` AS `maintenance_window`,
  `ranked`.`deletion_protection` AS `deletion_protection`,
  `ranked`.`encrypted` AS `encrypted`,
  `ranked`.`insights_mode` AS `insights_mode`,
  `ranked`.`global_cluster` AS `global_cluster`,
  `ranked`.`parameter_group` AS `parameter_group`,
  `ranked`.`least_acu` AS `least_acu`,
  `ranked`.`most_acu` AS `most_acu`,
  `ranked`.`pause_after_s` AS `pause_after_s`,
  `ranked`.`clone_group` AS `clone_group`,
  `ranked`.`backtrack_s` AS `backtrack_s`,
  `ranked`.`earliest_restorable` AS `earliest_restorable`,
  `ranked`.`latest_restorable` AS `latest_restorable`,
  `ranked`.`restarts_at` AS `restarts_at`,
  `ranked`.`attributes` AS `attributes`,
  `ranked`.`valid_from` AS `valid_from`,
  `ranked`.`valid_to` AS `valid_to`,
  `ranked`.`known_by` AS `known_by`
FROM (
SELECT `cluster_states`.`account` AS `account`,
  `cluster_states`.`region` AS `region`,
  `cluster_states`.`cluster` AS `cluster`,
  `cluster_states`.`resource_id` AS `resource_id`,
  `cluster_states`.`engine` AS `engine`,
  `cluster_states`.`engine_version` AS `engine_version`,
  `cluster_states`.`cluster_status` AS `cluster_status`,
  `cluster_states`.`storage_type` AS `storage_type`,
  `cluster_states`.`created_at` AS `created_at`,
  `cluster_states`.`retention_days` AS `retention_days`,
  `cluster_states`.`backup_window` AS `backup_window`,
  `cluster_states`.`maintenance_window` AS `maintenance_window`,
  `cluster_states`.`deletion_protection` AS `deletion_protection`,
  `cluster_states`.`encrypted` AS `encrypted`,
  `cluster_states`.`insights_mode` AS `insights_mode`,
  `cluster_states`.`global_cluster` AS `global_cluster`,
  `cluster_states`.`parameter_group` AS `parameter_group`,
  `cluster_states`.`least_acu` AS `least_acu`,
  `cluster_states`.`most_acu` AS `most_acu`,
  `cluster_states`.`pause_after_s` AS `pause_after_s`,
  `cluster_states`.`clone_group` AS `clone_group`,
  `cluster_states`.`backtrack_s` AS `backtrack_s`,
  `cluster_states`.`earliest_restorable` AS `earliest_restorable`,
  `cluster_states`.`latest_restorable` AS `latest_restorable`,
  `cluster_states`.`restarts_at` AS `restarts_at`,
  `cluster_states`.`attributes` AS `attributes`,
  `cluster_states`.`valid_from` AS `valid_from`,
  `cluster_states`.`valid_to` AS `valid_to`,
  `cluster_states`.`known_by` AS `known_by`,
  row_number() OVER (PARTITION BY `cluster_states`.`account`, `cluster_states`.`region`, `cluster_states`.`cluster` ORDER BY CASE WHEN TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' THEN -unix_micros(`cluster_states`.`valid_from`) ELSE unix_micros(`cluster_states`.`valid_from`) END ASC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `cluster_status`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') AS `storage_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'ClusterCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS DOUBLE)) AS BIGINT)) AS `retention_days`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredBackupWindow\']') AS `backup_window`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredMaintenanceWindow\']') AS `maintenance_window`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'DatabaseInsightsMode\']') AS `insights_mode`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'GlobalClusterIdentifier\']'), `topology`.`parent_id`) AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterParameterGroup\']') AS `parameter_group`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MinCapacity\']') AS DOUBLE) AS `least_acu`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MaxCapacity\']') AS DOUBLE) AS `most_acu`,
  coalesce(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS BIGINT), try_cast(round(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS DOUBLE)) AS BIGINT)) AS `pause_after_s`,
  get_json_object(`topology`.`attributes`, '$[\'CloneGroupId\']') AS `clone_group`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS DOUBLE)) AS BIGINT)) AS `backtrack_s`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'EarliestRestorableTime\']') AS TIMESTAMP) AS `earliest_restorable`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'LatestRestorableTime\']') AS TIMESTAMP) AS `latest_restorable`,
  try_cast(coalesce(get_json_object(`topology`.`readings`, '$[\'AutomaticRestartTime\']'), get_json_object(`topology`.`attributes`, '$[\'AutomaticRestartTime\']')) AS TIMESTAMP) AS `restarts_at`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'cluster'
) AS `cluster_states`
WHERE (TRUE) AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_to` IS NULL OR `cluster_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`taken` AS (
SELECT `coverage`.`account` AS `account`,
  `coverage`.`region` AS `region`,
  `coverage`.`cluster` AS `cluster`,
  max(`coverage`.`covered_to`) AS `newest_at`,
  CASE WHEN count(coalesce(`coverage`.`log_kind`, `coverage`.`collector`)) FILTER (WHERE (coalesce(`coverage`.`log_kind`, `coverage`.`collector`) IS NOT NULL)) > 0 THEN array_join(sort_array(collect_set(coalesce(`coverage`.`log_kind`, `coverage`.`collector`)) FILTER (WHERE (coalesce(`coverage`.`log_kind`, `coverage`.`collector`) IS NOT NULL))), ', ') END AS `sources`,
  count(`coverage`.`log_kind`) AS `logs`
FROM `tbl_coverage` AS `coverage`
WHERE (TRUE) AND coalesce(`coverage`.`cluster`, '') <> ''
GROUP BY `coverage`.`account`, `coverage`.`region`, `coverage`.`cluster`
),
`measured` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  max(`metrics`.`value`) FILTER (WHERE (`metrics`.`name` = 'AuroraReplicaLag')) AS `max_lag_ms`,
  max(`metrics`.`ts`) AS `newest_at`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`cluster` IS NOT NULL AND `metrics`.`name` IN ('AuroraReplicaLag', 'DBLoad', 'CPUUtilization') AND `metrics`.`statistic` IN ('Average', 'Maximum')
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`
),
`loads` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  max(`metrics`.`value`) AS `max_load`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` = 'DBLoad' AND `metrics`.`statistic` IN ('Average', 'Maximum') AND `metrics`.`scope` = 'instance' AND `metrics`.`cluster` IS NOT NULL
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`, `metrics`.`instance`
),
`cores` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  max(`metrics`.`value`) AS `vcpus`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` IN ('os.general.numVCPUs', 'general.numVCPUs')
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`, `metrics`.`instance`
),
`busiest` AS (
SELECT coalesce(`loads`.`account`, `cores`.`account`) AS `account`,
  coalesce(`loads`.`region`, `cores`.`region`) AS `region`,
  coalesce(`loads`.`cluster`, `cores`.`cluster`) AS `cluster`,
  max(`loads`.`max_load`) AS `max_load`,
  max(CASE WHEN nullif(`cores`.`vcpus`, 0) = 0 THEN CASE WHEN `loads`.`max_load` > 0 THEN double('infinity') WHEN `loads`.`max_load` < 0 THEN double('-infinity') WHEN `loads`.`max_load` = 0 THEN double('NaN') END ELSE `loads`.`max_load` / nullif(`cores`.`vcpus`, 0) END) AS `share_vcpus`
FROM `loads` AS `loads`
LEFT JOIN `cores` AS `cores` ON `loads`.`account` = `cores`.`account` AND `loads`.`region` = `cores`.`region` AND `loads`.`cluster` = `cores`.`cluster` AND `loads`.`instance` = `cores`.`instance`
GROUP BY coalesce(`loads`.`account`, `cores`.`account`), coalesce(`loads`.`region`, `cores`.`region`), coalesce(`loads`.`cluster`, `cores`.`cluster`)
),
`failed` AS (
SELECT `entries`.`account` AS `account`,
  `entries`.`region` AS `region`,
  `entries`.`cluster` AS `cluster`,
  count(*) AS `errors`
FROM `tbl_entries` AS `entries`
WHERE (`entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)) AND `entries`.`severity` IN ('ERROR', 'FATAL', 'PANIC')
GROUP BY `entries`.`account`, `entries`.`region`, `entries`.`cluster`
),
`locked` AS (
SELECT `deadlocks`.`account` AS `account`,
  `deadlocks`.`region` AS `region`,
  `deadlocks`.`cluster` AS `cluster`,
  count(*) AS `deadlocks`
FROM `tbl_deadlocks` AS `deadlocks`
WHERE (`deadlocks`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `deadlocks`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`deadlocks`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`deadlocks`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY `deadlocks`.`account`, `deadlocks`.`region`, `deadlocks`.`cluster`
),
`warned` AS (
SELECT `states`.`account` AS `account`,
  `states`.`region` AS `region`,
  `states`.`cluster` AS `cluster`,
  count(*) FILTER (WHERE (`states`.`state` = 'ALARM')) AS `in_alarm`
FROM (
SELECT `alarms`.`account` AS `account`,
  `alarms`.`region` AS `region`,
  `alarms`.`cluster` AS `cluster`,
  `alarms`.`name` AS `name`,
  max_by(`alarms`.`state`, struct(`alarms`.`ts`, `alarms`.`state`)) FILTER (WHERE (`alarms`.`state` IS NOT NULL) AND (`alarms`.`ts` IS NOT NULL)) AS `state`
FROM `tbl_alarms` AS `alarms`
WHERE (TRUE) AND (TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `alarms`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
GROUP BY `alarms`.`account`, `alarms`.`region`, `alarms`.`cluster`, `alarms`.`name`
) AS `states`
GROUP BY `states`.`account`, `states`.`region`, `states`.`cluster`
),
`moved` AS (
SELECT `rds_events`.`account` AS `account`,
  `rds_events`.`region` AS `region`,
  `rds_events`.`cluster` AS `cluster`,
  count(*) FILTER (WHERE (lower(`rds_events`.`message`) LIKE lower('completed%failover%'))) AS `failovers`
FROM `tbl_rds_events` AS `rds_events`
WHERE (`rds_events`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `rds_events`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `rds_events`.`source_type` = 'db-cluster'
GROUP BY `rds_events`.`account`, `rds_events`.`region`, `rds_events`.`cluster`
),
`counted` AS (
SELECT `instance_states`.`account` AS `account`,
  `instance_states`.`region` AS `region`,
  `instance_states`.`cluster` AS `cluster`,
  count(DISTINCT `instance_states`.`instance`) AS `instances`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`instance` AS `instance`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') AS `instance_class`,
  CASE WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'micro' THEN 0.125e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'small' THEN 0.25e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'medium' THEN 0.5e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'large' THEN 1.0e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'xlarge' THEN 2.0e0 ELSE 2.0e0 * try_cast(nullif(CASE WHEN get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') IS NOT NULL THEN coalesce(regexp_extract(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '\\.([0-9]+)xlarge$', 1), '') END, '') AS DOUBLE) END AS `class_size`,
  get_json_object(`topology`.`attributes`, '$[\'AvailabilityZone\']') AS `zone`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceStatus\']') AS `instance_status`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS DOUBLE)) AS BIGINT)) AS `promotion_tier`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'InstanceCreateTime\']') AS TIMESTAMP) AS `created_at`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `insights_enabled`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS DOUBLE)) AS BIGINT)) AS `monitoring_s`,
  get_json_object(`topology`.`attributes`, '$[\'CACertificateIdentifier\']') AS `certificate`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'CertificateDetails\']'), '$[\'ValidTill\']') AS TIMESTAMP) AS `certificate_until`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `publicly_accessible`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'instance'
) AS `instance_states`
WHERE (TRUE) AND `instance_states`.`valid_to` IS NULL
GROUP BY `instance_states`.`account`, `instance_states`.`region`, `instance_states`.`cluster`
),
`tagged` AS (
SELECT `tags`.`account` AS `account`,
  `tags`.`region` AS `region`,
  `tags`.`cluster` AS `cluster`,
  CASE WHEN count(concat(coalesce(`tags`.`tag_key`, ''), '=', coalesce(`tags`.`tag_value`, ''))) FILTER (WHERE (concat(coalesce(`tags`.`tag_key`, ''), '=', coalesce(`tags`.`tag_value`, '')) IS NOT NULL)) > 0 THEN array_join(sort_array(collect_set(concat(coalesce(`tags`.`tag_key`, ''), '=', coalesce(`tags`.`tag_value`, ''))) FILTER (WHERE (concat(coalesce(`tags`.`tag_key`, ''), '=', coalesce(`tags`.`tag_value`, '')) IS NOT NULL))), ', ') END AS `tags`
FROM `tbl_tags` AS `tags`
WHERE (TRUE) AND `tags`.`instance` IS NULL AND `tags`.`valid_to` IS NULL
GROUP BY `tags`.`account`, `tags`.`region`, `tags`.`cluster`
),
`known` AS (
SELECT `inventory`.`account` AS `account`,
  `inventory`.`region` AS `region`,
  `inventory`.`cluster` AS `cluster`
FROM `inventory` AS `inventory`
UNION
SELECT `taken`.`account` AS `account`,
  `taken`.`region` AS `region`,
  `taken`.`cluster` AS `cluster`
FROM `taken` AS `taken`
UNION
SELECT `measured`.`account` AS `account`,
  `measured`.`region` AS `region`,
  `measured`.`cluster` AS `cluster`
FROM `measured` AS `measured`
)
SELECT `k`.`account` AS `account`,
  `k`.`region` AS `region`,
  `k`.`cluster` AS `cluster`,
  `i`.`engine` AS `engine`,
  `i`.`engine_version` AS `engine_version`,
  `i`.`cluster_status` AS `cluster_status`,
  `c`.`instances` AS `instances`,
  CAST(NULL AS STRING) AS `verdict`,
  CAST(NULL AS STRING) AS `reason`,
  CAST(NULL AS BIGINT) AS `found`,
  CAST(NULL AS BIGINT) AS `unread`,
  greatest(`t`.`newest_at`, `m`.`newest_at`) AS `newest_at`,
  CAST(NULL AS BIGINT) AS `age_us`,
  `t`.`sources` AS `sources`,
  `g`.`tags` AS `tags`,
  `l`.`max_load` AS `max_load`,
  `l`.`share_vcpus` AS `share_vcpus`,
  `m`.`max_lag_ms` AS `max_lag_ms`,
  CASE WHEN `t`.`logs` > 0 THEN coalesce(`f`.`errors`, 0) END AS `errors`,
  CASE WHEN `t`.`logs` > 0 THEN coalesce(`d`.`deadlocks`, 0) END AS `deadlocks`,
  `v`.`failovers` AS `failovers`,
  `w`.`in_alarm` AS `in_alarm`
FROM `known` AS `k`
LEFT JOIN `inventory` AS `i` ON `k`.`account` = `i`.`account` AND `k`.`region` = `i`.`region` AND `k`.`cluster` = `i`.`cluster`
LEFT JOIN `taken` AS `t` ON coalesce(`k`.`account`, `i`.`account`) = `t`.`account` AND coalesce(`k`.`region`, `i`.`region`) = `t`.`region` AND coalesce(`k`.`cluster`, `i`.`cluster`) = `t`.`cluster`
LEFT JOIN `measured` AS `m` ON coalesce(`k`.`account`, `i`.`account`, `t`.`account`) = `m`.`account` AND coalesce(`k`.`region`, `i`.`region`, `t`.`region`) = `m`.`region` AND coalesce(`k`.`cluster`, `i`.`cluster`, `t`.`cluster`) = `m`.`cluster`
LEFT JOIN `busiest` AS `l` ON coalesce(`k`.`account`, `i`.`account`, `t`.`account`, `m`.`account`) = `l`.`account` AND coalesce(`k`.`region`, `i`.`region`, `t`.`region`, `m`.`region`) = `l`.`region` AND coalesce(`k`.`cluster`, `i`.`cluster`, `t`.`cluster`, `m`.`cluster`) = `l`.`cluster`
LEFT JOIN `failed` AS `f` ON coalesce(`k`.`account`, `i`.`account`, `t`.`account`, `m`.`account`, `l`.`account`) = `f`.`account` AND coalesce(`k`.`region`, `i`.`region`, `t`.`region`, `m`.`region`, `l`.`region`) = `f`.`region` AND coalesce(`k`.`cluster`, `i`.`cluster`, `t`.`cluster`, `m`.`cluster`, `l`.`cluster`) = `f`.`cluster`
LEFT JOIN `locked` AS `d` ON coalesce(`k`.`account`, `i`.`account`, `t`.`account`, `m`.`account`, `l`.`account`, `f`.`account`) = `d`.`account` AND coalesce(`k`.`region`, `i`.`region`, `t`.`region`, `m`.`region`, `l`.`region`, `f`.`region`) = `d`.`region` AND coalesce(`k`.`cluster`, `i`.`cluster`, `t`.`cluster`, `m`.`cluster`, `l`.`cluster`, `f`.`cluster`) = `d`.`cluster`
LEFT JOIN `warned` AS `w` ON coalesce(`k`.`account`, `i`.`account`, `t`.`account`, `m`.`account`, `l`.`account`, `f`.`account`, `d`.`account`) = `w`.`account` AND coalesce(`k`.`region`, `i`.`region`, `t`.`region`, `m`.`region`, `l`.`region`, `f`.`region`, `d`.`region`) = `w`.`region` AND coalesce(`k`.`cluster`, `i`.`cluster`, `t`.`cluster`, `m`.`cluster`, `l`.`cluster`, `f`.`cluster`, `d`.`cluster`) = `w`.`cluster`
LEFT JOIN `moved` AS `v` ON coalesce(`k`.`account`, `i`.`account`, `t`.`account`, `m`.`account`, `l`.`account`, `f`.`account`, `d`.`account`, `w`.`account`) = `v`.`account` AND coalesce(`k`.`region`, `i`.`region`, `t`.`region`, `m`.`region`, `l`.`region`, `f`.`region`, `d`.`region`, `w`.`region`) = `v`.`region` AND coalesce(`k`.`cluster`, `i`.`cluster`, `t`.`cluster`, `m`.`cluster`, `l`.`cluster`, `f`.`cluster`, `d`.`cluster`, `w`.`cluster`) = `v`.`cluster`
LEFT JOIN `counted` AS `c` ON coalesce(`k`.`account`, `i`.`account`, `t`.`account`, `m`.`account`, `l`.`account`, `f`.`account`, `d`.`account`, `w`.`account`, `v`.`account`) = `c`.`account` AND coalesce(`k`.`region`, `i`.`region`, `t`.`region`, `m`.`region`, `l`.`region`, `f`.`region`, `d`.`region`, `w`.`region`, `v`.`region`) = `c`.`region` AND coalesce(`k`.`cluster`, `i`.`cluster`, `t`.`cluster`, `m`.`cluster`, `l`.`cluster`, `f`.`cluster`, `d`.`cluster`, `w`.`cluster`, `v`.`cluster`) = `c`.`cluster`
LEFT JOIN `tagged` AS `g` ON coalesce(`k`.`account`, `i`.`account`, `t`.`account`, `m`.`account`, `l`.`account`, `f`.`account`, `d`.`account`, `w`.`account`, `v`.`account`, `c`.`account`) = `g`.`account` AND coalesce(`k`.`region`, `i`.`region`, `t`.`region`, `m`.`region`, `l`.`region`, `f`.`region`, `d`.`region`, `w`.`region`, `v`.`region`, `c`.`region`) = `g`.`region` AND coalesce(`k`.`cluster`, `i`.`cluster`, `t`.`cluster`, `m`.`cluster`, `l`.`cluster`, `f`.`cluster`, `d`.`cluster`, `w`.`cluster`, `v`.`cluster`, `c`.`cluster`) = `g`.`cluster`
WHERE NULL IS NULL OR CASE WHEN split(`g`.`tags`, ', ') IS NOT NULL THEN coalesce(array_contains(split(`g`.`tags`, ', '), CAST(NULL AS STRING)), FALSE) END
ORDER BY `k`.`cluster` ASC NULLS LAST, `k`.`region` ASC NULLS LAST, `k`.`account` ASC NULLS LAST;

-- fleet_tags 391d9ef775d28bfd
WITH `tbl_tags` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `tag_key` AS `tag_key`, `tag_value` AS `tag_value`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`
FROM store
WHERE tbl = 'tags'
)
SELECT concat(coalesce(`tags`.`tag_key`, ''), '=', coalesce(`tags`.`tag_value`, '')) AS `tag`,
  count(DISTINCT concat(coalesce(`tags`.`account`, ''), coalesce(`tags`.`region`, ''), coalesce(`tags`.`cluster`, ''))) AS `clusters`,
  CASE WHEN count(`tags`.`cluster`) FILTER (WHERE (`tags`.`cluster` IS NOT NULL)) > 0 THEN array_join(sort_array(collect_set(`tags`.`cluster`) FILTER (WHERE (`tags`.`cluster` IS NOT NULL))), ', ') END AS `cluster_names`
FROM `tbl_tags` AS `tags`
WHERE (TRUE) AND `tags`.`instance` IS NULL AND `tags`.`cluster` IS NOT NULL AND `tags`.`valid_to` IS NULL
GROUP BY `tags`.`tag_key`, `tags`.`tag_value`
ORDER BY `clusters` DESC NULLS LAST, `tag` ASC NULLS LAST;

-- forwarding_status 2abf12dd0a7b2605
WITH `tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
)
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`engine` AS `engine`,
  `ranked`.`engine_version` AS `engine_version`,
  `ranked`.`local_forwarding` AS `local_forwarding`,
  `ranked`.`global_forwarding` AS `global_forwarding`,
  `ranked`.`global_requested` AS `global_requested`,
  `ranked`.`replicates_from` AS `replicates_from`,
  `ranked`.`replicas` AS `replicas`,
  `ranked`.`valid_from` AS `valid_from`
FROM (
SELECT `cluster_states`.`account` AS `account`,
  `cluster_states`.`region` AS `region`,
  `cluster_states`.`cluster` AS `cluster`,
  `cluster_states`.`engine` AS `engine`,
  `cluster_states`.`engine_version` AS `engine_version`,
  get_json_object(`cluster_states`.`attributes`, '$[\'LocalWriteForwardingStatus\']') AS `local_forwarding`,
  get_json_object(`cluster_states`.`attributes`, '$[\'GlobalWriteForwardingStatus\']') AS `global_forwarding`,
  CASE WHEN lower(get_json_object(`cluster_states`.`attributes`, '$[\'GlobalWriteForwardingRequested\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`cluster_states`.`attributes`, '$[\'GlobalWriteForwardingRequested\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `global_requested`,
  get_json_object(`cluster_states`.`attributes`, '$[\'ReplicationSourceIdentifier\']') AS `replicates_from`,
  get_json_object(`cluster_states`.`attributes`, '$[\'ReadReplicaIdentifiers\']') AS `replicas`,
  `cluster_states`.`valid_from` AS `valid_from`,
  row_number() OVER (PARTITION BY `cluster_states`.`account`, `cluster_states`.`region`, `cluster_states`.`cluster` ORDER BY CASE WHEN TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' THEN -unix_micros(`cluster_states`.`valid_from`) ELSE unix_micros(`cluster_states`.`valid_from`) END ASC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `cluster_status`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') AS `storage_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'ClusterCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS DOUBLE)) AS BIGINT)) AS `retention_days`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredBackupWindow\']') AS `backup_window`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredMaintenanceWindow\']') AS `maintenance_window`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'DatabaseInsightsMode\']') AS `insights_mode`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'GlobalClusterIdentifier\']'), `topology`.`parent_id`) AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterParameterGroup\']') AS `parameter_group`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MinCapacity\']') AS DOUBLE) AS `least_acu`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MaxCapacity\']') AS DOUBLE) AS `most_acu`,
  coalesce(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS BIGINT), try_cast(round(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS DOUBLE)) AS BIGINT)) AS `pause_after_s`,
  get_json_object(`topology`.`attributes`, '$[\'CloneGroupId\']') AS `clone_group`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS DOUBLE)) AS BIGINT)) AS `backtrack_s`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'EarliestRestorableTime\']') AS TIMESTAMP) AS `earliest_restorable`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'LatestRestorableTime\']') AS TIMESTAMP) AS `latest_restorable`,
  try_cast(coalesce(get_json_object(`topology`.`readings`, '$[\'AutomaticRestartTime\']'), get_json_object(`topology`.`attributes`, '$[\'AutomaticRestartTime\']')) AS TIMESTAMP) AS `restarts_at`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'cluster'
) AS `cluster_states`
WHERE (TRUE) AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_to` IS NULL OR `cluster_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
ORDER BY `cluster` ASC NULLS LAST, `region` ASC NULLS LAST;

-- global_days 63d7ca89b237f194
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `name` AS `name`, `statistic` AS `statistic`, `period_s` AS `period_s`, `value` AS `value`
FROM store
WHERE tbl = 'metrics'
),
`lags` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  `metrics`.`ts` AS `ts`,
  max(`metrics`.`value`) AS `lag_ms`,
  max(`metrics`.`period_s`) AS `period_s`
FROM `tbl_metrics` AS `metrics`
WHERE (TRUE) AND `metrics`.`name` = 'AuroraGlobalDBRPOLag' AND `metrics`.`statistic` IN ('Average', 'Maximum') AND (TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR (`metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND `metrics`.`ts` >= TIMESTAMP '2026-11-20 00:00:00.000000 UTC' - INTERVAL '31' DAY))
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`, `metrics`.`ts`
)
SELECT date_trunc('day', `lags`.`ts`) AS `day_ts`,
  `lags`.`account` AS `account`,
  `lags`.`region` AS `region`,
  `lags`.`cluster` AS `cluster`,
  max(`lags`.`lag_ms`) AS `max_rpo_ms`,
  (CAST(sum(`lags`.`period_s`) AS DOUBLE) / 60.0e0) AS `measured_minutes`,
  1440 - (CAST(sum(`lags`.`period_s`) AS DOUBLE) / 60.0e0) AS `unmeasured_minutes`,
  CASE WHEN 60000 > 0 THEN (CAST(coalesce(sum(`lags`.`period_s`) FILTER (WHERE (`lags`.`lag_ms` > 60000)), 0) AS DOUBLE) / 60.0e0) END AS `over_minutes`,
  CASE WHEN 60000 > 0 THEN 1 - CASE WHEN CAST(sum(`lags`.`period_s`) AS DOUBLE) = 0 THEN CASE WHEN CAST(coalesce(sum(`lags`.`period_s`) FILTER (WHERE (`lags`.`lag_ms` > 60000)), 0) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(coalesce(sum(`lags`.`period_s`) FILTER (WHERE (`lags`.`lag_ms` > 60000)), 0) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(coalesce(sum(`lags`.`period_s`) FILTER (WHERE (`lags`.`lag_ms` > 60000)), 0) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(coalesce(sum(`lags`.`period_s`) FILTER (WHERE (`lags`.`lag_ms` > 60000)), 0) AS DOUBLE) / CAST(sum(`lags`.`period_s`) AS DOUBLE) END END AS `share_within`,
  CASE WHEN 60000 <= 0 THEN 'unknown: choose an objective' WHEN count(*) FILTER (WHERE (`lags`.`lag_ms` > 60000)) > 0 THEN 'out of compliance' WHEN sum(`lags`.`period_s`) < 0.9e0 * 86400L THEN 'unknown: less than nine tenths of the day were measured' ELSE 'in compliance' END AS `compliance`,
  date_trunc('day', `lags`.`ts`) AS `story_begin`,
  date_trunc('day', `lags`.`ts`) + INTERVAL '1' DAY AS `story_end`
FROM `lags` AS `lags`
GROUP BY date_trunc('day', `lags`.`ts`), `lags`.`account`, `lags`.`region`, `lags`.`cluster`, date_trunc('day', `lags`.`ts`), date_trunc('day', `lags`.`ts`) + INTERVAL '1' DAY
ORDER BY `day_ts` DESC NULLS LAST, `max_rpo_ms` DESC NULLS LAST, `region` ASC NULLS LAST, `cluster` ASC NULLS LAST;

-- global_drills d6f9c2ae7dad1ff1
WITH `tbl_rds_events` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `source_id` AS `source_id`, `message` AS `message`
FROM store
WHERE tbl = 'rds_events' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`told` AS (
SELECT `rds_events`.`account` AS `account`,
  `rds_events`.`region` AS `region`,
  `rds_events`.`cluster` AS `cluster`,
  `rds_events`.`source_id` AS `source_id`,
  `rds_events`.`ts` AS `ts`,
  `rds_events`.`message` AS `message`,
  regexp_like(`rds_events`.`message`, '(?i)global (switchover|failover) to DB cluster .* (started|initiated)') AS `begins`,
  regexp_like(`rds_events`.`message`, '(?i)(successfully promoted|global failover to DB cluster .* completed)') AS `promotes`,
  regexp_like(`rds_events`.`message`, '(?i)global switchover .* finished') AS `ends`,
  regexp_like(`rds_events`.`message`, '(?i)global (switchover|failover) .*(cancell?ed|failed)') AS `fails`,
  CASE WHEN `rds_events`.`message` IS NOT NULL THEN coalesce(regexp_extract(`rds_events`.`message`, '(?i)DB cluster ([^ ]+) in Region', 1), '') END AS `named`,
  CASE WHEN `rds_events`.`message` IS NOT NULL THEN coalesce(regexp_extract(`rds_events`.`message`, '(?i)in Region ([a-z0-9-]+)', 1), '') END AS `named_region`,
  CASE WHEN lower(`rds_events`.`message`) LIKE lower('%failover%') THEN 'failover' ELSE 'switchover' END AS `sort`
FROM `tbl_rds_events` AS `rds_events`
WHERE (`rds_events`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `rds_events`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND regexp_like(`rds_events`.`message`, '(?i)global (switchover|failover)|(new|old) primary DB cluster|across global cluster members|post global failover')
),
`numbered` AS (
SELECT `spaced`.`account` AS `account`,
  `spaced`.`region` AS `region`,
  `spaced`.`cluster` AS `cluster`,
  `spaced`.`source_id` AS `source_id`,
  `spaced`.`ts` AS `ts`,
  `spaced`.`message` AS `message`,
  `spaced`.`begins` AS `begins`,
  `spaced`.`promotes` AS `promotes`,
  `spaced`.`ends` AS `ends`,
  `spaced`.`fails` AS `fails`,
  `spaced`.`named` AS `named`,
  `spaced`.`named_region` AS `named_region`,
  `spaced`.`sort` AS `sort`,
  `spaced`.`since` AS `since`,
  sum(CASE WHEN `spaced`.`begins` OR `spaced`.`since` IS NULL OR `spaced`.`since` > 3600 THEN 1 ELSE 0 END) OVER (PARTITION BY `spaced`.`account` ORDER BY `spaced`.`ts` ASC NULLS LAST, `spaced`.`message` ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS `number`
FROM (
SELECT `told`.`account` AS `account`,
  `told`.`region` AS `region`,
  `told`.`cluster` AS `cluster`,
  `told`.`source_id` AS `source_id`,
  `told`.`ts` AS `ts`,
  `told`.`message` AS `message`,
  `told`.`begins` AS `begins`,
  `told`.`promotes` AS `promotes`,
  `told`.`ends` AS `ends`,
  `told`.`fails` AS `fails`,
  `told`.`named` AS `named`,
  `told`.`named_region` AS `named_region`,
  `told`.`sort` AS `sort`,
  ((unix_micros(`told`.`ts`) DIV 1000000) - (unix_micros(lag(`told`.`ts`) OVER (PARTITION BY `told`.`account` ORDER BY `told`.`ts` ASC NULLS LAST, `told`.`message` ASC NULLS LAST)) DIV 1000000)) AS `since`
FROM `told` AS `told`
) AS `spaced`
)
SELECT min(`numbered`.`ts`) AS `started_at`,
  `numbered`.`account` AS `account`,
  CASE WHEN bool_or(`numbered`.`sort` = 'failover') THEN 'failover' ELSE 'switchover' END AS `drill`,
  coalesce(max_by(`numbered`.`named`, struct(`numbered`.`ts`, `numbered`.`named`)) FILTER (WHERE (`numbered`.`promotes` AND `numbered`.`named` <> '') AND (`numbered`.`named` IS NOT NULL) AND (`numbered`.`ts` IS NOT NULL)), max(nullif(`numbered`.`named`, ''))) AS `promoted`,
  coalesce(max_by(`numbered`.`named_region`, struct(`numbered`.`ts`, `numbered`.`named_region`)) FILTER (WHERE (`numbered`.`promotes` AND `numbered`.`named_region` <> '') AND (`numbered`.`named_region` IS NOT NULL) AND (`numbered`.`ts` IS NOT NULL)), max(nullif(`numbered`.`named_region`, ''))) AS `promoted_region`,
  min(`numbered`.`ts`) FILTER (WHERE (`numbered`.`promotes`)) AS `promoted_at`,
  CASE WHEN bool_or(`numbered`.`begins`) THEN unix_micros(min(`numbered`.`ts`) FILTER (WHERE (`numbered`.`promotes`))) - unix_micros(min(`numbered`.`ts`) FILTER (WHERE (`numbered`.`begins`))) END AS `rto_us`,
  max(`numbered`.`ts`) FILTER (WHERE (`numbered`.`ends`)) AS `completed_at`,
  CASE WHEN bool_or(`numbered`.`fails`) THEN 'failed or cancelled' WHEN bool_or(`numbered`.`promotes` OR `numbered`.`ends`) THEN 'completed' ELSE 'unknown: no event tells of its end' END AS `outcome`,
  transform(sort_array(collect_list(struct(`numbered`.`ts` AS k0, `numbered`.`message` AS k1, `numbered`.`message` AS held)), TRUE), each_one -> each_one.held) AS `messages`
FROM `numbered` AS `numbered`
GROUP BY `numbered`.`account`, `numbered`.`number`
ORDER BY `started_at` DESC NULLS LAST;

-- global_members 16cbdc021b0d118c
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `name` AS `name`, `statistic` AS `statistic`, `period_s` AS `period_s`, `value` AS `value`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_parameters` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `parameter_group` AS `parameter_group`, `parameter` AS `parameter`, `parameter_value` AS `parameter_value`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'parameters'
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `resource_name` AS `resource_name`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`clusters_then` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`resource_id` AS `resource_id`,
  `ranked`.`engine` AS `engine`,
  `ranked`.`engine_version` AS `engine_version`,
  `ranked`.`cluster_status` AS `cluster_status`,
  `ranked`.`storage_type` AS `storage_type`,
  `ranked`.`created_at` AS `created_at`,
  `ranked`.`retention_days` AS `retention_days`,
  `ranked`.`backup_window` AS `backup_window`,
  `ranked`.`maintenance_window` AS `maintenance_window`,
  `ranked`.`deletion_protection` AS `deletion_protection`,
  `ranked`.`encrypted` AS `encrypted`,
  `ranked`.`insights_mode` AS `insights_mode`,
  `ranked`.`global_cluster` AS `global_cluster`,
  `ranked`.`parameter_group` AS `parameter_group`,
  `ranked`.`least_acu` AS `least_acu`,
  `ranked`.`most_acu` AS `most_acu`,
  `ranked`.`pause_after_s` AS `pause_after_s`,
  `ranked`.`clone_group` AS `clone_group`,
  `ranked`.`backtrack_s` AS `backtrack_s`,
  `ranked`.`earliest_restorable` AS `earliest_restorable`,
  `ranked`.`latest_restorable` AS `latest_restorable`,
  `ranked`.`restarts_at` AS `restarts_at`,
  `ranked`.`attributes` AS `attributes`,
  `ranked`.`valid_from` AS `valid_from`,
  `ranked`.`valid_to` AS `valid_to`,
  `ranked`.`known_by` AS `known_by`
FROM (
SELECT `cluster_states`.`account` AS `account`,
  `cluster_states`.`region` AS `region`,
  `cluster_states`.`cluster` AS `cluster`,
  `cluster_states`.`resource_id` AS `resource_id`,
  `cluster_states`.`engine` AS `engine`,
  `cluster_states`.`engine_version` AS `engine_version`,
  `cluster_states`.`cluster_status` AS `cluster_status`,
  `cluster_states`.`storage_type` AS `storage_type`,
  `cluster_states`.`created_at` AS `created_at`,
  `cluster_states`.`retention_days` AS `retention_days`,
  `cluster_states`.`backup_window` AS `backup_window`,
  `cluster_states`.`maintenance_window` AS `maintenance_window`,
  `cluster_states`.`deletion_protection` AS `deletion_protection`,
  `cluster_states`.`encrypted` AS `encrypted`,
  `cluster_states`.`insights_mode` AS `insights_mode`,
  `cluster_states`.`global_cluster` AS `global_cluster`,
  `cluster_states`.`parameter_group` AS `parameter_group`,
  `cluster_states`.`least_acu` AS `least_acu`,
  `cluster_states`.`most_acu` AS `most_acu`,
  `cluster_states`.`pause_after_s` AS `pause_after_s`,
  `cluster_states`.`clone_group` AS `clone_group`,
  `cluster_states`.`backtrack_s` AS `backtrack_s`,
  `cluster_states`.`earliest_restorable` AS `earliest_restorable`,
  `cluster_states`.`latest_restorable` AS `latest_restorable`,
  `cluster_states`.`restarts_at` AS `restarts_at`,
  `cluster_states`.`attributes` AS `attributes`,
  `cluster_states`.`valid_from` AS `valid_from`,
  `cluster_states`.`valid_to` AS `valid_to`,
  `cluster_states`.`known_by` AS `known_by`,
  row_number() OVER (PARTITION BY `cluster_states`.`account`, `cluster_states`.`region`, `cluster_states`.`cluster` ORDER BY CASE WHEN TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' THEN -unix_micros(`cluster_states`.`valid_from`) ELSE unix_micros(`cluster_states`.`valid_from`) END ASC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `cluster_status`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') AS `storage_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'ClusterCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS DOUBLE)) AS BIGINT)) AS `retention_days`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredBackupWindow\']') AS `backup_window`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredMaintenanceWindow\']') AS `maintenance_window`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'DatabaseInsightsMode\']') AS `insights_mode`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'GlobalClusterIdentifier\']'), `topology`.`parent_id`) AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterParameterGroup\']') AS `parameter_group`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MinCapacity\']') AS DOUBLE) AS `least_acu`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MaxCapacity\']') AS DOUBLE) AS `most_acu`,
  coalesce(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS BIGINT), try_cast(round(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS DOUBLE)) AS BIGINT)) AS `pause_after_s`,
  get_json_object(`topology`.`attributes`, '$[\'CloneGroupId\']') AS `clone_group`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS DOUBLE)) AS BIGINT)) AS `backtrack_s`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'EarliestRestorableTime\']') AS TIMESTAMP) AS `earliest_restorable`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'LatestRestorableTime\']') AS TIMESTAMP) AS `latest_restorable`,
  try_cast(coalesce(get_json_object(`topology`.`readings`, '$[\'AutomaticRestartTime\']'), get_json_object(`topology`.`attributes`, '$[\'AutomaticRestartTime\']')) AS TIMESTAMP) AS `restarts_at`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'cluster'
) AS `cluster_states`
WHERE (TRUE) AND `cluster_states`.`global_cluster` IS NOT NULL AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_to` IS NULL OR `cluster_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`globals` AS (
SELECT `ranked`.`global_cluster` AS `global_cluster`,
  `ranked`.`members` AS `members`
FROM (
SELECT `topology`.`resource_name` AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'GlobalClusterMembers\']') AS `members`,
  row_number() OVER (PARTITION BY `topology`.`resource_name` ORDER BY `topology`.`resource_name` ASC NULLS LAST, `topology`.`valid_from` DESC NULLS LAST) = 1 AS `is_kept`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'global_cluster' AND (`topology`.`valid_to` IS NULL OR TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `topology`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`members` AS (
SELECT `each_one`.`global_cluster` AS `global_cluster`,
  get_json_object(`each_one`.`one`, '$[\'DBClusterArn\']') AS `arn`,
  CASE WHEN lower(get_json_object(`each_one`.`one`, '$[\'IsWriter\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`each_one`.`one`, '$[\'IsWriter\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `is_primary`,
  get_json_object(`each_one`.`one`, '$[\'SynchronizationStatus\']') AS `synchronization`,
  get_json_object(`each_one`.`one`, '$[\'GlobalWriteForwardingStatus\']') AS `write_forwarding`
FROM (
SELECT `globals`.`global_cluster` AS `global_cluster`,
  `unnested_0`.`element_0` AS `one`
FROM `globals` AS `globals`
CROSS JOIN LATERAL explode(from_json(`globals`.`members`, 'ARRAY<STRING>')) AS `unnested_0` (`element_0`)
) AS `each_one`
),
`objectives` AS (
SELECT `parameters`.`account` AS `account`,
  `parameters`.`region` AS `region`,
  `parameters`.`parameter_group` AS `parameter_group`,
  max(try_cast(`parameters`.`parameter_value` AS DOUBLE)) * 1000L AS `set_ms`
FROM `tbl_parameters` AS `parameters`
WHERE `parameters`.`parameter` = 'rds.global_db_rpo' AND (`parameters`.`valid_to` IS NULL OR TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `parameters`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
GROUP BY `parameters`.`account`, `parameters`.`region`, `parameters`.`parameter_group`
),
`lags` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  `metrics`.`ts` AS `ts`,
  `metrics`.`name` AS `name`,
  max(`metrics`.`value`) AS `lag_ms`,
  max(`metrics`.`period_s`) AS `period_s`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` IN ('AuroraGlobalDBRPOLag', 'AuroraGlobalDBProgressLag', 'AuroraGlobalDBReplicationLag') AND `metrics`.`statistic` IN ('Average', 'Maximum')
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`, `metrics`.`ts`, `metrics`.`name`
),
`lagged` AS (
SELECT `lags`.`account` AS `account`,
  `lags`.`region` AS `region`,
  `lags`.`cluster` AS `cluster`,
  max(`lags`.`lag_ms`) FILTER (WHERE (`lags`.`name` = 'AuroraGlobalDBRPOLag')) AS `max_rpo_ms`,
  max_by(`lags`.`ts`, struct(`lags`.`lag_ms`, `lags`.`ts`)) FILTER (WHERE (`lags`.`name` = 'AuroraGlobalDBRPOLag') AND (`lags`.`ts` IS NOT NULL) AND (`lags`.`lag_ms` IS NOT NULL)) AS `worst_at`,
  max_by(`lags`.`lag_ms`, struct(`lags`.`ts`, `lags`.`lag_ms`)) FILTER (WHERE (`lags`.`name` = 'AuroraGlobalDBRPOLag') AND (`lags`.`lag_ms` IS NOT NULL) AND (`lags`.`ts` IS NOT NULL)) AS `last_rpo_ms`,
  max(`lags`.`lag_ms`) FILTER (WHERE (`lags`.`name` = 'AuroraGlobalDBProgressLag')) AS `max_progress_ms`,
  max(`lags`.`lag_ms`) FILTER (WHERE (`lags`.`name` = 'AuroraGlobalDBReplicationLag')) AS `max_replication_ms`,
  (CAST(sum(`lags`.`period_s`) FILTER (WHERE (`lags`.`name` = 'AuroraGlobalDBRPOLag')) AS DOUBLE) / 60.0e0) AS `measured_minutes`,
  max(`lags`.`ts`) AS `last_ts`
FROM `lags` AS `lags`
GROUP BY `lags`.`account`, `lags`.`region`, `lags`.`cluster`
),
`sums` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  CAST(CASE WHEN abs(sum(`metrics`.`value`) FILTER (WHERE (`metrics`.`name` = 'AuroraGlobalDBDataTransferBytes'))) - floor(abs(sum(`metrics`.`value`) FILTER (WHERE (`metrics`.`name` = 'AuroraGlobalDBDataTransferBytes')))) = 0.5e0 THEN 2.0e0 * round(sum(`metrics`.`value`) FILTER (WHERE (`metrics`.`name` = 'AuroraGlobalDBDataTransferBytes')) / 2.0e0) ELSE round(sum(`metrics`.`value`) FILTER (WHERE (`metrics`.`name` = 'AuroraGlobalDBDataTransferBytes'))) END AS BIGINT) AS `transfer_bytes`,
  CAST(CASE WHEN abs(sum(`metrics`.`value`) FILTER (WHERE (`metrics`.`name` = 'AuroraGlobalDBReplicatedWriteIO'))) - floor(abs(sum(`metrics`.`value`) FILTER (WHERE (`metrics`.`name` = 'AuroraGlobalDBReplicatedWriteIO')))) = 0.5e0 THEN 2.0e0 * round(sum(`metrics`.`value`) FILTER (WHERE (`metrics`.`name` = 'AuroraGlobalDBReplicatedWriteIO')) / 2.0e0) ELSE round(sum(`metrics`.`value`) FILTER (WHERE (`metrics`.`name` = 'AuroraGlobalDBReplicatedWriteIO'))) END AS BIGINT) AS `replicated_writes`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`statistic` = 'Sum' AND `metrics`.`name` IN ('AuroraGlobalDBDataTransferBytes', 'AuroraGlobalDBReplicatedWriteIO')
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`
),
`joined` AS (
SELECT `c`.`account` AS `account`,
  `c`.`region` AS `region`,
  `c`.`cluster` AS `cluster`,
  `c`.`global_cluster` AS `global_cluster`,
  `m`.`is_primary` AS `is_primary`,
  `m`.`synchronization` AS `synchronization`,
  `m`.`write_forwarding` AS `write_forwarding`,
  (
SELECT max(`o`.`set_ms`) AS `_col_0`
FROM `clusters_then` AS `p`
JOIN `members` AS `w` ON `w`.`global_cluster` = `p`.`global_cluster` AND (substr(`w`.`arn`, length(`w`.`arn`) - length(':' || `p`.`cluster`) + 1) = ':' || `p`.`cluster` AND length(`w`.`arn`) >= length(':' || `p`.`cluster`)) AND `w`.`is_primary`
JOIN `objectives` AS `o` ON `o`.`account` = `p`.`account` AND `o`.`region` = `p`.`region` AND `o`.`parameter_group` = 'cluster ' || `p`.`parameter_group`
WHERE `p`.`global_cluster` = `c`.`global_cluster` AND `o`.`set_ms` > 0
) AS `set_ms`
FROM `clusters_then` AS `c`
LEFT JOIN `members` AS `m` ON `m`.`global_cluster` = `c`.`global_cluster` AND contains(`m`.`arn`, concat(':', coalesce(`c`.`region`, ''), ':')) AND (substr(`m`.`arn`, length(`m`.`arn`) - length(':' || `c`.`cluster`) + 1) = ':' || `c`.`cluster` AND length(`m`.`arn`) >= length(':' || `c`.`cluster`))
),
`judged` AS (
SELECT `joined`.`account` AS `account`,
  `joined`.`region` AS `region`,
  `joined`.`cluster` AS `cluster`,
  `joined`.`global_cluster` AS `global_cluster`,
  `joined`.`is_primary` AS `is_primary`,
  `joined`.`synchronization` AS `synchronization`,
  `joined`.`write_forwarding` AS `write_forwarding`,
  `joined`.`set_ms` AS `set_ms`,
  CASE WHEN 60000 > 0 THEN CAST(60000 AS DOUBLE) ELSE `joined`.`set_ms` END AS `objective_ms`
FROM `joined` AS `joined`
)
SELECT `j`.`global_cluster` AS `global_cluster`,
  `j`.`region` AS `region`,
  `j`.`account` AS `account`,
  `j`.`cluster` AS `cluster`,
  CASE WHEN `j`.`is_primary` THEN 'primary' WHEN `j`.`is_primary` IS NULL THEN 'unknown' ELSE 'secondary' END AS `role`,
  `j`.`synchronization` AS `synchronization`,
  `j`.`write_forwarding` AS `write_forwarding`,
  `j`.`set_ms` AS `set_ms`,
  `j`.`objective_ms` AS `objective_ms`,
  `g`.`max_rpo_ms` AS `max_rpo_ms`,
  `g`.`worst_at` AS `worst_at`,
  `g`.`last_rpo_ms` AS `last_rpo_ms`,
  `g`.`max_progress_ms` AS `max_progress_ms`,
  `g`.`max_replication_ms` AS `max_replication_ms`,
  `g`.`measured_minutes` AS `measured_minutes`,
  CASE WHEN `j`.`objective_ms` IS NOT NULL AND `g`.`measured_minutes` > 0 THEN (
SELECT (CAST(coalesce(sum(`l`.`period_s`), 0) AS DOUBLE) / 60.0e0) AS `_col_0`
FROM `lags` AS `l`
WHERE `l`.`name` = 'AuroraGlobalDBRPOLag' AND `l`.`account` = `j`.`account` AND `l`.`region` = `j`.`region` AND `l`.`cluster` = `j`.`cluster` AND `l`.`lag_ms` > `j`.`objective_ms`
) END AS `over_minutes`,
  CASE WHEN `j`.`is_primary` THEN 'has no lag: it is the primary' WHEN `g`.`max_rpo_ms` IS NULL THEN 'unknown: no AuroraGlobalDBRPOLag of this Region' WHEN `j`.`objective_ms` IS NULL THEN 'unknown: rds.global_db_rpo is not set; choose an objective' WHEN `g`.`max_rpo_ms` > `j`.`objective_ms` THEN 'was beyond the objective' ELSE 'within the objective whenever it was measured' END AS `remark`,
  `s`.`transfer_bytes` AS `transfer_bytes`,
  `s`.`replicated_writes` AS `replicated_writes`,
  `g`.`last_ts` AS `last_ts`
FROM `judged` AS `j`
LEFT JOIN `lagged` AS `g` ON `j`.`account` = `g`.`account` AND `j`.`region` = `g`.`region` AND `j`.`cluster` = `g`.`cluster`
LEFT JOIN `sums` AS `s` ON coalesce(`j`.`account`, `g`.`account`) = `s`.`account` AND coalesce(`j`.`region`, `g`.`region`) = `s`.`region` AND coalesce(`j`.`cluster`, `g`.`cluster`) = `s`.`cluster`
ORDER BY `g`.`max_rpo_ms` DESC NULLS LAST, `j`.`global_cluster` ASC NULLS LAST, `j`.`region` ASC NULLS LAST, `j`.`cluster` ASC NULLS LAST;

-- hourly_activity ee50cf3611053991
WITH `tbl_fingerprints` AS (
SELECT `cluster` AS `cluster`, `instance` AS `instance`, `fingerprint` AS `fingerprint`, `engine` AS `engine`, `statement_kind` AS `statement_kind`
FROM store
WHERE tbl = 'fingerprints'
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `fingerprint` AS `fingerprint`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statement_family_hours` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `engine` AS `engine`, `fingerprint` AS `fingerprint`, `noise` AS `noise`, `calls` AS `calls`, `timed_calls` AS `timed_calls`, `logged` AS `logged`, `sum_us` AS `sum_us`, `call_us` AS `call_us`, `min_us` AS `min_us`, `max_us` AS `max_us`
FROM store
WHERE tbl = 'statement_family_hours' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND regexp_like(file_path, '/rolled-4[.]')
)
SELECT CAST(hour(CAST(from_utc_timestamp(`quarters`.`ts`, 'UTC') AS TIMESTAMP_NTZ)) AS BIGINT) AS `hour_of_day`,
  sum(`quarters`.`calls`) AS `calls`,
  sum(`quarters`.`calls`) FILTER (WHERE (`k`.`statement_kind` = 'select')) AS `select_calls`,
  sum(`quarters`.`calls`) FILTER (WHERE (`k`.`statement_kind` IN ('insert', 'update', 'delete', 'merge', 'copy', 'replace'))) AS `write_calls`,
  coalesce(sum(`quarters`.`sum_us`), 0) AS `sum_us`,
  max(`quarters`.`max_us`) AS `max_us`
FROM (
SELECT timestamp_micros((unix_micros(`cells`.`ts`) DIV 900000000) * 900000000L) AS `ts`,
  `cells`.`fingerprint` AS `fingerprint`,
  sum(`cells`.`calls`) AS `calls`,
  sum(`cells`.`sum_us`) AS `sum_us`,
  max(`cells`.`max_us`) AS `max_us`
FROM (
SELECT `open_statements`.`ts` AS `ts`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`engine` AS `engine`,
  `open_statements`.`fingerprint` AS `fingerprint`,
  `open_statements`.`calls` AS `calls`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE `open_statements`.`calls` END AS `timed_calls`,
  CASE WHEN `open_statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `open_statements`.`duration_us` AS `sum_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `call_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `min_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `max_us`
FROM `tbl_open_statements` AS `open_statements`
WHERE coalesce(NOT (`open_statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`open_statements`.`database_name` <> 'rdsadmin', TRUE) AND `open_statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `open_statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
UNION ALL
SELECT `statement_family_hours`.`ts` AS `ts`,
  `statement_family_hours`.`cluster` AS `cluster`,
  `statement_family_hours`.`instance` AS `instance`,
  `statement_family_hours`.`engine` AS `engine`,
  `statement_family_hours`.`fingerprint` AS `fingerprint`,
  `statement_family_hours`.`calls` AS `calls`,
  `statement_family_hours`.`timed_calls` AS `timed_calls`,
  `statement_family_hours`.`logged` AS `logged`,
  `statement_family_hours`.`sum_us` AS `sum_us`,
  `statement_family_hours`.`call_us` AS `call_us`,
  `statement_family_hours`.`min_us` AS `min_us`,
  `statement_family_hours`.`max_us` AS `max_us`
FROM `tbl_statement_family_hours` AS `statement_family_hours`
WHERE coalesce(NOT (`statement_family_hours`.`noise`), TRUE) AND `statement_family_hours`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statement_family_hours`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
) AS `cells`
GROUP BY timestamp_micros((unix_micros(`cells`.`ts`) DIV 900000000) * 900000000L), `cells`.`fingerprint`
) AS `quarters`
LEFT JOIN (
SELECT `fingerprints`.`fingerprint` AS `fingerprint`,
  max(`fingerprints`.`statement_kind`) AS `statement_kind`
FROM `tbl_fingerprints` AS `fingerprints`
GROUP BY `fingerprints`.`fingerprint`
) AS `k` ON `k`.`fingerprint` = `quarters`.`fingerprint`
GROUP BY CAST(hour(CAST(from_utc_timestamp(`quarters`.`ts`, 'UTC') AS TIMESTAMP_NTZ)) AS BIGINT)
ORDER BY `hour_of_day` ASC NULLS LAST;

-- instance_states 9156a8e5be1db287
WITH `tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `attributes` AS `attributes`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
)
SELECT `instance_states`.`account` AS `account`,
  `instance_states`.`region` AS `region`,
  `instance_states`.`cluster` AS `cluster`,
  `instance_states`.`instance` AS `instance`,
  `instance_states`.`resource_id` AS `resource_id`,
  `instance_states`.`engine` AS `engine`,
  `instance_states`.`engine_version` AS `engine_version`,
  `instance_states`.`instance_class` AS `instance_class`,
  `instance_states`.`class_size` AS `class_size`,
  `instance_states`.`zone` AS `zone`,
  `instance_states`.`instance_status` AS `instance_status`,
  `instance_states`.`promotion_tier` AS `promotion_tier`,
  `instance_states`.`created_at` AS `created_at`,
  `instance_states`.`insights_enabled` AS `insights_enabled`,
  `instance_states`.`monitoring_s` AS `monitoring_s`,
  `instance_states`.`certificate` AS `certificate`,
  `instance_states`.`certificate_until` AS `certificate_until`,
  `instance_states`.`publicly_accessible` AS `publicly_accessible`,
  `instance_states`.`attributes` AS `attributes`,
  `instance_states`.`valid_from` AS `valid_from`,
  `instance_states`.`valid_to` AS `valid_to`,
  `instance_states`.`known_by` AS `known_by`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`instance` AS `instance`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') AS `instance_class`,
  CASE WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'micro' THEN 0.125e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'small' THEN 0.25e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'medium' THEN 0.5e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'large' THEN 1.0e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'xlarge' THEN 2.0e0 ELSE 2.0e0 * try_cast(nullif(CASE WHEN get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') IS NOT NULL THEN coalesce(regexp_extract(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '\\.([0-9]+)xlarge$', 1), '') END, '') AS DOUBLE) END AS `class_size`,
  get_json_object(`topology`.`attributes`, '$[\'AvailabilityZone\']') AS `zone`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceStatus\']') AS `instance_status`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS DOUBLE)) AS BIGINT)) AS `promotion_tier`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'InstanceCreateTime\']') AS TIMESTAMP) AS `created_at`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `insights_enabled`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS DOUBLE)) AS BIGINT)) AS `monitoring_s`,
  get_json_object(`topology`.`attributes`, '$[\'CACertificateIdentifier\']') AS `certificate`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'CertificateDetails\']'), '$[\'ValidTill\']') AS TIMESTAMP) AS `certificate_until`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `publicly_accessible`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'instance'
) AS `instance_states`;

-- instances_known 7cd3604a2759441c
WITH `tbl_changes` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `attribute` AS `attribute`, `new` AS `new`
FROM store
WHERE tbl = 'changes'
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `attributes` AS `attributes`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`lives` AS (
SELECT `instance_states`.`account` AS `account`,
  `instance_states`.`region` AS `region`,
  `instance_states`.`cluster` AS `cluster`,
  `instance_states`.`instance` AS `instance`,
  max_by(`instance_states`.`instance_class`, struct(`instance_states`.`valid_from`, `instance_states`.`instance_class`)) FILTER (WHERE (`instance_states`.`instance_class` IS NOT NULL) AND (`instance_states`.`valid_from` IS NOT NULL)) AS `instance_class`,
  max_by(`instance_states`.`zone`, struct(`instance_states`.`valid_from`, `instance_states`.`zone`)) FILTER (WHERE (`instance_states`.`zone` IS NOT NULL) AND (`instance_states`.`valid_from` IS NOT NULL)) AS `zone`,
  max_by(`instance_states`.`promotion_tier`, struct(`instance_states`.`valid_from`, `instance_states`.`promotion_tier`)) FILTER (WHERE (`instance_states`.`promotion_tier` IS NOT NULL) AND (`instance_states`.`valid_from` IS NOT NULL)) AS `promotion_tier`,
  min(`instance_states`.`created_at`) AS `created_at`,
  CASE WHEN count(*) FILTER (WHERE (`instance_states`.`valid_to` IS NULL)) = 0 THEN max(`instance_states`.`valid_to`) END AS `gone_at`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`instance` AS `instance`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') AS `instance_class`,
  CASE WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'micro' THEN 0.125e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'small' THEN 0.25e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'medium' THEN 0.5e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'large' THEN 1.0e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'xlarge' THEN 2.0e0 ELSE 2.0e0 * try_cast(nullif(CASE WHEN get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') IS NOT NULL THEN coalesce(regexp_extract(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '\\.([0-9]+)xlarge$', 1), '') END, '') AS DOUBLE) END AS `class_size`,
  get_json_object(`topology`.`attributes`, '$[\'AvailabilityZone\']') AS `zone`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceStatus\']') AS `instance_status`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS DOUBLE)) AS BIGINT)) AS `promotion_tier`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'InstanceCreateTime\']') AS TIMESTAMP) AS `created_at`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `insights_enabled`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS DOUBLE)) AS BIGINT)) AS `monitoring_s`,
  get_json_object(`topology`.`attributes`, '$[\'CACertificateIdentifier\']') AS `certificate`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'CertificateDetails\']'), '$[\'ValidTill\']') AS TIMESTAMP) AS `certificate_until`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `publicly_accessible`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'instance'
) AS `instance_states`
WHERE (TRUE)
GROUP BY `instance_states`.`account`, `instance_states`.`region`, `instance_states`.`cluster`, `instance_states`.`instance`
),
`scaled` AS (
SELECT `changes`.`account` AS `account`,
  `changes`.`region` AS `region`,
  `changes`.`cluster` AS `cluster`,
  count(*) AS `scalings`,
  max_by(`changes`.`new`, struct(`changes`.`ts`, `changes`.`new`)) FILTER (WHERE (`changes`.`new` IS NOT NULL) AND (`changes`.`ts` IS NOT NULL)) AS `last_scaling`,
  max(`changes`.`ts`) AS `last_scaling_at`
FROM `tbl_changes` AS `changes`
WHERE (TRUE) AND `changes`.`attribute` = 'scaling activity'
GROUP BY `changes`.`account`, `changes`.`region`, `changes`.`cluster`
)
SELECT `l`.`account` AS `account`,
  `l`.`region` AS `region`,
  `l`.`cluster` AS `cluster`,
  `l`.`instance` AS `instance`,
  `l`.`instance_class` AS `instance_class`,
  `l`.`zone` AS `zone`,
  `l`.`promotion_tier` AS `promotion_tier`,
  `l`.`created_at` AS `created_at`,
  `l`.`gone_at` AS `gone_at`,
  CASE WHEN `l`.`gone_at` IS NOT NULL THEN unix_micros(`l`.`gone_at`) - unix_micros(`l`.`created_at`) END AS `lived_us`,
  `s`.`scalings` AS `scalings`,
  `s`.`last_scaling` AS `last_scaling`,
  `s`.`last_scaling_at` AS `last_scaling_at`
FROM `lives` AS `l`
LEFT JOIN `scaled` AS `s` ON `l`.`account` = `s`.`account` AND `l`.`region` = `s`.`region` AND `l`.`cluster` = `s`.`cluster`
WHERE (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `l`.`gone_at` IS NULL OR `l`.`gone_at` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC') AND (TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `l`.`created_at` IS NULL OR `l`.`created_at` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
ORDER BY `l`.`gone_at` DESC NULLS LAST, `l`.`created_at` DESC NULLS LAST, `l`.`instance` ASC NULLS LAST;

-- io_by_statement 442262c3b0fdc68f
WITH `tbl_db_load` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `period_s` AS `period_s`, `dimension` AS `dimension`, `key_id` AS `key_id`, `label` AS `label`, `by_dimension` AS `by_dimension`, `fingerprint` AS `fingerprint`, CAST(`observed_at` AS TIMESTAMP) AS `observed_at`
FROM store
WHERE tbl = 'db_load' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_fingerprints` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `fingerprint` AS `fingerprint`, `normalized_sql` AS `normalized_sql`
FROM store
WHERE tbl = 'fingerprints'
),
`tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `statistic` AS `statistic`, `period_s` AS `period_s`, `value` AS `value`, `source` AS `source`, CAST(`observed_at` AS TIMESTAMP) AS `observed_at`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_sql_stats` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `period_s` AS `period_s`, `tokenized_id` AS `tokenized_id`, `query_id` AS `query_id`, `fingerprint` AS `fingerprint`, `calls` AS `calls`, `rows` AS `rows`, `total_time_us` AS `total_time_us`, `blocks_hit` AS `blocks_hit`, `blocks_read` AS `blocks_read`, `blocks_dirtied` AS `blocks_dirtied`, `blocks_written` AS `blocks_written`, `temp_blocks_read` AS `temp_blocks_read`, `temp_blocks_written` AS `temp_blocks_written`, `lock_us` AS `lock_us`, `rows_examined` AS `rows_examined`, CAST(`observed_at` AS TIMESTAMP) AS `observed_at`, `plan_us` AS `plan_us`, `io_read_us` AS `io_read_us`, `io_write_us` AS `io_write_us`, `wal_bytes` AS `wal_bytes`, `rows_affected` AS `rows_affected`, `errors` AS `errors`, `user_name` AS `user_name`, `database_name` AS `database_name`, `source` AS `source`, `origin` AS `origin`, `anew` AS `anew`
FROM store
WHERE tbl = 'sql_stats' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_sql_texts` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `tokenized_id` AS `tokenized_id`, `query_id` AS `query_id`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'sql_texts'
),
`named` AS (
SELECT `sql_texts`.`cluster` AS `cluster`,
  `sql_texts`.`tokenized_id` AS `tokenized_id`,
  max(`sql_texts`.`fingerprint`) AS `fingerprint`
FROM `tbl_sql_texts` AS `sql_texts`
WHERE (TRUE) AND `sql_texts`.`tokenized_id` IS NOT NULL
GROUP BY `sql_texts`.`cluster`, `sql_texts`.`tokenized_id`
),
`labelled` AS (
SELECT `db_load`.`cluster` AS `cluster`,
  `db_load`.`key_id` AS `tokenized_id`,
  max(`db_load`.`label`) AS `label`
FROM `tbl_db_load` AS `db_load`
WHERE (`db_load`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `db_load`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `db_load`.`dimension` = 'tokenized_sql' AND `db_load`.`by_dimension` IS NULL
GROUP BY `db_load`.`cluster`, `db_load`.`key_id`
),
`read_by` AS (
SELECT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  coalesce(`s`.`fingerprint`, `n`.`fingerprint`, `s`.`tokenized_id`) AS `family`,
  max(coalesce(`s`.`fingerprint`, `n`.`fingerprint`)) AS `fingerprint`,
  max(`b`.`label`) AS `label`,
  CAST(sum(`s`.`blocks_read`) AS DOUBLE) AS `blocks`,
  sum(`s`.`calls`) AS `calls`
FROM (
SELECT `sql_stats`.`ts` AS `ts`,
  `sql_stats`.`account` AS `account`,
  `sql_stats`.`region` AS `region`,
  `sql_stats`.`cluster` AS `cluster`,
  `sql_stats`.`instance` AS `instance`,
  `sql_stats`.`period_s` AS `period_s`,
  `sql_stats`.`tokenized_id` AS `tokenized_id`,
  `sql_stats`.`query_id` AS `query_id`,
  `sql_stats`.`fingerprint` AS `fingerprint`,
  `sql_stats`.`calls` AS `calls`,
  `sql_stats`.`rows` AS `rows`,
  `sql_stats`.`total_time_us` AS `total_time_us`,
  `sql_stats`.`blocks_hit` AS `blocks_hit`,
  `sql_stats`.`blocks_read` AS `blocks_read`,
  `sql_stats`.`blocks_dirtied` AS `blocks_dirtied`,
  `sql_stats`.`blocks_written` AS `blocks_written`,
  `sql_stats`.`temp_blocks_read` AS `temp_blocks_read`,
  `sql_stats`.`temp_blocks_written` AS `temp_blocks_written`,
  `sql_stats`.`lock_us` AS `lock_us`,
  `sql_stats`.`rows_examined` AS `rows_examined`,
  `sql_stats`.`observed_at` AS `observed_at`,
  `sql_stats`.`plan_us` AS `plan_us`,
  `sql_stats`.`io_read_us` AS `io_read_us`,
  `sql_stats`.`io_write_us` AS `io_write_us`,
  `sql_stats`.`wal_bytes` AS `wal_bytes`,
  `sql_stats`.`rows_affected` AS `rows_affected`,
  `sql_stats`.`errors` AS `errors`,
  `sql_stats`.`user_name` AS `user_name`,
  `sql_stats`.`database_name` AS `database_name`,
  `sql_stats`.`source` AS `source`,
  `sql_stats`.`origin` AS `origin`,
  `sql_stats`.`anew` AS `anew`
FROM `tbl_sql_stats` AS `sql_stats`
WHERE (`sql_stats`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `sql_stats`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`sql_stats`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`sql_stats`.`database_name` <> 'rdsadmin', TRUE)) AND `sql_stats`.`blocks_read` > 0
) AS `s`
LEFT JOIN `named` AS `n` ON `s`.`cluster` = `n`.`cluster` AND `s`.`tokenized_id` = `n`.`tokenized_id`
LEFT JOIN `labelled` AS `b` ON coalesce(`s`.`cluster`, `n`.`cluster`) = `b`.`cluster` AND coalesce(`s`.`tokenized_id`, `n`.`tokenized_id`) = `b`.`tokenized_id`
GROUP BY `s`.`account`, `s`.`region`, `s`.`cluster`, coalesce(`s`.`fingerprint`, `n`.`fingerprint`, `s`.`tokenized_id`)
),
`billed` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  sum(`metrics`.`value`) AS `reads`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` = 'VolumeReadIOPs' AND `metrics`.`statistic` = 'Sum' AND `metrics`.`cluster` IS NOT NULL
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`
),
`sums` AS (
SELECT `read_by`.`account` AS `account`,
  `read_by`.`region` AS `region`,
  `read_by`.`cluster` AS `cluster`,
  sum(`read_by`.`blocks`) AS `blocks`
FROM `read_by` AS `read_by`
GROUP BY `read_by`.`account`, `read_by`.`region`, `read_by`.`cluster`
),
`texts` AS (
SELECT `fingerprints`.`fingerprint` AS `fingerprint`,
  max(`fingerprints`.`normalized_sql`) AS `normalized_sql`
FROM `tbl_fingerprints` AS `fingerprints`
GROUP BY `fingerprints`.`fingerprint`
),
`scaled` AS (
SELECT `r`.`account` AS `account`,
  `r`.`region` AS `region`,
  `r`.`cluster` AS `cluster`,
  `r`.`fingerprint` AS `fingerprint`,
  coalesce(`t`.`normalized_sql`, `r`.`label`, `r`.`family`) AS `statement_text`,
  `r`.`calls` AS `calls`,
  `r`.`blocks` AS `blocks`,
  CASE WHEN `b`.`reads` IS NOT NULL THEN `r`.`blocks` * least(1.0e0, CASE WHEN `s`.`blocks` = 0 THEN CASE WHEN `b`.`reads` > 0 THEN double('infinity') WHEN `b`.`reads` < 0 THEN double('-infinity') WHEN `b`.`reads` = 0 THEN double('NaN') END ELSE `b`.`reads` / `s`.`blocks` END) END AS `reads`,
  `b`.`reads` AS `all_reads`
FROM `read_by` AS `r`
JOIN `sums` AS `s` ON `r`.`account` = `s`.`account` AND `r`.`region` = `s`.`region` AND `r`.`cluster` = `s`.`cluster`
LEFT JOIN `billed` AS `b` ON coalesce(`r`.`account`, `s`.`account`) = `b`.`account` AND coalesce(`r`.`region`, `s`.`region`) = `b`.`region` AND coalesce(`r`.`cluster`, `s`.`cluster`) = `b`.`cluster`
LEFT JOIN `texts` AS `t` ON `r`.`fingerprint` = `t`.`fingerprint`
UNION ALL
SELECT `b`.`account` AS `account`,
  `b`.`region` AS `region`,
  `b`.`cluster` AS `cluster`,
  NULL AS `_col_3`,
  'read by none of the statements known (vacuum, backups, the rest)' AS `read by none of the statements known (vacuum, backups, the rest)`,
  NULL AS `_col_5`,
  NULL AS `_col_6`,
  greatest(`b`.`reads` - coalesce(`s`.`blocks`, 0.0e0), 0.0e0) AS `_col_7`,
  `b`.`reads` AS `reads`
FROM `billed` AS `b`
LEFT JOIN `sums` AS `s` ON `b`.`account` = `s`.`account` AND `b`.`region` = `s`.`region` AND `b`.`cluster` = `s`.`cluster`
)
SELECT `scaled`.`cluster` AS `cluster`,
  `scaled`.`fingerprint` AS `fingerprint`,
  `scaled`.`statement_text` AS `statement_text`,
  `scaled`.`calls` AS `calls`,
  CAST(CASE WHEN abs(`scaled`.`blocks`) - floor(abs(`scaled`.`blocks`)) = 0.5e0 THEN 2.0e0 * round(`scaled`.`blocks` / 2.0e0) ELSE round(`scaled`.`blocks`) END AS BIGINT) AS `read_blocks`,
  `scaled`.`reads` AS `estimated_reads`,
  CASE WHEN nullif(`scaled`.`all_reads`, 0) = 0 THEN CASE WHEN `scaled`.`reads` > 0 THEN double('infinity') WHEN `scaled`.`reads` < 0 THEN double('-infinity') WHEN `scaled`.`reads` = 0 THEN double('NaN') END ELSE `scaled`.`reads` / nullif(`scaled`.`all_reads`, 0) END AS `share_reads`,
  (`scaled`.`reads` / 1000000.0e0) * 0.2e0 AS `estimated_usd`
FROM `scaled` AS `scaled`
ORDER BY `scaled`.`reads` DESC NULLS LAST, `cluster` ASC NULLS LAST, `statement_text` ASC NULLS LAST
LIMIT 100;

-- lag_by_reader 9fcdeddac04dfb46
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `scope` AS `scope`, `statistic` AS `statistic`, `value` AS `value`
FROM store
WHERE tbl = 'metrics'
),
`asked` AS (
SELECT coalesce(TIMESTAMP '2026-11-19 00:00:00.000000 UTC', (
SELECT max(`metrics`.`ts`) - INTERVAL '30' MINUTE AS `_col_0`
FROM `tbl_metrics` AS `metrics`
WHERE (TRUE)
)) AS `began`,
  coalesce(TIMESTAMP '2026-11-20 00:00:00.000000 UTC', (
SELECT max(`metrics`.`ts`) + INTERVAL '1' SECOND AS `_col_0`
FROM `tbl_metrics` AS `metrics`
WHERE (TRUE)
)) AS `ended`
)
SELECT `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  max(`metrics`.`value`) FILTER (WHERE (`metrics`.`ts` >= `asked`.`began`)) AS `max_lag_ms`,
  avg(`metrics`.`value`) FILTER (WHERE (`metrics`.`ts` >= `asked`.`began`)) AS `mean_lag_ms`,
  max(`metrics`.`value`) FILTER (WHERE (`metrics`.`ts` < `asked`.`began`)) AS `max_lag_ms_before`,
  max_by(`metrics`.`ts`, struct(`metrics`.`value`, `metrics`.`ts`)) FILTER (WHERE (`metrics`.`ts` >= `asked`.`began`) AND (`metrics`.`ts` IS NOT NULL) AND (`metrics`.`value` IS NOT NULL)) AS `worst_at`
FROM `tbl_metrics` AS `metrics`
CROSS JOIN `asked` AS `asked`
WHERE (TRUE) AND `metrics`.`name` = 'AuroraReplicaLag' AND `metrics`.`statistic` IN ('Average', 'Maximum') AND `metrics`.`scope` = 'instance' AND `metrics`.`ts` >= timestamp_micros(unix_micros(`asked`.`began`) - (7200) * 1000000L) AND `metrics`.`ts` < `asked`.`ended`
GROUP BY `metrics`.`cluster`, `metrics`.`instance`
ORDER BY `max_lag_ms` DESC NULLS LAST, `instance` ASC NULLS LAST;

-- lag_episodes c4b51e48caf0bb2e

-- load_against_vcpus 7ddc0307218cb9d6
WITH `tbl_db_load` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `period_s` AS `period_s`, `dimension` AS `dimension`, `by_dimension` AS `by_dimension`, `aas` AS `aas`
FROM store
WHERE tbl = 'db_load'
),
`tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `period_s` AS `period_s`, `value` AS `value`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`asked` AS (
SELECT coalesce(TIMESTAMP '2026-11-19 00:00:00.000000 UTC', (
SELECT min(`db_load`.`ts`) AS `_col_0`
FROM `tbl_db_load` AS `db_load`
WHERE (TRUE)
)) AS `began`
),
`cores` AS (
SELECT `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  max(`metrics`.`value`) AS `vcpus`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` IN ('os.general.numVCPUs', 'general.numVCPUs')
GROUP BY `metrics`.`cluster`, `metrics`.`instance`
),
`points` AS (
SELECT `db_load`.`cluster` AS `cluster`,
  `db_load`.`instance` AS `instance`,
  `db_load`.`ts` AS `ts`,
  max(`db_load`.`period_s`) AS `period_s`,
  sum(`db_load`.`aas`) AS `aas`
FROM `tbl_db_load` AS `db_load`
WHERE (`db_load`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `db_load`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `db_load`.`dimension` = 'total' AND `db_load`.`by_dimension` IS NULL
GROUP BY `db_load`.`cluster`, `db_load`.`instance`, `db_load`.`ts`
)
SELECT `p`.`cluster` AS `cluster`,
  `p`.`instance` AS `instance`,
  CASE WHEN greatest((CAST(unix_micros(max(`p`.`ts`)) AS DOUBLE) / 1000000.0e0) + max(`p`.`period_s`) - (CAST(unix_micros(max(`asked`.`began`)) AS DOUBLE) / 1000000.0e0), 60.0e0) = 0 THEN CASE WHEN sum(`p`.`aas` * `p`.`period_s`) > 0 THEN double('infinity') WHEN sum(`p`.`aas` * `p`.`period_s`) < 0 THEN double('-infinity') WHEN sum(`p`.`aas` * `p`.`period_s`) = 0 THEN double('NaN') END ELSE sum(`p`.`aas` * `p`.`period_s`) / greatest((CAST(unix_micros(max(`p`.`ts`)) AS DOUBLE) / 1000000.0e0) + max(`p`.`period_s`) - (CAST(unix_micros(max(`asked`.`began`)) AS DOUBLE) / 1000000.0e0), 60.0e0) END AS `mean_aas`,
  max(`p`.`aas`) AS `peak_aas`,
  max_by(`p`.`ts`, struct(`p`.`aas`, `p`.`ts`)) FILTER (WHERE (`p`.`ts` IS NOT NULL) AND (`p`.`aas` IS NOT NULL)) AS `peak_at`,
  max(`c`.`vcpus`) AS `vcpus`,
  CASE WHEN max(`c`.`vcpus`) IS NOT NULL THEN (coalesce(sum(`p`.`period_s`) FILTER (WHERE (`p`.`aas` > `c`.`vcpus`)), 0) * 1000000L) END AS `above_vcpus_us`,
  (sum(`p`.`period_s`) * 1000000L) AS `measured_us`
FROM `points` AS `p`
CROSS JOIN `asked` AS `asked`
LEFT JOIN `cores` AS `c` ON `c`.`cluster` = `p`.`cluster` AND `c`.`instance` = `p`.`instance`
GROUP BY `p`.`cluster`, `p`.`instance`
ORDER BY `mean_aas` DESC NULLS LAST, `cluster` ASC NULLS LAST, `instance` ASC NULLS LAST;

-- load_by_key faf20a7723567fec
WITH `tbl_db_load` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `instance` AS `instance`, `period_s` AS `period_s`, `dimension` AS `dimension`, `key_id` AS `key_id`, `label` AS `label`, `by_dimension` AS `by_dimension`, `fingerprint` AS `fingerprint`, `aas` AS `aas`
FROM store
WHERE tbl = 'db_load' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT CASE WHEN `db_load`.`key_id` = 'other' THEN 'beyond the top' ELSE coalesce(`db_load`.`label`, `db_load`.`key_id`) END AS `load_key`,
  max(`db_load`.`fingerprint`) AS `fingerprint`,
  'wait' AS `dimension`,
  sum(CAST(CASE WHEN abs((`db_load`.`aas` * `db_load`.`period_s` * 1000000L)) - floor(abs((`db_load`.`aas` * `db_load`.`period_s` * 1000000L))) = 0.5e0 THEN 2.0e0 * round((`db_load`.`aas` * `db_load`.`period_s` * 1000000L) / 2.0e0) ELSE round((`db_load`.`aas` * `db_load`.`period_s` * 1000000L)) END AS BIGINT)) AS `active_us`,
  CASE WHEN nullif(sum(sum(`db_load`.`aas` * `db_load`.`period_s`)) OVER (), 0) = 0 THEN CASE WHEN sum(`db_load`.`aas` * `db_load`.`period_s`) > 0 THEN double('infinity') WHEN sum(`db_load`.`aas` * `db_load`.`period_s`) < 0 THEN double('-infinity') WHEN sum(`db_load`.`aas` * `db_load`.`period_s`) = 0 THEN double('NaN') END ELSE sum(`db_load`.`aas` * `db_load`.`period_s`) / nullif(sum(sum(`db_load`.`aas` * `db_load`.`period_s`)) OVER (), 0) END AS `share_active`,
  max(`db_load`.`aas`) AS `max_aas`,
  count(DISTINCT `db_load`.`instance`) AS `instances`,
  min(`db_load`.`ts`) AS `first_ts`,
  max(`db_load`.`ts`) AS `last_ts`
FROM `tbl_db_load` AS `db_load`
WHERE (`db_load`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `db_load`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `db_load`.`dimension` = 'wait' AND `db_load`.`by_dimension` IS NULL
GROUP BY CASE WHEN `db_load`.`key_id` = 'other' THEN 'beyond the top' ELSE coalesce(`db_load`.`label`, `db_load`.`key_id`) END
ORDER BY `active_us` DESC NULLS LAST, `load_key` ASC NULLS LAST
LIMIT 100;

-- load_of_statement 3cfed980951fc0a0
WITH `tbl_db_load` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `period_s` AS `period_s`, `dimension` AS `dimension`, `by_dimension` AS `by_dimension`, `by_key_id` AS `by_key_id`, `fingerprint` AS `fingerprint`, `aas` AS `aas`
FROM store
WHERE tbl = 'db_load' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`points` AS (
SELECT timestamp_micros((unix_micros(`db_load`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  `db_load`.`by_dimension` AS `by_dimension`,
  `db_load`.`by_key_id` AS `by_key_id`,
  `db_load`.`aas` * `db_load`.`period_s` AS `active_s`,
  `db_load`.`period_s` AS `period_s`
FROM `tbl_db_load` AS `db_load`
WHERE (`db_load`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `db_load`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `db_load`.`dimension` = 'tokenized_sql' AND `db_load`.`fingerprint` IS NOT NULL AND (`db_load`.`by_dimension` IS NULL OR `db_load`.`by_dimension` = 'wait')
),
`parts` AS (
SELECT `points`.`bucket` AS `bucket`,
  `points`.`by_key_id` AS `wait`,
  `points`.`active_s` AS `active_s`,
  `points`.`period_s` AS `period_s`
FROM `points` AS `points`
WHERE `points`.`by_dimension` = 'wait'
UNION ALL
SELECT `points`.`bucket` AS `bucket`,
  'any wait' AS `any wait`,
  `points`.`active_s` AS `active_s`,
  `points`.`period_s` AS `period_s`
FROM `points` AS `points`
WHERE `points`.`by_dimension` IS NULL AND NOT (`points`.`bucket` IN (
SELECT `points`.`bucket` AS `bucket`
FROM `points` AS `points`
WHERE `points`.`by_dimension` = 'wait'
))
)
SELECT `parts`.`bucket` AS `bucket`,
  `parts`.`wait` AS `wait`,
  'tokenized_sql' AS `dimension`,
  CASE WHEN greatest((CAST((least(unix_micros(`parts`.`bucket`) + 60000000, coalesce(unix_micros(TIMESTAMP '2026-11-20 00:00:00.000000 UTC'), unix_micros(`parts`.`bucket`) + 60000000)) - greatest(unix_micros(`parts`.`bucket`), coalesce(unix_micros(TIMESTAMP '2026-11-19 00:00:00.000000 UTC'), unix_micros(`parts`.`bucket`)))) AS DOUBLE) / 1000000.0e0), CAST(max(`parts`.`period_s`) AS DOUBLE)) = 0 THEN CASE WHEN sum(`parts`.`active_s`) > 0 THEN double('infinity') WHEN sum(`parts`.`active_s`) < 0 THEN double('-infinity') WHEN sum(`parts`.`active_s`) = 0 THEN double('NaN') END ELSE sum(`parts`.`active_s`) / greatest((CAST((least(unix_micros(`parts`.`bucket`) + 60000000, coalesce(unix_micros(TIMESTAMP '2026-11-20 00:00:00.000000 UTC'), unix_micros(`parts`.`bucket`) + 60000000)) - greatest(unix_micros(`parts`.`bucket`), coalesce(unix_micros(TIMESTAMP '2026-11-19 00:00:00.000000 UTC'), unix_micros(`parts`.`bucket`)))) AS DOUBLE) / 1000000.0e0), CAST(max(`parts`.`period_s`) AS DOUBLE)) END AS `aas`,
  sum(CAST(CASE WHEN abs((`parts`.`active_s` * 1000000L)) - floor(abs((`parts`.`active_s` * 1000000L))) = 0.5e0 THEN 2.0e0 * round((`parts`.`active_s` * 1000000L) / 2.0e0) ELSE round((`parts`.`active_s` * 1000000L)) END AS BIGINT)) AS `active_us`
FROM `parts` AS `parts`
GROUP BY `parts`.`bucket`, `parts`.`wait`
ORDER BY `bucket` ASC NULLS LAST, `wait` ASC NULLS LAST;

-- load_over_time c60f1ad92499f211
WITH `tbl_db_load` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `instance` AS `instance`, `period_s` AS `period_s`, `dimension` AS `dimension`, `key_id` AS `key_id`, `label` AS `label`, `by_dimension` AS `by_dimension`, `fingerprint` AS `fingerprint`, `aas` AS `aas`
FROM store
WHERE tbl = 'db_load' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `instance` AS `instance`, `name` AS `name`, `period_s` AS `period_s`, `value` AS `value`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`cores` AS (
SELECT `instances`.`bucket` AS `bucket`,
  sum(`instances`.`vcpus`) AS `vcpus`
FROM (
SELECT timestamp_micros((unix_micros(`metrics`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  `metrics`.`instance` AS `instance`,
  max(`metrics`.`value`) AS `vcpus`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` IN ('os.general.numVCPUs', 'general.numVCPUs')
GROUP BY timestamp_micros((unix_micros(`metrics`.`ts`) DIV 60000000) * 60000000L), `metrics`.`instance`
) AS `instances`
GROUP BY `instances`.`bucket`
),
`points` AS (
SELECT timestamp_micros((unix_micros(`db_load`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  CASE WHEN `db_load`.`key_id` = 'other' THEN 'beyond the top' ELSE coalesce(`db_load`.`label`, `db_load`.`key_id`) END AS `load_key`,
  max(`db_load`.`key_id`) AS `key_id`,
  max(`db_load`.`fingerprint`) AS `fingerprint`,
  sum(`db_load`.`aas` * `db_load`.`period_s`) AS `active_s`,
  sum(CAST(CASE WHEN abs((`db_load`.`aas` * `db_load`.`period_s` * 1000000L)) - floor(abs((`db_load`.`aas` * `db_load`.`period_s` * 1000000L))) = 0.5e0 THEN 2.0e0 * round((`db_load`.`aas` * `db_load`.`period_s` * 1000000L) / 2.0e0) ELSE round((`db_load`.`aas` * `db_load`.`period_s` * 1000000L)) END AS BIGINT)) AS `active_us`,
  max(`db_load`.`period_s`) AS `period_s`
FROM `tbl_db_load` AS `db_load`
WHERE (`db_load`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `db_load`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `db_load`.`dimension` = 'wait' AND `db_load`.`by_dimension` IS NULL
GROUP BY timestamp_micros((unix_micros(`db_load`.`ts`) DIV 60000000) * 60000000L), CASE WHEN `db_load`.`key_id` = 'other' THEN 'beyond the top' ELSE coalesce(`db_load`.`label`, `db_load`.`key_id`) END
)
SELECT `p`.`bucket` AS `bucket`,
  `p`.`load_key` AS `load_key`,
  `p`.`key_id` AS `key_id`,
  `p`.`fingerprint` AS `fingerprint`,
  'wait' AS `dimension`,
  CASE WHEN greatest((CAST((least(unix_micros(`p`.`bucket`) + 60000000, coalesce(unix_micros(TIMESTAMP '2026-11-20 00:00:00.000000 UTC'), unix_micros(`p`.`bucket`) + 60000000)) - greatest(unix_micros(`p`.`bucket`), coalesce(unix_micros(TIMESTAMP '2026-11-19 00:00:00.000000 UTC'), unix_micros(`p`.`bucket`)))) AS DOUBLE) / 1000000.0e0), CAST(`p`.`period_s` AS DOUBLE)) = 0 THEN CASE WHEN `p`.`active_s` > 0 THEN double('infinity') WHEN `p`.`active_s` < 0 THEN double('-infinity') WHEN `p`.`active_s` = 0 THEN double('NaN') END ELSE `p`.`active_s` / greatest((CAST((least(unix_micros(`p`.`bucket`) + 60000000, coalesce(unix_micros(TIMESTAMP '2026-11-20 00:00:00.000000 UTC'), unix_micros(`p`.`bucket`) + 60000000)) - greatest(unix_micros(`p`.`bucket`), coalesce(unix_micros(TIMESTAMP '2026-11-19 00:00:00.000000 UTC'), unix_micros(`p`.`bucket`)))) AS DOUBLE) / 1000000.0e0), CAST(`p`.`period_s` AS DOUBLE)) END AS `aas`,
  `p`.`active_us` AS `active_us`,
  `c`.`vcpus` AS `vcpus`
FROM `points` AS `p`
LEFT JOIN `cores` AS `c` ON `p`.`bucket` = `c`.`bucket`
ORDER BY `p`.`bucket` ASC NULLS LAST, `p`.`load_key` ASC NULLS LAST;

-- load_rose ad9c52e4e6d3ca58
WITH `tbl_db_load` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `period_s` AS `period_s`, `dimension` AS `dimension`, `key_id` AS `key_id`, `label` AS `label`, `by_dimension` AS `by_dimension`, `fingerprint` AS `fingerprint`, `aas` AS `aas`
FROM store
WHERE tbl = 'db_load'
),
`tbl_fingerprints` AS (
SELECT `fingerprint` AS `fingerprint`, `normalized_sql` AS `normalized_sql`
FROM store
WHERE tbl = 'fingerprints'
),
`asked` AS (
SELECT coalesce(TIMESTAMP '2026-11-19 00:00:00.000000 UTC', (
SELECT max(`db_load`.`ts`) - INTERVAL '30' MINUTE AS `_col_0`
FROM `tbl_db_load` AS `db_load`
WHERE (TRUE)
)) AS `began`,
  coalesce(TIMESTAMP '2026-11-20 00:00:00.000000 UTC', (
SELECT max(`db_load`.`ts`) + INTERVAL '1' SECOND AS `_col_0`
FROM `tbl_db_load` AS `db_load`
WHERE (TRUE)
)) AS `ended`
),
`points` AS (
SELECT CASE WHEN `db_load`.`key_id` = 'other' THEN 'beyond the top' ELSE coalesce(`db_load`.`fingerprint`, `db_load`.`key_id`) END AS `family`,
  CASE WHEN `db_load`.`key_id` = 'other' THEN 'beyond the top' ELSE coalesce(`db_load`.`label`, `db_load`.`key_id`) END AS `load_key`,
  `db_load`.`fingerprint` AS `fingerprint`,
  `db_load`.`ts` AS `ts`,
  `db_load`.`period_s` AS `period_s`,
  `db_load`.`aas` AS `aas`,
  `db_load`.`ts` >= `asked`.`began` AS `is_now`
FROM `tbl_db_load` AS `db_load`
CROSS JOIN `asked` AS `asked`
WHERE (TRUE) AND `db_load`.`dimension` = 'wait' AND `db_load`.`by_dimension` IS NULL AND `db_load`.`ts` >= timestamp_micros(unix_micros(`asked`.`began`) - (7200) * 1000000L) AND `db_load`.`ts` < `asked`.`ended`
),
`spans` AS (
SELECT greatest((CAST(unix_micros(max(`points`.`ts`) FILTER (WHERE (`points`.`is_now`))) AS DOUBLE) / 1000000.0e0) + max(`points`.`period_s`) - (CAST(unix_micros(max(`asked`.`began`)) AS DOUBLE) / 1000000.0e0), 60.0e0) AS `now_s`,
  greatest((CAST(unix_micros(max(`asked`.`began`)) AS DOUBLE) / 1000000.0e0) - (CAST(unix_micros(min(`points`.`ts`) FILTER (WHERE (NOT (`points`.`is_now`)))) AS DOUBLE) / 1000000.0e0), 60.0e0) AS `before_s`
FROM `points` AS `points`
CROSS JOIN `asked` AS `asked`
),
`keys` AS (
SELECT `points`.`family` AS `family`,
  max(`points`.`load_key`) AS `load_key`,
  max(`points`.`fingerprint`) AS `fingerprint`,
  coalesce(sum(`points`.`aas` * `points`.`period_s`) FILTER (WHERE (`points`.`is_now`)), 0.0e0) AS `now_active`,
  coalesce(sum(`points`.`aas` * `points`.`period_s`) FILTER (WHERE (NOT (`points`.`is_now`))), 0.0e0) AS `before_active`
FROM `points` AS `points`
GROUP BY `points`.`family`
),
`rises` AS (
SELECT `keys`.`load_key` AS `load_key`,
  `keys`.`fingerprint` AS `fingerprint`,
  CASE WHEN `s`.`now_s` = 0 THEN CASE WHEN `keys`.`now_active` > 0 THEN double('infinity') WHEN `keys`.`now_active` < 0 THEN double('-infinity') WHEN `keys`.`now_active` = 0 THEN double('NaN') END ELSE `keys`.`now_active` / `s`.`now_s` END AS `aas_now`,
  CASE WHEN `s`.`before_s` = 0 THEN CASE WHEN `keys`.`before_active` > 0 THEN double('infinity') WHEN `keys`.`before_active` < 0 THEN double('-infinity') WHEN `keys`.`before_active` = 0 THEN double('NaN') END ELSE `keys`.`before_active` / `s`.`before_s` END AS `aas_before`,
  CASE WHEN `s`.`now_s` = 0 THEN CASE WHEN `keys`.`now_active` > 0 THEN double('infinity') WHEN `keys`.`now_active` < 0 THEN double('-infinity') WHEN `keys`.`now_active` = 0 THEN double('NaN') END ELSE `keys`.`now_active` / `s`.`now_s` END - coalesce(CASE WHEN `s`.`before_s` = 0 THEN CASE WHEN `keys`.`before_active` > 0 THEN double('infinity') WHEN `keys`.`before_active` < 0 THEN double('-infinity') WHEN `keys`.`before_active` = 0 THEN double('NaN') END ELSE `keys`.`before_active` / `s`.`before_s` END, 0.0e0) AS `rise`
FROM `keys` AS `keys`
CROSS JOIN `spans` AS `s`
),
`texts` AS (
SELECT `fingerprints`.`fingerprint` AS `fingerprint`,
  max(`fingerprints`.`normalized_sql`) AS `normalized_sql`
FROM `tbl_fingerprints` AS `fingerprints`
GROUP BY `fingerprints`.`fingerprint`
)
SELECT 'wait' AS `dimension`,
  coalesce(`t`.`normalized_sql`, `r`.`load_key`) AS `load_key`,
  `r`.`fingerprint` AS `fingerprint`,
  `r`.`aas_now` AS `aas_now`,
  `r`.`aas_before` AS `aas_before`,
  `r`.`rise` AS `rise`,
  CASE WHEN nullif(sum(greatest(`r`.`rise`, 0.0e0)) OVER (), 0) = 0 THEN CASE WHEN greatest(`r`.`rise`, 0.0e0) > 0 THEN double('infinity') WHEN greatest(`r`.`rise`, 0.0e0) < 0 THEN double('-infinity') WHEN greatest(`r`.`rise`, 0.0e0) = 0 THEN double('NaN') END ELSE greatest(`r`.`rise`, 0.0e0) / nullif(sum(greatest(`r`.`rise`, 0.0e0)) OVER (), 0) END AS `share_of_rise`
FROM `rises` AS `r`
LEFT JOIN `texts` AS `t` ON `r`.`fingerprint` = `t`.`fingerprint`
ORDER BY `r`.`rise` DESC NULLS LAST, `load_key` ASC NULLS LAST
LIMIT 20;

-- load_rows 013b8b6241086b51
WITH `tbl_db_load` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `period_s` AS `period_s`, `dimension` AS `dimension`, `key_id` AS `key_id`, `label` AS `label`, `by_dimension` AS `by_dimension`, `by_key_id` AS `by_key_id`, `fingerprint` AS `fingerprint`, `aas` AS `aas`
FROM store
WHERE tbl = 'db_load' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `periods`.`ts` AS `ts`,
  `periods`.`period_s` AS `period_s`,
  `periods`.`cluster` AS `cluster`,
  `periods`.`instance` AS `instance`,
  `periods`.`dimension` AS `dimension`,
  `periods`.`load_key` AS `load_key`,
  `periods`.`key_id` AS `key_id`,
  `periods`.`by_key_id` AS `by_key_id`,
  `periods`.`fingerprint` AS `fingerprint`,
  `periods`.`aas` AS `aas`,
  `periods`.`active_us` AS `active_us`,
  `periods`.`source` AS `source`,
  `periods`.`offset` AS `offset`
FROM (
SELECT `db_load`.`ts` AS `ts`,
  `db_load`.`period_s` AS `period_s`,
  `db_load`.`cluster` AS `cluster`,
  `db_load`.`instance` AS `instance`,
  `db_load`.`dimension` AS `dimension`,
  CASE WHEN `db_load`.`key_id` = 'other' THEN 'beyond the top' ELSE coalesce(`db_load`.`label`, `db_load`.`key_id`) END AS `load_key`,
  `db_load`.`key_id` AS `key_id`,
  `db_load`.`by_key_id` AS `by_key_id`,
  `db_load`.`fingerprint` AS `fingerprint`,
  `db_load`.`aas` AS `aas`,
  CAST(CASE WHEN abs((`db_load`.`aas` * `db_load`.`period_s` * 1000000L)) - floor(abs((`db_load`.`aas` * `db_load`.`period_s` * 1000000L))) = 0.5e0 THEN 2.0e0 * round((`db_load`.`aas` * `db_load`.`period_s` * 1000000L) / 2.0e0) ELSE round((`db_load`.`aas` * `db_load`.`period_s` * 1000000L)) END AS BIGINT) AS `active_us`,
  '' AS `source`,
  row_number() OVER (PARTITION BY `db_load`.`ts` ORDER BY `db_load`.`aas` ASC NULLS LAST, `db_load`.`cluster` ASC NULLS LAST, `db_load`.`instance` ASC NULLS LAST, `db_load`.`key_id` ASC NULLS LAST, `db_load`.`by_key_id` ASC NULLS LAST, `db_load`.`period_s` ASC NULLS LAST) AS `offset`
FROM `tbl_db_load` AS `db_load`
WHERE (`db_load`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `db_load`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `db_load`.`dimension` = 'wait' AND (`db_load`.`by_dimension` <=> NULL) AND (NULL IS NULL OR NULL = CASE WHEN `db_load`.`key_id` = 'other' THEN 'beyond the top' ELSE coalesce(`db_load`.`label`, `db_load`.`key_id`) END) AND (NULL IS NULL OR `db_load`.`key_id` = NULL)
) AS `periods`
WHERE NULL IS NULL OR (unix_micros(`periods`.`ts`) < NULL OR (unix_micros(`periods`.`ts`) = NULL AND (`periods`.`source` < NULL OR (`periods`.`source` = NULL AND `periods`.`offset` < NULL))))
ORDER BY `periods`.`ts` DESC NULLS LAST, `periods`.`source` DESC NULLS LAST, `periods`.`offset` DESC NULLS LAST
LIMIT 100;

-- load_statements 7a8ac65eb0e200fb
WITH `tbl_db_load` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `period_s` AS `period_s`, `dimension` AS `dimension`, `key_id` AS `key_id`, `label` AS `label`, `by_dimension` AS `by_dimension`, `by_key_id` AS `by_key_id`, `fingerprint` AS `fingerprint`, `aas` AS `aas`
FROM store
WHERE tbl = 'db_load' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_fingerprints` AS (
SELECT `fingerprint` AS `fingerprint`, `normalized_sql` AS `normalized_sql`
FROM store
WHERE tbl = 'fingerprints'
),
`parts` AS (
SELECT `db_load`.`key_id` AS `key_id`,
  `db_load`.`by_key_id` AS `by_key_id`,
  max(`db_load`.`label`) AS `label`,
  max(`db_load`.`fingerprint`) AS `fingerprint`,
  sum(`db_load`.`aas` * `db_load`.`period_s`) AS `active_s`,
  sum(CAST(CASE WHEN abs((`db_load`.`aas` * `db_load`.`period_s` * 1000000L)) - floor(abs((`db_load`.`aas` * `db_load`.`period_s` * 1000000L))) = 0.5e0 THEN 2.0e0 * round((`db_load`.`aas` * `db_load`.`period_s` * 1000000L) / 2.0e0) ELSE round((`db_load`.`aas` * `db_load`.`period_s` * 1000000L)) END AS BIGINT)) AS `active_us`,
  max(`db_load`.`ts`) AS `last_ts`,
  sum(sum(`db_load`.`aas` * `db_load`.`period_s`)) OVER (PARTITION BY `db_load`.`key_id`) AS `key_s`
FROM `tbl_db_load` AS `db_load`
WHERE (`db_load`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `db_load`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `db_load`.`dimension` = 'tokenized_sql' AND `db_load`.`by_dimension` = 'wait'
GROUP BY `db_load`.`key_id`, `db_load`.`by_key_id`
),
`texts` AS (
SELECT `fingerprints`.`fingerprint` AS `fingerprint`,
  max(`fingerprints`.`normalized_sql`) AS `normalized_sql`
FROM `tbl_fingerprints` AS `fingerprints`
GROUP BY `fingerprints`.`fingerprint`
)
SELECT `p`.`key_id` AS `key_id`,
  'tokenized_sql' AS `dimension`,
  'wait' AS `split`,
  `p`.`fingerprint` AS `fingerprint`,
  CASE WHEN `p`.`key_id` = 'other' THEN 'beyond the top' ELSE coalesce(`t`.`normalized_sql`, `p`.`label`) END AS `statement_text`,
  `p`.`active_us` AS `active_us`,
  CASE WHEN nullif(sum(`p`.`active_s`) OVER (), 0) = 0 THEN CASE WHEN `p`.`active_s` > 0 THEN double('infinity') WHEN `p`.`active_s` < 0 THEN double('-infinity') WHEN `p`.`active_s` = 0 THEN double('NaN') END ELSE `p`.`active_s` / nullif(sum(`p`.`active_s`) OVER (), 0) END AS `share_active`,
  `p`.`top_wait` AS `top_wait`,
  `p`.`waits` AS `waits`,
  `p`.`last_ts` AS `last_ts`
FROM (
SELECT `parts`.`key_id` AS `key_id`,
  max(`parts`.`label`) AS `label`,
  max(`parts`.`fingerprint`) AS `fingerprint`,
  sum(`parts`.`active_s`) AS `active_s`,
  sum(`parts`.`active_us`) AS `active_us`,
  max_by(`parts`.`by_key_id`, struct(`parts`.`active_s`, `parts`.`by_key_id`)) FILTER (WHERE (`parts`.`by_key_id` IS NOT NULL) AND (`parts`.`active_s` IS NOT NULL)) AS `top_wait`,
  max(`parts`.`last_ts`) AS `last_ts`,
  array_join(slice(transform(sort_array(collect_list(struct(`parts`.`active_s` AS k0, `parts`.`by_key_id` AS k1, concat(coalesce(`parts`.`by_key_id`, ''), ' ', coalesce(CAST(CAST(CASE WHEN abs(round(CASE WHEN nullif(`parts`.`key_s`, 0) = 0 THEN CASE WHEN 100L * `parts`.`active_s` > 0 THEN double('infinity') WHEN 100L * `parts`.`active_s` < 0 THEN double('-infinity') WHEN 100L * `parts`.`active_s` = 0 THEN double('NaN') END ELSE 100L * `parts`.`active_s` / nullif(`parts`.`key_s`, 0) END)) - floor(abs(round(CASE WHEN nullif(`parts`.`key_s`, 0) = 0 THEN CASE WHEN 100L * `parts`.`active_s` > 0 THEN double('infinity') WHEN 100L * `parts`.`active_s` < 0 THEN double('-infinity') WHEN 100L * `parts`.`active_s` = 0 THEN double('NaN') END ELSE 100L * `parts`.`active_s` / nullif(`parts`.`key_s`, 0) END))) = 0.5e0 THEN 2.0e0 * round(round(CASE WHEN nullif(`parts`.`key_s`, 0) = 0 THEN CASE WHEN 100L * `parts`.`active_s` > 0 THEN double('infinity') WHEN 100L * `parts`.`active_s` < 0 THEN double('-infinity') WHEN 100L * `parts`.`active_s` = 0 THEN double('NaN') END ELSE 100L * `parts`.`active_s` / nullif(`parts`.`key_s`, 0) END) / 2.0e0) ELSE round(round(CASE WHEN nullif(`parts`.`key_s`, 0) = 0 THEN CASE WHEN 100L * `parts`.`active_s` > 0 THEN double('infinity') WHEN 100L * `parts`.`active_s` < 0 THEN double('-infinity') WHEN 100L * `parts`.`active_s` = 0 THEN double('NaN') END ELSE 100L * `parts`.`active_s` / nullif(`parts`.`key_s`, 0) END)) END AS BIGINT) AS STRING), ''), ' %') AS held)), FALSE), each_one -> each_one.held), 1, 4), ', ') AS `waits`
FROM `parts` AS `parts`
GROUP BY `parts`.`key_id`
) AS `p`
LEFT JOIN `texts` AS `t` ON `p`.`fingerprint` = `t`.`fingerprint`
ORDER BY `p`.`active_s` DESC NULLS LAST, `p`.`key_id` ASC NULLS LAST
LIMIT 50;

-- lock_blockers e594727f66779321

-- lock_chains f1b638f007c98cb4

-- lock_episodes 3bf1d982de33769b

-- lock_message_rows 213a8e3570bc309d
WITH `tbl_lock_waits` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `state` AS `state`, `lock_mode` AS `lock_mode`, `object` AS `object`, `wait_us` AS `wait_us`, `holders` AS `holders`, `queue` AS `queue`, `waiter_pid` AS `waiter_pid`, `fingerprint` AS `fingerprint`, `statement` AS `statement`
FROM store
WHERE tbl = 'lock_waits' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `lock_waits`.`ts` AS `ts`,
  `lock_waits`.`state` AS `state`,
  `lock_waits`.`lock_mode` AS `lock_mode`,
  `lock_waits`.`object` AS `object`,
  `lock_waits`.`wait_us` AS `wait_us`,
  `lock_waits`.`holders` AS `holders`,
  `lock_waits`.`queue` AS `queue`,
  `lock_waits`.`waiter_pid` AS `waiter_pid`,
  `lock_waits`.`fingerprint` AS `fingerprint`,
  `lock_waits`.`statement` AS `statement`,
  `lock_waits`.`user_name` AS `user_name`,
  `lock_waits`.`database_name` AS `database_name`,
  `lock_waits`.`client_host` AS `client_host`,
  `lock_waits`.`application` AS `application`,
  `lock_waits`.`cluster` AS `cluster`,
  `lock_waits`.`instance` AS `instance`,
  `lock_waits`.`pid` AS `pid`,
  `lock_waits`.`session_key` AS `session_key`,
  `lock_waits`.`source` AS `source`,
  `lock_waits`.`offset` AS `offset`
FROM `tbl_lock_waits` AS `lock_waits`
WHERE (`lock_waits`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `lock_waits`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`lock_waits`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`lock_waits`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR `lock_waits`.`state` = NULL) AND (NULL IS NULL OR (unix_micros(`lock_waits`.`ts`) < NULL OR (unix_micros(`lock_waits`.`ts`) = NULL AND (`lock_waits`.`source` < NULL OR (`lock_waits`.`source` = NULL AND `lock_waits`.`offset` < NULL)))))
ORDER BY `ts` DESC NULLS LAST, `source` DESC NULLS LAST, `offset` DESC NULLS LAST
LIMIT 100;

-- lock_rows 01b8129c176098da

-- lock_snapshot_tree 364cb86295a21c7f
WITH `tbl_lock_trees` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `tree_id` AS `tree_id`, `path` AS `path`, `pid` AS `pid`, `blocked_by` AS `blocked_by`, `root_pid` AS `root_pid`, `depth` AS `depth`, `state` AS `state`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `wait_event` AS `wait_event`, `lock_mode` AS `lock_mode`, `object` AS `object`, `wait_us` AS `wait_us`, `fingerprint` AS `fingerprint`, `sql` AS `sql`, `said` AS `said`
FROM store
WHERE tbl = 'lock_trees' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`nodes` AS (
SELECT `lock_trees`.`ts` AS `ts`,
  `lock_trees`.`account` AS `account`,
  `lock_trees`.`region` AS `region`,
  `lock_trees`.`cluster` AS `cluster`,
  `lock_trees`.`instance` AS `instance`,
  `lock_trees`.`tree_id` AS `tree_id`,
  `lock_trees`.`path` AS `path`,
  `lock_trees`.`pid` AS `pid`,
  `lock_trees`.`blocked_by` AS `blocked_by`,
  `lock_trees`.`root_pid` AS `root_pid`,
  `lock_trees`.`depth` AS `depth`,
  `lock_trees`.`state` AS `state`,
  `lock_trees`.`user_name` AS `user_name`,
  `lock_trees`.`database_name` AS `database_name`,
  `lock_trees`.`client_host` AS `client_host`,
  `lock_trees`.`application` AS `application`,
  `lock_trees`.`wait_event` AS `wait_event`,
  `lock_trees`.`lock_mode` AS `lock_mode`,
  `lock_trees`.`object` AS `object`,
  `lock_trees`.`wait_us` AS `wait_us`,
  `lock_trees`.`fingerprint` AS `fingerprint`,
  `lock_trees`.`sql` AS `sql`,
  `lock_trees`.`said` AS `said`
FROM `tbl_lock_trees` AS `lock_trees`
WHERE (`lock_trees`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `lock_trees`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`lock_trees`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`lock_trees`.`database_name` <> 'rdsadmin', TRUE)) AND `lock_trees`.`pid` IS NOT NULL
),
`chosen` AS (
SELECT `moments`.`cluster` AS `cluster`,
  `moments`.`instance` AS `instance`,
  `moments`.`ts` AS `ts`
FROM (
SELECT `nodes`.`cluster` AS `cluster`,
  `nodes`.`instance` AS `instance`,
  `nodes`.`ts` AS `ts`,
  count(DISTINCT `nodes`.`pid`) AS `sessions`,
  max(`nodes`.`depth`) AS `depth`
FROM `nodes` AS `nodes`
WHERE CAST(array_size(`nodes`.`blocked_by`) AS BIGINT) > 0 AND (NULL IS NULL OR unix_micros(`nodes`.`ts`) = NULL)
GROUP BY `nodes`.`cluster`, `nodes`.`instance`, `nodes`.`ts`
) AS `moments`
ORDER BY `moments`.`sessions` DESC NULLS LAST, `moments`.`depth` DESC NULLS LAST, `ts` DESC NULLS LAST, `cluster` ASC NULLS LAST, `instance` ASC NULLS LAST
LIMIT 1
),
`shown` AS (
SELECT `n`.`ts` AS `ts`,
  `n`.`account` AS `account`,
  `n`.`region` AS `region`,
  `n`.`cluster` AS `cluster`,
  `n`.`instance` AS `instance`,
  `n`.`tree_id` AS `tree_id`,
  `n`.`path` AS `path`,
  `n`.`pid` AS `pid`,
  `n`.`blocked_by` AS `blocked_by`,
  `n`.`root_pid` AS `root_pid`,
  `n`.`depth` AS `depth`,
  `n`.`state` AS `state`,
  `n`.`user_name` AS `user_name`,
  `n`.`database_name` AS `database_name`,
  `n`.`client_host` AS `client_host`,
  `n`.`application` AS `application`,
  `n`.`wait_event` AS `wait_event`,
  `n`.`lock_mode` AS `lock_mode`,
  `n`.`object` AS `object`,
  `n`.`wait_us` AS `wait_us`,
  `n`.`fingerprint` AS `fingerprint`,
  `n`.`sql` AS `sql`,
  `n`.`said` AS `said`
FROM `nodes` AS `n`
JOIN `chosen` AS `c` ON (`c`.`cluster` <=> `n`.`cluster`) AND (`c`.`instance` <=> `n`.`instance`) AND `c`.`ts` = `n`.`ts`
),
`named` AS (
SELECT DISTINCT `blockers`.`cluster` AS `cluster`,
  `blockers`.`instance` AS `instance`,
  `blockers`.`ts` AS `ts`,
  `blockers`.`blocker` AS `pid`
FROM (
SELECT `shown`.`cluster` AS `cluster`,
  `shown`.`instance` AS `instance`,
  `shown`.`ts` AS `ts`,
  `unnested_0`.`element_0` AS `blocker`
FROM `shown` AS `shown`
CROSS JOIN LATERAL explode(`shown`.`blocked_by`) AS `unnested_0` (`element_0`)
) AS `blockers`
WHERE NOT (`blockers`.`blocker` IN (
SELECT `shown`.`pid` AS `pid`
FROM `shown` AS `shown`
))
)
SELECT concat(coalesce(CAST(`shown`.`pid` AS STRING), ''), '') AS `id`,
  concat(coalesce(CAST(max_by(get(`shown`.`blocked_by`, CAST(1 AS INT) - 1), struct(`shown`.`depth`, get(`shown`.`blocked_by`, CAST(1 AS INT) - 1))) FILTER (WHERE (get(`shown`.`blocked_by`, CAST(1 AS INT) - 1) IS NOT NULL) AND (`shown`.`depth` IS NOT NULL)) AS STRING), ''), '') AS `parent`,
  max(`shown`.`depth`) AS `depth`,
  concat('PID ', coalesce(CAST(`shown`.`pid` AS STRING), '')) AS `process`,
  `shown`.`ts` AS `ts`,
  min(`shown`.`state`) AS `state`,
  max(`shown`.`wait_us`) AS `wait_us`,
  min(`shown`.`wait_event`) AS `wait_event`,
  min(`shown`.`lock_mode`) AS `lock_mode`,
  min(`shown`.`object`) AS `object`,
  min(`shown`.`user_name`) AS `user_name`,
  min(`shown`.`application`) AS `application`,
  min(`shown`.`client_host`) AS `client_host`,
  min(`shown`.`sql`) AS `statement`,
  min(`shown`.`fingerprint`) AS `fingerprint`,
  `shown`.`cluster` AS `cluster`,
  `shown`.`instance` AS `instance`
FROM `shown` AS `shown`
GROUP BY `shown`.`cluster`, `shown`.`instance`, `shown`.`ts`, `shown`.`pid`
UNION ALL
SELECT concat(coalesce(CAST(`named`.`pid` AS STRING), ''), '') AS `_col_0`,
  NULL AS `_col_1`,
  0 AS `0`,
  concat('PID ', coalesce(CAST(`named`.`pid` AS STRING), '')) AS `_col_3`,
  `named`.`ts` AS `ts`,
  'not in the snapshot' AS `not in the snapshot`,
  NULL AS `_col_6`,
  NULL AS `_col_7`,
  NULL AS `_col_8`,
  NULL AS `_col_9`,
  NULL AS `_col_10`,
  NULL AS `_col_11`,
  NULL AS `_col_12`,
  NULL AS `_col_13`,
  NULL AS `_col_14`,
  `named`.`cluster` AS `cluster`,
  `named`.`instance` AS `instance`
FROM `named` AS `named`
ORDER BY `depth` ASC NULLS LAST, `wait_us` DESC NULLS LAST, `id` ASC NULLS LAST
LIMIT 500;

-- lock_snapshots ca21dd2f7974277f
WITH `tbl_lock_trees` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `tree_id` AS `tree_id`, `path` AS `path`, `pid` AS `pid`, `blocked_by` AS `blocked_by`, `root_pid` AS `root_pid`, `depth` AS `depth`, `state` AS `state`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `wait_event` AS `wait_event`, `lock_mode` AS `lock_mode`, `object` AS `object`, `wait_us` AS `wait_us`, `fingerprint` AS `fingerprint`, `sql` AS `sql`, `said` AS `said`
FROM store
WHERE tbl = 'lock_trees' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`nodes` AS (
SELECT `lock_trees`.`ts` AS `ts`,
  `lock_trees`.`account` AS `account`,
  `lock_trees`.`region` AS `region`,
  `lock_trees`.`cluster` AS `cluster`,
  `lock_trees`.`instance` AS `instance`,
  `lock_trees`.`tree_id` AS `tree_id`,
  `lock_trees`.`path` AS `path`,
  `lock_trees`.`pid` AS `pid`,
  `lock_trees`.`blocked_by` AS `blocked_by`,
  `lock_trees`.`root_pid` AS `root_pid`,
  `lock_trees`.`depth` AS `depth`,
  `lock_trees`.`state` AS `state`,
  `lock_trees`.`user_name` AS `user_name`,
  `lock_trees`.`database_name` AS `database_name`,
  `lock_trees`.`client_host` AS `client_host`,
  `lock_trees`.`application` AS `application`,
  `lock_trees`.`wait_event` AS `wait_event`,
  `lock_trees`.`lock_mode` AS `lock_mode`,
  `lock_trees`.`object` AS `object`,
  `lock_trees`.`wait_us` AS `wait_us`,
  `lock_trees`.`fingerprint` AS `fingerprint`,
  `lock_trees`.`sql` AS `sql`,
  `lock_trees`.`said` AS `said`
FROM `tbl_lock_trees` AS `lock_trees`
WHERE (`lock_trees`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `lock_trees`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`lock_trees`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`lock_trees`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR unix_micros(`lock_trees`.`ts`) = NULL)
),
`waiting` AS (
SELECT `nodes`.`account` AS `account`,
  `nodes`.`region` AS `region`,
  `nodes`.`cluster` AS `cluster`,
  `nodes`.`instance` AS `instance`,
  `nodes`.`ts` AS `ts`,
  coalesce(`nodes`.`root_pid`, get(`nodes`.`blocked_by`, CAST(1 AS INT) - 1)) AS `root`,
  `nodes`.`pid` AS `pid`,
  max(`nodes`.`wait_us`) AS `wait_us`,
  max(`nodes`.`depth`) AS `depth`
FROM `nodes` AS `nodes`
WHERE CAST(array_size(`nodes`.`blocked_by`) AS BIGINT) > 0
GROUP BY `nodes`.`account`, `nodes`.`region`, `nodes`.`cluster`, `nodes`.`instance`, `nodes`.`ts`, coalesce(`nodes`.`root_pid`, get(`nodes`.`blocked_by`, CAST(1 AS INT) - 1)), `nodes`.`pid`
),
`summed` AS (
SELECT `waiting`.`account` AS `account`,
  `waiting`.`region` AS `region`,
  `waiting`.`cluster` AS `cluster`,
  `waiting`.`instance` AS `instance`,
  `waiting`.`ts` AS `ts`,
  `waiting`.`root` AS `root`,
  count(*) AS `sessions`,
  max(`waiting`.`depth`) AS `max_depth`,
  sum(`waiting`.`wait_us`) AS `blocked_us`,
  max(`waiting`.`wait_us`) AS `max_wait_us`
FROM `waiting` AS `waiting`
GROUP BY `waiting`.`account`, `waiting`.`region`, `waiting`.`cluster`, `waiting`.`instance`, `waiting`.`ts`, `waiting`.`root`
)
SELECT `s`.`ts` AS `ts`,
  unix_micros(`s`.`ts`) AS `at_us`,
  `s`.`cluster` AS `cluster`,
  `s`.`instance` AS `instance`,
  `s`.`root` AS `root_pid`,
  `s`.`sessions` AS `sessions`,
  `s`.`max_depth` AS `max_depth`,
  `s`.`blocked_us` AS `blocked_us`,
  `s`.`max_wait_us` AS `max_wait_us`,
  `r`.`state` AS `state`,
  `r`.`sql` AS `statement`,
  `r`.`fingerprint` AS `fingerprint`,
  `r`.`user_name` AS `user_name`,
  `r`.`application` AS `application`
FROM `summed` AS `s`
LEFT JOIN `nodes` AS `r` ON (`r`.`account` <=> `s`.`account`) AND (`r`.`region` <=> `s`.`region`) AND (`r`.`cluster` <=> `s`.`cluster`) AND (`r`.`instance` <=> `s`.`instance`) AND `r`.`ts` = `s`.`ts` AND `r`.`pid` = `s`.`root` AND CAST(array_size(`r`.`blocked_by`) AS BIGINT) = 0
ORDER BY `s`.`ts` DESC NULLS LAST, `s`.`sessions` DESC NULLS LAST, `s`.`cluster` ASC NULLS LAST, `s`.`instance` ASC NULLS LAST, `s`.`root` ASC NULLS LAST
LIMIT 1000;

-- lock_snapshots_over_time 4787907bd0a0a3ba
WITH `tbl_lock_trees` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `pid` AS `pid`, `blocked_by` AS `blocked_by`, `root_pid` AS `root_pid`, `depth` AS `depth`, `user_name` AS `user_name`, `database_name` AS `database_name`
FROM store
WHERE tbl = 'lock_trees' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`waiting` AS (
SELECT `lock_trees`.`ts` AS `ts`,
  `lock_trees`.`cluster` AS `cluster`,
  `lock_trees`.`instance` AS `instance`,
  coalesce(`lock_trees`.`root_pid`, get(`lock_trees`.`blocked_by`, CAST(1 AS INT) - 1)) AS `root`,
  count(DISTINCT `lock_trees`.`pid`) AS `sessions`,
  max(`lock_trees`.`depth`) AS `depth`
FROM `tbl_lock_trees` AS `lock_trees`
WHERE (`lock_trees`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `lock_trees`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`lock_trees`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`lock_trees`.`database_name` <> 'rdsadmin', TRUE)) AND CAST(array_size(`lock_trees`.`blocked_by`) AS BIGINT) > 0
GROUP BY `lock_trees`.`ts`, `lock_trees`.`cluster`, `lock_trees`.`instance`, coalesce(`lock_trees`.`root_pid`, get(`lock_trees`.`blocked_by`, CAST(1 AS INT) - 1))
),
`ranked` AS (
SELECT `waiting`.`cluster` AS `cluster`,
  `waiting`.`instance` AS `instance`,
  `waiting`.`root` AS `root`,
  row_number() OVER (ORDER BY sum(`waiting`.`sessions`) DESC NULLS LAST, `waiting`.`cluster` ASC NULLS LAST, `waiting`.`instance` ASC NULLS LAST, `waiting`.`root` ASC NULLS LAST) AS `rank`
FROM `waiting` AS `waiting`
GROUP BY `waiting`.`cluster`, `waiting`.`instance`, `waiting`.`root`
),
`named` AS (
SELECT `w`.`ts` AS `ts`,
  `w`.`instance` AS `instance`,
  `w`.`root` AS `root`,
  `w`.`sessions` AS `sessions`,
  `w`.`depth` AS `depth`,
  CASE WHEN `r`.`rank` <= 8 THEN concat('behind PID ', coalesce(CAST(`w`.`root` AS STRING), '')) ELSE 'behind others' END AS `blocker`
FROM `waiting` AS `w`
JOIN `ranked` AS `r` ON (`r`.`cluster` <=> `w`.`cluster`) AND (`r`.`instance` <=> `w`.`instance`) AND (`r`.`root` <=> `w`.`root`)
),
`moments` AS (
SELECT `named`.`ts` AS `ts`,
  `named`.`blocker` AS `blocker`,
  sum(`named`.`sessions`) AS `sessions`,
  max(`named`.`depth`) AS `depth`
FROM `named` AS `named`
GROUP BY `named`.`ts`, `named`.`blocker`
)
SELECT timestamp_micros((unix_micros(`moments`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  `moments`.`blocker` AS `blocker`,
  max(`moments`.`sessions`) AS `sessions`,
  max(`moments`.`depth`) AS `max_depth`
FROM `moments` AS `moments`
GROUP BY timestamp_micros((unix_micros(`moments`.`ts`) DIV 60000000) * 60000000L), `moments`.`blocker`
ORDER BY `bucket` ASC NULLS LAST, `blocker` ASC NULLS LAST;

-- lock_stories 1ee1ab8fba8bd9ea

-- lock_tree 3133ced27e838082

-- locks_by_mode 36965b939a0ee00a

-- locks_by_object 9d1cd27161ab322e

-- locks_by_outcome e369fba68c500b9c

-- locks_by_statement aada6a01ab9edd24

-- locks_over_time e06dedf1195742ec

-- log_entries c042f270fadadf4f
WITH `tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `engine` AS `engine`, `severity` AS `severity`, `sqlstate` AS `sqlstate`, `error_code` AS `error_code`, `vxid` AS `vxid`, `xid` AS `xid`, `query_id` AS `query_id`, `line_num` AS `line_num`, `kind` AS `kind`, `message` AS `message`, `detail` AS `detail`, `hint` AS `hint`, `context` AS `context`, `statement` AS `statement`, `fingerprint` AS `fingerprint`, `error_fingerprint` AS `error_fingerprint`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries'
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `engine` AS `engine`, `phase` AS `phase`, `duration_us` AS `duration_us`, `prepared_name` AS `prepared_name`, `fingerprint` AS `fingerprint`, `sql` AS `sql`, `parameters` AS `parameters`, `detail` AS `detail`, `context` AS `context`, `query_id` AS `query_id`, `sqlstate` AS `sqlstate`, `vxid` AS `vxid`, `xid` AS `xid`, `line_num` AS `line_num`, `lock_us` AS `lock_us`, `rows_sent` AS `rows_sent`, `rows_examined` AS `rows_examined`, `errno` AS `errno`, `observed_by` AS `observed_by`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements'
)
SELECT `log_entries`.`ts` AS `ts`,
  `log_entries`.`account` AS `account`,
  `log_entries`.`region` AS `region`,
  `log_entries`.`cluster` AS `cluster`,
  `log_entries`.`instance` AS `instance`,
  `log_entries`.`source` AS `source`,
  `log_entries`.`offset` AS `offset`,
  `log_entries`.`pid` AS `pid`,
  `log_entries`.`session_key` AS `session_key`,
  `log_entries`.`user_name` AS `user_name`,
  `log_entries`.`database_name` AS `database_name`,
  `log_entries`.`client_host` AS `client_host`,
  `log_entries`.`application` AS `application`,
  `log_entries`.`backend_type` AS `backend_type`,
  `log_entries`.`engine` AS `engine`,
  `log_entries`.`severity` AS `severity`,
  `log_entries`.`sqlstate` AS `sqlstate`,
  `log_entries`.`error_code` AS `error_code`,
  `log_entries`.`vxid` AS `vxid`,
  `log_entries`.`xid` AS `xid`,
  `log_entries`.`query_id` AS `query_id`,
  `log_entries`.`line_num` AS `line_num`,
  `log_entries`.`kind` AS `kind`,
  `log_entries`.`message` AS `message`,
  `log_entries`.`detail` AS `detail`,
  `log_entries`.`hint` AS `hint`,
  `log_entries`.`context` AS `context`,
  `log_entries`.`statement` AS `statement`,
  `log_entries`.`fingerprint` AS `fingerprint`,
  `log_entries`.`error_fingerprint` AS `error_fingerprint`,
  `log_entries`.`noise` AS `noise`
FROM (
SELECT `entries`.`ts` AS `ts`,
  `entries`.`account` AS `account`,
  `entries`.`region` AS `region`,
  `entries`.`cluster` AS `cluster`,
  `entries`.`instance` AS `instance`,
  `entries`.`source` AS `source`,
  `entries`.`offset` AS `offset`,
  `entries`.`pid` AS `pid`,
  `entries`.`session_key` AS `session_key`,
  `entries`.`user_name` AS `user_name`,
  `entries`.`database_name` AS `database_name`,
  `entries`.`client_host` AS `client_host`,
  `entries`.`application` AS `application`,
  `entries`.`backend_type` AS `backend_type`,
  `entries`.`engine` AS `engine`,
  `entries`.`severity` AS `severity`,
  `entries`.`sqlstate` AS `sqlstate`,
  `entries`.`error_code` AS `error_code`,
  `entries`.`vxid` AS `vxid`,
  `entries`.`xid` AS `xid`,
  `entries`.`query_id` AS `query_id`,
  `entries`.`line_num` AS `line_num`,
  `entries`.`kind` AS `kind`,
  `entries`.`message` AS `message`,
  `entries`.`detail` AS `detail`,
  `entries`.`hint` AS `hint`,
  `entries`.`context` AS `context`,
  `entries`.`statement` AS `statement`,
  `entries`.`fingerprint` AS `fingerprint`,
  `entries`.`error_fingerprint` AS `error_fingerprint`,
  `entries`.`noise` AS `noise`
FROM `tbl_entries` AS `entries`
UNION ALL
SELECT `statements`.`ts` AS `ts`,
  `statements`.`account` AS `account`,
  `statements`.`region` AS `region`,
  `statements`.`cluster` AS `cluster`,
  `statements`.`instance` AS `instance`,
  `statements`.`source` AS `source`,
  `statements`.`offset` AS `offset`,
  `statements`.`pid` AS `pid`,
  `statements`.`session_key` AS `session_key`,
  `statements`.`user_name` AS `user_name`,
  `statements`.`database_name` AS `database_name`,
  `statements`.`client_host` AS `client_host`,
  `statements`.`application` AS `application`,
  `statements`.`backend_type` AS `backend_type`,
  `statements`.`engine` AS `engine`,
  'LOG' AS `severity`,
  `statements`.`sqlstate` AS `sqlstate`,
  CAST(nullif(`statements`.`errno`, 0) AS STRING) AS `error_code`,
  `statements`.`vxid` AS `vxid`,
  `statements`.`xid` AS `xid`,
  `statements`.`query_id` AS `query_id`,
  `statements`.`line_num` AS `line_num`,
  'duration' AS `kind`,
  CASE WHEN `statements`.`engine` = 'mysql' AND `statements`.`observed_by` = 'slow_log' THEN concat('# Query_time: ', coalesce(concat(CAST((`statements`.`duration_us` DIV 1000000) AS STRING), '.', lpad(CAST(`statements`.`duration_us` % 1000000 AS STRING), 6, '0')), ''), coalesce(CASE WHEN `statements`.`lock_us` IS NOT NULL THEN '  Lock_time: ' || concat(CAST((`statements`.`lock_us` DIV 1000000) AS STRING), '.', lpad(CAST(`statements`.`lock_us` % 1000000 AS STRING), 6, '0')) END, ''), coalesce('  Rows_sent: ' || CAST(`statements`.`rows_sent` AS STRING), ''), coalesce('  Rows_examined: ' || CAST(`statements`.`rows_examined` AS STRING), ''), coalesce(chr(10), ''), coalesce(`statements`.`sql`, '')) WHEN `statements`.`engine` = 'mysql' THEN `statements`.`sql` ELSE concat(coalesce(CASE WHEN `statements`.`duration_us` IS NOT NULL THEN 'duration: ' || concat(CAST((`statements`.`duration_us` DIV 1000) AS STRING), '.', lpad(CAST(`statements`.`duration_us` % 1000 AS STRING), 3, '0')) || ' ms' END, ''), coalesce(CASE WHEN `statements`.`duration_us` IS NOT NULL AND `statements`.`sql` IS NOT NULL THEN '  ' END, ''), coalesce(CASE WHEN `statements`.`sql` IS NULL THEN NULL WHEN `statements`.`phase` = 'fetch' THEN concat('execute fetch from ', coalesce(`statements`.`prepared_name`, ''), ': ', coalesce(`statements`.`sql`, '')) WHEN `statements`.`phase` IN ('parse', 'bind', 'execute') THEN concat(coalesce(`statements`.`phase`, ''), ' ', coalesce(`statements`.`prepared_name`, ''), ': ', coalesce(`statements`.`sql`, '')) ELSE 'statement: ' || `statements`.`sql` END, '')) END AS `message`,
  coalesce('parameters: ' || `statements`.`parameters`, `statements`.`detail`) AS `detail`,
  NULL AS `hint`,
  `statements`.`context` AS `context`,
  NULL AS `statement`,
  `statements`.`fingerprint` AS `fingerprint`,
  NULL AS `error_fingerprint`,
  coalesce(`statements`.`user_name` IN ('rdsadmin', 'rdsmon'), FALSE) OR coalesce(`statements`.`database_name` = 'rdsadmin', FALSE) AS `noise`
FROM `tbl_statements` AS `statements`
WHERE `statements`.`phase` <> 'plan'
) AS `log_entries`;

-- log_entry e8afc217623c46d3
WITH `tbl_coverage` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `path` AS `path`
FROM store
WHERE tbl = 'coverage'
),
`tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `engine` AS `engine`, `severity` AS `severity`, `sqlstate` AS `sqlstate`, `error_code` AS `error_code`, `vxid` AS `vxid`, `xid` AS `xid`, `query_id` AS `query_id`, `line_num` AS `line_num`, `kind` AS `kind`, `message` AS `message`, `detail` AS `detail`, `hint` AS `hint`, `context` AS `context`, `statement` AS `statement`, `fingerprint` AS `fingerprint`, `error_fingerprint` AS `error_fingerprint`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries'
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `engine` AS `engine`, `phase` AS `phase`, `duration_us` AS `duration_us`, `prepared_name` AS `prepared_name`, `fingerprint` AS `fingerprint`, `sql` AS `sql`, `parameters` AS `parameters`, `detail` AS `detail`, `context` AS `context`, `query_id` AS `query_id`, `sqlstate` AS `sqlstate`, `vxid` AS `vxid`, `xid` AS `xid`, `line_num` AS `line_num`, `lock_us` AS `lock_us`, `rows_sent` AS `rows_sent`, `rows_examined` AS `rows_examined`, `errno` AS `errno`, `observed_by` AS `observed_by`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements'
)
SELECT `e`.`ts` AS `ts`,
  `e`.`severity` AS `severity`,
  `e`.`sqlstate` AS `sqlstate`,
  `e`.`kind` AS `kind`,
  `e`.`message` AS `message`,
  `e`.`detail` AS `detail`,
  `e`.`hint` AS `hint`,
  `e`.`context` AS `context`,
  `e`.`statement` AS `statement`,
  `e`.`fingerprint` AS `fingerprint`,
  `e`.`error_fingerprint` AS `error_fingerprint`,
  `e`.`user_name` AS `user_name`,
  `e`.`database_name` AS `database_name`,
  `e`.`client_host` AS `client_host`,
  `e`.`application` AS `application`,
  `e`.`backend_type` AS `backend_type`,
  `e`.`cluster` AS `cluster`,
  `e`.`instance` AS `instance`,
  `e`.`pid` AS `pid`,
  `e`.`session_key` AS `session_key`,
  `e`.`engine` AS `engine`,
  `e`.`query_id` AS `query_id`,
  `e`.`vxid` AS `vxid`,
  `e`.`xid` AS `xid`,
  `e`.`line_num` AS `line_num`,
  `e`.`source` AS `source`,
  `e`.`offset` AS `offset`,
  `c`.`path` AS `path`
FROM (
SELECT `entries`.`ts` AS `ts`,
  `entries`.`account` AS `account`,
  `entries`.`region` AS `region`,
  `entries`.`cluster` AS `cluster`,
  `entries`.`instance` AS `instance`,
  `entries`.`source` AS `source`,
  `entries`.`offset` AS `offset`,
  `entries`.`pid` AS `pid`,
  `entries`.`session_key` AS `session_key`,
  `entries`.`user_name` AS `user_name`,
  `entries`.`database_name` AS `database_name`,
  `entries`.`client_host` AS `client_host`,
  `entries`.`application` AS `application`,
  `entries`.`backend_type` AS `backend_type`,
  `entries`.`engine` AS `engine`,
  `entries`.`severity` AS `severity`,
  `entries`.`sqlstate` AS `sqlstate`,
  `entries`.`error_code` AS `error_code`,
  `entries`.`vxid` AS `vxid`,
  `entries`.`xid` AS `xid`,
  `entries`.`query_id` AS `query_id`,
  `entries`.`line_num` AS `line_num`,
  `entries`.`kind` AS `kind`,
  `entries`.`message` AS `message`,
  `entries`.`detail` AS `detail`,
  `entries`.`hint` AS `hint`,
  `entries`.`context` AS `context`,
  `entries`.`statement` AS `statement`,
  `entries`.`fingerprint` AS `fingerprint`,
  `entries`.`error_fingerprint` AS `error_fingerprint`,
  `entries`.`noise` AS `noise`
FROM `tbl_entries` AS `entries`
UNION ALL
SELECT `statements`.`ts` AS `ts`,
  `statements`.`account` AS `account`,
  `statements`.`region` AS `region`,
  `statements`.`cluster` AS `cluster`,
  `statements`.`instance` AS `instance`,
  `statements`.`source` AS `source`,
  `statements`.`offset` AS `offset`,
  `statements`.`pid` AS `pid`,
  `statements`.`session_key` AS `session_key`,
  `statements`.`user_name` AS `user_name`,
  `statements`.`database_name` AS `database_name`,
  `statements`.`client_host` AS `client_host`,
  `statements`.`application` AS `application`,
  `statements`.`backend_type` AS `backend_type`,
  `statements`.`engine` AS `engine`,
  'LOG' AS `severity`,
  `statements`.`sqlstate` AS `sqlstate`,
  CAST(nullif(`statements`.`errno`, 0) AS STRING) AS `error_code`,
  `statements`.`vxid` AS `vxid`,
  `statements`.`xid` AS `xid`,
  `statements`.`query_id` AS `query_id`,
  `statements`.`line_num` AS `line_num`,
  'duration' AS `kind`,
  CASE WHEN `statements`.`engine` = 'mysql' AND `statements`.`observed_by` = 'slow_log' THEN concat('# Query_time: ', coalesce(concat(CAST((`statements`.`duration_us` DIV 1000000) AS STRING), '.', lpad(CAST(`statements`.`duration_us` % 1000000 AS STRING), 6, '0')), ''), coalesce(CASE WHEN `statements`.`lock_us` IS NOT NULL THEN '  Lock_time: ' || concat(CAST((`statements`.`lock_us` DIV 1000000) AS STRING), '.', lpad(CAST(`statements`.`lock_us` % 1000000 AS STRING), 6, '0')) END, ''), coalesce('  Rows_sent: ' || CAST(`statements`.`rows_sent` AS STRING), ''), coalesce('  Rows_examined: ' || CAST(`statements`.`rows_examined` AS STRING), ''), coalesce(chr(10), ''), coalesce(`statements`.`sql`, '')) WHEN `statements`.`engine` = 'mysql' THEN `statements`.`sql` ELSE concat(coalesce(CASE WHEN `statements`.`duration_us` IS NOT NULL THEN 'duration: ' || concat(CAST((`statements`.`duration_us` DIV 1000) AS STRING), '.', lpad(CAST(`statements`.`duration_us` % 1000 AS STRING), 3, '0')) || ' ms' END, ''), coalesce(CASE WHEN `statements`.`duration_us` IS NOT NULL AND `statements`.`sql` IS NOT NULL THEN '  ' END, ''), coalesce(CASE WHEN `statements`.`sql` IS NULL THEN NULL WHEN `statements`.`phase` = 'fetch' THEN concat('execute fetch from ', coalesce(`statements`.`prepared_name`, ''), ': ', coalesce(`statements`.`sql`, '')) WHEN `statements`.`phase` IN ('parse', 'bind', 'execute') THEN concat(coalesce(`statements`.`phase`, ''), ' ', coalesce(`statements`.`prepared_name`, ''), ': ', coalesce(`statements`.`sql`, '')) ELSE 'statement: ' || `statements`.`sql` END, '')) END AS `message`,
  coalesce('parameters: ' || `statements`.`parameters`, `statements`.`detail`) AS `detail`,
  NULL AS `hint`,
  `statements`.`context` AS `context`,
  NULL AS `statement`,
  `statements`.`fingerprint` AS `fingerprint`,
  NULL AS `error_fingerprint`,
  coalesce(`statements`.`user_name` IN ('rdsadmin', 'rdsmon'), FALSE) OR coalesce(`statements`.`database_name` = 'rdsadmin', FALSE) AS `noise`
FROM `tbl_statements` AS `statements`
WHERE `statements`.`phase` <> 'plan'
) AS `e`
LEFT JOIN (
SELECT `coverage`.`source` AS `source`,
  max(`coverage`.`path`) AS `path`
FROM `tbl_coverage` AS `coverage`
GROUP BY `coverage`.`source`
) AS `c` ON `c`.`source` = `e`.`source`
WHERE `e`.`source` = NULL AND `e`.`offset` = NULL
ORDER BY `e`.`ts` DESC NULLS LAST, `e`.`offset` DESC NULLS LAST
LIMIT 1;

-- log_search d26bf2f64f956d48
WITH `tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `engine` AS `engine`, `severity` AS `severity`, `sqlstate` AS `sqlstate`, `error_code` AS `error_code`, `vxid` AS `vxid`, `xid` AS `xid`, `query_id` AS `query_id`, `line_num` AS `line_num`, `kind` AS `kind`, `message` AS `message`, `detail` AS `detail`, `hint` AS `hint`, `context` AS `context`, `statement` AS `statement`, `fingerprint` AS `fingerprint`, `error_fingerprint` AS `error_fingerprint`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries'
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `engine` AS `engine`, `phase` AS `phase`, `duration_us` AS `duration_us`, `prepared_name` AS `prepared_name`, `fingerprint` AS `fingerprint`, `sql` AS `sql`, `parameters` AS `parameters`, `detail` AS `detail`, `context` AS `context`, `query_id` AS `query_id`, `sqlstate` AS `sqlstate`, `vxid` AS `vxid`, `xid` AS `xid`, `line_num` AS `line_num`, `lock_us` AS `lock_us`, `rows_sent` AS `rows_sent`, `rows_examined` AS `rows_examined`, `errno` AS `errno`, `observed_by` AS `observed_by`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements'
)
SELECT `log_entries`.`ts` AS `ts`,
  `log_entries`.`severity` AS `severity`,
  `log_entries`.`sqlstate` AS `sqlstate`,
  `log_entries`.`kind` AS `kind`,
  `log_entries`.`message` AS `message`,
  `log_entries`.`detail` AS `detail`,
  `log_entries`.`hint` AS `hint`,
  `log_entries`.`context` AS `context`,
  `log_entries`.`statement` AS `statement`,
  `log_entries`.`fingerprint` AS `fingerprint`,
  `log_entries`.`error_fingerprint` AS `error_fingerprint`,
  `log_entries`.`user_name` AS `user_name`,
  `log_entries`.`database_name` AS `database_name`,
  `log_entries`.`client_host` AS `client_host`,
  `log_entries`.`application` AS `application`,
  `log_entries`.`backend_type` AS `backend_type`,
  `log_entries`.`cluster` AS `cluster`,
  `log_entries`.`instance` AS `instance`,
  `log_entries`.`pid` AS `pid`,
  `log_entries`.`session_key` AS `session_key`,
  `log_entries`.`engine` AS `engine`,
  `log_entries`.`query_id` AS `query_id`,
  `log_entries`.`vxid` AS `vxid`,
  `log_entries`.`xid` AS `xid`,
  `log_entries`.`line_num` AS `line_num`,
  `log_entries`.`noise` AS `noise`,
  `log_entries`.`source` AS `source`,
  `log_entries`.`offset` AS `offset`
FROM (
SELECT `entries`.`ts` AS `ts`,
  `entries`.`account` AS `account`,
  `entries`.`region` AS `region`,
  `entries`.`cluster` AS `cluster`,
  `entries`.`instance` AS `instance`,
  `entries`.`source` AS `source`,
  `entries`.`offset` AS `offset`,
  `entries`.`pid` AS `pid`,
  `entries`.`session_key` AS `session_key`,
  `entries`.`user_name` AS `user_name`,
  `entries`.`database_name` AS `database_name`,
  `entries`.`client_host` AS `client_host`,
  `entries`.`application` AS `application`,
  `entries`.`backend_type` AS `backend_type`,
  `entries`.`engine` AS `engine`,
  `entries`.`severity` AS `severity`,
  `entries`.`sqlstate` AS `sqlstate`,
  `entries`.`error_code` AS `error_code`,
  `entries`.`vxid` AS `vxid`,
  `entries`.`xid` AS `xid`,
  `entries`.`query_id` AS `query_id`,
  `entries`.`line_num` AS `line_num`,
  `entries`.`kind` AS `kind`,
  `entries`.`message` AS `message`,
  `entries`.`detail` AS `detail`,
  `entries`.`hint` AS `hint`,
  `entries`.`context` AS `context`,
  `entries`.`statement` AS `statement`,
  `entries`.`fingerprint` AS `fingerprint`,
  `entries`.`error_fingerprint` AS `error_fingerprint`,
  `entries`.`noise` AS `noise`
FROM `tbl_entries` AS `entries`
UNION ALL
SELECT `statements`.`ts` AS `ts`,
  `statements`.`account` AS `account`,
  `statements`.`region` AS `region`,
  `statements`.`cluster` AS `cluster`,
  `statements`.`instance` AS `instance`,
  `statements`.`source` AS `source`,
  `statements`.`offset` AS `offset`,
  `statements`.`pid` AS `pid`,
  `statements`.`session_key` AS `session_key`,
  `statements`.`user_name` AS `user_name`,
  `statements`.`database_name` AS `database_name`,
  `statements`.`client_host` AS `client_host`,
  `statements`.`application` AS `application`,
  `statements`.`backend_type` AS `backend_type`,
  `statements`.`engine` AS `engine`,
  'LOG' AS `severity`,
  `statements`.`sqlstate` AS `sqlstate`,
  CAST(nullif(`statements`.`errno`, 0) AS STRING) AS `error_code`,
  `statements`.`vxid` AS `vxid`,
  `statements`.`xid` AS `xid`,
  `statements`.`query_id` AS `query_id`,
  `statements`.`line_num` AS `line_num`,
  'duration' AS `kind`,
  CASE WHEN `statements`.`engine` = 'mysql' AND `statements`.`observed_by` = 'slow_log' THEN concat('# Query_time: ', coalesce(concat(CAST((`statements`.`duration_us` DIV 1000000) AS STRING), '.', lpad(CAST(`statements`.`duration_us` % 1000000 AS STRING), 6, '0')), ''), coalesce(CASE WHEN `statements`.`lock_us` IS NOT NULL THEN '  Lock_time: ' || concat(CAST((`statements`.`lock_us` DIV 1000000) AS STRING), '.', lpad(CAST(`statements`.`lock_us` % 1000000 AS STRING), 6, '0')) END, ''), coalesce('  Rows_sent: ' || CAST(`statements`.`rows_sent` AS STRING), ''), coalesce('  Rows_examined: ' || CAST(`statements`.`rows_examined` AS STRING), ''), coalesce(chr(10), ''), coalesce(`statements`.`sql`, '')) WHEN `statements`.`engine` = 'mysql' THEN `statements`.`sql` ELSE concat(coalesce(CASE WHEN `statements`.`duration_us` IS NOT NULL THEN 'duration: ' || concat(CAST((`statements`.`duration_us` DIV 1000) AS STRING), '.', lpad(CAST(`statements`.`duration_us` % 1000 AS STRING), 3, '0')) || ' ms' END, ''), coalesce(CASE WHEN `statements`.`duration_us` IS NOT NULL AND `statements`.`sql` IS NOT NULL THEN '  ' END, ''), coalesce(CASE WHEN `statements`.`sql` IS NULL THEN NULL WHEN `statements`.`phase` = 'fetch' THEN concat('execute fetch from ', coalesce(`statements`.`prepared_name`, ''), ': ', coalesce(`statements`.`sql`, '')) WHEN `statements`.`phase` IN ('parse', 'bind', 'execute') THEN concat(coalesce(`statements`.`phase`, ''), ' ', coalesce(`statements`.`prepared_name`, ''), ': ', coalesce(`statements`.`sql`, '')) ELSE 'statement: ' || `statements`.`sql` END, '')) END AS `message`,
  coalesce('parameters: ' || `statements`.`parameters`, `statements`.`detail`) AS `detail`,
  NULL AS `hint`,
  `statements`.`context` AS `context`,
  NULL AS `statement`,
  `statements`.`fingerprint` AS `fingerprint`,
  NULL AS `error_fingerprint`,
  coalesce(`statements`.`user_name` IN ('rdsadmin', 'rdsmon'), FALSE) OR coalesce(`statements`.`database_name` = 'rdsadmin', FALSE) AS `noise`
FROM `tbl_statements` AS `statements`
WHERE `statements`.`phase` <> 'plan'
) AS `log_entries`
WHERE (`log_entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `log_entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`log_entries`.`noise`), TRUE) AND coalesce(NOT (`log_entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`log_entries`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR coalesce(`log_entries`.`kind`, '') = NULL) AND (NULL IS NULL OR (unix_micros(`log_entries`.`ts`) < NULL OR (unix_micros(`log_entries`.`ts`) = NULL AND (`log_entries`.`source` < NULL OR (`log_entries`.`source` = NULL AND `log_entries`.`offset` < NULL))))) AND `log_entries`.`ts` >= (
SELECT coalesce(min(`newest`.`ts`), timestamp_micros(0)) AS `_col_0`
FROM (
SELECT `log_entries`.`ts` AS `ts`
FROM (
SELECT `entries`.`ts` AS `ts`,
  `entries`.`account` AS `account`,
  `entries`.`region` AS `region`,
  `entries`.`cluster` AS `cluster`,
  `entries`.`instance` AS `instance`,
  `entries`.`source` AS `source`,
  `entries`.`offset` AS `offset`,
  `entries`.`pid` AS `pid`,
  `entries`.`session_key` AS `session_key`,
  `entries`.`user_name` AS `user_name`,
  `entries`.`database_name` AS `database_name`,
  `entries`.`client_host` AS `client_host`,
  `entries`.`application` AS `application`,
  `entries`.`backend_type` AS `backend_type`,
  `entries`.`engine` AS `engine`,
  `entries`.`severity` AS `severity`,
  `entries`.`sqlstate` AS `sqlstate`,
  `entries`.`error_code` AS `error_code`,
  `entries`.`vxid` AS `vxid`,
  `entries`.`xid` AS `xid`,
  `entries`.`query_id` AS `query_id`,
  `entries`.`line_num` AS `line_num`,
  `entries`.`kind` AS `kind`,
  `entries`.`message` AS `message`,
  `entries`.`detail` AS `detail`,
  `entries`.`hint` AS `hint`,
  `entries`.`context` AS `context`,
  `entries`.`statement` AS `statement`,
  `entries`.`fingerprint` AS `fingerprint`,
  `entries`.`error_fingerprint` AS `error_fingerprint`,
  `entries`.`noise` AS `noise`
FROM `tbl_entries` AS `entries`
UNION ALL
SELECT `statements`.`ts` AS `ts`,
  `statements`.`account` AS `account`,
  `statements`.`region` AS `region`,
  `statements`.`cluster` AS `cluster`,
  `statements`.`instance` AS `instance`,
  `statements`.`source` AS `source`,
  `statements`.`offset` AS `offset`,
  `statements`.`pid` AS `pid`,
  `statements`.`session_key` AS `session_key`,
  `statements`.`user_name` AS `user_name`,
  `statements`.`database_name` AS `database_name`,
  `statements`.`client_host` AS `client_host`,
  `statements`.`application` AS `application`,
  `statements`.`backend_type` AS `backend_type`,
  `statements`.`engine` AS `engine`,
  'LOG' AS `severity`,
  `statements`.`sqlstate` AS `sqlstate`,
  CAST(nullif(`statements`.`errno`, 0) AS STRING) AS `error_code`,
  `statements`.`vxid` AS `vxid`,
  `statements`.`xid` AS `xid`,
  `statements`.`query_id` AS `query_id`,
  `statements`.`line_num` AS `line_num`,
  'duration' AS `kind`,
  CASE WHEN `statements`.`engine` = 'mysql' AND `statements`.`observed_by` = 'slow_log' THEN concat('# Query_time: ', coalesce(concat(CAST((`statements`.`duration_us` DIV 1000000) AS STRING), '.', lpad(CAST(`statements`.`duration_us` % 1000000 AS STRING), 6, '0')), ''), coalesce(CASE WHEN `statements`.`lock_us` IS NOT NULL THEN '  Lock_time: ' || concat(CAST((`statements`.`lock_us` DIV 1000000) AS STRING), '.', lpad(CAST(`statements`.`lock_us` % 1000000 AS STRING), 6, '0')) END, ''), coalesce('  Rows_sent: ' || CAST(`statements`.`rows_sent` AS STRING), ''), coalesce('  Rows_examined: ' || CAST(`statements`.`rows_examined` AS STRING), ''), coalesce(chr(10), ''), coalesce(`statements`.`sql`, '')) WHEN `statements`.`engine` = 'mysql' THEN `statements`.`sql` ELSE concat(coalesce(CASE WHEN `statements`.`duration_us` IS NOT NULL THEN 'duration: ' || concat(CAST((`statements`.`duration_us` DIV 1000) AS STRING), '.', lpad(CAST(`statements`.`duration_us` % 1000 AS STRING), 3, '0')) || ' ms' END, ''), coalesce(CASE WHEN `statements`.`duration_us` IS NOT NULL AND `statements`.`sql` IS NOT NULL THEN '  ' END, ''), coalesce(CASE WHEN `statements`.`sql` IS NULL THEN NULL WHEN `statements`.`phase` = 'fetch' THEN concat('execute fetch from ', coalesce(`statements`.`prepared_name`, ''), ': ', coalesce(`statements`.`sql`, '')) WHEN `statements`.`phase` IN ('parse', 'bind', 'execute') THEN concat(coalesce(`statements`.`phase`, ''), ' ', coalesce(`statements`.`prepared_name`, ''), ': ', coalesce(`statements`.`sql`, '')) ELSE 'statement: ' || `statements`.`sql` END, '')) END AS `message`,
  coalesce('parameters: ' || `statements`.`parameters`, `statements`.`detail`) AS `detail`,
  NULL AS `hint`,
  `statements`.`context` AS `context`,
  NULL AS `statement`,
  `statements`.`fingerprint` AS `fingerprint`,
  NULL AS `error_fingerprint`,
  coalesce(`statements`.`user_name` IN ('rdsadmin', 'rdsmon'), FALSE) OR coalesce(`statements`.`database_name` = 'rdsadmin', FALSE) AS `noise`
FROM `tbl_statements` AS `statements`
WHERE `statements`.`phase` <> 'plan'
) AS `log_entries`
WHERE (`log_entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `log_entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`log_entries`.`noise`), TRUE) AND coalesce(NOT (`log_entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`log_entries`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR coalesce(`log_entries`.`kind`, '') = NULL) AND (NULL IS NULL OR (unix_micros(`log_entries`.`ts`) < NULL OR (unix_micros(`log_entries`.`ts`) = NULL AND (`log_entries`.`source` < NULL OR (`log_entries`.`source` = NULL AND `log_entries`.`offset` < NULL)))))
ORDER BY `ts` DESC NULLS LAST
LIMIT 100
) AS `newest`
)
ORDER BY `ts` DESC NULLS LAST, `source` DESC NULLS LAST, `offset` DESC NULLS LAST
LIMIT 100;

-- log_search_total 2a140d87b84033b8
WITH `tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `engine` AS `engine`, `severity` AS `severity`, `sqlstate` AS `sqlstate`, `error_code` AS `error_code`, `vxid` AS `vxid`, `xid` AS `xid`, `query_id` AS `query_id`, `line_num` AS `line_num`, `kind` AS `kind`, `message` AS `message`, `detail` AS `detail`, `hint` AS `hint`, `context` AS `context`, `statement` AS `statement`, `fingerprint` AS `fingerprint`, `error_fingerprint` AS `error_fingerprint`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries'
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `engine` AS `engine`, `phase` AS `phase`, `duration_us` AS `duration_us`, `prepared_name` AS `prepared_name`, `fingerprint` AS `fingerprint`, `sql` AS `sql`, `parameters` AS `parameters`, `detail` AS `detail`, `context` AS `context`, `query_id` AS `query_id`, `sqlstate` AS `sqlstate`, `vxid` AS `vxid`, `xid` AS `xid`, `line_num` AS `line_num`, `lock_us` AS `lock_us`, `rows_sent` AS `rows_sent`, `rows_examined` AS `rows_examined`, `errno` AS `errno`, `observed_by` AS `observed_by`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements'
)
SELECT count(*) AS `rows`,
  count(*) FILTER (WHERE (`log_entries`.`severity` IN ('ERROR', 'FATAL', 'PANIC'))) AS `errors`,
  count(*) FILTER (WHERE (`log_entries`.`severity` = 'WARNING')) AS `warnings`
FROM (
SELECT `entries`.`ts` AS `ts`,
  `entries`.`account` AS `account`,
  `entries`.`region` AS `region`,
  `entries`.`cluster` AS `cluster`,
  `entries`.`instance` AS `instance`,
  `entries`.`source` AS `source`,
  `entries`.`offset` AS `offset`,
  `entries`.`pid` AS `pid`,
  `entries`.`session_key` AS `session_key`,
  `entries`.`user_name` AS `user_name`,
  `entries`.`database_name` AS `database_name`,
  `entries`.`client_host` AS `client_host`,
  `entries`.`application` AS `application`,
  `entries`.`backend_type` AS `backend_type`,
  `entries`.`engine` AS `engine`,
  `entries`.`severity` AS `severity`,
  `entries`.`sqlstate` AS `sqlstate`,
  `entries`.`error_code` AS `error_code`,
  `entries`.`vxid` AS `vxid`,
  `entries`.`xid` AS `xid`,
  `entries`.`query_id` AS `query_id`,
  `entries`.`line_num` AS `line_num`,
  `entries`.`kind` AS `kind`,
  `entries`.`message` AS `message`,
  `entries`.`detail` AS `detail`,
  `entries`.`hint` AS `hint`,
  `entries`.`context` AS `context`,
  `entries`.`statement` AS `statement`,
  `entries`.`fingerprint` AS `fingerprint`,
  `entries`.`error_fingerprint` AS `error_fingerprint`,
  `entries`.`noise` AS `noise`
FROM `tbl_entries` AS `entries`
UNION ALL
SELECT `statements`.`ts` AS `ts`,
  `statements`.`account` AS `account`,
  `statements`.`region` AS `region`,
  `statements`.`cluster` AS `cluster`,
  `statements`.`instance` AS `instance`,
  `statements`.`source` AS `source`,
  `statements`.`offset` AS `offset`,
  `statements`.`pid` AS `pid`,
  `statements`.`session_key` AS `session_key`,
  `statements`.`user_name` AS `user_name`,
  `statements`.`database_name` AS `database_name`,
  `statements`.`client_host` AS `client_host`,
  `statements`.`application` AS `application`,
  `statements`.`backend_type` AS `backend_type`,
  `statements`.`engine` AS `engine`,
  'LOG' AS `severity`,
  `statements`.`sqlstate` AS `sqlstate`,
  CAST(nullif(`statements`.`errno`, 0) AS STRING) AS `error_code`,
  `statements`.`vxid` AS `vxid`,
  `statements`.`xid` AS `xid`,
  `statements`.`query_id` AS `query_id`,
  `statements`.`line_num` AS `line_num`,
  'duration' AS `kind`,
  CASE WHEN `statements`.`engine` = 'mysql' AND `statements`.`observed_by` = 'slow_log' THEN concat('# Query_time: ', coalesce(concat(CAST((`statements`.`duration_us` DIV 1000000) AS STRING), '.', lpad(CAST(`statements`.`duration_us` % 1000000 AS STRING), 6, '0')), ''), coalesce(CASE WHEN `statements`.`lock_us` IS NOT NULL THEN '  Lock_time: ' || concat(CAST((`statements`.`lock_us` DIV 1000000) AS STRING), '.', lpad(CAST(`statements`.`lock_us` % 1000000 AS STRING), 6, '0')) END, ''), coalesce('  Rows_sent: ' || CAST(`statements`.`rows_sent` AS STRING), ''), coalesce('  Rows_examined: ' || CAST(`statements`.`rows_examined` AS STRING), ''), coalesce(chr(10), ''), coalesce(`statements`.`sql`, '')) WHEN `statements`.`engine` = 'mysql' THEN `statements`.`sql` ELSE concat(coalesce(CASE WHEN `statements`.`duration_us` IS NOT NULL THEN 'duration: ' || concat(CAST((`statements`.`duration_us` DIV 1000) AS STRING), '.', lpad(CAST(`statements`.`duration_us` % 1000 AS STRING), 3, '0')) || ' ms' END, ''), coalesce(CASE WHEN `statements`.`duration_us` IS NOT NULL AND `statements`.`sql` IS NOT NULL THEN '  ' END, ''), coalesce(CASE WHEN `statements`.`sql` IS NULL THEN NULL WHEN `statements`.`phase` = 'fetch' THEN concat('execute fetch from ', coalesce(`statements`.`prepared_name`, ''), ': ', coalesce(`statements`.`sql`, '')) WHEN `statements`.`phase` IN ('parse', 'bind', 'execute') THEN concat(coalesce(`statements`.`phase`, ''), ' ', coalesce(`statements`.`prepared_name`, ''), ': ', coalesce(`statements`.`sql`, '')) ELSE 'statement: ' || `statements`.`sql` END, '')) END AS `message`,
  coalesce('parameters: ' || `statements`.`parameters`, `statements`.`detail`) AS `detail`,
  NULL AS `hint`,
  `statements`.`context` AS `context`,
  NULL AS `statement`,
  `statements`.`fingerprint` AS `fingerprint`,
  NULL AS `error_fingerprint`,
  coalesce(`statements`.`user_name` IN ('rdsadmin', 'rdsmon'), FALSE) OR coalesce(`statements`.`database_name` = 'rdsadmin', FALSE) AS `noise`
FROM `tbl_statements` AS `statements`
WHERE `statements`.`phase` <> 'plan'
) AS `log_entries`
WHERE (`log_entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `log_entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`log_entries`.`noise`), TRUE) AND coalesce(NOT (`log_entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`log_entries`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR `log_entries`.`kind` = NULL);

-- logged_rose 72bd3ca98eade856
WITH `tbl_coverage` AS (
SELECT `log_kind` AS `log_kind`, CAST(`covered_from` AS TIMESTAMP) AS `covered_from`
FROM store
WHERE tbl = 'coverage'
),
`tbl_fingerprints` AS (
SELECT `fingerprint` AS `fingerprint`, `normalized_sql` AS `normalized_sql`
FROM store
WHERE tbl = 'fingerprints'
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `calls` AS `calls`, `duration_us` AS `duration_us`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'statements'
),
`asked` AS (
SELECT coalesce(TIMESTAMP '2026-11-19 00:00:00.000000 UTC', (
SELECT max(`statements`.`ts`) - INTERVAL '30' MINUTE AS `_col_0`
FROM `tbl_statements` AS `statements`
WHERE (coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE))
)) AS `began`,
  coalesce(TIMESTAMP '2026-11-20 00:00:00.000000 UTC', (
SELECT max(`statements`.`ts`) + INTERVAL '1' SECOND AS `_col_0`
FROM `tbl_statements` AS `statements`
WHERE (coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE))
)) AS `ended`
),
`phases` AS (
SELECT `statements`.`fingerprint` AS `fingerprint`,
  `statements`.`calls` AS `calls`,
  `statements`.`duration_us` AS `duration_us`,
  `statements`.`ts` >= `asked`.`began` AS `is_now`
FROM `tbl_statements` AS `statements`
CROSS JOIN `asked` AS `asked`
WHERE (coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)) AND `statements`.`fingerprint` IS NOT NULL AND `statements`.`ts` >= timestamp_micros(unix_micros(`asked`.`began`) - (7200) * 1000000L) AND `statements`.`ts` < `asked`.`ended`
),
`families` AS (
SELECT `phases`.`fingerprint` AS `fingerprint`,
  coalesce(sum(`phases`.`calls`) FILTER (WHERE (`phases`.`is_now`)), 0) AS `calls_now`,
  coalesce(sum(`phases`.`calls`) FILTER (WHERE (NOT (`phases`.`is_now`))), 0) AS `calls_before`,
  coalesce(sum(`phases`.`duration_us`) FILTER (WHERE (`phases`.`is_now`)), 0) AS `now_us`,
  coalesce(sum(`phases`.`duration_us`) FILTER (WHERE (NOT (`phases`.`is_now`))), 0) AS `before_us`,
  max(`phases`.`duration_us`) FILTER (WHERE (`phases`.`is_now`)) AS `max_us_now`
FROM `phases` AS `phases`
GROUP BY `phases`.`fingerprint`
),
`logged` AS (
SELECT greatest(least((CAST(unix_micros(max(`asked`.`began`)) AS DOUBLE) / 1000000.0e0) - (CAST(unix_micros(min(`coverage`.`covered_from`)) AS DOUBLE) / 1000000.0e0), 7200.0e0), 60.0e0) AS `before_s`
FROM `tbl_coverage` AS `coverage`
CROSS JOIN `asked` AS `asked`
WHERE (TRUE) AND `coverage`.`log_kind` IS NOT NULL
),
`spans` AS (
SELECT greatest((CAST(unix_micros(`asked`.`ended`) AS DOUBLE) / 1000000.0e0) - (CAST(unix_micros(`asked`.`began`) AS DOUBLE) / 1000000.0e0), 1.0e0) AS `now_s`,
  coalesce(`logged`.`before_s`, 7200.0e0) AS `before_s`
FROM `asked` AS `asked`
CROSS JOIN `logged` AS `logged`
),
`rises` AS (
SELECT `f`.`fingerprint` AS `fingerprint`,
  `f`.`calls_now` AS `calls_now`,
  `f`.`calls_before` AS `calls_before`,
  `f`.`now_us` AS `now_us`,
  `f`.`before_us` AS `before_us`,
  `f`.`max_us_now` AS `max_us_now`,
  CASE WHEN `s`.`now_s` = 0 THEN CASE WHEN (CAST(`f`.`now_us` AS DOUBLE) / 1000000.0e0) > 0 THEN double('infinity') WHEN (CAST(`f`.`now_us` AS DOUBLE) / 1000000.0e0) < 0 THEN double('-infinity') WHEN (CAST(`f`.`now_us` AS DOUBLE) / 1000000.0e0) = 0 THEN double('NaN') END ELSE (CAST(`f`.`now_us` AS DOUBLE) / 1000000.0e0) / `s`.`now_s` END AS `active_now`,
  CASE WHEN `s`.`before_s` = 0 THEN CASE WHEN (CAST(`f`.`before_us` AS DOUBLE) / 1000000.0e0) > 0 THEN double('infinity') WHEN (CAST(`f`.`before_us` AS DOUBLE) / 1000000.0e0) < 0 THEN double('-infinity') WHEN (CAST(`f`.`before_us` AS DOUBLE) / 1000000.0e0) = 0 THEN double('NaN') END ELSE (CAST(`f`.`before_us` AS DOUBLE) / 1000000.0e0) / `s`.`before_s` END AS `active_before`
FROM `families` AS `f`
CROSS JOIN `spans` AS `s`
),
`texts` AS (
SELECT `fingerprints`.`fingerprint` AS `fingerprint`,
  max(`fingerprints`.`normalized_sql`) AS `normalized_sql`
FROM `tbl_fingerprints` AS `fingerprints`
GROUP BY `fingerprints`.`fingerprint`
)
SELECT `r`.`fingerprint` AS `fingerprint`,
  `t`.`normalized_sql` AS `normalized_sql`,
  `r`.`calls_now` AS `calls_now`,
  `r`.`calls_before` AS `calls_before`,
  CASE WHEN CAST(nullif(`r`.`calls_now`, 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(`r`.`now_us` AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(`r`.`now_us` AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(`r`.`now_us` AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(`r`.`now_us` AS DOUBLE) / CAST(nullif(`r`.`calls_now`, 0) AS DOUBLE) END AS `mean_us_now`,
  CASE WHEN CAST(nullif(`r`.`calls_before`, 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(`r`.`before_us` AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(`r`.`before_us` AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(`r`.`before_us` AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(`r`.`before_us` AS DOUBLE) / CAST(nullif(`r`.`calls_before`, 0) AS DOUBLE) END AS `mean_us_before`,
  `r`.`max_us_now` AS `max_us_now`,
  `r`.`active_now` AS `active_now`,
  `r`.`active_before` AS `active_before`,
  `r`.`active_now` - `r`.`active_before` AS `rise`,
  CASE WHEN nullif(sum(greatest(`r`.`active_now` - `r`.`active_before`, 0.0e0)) OVER (), 0) = 0 THEN CASE WHEN greatest(`r`.`active_now` - `r`.`active_before`, 0.0e0) > 0 THEN double('infinity') WHEN greatest(`r`.`active_now` - `r`.`active_before`, 0.0e0) < 0 THEN double('-infinity') WHEN greatest(`r`.`active_now` - `r`.`active_before`, 0.0e0) = 0 THEN double('NaN') END ELSE greatest(`r`.`active_now` - `r`.`active_before`, 0.0e0) / nullif(sum(greatest(`r`.`active_now` - `r`.`active_before`, 0.0e0)) OVER (), 0) END AS `share_of_rise`
FROM `rises` AS `r`
LEFT JOIN `texts` AS `t` ON `r`.`fingerprint` = `t`.`fingerprint`
ORDER BY `rise` DESC NULLS LAST, `r`.`fingerprint` ASC NULLS LAST
LIMIT 20;

-- logins b8f3dce2ff73508a
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `event` AS `event`, `client_port` AS `client_port`, `auth_method` AS `auth_method`, `identity` AS `identity`, `tls_version` AS `tls_version`, `tls_cipher` AS `tls_cipher`, `replication` AS `replication`, `session_us` AS `session_us`, `setup_us` AS `setup_us`, `failure` AS `failure`, `observed_by` AS `observed_by`
FROM store
WHERE tbl = 'connections'
)
SELECT `logins`.`ts` AS `ts`,
  `logins`.`account` AS `account`,
  `logins`.`region` AS `region`,
  `logins`.`cluster` AS `cluster`,
  `logins`.`instance` AS `instance`,
  `logins`.`source` AS `source`,
  `logins`.`offset` AS `offset`,
  `logins`.`pid` AS `pid`,
  `logins`.`session_key` AS `session_key`,
  `logins`.`user_name` AS `user_name`,
  `logins`.`database_name` AS `database_name`,
  `logins`.`client_host` AS `client_host`,
  `logins`.`application` AS `application`,
  `logins`.`backend_type` AS `backend_type`,
  `logins`.`event` AS `event`,
  `logins`.`client_port` AS `client_port`,
  `logins`.`auth_method` AS `auth_method`,
  `logins`.`identity` AS `identity`,
  `logins`.`tls_version` AS `tls_version`,
  `logins`.`tls_cipher` AS `tls_cipher`,
  `logins`.`replication` AS `replication`,
  `logins`.`session_us` AS `session_us`,
  `logins`.`setup_us` AS `setup_us`,
  `logins`.`failure` AS `failure`,
  `logins`.`observed_by` AS `observed_by`
FROM (
WITH `numbered` AS (
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`,
  row_number() OVER (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`event`, `connections`.`pid`, date_trunc('hour', `connections`.`ts`), `connections`.`observed_by` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST) AS `nth`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IN ('audit_log', 'error_log', 'general_log')
),
`ranked` AS (
SELECT `numbered`.`ts` AS `ts`,
  `numbered`.`account` AS `account`,
  `numbered`.`region` AS `region`,
  `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`source` AS `source`,
  `numbered`.`offset` AS `offset`,
  `numbered`.`pid` AS `pid`,
  `numbered`.`session_key` AS `session_key`,
  `numbered`.`user_name` AS `user_name`,
  `numbered`.`database_name` AS `database_name`,
  `numbered`.`client_host` AS `client_host`,
  `numbered`.`application` AS `application`,
  `numbered`.`backend_type` AS `backend_type`,
  `numbered`.`event` AS `event`,
  `numbered`.`client_port` AS `client_port`,
  `numbered`.`auth_method` AS `auth_method`,
  `numbered`.`identity` AS `identity`,
  `numbered`.`tls_version` AS `tls_version`,
  `numbered`.`tls_cipher` AS `tls_cipher`,
  `numbered`.`replication` AS `replication`,
  `numbered`.`session_us` AS `session_us`,
  `numbered`.`setup_us` AS `setup_us`,
  `numbered`.`failure` AS `failure`,
  `numbered`.`observed_by` AS `observed_by`,
  `numbered`.`nth` AS `nth`,
  row_number() OVER (PARTITION BY `numbered`.`account`, `numbered`.`region`, `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`event`, `numbered`.`pid`, date_trunc('hour', `numbered`.`ts`), `numbered`.`nth` ORDER BY CASE `numbered`.`observed_by` WHEN 'audit_log' THEN 1 WHEN 'error_log' THEN 2 ELSE 3 END ASC NULLS LAST, `numbered`.`ts` ASC NULLS LAST, `numbered`.`source` ASC NULLS LAST, `numbered`.`offset` ASC NULLS LAST) AS `choice`
FROM `numbered` AS `numbered`
),
`refused` AS (
SELECT `i`.`ts` AS `ts`,
  `i`.`account` AS `account`,
  `i`.`region` AS `region`,
  `i`.`cluster` AS `cluster`,
  `i`.`instance` AS `instance`,
  `i`.`source` AS `source`,
  `i`.`offset` AS `offset`,
  `i`.`pid` AS `pid`,
  `i`.`session_key` AS `session_key`,
  `i`.`user_name` AS `user_name`,
  `i`.`database_name` AS `database_name`,
  `i`.`client_host` AS `client_host`,
  `i`.`application` AS `application`,
  `i`.`backend_type` AS `backend_type`,
  `i`.`event` AS `event`,
  `i`.`client_port` AS `client_port`,
  `i`.`auth_method` AS `auth_method`,
  `i`.`identity` AS `identity`,
  `i`.`tls_version` AS `tls_version`,
  `i`.`tls_cipher` AS `tls_cipher`,
  `i`.`replication` AS `replication`,
  `i`.`session_us` AS `session_us`,
  `i`.`setup_us` AS `setup_us`,
  `i`.`failure` AS `failure`,
  `i`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `i`
WHERE `i`.`observed_by` = 'iam_log' AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `tbl_connections` AS `o`
WHERE `o`.`event` = 'failed' AND coalesce(`o`.`observed_by`, '') <> 'iam_log' AND `o`.`account` = `i`.`account` AND `o`.`region` = `i`.`region` AND `o`.`cluster` = `i`.`cluster` AND `o`.`instance` = `i`.`instance` AND `o`.`user_name` = `i`.`user_name` AND `o`.`ts` BETWEEN `i`.`ts` - INTERVAL '2' SECOND AND `i`.`ts` + INTERVAL '2' SECOND
))
)
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IS NULL
UNION ALL
SELECT `ranked`.`ts` AS `ts`,
  `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`source` AS `source`,
  `ranked`.`offset` AS `offset`,
  `ranked`.`pid` AS `pid`,
  `ranked`.`session_key` AS `session_key`,
  `ranked`.`user_name` AS `user_name`,
  `ranked`.`database_name` AS `database_name`,
  `ranked`.`client_host` AS `client_host`,
  `ranked`.`application` AS `application`,
  `ranked`.`backend_type` AS `backend_type`,
  `ranked`.`event` AS `event`,
  `ranked`.`client_port` AS `client_port`,
  `ranked`.`auth_method` AS `auth_method`,
  `ranked`.`identity` AS `identity`,
  `ranked`.`tls_version` AS `tls_version`,
  `ranked`.`tls_cipher` AS `tls_cipher`,
  `ranked`.`replication` AS `replication`,
  `ranked`.`session_us` AS `session_us`,
  `ranked`.`setup_us` AS `setup_us`,
  `ranked`.`failure` AS `failure`,
  `ranked`.`observed_by` AS `observed_by`
FROM `ranked` AS `ranked`
WHERE `ranked`.`choice` = 1
UNION ALL
SELECT `refused`.`ts` AS `ts`,
  `refused`.`account` AS `account`,
  `refused`.`region` AS `region`,
  `refused`.`cluster` AS `cluster`,
  `refused`.`instance` AS `instance`,
  `refused`.`source` AS `source`,
  `refused`.`offset` AS `offset`,
  `refused`.`pid` AS `pid`,
  `refused`.`session_key` AS `session_key`,
  `refused`.`user_name` AS `user_name`,
  `refused`.`database_name` AS `database_name`,
  `refused`.`client_host` AS `client_host`,
  `refused`.`application` AS `application`,
  `refused`.`backend_type` AS `backend_type`,
  `refused`.`event` AS `event`,
  `refused`.`client_port` AS `client_port`,
  `refused`.`auth_method` AS `auth_method`,
  `refused`.`identity` AS `identity`,
  `refused`.`tls_version` AS `tls_version`,
  `refused`.`tls_cipher` AS `tls_cipher`,
  `refused`.`replication` AS `replication`,
  `refused`.`session_us` AS `session_us`,
  `refused`.`setup_us` AS `setup_us`,
  `refused`.`failure` AS `failure`,
  `refused`.`observed_by` AS `observed_by`
FROM `refused` AS `refused`
) AS `logins`;

-- maintenance_calendar 1b08fe4d6d3de518
WITH `tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `resource_name` AS `resource_name`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`asked` AS (
SELECT coalesce(TIMESTAMP '2026-11-20 00:00:00.000000 UTC', (
SELECT max(`topology`.`valid_from`) AS `_col_0`
FROM `tbl_topology` AS `topology`
WHERE (TRUE)
)) AS `now_at`
),
`held` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`resource_type` AS `resource_type`,
  `ranked`.`resource_id` AS `resource_id`,
  `ranked`.`resource_name` AS `resource_name`,
  `ranked`.`parent_id` AS `parent_id`,
  `ranked`.`attributes` AS `attributes`,
  `ranked`.`readings` AS `readings`,
  `ranked`.`valid_from` AS `valid_from`,
  `ranked`.`valid_to` AS `valid_to`,
  `ranked`.`known_by` AS `known_by`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`instance` AS `instance`,
  `topology`.`resource_type` AS `resource_type`,
  `topology`.`resource_id` AS `resource_id`,
  `topology`.`resource_name` AS `resource_name`,
  `topology`.`parent_id` AS `parent_id`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`readings` AS `readings`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`,
  row_number() OVER (PARTITION BY `topology`.`account`, `topology`.`region`, `topology`.`resource_type`, `topology`.`resource_id` ORDER BY `topology`.`valid_from` DESC NULLS LAST) = 1 AS `is_kept`
FROM `tbl_topology` AS `topology`
WHERE (TRUE) AND (`topology`.`valid_to` IS NULL OR TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `topology`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`clusters` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`resource_id` AS `resource_id`,
  `ranked`.`engine` AS `engine`,
  `ranked`.`engine_version` AS `engine_version`,
  `ranked`.`cluster_status` AS `cluster_status`,
  `ranked`.`storage_type` AS `storage_type`,
  `ranked`.`created_at` AS `created_at`,
  `ranked`.`retention_days` AS `retention_days`,
  `ranked`.`backup_window` AS `backup_window`,
  `ranked`.`maintenance_window` AS `maintenance_window`,
  `ranked`.`deletion_protection` AS `deletion_protection`,
  `ranked`.`encrypted` AS `encrypted`,
  `ranked`.`insights_mode` AS `insights_mode`,
  `ranked`.`global_cluster` AS `global_cluster`,
  `ranked`.`parameter_group` AS `parameter_group`,
  `ranked`.`least_acu` AS `least_acu`,
  `ranked`.`most_acu` AS `most_acu`,
  `ranked`.`pause_after_s` AS `pause_after_s`,
  `ranked`.`clone_group` AS `clone_group`,
  `ranked`.`backtrack_s` AS `backtrack_s`,
  `ranked`.`earliest_restorable` AS `earliest_restorable`,
  `ranked`.`latest_restorable` AS `latest_restorable`,
  `ranked`.`restarts_at` AS `restarts_at`,
  `ranked`.`attributes` AS `attributes`,
  `ranked`.`valid_from` AS `valid_from`,
  `ranked`.`valid_to` AS `valid_to`,
  `ranked`.`known_by` AS `known_by`
FROM (
SELECT `cluster_states`.`account` AS `account`,
  `cluster_states`.`region` AS `region`,
  `cluster_states`.`cluster` AS `cluster`,
  `cluster_states`.`resource_id` AS `resource_id`,
  `cluster_states`.`engine` AS `engine`,
  `cluster_states`.`engine_version` AS `engine_version`,
  `cluster_states`.`cluster_status` AS `cluster_status`,
  `cluster_states`.`storage_type` AS `storage_type`,
  `cluster_states`.`created_at` AS `created_at`,
  `cluster_states`.`retention_days` AS `retention_days`,
  `cluster_states`.`backup_window` AS `backup_window`,
  `cluster_states`.`maintenance_window` AS `maintenance_window`,
  `cluster_states`.`deletion_protection` AS `deletion_protection`,
  `cluster_states`.`encrypted` AS `encrypted`,
  `cluster_states`.`insights_mode` AS `insights_mode`,
  `cluster_states`.`global_cluster` AS `global_cluster`,
  `cluster_states`.`parameter_group` AS `parameter_group`,
  `cluster_states`.`least_acu` AS `least_acu`,
  `cluster_states`.`most_acu` AS `most_acu`,
  `cluster_states`.`pause_after_s` AS `pause_after_s`,
  `cluster_states`.`clone_group` AS `clone_group`,
  `cluster_states`.`backtrack_s` AS `backtrack_s`,
  `cluster_states`.`earliest_restorable` AS `earliest_restorable`,
  `cluster_states`.`latest_restorable` AS `latest_restorable`,
  `cluster_states`.`restarts_at` AS `restarts_at`,
  `cluster_states`.`attributes` AS `attributes`,
  `cluster_states`.`valid_from` AS `valid_from`,
  `cluster_states`.`valid_to` AS `valid_to`,
  `cluster_states`.`known_by` AS `known_by`,
  row_number() OVER (PARTITION BY `cluster_states`.`account`, `cluster_states`.`region`, `cluster_states`.`cluster` ORDER BY `cluster_states`.`valid_from` DESC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `cluster_status`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') AS `storage_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'ClusterCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS DOUBLE)) AS BIGINT)) AS `retention_days`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredBackupWindow\']') AS `backup_window`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredMaintenanceWindow\']') AS `maintenance_window`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'DatabaseInsightsMode\']') AS `insights_mode`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'GlobalClusterIdentifier\']'), `topology`.`parent_id`) AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterParameterGroup\']') AS `parameter_group`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MinCapacity\']') AS DOUBLE) AS `least_acu`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MaxCapacity\']') AS DOUBLE) AS `most_acu`,
  coalesce(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS BIGINT), try_cast(round(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS DOUBLE)) AS BIGINT)) AS `pause_after_s`,
  get_json_object(`topology`.`attributes`, '$[\'CloneGroupId\']') AS `clone_group`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS DOUBLE)) AS BIGINT)) AS `backtrack_s`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'EarliestRestorableTime\']') AS TIMESTAMP) AS `earliest_restorable`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'LatestRestorableTime\']') AS TIMESTAMP) AS `latest_restorable`,
  try_cast(coalesce(get_json_object(`topology`.`readings`, '$[\'AutomaticRestartTime\']'), get_json_object(`topology`.`attributes`, '$[\'AutomaticRestartTime\']')) AS TIMESTAMP) AS `restarts_at`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'cluster'
) AS `cluster_states`
WHERE (TRUE) AND (`cluster_states`.`valid_to` IS NULL OR TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`servers` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`resource_id` AS `resource_id`,
  `ranked`.`engine` AS `engine`,
  `ranked`.`engine_version` AS `engine_version`,
  `ranked`.`instance_class` AS `instance_class`,
  `ranked`.`class_size` AS `class_size`,
  `ranked`.`zone` AS `zone`,
  `ranked`.`instance_status` AS `instance_status`,
  `ranked`.`promotion_tier` AS `promotion_tier`,
  `ranked`.`created_at` AS `created_at`,
  `ranked`.`insights_enabled` AS `insights_enabled`,
  `ranked`.`monitoring_s` AS `monitoring_s`,
  `ranked`.`certificate` AS `certificate`,
  `ranked`.`certificate_until` AS `certificate_until`,
  `ranked`.`publicly_accessible` AS `publicly_accessible`,
  `ranked`.`attributes` AS `attributes`,
  `ranked`.`valid_from` AS `valid_from`,
  `ranked`.`valid_to` AS `valid_to`,
  `ranked`.`known_by` AS `known_by`
FROM (
SELECT `instance_states`.`account` AS `account`,
  `instance_states`.`region` AS `region`,
  `instance_states`.`cluster` AS `cluster`,
  `instance_states`.`instance` AS `instance`,
  `instance_states`.`resource_id` AS `resource_id`,
  `instance_states`.`engine` AS `engine`,
  `instance_states`.`engine_version` AS `engine_version`,
  `instance_states`.`instance_class` AS `instance_class`,
  `instance_states`.`class_size` AS `class_size`,
  `instance_states`.`zone` AS `zone`,
  `instance_states`.`instance_status` AS `instance_status`,
  `instance_states`.`promotion_tier` AS `promotion_tier`,
  `instance_states`.`created_at` AS `created_at`,
  `instance_states`.`insights_enabled` AS `insights_enabled`,
  `instance_states`.`monitoring_s` AS `monitoring_s`,
  `instance_states`.`certificate` AS `certificate`,
  `instance_states`.`certificate_until` AS `certificate_until`,
  `instance_states`.`publicly_accessible` AS `publicly_accessible`,
  `instance_states`.`attributes` AS `attributes`,
  `instance_states`.`valid_from` AS `valid_from`,
  `instance_states`.`valid_to` AS `valid_to`,
  `instance_states`.`known_by` AS `known_by`,
  row_number() OVER (PARTITION BY `instance_states`.`account`, `instance_states`.`region`, `instance_states`.`instance` ORDER BY `instance_states`.`valid_from` DESC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`instance` AS `instance`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') AS `instance_class`,
  CASE WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'micro' THEN 0.125e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'small' THEN 0.25e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'medium' THEN 0.5e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'large' THEN 1.0e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'xlarge' THEN 2.0e0 ELSE 2.0e0 * try_cast(nullif(CASE WHEN get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') IS NOT NULL THEN coalesce(regexp_extract(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '\\.([0-9]+)xlarge$', 1), '') END, '') AS DOUBLE) END AS `class_size`,
  get_json_object(`topology`.`attributes`, '$[\'AvailabilityZone\']') AS `zone`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceStatus\']') AS `instance_status`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS DOUBLE)) AS BIGINT)) AS `promotion_tier`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'InstanceCreateTime\']') AS TIMESTAMP) AS `created_at`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `insights_enabled`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS DOUBLE)) AS BIGINT)) AS `monitoring_s`,
  get_json_object(`topology`.`attributes`, '$[\'CACertificateIdentifier\']') AS `certificate`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'CertificateDetails\']'), '$[\'ValidTill\']') AS TIMESTAMP) AS `certificate_until`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `publicly_accessible`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'instance'
) AS `instance_states`
WHERE (TRUE) AND (`instance_states`.`valid_to` IS NULL OR TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `instance_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`actions` AS (
SELECT `held`.`account` AS `account`,
  `held`.`region` AS `region`,
  `held`.`cluster` AS `cluster`,
  `held`.`instance` AS `instance`,
  `held`.`resource_name` AS `resource_name`,
  `unnested_0`.`element_0` AS `one`
FROM `held` AS `held`
CROSS JOIN LATERAL explode(from_json(get_json_object(`held`.`attributes`, '$[\'PendingMaintenanceActionDetails\']'), 'ARRAY<STRING>')) AS `unnested_0` (`element_0`)
WHERE `held`.`resource_type` = 'pending_maintenance'
),
`versions` AS (
SELECT `cycles`.`resource_name` AS `major`,
  get_json_object(`cycles`.`attributes`, '$[\'Engine\']') AS `engine`,
  max(try_cast(get_json_object(`cycles`.`one`, '$[\'LifecycleSupportEndDate\']') AS TIMESTAMP)) FILTER (WHERE ((get_json_object(`cycles`.`one`, '$[\'LifecycleSupportName\']')) LIKE '%standard%')) AS `standard_end`,
  max(try_cast(get_json_object(`cycles`.`one`, '$[\'LifecycleSupportEndDate\']') AS TIMESTAMP)) FILTER (WHERE ((get_json_object(`cycles`.`one`, '$[\'LifecycleSupportName\']')) LIKE '%extended%')) AS `extended_end`
FROM (
SELECT `topology`.`resource_name` AS `resource_name`,
  `topology`.`attributes` AS `attributes`,
  `unnested_0`.`element_0` AS `one`
FROM `tbl_topology` AS `topology`
CROSS JOIN LATERAL explode(from_json(get_json_object(`topology`.`attributes`, '$[\'SupportedEngineLifecycles\']'), 'ARRAY<STRING>')) AS `unnested_0` (`element_0`)
WHERE `topology`.`resource_type` = 'engine_lifecycle' AND `topology`.`valid_to` IS NULL
) AS `cycles`
GROUP BY `cycles`.`resource_name`, get_json_object(`cycles`.`attributes`, '$[\'Engine\']')
),
`windows` AS (
SELECT `c`.`account` AS `account`,
  `c`.`region` AS `region`,
  `c`.`cluster` AS `cluster`,
  `c`.`maintenance_window` AS `maintenance_window`,
  `a`.`now_at` AS `now_at`,
  nullif(array_position(array('sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'), substr(`c`.`maintenance_window`, 1, 3)), 0) - 1 AS `day_wanted`,
  coalesce(try_cast(substr(`c`.`maintenance_window`, 5, 2) AS BIGINT), try_cast(round(try_cast(substr(`c`.`maintenance_window`, 5, 2) AS DOUBLE)) AS BIGINT)) * 60L + coalesce(try_cast(substr(`c`.`maintenance_window`, 8, 2) AS BIGINT), try_cast(round(try_cast(substr(`c`.`maintenance_window`, 8, 2) AS DOUBLE)) AS BIGINT)) AS `minute_wanted`,
  CAST(dayofweek(CAST(from_utc_timestamp(`a`.`now_at`, 'UTC') AS TIMESTAMP_NTZ)) - 1 AS BIGINT) AS `day_now`,
  date_trunc('day', CAST(from_utc_timestamp(`a`.`now_at`, 'UTC') AS TIMESTAMP_NTZ)) AS `midnight`
FROM `clusters` AS `c`
CROSS JOIN `asked` AS `a`
WHERE regexp_like(`c`.`maintenance_window`, '^[a-z]{3}:[0-9]{2}:[0-9]{2}-')
),
`openings` AS (
SELECT `windows`.`account` AS `account`,
  `windows`.`region` AS `region`,
  `windows`.`cluster` AS `cluster`,
  `windows`.`maintenance_window` AS `maintenance_window`,
  `windows`.`now_at` AS `now_at`,
  CAST((`windows`.`midnight` + (((`windows`.`day_wanted` - `windows`.`day_now` + 7) % 7)) * INTERVAL '1' DAY + (`windows`.`minute_wanted`) * INTERVAL '1' MINUTE) AS TIMESTAMP) AS `opens_at`
FROM `windows` AS `windows`
),
`dated` AS (
SELECT coalesce(try_cast(get_json_object(`actions`.`one`, '$[\'ForcedApplyDate\']') AS TIMESTAMP), try_cast(get_json_object(`actions`.`one`, '$[\'AutoAppliedAfterDate\']') AS TIMESTAMP), try_cast(get_json_object(`actions`.`one`, '$[\'CurrentApplyDate\']') AS TIMESTAMP)) AS `due_at`,
  CASE WHEN (get_json_object(`actions`.`one`, '$[\'ForcedApplyDate\']')) IS NOT NULL THEN 'forced' WHEN (get_json_object(`actions`.`one`, '$[\'AutoAppliedAfterDate\']')) IS NOT NULL THEN 'by itself, in the window after' WHEN (get_json_object(`actions`.`one`, '$[\'CurrentApplyDate\']')) IS NOT NULL THEN 'was asked for' ELSE 'only if somebody asks' END AS `how`,
  `actions`.`account` AS `account`,
  `actions`.`region` AS `region`,
  `actions`.`cluster` AS `cluster`,
  coalesce(`actions`.`instance`, `actions`.`cluster`, `actions`.`resource_name`) AS `subject`,
  concat_ws(': ', get_json_object(`actions`.`one`, '$[\'Action\']'), get_json_object(`actions`.`one`, '$[\'Description\']')) AS `what`,
  'restarts instances' AS `consequence`
FROM `actions` AS `actions`
UNION ALL
SELECT `servers`.`certificate_until` AS `certificate_until`,
  'ends' AS `ends`,
  `servers`.`account` AS `account`,
  `servers`.`region` AS `region`,
  `servers`.`cluster` AS `cluster`,
  `servers`.`instance` AS `instance`,
  concat('certificate of ', coalesce(`servers`.`certificate`, ''), ' ends') AS `_col_6`,
  'clients that verify it can no longer connect' AS `clients that verify it can no longer connect`
FROM `servers` AS `servers`
WHERE `servers`.`certificate_until` IS NOT NULL
UNION ALL
SELECT `v`.`standard_end` AS `standard_end`,
  'ends' AS `ends`,
  `c`.`account` AS `account`,
  `c`.`region` AS `region`,
  `c`.`cluster` AS `cluster`,
  `c`.`cluster` AS `cluster`,
  concat('standard support of ', coalesce(`c`.`engine`, ''), ' ', coalesce(`v`.`major`, ''), ' ends') AS `_col_6`,
  CASE WHEN (get_json_object(`c`.`attributes`, '$[\'EngineLifecycleSupport\']')) LIKE '%disabled' THEN 'it is upgraded to a newer major version by itself' ELSE 'extended support is billed by the vCPU-hour' END AS `_col_7`
FROM `clusters` AS `c`
JOIN `versions` AS `v` ON `v`.`engine` = `c`.`engine` AND `v`.`major` = CASE WHEN `c`.`engine` LIKE '%mysql%' THEN CASE WHEN `c`.`engine_version` IS NOT NULL THEN coalesce(regexp_extract(`c`.`engine_version`, '^[0-9]+\\.[0-9]+', 0), '') END ELSE split_part(`c`.`engine_version`, '.', 1) END
WHERE `v`.`standard_end` IS NOT NULL
UNION ALL
SELECT `clusters`.`restarts_at` AS `restarts_at`,
  'by itself' AS `by itself`,
  `clusters`.`account` AS `account`,
  `clusters`.`region` AS `region`,
  `clusters`.`cluster` AS `cluster`,
  `clusters`.`cluster` AS `cluster`,
  'RDS starts the stopped cluster again' AS `rds starts the stopped cluster again`,
  'it is billed again' AS `it is billed again`
FROM `clusters` AS `clusters`
WHERE `clusters`.`restarts_at` IS NOT NULL
UNION ALL
SELECT CASE WHEN `openings`.`opens_at` < `openings`.`now_at` THEN `openings`.`opens_at` + INTERVAL '7' DAY ELSE `openings`.`opens_at` END AS `_col_0`,
  'may' AS `may`,
  `openings`.`account` AS `account`,
  `openings`.`region` AS `region`,
  `openings`.`cluster` AS `cluster`,
  `openings`.`cluster` AS `cluster`,
  concat('maintenance window ', coalesce(`openings`.`maintenance_window`, ''), ' UTC opens') AS `_col_6`,
  'pending actions and minor upgrades may run' AS `pending actions and minor upgrades may run`
FROM `openings` AS `openings`
UNION ALL
SELECT timestamp_micros(unix_micros(try_cast(get_json_object(`held`.`attributes`, '$[\'StartTime\']') AS TIMESTAMP)) + (coalesce(try_cast(get_json_object(`held`.`attributes`, '$[\'Duration\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`held`.`attributes`, '$[\'Duration\']') AS DOUBLE)) AS BIGINT))) * 1000000L) AS `_col_0`,
  'ends' AS `ends`,
  `held`.`account` AS `account`,
  `held`.`region` AS `region`,
  `held`.`cluster` AS `cluster`,
  `held`.`resource_name` AS `resource_name`,
  concat('reservation of ', coalesce(get_json_object(`held`.`attributes`, '$[\'DBInstanceCount\']'), ''), ' x ', coalesce(get_json_object(`held`.`attributes`, '$[\'DBInstanceClass\']'), ''), ' ends') AS `_col_6`,
  'its hours are billed at list price' AS `its hours are billed at list price`
FROM `held` AS `held`
WHERE `held`.`resource_type` = 'reserved_instance' AND (get_json_object(`held`.`attributes`, '$[\'State\']')) = 'active'
)
SELECT `d`.`due_at` AS `due_at`,
  unix_micros(`d`.`due_at`) - unix_micros(`a`.`now_at`) AS `left_us`,
  `d`.`how` AS `how`,
  `d`.`account` AS `account`,
  `d`.`region` AS `region`,
  `d`.`cluster` AS `cluster`,
  `d`.`subject` AS `subject`,
  `d`.`what` AS `what`,
  `d`.`consequence` AS `consequence`
FROM `dated` AS `d`
CROSS JOIN `asked` AS `a`
ORDER BY `d`.`due_at` ASC NULLS LAST, `d`.`cluster` ASC NULLS LAST, `d`.`subject` ASC NULLS LAST, `d`.`what` ASC NULLS LAST;

-- memory_by_instance 874ecc2208295745
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `scope` AS `scope`, `statistic` AS `statistic`, `unit` AS `unit`, `value` AS `value`, `source` AS `source`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_temp_files` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `user_name` AS `user_name`, `database_name` AS `database_name`, `bytes` AS `bytes`
FROM store
WHERE tbl = 'temp_files' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `attributes` AS `attributes`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`points` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  `metrics`.`name` AS `name`,
  `metrics`.`statistic` AS `statistic`,
  `metrics`.`ts` AS `ts`,
  `metrics`.`value` AS `value`,
  `metrics`.`source` AS `source`,
  `metrics`.`unit` AS `unit`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`scope` = 'instance' AND `metrics`.`instance` IS NOT NULL AND `metrics`.`name` IN ('FreeableMemory', 'SwapUsage', 'FreeLocalStorage', 'os.memory.total', 'memory.total', 'os.memory.outOfMemoryKillCount', 'AuroraMemoryHealthState', 'AuroraMemoryNumDeclinedSqlTotal', 'AuroraMemoryNumKillConnTotal', 'AuroraMemoryNumKillQueryTotal', 'AuroraNumOomRecoveryTriggered', 'FreeEphemeralStorage')
),
`summed` AS (
SELECT `points`.`account` AS `account`,
  `points`.`region` AS `region`,
  `points`.`cluster` AS `cluster`,
  `points`.`instance` AS `instance`,
  max(`points`.`value`) FILTER (WHERE (`points`.`name` IN ('os.memory.total', 'memory.total'))) * 1024L AS `total_memory`,
  min(`points`.`value`) FILTER (WHERE (`points`.`name` = 'FreeableMemory')) AS `least_memory`,
  min_by(`points`.`ts`, struct(`points`.`value`, `points`.`ts`)) FILTER (WHERE (`points`.`name` = 'FreeableMemory') AND (`points`.`ts` IS NOT NULL) AND (`points`.`value` IS NOT NULL)) AS `least_memory_at`,
  max_by(`points`.`value`, struct(`points`.`ts`, `points`.`value`)) FILTER (WHERE (`points`.`name` = 'FreeableMemory') AND (`points`.`value` IS NOT NULL) AND (`points`.`ts` IS NOT NULL)) AS `last_memory`,
  max(`points`.`value`) FILTER (WHERE (`points`.`name` = 'SwapUsage')) AS `max_swap`,
  min(`points`.`value`) FILTER (WHERE (`points`.`name` = 'FreeLocalStorage')) AS `least_storage`,
  min_by(`points`.`ts`, struct(`points`.`value`, `points`.`ts`)) FILTER (WHERE (`points`.`name` = 'FreeLocalStorage') AND (`points`.`ts` IS NOT NULL) AND (`points`.`value` IS NOT NULL)) AS `least_storage_at`,
  max_by(`points`.`value`, struct(`points`.`ts`, `points`.`value`)) FILTER (WHERE (`points`.`name` = 'FreeLocalStorage') AND (`points`.`value` IS NOT NULL) AND (`points`.`ts` IS NOT NULL)) AS `last_storage`,
  CASE WHEN count(*) FILTER (WHERE (`points`.`name` = 'FreeLocalStorage')) >= 10 THEN regr_slope(`points`.`value`, (CAST(unix_micros(`points`.`ts`) AS DOUBLE) / 3600000000.0e0)) FILTER (WHERE (`points`.`name` = 'FreeLocalStorage')) END AS `storage_hour`,
  max(`points`.`value`) FILTER (WHERE (`points`.`name` = 'os.memory.outOfMemoryKillCount')) AS `oom_kills`,
  max(`points`.`value`) FILTER (WHERE (`points`.`name` = 'AuroraMemoryHealthState')) AS `health_state`,
  sum(`points`.`value`) FILTER (WHERE (`points`.`name` IN ('AuroraMemoryNumDeclinedSqlTotal', 'AuroraMemoryNumKillConnTotal', 'AuroraMemoryNumKillQueryTotal') AND `points`.`statistic` = 'Sum')) AS `refused`,
  max(`points`.`ts`) AS `last_ts`
FROM `points` AS `points`
GROUP BY `points`.`account`, `points`.`region`, `points`.`cluster`, `points`.`instance`
),
`spilled` AS (
SELECT `temp_files`.`cluster` AS `cluster`,
  `temp_files`.`instance` AS `instance`,
  count(*) AS `temp_files`,
  sum(`temp_files`.`bytes`) AS `temp_bytes`
FROM `tbl_temp_files` AS `temp_files`
WHERE (`temp_files`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `temp_files`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`temp_files`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`temp_files`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY `temp_files`.`cluster`, `temp_files`.`instance`
),
`classes` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`instance_class` AS `instance_class`
FROM (
SELECT `instance_states`.`account` AS `account`,
  `instance_states`.`region` AS `region`,
  `instance_states`.`cluster` AS `cluster`,
  `instance_states`.`instance` AS `instance`,
  `instance_states`.`instance_class` AS `instance_class`,
  row_number() OVER (PARTITION BY `instance_states`.`account`, `instance_states`.`region`, `instance_states`.`instance` ORDER BY `instance_states`.`account` ASC NULLS LAST, `instance_states`.`region` ASC NULLS LAST, `instance_states`.`instance` ASC NULLS LAST, `instance_states`.`valid_from` DESC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`instance` AS `instance`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') AS `instance_class`,
  CASE WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'micro' THEN 0.125e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'small' THEN 0.25e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'medium' THEN 0.5e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'large' THEN 1.0e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'xlarge' THEN 2.0e0 ELSE 2.0e0 * try_cast(nullif(CASE WHEN get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') IS NOT NULL THEN coalesce(regexp_extract(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '\\.([0-9]+)xlarge$', 1), '') END, '') AS DOUBLE) END AS `class_size`,
  get_json_object(`topology`.`attributes`, '$[\'AvailabilityZone\']') AS `zone`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceStatus\']') AS `instance_status`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS DOUBLE)) AS BIGINT)) AS `promotion_tier`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'InstanceCreateTime\']') AS TIMESTAMP) AS `created_at`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `insights_enabled`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS DOUBLE)) AS BIGINT)) AS `monitoring_s`,
  get_json_object(`topology`.`attributes`, '$[\'CACertificateIdentifier\']') AS `certificate`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'CertificateDetails\']'), '$[\'ValidTill\']') AS TIMESTAMP) AS `certificate_until`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `publicly_accessible`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'instance'
) AS `instance_states`
WHERE (TRUE)
) AS `ranked`
WHERE `ranked`.`is_kept`
)
SELECT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `s`.`instance` AS `instance`,
  `c`.`instance_class` AS `instance_class`,
  `s`.`total_memory` AS `total_memory`,
  `s`.`last_memory` AS `last_memory`,
  `s`.`least_memory` AS `least_memory`,
  `s`.`least_memory_at` AS `least_memory_at`,
  CASE WHEN nullif(`s`.`total_memory`, 0) = 0 THEN CASE WHEN `s`.`least_memory` > 0 THEN double('infinity') WHEN `s`.`least_memory` < 0 THEN double('-infinity') WHEN `s`.`least_memory` = 0 THEN double('NaN') END ELSE `s`.`least_memory` / nullif(`s`.`total_memory`, 0) END AS `share_memory`,
  `s`.`max_swap` AS `max_swap`,
  `s`.`last_storage` AS `last_storage`,
  `s`.`least_storage` AS `least_storage`,
  `s`.`least_storage_at` AS `least_storage_at`,
  `s`.`storage_hour` AS `storage_hour`,
  CASE WHEN `s`.`storage_hour` < 0 THEN CASE WHEN -`s`.`storage_hour` = 0 THEN CASE WHEN `s`.`last_storage` > 0 THEN double('infinity') WHEN `s`.`last_storage` < 0 THEN double('-infinity') WHEN `s`.`last_storage` = 0 THEN double('NaN') END ELSE `s`.`last_storage` / -`s`.`storage_hour` END END AS `hours_left`,
  `s`.`oom_kills` AS `oom_kills`,
  `s`.`health_state` AS `health_state`,
  `s`.`refused` AS `refused`,
  `t`.`temp_files` AS `temp_files`,
  `t`.`temp_bytes` AS `temp_bytes`,
  concat_ws('; ', CASE WHEN `s`.`oom_kills` > 0 THEN 'the operating system killed for want of memory' END, CASE WHEN `s`.`refused` > 0 THEN 'Aurora declined or ended statements to save memory' END, CASE WHEN `s`.`least_memory` < 0.05e0 * `s`.`total_memory` THEN 'less than 5 % of the memory was free' END, CASE WHEN `s`.`max_swap` > 0 THEN 'it swapped' END, CASE WHEN `s`.`least_memory` IS NULL THEN 'unknown: no FreeableMemory' END, CASE WHEN `s`.`total_memory` IS NULL THEN 'total memory unknown' END, CASE WHEN `s`.`least_storage` IS NULL THEN 'local storage unknown: serverless instances report none' END) AS `remark`,
  `s`.`last_ts` AS `last_ts`
FROM `summed` AS `s`
LEFT JOIN `classes` AS `c` ON `s`.`account` = `c`.`account` AND `s`.`region` = `c`.`region` AND `s`.`cluster` = `c`.`cluster` AND `s`.`instance` = `c`.`instance`
LEFT JOIN `spilled` AS `t` ON `t`.`cluster` = `s`.`cluster` AND `t`.`instance` = `s`.`instance`
ORDER BY `share_memory` ASC NULLS LAST, `s`.`least_memory` ASC NULLS LAST, `s`.`instance` ASC NULLS LAST;

-- metric_against e3742a903b277b4e
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `statistic` AS `statistic`, `value` AS `value`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT timestamp_micros((unix_micros(`metrics`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  concat_ws(' ', coalesce(`metrics`.`instance`, `metrics`.`cluster`), `metrics`.`region`) AS `series`,
  max(`metrics`.`value`) AS `metric_value`,
  CASE WHEN 60000 > 0 THEN CAST(60000 AS DOUBLE) END AS `objective_ms`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` = 'AuroraGlobalDBRPOLag' AND `metrics`.`statistic` = 'Maximum'
GROUP BY timestamp_micros((unix_micros(`metrics`.`ts`) DIV 60000000) * 60000000L), concat_ws(' ', coalesce(`metrics`.`instance`, `metrics`.`cluster`), `metrics`.`region`)
ORDER BY `bucket` ASC NULLS LAST, `series` ASC NULLS LAST;

-- metric_names a5e11de7deb0259e
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `instance` AS `instance`, `namespace` AS `namespace`, `name` AS `name`, `scope` AS `scope`, `statistic` AS `statistic`, `unit` AS `unit`, `source` AS `source`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `metrics`.`name` AS `metric`,
  CASE WHEN CASE WHEN split(coalesce(NULL, ''), ',') IS NOT NULL THEN coalesce(array_contains(split(coalesce(NULL, ''), ','), `metrics`.`name`), FALSE) END THEN array_join(filter(split(NULL, ','), `one` -> `one` <> `metrics`.`name`), ',') ELSE concat_ws(',', NULL, `metrics`.`name`) END AS `metrics_drawn`,
  CASE WHEN CASE WHEN split(coalesce(NULL, ''), ',') IS NOT NULL THEN coalesce(array_contains(split(coalesce(NULL, ''), ','), `metrics`.`name`), FALSE) END THEN 'take out' ELSE 'add' END AS `beside`,
  max(`metrics`.`unit`) AS `unit`,
  max(`metrics`.`namespace`) AS `namespace`,
  CASE WHEN count(`metrics`.`scope`) FILTER (WHERE (`metrics`.`scope` IS NOT NULL)) > 0 THEN array_join(sort_array(collect_set(`metrics`.`scope`) FILTER (WHERE (`metrics`.`scope` IS NOT NULL))), ', ') END AS `scopes`,
  CASE WHEN count(`metrics`.`statistic`) FILTER (WHERE (`metrics`.`statistic` IS NOT NULL)) > 0 THEN array_join(sort_array(collect_set(`metrics`.`statistic`) FILTER (WHERE (`metrics`.`statistic` IS NOT NULL))), ', ') END AS `statistics`,
  CASE WHEN count(`metrics`.`source`) FILTER (WHERE (`metrics`.`source` IS NOT NULL)) > 0 THEN array_join(sort_array(collect_set(`metrics`.`source`) FILTER (WHERE (`metrics`.`source` IS NOT NULL))), ', ') END AS `metric_sources`,
  count(DISTINCT `metrics`.`instance`) AS `instances`,
  count(*) AS `points`,
  max(`metrics`.`ts`) AS `last_ts`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
GROUP BY `metrics`.`name`
ORDER BY `metric` ASC NULLS LAST
LIMIT 2000;

-- metric_over_time 2504176fc47685d5
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `namespace` AS `namespace`, `name` AS `name`, `dimensions` AS `dimensions`, `scope` AS `scope`, `statistic` AS `statistic`, `period_s` AS `period_s`, `unit` AS `unit`, `value` AS `value`, `source` AS `source`, CAST(`observed_at` AS TIMESTAMP) AS `observed_at`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`points` AS (
SELECT `metrics`.`ts` AS `ts`,
  `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  `metrics`.`namespace` AS `namespace`,
  `metrics`.`name` AS `name`,
  `metrics`.`dimensions` AS `dimensions`,
  `metrics`.`scope` AS `scope`,
  `metrics`.`statistic` AS `statistic`,
  `metrics`.`period_s` AS `period_s`,
  `metrics`.`unit` AS `unit`,
  `metrics`.`value` AS `value`,
  `metrics`.`source` AS `source`,
  `metrics`.`observed_at` AS `observed_at`,
  min(`metrics`.`period_s`) OVER (PARTITION BY `metrics`.`cluster`, `metrics`.`instance`, `metrics`.`name`, `metrics`.`dimensions`, `metrics`.`statistic`, timestamp_micros((unix_micros(`metrics`.`ts`) DIV 60000000) * 60000000L)) AS `finest`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`statistic` = 'Average' AND `metrics`.`name` IN (
SELECT trim(BOTH ' ' FROM `unnested_0`.`element_0`) AS `_col_0`
FROM LATERAL explode(split('CPUUtilization', ',')) AS `unnested_0` (`element_0`)
) AND ('instance' = 'any' OR `metrics`.`scope` = 'instance')
),
`buckets` AS (
SELECT timestamp_micros((unix_micros(`points`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  concat_ws(' ', CASE WHEN `points`.`scope` = 'instance' AND `points`.`instance` IS NOT NULL THEN `points`.`instance` ELSE concat_ws(' ', `points`.`cluster`, array_join(filter(map_values(from_json(`points`.`dimensions`, 'MAP<STRING, STRING>')), `one` -> `one` <> `points`.`cluster`), ' ')) END, CASE WHEN contains('CPUUtilization', ',') THEN `points`.`name` END) AS `series`,
  min(`points`.`unit`) AS `unit`,
  CASE 'Average' WHEN 'Maximum' THEN max(`points`.`value`) WHEN 'Minimum' THEN min(`points`.`value`) WHEN 'Sum' THEN sum(`points`.`value`) WHEN 'SampleCount' THEN sum(`points`.`value`) ELSE avg(`points`.`value`) END AS `metric_value`
FROM `points` AS `points`
WHERE `points`.`period_s` = `points`.`finest`
GROUP BY timestamp_micros((unix_micros(`points`.`ts`) DIV 60000000) * 60000000L), concat_ws(' ', CASE WHEN `points`.`scope` = 'instance' AND `points`.`instance` IS NOT NULL THEN `points`.`instance` ELSE concat_ws(' ', `points`.`cluster`, array_join(filter(map_values(from_json(`points`.`dimensions`, 'MAP<STRING, STRING>')), `one` -> `one` <> `points`.`cluster`), ' ')) END, CASE WHEN contains('CPUUtilization', ',') THEN `points`.`name` END)
)
SELECT `buckets`.`bucket` AS `bucket`,
  `buckets`.`series` AS `series`,
  `buckets`.`unit` AS `unit`,
  CASE WHEN 'value' = 'share' THEN CASE WHEN nullif(max(abs(`buckets`.`metric_value`)) OVER (PARTITION BY `buckets`.`series`), 0) = 0 THEN CASE WHEN 100L * `buckets`.`metric_value` > 0 THEN double('infinity') WHEN 100L * `buckets`.`metric_value` < 0 THEN double('-infinity') WHEN 100L * `buckets`.`metric_value` = 0 THEN double('NaN') END ELSE 100L * `buckets`.`metric_value` / nullif(max(abs(`buckets`.`metric_value`)) OVER (PARTITION BY `buckets`.`series`), 0) END ELSE `buckets`.`metric_value` END AS `metric_value`
FROM `buckets` AS `buckets`
ORDER BY `bucket` ASC NULLS LAST, `series` ASC NULLS LAST;

-- metric_rows 42445189d6b5a4a3
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `dimensions` AS `dimensions`, `scope` AS `scope`, `statistic` AS `statistic`, `period_s` AS `period_s`, `unit` AS `unit`, `value` AS `value`, `source` AS `source`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `points`.`ts` AS `ts`,
  `points`.`cluster` AS `cluster`,
  `points`.`instance` AS `instance`,
  `points`.`metric` AS `metric`,
  `points`.`statistic` AS `statistic`,
  `points`.`point_value` AS `point_value`,
  `points`.`unit` AS `unit`,
  `points`.`period_s` AS `period_s`,
  `points`.`scope` AS `scope`,
  `points`.`dimensions` AS `dimensions`,
  `points`.`metric_source` AS `metric_source`,
  `points`.`region` AS `region`,
  `points`.`source` AS `source`,
  `points`.`offset` AS `offset`
FROM (
SELECT `metrics`.`ts` AS `ts`,
  `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  `metrics`.`name` AS `metric`,
  `metrics`.`statistic` AS `statistic`,
  `metrics`.`value` AS `point_value`,
  `metrics`.`unit` AS `unit`,
  `metrics`.`period_s` AS `period_s`,
  `metrics`.`scope` AS `scope`,
  `metrics`.`dimensions` AS `dimensions`,
  `metrics`.`source` AS `metric_source`,
  `metrics`.`region` AS `region`,
  '' AS `source`,
  row_number() OVER (PARTITION BY `metrics`.`ts` ORDER BY `metrics`.`name` ASC NULLS LAST, `metrics`.`cluster` ASC NULLS LAST, `metrics`.`instance` ASC NULLS LAST, `metrics`.`dimensions` ASC NULLS LAST, `metrics`.`statistic` ASC NULLS LAST, `metrics`.`period_s` ASC NULLS LAST, `metrics`.`source` ASC NULLS LAST) AS `offset`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` IN (
SELECT trim(BOTH ' ' FROM `unnested_0`.`element_0`) AS `_col_0`
FROM LATERAL explode(split('CPUUtilization', ',')) AS `unnested_0` (`element_0`)
) AND ('any' = 'any' OR `metrics`.`statistic` = 'any') AND ('any' = 'any' OR `metrics`.`scope` = 'any')
) AS `points`
WHERE NULL IS NULL OR (unix_micros(`points`.`ts`) < NULL OR (unix_micros(`points`.`ts`) = NULL AND (`points`.`source` < NULL OR (`points`.`source` = NULL AND `points`.`offset` < NULL))))
ORDER BY `points`.`ts` DESC NULLS LAST, `points`.`source` DESC NULLS LAST, `points`.`offset` DESC NULLS LAST
LIMIT 100;

-- metrics_matching 581186996214fb77
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `dimensions` AS `dimensions`, `scope` AS `scope`, `statistic` AS `statistic`, `unit` AS `unit`, `value` AS `value`, `source` AS `source`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `metrics`.`name` AS `metric`,
  `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  coalesce(`metrics`.`instance`, `metrics`.`cluster`, 'all') || CASE WHEN `metrics`.`scope` IN ('device', 'proxy', 'role') THEN concat(' ', coalesce(array_join(filter(map_values(from_json(min(`metrics`.`dimensions`), 'MAP<STRING, STRING>')), `one` -> `one` <> coalesce(`metrics`.`instance`, '') AND `one` <> coalesce(`metrics`.`cluster`, '')), ' '), '')) ELSE '' END AS `measured_of`,
  `metrics`.`scope` AS `scope`,
  max(`metrics`.`unit`) AS `unit`,
  max_by(`metrics`.`value`, struct(`metrics`.`ts`, `metrics`.`value`)) FILTER (WHERE (`metrics`.`statistic` IN ('Average', 'Sum', 'Maximum')) AND (`metrics`.`value` IS NOT NULL) AND (`metrics`.`ts` IS NOT NULL)) AS `last_value`,
  min(`metrics`.`value`) FILTER (WHERE (`metrics`.`statistic` IN ('Average', 'Minimum', 'Maximum'))) AS `least_value`,
  avg(`metrics`.`value`) FILTER (WHERE (`metrics`.`statistic` = 'Average')) AS `mean_value`,
  max(`metrics`.`value`) FILTER (WHERE (`metrics`.`statistic` IN ('Average', 'Minimum', 'Maximum'))) AS `most_value`,
  max_by(`metrics`.`ts`, struct(`metrics`.`value`, `metrics`.`ts`)) FILTER (WHERE (`metrics`.`statistic` IN ('Average', 'Maximum')) AND (`metrics`.`ts` IS NOT NULL) AND (`metrics`.`value` IS NOT NULL)) AS `most_at`,
  sum(`metrics`.`value`) FILTER (WHERE (`metrics`.`statistic` = 'Sum')) AS `total_value`,
  count(*) AS `points`,
  max(`metrics`.`ts`) AS `last_ts`,
  CASE WHEN count(`metrics`.`source`) FILTER (WHERE (`metrics`.`source` IS NOT NULL)) > 0 THEN array_join(sort_array(collect_set(`metrics`.`source`) FILTER (WHERE (`metrics`.`source` IS NOT NULL))), ', ') END AS `metric_sources`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND regexp_like(`metrics`.`name`, '^CPUUtilization$') AND ('any' = 'any' OR `metrics`.`source` = 'any')
GROUP BY `metrics`.`name`, `metrics`.`cluster`, `metrics`.`instance`, `metrics`.`scope`, CASE WHEN `metrics`.`scope` IN ('device', 'proxy', 'role') THEN `metrics`.`dimensions` END
ORDER BY `metric` ASC NULLS LAST, `cluster` ASC NULLS LAST, `instance` ASC NULLS LAST, `measured_of` ASC NULLS LAST
LIMIT 500;

-- metrics_moved 4ac72704fd23cb54
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `scope` AS `scope`, `statistic` AS `statistic`, `unit` AS `unit`, `value` AS `value`, `source` AS `source`
FROM store
WHERE tbl = 'metrics'
),
`asked` AS (
SELECT coalesce(TIMESTAMP '2026-11-19 00:00:00.000000 UTC', (
SELECT max(`metrics`.`ts`) - INTERVAL '30' MINUTE AS `_col_0`
FROM `tbl_metrics` AS `metrics`
WHERE (TRUE)
)) AS `began`,
  coalesce(TIMESTAMP '2026-11-20 00:00:00.000000 UTC', (
SELECT max(`metrics`.`ts`) + INTERVAL '1' SECOND AS `_col_0`
FROM `tbl_metrics` AS `metrics`
WHERE (TRUE)
)) AS `ended`
),
`points` AS (
SELECT `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  `metrics`.`name` AS `name`,
  `metrics`.`unit` AS `unit`,
  `metrics`.`value` AS `value`,
  `metrics`.`ts` >= `asked`.`began` AS `is_now`
FROM `tbl_metrics` AS `metrics`
CROSS JOIN `asked` AS `asked`
WHERE (TRUE) AND `metrics`.`statistic` = 'Average' AND `metrics`.`source` IN ('cloudwatch', 'metric_stream') AND `metrics`.`scope` = 'instance' AND `metrics`.`name` <> 'EngineUptime' AND `metrics`.`ts` >= timestamp_micros(unix_micros(`asked`.`began`) - (7200) * 1000000L) AND `metrics`.`ts` < `asked`.`ended`
),
`series` AS (
SELECT `points`.`cluster` AS `cluster`,
  `points`.`instance` AS `instance`,
  `points`.`name` AS `metric`,
  max(`points`.`unit`) AS `unit`,
  avg(`points`.`value`) FILTER (WHERE (`points`.`is_now`)) AS `value_now`,
  max(`points`.`value`) FILTER (WHERE (`points`.`is_now`)) AS `max_now`,
  min(`points`.`value`) FILTER (WHERE (`points`.`is_now`)) AS `min_now`,
  CASE WHEN count(`points`.`value`) FILTER (WHERE (NOT (`points`.`is_now`)) AND (`points`.`value` IS NOT NULL)) > 0 THEN get(sort_array(collect_list(`points`.`value`) FILTER (WHERE (NOT (`points`.`is_now`)) AND (`points`.`value` IS NOT NULL))), CAST(CAST(floor(((count(`points`.`value`) FILTER (WHERE (NOT (`points`.`is_now`)) AND (`points`.`value` IS NOT NULL)) - 1) * 0.5e0)) AS BIGINT) + 1 AS INT) - 1) + (get(sort_array(collect_list(`points`.`value`) FILTER (WHERE (NOT (`points`.`is_now`)) AND (`points`.`value` IS NOT NULL))), CAST(CAST(ceil(((count(`points`.`value`) FILTER (WHERE (NOT (`points`.`is_now`)) AND (`points`.`value` IS NOT NULL)) - 1) * 0.5e0)) AS BIGINT) + 1 AS INT) - 1) - get(sort_array(collect_list(`points`.`value`) FILTER (WHERE (NOT (`points`.`is_now`)) AND (`points`.`value` IS NOT NULL))), CAST(CAST(floor(((count(`points`.`value`) FILTER (WHERE (NOT (`points`.`is_now`)) AND (`points`.`value` IS NOT NULL)) - 1) * 0.5e0)) AS BIGINT) + 1 AS INT) - 1)) * (((count(`points`.`value`) FILTER (WHERE (NOT (`points`.`is_now`)) AND (`points`.`value` IS NOT NULL)) - 1) * 0.5e0) - floor(((count(`points`.`value`) FILTER (WHERE (NOT (`points`.`is_now`)) AND (`points`.`value` IS NOT NULL)) - 1) * 0.5e0))) END AS `value_before`,
  stddev_pop(`points`.`value`) FILTER (WHERE (NOT (`points`.`is_now`))) AS `spread`
FROM `points` AS `points`
GROUP BY `points`.`cluster`, `points`.`instance`, `points`.`name`
)
SELECT `series`.`cluster` AS `cluster`,
  `series`.`instance` AS `instance`,
  `series`.`metric` AS `metric`,
  `series`.`unit` AS `unit`,
  `series`.`value_now` AS `value_now`,
  `series`.`value_before` AS `value_before`,
  `series`.`min_now` AS `min_now`,
  `series`.`max_now` AS `max_now`,
  CASE WHEN nullif(greatest(`series`.`spread`, abs(`series`.`value_before`) * 0.05e0, abs(`series`.`value_now`) * 0.05e0), 0) = 0 THEN CASE WHEN abs(`series`.`value_now` - `series`.`value_before`) > 0 THEN double('infinity') WHEN abs(`series`.`value_now` - `series`.`value_before`) < 0 THEN double('-infinity') WHEN abs(`series`.`value_now` - `series`.`value_before`) = 0 THEN double('NaN') END ELSE abs(`series`.`value_now` - `series`.`value_before`) / nullif(greatest(`series`.`spread`, abs(`series`.`value_before`) * 0.05e0, abs(`series`.`value_now`) * 0.05e0), 0) END AS `moved`
FROM `series` AS `series`
WHERE `series`.`value_now` IS NOT NULL AND `series`.`value_before` IS NOT NULL
ORDER BY `moved` DESC NULLS LAST, `instance` ASC NULLS LAST, `metric` ASC NULLS LAST
LIMIT 20;

-- newest_data b74d882f328a936c
WITH `tbl_coverage` AS (
SELECT `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `log_kind` AS `log_kind`, `collector` AS `collector`, `route` AS `route`, `format` AS `format`, CAST(`covered_from` AS TIMESTAMP) AS `covered_from`, CAST(`covered_to` AS TIMESTAMP) AS `covered_to`, `bytes` AS `bytes`, `entries` AS `entries`, `unparsed_entries` AS `unparsed_entries`, `first_unparsed` AS `first_unparsed`, `truncated` AS `truncated`, `status` AS `status`
FROM store
WHERE tbl = 'coverage'
)
SELECT `coverage`.`cluster` AS `cluster`,
  CASE WHEN `coverage`.`log_kind` IS NOT NULL OR `coverage`.`collector` IS NULL THEN `coverage`.`instance` END AS `instance`,
  coalesce(`coverage`.`log_kind`, `coverage`.`collector`) AS `log_kind`,
  `coverage`.`route` AS `route`,
  `coverage`.`format` AS `format`,
  min(`coverage`.`covered_from`) AS `covered_from`,
  max(`coverage`.`covered_to`) AS `covered_to`,
  count(DISTINCT `coverage`.`source`) AS `sources`,
  sum(`coverage`.`bytes`) AS `bytes`,
  sum(`coverage`.`entries`) AS `entries`,
  sum(`coverage`.`unparsed_entries`) AS `unparsed_entries`,
  max(`coverage`.`first_unparsed`) AS `first_unparsed`,
  count(*) FILTER (WHERE (`coverage`.`truncated` OR NOT (`coverage`.`status` IN ('complete', 'unread')))) AS `partial_spans`
FROM `tbl_coverage` AS `coverage`
WHERE (TRUE) AND (TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `coverage`.`covered_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `coverage`.`covered_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
GROUP BY `coverage`.`cluster`, CASE WHEN `coverage`.`log_kind` IS NOT NULL OR `coverage`.`collector` IS NULL THEN `coverage`.`instance` END, coalesce(`coverage`.`log_kind`, `coverage`.`collector`), `coverage`.`route`, `coverage`.`format`
ORDER BY `covered_to` DESC NULLS LAST, `cluster` ASC NULLS LAST, `instance` ASC NULLS LAST, `log_kind` ASC NULLS LAST;

-- parameter_list 4547a94ccf070b95
WITH `tbl_parameters` AS (
SELECT `account` AS `account`, `region` AS `region`, `parameter_group` AS `parameter_group`, `parameter` AS `parameter`, `parameter_value` AS `parameter_value`, `pending_reboot` AS `pending_reboot`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`
FROM store
WHERE tbl = 'parameters'
)
SELECT `parameters`.`account` AS `account`,
  `parameters`.`region` AS `region`,
  `parameters`.`parameter_group` AS `parameter_group`,
  `parameters`.`parameter` AS `parameter`,
  `parameters`.`parameter_value` AS `parameter_value`,
  `parameters`.`pending_reboot` AS `pending_reboot`,
  `parameters`.`valid_from` AS `valid_from`,
  `parameters`.`valid_to` AS `valid_to`
FROM `tbl_parameters` AS `parameters`
WHERE (TRUE) AND (TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `parameters`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' OR `parameters`.`valid_to` IS NULL) AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `parameters`.`valid_to` IS NULL OR `parameters`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
ORDER BY `pending_reboot` DESC NULLS LAST, `parameter_group` ASC NULLS LAST, `parameter` ASC NULLS LAST, `valid_from` DESC NULLS LAST
LIMIT 2000;

-- percentiles_over_time 07919f98b5c5e5fa
WITH `tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `calls` AS `calls`, `duration_us` AS `duration_us`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`from_rows` AS (
SELECT timestamp_micros((unix_micros(`statements`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  sum(`statements`.`calls`) AS `calls`,
  coalesce(sum(`statements`.`duration_us`), 0) AS `sum_us`,
  min(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1)) AS `min_us`,
  array(get(sort_array(collect_list(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1) AND (`statements`.`duration_us` IS NOT NULL))), CAST(CAST(greatest(1.0e0, count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1) AND (`statements`.`duration_us` IS NOT NULL)) - floor(count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1) AND (`statements`.`duration_us` IS NOT NULL)) - 0.5e0 * count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1) AND (`statements`.`duration_us` IS NOT NULL)))) AS BIGINT) AS INT) - 1), get(sort_array(collect_list(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1) AND (`statements`.`duration_us` IS NOT NULL))), CAST(CAST(greatest(1.0e0, count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1) AND (`statements`.`duration_us` IS NOT NULL)) - floor(count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1) AND (`statements`.`duration_us` IS NOT NULL)) - 0.95e0 * count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1) AND (`statements`.`duration_us` IS NOT NULL)))) AS BIGINT) AS INT) - 1), get(sort_array(collect_list(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1) AND (`statements`.`duration_us` IS NOT NULL))), CAST(CAST(greatest(1.0e0, count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1) AND (`statements`.`duration_us` IS NOT NULL)) - floor(count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1) AND (`statements`.`duration_us` IS NOT NULL)) - 0.99e0 * count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1) AND (`statements`.`duration_us` IS NOT NULL)))) AS BIGINT) AS INT) - 1)) AS `q`,
  max(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1)) AS `max_us`
FROM `tbl_statements` AS `statements`
WHERE (`statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)) AND TRUE
GROUP BY timestamp_micros((unix_micros(`statements`.`ts`) DIV 60000000) * 60000000L)
),
`counted` AS (
SELECT timestamp_micros((unix_micros(`durations`.`ts`) DIV 60000000) * 60000000L) AS `slot`,
  `durations`.`bucket` AS `bucket`,
  sum(`durations`.`calls`) AS `calls`,
  sum(`durations`.`sum_us`) AS `sum_us`,
  min(`durations`.`min_us`) AS `min_us`,
  max(`durations`.`max_us`) AS `max_us`
FROM (
SELECT `statements`.`ts` AS `ts`,
  `statements`.`cluster` AS `cluster`,
  `statements`.`instance` AS `instance`,
  `statements`.`engine` AS `engine`,
  (CASE WHEN (`statements`.`duration_us`) IS NOT NULL THEN CAST(CASE WHEN abs(floor(CASE WHEN ln(1.02e0) = 0 THEN CASE WHEN ln(greatest((`statements`.`duration_us`), 1)) > 0 THEN double('infinity') WHEN ln(greatest((`statements`.`duration_us`), 1)) < 0 THEN double('-infinity') WHEN ln(greatest((`statements`.`duration_us`), 1)) = 0 THEN double('NaN') END ELSE ln(greatest((`statements`.`duration_us`), 1)) / ln(1.02e0) END)) - floor(abs(floor(CASE WHEN ln(1.02e0) = 0 THEN CASE WHEN ln(greatest((`statements`.`duration_us`), 1)) > 0 THEN double('infinity') WHEN ln(greatest((`statements`.`duration_us`), 1)) < 0 THEN double('-infinity') WHEN ln(greatest((`statements`.`duration_us`), 1)) = 0 THEN double('NaN') END ELSE ln(greatest((`statements`.`duration_us`), 1)) / ln(1.02e0) END))) = 0.5e0 THEN 2.0e0 * round(floor(CASE WHEN ln(1.02e0) = 0 THEN CASE WHEN ln(greatest((`statements`.`duration_us`), 1)) > 0 THEN double('infinity') WHEN ln(greatest((`statements`.`duration_us`), 1)) < 0 THEN double('-infinity') WHEN ln(greatest((`statements`.`duration_us`), 1)) = 0 THEN double('NaN') END ELSE ln(greatest((`statements`.`duration_us`), 1)) / ln(1.02e0) END) / 2.0e0) ELSE round(floor(CASE WHEN ln(1.02e0) = 0 THEN CASE WHEN ln(greatest((`statements`.`duration_us`), 1)) > 0 THEN double('infinity') WHEN ln(greatest((`statements`.`duration_us`), 1)) < 0 THEN double('-infinity') WHEN ln(greatest((`statements`.`duration_us`), 1)) = 0 THEN double('NaN') END ELSE ln(greatest((`statements`.`duration_us`), 1)) / ln(1.02e0) END)) END AS BIGINT) END) AS `bucket`,
  CASE WHEN `statements`.`duration_us` IS NULL THEN NULL WHEN `statements`.`duration_us` >= 3600000000 THEN 3600000000 WHEN `statements`.`duration_us` >= 300000000 THEN 300000000 WHEN `statements`.`duration_us` >= 60000000 THEN 60000000 WHEN `statements`.`duration_us` >= 30000000 THEN 30000000 WHEN `statements`.`duration_us` >= 10000000 THEN 10000000 WHEN `statements`.`duration_us` >= 5000000 THEN 5000000 WHEN `statements`.`duration_us` >= 2000000 THEN 2000000 WHEN `statements`.`duration_us` >= 1000000 THEN 1000000 WHEN `statements`.`duration_us` >= 500000 THEN 500000 WHEN `statements`.`duration_us` >= 200000 THEN 200000 WHEN `statements`.`duration_us` >= 100000 THEN 100000 WHEN `statements`.`duration_us` >= 50000 THEN 50000 WHEN `statements`.`duration_us` >= 20000 THEN 20000 WHEN `statements`.`duration_us` >= 10000 THEN 10000 WHEN `statements`.`duration_us` >= 5000 THEN 5000 WHEN `statements`.`duration_us` >= 2000 THEN 2000 WHEN `statements`.`duration_us` >= 1000 THEN 1000 WHEN `statements`.`duration_us` >= 0 THEN 0 ELSE 0 END AS `step_us`,
  `statements`.`calls` AS `calls`,
  `statements`.`duration_us` AS `sum_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `call_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `min_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `max_us`
FROM `tbl_statements` AS `statements`
WHERE `statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)
) AS `durations`
WHERE NOT (TRUE)
GROUP BY timestamp_micros((unix_micros(`durations`.`ts`) DIV 60000000) * 60000000L), `durations`.`bucket`
),
`summed` AS (
SELECT `counted`.`slot` AS `slot`,
  `counted`.`bucket` AS `bucket`,
  `counted`.`calls` AS `calls`,
  `counted`.`sum_us` AS `sum_us`,
  `counted`.`min_us` AS `min_us`,
  `counted`.`max_us` AS `max_us`,
  sum(CASE WHEN `counted`.`bucket` IS NOT NULL THEN `counted`.`calls` END) OVER (PARTITION BY `counted`.`slot` ORDER BY `counted`.`bucket` ASC NULLS LAST) AS `upto`,
  sum(CASE WHEN `counted`.`bucket` IS NOT NULL THEN `counted`.`calls` END) OVER (PARTITION BY `counted`.`slot`) AS `total`
FROM `counted` AS `counted`
),
`from_buckets` AS (
SELECT `summed`.`slot` AS `bucket`,
  sum(`summed`.`calls`) AS `calls`,
  coalesce(sum(`summed`.`sum_us`), 0) AS `sum_us`,
  min(`summed`.`min_us`) AS `min_us`,
  transform(array(min(`summed`.`bucket`) FILTER (WHERE (`summed`.`calls` > 0 AND `summed`.`upto` >= greatest(1.0e0, `summed`.`total` - floor(`summed`.`total` - 0.5e0 * `summed`.`total`)))), min(`summed`.`bucket`) FILTER (WHERE (`summed`.`calls` > 0 AND `summed`.`upto` >= greatest(1.0e0, `summed`.`total` - floor(`summed`.`total` - 0.95e0 * `summed`.`total`)))), min(`summed`.`bucket`) FILTER (WHERE (`summed`.`calls` > 0 AND `summed`.`upto` >= greatest(1.0e0, `summed`.`total` - floor(`summed`.`total` - 0.99e0 * `summed`.`total`))))), `b` -> CAST(CASE WHEN abs(round(power(1.02e0, (`b` + 0.5e0)))) - floor(abs(round(power(1.02e0, (`b` + 0.5e0))))) = 0.5e0 THEN 2.0e0 * round(round(power(1.02e0, (`b` + 0.5e0))) / 2.0e0) ELSE round(round(power(1.02e0, (`b` + 0.5e0)))) END AS BIGINT)) AS `q`,
  max(`summed`.`max_us`) AS `max_us`
FROM `summed` AS `summed`
GROUP BY `summed`.`slot`
)
SELECT `from_rows`.`bucket` AS `bucket`,
  `from_rows`.`calls` AS `calls`,
  `from_rows`.`sum_us` AS `sum_us`,
  `from_rows`.`min_us` AS `min_us`,
  get(`from_rows`.`q`, CAST(1 AS INT) - 1) AS `p50_us`,
  get(`from_rows`.`q`, CAST(2 AS INT) - 1) AS `p95_us`,
  get(`from_rows`.`q`, CAST(3 AS INT) - 1) AS `p99_us`,
  `from_rows`.`max_us` AS `max_us`
FROM `from_rows` AS `from_rows`
UNION ALL
SELECT `from_buckets`.`bucket` AS `bucket`,
  `from_buckets`.`calls` AS `calls`,
  `from_buckets`.`sum_us` AS `sum_us`,
  `from_buckets`.`min_us` AS `min_us`,
  greatest(`from_buckets`.`min_us`, least(`from_buckets`.`max_us`, get(`from_buckets`.`q`, CAST(1 AS INT) - 1))) AS `_col_4`,
  greatest(`from_buckets`.`min_us`, least(`from_buckets`.`max_us`, get(`from_buckets`.`q`, CAST(2 AS INT) - 1))) AS `_col_5`,
  greatest(`from_buckets`.`min_us`, least(`from_buckets`.`max_us`, get(`from_buckets`.`q`, CAST(3 AS INT) - 1))) AS `_col_6`,
  `from_buckets`.`max_us` AS `max_us`
FROM `from_buckets` AS `from_buckets`
ORDER BY `bucket` ASC NULLS LAST;

-- phases df4a1e0bf5e16f9e
WITH `tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statement_place_hours` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `engine` AS `engine`, `user_name` AS `user_name`, `database_name` AS `database_name`, `phase` AS `phase`, `calls` AS `calls`, `timed_calls` AS `timed_calls`, `logged` AS `logged`, `sum_us` AS `sum_us`, `call_us` AS `call_us`, `min_us` AS `min_us`, `max_us` AS `max_us`, `timed_phases` AS `timed_phases`, `least_us` AS `least_us`, `most_us` AS `most_us`, CAST(`earliest` AS TIMESTAMP) AS `earliest`, CAST(`latest` AS TIMESTAMP) AS `latest`
FROM store
WHERE tbl = 'statement_place_hours' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND regexp_like(file_path, '/rolled-4[.]')
)
SELECT `cells`.`phase` AS `phase`,
  sum(CASE WHEN `cells`.`phase` = 'plan' THEN `cells`.`calls` ELSE `cells`.`logged` END) AS `logged`,
  sum(`cells`.`calls`) AS `calls`,
  sum(`cells`.`timed_phases`) AS `timed`,
  coalesce(sum(`cells`.`sum_us`), 0) AS `sum_us`,
  CASE WHEN CAST(nullif(sum(`cells`.`timed_phases`), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(sum(`cells`.`sum_us`) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(sum(`cells`.`sum_us`) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(sum(`cells`.`sum_us`) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(sum(`cells`.`sum_us`) AS DOUBLE) / CAST(nullif(sum(`cells`.`timed_phases`), 0) AS DOUBLE) END AS `mean_us`,
  min(`cells`.`least_us`) AS `min_us`,
  max(`cells`.`most_us`) AS `max_us`,
  CASE WHEN CAST(nullif(sum(sum(`cells`.`sum_us`)) OVER (), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(sum(`cells`.`sum_us`) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(sum(`cells`.`sum_us`) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(sum(`cells`.`sum_us`) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(sum(`cells`.`sum_us`) AS DOUBLE) / CAST(nullif(sum(sum(`cells`.`sum_us`)) OVER (), 0) AS DOUBLE) END AS `share`
FROM (
SELECT `open_statements`.`ts` AS `ts`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`engine` AS `engine`,
  `open_statements`.`phase` AS `phase`,
  `open_statements`.`calls` AS `calls`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE `open_statements`.`calls` END AS `timed_calls`,
  CASE WHEN `open_statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `open_statements`.`duration_us` AS `sum_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `call_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `min_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `max_us`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE 1 END AS `timed_phases`,
  `open_statements`.`duration_us` AS `least_us`,
  `open_statements`.`duration_us` AS `most_us`,
  `open_statements`.`ts` AS `earliest`,
  `open_statements`.`ts` AS `latest`
FROM `tbl_open_statements` AS `open_statements`
WHERE coalesce(NOT (`open_statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`open_statements`.`database_name` <> 'rdsadmin', TRUE) AND `open_statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `open_statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
UNION ALL
SELECT `statement_place_hours`.`ts` AS `ts`,
  `statement_place_hours`.`cluster` AS `cluster`,
  `statement_place_hours`.`instance` AS `instance`,
  `statement_place_hours`.`engine` AS `engine`,
  `statement_place_hours`.`phase` AS `phase`,
  `statement_place_hours`.`calls` AS `calls`,
  `statement_place_hours`.`timed_calls` AS `timed_calls`,
  `statement_place_hours`.`logged` AS `logged`,
  `statement_place_hours`.`sum_us` AS `sum_us`,
  `statement_place_hours`.`call_us` AS `call_us`,
  `statement_place_hours`.`min_us` AS `min_us`,
  `statement_place_hours`.`max_us` AS `max_us`,
  `statement_place_hours`.`timed_phases` AS `timed_phases`,
  `statement_place_hours`.`least_us` AS `least_us`,
  `statement_place_hours`.`most_us` AS `most_us`,
  `statement_place_hours`.`earliest` AS `earliest`,
  `statement_place_hours`.`latest` AS `latest`
FROM `tbl_statement_place_hours` AS `statement_place_hours`
WHERE coalesce(NOT (`statement_place_hours`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statement_place_hours`.`database_name` <> 'rdsadmin', TRUE) AND `statement_place_hours`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statement_place_hours`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
) AS `cells`
GROUP BY `cells`.`phase`
ORDER BY `sum_us` DESC NULLS LAST, `phase` ASC NULLS LAST;

-- plan_rows 7a34b4c128cc0383
WITH `tbl_plans` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `fingerprint` AS `fingerprint`, `query_id` AS `query_id`, `duration_us` AS `duration_us`, `plan_hash` AS `plan_hash`, `format` AS `format`, `plan` AS `plan`, `estimated_rows` AS `estimated_rows`, `actual_rows` AS `actual_rows`, `sql` AS `sql`
FROM store
WHERE tbl = 'plans' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `plans`.`ts` AS `ts`,
  `plans`.`duration_us` AS `duration_us`,
  `plans`.`fingerprint` AS `fingerprint`,
  `plans`.`query_id` AS `query_id`,
  `plans`.`plan_hash` AS `plan_hash`,
  `plans`.`format` AS `format`,
  `plans`.`plan` AS `plan`,
  `plans`.`estimated_rows` AS `estimated_rows`,
  `plans`.`actual_rows` AS `actual_rows`,
  `plans`.`sql` AS `sql`,
  `plans`.`user_name` AS `user_name`,
  `plans`.`database_name` AS `database_name`,
  `plans`.`client_host` AS `client_host`,
  `plans`.`application` AS `application`,
  `plans`.`cluster` AS `cluster`,
  `plans`.`instance` AS `instance`,
  `plans`.`pid` AS `pid`,
  `plans`.`session_key` AS `session_key`,
  `plans`.`source` AS `source`,
  `plans`.`offset` AS `offset`
FROM `tbl_plans` AS `plans`
WHERE (`plans`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `plans`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`plans`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`plans`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR coalesce(`plans`.`plan_hash`, '') = NULL) AND (NULL IS NULL OR (unix_micros(`plans`.`ts`) < NULL OR (unix_micros(`plans`.`ts`) = NULL AND (`plans`.`source` < NULL OR (`plans`.`source` = NULL AND `plans`.`offset` < NULL)))))
ORDER BY `ts` DESC NULLS LAST, `source` DESC NULLS LAST, `offset` DESC NULLS LAST
LIMIT 100;

-- plans_by_hash f5a5516249ee5fe0
WITH `tbl_plans` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `fingerprint` AS `fingerprint`, `duration_us` AS `duration_us`, `plan_hash` AS `plan_hash`, `format` AS `format`, `plan` AS `plan`, `estimated_rows` AS `estimated_rows`, `actual_rows` AS `actual_rows`, `sql` AS `sql`
FROM store
WHERE tbl = 'plans' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `plans`.`fingerprint` AS `fingerprint`,
  coalesce(`plans`.`plan_hash`, '') AS `plan_hash`,
  count(*) AS `plans`,
  sum(`plans`.`duration_us`) AS `sum_us`,
  avg(`plans`.`duration_us`) AS `mean_us`,
  min(`plans`.`duration_us`) AS `min_us`,
  get(sort_array(collect_list(`plans`.`duration_us`) FILTER (WHERE (`plans`.`duration_us` IS NOT NULL))), CAST(CAST(greatest(1.0e0, count(`plans`.`duration_us`) FILTER (WHERE (`plans`.`duration_us` IS NOT NULL)) - floor(count(`plans`.`duration_us`) FILTER (WHERE (`plans`.`duration_us` IS NOT NULL)) - 0.95e0 * count(`plans`.`duration_us`) FILTER (WHERE (`plans`.`duration_us` IS NOT NULL)))) AS BIGINT) AS INT) - 1) AS `p95_us`,
  max(`plans`.`duration_us`) AS `max_us`,
  avg(`plans`.`estimated_rows`) AS `estimated_rows`,
  avg(`plans`.`actual_rows`) AS `actual_rows`,
  max_by(`plans`.`format`, struct(`plans`.`ts`, `plans`.`format`)) FILTER (WHERE (`plans`.`format` IS NOT NULL) AND (`plans`.`ts` IS NOT NULL)) AS `format`,
  max_by(`plans`.`plan`, struct(`plans`.`ts`, `plans`.`plan`)) FILTER (WHERE (`plans`.`plan` IS NOT NULL) AND (`plans`.`ts` IS NOT NULL)) AS `sample_plan`,
  max_by(`plans`.`sql`, struct(`plans`.`ts`, `plans`.`sql`)) FILTER (WHERE (`plans`.`sql` IS NOT NULL) AND (`plans`.`ts` IS NOT NULL)) AS `sample_statement`,
  min(`plans`.`ts`) AS `first_ts`,
  max(`plans`.`ts`) AS `last_ts`
FROM `tbl_plans` AS `plans`
WHERE (`plans`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `plans`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`plans`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`plans`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY `plans`.`fingerprint`, coalesce(`plans`.`plan_hash`, '')
ORDER BY `plans` DESC NULLS LAST, `sum_us` DESC NULLS LAST, `fingerprint` ASC NULLS LAST, `plan_hash` ASC NULLS LAST
LIMIT 50;

-- plans_over_time 7f4b0a52e3b6e59a
WITH `tbl_plans` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `duration_us` AS `duration_us`, `plan_hash` AS `plan_hash`
FROM store
WHERE tbl = 'plans' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT timestamp_micros((unix_micros(`plans`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  coalesce(`plans`.`plan_hash`, '') AS `plan_hash`,
  count(*) AS `plans`,
  avg(`plans`.`duration_us`) AS `mean_us`,
  max(`plans`.`duration_us`) AS `max_us`
FROM `tbl_plans` AS `plans`
WHERE (`plans`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `plans`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`plans`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`plans`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY timestamp_micros((unix_micros(`plans`.`ts`) DIV 60000000) * 60000000L), coalesce(`plans`.`plan_hash`, '')
ORDER BY `bucket` ASC NULLS LAST, `plan_hash` ASC NULLS LAST;

-- pooler_over_time 29a117cfd5d7abae
WITH `tbl_pooler_stats` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `transactions_per_s` AS `transactions_per_s`, `queries_per_s` AS `queries_per_s`, `received_per_s` AS `received_per_s`, `sent_per_s` AS `sent_per_s`, `transaction_us` AS `transaction_us`, `query_us` AS `query_us`, `pool_wait_us` AS `pool_wait_us`
FROM store
WHERE tbl = 'pooler_stats' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT timestamp_micros((unix_micros(`pooler_stats`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  count(*) AS `reports`,
  avg(`pooler_stats`.`queries_per_s`) AS `queries_per_s`,
  avg(`pooler_stats`.`transactions_per_s`) AS `transactions_per_s`,
  avg(`pooler_stats`.`received_per_s`) AS `received_per_s`,
  avg(`pooler_stats`.`sent_per_s`) AS `sent_per_s`,
  max(`pooler_stats`.`transaction_us`) AS `transaction_us`,
  max(`pooler_stats`.`query_us`) AS `query_us`,
  max(`pooler_stats`.`pool_wait_us`) AS `pool_wait_us`
FROM `tbl_pooler_stats` AS `pooler_stats`
WHERE (`pooler_stats`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `pooler_stats`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`pooler_stats`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`pooler_stats`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY timestamp_micros((unix_micros(`pooler_stats`.`ts`) DIV 60000000) * 60000000L)
ORDER BY `bucket` ASC NULLS LAST;

-- pooler_rows 451e9cc80066b962
WITH `tbl_pooler_stats` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `user_name` AS `user_name`, `database_name` AS `database_name`, `transactions_per_s` AS `transactions_per_s`, `queries_per_s` AS `queries_per_s`, `client_parses_per_s` AS `client_parses_per_s`, `server_parses_per_s` AS `server_parses_per_s`, `binds_per_s` AS `binds_per_s`, `received_per_s` AS `received_per_s`, `sent_per_s` AS `sent_per_s`, `transaction_us` AS `transaction_us`, `query_us` AS `query_us`, `pool_wait_us` AS `pool_wait_us`
FROM store
WHERE tbl = 'pooler_stats' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `pooler_stats`.`ts` AS `ts`,
  `pooler_stats`.`queries_per_s` AS `queries_per_s`,
  `pooler_stats`.`transactions_per_s` AS `transactions_per_s`,
  `pooler_stats`.`client_parses_per_s` AS `client_parses_per_s`,
  `pooler_stats`.`server_parses_per_s` AS `server_parses_per_s`,
  `pooler_stats`.`binds_per_s` AS `binds_per_s`,
  `pooler_stats`.`received_per_s` AS `received_per_s`,
  `pooler_stats`.`sent_per_s` AS `sent_per_s`,
  `pooler_stats`.`transaction_us` AS `transaction_us`,
  `pooler_stats`.`query_us` AS `query_us`,
  `pooler_stats`.`pool_wait_us` AS `pool_wait_us`,
  `pooler_stats`.`cluster` AS `cluster`,
  `pooler_stats`.`instance` AS `instance`,
  `pooler_stats`.`source` AS `source`,
  `pooler_stats`.`offset` AS `offset`
FROM `tbl_pooler_stats` AS `pooler_stats`
WHERE (`pooler_stats`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `pooler_stats`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`pooler_stats`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`pooler_stats`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR (unix_micros(`pooler_stats`.`ts`) < NULL OR (unix_micros(`pooler_stats`.`ts`) = NULL AND (`pooler_stats`.`source` < NULL OR (`pooler_stats`.`source` = NULL AND `pooler_stats`.`offset` < NULL)))))
ORDER BY `ts` DESC NULLS LAST, `source` DESC NULLS LAST, `offset` DESC NULLS LAST
LIMIT 100;

-- posture_facts 93d0174fc209a1f9
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `event` AS `event`, `tls_version` AS `tls_version`
FROM store
WHERE tbl = 'connections' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_parameters` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `parameter_group` AS `parameter_group`, `parameter` AS `parameter`, `parameter_value` AS `parameter_value`, `pending_reboot` AS `pending_reboot`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'parameters'
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`states` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`resource_id` AS `resource_id`,
  `ranked`.`engine` AS `engine`,
  `ranked`.`engine_version` AS `engine_version`,
  `ranked`.`cluster_status` AS `cluster_status`,
  `ranked`.`storage_type` AS `storage_type`,
  `ranked`.`created_at` AS `created_at`,
  `ranked`.`retention_days` AS `retention_days`,
  `ranked`.`backup_window` AS `backup_window`,
  `ranked`.`maintenance_window` AS `maintenance_window`,
  `ranked`.`deletion_protection` AS `deletion_protection`,
  `ranked`.`encrypted` AS `encrypted`,
  `ranked`.`insights_mode` AS `insights_mode`,
  `ranked`.`global_cluster` AS `global_cluster`,
  `ranked`.`parameter_group` AS `parameter_group`,
  `ranked`.`least_acu` AS `least_acu`,
  `ranked`.`most_acu` AS `most_acu`,
  `ranked`.`pause_after_s` AS `pause_after_s`,
  `ranked`.`clone_group` AS `clone_group`,
  `ranked`.`backtrack_s` AS `backtrack_s`,
  `ranked`.`earliest_restorable` AS `earliest_restorable`,
  `ranked`.`latest_restorable` AS `latest_restorable`,
  `ranked`.`restarts_at` AS `restarts_at`,
  `ranked`.`attributes` AS `attributes`,
  `ranked`.`valid_from` AS `valid_from`,
  `ranked`.`valid_to` AS `valid_to`,
  `ranked`.`known_by` AS `known_by`
FROM (
SELECT `cluster_states`.`account` AS `account`,
  `cluster_states`.`region` AS `region`,
  `cluster_states`.`cluster` AS `cluster`,
  `cluster_states`.`resource_id` AS `resource_id`,
  `cluster_states`.`engine` AS `engine`,
  `cluster_states`.`engine_version` AS `engine_version`,
  `cluster_states`.`cluster_status` AS `cluster_status`,
  `cluster_states`.`storage_type` AS `storage_type`,
  `cluster_states`.`created_at` AS `created_at`,
  `cluster_states`.`retention_days` AS `retention_days`,
  `cluster_states`.`backup_window` AS `backup_window`,
  `cluster_states`.`maintenance_window` AS `maintenance_window`,
  `cluster_states`.`deletion_protection` AS `deletion_protection`,
  `cluster_states`.`encrypted` AS `encrypted`,
  `cluster_states`.`insights_mode` AS `insights_mode`,
  `cluster_states`.`global_cluster` AS `global_cluster`,
  `cluster_states`.`parameter_group` AS `parameter_group`,
  `cluster_states`.`least_acu` AS `least_acu`,
  `cluster_states`.`most_acu` AS `most_acu`,
  `cluster_states`.`pause_after_s` AS `pause_after_s`,
  `cluster_states`.`clone_group` AS `clone_group`,
  `cluster_states`.`backtrack_s` AS `backtrack_s`,
  `cluster_states`.`earliest_restorable` AS `earliest_restorable`,
  `cluster_states`.`latest_restorable` AS `latest_restorable`,
  `cluster_states`.`restarts_at` AS `restarts_at`,
  `cluster_states`.`attributes` AS `attributes`,
  `cluster_states`.`valid_from` AS `valid_from`,
  `cluster_states`.`valid_to` AS `valid_to`,
  `cluster_states`.`known_by` AS `known_by`,
  row_number() OVER (PARTITION BY `cluster_states`.`account`, `cluster_states`.`region`, `cluster_states`.`cluster` ORDER BY CASE WHEN TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' THEN -unix_micros(`cluster_states`.`valid_from`) ELSE unix_micros(`cluster_states`.`valid_from`) END ASC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `cluster_status`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') AS `storage_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'ClusterCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS DOUBLE)) AS BIGINT)) AS `retention_days`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredBackupWindow\']') AS `backup_window`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredMaintenanceWindow\']') AS `maintenance_window`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'DatabaseInsightsMode\']') AS `insights_mode`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'GlobalClusterIdentifier\']'), `topology`.`parent_id`) AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterParameterGroup\']') AS `parameter_group`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MinCapacity\']') AS DOUBLE) AS `least_acu`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MaxCapacity\']') AS DOUBLE) AS `most_acu`,
  coalesce(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS BIGINT), try_cast(round(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS DOUBLE)) AS BIGINT)) AS `pause_after_s`,
  get_json_object(`topology`.`attributes`, '$[\'CloneGroupId\']') AS `clone_group`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS DOUBLE)) AS BIGINT)) AS `backtrack_s`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'EarliestRestorableTime\']') AS TIMESTAMP) AS `earliest_restorable`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'LatestRestorableTime\']') AS TIMESTAMP) AS `latest_restorable`,
  try_cast(coalesce(get_json_object(`topology`.`readings`, '$[\'AutomaticRestartTime\']'), get_json_object(`topology`.`attributes`, '$[\'AutomaticRestartTime\']')) AS TIMESTAMP) AS `restarts_at`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'cluster'
) AS `cluster_states`
WHERE (TRUE) AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_to` IS NULL OR `cluster_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`servers` AS (
SELECT `instance_states`.`account` AS `account`,
  `instance_states`.`region` AS `region`,
  `instance_states`.`cluster` AS `cluster`,
  bool_or(`instance_states`.`publicly_accessible`) AS `publicly_accessible`,
  min(`instance_states`.`certificate_until`) AS `certificate_until`,
  bool_and(CASE WHEN lower(get_json_object(`instance_states`.`attributes`, '$[\'AutoMinorVersionUpgrade\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`instance_states`.`attributes`, '$[\'AutoMinorVersionUpgrade\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END) AS `minor_upgrades`,
  bool_and(`instance_states`.`insights_enabled`) AS `insights_enabled`,
  min(`instance_states`.`monitoring_s`) AS `monitoring_s`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`instance` AS `instance`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') AS `instance_class`,
  CASE WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'micro' THEN 0.125e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'small' THEN 0.25e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'medium' THEN 0.5e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'large' THEN 1.0e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'xlarge' THEN 2.0e0 ELSE 2.0e0 * try_cast(nullif(CASE WHEN get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') IS NOT NULL THEN coalesce(regexp_extract(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '\\.([0-9]+)xlarge$', 1), '') END, '') AS DOUBLE) END AS `class_size`,
  get_json_object(`topology`.`attributes`, '$[\'AvailabilityZone\']') AS `zone`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceStatus\']') AS `instance_status`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS DOUBLE)) AS BIGINT)) AS `promotion_tier`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'InstanceCreateTime\']') AS TIMESTAMP) AS `created_at`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `insights_enabled`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS DOUBLE)) AS BIGINT)) AS `monitoring_s`,
  get_json_object(`topology`.`attributes`, '$[\'CACertificateIdentifier\']') AS `certificate`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'CertificateDetails\']'), '$[\'ValidTill\']') AS TIMESTAMP) AS `certificate_until`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `publicly_accessible`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'instance'
) AS `instance_states`
WHERE (TRUE) AND `instance_states`.`valid_to` IS NULL
GROUP BY `instance_states`.`account`, `instance_states`.`region`, `instance_states`.`cluster`
),
`tls` AS (
SELECT `parameters`.`account` AS `account`,
  `parameters`.`region` AS `region`,
  `parameters`.`parameter_group` AS `parameter_group`,
  max(`parameters`.`parameter_value`) FILTER (WHERE (`parameters`.`parameter` IN ('rds.force_ssl', 'require_secure_transport'))) AS `forced`,
  count(*) FILTER (WHERE (`parameters`.`pending_reboot`)) AS `pending_reboots`
FROM `tbl_parameters` AS `parameters`
WHERE `parameters`.`valid_to` IS NULL
GROUP BY `parameters`.`account`, `parameters`.`region`, `parameters`.`parameter_group`
),
`plain` AS (
SELECT `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  count(*) FILTER (WHERE (`connections`.`tls_version` IS NOT NULL)) AS `encrypted_connections`,
  count(*) FILTER (WHERE (`connections`.`tls_version` IS NULL)) AS `plain_connections`
FROM `tbl_connections` AS `connections`
WHERE (`connections`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `connections`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`connections`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`connections`.`database_name` <> 'rdsadmin', TRUE)) AND `connections`.`event` = 'authorized'
GROUP BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`
)
SELECT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `s`.`engine_version` AS `engine_version`,
  `s`.`encrypted` AS `encrypted`,
  `s`.`deletion_protection` AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`s`.`attributes`, '$[\'IAMDatabaseAuthenticationEnabled\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`s`.`attributes`, '$[\'IAMDatabaseAuthenticationEnabled\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `iam_authentication`,
  `i`.`publicly_accessible` AS `publicly_accessible`,
  CASE WHEN lower(`t`.`forced`) IN ('1', 'on', 'true') THEN TRUE WHEN `t`.`forced` IS NOT NULL THEN FALSE END AS `tls_forced`,
  `p`.`plain_connections` AS `plain_connections`,
  `p`.`encrypted_connections` AS `encrypted_connections`,
  get_json_object(`s`.`attributes`, '$[\'ActivityStreamStatus\']') AS `activity_stream`,
  get_json_object(`s`.`attributes`, '$[\'EnabledCloudwatchLogsExports\']') AS `log_exports`,
  `i`.`minor_upgrades` AS `minor_upgrades`,
  `i`.`insights_enabled` AS `insights_enabled`,
  `s`.`insights_mode` AS `insights_mode`,
  `i`.`monitoring_s` AS `monitoring_s`,
  `s`.`retention_days` AS `retention_days`,
  `s`.`maintenance_window` AS `maintenance_window`,
  `i`.`certificate_until` AS `certificate_until`,
  `t`.`pending_reboots` AS `pending_reboots`
FROM `states` AS `s`
LEFT JOIN `servers` AS `i` ON `s`.`account` = `i`.`account` AND `s`.`region` = `i`.`region` AND `s`.`cluster` = `i`.`cluster`
LEFT JOIN `tls` AS `t` ON `t`.`account` = `s`.`account` AND `t`.`region` = `s`.`region` AND `t`.`parameter_group` = 'cluster ' || `s`.`parameter_group`
LEFT JOIN `plain` AS `p` ON `p`.`account` = `s`.`account` AND `p`.`region` = `s`.`region` AND `p`.`cluster` = `s`.`cluster`
ORDER BY `s`.`cluster` ASC NULLS LAST, `s`.`region` ASC NULLS LAST;

-- prepared_ratio 3fbac40afc48f3cb
WITH `tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT timestamp_micros((unix_micros(`cells`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  sum(`cells`.`calls`) AS `calls`,
  sum(`cells`.`calls`) FILTER (WHERE (`cells`.`phase` = 'execute')) AS `prepared_calls`,
  (coalesce(sum(`cells`.`logged`) FILTER (WHERE (`cells`.`phase` = 'parse')), 0)) AS `parses`,
  (coalesce(sum(`cells`.`logged`) FILTER (WHERE (`cells`.`phase` = 'bind')), 0)) AS `binds`,
  CASE WHEN CAST(nullif(sum(`cells`.`calls`), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(sum(`cells`.`calls`) FILTER (WHERE (`cells`.`phase` = 'execute')) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(sum(`cells`.`calls`) FILTER (WHERE (`cells`.`phase` = 'execute')) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(sum(`cells`.`calls`) FILTER (WHERE (`cells`.`phase` = 'execute')) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(sum(`cells`.`calls`) FILTER (WHERE (`cells`.`phase` = 'execute')) AS DOUBLE) / CAST(nullif(sum(`cells`.`calls`), 0) AS DOUBLE) END AS `prepared_share`
FROM (
SELECT `statements`.`ts` AS `ts`,
  `statements`.`cluster` AS `cluster`,
  `statements`.`instance` AS `instance`,
  `statements`.`engine` AS `engine`,
  `statements`.`phase` AS `phase`,
  `statements`.`calls` AS `calls`,
  CASE WHEN `statements`.`duration_us` IS NULL THEN 0 ELSE `statements`.`calls` END AS `timed_calls`,
  CASE WHEN `statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `statements`.`duration_us` AS `sum_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `call_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `min_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `max_us`,
  CASE WHEN `statements`.`duration_us` IS NULL THEN 0 ELSE 1 END AS `timed_phases`,
  `statements`.`duration_us` AS `least_us`,
  `statements`.`duration_us` AS `most_us`,
  `statements`.`ts` AS `earliest`,
  `statements`.`ts` AS `latest`
FROM `tbl_statements` AS `statements`
WHERE `statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)
) AS `cells`
GROUP BY timestamp_micros((unix_micros(`cells`.`ts`) DIV 60000000) * 60000000L)
ORDER BY `bucket` ASC NULLS LAST;

-- process_rows f007261254349103

-- process_tops 07eb4a60ac0bbcc8
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `event` AS `event`, `session_us` AS `session_us`
FROM store
WHERE tbl = 'connections'
),
`tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`
FROM store
WHERE tbl = 'entries'
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, CAST(`started_at` AS TIMESTAMP) AS `started_at`, `calls` AS `calls`, `duration_us` AS `duration_us`
FROM store
WHERE tbl = 'statements' AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_processes` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `pid` AS `pid`, `name` AS `name`, `cpu_pct` AS `cpu_pct`, `rss_kb` AS `rss_kb`
FROM store
WHERE tbl = 'processes' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_statement_session_days` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `pid` AS `pid`, CAST(`first_at` AS TIMESTAMP) AS `first_at`, CAST(`last_at` AS TIMESTAMP) AS `last_at`, `calls` AS `calls`, `sum_us` AS `sum_us`
FROM store
WHERE tbl = 'statement_session_days' AND regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, CAST(`started_at` AS TIMESTAMP) AS `started_at`, `calls` AS `calls`, `duration_us` AS `duration_us`
FROM store
WHERE tbl = 'statements'
),
`seen` AS (
SELECT `processes`.`cluster` AS `cluster`,
  `processes`.`instance` AS `instance`,
  regexp_replace(`processes`.`name`, '\\([0-9]+\\)$', '') AS `process`,
  `processes`.`pid` AS `pid`,
  count(*) AS `samples`,
  avg(`processes`.`cpu_pct`) AS `mean_cpu_pct`,
  max(`processes`.`cpu_pct`) AS `max_cpu_pct`,
  max(`processes`.`rss_kb`) AS `max_rss_kb`,
  max_by(`processes`.`ts`, struct(`processes`.`rss_kb`, `processes`.`ts`)) FILTER (WHERE (`processes`.`ts` IS NOT NULL) AND (`processes`.`rss_kb` IS NOT NULL)) AS `most_at`,
  min(`processes`.`ts`) AS `first_ts`,
  max(`processes`.`ts`) AS `last_ts`
FROM `tbl_processes` AS `processes`
WHERE (`processes`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `processes`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
GROUP BY `processes`.`cluster`, `processes`.`instance`, regexp_replace(`processes`.`name`, '\\([0-9]+\\)$', ''), `processes`.`pid`
ORDER BY CASE 'memory' WHEN 'cpu' THEN max(`processes`.`cpu_pct`) ELSE CAST(max(`processes`.`rss_kb`) AS DOUBLE) END DESC NULLS LAST, `instance` ASC NULLS LAST, `pid` ASC NULLS LAST
LIMIT 200
)
SELECT `named`.`cluster` AS `cluster`,
  `named`.`instance` AS `instance`,
  `named`.`process` AS `process`,
  `named`.`pid` AS `pid`,
  `named`.`samples` AS `samples`,
  `named`.`mean_cpu_pct` AS `mean_cpu_pct`,
  `named`.`max_cpu_pct` AS `max_cpu_pct`,
  `named`.`max_rss_kb` AS `max_rss_kb`,
  `named`.`most_at` AS `most_at`,
  `named`.`user_name` AS `user_name`,
  `named`.`application` AS `application`,
  `named`.`session_key` AS `session_key`,
  `named`.`sessions` AS `sessions`,
  `named`.`first_ts` AS `first_ts`,
  `named`.`last_ts` AS `last_ts`
FROM (
SELECT `p`.`cluster` AS `cluster`,
  `p`.`instance` AS `instance`,
  `p`.`process` AS `process`,
  `p`.`pid` AS `pid`,
  `p`.`samples` AS `samples`,
  `p`.`mean_cpu_pct` AS `mean_cpu_pct`,
  `p`.`max_cpu_pct` AS `max_cpu_pct`,
  `p`.`max_rss_kb` AS `max_rss_kb`,
  `p`.`most_at` AS `most_at`,
  max(`s`.`user_name`) AS `user_name`,
  max(`s`.`application`) AS `application`,
  max_by(`s`.`session_key`, struct(`s`.`started_at`, `s`.`session_key`)) FILTER (WHERE (`s`.`session_key` IS NOT NULL) AND (`s`.`started_at` IS NOT NULL)) AS `session_key`,
  count(`s`.`session_key`) AS `sessions`,
  `p`.`first_ts` AS `first_ts`,
  `p`.`last_ts` AS `last_ts`
FROM `seen` AS `p`
LEFT JOIN (
WITH `events` AS (
SELECT `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`pid` AS `pid`,
  `connections`.`event` AS `event`,
  `connections`.`session_us` AS `session_us`,
  unix_micros(`connections`.`ts`) AS `at_us`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  CASE WHEN NOT (`connections`.`user_name` IN ('[unknown]', '')) THEN `connections`.`user_name` END AS `user_name`,
  CASE WHEN NOT (`connections`.`database_name` IN ('[unknown]', '')) THEN `connections`.`database_name` END AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  CASE WHEN NOT (`connections`.`application` IN ('[unknown]', '')) THEN `connections`.`application` END AS `application`,
  lag(`connections`.`event`) OVER `same` AS `previous`,
  max(CASE WHEN `connections`.`event` IN ('received', 'authenticated', 'authorized') THEN unix_micros(`connections`.`ts`) END) OVER (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`session_key` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS `connected_us`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`session_key` IS NOT NULL
WINDOW `same` AS (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`session_key` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST)
),
`numbered` AS (
SELECT `events`.`account` AS `account`,
  `events`.`region` AS `region`,
  `events`.`cluster` AS `cluster`,
  `events`.`instance` AS `instance`,
  `events`.`session_key` AS `session_key`,
  `events`.`pid` AS `pid`,
  `events`.`event` AS `event`,
  `events`.`session_us` AS `session_us`,
  `events`.`at_us` AS `at_us`,
  `events`.`source` AS `source`,
  `events`.`offset` AS `offset`,
  `events`.`user_name` AS `user_name`,
  `events`.`database_name` AS `database_name`,
  `events`.`client_host` AS `client_host`,
  `events`.`application` AS `application`,
  `events`.`previous` AS `previous`,
  `events`.`connected_us` AS `connected_us`,
  sum(CASE WHEN `events`.`previous` IS NULL OR `events`.`previous` IN ('disconnected', 'failed') OR `events`.`event` = 'received' THEN 1 WHEN `events`.`event` = 'authenticated' AND `events`.`previous` <> 'received' THEN 1 WHEN `events`.`event` = 'authorized' AND NOT (`events`.`previous` IN ('received', 'authenticated')) THEN 1 WHEN `events`.`event` = 'disconnected' AND `events`.`at_us` - `events`.`session_us` > `events`.`connected_us` + 2000000 THEN 1 ELSE 0 END) OVER (PARTITION BY `events`.`account`, `events`.`region`, `events`.`cluster`, `events`.`instance`, `events`.`session_key` ORDER BY `events`.`at_us` ASC NULLS LAST, `events`.`source` ASC NULLS LAST, `events`.`offset` ASC NULLS LAST) AS `number`
FROM `events` AS `events`
),
`connected` AS (
SELECT `numbered`.`account` AS `account`,
  `numbered`.`region` AS `region`,
  `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`session_key` AS `session_key`,
  `numbered`.`number` AS `number`,
  max(`numbered`.`pid`) AS `pid`,
  min(`numbered`.`at_us`) AS `first_us`,
  max(CASE WHEN `numbered`.`event` IN ('received', 'authenticated', 'authorized', 'ready') THEN 1 ELSE 0 END) = 1 AS `began`,
  max(CASE WHEN `numbered`.`event` IN ('authorized', 'ready', 'disconnected') THEN 1 ELSE 0 END) = 1 AS `accepted`,
  max(CASE WHEN `numbered`.`event` = 'failed' THEN 1 ELSE 0 END) = 1 AS `failed`,
  max(CASE WHEN `numbered`.`event` = 'disconnected' THEN `numbered`.`at_us` END) AS `end_us`,
  max(CASE WHEN `numbered`.`event` = 'disconnected' THEN `numbered`.`session_us` END) AS `session_us`,
  max(`numbered`.`user_name`) AS `user_name`,
  max(`numbered`.`database_name`) AS `database_name`,
  max(`numbered`.`client_host`) AS `client_host`,
  max(`numbered`.`application`) AS `application`
FROM `numbered` AS `numbered`
GROUP BY `numbered`.`account`, `numbered`.`region`, `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`session_key`, `numbered`.`number`
),
`spans` AS (
SELECT `connected`.`account` AS `account`,
  `connected`.`region` AS `region`,
  `connected`.`cluster` AS `cluster`,
  `connected`.`instance` AS `instance`,
  `connected`.`session_key` AS `session_key`,
  `connected`.`number` AS `number`,
  `connected`.`pid` AS `pid`,
  `connected`.`first_us` AS `first_us`,
  `connected`.`began` AS `began`,
  `connected`.`accepted` AS `accepted`,
  `connected`.`failed` AS `failed`,
  `connected`.`end_us` AS `end_us`,
  `connected`.`session_us` AS `session_us`,
  `connected`.`user_name` AS `user_name`,
  `connected`.`database_name` AS `database_name`,
  `connected`.`client_host` AS `client_host`,
  `connected`.`application` AS `application`,
  CASE WHEN `connected`.`session_us` IS NOT NULL THEN least(`connected`.`first_us`, `connected`.`end_us` - `connected`.`session_us`) ELSE `connected`.`first_us` END AS `begin_us`,
  count(*) OVER (PARTITION BY `connected`.`account`, `connected`.`region`, `connected`.`cluster`, `connected`.`instance`, `connected`.`session_key`) AS `reuses`
FROM `connected` AS `connected`
),
`daily` AS (
SELECT `statement_session_days`.`account` AS `account`,
  `statement_session_days`.`region` AS `region`,
  `statement_session_days`.`cluster` AS `cluster`,
  `statement_session_days`.`instance` AS `instance`,
  `statement_session_days`.`session_key` AS `session_key`,
  `statement_session_days`.`user_name` AS `user_name`,
  `statement_session_days`.`database_name` AS `database_name`,
  `statement_session_days`.`client_host` AS `client_host`,
  `statement_session_days`.`application` AS `application`,
  `statement_session_days`.`pid` AS `pid`,
  unix_micros(`statement_session_days`.`first_at`) AS `first_us`,
  unix_micros(`statement_session_days`.`last_at`) AS `last_us`,
  `statement_session_days`.`calls` AS `statements`,
  `statement_session_days`.`sum_us` AS `busy_us`
FROM `tbl_statement_session_days` AS `statement_session_days`
UNION ALL
SELECT `open_statements`.`account` AS `account`,
  `open_statements`.`region` AS `region`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`session_key` AS `session_key`,
  `open_statements`.`user_name` AS `user_name`,
  `open_statements`.`database_name` AS `database_name`,
  `open_statements`.`client_host` AS `client_host`,
  `open_statements`.`application` AS `application`,
  `open_statements`.`pid` AS `pid`,
  unix_micros(coalesce(`open_statements`.`started_at`, `open_statements`.`ts`)) AS `_col_10`,
  unix_micros(`open_statements`.`ts`) AS `_col_11`,
  `open_statements`.`calls` AS `calls`,
  `open_statements`.`duration_us` AS `duration_us`
FROM `tbl_open_statements` AS `open_statements`
),
`work` AS (
SELECT `daily`.`account` AS `account`,
  `daily`.`region` AS `region`,
  `daily`.`cluster` AS `cluster`,
  `daily`.`instance` AS `instance`,
  `daily`.`session_key` AS `session_key`,
  max(`daily`.`pid`) AS `pid`,
  min(`daily`.`first_us`) AS `first_us`,
  max(`daily`.`last_us`) AS `last_us`,
  sum(`daily`.`statements`) AS `statements`,
  sum(`daily`.`busy_us`) AS `busy_us`
FROM `daily` AS `daily`
WHERE `daily`.`session_key` IS NOT NULL AND `daily`.`user_name` IS NOT NULL
GROUP BY `daily`.`account`, `daily`.`region`, `daily`.`cluster`, `daily`.`instance`, `daily`.`session_key`
),
`mixed` AS (
SELECT DISTINCT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `s`.`instance` AS `instance`,
  `s`.`session_key` AS `session_key`
FROM `spans` AS `s`
JOIN `work` AS `w` ON `s`.`account` = `w`.`account` AND `s`.`region` = `w`.`region` AND `s`.`cluster` = `w`.`cluster` AND `s`.`instance` = `w`.`instance` AND `s`.`session_key` = `w`.`session_key`
WHERE `s`.`reuses` > 1 OR `w`.`first_us` < `s`.`begin_us` - 2000000 OR `w`.`last_us` > `s`.`end_us` + 2000000
),
`told_apart` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`,
  `s`.`number` AS `number`,
  max(`w`.`pid`) AS `pid`,
  min(`w`.`begin_us`) AS `first_us`,
  max(`w`.`at_us`) AS `last_us`,
  sum(`w`.`calls`) AS `statements`,
  sum(`w`.`duration_us`) AS `busy_us`
FROM (
SELECT `t`.`account` AS `account`,
  `t`.`region` AS `region`,
  `t`.`cluster` AS `cluster`,
  `t`.`instance` AS `instance`,
  `t`.`session_key` AS `session_key`,
  `t`.`pid` AS `pid`,
  `t`.`calls` AS `calls`,
  `t`.`duration_us` AS `duration_us`,
  unix_micros(`t`.`ts`) AS `at_us`,
  unix_micros(coalesce(`t`.`started_at`, `t`.`ts`)) AS `begin_us`
FROM `tbl_statements` AS `t`
WHERE `t`.`user_name` IS NOT NULL AND EXISTS (
SELECT 1 AS `1`
FROM `mixed` AS `m`
WHERE `m`.`account` = `t`.`account` AND `m`.`region` = `t`.`region` AND `m`.`cluster` = `t`.`cluster` AND `m`.`instance` = `t`.`instance` AND `m`.`session_key` = `t`.`session_key`
)
) AS `w`
LEFT JOIN (
SELECT `s`.`number` AS `number`,
  `s`.`begin_us` AS `begin_us`,
  `s`.`session_key` AS `session_key`,
  `s`.`instance` AS `instance`,
  `s`.`cluster` AS `cluster`,
  `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  lead(`s`.`begin_us`) OVER (PARTITION BY `s`.`account`, `s`.`region`, `s`.`cluster`, `s`.`instance`, `s`.`session_key` ORDER BY `s`.`begin_us` ASC NULLS LAST) AS `asof_next`
FROM `spans` AS `s`
WHERE `s`.`begin_us` IS NOT NULL
) AS `s` ON `w`.`account` = `s`.`account` AND `w`.`region` = `s`.`region` AND `w`.`cluster` = `s`.`cluster` AND `w`.`instance` = `s`.`instance` AND `w`.`session_key` = `s`.`session_key` AND `w`.`at_us` >= `s`.`begin_us` AND (`s`.`asof_next` IS NULL OR `w`.`at_us` < `s`.`asof_next`)
GROUP BY `w`.`account`, `w`.`region`, `w`.`cluster`, `w`.`instance`, `w`.`session_key`, `s`.`number`
),
`worked` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`,
  `s`.`number` AS `number`,
  `w`.`pid` AS `pid`,
  `w`.`first_us` AS `first_us`,
  `w`.`last_us` AS `last_us`,
  `w`.`statements` AS `statements`,
  `w`.`busy_us` AS `busy_us`
FROM `work` AS `w`
LEFT JOIN `spans` AS `s` ON `w`.`account` = `s`.`account` AND `w`.`region` = `s`.`region` AND `w`.`cluster` = `s`.`cluster` AND `w`.`instance` = `s`.`instance` AND `w`.`session_key` = `s`.`session_key`
WHERE NOT (EXISTS (
SELECT 1 AS `1`
FROM `mixed` AS `m`
WHERE `m`.`account` = `w`.`account` AND `m`.`region` = `w`.`region` AND `m`.`cluster` = `w`.`cluster` AND `m`.`instance` = `w`.`instance` AND `m`.`session_key` = `w`.`session_key`
))
UNION ALL
SELECT `told_apart`.`account` AS `account`,
  `told_apart`.`region` AS `region`,
  `told_apart`.`cluster` AS `cluster`,
  `told_apart`.`instance` AS `instance`,
  `told_apart`.`session_key` AS `session_key`,
  `told_apart`.`number` AS `number`,
  `told_apart`.`pid` AS `pid`,
  `told_apart`.`first_us` AS `first_us`,
  `told_apart`.`last_us` AS `last_us`,
  `told_apart`.`statements` AS `statements`,
  `told_apart`.`busy_us` AS `busy_us`
FROM `told_apart` AS `told_apart`
),
`unnamed` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`
FROM `worked` AS `w`
LEFT JOIN `spans` AS `s` ON `s`.`account` = `w`.`account` AND `s`.`region` = `w`.`region` AND `s`.`cluster` = `w`.`cluster` AND `s`.`instance` = `w`.`instance` AND `s`.`session_key` = `w`.`session_key` AND `s`.`number` = `w`.`number`
WHERE `s`.`user_name` IS NULL OR `s`.`database_name` IS NULL OR `s`.`client_host` IS NULL
),
`named` AS (
SELECT `daily`.`account` AS `account`,
  `daily`.`region` AS `region`,
  `daily`.`cluster` AS `cluster`,
  `daily`.`instance` AS `instance`,
  `daily`.`session_key` AS `session_key`,
  CASE WHEN min(`daily`.`user_name`) = max(`daily`.`user_name`) THEN max(`daily`.`user_name`) END AS `user_name`,
  CASE WHEN min(`daily`.`database_name`) = max(`daily`.`database_name`) THEN max(`daily`.`database_name`) END AS `database_name`,
  CASE WHEN min(`daily`.`client_host`) = max(`daily`.`client_host`) THEN max(`daily`.`client_host`) END AS `client_host`,
  CASE WHEN min(`daily`.`application`) = max(`daily`.`application`) THEN max(`daily`.`application`) END AS `application`
FROM `daily` AS `daily`
WHERE EXISTS (
SELECT 1 AS `1`
FROM `unnamed` AS `unnamed`
WHERE `unnamed`.`account` = `daily`.`account` AND `unnamed`.`region` = `daily`.`region` AND `unnamed`.`cluster` = `daily`.`cluster` AND `unnamed`.`instance` = `daily`.`instance` AND `unnamed`.`session_key` = `daily`.`session_key`
)
GROUP BY `daily`.`account`, `daily`.`region`, `daily`.`cluster`, `daily`.`instance`, `daily`.`session_key`
),
`mentioned` AS (
SELECT `e`.`account` AS `account`,
  `e`.`region` AS `region`,
  `e`.`cluster` AS `cluster`,
  `e`.`instance` AS `instance`,
  `e`.`session_key` AS `session_key`,
  max(`e`.`pid`) AS `pid`,
  min(unix_micros(`e`.`ts`)) AS `first_us`,
  max(`e`.`user_name`) AS `user_name`,
  max(`e`.`database_name`) AS `database_name`,
  max(`e`.`client_host`) AS `client_host`,
  max(`e`.`application`) AS `application`
FROM `tbl_entries` AS `e`
WHERE ((`e`.`session_key` IS NOT NULL AND NOT (`e`.`user_name` IN ('[unknown]', ''))) AND NOT (EXISTS (
SELECT 1 AS `1`
FROM (
SELECT `spans`.`account` AS `account`,
  `spans`.`region` AS `region`,
  `spans`.`cluster` AS `cluster`,
  `spans`.`instance` AS `instance`,
  `spans`.`session_key` AS `session_key`,
  `spans`.`number` AS `number`,
  `spans`.`pid` AS `pid`,
  `spans`.`first_us` AS `first_us`,
  `spans`.`began` AS `began`,
  `spans`.`accepted` AS `accepted`,
  `spans`.`failed` AS `failed`,
  `spans`.`end_us` AS `end_us`,
  `spans`.`session_us` AS `session_us`,
  `spans`.`user_name` AS `user_name`,
  `spans`.`database_name` AS `database_name`,
  `spans`.`client_host` AS `client_host`,
  `spans`.`application` AS `application`,
  `spans`.`begin_us` AS `begin_us`,
  `spans`.`reuses` AS `reuses`
FROM `spans` AS `spans`
WHERE `spans`.`accepted` OR `spans`.`failed`
) AS `s`
WHERE `s`.`account` = `e`.`account` AND `s`.`region` = `e`.`region` AND `s`.`cluster` = `e`.`cluster` AND `s`.`instance` = `e`.`instance` AND `s`.`session_key` = `e`.`session_key`
))) AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `work` AS `w`
WHERE `w`.`account` = `e`.`account` AND `w`.`region` = `e`.`region` AND `w`.`cluster` = `e`.`cluster` AND `w`.`instance` = `e`.`instance` AND `w`.`session_key` = `e`.`session_key`
))
GROUP BY `e`.`account`, `e`.`region`, `e`.`cluster`, `e`.`instance`, `e`.`session_key`
),
`by_rows` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`,
  `w`.`pid` AS `pid`,
  `w`.`first_us` AS `first_us`,
  `w`.`statements` AS `statements`,
  `w`.`busy_us` AS `busy_us`,
  `n`.`user_name` AS `user_name`,
  `n`.`database_name` AS `database_name`,
  `n`.`client_host` AS `client_host`,
  `n`.`application` AS `application`
FROM `worked` AS `w`
LEFT JOIN `named` AS `n` ON `w`.`account` = `n`.`account` AND `w`.`region` = `n`.`region` AND `w`.`cluster` = `n`.`cluster` AND `w`.`instance` = `n`.`instance` AND `w`.`session_key` = `n`.`session_key`
WHERE `w`.`number` IS NULL
UNION ALL
SELECT `mentioned`.`account` AS `account`,
  `mentioned`.`region` AS `region`,
  `mentioned`.`cluster` AS `cluster`,
  `mentioned`.`instance` AS `instance`,
  `mentioned`.`session_key` AS `session_key`,
  `mentioned`.`pid` AS `pid`,
  `mentioned`.`first_us` AS `first_us`,
  NULL AS `_col_7`,
  NULL AS `_col_8`,
  `mentioned`.`user_name` AS `user_name`,
  `mentioned`.`database_name` AS `database_name`,
  `mentioned`.`client_host` AS `client_host`,
  `mentioned`.`application` AS `application`
FROM `mentioned` AS `mentioned`
),
`known` AS (
SELECT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `s`.`instance` AS `instance`,
  `s`.`session_key` AS `session_key`,
  `s`.`pid` AS `pid`,
  `s`.`begin_us` AS `begin_us`,
  `s`.`end_us` AS `end_us`,
  `s`.`session_us` AS `session_us`,
  `w`.`busy_us` AS `busy_us`,
  coalesce(`w`.`statements`, 0) AS `statements`,
  coalesce(`s`.`user_name`, `n`.`user_name`) AS `user_name`,
  coalesce(`s`.`database_name`, `n`.`database_name`) AS `database_name`,
  coalesce(`s`.`client_host`, `n`.`client_host`) AS `client_host`,
  coalesce(`s`.`application`, `n`.`application`) AS `application`,
  CASE WHEN `s`.`began` AND `s`.`end_us` IS NOT NULL THEN 'connection and disconnection' WHEN `s`.`end_us` IS NOT NULL THEN 'disconnection' ELSE 'connection' END AS `known_by`
FROM `spans` AS `s`
LEFT JOIN `worked` AS `w` ON `s`.`account` = `w`.`account` AND `s`.`region` = `w`.`region` AND `s`.`cluster` = `w`.`cluster` AND `s`.`instance` = `w`.`instance` AND `s`.`session_key` = `w`.`session_key` AND `s`.`number` = `w`.`number`
LEFT JOIN `named` AS `n` ON `s`.`account` = `n`.`account` AND `s`.`region` = `n`.`region` AND `s`.`cluster` = `n`.`cluster` AND `s`.`instance` = `n`.`instance` AND `s`.`session_key` = `n`.`session_key`
WHERE `s`.`accepted` OR (`w`.`statements` IS NOT NULL AND NOT (`s`.`failed`))
UNION ALL
SELECT `by_rows`.`account` AS `account`,
  `by_rows`.`region` AS `region`,
  `by_rows`.`cluster` AS `cluster`,
  `by_rows`.`instance` AS `instance`,
  `by_rows`.`session_key` AS `session_key`,
  `by_rows`.`pid` AS `pid`,
  `by_rows`.`first_us` AS `first_us`,
  NULL AS `_col_7`,
  NULL AS `_col_8`,
  `by_rows`.`busy_us` AS `busy_us`,
  coalesce(`by_rows`.`statements`, 0) AS `_col_10`,
  `by_rows`.`user_name` AS `user_name`,
  `by_rows`.`database_name` AS `database_name`,
  `by_rows`.`client_host` AS `client_host`,
  `by_rows`.`application` AS `application`,
  'entries' AS `entries`
FROM `by_rows` AS `by_rows`
)
SELECT `known`.`account` AS `account`,
  `known`.`region` AS `region`,
  `known`.`cluster` AS `cluster`,
  `known`.`instance` AS `instance`,
  `known`.`session_key` AS `session_key`,
  `known`.`pid` AS `pid`,
  timestamp_micros(`known`.`begin_us`) AS `started_at`,
  timestamp_micros(`known`.`end_us`) AS `ended_at`,
  `known`.`session_us` AS `session_us`,
  `known`.`busy_us` AS `busy_us`,
  CASE WHEN `known`.`session_us` >= `known`.`busy_us` THEN `known`.`session_us` - `known`.`busy_us` END AS `idle_us`,
  `known`.`statements` AS `statements`,
  `known`.`user_name` AS `user_name`,
  `known`.`database_name` AS `database_name`,
  `known`.`client_host` AS `client_host`,
  `known`.`application` AS `application`,
  `known`.`known_by` AS `known_by`
FROM `known` AS `known`
) AS `s` ON `s`.`cluster` = `p`.`cluster` AND `s`.`instance` = `p`.`instance` AND `s`.`pid` = `p`.`pid` AND `p`.`pid` > 1 AND `s`.`started_at` <= `p`.`last_ts` + INTERVAL '1' SECOND AND (`s`.`ended_at` IS NULL OR `s`.`ended_at` >= `p`.`first_ts`)
GROUP BY `p`.`cluster`, `p`.`instance`, `p`.`process`, `p`.`pid`, `p`.`samples`, `p`.`mean_cpu_pct`, `p`.`max_cpu_pct`, `p`.`max_rss_kb`, `p`.`most_at`, `p`.`first_ts`, `p`.`last_ts`
) AS `named`
ORDER BY CASE 'memory' WHEN 'cpu' THEN `named`.`max_cpu_pct` ELSE CAST(`named`.`max_rss_kb` AS DOUBLE) END DESC NULLS LAST, `named`.`instance` ASC NULLS LAST, `named`.`pid` ASC NULLS LAST;

-- queries_over_time 00183e937c0bab84
WITH `tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT timestamp_micros((unix_micros(`cells`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  sum(`cells`.`calls`) AS `calls`,
  sum(`cells`.`timed_calls`) AS `timed_calls`,
  coalesce(sum(`cells`.`sum_us`), 0) AS `sum_us`,
  CASE WHEN CAST(nullif(sum(`cells`.`timed_calls`), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(sum(`cells`.`call_us`) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(sum(`cells`.`call_us`) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(sum(`cells`.`call_us`) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(sum(`cells`.`call_us`) AS DOUBLE) / CAST(nullif(sum(`cells`.`timed_calls`), 0) AS DOUBLE) END AS `mean_us`,
  min(`cells`.`min_us`) AS `min_us`,
  max(`cells`.`max_us`) AS `max_us`
FROM (
SELECT `statements`.`ts` AS `ts`,
  `statements`.`cluster` AS `cluster`,
  `statements`.`instance` AS `instance`,
  `statements`.`engine` AS `engine`,
  `statements`.`calls` AS `calls`,
  CASE WHEN `statements`.`duration_us` IS NULL THEN 0 ELSE `statements`.`calls` END AS `timed_calls`,
  CASE WHEN `statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `statements`.`duration_us` AS `sum_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `call_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `min_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `max_us`
FROM `tbl_statements` AS `statements`
WHERE `statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)
) AS `cells`
GROUP BY timestamp_micros((unix_micros(`cells`.`ts`) DIV 60000000) * 60000000L)
ORDER BY `bucket` ASC NULLS LAST;

-- queries_top f64dfd612e889503
WITH `tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `severity` AS `severity`, `fingerprint` AS `fingerprint`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_fingerprints` AS (
SELECT `cluster` AS `cluster`, `instance` AS `instance`, `fingerprint` AS `fingerprint`, `engine` AS `engine`, `normalized_sql` AS `normalized_sql`, `statement_kind` AS `statement_kind`
FROM store
WHERE tbl = 'fingerprints'
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `fingerprint` AS `fingerprint`, `lock_us` AS `lock_us`, `rows_sent` AS `rows_sent`, `rows_examined` AS `rows_examined`, `rows_affected` AS `rows_affected`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statement_family_hours` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `engine` AS `engine`, `fingerprint` AS `fingerprint`, `noise` AS `noise`, `calls` AS `calls`, `timed_calls` AS `timed_calls`, `logged` AS `logged`, `sum_us` AS `sum_us`, `call_us` AS `call_us`, `min_us` AS `min_us`, `max_us` AS `max_us`
FROM store
WHERE tbl = 'statement_family_hours' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `fingerprint` AS `fingerprint`, `lock_us` AS `lock_us`, `rows_sent` AS `rows_sent`, `rows_examined` AS `rows_examined`, `rows_affected` AS `rows_affected`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_temp_files` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `bytes` AS `bytes`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'temp_files' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`families` AS (
SELECT `parts`.`fingerprint` AS `fingerprint`,
  sum(`parts`.`calls`) AS `calls`,
  sum(`parts`.`timed_calls`) AS `timed_calls`,
  coalesce(sum(`parts`.`sum_us`), 0) AS `sum_us`,
  sum(`parts`.`call_us`) AS `call_us`,
  min(`parts`.`min_us`) AS `min_us`,
  max(`parts`.`max_us`) AS `max_us`,
  sum(sum(`parts`.`sum_us`)) OVER () AS `all_us`
FROM (
SELECT `open_statements`.`ts` AS `ts`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`engine` AS `engine`,
  `open_statements`.`fingerprint` AS `fingerprint`,
  `open_statements`.`calls` AS `calls`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE `open_statements`.`calls` END AS `timed_calls`,
  CASE WHEN `open_statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `open_statements`.`duration_us` AS `sum_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `call_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `min_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `max_us`
FROM `tbl_open_statements` AS `open_statements`
WHERE coalesce(NOT (`open_statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`open_statements`.`database_name` <> 'rdsadmin', TRUE) AND `open_statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `open_statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
UNION ALL
SELECT `statement_family_hours`.`ts` AS `ts`,
  `statement_family_hours`.`cluster` AS `cluster`,
  `statement_family_hours`.`instance` AS `instance`,
  `statement_family_hours`.`engine` AS `engine`,
  `statement_family_hours`.`fingerprint` AS `fingerprint`,
  `statement_family_hours`.`calls` AS `calls`,
  `statement_family_hours`.`timed_calls` AS `timed_calls`,
  `statement_family_hours`.`logged` AS `logged`,
  `statement_family_hours`.`sum_us` AS `sum_us`,
  `statement_family_hours`.`call_us` AS `call_us`,
  `statement_family_hours`.`min_us` AS `min_us`,
  `statement_family_hours`.`max_us` AS `max_us`
FROM `tbl_statement_family_hours` AS `statement_family_hours`
WHERE coalesce(NOT (`statement_family_hours`.`noise`), TRUE) AND `statement_family_hours`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statement_family_hours`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
) AS `parts`
GROUP BY `parts`.`fingerprint`
),
`others` AS (
SELECT `parts`.`fingerprint` AS `fingerprint`,
  sum(`parts`.`temp_files`) AS `temp_files`,
  sum(`parts`.`temp_bytes`) AS `temp_bytes`,
  sum(`parts`.`errors`) AS `errors`
FROM (
SELECT `temp_files`.`fingerprint` AS `fingerprint`,
  count(*) AS `temp_files`,
  sum(`temp_files`.`bytes`) AS `temp_bytes`,
  0 AS `errors`
FROM `tbl_temp_files` AS `temp_files`
WHERE (`temp_files`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `temp_files`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`temp_files`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`temp_files`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY `temp_files`.`fingerprint`
UNION ALL
SELECT `entries`.`fingerprint` AS `fingerprint`,
  0 AS `0`,
  0 AS `0`,
  count(*) AS `_col_3`
FROM `tbl_entries` AS `entries`
WHERE (`entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)) AND `entries`.`severity` IN ('ERROR', 'FATAL', 'PANIC')
GROUP BY `entries`.`fingerprint`
) AS `parts`
GROUP BY `parts`.`fingerprint`
),
`ranked` AS (
SELECT coalesce(`f`.`fingerprint`, `o`.`fingerprint`) AS `fingerprint`,
  coalesce(`f`.`calls`, 0) AS `calls`,
  coalesce(`f`.`timed_calls`, 0) AS `timed_calls`,
  coalesce(`f`.`sum_us`, 0) AS `sum_us`,
  `f`.`call_us` AS `call_us`,
  `f`.`min_us` AS `min_us`,
  `f`.`max_us` AS `max_us`,
  max(`f`.`all_us`) OVER () AS `all_us`,
  coalesce(`o`.`temp_files`, 0) AS `temp_files`,
  coalesce(`o`.`temp_bytes`, 0) AS `temp_bytes`,
  coalesce(`o`.`errors`, 0) AS `errors`,
  row_number() OVER (ORDER BY CASE 'sum_us' WHEN 'calls' THEN CAST(`f`.`calls` AS DOUBLE) WHEN 'mean_us' THEN CASE WHEN CAST(nullif(`f`.`timed_calls`, 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(`f`.`call_us` AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(`f`.`call_us` AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(`f`.`call_us` AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(`f`.`call_us` AS DOUBLE) / CAST(nullif(`f`.`timed_calls`, 0) AS DOUBLE) END WHEN 'max_us' THEN CAST(`f`.`max_us` AS DOUBLE) WHEN 'temp_bytes' THEN CAST(`o`.`temp_bytes` AS DOUBLE) WHEN 'errors' THEN CAST(`o`.`errors` AS DOUBLE) ELSE CAST(`f`.`sum_us` AS DOUBLE) END DESC NULLS LAST, `f`.`sum_us` DESC NULLS LAST, `f`.`calls` DESC NULLS LAST, `o`.`errors` DESC NULLS LAST, coalesce(`f`.`fingerprint`, `o`.`fingerprint`) ASC NULLS LAST) AS `rank`
FROM `families` AS `f`
FULL JOIN `others` AS `o` ON (`o`.`fingerprint` <=> `f`.`fingerprint`)
),
`chosen` AS (
SELECT `ranked`.`fingerprint` AS `fingerprint`,
  `ranked`.`calls` AS `calls`,
  `ranked`.`timed_calls` AS `timed_calls`,
  `ranked`.`sum_us` AS `sum_us`,
  `ranked`.`call_us` AS `call_us`,
  `ranked`.`min_us` AS `min_us`,
  `ranked`.`max_us` AS `max_us`,
  `ranked`.`all_us` AS `all_us`,
  `ranked`.`temp_files` AS `temp_files`,
  `ranked`.`temp_bytes` AS `temp_bytes`,
  `ranked`.`errors` AS `errors`,
  `ranked`.`rank` AS `rank`
FROM `ranked` AS `ranked`
WHERE `ranked`.`rank` <= 50
),
`exact` AS (
SELECT `statements`.`fingerprint` AS `fingerprint`,
  count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1)) AS `timed_rows`,
  array(get(sort_array(collect_list(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL))), CAST(CAST(greatest(1.0e0, count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)) - floor(count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)) - 0.5e0 * count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)))) AS BIGINT) AS INT) - 1), get(sort_array(collect_list(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL))), CAST(CAST(greatest(1.0e0, count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)) - floor(count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)) - 0.95e0 * count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)))) AS BIGINT) AS INT) - 1), get(sort_array(collect_list(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL))), CAST(CAST(greatest(1.0e0, count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)) - floor(count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)) - 0.99e0 * count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)))) AS BIGINT) AS INT) - 1)) AS `q`,
  sum(`statements`.`rows_sent`) AS `rows_sent`,
  sum(`statements`.`rows_examined`) AS `rows_examined`,
  sum(`statements`.`rows_affected`) AS `rows_affected`,
  sum(`statements`.`lock_us`) AS `lock_us`,
  min(`statements`.`ts`) AS `first_ts`,
  max(`statements`.`ts`) AS `last_ts`
FROM `tbl_statements` AS `statements`
WHERE (`statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)) AND coalesce(`statements`.`fingerprint`, '') IN (
SELECT coalesce(`chosen`.`fingerprint`, '') AS `_col_0`
FROM `chosen` AS `chosen`
LIMIT 100000
) AND TRUE
GROUP BY `statements`.`fingerprint`
),
`texts` AS (
SELECT `fingerprints`.`fingerprint` AS `fingerprint`,
  max(`fingerprints`.`normalized_sql`) AS `normalized_sql`,
  max(`fingerprints`.`statement_kind`) AS `statement_kind`
FROM `tbl_fingerprints` AS `fingerprints`
WHERE `fingerprints`.`fingerprint` IN (
SELECT `chosen`.`fingerprint` AS `fingerprint`
FROM `chosen` AS `chosen`
)
GROUP BY `fingerprints`.`fingerprint`
)
SELECT `c`.`rank` AS `rank`,
  `c`.`fingerprint` AS `fingerprint`,
  `x`.`normalized_sql` AS `normalized_sql`,
  `x`.`statement_kind` AS `statement_kind`,
  `c`.`calls` AS `calls`,
  `c`.`timed_calls` AS `timed_calls`,
  `c`.`sum_us` AS `sum_us`,
  CASE WHEN CAST(nullif(`c`.`all_us`, 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(`c`.`sum_us` AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(`c`.`sum_us` AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(`c`.`sum_us` AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(`c`.`sum_us` AS DOUBLE) / CAST(nullif(`c`.`all_us`, 0) AS DOUBLE) END AS `share`,
  CASE WHEN CAST(nullif(`c`.`timed_calls`, 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(`c`.`call_us` AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(`c`.`call_us` AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(`c`.`call_us` AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(`c`.`call_us` AS DOUBLE) / CAST(nullif(`c`.`timed_calls`, 0) AS DOUBLE) END AS `mean_us`,
  `c`.`min_us` AS `min_us`,
  CASE WHEN `e`.`timed_rows` = `c`.`timed_calls` THEN get(`e`.`q`, CAST(1 AS INT) - 1) END AS `p50_us`,
  CASE WHEN `e`.`timed_rows` = `c`.`timed_calls` THEN get(`e`.`q`, CAST(2 AS INT) - 1) END AS `p95_us`,
  CASE WHEN `e`.`timed_rows` = `c`.`timed_calls` THEN get(`e`.`q`, CAST(3 AS INT) - 1) END AS `p99_us`,
  `c`.`max_us` AS `max_us`,
  `e`.`rows_sent` AS `rows_sent`,
  `e`.`rows_examined` AS `rows_examined`,
  `e`.`rows_affected` AS `rows_affected`,
  `e`.`lock_us` AS `lock_us`,
  `c`.`temp_files` AS `temp_files`,
  `c`.`temp_bytes` AS `temp_bytes`,
  `c`.`errors` AS `errors`,
  `e`.`first_ts` AS `first_ts`,
  `e`.`last_ts` AS `last_ts`
FROM `chosen` AS `c`
LEFT JOIN `exact` AS `e` ON (`e`.`fingerprint` <=> `c`.`fingerprint`)
LEFT JOIN `texts` AS `x` ON `x`.`fingerprint` = `c`.`fingerprint`
ORDER BY `c`.`rank` ASC NULLS LAST;

-- rds_event_rows 8b418df7cbf8c633
WITH `tbl_rds_events` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source_type` AS `source_type`, `source_id` AS `source_id`, `categories` AS `categories`, `message` AS `message`
FROM store
WHERE tbl = 'rds_events' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `rds_events`.`ts` AS `ts`,
  `rds_events`.`region` AS `region`,
  `rds_events`.`cluster` AS `cluster`,
  `rds_events`.`instance` AS `instance`,
  `rds_events`.`source_type` AS `source_type`,
  `rds_events`.`source_id` AS `source_id`,
  `rds_events`.`categories` AS `categories`,
  `rds_events`.`message` AS `message`
FROM `tbl_rds_events` AS `rds_events`
WHERE (`rds_events`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `rds_events`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND regexp_like(`rds_events`.`message`, '.')
ORDER BY `ts` DESC NULLS LAST, `source_id` ASC NULLS LAST, `message` ASC NULLS LAST
LIMIT 1000;

-- readers f4feda37858e071a
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `scope` AS `scope`, `statistic` AS `statistic`, `period_s` AS `period_s`, `value` AS `value`, `source` AS `source`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_roles` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `role` AS `role`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'roles'
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `attributes` AS `attributes`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`states` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`instance_class` AS `instance_class`,
  `ranked`.`class_size` AS `class_size`,
  `ranked`.`zone` AS `zone`,
  `ranked`.`promotion_tier` AS `promotion_tier`,
  `ranked`.`instance_status` AS `instance_status`,
  `ranked`.`created_at` AS `created_at`,
  `ranked`.`valid_to` AS `valid_to`
FROM (
SELECT `instance_states`.`account` AS `account`,
  `instance_states`.`region` AS `region`,
  `instance_states`.`cluster` AS `cluster`,
  `instance_states`.`instance` AS `instance`,
  `instance_states`.`instance_class` AS `instance_class`,
  `instance_states`.`class_size` AS `class_size`,
  `instance_states`.`zone` AS `zone`,
  `instance_states`.`promotion_tier` AS `promotion_tier`,
  `instance_states`.`instance_status` AS `instance_status`,
  `instance_states`.`created_at` AS `created_at`,
  `instance_states`.`valid_to` AS `valid_to`,
  row_number() OVER (PARTITION BY `instance_states`.`account`, `instance_states`.`region`, `instance_states`.`instance` ORDER BY `instance_states`.`valid_from` DESC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`instance` AS `instance`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') AS `instance_class`,
  CASE WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'micro' THEN 0.125e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'small' THEN 0.25e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'medium' THEN 0.5e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'large' THEN 1.0e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'xlarge' THEN 2.0e0 ELSE 2.0e0 * try_cast(nullif(CASE WHEN get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') IS NOT NULL THEN coalesce(regexp_extract(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '\\.([0-9]+)xlarge$', 1), '') END, '') AS DOUBLE) END AS `class_size`,
  get_json_object(`topology`.`attributes`, '$[\'AvailabilityZone\']') AS `zone`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceStatus\']') AS `instance_status`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS DOUBLE)) AS BIGINT)) AS `promotion_tier`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'InstanceCreateTime\']') AS TIMESTAMP) AS `created_at`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `insights_enabled`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS DOUBLE)) AS BIGINT)) AS `monitoring_s`,
  get_json_object(`topology`.`attributes`, '$[\'CACertificateIdentifier\']') AS `certificate`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'CertificateDetails\']'), '$[\'ValidTill\']') AS TIMESTAMP) AS `certificate_until`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `publicly_accessible`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'instance'
) AS `instance_states`
WHERE (TRUE) AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `instance_states`.`valid_to` IS NULL OR `instance_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`roles_then` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`role` AS `role`
FROM (
SELECT `roles`.`account` AS `account`,
  `roles`.`region` AS `region`,
  `roles`.`cluster` AS `cluster`,
  `roles`.`instance` AS `instance`,
  `roles`.`role` AS `role`,
  row_number() OVER (PARTITION BY `roles`.`account`, `roles`.`region`, `roles`.`instance` ORDER BY CASE WHEN TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `roles`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' THEN -unix_micros(`roles`.`valid_from`) ELSE unix_micros(`roles`.`valid_from`) END ASC NULLS LAST) = 1 AS `is_kept`
FROM `tbl_roles` AS `roles`
WHERE (TRUE)
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`lags` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  `metrics`.`ts` AS `ts`,
  max(`metrics`.`value`) AS `lag_ms`,
  max(`metrics`.`period_s`) AS `period_s`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` = 'AuroraReplicaLag' AND `metrics`.`scope` = 'instance' AND `metrics`.`statistic` IN ('Average', 'Maximum')
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`, `metrics`.`instance`, `metrics`.`ts`
),
`lagged` AS (
SELECT `lags`.`account` AS `account`,
  `lags`.`region` AS `region`,
  `lags`.`cluster` AS `cluster`,
  `lags`.`instance` AS `instance`,
  max(`lags`.`lag_ms`) AS `max_lag_ms`,
  avg(`lags`.`lag_ms`) AS `mean_lag_ms`,
  max_by(`lags`.`lag_ms`, struct(`lags`.`ts`, `lags`.`lag_ms`)) FILTER (WHERE (`lags`.`lag_ms` IS NOT NULL) AND (`lags`.`ts` IS NOT NULL)) AS `last_lag_ms`,
  max_by(`lags`.`ts`, struct(`lags`.`lag_ms`, `lags`.`ts`)) FILTER (WHERE (`lags`.`ts` IS NOT NULL) AND (`lags`.`lag_ms` IS NOT NULL)) AS `worst_at`,
  (CAST(coalesce(sum(`lags`.`period_s`) FILTER (WHERE (`lags`.`lag_ms` > 1000)), 0) AS DOUBLE) / 60.0e0) AS `over_minutes`,
  (CAST(sum(`lags`.`period_s`) AS DOUBLE) / 60.0e0) AS `measured_minutes`,
  max(`lags`.`ts`) AS `last_ts`
FROM `lags` AS `lags`
GROUP BY `lags`.`account`, `lags`.`region`, `lags`.`cluster`, `lags`.`instance`
),
`worked` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  `metrics`.`ts` AS `ts`,
  `metrics`.`name` AS `name`,
  `metrics`.`statistic` AS `statistic`,
  `metrics`.`value` AS `value`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` IN ('DBLoad', 'DatabaseConnections', 'CPUUtilization') AND `metrics`.`scope` = 'instance' AND `metrics`.`statistic` IN ('Average', 'Maximum') AND `metrics`.`source` = 'cloudwatch'
),
`loaded` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `g`.`ts` IS NOT NULL AS `was_reader`,
  avg(`w`.`value`) FILTER (WHERE (`w`.`name` = 'DBLoad' AND `w`.`statistic` = 'Average')) AS `mean_load`,
  max(`w`.`value`) FILTER (WHERE (`w`.`name` = 'DBLoad')) AS `max_load`,
  avg(`w`.`value`) FILTER (WHERE (`w`.`name` = 'DatabaseConnections' AND `w`.`statistic` = 'Average')) AS `mean_connections`,
  max(`w`.`value`) FILTER (WHERE (`w`.`name` = 'DatabaseConnections')) AS `most_connections`,
  avg(`w`.`value`) FILTER (WHERE (`w`.`name` = 'CPUUtilization' AND `w`.`statistic` = 'Average')) AS `mean_cpu_pct`,
  max(`w`.`value`) FILTER (WHERE (`w`.`name` = 'CPUUtilization')) AS `max_cpu_pct`
FROM `worked` AS `w`
LEFT JOIN `lags` AS `g` ON `w`.`account` = `g`.`account` AND `w`.`region` = `g`.`region` AND `w`.`cluster` = `g`.`cluster` AND `w`.`instance` = `g`.`instance` AND `w`.`ts` = `g`.`ts`
GROUP BY `w`.`account`, `w`.`region`, `w`.`cluster`, `w`.`instance`, `g`.`ts` IS NOT NULL
),
`known` AS (
SELECT `states`.`account` AS `account`,
  `states`.`region` AS `region`,
  `states`.`cluster` AS `cluster`,
  `states`.`instance` AS `instance`
FROM `states` AS `states`
UNION
SELECT `lagged`.`account` AS `account`,
  `lagged`.`region` AS `region`,
  `lagged`.`cluster` AS `cluster`,
  `lagged`.`instance` AS `instance`
FROM `lagged` AS `lagged`
),
`joined` AS (
SELECT `k`.`account` AS `account`,
  `k`.`region` AS `region`,
  `k`.`cluster` AS `cluster`,
  `k`.`instance` AS `instance`,
  coalesce(`r`.`role`, 'unknown') AS `role`,
  `s`.`zone` AS `zone`,
  `s`.`instance_class` AS `instance_class`,
  `s`.`promotion_tier` AS `promotion_tier`,
  `s`.`instance_status` AS `instance_status`,
  `s`.`created_at` AS `created_at`,
  `s`.`valid_to` AS `valid_to`,
  `g`.`max_lag_ms` AS `max_lag_ms`,
  `g`.`mean_lag_ms` AS `mean_lag_ms`,
  `g`.`last_lag_ms` AS `last_lag_ms`,
  `g`.`worst_at` AS `worst_at`,
  `g`.`over_minutes` AS `over_minutes`,
  `g`.`measured_minutes` AS `measured_minutes`,
  `l`.`mean_load` AS `mean_load`,
  `l`.`max_load` AS `max_load`,
  `l`.`mean_connections` AS `mean_connections`,
  `l`.`most_connections` AS `most_connections`,
  `l`.`mean_cpu_pct` AS `mean_cpu_pct`,
  `l`.`max_cpu_pct` AS `max_cpu_pct`,
  `g`.`last_ts` AS `last_ts`
FROM `known` AS `k`
LEFT JOIN `states` AS `s` ON `k`.`account` = `s`.`account` AND `k`.`region` = `s`.`region` AND `k`.`cluster` = `s`.`cluster` AND `k`.`instance` = `s`.`instance`
LEFT JOIN `roles_then` AS `r` ON coalesce(`k`.`account`, `s`.`account`) = `r`.`account` AND coalesce(`k`.`region`, `s`.`region`) = `r`.`region` AND coalesce(`k`.`cluster`, `s`.`cluster`) = `r`.`cluster` AND coalesce(`k`.`instance`, `s`.`instance`) = `r`.`instance`
LEFT JOIN `lagged` AS `g` ON coalesce(`k`.`account`, `s`.`account`, `r`.`account`) = `g`.`account` AND coalesce(`k`.`region`, `s`.`region`, `r`.`region`) = `g`.`region` AND coalesce(`k`.`cluster`, `s`.`cluster`, `r`.`cluster`) = `g`.`cluster` AND coalesce(`k`.`instance`, `s`.`instance`, `r`.`instance`) = `g`.`instance`
LEFT JOIN `loaded` AS `l` ON `l`.`account` = `k`.`account` AND `l`.`region` = `k`.`region` AND `l`.`cluster` = `k`.`cluster` AND `l`.`instance` = `k`.`instance` AND `l`.`was_reader` = (coalesce(`r`.`role`, 'unknown') = 'reader')
)
SELECT `joined`.`account` AS `account`,
  `joined`.`region` AS `region`,
  `joined`.`cluster` AS `cluster`,
  `joined`.`instance` AS `instance`,
  `joined`.`role` AS `role`,
  `joined`.`zone` AS `zone`,
  `joined`.`instance_class` AS `instance_class`,
  `joined`.`promotion_tier` AS `promotion_tier`,
  `joined`.`instance_status` AS `instance_status`,
  `joined`.`created_at` AS `created_at`,
  `joined`.`valid_to` AS `valid_to`,
  `joined`.`max_lag_ms` AS `max_lag_ms`,
  `joined`.`mean_lag_ms` AS `mean_lag_ms`,
  `joined`.`last_lag_ms` AS `last_lag_ms`,
  `joined`.`worst_at` AS `worst_at`,
  `joined`.`over_minutes` AS `over_minutes`,
  `joined`.`measured_minutes` AS `measured_minutes`,
  `joined`.`mean_load` AS `mean_load`,
  `joined`.`max_load` AS `max_load`,
  `joined`.`mean_connections` AS `mean_connections`,
  `joined`.`most_connections` AS `most_connections`,
  `joined`.`mean_cpu_pct` AS `mean_cpu_pct`,
  `joined`.`max_cpu_pct` AS `max_cpu_pct`,
  `joined`.`last_ts` AS `last_ts`,
  CASE WHEN `joined`.`role` = 'reader' THEN CASE WHEN nullif(sum(CASE WHEN `joined`.`role` = 'reader' THEN `joined`.`mean_load` END) OVER `w`, 0) = 0 THEN CASE WHEN `joined`.`mean_load` > 0 THEN double('infinity') WHEN `joined`.`mean_load` < 0 THEN double('-infinity') WHEN `joined`.`mean_load` = 0 THEN double('NaN') END ELSE `joined`.`mean_load` / nullif(sum(CASE WHEN `joined`.`role` = 'reader' THEN `joined`.`mean_load` END) OVER `w`, 0) END END AS `share_load`,
  CASE WHEN `joined`.`role` = 'reader' THEN CASE WHEN nullif(sum(CASE WHEN `joined`.`role` = 'reader' THEN `joined`.`mean_connections` END) OVER `w`, 0) = 0 THEN CASE WHEN `joined`.`mean_connections` > 0 THEN double('infinity') WHEN `joined`.`mean_connections` < 0 THEN double('-infinity') WHEN `joined`.`mean_connections` = 0 THEN double('NaN') END ELSE `joined`.`mean_connections` / nullif(sum(CASE WHEN `joined`.`role` = 'reader' THEN `joined`.`mean_connections` END) OVER `w`, 0) END END AS `share_connections`,
  CASE WHEN `joined`.`valid_to` IS NOT NULL THEN concat('gone since ', coalesce(date_format(CAST(from_utc_timestamp(`joined`.`valid_to`, 'UTC') AS TIMESTAMP_NTZ), 'MM-dd HH:mm'), ''), ' UTC') WHEN `joined`.`role` = 'writer' AND `joined`.`max_lag_ms` IS NOT NULL THEN 'read, and lagged, before it was promoted' WHEN `joined`.`role` = 'writer' THEN 'writes: has no lag' WHEN `joined`.`max_lag_ms` IS NULL THEN 'unknown: no AuroraReplicaLag in this range' WHEN `joined`.`most_connections` <= 1 AND `joined`.`mean_load` < 0.05e0 THEN 'idle: nobody reads here' WHEN `joined`.`over_minutes` > 0 THEN concat('over ', CAST(1000 AS STRING), ' ms in ', coalesce(CAST(CAST(CASE WHEN abs(round(`joined`.`over_minutes`)) - floor(abs(round(`joined`.`over_minutes`))) = 0.5e0 THEN 2.0e0 * round(round(`joined`.`over_minutes`) / 2.0e0) ELSE round(round(`joined`.`over_minutes`)) END AS BIGINT) AS STRING), ''), ' minutes') ELSE concat('never over ', CAST(1000 AS STRING), ' ms') END AS `remark`
FROM `joined` AS `joined`
WINDOW `w` AS (PARTITION BY `joined`.`account`, `joined`.`region`, `joined`.`cluster`)
ORDER BY `joined`.`max_lag_ms` DESC NULLS LAST, `joined`.`cluster` ASC NULLS LAST, `joined`.`instance` ASC NULLS LAST;

-- resource_list c0423db78dd7dc79
WITH `tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `resource_name` AS `resource_name`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`
FROM store
WHERE tbl = 'topology'
)
SELECT `ranked`.`resource_type` AS `resource_type`,
  `ranked`.`name` AS `name`,
  `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`parent_id` AS `parent_id`,
  `ranked`.`node_status` AS `node_status`,
  `ranked`.`what` AS `what`,
  `ranked`.`valid_from` AS `valid_from`,
  `ranked`.`valid_to` AS `valid_to`
FROM (
SELECT `topology`.`resource_type` AS `resource_type`,
  `topology`.`resource_name` AS `name`,
  `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`instance` AS `instance`,
  `topology`.`parent_id` AS `parent_id`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'Status\']'), get_json_object((get_json_object(`topology`.`attributes`, '$[\'TargetHealth\']')), '$[\'State\']')) AS `node_status`,
  CASE `topology`.`resource_type` WHEN 'proxy' THEN concat_ws(', ', get_json_object(`topology`.`attributes`, '$[\'EngineFamily\']'), 'idle for ' || (get_json_object(`topology`.`attributes`, '$[\'IdleClientTimeout\']')) || ' s', CASE WHEN (get_json_object(`topology`.`attributes`, '$[\'RequireTLS\']')) = 'true' THEN 'TLS required' ELSE 'TLS not required' END) WHEN 'proxy_target' THEN concat_ws(', ', get_json_object(`topology`.`attributes`, '$[\'DBProxyName\']'), get_json_object(`topology`.`attributes`, '$[\'Role\']'), get_json_object((get_json_object(`topology`.`attributes`, '$[\'TargetHealth\']')), '$[\'Reason\']')) WHEN 'blue_green_deployment' THEN concat_ws(', ', concat(coalesce(get_json_object(`topology`.`attributes`, '$[\'Source\']'), ''), ' -> ', coalesce(get_json_object(`topology`.`attributes`, '$[\'Target\']'), '')), get_json_object(`topology`.`attributes`, '$[\'StatusDetails\']')) ELSE NULL END AS `what`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  row_number() OVER (PARTITION BY `topology`.`account`, `topology`.`region`, `topology`.`resource_type`, `topology`.`resource_id` ORDER BY `topology`.`valid_from` DESC NULLS LAST) = 1 AS `is_kept`
FROM `tbl_topology` AS `topology`
WHERE (TRUE) AND CASE WHEN split('proxy,proxy_target', ',') IS NOT NULL THEN coalesce(array_contains(split('proxy,proxy_target', ','), `topology`.`resource_type`), FALSE) END AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `topology`.`valid_to` IS NULL OR `topology`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
ORDER BY `resource_type` ASC NULLS LAST, `name` ASC NULLS LAST;

-- role_list 58cba1ebeb68a78d
WITH `tbl_roles` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `role` AS `role`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'roles'
)
SELECT `roles`.`cluster` AS `cluster`,
  `roles`.`instance` AS `instance`,
  `roles`.`role` AS `role`,
  `roles`.`valid_from` AS `valid_from`,
  `roles`.`valid_to` AS `valid_to`,
  `roles`.`known_by` AS `known_by`,
  `roles`.`account` AS `account`,
  `roles`.`region` AS `region`
FROM `tbl_roles` AS `roles`
WHERE (TRUE) AND (TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `roles`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `roles`.`valid_to` IS NULL OR `roles`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
ORDER BY `cluster` ASC NULLS LAST, `valid_to` IS NOT NULL ASC NULLS LAST, `role` DESC NULLS LAST, `instance` ASC NULLS LAST, `valid_from` DESC NULLS LAST;

-- rpo_by_cluster 69a0c6b0906c2a57
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `name` AS `name`, `statistic` AS `statistic`, `period_s` AS `period_s`, `value` AS `value`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `points`.`cluster` AS `cluster`,
  max(`points`.`value`) AS `max_rpo_ms`,
  avg(`points`.`value`) AS `mean_rpo_ms`,
  max_by(`points`.`ts`, struct(`points`.`value`, `points`.`ts`)) FILTER (WHERE (`points`.`ts` IS NOT NULL) AND (`points`.`value` IS NOT NULL)) AS `worst_at`,
  5000.0e0 AS `objective_ms`,
  (coalesce(sum(`points`.`period_s`) FILTER (WHERE (`points`.`value` > 5000.0e0)), 0) * 1000000L) AS `beyond_us`,
  (sum(`points`.`period_s`) * 1000000L) AS `measured_us`
FROM (
SELECT `metrics`.`cluster` AS `cluster`,
  `metrics`.`ts` AS `ts`,
  max(`metrics`.`period_s`) AS `period_s`,
  max(`metrics`.`value`) AS `value`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` = 'AuroraGlobalDBRPOLag' AND `metrics`.`statistic` = 'Maximum'
GROUP BY `metrics`.`cluster`, `metrics`.`ts`
) AS `points`
GROUP BY `points`.`cluster`
ORDER BY `max_rpo_ms` DESC NULLS LAST, `cluster` ASC NULLS LAST;

-- server_event_rows afe0c11100a47020
WITH `tbl_server_events` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `event` AS `event`, `attributes` AS `attributes`
FROM store
WHERE tbl = 'server_events' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `server_events`.`ts` AS `ts`,
  `server_events`.`event` AS `event`,
  `server_events`.`attributes` AS `attributes`,
  `server_events`.`cluster` AS `cluster`,
  `server_events`.`instance` AS `instance`,
  `server_events`.`pid` AS `pid`,
  `server_events`.`source` AS `source`,
  `server_events`.`offset` AS `offset`
FROM `tbl_server_events` AS `server_events`
WHERE (`server_events`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `server_events`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND (NULL IS NULL OR `server_events`.`event` = NULL) AND (NULL IS NULL OR (unix_micros(`server_events`.`ts`) < NULL OR (unix_micros(`server_events`.`ts`) = NULL AND (`server_events`.`source` < NULL OR (`server_events`.`source` = NULL AND `server_events`.`offset` < NULL)))))
ORDER BY `ts` DESC NULLS LAST, `source` DESC NULLS LAST, `offset` DESC NULLS LAST
LIMIT 100;

-- server_events_by_event 00bea9ff37308935
WITH `tbl_server_events` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `event` AS `event`
FROM store
WHERE tbl = 'server_events' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `server_events`.`event` AS `event`,
  count(*) AS `events`,
  min(`server_events`.`ts`) AS `first_ts`,
  max(`server_events`.`ts`) AS `last_ts`
FROM `tbl_server_events` AS `server_events`
WHERE (`server_events`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `server_events`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
GROUP BY `server_events`.`event`
ORDER BY `events` DESC NULLS LAST, `event` ASC NULLS LAST;

-- serverless_instances 1f79a019e6a14c92
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `scope` AS `scope`, `statistic` AS `statistic`, `period_s` AS `period_s`, `value` AS `value`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`bounds` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`least_acu` AS `least_acu`,
  `ranked`.`most_acu` AS `most_acu`,
  `ranked`.`pause_after_s` AS `pause_after_s`,
  `ranked`.`global_cluster` AS `global_cluster`
FROM (
SELECT `cluster_states`.`account` AS `account`,
  `cluster_states`.`region` AS `region`,
  `cluster_states`.`cluster` AS `cluster`,
  `cluster_states`.`least_acu` AS `least_acu`,
  `cluster_states`.`most_acu` AS `most_acu`,
  `cluster_states`.`pause_after_s` AS `pause_after_s`,
  `cluster_states`.`global_cluster` AS `global_cluster`,
  row_number() OVER (PARTITION BY `cluster_states`.`account`, `cluster_states`.`region`, `cluster_states`.`cluster` ORDER BY CASE WHEN TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' THEN -unix_micros(`cluster_states`.`valid_from`) ELSE unix_micros(`cluster_states`.`valid_from`) END ASC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `cluster_status`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') AS `storage_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'ClusterCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS DOUBLE)) AS BIGINT)) AS `retention_days`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredBackupWindow\']') AS `backup_window`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredMaintenanceWindow\']') AS `maintenance_window`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'DatabaseInsightsMode\']') AS `insights_mode`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'GlobalClusterIdentifier\']'), `topology`.`parent_id`) AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterParameterGroup\']') AS `parameter_group`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MinCapacity\']') AS DOUBLE) AS `least_acu`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MaxCapacity\']') AS DOUBLE) AS `most_acu`,
  coalesce(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS BIGINT), try_cast(round(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS DOUBLE)) AS BIGINT)) AS `pause_after_s`,
  get_json_object(`topology`.`attributes`, '$[\'CloneGroupId\']') AS `clone_group`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS DOUBLE)) AS BIGINT)) AS `backtrack_s`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'EarliestRestorableTime\']') AS TIMESTAMP) AS `earliest_restorable`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'LatestRestorableTime\']') AS TIMESTAMP) AS `latest_restorable`,
  try_cast(coalesce(get_json_object(`topology`.`readings`, '$[\'AutomaticRestartTime\']'), get_json_object(`topology`.`attributes`, '$[\'AutomaticRestartTime\']')) AS TIMESTAMP) AS `restarts_at`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'cluster'
) AS `cluster_states`
WHERE (TRUE) AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_to` IS NULL OR `cluster_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`tiers` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`promotion_tier` AS `promotion_tier`
FROM (
SELECT `instance_states`.`account` AS `account`,
  `instance_states`.`region` AS `region`,
  `instance_states`.`cluster` AS `cluster`,
  `instance_states`.`instance` AS `instance`,
  `instance_states`.`promotion_tier` AS `promotion_tier`,
  row_number() OVER (PARTITION BY `instance_states`.`account`, `instance_states`.`region`, `instance_states`.`instance` ORDER BY `instance_states`.`account` ASC NULLS LAST, `instance_states`.`region` ASC NULLS LAST, `instance_states`.`instance` ASC NULLS LAST, `instance_states`.`valid_from` DESC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`instance` AS `instance`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') AS `instance_class`,
  CASE WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'micro' THEN 0.125e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'small' THEN 0.25e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'medium' THEN 0.5e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'large' THEN 1.0e0 WHEN split_part(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '.', 3) = 'xlarge' THEN 2.0e0 ELSE 2.0e0 * try_cast(nullif(CASE WHEN get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']') IS NOT NULL THEN coalesce(regexp_extract(get_json_object(`topology`.`attributes`, '$[\'DBInstanceClass\']'), '\\.([0-9]+)xlarge$', 1), '') END, '') AS DOUBLE) END AS `class_size`,
  get_json_object(`topology`.`attributes`, '$[\'AvailabilityZone\']') AS `zone`,
  get_json_object(`topology`.`attributes`, '$[\'DBInstanceStatus\']') AS `instance_status`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'PromotionTier\']') AS DOUBLE)) AS BIGINT)) AS `promotion_tier`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'InstanceCreateTime\']') AS TIMESTAMP) AS `created_at`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PerformanceInsightsEnabled\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `insights_enabled`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'MonitoringInterval\']') AS DOUBLE)) AS BIGINT)) AS `monitoring_s`,
  get_json_object(`topology`.`attributes`, '$[\'CACertificateIdentifier\']') AS `certificate`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'CertificateDetails\']'), '$[\'ValidTill\']') AS TIMESTAMP) AS `certificate_until`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'PubliclyAccessible\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `publicly_accessible`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'instance'
) AS `instance_states`
WHERE (TRUE) AND `instance_states`.`instance_class` = 'db.serverless'
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`capacity` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  `metrics`.`ts` AS `ts`,
  max(`metrics`.`period_s`) AS `period_s`,
  avg(`metrics`.`value`) FILTER (WHERE (`metrics`.`statistic` = 'Average')) AS `mean_acu`,
  max(`metrics`.`value`) AS `top_acu`,
  min(`metrics`.`value`) AS `low_acu`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` = 'ServerlessDatabaseCapacity' AND `metrics`.`scope` = 'instance' AND `metrics`.`statistic` IN ('Average', 'Maximum', 'Minimum')
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`, `metrics`.`instance`, `metrics`.`ts`
),
`points` AS (
SELECT `capacity`.`account` AS `account`,
  `capacity`.`region` AS `region`,
  `capacity`.`cluster` AS `cluster`,
  `capacity`.`instance` AS `instance`,
  `capacity`.`ts` AS `ts`,
  `capacity`.`period_s` AS `period_s`,
  `capacity`.`mean_acu` AS `mean_acu`,
  `capacity`.`top_acu` AS `top_acu`,
  `capacity`.`low_acu` AS `low_acu`,
  min(`capacity`.`period_s`) OVER (PARTITION BY `capacity`.`account`, `capacity`.`region`, `capacity`.`cluster`, `capacity`.`instance`, date_trunc('hour', `capacity`.`ts`)) AS `finest`
FROM `capacity` AS `capacity`
),
`summed` AS (
SELECT `p`.`account` AS `account`,
  `p`.`region` AS `region`,
  `p`.`cluster` AS `cluster`,
  `p`.`instance` AS `instance`,
  (sum(coalesce(`p`.`mean_acu`, `p`.`top_acu`) * `p`.`period_s`) / 3600.0e0) AS `acu_hours`,
  max_by(coalesce(`p`.`mean_acu`, `p`.`top_acu`), struct(`p`.`ts`, coalesce(`p`.`mean_acu`, `p`.`top_acu`))) FILTER (WHERE (coalesce(`p`.`mean_acu`, `p`.`top_acu`) IS NOT NULL) AND (`p`.`ts` IS NOT NULL)) AS `last_acu`,
  CASE WHEN CAST(sum(`p`.`period_s`) AS DOUBLE) = 0 THEN CASE WHEN sum(coalesce(`p`.`mean_acu`, `p`.`top_acu`) * `p`.`period_s`) > 0 THEN double('infinity') WHEN sum(coalesce(`p`.`mean_acu`, `p`.`top_acu`) * `p`.`period_s`) < 0 THEN double('-infinity') WHEN sum(coalesce(`p`.`mean_acu`, `p`.`top_acu`) * `p`.`period_s`) = 0 THEN double('NaN') END ELSE sum(coalesce(`p`.`mean_acu`, `p`.`top_acu`) * `p`.`period_s`) / CAST(sum(`p`.`period_s`) AS DOUBLE) END AS `mean_acu`,
  max(`p`.`top_acu`) AS `max_acu`,
  (CAST(sum(`p`.`period_s`) AS DOUBLE) / 60.0e0) AS `measured_minutes`,
  (CAST(sum(`p`.`period_s`) FILTER (WHERE (`p`.`top_acu` >= `b`.`most_acu` - 0.01e0)) AS DOUBLE) / 60.0e0) AS `ceiling_minutes`,
  (CAST(sum(`p`.`period_s`) FILTER (WHERE (`p`.`top_acu` <= `b`.`least_acu` + 0.01e0)) AS DOUBLE) / 60.0e0) AS `floor_minutes`,
  (CAST(sum(`p`.`period_s`) FILTER (WHERE (`p`.`top_acu` = 0)) AS DOUBLE) / 60.0e0) AS `paused_minutes`,
  max(`p`.`ts`) AS `last_ts`
FROM `points` AS `p`
LEFT JOIN `bounds` AS `b` ON `p`.`account` = `b`.`account` AND `p`.`region` = `b`.`region` AND `p`.`cluster` = `b`.`cluster`
WHERE `p`.`period_s` = `p`.`finest`
GROUP BY `p`.`account`, `p`.`region`, `p`.`cluster`, `p`.`instance`
),
`connected` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  (CAST(coalesce(sum(`metrics`.`period_s`) FILTER (WHERE (`metrics`.`value` > 0)), 0) AS DOUBLE) / 60.0e0) AS `connected_minutes`,
  (CAST(sum(`metrics`.`period_s`) AS DOUBLE) / 60.0e0) AS `counted_minutes`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` = 'DatabaseConnections' AND `metrics`.`statistic` = 'Maximum' AND `metrics`.`scope` = 'instance'
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`, `metrics`.`instance`
)
SELECT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `s`.`instance` AS `instance`,
  `t`.`promotion_tier` AS `promotion_tier`,
  `b`.`least_acu` AS `least_acu`,
  `b`.`most_acu` AS `most_acu`,
  `s`.`last_acu` AS `last_acu`,
  `s`.`mean_acu` AS `mean_acu`,
  `s`.`max_acu` AS `max_acu`,
  `s`.`acu_hours` AS `acu_hours`,
  `s`.`measured_minutes` AS `measured_minutes`,
  CASE WHEN `b`.`most_acu` IS NOT NULL THEN coalesce(`s`.`ceiling_minutes`, 0.0e0) END AS `ceiling_minutes`,
  CASE WHEN `b`.`most_acu` IS NOT NULL THEN CASE WHEN `s`.`measured_minutes` = 0 THEN CASE WHEN coalesce(`s`.`ceiling_minutes`, 0.0e0) > 0 THEN double('infinity') WHEN coalesce(`s`.`ceiling_minutes`, 0.0e0) < 0 THEN double('-infinity') WHEN coalesce(`s`.`ceiling_minutes`, 0.0e0) = 0 THEN double('NaN') END ELSE coalesce(`s`.`ceiling_minutes`, 0.0e0) / `s`.`measured_minutes` END END AS `share_ceiling`,
  CASE WHEN `b`.`least_acu` IS NOT NULL THEN coalesce(`s`.`floor_minutes`, 0.0e0) END AS `floor_minutes`,
  coalesce(`s`.`paused_minutes`, 0.0e0) AS `paused_minutes`,
  `c`.`connected_minutes` AS `connected_minutes`,
  CASE WHEN `b`.`least_acu` IS NULL THEN 'unknown: its bounds are not known' WHEN `b`.`least_acu` > 0 THEN concat('cannot pause: the least capacity is ', coalesce(format_string('%.1f', round(`b`.`least_acu`, 1)), ''), ' ACU, only 0 lets it') WHEN `s`.`paused_minutes` > 0 THEN concat('paused for ', coalesce(CAST(CAST(CASE WHEN abs(round(`s`.`paused_minutes`)) - floor(abs(round(`s`.`paused_minutes`))) = 0.5e0 THEN 2.0e0 * round(round(`s`.`paused_minutes`) / 2.0e0) ELSE round(round(`s`.`paused_minutes`)) END AS BIGINT) AS STRING), ''), ' minutes') WHEN `c`.`connected_minutes` IS NULL THEN 'unknown: its connections were not collected' WHEN `c`.`connected_minutes` >= `c`.`counted_minutes` THEN 'connections were open all the time' WHEN `b`.`global_cluster` IS NOT NULL THEN 'it is part of a global database, which keeps it awake' WHEN `t`.`promotion_tier` <= 1 THEN concat('connections were open in ', coalesce(CAST(CAST(CASE WHEN abs(round(`c`.`connected_minutes`)) - floor(abs(round(`c`.`connected_minutes`))) = 0.5e0 THEN 2.0e0 * round(round(`c`.`connected_minutes`) / 2.0e0) ELSE round(round(`c`.`connected_minutes`)) END AS BIGINT) AS STRING), ''), ' minutes; a reader of tier 0 or 1 is awake with its writer') ELSE concat('unknown: connections were open in only ', coalesce(CAST(CAST(CASE WHEN abs(round(`c`.`connected_minutes`)) - floor(abs(round(`c`.`connected_minutes`))) = 0.5e0 THEN 2.0e0 * round(round(`c`.`connected_minutes`) / 2.0e0) ELSE round(round(`c`.`connected_minutes`)) END AS BIGINT) AS STRING), ''), ' minutes; replication and proxies keep it awake too, and the instance log that says why is not published') END AS `pausing`,
  `s`.`last_ts` AS `last_ts`
FROM `summed` AS `s`
LEFT JOIN `bounds` AS `b` ON `s`.`account` = `b`.`account` AND `s`.`region` = `b`.`region` AND `s`.`cluster` = `b`.`cluster`
LEFT JOIN `tiers` AS `t` ON coalesce(`s`.`account`, `b`.`account`) = `t`.`account` AND coalesce(`s`.`region`, `b`.`region`) = `t`.`region` AND coalesce(`s`.`cluster`, `b`.`cluster`) = `t`.`cluster` AND `s`.`instance` = `t`.`instance`
LEFT JOIN `connected` AS `c` ON coalesce(`s`.`account`, `b`.`account`, `t`.`account`) = `c`.`account` AND coalesce(`s`.`region`, `b`.`region`, `t`.`region`) = `c`.`region` AND coalesce(`s`.`cluster`, `b`.`cluster`, `t`.`cluster`) = `c`.`cluster` AND coalesce(`s`.`instance`, `t`.`instance`) = `c`.`instance`
ORDER BY `ceiling_minutes` DESC NULLS LAST, `s`.`acu_hours` DESC NULLS LAST, `s`.`instance` ASC NULLS LAST;

-- serverless_over_time 0932a8bceee088aa
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `scope` AS `scope`, `statistic` AS `statistic`, `value` AS `value`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`ceilings` AS (
SELECT max(`cluster_states`.`most_acu`) AS `most_acu`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `cluster_status`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') AS `storage_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'ClusterCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS DOUBLE)) AS BIGINT)) AS `retention_days`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredBackupWindow\']') AS `backup_window`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredMaintenanceWindow\']') AS `maintenance_window`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'DatabaseInsightsMode\']') AS `insights_mode`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'GlobalClusterIdentifier\']'), `topology`.`parent_id`) AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterParameterGroup\']') AS `parameter_group`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MinCapacity\']') AS DOUBLE) AS `least_acu`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MaxCapacity\']') AS DOUBLE) AS `most_acu`,
  coalesce(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS BIGINT), try_cast(round(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS DOUBLE)) AS BIGINT)) AS `pause_after_s`,
  get_json_object(`topology`.`attributes`, '$[\'CloneGroupId\']') AS `clone_group`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS DOUBLE)) AS BIGINT)) AS `backtrack_s`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'EarliestRestorableTime\']') AS TIMESTAMP) AS `earliest_restorable`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'LatestRestorableTime\']') AS TIMESTAMP) AS `latest_restorable`,
  try_cast(coalesce(get_json_object(`topology`.`readings`, '$[\'AutomaticRestartTime\']'), get_json_object(`topology`.`attributes`, '$[\'AutomaticRestartTime\']')) AS TIMESTAMP) AS `restarts_at`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'cluster'
) AS `cluster_states`
WHERE (TRUE) AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_to` IS NULL OR `cluster_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
)
SELECT timestamp_micros((unix_micros(`metrics`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  `metrics`.`instance` AS `instance`,
  max(`metrics`.`value`) AS `max_acu`,
  max(`ceilings`.`most_acu`) AS `most_acu`
FROM `tbl_metrics` AS `metrics`
CROSS JOIN `ceilings` AS `ceilings`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` = 'ServerlessDatabaseCapacity' AND `metrics`.`scope` = 'instance' AND `metrics`.`instance` IS NOT NULL AND `metrics`.`statistic` IN ('Average', 'Maximum')
GROUP BY timestamp_micros((unix_micros(`metrics`.`ts`) DIV 60000000) * 60000000L), `metrics`.`instance`
ORDER BY `bucket` ASC NULLS LAST, `instance` ASC NULLS LAST;

-- serverless_replay 43bb24ef3a8b61f2
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `scope` AS `scope`, `statistic` AS `statistic`, `period_s` AS `period_s`, `value` AS `value`
FROM store
WHERE tbl = 'metrics' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`bounds` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`least_acu` AS `least_acu`,
  `ranked`.`most_acu` AS `most_acu`
FROM (
SELECT `cluster_states`.`account` AS `account`,
  `cluster_states`.`region` AS `region`,
  `cluster_states`.`cluster` AS `cluster`,
  `cluster_states`.`least_acu` AS `least_acu`,
  `cluster_states`.`most_acu` AS `most_acu`,
  row_number() OVER (PARTITION BY `cluster_states`.`account`, `cluster_states`.`region`, `cluster_states`.`cluster` ORDER BY CASE WHEN TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' THEN -unix_micros(`cluster_states`.`valid_from`) ELSE unix_micros(`cluster_states`.`valid_from`) END ASC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `cluster_status`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') AS `storage_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'ClusterCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS DOUBLE)) AS BIGINT)) AS `retention_days`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredBackupWindow\']') AS `backup_window`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredMaintenanceWindow\']') AS `maintenance_window`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'DatabaseInsightsMode\']') AS `insights_mode`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'GlobalClusterIdentifier\']'), `topology`.`parent_id`) AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterParameterGroup\']') AS `parameter_group`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MinCapacity\']') AS DOUBLE) AS `least_acu`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MaxCapacity\']') AS DOUBLE) AS `most_acu`,
  coalesce(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS BIGINT), try_cast(round(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS DOUBLE)) AS BIGINT)) AS `pause_after_s`,
  get_json_object(`topology`.`attributes`, '$[\'CloneGroupId\']') AS `clone_group`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS DOUBLE)) AS BIGINT)) AS `backtrack_s`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'EarliestRestorableTime\']') AS TIMESTAMP) AS `earliest_restorable`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'LatestRestorableTime\']') AS TIMESTAMP) AS `latest_restorable`,
  try_cast(coalesce(get_json_object(`topology`.`readings`, '$[\'AutomaticRestartTime\']'), get_json_object(`topology`.`attributes`, '$[\'AutomaticRestartTime\']')) AS TIMESTAMP) AS `restarts_at`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'cluster'
) AS `cluster_states`
WHERE (TRUE) AND `cluster_states`.`most_acu` IS NOT NULL AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_to` IS NULL OR `cluster_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`capacity` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  `metrics`.`instance` AS `instance`,
  `metrics`.`ts` AS `ts`,
  max(`metrics`.`period_s`) AS `period_s`,
  coalesce(avg(`metrics`.`value`) FILTER (WHERE (`metrics`.`statistic` = 'Average')), max(`metrics`.`value`)) AS `acu`,
  max(`metrics`.`value`) AS `top_acu`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` = 'ServerlessDatabaseCapacity' AND `metrics`.`scope` = 'instance' AND `metrics`.`statistic` IN ('Average', 'Maximum')
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`, `metrics`.`instance`, `metrics`.`ts`
),
`points` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`ts` AS `ts`,
  `ranked`.`period_s` AS `period_s`,
  `ranked`.`acu` AS `acu`,
  `ranked`.`top_acu` AS `top_acu`
FROM (
SELECT `capacity`.`account` AS `account`,
  `capacity`.`region` AS `region`,
  `capacity`.`cluster` AS `cluster`,
  `capacity`.`instance` AS `instance`,
  `capacity`.`ts` AS `ts`,
  `capacity`.`period_s` AS `period_s`,
  `capacity`.`acu` AS `acu`,
  `capacity`.`top_acu` AS `top_acu`,
  `capacity`.`period_s` = min(`capacity`.`period_s`) OVER (PARTITION BY `capacity`.`account`, `capacity`.`region`, `capacity`.`cluster`, `capacity`.`instance`, date_trunc('hour', `capacity`.`ts`)) AS `is_kept`
FROM `capacity` AS `capacity`
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`tried` AS (
SELECT `bounds`.`account` AS `account`,
  `bounds`.`region` AS `region`,
  `bounds`.`cluster` AS `cluster`,
  `bounds`.`least_acu` AS `least_acu`,
  `bounds`.`most_acu` AS `most_acu`,
  TRUE AS `is_own`
FROM `bounds` AS `bounds`
UNION
SELECT `b`.`account` AS `account`,
  `b`.`region` AS `region`,
  `b`.`cluster` AS `cluster`,
  `f`.`low` AS `low`,
  `c`.`high` AS `high`,
  FALSE AS `_col_5`
FROM `bounds` AS `b`
CROSS JOIN (
SELECT `unnested_0`.`element_0` AS `low`
FROM LATERAL explode(array(0.5e0, 1.0e0, 2.0e0, 4.0e0, 8.0e0)) AS `unnested_0` (`element_0`)
) AS `f`
CROSS JOIN (
SELECT `unnested_0`.`element_0` AS `high`
FROM LATERAL explode(array(1.0e0, 2.0e0, 4.0e0, 8.0e0, 16.0e0, 32.0e0, 64.0e0, 128.0e0, 256.0e0)) AS `unnested_0` (`element_0`)
) AS `c`
WHERE `f`.`low` <= `c`.`high` AND `c`.`high` BETWEEN (`b`.`most_acu` / 4.0e0) AND `b`.`most_acu` * 2L AND (`f`.`low` <> `b`.`least_acu` OR `c`.`high` <> `b`.`most_acu`)
),
`replayed` AS (
SELECT `p`.`account` AS `account`,
  `p`.`region` AS `region`,
  `p`.`cluster` AS `cluster`,
  `p`.`instance` AS `instance`,
  `t`.`least_acu` AS `tried_least_acu`,
  `t`.`most_acu` AS `tried_most_acu`,
  `t`.`is_own` AS `is_own`,
  `b`.`least_acu` AS `own_least`,
  `b`.`most_acu` AS `own_most`,
  (sum(least(greatest(`p`.`acu`, `t`.`least_acu`), `t`.`most_acu`) * `p`.`period_s`) / 3600.0e0) AS `acu_hours`,
  (sum(`p`.`acu` * `p`.`period_s`) / 3600.0e0) AS `own_hours`,
  (CAST(coalesce(sum(`p`.`period_s`) FILTER (WHERE (`p`.`top_acu` > `t`.`most_acu`)), 0) AS DOUBLE) / 60.0e0) AS `cut_minutes`,
  (CAST(coalesce(sum(`p`.`period_s`) FILTER (WHERE (`t`.`most_acu` > `b`.`most_acu` AND `p`.`top_acu` >= `b`.`most_acu` - 0.01e0)), 0) AS DOUBLE) / 60.0e0) AS `above_minutes`,
  (CAST(coalesce(sum(`p`.`period_s`) FILTER (WHERE (`t`.`least_acu` < `b`.`least_acu` AND `p`.`top_acu` <= `b`.`least_acu` + 0.01e0)), 0) AS DOUBLE) / 60.0e0) AS `below_minutes`
FROM `points` AS `p`
JOIN `bounds` AS `b` ON `p`.`account` = `b`.`account` AND `p`.`region` = `b`.`region` AND `p`.`cluster` = `b`.`cluster`
JOIN `tried` AS `t` ON coalesce(`p`.`account`, `b`.`account`) = `t`.`account` AND coalesce(`p`.`region`, `b`.`region`) = `t`.`region` AND coalesce(`p`.`cluster`, `b`.`cluster`) = `t`.`cluster`
GROUP BY `p`.`account`, `p`.`region`, `p`.`cluster`, `p`.`instance`, `t`.`least_acu`, `t`.`most_acu`, `t`.`is_own`, `b`.`least_acu`, `b`.`most_acu`
)
SELECT `replayed`.`account` AS `account`,
  `replayed`.`region` AS `region`,
  `replayed`.`cluster` AS `cluster`,
  `replayed`.`instance` AS `instance`,
  `replayed`.`tried_least_acu` AS `tried_least_acu`,
  `replayed`.`tried_most_acu` AS `tried_most_acu`,
  `replayed`.`is_own` AS `is_own`,
  CASE WHEN `replayed`.`above_minutes` = 0 THEN `replayed`.`acu_hours` END AS `acu_hours`,
  CASE WHEN `replayed`.`above_minutes` = 0 THEN `replayed`.`acu_hours` - `replayed`.`own_hours` END AS `more_hours`,
  CASE WHEN `replayed`.`above_minutes` = 0 THEN `replayed`.`acu_hours` * 0.12e0 END AS `estimated_usd`,
  `replayed`.`cut_minutes` AS `cut_minutes`,
  `replayed`.`above_minutes` + `replayed`.`below_minutes` AS `unknown_minutes`,
  CASE WHEN `replayed`.`is_own` THEN 'as it is' WHEN `replayed`.`above_minutes` > 0 THEN concat('unknown for ', coalesce(CAST(CAST(CASE WHEN abs(round(`replayed`.`above_minutes`)) - floor(abs(round(`replayed`.`above_minutes`))) = 0.5e0 THEN 2.0e0 * round(round(`replayed`.`above_minutes`) / 2.0e0) ELSE round(round(`replayed`.`above_minutes`)) END AS BIGINT) AS STRING), ''), ' minutes: it was at its own ceiling') WHEN `replayed`.`below_minutes` > 0 THEN concat('unknown for ', coalesce(CAST(CAST(CASE WHEN abs(round(`replayed`.`below_minutes`)) - floor(abs(round(`replayed`.`below_minutes`))) = 0.5e0 THEN 2.0e0 * round(round(`replayed`.`below_minutes`) / 2.0e0) ELSE round(round(`replayed`.`below_minutes`)) END AS BIGINT) AS STRING), ''), ' minutes: it was at its own floor, so hours are at most these') WHEN `replayed`.`cut_minutes` > 0 THEN concat('would have been cut for ', coalesce(CAST(CAST(CASE WHEN abs(round(`replayed`.`cut_minutes`)) - floor(abs(round(`replayed`.`cut_minutes`))) = 0.5e0 THEN 2.0e0 * round(round(`replayed`.`cut_minutes`) / 2.0e0) ELSE round(round(`replayed`.`cut_minutes`)) END AS BIGINT) AS STRING), ''), ' minutes') ELSE 'would have been enough' END AS `remark`
FROM `replayed` AS `replayed`
ORDER BY `cluster` ASC NULLS LAST, `instance` ASC NULLS LAST, `is_own` DESC NULLS LAST, `acu_hours` ASC NULLS LAST, `tried_least_acu` ASC NULLS LAST, `tried_most_acu` ASC NULLS LAST;

-- session_lengths 2aa78ecd7fbc7ace
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `event` AS `event`, `session_us` AS `session_us`
FROM store
WHERE tbl = 'connections'
),
`tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`
FROM store
WHERE tbl = 'entries'
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, CAST(`started_at` AS TIMESTAMP) AS `started_at`, `calls` AS `calls`, `duration_us` AS `duration_us`
FROM store
WHERE tbl = 'statements' AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statement_session_days` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `pid` AS `pid`, CAST(`first_at` AS TIMESTAMP) AS `first_at`, CAST(`last_at` AS TIMESTAMP) AS `last_at`, `calls` AS `calls`, `sum_us` AS `sum_us`
FROM store
WHERE tbl = 'statement_session_days' AND regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, CAST(`started_at` AS TIMESTAMP) AS `started_at`, `calls` AS `calls`, `duration_us` AS `duration_us`
FROM store
WHERE tbl = 'statements'
)
SELECT `s`.`length_from_us` AS `length_from_us`,
  `s`.`length_to_us` AS `length_to_us`,
  count(`d`.`session_us`) AS `sessions`,
  sum(`d`.`session_us`) AS `session_us`
FROM (VALUES (0, 500000), (500000, 1000000), (1000000, 30000000), (30000000, 60000000), (60000000, 600000000), (600000000, 1800000000), (1800000000, 3600000000), (3600000000, 28800000000), (28800000000, NULL)) AS `s` (`length_from_us`, `length_to_us`)
LEFT JOIN (
SELECT `sessions`.`session_us` AS `session_us`
FROM (
WITH `events` AS (
SELECT `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`pid` AS `pid`,
  `connections`.`event` AS `event`,
  `connections`.`session_us` AS `session_us`,
  unix_micros(`connections`.`ts`) AS `at_us`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  CASE WHEN NOT (`connections`.`user_name` IN ('[unknown]', '')) THEN `connections`.`user_name` END AS `user_name`,
  CASE WHEN NOT (`connections`.`database_name` IN ('[unknown]', '')) THEN `connections`.`database_name` END AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  CASE WHEN NOT (`connections`.`application` IN ('[unknown]', '')) THEN `connections`.`application` END AS `application`,
  lag(`connections`.`event`) OVER `same` AS `previous`,
  max(CASE WHEN `connections`.`event` IN ('received', 'authenticated', 'authorized') THEN unix_micros(`connections`.`ts`) END) OVER (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`session_key` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS `connected_us`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`session_key` IS NOT NULL
WINDOW `same` AS (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`session_key` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST)
),
`numbered` AS (
SELECT `events`.`account` AS `account`,
  `events`.`region` AS `region`,
  `events`.`cluster` AS `cluster`,
  `events`.`instance` AS `instance`,
  `events`.`session_key` AS `session_key`,
  `events`.`pid` AS `pid`,
  `events`.`event` AS `event`,
  `events`.`session_us` AS `session_us`,
  `events`.`at_us` AS `at_us`,
  `events`.`source` AS `source`,
  `events`.`offset` AS `offset`,
  `events`.`user_name` AS `user_name`,
  `events`.`database_name` AS `database_name`,
  `events`.`client_host` AS `client_host`,
  `events`.`application` AS `application`,
  `events`.`previous` AS `previous`,
  `events`.`connected_us` AS `connected_us`,
  sum(CASE WHEN `events`.`previous` IS NULL OR `events`.`previous` IN ('disconnected', 'failed') OR `events`.`event` = 'received' THEN 1 WHEN `events`.`event` = 'authenticated' AND `events`.`previous` <> 'received' THEN 1 WHEN `events`.`event` = 'authorized' AND NOT (`events`.`previous` IN ('received', 'authenticated')) THEN 1 WHEN `events`.`event` = 'disconnected' AND `events`.`at_us` - `events`.`session_us` > `events`.`connected_us` + 2000000 THEN 1 ELSE 0 END) OVER (PARTITION BY `events`.`account`, `events`.`region`, `events`.`cluster`, `events`.`instance`, `events`.`session_key` ORDER BY `events`.`at_us` ASC NULLS LAST, `events`.`source` ASC NULLS LAST, `events`.`offset` ASC NULLS LAST) AS `number`
FROM `events` AS `events`
),
`connected` AS (
SELECT `numbered`.`account` AS `account`,
  `numbered`.`region` AS `region`,
  `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`session_key` AS `session_key`,
  `numbered`.`number` AS `number`,
  max(`numbered`.`pid`) AS `pid`,
  min(`numbered`.`at_us`) AS `first_us`,
  max(CASE WHEN `numbered`.`event` IN ('received', 'authenticated', 'authorized', 'ready') THEN 1 ELSE 0 END) = 1 AS `began`,
  max(CASE WHEN `numbered`.`event` IN ('authorized', 'ready', 'disconnected') THEN 1 ELSE 0 END) = 1 AS `accepted`,
  max(CASE WHEN `numbered`.`event` = 'failed' THEN 1 ELSE 0 END) = 1 AS `failed`,
  max(CASE WHEN `numbered`.`event` = 'disconnected' THEN `numbered`.`at_us` END) AS `end_us`,
  max(CASE WHEN `numbered`.`event` = 'disconnected' THEN `numbered`.`session_us` END) AS `session_us`,
  max(`numbered`.`user_name`) AS `user_name`,
  max(`numbered`.`database_name`) AS `database_name`,
  max(`numbered`.`client_host`) AS `client_host`,
  max(`numbered`.`application`) AS `application`
FROM `numbered` AS `numbered`
GROUP BY `numbered`.`account`, `numbered`.`region`, `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`session_key`, `numbered`.`number`
),
`spans` AS (
SELECT `connected`.`account` AS `account`,
  `connected`.`region` AS `region`,
  `connected`.`cluster` AS `cluster`,
  `connected`.`instance` AS `instance`,
  `connected`.`session_key` AS `session_key`,
  `connected`.`number` AS `number`,
  `connected`.`pid` AS `pid`,
  `connected`.`first_us` AS `first_us`,
  `connected`.`began` AS `began`,
  `connected`.`accepted` AS `accepted`,
  `connected`.`failed` AS `failed`,
  `connected`.`end_us` AS `end_us`,
  `connected`.`session_us` AS `session_us`,
  `connected`.`user_name` AS `user_name`,
  `connected`.`database_name` AS `database_name`,
  `connected`.`client_host` AS `client_host`,
  `connected`.`application` AS `application`,
  CASE WHEN `connected`.`session_us` IS NOT NULL THEN least(`connected`.`first_us`, `connected`.`end_us` - `connected`.`session_us`) ELSE `connected`.`first_us` END AS `begin_us`,
  count(*) OVER (PARTITION BY `connected`.`account`, `connected`.`region`, `connected`.`cluster`, `connected`.`instance`, `connected`.`session_key`) AS `reuses`
FROM `connected` AS `connected`
),
`daily` AS (
SELECT `statement_session_days`.`account` AS `account`,
  `statement_session_days`.`region` AS `region`,
  `statement_session_days`.`cluster` AS `cluster`,
  `statement_session_days`.`instance` AS `instance`,
  `statement_session_days`.`session_key` AS `session_key`,
  `statement_session_days`.`user_name` AS `user_name`,
  `statement_session_days`.`database_name` AS `database_name`,
  `statement_session_days`.`client_host` AS `client_host`,
  `statement_session_days`.`application` AS `application`,
  `statement_session_days`.`pid` AS `pid`,
  unix_micros(`statement_session_days`.`first_at`) AS `first_us`,
  unix_micros(`statement_session_days`.`last_at`) AS `last_us`,
  `statement_session_days`.`calls` AS `statements`,
  `statement_session_days`.`sum_us` AS `busy_us`
FROM `tbl_statement_session_days` AS `statement_session_days`
UNION ALL
SELECT `open_statements`.`account` AS `account`,
  `open_statements`.`region` AS `region`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`session_key` AS `session_key`,
  `open_statements`.`user_name` AS `user_name`,
  `open_statements`.`database_name` AS `database_name`,
  `open_statements`.`client_host` AS `client_host`,
  `open_statements`.`application` AS `application`,
  `open_statements`.`pid` AS `pid`,
  unix_micros(coalesce(`open_statements`.`started_at`, `open_statements`.`ts`)) AS `_col_10`,
  unix_micros(`open_statements`.`ts`) AS `_col_11`,
  `open_statements`.`calls` AS `calls`,
  `open_statements`.`duration_us` AS `duration_us`
FROM `tbl_open_statements` AS `open_statements`
),
`work` AS (
SELECT `daily`.`account` AS `account`,
  `daily`.`region` AS `region`,
  `daily`.`cluster` AS `cluster`,
  `daily`.`instance` AS `instance`,
  `daily`.`session_key` AS `session_key`,
  max(`daily`.`pid`) AS `pid`,
  min(`daily`.`first_us`) AS `first_us`,
  max(`daily`.`last_us`) AS `last_us`,
  sum(`daily`.`statements`) AS `statements`,
  sum(`daily`.`busy_us`) AS `busy_us`
FROM `daily` AS `daily`
WHERE `daily`.`session_key` IS NOT NULL AND `daily`.`user_name` IS NOT NULL
GROUP BY `daily`.`account`, `daily`.`region`, `daily`.`cluster`, `daily`.`instance`, `daily`.`session_key`
),
`mixed` AS (
SELECT DISTINCT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `s`.`instance` AS `instance`,
  `s`.`session_key` AS `session_key`
FROM `spans` AS `s`
JOIN `work` AS `w` ON `s`.`account` = `w`.`account` AND `s`.`region` = `w`.`region` AND `s`.`cluster` = `w`.`cluster` AND `s`.`instance` = `w`.`instance` AND `s`.`session_key` = `w`.`session_key`
WHERE `s`.`reuses` > 1 OR `w`.`first_us` < `s`.`begin_us` - 2000000 OR `w`.`last_us` > `s`.`end_us` + 2000000
),
`told_apart` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`,
  `s`.`number` AS `number`,
  max(`w`.`pid`) AS `pid`,
  min(`w`.`begin_us`) AS `first_us`,
  max(`w`.`at_us`) AS `last_us`,
  sum(`w`.`calls`) AS `statements`,
  sum(`w`.`duration_us`) AS `busy_us`
FROM (
SELECT `t`.`account` AS `account`,
  `t`.`region` AS `region`,
  `t`.`cluster` AS `cluster`,
  `t`.`instance` AS `instance`,
  `t`.`session_key` AS `session_key`,
  `t`.`pid` AS `pid`,
  `t`.`calls` AS `calls`,
  `t`.`duration_us` AS `duration_us`,
  unix_micros(`t`.`ts`) AS `at_us`,
  unix_micros(coalesce(`t`.`started_at`, `t`.`ts`)) AS `begin_us`
FROM `tbl_statements` AS `t`
WHERE `t`.`user_name` IS NOT NULL AND EXISTS (
SELECT 1 AS `1`
FROM `mixed` AS `m`
WHERE `m`.`account` = `t`.`account` AND `m`.`region` = `t`.`region` AND `m`.`cluster` = `t`.`cluster` AND `m`.`instance` = `t`.`instance` AND `m`.`session_key` = `t`.`session_key`
)
) AS `w`
LEFT JOIN (
SELECT `s`.`number` AS `number`,
  `s`.`begin_us` AS `begin_us`,
  `s`.`session_key` AS `session_key`,
  `s`.`instance` AS `instance`,
  `s`.`cluster` AS `cluster`,
  `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  lead(`s`.`begin_us`) OVER (PARTITION BY `s`.`account`, `s`.`region`, `s`.`cluster`, `s`.`instance`, `s`.`session_key` ORDER BY `s`.`begin_us` ASC NULLS LAST) AS `asof_next`
FROM `spans` AS `s`
WHERE `s`.`begin_us` IS NOT NULL
) AS `s` ON `w`.`account` = `s`.`account` AND `w`.`region` = `s`.`region` AND `w`.`cluster` = `s`.`cluster` AND `w`.`instance` = `s`.`instance` AND `w`.`session_key` = `s`.`session_key` AND `w`.`at_us` >= `s`.`begin_us` AND (`s`.`asof_next` IS NULL OR `w`.`at_us` < `s`.`asof_next`)
GROUP BY `w`.`account`, `w`.`region`, `w`.`cluster`, `w`.`instance`, `w`.`session_key`, `s`.`number`
),
`worked` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`,
  `s`.`number` AS `number`,
  `w`.`pid` AS `pid`,
  `w`.`first_us` AS `first_us`,
  `w`.`last_us` AS `last_us`,
  `w`.`statements` AS `statements`,
  `w`.`busy_us` AS `busy_us`
FROM `work` AS `w`
LEFT JOIN `spans` AS `s` ON `w`.`account` = `s`.`account` AND `w`.`region` = `s`.`region` AND `w`.`cluster` = `s`.`cluster` AND `w`.`instance` = `s`.`instance` AND `w`.`session_key` = `s`.`session_key`
WHERE NOT (EXISTS (
SELECT 1 AS `1`
FROM `mixed` AS `m`
WHERE `m`.`account` = `w`.`account` AND `m`.`region` = `w`.`region` AND `m`.`cluster` = `w`.`cluster` AND `m`.`instance` = `w`.`instance` AND `m`.`session_key` = `w`.`session_key`
))
UNION ALL
SELECT `told_apart`.`account` AS `account`,
  `told_apart`.`region` AS `region`,
  `told_apart`.`cluster` AS `cluster`,
  `told_apart`.`instance` AS `instance`,
  `told_apart`.`session_key` AS `session_key`,
  `told_apart`.`number` AS `number`,
  `told_apart`.`pid` AS `pid`,
  `told_apart`.`first_us` AS `first_us`,
  `told_apart`.`last_us` AS `last_us`,
  `told_apart`.`statements` AS `statements`,
  `told_apart`.`busy_us` AS `busy_us`
FROM `told_apart` AS `told_apart`
),
`unnamed` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`
FROM `worked` AS `w`
LEFT JOIN `spans` AS `s` ON `s`.`account` = `w`.`account` AND `s`.`region` = `w`.`region` AND `s`.`cluster` = `w`.`cluster` AND `s`.`instance` = `w`.`instance` AND `s`.`session_key` = `w`.`session_key` AND `s`.`number` = `w`.`number`
WHERE `s`.`user_name` IS NULL OR `s`.`database_name` IS NULL OR `s`.`client_host` IS NULL
),
`named` AS (
SELECT `daily`.`account` AS `account`,
  `daily`.`region` AS `region`,
  `daily`.`cluster` AS `cluster`,
  `daily`.`instance` AS `instance`,
  `daily`.`session_key` AS `session_key`,
  CASE WHEN min(`daily`.`user_name`) = max(`daily`.`user_name`) THEN max(`daily`.`user_name`) END AS `user_name`,
  CASE WHEN min(`daily`.`database_name`) = max(`daily`.`database_name`) THEN max(`daily`.`database_name`) END AS `database_name`,
  CASE WHEN min(`daily`.`client_host`) = max(`daily`.`client_host`) THEN max(`daily`.`client_host`) END AS `client_host`,
  CASE WHEN min(`daily`.`application`) = max(`daily`.`application`) THEN max(`daily`.`application`) END AS `application`
FROM `daily` AS `daily`
WHERE EXISTS (
SELECT 1 AS `1`
FROM `unnamed` AS `unnamed`
WHERE `unnamed`.`account` = `daily`.`account` AND `unnamed`.`region` = `daily`.`region` AND `unnamed`.`cluster` = `daily`.`cluster` AND `unnamed`.`instance` = `daily`.`instance` AND `unnamed`.`session_key` = `daily`.`session_key`
)
GROUP BY `daily`.`account`, `daily`.`region`, `daily`.`cluster`, `daily`.`instance`, `daily`.`session_key`
),
`mentioned` AS (
SELECT `e`.`account` AS `account`,
  `e`.`region` AS `region`,
  `e`.`cluster` AS `cluster`,
  `e`.`instance` AS `instance`,
  `e`.`session_key` AS `session_key`,
  max(`e`.`pid`) AS `pid`,
  min(unix_micros(`e`.`ts`)) AS `first_us`,
  max(`e`.`user_name`) AS `user_name`,
  max(`e`.`database_name`) AS `database_name`,
  max(`e`.`client_host`) AS `client_host`,
  max(`e`.`application`) AS `application`
FROM `tbl_entries` AS `e`
WHERE ((`e`.`session_key` IS NOT NULL AND NOT (`e`.`user_name` IN ('[unknown]', ''))) AND NOT (EXISTS (
SELECT 1 AS `1`
FROM (
SELECT `spans`.`account` AS `account`,
  `spans`.`region` AS `region`,
  `spans`.`cluster` AS `cluster`,
  `spans`.`instance` AS `instance`,
  `spans`.`session_key` AS `session_key`,
  `spans`.`number` AS `number`,
  `spans`.`pid` AS `pid`,
  `spans`.`first_us` AS `first_us`,
  `spans`.`began` AS `began`,
  `spans`.`accepted` AS `accepted`,
  `spans`.`failed` AS `failed`,
  `spans`.`end_us` AS `end_us`,
  `spans`.`session_us` AS `session_us`,
  `spans`.`user_name` AS `user_name`,
  `spans`.`database_name` AS `database_name`,
  `spans`.`client_host` AS `client_host`,
  `spans`.`application` AS `application`,
  `spans`.`begin_us` AS `begin_us`,
  `spans`.`reuses` AS `reuses`
FROM `spans` AS `spans`
WHERE `spans`.`accepted` OR `spans`.`failed`
) AS `s`
WHERE `s`.`account` = `e`.`account` AND `s`.`region` = `e`.`region` AND `s`.`cluster` = `e`.`cluster` AND `s`.`instance` = `e`.`instance` AND `s`.`session_key` = `e`.`session_key`
))) AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `work` AS `w`
WHERE `w`.`account` = `e`.`account` AND `w`.`region` = `e`.`region` AND `w`.`cluster` = `e`.`cluster` AND `w`.`instance` = `e`.`instance` AND `w`.`session_key` = `e`.`session_key`
))
GROUP BY `e`.`account`, `e`.`region`, `e`.`cluster`, `e`.`instance`, `e`.`session_key`
),
`by_rows` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`,
  `w`.`pid` AS `pid`,
  `w`.`first_us` AS `first_us`,
  `w`.`statements` AS `statements`,
  `w`.`busy_us` AS `busy_us`,
  `n`.`user_name` AS `user_name`,
  `n`.`database_name` AS `database_name`,
  `n`.`client_host` AS `client_host`,
  `n`.`application` AS `application`
FROM `worked` AS `w`
LEFT JOIN `named` AS `n` ON `w`.`account` = `n`.`account` AND `w`.`region` = `n`.`region` AND `w`.`cluster` = `n`.`cluster` AND `w`.`instance` = `n`.`instance` AND `w`.`session_key` = `n`.`session_key`
WHERE `w`.`number` IS NULL
UNION ALL
SELECT `mentioned`.`account` AS `account`,
  `mentioned`.`region` AS `region`,
  `mentioned`.`cluster` AS `cluster`,
  `mentioned`.`instance` AS `instance`,
  `mentioned`.`session_key` AS `session_key`,
  `mentioned`.`pid` AS `pid`,
  `mentioned`.`first_us` AS `first_us`,
  NULL AS `_col_7`,
  NULL AS `_col_8`,
  `mentioned`.`user_name` AS `user_name`,
  `mentioned`.`database_name` AS `database_name`,
  `mentioned`.`client_host` AS `client_host`,
  `mentioned`.`application` AS `application`
FROM `mentioned` AS `mentioned`
),
`known` AS (
SELECT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `s`.`instance` AS `instance`,
  `s`.`session_key` AS `session_key`,
  `s`.`pid` AS `pid`,
  `s`.`begin_us` AS `begin_us`,
  `s`.`end_us` AS `end_us`,
  `s`.`session_us` AS `session_us`,
  `w`.`busy_us` AS `busy_us`,
  coalesce(`w`.`statements`, 0) AS `statements`,
  coalesce(`s`.`user_name`, `n`.`user_name`) AS `user_name`,
  coalesce(`s`.`database_name`, `n`.`database_name`) AS `database_name`,
  coalesce(`s`.`client_host`, `n`.`client_host`) AS `client_host`,
  coalesce(`s`.`application`, `n`.`application`) AS `application`,
  CASE WHEN `s`.`began` AND `s`.`end_us` IS NOT NULL THEN 'connection and disconnection' WHEN `s`.`end_us` IS NOT NULL THEN 'disconnection' ELSE 'connection' END AS `known_by`
FROM `spans` AS `s`
LEFT JOIN `worked` AS `w` ON `s`.`account` = `w`.`account` AND `s`.`region` = `w`.`region` AND `s`.`cluster` = `w`.`cluster` AND `s`.`instance` = `w`.`instance` AND `s`.`session_key` = `w`.`session_key` AND `s`.`number` = `w`.`number`
LEFT JOIN `named` AS `n` ON `s`.`account` = `n`.`account` AND `s`.`region` = `n`.`region` AND `s`.`cluster` = `n`.`cluster` AND `s`.`instance` = `n`.`instance` AND `s`.`session_key` = `n`.`session_key`
WHERE `s`.`accepted` OR (`w`.`statements` IS NOT NULL AND NOT (`s`.`failed`))
UNION ALL
SELECT `by_rows`.`account` AS `account`,
  `by_rows`.`region` AS `region`,
  `by_rows`.`cluster` AS `cluster`,
  `by_rows`.`instance` AS `instance`,
  `by_rows`.`session_key` AS `session_key`,
  `by_rows`.`pid` AS `pid`,
  `by_rows`.`first_us` AS `first_us`,
  NULL AS `_col_7`,
  NULL AS `_col_8`,
  `by_rows`.`busy_us` AS `busy_us`,
  coalesce(`by_rows`.`statements`, 0) AS `_col_10`,
  `by_rows`.`user_name` AS `user_name`,
  `by_rows`.`database_name` AS `database_name`,
  `by_rows`.`client_host` AS `client_host`,
  `by_rows`.`application` AS `application`,
  'entries' AS `entries`
FROM `by_rows` AS `by_rows`
)
SELECT `known`.`account` AS `account`,
  `known`.`region` AS `region`,
  `known`.`cluster` AS `cluster`,
  `known`.`instance` AS `instance`,
  `known`.`session_key` AS `session_key`,
  `known`.`pid` AS `pid`,
  timestamp_micros(`known`.`begin_us`) AS `started_at`,
  timestamp_micros(`known`.`end_us`) AS `ended_at`,
  `known`.`session_us` AS `session_us`,
  `known`.`busy_us` AS `busy_us`,
  CASE WHEN `known`.`session_us` >= `known`.`busy_us` THEN `known`.`session_us` - `known`.`busy_us` END AS `idle_us`,
  `known`.`statements` AS `statements`,
  `known`.`user_name` AS `user_name`,
  `known`.`database_name` AS `database_name`,
  `known`.`client_host` AS `client_host`,
  `known`.`application` AS `application`,
  `known`.`known_by` AS `known_by`
FROM `known` AS `known`
) AS `sessions`
WHERE (`sessions`.`started_at` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `sessions`.`started_at` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`sessions`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`sessions`.`database_name` <> 'rdsadmin', TRUE)) AND `sessions`.`session_us` IS NOT NULL
) AS `d` ON `d`.`session_us` >= `s`.`length_from_us` AND (`s`.`length_to_us` IS NULL OR `d`.`session_us` < `s`.`length_to_us`)
GROUP BY `s`.`length_from_us`, `s`.`length_to_us`
ORDER BY `s`.`length_from_us` ASC NULLS LAST;

-- session_rows 1b50829a1fec1c23
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `event` AS `event`, `session_us` AS `session_us`
FROM store
WHERE tbl = 'connections'
),
`tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`
FROM store
WHERE tbl = 'entries'
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, CAST(`started_at` AS TIMESTAMP) AS `started_at`, `calls` AS `calls`, `duration_us` AS `duration_us`
FROM store
WHERE tbl = 'statements' AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statement_session_days` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `pid` AS `pid`, CAST(`first_at` AS TIMESTAMP) AS `first_at`, CAST(`last_at` AS TIMESTAMP) AS `last_at`, `calls` AS `calls`, `sum_us` AS `sum_us`
FROM store
WHERE tbl = 'statement_session_days' AND regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, CAST(`started_at` AS TIMESTAMP) AS `started_at`, `calls` AS `calls`, `duration_us` AS `duration_us`
FROM store
WHERE tbl = 'statements'
)
SELECT `sessions`.`started_at` AS `started_at`,
  `sessions`.`ended_at` AS `ended_at`,
  `sessions`.`session_us` AS `session_us`,
  `sessions`.`busy_us` AS `busy_us`,
  `sessions`.`idle_us` AS `idle_us`,
  `sessions`.`statements` AS `statements`,
  `sessions`.`user_name` AS `user_name`,
  `sessions`.`database_name` AS `database_name`,
  `sessions`.`client_host` AS `client_host`,
  `sessions`.`application` AS `application`,
  `sessions`.`known_by` AS `known_by`,
  `sessions`.`cluster` AS `cluster`,
  `sessions`.`instance` AS `instance`,
  `sessions`.`pid` AS `pid`,
  `sessions`.`session_key` AS `session_key`
FROM (
WITH `events` AS (
SELECT `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`pid` AS `pid`,
  `connections`.`event` AS `event`,
  `connections`.`session_us` AS `session_us`,
  unix_micros(`connections`.`ts`) AS `at_us`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  CASE WHEN NOT (`connections`.`user_name` IN ('[unknown]', '')) THEN `connections`.`user_name` END AS `user_name`,
  CASE WHEN NOT (`connections`.`database_name` IN ('[unknown]', '')) THEN `connections`.`database_name` END AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  CASE WHEN NOT (`connections`.`application` IN ('[unknown]', '')) THEN `connections`.`application` END AS `application`,
  lag(`connections`.`event`) OVER `same` AS `previous`,
  max(CASE WHEN `connections`.`event` IN ('received', 'authenticated', 'authorized') THEN unix_micros(`connections`.`ts`) END) OVER (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`session_key` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS `connected_us`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`session_key` IS NOT NULL
WINDOW `same` AS (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`session_key` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST)
),
`numbered` AS (
SELECT `events`.`account` AS `account`,
  `events`.`region` AS `region`,
  `events`.`cluster` AS `cluster`,
  `events`.`instance` AS `instance`,
  `events`.`session_key` AS `session_key`,
  `events`.`pid` AS `pid`,
  `events`.`event` AS `event`,
  `events`.`session_us` AS `session_us`,
  `events`.`at_us` AS `at_us`,
  `events`.`source` AS `source`,
  `events`.`offset` AS `offset`,
  `events`.`user_name` AS `user_name`,
  `events`.`database_name` AS `database_name`,
  `events`.`client_host` AS `client_host`,
  `events`.`application` AS `application`,
  `events`.`previous` AS `previous`,
  `events`.`connected_us` AS `connected_us`,
  sum(CASE WHEN `events`.`previous` IS NULL OR `events`.`previous` IN ('disconnected', 'failed') OR `events`.`event` = 'received' THEN 1 WHEN `events`.`event` = 'authenticated' AND `events`.`previous` <> 'received' THEN 1 WHEN `events`.`event` = 'authorized' AND NOT (`events`.`previous` IN ('received', 'authenticated')) THEN 1 WHEN `events`.`event` = 'disconnected' AND `events`.`at_us` - `events`.`session_us` > `events`.`connected_us` + 2000000 THEN 1 ELSE 0 END) OVER (PARTITION BY `events`.`account`, `events`.`region`, `events`.`cluster`, `events`.`instance`, `events`.`session_key` ORDER BY `events`.`at_us` ASC NULLS LAST, `events`.`source` ASC NULLS LAST, `events`.`offset` ASC NULLS LAST) AS `number`
FROM `events` AS `events`
),
`connected` AS (
SELECT `numbered`.`account` AS `account`,
  `numbered`.`region` AS `region`,
  `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`session_key` AS `session_key`,
  `numbered`.`number` AS `number`,
  max(`numbered`.`pid`) AS `pid`,
  min(`numbered`.`at_us`) AS `first_us`,
  max(CASE WHEN `numbered`.`event` IN ('received', 'authenticated', 'authorized', 'ready') THEN 1 ELSE 0 END) = 1 AS `began`,
  max(CASE WHEN `numbered`.`event` IN ('authorized', 'ready', 'disconnected') THEN 1 ELSE 0 END) = 1 AS `accepted`,
  max(CASE WHEN `numbered`.`event` = 'failed' THEN 1 ELSE 0 END) = 1 AS `failed`,
  max(CASE WHEN `numbered`.`event` = 'disconnected' THEN `numbered`.`at_us` END) AS `end_us`,
  max(CASE WHEN `numbered`.`event` = 'disconnected' THEN `numbered`.`session_us` END) AS `session_us`,
  max(`numbered`.`user_name`) AS `user_name`,
  max(`numbered`.`database_name`) AS `database_name`,
  max(`numbered`.`client_host`) AS `client_host`,
  max(`numbered`.`application`) AS `application`
FROM `numbered` AS `numbered`
GROUP BY `numbered`.`account`, `numbered`.`region`, `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`session_key`, `numbered`.`number`
),
`spans` AS (
SELECT `connected`.`account` AS `account`,
  `connected`.`region` AS `region`,
  `connected`.`cluster` AS `cluster`,
  `connected`.`instance` AS `instance`,
  `connected`.`session_key` AS `session_key`,
  `connected`.`number` AS `number`,
  `connected`.`pid` AS `pid`,
  `connected`.`first_us` AS `first_us`,
  `connected`.`began` AS `began`,
  `connected`.`accepted` AS `accepted`,
  `connected`.`failed` AS `failed`,
  `connected`.`end_us` AS `end_us`,
  `connected`.`session_us` AS `session_us`,
  `connected`.`user_name` AS `user_name`,
  `connected`.`database_name` AS `database_name`,
  `connected`.`client_host` AS `client_host`,
  `connected`.`application` AS `application`,
  CASE WHEN `connected`.`session_us` IS NOT NULL THEN least(`connected`.`first_us`, `connected`.`end_us` - `connected`.`session_us`) ELSE `connected`.`first_us` END AS `begin_us`,
  count(*) OVER (PARTITION BY `connected`.`account`, `connected`.`region`, `connected`.`cluster`, `connected`.`instance`, `connected`.`session_key`) AS `reuses`
FROM `connected` AS `connected`
),
`daily` AS (
SELECT `statement_session_days`.`account` AS `account`,
  `statement_session_days`.`region` AS `region`,
  `statement_session_days`.`cluster` AS `cluster`,
  `statement_session_days`.`instance` AS `instance`,
  `statement_session_days`.`session_key` AS `session_key`,
  `statement_session_days`.`user_name` AS `user_name`,
  `statement_session_days`.`database_name` AS `database_name`,
  `statement_session_days`.`client_host` AS `client_host`,
  `statement_session_days`.`application` AS `application`,
  `statement_session_days`.`pid` AS `pid`,
  unix_micros(`statement_session_days`.`first_at`) AS `first_us`,
  unix_micros(`statement_session_days`.`last_at`) AS `last_us`,
  `statement_session_days`.`calls` AS `statements`,
  `statement_session_days`.`sum_us` AS `busy_us`
FROM `tbl_statement_session_days` AS `statement_session_days`
UNION ALL
SELECT `open_statements`.`account` AS `account`,
  `open_statements`.`region` AS `region`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`session_key` AS `session_key`,
  `open_statements`.`user_name` AS `user_name`,
  `open_statements`.`database_name` AS `database_name`,
  `open_statements`.`client_host` AS `client_host`,
  `open_statements`.`application` AS `application`,
  `open_statements`.`pid` AS `pid`,
  unix_micros(coalesce(`open_statements`.`started_at`, `open_statements`.`ts`)) AS `_col_10`,
  unix_micros(`open_statements`.`ts`) AS `_col_11`,
  `open_statements`.`calls` AS `calls`,
  `open_statements`.`duration_us` AS `duration_us`
FROM `tbl_open_statements` AS `open_statements`
),
`work` AS (
SELECT `daily`.`account` AS `account`,
  `daily`.`region` AS `region`,
  `daily`.`cluster` AS `cluster`,
  `daily`.`instance` AS `instance`,
  `daily`.`session_key` AS `session_key`,
  max(`daily`.`pid`) AS `pid`,
  min(`daily`.`first_us`) AS `first_us`,
  max(`daily`.`last_us`) AS `last_us`,
  sum(`daily`.`statements`) AS `statements`,
  sum(`daily`.`busy_us`) AS `busy_us`
FROM `daily` AS `daily`
WHERE `daily`.`session_key` IS NOT NULL AND `daily`.`user_name` IS NOT NULL
GROUP BY `daily`.`account`, `daily`.`region`, `daily`.`cluster`, `daily`.`instance`, `daily`.`session_key`
),
`mixed` AS (
SELECT DISTINCT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `s`.`instance` AS `instance`,
  `s`.`session_key` AS `session_key`
FROM `spans` AS `s`
JOIN `work` AS `w` ON `s`.`account` = `w`.`account` AND `s`.`region` = `w`.`region` AND `s`.`cluster` = `w`.`cluster` AND `s`.`instance` = `w`.`instance` AND `s`.`session_key` = `w`.`session_key`
WHERE `s`.`reuses` > 1 OR `w`.`first_us` < `s`.`begin_us` - 2000000 OR `w`.`last_us` > `s`.`end_us` + 2000000
),
`told_apart` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`,
  `s`.`number` AS `number`,
  max(`w`.`pid`) AS `pid`,
  min(`w`.`begin_us`) AS `first_us`,
  max(`w`.`at_us`) AS `last_us`,
  sum(`w`.`calls`) AS `statements`,
  sum(`w`.`duration_us`) AS `busy_us`
FROM (
SELECT `t`.`account` AS `account`,
  `t`.`region` AS `region`,
  `t`.`cluster` AS `cluster`,
  `t`.`instance` AS `instance`,
  `t`.`session_key` AS `session_key`,
  `t`.`pid` AS `pid`,
  `t`.`calls` AS `calls`,
  `t`.`duration_us` AS `duration_us`,
  unix_micros(`t`.`ts`) AS `at_us`,
  unix_micros(coalesce(`t`.`started_at`, `t`.`ts`)) AS `begin_us`
FROM `tbl_statements` AS `t`
WHERE `t`.`user_name` IS NOT NULL AND EXISTS (
SELECT 1 AS `1`
FROM `mixed` AS `m`
WHERE `m`.`account` = `t`.`account` AND `m`.`region` = `t`.`region` AND `m`.`cluster` = `t`.`cluster` AND `m`.`instance` = `t`.`instance` AND `m`.`session_key` = `t`.`session_key`
)
) AS `w`
LEFT JOIN (
SELECT `s`.`number` AS `number`,
  `s`.`begin_us` AS `begin_us`,
  `s`.`session_key` AS `session_key`,
  `s`.`instance` AS `instance`,
  `s`.`cluster` AS `cluster`,
  `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  lead(`s`.`begin_us`) OVER (PARTITION BY `s`.`account`, `s`.`region`, `s`.`cluster`, `s`.`instance`, `s`.`session_key` ORDER BY `s`.`begin_us` ASC NULLS LAST) AS `asof_next`
FROM `spans` AS `s`
WHERE `s`.`begin_us` IS NOT NULL
) AS `s` ON `w`.`account` = `s`.`account` AND `w`.`region` = `s`.`region` AND `w`.`cluster` = `s`.`cluster` AND `w`.`instance` = `s`.`instance` AND `w`.`session_key` = `s`.`session_key` AND `w`.`at_us` >= `s`.`begin_us` AND (`s`.`asof_next` IS NULL OR `w`.`at_us` < `s`.`asof_next`)
GROUP BY `w`.`account`, `w`.`region`, `w`.`cluster`, `w`.`instance`, `w`.`session_key`, `s`.`number`
),
`worked` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`,
  `s`.`number` AS `number`,
  `w`.`pid` AS `pid`,
  `w`.`first_us` AS `first_us`,
  `w`.`last_us` AS `last_us`,
  `w`.`statements` AS `statements`,
  `w`.`busy_us` AS `busy_us`
FROM `work` AS `w`
LEFT JOIN `spans` AS `s` ON `w`.`account` = `s`.`account` AND `w`.`region` = `s`.`region` AND `w`.`cluster` = `s`.`cluster` AND `w`.`instance` = `s`.`instance` AND `w`.`session_key` = `s`.`session_key`
WHERE NOT (EXISTS (
SELECT 1 AS `1`
FROM `mixed` AS `m`
WHERE `m`.`account` = `w`.`account` AND `m`.`region` = `w`.`region` AND `m`.`cluster` = `w`.`cluster` AND `m`.`instance` = `w`.`instance` AND `m`.`session_key` = `w`.`session_key`
))
UNION ALL
SELECT `told_apart`.`account` AS `account`,
  `told_apart`.`region` AS `region`,
  `told_apart`.`cluster` AS `cluster`,
  `told_apart`.`instance` AS `instance`,
  `told_apart`.`session_key` AS `session_key`,
  `told_apart`.`number` AS `number`,
  `told_apart`.`pid` AS `pid`,
  `told_apart`.`first_us` AS `first_us`,
  `told_apart`.`last_us` AS `last_us`,
  `told_apart`.`statements` AS `statements`,
  `told_apart`.`busy_us` AS `busy_us`
FROM `told_apart` AS `told_apart`
),
`unnamed` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`
FROM `worked` AS `w`
LEFT JOIN `spans` AS `s` ON `s`.`account` = `w`.`account` AND `s`.`region` = `w`.`region` AND `s`.`cluster` = `w`.`cluster` AND `s`.`instance` = `w`.`instance` AND `s`.`session_key` = `w`.`session_key` AND `s`.`number` = `w`.`number`
WHERE `s`.`user_name` IS NULL OR `s`.`database_name` IS NULL OR `s`.`client_host` IS NULL
),
`named` AS (
SELECT `daily`.`account` AS `account`,
  `daily`.`region` AS `region`,
  `daily`.`cluster` AS `cluster`,
  `daily`.`instance` AS `instance`,
  `daily`.`session_key` AS `session_key`,
  CASE WHEN min(`daily`.`user_name`) = max(`daily`.`user_name`) THEN max(`daily`.`user_name`) END AS `user_name`,
  CASE WHEN min(`daily`.`database_name`) = max(`daily`.`database_name`) THEN max(`daily`.`database_name`) END AS `database_name`,
  CASE WHEN min(`daily`.`client_host`) = max(`daily`.`client_host`) THEN max(`daily`.`client_host`) END AS `client_host`,
  CASE WHEN min(`daily`.`application`) = max(`daily`.`application`) THEN max(`daily`.`application`) END AS `application`
FROM `daily` AS `daily`
WHERE EXISTS (
SELECT 1 AS `1`
FROM `unnamed` AS `unnamed`
WHERE `unnamed`.`account` = `daily`.`account` AND `unnamed`.`region` = `daily`.`region` AND `unnamed`.`cluster` = `daily`.`cluster` AND `unnamed`.`instance` = `daily`.`instance` AND `unnamed`.`session_key` = `daily`.`session_key`
)
GROUP BY `daily`.`account`, `daily`.`region`, `daily`.`cluster`, `daily`.`instance`, `daily`.`session_key`
),
`mentioned` AS (
SELECT `e`.`account` AS `account`,
  `e`.`region` AS `region`,
  `e`.`cluster` AS `cluster`,
  `e`.`instance` AS `instance`,
  `e`.`session_key` AS `session_key`,
  max(`e`.`pid`) AS `pid`,
  min(unix_micros(`e`.`ts`)) AS `first_us`,
  max(`e`.`user_name`) AS `user_name`,
  max(`e`.`database_name`) AS `database_name`,
  max(`e`.`client_host`) AS `client_host`,
  max(`e`.`application`) AS `application`
FROM `tbl_entries` AS `e`
WHERE ((`e`.`session_key` IS NOT NULL AND NOT (`e`.`user_name` IN ('[unknown]', ''))) AND NOT (EXISTS (
SELECT 1 AS `1`
FROM (
SELECT `spans`.`account` AS `account`,
  `spans`.`region` AS `region`,
  `spans`.`cluster` AS `cluster`,
  `spans`.`instance` AS `instance`,
  `spans`.`session_key` AS `session_key`,
  `spans`.`number` AS `number`,
  `spans`.`pid` AS `pid`,
  `spans`.`first_us` AS `first_us`,
  `spans`.`began` AS `began`,
  `spans`.`accepted` AS `accepted`,
  `spans`.`failed` AS `failed`,
  `spans`.`end_us` AS `end_us`,
  `spans`.`session_us` AS `session_us`,
  `spans`.`user_name` AS `user_name`,
  `spans`.`database_name` AS `database_name`,
  `spans`.`client_host` AS `client_host`,
  `spans`.`application` AS `application`,
  `spans`.`begin_us` AS `begin_us`,
  `spans`.`reuses` AS `reuses`
FROM `spans` AS `spans`
WHERE `spans`.`accepted` OR `spans`.`failed`
) AS `s`
WHERE `s`.`account` = `e`.`account` AND `s`.`region` = `e`.`region` AND `s`.`cluster` = `e`.`cluster` AND `s`.`instance` = `e`.`instance` AND `s`.`session_key` = `e`.`session_key`
))) AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `work` AS `w`
WHERE `w`.`account` = `e`.`account` AND `w`.`region` = `e`.`region` AND `w`.`cluster` = `e`.`cluster` AND `w`.`instance` = `e`.`instance` AND `w`.`session_key` = `e`.`session_key`
))
GROUP BY `e`.`account`, `e`.`region`, `e`.`cluster`, `e`.`instance`, `e`.`session_key`
),
`by_rows` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`,
  `w`.`pid` AS `pid`,
  `w`.`first_us` AS `first_us`,
  `w`.`statements` AS `statements`,
  `w`.`busy_us` AS `busy_us`,
  `n`.`user_name` AS `user_name`,
  `n`.`database_name` AS `database_name`,
  `n`.`client_host` AS `client_host`,
  `n`.`application` AS `application`
FROM `worked` AS `w`
LEFT JOIN `named` AS `n` ON `w`.`account` = `n`.`account` AND `w`.`region` = `n`.`region` AND `w`.`cluster` = `n`.`cluster` AND `w`.`instance` = `n`.`instance` AND `w`.`session_key` = `n`.`session_key`
WHERE `w`.`number` IS NULL
UNION ALL
SELECT `mentioned`.`account` AS `account`,
  `mentioned`.`region` AS `region`,
  `mentioned`.`cluster` AS `cluster`,
  `mentioned`.`instance` AS `instance`,
  `mentioned`.`session_key` AS `session_key`,
  `mentioned`.`pid` AS `pid`,
  `mentioned`.`first_us` AS `first_us`,
  NULL AS `_col_7`,
  NULL AS `_col_8`,
  `mentioned`.`user_name` AS `user_name`,
  `mentioned`.`database_name` AS `database_name`,
  `mentioned`.`client_host` AS `client_host`,
  `mentioned`.`application` AS `application`
FROM `mentioned` AS `mentioned`
),
`known` AS (
SELECT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `s`.`instance` AS `instance`,
  `s`.`session_key` AS `session_key`,
  `s`.`pid` AS `pid`,
  `s`.`begin_us` AS `begin_us`,
  `s`.`end_us` AS `end_us`,
  `s`.`session_us` AS `session_us`,
  `w`.`busy_us` AS `busy_us`,
  coalesce(`w`.`statements`, 0) AS `statements`,
  coalesce(`s`.`user_name`, `n`.`user_name`) AS `user_name`,
  coalesce(`s`.`database_name`, `n`.`database_name`) AS `database_name`,
  coalesce(`s`.`client_host`, `n`.`client_host`) AS `client_host`,
  coalesce(`s`.`application`, `n`.`application`) AS `application`,
  CASE WHEN `s`.`began` AND `s`.`end_us` IS NOT NULL THEN 'connection and disconnection' WHEN `s`.`end_us` IS NOT NULL THEN 'disconnection' ELSE 'connection' END AS `known_by`
FROM `spans` AS `s`
LEFT JOIN `worked` AS `w` ON `s`.`account` = `w`.`account` AND `s`.`region` = `w`.`region` AND `s`.`cluster` = `w`.`cluster` AND `s`.`instance` = `w`.`instance` AND `s`.`session_key` = `w`.`session_key` AND `s`.`number` = `w`.`number`
LEFT JOIN `named` AS `n` ON `s`.`account` = `n`.`account` AND `s`.`region` = `n`.`region` AND `s`.`cluster` = `n`.`cluster` AND `s`.`instance` = `n`.`instance` AND `s`.`session_key` = `n`.`session_key`
WHERE `s`.`accepted` OR (`w`.`statements` IS NOT NULL AND NOT (`s`.`failed`))
UNION ALL
SELECT `by_rows`.`account` AS `account`,
  `by_rows`.`region` AS `region`,
  `by_rows`.`cluster` AS `cluster`,
  `by_rows`.`instance` AS `instance`,
  `by_rows`.`session_key` AS `session_key`,
  `by_rows`.`pid` AS `pid`,
  `by_rows`.`first_us` AS `first_us`,
  NULL AS `_col_7`,
  NULL AS `_col_8`,
  `by_rows`.`busy_us` AS `busy_us`,
  coalesce(`by_rows`.`statements`, 0) AS `_col_10`,
  `by_rows`.`user_name` AS `user_name`,
  `by_rows`.`database_name` AS `database_name`,
  `by_rows`.`client_host` AS `client_host`,
  `by_rows`.`application` AS `application`,
  'entries' AS `entries`
FROM `by_rows` AS `by_rows`
)
SELECT `known`.`account` AS `account`,
  `known`.`region` AS `region`,
  `known`.`cluster` AS `cluster`,
  `known`.`instance` AS `instance`,
  `known`.`session_key` AS `session_key`,
  `known`.`pid` AS `pid`,
  timestamp_micros(`known`.`begin_us`) AS `started_at`,
  timestamp_micros(`known`.`end_us`) AS `ended_at`,
  `known`.`session_us` AS `session_us`,
  `known`.`busy_us` AS `busy_us`,
  CASE WHEN `known`.`session_us` >= `known`.`busy_us` THEN `known`.`session_us` - `known`.`busy_us` END AS `idle_us`,
  `known`.`statements` AS `statements`,
  `known`.`user_name` AS `user_name`,
  `known`.`database_name` AS `database_name`,
  `known`.`client_host` AS `client_host`,
  `known`.`application` AS `application`,
  `known`.`known_by` AS `known_by`
FROM `known` AS `known`
) AS `sessions`
WHERE (`sessions`.`started_at` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `sessions`.`started_at` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`sessions`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`sessions`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR `sessions`.`known_by` = NULL) AND (NULL IS NULL OR `sessions`.`session_us` >= NULL) AND (NULL IS NULL OR `sessions`.`session_us` < NULL) AND (NULL IS NULL OR (unix_micros(`sessions`.`started_at`) < NULL OR (unix_micros(`sessions`.`started_at`) = NULL AND `sessions`.`session_key` < NULL)))
ORDER BY CASE WHEN FALSE THEN `session_us` END DESC NULLS LAST, `started_at` DESC NULLS LAST, `session_key` DESC NULLS LAST
LIMIT 100;

-- sessions c76f11b665dbf805
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `event` AS `event`, `session_us` AS `session_us`
FROM store
WHERE tbl = 'connections'
),
`tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`
FROM store
WHERE tbl = 'entries'
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, CAST(`started_at` AS TIMESTAMP) AS `started_at`, `calls` AS `calls`, `duration_us` AS `duration_us`
FROM store
WHERE tbl = 'statements' AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statement_session_days` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `pid` AS `pid`, CAST(`first_at` AS TIMESTAMP) AS `first_at`, CAST(`last_at` AS TIMESTAMP) AS `last_at`, `calls` AS `calls`, `sum_us` AS `sum_us`
FROM store
WHERE tbl = 'statement_session_days' AND regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, CAST(`started_at` AS TIMESTAMP) AS `started_at`, `calls` AS `calls`, `duration_us` AS `duration_us`
FROM store
WHERE tbl = 'statements'
)
SELECT `sessions`.`account` AS `account`,
  `sessions`.`region` AS `region`,
  `sessions`.`cluster` AS `cluster`,
  `sessions`.`instance` AS `instance`,
  `sessions`.`session_key` AS `session_key`,
  `sessions`.`pid` AS `pid`,
  `sessions`.`started_at` AS `started_at`,
  `sessions`.`ended_at` AS `ended_at`,
  `sessions`.`session_us` AS `session_us`,
  `sessions`.`busy_us` AS `busy_us`,
  `sessions`.`idle_us` AS `idle_us`,
  `sessions`.`statements` AS `statements`,
  `sessions`.`user_name` AS `user_name`,
  `sessions`.`database_name` AS `database_name`,
  `sessions`.`client_host` AS `client_host`,
  `sessions`.`application` AS `application`,
  `sessions`.`known_by` AS `known_by`
FROM (
WITH `events` AS (
SELECT `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`pid` AS `pid`,
  `connections`.`event` AS `event`,
  `connections`.`session_us` AS `session_us`,
  unix_micros(`connections`.`ts`) AS `at_us`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  CASE WHEN NOT (`connections`.`user_name` IN ('[unknown]', '')) THEN `connections`.`user_name` END AS `user_name`,
  CASE WHEN NOT (`connections`.`database_name` IN ('[unknown]', '')) THEN `connections`.`database_name` END AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  CASE WHEN NOT (`connections`.`application` IN ('[unknown]', '')) THEN `connections`.`application` END AS `application`,
  lag(`connections`.`event`) OVER `same` AS `previous`,
  max(CASE WHEN `connections`.`event` IN ('received', 'authenticated', 'authorized') THEN unix_micros(`connections`.`ts`) END) OVER (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`session_key` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS `connected_us`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`session_key` IS NOT NULL
WINDOW `same` AS (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`session_key` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST)
),
`numbered` AS (
SELECT `events`.`account` AS `account`,
  `events`.`region` AS `region`,
  `events`.`cluster` AS `cluster`,
  `events`.`instance` AS `instance`,
  `events`.`session_key` AS `session_key`,
  `events`.`pid` AS `pid`,
  `events`.`event` AS `event`,
  `events`.`session_us` AS `session_us`,
  `events`.`at_us` AS `at_us`,
  `events`.`source` AS `source`,
  `events`.`offset` AS `offset`,
  `events`.`user_name` AS `user_name`,
  `events`.`database_name` AS `database_name`,
  `events`.`client_host` AS `client_host`,
  `events`.`application` AS `application`,
  `events`.`previous` AS `previous`,
  `events`.`connected_us` AS `connected_us`,
  sum(CASE WHEN `events`.`previous` IS NULL OR `events`.`previous` IN ('disconnected', 'failed') OR `events`.`event` = 'received' THEN 1 WHEN `events`.`event` = 'authenticated' AND `events`.`previous` <> 'received' THEN 1 WHEN `events`.`event` = 'authorized' AND NOT (`events`.`previous` IN ('received', 'authenticated')) THEN 1 WHEN `events`.`event` = 'disconnected' AND `events`.`at_us` - `events`.`session_us` > `events`.`connected_us` + 2000000 THEN 1 ELSE 0 END) OVER (PARTITION BY `events`.`account`, `events`.`region`, `events`.`cluster`, `events`.`instance`, `events`.`session_key` ORDER BY `events`.`at_us` ASC NULLS LAST, `events`.`source` ASC NULLS LAST, `events`.`offset` ASC NULLS LAST) AS `number`
FROM `events` AS `events`
),
`connected` AS (
SELECT `numbered`.`account` AS `account`,
  `numbered`.`region` AS `region`,
  `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`session_key` AS `session_key`,
  `numbered`.`number` AS `number`,
  max(`numbered`.`pid`) AS `pid`,
  min(`numbered`.`at_us`) AS `first_us`,
  max(CASE WHEN `numbered`.`event` IN ('received', 'authenticated', 'authorized', 'ready') THEN 1 ELSE 0 END) = 1 AS `began`,
  max(CASE WHEN `numbered`.`event` IN ('authorized', 'ready', 'disconnected') THEN 1 ELSE 0 END) = 1 AS `accepted`,
  max(CASE WHEN `numbered`.`event` = 'failed' THEN 1 ELSE 0 END) = 1 AS `failed`,
  max(CASE WHEN `numbered`.`event` = 'disconnected' THEN `numbered`.`at_us` END) AS `end_us`,
  max(CASE WHEN `numbered`.`event` = 'disconnected' THEN `numbered`.`session_us` END) AS `session_us`,
  max(`numbered`.`user_name`) AS `user_name`,
  max(`numbered`.`database_name`) AS `database_name`,
  max(`numbered`.`client_host`) AS `client_host`,
  max(`numbered`.`application`) AS `application`
FROM `numbered` AS `numbered`
GROUP BY `numbered`.`account`, `numbered`.`region`, `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`session_key`, `numbered`.`number`
),
`spans` AS (
SELECT `connected`.`account` AS `account`,
  `connected`.`region` AS `region`,
  `connected`.`cluster` AS `cluster`,
  `connected`.`instance` AS `instance`,
  `connected`.`session_key` AS `session_key`,
  `connected`.`number` AS `number`,
  `connected`.`pid` AS `pid`,
  `connected`.`first_us` AS `first_us`,
  `connected`.`began` AS `began`,
  `connected`.`accepted` AS `accepted`,
  `connected`.`failed` AS `failed`,
  `connected`.`end_us` AS `end_us`,
  `connected`.`session_us` AS `session_us`,
  `connected`.`user_name` AS `user_name`,
  `connected`.`database_name` AS `database_name`,
  `connected`.`client_host` AS `client_host`,
  `connected`.`application` AS `application`,
  CASE WHEN `connected`.`session_us` IS NOT NULL THEN least(`connected`.`first_us`, `connected`.`end_us` - `connected`.`session_us`) ELSE `connected`.`first_us` END AS `begin_us`,
  count(*) OVER (PARTITION BY `connected`.`account`, `connected`.`region`, `connected`.`cluster`, `connected`.`instance`, `connected`.`session_key`) AS `reuses`
FROM `connected` AS `connected`
),
`daily` AS (
SELECT `statement_session_days`.`account` AS `account`,
  `statement_session_days`.`region` AS `region`,
  `statement_session_days`.`cluster` AS `cluster`,
  `statement_session_days`.`instance` AS `instance`,
  `statement_session_days`.`session_key` AS `session_key`,
  `statement_session_days`.`user_name` AS `user_name`,
  `statement_session_days`.`database_name` AS `database_name`,
  `statement_session_days`.`client_host` AS `client_host`,
  `statement_session_days`.`application` AS `application`,
  `statement_session_days`.`pid` AS `pid`,
  unix_micros(`statement_session_days`.`first_at`) AS `first_us`,
  unix_micros(`statement_session_days`.`last_at`) AS `last_us`,
  `statement_session_days`.`calls` AS `statements`,
  `statement_session_days`.`sum_us` AS `busy_us`
FROM `tbl_statement_session_days` AS `statement_session_days`
UNION ALL
SELECT `open_statements`.`account` AS `account`,
  `open_statements`.`region` AS `region`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`session_key` AS `session_key`,
  `open_statements`.`user_name` AS `user_name`,
  `open_statements`.`database_name` AS `database_name`,
  `open_statements`.`client_host` AS `client_host`,
  `open_statements`.`application` AS `application`,
  `open_statements`.`pid` AS `pid`,
  unix_micros(coalesce(`open_statements`.`started_at`, `open_statements`.`ts`)) AS `_col_10`,
  unix_micros(`open_statements`.`ts`) AS `_col_11`,
  `open_statements`.`calls` AS `calls`,
  `open_statements`.`duration_us` AS `duration_us`
FROM `tbl_open_statements` AS `open_statements`
),
`work` AS (
SELECT `daily`.`account` AS `account`,
  `daily`.`region` AS `region`,
  `daily`.`cluster` AS `cluster`,
  `daily`.`instance` AS `instance`,
  `daily`.`session_key` AS `session_key`,
  max(`daily`.`pid`) AS `pid`,
  min(`daily`.`first_us`) AS `first_us`,
  max(`daily`.`last_us`) AS `last_us`,
  sum(`daily`.`statements`) AS `statements`,
  sum(`daily`.`busy_us`) AS `busy_us`
FROM `daily` AS `daily`
WHERE `daily`.`session_key` IS NOT NULL AND `daily`.`user_name` IS NOT NULL
GROUP BY `daily`.`account`, `daily`.`region`, `daily`.`cluster`, `daily`.`instance`, `daily`.`session_key`
),
`mixed` AS (
SELECT DISTINCT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `s`.`instance` AS `instance`,
  `s`.`session_key` AS `session_key`
FROM `spans` AS `s`
JOIN `work` AS `w` ON `s`.`account` = `w`.`account` AND `s`.`region` = `w`.`region` AND `s`.`cluster` = `w`.`cluster` AND `s`.`instance` = `w`.`instance` AND `s`.`session_key` = `w`.`session_key`
WHERE `s`.`reuses` > 1 OR `w`.`first_us` < `s`.`begin_us` - 2000000 OR `w`.`last_us` > `s`.`end_us` + 2000000
),
`told_apart` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`,
  `s`.`number` AS `number`,
  max(`w`.`pid`) AS `pid`,
  min(`w`.`begin_us`) AS `first_us`,
  max(`w`.`at_us`) AS `last_us`,
  sum(`w`.`calls`) AS `statements`,
  sum(`w`.`duration_us`) AS `busy_us`
FROM (
SELECT `t`.`account` AS `account`,
  `t`.`region` AS `region`,
  `t`.`cluster` AS `cluster`,
  `t`.`instance` AS `instance`,
  `t`.`session_key` AS `session_key`,
  `t`.`pid` AS `pid`,
  `t`.`calls` AS `calls`,
  `t`.`duration_us` AS `duration_us`,
  unix_micros(`t`.`ts`) AS `at_us`,
  unix_micros(coalesce(`t`.`started_at`, `t`.`ts`)) AS `begin_us`
FROM `tbl_statements` AS `t`
WHERE `t`.`user_name` IS NOT NULL AND EXISTS (
SELECT 1 AS `1`
FROM `mixed` AS `m`
WHERE `m`.`account` = `t`.`account` AND `m`.`region` = `t`.`region` AND `m`.`cluster` = `t`.`cluster` AND `m`.`instance` = `t`.`instance` AND `m`.`session_key` = `t`.`session_key`
)
) AS `w`
LEFT JOIN (
SELECT `s`.`number` AS `number`,
  `s`.`begin_us` AS `begin_us`,
  `s`.`session_key` AS `session_key`,
  `s`.`instance` AS `instance`,
  `s`.`cluster` AS `cluster`,
  `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  lead(`s`.`begin_us`) OVER (PARTITION BY `s`.`account`, `s`.`region`, `s`.`cluster`, `s`.`instance`, `s`.`session_key` ORDER BY `s`.`begin_us` ASC NULLS LAST) AS `asof_next`
FROM `spans` AS `s`
WHERE `s`.`begin_us` IS NOT NULL
) AS `s` ON `w`.`account` = `s`.`account` AND `w`.`region` = `s`.`region` AND `w`.`cluster` = `s`.`cluster` AND `w`.`instance` = `s`.`instance` AND `w`.`session_key` = `s`.`session_key` AND `w`.`at_us` >= `s`.`begin_us` AND (`s`.`asof_next` IS NULL OR `w`.`at_us` < `s`.`asof_next`)
GROUP BY `w`.`account`, `w`.`region`, `w`.`cluster`, `w`.`instance`, `w`.`session_key`, `s`.`number`
),
`worked` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`,
  `s`.`number` AS `number`,
  `w`.`pid` AS `pid`,
  `w`.`first_us` AS `first_us`,
  `w`.`last_us` AS `last_us`,
  `w`.`statements` AS `statements`,
  `w`.`busy_us` AS `busy_us`
FROM `work` AS `w`
LEFT JOIN `spans` AS `s` ON `w`.`account` = `s`.`account` AND `w`.`region` = `s`.`region` AND `w`.`cluster` = `s`.`cluster` AND `w`.`instance` = `s`.`instance` AND `w`.`session_key` = `s`.`session_key`
WHERE NOT (EXISTS (
SELECT 1 AS `1`
FROM `mixed` AS `m`
WHERE `m`.`account` = `w`.`account` AND `m`.`region` = `w`.`region` AND `m`.`cluster` = `w`.`cluster` AND `m`.`instance` = `w`.`instance` AND `m`.`session_key` = `w`.`session_key`
))
UNION ALL
SELECT `told_apart`.`account` AS `account`,
  `told_apart`.`region` AS `region`,
  `told_apart`.`cluster` AS `cluster`,
  `told_apart`.`instance` AS `instance`,
  `told_apart`.`session_key` AS `session_key`,
  `told_apart`.`number` AS `number`,
  `told_apart`.`pid` AS `pid`,
  `told_apart`.`first_us` AS `first_us`,
  `told_apart`.`last_us` AS `last_us`,
  `told_apart`.`statements` AS `statements`,
  `told_apart`.`busy_us` AS `busy_us`
FROM `told_apart` AS `told_apart`
),
`unnamed` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`
FROM `worked` AS `w`
LEFT JOIN `spans` AS `s` ON `s`.`account` = `w`.`account` AND `s`.`region` = `w`.`region` AND `s`.`cluster` = `w`.`cluster` AND `s`.`instance` = `w`.`instance` AND `s`.`session_key` = `w`.`session_key` AND `s`.`number` = `w`.`number`
WHERE `s`.`user_name` IS NULL OR `s`.`database_name` IS NULL OR `s`.`client_host` IS NULL
),
`named` AS (
SELECT `daily`.`account` AS `account`,
  `daily`.`region` AS `region`,
  `daily`.`cluster` AS `cluster`,
  `daily`.`instance` AS `instance`,
  `daily`.`session_key` AS `session_key`,
  CASE WHEN min(`daily`.`user_name`) = max(`daily`.`user_name`) THEN max(`daily`.`user_name`) END AS `user_name`,
  CASE WHEN min(`daily`.`database_name`) = max(`daily`.`database_name`) THEN max(`daily`.`database_name`) END AS `database_name`,
  CASE WHEN min(`daily`.`client_host`) = max(`daily`.`client_host`) THEN max(`daily`.`client_host`) END AS `client_host`,
  CASE WHEN min(`daily`.`application`) = max(`daily`.`application`) THEN max(`daily`.`application`) END AS `application`
FROM `daily` AS `daily`
WHERE EXISTS (
SELECT 1 AS `1`
FROM `unnamed` AS `unnamed`
WHERE `unnamed`.`account` = `daily`.`account` AND `unnamed`.`region` = `daily`.`region` AND `unnamed`.`cluster` = `daily`.`cluster` AND `unnamed`.`instance` = `daily`.`instance` AND `unnamed`.`session_key` = `daily`.`session_key`
)
GROUP BY `daily`.`account`, `daily`.`region`, `daily`.`cluster`, `daily`.`instance`, `daily`.`session_key`
),
`mentioned` AS (
SELECT `e`.`account` AS `account`,
  `e`.`region` AS `region`,
  `e`.`cluster` AS `cluster`,
  `e`.`instance` AS `instance`,
  `e`.`session_key` AS `session_key`,
  max(`e`.`pid`) AS `pid`,
  min(unix_micros(`e`.`ts`)) AS `first_us`,
  max(`e`.`user_name`) AS `user_name`,
  max(`e`.`database_name`) AS `database_name`,
  max(`e`.`client_host`) AS `client_host`,
  max(`e`.`application`) AS `application`
FROM `tbl_entries` AS `e`
WHERE ((`e`.`session_key` IS NOT NULL AND NOT (`e`.`user_name` IN ('[unknown]', ''))) AND NOT (EXISTS (
SELECT 1 AS `1`
FROM (
SELECT `spans`.`account` AS `account`,
  `spans`.`region` AS `region`,
  `spans`.`cluster` AS `cluster`,
  `spans`.`instance` AS `instance`,
  `spans`.`session_key` AS `session_key`,
  `spans`.`number` AS `number`,
  `spans`.`pid` AS `pid`,
  `spans`.`first_us` AS `first_us`,
  `spans`.`began` AS `began`,
  `spans`.`accepted` AS `accepted`,
  `spans`.`failed` AS `failed`,
  `spans`.`end_us` AS `end_us`,
  `spans`.`session_us` AS `session_us`,
  `spans`.`user_name` AS `user_name`,
  `spans`.`database_name` AS `database_name`,
  `spans`.`client_host` AS `client_host`,
  `spans`.`application` AS `application`,
  `spans`.`begin_us` AS `begin_us`,
  `spans`.`reuses` AS `reuses`
FROM `spans` AS `spans`
WHERE `spans`.`accepted` OR `spans`.`failed`
) AS `s`
WHERE `s`.`account` = `e`.`account` AND `s`.`region` = `e`.`region` AND `s`.`cluster` = `e`.`cluster` AND `s`.`instance` = `e`.`instance` AND `s`.`session_key` = `e`.`session_key`
))) AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `work` AS `w`
WHERE `w`.`account` = `e`.`account` AND `w`.`region` = `e`.`region` AND `w`.`cluster` = `e`.`cluster` AND `w`.`instance` = `e`.`instance` AND `w`.`session_key` = `e`.`session_key`
))
GROUP BY `e`.`account`, `e`.`region`, `e`.`cluster`, `e`.`instance`, `e`.`session_key`
),
`by_rows` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`,
  `w`.`pid` AS `pid`,
  `w`.`first_us` AS `first_us`,
  `w`.`statements` AS `statements`,
  `w`.`busy_us` AS `busy_us`,
  `n`.`user_name` AS `user_name`,
  `n`.`database_name` AS `database_name`,
  `n`.`client_host` AS `client_host`,
  `n`.`application` AS `application`
FROM `worked` AS `w`
LEFT JOIN `named` AS `n` ON `w`.`account` = `n`.`account` AND `w`.`region` = `n`.`region` AND `w`.`cluster` = `n`.`cluster` AND `w`.`instance` = `n`.`instance` AND `w`.`session_key` = `n`.`session_key`
WHERE `w`.`number` IS NULL
UNION ALL
SELECT `mentioned`.`account` AS `account`,
  `mentioned`.`region` AS `region`,
  `mentioned`.`cluster` AS `cluster`,
  `mentioned`.`instance` AS `instance`,
  `mentioned`.`session_key` AS `session_key`,
  `mentioned`.`pid` AS `pid`,
  `mentioned`.`first_us` AS `first_us`,
  NULL AS `_col_7`,
  NULL AS `_col_8`,
  `mentioned`.`user_name` AS `user_name`,
  `mentioned`.`database_name` AS `database_name`,
  `mentioned`.`client_host` AS `client_host`,
  `mentioned`.`application` AS `application`
FROM `mentioned` AS `mentioned`
),
`known` AS (
SELECT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `s`.`instance` AS `instance`,
  `s`.`session_key` AS `session_key`,
  `s`.`pid` AS `pid`,
  `s`.`begin_us` AS `begin_us`,
  `s`.`end_us` AS `end_us`,
  `s`.`session_us` AS `session_us`,
  `w`.`busy_us` AS `busy_us`,
  coalesce(`w`.`statements`, 0) AS `statements`,
  coalesce(`s`.`user_name`, `n`.`user_name`) AS `user_name`,
  coalesce(`s`.`database_name`, `n`.`database_name`) AS `database_name`,
  coalesce(`s`.`client_host`, `n`.`client_host`) AS `client_host`,
  coalesce(`s`.`application`, `n`.`application`) AS `application`,
  CASE WHEN `s`.`began` AND `s`.`end_us` IS NOT NULL THEN 'connection and disconnection' WHEN `s`.`end_us` IS NOT NULL THEN 'disconnection' ELSE 'connection' END AS `known_by`
FROM `spans` AS `s`
LEFT JOIN `worked` AS `w` ON `s`.`account` = `w`.`account` AND `s`.`region` = `w`.`region` AND `s`.`cluster` = `w`.`cluster` AND `s`.`instance` = `w`.`instance` AND `s`.`session_key` = `w`.`session_key` AND `s`.`number` = `w`.`number`
LEFT JOIN `named` AS `n` ON `s`.`account` = `n`.`account` AND `s`.`region` = `n`.`region` AND `s`.`cluster` = `n`.`cluster` AND `s`.`instance` = `n`.`instance` AND `s`.`session_key` = `n`.`session_key`
WHERE `s`.`accepted` OR (`w`.`statements` IS NOT NULL AND NOT (`s`.`failed`))
UNION ALL
SELECT `by_rows`.`account` AS `account`,
  `by_rows`.`region` AS `region`,
  `by_rows`.`cluster` AS `cluster`,
  `by_rows`.`instance` AS `instance`,
  `by_rows`.`session_key` AS `session_key`,
  `by_rows`.`pid` AS `pid`,
  `by_rows`.`first_us` AS `first_us`,
  NULL AS `_col_7`,
  NULL AS `_col_8`,
  `by_rows`.`busy_us` AS `busy_us`,
  coalesce(`by_rows`.`statements`, 0) AS `_col_10`,
  `by_rows`.`user_name` AS `user_name`,
  `by_rows`.`database_name` AS `database_name`,
  `by_rows`.`client_host` AS `client_host`,
  `by_rows`.`application` AS `application`,
  'entries' AS `entries`
FROM `by_rows` AS `by_rows`
)
SELECT `known`.`account` AS `account`,
  `known`.`region` AS `region`,
  `known`.`cluster` AS `cluster`,
  `known`.`instance` AS `instance`,
  `known`.`session_key` AS `session_key`,
  `known`.`pid` AS `pid`,
  timestamp_micros(`known`.`begin_us`) AS `started_at`,
  timestamp_micros(`known`.`end_us`) AS `ended_at`,
  `known`.`session_us` AS `session_us`,
  `known`.`busy_us` AS `busy_us`,
  CASE WHEN `known`.`session_us` >= `known`.`busy_us` THEN `known`.`session_us` - `known`.`busy_us` END AS `idle_us`,
  `known`.`statements` AS `statements`,
  `known`.`user_name` AS `user_name`,
  `known`.`database_name` AS `database_name`,
  `known`.`client_host` AS `client_host`,
  `known`.`application` AS `application`,
  `known`.`known_by` AS `known_by`
FROM `known` AS `known`
) AS `sessions`;

-- sessions_by cc73cffb51eff559
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `event` AS `event`, `session_us` AS `session_us`
FROM store
WHERE tbl = 'connections'
),
`tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`
FROM store
WHERE tbl = 'entries'
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, CAST(`started_at` AS TIMESTAMP) AS `started_at`, `calls` AS `calls`, `duration_us` AS `duration_us`
FROM store
WHERE tbl = 'statements' AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statement_session_days` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `pid` AS `pid`, CAST(`first_at` AS TIMESTAMP) AS `first_at`, CAST(`last_at` AS TIMESTAMP) AS `last_at`, `calls` AS `calls`, `sum_us` AS `sum_us`
FROM store
WHERE tbl = 'statement_session_days' AND regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, CAST(`started_at` AS TIMESTAMP) AS `started_at`, `calls` AS `calls`, `duration_us` AS `duration_us`
FROM store
WHERE tbl = 'statements'
)
SELECT `sessions`.`user_name` AS `user_name`,
  `sessions`.`database_name` AS `database_name`,
  count(*) AS `sessions`,
  count(`sessions`.`session_us`) AS `ended_sessions`,
  CASE WHEN CAST(nullif(sum(count(*)) OVER (), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(count(*) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(count(*) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(count(*) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(count(*) AS DOUBLE) / CAST(nullif(sum(count(*)) OVER (), 0) AS DOUBLE) END AS `share_sessions`,
  sum(`sessions`.`session_us`) AS `session_us`,
  avg(`sessions`.`session_us`) AS `mean_session_us`,
  get(sort_array(collect_list(`sessions`.`session_us`) FILTER (WHERE (`sessions`.`session_us` IS NOT NULL))), CAST(CAST(greatest(1.0e0, count(`sessions`.`session_us`) FILTER (WHERE (`sessions`.`session_us` IS NOT NULL)) - floor(count(`sessions`.`session_us`) FILTER (WHERE (`sessions`.`session_us` IS NOT NULL)) - 0.5e0 * count(`sessions`.`session_us`) FILTER (WHERE (`sessions`.`session_us` IS NOT NULL)))) AS BIGINT) AS INT) - 1) AS `p50_session_us`,
  max(`sessions`.`session_us`) AS `max_session_us`,
  sum(`sessions`.`busy_us`) AS `busy_us`,
  sum(`sessions`.`idle_us`) AS `idle_us`,
  sum(`sessions`.`statements`) AS `statements`,
  min(`sessions`.`started_at`) AS `first_ts`,
  max(`sessions`.`started_at`) AS `last_ts`
FROM (
WITH `events` AS (
SELECT `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`pid` AS `pid`,
  `connections`.`event` AS `event`,
  `connections`.`session_us` AS `session_us`,
  unix_micros(`connections`.`ts`) AS `at_us`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  CASE WHEN NOT (`connections`.`user_name` IN ('[unknown]', '')) THEN `connections`.`user_name` END AS `user_name`,
  CASE WHEN NOT (`connections`.`database_name` IN ('[unknown]', '')) THEN `connections`.`database_name` END AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  CASE WHEN NOT (`connections`.`application` IN ('[unknown]', '')) THEN `connections`.`application` END AS `application`,
  lag(`connections`.`event`) OVER `same` AS `previous`,
  max(CASE WHEN `connections`.`event` IN ('received', 'authenticated', 'authorized') THEN unix_micros(`connections`.`ts`) END) OVER (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`session_key` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS `connected_us`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`session_key` IS NOT NULL
WINDOW `same` AS (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`session_key` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST)
),
`numbered` AS (
SELECT `events`.`account` AS `account`,
  `events`.`region` AS `region`,
  `events`.`cluster` AS `cluster`,
  `events`.`instance` AS `instance`,
  `events`.`session_key` AS `session_key`,
  `events`.`pid` AS `pid`,
  `events`.`event` AS `event`,
  `events`.`session_us` AS `session_us`,
  `events`.`at_us` AS `at_us`,
  `events`.`source` AS `source`,
  `events`.`offset` AS `offset`,
  `events`.`user_name` AS `user_name`,
  `events`.`database_name` AS `database_name`,
  `events`.`client_host` AS `client_host`,
  `events`.`application` AS `application`,
  `events`.`previous` AS `previous`,
  `events`.`connected_us` AS `connected_us`,
  sum(CASE WHEN `events`.`previous` IS NULL OR `events`.`previous` IN ('disconnected', 'failed') OR `events`.`event` = 'received' THEN 1 WHEN `events`.`event` = 'authenticated' AND `events`.`previous` <> 'received' THEN 1 WHEN `events`.`event` = 'authorized' AND NOT (`events`.`previous` IN ('received', 'authenticated')) THEN 1 WHEN `events`.`event` = 'disconnected' AND `events`.`at_us` - `events`.`session_us` > `events`.`connected_us` + 2000000 THEN 1 ELSE 0 END) OVER (PARTITION BY `events`.`account`, `events`.`region`, `events`.`cluster`, `events`.`instance`, `events`.`session_key` ORDER BY `events`.`at_us` ASC NULLS LAST, `events`.`source` ASC NULLS LAST, `events`.`offset` ASC NULLS LAST) AS `number`
FROM `events` AS `events`
),
`connected` AS (
SELECT `numbered`.`account` AS `account`,
  `numbered`.`region` AS `region`,
  `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`session_key` AS `session_key`,
  `numbered`.`number` AS `number`,
  max(`numbered`.`pid`) AS `pid`,
  min(`numbered`.`at_us`) AS `first_us`,
  max(CASE WHEN `numbered`.`event` IN ('received', 'authenticated', 'authorized', 'ready') THEN 1 ELSE 0 END) = 1 AS `began`,
  max(CASE WHEN `numbered`.`event` IN ('authorized', 'ready', 'disconnected') THEN 1 ELSE 0 END) = 1 AS `accepted`,
  max(CASE WHEN `numbered`.`event` = 'failed' THEN 1 ELSE 0 END) = 1 AS `failed`,
  max(CASE WHEN `numbered`.`event` = 'disconnected' THEN `numbered`.`at_us` END) AS `end_us`,
  max(CASE WHEN `numbered`.`event` = 'disconnected' THEN `numbered`.`session_us` END) AS `session_us`,
  max(`numbered`.`user_name`) AS `user_name`,
  max(`numbered`.`database_name`) AS `database_name`,
  max(`numbered`.`client_host`) AS `client_host`,
  max(`numbered`.`application`) AS `application`
FROM `numbered` AS `numbered`
GROUP BY `numbered`.`account`, `numbered`.`region`, `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`session_key`, `numbered`.`number`
),
`spans` AS (
SELECT `connected`.`account` AS `account`,
  `connected`.`region` AS `region`,
  `connected`.`cluster` AS `cluster`,
  `connected`.`instance` AS `instance`,
  `connected`.`session_key` AS `session_key`,
  `connected`.`number` AS `number`,
  `connected`.`pid` AS `pid`,
  `connected`.`first_us` AS `first_us`,
  `connected`.`began` AS `began`,
  `connected`.`accepted` AS `accepted`,
  `connected`.`failed` AS `failed`,
  `connected`.`end_us` AS `end_us`,
  `connected`.`session_us` AS `session_us`,
  `connected`.`user_name` AS `user_name`,
  `connected`.`database_name` AS `database_name`,
  `connected`.`client_host` AS `client_host`,
  `connected`.`application` AS `application`,
  CASE WHEN `connected`.`session_us` IS NOT NULL THEN least(`connected`.`first_us`, `connected`.`end_us` - `connected`.`session_us`) ELSE `connected`.`first_us` END AS `begin_us`,
  count(*) OVER (PARTITION BY `connected`.`account`, `connected`.`region`, `connected`.`cluster`, `connected`.`instance`, `connected`.`session_key`) AS `reuses`
FROM `connected` AS `connected`
),
`daily` AS (
SELECT `statement_session_days`.`account` AS `account`,
  `statement_session_days`.`region` AS `region`,
  `statement_session_days`.`cluster` AS `cluster`,
  `statement_session_days`.`instance` AS `instance`,
  `statement_session_days`.`session_key` AS `session_key`,
  `statement_session_days`.`user_name` AS `user_name`,
  `statement_session_days`.`database_name` AS `database_name`,
  `statement_session_days`.`client_host` AS `client_host`,
  `statement_session_days`.`application` AS `application`,
  `statement_session_days`.`pid` AS `pid`,
  unix_micros(`statement_session_days`.`first_at`) AS `first_us`,
  unix_micros(`statement_session_days`.`last_at`) AS `last_us`,
  `statement_session_days`.`calls` AS `statements`,
  `statement_session_days`.`sum_us` AS `busy_us`
FROM `tbl_statement_session_days` AS `statement_session_days`
UNION ALL
SELECT `open_statements`.`account` AS `account`,
  `open_statements`.`region` AS `region`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`session_key` AS `session_key`,
  `open_statements`.`user_name` AS `user_name`,
  `open_statements`.`database_name` AS `database_name`,
  `open_statements`.`client_host` AS `client_host`,
  `open_statements`.`application` AS `application`,
  `open_statements`.`pid` AS `pid`,
  unix_micros(coalesce(`open_statements`.`started_at`, `open_statements`.`ts`)) AS `_col_10`,
  unix_micros(`open_statements`.`ts`) AS `_col_11`,
  `open_statements`.`calls` AS `calls`,
  `open_statements`.`duration_us` AS `duration_us`
FROM `tbl_open_statements` AS `open_statements`
),
`work` AS (
SELECT `daily`.`account` AS `account`,
  `daily`.`region` AS `region`,
  `daily`.`cluster` AS `cluster`,
  `daily`.`instance` AS `instance`,
  `daily`.`session_key` AS `session_key`,
  max(`daily`.`pid`) AS `pid`,
  min(`daily`.`first_us`) AS `first_us`,
  max(`daily`.`last_us`) AS `last_us`,
  sum(`daily`.`statements`) AS `statements`,
  sum(`daily`.`busy_us`) AS `busy_us`
FROM `daily` AS `daily`
WHERE `daily`.`session_key` IS NOT NULL AND `daily`.`user_name` IS NOT NULL
GROUP BY `daily`.`account`, `daily`.`region`, `daily`.`cluster`, `daily`.`instance`, `daily`.`session_key`
),
`mixed` AS (
SELECT DISTINCT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `s`.`instance` AS `instance`,
  `s`.`session_key` AS `session_key`
FROM `spans` AS `s`
JOIN `work` AS `w` ON `s`.`account` = `w`.`account` AND `s`.`region` = `w`.`region` AND `s`.`cluster` = `w`.`cluster` AND `s`.`instance` = `w`.`instance` AND `s`.`session_key` = `w`.`session_key`
WHERE `s`.`reuses` > 1 OR `w`.`first_us` < `s`.`begin_us` - 2000000 OR `w`.`last_us` > `s`.`end_us` + 2000000
),
`told_apart` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`,
  `s`.`number` AS `number`,
  max(`w`.`pid`) AS `pid`,
  min(`w`.`begin_us`) AS `first_us`,
  max(`w`.`at_us`) AS `last_us`,
  sum(`w`.`calls`) AS `statements`,
  sum(`w`.`duration_us`) AS `busy_us`
FROM (
SELECT `t`.`account` AS `account`,
  `t`.`region` AS `region`,
  `t`.`cluster` AS `cluster`,
  `t`.`instance` AS `instance`,
  `t`.`session_key` AS `session_key`,
  `t`.`pid` AS `pid`,
  `t`.`calls` AS `calls`,
  `t`.`duration_us` AS `duration_us`,
  unix_micros(`t`.`ts`) AS `at_us`,
  unix_micros(coalesce(`t`.`started_at`, `t`.`ts`)) AS `begin_us`
FROM `tbl_statements` AS `t`
WHERE `t`.`user_name` IS NOT NULL AND EXISTS (
SELECT 1 AS `1`
FROM `mixed` AS `m`
WHERE `m`.`account` = `t`.`account` AND `m`.`region` = `t`.`region` AND `m`.`cluster` = `t`.`cluster` AND `m`.`instance` = `t`.`instance` AND `m`.`session_key` = `t`.`session_key`
)
) AS `w`
LEFT JOIN (
SELECT `s`.`number` AS `number`,
  `s`.`begin_us` AS `begin_us`,
  `s`.`session_key` AS `session_key`,
  `s`.`instance` AS `instance`,
  `s`.`cluster` AS `cluster`,
  `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  lead(`s`.`begin_us`) OVER (PARTITION BY `s`.`account`, `s`.`region`, `s`.`cluster`, `s`.`instance`, `s`.`session_key` ORDER BY `s`.`begin_us` ASC NULLS LAST) AS `asof_next`
FROM `spans` AS `s`
WHERE `s`.`begin_us` IS NOT NULL
) AS `s` ON `w`.`account` = `s`.`account` AND `w`.`region` = `s`.`region` AND `w`.`cluster` = `s`.`cluster` AND `w`.`instance` = `s`.`instance` AND `w`.`session_key` = `s`.`session_key` AND `w`.`at_us` >= `s`.`begin_us` AND (`s`.`asof_next` IS NULL OR `w`.`at_us` < `s`.`asof_next`)
GROUP BY `w`.`account`, `w`.`region`, `w`.`cluster`, `w`.`instance`, `w`.`session_key`, `s`.`number`
),
`worked` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`,
  `s`.`number` AS `number`,
  `w`.`pid` AS `pid`,
  `w`.`first_us` AS `first_us`,
  `w`.`last_us` AS `last_us`,
  `w`.`statements` AS `statements`,
  `w`.`busy_us` AS `busy_us`
FROM `work` AS `w`
LEFT JOIN `spans` AS `s` ON `w`.`account` = `s`.`account` AND `w`.`region` = `s`.`region` AND `w`.`cluster` = `s`.`cluster` AND `w`.`instance` = `s`.`instance` AND `w`.`session_key` = `s`.`session_key`
WHERE NOT (EXISTS (
SELECT 1 AS `1`
FROM `mixed` AS `m`
WHERE `m`.`account` = `w`.`account` AND `m`.`region` = `w`.`region` AND `m`.`cluster` = `w`.`cluster` AND `m`.`instance` = `w`.`instance` AND `m`.`session_key` = `w`.`session_key`
))
UNION ALL
SELECT `told_apart`.`account` AS `account`,
  `told_apart`.`region` AS `region`,
  `told_apart`.`cluster` AS `cluster`,
  `told_apart`.`instance` AS `instance`,
  `told_apart`.`session_key` AS `session_key`,
  `told_apart`.`number` AS `number`,
  `told_apart`.`pid` AS `pid`,
  `told_apart`.`first_us` AS `first_us`,
  `told_apart`.`last_us` AS `last_us`,
  `told_apart`.`statements` AS `statements`,
  `told_apart`.`busy_us` AS `busy_us`
FROM `told_apart` AS `told_apart`
),
`unnamed` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`
FROM `worked` AS `w`
LEFT JOIN `spans` AS `s` ON `s`.`account` = `w`.`account` AND `s`.`region` = `w`.`region` AND `s`.`cluster` = `w`.`cluster` AND `s`.`instance` = `w`.`instance` AND `s`.`session_key` = `w`.`session_key` AND `s`.`number` = `w`.`number`
WHERE `s`.`user_name` IS NULL OR `s`.`database_name` IS NULL OR `s`.`client_host` IS NULL
),
`named` AS (
SELECT `daily`.`account` AS `account`,
  `daily`.`region` AS `region`,
  `daily`.`cluster` AS `cluster`,
  `daily`.`instance` AS `instance`,
  `daily`.`session_key` AS `session_key`,
  CASE WHEN min(`daily`.`user_name`) = max(`daily`.`user_name`) THEN max(`daily`.`user_name`) END AS `user_name`,
  CASE WHEN min(`daily`.`database_name`) = max(`daily`.`database_name`) THEN max(`daily`.`database_name`) END AS `database_name`,
  CASE WHEN min(`daily`.`client_host`) = max(`daily`.`client_host`) THEN max(`daily`.`client_host`) END AS `client_host`,
  CASE WHEN min(`daily`.`application`) = max(`daily`.`application`) THEN max(`daily`.`application`) END AS `application`
FROM `daily` AS `daily`
WHERE EXISTS (
SELECT 1 AS `1`
FROM `unnamed` AS `unnamed`
WHERE `unnamed`.`account` = `daily`.`account` AND `unnamed`.`region` = `daily`.`region` AND `unnamed`.`cluster` = `daily`.`cluster` AND `unnamed`.`instance` = `daily`.`instance` AND `unnamed`.`session_key` = `daily`.`session_key`
)
GROUP BY `daily`.`account`, `daily`.`region`, `daily`.`cluster`, `daily`.`instance`, `daily`.`session_key`
),
`mentioned` AS (
SELECT `e`.`account` AS `account`,
  `e`.`region` AS `region`,
  `e`.`cluster` AS `cluster`,
  `e`.`instance` AS `instance`,
  `e`.`session_key` AS `session_key`,
  max(`e`.`pid`) AS `pid`,
  min(unix_micros(`e`.`ts`)) AS `first_us`,
  max(`e`.`user_name`) AS `user_name`,
  max(`e`.`database_name`) AS `database_name`,
  max(`e`.`client_host`) AS `client_host`,
  max(`e`.`application`) AS `application`
FROM `tbl_entries` AS `e`
WHERE ((`e`.`session_key` IS NOT NULL AND NOT (`e`.`user_name` IN ('[unknown]', ''))) AND NOT (EXISTS (
SELECT 1 AS `1`
FROM (
SELECT `spans`.`account` AS `account`,
  `spans`.`region` AS `region`,
  `spans`.`cluster` AS `cluster`,
  `spans`.`instance` AS `instance`,
  `spans`.`session_key` AS `session_key`,
  `spans`.`number` AS `number`,
  `spans`.`pid` AS `pid`,
  `spans`.`first_us` AS `first_us`,
  `spans`.`began` AS `began`,
  `spans`.`accepted` AS `accepted`,
  `spans`.`failed` AS `failed`,
  `spans`.`end_us` AS `end_us`,
  `spans`.`session_us` AS `session_us`,
  `spans`.`user_name` AS `user_name`,
  `spans`.`database_name` AS `database_name`,
  `spans`.`client_host` AS `client_host`,
  `spans`.`application` AS `application`,
  `spans`.`begin_us` AS `begin_us`,
  `spans`.`reuses` AS `reuses`
FROM `spans` AS `spans`
WHERE `spans`.`accepted` OR `spans`.`failed`
) AS `s`
WHERE `s`.`account` = `e`.`account` AND `s`.`region` = `e`.`region` AND `s`.`cluster` = `e`.`cluster` AND `s`.`instance` = `e`.`instance` AND `s`.`session_key` = `e`.`session_key`
))) AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `work` AS `w`
WHERE `w`.`account` = `e`.`account` AND `w`.`region` = `e`.`region` AND `w`.`cluster` = `e`.`cluster` AND `w`.`instance` = `e`.`instance` AND `w`.`session_key` = `e`.`session_key`
))
GROUP BY `e`.`account`, `e`.`region`, `e`.`cluster`, `e`.`instance`, `e`.`session_key`
),
`by_rows` AS (
SELECT `w`.`account` AS `account`,
  `w`.`region` AS `region`,
  `w`.`cluster` AS `cluster`,
  `w`.`instance` AS `instance`,
  `w`.`session_key` AS `session_key`,
  `w`.`pid` AS `pid`,
  `w`.`first_us` AS `first_us`,
  `w`.`statements` AS `statements`,
  `w`.`busy_us` AS `busy_us`,
  `n`.`user_name` AS `user_name`,
  `n`.`database_name` AS `database_name`,
  `n`.`client_host` AS `client_host`,
  `n`.`application` AS `application`
FROM `worked` AS `w`
LEFT JOIN `named` AS `n` ON `w`.`account` = `n`.`account` AND `w`.`region` = `n`.`region` AND `w`.`cluster` = `n`.`cluster` AND `w`.`instance` = `n`.`instance` AND `w`.`session_key` = `n`.`session_key`
WHERE `w`.`number` IS NULL
UNION ALL
SELECT `mentioned`.`account` AS `account`,
  `mentioned`.`region` AS `region`,
  `mentioned`.`cluster` AS `cluster`,
  `mentioned`.`instance` AS `instance`,
  `mentioned`.`session_key` AS `session_key`,
  `mentioned`.`pid` AS `pid`,
  `mentioned`.`first_us` AS `first_us`,
  NULL AS `_col_7`,
  NULL AS `_col_8`,
  `mentioned`.`user_name` AS `user_name`,
  `mentioned`.`database_name` AS `database_name`,
  `mentioned`.`client_host` AS `client_host`,
  `mentioned`.`application` AS `application`
FROM `mentioned` AS `mentioned`
),
`known` AS (
SELECT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `s`.`instance` AS `instance`,
  `s`.`session_key` AS `session_key`,
  `s`.`pid` AS `pid`,
  `s`.`begin_us` AS `begin_us`,
  `s`.`end_us` AS `end_us`,
  `s`.`session_us` AS `session_us`,
  `w`.`busy_us` AS `busy_us`,
  coalesce(`w`.`statements`, 0) AS `statements`,
  coalesce(`s`.`user_name`, `n`.`user_name`) AS `user_name`,
  coalesce(`s`.`database_name`, `n`.`database_name`) AS `database_name`,
  coalesce(`s`.`client_host`, `n`.`client_host`) AS `client_host`,
  coalesce(`s`.`application`, `n`.`application`) AS `application`,
  CASE WHEN `s`.`began` AND `s`.`end_us` IS NOT NULL THEN 'connection and disconnection' WHEN `s`.`end_us` IS NOT NULL THEN 'disconnection' ELSE 'connection' END AS `known_by`
FROM `spans` AS `s`
LEFT JOIN `worked` AS `w` ON `s`.`account` = `w`.`account` AND `s`.`region` = `w`.`region` AND `s`.`cluster` = `w`.`cluster` AND `s`.`instance` = `w`.`instance` AND `s`.`session_key` = `w`.`session_key` AND `s`.`number` = `w`.`number`
LEFT JOIN `named` AS `n` ON `s`.`account` = `n`.`account` AND `s`.`region` = `n`.`region` AND `s`.`cluster` = `n`.`cluster` AND `s`.`instance` = `n`.`instance` AND `s`.`session_key` = `n`.`session_key`
WHERE `s`.`accepted` OR (`w`.`statements` IS NOT NULL AND NOT (`s`.`failed`))
UNION ALL
SELECT `by_rows`.`account` AS `account`,
  `by_rows`.`region` AS `region`,
  `by_rows`.`cluster` AS `cluster`,
  `by_rows`.`instance` AS `instance`,
  `by_rows`.`session_key` AS `session_key`,
  `by_rows`.`pid` AS `pid`,
  `by_rows`.`first_us` AS `first_us`,
  NULL AS `_col_7`,
  NULL AS `_col_8`,
  `by_rows`.`busy_us` AS `busy_us`,
  coalesce(`by_rows`.`statements`, 0) AS `_col_10`,
  `by_rows`.`user_name` AS `user_name`,
  `by_rows`.`database_name` AS `database_name`,
  `by_rows`.`client_host` AS `client_host`,
  `by_rows`.`application` AS `application`,
  'entries' AS `entries`
FROM `by_rows` AS `by_rows`
)
SELECT `known`.`account` AS `account`,
  `known`.`region` AS `region`,
  `known`.`cluster` AS `cluster`,
  `known`.`instance` AS `instance`,
  `known`.`session_key` AS `session_key`,
  `known`.`pid` AS `pid`,
  timestamp_micros(`known`.`begin_us`) AS `started_at`,
  timestamp_micros(`known`.`end_us`) AS `ended_at`,
  `known`.`session_us` AS `session_us`,
  `known`.`busy_us` AS `busy_us`,
  CASE WHEN `known`.`session_us` >= `known`.`busy_us` THEN `known`.`session_us` - `known`.`busy_us` END AS `idle_us`,
  `known`.`statements` AS `statements`,
  `known`.`user_name` AS `user_name`,
  `known`.`database_name` AS `database_name`,
  `known`.`client_host` AS `client_host`,
  `known`.`application` AS `application`,
  `known`.`known_by` AS `known_by`
FROM `known` AS `known`
) AS `sessions`
WHERE (`sessions`.`started_at` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `sessions`.`started_at` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`sessions`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`sessions`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY `sessions`.`user_name`, `sessions`.`database_name`
ORDER BY `sessions` DESC NULLS LAST, `user_name` ASC NULLS LAST, `database_name` ASC NULLS LAST
LIMIT 100;

-- sessions_over_time d40124f486ebfc86

-- slowest_statements 0d25afb609e15577
WITH `tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, CAST(`started_at` AS TIMESTAMP) AS `started_at`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `prepared_name` AS `prepared_name`, `fingerprint` AS `fingerprint`, `sql` AS `sql`, `parameters` AS `parameters`, `detail` AS `detail`, `context` AS `context`, `query_id` AS `query_id`, `sqlstate` AS `sqlstate`, `vxid` AS `vxid`, `xid` AS `xid`, `line_num` AS `line_num`, `database_inherited` AS `database_inherited`, `lock_us` AS `lock_us`, `rows_sent` AS `rows_sent`, `rows_examined` AS `rows_examined`, `rows_affected` AS `rows_affected`, `errno` AS `errno`, `killed` AS `killed`, `extra` AS `extra`, `observed_by` AS `observed_by`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`slow` AS (
SELECT `statements`.`ts` AS `ts`,
  `statements`.`account` AS `account`,
  `statements`.`region` AS `region`,
  `statements`.`cluster` AS `cluster`,
  `statements`.`instance` AS `instance`,
  `statements`.`source` AS `source`,
  `statements`.`offset` AS `offset`,
  `statements`.`pid` AS `pid`,
  `statements`.`session_key` AS `session_key`,
  `statements`.`user_name` AS `user_name`,
  `statements`.`database_name` AS `database_name`,
  `statements`.`client_host` AS `client_host`,
  `statements`.`application` AS `application`,
  `statements`.`backend_type` AS `backend_type`,
  `statements`.`started_at` AS `started_at`,
  `statements`.`engine` AS `engine`,
  `statements`.`phase` AS `phase`,
  `statements`.`calls` AS `calls`,
  `statements`.`duration_us` AS `duration_us`,
  `statements`.`prepared_name` AS `prepared_name`,
  `statements`.`fingerprint` AS `fingerprint`,
  `statements`.`sql` AS `sql`,
  `statements`.`parameters` AS `parameters`,
  `statements`.`detail` AS `detail`,
  `statements`.`context` AS `context`,
  `statements`.`query_id` AS `query_id`,
  `statements`.`sqlstate` AS `sqlstate`,
  `statements`.`vxid` AS `vxid`,
  `statements`.`xid` AS `xid`,
  `statements`.`line_num` AS `line_num`,
  `statements`.`database_inherited` AS `database_inherited`,
  `statements`.`lock_us` AS `lock_us`,
  `statements`.`rows_sent` AS `rows_sent`,
  `statements`.`rows_examined` AS `rows_examined`,
  `statements`.`rows_affected` AS `rows_affected`,
  `statements`.`errno` AS `errno`,
  `statements`.`killed` AS `killed`,
  `statements`.`extra` AS `extra`,
  `statements`.`observed_by` AS `observed_by`,
  `statements`.`noise` AS `noise`,
  row_number() OVER (PARTITION BY `statements`.`fingerprint` ORDER BY `statements`.`duration_us` DESC NULLS LAST, `statements`.`ts` DESC NULLS LAST, `statements`.`source` ASC NULLS LAST, `statements`.`offset` ASC NULLS LAST) AS `nth`
FROM `tbl_statements` AS `statements`
WHERE (`statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)) AND `statements`.`duration_us` >= (
SELECT coalesce(min(`longest`.`duration_us`), 0) AS `_col_0`
FROM (
SELECT `statements`.`duration_us` AS `duration_us`
FROM `tbl_statements` AS `statements`
WHERE (`statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)) AND `statements`.`duration_us` IS NOT NULL AND NULL IS NULL
ORDER BY `duration_us` DESC NULLS LAST
LIMIT 50
) AS `longest`
)
)
SELECT `slow`.`ts` AS `ts`,
  `slow`.`started_at` AS `started_at`,
  `slow`.`duration_us` AS `duration_us`,
  `slow`.`phase` AS `phase`,
  `slow`.`calls` AS `calls`,
  `slow`.`fingerprint` AS `fingerprint`,
  `slow`.`sql` AS `sql`,
  `slow`.`parameters` AS `parameters`,
  `slow`.`detail` AS `detail`,
  `slow`.`prepared_name` AS `prepared_name`,
  `slow`.`user_name` AS `user_name`,
  `slow`.`database_name` AS `database_name`,
  `slow`.`client_host` AS `client_host`,
  `slow`.`application` AS `application`,
  `slow`.`cluster` AS `cluster`,
  `slow`.`instance` AS `instance`,
  `slow`.`pid` AS `pid`,
  `slow`.`session_key` AS `session_key`,
  `slow`.`lock_us` AS `lock_us`,
  `slow`.`rows_sent` AS `rows_sent`,
  `slow`.`rows_examined` AS `rows_examined`,
  `slow`.`rows_affected` AS `rows_affected`,
  `slow`.`source` AS `source`,
  `slow`.`offset` AS `offset`
FROM `slow` AS `slow`
WHERE NULL IS NULL OR `slow`.`nth` <= NULL
ORDER BY `duration_us` DESC NULLS LAST, `ts` DESC NULLS LAST, `source` ASC NULLS LAST, `offset` ASC NULLS LAST
LIMIT 50;

-- snapshot_list 7e5baecebb3d5e41
WITH `tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `resource_name` AS `resource_name`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`
FROM store
WHERE tbl = 'topology'
)
SELECT `ranked`.`name` AS `name`,
  `ranked`.`region` AS `region`,
  `ranked`.`account` AS `account`,
  `ranked`.`snapshot_of` AS `snapshot_of`,
  `ranked`.`snapshot_type` AS `snapshot_type`,
  `ranked`.`created_at` AS `created_at`,
  `ranked`.`bytes` AS `bytes`,
  `ranked`.`encrypted` AS `encrypted`,
  `ranked`.`node_status` AS `node_status`,
  `ranked`.`shared_with` AS `shared_with`,
  `ranked`.`remark` AS `remark`
FROM (
SELECT `topology`.`resource_name` AS `name`,
  `topology`.`region` AS `region`,
  `topology`.`account` AS `account`,
  coalesce(`topology`.`cluster`, get_json_object(`topology`.`attributes`, '$[\'DBClusterIdentifier\']')) AS `snapshot_of`,
  get_json_object(`topology`.`attributes`, '$[\'SnapshotType\']') AS `snapshot_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'SnapshotCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`readings`, '$[\'AllocatedStorage\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`readings`, '$[\'AllocatedStorage\']') AS DOUBLE)) AS BIGINT)) * 1073741824L AS `bytes`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `node_status`,
  coalesce(from_json(get_json_object(`topology`.`attributes`, '$[\'Restore\']'), 'ARRAY<STRING>'), array()) AS `shared_with`,
  CASE WHEN CASE WHEN coalesce(from_json(get_json_object(`topology`.`attributes`, '$[\'Restore\']'), 'ARRAY<STRING>'), array()) IS NOT NULL THEN coalesce(array_contains(coalesce(from_json(get_json_object(`topology`.`attributes`, '$[\'Restore\']'), 'ARRAY<STRING>'), array()), 'all'), FALSE) END THEN 'public: anybody with an account may restore it' WHEN CAST(array_size(coalesce(from_json(get_json_object(`topology`.`attributes`, '$[\'Restore\']'), 'ARRAY<STRING>'), array())) AS BIGINT) > 0 THEN 'shared' WHEN get_json_object(`topology`.`attributes`, '$[\'SnapshotType\']') = 'automated' THEN 'automated ones cannot be shared' WHEN (get_json_object(`topology`.`attributes`, '$[\'Restore\']')) IS NULL THEN 'unknown: nobody asked who may restore it' ELSE 'private' END AS `remark`,
  row_number() OVER (PARTITION BY `topology`.`account`, `topology`.`region`, `topology`.`resource_id` ORDER BY `topology`.`valid_from` DESC NULLS LAST) = 1 AS `is_kept`
FROM `tbl_topology` AS `topology`
WHERE (TRUE) AND `topology`.`resource_type` = 'snapshot' AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `topology`.`valid_to` IS NULL OR `topology`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
ORDER BY `remark` LIKE 'public%' DESC NULLS LAST, `created_at` DESC NULLS LAST, `name` ASC NULLS LAST;

-- statement_counters bd2392132dfaad5a
WITH `tbl_db_load` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `dimension` AS `dimension`, `key_id` AS `key_id`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'db_load' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_sql_stats` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `tokenized_id` AS `tokenized_id`, `fingerprint` AS `fingerprint`, `calls` AS `calls`, `rows` AS `rows`, `total_time_us` AS `total_time_us`, `blocks_hit` AS `blocks_hit`, `blocks_read` AS `blocks_read`, `blocks_dirtied` AS `blocks_dirtied`, `blocks_written` AS `blocks_written`, `temp_blocks_read` AS `temp_blocks_read`, `temp_blocks_written` AS `temp_blocks_written`, `lock_us` AS `lock_us`, `rows_examined` AS `rows_examined`, `user_name` AS `user_name`, `database_name` AS `database_name`
FROM store
WHERE tbl = 'sql_stats' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_sql_texts` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `tokenized_id` AS `tokenized_id`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'sql_texts'
)
SELECT sum(`sql_stats`.`calls`) AS `calls`,
  sum(`sql_stats`.`rows`) AS `rows`,
  sum(`sql_stats`.`total_time_us`) AS `total_time_us`,
  CASE WHEN CAST(nullif(sum(`sql_stats`.`calls`), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(sum(`sql_stats`.`total_time_us`) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(sum(`sql_stats`.`total_time_us`) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(sum(`sql_stats`.`total_time_us`) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(sum(`sql_stats`.`total_time_us`) AS DOUBLE) / CAST(nullif(sum(`sql_stats`.`calls`), 0) AS DOUBLE) END AS `mean_us`,
  CASE WHEN CAST(nullif(sum(`sql_stats`.`calls`), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(sum(`sql_stats`.`rows`) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(sum(`sql_stats`.`rows`) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(sum(`sql_stats`.`rows`) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(sum(`sql_stats`.`rows`) AS DOUBLE) / CAST(nullif(sum(`sql_stats`.`calls`), 0) AS DOUBLE) END AS `rows_per_call`,
  sum(`sql_stats`.`blocks_hit`) AS `blocks_hit`,
  sum(`sql_stats`.`blocks_read`) AS `blocks_read`,
  CASE WHEN CAST(nullif(sum(`sql_stats`.`blocks_hit`) + sum(`sql_stats`.`blocks_read`), 0) AS DOUBLE) = 0 THEN CASE WHEN 100.0e0 * sum(`sql_stats`.`blocks_hit`) > 0 THEN double('infinity') WHEN 100.0e0 * sum(`sql_stats`.`blocks_hit`) < 0 THEN double('-infinity') WHEN 100.0e0 * sum(`sql_stats`.`blocks_hit`) = 0 THEN double('NaN') END ELSE 100.0e0 * sum(`sql_stats`.`blocks_hit`) / CAST(nullif(sum(`sql_stats`.`blocks_hit`) + sum(`sql_stats`.`blocks_read`), 0) AS DOUBLE) END AS `hit_percent`,
  sum(`sql_stats`.`blocks_dirtied`) AS `blocks_dirtied`,
  sum(`sql_stats`.`blocks_written`) AS `blocks_written`,
  sum(`sql_stats`.`temp_blocks_read`) AS `temp_blocks_read`,
  sum(`sql_stats`.`temp_blocks_written`) AS `temp_blocks_written`,
  sum(`sql_stats`.`lock_us`) AS `lock_us`,
  sum(`sql_stats`.`rows_examined`) AS `rows_examined`,
  min(`sql_stats`.`ts`) AS `first_ts`,
  max(`sql_stats`.`ts`) AS `last_ts`
FROM `tbl_sql_stats` AS `sql_stats`
WHERE (`sql_stats`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `sql_stats`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`sql_stats`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`sql_stats`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR `sql_stats`.`fingerprint` = NULL OR `sql_stats`.`tokenized_id` IN (
SELECT `sql_texts`.`tokenized_id` AS `tokenized_id`
FROM `tbl_sql_texts` AS `sql_texts`
WHERE `sql_texts`.`fingerprint` = NULL
) OR `sql_stats`.`tokenized_id` IN (
SELECT `db_load`.`key_id` AS `key_id`
FROM `tbl_db_load` AS `db_load`
WHERE (`db_load`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `db_load`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `db_load`.`dimension` = 'tokenized_sql' AND `db_load`.`fingerprint` = NULL
))
HAVING count(*) > 0;

-- statement_counters_over_time 0a4110e8c5aa29d1
WITH `tbl_db_load` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `dimension` AS `dimension`, `key_id` AS `key_id`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'db_load' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_sql_stats` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `tokenized_id` AS `tokenized_id`, `fingerprint` AS `fingerprint`, `calls` AS `calls`, `rows` AS `rows`, `total_time_us` AS `total_time_us`, `blocks_hit` AS `blocks_hit`, `blocks_read` AS `blocks_read`, `temp_blocks_written` AS `temp_blocks_written`, `lock_us` AS `lock_us`, `rows_examined` AS `rows_examined`, `user_name` AS `user_name`, `database_name` AS `database_name`
FROM store
WHERE tbl = 'sql_stats' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_sql_texts` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `tokenized_id` AS `tokenized_id`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'sql_texts'
)
SELECT timestamp_micros((unix_micros(`sql_stats`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  sum(`sql_stats`.`calls`) AS `calls`,
  sum(`sql_stats`.`rows`) AS `rows`,
  sum(`sql_stats`.`total_time_us`) AS `total_time_us`,
  CASE WHEN CAST(nullif(sum(`sql_stats`.`calls`), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(sum(`sql_stats`.`total_time_us`) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(sum(`sql_stats`.`total_time_us`) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(sum(`sql_stats`.`total_time_us`) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(sum(`sql_stats`.`total_time_us`) AS DOUBLE) / CAST(nullif(sum(`sql_stats`.`calls`), 0) AS DOUBLE) END AS `mean_us`,
  sum(`sql_stats`.`blocks_hit`) AS `blocks_hit`,
  sum(`sql_stats`.`blocks_read`) AS `blocks_read`,
  sum(`sql_stats`.`temp_blocks_written`) AS `temp_blocks_written`,
  sum(`sql_stats`.`lock_us`) AS `lock_us`,
  sum(`sql_stats`.`rows_examined`) AS `rows_examined`
FROM `tbl_sql_stats` AS `sql_stats`
WHERE (`sql_stats`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `sql_stats`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`sql_stats`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`sql_stats`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR `sql_stats`.`fingerprint` = NULL OR `sql_stats`.`tokenized_id` IN (
SELECT `sql_texts`.`tokenized_id` AS `tokenized_id`
FROM `tbl_sql_texts` AS `sql_texts`
WHERE `sql_texts`.`fingerprint` = NULL
) OR `sql_stats`.`tokenized_id` IN (
SELECT `db_load`.`key_id` AS `key_id`
FROM `tbl_db_load` AS `db_load`
WHERE (`db_load`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `db_load`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `db_load`.`dimension` = 'tokenized_sql' AND `db_load`.`fingerprint` = NULL
))
GROUP BY timestamp_micros((unix_micros(`sql_stats`.`ts`) DIV 60000000) * 60000000L)
ORDER BY `bucket` ASC NULLS LAST;

-- statement_family 7cc103b216cc97d2
WITH `tbl_fingerprints` AS (
SELECT `fingerprint` AS `fingerprint`, `engine` AS `engine`, `normalized_sql` AS `normalized_sql`, `statement_kind` AS `statement_kind`, `relations` AS `relations`, CAST(`first_seen` AS TIMESTAMP) AS `first_seen`, CAST(`last_seen` AS TIMESTAMP) AS `last_seen`
FROM store
WHERE tbl = 'fingerprints'
)
SELECT `fingerprints`.`fingerprint` AS `fingerprint`,
  max(`fingerprints`.`engine`) AS `engine`,
  max_by(`fingerprints`.`normalized_sql`, struct(`fingerprints`.`last_seen`, `fingerprints`.`normalized_sql`)) FILTER (WHERE (`fingerprints`.`normalized_sql` IS NOT NULL) AND (`fingerprints`.`last_seen` IS NOT NULL)) AS `normalized_sql`,
  max_by(`fingerprints`.`statement_kind`, struct(`fingerprints`.`last_seen`, `fingerprints`.`statement_kind`)) FILTER (WHERE (`fingerprints`.`statement_kind` IS NOT NULL) AND (`fingerprints`.`last_seen` IS NOT NULL)) AS `statement_kind`,
  max_by(`fingerprints`.`relations`, struct(`fingerprints`.`last_seen`, `fingerprints`.`relations`)) FILTER (WHERE (`fingerprints`.`relations` IS NOT NULL) AND (`fingerprints`.`last_seen` IS NOT NULL)) AS `relations`,
  min(`fingerprints`.`first_seen`) AS `first_seen`,
  max(`fingerprints`.`last_seen`) AS `last_seen`
FROM `tbl_fingerprints` AS `fingerprints`
WHERE NULL IS NULL OR `fingerprints`.`fingerprint` = NULL
GROUP BY `fingerprints`.`fingerprint`;

-- statement_join aba5b3e83588f5de
WITH `tbl_db_load` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `period_s` AS `period_s`, `dimension` AS `dimension`, `key_id` AS `key_id`, `label` AS `label`, `by_dimension` AS `by_dimension`, `fingerprint` AS `fingerprint`, `sql_prefix` AS `sql_prefix`, `aas` AS `aas`
FROM store
WHERE tbl = 'db_load' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_fingerprints` AS (
SELECT `cluster` AS `cluster`, `instance` AS `instance`, `fingerprint` AS `fingerprint`, `engine` AS `engine`, `normalized_sql` AS `normalized_sql`
FROM store
WHERE tbl = 'fingerprints'
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `fingerprint` AS `fingerprint`, `query_id` AS `query_id`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_sql_stats` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `period_s` AS `period_s`, `tokenized_id` AS `tokenized_id`, `query_id` AS `query_id`, `fingerprint` AS `fingerprint`, `calls` AS `calls`, `user_name` AS `user_name`, `database_name` AS `database_name`
FROM store
WHERE tbl = 'sql_stats'
),
`tbl_sql_texts` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `tokenized_id` AS `tokenized_id`, `query_id` AS `query_id`, `fingerprint` AS `fingerprint`, `sql_prefix` AS `sql_prefix`
FROM store
WHERE tbl = 'sql_texts'
),
`tbl_statement_family_hours` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `engine` AS `engine`, `fingerprint` AS `fingerprint`, `noise` AS `noise`, `calls` AS `calls`, `timed_calls` AS `timed_calls`, `logged` AS `logged`, `sum_us` AS `sum_us`, `call_us` AS `call_us`, `min_us` AS `min_us`, `max_us` AS `max_us`
FROM store
WHERE tbl = 'statement_family_hours' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `fingerprint` AS `fingerprint`, `query_id` AS `query_id`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`measured` AS (
SELECT `db_load`.`cluster` AS `cluster`,
  `db_load`.`key_id` AS `key_id`,
  max(`db_load`.`label`) AS `label`,
  max(`db_load`.`fingerprint`) AS `fingerprint`,
  max(`db_load`.`sql_prefix`) AS `sql_prefix`,
  CAST(sum(CAST(CASE WHEN abs((`db_load`.`aas` * `db_load`.`period_s` * 1000000L)) - floor(abs((`db_load`.`aas` * `db_load`.`period_s` * 1000000L))) = 0.5e0 THEN 2.0e0 * round((`db_load`.`aas` * `db_load`.`period_s` * 1000000L) / 2.0e0) ELSE round((`db_load`.`aas` * `db_load`.`period_s` * 1000000L)) END AS BIGINT)) AS DOUBLE) AS `active_us`
FROM `tbl_db_load` AS `db_load`
WHERE (`db_load`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `db_load`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `db_load`.`dimension` = 'tokenized_sql' AND `db_load`.`by_dimension` IS NULL
GROUP BY `db_load`.`cluster`, `db_load`.`key_id`
),
`texts` AS (
SELECT `counted`.`cluster` AS `cluster`,
  `counted`.`tokenized_id` AS `key_id`,
  max_by(`counted`.`fingerprint`, struct(`counted`.`times`, `counted`.`fingerprint`)) FILTER (WHERE (`counted`.`fingerprint` IS NOT NULL) AND (`counted`.`times` IS NOT NULL)) AS `fingerprint`
FROM (
SELECT `sql_texts`.`cluster` AS `cluster`,
  `sql_texts`.`tokenized_id` AS `tokenized_id`,
  `sql_texts`.`fingerprint` AS `fingerprint`,
  count(*) AS `times`
FROM `tbl_sql_texts` AS `sql_texts`
WHERE (TRUE) AND `sql_texts`.`tokenized_id` IS NOT NULL AND `sql_texts`.`fingerprint` IS NOT NULL
GROUP BY `sql_texts`.`cluster`, `sql_texts`.`tokenized_id`, `sql_texts`.`fingerprint`
) AS `counted`
GROUP BY `counted`.`cluster`, `counted`.`tokenized_id`
),
`numbered` AS (
SELECT DISTINCT `sql_texts`.`cluster` AS `cluster`,
  `sql_texts`.`tokenized_id` AS `key_id`,
  `sql_texts`.`query_id` AS `query_id`
FROM `tbl_sql_texts` AS `sql_texts`
WHERE (TRUE) AND `sql_texts`.`tokenized_id` IS NOT NULL AND `sql_texts`.`query_id` IS NOT NULL
UNION
SELECT DISTINCT `sql_stats`.`cluster` AS `cluster`,
  `sql_stats`.`tokenized_id` AS `tokenized_id`,
  `sql_stats`.`query_id` AS `query_id`
FROM `tbl_sql_stats` AS `sql_stats`
WHERE (coalesce(NOT (`sql_stats`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`sql_stats`.`database_name` <> 'rdsadmin', TRUE)) AND `sql_stats`.`query_id` IS NOT NULL
),
`logged_ids` AS (
SELECT `counted`.`cluster` AS `cluster`,
  `counted`.`query_id` AS `query_id`,
  max_by(`counted`.`fingerprint`, struct(`counted`.`times`, `counted`.`fingerprint`)) FILTER (WHERE (`counted`.`fingerprint` IS NOT NULL) AND (`counted`.`times` IS NOT NULL)) AS `fingerprint`
FROM (
SELECT `statements`.`cluster` AS `cluster`,
  `statements`.`query_id` AS `query_id`,
  `statements`.`fingerprint` AS `fingerprint`,
  count(*) AS `times`
FROM `tbl_statements` AS `statements`
WHERE (`statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)) AND `statements`.`query_id` IS NOT NULL AND `statements`.`query_id` <> 0 AND `statements`.`fingerprint` IS NOT NULL
GROUP BY `statements`.`cluster`, `statements`.`query_id`, `statements`.`fingerprint`
) AS `counted`
GROUP BY `counted`.`cluster`, `counted`.`query_id`
),
`by_id` AS (
SELECT coalesce(`numbered`.`cluster`, `logged_ids`.`cluster`) AS `cluster`,
  `numbered`.`key_id` AS `key_id`,
  min(`logged_ids`.`fingerprint`) AS `fingerprint`
FROM `numbered` AS `numbered`
JOIN `logged_ids` AS `logged_ids` ON `numbered`.`cluster` = `logged_ids`.`cluster` AND `numbered`.`query_id` = `logged_ids`.`query_id`
GROUP BY coalesce(`numbered`.`cluster`, `logged_ids`.`cluster`), `numbered`.`key_id`
HAVING count(DISTINCT `logged_ids`.`fingerprint`) = 1
),
`logged` AS (
SELECT `cells`.`cluster` AS `cluster`,
  `cells`.`fingerprint` AS `fingerprint`,
  sum(`cells`.`calls`) AS `calls`,
  coalesce(sum(`cells`.`sum_us`), 0) AS `logged_us`
FROM (
SELECT `open_statements`.`ts` AS `ts`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`engine` AS `engine`,
  `open_statements`.`fingerprint` AS `fingerprint`,
  `open_statements`.`calls` AS `calls`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE `open_statements`.`calls` END AS `timed_calls`,
  CASE WHEN `open_statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `open_statements`.`duration_us` AS `sum_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `call_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `min_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `max_us`
FROM `tbl_open_statements` AS `open_statements`
WHERE coalesce(NOT (`open_statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`open_statements`.`database_name` <> 'rdsadmin', TRUE) AND `open_statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `open_statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
UNION ALL
SELECT `statement_family_hours`.`ts` AS `ts`,
  `statement_family_hours`.`cluster` AS `cluster`,
  `statement_family_hours`.`instance` AS `instance`,
  `statement_family_hours`.`engine` AS `engine`,
  `statement_family_hours`.`fingerprint` AS `fingerprint`,
  `statement_family_hours`.`calls` AS `calls`,
  `statement_family_hours`.`timed_calls` AS `timed_calls`,
  `statement_family_hours`.`logged` AS `logged`,
  `statement_family_hours`.`sum_us` AS `sum_us`,
  `statement_family_hours`.`call_us` AS `call_us`,
  `statement_family_hours`.`min_us` AS `min_us`,
  `statement_family_hours`.`max_us` AS `max_us`
FROM `tbl_statement_family_hours` AS `statement_family_hours`
WHERE coalesce(NOT (`statement_family_hours`.`noise`), TRUE) AND `statement_family_hours`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statement_family_hours`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
) AS `cells`
WHERE `cells`.`fingerprint` IS NOT NULL
GROUP BY `cells`.`cluster`, `cells`.`fingerprint`
),
`families` AS (
SELECT `fingerprints`.`fingerprint` AS `fingerprint`,
  max(`fingerprints`.`normalized_sql`) AS `normalized_sql`
FROM `tbl_fingerprints` AS `fingerprints`
GROUP BY `fingerprints`.`fingerprint`
),
`by_prefix` AS (
SELECT `m`.`cluster` AS `cluster`,
  `m`.`key_id` AS `key_id`,
  count(*) AS `families`,
  CASE WHEN count(*) = 1 THEN min(`l`.`fingerprint`) END AS `fingerprint`
FROM `measured` AS `m`
JOIN `logged` AS `l` ON `m`.`cluster` = `l`.`cluster`
JOIN `families` AS `f` ON `f`.`fingerprint` = `l`.`fingerprint` AND startswith(`f`.`normalized_sql`, `m`.`sql_prefix`)
WHERE `m`.`sql_prefix` IS NOT NULL
GROUP BY `m`.`cluster`, `m`.`key_id`
),
`resolved` AS (
SELECT `m`.`cluster` AS `cluster`,
  `m`.`key_id` AS `key_id`,
  `m`.`label` AS `label`,
  `m`.`active_us` AS `active_us`,
  coalesce(`i`.`fingerprint`, `t`.`fingerprint`, `m`.`fingerprint`, `p`.`fingerprint`) AS `fingerprint`,
  CASE WHEN `m`.`key_id` = 'other' THEN 'beyond the top statements' WHEN `i`.`fingerprint` IS NOT NULL THEN 'query id' WHEN `t`.`fingerprint` IS NOT NULL OR `m`.`fingerprint` IS NOT NULL THEN 'fingerprint' WHEN `p`.`fingerprint` IS NOT NULL THEN 'prefix' WHEN `p`.`families` > 1 THEN 'several families begin so' ELSE 'text is cut' END AS `known_as`
FROM `measured` AS `m`
LEFT JOIN `by_id` AS `i` ON `m`.`cluster` = `i`.`cluster` AND `m`.`key_id` = `i`.`key_id`
LEFT JOIN `texts` AS `t` ON coalesce(`m`.`cluster`, `i`.`cluster`) = `t`.`cluster` AND coalesce(`m`.`key_id`, `i`.`key_id`) = `t`.`key_id`
LEFT JOIN `by_prefix` AS `p` ON coalesce(`m`.`cluster`, `i`.`cluster`, `t`.`cluster`) = `p`.`cluster` AND coalesce(`m`.`key_id`, `i`.`key_id`, `t`.`key_id`) = `p`.`key_id`
),
`joined` AS (
SELECT `r`.`cluster` AS `cluster`,
  `r`.`key_id` AS `key_id`,
  `r`.`fingerprint` AS `fingerprint`,
  coalesce(`f`.`normalized_sql`, `r`.`label`) AS `statement_text`,
  `r`.`active_us` AS `active_us`,
  CASE WHEN row_number() OVER (PARTITION BY `r`.`cluster`, `l`.`fingerprint` ORDER BY `r`.`active_us` DESC NULLS LAST, `r`.`key_id` ASC NULLS LAST) = 1 THEN `l`.`calls` END AS `calls`,
  CASE WHEN row_number() OVER (PARTITION BY `r`.`cluster`, `l`.`fingerprint` ORDER BY `r`.`active_us` DESC NULLS LAST, `r`.`key_id` ASC NULLS LAST) = 1 THEN `l`.`logged_us` END AS `logged_us`,
  CASE WHEN `r`.`fingerprint` IS NOT NULL AND `l`.`fingerprint` IS NULL THEN 'not in the log' ELSE `r`.`known_as` END AS `joined_by`
FROM `resolved` AS `r`
LEFT JOIN `logged` AS `l` ON (`l`.`cluster` <=> `r`.`cluster`) AND `l`.`fingerprint` = `r`.`fingerprint`
LEFT JOIN `families` AS `f` ON `f`.`fingerprint` = `r`.`fingerprint`
UNION ALL
SELECT `l`.`cluster` AS `cluster`,
  NULL AS `_col_1`,
  `l`.`fingerprint` AS `fingerprint`,
  `f`.`normalized_sql` AS `normalized_sql`,
  0.0e0 AS `0.0`,
  `l`.`calls` AS `calls`,
  `l`.`logged_us` AS `logged_us`,
  'not in Performance Insights' AS `not in performance insights`
FROM `logged` AS `l`
LEFT JOIN `families` AS `f` ON `l`.`fingerprint` = `f`.`fingerprint`
WHERE NOT (EXISTS (
SELECT 1 AS `1`
FROM `resolved` AS `r`
WHERE (`r`.`cluster` <=> `l`.`cluster`) AND `r`.`fingerprint` = `l`.`fingerprint`
))
)
SELECT `joined`.`joined_by` AS `joined_by`,
  `joined`.`statement_text` AS `statement_text`,
  count(*) AS `statements`,
  CAST(CASE WHEN abs(sum(`joined`.`active_us`)) - floor(abs(sum(`joined`.`active_us`))) = 0.5e0 THEN 2.0e0 * round(sum(`joined`.`active_us`) / 2.0e0) ELSE round(sum(`joined`.`active_us`)) END AS BIGINT) AS `active_us`,
  CASE WHEN nullif(sum(sum(`joined`.`active_us`)) OVER (), 0) = 0 THEN CASE WHEN sum(`joined`.`active_us`) > 0 THEN double('infinity') WHEN sum(`joined`.`active_us`) < 0 THEN double('-infinity') WHEN sum(`joined`.`active_us`) = 0 THEN double('NaN') END ELSE sum(`joined`.`active_us`) / nullif(sum(sum(`joined`.`active_us`)) OVER (), 0) END AS `share_active`,
  coalesce(sum(`joined`.`calls`), 0) AS `calls`,
  coalesce(sum(`joined`.`logged_us`), 0) AS `logged_us`,
  CASE WHEN nullif(CAST(sum(sum(`joined`.`logged_us`)) OVER () AS DOUBLE), 0) = 0 THEN CASE WHEN CAST(sum(`joined`.`logged_us`) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(sum(`joined`.`logged_us`) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(sum(`joined`.`logged_us`) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(sum(`joined`.`logged_us`) AS DOUBLE) / nullif(CAST(sum(sum(`joined`.`logged_us`)) OVER () AS DOUBLE), 0) END AS `share_logged`
FROM `joined` AS `joined`
WHERE NULL IS NULL OR `joined`.`joined_by` = NULL
GROUP BY `joined`.`joined_by`, `joined`.`statement_text`
ORDER BY sum(`joined`.`active_us`) DESC NULLS LAST, `logged_us` DESC NULLS LAST, `joined_by` ASC NULLS LAST, `statement_text` ASC NULLS LAST
LIMIT 100;

-- statement_kinds 034a587d67cdf353
WITH `tbl_fingerprints` AS (
SELECT `cluster` AS `cluster`, `instance` AS `instance`, `fingerprint` AS `fingerprint`, `engine` AS `engine`, `statement_kind` AS `statement_kind`
FROM store
WHERE tbl = 'fingerprints'
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `fingerprint` AS `fingerprint`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statement_family_hours` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `engine` AS `engine`, `fingerprint` AS `fingerprint`, `noise` AS `noise`, `calls` AS `calls`, `timed_calls` AS `timed_calls`, `logged` AS `logged`, `sum_us` AS `sum_us`, `call_us` AS `call_us`, `min_us` AS `min_us`, `max_us` AS `max_us`
FROM store
WHERE tbl = 'statement_family_hours' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND regexp_like(file_path, '/rolled-4[.]')
),
`families` AS (
SELECT `cells`.`fingerprint` AS `fingerprint`,
  sum(`cells`.`calls`) AS `calls`,
  sum(`cells`.`timed_calls`) AS `timed_calls`,
  coalesce(sum(`cells`.`sum_us`), 0) AS `sum_us`,
  sum(`cells`.`call_us`) AS `call_us`,
  min(`cells`.`min_us`) AS `min_us`,
  max(`cells`.`max_us`) AS `max_us`
FROM (
SELECT `open_statements`.`ts` AS `ts`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`engine` AS `engine`,
  `open_statements`.`fingerprint` AS `fingerprint`,
  `open_statements`.`calls` AS `calls`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE `open_statements`.`calls` END AS `timed_calls`,
  CASE WHEN `open_statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `open_statements`.`duration_us` AS `sum_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `call_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `min_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `max_us`
FROM `tbl_open_statements` AS `open_statements`
WHERE coalesce(NOT (`open_statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`open_statements`.`database_name` <> 'rdsadmin', TRUE) AND `open_statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `open_statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
UNION ALL
SELECT `statement_family_hours`.`ts` AS `ts`,
  `statement_family_hours`.`cluster` AS `cluster`,
  `statement_family_hours`.`instance` AS `instance`,
  `statement_family_hours`.`engine` AS `engine`,
  `statement_family_hours`.`fingerprint` AS `fingerprint`,
  `statement_family_hours`.`calls` AS `calls`,
  `statement_family_hours`.`timed_calls` AS `timed_calls`,
  `statement_family_hours`.`logged` AS `logged`,
  `statement_family_hours`.`sum_us` AS `sum_us`,
  `statement_family_hours`.`call_us` AS `call_us`,
  `statement_family_hours`.`min_us` AS `min_us`,
  `statement_family_hours`.`max_us` AS `max_us`
FROM `tbl_statement_family_hours` AS `statement_family_hours`
WHERE coalesce(NOT (`statement_family_hours`.`noise`), TRUE) AND `statement_family_hours`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statement_family_hours`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
) AS `cells`
GROUP BY `cells`.`fingerprint`
),
`kinds` AS (
SELECT `fingerprints`.`fingerprint` AS `fingerprint`,
  max(`fingerprints`.`statement_kind`) AS `statement_kind`
FROM `tbl_fingerprints` AS `fingerprints`
GROUP BY `fingerprints`.`fingerprint`
)
SELECT `k`.`statement_kind` AS `statement_kind`,
  CASE WHEN `k`.`statement_kind` = 'select' THEN 'read' WHEN `k`.`statement_kind` IN ('insert', 'update', 'delete', 'merge', 'copy', 'replace') THEN 'write' WHEN `k`.`statement_kind` = 'ddl' THEN 'ddl' WHEN `k`.`statement_kind` IS NOT NULL THEN 'other' END AS `traffic`,
  count(*) AS `families`,
  sum(`f`.`calls`) AS `calls`,
  sum(`f`.`sum_us`) AS `sum_us`,
  CASE WHEN CAST(nullif(sum(`f`.`timed_calls`), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(sum(`f`.`call_us`) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(sum(`f`.`call_us`) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(sum(`f`.`call_us`) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(sum(`f`.`call_us`) AS DOUBLE) / CAST(nullif(sum(`f`.`timed_calls`), 0) AS DOUBLE) END AS `mean_us`,
  min(`f`.`min_us`) AS `min_us`,
  max(`f`.`max_us`) AS `max_us`,
  CASE WHEN CAST(nullif(sum(sum(`f`.`calls`)) OVER (), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(sum(`f`.`calls`) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(sum(`f`.`calls`) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(sum(`f`.`calls`) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(sum(`f`.`calls`) AS DOUBLE) / CAST(nullif(sum(sum(`f`.`calls`)) OVER (), 0) AS DOUBLE) END AS `share_calls`,
  CASE WHEN CAST(nullif(sum(sum(`f`.`sum_us`)) OVER (), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(sum(`f`.`sum_us`) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(sum(`f`.`sum_us`) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(sum(`f`.`sum_us`) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(sum(`f`.`sum_us`) AS DOUBLE) / CAST(nullif(sum(sum(`f`.`sum_us`)) OVER (), 0) AS DOUBLE) END AS `share`
FROM `families` AS `f`
LEFT JOIN `kinds` AS `k` ON `k`.`fingerprint` = `f`.`fingerprint`
GROUP BY `k`.`statement_kind`
ORDER BY `sum_us` DESC NULLS LAST, `calls` DESC NULLS LAST, `statement_kind` ASC NULLS LAST;

-- statement_kinds_over_time aa017207ea6c4062
WITH `tbl_fingerprints` AS (
SELECT `cluster` AS `cluster`, `instance` AS `instance`, `fingerprint` AS `fingerprint`, `engine` AS `engine`, `statement_kind` AS `statement_kind`
FROM store
WHERE tbl = 'fingerprints'
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `families`.`bucket` AS `bucket`,
  `k`.`statement_kind` AS `statement_kind`,
  sum(`families`.`calls`) AS `calls`,
  coalesce(sum(`families`.`sum_us`), 0) AS `sum_us`,
  min(`families`.`min_us`) AS `min_us`,
  max(`families`.`max_us`) AS `max_us`
FROM (
SELECT timestamp_micros((unix_micros(`cells`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  `cells`.`fingerprint` AS `fingerprint`,
  sum(`cells`.`calls`) AS `calls`,
  sum(`cells`.`sum_us`) AS `sum_us`,
  min(`cells`.`min_us`) AS `min_us`,
  max(`cells`.`max_us`) AS `max_us`
FROM (
SELECT `statements`.`ts` AS `ts`,
  `statements`.`cluster` AS `cluster`,
  `statements`.`instance` AS `instance`,
  `statements`.`engine` AS `engine`,
  `statements`.`fingerprint` AS `fingerprint`,
  `statements`.`calls` AS `calls`,
  CASE WHEN `statements`.`duration_us` IS NULL THEN 0 ELSE `statements`.`calls` END AS `timed_calls`,
  CASE WHEN `statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `statements`.`duration_us` AS `sum_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `call_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `min_us`,
  CASE WHEN `statements`.`calls` = 1 THEN `statements`.`duration_us` END AS `max_us`
FROM `tbl_statements` AS `statements`
WHERE `statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)
) AS `cells`
GROUP BY timestamp_micros((unix_micros(`cells`.`ts`) DIV 60000000) * 60000000L), `cells`.`fingerprint`
) AS `families`
LEFT JOIN (
SELECT `fingerprints`.`fingerprint` AS `fingerprint`,
  max(`fingerprints`.`statement_kind`) AS `statement_kind`
FROM `tbl_fingerprints` AS `fingerprints`
GROUP BY `fingerprints`.`fingerprint`
) AS `k` ON `k`.`fingerprint` = `families`.`fingerprint`
GROUP BY `families`.`bucket`, `k`.`statement_kind`
ORDER BY `bucket` ASC NULLS LAST, `statement_kind` ASC NULLS LAST;

-- statement_rows ba89e0098be14e73
WITH `tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, CAST(`started_at` AS TIMESTAMP) AS `started_at`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `prepared_name` AS `prepared_name`, `fingerprint` AS `fingerprint`, `sql` AS `sql`, `parameters` AS `parameters`, `detail` AS `detail`, `query_id` AS `query_id`, `lock_us` AS `lock_us`, `rows_sent` AS `rows_sent`, `rows_examined` AS `rows_examined`, `rows_affected` AS `rows_affected`, `observed_by` AS `observed_by`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `statements`.`ts` AS `ts`,
  `statements`.`started_at` AS `started_at`,
  `statements`.`duration_us` AS `duration_us`,
  `statements`.`phase` AS `phase`,
  `statements`.`calls` AS `calls`,
  `statements`.`fingerprint` AS `fingerprint`,
  `statements`.`sql` AS `sql`,
  `statements`.`parameters` AS `parameters`,
  `statements`.`detail` AS `detail`,
  `statements`.`prepared_name` AS `prepared_name`,
  `statements`.`user_name` AS `user_name`,
  `statements`.`database_name` AS `database_name`,
  `statements`.`client_host` AS `client_host`,
  `statements`.`application` AS `application`,
  `statements`.`cluster` AS `cluster`,
  `statements`.`instance` AS `instance`,
  `statements`.`pid` AS `pid`,
  `statements`.`session_key` AS `session_key`,
  `statements`.`backend_type` AS `backend_type`,
  `statements`.`query_id` AS `query_id`,
  `statements`.`lock_us` AS `lock_us`,
  `statements`.`rows_sent` AS `rows_sent`,
  `statements`.`rows_examined` AS `rows_examined`,
  `statements`.`rows_affected` AS `rows_affected`,
  `statements`.`observed_by` AS `observed_by`,
  `statements`.`source` AS `source`,
  `statements`.`offset` AS `offset`
FROM `tbl_statements` AS `statements`
WHERE (`statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR `statements`.`phase` = NULL) AND (NULL IS NULL OR (`statements`.`calls` = 1 AND `statements`.`duration_us` >= NULL)) AND (NULL IS NULL OR (`statements`.`calls` = 1 AND `statements`.`duration_us` < NULL)) AND (NULL IS NULL OR (unix_micros(`statements`.`ts`) < NULL OR (unix_micros(`statements`.`ts`) = NULL AND (`statements`.`source` < NULL OR (`statements`.`source` = NULL AND `statements`.`offset` < NULL))))) AND `statements`.`ts` >= (
SELECT coalesce(min(`newest`.`ts`), timestamp_micros(0)) AS `_col_0`
FROM (
SELECT `statements`.`ts` AS `ts`
FROM `tbl_statements` AS `statements`
WHERE (`statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR `statements`.`phase` = NULL) AND (NULL IS NULL OR (`statements`.`calls` = 1 AND `statements`.`duration_us` >= NULL)) AND (NULL IS NULL OR (`statements`.`calls` = 1 AND `statements`.`duration_us` < NULL)) AND (NULL IS NULL OR (unix_micros(`statements`.`ts`) < NULL OR (unix_micros(`statements`.`ts`) = NULL AND (`statements`.`source` < NULL OR (`statements`.`source` = NULL AND `statements`.`offset` < NULL)))))
ORDER BY `ts` DESC NULLS LAST
LIMIT 100
) AS `newest`
)
ORDER BY `ts` DESC NULLS LAST, `source` DESC NULLS LAST, `offset` DESC NULLS LAST
LIMIT 100;

-- statement_rows_total 4904e6de52228be0
WITH `tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT count(*) AS `rows`,
  coalesce(sum(`statements`.`calls`), 0) AS `calls`,
  coalesce(sum(`statements`.`duration_us`), 0) AS `sum_us`
FROM `tbl_statements` AS `statements`
WHERE (`statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR `statements`.`phase` = NULL) AND (NULL IS NULL OR (`statements`.`calls` = 1 AND `statements`.`duration_us` >= NULL)) AND (NULL IS NULL OR (`statements`.`calls` = 1 AND `statements`.`duration_us` < NULL));

-- statements_by cc95cf0363c3bbc9
WITH `tbl_fingerprints` AS (
SELECT `cluster` AS `cluster`, `instance` AS `instance`, `fingerprint` AS `fingerprint`, `engine` AS `engine`, `normalized_sql` AS `normalized_sql`, `statement_kind` AS `statement_kind`
FROM store
WHERE tbl = 'fingerprints'
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `fingerprint` AS `fingerprint`, `lock_us` AS `lock_us`, `rows_sent` AS `rows_sent`, `rows_examined` AS `rows_examined`, `rows_affected` AS `rows_affected`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statement_place_days` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `engine` AS `engine`, `fingerprint` AS `fingerprint`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `calls` AS `calls`, `timed_calls` AS `timed_calls`, `logged` AS `logged`, `sum_us` AS `sum_us`, `call_us` AS `call_us`, `min_us` AS `min_us`, `max_us` AS `max_us`
FROM store
WHERE tbl = 'statement_place_days' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `fingerprint` AS `fingerprint`, `lock_us` AS `lock_us`, `rows_sent` AS `rows_sent`, `rows_examined` AS `rows_examined`, `rows_affected` AS `rows_affected`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`groups` AS (
SELECT `cells`.`fingerprint` AS `fingerprint`,
  `cells`.`user_name` AS `user_name`,
  CASE WHEN min(`cells`.`fingerprint`) = max(`cells`.`fingerprint`) THEN min(`cells`.`fingerprint`) END AS `only_family`,
  count(DISTINCT `cells`.`fingerprint`) AS `families`,
  sum(`cells`.`calls`) AS `calls`,
  sum(`cells`.`timed_calls`) AS `timed_calls`,
  coalesce(sum(`cells`.`sum_us`), 0) AS `sum_us`,
  sum(`cells`.`call_us`) AS `call_us`,
  min(`cells`.`min_us`) AS `min_us`,
  max(`cells`.`max_us`) AS `max_us`
FROM (
SELECT `open_statements`.`ts` AS `ts`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`engine` AS `engine`,
  `open_statements`.`fingerprint` AS `fingerprint`,
  `open_statements`.`user_name` AS `user_name`,
  `open_statements`.`database_name` AS `database_name`,
  `open_statements`.`client_host` AS `client_host`,
  `open_statements`.`application` AS `application`,
  `open_statements`.`calls` AS `calls`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE `open_statements`.`calls` END AS `timed_calls`,
  CASE WHEN `open_statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `open_statements`.`duration_us` AS `sum_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `call_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `min_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `max_us`
FROM `tbl_open_statements` AS `open_statements`
WHERE coalesce(NOT (`open_statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`open_statements`.`database_name` <> 'rdsadmin', TRUE) AND `open_statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `open_statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
UNION ALL
SELECT `statement_place_days`.`ts` AS `ts`,
  `statement_place_days`.`cluster` AS `cluster`,
  `statement_place_days`.`instance` AS `instance`,
  `statement_place_days`.`engine` AS `engine`,
  `statement_place_days`.`fingerprint` AS `fingerprint`,
  `statement_place_days`.`user_name` AS `user_name`,
  `statement_place_days`.`database_name` AS `database_name`,
  `statement_place_days`.`client_host` AS `client_host`,
  `statement_place_days`.`application` AS `application`,
  `statement_place_days`.`calls` AS `calls`,
  `statement_place_days`.`timed_calls` AS `timed_calls`,
  `statement_place_days`.`logged` AS `logged`,
  `statement_place_days`.`sum_us` AS `sum_us`,
  `statement_place_days`.`call_us` AS `call_us`,
  `statement_place_days`.`min_us` AS `min_us`,
  `statement_place_days`.`max_us` AS `max_us`
FROM `tbl_statement_place_days` AS `statement_place_days`
WHERE coalesce(NOT (`statement_place_days`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statement_place_days`.`database_name` <> 'rdsadmin', TRUE) AND `statement_place_days`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statement_place_days`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
) AS `cells`
GROUP BY `cells`.`fingerprint`, `cells`.`user_name`
),
`told` AS (
SELECT `statements`.`fingerprint` AS `fingerprint`,
  `statements`.`user_name` AS `user_name`,
  count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1)) AS `timed_rows`,
  array(get(sort_array(collect_list(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL))), CAST(CAST(greatest(1.0e0, count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)) - floor(count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)) - 0.5e0 * count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)))) AS BIGINT) AS INT) - 1), get(sort_array(collect_list(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL))), CAST(CAST(greatest(1.0e0, count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)) - floor(count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)) - 0.95e0 * count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)))) AS BIGINT) AS INT) - 1), get(sort_array(collect_list(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL))), CAST(CAST(greatest(1.0e0, count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)) - floor(count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)) - 0.99e0 * count(`statements`.`duration_us`) FILTER (WHERE (`statements`.`calls` = 1 AND TRUE) AND (`statements`.`duration_us` IS NOT NULL)))) AS BIGINT) AS INT) - 1)) AS `q`,
  sum(`statements`.`rows_sent`) AS `rows_sent`,
  sum(`statements`.`rows_examined`) AS `rows_examined`,
  sum(`statements`.`rows_affected`) AS `rows_affected`,
  sum(`statements`.`lock_us`) AS `lock_us`,
  min(`statements`.`ts`) AS `first_ts`,
  max(`statements`.`ts`) AS `last_ts`
FROM `tbl_statements` AS `statements`
WHERE (`statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statements`.`database_name` <> 'rdsadmin', TRUE)) AND TRUE
GROUP BY `statements`.`fingerprint`, `statements`.`user_name`
),
`ranked` AS (
SELECT `joined`.`fingerprint` AS `fingerprint`,
  `joined`.`user_name` AS `user_name`,
  `joined`.`only_family` AS `only_family`,
  `joined`.`families` AS `families`,
  `joined`.`calls` AS `calls`,
  `joined`.`timed_calls` AS `timed_calls`,
  `joined`.`sum_us` AS `sum_us`,
  `joined`.`call_us` AS `call_us`,
  `joined`.`min_us` AS `min_us`,
  `joined`.`max_us` AS `max_us`,
  `joined`.`timed_rows` AS `timed_rows`,
  `joined`.`rows_sent` AS `rows_sent`,
  `joined`.`rows_examined` AS `rows_examined`,
  `joined`.`rows_affected` AS `rows_affected`,
  `joined`.`lock_us` AS `lock_us`,
  `joined`.`first_ts` AS `first_ts`,
  `joined`.`last_ts` AS `last_ts`,
  `joined`.`q` AS `q`,
  CASE WHEN CAST(nullif(sum(`joined`.`sum_us`) OVER (), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(`joined`.`sum_us` AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(`joined`.`sum_us` AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(`joined`.`sum_us` AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(`joined`.`sum_us` AS DOUBLE) / CAST(nullif(sum(`joined`.`sum_us`) OVER (), 0) AS DOUBLE) END AS `share`,
  CASE WHEN CAST(nullif(sum(`joined`.`calls`) OVER (), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(`joined`.`calls` AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(`joined`.`calls` AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(`joined`.`calls` AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(`joined`.`calls` AS DOUBLE) / CAST(nullif(sum(`joined`.`calls`) OVER (), 0) AS DOUBLE) END AS `share_calls`,
  row_number() OVER (ORDER BY CASE 'sum_us' WHEN 'calls' THEN CAST(`joined`.`calls` AS DOUBLE) WHEN 'mean_us' THEN CASE WHEN CAST(nullif(`joined`.`timed_calls`, 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(`joined`.`call_us` AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(`joined`.`call_us` AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(`joined`.`call_us` AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(`joined`.`call_us` AS DOUBLE) / CAST(nullif(`joined`.`timed_calls`, 0) AS DOUBLE) END WHEN 'max_us' THEN CAST(`joined`.`max_us` AS DOUBLE) WHEN 'p95_us' THEN CAST(get(`joined`.`q`, CAST(2 AS INT) - 1) AS DOUBLE) ELSE CAST(`joined`.`sum_us` AS DOUBLE) END DESC NULLS LAST, `joined`.`sum_us` DESC NULLS LAST, `joined`.`calls` DESC NULLS LAST, `joined`.`fingerprint` ASC NULLS LAST, `joined`.`user_name` ASC NULLS LAST) AS `rank`
FROM (
SELECT `g`.`fingerprint` AS `fingerprint`,
  `g`.`user_name` AS `user_name`,
  `g`.`only_family` AS `only_family`,
  `g`.`families` AS `families`,
  `g`.`calls` AS `calls`,
  `g`.`timed_calls` AS `timed_calls`,
  `g`.`sum_us` AS `sum_us`,
  `g`.`call_us` AS `call_us`,
  `g`.`min_us` AS `min_us`,
  `g`.`max_us` AS `max_us`,
  `t`.`timed_rows` AS `timed_rows`,
  `t`.`rows_sent` AS `rows_sent`,
  `t`.`rows_examined` AS `rows_examined`,
  `t`.`rows_affected` AS `rows_affected`,
  `t`.`lock_us` AS `lock_us`,
  `t`.`first_ts` AS `first_ts`,
  `t`.`last_ts` AS `last_ts`,
  CASE WHEN `t`.`timed_rows` = `g`.`timed_calls` THEN `t`.`q` END AS `q`
FROM `groups` AS `g`
LEFT JOIN `told` AS `t` ON (`g`.`fingerprint` <=> `t`.`fingerprint`) AND (`g`.`user_name` <=> `t`.`user_name`)
) AS `joined`
),
`texts` AS (
SELECT `fingerprints`.`fingerprint` AS `family`,
  max(`fingerprints`.`normalized_sql`) AS `normalized_sql`,
  max(`fingerprints`.`statement_kind`) AS `statement_kind`
FROM `tbl_fingerprints` AS `fingerprints`
GROUP BY `fingerprints`.`fingerprint`
)
SELECT `ranked`.`rank` AS `rank`,
  `ranked`.`fingerprint` AS `fingerprint`,
  `ranked`.`user_name` AS `user_name`,
  `texts`.`normalized_sql` AS `normalized_sql`,
  `texts`.`statement_kind` AS `statement_kind`,
  `ranked`.`families` AS `families`,
  `ranked`.`calls` AS `calls`,
  `ranked`.`timed_calls` AS `timed_calls`,
  `ranked`.`share_calls` AS `share_calls`,
  `ranked`.`sum_us` AS `sum_us`,
  `ranked`.`share` AS `share`,
  CASE WHEN CAST(nullif(`ranked`.`timed_calls`, 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(`ranked`.`call_us` AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(`ranked`.`call_us` AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(`ranked`.`call_us` AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(`ranked`.`call_us` AS DOUBLE) / CAST(nullif(`ranked`.`timed_calls`, 0) AS DOUBLE) END AS `mean_us`,
  `ranked`.`min_us` AS `min_us`,
  get(`ranked`.`q`, CAST(1 AS INT) - 1) AS `p50_us`,
  get(`ranked`.`q`, CAST(2 AS INT) - 1) AS `p95_us`,
  get(`ranked`.`q`, CAST(3 AS INT) - 1) AS `p99_us`,
  `ranked`.`max_us` AS `max_us`,
  `ranked`.`rows_sent` AS `rows_sent`,
  `ranked`.`rows_examined` AS `rows_examined`,
  `ranked`.`rows_affected` AS `rows_affected`,
  `ranked`.`lock_us` AS `lock_us`,
  `ranked`.`first_ts` AS `first_ts`,
  `ranked`.`last_ts` AS `last_ts`
FROM `ranked` AS `ranked`
LEFT JOIN `texts` AS `texts` ON `texts`.`family` = `ranked`.`only_family`
WHERE `ranked`.`rank` <= 50
ORDER BY `rank` ASC NULLS LAST;

-- table_counter_rows 2bc8811ab1b52c8d
WITH `tbl_table_stats` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `period_s` AS `period_s`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `relation` AS `relation`, `database_name` AS `database_name`, `seq_scans` AS `seq_scans`, `seq_tuples` AS `seq_tuples`, `index_scans` AS `index_scans`, `index_tuples` AS `index_tuples`, `tuples_inserted` AS `tuples_inserted`, `tuples_updated` AS `tuples_updated`, `tuples_hot_updated` AS `tuples_hot_updated`, `tuples_deleted` AS `tuples_deleted`, `vacuums` AS `vacuums`, `analyzes` AS `analyzes`, `tuples_live` AS `tuples_live`, `tuples_dead` AS `tuples_dead`, `anew` AS `anew`
FROM store
WHERE tbl = 'table_stats' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `periods`.`ts` AS `ts`,
  `periods`.`period_s` AS `period_s`,
  `periods`.`relation` AS `relation`,
  `periods`.`tuples_inserted` AS `tuples_inserted`,
  `periods`.`tuples_updated` AS `tuples_updated`,
  `periods`.`tuples_hot_updated` AS `tuples_hot_updated`,
  `periods`.`tuples_deleted` AS `tuples_deleted`,
  `periods`.`seq_scans` AS `seq_scans`,
  `periods`.`seq_tuples` AS `seq_tuples`,
  `periods`.`index_scans` AS `index_scans`,
  `periods`.`index_tuples` AS `index_tuples`,
  `periods`.`vacuums` AS `vacuums`,
  `periods`.`analyzes` AS `analyzes`,
  `periods`.`tuples_live` AS `tuples_live`,
  `periods`.`tuples_dead` AS `tuples_dead`,
  `periods`.`anew` AS `anew`,
  `periods`.`database_name` AS `database_name`,
  `periods`.`cluster` AS `cluster`,
  `periods`.`instance` AS `instance`,
  `periods`.`source` AS `source`,
  `periods`.`offset` AS `offset`
FROM (
SELECT `table_stats`.`ts` AS `ts`,
  `table_stats`.`period_s` AS `period_s`,
  `table_stats`.`relation` AS `relation`,
  `table_stats`.`tuples_inserted` AS `tuples_inserted`,
  `table_stats`.`tuples_updated` AS `tuples_updated`,
  `table_stats`.`tuples_hot_updated` AS `tuples_hot_updated`,
  `table_stats`.`tuples_deleted` AS `tuples_deleted`,
  `table_stats`.`seq_scans` AS `seq_scans`,
  `table_stats`.`seq_tuples` AS `seq_tuples`,
  `table_stats`.`index_scans` AS `index_scans`,
  `table_stats`.`index_tuples` AS `index_tuples`,
  `table_stats`.`vacuums` AS `vacuums`,
  `table_stats`.`analyzes` AS `analyzes`,
  `table_stats`.`tuples_live` AS `tuples_live`,
  `table_stats`.`tuples_dead` AS `tuples_dead`,
  `table_stats`.`anew` AS `anew`,
  `table_stats`.`database_name` AS `database_name`,
  `table_stats`.`cluster` AS `cluster`,
  `table_stats`.`instance` AS `instance`,
  '' AS `source`,
  row_number() OVER (PARTITION BY `table_stats`.`ts` ORDER BY `table_stats`.`cluster` ASC NULLS LAST, `table_stats`.`instance` ASC NULLS LAST, `table_stats`.`database_name` ASC NULLS LAST, `table_stats`.`relation` ASC NULLS LAST) AS `offset`
FROM `tbl_table_stats` AS `table_stats`
WHERE (`table_stats`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `table_stats`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(`table_stats`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR `table_stats`.`relation` = NULL)
) AS `periods`
WHERE NULL IS NULL OR (unix_micros(`periods`.`ts`) < NULL OR (unix_micros(`periods`.`ts`) = NULL AND (`periods`.`source` < NULL OR (`periods`.`source` = NULL AND `periods`.`offset` < NULL))))
ORDER BY `periods`.`ts` DESC NULLS LAST, `periods`.`source` DESC NULLS LAST, `periods`.`offset` DESC NULLS LAST
LIMIT 100;

-- tables_top e3ad97534327c7f4
WITH `tbl_table_stats` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `relation` AS `relation`, `database_name` AS `database_name`, `seq_scans` AS `seq_scans`, `seq_tuples` AS `seq_tuples`, `index_scans` AS `index_scans`, `index_tuples` AS `index_tuples`, `tuples_inserted` AS `tuples_inserted`, `tuples_updated` AS `tuples_updated`, `tuples_hot_updated` AS `tuples_hot_updated`, `tuples_deleted` AS `tuples_deleted`, `vacuums` AS `vacuums`, `analyzes` AS `analyzes`, `tuples_live` AS `tuples_live`, `tuples_dead` AS `tuples_dead`, CAST(`last_autovacuum` AS TIMESTAMP) AS `last_autovacuum`, CAST(`last_autoanalyze` AS TIMESTAMP) AS `last_autoanalyze`, `anew` AS `anew`
FROM store
WHERE tbl = 'table_stats' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `table_stats`.`cluster` AS `cluster`,
  `table_stats`.`instance` AS `instance`,
  `table_stats`.`database_name` AS `database_name`,
  `table_stats`.`relation` AS `relation`,
  sum(`table_stats`.`tuples_inserted`) AS `tuples_inserted`,
  sum(`table_stats`.`tuples_updated`) AS `tuples_updated`,
  sum(`table_stats`.`tuples_hot_updated`) AS `tuples_hot_updated`,
  sum(`table_stats`.`tuples_deleted`) AS `tuples_deleted`,
  sum(`table_stats`.`seq_scans`) AS `seq_scans`,
  sum(`table_stats`.`seq_tuples`) AS `seq_tuples`,
  sum(`table_stats`.`index_scans`) AS `index_scans`,
  sum(`table_stats`.`index_tuples`) AS `index_tuples`,
  sum(`table_stats`.`vacuums`) AS `vacuums`,
  sum(`table_stats`.`analyzes`) AS `analyzes`,
  max_by(`table_stats`.`tuples_live`, struct(`table_stats`.`ts`, `table_stats`.`tuples_live`)) FILTER (WHERE (`table_stats`.`tuples_live` IS NOT NULL) AND (`table_stats`.`ts` IS NOT NULL)) AS `tuples_live`,
  max_by(`table_stats`.`tuples_dead`, struct(`table_stats`.`ts`, `table_stats`.`tuples_dead`)) FILTER (WHERE (`table_stats`.`tuples_dead` IS NOT NULL) AND (`table_stats`.`ts` IS NOT NULL)) AS `tuples_dead`,
  CASE WHEN CAST(nullif(max_by(`table_stats`.`tuples_live`, struct(`table_stats`.`ts`, `table_stats`.`tuples_live`)) FILTER (WHERE (`table_stats`.`tuples_live` IS NOT NULL) AND (`table_stats`.`ts` IS NOT NULL)) + max_by(`table_stats`.`tuples_dead`, struct(`table_stats`.`ts`, `table_stats`.`tuples_dead`)) FILTER (WHERE (`table_stats`.`tuples_dead` IS NOT NULL) AND (`table_stats`.`ts` IS NOT NULL)), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(max_by(`table_stats`.`tuples_dead`, struct(`table_stats`.`ts`, `table_stats`.`tuples_dead`)) FILTER (WHERE (`table_stats`.`tuples_dead` IS NOT NULL) AND (`table_stats`.`ts` IS NOT NULL)) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(max_by(`table_stats`.`tuples_dead`, struct(`table_stats`.`ts`, `table_stats`.`tuples_dead`)) FILTER (WHERE (`table_stats`.`tuples_dead` IS NOT NULL) AND (`table_stats`.`ts` IS NOT NULL)) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(max_by(`table_stats`.`tuples_dead`, struct(`table_stats`.`ts`, `table_stats`.`tuples_dead`)) FILTER (WHERE (`table_stats`.`tuples_dead` IS NOT NULL) AND (`table_stats`.`ts` IS NOT NULL)) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(max_by(`table_stats`.`tuples_dead`, struct(`table_stats`.`ts`, `table_stats`.`tuples_dead`)) FILTER (WHERE (`table_stats`.`tuples_dead` IS NOT NULL) AND (`table_stats`.`ts` IS NOT NULL)) AS DOUBLE) / CAST(nullif(max_by(`table_stats`.`tuples_live`, struct(`table_stats`.`ts`, `table_stats`.`tuples_live`)) FILTER (WHERE (`table_stats`.`tuples_live` IS NOT NULL) AND (`table_stats`.`ts` IS NOT NULL)) + max_by(`table_stats`.`tuples_dead`, struct(`table_stats`.`ts`, `table_stats`.`tuples_dead`)) FILTER (WHERE (`table_stats`.`tuples_dead` IS NOT NULL) AND (`table_stats`.`ts` IS NOT NULL)), 0) AS DOUBLE) END AS `share_dead`,
  max(`table_stats`.`last_autovacuum`) AS `last_autovacuum`,
  max(`table_stats`.`last_autoanalyze`) AS `last_autoanalyze`,
  coalesce(bool_or(`table_stats`.`anew`), FALSE) AS `anew`
FROM `tbl_table_stats` AS `table_stats`
WHERE (`table_stats`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `table_stats`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(`table_stats`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY `table_stats`.`cluster`, `table_stats`.`instance`, `table_stats`.`database_name`, `table_stats`.`relation`
ORDER BY sum(coalesce(`table_stats`.`tuples_inserted`, 0) + coalesce(`table_stats`.`tuples_updated`, 0) + coalesce(`table_stats`.`tuples_deleted`, 0)) DESC NULLS LAST, sum(`table_stats`.`seq_tuples`) DESC NULLS LAST, `cluster` ASC NULLS LAST, `instance` ASC NULLS LAST, `database_name` ASC NULLS LAST, `relation` ASC NULLS LAST
LIMIT 50;

-- temp_file_rows 6da632fd0926c93a
WITH `tbl_temp_files` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `path` AS `path`, `bytes` AS `bytes`, `fingerprint` AS `fingerprint`, `statement` AS `statement`
FROM store
WHERE tbl = 'temp_files' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `temp_files`.`ts` AS `ts`,
  `temp_files`.`bytes` AS `bytes`,
  `temp_files`.`path` AS `path`,
  `temp_files`.`fingerprint` AS `fingerprint`,
  `temp_files`.`statement` AS `statement`,
  `temp_files`.`user_name` AS `user_name`,
  `temp_files`.`database_name` AS `database_name`,
  `temp_files`.`client_host` AS `client_host`,
  `temp_files`.`application` AS `application`,
  `temp_files`.`cluster` AS `cluster`,
  `temp_files`.`instance` AS `instance`,
  `temp_files`.`pid` AS `pid`,
  `temp_files`.`session_key` AS `session_key`,
  `temp_files`.`source` AS `source`,
  `temp_files`.`offset` AS `offset`
FROM `tbl_temp_files` AS `temp_files`
WHERE (`temp_files`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `temp_files`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`temp_files`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`temp_files`.`database_name` <> 'rdsadmin', TRUE)) AND (NULL IS NULL OR (unix_micros(`temp_files`.`ts`) < NULL OR (unix_micros(`temp_files`.`ts`) = NULL AND (`temp_files`.`source` < NULL OR (`temp_files`.`source` = NULL AND `temp_files`.`offset` < NULL)))))
ORDER BY CASE WHEN FALSE THEN `bytes` END DESC NULLS LAST, `ts` DESC NULLS LAST, `source` DESC NULLS LAST, `offset` DESC NULLS LAST
LIMIT 100;

-- temp_files_by 010a616624fc77ca
WITH `tbl_temp_files` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `bytes` AS `bytes`
FROM store
WHERE tbl = 'temp_files' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `temp_files`.`user_name` AS `user_name`,
  `temp_files`.`database_name` AS `database_name`,
  count(*) AS `temp_files`,
  coalesce(sum(`temp_files`.`bytes`), 0) AS `temp_bytes`,
  min(`temp_files`.`bytes`) AS `min_bytes`,
  max(`temp_files`.`bytes`) AS `max_bytes`
FROM `tbl_temp_files` AS `temp_files`
WHERE (`temp_files`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `temp_files`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`temp_files`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`temp_files`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY `temp_files`.`user_name`, `temp_files`.`database_name`
ORDER BY `temp_bytes` DESC NULLS LAST, `user_name` ASC NULLS LAST, `database_name` ASC NULLS LAST;

-- temp_files_by_statement 2d355f430f7aa072
WITH `tbl_fingerprints` AS (
SELECT `fingerprint` AS `fingerprint`, `normalized_sql` AS `normalized_sql`
FROM store
WHERE tbl = 'fingerprints'
),
`tbl_temp_files` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `bytes` AS `bytes`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'temp_files' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT row_number() OVER (ORDER BY CASE 'temp_bytes' WHEN 'temp_files' THEN `t`.`temp_files` WHEN 'max_bytes' THEN `t`.`max_bytes` ELSE `t`.`temp_bytes` END DESC NULLS LAST, `t`.`temp_files` DESC NULLS LAST, `t`.`fingerprint` ASC NULLS LAST) AS `rank`,
  `t`.`fingerprint` AS `fingerprint`,
  `f`.`normalized_sql` AS `normalized_sql`,
  `t`.`temp_files` AS `temp_files`,
  `t`.`temp_bytes` AS `temp_bytes`,
  CASE WHEN CAST(`t`.`temp_files` AS DOUBLE) = 0 THEN CASE WHEN CAST(`t`.`temp_bytes` AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(`t`.`temp_bytes` AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(`t`.`temp_bytes` AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(`t`.`temp_bytes` AS DOUBLE) / CAST(`t`.`temp_files` AS DOUBLE) END AS `mean_bytes`,
  `t`.`min_bytes` AS `min_bytes`,
  `t`.`max_bytes` AS `max_bytes`,
  `t`.`users` AS `users`,
  `t`.`databases` AS `databases`,
  `t`.`first_ts` AS `first_ts`,
  `t`.`last_ts` AS `last_ts`
FROM (
SELECT `temp_files`.`fingerprint` AS `fingerprint`,
  count(*) AS `temp_files`,
  coalesce(sum(`temp_files`.`bytes`), 0) AS `temp_bytes`,
  min(`temp_files`.`bytes`) AS `min_bytes`,
  max(`temp_files`.`bytes`) AS `max_bytes`,
  count(DISTINCT `temp_files`.`user_name`) AS `users`,
  count(DISTINCT `temp_files`.`database_name`) AS `databases`,
  min(`temp_files`.`ts`) AS `first_ts`,
  max(`temp_files`.`ts`) AS `last_ts`
FROM `tbl_temp_files` AS `temp_files`
WHERE (`temp_files`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `temp_files`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`temp_files`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`temp_files`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY `temp_files`.`fingerprint`
) AS `t`
LEFT JOIN (
SELECT `fingerprints`.`fingerprint` AS `fingerprint`,
  max(`fingerprints`.`normalized_sql`) AS `normalized_sql`
FROM `tbl_fingerprints` AS `fingerprints`
GROUP BY `fingerprints`.`fingerprint`
) AS `f` ON `f`.`fingerprint` = `t`.`fingerprint`
ORDER BY `rank` ASC NULLS LAST
LIMIT 50;

-- temp_files_over_time 90df4a2f9b12ef60
WITH `tbl_temp_files` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `user_name` AS `user_name`, `database_name` AS `database_name`, `bytes` AS `bytes`
FROM store
WHERE tbl = 'temp_files' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT timestamp_micros((unix_micros(`temp_files`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  count(*) AS `temp_files`,
  sum(`temp_files`.`bytes`) AS `temp_bytes`,
  min(`temp_files`.`bytes`) AS `min_bytes`,
  max(`temp_files`.`bytes`) AS `max_bytes`
FROM `tbl_temp_files` AS `temp_files`
WHERE (`temp_files`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `temp_files`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`temp_files`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`temp_files`.`database_name` <> 'rdsadmin', TRUE))
GROUP BY timestamp_micros((unix_micros(`temp_files`.`ts`) DIV 60000000) * 60000000L)
ORDER BY `bucket` ASC NULLS LAST;

-- thresholds 1f87d98583168366
WITH `tbl_coverage` AS (
SELECT `cluster` AS `cluster`, `instance` AS `instance`, `log_kind` AS `log_kind`
FROM store
WHERE tbl = 'coverage'
),
`tbl_log_settings` AS (
SELECT `cluster` AS `cluster`, `instance` AS `instance`, `setting` AS `setting`, `value_text` AS `value`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'log_settings'
)
SELECT DISTINCT `log_settings`.`cluster` AS `cluster`,
  `log_settings`.`instance` AS `instance`,
  `log_settings`.`setting` AS `setting`,
  `log_settings`.`value` AS `value`,
  `log_settings`.`valid_from` AS `valid_from`,
  `log_settings`.`valid_to` AS `valid_to`,
  `log_settings`.`known_by` AS `known_by`
FROM `tbl_log_settings` AS `log_settings`
WHERE (TRUE) AND (TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `log_settings`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' OR `log_settings`.`valid_from` IS NULL) AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `log_settings`.`valid_to` IS NULL OR `log_settings`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
UNION ALL
SELECT DISTINCT `c`.`cluster` AS `cluster`,
  `c`.`instance` AS `instance`,
  'long_query_time' AS `long_query_time`,
  'unknown' AS `unknown`,
  CAST(NULL AS TIMESTAMP) AS `null`,
  CAST(NULL AS TIMESTAMP) AS `null`,
  'nothing: collect it' AS `nothing: collect it`
FROM `tbl_coverage` AS `c`
WHERE (TRUE) AND `c`.`log_kind` = 'slowquery' AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `tbl_log_settings` AS `s`
WHERE `s`.`setting` = 'long_query_time' AND `s`.`cluster` = `c`.`cluster` AND `s`.`instance` = `c`.`instance`
))
ORDER BY `cluster` ASC NULLS LAST, `instance` ASC NULLS LAST, `setting` ASC NULLS LAST, `valid_from` ASC NULLS LAST;

-- timeline c7c93eb518eefcfa
WITH `tbl_alarms` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `name` AS `name`, `state` AS `state`
FROM store
WHERE tbl = 'alarms' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_changes` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `resource` AS `resource`, `attribute` AS `attribute`, `old` AS `old`, `new` AS `new`, `actor` AS `actor`, `source` AS `source`
FROM store
WHERE tbl = 'changes' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_checkpoints` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `user_name` AS `user_name`, `database_name` AS `database_name`, `event` AS `event`, `buffers` AS `buffers`
FROM store
WHERE tbl = 'checkpoints' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_deadlocks` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `user_name` AS `user_name`, `database_name` AS `database_name`, `tables` AS `tables`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'deadlocks' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `user_name` AS `user_name`, `database_name` AS `database_name`, `severity` AS `severity`, `message` AS `message`, `fingerprint` AS `fingerprint`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_lock_waits` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `user_name` AS `user_name`, `database_name` AS `database_name`, `state` AS `state`, `lock_mode` AS `lock_mode`, `object` AS `object`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'lock_waits' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_plans` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `user_name` AS `user_name`, `database_name` AS `database_name`, `fingerprint` AS `fingerprint`, `plan_hash` AS `plan_hash`
FROM store
WHERE tbl = 'plans' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_rds_events` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source_id` AS `source_id`, `message` AS `message`
FROM store
WHERE tbl = 'rds_events' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_server_events` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `user_name` AS `user_name`, `database_name` AS `database_name`, `event` AS `event`
FROM store
WHERE tbl = 'server_events' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_temp_files` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `user_name` AS `user_name`, `database_name` AS `database_name`, `path` AS `path`, `fingerprint` AS `fingerprint`
FROM store
WHERE tbl = 'temp_files' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_vacuums` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `user_name` AS `user_name`, `database_name` AS `database_name`, `relation` AS `relation`, `wraparound` AS `wraparound`
FROM store
WHERE tbl = 'vacuums' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT timestamp_micros((unix_micros(`happened`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  `happened`.`lane` AS `lane`,
  count(*) AS `marks`,
  min(`happened`.`ts`) AS `first_ts`,
  max(`happened`.`ts`) AS `last_ts`,
  substr(min_by(`happened`.`what`, struct(`happened`.`ts`, `happened`.`what`)) FILTER (WHERE (`happened`.`what` IS NOT NULL) AND (`happened`.`ts` IS NOT NULL)), 1, 300) AS `what`
FROM (
SELECT `rds_events`.`ts` AS `ts`,
  'RDS events' AS `lane`,
  concat(coalesce(`rds_events`.`source_id`, ''), ': ', coalesce(`rds_events`.`message`, '')) AS `what`
FROM `tbl_rds_events` AS `rds_events`
WHERE (`rds_events`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `rds_events`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
UNION ALL
SELECT `changes`.`ts` AS `ts`,
  CASE `changes`.`source` WHEN 'annotation' THEN 'notes' ELSE 'changes' END AS `_col_1`,
  concat_ws(' ', `changes`.`resource`, `changes`.`attribute`, `changes`.`old`, CASE WHEN `changes`.`old` IS NOT NULL THEN '->' END, `changes`.`new`, 'by ' || `changes`.`actor`) AS `_col_2`
FROM `tbl_changes` AS `changes`
WHERE (`changes`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `changes`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND NOT ((`changes`.`source` = 'poll' AND `changes`.`attribute` = 'exists' AND `changes`.`old` IS NULL))
UNION ALL
SELECT `alarms`.`ts` AS `ts`,
  'alarms' AS `alarms`,
  concat(coalesce(`alarms`.`name`, ''), ' ', coalesce(`alarms`.`state`, '')) AS `_col_2`
FROM `tbl_alarms` AS `alarms`
WHERE (`alarms`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `alarms`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
UNION ALL
SELECT `server_events`.`ts` AS `ts`,
  'server' AS `server`,
  concat_ws(' ', `server_events`.`instance`, `server_events`.`event`) AS `_col_2`
FROM `tbl_server_events` AS `server_events`
WHERE (`server_events`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `server_events`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `server_events`.`event` IN ('crash', 'starting', 'ready', 'shutdown', 'shutdown_requested', 'recovery', 'promotion')
UNION ALL
SELECT `entries`.`ts` AS `ts`,
  'errors' AS `errors`,
  concat_ws(' ', `entries`.`severity`, `entries`.`message`) AS `_col_2`
FROM `tbl_entries` AS `entries`
WHERE (`entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)) AND `entries`.`severity` IN ('ERROR', 'FATAL', 'PANIC')
UNION ALL
SELECT `lock_waits`.`ts` AS `ts`,
  'lock waits' AS `lock waits`,
  concat_ws(' ', `lock_waits`.`lock_mode`, `lock_waits`.`object`) AS `_col_2`
FROM `tbl_lock_waits` AS `lock_waits`
WHERE (`lock_waits`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `lock_waits`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`lock_waits`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`lock_waits`.`database_name` <> 'rdsadmin', TRUE)) AND `lock_waits`.`state` = 'waiting'
UNION ALL
SELECT `deadlocks`.`ts` AS `ts`,
  'deadlocks' AS `deadlocks`,
  concat_ws(', ', 'deadlock', array_join(`deadlocks`.`tables`, ', ')) AS `_col_2`
FROM `tbl_deadlocks` AS `deadlocks`
WHERE (`deadlocks`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `deadlocks`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`deadlocks`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`deadlocks`.`database_name` <> 'rdsadmin', TRUE))
UNION ALL
SELECT `temp_files`.`ts` AS `ts`,
  'temp files' AS `temp files`,
  `temp_files`.`path` AS `path`
FROM `tbl_temp_files` AS `temp_files`
WHERE (`temp_files`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `temp_files`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`temp_files`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`temp_files`.`database_name` <> 'rdsadmin', TRUE))
UNION ALL
SELECT `checkpoints`.`ts` AS `ts`,
  'checkpoints' AS `checkpoints`,
  concat_ws(' ', `checkpoints`.`instance`, 'checkpoint complete,', CAST(`checkpoints`.`buffers` AS STRING), 'buffers') AS `_col_2`
FROM `tbl_checkpoints` AS `checkpoints`
WHERE (`checkpoints`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `checkpoints`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `checkpoints`.`event` = 'complete'
UNION ALL
SELECT `vacuums`.`ts` AS `ts`,
  'vacuums' AS `vacuums`,
  concat_ws(' ', CASE WHEN `vacuums`.`wraparound` THEN 'to prevent wraparound:' END, `vacuums`.`relation`) AS `_col_2`
FROM `tbl_vacuums` AS `vacuums`
WHERE (`vacuums`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `vacuums`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
UNION ALL
SELECT `logged`.`ts` AS `ts`,
  'plan changes' AS `plan changes`,
  concat_ws(' ', `logged`.`fingerprint`, `logged`.`before`, '->', `logged`.`plan_hash`) AS `_col_2`
FROM (
SELECT `plans`.`ts` AS `ts`,
  `plans`.`fingerprint` AS `fingerprint`,
  `plans`.`plan_hash` AS `plan_hash`,
  lag(`plans`.`plan_hash`) OVER (PARTITION BY `plans`.`cluster`, `plans`.`fingerprint` ORDER BY `plans`.`ts` ASC NULLS LAST, `plans`.`source` ASC NULLS LAST, `plans`.`offset` ASC NULLS LAST) AS `before`
FROM `tbl_plans` AS `plans`
WHERE (`plans`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `plans`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`plans`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`plans`.`database_name` <> 'rdsadmin', TRUE)) AND `plans`.`fingerprint` IS NOT NULL AND `plans`.`plan_hash` IS NOT NULL
) AS `logged`
WHERE `logged`.`before` <> `logged`.`plan_hash`
) AS `happened`
GROUP BY timestamp_micros((unix_micros(`happened`.`ts`) DIV 60000000) * 60000000L), `happened`.`lane`
ORDER BY `bucket` ASC NULLS LAST, `lane` ASC NULLS LAST;

-- tls_versions 11a013fde4820626
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `event` AS `event`, `client_port` AS `client_port`, `auth_method` AS `auth_method`, `identity` AS `identity`, `tls_version` AS `tls_version`, `tls_cipher` AS `tls_cipher`, `replication` AS `replication`, `session_us` AS `session_us`, `setup_us` AS `setup_us`, `failure` AS `failure`, `observed_by` AS `observed_by`
FROM store
WHERE tbl = 'connections'
)
SELECT `logins`.`event` AS `event`,
  coalesce(`logins`.`tls_version`, 'none') AS `tls_version`,
  count(*) AS `connections`,
  CASE WHEN CAST(nullif(sum(count(*)) OVER (), 0) AS DOUBLE) = 0 THEN CASE WHEN CAST(count(*) AS DOUBLE) > 0 THEN double('infinity') WHEN CAST(count(*) AS DOUBLE) < 0 THEN double('-infinity') WHEN CAST(count(*) AS DOUBLE) = 0 THEN double('NaN') END ELSE CAST(count(*) AS DOUBLE) / CAST(nullif(sum(count(*)) OVER (), 0) AS DOUBLE) END AS `share_connections`,
  count(DISTINCT `logins`.`tls_cipher`) AS `tls_ciphers`,
  count(DISTINCT `logins`.`user_name`) AS `users`,
  count(DISTINCT `logins`.`client_host`) AS `hosts`
FROM (
WITH `numbered` AS (
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`,
  row_number() OVER (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`event`, `connections`.`pid`, date_trunc('hour', `connections`.`ts`), `connections`.`observed_by` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST) AS `nth`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IN ('audit_log', 'error_log', 'general_log')
),
`ranked` AS (
SELECT `numbered`.`ts` AS `ts`,
  `numbered`.`account` AS `account`,
  `numbered`.`region` AS `region`,
  `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`source` AS `source`,
  `numbered`.`offset` AS `offset`,
  `numbered`.`pid` AS `pid`,
  `numbered`.`session_key` AS `session_key`,
  `numbered`.`user_name` AS `user_name`,
  `numbered`.`database_name` AS `database_name`,
  `numbered`.`client_host` AS `client_host`,
  `numbered`.`application` AS `application`,
  `numbered`.`backend_type` AS `backend_type`,
  `numbered`.`event` AS `event`,
  `numbered`.`client_port` AS `client_port`,
  `numbered`.`auth_method` AS `auth_method`,
  `numbered`.`identity` AS `identity`,
  `numbered`.`tls_version` AS `tls_version`,
  `numbered`.`tls_cipher` AS `tls_cipher`,
  `numbered`.`replication` AS `replication`,
  `numbered`.`session_us` AS `session_us`,
  `numbered`.`setup_us` AS `setup_us`,
  `numbered`.`failure` AS `failure`,
  `numbered`.`observed_by` AS `observed_by`,
  `numbered`.`nth` AS `nth`,
  row_number() OVER (PARTITION BY `numbered`.`account`, `numbered`.`region`, `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`event`, `numbered`.`pid`, date_trunc('hour', `numbered`.`ts`), `numbered`.`nth` ORDER BY CASE `numbered`.`observed_by` WHEN 'audit_log' THEN 1 WHEN 'error_log' THEN 2 ELSE 3 END ASC NULLS LAST, `numbered`.`ts` ASC NULLS LAST, `numbered`.`source` ASC NULLS LAST, `numbered`.`offset` ASC NULLS LAST) AS `choice`
FROM `numbered` AS `numbered`
),
`refused` AS (
SELECT `i`.`ts` AS `ts`,
  `i`.`account` AS `account`,
  `i`.`region` AS `region`,
  `i`.`cluster` AS `cluster`,
  `i`.`instance` AS `instance`,
  `i`.`source` AS `source`,
  `i`.`offset` AS `offset`,
  `i`.`pid` AS `pid`,
  `i`.`session_key` AS `session_key`,
  `i`.`user_name` AS `user_name`,
  `i`.`database_name` AS `database_name`,
  `i`.`client_host` AS `client_host`,
  `i`.`application` AS `application`,
  `i`.`backend_type` AS `backend_type`,
  `i`.`event` AS `event`,
  `i`.`client_port` AS `client_port`,
  `i`.`auth_method` AS `auth_method`,
  `i`.`identity` AS `identity`,
  `i`.`tls_version` AS `tls_version`,
  `i`.`tls_cipher` AS `tls_cipher`,
  `i`.`replication` AS `replication`,
  `i`.`session_us` AS `session_us`,
  `i`.`setup_us` AS `setup_us`,
  `i`.`failure` AS `failure`,
  `i`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `i`
WHERE `i`.`observed_by` = 'iam_log' AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `tbl_connections` AS `o`
WHERE `o`.`event` = 'failed' AND coalesce(`o`.`observed_by`, '') <> 'iam_log' AND `o`.`account` = `i`.`account` AND `o`.`region` = `i`.`region` AND `o`.`cluster` = `i`.`cluster` AND `o`.`instance` = `i`.`instance` AND `o`.`user_name` = `i`.`user_name` AND `o`.`ts` BETWEEN `i`.`ts` - INTERVAL '2' SECOND AND `i`.`ts` + INTERVAL '2' SECOND
))
)
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IS NULL
UNION ALL
SELECT `ranked`.`ts` AS `ts`,
  `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`source` AS `source`,
  `ranked`.`offset` AS `offset`,
  `ranked`.`pid` AS `pid`,
  `ranked`.`session_key` AS `session_key`,
  `ranked`.`user_name` AS `user_name`,
  `ranked`.`database_name` AS `database_name`,
  `ranked`.`client_host` AS `client_host`,
  `ranked`.`application` AS `application`,
  `ranked`.`backend_type` AS `backend_type`,
  `ranked`.`event` AS `event`,
  `ranked`.`client_port` AS `client_port`,
  `ranked`.`auth_method` AS `auth_method`,
  `ranked`.`identity` AS `identity`,
  `ranked`.`tls_version` AS `tls_version`,
  `ranked`.`tls_cipher` AS `tls_cipher`,
  `ranked`.`replication` AS `replication`,
  `ranked`.`session_us` AS `session_us`,
  `ranked`.`setup_us` AS `setup_us`,
  `ranked`.`failure` AS `failure`,
  `ranked`.`observed_by` AS `observed_by`
FROM `ranked` AS `ranked`
WHERE `ranked`.`choice` = 1
UNION ALL
SELECT `refused`.`ts` AS `ts`,
  `refused`.`account` AS `account`,
  `refused`.`region` AS `region`,
  `refused`.`cluster` AS `cluster`,
  `refused`.`instance` AS `instance`,
  `refused`.`source` AS `source`,
  `refused`.`offset` AS `offset`,
  `refused`.`pid` AS `pid`,
  `refused`.`session_key` AS `session_key`,
  `refused`.`user_name` AS `user_name`,
  `refused`.`database_name` AS `database_name`,
  `refused`.`client_host` AS `client_host`,
  `refused`.`application` AS `application`,
  `refused`.`backend_type` AS `backend_type`,
  `refused`.`event` AS `event`,
  `refused`.`client_port` AS `client_port`,
  `refused`.`auth_method` AS `auth_method`,
  `refused`.`identity` AS `identity`,
  `refused`.`tls_version` AS `tls_version`,
  `refused`.`tls_cipher` AS `tls_cipher`,
  `refused`.`replication` AS `replication`,
  `refused`.`session_us` AS `session_us`,
  `refused`.`setup_us` AS `setup_us`,
  `refused`.`failure` AS `failure`,
  `refused`.`observed_by` AS `observed_by`
FROM `refused` AS `refused`
) AS `logins`
WHERE (`logins`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `logins`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`logins`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`logins`.`database_name` <> 'rdsadmin', TRUE)) AND `logins`.`event` = 'authorized'
GROUP BY `logins`.`event`, coalesce(`logins`.`tls_version`, 'none')
ORDER BY `connections` DESC NULLS LAST, `tls_version` ASC NULLS LAST;

-- totals 59f55b0c851df0d4
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `event` AS `event`, `client_port` AS `client_port`, `auth_method` AS `auth_method`, `identity` AS `identity`, `tls_version` AS `tls_version`, `tls_cipher` AS `tls_cipher`, `replication` AS `replication`, `session_us` AS `session_us`, `setup_us` AS `setup_us`, `failure` AS `failure`, `observed_by` AS `observed_by`
FROM store
WHERE tbl = 'connections'
),
`tbl_deadlocks` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`
FROM store
WHERE tbl = 'deadlocks' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `engine` AS `engine`, `severity` AS `severity`, `kind` AS `kind`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_lock_waits` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `state` AS `state`
FROM store
WHERE tbl = 'lock_waits' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_open_statements` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `engine` AS `engine`, `phase` AS `phase`, `calls` AS `calls`, `duration_us` AS `duration_us`, `observed_by` AS `observed_by`, `noise` AS `noise`
FROM store
WHERE tbl = 'statements' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND NOT regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statement_family_hours` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `engine` AS `engine`, `noise` AS `noise`, `calls` AS `calls`, `timed_calls` AS `timed_calls`, `logged` AS `logged`, `sum_us` AS `sum_us`, `call_us` AS `call_us`, `min_us` AS `min_us`, `max_us` AS `max_us`
FROM store
WHERE tbl = 'statement_family_hours' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND regexp_like(file_path, '/rolled-4[.]')
),
`tbl_statement_place_hours` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `engine` AS `engine`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `phase` AS `phase`, `calls` AS `calls`, `timed_calls` AS `timed_calls`, `logged` AS `logged`, `sum_us` AS `sum_us`, `call_us` AS `call_us`, `min_us` AS `min_us`, `max_us` AS `max_us`, `timed_phases` AS `timed_phases`, `least_us` AS `least_us`, `most_us` AS `most_us`, CAST(`earliest` AS TIMESTAMP) AS `earliest`, CAST(`latest` AS TIMESTAMP) AS `latest`
FROM store
WHERE tbl = 'statement_place_hours' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01') AND regexp_like(file_path, '/rolled-4[.]')
),
`tbl_temp_files` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `bytes` AS `bytes`
FROM store
WHERE tbl = 'temp_files' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`s` AS (
SELECT coalesce(sum(`cells`.`calls`), 0) AS `calls`,
  coalesce(sum(`cells`.`sum_us`), 0) AS `sum_us`,
  max(`cells`.`max_us`) AS `max_us`
FROM (
SELECT `open_statements`.`ts` AS `ts`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`engine` AS `engine`,
  `open_statements`.`calls` AS `calls`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE `open_statements`.`calls` END AS `timed_calls`,
  CASE WHEN `open_statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `open_statements`.`duration_us` AS `sum_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `call_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `min_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `max_us`
FROM `tbl_open_statements` AS `open_statements`
WHERE coalesce(NOT (`open_statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`open_statements`.`database_name` <> 'rdsadmin', TRUE) AND `open_statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `open_statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
UNION ALL
SELECT `statement_family_hours`.`ts` AS `ts`,
  `statement_family_hours`.`cluster` AS `cluster`,
  `statement_family_hours`.`instance` AS `instance`,
  `statement_family_hours`.`engine` AS `engine`,
  `statement_family_hours`.`calls` AS `calls`,
  `statement_family_hours`.`timed_calls` AS `timed_calls`,
  `statement_family_hours`.`logged` AS `logged`,
  `statement_family_hours`.`sum_us` AS `sum_us`,
  `statement_family_hours`.`call_us` AS `call_us`,
  `statement_family_hours`.`min_us` AS `min_us`,
  `statement_family_hours`.`max_us` AS `max_us`
FROM `tbl_statement_family_hours` AS `statement_family_hours`
WHERE coalesce(NOT (`statement_family_hours`.`noise`), TRUE) AND `statement_family_hours`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statement_family_hours`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
) AS `cells`
),
`e` AS (
SELECT count(*) FILTER (WHERE (`entries`.`severity` IN ('ERROR', 'FATAL', 'PANIC'))) AS `errors`,
  count(*) FILTER (WHERE (`entries`.`severity` IN ('FATAL', 'PANIC'))) AS `fatals`,
  count(*) FILTER (WHERE (`entries`.`severity` = 'WARNING')) AS `warnings`
FROM `tbl_entries` AS `entries`
WHERE (`entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE))
),
`a` AS (
SELECT coalesce(sum(`counted`.`entries`), 0) AS `entries`
FROM (
SELECT `entries`.`ts` AS `ts`,
  `entries`.`severity` AS `severity`,
  `entries`.`kind` AS `kind`,
  1 AS `entries`,
  `entries`.`ts` AS `earliest`,
  `entries`.`ts` AS `latest`
FROM `tbl_entries` AS `entries`
WHERE `entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE)
UNION ALL
SELECT `cells`.`ts` AS `ts`,
  'LOG' AS `log`,
  'duration' AS `duration`,
  `cells`.`logged` AS `logged`,
  `cells`.`earliest` AS `earliest`,
  `cells`.`latest` AS `latest`
FROM (
SELECT `open_statements`.`ts` AS `ts`,
  `open_statements`.`cluster` AS `cluster`,
  `open_statements`.`instance` AS `instance`,
  `open_statements`.`engine` AS `engine`,
  `open_statements`.`phase` AS `phase`,
  `open_statements`.`calls` AS `calls`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE `open_statements`.`calls` END AS `timed_calls`,
  CASE WHEN `open_statements`.`phase` <> 'plan' THEN 1 ELSE 0 END AS `logged`,
  `open_statements`.`duration_us` AS `sum_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `call_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `min_us`,
  CASE WHEN `open_statements`.`calls` = 1 THEN `open_statements`.`duration_us` END AS `max_us`,
  CASE WHEN `open_statements`.`duration_us` IS NULL THEN 0 ELSE 1 END AS `timed_phases`,
  `open_statements`.`duration_us` AS `least_us`,
  `open_statements`.`duration_us` AS `most_us`,
  `open_statements`.`ts` AS `earliest`,
  `open_statements`.`ts` AS `latest`
FROM `tbl_open_statements` AS `open_statements`
WHERE coalesce(NOT (`open_statements`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`open_statements`.`database_name` <> 'rdsadmin', TRUE) AND `open_statements`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `open_statements`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
UNION ALL
SELECT `statement_place_hours`.`ts` AS `ts`,
  `statement_place_hours`.`cluster` AS `cluster`,
  `statement_place_hours`.`instance` AS `instance`,
  `statement_place_hours`.`engine` AS `engine`,
  `statement_place_hours`.`phase` AS `phase`,
  `statement_place_hours`.`calls` AS `calls`,
  `statement_place_hours`.`timed_calls` AS `timed_calls`,
  `statement_place_hours`.`logged` AS `logged`,
  `statement_place_hours`.`sum_us` AS `sum_us`,
  `statement_place_hours`.`call_us` AS `call_us`,
  `statement_place_hours`.`min_us` AS `min_us`,
  `statement_place_hours`.`max_us` AS `max_us`,
  `statement_place_hours`.`timed_phases` AS `timed_phases`,
  `statement_place_hours`.`least_us` AS `least_us`,
  `statement_place_hours`.`most_us` AS `most_us`,
  `statement_place_hours`.`earliest` AS `earliest`,
  `statement_place_hours`.`latest` AS `latest`
FROM `tbl_statement_place_hours` AS `statement_place_hours`
WHERE coalesce(NOT (`statement_place_hours`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`statement_place_hours`.`database_name` <> 'rdsadmin', TRUE) AND `statement_place_hours`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `statement_place_hours`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC'
) AS `cells`
WHERE `cells`.`logged` > 0
) AS `counted`
),
`t` AS (
SELECT count(*) AS `temp_files`,
  coalesce(sum(`temp_files`.`bytes`), 0) AS `temp_bytes`
FROM `tbl_temp_files` AS `temp_files`
WHERE (`temp_files`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `temp_files`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`temp_files`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`temp_files`.`database_name` <> 'rdsadmin', TRUE))
),
`l` AS (
SELECT count(*) FILTER (WHERE (`lock_waits`.`state` = 'waiting')) AS `lock_messages`
FROM `tbl_lock_waits` AS `lock_waits`
WHERE (`lock_waits`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `lock_waits`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`lock_waits`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`lock_waits`.`database_name` <> 'rdsadmin', TRUE))
),
`d` AS (
SELECT count(*) AS `deadlocks`
FROM `tbl_deadlocks` AS `deadlocks`
WHERE (`deadlocks`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `deadlocks`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`deadlocks`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`deadlocks`.`database_name` <> 'rdsadmin', TRUE))
),
`c` AS (
SELECT count(*) FILTER (WHERE (`logins`.`event` = 'authorized')) AS `connections`,
  count(*) FILTER (WHERE (`logins`.`event` = 'failed')) AS `failed_connections`
FROM (
WITH `numbered` AS (
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`,
  row_number() OVER (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`event`, `connections`.`pid`, date_trunc('hour', `connections`.`ts`), `connections`.`observed_by` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST) AS `nth`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IN ('audit_log', 'error_log', 'general_log')
),
`ranked` AS (
SELECT `numbered`.`ts` AS `ts`,
  `numbered`.`account` AS `account`,
  `numbered`.`region` AS `region`,
  `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`source` AS `source`,
  `numbered`.`offset` AS `offset`,
  `numbered`.`pid` AS `pid`,
  `numbered`.`session_key` AS `session_key`,
  `numbered`.`user_name` AS `user_name`,
  `numbered`.`database_name` AS `database_name`,
  `numbered`.`client_host` AS `client_host`,
  `numbered`.`application` AS `application`,
  `numbered`.`backend_type` AS `backend_type`,
  `numbered`.`event` AS `event`,
  `numbered`.`client_port` AS `client_port`,
  `numbered`.`auth_method` AS `auth_method`,
  `numbered`.`identity` AS `identity`,
  `numbered`.`tls_version` AS `tls_version`,
  `numbered`.`tls_cipher` AS `tls_cipher`,
  `numbered`.`replication` AS `replication`,
  `numbered`.`session_us` AS `session_us`,
  `numbered`.`setup_us` AS `setup_us`,
  `numbered`.`failure` AS `failure`,
  `numbered`.`observed_by` AS `observed_by`,
  `numbered`.`nth` AS `nth`,
  row_number() OVER (PARTITION BY `numbered`.`account`, `numbered`.`region`, `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`event`, `numbered`.`pid`, date_trunc('hour', `numbered`.`ts`), `numbered`.`nth` ORDER BY CASE `numbered`.`observed_by` WHEN 'audit_log' THEN 1 WHEN 'error_log' THEN 2 ELSE 3 END ASC NULLS LAST, `numbered`.`ts` ASC NULLS LAST, `numbered`.`source` ASC NULLS LAST, `numbered`.`offset` ASC NULLS LAST) AS `choice`
FROM `numbered` AS `numbered`
),
`refused` AS (
SELECT `i`.`ts` AS `ts`,
  `i`.`account` AS `account`,
  `i`.`region` AS `region`,
  `i`.`cluster` AS `cluster`,
  `i`.`instance` AS `instance`,
  `i`.`source` AS `source`,
  `i`.`offset` AS `offset`,
  `i`.`pid` AS `pid`,
  `i`.`session_key` AS `session_key`,
  `i`.`user_name` AS `user_name`,
  `i`.`database_name` AS `database_name`,
  `i`.`client_host` AS `client_host`,
  `i`.`application` AS `application`,
  `i`.`backend_type` AS `backend_type`,
  `i`.`event` AS `event`,
  `i`.`client_port` AS `client_port`,
  `i`.`auth_method` AS `auth_method`,
  `i`.`identity` AS `identity`,
  `i`.`tls_version` AS `tls_version`,
  `i`.`tls_cipher` AS `tls_cipher`,
  `i`.`replication` AS `replication`,
  `i`.`session_us` AS `session_us`,
  `i`.`setup_us` AS `setup_us`,
  `i`.`failure` AS `failure`,
  `i`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `i`
WHERE `i`.`observed_by` = 'iam_log' AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `tbl_connections` AS `o`
WHERE `o`.`event` = 'failed' AND coalesce(`o`.`observed_by`, '') <> 'iam_log' AND `o`.`account` = `i`.`account` AND `o`.`region` = `i`.`region` AND `o`.`cluster` = `i`.`cluster` AND `o`.`instance` = `i`.`instance` AND `o`.`user_name` = `i`.`user_name` AND `o`.`ts` BETWEEN `i`.`ts` - INTERVAL '2' SECOND AND `i`.`ts` + INTERVAL '2' SECOND
))
)
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IS NULL
UNION ALL
SELECT `ranked`.`ts` AS `ts`,
  `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`source` AS `source`,
  `ranked`.`offset` AS `offset`,
  `ranked`.`pid` AS `pid`,
  `ranked`.`session_key` AS `session_key`,
  `ranked`.`user_name` AS `user_name`,
  `ranked`.`database_name` AS `database_name`,
  `ranked`.`client_host` AS `client_host`,
  `ranked`.`application` AS `application`,
  `ranked`.`backend_type` AS `backend_type`,
  `ranked`.`event` AS `event`,
  `ranked`.`client_port` AS `client_port`,
  `ranked`.`auth_method` AS `auth_method`,
  `ranked`.`identity` AS `identity`,
  `ranked`.`tls_version` AS `tls_version`,
  `ranked`.`tls_cipher` AS `tls_cipher`,
  `ranked`.`replication` AS `replication`,
  `ranked`.`session_us` AS `session_us`,
  `ranked`.`setup_us` AS `setup_us`,
  `ranked`.`failure` AS `failure`,
  `ranked`.`observed_by` AS `observed_by`
FROM `ranked` AS `ranked`
WHERE `ranked`.`choice` = 1
UNION ALL
SELECT `refused`.`ts` AS `ts`,
  `refused`.`account` AS `account`,
  `refused`.`region` AS `region`,
  `refused`.`cluster` AS `cluster`,
  `refused`.`instance` AS `instance`,
  `refused`.`source` AS `source`,
  `refused`.`offset` AS `offset`,
  `refused`.`pid` AS `pid`,
  `refused`.`session_key` AS `session_key`,
  `refused`.`user_name` AS `user_name`,
  `refused`.`database_name` AS `database_name`,
  `refused`.`client_host` AS `client_host`,
  `refused`.`application` AS `application`,
  `refused`.`backend_type` AS `backend_type`,
  `refused`.`event` AS `event`,
  `refused`.`client_port` AS `client_port`,
  `refused`.`auth_method` AS `auth_method`,
  `refused`.`identity` AS `identity`,
  `refused`.`tls_version` AS `tls_version`,
  `refused`.`tls_cipher` AS `tls_cipher`,
  `refused`.`replication` AS `replication`,
  `refused`.`session_us` AS `session_us`,
  `refused`.`setup_us` AS `setup_us`,
  `refused`.`failure` AS `failure`,
  `refused`.`observed_by` AS `observed_by`
FROM `refused` AS `refused`
) AS `logins`
WHERE (`logins`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `logins`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`logins`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`logins`.`database_name` <> 'rdsadmin', TRUE))
)
SELECT `a`.`entries` AS `entries`,
  `s`.`calls` AS `calls`,
  `s`.`sum_us` AS `sum_us`,
  `s`.`max_us` AS `max_us`,
  `e`.`errors` AS `errors`,
  `e`.`fatals` AS `fatals`,
  `e`.`warnings` AS `warnings`,
  `t`.`temp_files` AS `temp_files`,
  `t`.`temp_bytes` AS `temp_bytes`,
  `l`.`lock_messages` AS `lock_messages`,
  `d`.`deadlocks` AS `deadlocks`,
  `c`.`connections` AS `connections`,
  `c`.`failed_connections` AS `failed_connections`
FROM `s` AS `s`
CROSS JOIN `e` AS `e`
CROSS JOIN `a` AS `a`
CROSS JOIN `t` AS `t`
CROSS JOIN `l` AS `l`
CROSS JOIN `d` AS `d`
CROSS JOIN `c` AS `c`;

-- vacuum_rows 1f4da1073af31c07
WITH `tbl_vacuums` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `relation` AS `relation`, `elapsed_us` AS `elapsed_us`, `cpu_user_us` AS `cpu_user_us`, `cpu_system_us` AS `cpu_system_us`, `buffer_hits` AS `buffer_hits`, `buffer_reads` AS `buffer_reads`, `buffer_dirtied` AS `buffer_dirtied`, `read_rate_mb_s` AS `read_rate_mb_s`, `write_rate_mb_s` AS `write_rate_mb_s`, `io_read_us` AS `io_read_us`, `io_write_us` AS `io_write_us`, `delay_us` AS `delay_us`, `wal_records` AS `wal_records`, `wal_fpi` AS `wal_fpi`, `wal_bytes` AS `wal_bytes`, `wal_buffers_full` AS `wal_buffers_full`, `aggressive` AS `aggressive`, `wraparound` AS `wraparound`, `index_scans` AS `index_scans`, `pages_removed` AS `pages_removed`, `pages_remain` AS `pages_remain`, `pages_scanned` AS `pages_scanned`, `pages_skipped_pins` AS `pages_skipped_pins`, `pages_skipped_frozen` AS `pages_skipped_frozen`, `pages_eagerly_scanned` AS `pages_eagerly_scanned`, `tuples_removed` AS `tuples_removed`, `tuples_remain` AS `tuples_remain`, `tuples_dead` AS `tuples_dead`, `tuples_missed` AS `tuples_missed`, `oldest_xmin` AS `oldest_xmin`, `xmin_age` AS `xmin_age`, `pages_frozen` AS `pages_frozen`, `tuples_frozen` AS `tuples_frozen`, `pages_all_visible` AS `pages_all_visible`, `pages_all_frozen` AS `pages_all_frozen`, `dead_item_pages` AS `dead_item_pages`, `dead_item_identifiers` AS `dead_item_identifiers`, `index_scan` AS `index_scan`
FROM store
WHERE tbl = 'vacuums' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `vacuums`.`ts` AS `ts`,
  `vacuums`.`cluster` AS `cluster`,
  `vacuums`.`instance` AS `instance`,
  `vacuums`.`source` AS `source`,
  `vacuums`.`offset` AS `offset`,
  `vacuums`.`pid` AS `pid`,
  `vacuums`.`session_key` AS `session_key`,
  `vacuums`.`user_name` AS `user_name`,
  `vacuums`.`database_name` AS `database_name`,
  `vacuums`.`client_host` AS `client_host`,
  `vacuums`.`application` AS `application`,
  `vacuums`.`backend_type` AS `backend_type`,
  `vacuums`.`relation` AS `relation`,
  `vacuums`.`elapsed_us` AS `elapsed_us`,
  `vacuums`.`cpu_user_us` AS `cpu_user_us`,
  `vacuums`.`cpu_system_us` AS `cpu_system_us`,
  `vacuums`.`buffer_hits` AS `buffer_hits`,
  `vacuums`.`buffer_reads` AS `buffer_reads`,
  `vacuums`.`buffer_dirtied` AS `buffer_dirtied`,
  `vacuums`.`read_rate_mb_s` AS `read_rate_mb_s`,
  `vacuums`.`write_rate_mb_s` AS `write_rate_mb_s`,
  `vacuums`.`io_read_us` AS `io_read_us`,
  `vacuums`.`io_write_us` AS `io_write_us`,
  `vacuums`.`delay_us` AS `delay_us`,
  `vacuums`.`wal_records` AS `wal_records`,
  `vacuums`.`wal_fpi` AS `wal_fpi`,
  `vacuums`.`wal_bytes` AS `wal_bytes`,
  `vacuums`.`wal_buffers_full` AS `wal_buffers_full`,
  `vacuums`.`aggressive` AS `aggressive`,
  `vacuums`.`wraparound` AS `wraparound`,
  `vacuums`.`index_scans` AS `index_scans`,
  `vacuums`.`pages_removed` AS `pages_removed`,
  `vacuums`.`pages_remain` AS `pages_remain`,
  `vacuums`.`pages_scanned` AS `pages_scanned`,
  `vacuums`.`pages_skipped_pins` AS `pages_skipped_pins`,
  `vacuums`.`pages_skipped_frozen` AS `pages_skipped_frozen`,
  `vacuums`.`pages_eagerly_scanned` AS `pages_eagerly_scanned`,
  `vacuums`.`tuples_removed` AS `tuples_removed`,
  `vacuums`.`tuples_remain` AS `tuples_remain`,
  `vacuums`.`tuples_dead` AS `tuples_dead`,
  `vacuums`.`tuples_missed` AS `tuples_missed`,
  `vacuums`.`oldest_xmin` AS `oldest_xmin`,
  `vacuums`.`xmin_age` AS `xmin_age`,
  `vacuums`.`pages_frozen` AS `pages_frozen`,
  `vacuums`.`tuples_frozen` AS `tuples_frozen`,
  `vacuums`.`pages_all_visible` AS `pages_all_visible`,
  `vacuums`.`pages_all_frozen` AS `pages_all_frozen`,
  `vacuums`.`dead_item_pages` AS `dead_item_pages`,
  `vacuums`.`dead_item_identifiers` AS `dead_item_identifiers`,
  `vacuums`.`index_scan` AS `index_scan`
FROM `tbl_vacuums` AS `vacuums`
WHERE (`vacuums`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `vacuums`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND (NULL IS NULL OR `vacuums`.`relation` = NULL) AND (NULL IS NULL OR (unix_micros(`vacuums`.`ts`) < NULL OR (unix_micros(`vacuums`.`ts`) = NULL AND (`vacuums`.`source` < NULL OR (`vacuums`.`source` = NULL AND `vacuums`.`offset` < NULL)))))
ORDER BY `vacuums`.`ts` DESC NULLS LAST, `vacuums`.`source` DESC NULLS LAST, `vacuums`.`offset` DESC NULLS LAST
LIMIT 100;

-- vacuums_by_table 230e00eca2075760
WITH `tbl_vacuums` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `relation` AS `relation`, `elapsed_us` AS `elapsed_us`, `buffer_hits` AS `buffer_hits`, `buffer_reads` AS `buffer_reads`, `buffer_dirtied` AS `buffer_dirtied`, `wal_records` AS `wal_records`, `wal_fpi` AS `wal_fpi`, `wal_bytes` AS `wal_bytes`, `aggressive` AS `aggressive`, `wraparound` AS `wraparound`, `index_scans` AS `index_scans`, `pages_removed` AS `pages_removed`, `pages_remain` AS `pages_remain`, `pages_scanned` AS `pages_scanned`, `tuples_removed` AS `tuples_removed`, `tuples_remain` AS `tuples_remain`, `tuples_dead` AS `tuples_dead`, `tuples_missed` AS `tuples_missed`, `xmin_age` AS `xmin_age`
FROM store
WHERE tbl = 'vacuums' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `vacuums`.`relation` AS `relation`,
  count(*) AS `runs`,
  count(*) FILTER (WHERE (`vacuums`.`aggressive`)) AS `aggressive_runs`,
  count(*) FILTER (WHERE (`vacuums`.`wraparound`)) AS `wraparound_runs`,
  sum(`vacuums`.`elapsed_us`) AS `elapsed_us`,
  max(`vacuums`.`elapsed_us`) AS `max_elapsed_us`,
  sum(`vacuums`.`index_scans`) AS `index_scans`,
  sum(`vacuums`.`tuples_removed`) AS `tuples_removed`,
  max(`vacuums`.`tuples_dead`) AS `max_tuples_dead`,
  sum(`vacuums`.`tuples_missed`) AS `tuples_missed`,
  sum(`vacuums`.`pages_removed`) AS `pages_removed`,
  sum(`vacuums`.`pages_scanned`) AS `pages_scanned`,
  max_by(`vacuums`.`pages_remain`, struct(`vacuums`.`ts`, `vacuums`.`pages_remain`)) FILTER (WHERE (`vacuums`.`pages_remain` IS NOT NULL) AND (`vacuums`.`ts` IS NOT NULL)) AS `pages_remain`,
  max_by(`vacuums`.`tuples_remain`, struct(`vacuums`.`ts`, `vacuums`.`tuples_remain`)) FILTER (WHERE (`vacuums`.`tuples_remain` IS NOT NULL) AND (`vacuums`.`ts` IS NOT NULL)) AS `tuples_remain`,
  sum(`vacuums`.`buffer_hits`) AS `buffer_hits`,
  sum(`vacuums`.`buffer_reads`) AS `buffer_reads`,
  sum(`vacuums`.`buffer_dirtied`) AS `buffer_dirtied`,
  sum(`vacuums`.`wal_records`) AS `wal_records`,
  sum(`vacuums`.`wal_fpi`) AS `wal_fpi`,
  sum(`vacuums`.`wal_bytes`) AS `wal_bytes`,
  max(`vacuums`.`xmin_age`) AS `max_xmin_age`,
  min(`vacuums`.`ts`) AS `first_ts`,
  max(`vacuums`.`ts`) AS `last_ts`
FROM `tbl_vacuums` AS `vacuums`
WHERE (`vacuums`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `vacuums`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
GROUP BY `vacuums`.`relation`
ORDER BY `runs` DESC NULLS LAST, `elapsed_us` DESC NULLS LAST, `relation` ASC NULLS LAST
LIMIT 100;

-- vacuums_over_time 331c0a7577a780dc
WITH `tbl_analyzes` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `elapsed_us` AS `elapsed_us`, `wal_bytes` AS `wal_bytes`
FROM store
WHERE tbl = 'analyzes' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_vacuums` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `elapsed_us` AS `elapsed_us`, `wal_bytes` AS `wal_bytes`, `pages_removed` AS `pages_removed`, `tuples_removed` AS `tuples_removed`
FROM store
WHERE tbl = 'vacuums' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
)
SELECT `runs`.`bucket` AS `bucket`,
  sum(`runs`.`vacuum_runs`) AS `vacuum_runs`,
  sum(`runs`.`analyze_runs`) AS `analyze_runs`,
  sum(`runs`.`elapsed_us`) AS `elapsed_us`,
  max(`runs`.`max_elapsed_us`) AS `max_elapsed_us`,
  sum(`runs`.`tuples_removed`) AS `tuples_removed`,
  sum(`runs`.`pages_removed`) AS `pages_removed`,
  sum(`runs`.`wal_bytes`) AS `wal_bytes`
FROM (
SELECT timestamp_micros((unix_micros(`vacuums`.`ts`) DIV 60000000) * 60000000L) AS `bucket`,
  count(*) AS `vacuum_runs`,
  0 AS `analyze_runs`,
  sum(`vacuums`.`elapsed_us`) AS `elapsed_us`,
  max(`vacuums`.`elapsed_us`) AS `max_elapsed_us`,
  sum(`vacuums`.`tuples_removed`) AS `tuples_removed`,
  sum(`vacuums`.`pages_removed`) AS `pages_removed`,
  sum(`vacuums`.`wal_bytes`) AS `wal_bytes`
FROM `tbl_vacuums` AS `vacuums`
WHERE (`vacuums`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `vacuums`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
GROUP BY timestamp_micros((unix_micros(`vacuums`.`ts`) DIV 60000000) * 60000000L)
UNION ALL
SELECT timestamp_micros((unix_micros(`analyzes`.`ts`) DIV 60000000) * 60000000L) AS `_col_0`,
  0 AS `0`,
  count(*) AS `_col_2`,
  sum(`analyzes`.`elapsed_us`) AS `_col_3`,
  max(`analyzes`.`elapsed_us`) AS `_col_4`,
  NULL AS `_col_5`,
  NULL AS `_col_6`,
  sum(`analyzes`.`wal_bytes`) AS `_col_7`
FROM `tbl_analyzes` AS `analyzes`
WHERE (`analyzes`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `analyzes`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
GROUP BY timestamp_micros((unix_micros(`analyzes`.`ts`) DIV 60000000) * 60000000L)
) AS `runs`
GROUP BY `runs`.`bucket`
ORDER BY `bucket` ASC NULLS LAST;

-- verdicts 8ccfff2a85c4cdd5
WITH `tbl_connections` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `event` AS `event`, `client_port` AS `client_port`, `auth_method` AS `auth_method`, `identity` AS `identity`, `tls_version` AS `tls_version`, `tls_cipher` AS `tls_cipher`, `replication` AS `replication`, `session_us` AS `session_us`, `setup_us` AS `setup_us`, `failure` AS `failure`, `observed_by` AS `observed_by`
FROM store
WHERE tbl = 'connections'
),
`tbl_coverage` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `run` AS `run`, `source` AS `source`, `path` AS `path`, `log_kind` AS `log_kind`, `collector` AS `collector`, `series` AS `series`, `route` AS `route`, `format` AS `format`, `prefix` AS `prefix`, CAST(`covered_from` AS TIMESTAMP) AS `covered_from`, CAST(`covered_to` AS TIMESTAMP) AS `covered_to`, `expected_bytes` AS `expected_bytes`, `bytes` AS `bytes`, `position_from` AS `position_from`, `position_to` AS `position_to`, `entries` AS `entries`, `filtered_entries` AS `filtered_entries`, `filter` AS `filter`, `unparsed_entries` AS `unparsed_entries`, `first_unparsed` AS `first_unparsed`, `first_unparsed_offset` AS `first_unparsed_offset`, `truncated` AS `truncated`, `status` AS `status`, `reason` AS `reason`
FROM store
WHERE tbl = 'coverage'
),
`tbl_deadlocks` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`
FROM store
WHERE tbl = 'deadlocks' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_entries` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `severity` AS `severity`, `noise` AS `noise`
FROM store
WHERE tbl = 'entries' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_lock_waits` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `wait_us` AS `wait_us`
FROM store
WHERE tbl = 'lock_waits' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_log_settings` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `setting` AS `setting`, `value_text` AS `value`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`
FROM store
WHERE tbl = 'log_settings'
),
`tbl_server_events` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `event` AS `event`
FROM store
WHERE tbl = 'server_events' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`tbl_temp_files` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `instance` AS `instance`, `source` AS `source`, `offset` AS `offset`, `pid` AS `pid`, `session_key` AS `session_key`, `user_name` AS `user_name`, `database_name` AS `database_name`, `client_host` AS `client_host`, `application` AS `application`, `backend_type` AS `backend_type`, `path` AS `path`, `bytes` AS `bytes`
FROM store
WHERE tbl = 'temp_files' AND (day BETWEEN DATE '2026-11-19' AND DATE '2026-11-20' OR day = DATE '1970-01-01')
),
`known` AS (
SELECT count(*) FILTER (WHERE (`spans_of_logs`.`inside`)) AS `spans`,
  coalesce(sum(`spans_of_logs`.`unparsed_entries`), 0) AS `unparsed`,
  coalesce(sum(`spans_of_logs`.`entries`), 0) AS `read`,
  count(*) FILTER (WHERE (`spans_of_logs`.`truncated` OR NOT (`spans_of_logs`.`status` IN ('complete', 'unread')))) AS `partial`,
  count(*) FILTER (WHERE (`spans_of_logs`.`inside` AND `spans_of_logs`.`log_kind` = 'postgresql')) = 0 AND count(*) FILTER (WHERE (`spans_of_logs`.`inside` AND `spans_of_logs`.`log_kind` IN ('error', 'slowquery', 'general', 'audit'))) > 0 AS `mysql`,
  count(*) FILTER (WHERE (`spans_of_logs`.`inside` AND `spans_of_logs`.`log_kind` = 'slowquery')) > 0 AS `slow`,
  count(*) FILTER (WHERE (`spans_of_logs`.`inside` AND `spans_of_logs`.`log_kind` = 'error')) > 0 AS `error`,
  count(*) FILTER (WHERE (`spans_of_logs`.`inside` AND `spans_of_logs`.`log_kind` IN ('audit', 'general'))) > 0 AS `logins`
FROM (
SELECT `coverage`.`account` AS `account`,
  `coverage`.`region` AS `region`,
  `coverage`.`cluster` AS `cluster`,
  `coverage`.`instance` AS `instance`,
  `coverage`.`run` AS `run`,
  `coverage`.`source` AS `source`,
  `coverage`.`path` AS `path`,
  `coverage`.`log_kind` AS `log_kind`,
  `coverage`.`collector` AS `collector`,
  `coverage`.`series` AS `series`,
  `coverage`.`route` AS `route`,
  `coverage`.`format` AS `format`,
  `coverage`.`prefix` AS `prefix`,
  `coverage`.`covered_from` AS `covered_from`,
  `coverage`.`covered_to` AS `covered_to`,
  `coverage`.`expected_bytes` AS `expected_bytes`,
  `coverage`.`bytes` AS `bytes`,
  `coverage`.`position_from` AS `position_from`,
  `coverage`.`position_to` AS `position_to`,
  `coverage`.`entries` AS `entries`,
  `coverage`.`filtered_entries` AS `filtered_entries`,
  `coverage`.`filter` AS `filter`,
  `coverage`.`unparsed_entries` AS `unparsed_entries`,
  `coverage`.`first_unparsed` AS `first_unparsed`,
  `coverage`.`first_unparsed_offset` AS `first_unparsed_offset`,
  `coverage`.`truncated` AS `truncated`,
  `coverage`.`status` AS `status`,
  `coverage`.`reason` AS `reason`,
  (TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `coverage`.`covered_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `coverage`.`covered_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC') AS `inside`
FROM `tbl_coverage` AS `coverage`
WHERE (TRUE)
) AS `spans_of_logs`
),
`settings` AS (
SELECT max(`log_settings`.`value`) FILTER (WHERE (`log_settings`.`setting` = 'log_lock_waits')) AS `lock_waits`,
  max(`log_settings`.`value`) FILTER (WHERE (`log_settings`.`setting` = 'log_temp_files')) AS `temp_files`,
  max(`log_settings`.`value`) FILTER (WHERE (`log_settings`.`setting` = 'log_connections')) AS `connections`,
  max(`log_settings`.`value`) FILTER (WHERE (`log_settings`.`setting` = 'innodb_print_all_deadlocks')) AS `all_deadlocks`,
  max(`log_settings`.`value`) FILTER (WHERE (`log_settings`.`setting` = 'long_query_time')) AS `long_query`,
  max(`log_settings`.`value`) FILTER (WHERE (`log_settings`.`setting` = 'log_error_verbosity')) AS `verbosity`
FROM `tbl_log_settings` AS `log_settings`
WHERE (TRUE) AND (TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `log_settings`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' OR `log_settings`.`valid_from` IS NULL) AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `log_settings`.`valid_to` IS NULL OR `log_settings`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
),
`wrong` AS (
SELECT count(*) FILTER (WHERE (`entries`.`severity` = 'PANIC')) AS `panics`,
  count(*) FILTER (WHERE (`entries`.`severity` = 'FATAL')) AS `fatals`,
  count(*) FILTER (WHERE (`entries`.`severity` = 'ERROR')) AS `errors`
FROM `tbl_entries` AS `entries`
WHERE (`entries`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `entries`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`entries`.`noise`), TRUE) AND coalesce(NOT (`entries`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`entries`.`database_name` <> 'rdsadmin', TRUE))
),
`dead` AS (
SELECT count(*) AS `deadlocks`
FROM `tbl_deadlocks` AS `deadlocks`
WHERE (`deadlocks`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `deadlocks`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`deadlocks`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`deadlocks`.`database_name` <> 'rdsadmin', TRUE))
),
`waits` AS (
SELECT count(*) AS `messages`,
  coalesce(max(`lock_waits`.`wait_us`), 0) AS `longest_us`
FROM `tbl_lock_waits` AS `lock_waits`
WHERE (`lock_waits`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `lock_waits`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`lock_waits`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`lock_waits`.`database_name` <> 'rdsadmin', TRUE))
),
`spills` AS (
SELECT count(*) AS `files`,
  coalesce(sum(`temp_files`.`bytes`), 0) AS `bytes`
FROM `tbl_temp_files` AS `temp_files`
WHERE (`temp_files`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `temp_files`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`temp_files`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`temp_files`.`database_name` <> 'rdsadmin', TRUE))
),
`starts` AS (
SELECT count(*) FILTER (WHERE (`server_events`.`event` = 'crash')) AS `crashes`,
  count(*) FILTER (WHERE (`server_events`.`event` = 'starting')) AS `starts`
FROM `tbl_server_events` AS `server_events`
WHERE (`server_events`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `server_events`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC')
),
`refused` AS (
SELECT count(*) FILTER (WHERE (`logins`.`event` = 'failed')) AS `failures`,
  count(*) AS `messages`
FROM (
WITH `numbered` AS (
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`,
  row_number() OVER (PARTITION BY `connections`.`account`, `connections`.`region`, `connections`.`cluster`, `connections`.`instance`, `connections`.`event`, `connections`.`pid`, date_trunc('hour', `connections`.`ts`), `connections`.`observed_by` ORDER BY `connections`.`ts` ASC NULLS LAST, `connections`.`source` ASC NULLS LAST, `connections`.`offset` ASC NULLS LAST) AS `nth`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IN ('audit_log', 'error_log', 'general_log')
),
`ranked` AS (
SELECT `numbered`.`ts` AS `ts`,
  `numbered`.`account` AS `account`,
  `numbered`.`region` AS `region`,
  `numbered`.`cluster` AS `cluster`,
  `numbered`.`instance` AS `instance`,
  `numbered`.`source` AS `source`,
  `numbered`.`offset` AS `offset`,
  `numbered`.`pid` AS `pid`,
  `numbered`.`session_key` AS `session_key`,
  `numbered`.`user_name` AS `user_name`,
  `numbered`.`database_name` AS `database_name`,
  `numbered`.`client_host` AS `client_host`,
  `numbered`.`application` AS `application`,
  `numbered`.`backend_type` AS `backend_type`,
  `numbered`.`event` AS `event`,
  `numbered`.`client_port` AS `client_port`,
  `numbered`.`auth_method` AS `auth_method`,
  `numbered`.`identity` AS `identity`,
  `numbered`.`tls_version` AS `tls_version`,
  `numbered`.`tls_cipher` AS `tls_cipher`,
  `numbered`.`replication` AS `replication`,
  `numbered`.`session_us` AS `session_us`,
  `numbered`.`setup_us` AS `setup_us`,
  `numbered`.`failure` AS `failure`,
  `numbered`.`observed_by` AS `observed_by`,
  `numbered`.`nth` AS `nth`,
  row_number() OVER (PARTITION BY `numbered`.`account`, `numbered`.`region`, `numbered`.`cluster`, `numbered`.`instance`, `numbered`.`event`, `numbered`.`pid`, date_trunc('hour', `numbered`.`ts`), `numbered`.`nth` ORDER BY CASE `numbered`.`observed_by` WHEN 'audit_log' THEN 1 WHEN 'error_log' THEN 2 ELSE 3 END ASC NULLS LAST, `numbered`.`ts` ASC NULLS LAST, `numbered`.`source` ASC NULLS LAST, `numbered`.`offset` ASC NULLS LAST) AS `choice`
FROM `numbered` AS `numbered`
),
`refused` AS (
SELECT `i`.`ts` AS `ts`,
  `i`.`account` AS `account`,
  `i`.`region` AS `region`,
  `i`.`cluster` AS `cluster`,
  `i`.`instance` AS `instance`,
  `i`.`source` AS `source`,
  `i`.`offset` AS `offset`,
  `i`.`pid` AS `pid`,
  `i`.`session_key` AS `session_key`,
  `i`.`user_name` AS `user_name`,
  `i`.`database_name` AS `database_name`,
  `i`.`client_host` AS `client_host`,
  `i`.`application` AS `application`,
  `i`.`backend_type` AS `backend_type`,
  `i`.`event` AS `event`,
  `i`.`client_port` AS `client_port`,
  `i`.`auth_method` AS `auth_method`,
  `i`.`identity` AS `identity`,
  `i`.`tls_version` AS `tls_version`,
  `i`.`tls_cipher` AS `tls_cipher`,
  `i`.`replication` AS `replication`,
  `i`.`session_us` AS `session_us`,
  `i`.`setup_us` AS `setup_us`,
  `i`.`failure` AS `failure`,
  `i`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `i`
WHERE `i`.`observed_by` = 'iam_log' AND NOT (EXISTS (
SELECT 1 AS `1`
FROM `tbl_connections` AS `o`
WHERE `o`.`event` = 'failed' AND coalesce(`o`.`observed_by`, '') <> 'iam_log' AND `o`.`account` = `i`.`account` AND `o`.`region` = `i`.`region` AND `o`.`cluster` = `i`.`cluster` AND `o`.`instance` = `i`.`instance` AND `o`.`user_name` = `i`.`user_name` AND `o`.`ts` BETWEEN `i`.`ts` - INTERVAL '2' SECOND AND `i`.`ts` + INTERVAL '2' SECOND
))
)
SELECT `connections`.`ts` AS `ts`,
  `connections`.`account` AS `account`,
  `connections`.`region` AS `region`,
  `connections`.`cluster` AS `cluster`,
  `connections`.`instance` AS `instance`,
  `connections`.`source` AS `source`,
  `connections`.`offset` AS `offset`,
  `connections`.`pid` AS `pid`,
  `connections`.`session_key` AS `session_key`,
  `connections`.`user_name` AS `user_name`,
  `connections`.`database_name` AS `database_name`,
  `connections`.`client_host` AS `client_host`,
  `connections`.`application` AS `application`,
  `connections`.`backend_type` AS `backend_type`,
  `connections`.`event` AS `event`,
  `connections`.`client_port` AS `client_port`,
  `connections`.`auth_method` AS `auth_method`,
  `connections`.`identity` AS `identity`,
  `connections`.`tls_version` AS `tls_version`,
  `connections`.`tls_cipher` AS `tls_cipher`,
  `connections`.`replication` AS `replication`,
  `connections`.`session_us` AS `session_us`,
  `connections`.`setup_us` AS `setup_us`,
  `connections`.`failure` AS `failure`,
  `connections`.`observed_by` AS `observed_by`
FROM `tbl_connections` AS `connections`
WHERE `connections`.`observed_by` IS NULL
UNION ALL
SELECT `ranked`.`ts` AS `ts`,
  `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`instance` AS `instance`,
  `ranked`.`source` AS `source`,
  `ranked`.`offset` AS `offset`,
  `ranked`.`pid` AS `pid`,
  `ranked`.`session_key` AS `session_key`,
  `ranked`.`user_name` AS `user_name`,
  `ranked`.`database_name` AS `database_name`,
  `ranked`.`client_host` AS `client_host`,
  `ranked`.`application` AS `application`,
  `ranked`.`backend_type` AS `backend_type`,
  `ranked`.`event` AS `event`,
  `ranked`.`client_port` AS `client_port`,
  `ranked`.`auth_method` AS `auth_method`,
  `ranked`.`identity` AS `identity`,
  `ranked`.`tls_version` AS `tls_version`,
  `ranked`.`tls_cipher` AS `tls_cipher`,
  `ranked`.`replication` AS `replication`,
  `ranked`.`session_us` AS `session_us`,
  `ranked`.`setup_us` AS `setup_us`,
  `ranked`.`failure` AS `failure`,
  `ranked`.`observed_by` AS `observed_by`
FROM `ranked` AS `ranked`
WHERE `ranked`.`choice` = 1
UNION ALL
SELECT `refused`.`ts` AS `ts`,
  `refused`.`account` AS `account`,
  `refused`.`region` AS `region`,
  `refused`.`cluster` AS `cluster`,
  `refused`.`instance` AS `instance`,
  `refused`.`source` AS `source`,
  `refused`.`offset` AS `offset`,
  `refused`.`pid` AS `pid`,
  `refused`.`session_key` AS `session_key`,
  `refused`.`user_name` AS `user_name`,
  `refused`.`database_name` AS `database_name`,
  `refused`.`client_host` AS `client_host`,
  `refused`.`application` AS `application`,
  `refused`.`backend_type` AS `backend_type`,
  `refused`.`event` AS `event`,
  `refused`.`client_port` AS `client_port`,
  `refused`.`auth_method` AS `auth_method`,
  `refused`.`identity` AS `identity`,
  `refused`.`tls_version` AS `tls_version`,
  `refused`.`tls_cipher` AS `tls_cipher`,
  `refused`.`replication` AS `replication`,
  `refused`.`session_us` AS `session_us`,
  `refused`.`setup_us` AS `setup_us`,
  `refused`.`failure` AS `failure`,
  `refused`.`observed_by` AS `observed_by`
FROM `refused` AS `refused`
) AS `logins`
WHERE (`logins`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `logins`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND coalesce(NOT (`logins`.`user_name` IN ('rdsadmin', 'rdsmon')), TRUE) AND coalesce(`logins`.`database_name` <> 'rdsadmin', TRUE))
)
SELECT `verdicts`.`subject` AS `subject`,
  `verdicts`.`verdict` AS `verdict`,
  `verdicts`.`reason` AS `reason`
FROM (
SELECT 1 AS `place`,
  'Coverage' AS `subject`,
  CASE WHEN `known`.`spans` = 0 THEN 'unknown' WHEN `known`.`partial` > 0 OR `known`.`unparsed` > 0 THEN 'watch' ELSE 'ok' END AS `verdict`,
  CASE WHEN `known`.`spans` = 0 THEN 'no log of this range is in the store' WHEN `known`.`partial` > 0 THEN concat(coalesce(CAST(`known`.`partial` AS STRING), ''), ' spans of logs are incomplete') WHEN `known`.`unparsed` > 0 THEN concat(coalesce(CAST(`known`.`unparsed` AS STRING), ''), ' of ', coalesce(CAST(`known`.`read` AS STRING), ''), ' entries were not understood') ELSE 'logs of this range are in the store and every entry was understood' END AS `reason`
FROM `known` AS `known`
UNION ALL
SELECT 2 AS `2`,
  'Server' AS `server`,
  CASE WHEN `starts`.`crashes` + `wrong`.`panics` > 0 THEN 'act' WHEN `known`.`spans` = 0 THEN 'unknown' WHEN `starts`.`starts` > 0 THEN 'watch' ELSE 'ok' END AS `_col_2`,
  CASE WHEN `starts`.`crashes` + `wrong`.`panics` > 0 THEN concat(coalesce(CAST(`starts`.`crashes` AS STRING), ''), ' crashes of a process, ', coalesce(CAST(`wrong`.`panics` AS STRING), ''), ' PANIC') WHEN `known`.`spans` = 0 THEN 'no log of this range' WHEN `starts`.`starts` > 0 THEN concat('started ', coalesce(CAST(`starts`.`starts` AS STRING), ''), ' times') ELSE 'no crash, no PANIC, no restart was logged' END AS `_col_3`
FROM `known` AS `known`
CROSS JOIN `starts` AS `starts`
CROSS JOIN `wrong` AS `wrong`
UNION ALL
SELECT 3 AS `3`,
  'Errors' AS `errors`,
  CASE WHEN `wrong`.`fatals` + `wrong`.`errors` > 0 THEN 'watch' WHEN `known`.`spans` = 0 THEN 'unknown' ELSE 'ok' END AS `_col_2`,
  CASE WHEN `wrong`.`fatals` + `wrong`.`errors` > 0 THEN concat(coalesce(CAST(`wrong`.`errors` AS STRING), ''), ' ERROR, ', coalesce(CAST(`wrong`.`fatals` AS STRING), ''), ' FATAL') WHEN `known`.`spans` = 0 THEN 'no log of this range' ELSE 'none was logged' END AS `_col_3`
FROM `known` AS `known`
CROSS JOIN `wrong` AS `wrong`
UNION ALL
SELECT 4 AS `4`,
  'Deadlocks' AS `deadlocks`,
  CASE WHEN `dead`.`deadlocks` > 0 THEN 'act' WHEN `known`.`spans` = 0 THEN 'unknown' WHEN `known`.`mysql` AND (NOT (`known`.`error`) OR NOT (upper(coalesce(`settings`.`all_deadlocks`, '')) IN ('ON', '1'))) THEN 'unknown' ELSE 'ok' END AS `_col_2`,
  CASE WHEN `dead`.`deadlocks` > 0 THEN concat(coalesce(CAST(`dead`.`deadlocks` AS STRING), ''), ' deadlocks, each cost a transaction') WHEN `known`.`spans` = 0 THEN 'no log of this range' WHEN `known`.`mysql` AND NOT (`known`.`error`) THEN 'no error log of this range: MySQL writes its deadlocks there' WHEN `known`.`mysql` AND NOT (upper(coalesce(`settings`.`all_deadlocks`, '')) IN ('ON', '1')) THEN 'none was logged, and innodb_print_all_deadlocks is not known to be on' ELSE 'none was logged' END AS `_col_3`
FROM `known` AS `known`
CROSS JOIN `dead` AS `dead`
CROSS JOIN `settings` AS `settings`
UNION ALL
SELECT 5 AS `5`,
  'Lock waits' AS `lock waits`,
  CASE WHEN `waits`.`messages` > 0 THEN 'watch' WHEN `known`.`mysql` THEN CASE WHEN `known`.`slow` AND `settings`.`long_query` IS NOT NULL THEN 'ok' ELSE 'unknown' END WHEN `known`.`spans` = 0 OR NOT (coalesce(`settings`.`lock_waits`, '') IN ('on', '1', 'true', 'yes')) THEN 'unknown' ELSE 'ok' END AS `_col_2`,
  CASE WHEN `waits`.`messages` > 0 THEN concat(coalesce(CAST(`waits`.`messages` AS STRING), ''), ' messages, the longest wait ', coalesce(format_string('%.1f', round((CAST(`waits`.`longest_us` AS DOUBLE) / 1000000.0e0), 1)), ''), ' s') WHEN `known`.`spans` = 0 THEN 'no log of this range' WHEN `known`.`mysql` AND NOT (`known`.`slow`) THEN 'no slow log of this range: MySQL tells of waits for locks there (slow_query_log)' WHEN `known`.`mysql` AND `settings`.`long_query` IS NULL THEN 'none was logged, and long_query_time, above which the slow log has them, is not known' WHEN `known`.`mysql` THEN concat('none was logged among statements over long_query_time, ', coalesce(`settings`.`long_query`, ''), ' s') WHEN NOT (coalesce(`settings`.`lock_waits`, '') IN ('on', '1', 'true', 'yes')) THEN 'none was logged, and log_lock_waits is not known to be on' ELSE 'none was logged while log_lock_waits was on' END AS `_col_3`
FROM `known` AS `known`
CROSS JOIN `waits` AS `waits`
CROSS JOIN `settings` AS `settings`
UNION ALL
SELECT 6 AS `6`,
  'Temp files' AS `temp files`,
  CASE WHEN `spills`.`files` > 0 THEN 'watch' WHEN `known`.`mysql` OR `known`.`spans` = 0 OR coalesce(`settings`.`temp_files`, '-1') = '-1' THEN 'unknown' ELSE 'ok' END AS `_col_2`,
  CASE WHEN `spills`.`files` > 0 THEN concat(coalesce(CAST(`spills`.`files` AS STRING), ''), ' files, ', coalesce(format_string('%.1f', round((CAST(`spills`.`bytes` AS DOUBLE) / 1048576.0e0), 1)), ''), ' MB') WHEN `known`.`spans` = 0 THEN 'no log of this range' WHEN `known`.`mysql` THEN 'does not apply: MySQL logs no temporary files; log_slow_extra counts them by statement' WHEN coalesce(`settings`.`temp_files`, '-1') = '-1' THEN 'none was logged, and log_temp_files is not known to be set' ELSE concat('none was logged while log_temp_files was ', coalesce(`settings`.`temp_files`, '')) END AS `_col_3`
FROM `known` AS `known`
CROSS JOIN `spills` AS `spills`
CROSS JOIN `settings` AS `settings`
UNION ALL
SELECT 7 AS `7`,
  'Connections' AS `connections`,
  CASE WHEN `refused`.`failures` > 0 THEN 'watch' WHEN `known`.`mysql` AND (`known`.`logins` OR (`known`.`error` AND `settings`.`verbosity` = '3')) THEN 'ok' WHEN `known`.`mysql` THEN 'unknown' WHEN `known`.`spans` = 0 OR (`refused`.`messages` = 0 AND `settings`.`connections` IS NULL) THEN 'unknown' ELSE 'ok' END AS `_col_2`,
  CASE WHEN `refused`.`failures` > 0 THEN concat(coalesce(CAST(`refused`.`failures` AS STRING), ''), ' were refused') WHEN `known`.`spans` = 0 THEN 'no log of this range' WHEN `known`.`mysql` AND NOT (`known`.`logins`) AND NOT ((`known`.`error` AND coalesce(`settings`.`verbosity`, '') = '3')) THEN 'none was logged; the audit log, the general log, or the error log with log_error_verbosity = 3 would say' WHEN `known`.`mysql` THEN 'none was refused' WHEN `refused`.`messages` = 0 AND `settings`.`connections` IS NULL THEN 'none was logged, and log_connections is not known to be on' ELSE 'none was refused' END AS `_col_3`
FROM `known` AS `known`
CROSS JOIN `refused` AS `refused`
CROSS JOIN `settings` AS `settings`
) AS `verdicts`
ORDER BY `verdicts`.`place` ASC NULLS LAST;

-- volume_and_io 710832a244f46fe7
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `cluster` AS `cluster`, `name` AS `name`, `scope` AS `scope`, `statistic` AS `statistic`, `value` AS `value`
FROM store
WHERE tbl = 'metrics'
),
`tbl_topology` AS (
SELECT `cluster` AS `cluster`, `resource_type` AS `resource_type`, `attributes` AS `attributes`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`
FROM store
WHERE tbl = 'topology'
),
`asked` AS (
SELECT coalesce(TIMESTAMP '2026-11-19 00:00:00.000000 UTC', (
SELECT min(`metrics`.`ts`) AS `_col_0`
FROM `tbl_metrics` AS `metrics`
WHERE (TRUE)
)) AS `began`,
  coalesce(TIMESTAMP '2026-11-20 00:00:00.000000 UTC', (
SELECT max(`metrics`.`ts`) + INTERVAL '1' SECOND AS `_col_0`
FROM `tbl_metrics` AS `metrics`
WHERE (TRUE)
)) AS `ended`
),
`points` AS (
SELECT `metrics`.`cluster` AS `cluster`,
  `metrics`.`name` AS `name`,
  `metrics`.`ts` AS `ts`,
  `metrics`.`value` AS `value`,
  `metrics`.`ts` >= `asked`.`began` AS `is_now`
FROM `tbl_metrics` AS `metrics`
CROSS JOIN `asked` AS `asked`
WHERE (TRUE) AND `metrics`.`scope` = 'cluster' AND ((`metrics`.`name` = 'VolumeBytesUsed' AND `metrics`.`statistic` = 'Average') OR (`metrics`.`name` IN ('VolumeReadIOPs', 'VolumeWriteIOPs') AND `metrics`.`statistic` = 'Sum')) AND unix_micros(`metrics`.`ts`) >= 2L * unix_micros(`asked`.`began`) - unix_micros(`asked`.`ended`) AND `metrics`.`ts` < `asked`.`ended`
),
`sums` AS (
SELECT `points`.`cluster` AS `cluster`,
  max_by(`points`.`value`, struct(`points`.`ts`, `points`.`value`)) FILTER (WHERE (`points`.`name` = 'VolumeBytesUsed' AND `points`.`is_now`) AND (`points`.`value` IS NOT NULL) AND (`points`.`ts` IS NOT NULL)) AS `volume_bytes`,
  max_by(`points`.`value`, struct(`points`.`ts`, `points`.`value`)) FILTER (WHERE (`points`.`name` = 'VolumeBytesUsed' AND NOT (`points`.`is_now`)) AND (`points`.`value` IS NOT NULL) AND (`points`.`ts` IS NOT NULL)) AS `volume_bytes_before`,
  sum(`points`.`value`) FILTER (WHERE (`points`.`name` = 'VolumeReadIOPs' AND `points`.`is_now`)) AS `read_ios`,
  sum(`points`.`value`) FILTER (WHERE (`points`.`name` = 'VolumeReadIOPs' AND NOT (`points`.`is_now`))) AS `read_ios_before`,
  sum(`points`.`value`) FILTER (WHERE (`points`.`name` = 'VolumeWriteIOPs' AND `points`.`is_now`)) AS `write_ios`,
  sum(`points`.`value`) FILTER (WHERE (`points`.`name` = 'VolumeWriteIOPs' AND NOT (`points`.`is_now`))) AS `write_ios_before`
FROM `points` AS `points`
GROUP BY `points`.`cluster`
),
`kinds` AS (
SELECT `topology`.`cluster` AS `cluster`,
  CASE max_by(coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora'), struct(`topology`.`valid_from`, coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora'))) FILTER (WHERE (coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') IS NOT NULL) AND (`topology`.`valid_from` IS NOT NULL)) WHEN 'aurora-iopt1' THEN 'I/O-Optimized' WHEN 'aurora' THEN 'Standard' END AS `storage_type`
FROM `tbl_topology` AS `topology`
CROSS JOIN `asked` AS `asked`
WHERE (TRUE) AND `topology`.`resource_type` = 'cluster' AND `topology`.`valid_from` <= `asked`.`ended` AND (`topology`.`valid_to` IS NULL OR `topology`.`valid_to` >= `asked`.`began`)
GROUP BY `topology`.`cluster`
),
`priced` AS (
SELECT `s`.`cluster` AS `cluster`,
  `s`.`volume_bytes` AS `volume_bytes`,
  `s`.`volume_bytes_before` AS `volume_bytes_before`,
  `s`.`read_ios` AS `read_ios`,
  `s`.`read_ios_before` AS `read_ios_before`,
  `s`.`write_ios` AS `write_ios`,
  `s`.`write_ios_before` AS `write_ios_before`,
  `k`.`storage_type` AS `storage_type`,
  (((`s`.`volume_bytes` / 1073741824.0e0) * ((CAST(unix_micros(`asked`.`ended`) AS DOUBLE) / 1000000.0e0) - (CAST(unix_micros(`asked`.`began`) AS DOUBLE) / 1000000.0e0)) / 3600.0e0) / 730.0e0) * CASE `k`.`storage_type` WHEN 'Standard' THEN 0.1e0 WHEN 'I/O-Optimized' THEN 0.225e0 END AS `storage_usd`,
  (CASE WHEN `s`.`read_ios` IS NOT NULL OR `s`.`write_ios` IS NOT NULL THEN coalesce(`s`.`read_ios`, 0.0e0) + coalesce(`s`.`write_ios`, 0.0e0) END / 1000000.0e0) * CASE `k`.`storage_type` WHEN 'Standard' THEN 0.2e0 WHEN 'I/O-Optimized' THEN 0.0e0 END AS `io_usd`,
  (CASE WHEN `s`.`read_ios_before` IS NOT NULL OR `s`.`write_ios_before` IS NOT NULL THEN coalesce(`s`.`read_ios_before`, 0.0e0) + coalesce(`s`.`write_ios_before`, 0.0e0) END / 1000000.0e0) * CASE `k`.`storage_type` WHEN 'Standard' THEN 0.2e0 WHEN 'I/O-Optimized' THEN 0.0e0 END AS `io_usd_before`
FROM `sums` AS `s`
CROSS JOIN `asked` AS `asked`
LEFT JOIN `kinds` AS `k` ON `k`.`cluster` = `s`.`cluster`
)
SELECT `priced`.`cluster` AS `cluster`,
  `priced`.`storage_type` AS `storage_type`,
  `priced`.`volume_bytes` AS `volume_bytes`,
  `priced`.`volume_bytes_before` AS `volume_bytes_before`,
  `priced`.`read_ios` AS `read_ios`,
  `priced`.`read_ios_before` AS `read_ios_before`,
  `priced`.`write_ios` AS `write_ios`,
  `priced`.`write_ios_before` AS `write_ios_before`,
  `priced`.`storage_usd` AS `storage_usd`,
  `priced`.`io_usd` AS `io_usd`,
  `priced`.`io_usd_before` AS `io_usd_before`
FROM `priced` AS `priced`
ORDER BY `cluster` ASC NULLS LAST;

-- volume_growth 586e079c3d1d6808
WITH `tbl_metrics` AS (
SELECT CAST(`ts` AS TIMESTAMP) AS `ts`, `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `name` AS `name`, `statistic` AS `statistic`, `value` AS `value`
FROM store
WHERE tbl = 'metrics'
),
`tbl_topology` AS (
SELECT `account` AS `account`, `region` AS `region`, `cluster` AS `cluster`, `resource_type` AS `resource_type`, `resource_id` AS `resource_id`, `parent_id` AS `parent_id`, `attributes` AS `attributes`, `readings` AS `readings`, CAST(`valid_from` AS TIMESTAMP) AS `valid_from`, CAST(`valid_to` AS TIMESTAMP) AS `valid_to`, `known_by` AS `known_by`
FROM store
WHERE tbl = 'topology'
),
`states` AS (
SELECT `ranked`.`account` AS `account`,
  `ranked`.`region` AS `region`,
  `ranked`.`cluster` AS `cluster`,
  `ranked`.`engine` AS `engine`,
  `ranked`.`engine_version` AS `engine_version`,
  `ranked`.`storage_type` AS `storage_type`
FROM (
SELECT `cluster_states`.`account` AS `account`,
  `cluster_states`.`region` AS `region`,
  `cluster_states`.`cluster` AS `cluster`,
  `cluster_states`.`engine` AS `engine`,
  `cluster_states`.`engine_version` AS `engine_version`,
  `cluster_states`.`storage_type` AS `storage_type`,
  row_number() OVER (PARTITION BY `cluster_states`.`account`, `cluster_states`.`region`, `cluster_states`.`cluster` ORDER BY CASE WHEN TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_from` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' THEN -unix_micros(`cluster_states`.`valid_from`) ELSE unix_micros(`cluster_states`.`valid_from`) END ASC NULLS LAST) = 1 AS `is_kept`
FROM (
SELECT `topology`.`account` AS `account`,
  `topology`.`region` AS `region`,
  `topology`.`cluster` AS `cluster`,
  `topology`.`resource_id` AS `resource_id`,
  get_json_object(`topology`.`attributes`, '$[\'Engine\']') AS `engine`,
  get_json_object(`topology`.`attributes`, '$[\'EngineVersion\']') AS `engine_version`,
  get_json_object(`topology`.`attributes`, '$[\'Status\']') AS `cluster_status`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'StorageType\']'), 'aurora') AS `storage_type`,
  try_cast(get_json_object(`topology`.`attributes`, '$[\'ClusterCreateTime\']') AS TIMESTAMP) AS `created_at`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BackupRetentionPeriod\']') AS DOUBLE)) AS BIGINT)) AS `retention_days`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredBackupWindow\']') AS `backup_window`,
  get_json_object(`topology`.`attributes`, '$[\'PreferredMaintenanceWindow\']') AS `maintenance_window`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'DeletionProtection\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `deletion_protection`,
  CASE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(get_json_object(`topology`.`attributes`, '$[\'StorageEncrypted\']')) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END AS `encrypted`,
  get_json_object(`topology`.`attributes`, '$[\'DatabaseInsightsMode\']') AS `insights_mode`,
  coalesce(get_json_object(`topology`.`attributes`, '$[\'GlobalClusterIdentifier\']'), `topology`.`parent_id`) AS `global_cluster`,
  get_json_object(`topology`.`attributes`, '$[\'DBClusterParameterGroup\']') AS `parameter_group`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MinCapacity\']') AS DOUBLE) AS `least_acu`,
  try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'MaxCapacity\']') AS DOUBLE) AS `most_acu`,
  coalesce(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS BIGINT), try_cast(round(try_cast(get_json_object(get_json_object(`topology`.`attributes`, '$[\'ServerlessV2ScalingConfiguration\']'), '$[\'SecondsUntilAutoPause\']') AS DOUBLE)) AS BIGINT)) AS `pause_after_s`,
  get_json_object(`topology`.`attributes`, '$[\'CloneGroupId\']') AS `clone_group`,
  coalesce(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS BIGINT), try_cast(round(try_cast(get_json_object(`topology`.`attributes`, '$[\'BacktrackWindow\']') AS DOUBLE)) AS BIGINT)) AS `backtrack_s`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'EarliestRestorableTime\']') AS TIMESTAMP) AS `earliest_restorable`,
  try_cast(get_json_object(`topology`.`readings`, '$[\'LatestRestorableTime\']') AS TIMESTAMP) AS `latest_restorable`,
  try_cast(coalesce(get_json_object(`topology`.`readings`, '$[\'AutomaticRestartTime\']'), get_json_object(`topology`.`attributes`, '$[\'AutomaticRestartTime\']')) AS TIMESTAMP) AS `restarts_at`,
  `topology`.`attributes` AS `attributes`,
  `topology`.`valid_from` AS `valid_from`,
  `topology`.`valid_to` AS `valid_to`,
  `topology`.`known_by` AS `known_by`
FROM `tbl_topology` AS `topology`
WHERE `topology`.`resource_type` = 'cluster'
) AS `cluster_states`
WHERE (TRUE) AND (TIMESTAMP '2026-11-19 00:00:00.000000 UTC' IS NULL OR `cluster_states`.`valid_to` IS NULL OR `cluster_states`.`valid_to` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC')
) AS `ranked`
WHERE `ranked`.`is_kept`
),
`versions` AS (
SELECT `states`.`account` AS `account`,
  `states`.`region` AS `region`,
  `states`.`cluster` AS `cluster`,
  `states`.`engine` AS `engine`,
  `states`.`engine_version` AS `engine_version`,
  `states`.`storage_type` AS `storage_type`,
  CASE WHEN `states`.`engine` LIKE '%mysql%' THEN CASE WHEN `states`.`engine_version` IS NOT NULL THEN coalesce(regexp_extract(`states`.`engine_version`, 'aurora\\.([0-9]+)\\.([0-9]+)', 1), '') END ELSE CASE WHEN `states`.`engine_version` IS NOT NULL THEN coalesce(regexp_extract(`states`.`engine_version`, '^([0-9]+)\\.([0-9]+)', 1), '') END END AS `major`,
  CASE WHEN `states`.`engine` LIKE '%mysql%' THEN CASE WHEN `states`.`engine_version` IS NOT NULL THEN coalesce(regexp_extract(`states`.`engine_version`, 'aurora\\.([0-9]+)\\.([0-9]+)', 2), '') END ELSE CASE WHEN `states`.`engine_version` IS NOT NULL THEN coalesce(regexp_extract(`states`.`engine_version`, '^([0-9]+)\\.([0-9]+)', 2), '') END END AS `minor`
FROM `states` AS `states`
),
`limits` AS (
SELECT `versions`.`account` AS `account`,
  `versions`.`region` AS `region`,
  `versions`.`cluster` AS `cluster`,
  `versions`.`engine` AS `engine`,
  `versions`.`engine_version` AS `engine_version`,
  `versions`.`storage_type` AS `storage_type`,
  CASE WHEN `versions`.`major` = '' OR `versions`.`minor` = '' THEN NULL WHEN `versions`.`engine` LIKE '%mysql%' AND (CAST(`versions`.`major` AS BIGINT) > 3 OR (CAST(`versions`.`major` AS BIGINT) = 3 AND CAST(`versions`.`minor` AS BIGINT) >= 10)) THEN 256.0e0 WHEN `versions`.`engine` LIKE '%mysql%' THEN 128.0e0 WHEN CAST(`versions`.`major` AS BIGINT) > 17 OR (CAST(`versions`.`major` AS BIGINT) = 17 AND CAST(`versions`.`minor` AS BIGINT) >= 5) OR (CAST(`versions`.`major` AS BIGINT) = 16 AND CAST(`versions`.`minor` AS BIGINT) >= 9) OR (CAST(`versions`.`major` AS BIGINT) = 15 AND CAST(`versions`.`minor` AS BIGINT) >= 13) THEN 256.0e0 ELSE 128.0e0 END * 1099511627776L AS `limit_bytes`
FROM `versions` AS `versions`
),
`sizes` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  date_trunc('hour', `metrics`.`ts`) AS `ts`,
  avg(`metrics`.`value`) AS `bytes`
FROM `tbl_metrics` AS `metrics`
WHERE (TRUE) AND `metrics`.`name` = 'VolumeBytesUsed' AND `metrics`.`statistic` IN ('Average', 'Maximum') AND `metrics`.`cluster` IS NOT NULL AND (TIMESTAMP '2026-11-20 00:00:00.000000 UTC' IS NULL OR (`metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC' AND `metrics`.`ts` >= TIMESTAMP '2026-11-20 00:00:00.000000 UTC' - INTERVAL '90' DAY))
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`, date_trunc('hour', `metrics`.`ts`)
),
`steps` AS (
SELECT `sizes`.`account` AS `account`,
  `sizes`.`region` AS `region`,
  `sizes`.`cluster` AS `cluster`,
  `sizes`.`ts` AS `ts`,
  `sizes`.`bytes` AS `bytes`,
  `sizes`.`bytes` < 0.99e0 * lag(`sizes`.`bytes`) OVER `w` AND lag(`sizes`.`bytes`) OVER `w` - `sizes`.`bytes` > 104857600 AS `shrank`
FROM `sizes` AS `sizes`
WINDOW `w` AS (PARTITION BY `sizes`.`account`, `sizes`.`region`, `sizes`.`cluster` ORDER BY `sizes`.`ts` ASC NULLS LAST)
),
`since` AS (
SELECT `steps`.`account` AS `account`,
  `steps`.`region` AS `region`,
  `steps`.`cluster` AS `cluster`,
  max(`steps`.`ts`) FILTER (WHERE (`steps`.`shrank`)) AS `shrank_at`,
  count(*) FILTER (WHERE (`steps`.`shrank`)) AS `shrinks`
FROM `steps` AS `steps`
GROUP BY `steps`.`account`, `steps`.`region`, `steps`.`cluster`
),
`fitted` AS (
SELECT `s`.`account` AS `account`,
  `s`.`region` AS `region`,
  `s`.`cluster` AS `cluster`,
  `c`.`shrank_at` AS `shrank_at`,
  `c`.`shrinks` AS `shrinks`,
  min(`s`.`ts`) AS `fitted_from`,
  max(`s`.`ts`) AS `last_ts`,
  max_by(`s`.`bytes`, struct(`s`.`ts`, `s`.`bytes`)) FILTER (WHERE (`s`.`bytes` IS NOT NULL) AND (`s`.`ts` IS NOT NULL)) AS `volume_bytes`,
  ((unix_micros(max(`s`.`ts`)) DIV 3600000000) - (unix_micros(min(`s`.`ts`)) DIV 3600000000)) AS `fitted_hours`,
  regr_slope(`s`.`bytes`, (CAST(unix_micros(`s`.`ts`) AS DOUBLE) / 86400000000.0e0)) AS `slope`
FROM `steps` AS `s`
JOIN `since` AS `c` ON `s`.`account` = `c`.`account` AND `s`.`region` = `c`.`region` AND `s`.`cluster` = `c`.`cluster`
WHERE `c`.`shrank_at` IS NULL OR `s`.`ts` >= `c`.`shrank_at`
GROUP BY `s`.`account`, `s`.`region`, `s`.`cluster`, `c`.`shrank_at`, `c`.`shrinks`
),
`lefts` AS (
SELECT `metrics`.`account` AS `account`,
  `metrics`.`region` AS `region`,
  `metrics`.`cluster` AS `cluster`,
  max_by(`metrics`.`value`, struct(`metrics`.`ts`, `metrics`.`value`)) FILTER (WHERE (`metrics`.`value` IS NOT NULL) AND (`metrics`.`ts` IS NOT NULL)) AS `left_bytes`
FROM `tbl_metrics` AS `metrics`
WHERE (`metrics`.`ts` >= TIMESTAMP '2026-11-19 00:00:00.000000 UTC' AND `metrics`.`ts` < TIMESTAMP '2026-11-20 00:00:00.000000 UTC') AND `metrics`.`name` = 'AuroraVolumeBytesLeftTotal'
GROUP BY `metrics`.`account`, `metrics`.`region`, `metrics`.`cluster`
),
`joined` AS (
SELECT `f`.`account` AS `account`,
  `f`.`region` AS `region`,
  `f`.`cluster` AS `cluster`,
  `f`.`shrank_at` AS `shrank_at`,
  `f`.`shrinks` AS `shrinks`,
  `f`.`fitted_from` AS `fitted_from`,
  `f`.`last_ts` AS `last_ts`,
  `f`.`volume_bytes` AS `volume_bytes`,
  `f`.`fitted_hours` AS `fitted_hours`,
  `f`.`slope` AS `slope`,
  `l`.`engine_version` AS `engine_version`,
  `l`.`storage_type` AS `storage_type`,
  `l`.`limit_bytes` AS `limit_bytes`,
  coalesce(`e`.`left_bytes`, `l`.`limit_bytes` - `f`.`volume_bytes`) AS `left_bytes`,
  CASE WHEN `f`.`fitted_hours` >= 6 THEN `f`.`slope` END AS `growth_day`
FROM `fitted` AS `f`
LEFT JOIN `limits` AS `l` ON `f`.`account` = `l`.`account` AND `f`.`region` = `l`.`region` AND `f`.`cluster` = `l`.`cluster`
LEFT JOIN `lefts` AS `e` ON coalesce(`f`.`account`, `l`.`account`) = `e`.`account` AND coalesce(`f`.`region`, `l`.`region`) = `e`.`region` AND coalesce(`f`.`cluster`, `l`.`cluster`) = `e`.`cluster`
)
SELECT `joined`.`account` AS `account`,
  `joined`.`region` AS `region`,
  `joined`.`cluster` AS `cluster`,
  `joined`.`engine_version` AS `engine_version`,
  `joined`.`storage_type` AS `storage_type`,
  `joined`.`volume_bytes` AS `volume_bytes`,
  `joined`.`growth_day` AS `growth_day`,
  `joined`.`fitted_hours` AS `fitted_hours`,
  `joined`.`fitted_from` AS `fitted_from`,
  `joined`.`shrinks` AS `shrinks`,
  `joined`.`shrank_at` AS `shrank_at`,
  `joined`.`limit_bytes` AS `limit_bytes`,
  CASE WHEN `joined`.`limit_bytes` = 0 THEN CASE WHEN `joined`.`volume_bytes` > 0 THEN double('infinity') WHEN `joined`.`volume_bytes` < 0 THEN double('-infinity') WHEN `joined`.`volume_bytes` = 0 THEN double('NaN') END ELSE `joined`.`volume_bytes` / `joined`.`limit_bytes` END AS `share_limit`,
  `joined`.`left_bytes` AS `left_bytes`,
  CASE WHEN `joined`.`growth_day` > 0 THEN CASE WHEN `joined`.`growth_day` = 0 THEN CASE WHEN `joined`.`left_bytes` > 0 THEN double('infinity') WHEN `joined`.`left_bytes` < 0 THEN double('-infinity') WHEN `joined`.`left_bytes` = 0 THEN double('NaN') END ELSE `joined`.`left_bytes` / `joined`.`growth_day` END END AS `days_left`,
  CASE WHEN `joined`.`growth_day` IS NULL THEN 'unknown: less than six hours since it began or shrank' WHEN `joined`.`limit_bytes` IS NULL THEN 'unknown limit: its engine version is not known' WHEN `joined`.`growth_day` <= 0 THEN 'does not grow' WHEN `joined`.`fitted_hours` < 72 THEN concat('a guess from ', coalesce(CAST(`joined`.`fitted_hours` AS STRING), ''), ' hours; a day has its own tide') ELSE concat('a line through ', coalesce(CAST((`joined`.`fitted_hours` DIV 24) AS STRING), ''), ' days') END AS `remark`,
  `joined`.`last_ts` AS `last_ts`
FROM `joined` AS `joined`
ORDER BY `days_left` ASC NULLS LAST, `volume_bytes` DESC NULLS LAST, `cluster` ASC NULLS LAST;
