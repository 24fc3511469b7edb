"""Moments and durations are integer microseconds everywhere; moments count from 1970 in UTC."""

SECOND = 1_000_000
DAY = 86_400 * SECOND
