"""One page a file. Content: loaded by path, never imported."""
