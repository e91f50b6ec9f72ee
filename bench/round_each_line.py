"""Another process at a replica: makes a round for each line that it reads, and tells how many entries came in.

python -m bench.round_each_line REPLICA
"""

from __future__ import annotations

import sys

from okrtui import home
from okrtui.sync.rounds import run_round

for _ in sys.stdin:
    outcome = run_round(sys.argv[1], home.now)
    assert not outcome.problem, outcome
    print(outcome.received, flush=True)
