"""A folder and a bucket do the same: whole files, once only where asked, in one step."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pytest
from fake_aws.aws import FakeAws
from fake_aws.faults import Fault, Kind
from fake_aws.fixtures import StartFake, start_fake
from fake_aws.small_fleet import ACCOUNT, PLACE, REGION
from fake_aws.static_world import StaticWorld

from aurorascope.aws.objects import Sealing, content_type, split_address
from aurorascope.model.errors import BadRequestError, OutsideError
from aurorascope.report.delivery.places import Place, place_at

__all__ = ["start_fake"]
BUCKET = "reports"


@pytest.fixture
def fake(start_fake: StartFake, monkeypatch: pytest.MonkeyPatch) -> FakeAws:
    """An account with one empty bucket, in this process's environment."""
    fake = start_fake(StaticWorld(places=[PLACE], owned={ACCOUNT: [BUCKET]}), 1_800_000_000)
    for name, value in fake.environment(*PLACE).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    return fake


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Each kind of place, empty."""
    if request.param == "folder":
        return place_at(str(tmp_path / "reports"))
    request.getfixturevalue("fake")
    return place_at(f"s3://{BUCKET}/nightly")


def test_what_is_written_is_read_listed_and_removed(place: Place) -> None:
    assert (place.read("a/x.html"), place.names()) == (None, [])
    place.write("a/x.html", b"one")
    place.write("a/x.html", b"two")
    place.write("b/y.json", b"{}")
    assert place.read("a/x.html") == b"two"
    assert (place.names(), place.names("b/")) == (["a/x.html", "b/y.json"], ["b/y.json"])
    place.remove("a/x.html")
    place.remove("a/x.html")
    assert place.names() == ["b/y.json"]


def test_of_many_who_create_a_file_one_has_it(place: Place) -> None:
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda n: place.create("_delivery/x.json", str(n).encode()), range(8)))
    assert won.count(True) == 1
    assert place.read("_delivery/x.json") == str(won.index(True)).encode()


def test_an_object_is_written_with_its_encryption_and_its_type(fake: FakeAws) -> None:
    key = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/k"
    place_at(f"s3://{BUCKET}/n", Sealing("aws:kms", key)).write("d/report.html", b"<p>")
    put = fake.state(*PLACE)["s3"][BUCKET]["n/d/report.html"]
    assert (put["ServerSideEncryption"], put["SSEKMSKeyId"]) == ("aws:kms", key)
    assert put["ContentType"] == "text/html; charset=utf-8"
    assert content_type("x.md") == "text/markdown; charset=utf-8"


def test_a_creation_whose_answer_was_lost_is_known_for_ones_own(
    fake: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "3")
    fake.faults.rules.append(Fault(Kind.CUT, "s3", "PutObject", nth=frozenset({1})))
    place = place_at(f"s3://{BUCKET}/n")
    assert place.create("claim", b"mine")
    assert not place.create("claim", b"theirs")


def test_what_aws_refuses_is_said_with_the_address(fake: FakeAws) -> None:
    fake.faults.rules.append(Fault(Kind.DENIED, "s3", "PutObject"))
    with pytest.raises(OutsideError, match=r"s3://reports/n/x: PutObject was denied: s3:PutObject"):
        place_at(f"s3://{BUCKET}/n").write("x", b"")


@pytest.mark.parametrize(
    "wrong", ["s3://", "s3://UPPER/x", "gs://bucket/x", "s3://bucket/../x", "s3://b/x//y"]
)
def test_an_address_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(BadRequestError):
        place_at(wrong)


def test_a_bucket_without_a_prefix_is_a_place_too() -> None:
    assert split_address("s3://reports") == ("reports", "")


@pytest.mark.parametrize("sealing", [Sealing("AES256", "key"), Sealing("", "key"), Sealing("ROT13")])  # type: ignore[arg-type]
def test_an_encryption_that_s3_has_not_is_refused(sealing: Sealing) -> None:
    with pytest.raises(BadRequestError):
        sealing.headers()


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    place = place_at(str(tmp_path))
    place.write("folder/x", b"old")
    for name, said in (("folder", "directory"), ("folder/x/y", "[Nn]ot a directory|File exists")):
        with pytest.raises(OutsideError, match=said):
            place.write(name, b"new")
        with pytest.raises(OutsideError, match=said) if name != "folder" else nullcontext():
            assert not place.create(name, b"new")
    assert [one.name for one in tmp_path.rglob("*")] == ["folder", "x"]
    assert place.read("folder/x") == b"old"


def test_a_file_is_no_place(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("")
    with pytest.raises(BadRequestError, match="is a file"):
        place_at(str(tmp_path / "f"))
