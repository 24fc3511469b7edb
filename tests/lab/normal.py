"""The normal distribution, vectorised: shares and tails of times that are log-normal."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from lab.clock import Floats

STANDARD = NormalDist()


def below(x: Floats) -> Floats:
    """Return the share below x standard deviations (Abramowitz and Stegun 7.1.26, good to 1e-7)."""
    y = np.abs(x) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * y)
    tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = 1 - tail * np.exp(-y * y)
    return 0.5 * (1 + np.sign(x) * erf)


def tail(rng: np.random.Generator, at: Floats) -> Floats:
    """Draw one value above each of `at` standard deviations."""
    share = np.clip(1 - below(at), 1e-12, 1)
    drawn = np.clip(share * rng.random(len(at)), 1e-15, 1 - 1e-12)
    return np.maximum(np.array([-STANDARD.inv_cdf(one) for one in drawn]), at)
