"""Calls wait their turn: at most a second's worth at once, then one in its time; every quota is known."""

from __future__ import annotations

import pytest

from aurorascope.aws.rates import Rate, Rates, quotas
from aurorascope.catalog import load_collectors


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("per_second", [0.5, 1, 10, 50])
def test_so_many_calls_a_second_and_no_more(per_second: float) -> None:
    clock = Clock()
    rate = Rate(per_second, clock=clock)
    sent = []
    for _ in range(200):
        clock.now += rate.reserve()
        sent.append(clock.now)
    for begin in range(100):
        within = [moment for moment in sent if sent[begin] <= moment < sent[begin] + 10]
        assert len(within) <= per_second * 11 + 1


def test_a_quiet_time_does_not_save_up_more_than_a_second() -> None:
    clock = Clock()
    rate = Rate(10, clock=clock)
    clock.now += 3600
    free = sum(rate.reserve() == 0 for _ in range(100))
    assert free <= 11


def test_a_call_that_is_not_named_takes_its_services_rate() -> None:
    rates = Rates()
    assert rates._rate("rds", "DescribeEvents") is rates._rate("rds", "DescribeDBClusters")
    assert rates._rate("rds", "DescribeDBLogFiles") is not rates._rate("rds", "DescribeEvents")


def test_every_service_that_a_collector_calls_has_a_rate() -> None:
    services = {call.service for collector in load_collectors() for call in collector.calls}
    assert services <= set(quotas())
