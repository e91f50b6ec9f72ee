"""Write `docs/roles.md`: who may write what, taken from the table of rights.

`--check` writes nothing and fails where the page is not what the table says.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from okrtui.okr.governance import ROLES, who_may_do_what
from okrtui.okr.rights import CONDITIONS, RIGHTS, Right

PAGE = Path(__file__).resolve().parent.parent / "docs" / "roles.md"
HEAD = """# Roles and rights

This page is made from the table in `okrtui/okr/rights.py` by `scripts/write_role_docs.py`: change it there.

Everyone reads everything. Whoever has an account and no role is a member. Somebody whose only roles are viewer and
member is a viewer. The only person with an account may do everything, and leaves the record all the same.
"""
INGEST = """## Who may write what

A server asks this of every entry before it takes it; an entry that it refuses stays with its author, who sees why.
`yes`: by the role alone. `and`: who else has the right, and what is asked of everybody. `folding`: whether a replica
refuses it as well, as told below. Whoever made the workspace keeps their rights without any role.
"""
AFTER = """
- A proposal is decided by another sponsor than the one who made it.
- Comments, decisions, proposals, approvals, publications, waivers, reviews, escalations, answers and votes are in
  one's own name. The creator and program leads may import what others said.
- A check-in is in one's own name or in the KR's owner's. Nobody revises a check-in of a KR that they can't check in on.
- A waiver that names a consent names the champion's own, as the objective's owner.
- Somebody new is named without roles, and not under the handle of somebody who has an account.
- The workspace's first entry is its creator's.
- Roles that carry a fence (account, program lead, sponsor, viewer) are those that the author had when writing, as
  far as fences tell; all others, and owners, are those of the moment at which the server takes the entry.

A cycle's phase refuses nothing here, and neither does an agreement. A check-in that was made offline in time joins the
history after the review; a plain edit of an agreed value is kept, has no effect and is offered as a proposal.
"""
FOLDING = """## What folding refuses by itself

In a shared directory there is no server to refuse an entry. So every replica leaves out of its tables what the entries
themselves show to be nobody's right, in whatever order they arrived. Such an entry is void: it is kept, passed on and
exported, and it counts again should its author turn out to have had the right. Void are entries

- of an author who was never given an account;
- of one whose account was taken away, beyond the fence of that entry, until it was given back;
- of one who was only a viewer, from the fence of the entry that made them one to the fence of the one that gave them
  another role; their own name and email count;
- on members, that give or take accounts and roles without being root or program lead (the sponsor's role: root or
  sponsor);
- on the workspace's settings, unless by root or a program lead;
- that take a cycle into review or close it, unless by root, a program lead or a sponsor.

An approval or rejection has an effect if its author was a sponsor when writing it and not the proposer, or was alone.
A shift of resources counts as decided if whoever wrote that was a sponsor, the creator or a program lead, or was alone;
else it waits, until an answer of a sponsor decides or declines it.

Folding does not refuse what depends on more than accounts and the roles with fences, for that would make one
entry's effect depend on the standing values of others, which merge: who owns a KR or an objective, who is champion,
steward or collaborator, in whose name a record is, whether a publication was the owner's to make. There the directory's
file owners say who wrote it, and the record names them. Where this matters, use a server.
"""


def matrix() -> str:
    """The table: a row a right, a column a role, and whoever has it besides."""
    roles = [role.replace("_", " ") for role in ROLES]
    lines = [f"| entry | {' | '.join(roles)} | and | folding |", "| --- |" + " --- |" * (len(roles) + 2)]
    for right in RIGHTS:
        marks = ["yes" if role in right.roles else "–" for role in ROLES]
        folding = "too" if right.is_by_role else "–"
        lines.append(f"| {name_of(right)} | {' | '.join(marks)} | {besides(right)} | {folding} |")
    return "\n".join(lines)


def name_of(right: Right) -> str:
    """The kind, and what of it."""
    kind = right.kind.replace("_", " ").replace("key result", "KR")
    return f"{kind}: {right.act}" if kind and right.act else kind or right.act


def besides(right: Right) -> str:
    """The conditions that give it, too, and what is asked for besides."""
    conditions = "; ".join(CONDITIONS[name] for name in right.also) or "–"
    return f"{conditions} ({right.but})" if right.but else conditions


def raci() -> str:
    """Who does what in the rhythm, as the playbook has it."""
    head, *rows = who_may_do_what()
    lines = [f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def page() -> str:
    """The whole page."""
    who = f"## Who answers for what\n\n{raci()}\n"
    return f"{HEAD}\n{who}\n{INGEST}\n{matrix()}\n{AFTER}\n{FOLDING}"


def main(argv: list[str]) -> int:
    text = page()
    if "--check" in argv:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            print(f"{PAGE} is not what the table says: run scripts/write_role_docs.py", file=sys.stderr)
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
