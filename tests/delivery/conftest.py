"""What the tests of delivery stand on: a workspace whose replica holds the claims, and receivers on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.actions.workspaces import create_workspace
from tests.certificates import certificate
from tests.delivery.receivers import Receiver, Sink, mail_sink, receiving

__all__ = ["certificate"]


@pytest.fixture
def path(home: Path) -> str:
    """The replica of a new workspace."""
    return create_workspace("Acme", handle="ana", display_name="Ana", timezone="UTC").path


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mail_sink() as found:
        yield found
