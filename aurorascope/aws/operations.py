"""The name of an operation's method on boto3's clients."""

from __future__ import annotations

import re

PARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def method_of(operation: str) -> str:
    """Return the method of an operation.

    >>> method_of("DescribeDBClusterEndpoints")
    'describe_db_cluster_endpoints'
    """
    return PARTS.sub("_", operation).lower()
