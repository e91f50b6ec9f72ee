"""Random histories: what several people might write on replicas that meet now and then, with clocks gone astray.

Each entry's base is taken from what its author had seen. Some entries come from other people's programs: malformed,
of unknown kinds, back-dated, under an id that is taken.
"""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

from okrtui.okr.kinds import KINDS
from okrtui.store.clock import agreement_id, check_in_identity, clock_text
from okrtui.store.entry import Entry, write_entry

WORKSPACE, GENESIS = "11111111-1111-4111-8111-111111111111", "00000000-0000-7000-8000-000000000001"
AUTHORS = ("ana", "bo", "cy")
START = 1_790_000_000_000
HOUR = 3_600_000
CLOCKS_OFF = {"ana": 0, "bo": HOUR, "cy": -8760 * HOUR, "cy-2": 87600 * HOUR}

CYCLES, OBJECTIVES, KEY_RESULTS = ("c1", "c2"), ("o1", "o2"), ("k1", "k2", "k3", "k4")
WEEKS = ("2026-W44", "2026-W45", "2026-W46", "2026-W47")
TEAMS, RAISED, DECISIONS = ("t1", "t2"), ("e1", "e2"), ("d1", "d2", "d3")
MEMBERS = {"ana": "m-ana", "bo": "m-bo", "cy": "m-cy"}

Fields = dict[str, Any]


class Replica(NamedTuple):
    """One of an author's replicas, and what it has seen."""

    author: str
    dev: str
    seen: dict[str, Entry]


class History:
    """Entries by several people, made one step after another."""

    def __init__(self, random: Random, steps: int = 40) -> None:
        self.random = random
        self.now = START
        self.entries: list[Entry] = []
        devices = [("ana", "ana"), ("bo", "bo"), ("cy", "cy"), ("cy", "cy-2")]
        self.replicas = [Replica(author, dev, {}) for author, dev in devices]
        self._begin()
        for _ in range(steps):
            self._step()

    def write(self, replica: Replica, kind: str, entity: str, fields: Fields, **envelope: Any) -> Entry:
        """An entry by this replica's author that replaces what the replica shows of these fields."""
        base = envelope.pop("base", None)
        if base is None:
            base = self._heads(replica, kind, entity, set(fields))
        mine = [one for one in self.entries if one.dev == replica.dev]
        before = [one.hlc for one in mine] + [one.hlc for one in self.entries if one.id in base]
        ms = self.now + CLOCKS_OFF[replica.dev]
        clock = clock_text(ms, 0)
        if before and max(before) >= clock:
            clock = clock_text(int(max(before)[:12], 16), int(max(before)[13:], 16) + 1)
        entry = write_entry(
            {
                "v": 1,
                "id": f"{replica.dev}-{len(mine) + 1}",
                "ws": GENESIS,
                "au": replica.author,
                "dev": replica.dev,
                "n": len(mine) + 1,
                "hlc": clock,
                "base": sorted(base),
                "k": kind,
                "kv": 1,
                "e": entity,
                "d": fields,
                **envelope,
            }
        )
        self.entries.append(entry)
        replica.seen[entry.sha] = entry
        return entry

    def _heads(self, replica: Replica, kind: str, entity: str, fields: set[str]) -> list[str]:
        known = [one for one in replica.seen.values() if (one.k, one.e) == (kind, entity)]
        replaced = {old for one in known for old in one.base}
        is_record = kind in KINDS and KINDS[kind].is_record
        fitting = [one.id for one in known if is_record or not fields.isdisjoint(one.d)]
        heads = [one for one in fitting if one not in replaced]
        return heads[:64] if self.random.random() < 0.9 else []

    def _begin(self) -> None:
        ana = self.replicas[0]
        fields = {"name": "Acme", "timezone": "UTC", "deadline": {"weekday": "monday", "time": "10:00"}}
        self.write(ana, "workspace", WORKSPACE, fields, id=GENESIS, base=[])
        self.write(
            ana, "member", "m-ana",
            {"handle": "ana", "account": True, "roles": ["sponsor", "program_lead", "champion"], "fence": {}},
        )  # fmt: skip
        for handle, roles in (("bo", ["sponsor"]), ("cy", ["member"])):
            if self.random.random() < 0.8:
                standing = {"handle": handle, "account": True, "roles": roles, "fence": {}}
                self.write(ana, "member", MEMBERS[handle], standing)
        for cycle in CYCLES:
            span = {"start": "2026-10-01", "end": "2026-12-31"}
            self.write(ana, "cycle", cycle, {"name": cycle, "kind": "quarter", "phase": "draft", **span})
        for objective in OBJECTIVES:
            self.write(
                ana,
                "objective",
                objective,
                {"cycle": self.random.choice(CYCLES), "title": f"Win {objective}", "owner": "m-ana"},
            )
        for key_result in KEY_RESULTS[:3]:
            self.write(
                ana,
                "key_result",
                key_result,
                {
                    "objective": self.random.choice(OBJECTIVES),
                    "title": key_result,
                    "method": "linear",
                    "baseline": "18",
                    "target": "28",
                },
            )
        for replica in self.replicas[1:]:
            replica.seen.update(ana.seen)

    def _step(self) -> None:
        self.now += self.random.randrange(HOUR)
        replica = self.random.choice(self.replicas)
        other = self.random.choice(self.replicas)
        if self.random.random() < 0.35:
            replica.seen.update(other.seen)
        deed = self.random.choice(DEEDS)
        deed(self, replica)


