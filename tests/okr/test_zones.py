"""The C library's zones answer as `zoneinfo` does, and stand in only where both read the same files."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from okrtui.okr import zones

pytestmark = pytest.mark.skipif(
    not (hasattr(time, "tzset") and os.path.isdir(zones.FILES)),
    reason="no zones that the C library could read",
)
NAMES = (
    "UTC", "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Sao_Paulo", "Asia/Kathmandu",
    "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "America/St_Johns", "Etc/GMT+5", "Asia/Tehran",
)  # fmt: skip
START = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in a process of its own, and afterwards as before."""
    for name in ("TZDIR", "PYTHONTZPATH", "TZ"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(zones, "_zones", {})
    monkeypatch.setattr(zones, "_is_quick", False)
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("name", NAMES)
def test_each_half_hour_around_a_change_is_the_same_as_in_zoneinfo(name: str) -> None:
    zone, expected = zones.SystemZone(name), ZoneInfo(name)
    changes = [day for day in range(365 * 12) if _offset_on(expected, day) != _offset_on(expected, day + 1)]
    for day in changes or [100]:
        for half_hour in range(-48, 144):
            wall = START + timedelta(days=day, minutes=30 * half_hour)
            assert wall.replace(tzinfo=zone).astimezone(UTC) == wall.replace(tzinfo=expected).astimezone(UTC)
            instant = wall.replace(tzinfo=UTC)
            assert instant.astimezone(zone).replace(tzinfo=None) == instant.astimezone(expected).replace(
                tzinfo=None
            )


def test_a_quick_process_takes_the_c_librarys_zones() -> None:
    assert isinstance(zones.zone_of("Europe/Berlin"), ZoneInfo)
    zones._zones.clear()
    zones.be_quick()
    assert isinstance(zones.zone_of("Europe/Berlin"), zones.SystemZone)


@pytest.mark.parametrize("name", ["TZDIR", "PYTHONTZPATH"])
def test_who_points_to_other_files_gets_zoneinfo(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, zones.FILES)
    zones.be_quick()
    assert isinstance(zones.zone_of("Europe/Berlin"), ZoneInfo)


def test_a_name_that_is_no_file_is_refused_as_before() -> None:
    zones.be_quick()
    with pytest.raises(KeyError):
        zones.zone_of("Europe/Nowhere")


def _offset_on(zone: ZoneInfo, day: int) -> timedelta | None:
    return (START + timedelta(days=day)).astimezone(zone).utcoffset()
