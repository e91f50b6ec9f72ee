"""The figures of a key result: what its scoring method measures against (domain rules, Scores).

Linear and percent have a baseline and a target, a ladder its bands, a range its limits, milestones their
names and weights. What contradicts itself is refused here; what is merely incomplete may stand in a draft and
is named.
"""

from __future__ import annotations

from collections import namedtuple
from itertools import pairwise

from okrtui.okr.errors import BadInput
from okrtui.okr.quantities import billionths, compare, is_quantity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

METHODS = ("linear", "percent", "ladder", "milestones", "range")
LIMITS = ("floor", "low", "high", "ceiling")


class Figures(
    namedtuple(
        "Figures",
        ("method", "baseline", "target", "direction", "bands", "milestones", "limits"),
        defaults=(None, None, None, (), (), None),
    )
):
    """A method and its figures; all numbers are quantities, None or empty where they are not given yet.

    `bands` are (bound, score) pairs, best first; `milestones` are (name, weight) pairs in their order;
    `limits` maps "floor", "low", "high" and "ceiling" to quantities; `direction` is "up", "down" or None.
    """

    __slots__ = ()

    method: str
    baseline: str | None
    target: str | None
    direction: str | None
    bands: tuple[tuple[str, str], ...]
    milestones: tuple[tuple[str, str], ...]
    limits: Mapping[str, str | None] | None


def figures_of(row: Mapping[str, object]) -> Figures:
    """The figures that stand in a key result's fields; missing fields and weights are fine.

    Args:
        row: holds "method" and, where given, "baseline", "target", "direction", "bands" (a list of [bound,
            score]), "milestones" (a list of {"name", "weight"}) and "limits" (a mapping).
    """
    method = str(row.get("method") or "")
    limits = row.get("limits")
    figures = Figures(
        method=method,
        baseline=_text(row.get("baseline")),
        target=_text(row.get("target")),
        direction=_text(row.get("direction")),
        bands=tuple((str(bound), str(score)) for bound, score in _items(row.get("bands"))),
        milestones=tuple(
            (str(each.get("name") or ""), str(each.get("weight") or "1"))
            for each in _items(row.get("milestones"))
        ),
        limits=dict(limits) if limits else None,  # type: ignore[call-overload]
    )
    baseline, target = line_of(figures)
    return figures._replace(baseline=baseline, target=target)


def line_of(figures: Figures) -> tuple[str | None, str | None]:
    """Baseline and target; percent runs from 0 to 100 unless others are given."""
    if figures.method != "percent":
        return figures.baseline, figures.target
    return figures.baseline or "0", figures.target or "100"


def limit(figures: Figures, name: str) -> str | None:
    """One limit of a range: its "floor", "low", "high" or "ceiling", None where that side is open."""
    return (figures.limits or {}).get(name) or None


def ladder_direction(figures: Figures) -> str | None:
    """Which way a ladder goes: as its bounds run where there are two or more, else as it was given."""
    if len(figures.bands) < 2:
        return figures.direction
    return "down" if compare(figures.bands[0][0], figures.bands[-1][0]) < 0 else "up"


def direction_of(figures: Figures) -> str | None:
    """Up or down for linear, percent and ladder; None for the others and where it can't be told."""
    if figures.method == "ladder":
        return ladder_direction(figures)
    if figures.method not in ("linear", "percent"):
        return None
    baseline, target = line_of(figures)
    if baseline is None or target is None:
        return figures.direction
    return {1: "up", 0: None, -1: "down"}[compare(target, baseline)]


def missing_figures(figures: Figures) -> list[str]:
    """The names of the figures that the method still needs before it can score (quality gate, K-MEASURE)."""
    if figures.method in ("linear", "percent"):
        ends = zip(("baseline", "target"), line_of(figures), strict=True)
        return [name for name, value in ends if value is None]
    if figures.method == "ladder":
        if not figures.bands:
            return ["bands"]
        return [] if ladder_direction(figures) else ["direction"]
    if figures.method == "milestones":
        return [] if figures.milestones else ["milestones"]
    if figures.method == "range":
        return _missing_limits(figures)
    return ["method"]


