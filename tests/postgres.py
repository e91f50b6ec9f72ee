"""A private PostgreSQL for a session of tests: started on first use, on a Unix socket of its own, gone at the end.

Without PostgreSQL's programs the tests are skipped, unless `OKRTUI_NEED_POSTGRES` is set.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.cluster import PLACES, Cluster, programs

NEEDED = "OKRTUI_NEED_POSTGRES"
IS_NEEDED = bool(os.environ.get(NEEDED))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """The session's PostgreSQL."""
    where = programs()
    if where is None:
        reason = f"there is no PostgreSQL under {' or '.join(PLACES)}: install Debian's `postgresql`"
        (pytest.fail if IS_NEEDED else pytest.skip)(reason)
    cluster = Cluster(where)
    try:
        yield cluster
    finally:
        cluster.remove()
