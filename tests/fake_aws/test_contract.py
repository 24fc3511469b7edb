"""The installed botocore has what we assume of AWS: operations, members, bounds."""

from __future__ import annotations

import pytest
from botocore.model import Shape

from fake_aws import services
from fake_aws.assumed import BOUNDS, NOT_THERE, READ, SENT
from fake_aws.models import SIGNED_FOR, operation_model, service_model
from fake_aws.services.rds import LISTINGS


def member(shape: Shape | None, path: str) -> Shape | None:
    """Return the shape at a path; lists on the way are gone through."""
    for step in path.split("."):
        while shape is not None and shape.type_name == "list":
            shape = shape.member
        shape = shape.members.get(step) if shape is not None and shape.type_name == "structure" else None
    return shape


def _shape(service: str, operation: str, *, sent: bool) -> Shape | None:
    model = operation_model(service, operation)
    assert model is not None, f"{service} has no {operation}"
    return model.input_shape if sent else model.output_shape


ALL = [
    (sent, service, operation, path)
    for sent, table in ((True, SENT), (False, READ))
    for service, operations in table.items()
    for operation, paths in operations.items()
    for path in paths
]


def test_members_we_send_and_read_are_in_the_models() -> None:
    missing = [
        (service, operation, path)
        for sent, service, operation, path in ALL
        if member(_shape(service, operation, sent=sent), path) is None
    ]
    assert missing == []


def test_members_that_are_missing_are_still_missing() -> None:
    for (service, operation), paths in NOT_THERE.items():
        for path in paths:
            assert member(_shape(service, operation, sent=False), path) is None


@pytest.mark.parametrize("where", BOUNDS)
def test_bounds_are_those_we_build_on(where: tuple[str, str, str]) -> None:
    service, operation, path = where
    shape = member(_shape(service, operation, sent=True), path)
    assert shape is not None
    bounds = {name: shape.metadata[name] for name in ("min", "max") if name in shape.metadata}
    assert bounds == BOUNDS[where]


@pytest.mark.parametrize("service", sorted(SIGNED_FOR.values()))
def test_every_operation_of_the_fake_is_one_of_the_service(service: str) -> None:
    known = {*service_model(service).operation_names, "DownloadCompleteLogFile"}  # REST only, in no model
    assert set(services.operations(service)) <= known


@pytest.mark.parametrize("operation", LISTINGS)
def test_a_listing_knows_the_members_of_its_operation(operation: str) -> None:
    listing = LISTINGS[operation]
    assert member(_shape("rds", operation, sent=False), listing.member) is not None
    for parameter in (*listing.named, *listing.chosen, *([listing.parent] if listing.parent else [])):
        assert member(_shape("rds", operation, sent=True), parameter) is not None


@pytest.mark.parametrize("operation", [name for name, listing in LISTINGS.items() if listing.missing])
def test_what_is_missing_is_refused_with_a_code_of_the_model(operation: str) -> None:
    model = operation_model("rds", operation)
    assert model is not None
    codes = {shape.metadata.get("error", {}).get("code", shape.name) for shape in model.error_shapes}
    assert LISTINGS[operation].missing in codes
