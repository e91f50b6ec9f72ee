"""The catalogue of kinds: every thing that a log entry can be about, and its fields.

Folding, validation, the tables, export and import all read this one table, so that a field is described once
(domain, Things). A *governed* field is one that defines a KR and changes only through an approved change once the
KR is in force (domain, Cycle and governance).
"""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """One field of a kind.

    Attributes:
        name: the field's name in the log, the tables and the interchange format.
        type: one of `TYPES`.
        is_governed: agreed at publication, changed only by an approved change.
        is_text: words of people; concurrent versions are shown as a conflict and never dropped.
        to: the kind that a `ref` or `refs` names.
        choices: the words that a `choice` allows.
        is_exported: whether the interchange format carries it.
    """

    name: str
    type: str = "line"
    is_governed: bool = False
    is_text: bool = False
    to: str = ""
    choices: tuple[str, ...] = ()
    is_exported: bool = True


class Kind(NamedTuple):
    """One kind of thing.

    Attributes:
        name: the entity's noun, as in a log entry's `k`.
        plural: the list in the interchange format.
        fields: in the interchange format's order.
        is_record: its fields travel together: an entry is a whole revision, not an edit of single fields.
    """

    name: str
    plural: str
    fields: tuple[Field, ...]
    is_record: bool = False

    @property
    def by_name(self) -> dict[str, Field]:
        """The fields by their names."""
        return _FIELDS[self.name]


VERSION = 1

SCALARS = frozenset({"line", "text", "quantity", "date", "time", "week", "choice", "ref"})
"""Types whose value is one text."""

STRUCTURES = frozenset(
    {
        "lines",  # ["…"]
        "refs",  # [id]
        "deadline",  # {"weekday", "time"}
        "thresholds",  # {"red", "amber", "green"}: quantities
        "bands",  # [[bound, score]]: quantities
        "milestones",  # [{"name", "weight"?}]
        "limits",  # {"floor"?, "low"?, "high"?, "ceiling"?}: quantities
        "source",  # {"name"?, "url"?}
        "links",  # [{"key_result", "how"?}]
        "postponed",  # {"since", "until"?, "reason"}
        "values",  # {a key_result's field: its value}
        "fence",  # {replica: last n seen}
        "scores",  # [{"key_result", "score"?, "learning"?}]
        "readings",  # [{"week"|"at", "value"}]
        "range",  # {"min"?, "max"?}: quantities
    }
)
"""Types whose value is a list or an object; kept as JSON text in the tables."""

TYPES = SCALARS | STRUCTURES | {"flag", "number"}

CYCLE_KINDS = ("annual", "half", "quarter", "custom", "micro")
METHODS = ("linear", "percent", "ladder", "milestones", "range")
PHASES = ("draft", "active", "review", "closed")
COMMENT_KINDS = ("note", "weekly note", "progress", "coaching", "reflection", "risk", "win")
CHANGE_ACTIONS = ("edit", "add", "archive", "postpone", "resume")
INITIATIVE_STATES = ("planned", "running", "scaled", "stopped", "done")


def _text(name: str) -> Field:
    return Field(name, "text", is_text=True)


def _ref(name: str, to: str, *, is_governed: bool = False) -> Field:
    return Field(name, "ref", is_governed=is_governed, to=to)


def _governed(
    name: str, type_: str = "line", *, is_text: bool = False, choices: tuple[str, ...] = ()
) -> Field:
    return Field(name, type_, is_governed=True, is_text=is_text, choices=choices)


WORKSPACE = Kind(
    "workspace",
    "workspace",
    (
        Field("name"),
        Field("timezone"),
        Field("deadline", "deadline"),
        Field("scale", "choice", choices=("unit", "percent")),
        Field("rag", "thresholds"),
        Field("rag_grace", "quantity"),
    ),
)

MEMBER = Kind(
    "member",
    "members",
    (
        Field("handle"),
        Field("name"),
        Field("email"),
        Field("roles", "lines"),
        Field("account", "flag"),
        Field("fence", "fence", is_exported=False),
        Field("uid", "number", is_exported=False),
    ),
)

TEAM = Kind(
    "team",
    "teams",
    (
        Field("name"),
        _ref("parent", "team"),
        Field("function"),
        _ref("champion", "member"),
        _ref("manager", "member"),
    ),
)

CYCLE = Kind(
    "cycle",
    "cycles",
    (
        Field("name"),
        Field("kind", "choice", choices=CYCLE_KINDS),
        Field("start", "date"),
        Field("end", "date"),
        Field("phase", "choice", choices=PHASES),
        _ref("parent_key_result", "key_result"),
    ),
)

OBJECTIVE = Kind(
    "objective",
    "objectives",
    (
        _ref("cycle", "cycle"),
        Field("title", is_text=True),
        _ref("owner", "member"),
        _ref("team", "team"),
        _text("why"),
        Field("theme"),
        _ref("contributes_to", "key_result"),
        Field("archived", "flag", is_governed=True),
    ),
)

KEY_RESULT = Kind(
    "key_result",
    "key_results",
    (
        _ref("objective", "objective"),
        _governed("title", is_text=True),
        _ref("owner", "member", is_governed=True),
        _governed("method", "choice", choices=METHODS),
        _governed("metric"),
        _governed("unit"),
        _governed("baseline", "quantity"),
        _governed("target", "quantity"),
        _governed("direction", "choice", choices=("up", "down")),
        _governed("bands", "bands"),
        _governed("milestones", "milestones"),
        _governed("limits", "limits"),
        _governed("due", "date"),
        Field("collaborators", "refs", to="member"),
        _governed("source", "source"),
        Field("refresh"),
        _governed("weight", "quantity"),
        Field("indicator", "choice", choices=("leading", "lagging")),
        _governed("definition", "text", is_text=True),
        Field("contributes_to", "links"),
        Field("divergence", "flag"),
        _governed("postponed", "postponed"),
        _governed("archived", "flag"),
    ),
)

