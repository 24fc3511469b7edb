"""How each service refuses: its own code and HTTP status for the same kind of trouble."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """What can be wrong with a call whatever it asks for."""

    INVALID = "invalid"  # a parameter breaks the model or a documented rule
    DENIED = "denied"
    THROTTLED = "throttled"
    INTERNAL = "internal"
    EXPIRED = "expired"  # the token's time is over
    SKEWED = "skewed"  # the signature's moment is too far from the service's clock
    UNKNOWN_KEY = "unknown_key"
    NOT_EMULATED = "not_emulated"  # the fake's own limit, never AWS behaviour


class Refused(Exception):  # noqa: N818 -- it is an answer, not an accident
    """An answer that is an error: code and message as the caller sees them."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.status = code, message, status


@dataclass(frozen=True, slots=True)
class Manner:
    """One service's words for trouble: (code, status)."""

    invalid: tuple[str, int]
    denied: tuple[str, int]
    throttled: tuple[str, int]
    internal: tuple[str, int]
    expired: tuple[str, int]
    skewed: tuple[str, int]
    unknown_key: tuple[str, int]


_QUERY = Manner(
    invalid=("InvalidParameterValue", 400),
    denied=("AccessDenied", 403),
    throttled=("Throttling", 400),
    internal=("InternalFailure", 500),
    expired=("ExpiredToken", 403),
    skewed=("SignatureDoesNotMatch", 403),
    unknown_key=("InvalidClientTokenId", 403),
)


def _json(invalid: str, denied: str, internal: str) -> Manner:
    return Manner(
        invalid=(invalid, 400),
        denied=(denied, 400),
        throttled=("ThrottlingException", 400),
        internal=(internal, 500),
        expired=("ExpiredTokenException", 400),
        skewed=("InvalidSignatureException", 400),
        unknown_key=("UnrecognizedClientException", 400),
    )


MANNERS = {
    "rds": _QUERY,
    "sts": Manner(
        invalid=("ValidationError", 400),
        denied=_QUERY.denied,
        throttled=_QUERY.throttled,
        internal=_QUERY.internal,
        expired=_QUERY.expired,
        skewed=_QUERY.skewed,
        unknown_key=_QUERY.unknown_key,
    ),
    # speaks JSON but keeps the codes of its query protocol (awsQueryCompatible)
    "cloudwatch": Manner(
        invalid=("ValidationError", 400),
        denied=("AccessDenied", 403),
        throttled=("Throttling", 400),
        internal=("InternalServiceError", 500),
        expired=("ExpiredToken", 403),
        skewed=("SignatureDoesNotMatch", 403),
        unknown_key=("InvalidClientTokenId", 403),
    ),
    "pi": _json("InvalidArgumentException", "NotAuthorizedException", "InternalServiceError"),
    "logs": _json("InvalidParameterException", "AccessDeniedException", "ServiceUnavailableException"),
    "cloudtrail": _json("InvalidParameterCombinationException", "AccessDeniedException", "InternalFailure"),
    "application-autoscaling": _json(
        "ValidationException", "AccessDeniedException", "InternalServiceException"
    ),
    "resourcegroupstaggingapi": _json(
        "InvalidParameterException", "AccessDeniedException", "InternalServiceException"
    ),
    "sns": Manner(
        invalid=("InvalidParameter", 400),
        denied=("AuthorizationError", 403),
        throttled=("Throttled", 429),
        internal=("InternalError", 500),
        expired=_QUERY.expired,
        skewed=_QUERY.skewed,
        unknown_key=_QUERY.unknown_key,
    ),
    "athena": _json("InvalidRequestException", "AccessDeniedException", "InternalServerException"),
    "secretsmanager": _json("InvalidParameterException", "AccessDeniedException", "InternalServiceError"),
    "emr-serverless": _json("ValidationException", "AccessDeniedException", "InternalServerException"),
    "glue": _json("InvalidInputException", "AccessDeniedException", "InternalServiceException"),
    "s3": Manner(
        invalid=("InvalidArgument", 400),
        denied=("AccessDenied", 403),
        throttled=("SlowDown", 503),
        internal=("InternalError", 500),
        expired=("ExpiredToken", 400),
        skewed=("RequestTimeTooSkewed", 403),
        unknown_key=("InvalidAccessKeyId", 403),
    ),
}


def refusal(service: str, trouble: Trouble, message: str) -> Refused:
    """Return a service's own way to say what is wrong."""
    if trouble is Trouble.NOT_EMULATED:
        return Refused("NotEmulated", f"the fake AWS does not emulate this: {message}", 501)
    code, status = getattr(MANNERS[service], trouble)
    return Refused(code, message, status)


def invalid(service: str, message: str) -> Refused:
    """Return a service's own way to say that a parameter is wrong."""
    return refusal(service, Trouble.INVALID, message)
