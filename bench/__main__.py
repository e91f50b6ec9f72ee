"""`make bench`: installs the wheel beside the checkout and measures there (`python -m bench [SUBJECT]…`)."""

from __future__ import annotations

import sys

from bench.environment import measure, prepare
from bench.places import make_cache

make_cache()
prepare()
sys.exit(measure(sys.argv[1:]))
