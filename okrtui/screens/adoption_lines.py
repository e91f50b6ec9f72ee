"""The signals of adoption as lines: colours over weeks, answers, decisions a month, KRs and objectives by cycle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from okrtui.okr.adoption import COMPLETION_GOAL, DECISIONS_GOAL, IMPROVED_GOAL
from okrtui.okr.escalation_steps import NAMES
from okrtui.okr.rag import RAGS
from okrtui.okr.text import cell_width, fit
from okrtui.views.adoption_words import in_time, levels, month_name, took, within

if TYPE_CHECKING:
    from okrtui.views.adoption import Adoption

_WEEK, _COUNT, _KIND = 5, 4, 17
_NONE = "·"
_LONGEST_BAR = 56
_FEWEST_TICKS = DECISIONS_GOAL + 4


def colours(found: Adoption, width: int) -> list[Content]:
    """How many KRs stood in each band at each week's end: a bar of letters, and the counts."""
    counts = _COUNT * len(RAGS)
    bar = min(max(width - _WEEK - counts - 4, 8), _LONGEST_BAR)
    heads = "".join(rag[0].upper().rjust(_COUNT) for rag in RAGS)
    lines = [_heading("COLOURS AT EACH WEEK'S END", width, _WEEK + bar + 2, heads)]
    for one in found.weeks:
        cells = _shares(one.rag, bar)
        letters = [
            (rag[0].upper() * cells[rag] if rag else _NONE * cells[""], f".rag-{rag}" if rag else ".faint")
            for rag in (*RAGS, "")
        ]
        numbers = [(str(one.rag[rag]).rjust(_COUNT), ".muted") for rag in RAGS]
        lines.append(Content.assemble((one.week[5:].ljust(_WEEK), ".muted"), *letters, "  ", *numbers))
    return lines


def _shares(rag: Mapping[str, int], cells: int) -> dict[str, int]:
    """The cells of a bar by band; every band that any KR stands in has one at least."""
    whole = sum(rag.values())
    if not whole:
        return {**dict.fromkeys(rag, 0), "": cells}
    given = {name: int(count > 0) for name, count in rag.items()}
    rest = cells - sum(given.values())
    for name, count in rag.items():
        given[name] += count * rest // whole
    for name in sorted(rag, key=lambda one: -(rag[one] * rest % whole))[: cells - sum(given.values())]:
        given[name] += 1
    return given


def months(found: Adoption, width: int) -> list[Content]:
    """Decisions that move resources or priorities for KRs, a month; the goal is a line across."""
    most = max([_FEWEST_TICKS, *(one.decisions for one in found.months)])
    each = max(min((width - 30) // most, 3), 1)
    lines = [_heading(f"DECISIONS ABOUT KEY RESULTS, GOAL {DECISIONS_GOAL} A MONTH", width)]
    for one in found.months:
        filled = "█" * (each * one.decisions)
        before, after = filled[: each * DECISIONS_GOAL], filled[each * DECISIONS_GOAL :]
        is_reached = one.decisions >= DECISIONS_GOAL
        lines.append(
            Content.assemble(
                (fit(month_name(one.month)[:3], _WEEK), ".muted"),
                (before.ljust(each * DECISIONS_GOAL), ".good" if is_reached else ".warned"),
                ("│", ".key" if is_reached else ".needed"),
                (after.ljust(each * (most - DECISIONS_GOAL)), ".good"),
                (str(one.decisions).rjust(_COUNT), ".strong"),
                (f"  resources {one.resource_shifts}, priorities {one.priorities}", ".muted"),
            )
        )
    return lines


def answers(found: Adoption, width: int) -> list[Content]:
    """How triggers were answered: the median and the share in time."""
    lines = [
        _heading("ANSWERS TO TRIGGERS", width, _WEEK + _KIND + 6, "median".rjust(8) + "in time".rjust(18))
    ]
    for one in found.responses:
        is_bad = one.percent is not None and one.percent < COMPLETION_GOAL
        lines.append(
            Content.assemble(
                fit(NAMES.get(one.kind, one.kind), _KIND),
                (f"in {within(one.kind)}".rjust(_WEEK + 6), ".muted"),
                took(one.hours).rjust(8),
                (in_time(one).rjust(18), ".warned" if is_bad else ".good"),
            )
        )
    if not found.responses:
        return [*lines, Content.styled("nothing was triggered", ".muted")]
    decided = f"{took(found.decision_hours)}, of {found.decided}" if found.decided else "none yet"
    return [*lines, Content.assemble(("from trigger to decision  ", ".muted"), decided)]


def cycles(found: Adoption, width: int) -> list[Content]:
    """KRs above their baseline, and objectives by level, cycle by cycle."""
    name = max([12, *(cell_width(one.name) for one in found.cycles)])
    name = min(name, max(width - 36, 8))
    lines = [_heading(f"KEY RESULTS ABOVE THEIR BASELINE, GOAL {IMPROVED_GOAL} · OBJECTIVES", width)]
    for one in found.cycles:
        is_reached = one.improved >= IMPROVED_GOAL
        above = f"{one.improved} of {one.key_results}" if one.key_results else "—"
        style = ".good" if is_reached else ".muted" if not one.key_results else ".warned"
        lines.append(
            Content.assemble(
                fit(one.name, name),
                (f"  {one.phase:<6}", ".muted"),
                (above.rjust(10), style),
                (f"   {levels(one.objectives)}", ".muted"),
            )
        )
    return lines


def _heading(text: str, width: int, at: int = 0, columns: str = "") -> Content:
    """A heading, with names of columns from a cell on where they have room."""
    if columns and cell_width(text) + 1 < at and at + cell_width(columns) <= width:
        return Content.assemble((fit(text, at), ".heading"), (columns, ".muted"))
    return Content.styled(fit(text, min(width, cell_width(text))), ".heading")
