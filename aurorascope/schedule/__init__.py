"""Stops and starts chosen clusters, and lets minor versions be applied in their maintenance windows."""
