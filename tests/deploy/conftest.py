"""The deployment's own programs and one stack, deployed on a local emulator."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import boto3
import pytest
from moto import mock_aws
from stack import DEPLOY, GIVEN, REGION, TEMPLATE


@pytest.fixture(scope="session")
def policies() -> ModuleType:
    """deploy/policies.py, by path: it is no package."""
    spec = importlib.util.spec_from_file_location("deploy_policies", DEPLOY / "policies.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


Clients = Any


@pytest.fixture(scope="module")
def emulator() -> Iterator[Clients]:
    """A local emulator with a network; what it gives are clients of its services."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "x")
        patch.delenv("AWS_ENDPOINT_URL", raising=False)
        with mock_aws():
            yield lambda service: boto3.client(service, region_name=REGION)


@pytest.fixture(scope="module")
def deployed(emulator: Clients) -> dict[str, str]:
    """Deploy the template; return the physical names by logical ones, of what the emulator makes."""
    ec2 = emulator("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"{REGION}{'ab'[n]}")
        for n in range(2)
    ]
    names = [one["Subnet"]["SubnetId"] for one in subnets]
    parameters = GIVEN | {"VpcId": vpc, "SubnetA": names[0], "SubnetB": names[1]}
    cloudformation = emulator("cloudformation")
    with pytest.warns(UserWarning, match="not supported by moto's CloudFormation"):
        cloudformation.create_stack(
            StackName="fleet",
            TemplateBody=TEMPLATE.read_text(encoding="utf-8"),
            Parameters=[{"ParameterKey": key, "ParameterValue": one} for key, one in parameters.items()],
            Capabilities=["CAPABILITY_IAM"],
        )
    with pytest.warns(UserWarning, match="not supported by moto's CloudFormation"):  # it reads it again
        found = cloudformation.list_stack_resources(StackName="fleet")["StackResourceSummaries"]
    assert {one["ResourceStatus"] for one in found if "ResourceStatus" in one} == {"CREATE_COMPLETE"}
    made = {one.get("LogicalResourceId"): one.get("PhysicalResourceId") for one in found}
    return {key: one or key for key, one in made.items() if key} | parameters
