"""Runs collectors: targets in, hauls out, one commit an account and Region."""
