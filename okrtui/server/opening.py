"""Opening the log that the settings name: all that the operator's commands need, and far less than serving does."""

from __future__ import annotations

import os

from okrtui import home
from okrtui.okr.errors import BadInput, OutOfReach
from okrtui.server.config import ServerConfig
from okrtui.server.database import Database, read_url
from okrtui.server.log import ServerLog


def check_places(config: ServerConfig) -> None:
    """Look whether things can be where the settings say; the data folder is made, a folder of another name is not.

    Raises:
        BadInput: the data folder is a file, or SQLite's file is to lie in a folder that isn't there.
    """
    if os.path.exists(config.data_dir) and not os.path.isdir(config.data_dir):
        raise BadInput(f"the data folder {config.data_dir} is a file: name a folder")
    url = read_url(config.database_url)
    folder = os.path.dirname(url.database or "")
    if config.is_sqlite and folder != config.data_dir and not os.path.isdir(folder):
        raise BadInput(f"there is no folder {folder} for the database: make it, or name another one")


def open_log(config: ServerConfig) -> ServerLog:
    """The log that the settings name; its folder is made where there is none.

    Raises:
        Refused: the database's tables are behind.
        OutOfReach: the database or the folder is out of reach.
    """
    try:
        home.make_private_dir(config.data_dir)
    except OSError as error:
        raise OutOfReach(f"the folder {config.data_dir} can't be used: {error.strerror}") from error
    return ServerLog(Database(config.database_url, config.database_connections), config.data_dir)
