"""The script that EMR Serverless and Glue run: `aurorascope ingest --engine spark`.

A copy of this file lies in S3; what it needs of the package comes with the package. Its one argument is JSON:
`arguments` for the command, `result` for where to say how it ended. A run that was written in part ends well
here, as it is committed: who submitted it reads its exit code in the result.
"""

from __future__ import annotations

import io
import json
import os
import runpy
import sys
from contextlib import redirect_stdout
from typing import Any

WRITTEN = (0, 5)  # exit codes that leave rows in the store


def main() -> None:
    """Run the command; write what it said and how it ended."""
    given = json.loads(sys.argv[sys.argv.index("--aurorascope") + 1])
    os.environ.update(given.get("environment", {}))
    code, said = ran(given["arguments"])
    sys.stdout.write(said)
    tell(given, {"exit": code, "said": said})
    if code not in WRITTEN:
        sys.exit(code)


def ran(arguments: list[str]) -> tuple[int, str]:
    """Run the command line with arguments; return its exit code and what it printed."""
    sys.argv = ["aurorascope", *arguments]
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            runpy.run_module("aurorascope.cli", run_name="__main__")
    except SystemExit as ended:
        return int(ended.code or 0), printed.getvalue()
    return 0, printed.getvalue()


def tell(given: dict[str, Any], result: dict[str, Any]) -> None:
    """Write how it ended beside the code, for the command that waits."""
    from aurorascope.aws.access import Access
    from aurorascope.aws.objects import Objects
    from aurorascope.aws.sessions import Account

    client = Account(Access()).client("s3", given["region"])
    Objects(client, given["results"]).write(given["result"], json.dumps(result).encode())


if __name__ == "__main__":
    main()
