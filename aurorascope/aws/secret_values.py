"""A secret of Secrets Manager: read when it is needed, kept nowhere, printed never."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aurorascope.aws.refusals import refusal_of
from aurorascope.aws.sessions import Account
from aurorascope.model.errors import BadRequestError, OutsideError

if TYPE_CHECKING:
    from aurorascope.aws.access import Access


def read_secret(access: Access, name: str) -> str:
    """Return a secret by its name or ARN; behind a `#` the name of one value of a JSON secret.

    Raises OutsideError where AWS refuses, BadRequestError where the secret holds no such value. What the
    secret holds is in no message.
    """
    where, _, key = name.partition("#")
    account = Account(access)
    region = where.split(":")[3] if where.startswith("arn:") and where.count(":") > 5 else ""
    region = region or account.default_region()
    if not region:
        raise BadRequestError(f"secret {where}: no Region is named; write its whole ARN or set AWS_REGION.")
    try:
        answer = account.client("secretsmanager", region).get_secret_value(SecretId=where)
    except Exception as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise OutsideError(f"secret {where}: {refusal.sentence}.") from error
    text = answer.get("SecretString")
    if text is None:
        raise BadRequestError(f"secret {where}: it holds bytes, not a text.")
    return _value(str(text), key, where) if key else str(text)


def _value(text: str, key: str, where: str) -> str:
    try:
        held = json.loads(text)
    except ValueError:
        held = None
    value = held.get(key) if isinstance(held, dict) else None
    if not isinstance(value, str):
        raise BadRequestError(f"secret {where}: it is no JSON object with a text called {key!r}.") from None
    return value
