"""The tables of a replica: the log as it was written, and the tables that folding makes from it.

The log's own table is a SQLModel class. The folded ones are made from the catalogue of kinds, so that a field is
described once; they can be dropped and folded again at any time.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from okrtui.okr.fields import Kind
from okrtui.okr.kinds import KINDS


class LogEntry(SQLModel, table=True):
    """One log entry as its author wrote it: the truth (the log and its exchange, §1)."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("au", "dev", "n"),
        Index("entry_of_entity", "e"),
        Index("entry_by_id", "id"),
    )
    au: str = Field(primary_key=True, sa_type=Text)
    id: str = Field(primary_key=True, sa_type=Text)
    dev: str = Field(sa_type=Text)
    n: int
    hlc: str = Field(sa_type=Text)
    k: str = Field(sa_type=Text)
    e: str = Field(sa_type=Text)
    body: bytes = Field(sa_type=LargeBinary)
    sha: str = Field(sa_type=Text)


_SQL_TYPES = {"flag": Integer, "number": Integer}

EXTRA_COLUMNS = {
    "check_in": (
        Column("identity", Text, nullable=False),
        Column("is_shown", Integer, nullable=False),
        Column("is_head", Integer, nullable=False),
        Column("first_at", Text),
    )
}
"""Columns that folding adds to a kind's own fields."""


def _table_of(kind: Kind) -> Table:
    """A kind's table; revisions of check-ins have no key, for two authors may have given one id."""
    columns = [Column(field.name, _SQL_TYPES.get(field.type, Text)) for field in kind.fields]
    extra = EXTRA_COLUMNS.get(kind.name, ())
    key = Column("id", Text, primary_key=kind.name != "check_in", nullable=False)
    return Table(kind.name, SQLModel.metadata, key, *columns, *extra)


FOLDED: dict[str, Table] = {name: _table_of(kind) for name, kind in KINDS.items()}
"""A folded table for every kind, by the kind's name."""

_metadata = SQLModel.metadata

KEY_RESULT_FACT = Table(
    "key_result_fact",
    _metadata,
    Column("key_result", Text, primary_key=True),
    Column("objective", Text),
    Column("cycle", Text),
    Column("owner", Text),
    Column("code", Text, nullable=False),
    Column("is_in_force", Integer, nullable=False),
    Column("in_force_at", Text),
    Column("agreement", Text),
    Column("box_start", Text),
    Column("box_end", Text),
    Column("actual", Text),
    Column("done", Text),
    Column("figure_week", Text),
    Column("figure_at", Text),
    Column("previous_actual", Text),
    Column("change", Text),
    Column("score_n", Text),
    Column("score_d", Text),
    Column("score", Text),
    Column("attainment", Text),
    Column("rag", Text),
    Column("is_unverified", Integer, nullable=False),
    Column("last_check_in", Text),
    Column("last_week", Text),
    Column("last_at", Text),
    Column("confidence", Integer),
    Column("previous_confidence", Integer),
    Column("insight", Text),
    Column("next_action", Text),
    Column("help_needed", Text),
    Column("help_from", Text),
    Column("evidence", Text),
    Column("status", Text),
    Column("trend", Text, nullable=False),
    Column("history", Text, nullable=False),
    Column("red_weeks", Integer, nullable=False),
    Column("weeks_reported", Integer, nullable=False),
    Column("contributors", Integer, nullable=False),
    Column("contributors_score", Text),
    Column("pending", Text),
)

OBJECTIVE_FACT = Table(
    "objective_fact",
    _metadata,
    Column("objective", Text, primary_key=True),
    Column("cycle", Text),
    Column("code", Text, nullable=False),
    Column("score_n", Text),
    Column("score_d", Text),
    Column("score", Text),
    Column("rag", Text),
    Column("reported", Integer, nullable=False),
    Column("counted", Integer, nullable=False),
    Column("postponed", Integer, nullable=False),
    Column("archived", Integer, nullable=False),
    Column("is_draft", Integer, nullable=False),
    Column("weights", Text, nullable=False),
    Column("agreed", Text, nullable=False),
)

CONTRIBUTION = Table(
    "contribution",
    _metadata,
    Column("key_result", Text, primary_key=True),
    Column("above", Text, primary_key=True),
    Column("how", Text),
    Column("stamp", Text, nullable=False),
    Column("is_in_effect", Integer, nullable=False),
)

CHANGE_FACT = Table(
    "change_fact",
    _metadata,
    Column("change", Text, primary_key=True),
    Column("key_result", Text),
    Column("objective", Text),
    Column("state", Text, nullable=False),
    Column("is_effective", Integer, nullable=False),
    Column("proposal", Text),
    Column("decided_by", Text),
    Column("decided_at", Text),
    Column("reason", Text),
)

