"""How often an operation may be called in an account and Region before the service throttles it."""

from __future__ import annotations

import threading
import time

# calls a second, as AWS documents them; for logs the lowest of the Regions
DOCUMENTED = {
    ("cloudwatch", "GetMetricData"): 500,
    ("cloudwatch", "ListMetrics"): 25,
    ("cloudwatch", "DescribeAlarms"): 9,
    ("cloudwatch", "DescribeAlarmHistory"): 20,
    ("cloudwatch", "PutMetricAlarm"): 3,
    ("cloudwatch", "PutCompositeAlarm"): 3,
    ("cloudwatch", "PutLogAlarm"): 3,
    ("cloudwatch", "DeleteAlarms"): 3,
    ("cloudwatch", "PutAlarmMuteRule"): 3,
    ("cloudwatch", "SetAlarmState"): 3,
    ("cloudwatch", "EnableAlarmActions"): 3,
    ("cloudwatch", "DisableAlarmActions"): 3,
    ("cloudwatch", "TagResource"): 20,
    ("logs", "GetLogEvents"): 10,
    ("logs", "FilterLogEvents"): 5,
    ("logs", "DescribeLogGroups"): 10,
    ("logs", "DescribeLogStreams"): 25,
    ("cloudtrail", "LookupEvents"): 2,
}


class Quotas:
    """Buckets of a second's worth, by the machine's own clock; without a limit nothing is throttled."""

    def __init__(self) -> None:
        self._limits: dict[tuple[str, str], float] = {}
        self._left: dict[tuple[str, str, str, str], tuple[float, float]] = {}
        self._lock = threading.Lock()

    def limit(self, service: str, operation: str, per_second: float) -> None:
        """Set one quota."""
        self._limits[service, operation] = per_second

    def keep_documented(self) -> None:
        """Set every quota that AWS documents."""
        self._limits.update(DOCUMENTED)

    def exceeded(self, service: str, operation: str, account: str, region: str) -> bool:
        """Count a call; say whether it is one too many."""
        limit = self._limits.get((service, operation))
        if limit is None:
            return False
        with self._lock:
            now, key = time.monotonic(), (service, operation, account, region)
            left, since = self._left.get(key, (limit, now))
            left = min(limit, left + (now - since) * limit)
            allowed = left >= 1
            self._left[key] = (left - 1 if allowed else left, now)
            return not allowed
