"""An https address for the simulator, with a certificate that nobody has signed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
import ssl

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_HOST = "127.0.0.1"


@asynccontextmanager
async def tls_front(port: int, folder: Path) -> AsyncIterator[str]:
    """Serve TLS in front of a port of this machine; gives the https address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_self_signed(folder))
    connections: set[asyncio.Task[None]] = set()

    async def connected(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task
        connections.add(task)
        try:
            # A client that does not trust the certificate leaves in the middle of this.
            with suppress(OSError):
                await writer.start_tls(context)
                await _join(reader, writer, port)
        finally:
            connections.discard(task)
            writer.close()

    server = await asyncio.start_server(connected, _HOST, 0)
    try:
        yield f"https://{_HOST}:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        server.close_clients()
        for task in tuple(connections):
            task.cancel()
        if connections:
            await asyncio.wait(connections)


async def _join(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int
) -> None:
    """Hand on both directions until both are over."""
    onward_reader, onward_writer = await asyncio.open_connection(_HOST, port)
    await asyncio.gather(_pump(reader, onward_writer), _pump(onward_reader, writer))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Hand on whatever comes, until one side is gone."""
    with suppress(OSError):
        while data := await reader.read(2**16):
            writer.write(data)
            await writer.drain()
    writer.close()


def _self_signed(folder: Path) -> Path:
    """Write a certificate for this machine and its key into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(_HOST))]), False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path
