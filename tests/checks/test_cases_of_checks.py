"""Every check finds in each of its cases exactly what its file says, in the midst of all others' rows."""

from __future__ import annotations

import pytest

from aurorascope.checks.casework import Tried, account_of, try_cases
from aurorascope.checks.shipped_checks import shipped_checks

CASES = [account_of(check, case) for check in shipped_checks() for case in check.cases]


@pytest.fixture(scope="module")
def tried() -> dict[str, Tried]:
    return {f"{one.check}: {one.case}": one for one in try_cases(shipped_checks())}


@pytest.mark.parametrize("case", CASES)
def test_a_check_finds_in_its_case_what_its_file_says(case: str, tried: dict[str, Tried]) -> None:
    one = tried[case]
    assert not one.failed
    assert one.said == dict(one.wanted)
