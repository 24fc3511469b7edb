"""The same blocks under Spark, the same queries under Athena."""
