"""Keys of tokens: given, or made once and kept."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from pydantic import SecretStr

from fibrecafe_gateway.security.keys import KEY_FILE, signing_key
from fibrecafe_gateway.settings import Secret, Tokens

SECRET = "0123456789abcdef" * 2

START = """
import sys
from pathlib import Path
from fibrecafe_gateway.security.keys import signing_key
from fibrecafe_gateway.settings import Tokens
print("ready", flush=True)
sys.stdin.readline()
print(signing_key(Tokens(), Path(sys.argv[1])).secret.decode())
"""


def pem(
    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey,
) -> bytes:
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def test_a_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    key = signing_key(Tokens(), folder)
    assert key.secret is not None
    assert len(key.secret) >= 32
    assert signing_key(Tokens(), folder) == key
    assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600
    assert os.listdir(folder) == [KEY_FILE]
    assert signing_key(Tokens(), tmp_path / "other") != key


def test_processes_that_start_at_once_end_up_with_the_same_key(tmp_path: Path) -> None:
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", START, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for _ in range(4)
    ]
    for start in starts:
        assert start.stdout is not None
        assert start.stdout.readline() == "ready\n"
    answers = []
    for start in starts:
        assert start.stdin is not None
        start.stdin.write("\n")
        start.stdin.flush()
    for start in starts:
        answers.append(start.communicate(timeout=20)[0])
    assert len(set(answers)) == 1
    assert len(answers[0]) > 32


def test_who_comes_second_takes_the_key_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def overtaken(draft: Path, file: Path) -> None:
        file.write_text(SECRET + "\n")
        link(draft, file)

    monkeypatch.setattr(os, "link", overtaken)
    assert signing_key(Tokens(), tmp_path).secret == SECRET.encode()
    assert os.listdir(tmp_path) == [KEY_FILE]


@pytest.mark.parametrize("content", [b"", b"short", b"\xff\xfe" * 40])
def test_a_damaged_key_file_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEY_FILE).write_bytes(content)
    with pytest.raises(ValueError, match="Remove the file"):
        signing_key(Tokens(), tmp_path)


def test_a_key_that_others_can_read_is_warned_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    signing_key(Tokens(), tmp_path)
    (tmp_path / KEY_FILE).chmod(0o644)
    signing_key(Tokens(), tmp_path)
    assert "can be read by others" in caplog.text


def test_a_secret_of_the_settings_is_used_and_never_shown(tmp_path: Path) -> None:
    keys = signing_key(Tokens(secret=Secret(value=SecretStr(SECRET))), tmp_path)
    assert keys.secret == SECRET.encode()
    assert SECRET not in repr(keys)
    assert not os.listdir(tmp_path)


def test_a_shared_store_without_a_secret_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\[tokens\] secret is missing"):
        signing_key(Tokens(), None)


def test_each_algorithm_has_a_key_that_fits_it(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    for private, algorithm in (
        (rsa.generate_private_key(65537, 2048), "RS256"),
        (ec.generate_private_key(ec.SECP256R1()), "ES256"),
        (ed25519.Ed25519PrivateKey.generate(), "EdDSA"),
    ):
        file.write_bytes(pem(private))
        tokens = Tokens.model_validate({"algorithms": [algorithm], "public_key_file": file})
        assert signing_key(tokens, None).secret is None
        for other in {"RS256", "ES256", "EdDSA"} - {algorithm}:
            wrong = Tokens.model_validate({"algorithms": [other], "public_key_file": file})
            with pytest.raises(ValueError, match=f"is for {algorithm}"):
                signing_key(wrong, None)


def test_keys_that_cannot_be_used_are_refused_with_a_reason(tmp_path: Path) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    public = pem(private)
    files = {
        "no public key": private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "2048 bits": pem(rsa.generate_private_key(65537, 1024)),
        "must be an RSA, P-256": pem(ec.generate_private_key(ec.SECP384R1())),
    }
    for complaint, content in files.items():
        file = tmp_path / "key.pem"
        file.write_bytes(content)
        with pytest.raises(ValueError, match=complaint):
            signing_key(Tokens(algorithms=("RS256",), public_key_file=file), None)
    with pytest.raises(ValueError, match="needs `public_key_file`"):
        signing_key(Tokens(algorithms=("RS256",)), None)
    with pytest.raises(ValueError, match="too short"):
        signing_key(Tokens(secret=Secret(value=SecretStr("hunter2"))), None)
    with pytest.raises(ValueError, match="is a PEM key"):
        signing_key(Tokens(secret=Secret(value=SecretStr(public.decode()))), None)
