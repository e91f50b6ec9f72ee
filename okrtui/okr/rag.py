"""Red, amber, green, stretch: the band of a score and the answer that it triggers (Playbook, Scoring model).

One set of thresholds and one scale hold for the whole workspace. Colour never stands alone: every band has
its letter and its word, and a good one without evidence or a source is unverified.
"""

from __future__ import annotations

from okrtui.okr.errors import BadInput
from okrtui.okr.quantities import compare, is_quantity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

RAGS = ("red", "amber", "green", "stretch")

DEFAULT_THRESHOLDS = {"red": "0.30", "amber": "0.60", "green": "0.90"}
"""The greatest rounded score of each band; stretch is what lies above green."""

RESPONSES = {
    "red": "Within 48 hours: the root cause, a revised bet and a request for help; "
    "the sponsor hears of it where the help crosses teams.",
    "amber": "Within a week: adjust the initiatives or add a Micro-OKR, and confirm the next checkpoint.",
    "green": "Keep going, think about doubling down, and write down the pattern that works.",
    "stretch": "Take the learning and share it with peers; think about a higher bar next cycle.",
}


def rag_of(rounded: str, thresholds: Mapping[str, str] = DEFAULT_THRESHOLDS) -> str:
    """The band of a score that is rounded to two decimals: "red", "amber", "green" or "stretch"."""
    for rag in RAGS[:-1]:
        if compare(rounded, thresholds[rag]) <= 0:
            return rag
    return RAGS[-1]


def rag_letter(rag: str) -> str:
    """The letter that stands for the band where there is little room: R, A, G or S."""
    return rag[:1].upper()


def rag_word(rag: str) -> str:
    """The band's word: RED, AMBER, GREEN or STRETCH."""
    return rag.upper()


def show_score(rounded: str | None, scale: str) -> str:
    """A rounded score as the workspace shows it: 0.60 on "unit", 60 on "percent"; — where there is none."""
    if rounded is None:
        return "—"
    if scale != "percent":
        return rounded
    whole, _, decimals = rounded.partition(".")
    return str(int(whole + decimals.ljust(2, "0")))


def is_unverified(rag: str | None, has_evidence: bool, has_source: bool) -> bool:
    """Whether a good score lacks both an evidence link and a source of truth to verify it by."""
    return rag in ("green", "stretch") and not (has_evidence or has_source)


def check_thresholds(thresholds: Mapping[str, str]) -> None:
    """Refuse thresholds that are not 0 ≤ red < amber < green < 1 with at most two decimals.

    Raises:
        BadInput: with the threshold that has to change.
    """
    below = "0"
    for rag in RAGS[:-1]:
        edge = thresholds.get(rag, "")
        if not is_quantity(edge) or len(edge.partition(".")[2]) > 2:
            raise BadInput(f"the {rag} threshold takes at most two decimals, such as 0.30", field=rag)
        is_above = compare(edge, below) >= 0 if rag == "red" else compare(edge, below) > 0
        if not is_above or compare(edge, "1") >= 0:
            raise BadInput(
                f"the {rag} threshold can't be {edge}: thresholds run 0 ≤ red < amber < green < 1", field=rag
            )
        below = edge
