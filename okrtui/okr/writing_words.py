"""The word lists of the writing standards: defaults, and those that a person edited in `config/writing.toml`.

Lists are lower case; a verb is found where a title begins with it (Playbook, The house style).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from okrtui.okr.errors import BadInput
from okrtui.okr.text import clean_line


class Words(NamedTuple):
    """What the standards look for; the field names are the keys of `config/writing.toml`."""

    strong_verbs: tuple[str, ...]
    project_verbs: tuple[str, ...]
    project_nouns: tuple[str, ...]
    activity_verbs: tuple[str, ...]
    metric_nouns: tuple[str, ...]
    time_units: tuple[str, ...]
    slow_refresh: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


DEFAULT_WORDS = Words(
    strong_verbs=_words("""
accelerate attract become boost bring calm cut deepen defend delight double earn ease elevate empower enable
enrich excel expand free gain grow halve help improve increase inspire keep lead let lift lower master open
protect prove raise reach rebuild reclaim reduce regain reignite remove restore retain safeguard save secure
sharpen shift shorten shrink simplify speed_up spread strengthen sustain transform turn unlock win win_back
"""),
    project_verbs=_words("""
carry_out complete conduct deliver deploy execute finalise finalize finish implement kick_off launch migrate
perform redesign release rewrite roll_out set_up ship
"""),
    project_nouns=_words("""
epic milestone phase program programme project release rollout roll-out sprint stage version workstream
"""),
    activity_verbs=_words("""
analyse analyze arrange attend build carry_out complete conduct create define deliver deploy design develop
discuss do document draft execute finalise finalize finish hire hold host implement install interview
introduce investigate kick_off launch migrate organise organize participate perform plan prepare present
produce publish redesign refactor release research review rewrite roll_out run schedule send set_up ship
start submit talk_to test train update upgrade visit write
"""),
    metric_nouns=_words("""
base conversion cost count coverage duration frequency latency lead quality rate ratio satisfaction score
share size success throughput time volume
"""),
    time_units=_words("""
second minute hour day night weekday weekend week month quarter year
"""),
    slow_refresh=_words("""
annual annually bi-weekly biweekly bimonthly fortnight fortnightly month monthly quarter quarterly
semi-annually two_weeks year yearly
"""),
)


def words_from(mapping: Mapping[str, object]) -> Words:
    """Return the word lists of a read `writing.toml`; a list that isn't there keeps its default.

    Raises:
        BadInput: where a key is unknown or isn't a list of texts.
    """
    lists: dict[str, tuple[str, ...]] = {}
    for key, value in mapping.items():
        if key not in Words._fields:
            raise BadInput(
                f"writing.toml: “{clean_line(key)}” is no word list; use {', '.join(Words._fields)}"
            )
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise BadInput(f"writing.toml: {key} has to be a list of words in quotes")
        lists[key] = tuple(clean_line(word).lower() for word in value if clean_line(word))
    return DEFAULT_WORDS._replace(**lists)
