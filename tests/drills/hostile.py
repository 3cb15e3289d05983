"""Endpoints that mean no good, on a bare socket."""

from __future__ import annotations

import asyncio
import contextlib
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]

_PIECE = b"x" * 65536

_CHUNK = b"10000\r\n" + _PIECE + b"\r\n"


async def _hangs(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3600)


async def _never_ends(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 500 Oh\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(_CHUNK)
        await writer.drain()


async def _takes_and_never_ends(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(_CHUNK)
        await writer.drain()


async def _head_never_ends(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    number = 0
    while True:
        number += 1
        writer.write(b"X-%d: %s\r\n" % (number, b"y" * 4000))
        await writer.drain()
        await asyncio.sleep(0)


async def _drips(writer: asyncio.StreamWriter) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: " + b"z" * 10_000:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.05)


async def _ten_megabytes(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 500 Oh\r\nContent-Length: %d\r\n\r\n" % (160 * len(_PIECE)))
    for _ in range(160):
        writer.write(_PIECE)
        await writer.drain()


async def _bomb(writer: asyncio.StreamWriter) -> None:
    writer.write(
        b"HTTP/1.1 500 Oh\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(_ZEROS)
    )
    writer.write(_ZEROS)
    await writer.drain()


async def _garbage(writer: asyncio.StreamWriter) -> None:
    writer.write(bytes(range(256)) * 64)
    await writer.drain()


def _zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    million = bytes(1 << 20)
    return b"".join([*(packer.compress(million) for _ in range(megabytes)), packer.flush()])


_ZEROS = _zeros(200)

ANSWERS: dict[str, Answer] = {
    "never answers": _hangs,
    "answers 500 and never ends": _never_ends,
    "answers 200 and never ends": _takes_and_never_ends,
    "a head that never ends": _head_never_ends,
    "a byte at a time": _drips,
    "10 MB with a 500": _ten_megabytes,
    "200 MB of zeros in 200 kB of gzip": _bomb,
    "garbage": _garbage,
}


def redirect_to(url: str) -> Answer:
    """To an address that only the gateway may reach."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(
            f"HTTP/1.1 307 Go\r\nLocation: {url}\r\nContent-Length: 0\r\n\r\n".encode()
        )  # fmt: skip
        await writer.drain()

    return answer


@asynccontextmanager
async def hostile(answer: Answer) -> AsyncIterator[str]:
    """The base of its address."""

    open_ones: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_ones.add(task)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = head.split(b"content-length: ")[1].split(b"\r")[0]
                await reader.readexactly(int(length))
                await answer(writer)
        except asyncio.CancelledError:
            pass  # the drill is over
        finally:
            open_ones.discard(task)
            writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.close()
        for task in tuple(open_ones):
            task.cancel()
        await asyncio.gather(*open_ones, return_exceptions=True)
