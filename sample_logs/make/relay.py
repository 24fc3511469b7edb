"""Gives clients addresses of their own: each relay listens on a port and connects from one loopback address."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Relays:
    """One thread with an event loop; `target` is asked at every connection, so a failover moves new clients."""

    def __init__(self) -> None:
        """Start the loop."""
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def open(self, source: str, target: Callable[[], tuple[str, int]]) -> int:
        """Listen for clients of the address `source`; return the port."""

        async def serve() -> int:
            server = await asyncio.start_server(
                lambda r, w: self._carry(r, w, source, target), "127.0.0.1", 0
            )
            return int(server.sockets[0].getsockname()[1])

        return asyncio.run_coroutine_threadsafe(serve(), self._loop).result()

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        source: str,
        target: Callable[[], tuple[str, int]],
    ) -> None:
        host, port = target()
        host = "::1" if ":" in source else host
        try:
            there, back = await asyncio.open_connection(host, port, local_addr=(source, 0))
        except OSError:
            writer.close()
            return
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(1 << 16):
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()
