"""Identities that are worked out: uuid5's, the same on every replica."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.okr.identity import derived_id


@pytest.mark.parametrize("workspace", [str(uuid.uuid5(uuid.NAMESPACE_DNS, "okrtui")), "no uuid", ""])
@given(parts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=3))
def test_derived_ids_are_those_of_uuid5(workspace: str, parts: list[str]) -> None:
    try:
        namespace = uuid.UUID(workspace)
    except ValueError:
        namespace = uuid.uuid5(uuid.NAMESPACE_URL, workspace)
    assert derived_id(workspace, *parts) == str(uuid.uuid5(namespace, "\x1f".join(parts)))
