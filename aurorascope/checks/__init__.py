"""Findings: what the store shows that somebody should mend, with evidence, effect and the command."""
