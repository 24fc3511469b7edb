"""The template as data, and what its functions come to for given parameters."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from cfnlint.decode import cfn_yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
TEMPLATE = DEPLOY / "cloudformation.yaml"
NAMED = re.compile(r"\$\{([A-Za-z:.]+)\}")
ACCOUNT, REGION = "123456789012", "eu-west-1"
GIVEN = {
    "Image": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/aurorascope@sha256:{'0' * 64}",
    "RepositoryArn": f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/aurorascope",
    "StopSchedule": "cron(0 20 ? * MON-FRI *)",
    "StartSchedule": "cron(0 6 ? * MON-FRI *)",
    "UpgradeSchedule": "cron(0 12 ? * SUN *)",
    "Channels": "--deliver chat --deliver oncall",
    "TimeZone": "Europe/Berlin",
}


@cache
def template() -> dict[str, Any]:
    """Return the template; `!Ref x` is {"Ref": "x"}, and so on."""
    found: dict[str, Any] = cfn_yaml.loads(TEMPLATE.read_text(encoding="utf-8"))
    return found


class Stack:
    """A template with parameters: `value` works out what CloudFormation would."""

    def __init__(self, given: dict[str, str], known: dict[str, str] | None = None) -> None:
        """Take parameters, and the names of resources that exist."""
        self.template = template()
        defaults = {name: one.get("Default", "") for name, one in self.template["Parameters"].items()}
        fixed = {
            "AWS::Partition": "aws",
            "AWS::AccountId": ACCOUNT,
            "AWS::Region": REGION,
            "AWS::StackName": "fleet",
        }
        self.names = {**fixed, **{key: str(one) for key, one in defaults.items()}, **given, **(known or {})}

    def properties(self, logical: str) -> dict[str, Any]:
        """Return a resource's properties, worked out."""
        found: dict[str, Any] = self.value(self.template["Resources"][logical]["Properties"])
        return found

    def of_type(self, kind: str) -> list[str]:
        """Return the resources of a type that are made under these parameters."""
        return [
            name
            for name, one in self.template["Resources"].items()
            if one["Type"] == kind and self.holds(one.get("Condition"))
        ]

    def holds(self, condition: str | None) -> bool:
        """Say whether a condition holds."""
        return condition is None or bool(self.value(self.template["Conditions"][condition]))

    def value(self, node: Any) -> Any:
        """Work out a value."""
        if isinstance(node, list):
            return [self.value(one) for one in node]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            [(name, inner)] = node.items()
            if name == "Ref" or name.startswith("Fn::"):
                return self.function(name, inner)
        return {key: self.value(one) for key, one in node.items()}

    def function(self, name: str, inner: Any) -> Any:
        """Work out one function."""
        if name == "Ref":
            return self.names.get(inner, inner)
        if name == "Fn::GetAtt":
            parts = inner if isinstance(inner, list) else inner.split(".")
            return self.names.get(".".join(parts), f"arn:aws:made:{REGION}:{ACCOUNT}:{parts[0]}")
        if name == "Fn::Sub":
            text, more = (inner, {}) if isinstance(inner, str) else (inner[0], self.value(inner[1]))
            return NAMED.sub(lambda found: str(more.get(found[1], self.names.get(found[1], found[1]))), text)
        if name == "Fn::If":
            return self.value(inner[1] if self.holds(inner[0]) else inner[2])
        return self.plain(name, self.value(inner))

    @staticmethod
    def plain(name: str, inner: Any) -> Any:
        """Work out a function of values."""
        if name == "Fn::Equals":
            return inner[0] == inner[1]
        if name == "Fn::Not":
            return not inner[0]
        if name == "Fn::Join":
            return inner[0].join(inner[1] if isinstance(inner[1], list) else [inner[1]])
        if name == "Fn::Split":
            return inner[1].split(inner[0])
        raise NotImplementedError(name)
