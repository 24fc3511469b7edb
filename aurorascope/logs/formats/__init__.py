"""One file a log format: how entries begin, how a prefix becomes columns."""
