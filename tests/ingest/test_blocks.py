"""How a file is cut into ranges: all of it once, and as many for each worker."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from aurorascope.ingest.sources import blocks_of, even_block

MOST = 12 << 20


@pytest.mark.parametrize("workers", [1, 2, 3, 8])
@pytest.mark.parametrize("size", [1, 5_000_000, 7_000_000, MOST, MOST + 1, 200_000_887, 2_000_000_011])
def test_each_worker_has_as_many_blocks_and_none_is_too_large(size: int, workers: int) -> None:
    block = even_block(size, workers, MOST)
    ranges = list(blocks_of(SimpleNamespace(resume=0, end=size), block))  # type: ignore[arg-type]
    assert [begin for begin, _ in ranges] == [0, *(end for _, end in ranges[:-1])]
    assert ranges[-1][1] == size
    assert max(end - begin for begin, end in ranges) <= MOST
    assert len(ranges) == 1 if size <= MOST // 2 else len(ranges) % workers == 0
