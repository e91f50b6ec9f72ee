"""An author is looked up once between two fences: it must tell the same as looking them up for every entry."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from okrtui.store.authority import Authority, Span
from okrtui.store.overlay import Overlay
from okrtui.store.writers import Writer, Writers
from tests.store.test_authority import Log

HANDLES, DEVS = ("ana", "bo", "cy"), ("laptop", "server")
fences = st.dictionaries(st.sampled_from(DEVS), st.integers(0, 12))
spans = st.lists(st.builds(Span, fences, st.none() | fences), max_size=2).map(tuple)
spans_of_all = st.dictionaries(st.sampled_from(HANDLES), spans)
authorities = st.builds(
    Authority,
    st.just("ana"),
    spans_of_all,
    spans_of_all,
    spans_of_all,
    st.just(frozenset()),
    st.just(frozenset()),
    spans_of_all,
    st.just({}),
)


class Known(Overlay):
    """Nothing but an authority."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority

    def authority(self) -> Authority:
        return self._authority

    def members_of(self, handle: str) -> dict[str, dict[str, object]]:
        return {f"m-{handle}": {"handle": handle, "roles": ["member", "sponsor"]}}


def told(writer: Writer) -> tuple[object, ...]:
    return tuple(getattr(writer, name) for name in Writer.__slots__)


@given(authorities, st.lists(st.tuples(st.sampled_from(HANDLES), st.sampled_from(DEVS), st.integers(1, 14))))
def test_an_author_between_two_fences_is_one(
    authority: Authority, written: list[tuple[str, str, int]]
) -> None:
    writers = Writers(Known(authority))
    for au, dev, n in written:
        entry = Log().entry(au, dev=dev)._replace(n=n)
        assert told(writers.of(entry)) == told(Writers(Known(authority)).of(entry))


def test_who_writes_much_is_looked_up_once() -> None:
    authority = Authority(
        "ana", {"bo": (Span({"laptop": 3}, None),)}, {}, {}, frozenset(), frozenset(), {}, {}
    )
    writers = Writers(Known(authority))
    entries = [Log().entry("bo", dev="laptop")._replace(n=n) for n in range(1, 500)]
    assert len({id(writers.of(entry)) for entry in entries}) == 2