CHECK_IN = Kind(
    "check_in",
    "check_ins",
    (
        _ref("key_result", "key_result"),
        Field("week", "week"),
        _ref("author", "member"),
        Field("actual", "quantity"),
        Field("milestones_done", "lines"),
        Field("confidence", "number"),
        _text("insight"),
        _text("next_action"),
        _text("help_needed"),
        _ref("help_from", "team"),
        Field("evidence", "lines"),
        _text("learning"),
        Field("status", "choice", choices=("on_track", "at_risk", "behind")),
        Field("at", "time"),
        Field("replaces"),
        Field("retracted", "flag"),
        Field("repeats", "lines"),
        _ref("on_behalf", "member"),
        Field("confirmed", "flag"),
        Field("initiative", "ref", to="initiative"),
    ),
    is_record=True,
)

INITIATIVE = Kind(
    "initiative",
    "initiatives",
    (
        Field("title", is_text=True),
        Field("key_results", "refs", to="key_result"),
        _text("hypothesis"),
        _ref("lead", "member"),
        Field("url"),
        Field("state", "choice", choices=INITIATIVE_STATES),
        _text("learning"),
        _text("start_criteria"),
        _text("stop_criteria"),
    ),
)

COMMENT = Kind(
    "comment",
    "comments",
    (
        _ref("objective", "objective"),
        _ref("key_result", "key_result"),
        Field("kind", "choice", choices=COMMENT_KINDS),
        _text("text"),
        _ref("author", "member"),
        Field("at", "time"),
    ),
    is_record=True,
)

DECISION = Kind(
    "decision",
    "decisions",
    (
        Field("date", "date"),
        _text("decision"),
        _text("evidence"),
        _ref("owner", "member"),
        Field("due", "date"),
        _text("change"),
        Field("kind", "choice", choices=("resource_shift", "priority", "scope", "other")),
        Field("state", "choice", choices=("proposed", "decided")),
        Field("key_results", "refs", to="key_result"),
        Field("objectives", "refs", to="objective"),
        Field("initiatives", "refs", to="initiative"),
        _ref("author", "member"),
        Field("at", "time"),
    ),
    is_record=True,
)

CHANGE = Kind(
    "change",
    "changes",
    (
        _ref("key_result", "key_result"),
        _ref("objective", "objective"),
        Field("action", "choice", choices=CHANGE_ACTIONS),
        Field("changes", "values"),
        Field("was", "values"),
        _text("reason"),
        _ref("by", "member"),
        Field("at", "time"),
    ),
    is_record=True,
)

APPROVAL = Kind(
    "approval",
    "approvals",
    (
        _ref("change", "change"),
        Field("verdict", "choice", choices=("approved", "declined")),
        _text("reason"),
        _ref("by", "member"),
        Field("at", "time"),
    ),
    is_record=True,
)

AGREEMENT = Kind(
    "agreement",
    "agreements",
    (
        _ref("cycle", "cycle"),
        _ref("key_result", "key_result"),
        Field("values", "values"),
        _ref("by", "member"),
        Field("at", "time"),
        Field("imported", "flag"),
    ),
    is_record=True,
)

WAIVER = Kind(
    "waiver",
    "waivers",
    (
        _ref("objective", "objective"),
        _ref("key_result", "key_result"),
        Field("code"),
        _text("reason"),
        _ref("by", "member"),
        _ref("consented_by", "member"),
        Field("at", "time"),
    ),
    is_record=True,
)

REVIEW = Kind(
    "review",
    "reviews",
    (
        _ref("cycle", "cycle"),
        _ref("team", "team"),
        Field("kind", "choice", choices=("weekly", "monthly", "mid", "end")),
        Field("attendees", "refs", to="member"),
        _text("notes"),
        Field("final_scores", "scores"),
        Field("learnings", "lines"),
        Field("improvements", "lines"),
        _ref("by", "member"),
        Field("at", "time"),
    ),
    is_record=True,
)

METRIC = Kind(
    "metric",
    "metrics",
    (
        Field("name"),
        _text("definition"),
        _text("technical_definition"),
        _ref("owner", "member"),
        _ref("steward", "member"),
        Field("source", "source"),
        Field("refresh"),
        Field("valid_range", "range"),
        Field("unit"),
        Field("key_results", "refs", to="key_result"),
    ),
)

READING = Kind(
    "reading",
    "readings",
    (
        _ref("key_result", "key_result"),
        _ref("metric", "metric"),
        Field("value", "quantity"),
        Field("at", "time"),
        Field("source"),
    ),
    is_record=True,
)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        WORKSPACE,
        MEMBER,
        TEAM,
        CYCLE,
        OBJECTIVE,
        KEY_RESULT,
        CHECK_IN,
        INITIATIVE,
        COMMENT,
        DECISION,
        CHANGE,
        APPROVAL,
        AGREEMENT,
        WAIVER,
        REVIEW,
        METRIC,
        READING,
    )
}
"""Every kind by name, in the order in which the interchange format lists them."""

_FIELDS = {name: {field.name: field for field in kind.fields} for name, kind in KINDS.items()}


def governed_fields(kind: str) -> tuple[str, ...]:
    """The names of the fields that a publication agrees for a thing of this kind."""
    return tuple(field.name for field in KINDS[kind].fields if field.is_governed)
