"""The S3 that stores are proved on takes a key once, whoever asks at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.exceptions import ClientError

from fake_aws.object_store import running

WRITERS, KEYS = 8, 12


def test_of_puts_that_want_a_new_key_one_is_done() -> None:
    with running({"plain": {}}) as server:
        client = boto3.client(
            "s3",
            endpoint_url=server.url,
            region_name="eu-west-1",
            aws_access_key_id="AKIAWRITES",
            aws_secret_access_key="a secret that nobody checks",  # noqa: S106 -- nobody checks it
        )

        def put(what: tuple[int, int]) -> str:
            key, writer = what
            try:
                client.put_object(Bucket="plain", Key=f"{key}", Body=f"{writer}".encode(), IfNoneMatch="*")
            except ClientError as error:
                return str(error.response["Error"]["Code"])
            return f"{key} by {writer}"

        asked = [(key, writer) for key in range(KEYS) for writer in range(WRITERS)]
        with ThreadPoolExecutor(WRITERS) as threads:
            said = list(threads.map(put, asked))
        won = [one for one in said if one != "PreconditionFailed"]
        held = [
            f"{key} by {client.get_object(Bucket='plain', Key=f'{key}')['Body'].read().decode()}"
            for key in range(KEYS)
        ]
    assert sorted(won) == sorted(held)
