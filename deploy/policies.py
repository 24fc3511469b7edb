"""Writes the policies of `deploy/` anew from what aurorascope declares: in the template, beside the module.

`PYTHONPATH=. python deploy/policies.py`; a test fails when it was forgotten.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aurorascope.catalog import load_collectors
from aurorascope.collect.permissions import calls_of, policy

if TYPE_CHECKING:
    from aurorascope.model.collector import PolicyRole

HERE = Path(__file__).parent
TEMPLATE = HERE / "cloudformation.yaml"
MODULE = HERE / "terraform" / "policies"
ROLES: tuple[PolicyRole, ...] = ("collector", "report", "cluster_scheduler")
# a global database's secondaries are in other Regions, so no Region is named
CLOUDFORMATION = {
    "partition": "${AWS::Partition}",
    "account": "${AWS::AccountId}",
    "region": "*",
    "bucket": "${Bucket}",
}
TERRAFORM = {"partition": "${partition}", "account": "${account}", "region": "*", "bucket": "${bucket}"}
BLOCK = re.compile(r"(?P<margin> +)# policy (?P<role>\w+)\n.*?(?P<end> +# end\n)", re.DOTALL)


def declared(role: PolicyRole, places: dict[str, str]) -> dict[str, Any]:
    """Return the policy of a role; of collectors, those that run unless they are switched off."""
    collectors = [one for one in load_collectors() if not one.opt_in]
    return policy(calls_of(role, collectors), places)


def template(text: str) -> str:
    """Return the template with the policies of today."""
    return BLOCK.sub(lambda found: block(found["margin"], found["role"], found["end"]), text)  # type: ignore[arg-type]


def block(margin: str, role: PolicyRole, end: str) -> str:
    """Return a policy as YAML, a line for each action."""
    lines = [f"# policy {role}", 'Version: "2012-10-17"', "Statement:"]
    for one in declared(role, CLOUDFORMATION)["Statement"]:
        resource = one["Resource"]
        named = f'!Sub "{resource}"' if "${" in resource else f'"{resource}"'
        lines += [f"  - Sid: {one['Sid']}", "    Effect: Allow", "    Action:"]
        lines += [f'      - "{action}"' for action in one["Action"]]
        lines += [f"    Resource: {named}"]
        for operator, keys in one.get("Condition", {}).items():
            lines += ["    Condition:", f"      {operator}:"]
            lines += [f'        {key}: "{value}"' for key, value in keys.items()]
    return "".join(f"{margin}{line}\n" for line in lines) + end


def module() -> dict[str, str]:
    """Return the files of the module's policies, by name."""
    return {f"{role}.json": json.dumps(declared(role, TERRAFORM), indent=2) + "\n" for role in ROLES}


if __name__ == "__main__":
    TEMPLATE.write_text(template(TEMPLATE.read_text(encoding="utf-8")), encoding="utf-8")
    MODULE.mkdir(parents=True, exist_ok=True)
    for name, content in module().items():
        (MODULE / name).write_text(content, encoding="utf-8")
