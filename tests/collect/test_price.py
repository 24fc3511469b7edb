"""The price is said before the call: the estimate is what a run then calls and is billed for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from fake_aws.aws import FakeAws
from running import Run, account_of

from aurorascope.aws.prices import read_prices
from aurorascope.catalog import load_collectors
from aurorascope.collect.fleet import Fleet
from aurorascope.collect.price import Estimate, estimate, hold_to_budget
from aurorascope.collect.run import Orders
from aurorascope.model.errors import BadRequestError
from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

FLEET = Fleet(options={"cloudwatch_metrics": {"past_days": 0}})
FIVE_MINUTES = timedelta(minutes=5)


def estimated(fake: FakeAws, store: Store | None, *names: str) -> Estimate:
    chosen = [it for it in load_collectors() if it.name in names]
    now = datetime.fromtimestamp(fake.clock.now(), UTC)
    return estimate(store, Orders(FLEET, chosen, now=now), account_of, read_prices(), FIVE_MINUTES)


def test_the_metrics_of_an_estimate_are_those_that_are_billed(run: Run, fake: FakeAws, store: Store) -> None:
    found = estimated(fake, None, "cloudwatch_metrics")
    assert fake.ledger.calls("cloudwatch", "GetMetricData") == []
    said = {(it.service, it.operation): (it.calls, it.units) for it in found.lines}
    summary = run("cloudwatch_metrics", fleet=FLEET)
    key = ("cloudwatch", "GetMetricData")
    assert said[key] == (summary.meter.calls[key], summary.meter.units[key])
    assert found.usd_a_run >= summary.meter.dollars(read_prices()) > 0
    later = estimated(fake, store, "cloudwatch_metrics")
    assert later.usd_a_month == pytest.approx(later.usd_a_run * 8766)


def test_the_past_is_priced_once(fake: FakeAws) -> None:
    chosen = [it for it in load_collectors() if it.name == "cloudwatch_metrics"]
    now = datetime.fromtimestamp(fake.clock.now(), UTC)
    found = estimate(None, Orders(Fleet(), chosen, now=now), account_of, read_prices(), FIVE_MINUTES)
    assert found.usd_once > 0
    assert found.usd_a_month == pytest.approx(found.usd_a_run * found.runs_a_month + found.usd_once)


@pytest.mark.parametrize(("budget", "refused"), [(None, False), (100.0, False), (0.01, True)])
def test_a_budget_refuses_what_costs_more(fake: FakeAws, budget: float | None, refused: bool) -> None:
    found = estimated(fake, None, "cloudwatch_metrics")
    if refused:
        with pytest.raises(
            BadRequestError, match=r"a month of this would cost about \$.*the budget_usd_month"
        ):
            hold_to_budget(found, budget)
    else:
        hold_to_budget(found, budget)
