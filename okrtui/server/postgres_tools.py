"""PostgreSQL's own programs for backups, of the newest version that is installed."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import tempfile
from typing import Any

from sqlalchemy.engine import URL

from okrtui.okr.errors import OutOfReach
from okrtui.server.database import place_of

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "options": "PGOPTIONS",
}
"""The address goes in the environment, for everyone on the machine can read a command line."""

_RENEW_EPOCHS = "UPDATE {}.workspace SET epoch = replace(gen_random_uuid()::text, '-', '')"


def dump(url: URL, target: str) -> None:
    """Write the whole database to a file, as one moment saw it.

    Raises:
        OutOfReach: `pg_dump` is missing, or could not do it.
    """
    _run(url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def restore_dump(url: URL, source: str, schema: str) -> None:
    """Bring a dump back in one transaction that renews the epochs too; tables that are there give way.

    Args:
        url: the database's address.
        source: the dump.
        schema: the quoted name of the schema that holds the tables.

    Raises:
        OutOfReach: the programs are missing, or could not do it; nothing was changed.
    """
    with tempfile.TemporaryDirectory(prefix="okrtui-restore-") as folder:
        script = os.path.join(folder, "restore.sql")
        _run(
            url,
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--no-privileges",
            f"--file={script}",
            source,
        )
        once = (
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--single-transaction",
            "--output=/dev/null",
        )
        _run(url, "psql", *once, f"--file={script}", f"--command={_RENEW_EPOCHS.format(schema)}")


def _run(url: URL, program: str, *arguments: str) -> None:
    told = subprocess.run(
        [_place_of_program(program), *arguments],
        env=_environment(url),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if told.returncode != 0:
        said = [line for line in told.stderr.splitlines() if line.strip()]
        raise OutOfReach(
            f"{program} on the database at {place_of(url)}: {said[0] if said else told.returncode}"
        )


def _place_of_program(program: str) -> str:
    found = [path for place in _PLACES for path in glob.glob(os.path.join(place, program))]
    newest = max(found, key=_version_in, default=shutil.which(program))
    if newest is None:
        raise OutOfReach(f"there is no {program} on this machine: install PostgreSQL's client programs")
    return newest


def _version_in(path: str) -> int:
    return int("".join(one for one in path if one.isdigit()) or 0)


def _environment(url: URL) -> dict[str, str]:
    given: dict[str, Any] = {
        "host": url.host,
        "port": url.port,
        "user": url.username,
        "password": url.password,
        "dbname": url.database,
        **url.query,
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {
        **kept,
        **{_VARIABLES[name]: str(value) for name, value in given.items() if value and name in _VARIABLES},
    }
