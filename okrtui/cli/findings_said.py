"""What stands in the way of publishing, and what the gate only warns of, said finding by finding before the one line
that a command ends with.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from okrtui.actions.gate import GateNotPassed, judge
from okrtui.actions.session import Done
from okrtui.cli.findings import finding_documents, finding_lines
from okrtui.cli.invocation import Invocation, report
from okrtui.cli.linting import places_of
from okrtui.cli.streams import say
from okrtui.okr.writing import is_blocking, is_waivable


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


def report_publication(
    invocation: Invocation, done: Done, cycle: str, only: str | None, as_json: bool
) -> None:
    """Say what was published, and above it what the gate warns of and lets pass.

    Args:
        invocation: what it is called with.
        done: what publishing gave back.
        cycle: the cycle's id.
        only: the objective's id, where it alone was published.
        as_json: print JSON instead of words.
    """
    with invocation.reading() as connection:
        judged = judge(connection, cycle, only)
    warnings = [
        place
        for one in judged
        for place in places_of(invocation, one, [each for each in one.findings if not is_blocking(each)])
    ]
    if as_json:
        report(done, as_json, warnings=finding_documents(warnings))
        return
    for line in finding_lines(warnings):
        say(line)
    report(done, as_json)