def check_figures(figures: Figures) -> None:
    """Refuse figures that contradict themselves; incomplete ones pass (Playbook, Scoring model).

    Raises:
        BadInput: with the field that has to change.
    """
    if figures.method not in METHODS:
        raise BadInput(f"unknown scoring method: use one of {', '.join(METHODS)}", field="method")
    if figures.direction not in (None, "up", "down"):
        raise BadInput("the direction is either up or down", field="direction")
    _check_quantities("baseline", (figures.baseline,))
    _check_quantities("target", (figures.target,))
    if figures.method in ("linear", "percent"):
        _check_line(figures)
    elif figures.method == "ladder":
        _check_ladder(figures)
    elif figures.method == "milestones":
        _check_milestones(figures)
    else:
        _check_limits(figures)


def _check_line(figures: Figures) -> None:
    baseline, target = line_of(figures)
    if baseline is not None and target is not None and compare(baseline, target) == 0:
        raise BadInput(
            f"baseline and target are both {target}: there is nothing to move; give a target that differs",
            field="target",
        )


def _check_ladder(figures: Figures) -> None:
    bounds = [bound for bound, _ in figures.bands]
    scores = [score for _, score in figures.bands]
    _check_quantities("bands", bounds + scores)
    if any(compare(score, "0") < 0 or compare(score, "1") > 0 for score in scores):
        raise BadInput("a band's score lies between 0 and 1", field="bands")
    if not all(compare(better, worse) > 0 for better, worse in pairwise(scores)):
        raise BadInput("bands stand best first: each score is below the one before it", field="bands")
    steps = {compare(first, second) for first, second in pairwise(bounds)}
    if 0 in steps or len(steps) > 1:
        raise BadInput("the bands' bounds run one way, each further from the best", field="bands")
    direction = ladder_direction(figures)
    if bounds and direction is None:
        raise BadInput("say whether the ladder goes up or down: one band alone can't", field="direction")
    if figures.direction not in (None, direction):
        raise BadInput(
            f"the bands go {direction}, not {figures.direction}: change the bands or the direction",
            field="direction",
        )


def _check_milestones(figures: Figures) -> None:
    names = [name.strip() for name, _ in figures.milestones]
    if not all(names):
        raise BadInput("every milestone has a name", field="milestones")
    if len({name.casefold() for name in names}) < len(names):
        raise BadInput("two milestones have the same name: each needs its own", field="milestones")
    weights = [weight for _, weight in figures.milestones]
    _check_quantities("milestones", weights)
    if any(billionths(weight) <= 0 for weight in weights):
        raise BadInput("a milestone's weight is above 0", field="milestones")


def _check_limits(figures: Figures) -> None:
    given = [(name, value) for name in LIMITS if (value := limit(figures, name)) is not None]
    _check_quantities("limits", [value for _, value in given])
    for (lower, low), (upper, high) in pairwise(given):
        may_be_equal = (lower, upper) == ("low", "high")
        if compare(low, high) > 0 or (compare(low, high) == 0 and not may_be_equal):
            relation = "at most" if may_be_equal else "below"
            raise BadInput(
                f"{lower} {low} has to be {relation} {upper} {high}: limits run floor < low ≤ high < ceiling",
                field="limits",
            )


def _missing_limits(figures: Figures) -> list[str]:
    """Each side needs its two limits; one whole side may be open, not both."""
    given = {name for name in LIMITS if limit(figures, name) is not None}
    if not given:
        return ["limits"]
    sides = [pair for pair in (("floor", "low"), ("high", "ceiling")) if given.intersection(pair)]
    return [name for pair in sides for name in pair if name not in given]


def _check_quantities(field: str, values: Iterable[str | None]) -> None:
    for value in values:
        if value is not None and not is_quantity(value):
            raise BadInput(f"{field}: “{value[:40]}” is not a quantity", field=field)


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def _items(value: object) -> list:  # type: ignore[type-arg]
    return list(value) if value else []  # type: ignore[call-overload]
