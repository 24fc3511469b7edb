"""An answer that the network cut short is a failure, to be tried again: botocore takes it for an empty one.

botocore tells urllib3 not to compare what came with what was announced, and reads JSON that ends in the
middle as a success without members. A collector would then keep a span as covered in which it saw nothing.
"""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ConnectionClosedError


def hold_to_length(client: Any) -> None:
    """Let a client of boto3 see an answer shorter than its Content-Length as a closed connection.

    Streamed bodies (objects of S3) are left alone: reading them compares the length already.
    """
    http = client._endpoint.http_session  # noqa: SLF001 -- no event of botocore comes before its retries see this
    send = http.send

    def whole(request: Any) -> Any:
        answer = send(request)
        announced = answer.headers.get("Content-Length", "")
        if request.stream_output or request.method == "HEAD" or not announced.isdigit():
            return answer
        if len(answer.content) < int(announced):
            raise ConnectionClosedError(endpoint_url=request.url, request=request)
        return answer

    http.send = whole
