"""Write `docs/keys.md`: what each key does on each page, taken from the registry of actions.

`--check` writes nothing and fails where the page is not what the registry says.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from okrtui.screens.action import Action
from okrtui.screens.actions_table import PAGES, actions_of
from okrtui.screens.key_names import show_key

PAGE = Path(__file__).resolve().parent.parent / "docs" / "keys.md"
HEAD = """# Keys

This page is made from the registry of actions by `scripts/write_key_docs.py`: change it there.

Any of an action's keys may be pressed. In the program `?` lists those that work where you are: type a word or a key to
search, Enter runs one. `ctrl+p` finds an action by its name.

Keys of your own stand in the settings file (`okrtui config path` names it) under `[keys]`. The name is the one in the
last column, and your keys replace all of the action's:

```toml
[keys]
undo = "f4"
find = "/, ctrl+f"
```

What is no key, what is no action, and a key that would stand for two things on one page is told when okrtui starts.
"""


def table_of(actions: Iterable[Action]) -> str:
    """The actions as a table: keys, what they do, the name for one's own keys."""
    lines = ["| keys | does | name |", "| --- | --- | --- |"]
    for action in actions:
        keys = " ".join(f"`{show_key(key)}`" for key in action.keys)
        lines.append(f"| {keys} | {action.help.replace('|', chr(92) + '|')} | `{action.id}` |")
    return "\n".join(lines)


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for scope, name in PAGES.items():
        if actions := actions_of(scope):
            parts.append(f"## {name}\n\n{table_of(actions)}\n")
    return "\n".join(parts)


def main(argv: list[str]) -> int:
    text = page()
    if "--check" in argv:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            print(f"{PAGE} is not what the registry says: run scripts/write_key_docs.py", file=sys.stderr)
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
