"""A small replica for the screens' tests: real tables, filled by hand, so that a test sees what it put in."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlmodel import SQLModel

import okrtui.store.tables  # noqa: F401 - declares the tables

NOW = "2026-11-17T09:00:00+00:00"
WEEK, BEFORE = "2026-W47", "2026-W46"


def make_replica(path: Path, key_results: list[dict[str, Any]]) -> str:
    """Write a workspace with one cycle, one objective and these key results; returns its path."""
    engine = create_engine(f"sqlite:///{path}")
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    with sqlite3.connect(path) as c:
        _insert(c, "meta", name="schema", value="1")
        _insert(c, "folded", name="workspace", value="w")
        _insert(c, "folded", name="code_length", value="4")
        _insert(c, "folded", name="sole_account", value="m1")
        _insert(c, "workspace", id="w", name="Acme", timezone="UTC", scale="unit",
                deadline=json.dumps({"weekday": "monday", "time": "10:00"}))  # fmt: skip
        _insert(c, "member", id="m1", handle="nora", name="Nora Lind", account=1)
        _insert(c, "member", id="m2", handle="growth-pm", name="Growth PM", account=0)
        _insert(c, "team", id="t1", name="Data team")
        _insert(c, "cycle", id="c1", name="Q4 2026", kind="quarter", start="2026-10-01", end="2026-12-31", phase="active")
        _insert(c, "objective", id="o1", cycle="c1", title="Delight first-time customers so that they return", owner="m1")
        _insert(c, "objective_fact", objective="o1", cycle="c1", code="obje", reported=1, counted=2, postponed=0,
                archived=0, is_draft=0, weights="[]", agreed="[]")  # fmt: skip
        for key_result in key_results:
            _add(c, key_result)
    return str(path)


def a_key_result(id: str = "k1", title: str = "Increase repeat purchase rate", **values: Any) -> dict[str, Any]:
    """A linear key result from 18 to 28 % at 21 since last week, in force and due."""
    base = {"id": id, "title": title, "owner": "m1", "method": "linear", "baseline": "18", "target": "28", "unit": "%"}
    last = {"week": BEFORE, "actual": "21", "confidence": 3, "insight": "Enterprise is flat; only SMB reacts",
            "next_action": "Draft the incentive", "score": "0.30", "rag": "red"}  # fmt: skip
    return base | {"last": last, "history": ["20", "21"]} | values


def _add(c: sqlite3.Connection, values: dict[str, Any]) -> None:
    values = dict(values)
    last, history = values.pop("last"), values.pop("history")
    facts = values.pop("facts", {})
    encoded = {name: json.dumps(v) if isinstance(v, list | dict) else v for name, v in values.items()}
    _insert(c, "key_result", objective="o1", **encoded)
    reported: dict[str, Any] = {}
    if last:
        fields = {name: last.get(name) for name in ("week", "actual", "confidence", "insight", "next_action")}
        done = json.dumps(last["done"]) if "done" in last else None
        _insert(c, "check_in", id=f"{values['id']}-i", identity=f"{values['id']}-i", is_shown=1, is_head=1,
                key_result=values["id"], author="m1", milestones_done=done, first_at="2026-11-16T08:00:00+00:00", **fields)  # fmt: skip
        reported = {name: last.get(name) for name in ("actual", "confidence", "insight", "next_action", "score", "rag")}
        reported |= {"last_week": last["week"], "last_at": last.get("at", "2026-11-16T08:00:00+00:00"), "done": done,
                     "score_n": "3", "score_d": "10", "last_check_in": f"{values['id']}-i"}  # fmt: skip
    base = {"key_result": values["id"], "objective": "o1", "cycle": "c1", "owner": values["owner"], "code": values["id"].ljust(4, "x"),
            "is_in_force": 1, "in_force_at": "2026-10-01T08:00:00+00:00", "box_start": "2026-10-01", "box_end": "2026-12-31",
            "is_unverified": 0, "trend": "▁▁▂▂▂", "red_weeks": 0, "weeks_reported": len(history), "contributors": 0}  # fmt: skip
    _insert(c, "key_result_fact", **(base | reported | facts))


def _insert(c: sqlite3.Connection, table: str, **values: Any) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" for _ in values)
    c.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(values.values()))
