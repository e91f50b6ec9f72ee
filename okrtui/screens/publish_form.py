"""Publishing: what the quality gate found, and a reason for each finding that is let pass (Playbook, Writing).

An objective of an active cycle is published by itself; while its cycle is a draft, the cycle is published with
all its objectives.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from okrtui.okr.text import clean_line, cut
from okrtui.okr.writing import Finding, is_blocking, is_waivable
from okrtui.screens.form_dialog import FormDialog, FormField
from okrtui.screens.page import Page

if TYPE_CHECKING:
    from okrtui.actions.gate import Judged, Waiver
    from okrtui.actions.session import Done, Session
    from okrtui.views.lists import ObjectiveRow


LONGEST_TITLE = 30


def ask_to_publish(page: Page, objective: ObjectiveRow) -> None:
    """Read what the gate finds, then open the form."""
    is_whole_cycle = objective.phase == "draft"

    def fetch(connection: sqlite3.Connection) -> list[Judged]:
        from okrtui.actions.gate import judge

        return judge(connection, objective.cycle, None if is_whole_cycle else objective.id)

    def show(judged: list[Judged]) -> None:
        page.okrtui.push_screen(publish_form(page, objective, judged, is_whole_cycle))

    page.read(fetch, show, "gate")


def publish_form(
    page: Page, objective: ObjectiveRow, judged: Sequence[Judged], is_whole_cycle: bool
) -> FormDialog:
    """The form: findings that nobody can waive stand above, each waivable one takes a reason."""
    open_findings = [(one, finding) for one in judged for finding in one.open]
    waivable = [(one, finding) for one, finding in open_findings if is_waivable(finding)]
    fields = [
        FormField(
            f"waive-{place}",
            f"{finding.code}  {_where(one, finding, len(judged))}{finding.message}",
            hint=finding.remedy,
        )
        for place, (one, finding) in enumerate(waivable)
    ]

    def publish(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions import cycles, objectives
        from okrtui.actions.gate import Waiver

        waivers: list[Waiver] = [
            Waiver(one.objective, _key_result(one, finding), finding.code, texts[f"waive-{place}"])
            for place, (one, finding) in enumerate(waivable)
            if clean_line(texts[f"waive-{place}"])
        ]
        if is_whole_cycle:
            return cycles.publish_cycle(session, objective.cycle, waivers)
        return objectives.publish_objective(session, objective.id, waivers)

    what = f"{objective.cycle_name} and its objectives" if is_whole_cycle else objective.title
    return FormDialog(
        page,
        f"Publish {what}",
        fields,
        "Publish",
        publish,
        about=_about(judged, bool(waivable)),
        is_grave=True,
    )


def _about(judged: Sequence[Judged], has_waivable: bool) -> Content:
    """What can't be waived and what only informs, then what publishing means."""
    lines: list[Content] = []
    for one in judged:
        for finding in one.findings:
            if is_blocking(finding) and (is_waivable(finding) or finding not in one.open):
                continue
            style = ".needed" if is_blocking(finding) else ".muted"
            lines.append(
                Content.assemble(
                    (finding.code, style),
                    "  ",
                    f"{_where(one, finding, len(judged))}{clean_line(finding.message)}",
                    (f"  {clean_line(finding.remedy)}", ".faint"),
                )
            )
    if has_waivable:
        lines.append(Content.styled("A champion may let these pass, each with a reason:", ".muted"))
    elif not lines:
        lines.append(
            Content.styled(
                "Nothing stands in the way. What defines a key result then changes by approval.", ".muted"
            )
        )
    return Content("\n").join(lines)


def _where(one: Judged, finding: Finding, count: int) -> str:
    """The key result's place; the objective too where there are several."""
    place = "" if finding.key_result is None else f"KR {finding.key_result + 1}: "
    return place if count == 1 else f"“{cut(clean_line(one.title), LONGEST_TITLE)}” {place}"


def _key_result(one: Judged, finding: Finding) -> str | None:
    return None if finding.key_result is None else one.key_results[finding.key_result]