VERDICT = Table(
    "verdict",
    _metadata,
    Column("approval", Text, primary_key=True),
    Column("change", Text, primary_key=True),
)
"""Which proposals each decision speaks of, in any of its entries."""

CONFLICT = Table(
    "conflict",
    _metadata,
    Column("kind", Text, primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("entries", Text, nullable=False),
)

ESCALATION_FACT = Table(
    "escalation_fact",
    _metadata,
    Column("id", Text, primary_key=True),
    Column("week", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key_result", Text),
    Column("last_week", Text),
    Column("opened_at", Text),
    Column("help_from", Text),
    Column("closed_by", Text),
    Column("closed_week", Text),
    Column("closed_at", Text),
    Column("answers", Text, nullable=False),
)
"""What check-ins and people raised: the week that opened it ("" for one raised by hand), the last week of its
streak, the answers (JSON, oldest first), and what closed it: "answer", "colour", "withdrawn", or nothing. Clocks and
holders depend on now."""

DECISION_FACT = Table(
    "decision_fact",
    _metadata,
    Column("decision", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", Text),
    Column("done_by", Text),
    Column("done_at", Text),
)
"""Where a decision stands: "proposed", "decided" or "declined", and whether its action is done."""

FOLDED_FACTS = Table("folded", _metadata, Column("name", Text, primary_key=True), Column("value", Text))

DERIVED: tuple[Table, ...] = (
    KEY_RESULT_FACT,
    OBJECTIVE_FACT,
    CONTRIBUTION,
    CHANGE_FACT,
    VERDICT,
    CONFLICT,
    ESCALATION_FACT,
    DECISION_FACT,
    FOLDED_FACTS,
)
"""What folding works out beyond the kinds' own tables."""

ALL_FOLDED: tuple[Table, ...] = (*FOLDED.values(), *DERIVED)

for _name, _table, *_columns in (
    ("check_in_of_key_result", FOLDED["check_in"], "key_result", "week"),
    ("check_in_of_identity", FOLDED["check_in"], "identity"),
    ("check_in_by_id", FOLDED["check_in"], "id"),
    ("key_result_of_objective", FOLDED["key_result"], "objective"),
    ("key_result_of_owner", FOLDED["key_result"], "owner"),
    ("objective_of_cycle", FOLDED["objective"], "cycle"),
    ("agreement_of_key_result", FOLDED["agreement"], "key_result"),
    ("change_of_key_result", FOLDED["change"], "key_result"),
    ("change_of_objective", FOLDED["change"], "objective"),
    ("approval_of_change", FOLDED["approval"], "change"),
    ("comment_of_key_result", FOLDED["comment"], "key_result"),
    ("comment_of_objective", FOLDED["comment"], "objective"),
    ("fact_of_owner", KEY_RESULT_FACT, "owner"),
    ("fact_of_objective", KEY_RESULT_FACT, "objective"),
    ("fact_of_cycle", KEY_RESULT_FACT, "cycle"),
    ("fact_by_code", KEY_RESULT_FACT, "code"),
    ("objective_by_code", OBJECTIVE_FACT, "code"),
    ("verdict_on_change", VERDICT, "change"),
    ("contribution_above", CONTRIBUTION, "above"),
    ("objective_of_team", FOLDED["objective"], "team"),
    ("escalation_of_key_result", ESCALATION_FACT, "key_result"),
    ("answer_of_key_result", FOLDED["answer"], "key_result"),
    ("answer_of_metric", FOLDED["answer"], "metric"),
    ("reading_of_metric", FOLDED["reading"], "metric", "at"),
    ("answer_of_escalation", FOLDED["answer"], "escalation"),
    ("answer_of_decision", FOLDED["answer"], "decision"),
    ("vote_of_poll", FOLDED["vote"], "poll"),
    ("poll_of_key_result", FOLDED["poll"], "key_result"),
):
    Index(_name, *(_table.c[column] for column in _columns))

Index("escalation_open", ESCALATION_FACT.c.key_result, sqlite_where=ESCALATION_FACT.c.closed_by.is_(None))
Index(
    "escalation_streak",
    ESCALATION_FACT.c.id,
    sqlite_where=ESCALATION_FACT.c.closed_by.is_(None) & (ESCALATION_FACT.c.kind == "red_streak"),
)
Index("poll_open", FOLDED["poll"].c.at, sqlite_where=FOLDED["poll"].c.state == "open")
