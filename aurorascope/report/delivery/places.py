"""Where reports lie: a folder or a prefix of a bucket, behind the same six verbs."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from aurorascope.model.errors import BadRequestError, OutsideError

if TYPE_CHECKING:
    from aurorascope.aws.objects import Sealing

TEMPORARY = ".aurorascope-"
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK}


class Place(Protocol):
    """Files by name; a name may hold slashes. Raises OutsideError where the outside refuses."""

    def address(self, name: str = "") -> str:
        """Return where a file lies, as people write it."""
        ...

    def read(self, name: str) -> bytes | None:
        """Return a file's content; None where there is none."""
        ...

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole, in place of the one that is there."""
        ...

    def create(self, name: str, content: bytes) -> bool:
        """Write a file unless there is one; say whether this call wrote it."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file; one that is not there is as good."""
        ...

    def names(self, under: str = "") -> list[str]:
        """Return the names that begin with `under`, in order."""
        ...


class Folder:
    """A folder of this machine; a reader sees a file whole or not at all."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def address(self, name: str = "") -> str:
        """Return the path."""
        return str(self._path(name).absolute())

    def read(self, name: str) -> bytes | None:
        """Return a file's content; None where there is none."""
        try:
            return self._path(name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._refused(name, error) from error

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole, in place of the one that is there."""
        written = self._written(name, content)
        try:
            written.replace(self._path(name))
        except OSError as error:
            written.unlink(missing_ok=True)
            raise self._refused(name, error) from error

    def create(self, name: str, content: bytes) -> bool:
        """Write a file unless there is one; say whether this call wrote it."""
        written = self._written(name, content, durable=True)
        try:
            os.link(written, self._path(name))
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in NO_LINKS:
                raise self._refused(name, error) from error
            return self._opened_first(name, content)
        finally:
            written.unlink(missing_ok=True)
        return True

    def _opened_first(self, name: str, content: bytes) -> bool:
        """Do without hard links: whoever makes the file first has it, though a reader may see half of it."""
        try:
            with self._path(name).open("xb") as file:
                file.write(content)
        except FileExistsError:
            return False
        except OSError as error:
            raise self._refused(name, error) from error
        return True

    def remove(self, name: str) -> None:
        """Remove a file, and the folders that it leaves empty."""
        path = self._path(name)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise self._refused(name, error) from error
        with suppress(OSError):  # a folder that holds anything else stays
            while (path := path.parent) != self._root:
                path.rmdir()

    def names(self, under: str = "") -> list[str]:
        """Return the names that begin with `under`, in order; links to elsewhere are not followed."""
        if not self._root.is_dir():
            return []
        found = (
            (Path(folder) / name).relative_to(self._root).as_posix()
            for folder, _, names in os.walk(self._root)
            for name in names
            if not name.startswith(TEMPORARY)
        )
        return sorted(name for name in found if name.startswith(under))

    def _path(self, name: str) -> Path:
        return self._root / name

    def _written(self, name: str, content: bytes, *, durable: bool = False) -> Path:
        """Write a file beside where it is to be; a process that dies here leaves no half of a report.

        `durable` outlives a power cut too: what a claim says must not be said twice.
        """
        target = self._path(name)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, path = tempfile.mkstemp(prefix=TEMPORARY, dir=target.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                if durable:
                    file.flush()
                    os.fsync(handle)
            Path(path).chmod(0o644 & ~_umask())
        except OSError as error:
            raise self._refused(name, error) from error
        return Path(path)

    def _refused(self, name: str, error: OSError) -> OutsideError:
        return OutsideError(f"{self.address(name)}: {error.strerror or error}.")


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def place_at(out: str, sealing: Sealing | None = None) -> Place:
    """Return the place that `--out` names. Raises BadRequestError for an address that is none."""
    if "://" in out:
        from aurorascope.aws.access import Access
        from aurorascope.aws.objects import Objects, split_address
        from aurorascope.aws.sessions import Account

        split_address(out)
        account = Account(Access())
        return Objects(account.client("s3", account.default_region() or "us-east-1"), out, sealing)
    folder = Path(out).expanduser()
    if folder.exists() and not folder.is_dir():
        raise BadRequestError(f"{folder} is a file; a folder or s3://bucket/prefix is expected.")
    return Folder(folder)
