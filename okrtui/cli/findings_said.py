"""What stands in the way of publishing, said finding by finding before the one line that a command ends with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from okrtui.actions.gate import GateNotPassed
from okrtui.cli.findings import finding_lines
from okrtui.cli.invocation import Invocation
from okrtui.cli.linting import places_of
from okrtui.cli.streams import say


@contextmanager
def findings_said(invocation: Invocation) -> Iterator[None]:
    """Name every open finding on stderr when a publication is refused for them."""
    try:
        yield
    except GateNotPassed as refused:
        places = [place for judged in refused.judged for place in places_of(invocation, judged, judged.open)]
        for line in finding_lines(places):
            say(line)
        raise
