"""`okrtui config`: a person's own settings, kept in one TOML file that may also be edited by hand."""

from __future__ import annotations

import click

from okrtui.cli.invocation import Group, json_option


@click.group(cls=Group)
def command() -> None:
    """Read and change your own settings."""


@command.command("list")
@json_option
def list_settings(as_json: bool) -> None:
    """List every setting with its value and what it does."""
    from okrtui import settings
    from okrtui.cli.columns import Column, table
    from okrtui.cli.streams import tell, tell_json, width

    values = settings.read_settings()
    if as_json:
        tell_json(values)
        return
    columns = (Column("setting"), Column("value"), Column("type"), Column("what it does", is_flexible=True))
    rows = [(s.name, _shown(values[s.name]), s.type, s.help) for s in settings.SETTINGS]
    for line in table(columns, rows, width()):
        tell(line)


@command.command()
@click.argument("name")
@json_option
def get(name: str, as_json: bool) -> None:
    """Print the value of the setting NAME."""
    from okrtui import settings
    from okrtui.cli.streams import tell, tell_json

    value = settings.get(name)
    if as_json:
        tell_json({name: value})
        return
    tell(_shown(value))


@command.command("set")
@click.argument("name")
@click.argument("value")
def set_setting(name: str, value: str) -> None:
    """Set NAME to VALUE.

    What else stands in the file is kept, comments too.
    """
    from okrtui import settings
    from okrtui.cli.streams import say

    settings.set(name, value)
    say(f"{name} is {_shown(settings.get(name))}")


@command.command()
@click.option(
    "--shipped", is_flag=True, help="The folder of shipped examples, completions and prompts instead."
)
def path(shipped: bool) -> None:
    """Print where the settings file lies; it need not exist."""
    from okrtui import home, settings
    from okrtui.cli.streams import tell

    tell(home.config_folder() if shipped else settings.settings_path())


@command.command()
def edit() -> None:
    """Open the settings file in $VISUAL or $EDITOR.

    Where there is none it is made from the commented defaults.
    """
    import os

    from okrtui import home, settings
    from okrtui.okr.errors import BadInput

    file = settings.settings_path()
    if not os.path.exists(file):
        with open(os.path.join(home.config_folder(), "okrtui.toml"), encoding="utf-8") as defaults:
            home.write_private(file, defaults.read())
    try:
        editor = settings.get("editor") or None
    except settings.SettingsError:  # it is opened to be mended
        editor = None
    try:
        click.edit(filename=file, editor=editor)
    except click.ClickException as error:
        raise BadInput(f"the editor did not run: {error.format_message()}; the file is {file}") from error
    settings.read_settings()


def _shown(value: object) -> str:
    from okrtui.okr.text import clean_line

    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return ", ".join(f"{name}={keys}" for name, keys in value.items())
    return clean_line(str(value))
