"""Opening the log that the settings name: all that the operator's commands need, and far less than serving does."""

from __future__ import annotations

from okrtui import home
from okrtui.okr.errors import OutOfReach
from okrtui.server.config import ServerConfig
from okrtui.server.database import Database
from okrtui.server.log import ServerLog


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
