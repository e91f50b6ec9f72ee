"""A workspace's file under the doctor's eye: named even where it can't be opened, mended only where nothing is lost."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial

from okrtui import home
from okrtui.actions.doctor.finding import ERROR, NOTE, WARNING, WELL, Finding
from okrtui.actions.doctor.shared import shared
from okrtui.okr.errors import BadInput, OkrtuiError, OutOfReach
from okrtui.okr.unreachable import unreachable_line
from okrtui.store.checkup import LogState, differing_tables, look_at_log
from okrtui.store.copies import contents, reading
from okrtui.store.rebuild import rebuild
from okrtui.store.replica import Replica
from okrtui.store.schema import SCHEMA

CLOCK_TOLERANCE = timedelta(minutes=10)
LONG_QUIET = timedelta(days=400)


def examine(path: str, tell: Callable[[str], None]) -> Iterator[Finding]:
    """Everything that can be said of one replica.

    Args:
        path: its file.
        tell: takes a word on what takes long.
    """
    slug = os.path.basename(path).removesuffix(home.REPLICA_SUFFIX)
    try:
        found = contents(path)
    except BadInput as error:
        yield _broken(path, slug, error)
        return
    except (OutOfReach, OSError) as error:
        yield Finding(
            ERROR, slug, unreachable_line(error, path) or str(error), _what_to_do(error, path, slug)
        )
        return
    yield Finding(WELL, slug, f"{path}: sound, {found.entries} log entries")
    try:
        with closing(reading(path)) as connection:
            log = look_at_log(connection)
            yield from (*_log(log, slug), *_clock(log, slug), *_drafts(connection, slug))
            yield from shared(connection, slug)
            if not log.damaged:
                yield from _tables(connection, found.schema, slug, path, tell)
    except sqlite3.DatabaseError as error:
        yield _broken(path, slug, error)


def _what_to_do(error: Exception, path: str, slug: str) -> str:
    if "newer okrtui" in str(error):
        return "upgrade okrtui; the workspace is left as it is"
    if not os.path.isfile(path):
        return f"bring its file back, or move what stands there away and okrtui restore BACKUP -w {slug}"
    return "try again once the other program is done, or check the file's permissions"


def _broken(path: str, slug: str, error: Exception) -> Finding:
    """A file that can't be used: it is made anew from its log where that can be read whole."""
    restore = f"okrtui restore BACKUP --replace -w {slug} (the broken file is kept)"
    size = os.path.getsize(path)
    if not size:
        return Finding(ERROR, slug, f"{path} is empty, nothing can be read of it", restore)
    why = str(error.__cause__ or error)
    what = f"{path} is damaged ({why})" if path not in why else why
    remedy = f"okrtui doctor --fix makes it anew from its log if that can be read whole; else {restore}"
    return Finding(ERROR, slug, what, remedy, partial(_rebuild, path))


def _rebuild(path: str) -> str:
    return f"made anew from its log; the old file is kept as {rebuild(path, home.now())}"


def _renew(path: str) -> str:
    Replica.open(path)
    return "folded anew"


def _log(log: LogState, slug: str) -> Iterator[Finding]:
    if log.damaged:
        yield Finding(
            ERROR,
            slug,
            f"log entries are not as they were written: {len(log.damaged)}, the first is {log.damaged[0]}",
            f"okrtui restore BACKUP --replace -w {slug} (the damaged file is kept)",
        )
    if log.missing:
        yield Finding(
            ERROR,
            slug,
            f"entries that this machine wrote are missing: {len(log.missing)}, the first is number {log.missing[0]}",
            f"look for them in a backup: okrtui restore BACKUP -w {slug}-before",
        )
    if log.last_own > log.counter:
        yield Finding(
            ERROR,
            slug,
            f"the counter stands at {log.counter}, but entry {log.last_own} is there: another copy wrote, too",
            f"back it up and restore it: okrtui backup FILE, okrtui restore FILE --replace -w {slug}",
        )
    for code, count in sorted(log.odd.items()):
        means = {"id_reuse": "one id used for two entries", "dev_fork": "two copies that counted alike"}
        what = f"entries claim a place that is taken: {count} ({code}, {means.get(code, 'unknown')})"
        yield Finding(WARNING, slug, what, "they are kept and not folded; save again what you miss")
    if log.unknown:
        what = f"changes that need a newer okrtui to be shown: {log.unknown}"
        yield Finding(WARNING, slug, what, "upgrade okrtui; they are kept until then")


def _clock(log: LogState, slug: str) -> Iterator[Finding]:
    if not log.hlc:
        return
    last = datetime.fromtimestamp(int(log.hlc[:12], 16) / 1000, UTC)
    now = home.now()
    if last - now > CLOCK_TOLERANCE:
        yield Finding(
            WARNING,
            slug,
            f"the clock is {_span(last - now)} behind the last save here, of {last:%Y-%m-%d %H:%M} UTC",
            "set the machine's clock; saves keep their order all the same, but carry the wrong date and week",
        )
    elif now - last > LONG_QUIET:
        yield Finding(
            NOTE,
            slug,
            f"nothing was saved here for {_span(now - last)}",
            "if that can't be, check the machine's clock",
        )


def _span(span: timedelta) -> str:
    if span.days:
        return f"{span.days} day{'s' if span.days > 1 else ''}"
    return f"{int(span.total_seconds() // 60)} minutes"


def _drafts(connection: sqlite3.Connection, slug: str) -> Iterator[Finding]:
    (count,) = connection.execute("SELECT COUNT(*) FROM draft").fetchone()
    if count:
        what = f"{count} half-typed text{'s' if count > 1 else ''} kept"
        yield Finding(NOTE, slug, what, "open the check-in again to go on with it")


def _tables(
    connection: sqlite3.Connection, schema: int, slug: str, path: str, tell: Callable[[str], None]
) -> Iterator[Finding]:
    if schema < SCHEMA:
        remedy = "they are folded anew on opening it, or by okrtui doctor --fix"
        yield Finding(WARNING, slug, "an older okrtui folded its tables", remedy, partial(_renew, path))
        return
    tell(f"folding the log of {slug} anew to compare …")
    try:
        with tempfile.TemporaryDirectory(prefix="okrtui-doctor-") as folder:
            differing = differing_tables(connection, folder)
    except (OkrtuiError, OSError) as error:
        yield Finding(WARNING, slug, f"log and tables could not be compared: {error}", "try again")
        return
    if not differing:
        yield Finding(WELL, slug, "the tables are what the log says")
        return
    yield Finding(
        ERROR,
        slug,
        f"the tables are not what the log says: {', '.join(differing)}",
        "okrtui doctor --fix folds the log anew; the old file is kept",
        partial(_rebuild, path),
    )
