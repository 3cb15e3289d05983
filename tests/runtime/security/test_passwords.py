"""Hashes of secrets."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode

import pytest

from fibrecafe_gateway.security.passwords import (
    check_hash,
    dummy_hash,
    hash_secret,
    verify_secret,
)

# Of "correct horse", made with hashlib.
HASH = "scrypt$16384$8$1$c2l4dGVlbiBvZiBieXRlcw$aCM1bFHDFm9KCenAUOJE938jOz2K2lYFlXuElwUPEKU"


def test_a_secret_fits_its_hash_and_no_other_does() -> None:
    assert verify_secret("correct horse", HASH)
    assert not verify_secret("correct horsf", HASH)
    assert not verify_secret("", HASH)


def test_two_hashes_of_a_secret_differ_and_hold_their_parameters() -> None:
    other = hash_secret("correct horse")
    assert other != HASH
    assert other.startswith("scrypt$16384$8$1$")
    assert "correct" not in other


def test_a_hash_with_other_parameters_is_verified_by_its_own() -> None:
    digest = hashlib.scrypt(b"correct horse", salt=b"saltsalt", n=1024, r=4, p=2, dklen=32)
    salt, text = (urlsafe_b64encode(raw).decode().rstrip("=") for raw in (b"saltsalt", digest))
    assert verify_secret("correct horse", check_hash(f"scrypt$1024$4$2${salt}${text}"))
    assert not verify_secret("correct horse", f"scrypt$1024$4$1${salt}${text}")


@pytest.mark.parametrize(
    ("hashed", "complaint"),
    [
        ("", "scrypt\\$n\\$r\\$p\\$salt\\$hash"),
        ("hunter2", "scrypt\\$n\\$r\\$p\\$salt\\$hash"),
        ("bcrypt" + HASH.removeprefix("scrypt"), "is expected"),
        (HASH.replace("16384", "16383"), "power of two"),
        (HASH.replace("16384", "-16384"), "numbers"),
        (HASH.replace("16384", "٤"), "numbers"),
        (HASH.replace("16384", "1073741824"), "numbers"),
        (HASH.replace("16384", "536870912"), "128 MiB"),
        (HASH.replace("$8$1$", "$8$0$"), "p 1 to 16"),
        (HASH.replace("$8$1$", "$8$999999$"), "p 1 to 16"),
        (HASH[:-3], "and the hash 32"),
        (HASH[:-1] + "*", "base64"),
        (HASH[:-1] + "é", "base64"),
    ],
)
def test_what_is_no_hash_is_refused_with_a_reason_and_fits_nothing(
    hashed: str, complaint: str
) -> None:
    assert not verify_secret("correct horse", hashed)
    with pytest.raises(ValueError, match=complaint) as refused:
        check_hash(hashed)
    assert not hashed or hashed not in str(refused.value)


def test_the_hash_of_unknown_clients_is_one_of_the_usual_cost() -> None:
    dummy = check_hash(dummy_hash())
    assert dummy.split("$")[:4] == HASH.split("$")[:4]
    assert not verify_secret("", dummy)
