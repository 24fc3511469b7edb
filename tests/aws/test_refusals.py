"""What AWS says no with is one of six kinds, and a denial names the action that is missing."""

from __future__ import annotations

import pytest
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    ReadTimeoutError,
)

from aurorascope.aws.refusals import refusal_of


def answered(code: str, status: int = 400, message: str = "said AWS") -> ClientError:
    return ClientError(
        {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}, "DoIt"
    )


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (answered("AccessDenied", 403), "denied"),
        (answered("NotAuthorizedException"), "denied"),
        (answered("SomethingNew", 403), "denied"),
        (answered("Throttling"), "throttled"),
        (answered("ThrottlingException"), "throttled"),
        (answered("SomethingNew", 429), "throttled"),
        (answered("ExpiredToken", 403), "expired"),
        (answered("ExpiredTokenException"), "expired"),
        (answered("InvalidClientTokenId", 403), "expired"),
        (answered("RequestTimeTooSkewed", 403), "expired"),
        (NoCredentialsError(), "expired"),
        (answered("DBClusterNotFoundFault", 404), "not_found"),
        (answered("ResourceNotFoundException"), "not_found"),
        (answered("NoSuchBucket", 404), "not_found"),
        (answered("DBInstanceNotReady"), "not_ready"),
        (answered("InternalFailure", 500), "outside"),
        (answered("Whatever", 503), "outside"),
        (EndpointConnectionError(endpoint_url="https://x"), "outside"),
        (ReadTimeoutError(endpoint_url="https://x"), "outside"),
    ],
)
def test_each_answer_has_its_kind(error: Exception, kind: str) -> None:
    refusal = refusal_of(error)
    assert refusal is not None
    assert refusal.kind == kind
    assert refusal.ends_everything is (kind == "expired")


@pytest.mark.parametrize(
    "error", [answered("InvalidParameterValue"), ParamValidationError(report="x"), ValueError("x")]
)
def test_a_fault_of_ours_is_no_refusal(error: Exception) -> None:
    assert refusal_of(error) is None


@pytest.mark.parametrize(
    ("message", "action"),
    [
        (
            "User: arn:aws:iam::1:user/x is not authorized to perform: rds:DescribeEvents on resource: *",
            "rds:DescribeEvents",
        ),
        ("User is not authorized to perform [pi:GetResourceMetrics]", "pi:GetResourceMetrics"),
        ("No.", ""),
    ],
)
def test_a_denial_names_its_action(message: str, action: str) -> None:
    refusal = refusal_of(answered("AccessDenied", 403, message))
    assert refusal is not None
    assert refusal.action == action
    assert action in refusal.sentence
