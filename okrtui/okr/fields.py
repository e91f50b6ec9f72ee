"""What a kind of thing is made of: its fields, their types, and what a type's values look like.

A *governed* field is one that defines a KR and changes only through an approved change once the KR is in force
(domain, Cycle and governance).
"""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """One field of a kind.

    Attributes:
        name: the field's name in the log, the tables and the interchange format.
        type: one of `TYPES`.
        is_governed: agreed at publication, changed only by an approved change.
        is_text: words of people; concurrent versions are shown as a conflict and never dropped.
        to: the kind that a `ref` or `refs` names.
        choices: the words that a `choice` allows.
        is_exported: whether the interchange format carries it.
    """

    name: str
    type: str = "line"
    is_governed: bool = False
    is_text: bool = False
    to: str = ""
    choices: tuple[str, ...] = ()
    is_exported: bool = True


class Kind(NamedTuple):
    """One kind of thing.

    Attributes:
        name: the entity's noun, as in a log entry's `k`.
        plural: the list in the interchange format.
        fields: in the interchange format's order.
        is_record: its fields travel together: an entry is a whole revision, not an edit of single fields.
    """

    name: str
    plural: str
    fields: tuple[Field, ...]
    is_record: bool = False

    @property
    def by_name(self) -> dict[str, Field]:
        """The fields by their names."""
        found = _BY_NAME.get(self.name)
        if found is None:
            found = _BY_NAME[self.name] = {field.name: field for field in self.fields}
        return found


_BY_NAME: dict[str, dict[str, Field]] = {}

SCALARS = frozenset({"line", "text", "quantity", "date", "time", "week", "choice", "ref"})
"""Types whose value is one text."""

STRUCTURES = frozenset(
    {
        "lines",  # ["…"]
        "refs",  # [id]
        "deadline",  # {"weekday", "time"}
        "thresholds",  # {"red", "amber", "green"}: quantities
        "bands",  # [[bound, score]]: quantities
        "milestones",  # [{"name", "weight"?}]
        "limits",  # {"floor"?, "low"?, "high"?, "ceiling"?}: quantities
        "source",  # {"name"?, "url"?}
        "links",  # [{"key_result", "how"?}]
        "postponed",  # {"since", "until"?, "reason"}
        "values",  # {a key_result's field: its value}
        "fence",  # {replica: last n seen}
        "scores",  # [{"key_result", "score"?, "learning"?}]
        "readings",  # [{"week"|"at", "value"}]
        "range",  # {"min"?, "max"?}: quantities
        "promises",  # [{"key_result", "is_kept", "text"?}]
    }
)
"""Types whose value is a list or an object; kept as JSON text in the tables."""

TYPES = SCALARS | STRUCTURES | {"flag", "number"}


def text(name: str) -> Field:
    """Words of people."""
    return Field(name, "text", is_text=True)


def ref(name: str, to: str, *, is_governed: bool = False) -> Field:
    """The id of one thing of another kind."""
    return Field(name, "ref", is_governed=is_governed, to=to)


def governed(
    name: str, type_: str = "line", *, is_text: bool = False, choices: tuple[str, ...] = ()
) -> Field:
    """One that changes only through an approved change once the KR is in force."""
    return Field(name, type_, is_governed=True, is_text=is_text, choices=choices)
