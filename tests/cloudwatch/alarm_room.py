"""One fake account and Region with the shipped rules: what is wanted of it, and what a push would do."""

from __future__ import annotations

from typing import Any

from fleet40 import PLACE

from aurorascope.aws.access import Access
from aurorascope.aws.sessions import Account
from aurorascope.catalog import rule_dirs
from aurorascope.cloudwatch.desired import Desired, desired
from aurorascope.cloudwatch.plan import Plan, look, make_plan, tag_reader
from aurorascope.cloudwatch.policy import Policy, read_policy
from aurorascope.collect.discovery import look as look_at_clusters
from aurorascope.collect.fleet import Choice
from aurorascope.rules.expand import Place
from aurorascope.rules.files import read_rules

TOPIC = "arn:aws:sns:eu-west-1:111122223333:"
POLICY = {
    "allowed_actions": [TOPIC + "page", TOPIC + "mail", TOPIC + "payments"],
    "actions": {"critical": [TOPIC + "page"], "warning": [TOPIC + "mail"]},
    "owners": [{"tags": {"team": "payments"}, "actions": {"critical": [TOPIC + "payments"]}}],
    "dashboard": "https://aurora.example.com/",
    "mutes": [{"schedule": "cron(0 2 * * SUN)", "duration": "PT2H"}],
}
FAST = {"cloudwatch": 1e6}  # a fake needs no waiting


class Room:
    """One account and Region with the shipped rules: what is wanted of it, and what a push would do."""

    def __init__(self, policy: object = None) -> None:
        self.account = Account(Access(), rates=FAST)
        self.client: Any = self.account.client("cloudwatch", PLACE[1])
        self.policy: Policy = read_policy(POLICY if policy is None else policy, "alerts")
        self.clusters = look_at_clusters(self.account, PLACE[1], Choice(Access()), []).clusters

    def desired(self) -> Desired:
        """Return what the shipped rules want."""
        return desired(read_rules(rule_dirs()), self.clusters, Place(*PLACE), self.policy)

    def plan(self, *, delete: bool = False) -> Plan:
        """Compare with what is there."""
        wanted = self.desired()
        return make_plan(
            *PLACE, wanted.requests, wanted.mutes, look(self.client), tag_reader(self.client), delete=delete
        )
