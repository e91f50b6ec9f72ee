"""Finding lines by the words they hold, apart from the field in which one types, which is made when first needed."""

from __future__ import annotations

from textual.message import Message


class FindChanged(Message):
    """Other words are to be found; "" shows everything again."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class FindLeft(Message):
    """Typing is over: the focus belongs to the list again."""


def holds_all(words: str, *texts: str) -> bool:
    """Whether every word stands somewhere in these texts, in any case."""
    everything = " ".join(texts).casefold()
    return all(word in everything for word in words.casefold().split())
