"""The incident lab: from a seed, days of a fleet in which logs, metrics, load, events and topology agree."""
