"""Files, archives, envelopes, standard input and S3, as blocks of bytes."""
