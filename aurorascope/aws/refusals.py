"""What AWS, or the way to it, said no to: one vocabulary for collectors, the run and `doctor`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    HTTPClientError,
    NoCredentialsError,
    OperationNotPageableError,
    ParamValidationError,
    PartialCredentialsError,
    ProfileNotFound,
    ReadTimeoutError,
    ResponseStreamingError,
    SSOError,
    TokenRetrievalError,
)
from botocore.exceptions import (
    ConnectionError as BotoConnectionError,
)
from botocore.parsers import ResponseParserError

Kind = Literal["denied", "throttled", "expired", "not_found", "not_ready", "outside"]

DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorizedException",
          "OptInRequired", "AuthorizationError", "NotAuthorized"}  # fmt: skip
THROTTLED = {"Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "SlowDown",
             "RequestThrottledException", "TooManyRequestsException", "RequestLimitExceeded",
             "LimitExceededException", "ProvisionedThroughputExceededException", "PriorRequestNotComplete",
             "BandwidthLimitExceeded"}  # fmt: skip
EXPIRED = {"ExpiredToken", "ExpiredTokenException", "RequestExpired", "InvalidClientTokenId",
           "UnrecognizedClientException", "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken",
           "InvalidSignatureException", "IncompleteSignature", "MissingAuthenticationToken",
           "MissingAuthenticationTokenException", "RequestTimeTooSkewed", "AuthFailure", "SignatureExpired",
           "InvalidIdentityToken", "IDPCommunicationError", "RequestInTheFuture"}  # fmt: skip
SKEWED = {"RequestTimeTooSkewed", "RequestInTheFuture"}
OFF_TIME = ("Signature expired", "Signature not yet current")
NOT_READY = {"DBInstanceNotReady", "DBInstanceNotReadyFault", "InvalidDBInstanceState",
             "InvalidDBInstanceStateFault", "InvalidDBClusterStateFault"}  # fmt: skip
NOT_FOUND = re.compile(r"NotFound|NoSuch|NonExistent|DoesNotExist")
OUTSIDE = {"InternalFailure", "InternalError", "InternalServiceError", "InternalServerError",
           "RequestTimeout", "ServiceUnavailable", "ServiceUnavailableException", "InternalServiceFault",
           "RequestTimeoutException", "ServiceException"}  # fmt: skip
CREDENTIALS = (
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
    TokenRetrievalError,
)
NETWORK = (
    BotoConnectionError,
    HTTPClientError,
    ReadTimeoutError,
    ResponseStreamingError,
    ResponseParserError,
)
FAULTS = (ParamValidationError, OperationNotPageableError)
_ACTION = re.compile(r"perform:? \[?([a-z0-9-]+:[A-Za-z0-9]+)")
_RESOURCE = re.compile(r"on resource:? (\S+)")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal: its kind, what was asked for, the IAM action where one is missing, and a sentence."""

    kind: Kind
    operation: str
    sentence: str
    action: str = ""

    @property
    def ends_everything(self) -> bool:
        """True where nothing else of this account can succeed either: its credentials are not accepted."""
        return self.kind == "expired"


def error_code(error: BaseException) -> str:
    """Return the code of AWS's answer; empty for what is no answer of AWS."""
    return str(error.response.get("Error", {}).get("Code", "")) if isinstance(error, ClientError) else ""


def refusal_of(error: BaseException) -> Refusal | None:
    """Return the refusal that an error is; None for what is a fault of ours (a wrong parameter, a bug)."""
    if isinstance(error, ClientError):
        return _of_answer(error)
    if isinstance(error, CREDENTIALS):
        return Refusal("expired", "", f"no usable credentials: {_one_line(error)}")
    if isinstance(error, NETWORK):
        return Refusal("outside", "", f"no answer: {_one_line(error)}")
    if isinstance(error, BotoCoreError) and not isinstance(error, FAULTS):
        return Refusal("outside", "", _one_line(error))
    return None


def _of_answer(error: ClientError) -> Refusal | None:
    said = error.response.get("Error", {})
    code, message = str(said.get("Code", "")), str(said.get("Message", ""))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") or 0)
    operation = error.operation_name
    kind = _kind(code, status)
    if kind is None:
        return None
    action = _action(message) if kind == "denied" else ""
    if kind == "denied":
        resource = _RESOURCE.search(message)
        on = f" on {resource[1]}" if resource else ""
        needed = f"{action}{on} is not allowed" if action else _one_line(message)
        return Refusal(kind, operation, f"{operation} was denied: {needed}", action)
    # the query protocol tells a wrong clock from a wrong key by its words alone
    skewed = code in SKEWED or message.startswith(OFF_TIME)
    words = {
        "throttled": "was throttled until its retries were used up",
        "expired": "was refused, as the clock here is not AWS's: set it (NTP)"
        if skewed
        else "was refused, as its credentials are not accepted",
        "not_found": "found nothing",
        "not_ready": "was refused, as the instance is not ready for it",
        "outside": "got no answer",
    }[kind]
    return Refusal(kind, operation, f"{operation} {words} ({code}: {_one_line(message)})")


def _kind(code: str, status: int) -> Kind | None:  # noqa: PLR0911 - one line for each word of the vocabulary
    bare = code.removesuffix("Fault")
    if code in DENIED:
        return "denied"
    if code in THROTTLED or status == 429:
        return "throttled"
    if code in EXPIRED:
        return "expired"
    if code in NOT_READY:
        return "not_ready"
    if NOT_FOUND.search(bare):
        return "not_found"
    if code in OUTSIDE or status >= 500:
        return "outside"
    return "denied" if status == 403 else None


def _action(message: str) -> str:
    found = _ACTION.search(message)
    return found[1] if found else ""


def _one_line(text: object) -> str:
    return " ".join(str(text).split())[:300]
