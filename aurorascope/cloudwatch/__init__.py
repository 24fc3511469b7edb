"""Alert rules as CloudWatch's alarms: planned, pushed, compared, priced, and proved to receive data."""
