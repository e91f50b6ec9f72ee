"""A workspace for tests of rights, made once and only read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from unittest import mock

import pytest

from tests.builders import PUBLISHED_AT, a_workspace
from tests.store.a_place import Place


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("home")
    changed = {"OKRTUI_HOME": str(folder), "OKRTUI_NOW": PUBLISHED_AT, "LOGNAME": "ana", "TZ": "UTC"}
    with mock.patch.dict(os.environ, changed):
        yield Place(a_workspace(folder))
