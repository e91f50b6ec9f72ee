"""Who may write an entry of each kind: one table, by role and by what somebody is to the thing (domain, §7).

A server asks it before it takes an entry, and its documentation is made from it. Some entries ask for more than one
right: a member's roles and name at once, say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from okrtui.okr.governance import ROLES

CREATOR = "creator"
SELF = "self"
KR_OWNER = "kr_owner"
COLLABORATOR = "collaborator"
OBJECTIVE_OWNER = "objective_owner"
TEAM_OBJECTIVE_OWNER = "team_objective_owner"
TEAM_CHAMPION = "team_champion"
CYCLE_OWNER = "cycle_owner"
METRIC_KEEPER = "metric_keeper"
TEAM_KEEPER = "team_keeper"
RAISER = "raiser"

CONDITIONS = {
    CREATOR: "whoever made the workspace",
    SELF: "the member themself",
    KR_OWNER: "the KR's owner",
    COLLABORATOR: "a collaborator on the KR",
    OBJECTIVE_OWNER: "the objective's owner",
    TEAM_OBJECTIVE_OWNER: "the objective's owner, unless it is the company's or a year's",
    TEAM_CHAMPION: "the champion of the objective's team",
    CYCLE_OWNER: "the owner of an objective in the cycle",
    METRIC_KEEPER: "the metric's owner or steward",
    TEAM_KEEPER: "the team's champion or manager",
    RAISER: "whoever raised it",
}
"""What somebody may be to a thing, whatever their role: the name of the condition, and the words for people."""

VIEWER, MEMBER = "viewer", "member"
PLANNERS = frozenset(ROLES) - {VIEWER}
"""Everyone who may write at all: a viewer reads."""


class Right(NamedTuple):
    """One row of the table.

    Attributes:
        kind: the kind of entry; empty for kinds that this program does not know.
        act: what of it is written, where a kind has several rows.
        words: what it is to do that, in a person's words.
        roles: who may by their role alone.
        also: names of `CONDITIONS` that give the right, too.
        but: what is asked for besides, in words; empty where nothing is.
        is_by_role: folding refuses it as well, for roles and the creator alone decide.
    """

    kind: str
    act: str
    words: str
    roles: frozenset[str]
    also: tuple[str, ...] = ()
    but: str = ""
    is_by_role: bool = False

    @property
    def refusal(self) -> str:
        """One line for whoever has not got it."""
        if self.roles == PLANNERS:
            return "a viewer reads and changes nothing; ask a program lead for a role"
        return f"{self.words} is up to {self.holders}"

    @property
    def holders(self) -> str:
        """Everyone who has it, in words."""
        names = [f"a {role.replace('_', ' ')}" for role in ROLES if role in self.roles]
        names += [CONDITIONS[name] for name in self.also]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _roles(*names: str) -> frozenset[str]:
    return frozenset(names)


_LEAD, _SPONSOR = "program_lead", "sponsor"
_OWN_NAME = "in their own name"

SETTINGS = Right(
    "workspace", "settings", "changing the workspace's settings", _roles(_LEAD), (CREATOR,), is_by_role=True
)
OWN_NAME = Right("member", "own name and email", "changing a member's name or email", _roles(), (SELF,))
NAMED = Right("member", "somebody new, without an account", "naming somebody new", PLANNERS)
MANAGED = Right(
    "member",
    "accounts, roles, others' names",
    "managing members",
    _roles(_LEAD),
    (CREATOR,),
    is_by_role=True,
)
SPONSORSHIP = Right(
    "member",
    "the sponsor's role",
    "giving or taking the sponsor's role",
    _roles(_SPONSOR),
    (CREATOR,),
    is_by_role=True,
)
TEAM = Right("team", "", "changing a team", PLANNERS)
CYCLE_DRAFT = Right("cycle", "making and editing", "making or editing a cycle", PLANNERS)
CYCLE_PUBLISHED = Right(
    "cycle", "publishing", "publishing a cycle", _roles(_SPONSOR, _LEAD), (CREATOR, CYCLE_OWNER)
)
CYCLE_MOVED = Right(
    "cycle",
    "review and closing",
    "moving a cycle on to review or its end",
    _roles(_SPONSOR, _LEAD),
    (CREATOR,),
    is_by_role=True,
)
OBJECTIVE = Right("objective", "", "changing an objective", PLANNERS)
KEY_RESULT = Right("key_result", "", "changing a KR", PLANNERS)
CHECK_IN = Right(
    "check_in",
    "",
    "checking in on a KR",
    _roles(_LEAD),
    (KR_OWNER, COLLABORATOR, OBJECTIVE_OWNER, TEAM_CHAMPION, CREATOR),
    "in their own name or its owner's",
)
INITIATIVE = Right("initiative", "", "changing an initiative", PLANNERS)
COMMENT = Right("comment", "", "commenting", PLANNERS, but=_OWN_NAME)
DECISION = Right("decision", "", "recording a decision", PLANNERS, but=_OWN_NAME)
DECISION_ON_RESOURCES = Right(
    "decision",
    "a shift of resources that is decided",
    "deciding on a shift of resources",
    _roles(_SPONSOR, _LEAD),
    (CREATOR,),
    "in their own name; a program lead and the creator tell what was decided elsewhere",
)
CHANGE = Right(
    "change", "", "proposing a change", _roles(_LEAD), (KR_OWNER, OBJECTIVE_OWNER, CREATOR), _OWN_NAME
)
APPROVAL = Right(
    "approval",
    "",
    "deciding on a change",
    _roles(_SPONSOR),
    but="nobody on their own proposal",
    is_by_role=True,
)
AGREEMENT = Right(
    "agreement",
    "publishing",
    "publishing a KR",
    _roles(_SPONSOR),
    (TEAM_OBJECTIVE_OWNER,),
    _OWN_NAME,
)
AGREEMENT_IMPORTED = Right(
    "agreement", "importing", "importing an agreed KR", _roles(_LEAD), (CREATOR,), "marked as imported"
)
WAIVER = Right(
    "waiver",
    "",
    "waiving a finding",
    _roles("champion", _LEAD),
    (CREATOR,),
    "a consent is the champion's own, as the objective's owner",
)
REVIEW = Right(
    "review",
    "",
    "recording a review",
    _roles(_SPONSOR, "leadership", _LEAD, "champion"),
    (TEAM_KEEPER, CYCLE_OWNER, CREATOR),
    _OWN_NAME,
)
METRIC = Right("metric", "", "changing a metric", _roles("data_steward", _LEAD), (METRIC_KEEPER, CREATOR))
READING = Right(
    "reading",
    "",
    "delivering a reading",
    _roles("data_steward", _LEAD),
    (KR_OWNER, COLLABORATOR, METRIC_KEEPER, CREATOR),
)
ESCALATION = Right("escalation", "", "raising a blocker or a data issue", PLANNERS, but=_OWN_NAME)
ANSWER = Right(
    "answer",
    "to an escalation",
    "answering an escalation",
    _roles(_SPONSOR, "leadership", _LEAD, "champion", "data_steward"),
    (KR_OWNER, COLLABORATOR, OBJECTIVE_OWNER, TEAM_CHAMPION, METRIC_KEEPER, RAISER, CREATOR),
    _OWN_NAME,
)
ANSWER_AS_SPONSOR = Right(
    "answer",
    "deciding on a decision that waits",
    "deciding on a decision that waits for the sponsor",
    _roles(_SPONSOR),
    but=_OWN_NAME,
)
ANSWER_DONE = Right(
    "answer", "a decision's action is done", "closing a decision's action", PLANNERS, but=_OWN_NAME
)
POLL = Right(
    "poll",
    "",
    "holding a vote on confidence",
    PLANNERS,
)
VOTE = Right("vote", "", "voting on confidence", PLANNERS, but=_OWN_NAME)
UNKNOWN = Right("", "kinds of a newer okrtui", "writing what only a newer okrtui knows", PLANNERS)

RIGHTS: tuple[Right, ...] = (
    SETTINGS,
    OWN_NAME,
    NAMED,
    MANAGED,
    SPONSORSHIP,
    TEAM,
    CYCLE_DRAFT,
    CYCLE_PUBLISHED,
    CYCLE_MOVED,
    OBJECTIVE,
    KEY_RESULT,
    CHECK_IN,
    INITIATIVE,
    COMMENT,
    DECISION,
    DECISION_ON_RESOURCES,
    CHANGE,
    APPROVAL,
    AGREEMENT,
    AGREEMENT_IMPORTED,
    WAIVER,
    REVIEW,
    METRIC,
    READING,
    ESCALATION,
    ANSWER,
    ANSWER_AS_SPONSOR,
    ANSWER_DONE,
    POLL,
    VOTE,
    UNKNOWN,
)
"""The table, in the order of the catalogue of kinds."""

NAME_FIELDS = {
    "check_in": "author",
    "comment": "author",
    "decision": "author",
    "change": "by",
    "approval": "by",
    "agreement": "by",
    "waiver": "by",
    "review": "by",
    "escalation": "by",
    "answer": "by",
    "vote": "author",
}
"""The field of a record that names who wrote it: their own name, but for imports by a program lead or the creator."""


def is_viewer(roles: Collection[str]) -> bool:
    """Whether somebody with these roles only reads: a viewer with no role that does more than a member's."""
    return VIEWER in roles and {VIEWER, MEMBER}.issuperset(roles)


def has_right(right: Right, roles: Collection[str], is_condition: Callable[[str], bool]) -> bool:
    """Whether somebody with an account may do this.

    Args:
        right: the row of the table.
        roles: theirs; whoever has an account and none is a member.
        is_condition: whether they fulfil one of `CONDITIONS`, by its name.
    """
    if is_viewer(roles) and not is_condition(CREATOR):
        return SELF in right.also and is_condition(SELF)
    if right.roles & {*roles, MEMBER}:
        return True
    return any(is_condition(name) for name in right.also)
