"""What can be watched: requests, how long they take, entries taken and rejected, long polls, vain enrolments, memory.

Names follow Prometheus's habits; labels have few values, so that nothing a client sends can make them many.
"""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from okrtui.version import __version__

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The server's metrics in a registry of their own."""

    def __init__(self, waiters: Callable[[], int]) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        Info("okrtui", "The program", registry=self.registry).info({"version": __version__})
        self.requests = Counter(
            "okrtui_requests", "Requests answered", ("route", "method", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "okrtui_request_seconds",
            "Seconds from a request's first byte to its answer's last, waiting on purpose included",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.entries = Counter(
            "okrtui_entries",
            "Entries pushed, by verdict and code",
            ("verdict", "code"),
            registry=self.registry,
        )
        self.sent = Counter("okrtui_entries_sent", "Entries pulled", registry=self.registry)
        self.vain = Counter("okrtui_vain_enrolments", "Wrong codes", registry=self.registry)
        self.faults = Counter("okrtui_faults", "Faults of the server's own", registry=self.registry)
        polls = Gauge("okrtui_long_polls", "Long polls held now", registry=self.registry)
        polls.set_function(waiters)

    def text(self) -> bytes:
        """All metrics as Prometheus reads them."""
        return generate_latest(self.registry)
