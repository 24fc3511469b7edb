"""The wire: requests into parameters, answers and refusals into bytes, by botocore's models."""