def _member(history: History, replica: Replica) -> None:
    random = history.random
    fields: Fields = {"handle": (handle := random.choice(AUTHORS)), "fence": _fence(replica)}
    if random.random() < 0.6:
        fields["account"] = random.random() < 0.7
    if random.random() < 0.6:
        fields["roles"] = random.sample(
            ["sponsor", "program_lead", "champion", "member", "viewer"], random.randrange(3)
        )
    if random.random() < 0.2:
        fields["name"] = f"{handle} {random.randrange(9)}"
    history.write(replica, "member", MEMBERS[handle], fields)


def _fence(replica: Replica) -> dict[str, int]:
    fence: dict[str, int] = {}
    for entry in replica.seen.values():
        fence[entry.dev] = max(fence.get(entry.dev, 0), entry.n)
    return fence


def _workspace(history: History, replica: Replica) -> None:
    red = history.random.choice(["0.20", "0.30", "0.40"])
    fields = {
        "rag": {"red": red, "amber": "0.60", "green": "0.90"},
        "rag_grace": history.random.choice(["0", "0.2"]),
    }
    history.write(replica, "workspace", WORKSPACE, fields)


def _cycle(history: History, replica: Replica) -> None:
    random = history.random
    fields = random.choice(
        [{"phase": random.choice(["active", "review", "closed"])}, {"end": "2026-12-24"}, {"name": "Q4"}]
    )
    history.write(replica, "cycle", random.choice(CYCLES), fields)


def _objective(history: History, replica: Replica) -> None:
    random = history.random
    fields = random.choice(
        [
            {"title": f"Win {random.randrange(9)}"},
            {"cycle": random.choice(CYCLES)},
            {"team": random.choice(TEAMS)},
            {"archived": random.random() < 0.5},
            {"why": f"because {random.randrange(9)}"},
        ]
    )
    history.write(replica, "objective", random.choice(OBJECTIVES), fields)


def _key_result(history: History, replica: Replica) -> None:
    random = history.random
    changes: list[Fields] = [
        {"target": str(random.randrange(20, 99))},
        {"baseline": "28" if random.random() < 0.2 else "10", "due": "2026-12-01"},
        {"objective": random.choice(OBJECTIVES)},
        {"title": f"Raise {random.randrange(9)}", "weight": str(random.randrange(1, 5))},
        {"archived": random.random() < 0.5},
        {"postponed": {"since": "2026-11-01", "reason": "later"} if random.random() < 0.6 else None},
        {"source": {"name": f"Source {random.randrange(3)}", "url": "https://a.example"}},
        {"method": "ladder", "bands": [["4", "1.0"], ["6", "0.7"]]},
        {"method": "milestones", "milestones": [{"name": "A"}, {"name": "B", "weight": "2"}]},
        {"collaborators": ["m-bo"]},
    ]  # fmt: skip
    history.write(replica, "key_result", random.choice(KEY_RESULTS), random.choice(changes))


def _link(history: History, replica: Replica) -> None:
    random = history.random
    links = [
        {"key_result": one, "how": "moves it"} for one in random.sample(KEY_RESULTS, random.randrange(3))
    ]
    history.write(replica, "key_result", random.choice(KEY_RESULTS), {"contributes_to": links})


