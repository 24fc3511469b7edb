"""Questions over the store."""
