"""How much the searching tests search: `OKRTUI_SWEEP` is unset, `ci`, or `full` for a long run."""

from __future__ import annotations

import os


def sweep_size(small: int, ci: int, full: int) -> int:
    """The number of cases to try under the sweep that is asked for."""
    return {"ci": ci, "full": full}.get(os.environ.get("OKRTUI_SWEEP", ""), small)
