"""A report that is written stays written; each channel hears of it once; what went wrong is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier, Thread

import pytest
from delivering import NOW, delivered, outcomes, report
from loopback import Hook

from aurorascope.model.errors import BadRequestError, OutsideError
from aurorascope.model.sending import NotDeliveredError, UnansweredError
from aurorascope.report.delivery.delivered import MANIFEST
from aurorascope.report.delivery.manifest import parsed, read_night
from aurorascope.report.delivery.message import Message
from aurorascope.report.delivery.places import Folder
from aurorascope.report.delivery.webhook import Webhook

REFUSED = NotDeliveredError("no", again=False)


@dataclass
class Ear:
    """A channel that keeps what it hears, and raises what it is told to."""

    name: str = "ear"
    raises: list[Exception] = field(default_factory=list)
    heard: list[Message] = field(default_factory=list)

    def shown(self, message: Message) -> str:
        return message.subject

    def send(self, message: Message) -> str:
        self.heard.append(message)
        if self.raises:
            raise self.raises.pop(0)
        return ""


@pytest.fixture
def place(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_report_lies_in_the_folder_of_its_day_with_a_manifest_and_an_index(place: Folder) -> None:
    done = delivered(place)
    assert place.names() == [
        "2026-11-19/manifest.json",
        "2026-11-19/report.html",
        "2026-11-19/report.json",
        "2026-11-19/report.md",
        "index.html",
    ]
    assert done.address.endswith("/2026-11-19/report.html")
    assert not done.partial


def test_the_same_report_again_tells_nobody_and_another_one_does(place: Folder) -> None:
    ear = Ear()
    assert outcomes(delivered(place, ear)) == [("ear", "sent")]
    assert outcomes(delivered(place, ear)) == [("ear", "sent before")]
    assert outcomes(delivered(place, ear, of=report("other words"))) == [("ear", "sent")]
    assert len(ear.heard) == 2
    assert outcomes(delivered(place, ear, resend=True)) == [("ear", "sent")]


def test_a_channel_that_refuses_loses_nothing_and_is_tried_again_by_the_next_run(place: Folder) -> None:
    broken, well = Ear("broken", [REFUSED]), Ear("well")
    done = delivered(place, broken, well)
    assert outcomes(done) == [("broken", "not delivered"), ("well", "sent")]
    assert done.partial
    assert place.read("2026-11-19/report.html") is not None
    again = delivered(place, broken, well)
    assert outcomes(again) == [("broken", "sent"), ("well", "sent before")]
    assert not again.partial


@pytest.mark.parametrize("error", [UnansweredError("silence"), RuntimeError("a defect of ours")])
def test_what_may_have_been_delivered_is_not_sent_again_until_a_person_says_so(
    place: Folder, error: Exception
) -> None:
    ear = Ear(raises=[error])
    assert outcomes(delivered(place, ear)) == [("ear", "unknown")]
    second = delivered(place, ear)
    assert outcomes(second) == [("ear", "unknown")]
    assert second.partial
    assert "--resend" in second.told[0].sentence
    assert len(ear.heard) == 1
    assert outcomes(delivered(place, ear, resend=True)) == [("ear", "sent")]


def test_a_run_that_died_while_it_sent_is_taken_for_unknown(place: Folder) -> None:
    class Dies(Ear):
        def send(self, message: Message) -> str:
            raise KeyboardInterrupt(message.subject)

    with pytest.raises(KeyboardInterrupt):
        delivered(place, Dies())
    ear = Ear()
    assert outcomes(delivered(place, ear)) == [("ear", "unknown")]
    assert ear.heard == []


def test_of_two_runs_at_once_one_tells(place: Folder, hook: Hook) -> None:
    ready, found = Barrier(4), []

    def run() -> None:
        ready.wait()
        found.extend(outcomes(delivered(Folder(Path(place.address())), Webhook("chat", lambda: hook.url))))

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(hook.taken) == 1
    assert found.count(("chat", "sent")) == 1


def test_a_ledger_that_cannot_be_written_sends_nothing(place: Folder) -> None:
    class Closed(Folder):
        def create(self, name: str, content: bytes) -> bool:
            raise OutsideError(f"{name}: no space ({len(content)}).")

    ear = Ear()
    done = delivered(Closed(Path(place.address())), ear)
    assert outcomes(done) == [("ear", "unknown")]
    assert (ear.heard, done.partial) == ([], True)


def test_a_file_of_somebody_else_is_not_overwritten(place: Folder) -> None:
    place.write("2026-11-19/report.html", b"a thesis")
    with pytest.raises(BadRequestError, match=r"report.html was not written by aurorascope"):
        delivered(place)
    assert place.names() == ["2026-11-19/report.html"]
    place.write("index.html", b"a home page")
    place.remove("2026-11-19/report.html")
    done = delivered(place)
    assert place.read("index.html") == b"a home page"
    assert [one for one in done.complaints if "index.html was not written by aurorascope" in one]


def test_a_report_made_again_takes_the_place_of_the_first_and_drops_what_it_no_longer_has(
    place: Folder,
) -> None:
    delivered(place)
    second = report("second")
    object.__setattr__(second, "files", {"report.html": b"new"})
    delivered(place, of=second)
    assert place.names("2026-11-19/") == ["2026-11-19/manifest.json", "2026-11-19/report.html"]
    night = read_night(place, "2026-11-19")
    assert night is not None
    assert (night.short, set(night.hashes)) == ("second", {"report.html"})


def test_a_run_that_died_while_it_wrote_is_no_night_and_stands_in_nobodys_way(place: Folder) -> None:
    class Dies(Folder):
        def write(self, name: str, content: bytes) -> None:
            if name.endswith("report.json"):
                raise KeyboardInterrupt
            super().write(name, content)

    with pytest.raises(KeyboardInterrupt):
        delivered(Dies(Path(place.address())))
    delivered(place, of=report(day=NOW.date()))
    index = place.read("index.html") or b""
    assert b"2026-11-20/report.html" in index
    assert b"2026-11-19/report.html" not in index
    assert not delivered(place).partial


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b"{}", b'{"aurorascope_report": 2}', b"\xff", b'{"aurorascope_report": 1, "files": 3}'],
)
def test_a_manifest_that_is_none_of_ours_is_no_night(text: bytes) -> None:
    assert parsed("2026-11-19", text) is None


def test_a_manifest_cannot_lead_out_of_its_folder(place: Folder) -> None:
    delivered(place)
    text = place.read(f"2026-11-19/{MANIFEST}") or b""
    assert parsed("2026-11-19", text) is not None
    for name in (b"../../etc/passwd", b"a/b", b".."):
        assert parsed("2026-11-19", text.replace(b'"report.html"', b'"' + name + b'"')) is None
