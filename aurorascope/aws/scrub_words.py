"""What of AWS's answers is AWS's own wording, and which kind each other text is of."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Kind = Literal[
    "accounts", "names", "hosts", "addresses", "users", "tags", "sql", "keys", "messages", "logs", "tokens"
]

KINDS: dict[Kind, str] = {
    "accounts": "account", "names": "name", "hosts": "host", "addresses": "address", "users": "user",
    "tags": "tag", "sql": "sql", "keys": "key", "messages": "message", "logs": "log", "tokens": "token",
}  # fmt: skip
"""The word that a text of each kind is replaced by."""

FOLDER = Path(__file__).parent
OWN_WORDS = frozenset((FOLDER / "own_words.txt").read_text(encoding="utf-8").split())
"""Members whose values are AWS's words or ours, whoever the account is of."""

DIMENSION_KINDS: dict[str, Kind] = {
    "Endpoint": "hosts", "ReaderEndpoint": "hosts", "CustomEndpoints": "hosts", "Address": "hosts",
    "HostedZoneId": "hosts", "db.host.name": "hosts", "db.host.id": "hosts",
    "CIDRIP": "addresses", "IpAddress": "addresses", "sourceIPAddress": "addresses",
    "MasterUsername": "users", "Username": "users", "UserId": "users", "Arn": "users", "RoleArn": "users",
    "db.user.name": "users", "db.user.id": "users",
    "Key": "tags", "Value": "tags", "TagList": "tags",
    "KmsKeyId": "keys", "PerformanceInsightsKMSKeyId": "keys", "ActivityStreamKmsKeyId": "keys",
    "SecretArn": "keys",
    "Account": "accounts", "OwnerId": "accounts",
    "db.sql.statement": "sql", "db.sql_tokenized.statement": "sql", "db.blocking_sql.statement": "sql",
    "Statement": "sql", "Plan": "sql",
    "Message": "messages", "Description": "messages", "Cause": "messages", "StatusMessage": "messages",
    "Reason": "messages", "Detection": "messages", "Recommendation": "messages",
    "DBEngineDescription": "messages",
    "message": "logs", "LogFileData": "logs", "CloudTrailEvent": "logs", "AlarmRule": "logs",
    "HistoryData": "logs", "StateReason": "logs", "StateReasonData": "logs",
    "Marker": "tokens", "NextToken": "tokens", "nextToken": "tokens", "nextForwardToken": "tokens",
    "nextBackwardToken": "tokens", "eventId": "tokens", "RequestId": "tokens",
}  # fmt: skip
"""The kind of a member's text, where it is not a name."""

EVENT_WORDS = frozenset((FOLDER / "event_words.txt").read_text(encoding="utf-8").split())
"""Words that RDS uses of anybody; every other word of a message is taken out."""
