"""botocore's own description of each service, found by the name a request is signed for."""

from __future__ import annotations

from functools import cache

import botocore.session
from botocore.model import OperationModel, ServiceModel

# the name in the credential scope of a signature -> botocore's name of the service
SIGNED_FOR = {
    "rds": "rds",
    "monitoring": "cloudwatch",
    "pi": "pi",
    "logs": "logs",
    "sts": "sts",
    "cloudtrail": "cloudtrail",
    "application-autoscaling": "application-autoscaling",
    "s3": "s3",
    "secretsmanager": "secretsmanager",
    "sns": "sns",
    "emr-serverless": "emr-serverless",
    "glue": "glue",
    "athena": "athena",
    "tagging": "resourcegroupstaggingapi",
}


@cache
def service_model(service: str) -> ServiceModel:
    """Return botocore's model of a service."""
    return botocore.session.get_session().get_service_model(service)


@cache
def operation_model(service: str, operation: str) -> OperationModel | None:
    """Return an operation's model; None for what the service does not have."""
    model = service_model(service)
    return model.operation_model(operation) if operation in model.operation_names else None
