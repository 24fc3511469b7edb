"""Every member that an operation of rds can tell comes back from boto3 as it was put into the World."""

from __future__ import annotations

import pytest

from fake_aws.filled import MOMENT, filled
from fake_aws.fixtures import StartFake
from fake_aws.models import operation_model
from fake_aws.services.rds import LISTINGS
from fake_aws.small_fleet import PLACE
from fake_aws.static_world import StaticWorld

NOW = MOMENT.timestamp() + 1


@pytest.mark.parametrize("operation", LISTINGS)
def test_a_full_record_survives_the_wire(start_fake: StartFake, operation: str) -> None:
    model, listing = operation_model("rds", operation), LISTINGS[operation]
    assert model is not None
    record = filled(model.output_shape.members[listing.member].member)
    world = StaticWorld(places=[PLACE])
    if listing.parent:
        world.children[PLACE, operation, "parent"] = [record]
    else:
        world.records[PLACE, operation] = [record]
    client = start_fake(world, NOW).client("rds", *PLACE)
    required = model.input_shape.required_members if model.input_shape else []
    asked = {name: "parent" if name == listing.parent else record[name] for name in required}
    [found] = getattr(client, _method(client, operation))(**asked)[listing.member]
    assert found == record


def _method(client: object, operation: str) -> str:
    names: dict[str, str] = client.meta.method_to_api_mapping  # type: ignore[attr-defined]
    return next(method for method, api in names.items() if api == operation)
