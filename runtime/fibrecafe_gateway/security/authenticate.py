"""The doors of the Tenant API, the Supplier Updates API and the admin API."""

from __future__ import annotations

import logging
from collections.abc import Callable

from fibrecafe_api._support.problem import Problem
from fibrecafe_api._support.request import RequestHead
from fibrecafe_api._support.server import Authenticate

from .tokens import Party, Principal, ScopeMissing, TokenExpired, TokenRejected, TokenVerifier

_logger = logging.getLogger(__name__)


def tenant_authenticate(verifier: TokenVerifier, known: Callable[[str], bool]) -> Authenticate:
    """The door of the Tenant API; `known` says whether there is a tenant of an id.

    The principal of a context is then a `Principal`.
    """
    return _door(verifier, "tenant", known)


def supplier_authenticate(verifier: TokenVerifier, known: Callable[[str], bool]) -> Authenticate:
    """The door of the Supplier Updates API; `known` says whether there is a supplier of an id."""
    return _door(verifier, "supplier", known)


def admin_authenticate(verifier: TokenVerifier) -> Authenticate:
    """The door of the admin API; the principal's id is the client's."""
    return _door(verifier, "admin", lambda _: True)


def _door(verifier: TokenVerifier, party: Party, known: Callable[[str], bool]) -> Authenticate:
    async def authenticate(request: RequestHead, scopes: tuple[str, ...]) -> Principal:
        # `scopes` are those of the published production system; an installation's own are in its
        # settings, and the verifier compares with them.
        token = _bearer_token(request)
        try:
            principal = verifier.verify(token, party)
        except TokenExpired:
            raise Problem.unauthorised("the token has expired") from None
        except ScopeMissing as error:
            _log(request, error.reason)
            raise Problem.forbidden() from None
        except TokenRejected as error:
            _log(request, error.reason)
            raise _not_valid() from None
        if not known(principal.id):
            _log(request, f"there is no {party} {principal.id!r}")
            raise _not_valid()
        return principal

    return authenticate


def _bearer_token(request: RequestHead) -> str:
    """Raises Problem."""
    given = [value for name, value in request.headers if name == b"authorization"]
    if not given:
        raise Problem.unauthorised("a bearer token is required")
    scheme, _, token = given[0].decode("latin-1").partition(" ")
    if len(given) > 1 or scheme.lower() != "bearer" or not token.strip():
        raise Problem.unauthorised("the Authorization header must be `Bearer` and one token")
    return token.strip()


def _not_valid() -> Problem:
    """Says the same whatever is wrong: which check failed is for the log."""
    return Problem.unauthorised("the token is not valid")


def _log(request: RequestHead, reason: str) -> None:
    _logger.info(
        "a token was refused in %s (request %s): %s",
        request.operation_id,
        request.request_id,
        reason,
    )
