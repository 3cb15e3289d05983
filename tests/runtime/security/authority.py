"""Certificates of a test's own, and an HTTPS server that demands them."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from fibrecafe_gateway.settings import Certificate


class Authority:
    """Issues certificates, as files."""

    def __init__(self, folder: Path, name: str = "authority") -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        self.trust = folder / f"{name}.pem"
        public = self._made(self._name, self._key.public_key(), days=1, is_ca=True)
        self.trust.write_bytes(public.public_bytes(Encoding.PEM))

    def _made(self, name: Any, key: Any, *, days: float, is_ca: bool = False) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=60))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.BasicConstraints(is_ca, None), critical=True)
        )
        if not is_ca:
            names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(self._key, SHA256())

    def issue(self, name: str, *, days: float = 90, passphrase: str = "") -> Certificate:
        """A certificate and its key, and trust in this authority."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        made = self._made(subject, key.public_key(), days=days)
        locked = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        files = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        files[0].write_bytes(made.public_bytes(Encoding.PEM))
        files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked))
        return Certificate(certificate_file=files[0], key_file=files[1], trust_file=self.trust)


@dataclass(frozen=True)
class Request:
    who: str
    """Whose certificate was shown."""
    path: str
    authorization: str | None


@dataclass
class Demanding:
    """Takes nothing without a certificate; KCIs get 204, tokens are given, all else is 202."""

    url: str = ""
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    _came: threading.Condition = field(default_factory=threading.Condition)

    @property
    def by_address(self) -> str:
        """The same without a name."""
        return self.url.replace("localhost", "127.0.0.1")

    def take(self, request: Request) -> None:
        with self._came:
            self.requests.append(request)
            self._came.notify_all()

    def wait(self, path: str, number: int = 1) -> list[Request]:
        """So many requests to a path, once they are there."""

        def found() -> list[Request]:
            return [one for one in self.requests if one.path == path]

        with self._came:
            assert self._came.wait_for(lambda: len(found()) >= number, 10), self.requests
        return found()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        socket_: Any = self.connection
        subject = dict(pair[0] for pair in socket_.getpeercert()["subject"])
        shown = Request(subject["commonName"], self.path, self.headers["authorization"])
        body = b""
        if self.path == "/token":
            body = json.dumps({"access_token": "t1", "token_type": "Bearer"}).encode()
        kinds = {"/token": 200, "/kcis": 204}
        self.send_response(kinds.get(self.path, 202))
        if self.path != "/kcis":
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.server.demanding.take(shown)

    def log_message(self, format: str, *arguments: Any) -> None:
        return


class _Server(ThreadingHTTPServer):
    demanding: Demanding
    context: ssl.SSLContext

    def finish_request(self, request: Any, client_address: Any) -> None:
        self.demanding.connections += 1
        secured = self.context.wrap_socket(
            request.dup(), server_side=True, do_handshake_on_connect=False
        )
        secured.settimeout(5)
        try:
            secured.do_handshake()
            self.RequestHandlerClass(secured, client_address, self)
        except OSError:
            # What the client sent behind its handshake is read, or it would never see the alert.
            with suppress(OSError):
                request.shutdown(socket.SHUT_WR)
                request.settimeout(1)
                while request.recv(65536):
                    pass
        finally:
            secured.close()


@contextmanager
def demanding(
    authority: Authority, version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3
) -> Iterator[Demanding]:
    """A server on loopback that is trusted by who trusts `authority`."""
    own = authority.issue("server")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=authority.trust)
    assert own.certificate_file is not None
    context.load_cert_chain(own.certificate_file, own.key_file)
    context.verify_mode = ssl.CERT_REQUIRED
    context.maximum_version = version
    server = _Server(("127.0.0.1", 0), _Handler)
    server.demanding, server.context = Demanding(), context
    server.demanding.url = f"https://localhost:{server.server_port}"
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.demanding
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
