"""What `okrtui doctor` says of a person's own keys: whether each is a key and does one thing."""

from __future__ import annotations

from collections.abc import Iterator

from okrtui import settings
from okrtui.actions.doctor.finding import WARNING, WELL, Finding


def keys() -> Iterator[Finding]:
    """What is wrong with the keys in the settings; nothing where none are one's own or the file can't be read."""
    try:
        written = settings.read_settings()["keys"]
    except settings.SettingsError:
        return
    if not written:
        return
    from okrtui.screens.keymap import key_clashes, own_keys

    clashes = key_clashes(own_keys(written))
    for line in clashes:
        remedy = f"change it under [keys] in {settings.settings_path()}"
        yield Finding(WARNING, "keys", line.removeprefix("settings: "), remedy)
    if not clashes:
        yield Finding(WELL, "keys", f"{len(written)} of your own, none of them twice")
