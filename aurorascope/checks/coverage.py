"""How much of a period the store has of each cluster: what a verdict stands on, under the name checks use."""

from aurorascope.insight.covered import Coverage, covered

__all__ = ["Coverage", "covered"]
