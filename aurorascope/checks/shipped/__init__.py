"""The checks that we ship: one file each, with the cases that prove it."""
