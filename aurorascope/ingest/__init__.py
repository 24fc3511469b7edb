"""Source to rows to one commit: blocks, workers, the stitcher."""
