"""`okrtui doctor`: what is wrong with terminal, machine, files and workspaces, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from okrtui.cli.invocation import Command, Invocation, json_option

if TYPE_CHECKING:
    from okrtui.actions.doctor.finding import Finding

ERRORS_FOUND = 4


@click.command(cls=Command)
@click.option("--fix", is_flag=True, help="Mend what can be mended; replaced files are kept.")
@json_option
@click.pass_context
def command(context: click.Context, fix: bool, as_json: bool) -> None:
    """Check terminal, files and workspaces; say what to do.

    It looks at the workspace that is meant, or at all where none is; the log of each is folded anew on a copy
    and compared with its tables. Of a shared one it says what waits here since when, and why, by the last
    exchanges. Nothing is changed without --fix. Exit code 4 where there are errors, 0 where
    there are only warnings.
    """
    from okrtui.cli.streams import say, tell_json

    found = list(_findings(context.ensure_object(Invocation), say))
    mended = {one: _mend(one) for one in found if fix and one.mend is not None}
    errors = sum(one.level == "error" and not _is_mended(mended.get(one)) for one in found)
    warnings = sum(one.level == "warning" and not _is_mended(mended.get(one)) for one in found)
    if as_json:
        tell_json(
            {
                "errors": errors,
                "warnings": warnings,
                "findings": [_document(one, mended.get(one)) for one in found],
            }
        )
    else:
        _print(found, mended)
        say(f"{errors} error{'' if errors == 1 else 's'}, {warnings} warning{'' if warnings == 1 else 's'}")
    context.exit(ERRORS_FOUND if errors else 0)


def _findings(invocation: Invocation, say: Callable[[str], None]) -> Iterator[Finding]:
    from okrtui.actions.doctor import folders, machine
    from okrtui.actions.doctor.finding import WARNING, Finding
    from okrtui.actions.doctor.workspace import examine
    from okrtui.cli.doctor_keys import keys
    from okrtui.cli.doctor_terminal import terminal

    paths, unfound = _replicas(invocation)
    several: tuple[Callable[[], Iterable[Finding]], ...] = (
        terminal,
        lambda: [machine.letters()],
        lambda: [machine.python()],
        lambda: [machine.bytecode()],
        lambda: [machine.sqlite()],
        lambda: [machine.clock()],
        folders.folders,
        folders.litter,
        folders.kept_files,
        lambda: [folders.own_settings()],
        keys,
        lambda: [folders.room()],
        *((lambda path=path: examine(path, say)) for path in paths),
        lambda: unfound,
    )
    for check in several:
        try:
            yield from check()
        except Exception as error:  # noqa: BLE001 - the doctor goes on with the next subject
            yield Finding(
                WARNING, "doctor", f"a check could not be made: {error}", "see the other lines first"
            )


def _replicas(invocation: Invocation) -> tuple[list[str], list[Finding]]:
    """The workspace that is meant, or all of them where none is, and what kept us from finding it.

    Raises:
        NotFound: one was named that isn't there.
    """
    import os

    from okrtui import home
    from okrtui.actions.doctor.finding import ERROR, Finding
    from okrtui.okr.errors import NotFound
    from okrtui.okr.unreachable import unreachable_line

    asked = invocation.workspace or os.environ.get("OKRTUI_WORKSPACE")
    try:
        name = home.current_workspace(asked)
        if name is None or (not asked and not os.path.lexists(home.replica_path(name))):
            every = [home.replica_path(one) for one in home.workspace_names()]
            lost = [f"{name} was chosen, but isn't there"] if name else []
            remedy = "choose another one with okrtui workspace use NAME, or restore it from a backup"
            return every, [Finding(ERROR, "workspace", line, remedy) for line in lost]
    except (home.HomeError, OSError) as error:
        if asked:
            raise
        what = unreachable_line(error) or str(error)
        remedy = "see okrtui workspace list, and the permissions of the folders"
        return [], [Finding(ERROR, "workspace", what, remedy)]
    path = home.replica_path(name)
    if not os.path.lexists(path):
        raise NotFound(f"there is no workspace {name} here: see okrtui workspace list")
    return [path], []


def _mend(finding: Finding) -> str | Exception:
    """What was done, or why it could not be."""
    assert finding.mend is not None
    try:
        return finding.mend()
    except Exception as error:  # noqa: BLE001 - told beside the finding, which stands
        return error


def _is_mended(outcome: str | Exception | None) -> bool:
    return isinstance(outcome, str)


def _print(found: list[Finding], mended: dict[Finding, str | Exception]) -> None:
    from okrtui.cli.streams import tell
    from okrtui.okr.text import clean_line

    subjects = max(len(one.subject) for one in found)
    for one in found:
        tell(f"{one.level:<7}  {one.subject:<{subjects}}  {clean_line(one.what)}")
        outcome = mended.get(one)
        margin = " " * (11 + subjects)
        if outcome is not None:
            words = outcome if isinstance(outcome, str) else f"not mended: {outcome}"
            tell(f"{margin}{clean_line(words)}")
        if one.remedy and not _is_mended(outcome):
            tell(f"{margin}{clean_line(one.remedy)}")


def _document(finding: Finding, outcome: str | Exception | None) -> dict[str, Any]:
    return {
        "level": finding.level,
        "subject": finding.subject,
        "what": finding.what,
        "remedy": finding.remedy,
        "mended": outcome if isinstance(outcome, str) else None,
    }
