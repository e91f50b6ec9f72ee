"""Forms that edit in place what is not governed; they say what is, who may change it, and how (domain rules, §4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from okrtui.okr.text import clean_line
from okrtui.screens.form_dialog import FormDialog, FormField
from okrtui.screens.page import Page

if TYPE_CHECKING:
    import sqlite3

    from okrtui.actions.session import Done, Session
    from okrtui.views.card import KeyResultCard
    from okrtui.views.lists import ObjectiveRow

NOBODY = ("nobody", "")
NOTHING = ("nothing above", "")
INDICATORS = (("not said", ""), ("leading", "leading"), ("lagging", "lagging"))
GOVERNED = "title, owner, method and figures, metric, unit, definition, source, due date and weight"


class Choices(NamedTuple):
    """What can be chosen: (label, id) of people, teams and key results above, and who changes what was agreed."""

    people: tuple[tuple[str, str], ...]
    teams: tuple[tuple[str, str], ...]
    above: tuple[tuple[str, str], ...]
    who_changes: str


def read_choices(c: sqlite3.Connection, objective: str, owner_name: str = "") -> Choices:
    """What the fields of an objective, and of its key results, can be set to; only the open cycles' key results."""
    from okrtui.views.alignment import choices_above
    from okrtui.views.governors import who_changes
    from okrtui.views.people import members, teams

    return Choices(
        tuple(_distinct([(one.name, one.id) for one in members(c)])),
        tuple(_distinct([(one.name, one.id) for one in teams(c)])),
        tuple(choices_above(c, objective)),
        who_changes(c, owner_name),
    )


def objective_form(page: Page, row: ObjectiveRow, moves: str, choices: Choices) -> FormDialog:
    """Edit an objective: nothing of it was agreed at publication, so that its planners may change it at any time.

    Args:
        page: the page beneath.
        row: the objective.
        moves: id of the key result that it contributes to, "" for none.
        choices: what can be chosen.
    """
    objective = row.id

    def save(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.objectives import edit_objective

        return edit_objective(session, objective, **texts)

    fields = (
        FormField("title", "Objective", row.title),
        FormField("why", "Why it matters", row.why, is_long=True),
        FormField("theme", "Theme", row.theme),
        FormField("owner", "Owner", row.owner or "", (NOBODY, *choices.people)),
        FormField("team", "Team", row.team or "", (("no team", ""), *choices.teams)),
        FormField("contributes_to", "Moves", moves, (NOTHING, *choices.above), hint="the KR above it"),
    )
    return FormDialog(page, f"Edit {row.title}", fields, "Save", save, about=_about(choices.who_changes))


def key_result_form(page: Page, card: KeyResultCard, choices: Choices) -> FormDialog:
    """Edit of a key result what was not agreed at publication; the rest goes by a proposal."""
    key_result, link = card.line.id, next(iter(card.contributes_to), None)
    others = [{"key_result": each.id, "how": each.how} for each in card.contributes_to[1:]]
    source = card.source.get("name", "")

    def save(session: Session, texts: Mapping[str, str]) -> Done:
        from okrtui.actions.key_results import edit_key_result

        links = [{"key_result": texts["above"], "how": texts["how"]}] if texts["above"] else []
        given: dict[str, object] = {
            "refresh": texts["refresh"],
            "indicator": texts["indicator"],
            "collaborators": texts["collaborators"].splitlines(),
            "contributes_to": [*links, *others],
            "divergence": texts["divergence"] == "yes",
        }
        if source or texts["link"]:
            named = {"name": source, "url": texts["link"]}
            given["source"] = {name: text for name, text in named.items() if text}
        return edit_key_result(session, key_result, **given)

    together = [one for one in choices.people if one[0] in card.collaborators]
    fields = (
        FormField("above", "Moves", link.id if link else "", (NOTHING, *choices.above), hint="the KR above it"),
        FormField("how", "How", link.how if link else "", hint="how it moves that KR"),
        FormField(
            "divergence", "Serves no KR above, on purpose", "yes" if card.divergence else "no",
            (("no", "no"), ("yes", "yes")),
        ),
        FormField("indicator", "Kind", card.indicator or "", INDICATORS),
        FormField("refresh", "Refreshed", card.refresh, hint="such as daily or weekly"),
        FormField("link", "Link to the source", card.source.get("url", "")),
        FormField(
            "collaborators", "With", "\n".join(id_ for _, id_ in together), choices.people, is_many=True,
            hint="who may check in, too",
        ),
    )  # fmt: skip
    about = _about(choices.who_changes) if card.agreed else Content("")
    return FormDialog(page, f"Edit {card.line.title}", fields, "Save", save, about=about)


def _about(who: str) -> Content:
    told = f"Agreed at publication and not changed here: a key result's {GOVERNED}. "
    return Content.assemble(
        (told, ".muted"), (f"C on its card proposes a change: {clean_line(who)}.", ".muted")
    )


def _distinct(choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The choices with a number behind those labels that stand there twice."""
    seen: dict[str, int] = {}
    told = []
    for label, id_ in choices:
        seen[label] = seen.get(label, 0) + 1
        told.append((label if seen[label] == 1 else f"{label} ({seen[label]})", id_))
    return told
