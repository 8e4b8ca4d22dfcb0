"""A mail server for measurements: takes everything, counts it in a file, keeps nothing.

python -m bench.mailserver PORT FILE
"""

from __future__ import annotations

import asyncio
import sys
import time

from aiosmtpd.smtp import SMTP, Envelope, Session


class Counter:
    """Writes one line per mail: the moment, the receiver, and its Message-ID."""

    def __init__(self, path: str) -> None:
        self.file = open(path, "a", buffering=1, encoding="utf-8")  # noqa: SIM115 (open as long as the server runs)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        self.file.write(f"{time.time()} {envelope.rcpt_tos[0]}\n")
        return "250 taken"


async def main(port: int, path: str) -> None:
    handler = Counter(path)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, loop=loop), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
