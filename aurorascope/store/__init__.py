"""The store: one Delta table, its schemas, the shared views, and the only door for SQL."""
