"""Why a TLS connection did not come about, in words for whoever is to mend it."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator

_ALERTS = {
    "CERTIFICATE_REQUIRED": "it wants a client certificate; give one in `certificate_file`",
    "HANDSHAKE_FAILURE": "it broke the handshake off; it may want a client certificate"
    " (`certificate_file`), or other ciphers",
    "UNKNOWN_CA": "it does not trust who issued our client certificate; it must know them, and"
    " `certificate_file` must hold those between",
    "BAD_CERTIFICATE": "it does not take our client certificate; look at `certificate_file`",
    "UNSUPPORTED_CERTIFICATE": "it does not take client certificates of this kind; is it one for"
    " clients?",
    "CERTIFICATE_EXPIRED": "our client certificate has expired; put a new one in"
    " `certificate_file`",
    "CERTIFICATE_REVOKED": "our client certificate was revoked; put another in `certificate_file`",
    "CERTIFICATE_UNKNOWN": "it does not take our client certificate, and does not say why",
    "ACCESS_DENIED": "our client certificate is valid there, and may not do this",
    "DECRYPT_ERROR": "it cannot check what our client certificate's key has signed",
    "PROTOCOL_VERSION": "it has no version of TLS in common with the gateway (1.2 and 1.3)",
    "UNRECOGNIZED_NAME": "it does not know the name that the address has",
}
"""What the other end said, by what OpenSSL calls it behind `ALERT_`. It said so in the handshake, so
that nothing was taken in."""

_OURS = {
    "WRONG_VERSION_NUMBER": "what answers there does not speak TLS; is it an http:// address?",
    "RECORD_LAYER_FAILURE": "what answers there does not speak TLS; is it an http:// address?",
    "UNSUPPORTED_PROTOCOL": "it speaks too old a version of TLS; 1.2 is the least",
    "UNEXPECTED_EOF_WHILE_READING": "it broke the handshake off without a word; it may want a client"
    " certificate (`certificate_file`)",
}
"""What is found at this end."""

_NAMED = re.compile(r"\[SSL: (\w+)\]")

_EXPIRED, _NOT_YET, _OTHER_NAME, _OTHER_IP = 10, 9, 62, 64  # X509_V_ERR_...

BROKEN = (
    "; where it demands client certificates, that is how some servers refuse ours, or that there is"
    " none (`certificate_file`)"
)
"""Behind a connection that was broken, and for which nobody gave a reason."""


def reason_of(error: BaseException) -> str | None:
    """None: the error does not say that TLS is the reason. With one, no request was taken in."""
    for cause in _chain(error):
        # aiohttp's own are of this class too, and lack the reason; it is in their cause.
        if isinstance(cause, ssl.SSLCertVerificationError) and hasattr(cause, "verify_code"):
            return _not_trusted(cause)
        named = _NAMED.search(str(cause))
        if named:
            name = named[1]
            found = _OURS.get(name) or _ALERTS.get(name.rpartition("ALERT_")[2])
            if found is not None:
                return found
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _not_trusted(error: ssl.SSLCertVerificationError) -> str:
    code, said = error.verify_code, error.verify_message.rstrip(".")
    if code in (_OTHER_NAME, _OTHER_IP):
        return f"its certificate is for another name: {said[:1].lower()}{said[1:]}"
    if code in (_EXPIRED, _NOT_YET):
        return f"its certificate is out of date: {said}; it must get a new one"
    return f"its certificate is not trusted: {said}; name who vouches for it in `trust_file`"
