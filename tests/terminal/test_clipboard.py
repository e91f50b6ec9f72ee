"""Under tmux a copy goes into tmux's own buffer, from the command line as from the screens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.conftest import code_of_a_due_one
from tests.terminal.terminal import Terminal


@pytest.mark.parametrize("how", ["screen", "line"])
def test_a_copied_update_is_in_tmuxs_buffer(terminal: Callable[..., Terminal], demo: Path, how: str) -> None:
    one = terminal(OKRTUI_HOME=str(demo))
    if how == "line":
        one.start("update", code_of_a_due_one(demo), "--copy")
    else:
        one.start()
        one.sees("DUE")
        one.press("y")
    one.sees("sent to")
    assert "Promoter score (NPS)" in one._tmux("show-buffer")
