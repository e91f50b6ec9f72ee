"""`python -m okrtui` is `okrtui`."""

from okrtui.main import main

raise SystemExit(main())
