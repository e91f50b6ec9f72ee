"""A certificate of one's own making, for servers that speak TLS in tests."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

_WORDS = (
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    " -subj /CN=localhost -addext subjectAltName=DNS:localhost"
)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost that nobody has signed but itself; its key lies beside it as `key.pem`."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    files = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")]
    subprocess.run([openssl, *_WORDS.split(), *files], check=True, capture_output=True)
    return tmp_path / "cert.pem"
