"""KRs as drafts: typed, checked, edited, linked; archived, postponed and resumed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from okrtui.actions.cycles import review_cycle
from okrtui.actions.key_results import (
    add_key_result,
    archive_key_result,
    edit_key_result,
    postpone_key_result,
    resume_key_result,
)
from okrtui.actions.session import Session
from okrtui.okr.errors import BadInput, NotFound, OkrtuiError, Refused
from tests.builders import (
    RATE,
    a_cycle,
    a_key_result,
    a_member,
    a_published_cycle,
    a_workspace,
    an_objective,
    fact,
    row,
    rows,
)


@pytest.fixture
def session(home: Path) -> Session:
    return a_workspace(home)


@pytest.fixture
def objective(session: Session) -> str:
    return an_objective(session, a_cycle(session))


def values(session: Session, key_result: str) -> dict[str, Any]:
    return row(session, "key_result", key_result)


def test_a_key_result_keeps_its_figures_as_they_were_typed(session: Session, objective: str) -> None:
    made = a_key_result(
        session, objective, baseline="+18,50 %", target="28.0%", weight="2", definition="a\tb\x1b[31m\nc"
    )
    of = values(session, made)
    assert [of[name] for name in ("baseline", "target", "unit", "weight", "direction")] == [
        "18.50",
        "28.0",
        "%",
        "2",
        "up",
    ]
    assert of["definition"] == "a b[31m\nc"
    assert of["owner"] == session.member.id
    assert fact(session, made)["is_in_force"] == 0


def test_direction_follows_the_figures(session: Session, objective: str) -> None:
    made = a_key_result(session, objective, baseline="9", target="4")
    assert values(session, made)["direction"] == "down"
    edit_key_result(session, made, target="12")
    assert values(session, made)["direction"] == "up"


def test_a_percent_key_result_runs_from_0_to_100(session: Session, objective: str) -> None:
    made = add_key_result(session, objective, "Raise adoption", method="percent", unit="%").id
    assert (values(session, made)["baseline"], values(session, made)["direction"]) == (None, "up")


@pytest.mark.parametrize(
    "given",
    [
        {"title": " \u200b"},
        {"baseline": "18", "target": "18"},
        {"baseline": "18", "target": "18.0"},
        {"baseline": "many"},
        {"target": "1e5"},
        {"weight": "0"},
        {"weight": "-1"},
        {"due": "31.12.2026"},
        {"method": "stars"},
        {"indicator": "middling"},
        {"colour": "red"},
        {"method": "percent", "baseline": "100"},
        {"method": "ladder", "bands": [["4", "0.7"], ["6", "1.0"]]},
        {"method": "ladder", "bands": [["4", "1.0"], ["4", "0.7"]]},
        {"method": "ladder", "bands": [["4"]]},
        {"method": "ladder", "bands": [[None, None]]},
        {"method": "ladder", "bands": "4=1.0"},
        {"method": "milestones", "milestones": [{"name": "A"}, {"name": "a"}]},
        {"method": "milestones", "milestones": [{"weight": "1"}]},
        {"method": "milestones", "milestones": ["A"]},
        {"method": "milestones", "milestones": [{"name": "A", "weight": "-1"}]},
        {"method": "range", "limits": {"floor": "5", "low": "4"}},
        {"method": "range", "limits": ["4"]},
        {"source": "a dashboard"},
        {"collaborators": [1]},
        {"contributes_to": [{"how": "none"}, "k"]},
        {"title": "x" * 501},
    ],
)
def test_a_key_result_that_can_not_be_is_refused_in_one_clear_line(
    session: Session, objective: str, given: dict[str, Any]
) -> None:
    method = given.get("method", "linear")
    line = {"baseline": "18", "target": "28"} if method == "linear" else {}
    with pytest.raises(BadInput) as raised:
        add_key_result(session, objective, **{"title": RATE, **line, **given})
    assert "\n" not in str(raised.value)
    assert rows(session, "SELECT * FROM key_result") == []


def test_ladder_milestones_and_range_are_kept_in_their_shapes(session: Session, objective: str) -> None:
    ladder = a_key_result(
        session, objective, method="ladder", bands=[["4", "1.0"], ["6 days", "0,7"]], unit="days"
    )
    steps = a_key_result(
        session, objective, method="milestones", milestones=[{"name": "A", "weight": "2"}, {"name": "B"}]
    )
    limits = a_key_result(session, objective, method="range", limits={"floor": "90", "low": "95", "high": ""})
    assert values(session, ladder)["bands"] == '[["4","1.0"],["6","0.7"]]'
    assert json.loads(values(session, steps)["milestones"]) == [{"name": "A", "weight": "2"}, {"name": "B"}]
    assert json.loads(values(session, limits)["limits"]) == {"floor": "90", "low": "95"}


def test_an_empty_text_clears_a_field_and_what_is_not_given_stays(session: Session, objective: str) -> None:
    made = a_key_result(session, objective, metric="orders", definition="per month")
    edit_key_result(session, made, metric="")
    assert (values(session, made)["metric"], values(session, made)["definition"]) == (None, "per month")
    assert edit_key_result(session, made, metric="").message == "Nothing changed"


def test_an_edit_writes_only_what_changes(session: Session, objective: str) -> None:
    made = a_key_result(session, objective)
    edit_key_result(session, made, target="30", title=RATE, unit="%")
    (last,) = rows(session, "SELECT CAST(body AS TEXT) AS body FROM entry ORDER BY n DESC LIMIT 1")
    assert json.loads(last["body"])["d"] == {"target": "30"}


def test_states_and_the_objective_are_not_edited(session: Session, objective: str) -> None:
    made = a_key_result(session, objective)
    for given in ({"archived": True}, {"postponed": {"since": "2026-10-01"}}, {"objective": objective}):
        with pytest.raises(BadInput, match="commands of their own"):
            edit_key_result(session, made, **given)


def test_a_contribution_loop_is_refused(session: Session, objective: str) -> None:
    one, two, three = (a_key_result(session, objective, f"Raise rate {letter}") for letter in "abc")
    edit_key_result(session, one, contributes_to=[{"key_result": two, "how": "more orders"}])
    edit_key_result(session, two, contributes_to=[{"key_result": three}])
    for links in ([one], [two], [three]):
        with pytest.raises(BadInput, match="can't contribute to itself"):
            edit_key_result(session, three, contributes_to=[{"key_result": link} for link in links])
    assert values(session, three)["contributes_to"] is None
    assert fact(session, two)["contributors"] == 1


def test_a_link_to_nothing_is_refused(session: Session, objective: str) -> None:
    with pytest.raises(NotFound):
        a_key_result(session, objective, contributes_to=[{"key_result": "none"}])


def test_a_draft_is_archived_postponed_and_resumed_at_once(session: Session, objective: str) -> None:
    made = a_key_result(session, objective)
    postpone_key_result(session, made, "not before spring", "2026-12-01")
    assert json.loads(values(session, made)["postponed"]) == {
        "since": "2026-10-01",
        "until": "2026-12-01",
        "reason": "not before spring",
    }
    resume_key_result(session, made)
    assert values(session, made)["postponed"] is None
    archive_key_result(session, made)
    assert values(session, made)["archived"] == 1
    assert rows(session, "SELECT * FROM change") == []


@pytest.mark.parametrize(
    ("deed", "error"),
    [
        (lambda s, k: postpone_key_result(s, k, ""), BadInput),
        (lambda s, k: postpone_key_result(s, k, "why", "2026-10-01"), BadInput),
        (lambda s, k: postpone_key_result(s, k, "why", "spring"), BadInput),
        (resume_key_result, Refused),
        (lambda s, k: archive_key_result(s, "none"), NotFound),
    ],
)
def test_a_state_that_can_not_be_is_refused(
    session: Session, objective: str, deed: Any, error: type[OkrtuiError]
) -> None:
    made = a_key_result(session, objective)
    with pytest.raises(error):
        deed(session, made)


def test_what_is_archived_is_not_archived_again(session: Session, objective: str) -> None:
    made = a_key_result(session, objective)
    archive_key_result(session, made)
    with pytest.raises(Refused, match="so already"):
        archive_key_result(session, made)


def test_no_key_result_is_added_in_review(session: Session) -> None:
    made = a_published_cycle(session)
    review_cycle(session, made.cycle)
    with pytest.raises(Refused, match="in review"):
        a_key_result(session, made.objective, "Raise margin")


def test_a_viewer_changes_no_key_result(session: Session, objective: str) -> None:
    made = a_key_result(session, objective)
    viewer = a_member(session, "vi", "viewer")
    for deed in (
        lambda: a_key_result(viewer, objective),
        lambda: edit_key_result(viewer, made, target="30"),
        lambda: archive_key_result(viewer, made),
        lambda: postpone_key_result(viewer, made, "why"),
    ):
        with pytest.raises(Refused, match="viewer"):
            deed()


def test_codes_are_short_and_all_different(session: Session, objective: str) -> None:
    made = [a_key_result(session, objective, f"Raise rate {n}").strip() for n in range(12)]
    codes = {fact(session, one)["code"][:4] for one in made}
    (length,) = rows(session, "SELECT value FROM folded WHERE name = 'code_length'")
    assert len(codes) == 12
    assert length["value"] == "4"