def _check_in(history: History, replica: Replica) -> None:
    random = history.random
    key_result, week = random.choice(KEY_RESULTS), random.choice(WEEKS)
    author = MEMBERS[replica.author]
    fields: Fields = {
        "key_result": key_result,
        "week": week,
        "author": author,
        "actual": str(random.randrange(10, 40)),
        "milestones_done": ["A"],
        "confidence": random.randrange(1, 6),
        "insight": f"insight {random.randrange(99)}",
        "next_action": "next",
        "at": f"2026-11-{random.randrange(10, 28)}T09:00:00+00:00",
    }
    if random.random() < 0.3:
        fields |= {"help_needed": "an export", "help_from": random.choice(TEAMS)}
    if random.random() < 0.15:
        fields["retracted"] = True
    identity = check_in_identity(WORKSPACE, key_result, week, author)
    if random.random() < 0.1:
        identity = f"imported-{random.randrange(3)}"
    history.write(replica, "check_in", identity, fields)


def _agreement(history: History, replica: Replica) -> None:
    random = history.random
    key_result, cycle = random.choice(KEY_RESULTS), random.choice(CYCLES)
    values = {
        "title": key_result,
        "method": "linear",
        "baseline": "18",
        "target": str(random.choice([28, 30])),
        "source": {"name": "S"},
    }
    entity = agreement_id(WORKSPACE, cycle, key_result if random.random() < 0.95 else "k1")
    record = {"cycle": cycle, "key_result": key_result, "values": values, "by": MEMBERS[replica.author]}
    history.write(replica, "agreement", entity, {**record, "at": "2026-10-01T12:00:00+00:00"})


def _change(history: History, replica: Replica) -> None:
    random = history.random
    seen = list(replica.seen.values())
    about: Fields = {"key_result": random.choice(KEY_RESULTS)}
    changes: Fields = random.choice(
        [
            {"target": str(random.randrange(100, 120))},
            {"archived": True},
            {"postponed": {"since": "2026-11-01"}},
            {"postponed": None},
        ]
    )
    if random.random() < 0.2:
        about, changes = {"objective": random.choice(OBJECTIVES)}, {"archived": random.random() < 0.8}
    base = [one.id for one in seen if one.k in ("agreement", "change") and random.random() < 0.6][-64:]
    record = {**about, "action": "edit", "changes": changes, "reason": "why", "by": MEMBERS[replica.author]}
    history.write(replica, "change", f"g{random.randrange(6)}", record, base=base)


def _decide(history: History, replica: Replica) -> None:
    random = history.random
    proposals = [one for one in replica.seen.values() if one.k == "change"]
    if not proposals:
        return _change(history, replica)
    proposal = random.choice(proposals)
    verdict = "approved" if random.random() < 0.7 else "declined"
    record = {
        "change": proposal.e,
        "verdict": verdict,
        "by": MEMBERS[replica.author],
        "at": "2026-11-10T09:00:00+00:00",
    }
    approval = f"a{random.randrange(4)}" if random.random() < 0.3 else f"a-{len(history.entries)}"
    history.write(replica, "approval", approval, record, base=[proposal.id] if random.random() < 0.8 else [])
    return None


def _raise(history: History, replica: Replica) -> None:
    random = history.random
    record = {
        "kind": random.choice(["blocker", "data_issue"]),
        "key_result": random.choice(KEY_RESULTS),
        "text": f"in the way {random.randrange(9)}",
        "help_from": random.choice(TEAMS),
        "by": MEMBERS[replica.author],
        "at": _some_time(random),
    }
    history.write(replica, "escalation", random.choice(RAISED), record)


def _answer(history: History, replica: Replica) -> None:
    """A step on an escalation of a week or one raised by hand, with or without its cause being there (yet)."""
    random = history.random
    about: Fields = {
        "kind": random.choice(["red_response", "amber_response", "red_streak", "blocker", "data_issue"]),
        "key_result": random.choice(KEY_RESULTS),
        "week": random.choice(WEEKS),
    }
    reported = [one.d for one in replica.seen.values() if one.k == "check_in" and "actual" in one.d]
    if reported and random.random() < 0.8:
        known = random.choice(reported)
        colour = {"1": "red_response", "2": "red_response"}.get(known["actual"][0], "amber_response")
        kind = random.choice([colour, colour, "blocker" if "help_from" in known else "red_streak"])
        about |= {"kind": kind, "key_result": known["key_result"], "week": known["week"]}
    if random.random() < 0.2:
        about = {"escalation": random.choice(RAISED), "key_result": random.choice(KEY_RESULTS)}
    elif random.random() < 0.1:
        about = {"decision": random.choice(DECISIONS)}
    steps = ("acknowledged", "huddle", "asked", *("answered",) * 3, "decided", "declined", "done")
    record = {**about, "step": random.choice(steps), "by": MEMBERS[replica.author], "at": _some_time(random)}
    if random.random() < 0.1:
        del record["at"]
    answer = f"s{random.randrange(6)}" if random.random() < 0.4 else f"s-{len(history.entries)}"
    history.write(replica, "answer", answer, record)


