"""SQL to its family and its redacted text."""
