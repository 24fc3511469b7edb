"""Rules to CloudWatch alarms: plan, push, drift."""
