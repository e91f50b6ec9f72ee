"""Backing a workspace up and bringing it back, so that nothing is lost with a disk.

Nothing is overwritten without being told; what a restored workspace takes the place of is kept beside it.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

from okrtui import home
from okrtui.actions.session import Done
from okrtui.okr.errors import BadInput, Outdated, OutOfReach, Refused
from okrtui.okr.text import clean_line
from okrtui.okr.unreachable import replica_line
from okrtui.store.copies import Contents, become_new_device, contents, copy_replica, held, reading
from okrtui.store.placing import drafted, put_instead, put_new, replace_file
from okrtui.store.replica import Replica
from okrtui.views.connect import connect


def back_up(path: str, file: str, overwrite: bool = False) -> Done:
    """Copy a workspace into one file, readable by its owner alone; others may go on writing.

    Args:
        path: the replica.
        file: where the copy goes; the folder has to be there.
        overwrite: take the place of a file that is there already.

    Returns:
        details: file, workspace, entries, bytes.

    Raises:
        BadInput: the file is a folder, or lies among the workspaces.
        Refused: there is such a file already.
        OutOfReach: the workspace or the disk can't be read or written; no file is left behind.
    """
    target = os.path.abspath(file)
    slug = os.path.basename(path).removesuffix(home.REPLICA_SUFFIX)
    if os.path.isdir(target):
        raise BadInput(f"{file} is a folder: name a file, such as {os.path.join(file, slug)}.backup")
    if os.path.realpath(os.path.dirname(target)) == os.path.realpath(os.path.dirname(path)):
        raise BadInput("a backup among the workspaces is lost with them: choose another folder")
    if os.path.lexists(target) and not overwrite:
        raise Refused(f"there is a file {file} already: choose another name, or say --force")
    try:
        with closing(_readable(path)) as source, drafted(target) as draft:
            copy_replica(source, draft, slug)
            found = contents(draft)
            size = os.path.getsize(draft)
            replace_file(draft, target) if overwrite else put_new(draft, target)
    except FileExistsError as error:
        raise Refused(f"there is a file {file} already: choose another name, or say --force") from error
    except BadInput as error:
        raise OutOfReach(f"the backup was not made, the copy is not sound: {error}") from error
    except sqlite3.DatabaseError as error:
        raise OutOfReach(f"the backup was not made: {replica_line(error, path)}") from error
    told = f"Backed up {slug} with {found.entries} log entries, {size} bytes, in {clean_line(file)}"
    return Done(told, details={"file": target, "workspace": slug, "entries": found.entries, "bytes": size})


def _readable(path: str) -> sqlite3.Connection:
    """A read connection to a workspace, whichever okrtui folded it: it may be backed up before an upgrade folds it."""
    try:
        return connect(path)
    except Outdated:
        return reading(path)


def restore(file: str, name: str | None = None, replace: bool = False) -> Done:
    """Bring a workspace back from a backup or any copy of its file.

    Args:
        file: the copy; it is left as it is.
        name: the short name that it gets; by default the one that it was backed up under, else its title's.
        replace: take the place of the workspace of that name, whose file is kept beside it.

    Returns:
        details: workspace, path, entries, kept (where the old file lies, None where there was none).

    Raises:
        BadInput: the file is none of okrtui's, or damaged.
        Refused: there is a workspace of that name, and nobody said that it is to be replaced; or it is another one.
        OutOfReach: a newer okrtui wrote the file, or the disk can't be written; nothing was changed then.
    """
    found = contents(file)
    if not found.ws:
        raise BadInput(f"{file} holds no workspace: it is empty")
    slug = name or found.slug or home.workspace_slug(found.title or "workspace")
    path = home.replica_path(slug)
    is_there = os.path.lexists(path)
    if is_there:
        _refuse_to_replace(path, slug, file, found, replace)
    home.make_private_dir(os.path.dirname(path))
    now, kept = home.now(), None
    with drafted(path) as draft:
        try:
            with closing(reading(file)) as source:
                copy_replica(source, draft)
            become_new_device(draft, now)
        except sqlite3.DatabaseError as error:
            raise OutOfReach(f"nothing was restored: {replica_line(error, file)}") from error
        Replica.open(draft)
        if is_there:
            with held(path):
                kept = put_instead(draft, path, now)
        else:
            put_new(draft, path)
    told = f"Restored {slug} with {found.entries} log entries"
    told += f"; the old file is kept as {kept}" if kept else f"; it lies at {path}"
    details = {"workspace": slug, "path": path, "entries": found.entries, "kept": kept}
    return Done(told, details=details)


def _refuse_to_replace(path: str, slug: str, file: str, found: Contents, replace: bool) -> None:
    if not replace:
        raise Refused(
            f"there is a workspace {slug} already: say --replace (its file is kept), or -w NAME for another name"
        )
    if os.path.exists(file) and os.path.samefile(path, file):
        raise BadInput(f"{file} is the workspace {slug} itself: name a backup")
    try:
        standing = contents(path).ws
    except (BadInput, OutOfReach):
        return  # what can't be read may be replaced: that is what backups are for
    if standing and standing != found.ws:
        raise Refused(
            f"{slug} is another workspace than the one in {file}: restore it under a name with -w NAME"
        )
