"""A narrower question keeps what the wider one showed."""

from __future__ import annotations

from aurorascope.insight.drill import rows_behind
from aurorascope.model.filter import Filter


def test_noise_that_was_asked_for_by_its_user_s_name_stays_when_another_user_is_chosen() -> None:
    asked = Filter(user=("app", None, "rdsadmin"))
    found = rows_behind("errors_by", asked, {"user_name": None, "errors": 41}, by=("user",))
    assert found.chosen == Filter(user=(None,), show_noise=True)
    quiet = rows_behind("errors_by", Filter(user=("app",)), {"user_name": "app", "errors": 2}, by=("user",))
    assert quiet.chosen == Filter(user=("app",))
