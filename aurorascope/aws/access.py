"""How one account is reached. Apart from the sessions, so that reading a config file loads no boto3."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Access:
    """The default credentials, a profile, a role, or a role assumed from a profile."""

    profile: str = ""
    role_arn: str = ""
    external_id: str = ""

    def __str__(self) -> str:
        return self.role_arn or (f"profile {self.profile}" if self.profile else "the default credentials")
