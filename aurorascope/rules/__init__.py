"""The rule engine, and one file an alert rule with its cases."""
