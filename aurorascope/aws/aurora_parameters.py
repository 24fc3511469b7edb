"""Parameters that matter to what this toolkit shows: they are kept even where nobody changed them."""

from __future__ import annotations

LOGGING = (
    "log_min_duration_statement", "log_min_duration_sample", "log_statement_sample_rate", "log_statement",
    "log_duration", "log_lock_waits", "log_temp_files", "log_connections", "log_disconnections",
    "log_autovacuum_min_duration", "log_checkpoints", "log_line_prefix", "log_destination",
    "log_min_messages", "log_min_error_statement", "log_error_verbosity", "log_replication_commands",
    "log_parameter_max_length", "log_parameter_max_length_on_error", "log_transaction_sample_rate",
    "auto_explain.log_min_duration", "auto_explain.log_analyze", "auto_explain.sample_rate",
    "auto_explain.log_buffers", "auto_explain.log_format", "rds.log_retention_period",
    "rds.force_autovacuum_logging_level", "pgaudit.log", "pgaudit.role",
    "slow_query_log", "long_query_time", "log_output", "log_queries_not_using_indexes",
    "min_examined_row_limit", "log_slow_extra", "general_log", "innodb_print_all_deadlocks",
    "server_audit_logging", "server_audit_events", "log_error_verbosity",
)  # fmt: skip
"""What a log holds and what it leaves out: these go to `log_settings` too."""

OTHERS = (
    "max_connections", "shared_buffers", "work_mem", "maintenance_work_mem", "effective_cache_size",
    "shared_preload_libraries", "track_activity_query_size", "pg_stat_statements.track",
    "pg_stat_statements.max", "deadlock_timeout", "lock_timeout", "statement_timeout",
    "idle_in_transaction_session_timeout", "idle_session_timeout", "autovacuum",
    "autovacuum_freeze_max_age", "autovacuum_max_workers", "autovacuum_naptime", "rds.force_ssl",
    "rds.logical_replication", "rds.global_db_rpo", "apg_ccm_enabled", "rds.enable_plan_management",
    "apg_plan_mgmt.capture_plan_baselines", "temp_file_limit", "max_worker_processes", "password_encryption",
    "ssl_min_protocol_version", "performance_schema", "innodb_buffer_pool_size", "innodb_lock_wait_timeout",
    "innodb_deadlock_detect", "innodb_purge_threads", "binlog_format", "tls_version",
    "require_secure_transport", "transaction_isolation", "tx_isolation", "wait_timeout",
    "interactive_timeout", "aurora_parallel_query", "aurora_oom_response", "aurora_replica_read_consistency",
    "event_scheduler", "max_allowed_packet", "aurora_read_replica_read_committed", "time_zone", "timezone",
)  # fmt: skip

THAT_MATTER = frozenset((*LOGGING, *OTHERS))
