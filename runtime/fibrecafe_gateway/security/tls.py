"""Client certificates, and whom to trust: read at the start, and again when their files change."""

from __future__ import annotations

import logging
import os
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509

from ..settings import Certificate, Settings

_LOOK = 60.0  # seconds between looks at the files

_SOON = timedelta(days=21)

_logger = logging.getLogger(__name__)

Stamp = tuple[tuple[int, ...] | None, ...]


class CertificateError(ValueError):
    """A certificate's files cannot be used; the text says which, and why."""


class Tls:
    """TLS towards one other, as its files say now.

    Files that are replaced by others that cannot be used change nothing: it is logged, and the
    next change is looked at.
    """

    def __init__(
        self,
        settings: Certificate,
        where: str,
        *,
        now: Callable[[], float] = time.monotonic,
        today: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`where` names the settings. Raises CertificateError."""
        self._settings = settings
        self._where = where
        self._now = now
        self._today = today
        self._warned = 0
        self._ends: datetime | None = None
        self._look_at = now() + _LOOK
        self._stamp = self._stamped()
        self._context = self._load()
        self._warn()

    def context(self) -> ssl.SSLContext:
        """For the next connection: another object after a change."""
        if self._now() >= self._look_at:
            self._look_at = self._now() + _LOOK
            self._look()
        return self._context

    def _look(self) -> None:
        stamp = self._stamped()
        if stamp != self._stamp:
            self._stamp = stamp
            try:
                self._context = self._load()
            except CertificateError as error:
                _logger.error("%s; the one before stays in use", error)
            else:
                self._warned = 0
                _logger.info("%s: the new certificate is in use", self._where)
        self._warn()

    def _stamped(self) -> Stamp:
        return tuple(_stamp(path) for _, path in _files(self._settings))

    def _load(self) -> ssl.SSLContext:
        for name, path in _files(self._settings):
            if not os.access(path, os.R_OK) or not path.is_file():
                raise self._error(name, path, "it is not there, or cannot be read")
        context, ends = self._trusting(), None
        own = self._settings.certificate_file
        if own is not None:
            ends = _certificates(own, self._error("certificate_file", own, _NO_CERTIFICATE))[0]
            self._show(context, own)
        elif self._settings.key_file is not None:
            raise CertificateError(f"{self._where}: key_file needs certificate_file beside it")
        self._ends = None if ends is None else ends.not_valid_after_utc
        return context

    def _trusting(self) -> ssl.SSLContext:
        path = self._settings.trust_file
        if path is not None:
            _certificates(path, self._error("trust_file", path, _NO_CERTIFICATE))
        try:
            context = ssl.create_default_context(cafile=path)
        except OSError as error:  # it went away just now, or OpenSSL is stricter
            what = f"trust_file {path}: it cannot be used: {error}"
            raise CertificateError(f"{self._where}: {what}") from error
        context.set_alpn_protocols(["http/1.1"])
        return context

    def _show(self, context: ssl.SSLContext, own: Path) -> None:
        key = self._settings.key_file
        name, path = ("key_file", key) if key else ("certificate_file", own)

        def locked() -> str:  # OpenSSL would ask at the terminal
            raise self._error(name, path, "the key has a passphrase; write it without one")

        try:
            context.load_cert_chain(own, key, password=locked)
        except ssl.SSLError as error:
            if error.reason == "KEY_VALUES_MISMATCH":
                what = f"the key does not belong to the certificate in {own}"
            elif error.reason is not None and error.reason != "NO_START_LINE":
                what = f"it cannot be used: {error.reason.replace('_', ' ').lower()}"
            else:
                what = "it holds no key that can be read; PEM is wanted"
            raise self._error(name, path, what) from error
        except OSError as error:
            raise self._error(name, path, f"it cannot be read: {error.strerror}") from error

    def _error(self, name: str, path: Path, what: str) -> CertificateError:
        return CertificateError(f"{self._where}: {name} {path}: {what}")

    def _warn(self) -> None:
        """Once when it will end soon, and once when it has ended."""
        if self._ends is None:
            return
        left = self._ends - self._today()
        stage = 2 if left <= timedelta() else 1 if left < _SOON else 0
        if stage > self._warned:
            _logger.warning(
                "%s: the certificate in %s %s on %s; put a new one in its place",
                self._where, self._settings.certificate_file,
                "has ended" if stage == 2 else "ends", f"{self._ends:%Y-%m-%d %H:%M} UTC",
            )  # fmt: skip
        self._warned = stage


_NO_CERTIFICATE = "it holds no certificate that can be read; PEM is wanted"


def tls_of(settings: Certificate, where: str) -> Tls | None:
    """None where nothing is set. Raises CertificateError."""
    return Tls(settings, where) if any(True for _ in _files(settings)) else None


def tls_of_tenants(settings: Settings) -> Iterator[tuple[str, Tls]]:
    """By tenant, where KCIs go. Raises CertificateError."""
    for name, tenant in settings.tenants.items():
        if tenant.updates is not None:
            tls = tls_of(tenant.updates.tls, f"[tenants.{name}.updates.tls]")
            if tls is not None:
                yield name, tls


def _files(settings: Certificate) -> Iterator[tuple[str, Path]]:
    for name in ("certificate_file", "key_file", "trust_file"):
        path = getattr(settings, name)
        if path is not None:
            yield name, path


def _stamp(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    # ctime: a file that could not be read, and whose permissions were mended, has changed too.
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size


def _certificates(path: Path, error: CertificateError) -> list[x509.Certificate]:
    """All of a file; raises `error` where there is none."""
    try:
        found = x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as cause:
        raise error from cause
    if not found:
        raise error
    return found
