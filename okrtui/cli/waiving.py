"""Waivers as typed: `--waive REF:CODE --reason …` lets a finding of the quality gate be, on record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from okrtui.cli.invocation import Invocation
from okrtui.okr.errors import BadInput

if TYPE_CHECKING:
    from okrtui.actions.gate import Waiver


def read_waivers(invocation: Invocation, waived: Sequence[str], reasons: Sequence[str]) -> list[Waiver]:
    """Waivers with their things found by name.

    Args:
        invocation: says in which workspace.
        waived: texts such as "k7f3:K-DUE"; the part before the colon names a KR or an objective.
        reasons: one for all of them, or one for each in their order.

    Raises:
        BadInput: a text has no code, or a reason is missing.
    """
    from okrtui.actions.gate import Waiver
    from okrtui.cli.items import item
    from okrtui.cli.naming import thing

    if waived and len(reasons) not in (1, len(waived)):
        raise BadInput("a waiver needs its reason: give --reason once for all, or once for each --waive")
    waivers: list[Waiver] = []
    for at, text in enumerate(waived):
        ref, colon, code = text.rpartition(":")
        if not colon or not ref.strip() or not code.strip():
            raise BadInput(f"{text!r} is no waiver: write it as REF:CODE, such as k7f3:K-DUE")
        reason = reasons[at] if len(reasons) > 1 else reasons[0]
        kind, id_ = thing(invocation, ref.strip(), ("key_result", "objective"))
        if kind == "objective":
            waivers.append(Waiver(id_, None, code.strip().upper(), reason))
            continue
        with invocation.reading() as c:
            objective = item(c, "key_result", id_)["objective"]
        waivers.append(Waiver(objective, id_, code.strip().upper(), reason))
    return waivers
