"""One file a finding or posture check, with its cases."""
