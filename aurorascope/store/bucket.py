"""A store in a bucket of S3: files are put when they are finished, and read through a cache on this machine.

One of these for each address and process, shared by everything there: it holds the connections and the cache.
"""

from __future__ import annotations

import atexit
import os
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import blake2s
from pathlib import Path
from tempfile import mkdtemp
from threading import RLock
from typing import TYPE_CHECKING, Any

from aurorascope.model.errors import AurorascopeError
from aurorascope.store.cache import Cache, cache_folder
from aurorascope.store.errors import StoreError
from aurorascope.store.place import LOG_FOLDER, PATTERN_SIGNS, Lying

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from aurorascope.aws.bucket import Bucket

AT_ONCE = 16  # objects that are read or put side by side
STAGED = "staged-"

_known: dict[tuple[object, ...], BucketPlace] = {}
_lock = RLock()


def bucket_place(address: str) -> BucketPlace:
    """Return the place of an address; the same one as long as the settings and the process are the same."""
    from aurorascope.aws.bucket import Bucket
    from aurorascope.aws.bucket_settings import read_bucket_settings

    settings = read_bucket_settings()
    said = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    key = (address.rstrip("/"), settings, os.getpid(), tuple(sorted(said.items())))
    with _lock:
        if key not in _known:
            bucket = Bucket(address, settings)
            if any(sign in bucket.prefix for sign in PATTERN_SIGNS):
                raise StoreError(f"{address}: the prefix of a store must not hold any of * ? [ ]")
            _known[key] = BucketPlace(bucket, cache_folder(settings.cache), int(settings.cache_gb * 1e9))
        return _known[key]


class BucketPlace:
    """A bucket and a prefix. Threads share it; a process that forks makes its own."""

    far = True

    def __init__(self, bucket: Bucket, folder: Path, limit: int) -> None:
        self.address = bucket.address
        self._bucket = bucket
        self._folder = folder
        self._limit = limit
        self._lock = RLock()
        self._pool: ThreadPoolExecutor | None = None
        self._cache: Cache | None = None
        self._staging: Path | None = None

    @property
    def root(self) -> Path:
        """The folder of what was read of this store."""
        return self._kept.root

    @property
    def staging(self) -> Path:
        """The folder in which this process writes what it will put."""
        with self._lock:
            if self._staging is None:
                self._staging = Path(mkdtemp(prefix=f"{STAGED}{os.getpid()}-", dir=self._kept.folder))
                atexit.register(shutil.rmtree, self._staging, ignore_errors=True)
            return self._staging

    def delta(self) -> tuple[str, dict[str, str]]:
        """Return the address and the credentials of this moment."""
        return self.address, self._bucket.delta_options()

    def has_store(self) -> bool:
        """Ask whether there is a log; that also finds the Region, and says what is in the way."""
        return bool(self._bucket.probe(f"{LOG_FOLDER}/"))

    def make(self) -> None:
        """Look that nothing else lies there: a prefix needs no making."""
        if self._bucket.probe(""):
            raise StoreError(f"{self.address} is not empty and holds no store: name a prefix of its own")

    @contextmanager
    def holding(self, paths: Collection[str], size: int = 0) -> Iterator[None]:
        """Read what is not here yet, and keep it here until the end of the block."""
        if size > self._limit:
            raise StoreError(
                f"this reads {len(paths):,} files of {size / 1e9:,.1f} GB from {self.address}, and "
                f"{self._limit / 1e9:g} GB may be kept here: narrow the time range, or raise "
                "AURORASCOPE_S3_CACHE_GB"
            )
        with self._kept.pinned(paths) as missing:
            if missing:
                list(self._workers.map(self._fetch, missing))
                self._kept.trim()
            yield

    def _fetch(self, path: str) -> None:
        try:
            self._kept.take(path, lambda target: self._bucket.fetch(path, target))
        except FileNotFoundError as error:
            raise StoreError(
                f"{self.address}/{path} is missing: `aurorascope store check` names what is wrong"
            ) from error

    def publish(self, path: str) -> Callable[[], None]:
        """Put a finished file, on a thread; it is then one of those that were read."""
        done: Future[Any] = self._workers.submit(self._put, path)
        return done.result

    def _put(self, path: str) -> None:
        self._bucket.put(path, self.staging / path)
        self._kept.take(path, (self.staging / path).replace)
        self._kept.trim()

    def drop(self, paths: Iterable[str]) -> None:
        """Delete objects, and what is here of them."""
        gone = list(paths)
        for path in gone:
            if self._staging is not None:
                (self._staging / path).unlink(missing_ok=True)
            self._kept.forget(path)
        self._bucket.remove(gone)

    def read(self, path: str) -> bytes | None:
        """Return an object."""
        return self._bucket.read(path)

    def tail(self, path: str, size: int, count: int) -> bytes | None:
        """Return the end of an object."""
        return self._bucket.read(path, max(0, size - count), size)

    def listing(self, under: str) -> Iterator[Lying]:
        """Yield objects."""
        for one in self._bucket.listing(under):
            yield Lying(one.path, one.size, one.modified)

    def why(self, error: Exception) -> Exception:
        """Ask the bucket itself: what delta-rs says of a refusal is no sentence for a person."""
        try:
            self._bucket.probe(f"{LOG_FOLDER}/")
        except AurorascopeError as refused:
            return refused
        return self._bucket.refused_to_another(str(error)) or error

    @property
    def _workers(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="bucket")
            return self._pool

    @property
    def _kept(self) -> Cache:
        with self._lock:
            if self._cache is None:
                name = blake2s(f"{self._bucket.endpoint} {self.address}".encode(), digest_size=8).hexdigest()
                self._cache = Cache(self._folder, name, self._limit)
            return self._cache
