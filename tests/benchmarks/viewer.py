"""Opens a page over HTTP as a browser does: its frame, then every panel, six requests at a time, then what follows.

The callbacks are those that the server itself lists, so nothing here knows what a panel is made of.
"""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

from aurorascope.web.panels import key_of, part_of

if TYPE_CHECKING:
    from aurorascope.model.page import Page

AT_ONCE = 6
REQUEST = "request.data"


@dataclass(frozen=True, slots=True)
class Load:
    """One load of a page in milliseconds: to its first data, to all of its panels, to the last exact number."""

    first: float
    whole: float
    exact: float


class Viewer:
    """One server, asked as a browser would ask it; threads may share it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.calls: list[dict[str, Any]] = json.loads(self._get("/_dash-dependencies"))

    def load(self, page: Page, path: str, search: str) -> Load:
        """Open a page at an address that it has."""
        began = time.perf_counter()
        request = self._frame(path, search)
        moments: list[float] = []
        ends: list[float] = []

        def fill(kind: str, key: str) -> None:
            rest = self._panel(kind, key, REQUEST, request)
            moments.append(time.perf_counter())
            if rest is not None:
                self._panel(kind, key, f"{kind}-rest.data", rest)
            ends.append(time.perf_counter())

        panels = [(part_of(panel), key_of(page, panel)) for panel in page.panels if not panel.only_with]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for done in [pool.submit(fill, kind, key) for kind, key in panels]:
                done.result()
        return Load(*((moment - began) * 1000 for moment in (min(moments), max(moments), max(ends))))

    def timeline(self, path: str, search: str) -> float:
        """Open the timeline under a page, and return its milliseconds: a page does not wait for it."""
        began = time.perf_counter()
        request = self._frame(path, search)
        call = next(call for call in self.calls if "under-chart.figure" in call["output"] and call["inputs"])
        self._ask(call, {"under-request.data": request}, "")
        return (time.perf_counter() - began) * 1000

    def _frame(self, path: str, search: str) -> dict[str, Any]:
        """Load the frame of a page, and return the request that its panels answer."""
        call = next(
            call for call in self.calls if "page.children" in call["output"] and REQUEST in call["output"]
        )
        given = {"url.pathname": path, "url.search": search, "refresh.n_intervals": 0, REQUEST: {}}
        answer = self._ask(call, given, "")
        found: dict[str, Any] = answer["request"]["data"]
        return found

    def _panel(self, kind: str, key: str, trigger: str, value: object) -> dict[str, Any] | None:
        """Fill a panel, and return what has it filled again where more of it follows."""
        call = next(
            call
            for call in self.calls
            if f'"type":"{kind}"' in call["output"] and [_name(one) for one in call["inputs"]] == [trigger]
        )
        given = {trigger: value, f"{kind}.id": {"type": kind, "panel": key}, "scrolled.data": []}
        answer = self._ask(call, given, key)
        for name, values in answer.items():
            if json.loads(name)["type"] == f"{kind}-rest" and values.get("data"):
                rest: dict[str, Any] = values["data"]
                return rest
        return None

    def _ask(self, call: dict[str, Any], given: dict[str, Any], key: str) -> dict[str, Any]:
        outputs = [
            {"id": _filled(name.rsplit(".", 1)[0], key), "property": name.rsplit(".", 1)[1]}
            for name in call["output"].strip(".").split("...")
        ]
        body = {
            "output": call["output"],
            "outputs": [{**one, "property": one["property"].partition("@")[0]} for one in outputs],
            "inputs": [_value(one, given, key) for one in call["inputs"]],
            "changedPropIds": [_changed(call["inputs"][0], key)],
            "state": [_value(one, given, key) for one in call["state"]],
        }
        status, answer = self._post(body)
        if status != 200 or b"could not be read" in answer:
            raise RuntimeError(f"{key or 'the frame'} answered {status}: {answer[:300]!r}")
        found: dict[str, Any] = json.loads(answer)["response"]
        return found

    def _get(self, path: str) -> bytes:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=300)) as connection:
            connection.request("GET", path)
            return connection.getresponse().read()

    def _post(self, body: dict[str, Any]) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{self.port}"}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=300)) as connection:
            connection.request("POST", "/_dash-update-component", json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, answer.read()


def _name(one: dict[str, Any]) -> str:
    """Name an input by the type of its component and its property."""
    kind = json.loads(one["id"])["type"] if one["id"].startswith("{") else one["id"]
    return f"{kind}.{one['property']}"


def _filled(name: str, key: str) -> Any:
    return {**json.loads(name), "panel": key} if name.startswith("{") else name


def _value(one: dict[str, Any], given: dict[str, Any], key: str) -> dict[str, Any]:
    return {"id": _filled(one["id"], key), "property": one["property"], "value": given[_name(one)]}


def _changed(one: dict[str, Any], key: str) -> str:
    found = _filled(one["id"], key)
    name = found if isinstance(found, str) else json.dumps(found, sort_keys=True, separators=(",", ":"))
    return f"{name}.{one['property']}"
