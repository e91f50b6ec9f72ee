"""What stands in the way of publishing, said finding by finding before the one line that a command ends with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from okrtui.actions.gate import GateNotPassed
from okrtui.cli.findings import finding_lines
from okrtui.cli.invocation import Invocation
from okrtui.cli.linting import places_of
from okrtui.cli.streams import say
from okrtui.okr.writing import is_waivable


@contextmanager
def findings_said(invocation: Invocation) -> Iterator[None]:
    """Name every open finding on stderr when a publication is refused for them."""
    try:
        yield
    except GateNotPassed as refused:
        places = [place for judged in refused.judged for place in places_of(invocation, judged, judged.open)]
        for line in finding_lines(places):
            say(line)
        waivable = next((place for place in places if is_waivable(place.finding)), None)
        if waivable:
            waiver = f"{waivable.where}:{waivable.finding.code}"
            say(
                f"A champion lets an “error” be with --waive {waiver} --reason “…”; “error!” has to be mended."
            )
        raise
