"""The kinds of what a team does together: decisions, reviews, escalations with their answers, votes on confidence."""

from __future__ import annotations

from okrtui.okr.fields import Field, Kind, ref, text

DECISION_KINDS = ("resource_shift", "priority", "scope", "other")
DECISION_STATES = ("proposed", "decided")
DECISIONS_LISTED = ("proposed", "decided", "declined", "open", "done")
"""What the log can be narrowed to: "open" is decided with its action still to do."""
REVIEW_KINDS = ("weekly", "monthly", "mid", "end")
ESCALATION_KINDS = ("red_response", "amber_response", "red_streak", "data_issue", "blocker")
BY_HAND = ("data_issue", "blocker")
"""The kinds of escalation that a person may open."""
STEPS = ("acknowledged", "huddle", "asked", "answered", "decided", "declined", "done")
"""What an answer does: of an escalation it is taken note of, huddled over, handed to the sponsor, closed; of a
decision it is decided or declined by the sponsor, or its action is done."""
POLL_STATES = ("open", "revealed", "dropped")

DECISION = Kind(
    "decision",
    "decisions",
    (
        Field("date", "date"),
        text("decision"),
        text("evidence"),
        ref("owner", "member"),
        Field("due", "date"),
        text("change"),
        Field("kind", "choice", choices=DECISION_KINDS),
        Field("state", "choice", choices=DECISION_STATES),
        Field("key_results", "refs", to="key_result"),
        Field("objectives", "refs", to="objective"),
        Field("initiatives", "refs", to="initiative"),
        ref("author", "member"),
        Field("at", "time"),
    ),
    is_record=True,
)

REVIEW = Kind(
    "review",
    "reviews",
    (
        ref("cycle", "cycle"),
        ref("team", "team"),
        Field("kind", "choice", choices=REVIEW_KINDS),
        Field("attendees", "refs", to="member"),
        text("notes"),
        Field("final_scores", "scores"),
        Field("learnings", "lines"),
        Field("improvements", "lines"),
        Field("week", "week"),
        Field("promises", "promises"),
        Field("decisions", "refs", to="decision"),
        ref("by", "member"),
        Field("at", "time"),
    ),
    is_record=True,
)

ESCALATION = Kind(
    "escalation",
    "escalations",
    (
        Field("kind", "choice", choices=BY_HAND),
        ref("key_result", "key_result"),
        ref("objective", "objective"),
        ref("metric", "metric"),
        ref("initiative", "initiative"),
        text("text"),
        ref("help_from", "team"),
        ref("by", "member"),
        Field("at", "time"),
    ),
    is_record=True,
)
"""One that a person opened; those that follow from check-ins are worked out (domain, Escalations)."""

ANSWER = Kind(
    "answer",
    "answers",
    (
        ref("escalation", "escalation"),
        Field("kind", "choice", choices=ESCALATION_KINDS),
        ref("key_result", "key_result"),
        ref("metric", "metric"),
        Field("week", "week"),
        ref("decision", "decision"),
        Field("step", "choice", choices=STEPS),
        text("text"),
        text("root_cause"),
        text("revised_bet"),
        text("help_request"),
        ref("help_from", "team"),
        text("next_checkpoint"),
        text("workaround"),
        ref("by", "member"),
        Field("at", "time"),
    ),
    is_record=True,
)
"""A step towards closing an escalation, or towards carrying out a decision. One opened by hand is named by
`escalation`, one that is worked out by its kind, its KR or metric, and the week that opened it, so that it can still
be told what an answer was about when its cause was corrected away."""

POLL = Kind(
    "poll",
    "polls",
    (
        ref("key_result", "key_result"),
        Field("week", "week"),
        ref("team", "team"),
        Field("state", "choice", choices=POLL_STATES),
        Field("agreed", "number"),
        ref("by", "member"),
        Field("at", "time"),
    ),
)
"""A vote on confidence in a KR that a meeting's presenter opened."""

VOTE = Kind(
    "vote",
    "votes",
    (
        ref("poll", "poll"),
        Field("confidence", "number"),
        ref("author", "member"),
        Field("at", "time"),
    ),
    is_record=True,
)
"""One person's confidence in a poll: hidden by courtesy until the presenter reveals all at once."""