def _record_decision(history: History, replica: Replica) -> None:
    random = history.random
    record = {
        "date": "2026-11-17",
        "decision": f"move {random.randrange(9)}",
        "kind": random.choice(["resource_shift", "scope"]),
        "state": random.choice(["proposed", "decided"]),
        "key_results": [random.choice(KEY_RESULTS)],
        "author": MEMBERS[replica.author],
        "at": _some_time(random),
    }
    history.write(replica, "decision", random.choice(DECISIONS), record)


def _poll(history: History, replica: Replica) -> None:
    random = history.random
    if random.random() < 0.5:
        vote = {"poll": "p1", "confidence": random.randrange(1, 6), "author": MEMBERS[replica.author]}
        history.write(replica, "vote", f"v-{replica.author}", vote)
        return
    fields = random.choice(
        [
            {"key_result": random.choice(KEY_RESULTS), "week": random.choice(WEEKS), "state": "open"},
            {"state": random.choice(["revealed", "dropped"])},
            {"agreed": random.randrange(1, 6)},
        ]
    )
    history.write(replica, "poll", "p1", fields)


def _some_time(random: Random) -> str:
    return f"2026-11-{random.randrange(10, 28)}T{random.randrange(24):02d}:00:00+00:00"


def _others(history: History, replica: Replica) -> None:
    random = history.random
    kind, entity, fields = random.choice(
        [
            ("initiative", "i1", {"title": f"Bet {random.randrange(9)}", "key_results": ["k1"]}),
            ("comment", "r1", {"key_result": "k1", "text": f"text {random.randrange(9)}", "kind": "note"}),
            ("team", "t1", {"name": f"Team {random.randrange(9)}", "champion": "m-bo"}),
            (
                "metric",
                "x1",
                {"name": "Rate", "valid_range": {"min": "0", "max": "100"}, "key_results": ["k1"]},
            ),
            ("waiver", "w1", {"objective": "o1", "code": "O-DIGITS", "reason": "so it is"}),
        ]
    )
    history.write(replica, kind, entity, fields)


def _odd(history: History, replica: Replica) -> None:
    """What another program, a newer one or a hostile hand may send."""
    random = history.random
    kind, entity, fields, envelope = random.choice(
        [
            ("gizmo", "z1", {"any": 1}, {}),
            ("key_result", "k1", {"target": "99"}, {"kv": 2}),
            ("key_result", "k1", {"target": "77"}, {"v": 2}),
            ("key_result", "k1", {"target": 28.5}, {}),
            ("key_result", "k2", {"colour": "red"}, {}),
            ("check_in", "k1", {"key_result": "k1", "week": "0001-W01", "actual": "3"}, {}),
            ("member", "m-bo", {"handle": "ana", "roles": ["sponsor"]}, {"hlc": clock_text(START - HOUR, 0)}),
            ("cycle", "c1", {"phase": "closed"}, {"hlc": clock_text(START - HOUR, 0)}),
        ]
    )
    history.write(replica, kind, entity, fields, **envelope)


def _twin(history: History, replica: Replica) -> None:
    """Other bytes under an id that is taken, by its own author or by somebody else, or at the same place."""
    random = history.random
    victim = random.choice(history.entries)
    fields = random.choice([victim.d, {"key_result": "k1", "week": "2026-W45", "actual": "11"}])
    if random.random() < 0.4:
        history.write(replica, victim.k, victim.e, fields, id=victim.id)
    elif random.random() < 0.5:
        history.write(
            replica._replace(author=victim.au, dev=victim.dev),
            victim.k,
            victim.e,
            {},
            id=victim.id,
            n=victim.n,
        )
    else:
        history.write(
            replica._replace(author=victim.au, dev=victim.dev),
            victim.k,
            victim.e,
            {},
            id=f"{victim.id}-fork",
            n=victim.n,
        )


DEEDS = (
    *(_member,) * 2,
    _workspace,
    *(_cycle,) * 2,
    *(_objective,) * 2,
    *(_key_result,) * 5,
    *(_link,) * 2,
    *(_check_in,) * 6,
    *(_agreement,) * 3,
    *(_change,) * 3,
    *(_decide,) * 4,
    *(_answer,) * 5,
    _raise,
    *(_record_decision,) * 2,
    _poll,
    _others,
    _odd,
    _twin,
)
