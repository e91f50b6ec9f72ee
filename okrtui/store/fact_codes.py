"""Short codes: a few letters and digits by which people name a KR or an objective.

A code is made from the id alone, so that every replica shows the same; how many of its characters are shown grows
with the workspace, so that all differ.
"""

from __future__ import annotations

import hashlib
from itertools import count

from okrtui.store.folding import Folding

SHORTEST = 4
LENGTH = 12

_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_ALPHABET = _LETTERS + "23456789"


def code_of(entity: str) -> str:
    """The code of a thing: a letter, then letters and digits that are hard to confuse."""
    number = int.from_bytes(hashlib.sha256(entity.encode()).digest()[:12])
    number, first = divmod(number, len(_LETTERS))
    code = _LETTERS[first]
    for _ in range(LENGTH - 1):
        number, digit = divmod(number, len(_ALPHABET))
        code += _ALPHABET[digit]
    return code


def set_code_length(folding: Folding) -> None:
    """Keep the shortest length, four or more, at which all codes differ."""
    if not folding.are_codes_dirty:
        return
    for length in count(SHORTEST):
        total, different = folding.connection.execute(
            "SELECT COUNT(*), COUNT(DISTINCT substr(code, 1, ?)) FROM"
            " (SELECT code FROM key_result_fact UNION ALL SELECT code FROM objective_fact)",
            (length,),
        ).fetchone()
        if total == different or length == LENGTH:
            folding.set_fact("code_length", str(length) if total else "")
            return
