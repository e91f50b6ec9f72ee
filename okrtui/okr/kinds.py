"""The catalogue of kinds: every thing that a log entry can be about, and its fields.

Folding, validation, the tables, export and import all read this one table, so that a field is described once
(domain, Things).
"""

from __future__ import annotations

from okrtui.okr.fields import Field, Kind, governed, ref, text
from okrtui.okr.meeting_kinds import ANSWER, DECISION, ESCALATION, POLL, REVIEW, VOTE

VERSION = 1

CYCLE_KINDS = ("annual", "half", "quarter", "custom", "micro")
METHODS = ("linear", "percent", "ladder", "milestones", "range")
PHASES = ("draft", "active", "review", "closed")
COMMENT_KINDS = ("note", "weekly note", "progress", "coaching", "reflection", "risk", "win")
CHANGE_ACTIONS = ("edit", "add", "archive", "postpone", "resume")
INITIATIVE_STATES = ("planned", "running", "scaled", "stopped", "done")


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
        ref("parent", "team"),
        Field("function"),
        ref("champion", "member"),
        ref("manager", "member"),
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
        ref("parent_key_result", "key_result"),
    ),
)

OBJECTIVE = Kind(
    "objective",
    "objectives",
    (
        ref("cycle", "cycle"),
        Field("title", is_text=True),
        ref("owner", "member"),
        ref("team", "team"),
        text("why"),
        Field("theme"),
        ref("contributes_to", "key_result"),
        Field("archived", "flag", is_governed=True),
    ),
)

KEY_RESULT = Kind(
    "key_result",
    "key_results",
    (
        ref("objective", "objective"),
        governed("title", is_text=True),
        ref("owner", "member", is_governed=True),
        governed("method", "choice", choices=METHODS),
        governed("metric"),
        governed("unit"),
        governed("baseline", "quantity"),
        governed("target", "quantity"),
        governed("direction", "choice", choices=("up", "down")),
        governed("bands", "bands"),
        governed("milestones", "milestones"),
        governed("limits", "limits"),
        governed("due", "date"),
        Field("collaborators", "refs", to="member"),
        governed("source", "source"),
        Field("refresh"),
        governed("weight", "quantity"),
        Field("indicator", "choice", choices=("leading", "lagging")),
        governed("definition", "text", is_text=True),
        Field("contributes_to", "links"),
        Field("divergence", "flag"),
        governed("postponed", "postponed"),
        governed("archived", "flag"),
    ),
)

CHECK_IN = Kind(
    "check_in",
    "check_ins",
    (
        ref("key_result", "key_result"),
        Field("week", "week"),
        ref("author", "member"),
        Field("actual", "quantity"),
        Field("milestones_done", "lines"),
        Field("confidence", "number"),
        text("insight"),
        text("next_action"),
        text("help_needed"),
        ref("help_from", "team"),
        Field("evidence", "lines"),
        text("learning"),
        Field("status", "choice", choices=("on_track", "at_risk", "behind")),
        Field("at", "time"),
        Field("replaces"),
        Field("retracted", "flag"),
        Field("repeats", "lines"),
        ref("on_behalf", "member"),
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
        text("hypothesis"),
        ref("lead", "member"),
        Field("url"),
        Field("state", "choice", choices=INITIATIVE_STATES),
        text("learning"),
        text("start_criteria"),
        text("stop_criteria"),
    ),
)

COMMENT = Kind(
    "comment",
    "comments",
    (
        ref("objective", "objective"),
        ref("key_result", "key_result"),
        Field("kind", "choice", choices=COMMENT_KINDS),
        text("text"),
        ref("author", "member"),
        Field("at", "time"),
    ),
    is_record=True,
)

CHANGE = Kind(
    "change",
    "changes",
    (
        ref("key_result", "key_result"),
        ref("objective", "objective"),
        Field("action", "choice", choices=CHANGE_ACTIONS),
        Field("changes", "values"),
        Field("was", "values"),
        text("reason"),
        ref("by", "member"),
        Field("at", "time"),
    ),
    is_record=True,
)

APPROVAL = Kind(
    "approval",
    "approvals",
    (
        ref("change", "change"),
        Field("verdict", "choice", choices=("approved", "declined")),
        text("reason"),
        ref("by", "member"),
        Field("at", "time"),
    ),
    is_record=True,
)

AGREEMENT = Kind(
    "agreement",
    "agreements",
    (
        ref("cycle", "cycle"),
        ref("key_result", "key_result"),
        Field("values", "values"),
        ref("by", "member"),
        Field("at", "time"),
        Field("imported", "flag"),
    ),
    is_record=True,
)

WAIVER = Kind(
    "waiver",
    "waivers",
    (
        ref("objective", "objective"),
        ref("key_result", "key_result"),
        Field("code"),
        text("reason"),
        ref("by", "member"),
        ref("consented_by", "member"),
        Field("at", "time"),
    ),
    is_record=True,
)

METRIC = Kind(
    "metric",
    "metrics",
    (
        Field("name"),
        text("definition"),
        text("technical_definition"),
        ref("owner", "member"),
        ref("steward", "member"),
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
        ref("key_result", "key_result"),
        ref("metric", "metric"),
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
        ESCALATION,
        ANSWER,
        POLL,
        VOTE,
    )
}
"""Every kind by name, in the order in which the interchange format lists them."""


def governed_fields(kind: str) -> tuple[str, ...]:
    """The names of the fields that a publication agrees for a thing of this kind."""
    return tuple(field.name for field in KINDS[kind].fields if field.is_governed)
