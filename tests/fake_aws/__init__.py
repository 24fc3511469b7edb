"""An AWS for tests: an HTTP server that real boto3 clients talk to, over a World of one's own making."""
