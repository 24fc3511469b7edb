"""One AWS source a file. Content: loaded by path, never imported."""
