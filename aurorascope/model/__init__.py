"""The nouns. Plain frozen dataclasses; this package imports nothing of ours and no engine."""
