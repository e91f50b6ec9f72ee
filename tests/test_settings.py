from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui import home as places
from okrtui import settings


def write(home: Path, text: str | bytes) -> Path:
    path = home / "config" / "okrtui.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_without_a_file_every_setting_has_its_default(home: Path) -> None:
    assert settings.read_settings() == {setting.name: setting.default for setting in settings.SETTINGS}


def test_the_file_overrides_and_what_is_unknown_is_kept(home: Path) -> None:
    write(home, 'theme = "dark"\nfuture = 7\n[keys]\nundo = "u"\n')
    values = settings.read_settings()
    assert (values["theme"], values["mouse"], values["future"]) == ("dark", True, 7)
    assert settings.get("keys.undo") == "u"
    assert settings.get("keys.quit") == ""


def test_setting_one_keeps_comments_order_and_unknown_keys(home: Path) -> None:
    path = write(home, '# mine\nfuture = 7  # later\ntheme = "dark"\n\n[plugins]\nx = [1,\n 2]\n')
    settings.set("theme", "light")
    assert path.read_text() == '# mine\nfuture = 7  # later\ntheme = "light"\n\n[plugins]\nx = [1,\n 2]\n'


def test_a_new_setting_stands_before_the_tables(home: Path) -> None:
    path = write(home, 'theme = "dark"\n\n# about keys\n[keys]\nundo = "u"\n')
    settings.set("mouse", "no")
    assert path.read_text() == 'theme = "dark"\nmouse = false\n\n# about keys\n[keys]\nundo = "u"\n'


def test_a_key_is_added_to_its_table_which_is_made_where_it_is_missing(home: Path) -> None:
    path = write(home, 'theme = "dark"')
    settings.set("keys.undo", "u,ctrl+z")
    settings.set("keys.quit", "q")
    assert path.read_text() == 'theme = "dark"\n\n[keys]\nundo = "u,ctrl+z"\nquit = "q"\n'


def test_a_value_that_no_line_can_replace_is_written_anew_with_nothing_lost(home: Path) -> None:
    path = write(home, 'keys = {undo = "u"}\neditor = """vi\n"""\nfuture = 7\n')
    settings.set("keys.quit", "q")
    settings.set("editor", "nano")
    assert tomllib.loads(path.read_text()) == {
        "keys": {"undo": "u", "quit": "q"},
        "editor": "nano",
        "future": 7,
    }


def test_a_setting_is_put_after_its_commented_default(home: Path) -> None:
    path = write(home, Path(places.config_folder(), "okrtui.toml").read_text())
    settings.set("ascii", "always")
    assert '#ascii = "auto"\nascii = "always"\n' in path.read_text()
    assert settings.get("ascii") == "always"


def test_the_file_is_the_users_alone(home: Path) -> None:
    settings.set("theme", "dark")
    assert stat.S_IMODE((home / "config" / "okrtui.toml").stat().st_mode) == 0o600


@given(st.text(), st.sampled_from(["", "# x\n", 'editor = "a"\n', "[keys]\n", "[a]\neditor = 1\n"]))
def test_any_text_is_read_back_as_it_was_set(text: str, before: str) -> None:
    path = write(Path(places.config_dir()).parent, before)
    settings.set("editor", text)
    assert settings.get("editor") == text.strip()
    assert tomllib.loads(path.read_text()) == {**tomllib.loads(before), "editor": text.strip()}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("thme", "dark", "no setting 'thme'; there are theme, colours, ascii"),
        ("theme.x", "dark", "no setting"),
        ("keys.", "x", "no setting"),
        ("theme", "pink", "one of auto, dark, light, ansi, high-contrast, mono"),
        ("mouse", "perhaps", "true or false"),
        ("keys", "x", "keys.ACTION"),
    ],
)
def test_a_setting_that_can_not_be_set_is_refused(name: str, text: str, said: str, home: Path) -> None:
    with pytest.raises(settings.SettingsError, match=said):
        settings.set(name, text)
    assert not (home / "config" / "okrtui.toml").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("theme = \n", "line 1"),
        ('theme = "dark"\n[keys\n', "line 2"),
        (b'theme = "\xff"\n', "UTF-8"),
        ("theme = 3\n", "theme is 3"),
        ('mouse = "yes"\n', "true or false"),
        ("keys = 1\n", "table"),
        ("[keys]\nundo = 1\n", "table"),
    ],
)
def test_a_broken_file_is_told_in_one_line(text: str | bytes, said: str, home: Path) -> None:
    write(home, text)
    with pytest.raises(settings.SettingsError, match=said) as caught:
        settings.read_settings()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["theme = \n", "keys = 1\n"])
def test_a_broken_file_is_not_written_over(text: str, home: Path) -> None:
    path = write(home, text)
    with pytest.raises(settings.SettingsError):
        settings.set("keys.undo", "u")
    assert path.read_text() == text


def test_the_shipped_file_documents_every_setting_at_its_default() -> None:
    text = Path(places.config_folder(), "okrtui.toml").read_text()
    uncommented = "".join(
        line[1:] if line.startswith("#") and line[1:2].isalpha() else line
        for line in text.splitlines(keepends=True)
    )
    shipped = tomllib.loads(uncommented)
    assert list(shipped) == [setting.name for setting in settings.SETTINGS]
    for setting in settings.SETTINGS:
        assert f"# {setting.help}\n" in text
        if setting.type == "keys":
            assert all(isinstance(keys, str) for keys in shipped[setting.name].values())
        else:
            assert shipped[setting.name] == setting.default
        if "|" in setting.type:
            assert f"# One of {setting.type.replace('|', ', ')}.\n" in text


def test_the_shipped_file_as_it_stands_changes_nothing(home: Path) -> None:
    write(home, Path(places.config_folder(), "okrtui.toml").read_text())
    assert settings.read_settings() == {setting.name: setting.default for setting in settings.SETTINGS}
