"""Comments on objectives and KRs: notes, weekly notes, coaching, reflections, risks, wins."""

from __future__ import annotations

from okrtui.actions.session import Done, Session
from okrtui.actions.things import phase_of, setting_of, thing
from okrtui.actions.typed import typed_fields
from okrtui.okr.errors import BadInput, Refused
from okrtui.okr.governance import may_plan


def add_comment(
    session: Session,
    text: str,
    objective: str | None = None,
    key_result: str | None = None,
    kind: str = "note",
) -> Done:
    """Comment on an objective or a KR (one id of the two).

    Raises:
        BadInput: there is no text, no such kind, or not exactly one thing to comment on.
        Refused: the person is a viewer, or the cycle is closed.
    """
    if (objective is None) == (key_result is None):
        raise BadInput("comment on one objective or one KR")
    about = {"objective": objective} if objective else {"key_result": key_result}
    with session.writing("commented") as journal:
        if not may_plan(session.person(journal)):
            raise Refused("a viewer can't comment; ask a program lead for a role")
        above = setting_of(journal.connection, key_result).objective if key_result else None
        above = above or thing(journal.connection, "objective", str(objective))
        if phase_of(thing(journal.connection, "cycle", above["cycle"])) == "closed":
            raise Refused("the cycle is closed and read-only; comment on the next one")
        fields = typed_fields("comment", {"text": text, "kind": kind})
        if not fields["text"]:
            raise BadInput("a comment needs a text", field="text")
        comment = journal.new_id()
        record = {**fields, **about, "author": session.member.id, "at": session.stamp()}
        journal.add("comment", comment, record, base=())
    return Done("Added the comment", comment)
