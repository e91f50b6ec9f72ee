"""`python -m okrtui` is `okrtui`."""

from okrtui.main import process

raise SystemExit(process())
