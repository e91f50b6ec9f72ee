"""Lines of a shared directory: whatever happened to the bytes, every whole line is read and nothing else is."""

from __future__ import annotations

import random
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.store.entry import MAX_BYTES
from okrtui.sync.lines import HEAD, Fault, read_lines, write_line
from tests.sweep import sweep_size

BODIES = [b'{"n":1}', b'{"n":2,"text":"okr1 and more"}', b'{"n":3}', "{“naïve”}".encode()]
DATA = b"".join(write_line(body) for body in BODIES)


def read(data: bytes, offset: int = 0) -> tuple[list[bytes], list[str], int]:
    """The bodies, the faults, and where reading would go on."""
    bodies, faults, end = [], [], offset
    for line, _, after in read_lines(data, offset):
        end = after
        if isinstance(line, Fault):
            faults.append(line.what)
        else:
            bodies.append(line)
    return bodies, faults, end


def test_a_line_holds_the_length_and_the_checksum_in_eight_hex_digits_each() -> None:
    assert write_line(b"{}") == b"okr1 00000002 %08x {}\n" % zlib.crc32(b"{}")
    assert len(write_line(b"{}")) == HEAD + 3


@given(st.lists(st.binary(max_size=200).map(lambda text: b"{%b}" % text), max_size=8))
def test_what_was_written_is_read(bodies: list[bytes]) -> None:
    data = b"".join(write_line(body) for body in bodies)
    assert read(data) == (bodies, [], len(data))


@pytest.mark.parametrize("cut", range(len(DATA)))
def test_torn_at_any_byte_the_lines_before_are_read_and_the_rest_is_waited_for(cut: int) -> None:
    bodies, faults, end = read(DATA[:cut])
    whole = [body for body in BODIES if DATA.index(write_line(body)) + len(write_line(body)) - 1 <= cut]
    assert (bodies, faults) == (whole, [])
    rest, faults, _ = read(DATA, end)
    assert bodies + rest == BODIES
    assert faults == []


@pytest.mark.parametrize("cut", range(0, len(DATA), sweep_size(3, 1, 1)))
def test_torn_at_any_byte_and_written_on_every_whole_line_is_read(cut: int) -> None:
    bodies, _, _ = read(DATA[:cut] + DATA)
    assert bodies[-len(BODIES) :] == BODIES
    assert set(bodies) <= set(BODIES)


@pytest.mark.parametrize("place", range(0, len(DATA), sweep_size(7, 1, 1)))
def test_with_a_bit_flipped_at_any_byte_all_other_lines_are_read(place: int) -> None:
    for bit in range(8):
        flipped = bytearray(DATA)
        flipped[place] ^= 1 << bit
        bodies, faults, end = read(bytes(flipped))
        assert set(bodies) <= set(BODIES)
        assert len(bodies) >= len(BODIES) - 1
        assert len(bodies) == len(BODIES) or faults or end < len(DATA)


@pytest.mark.parametrize("place", range(0, len(DATA), sweep_size(5, 1, 1)))
def test_with_a_byte_missing_anywhere_all_other_lines_are_read(place: int) -> None:
    bodies, _, _ = read(DATA[:place] + DATA[place + 1 :])
    assert set(bodies) <= set(BODIES)
    assert len(bodies) >= len(BODIES) - 1


def test_lines_with_a_carriage_return_are_read() -> None:
    assert read(DATA.replace(b"\n", b"\r\n"))[:2] == (BODIES, [])


def test_lines_glued_together_are_read() -> None:
    assert read(DATA.replace(b"\n", b""))[:2] == (BODIES, [])


def test_blank_lines_do_no_harm() -> None:
    assert read(b"\n\n" + DATA.replace(b"\n", b"\n\r\n\n"))[:2] == (BODIES, [])


def test_bytes_between_lines_are_one_fault_each() -> None:
    data = b"junk" + DATA.replace(b"\nokr1 ", b"\n\x00\x00\x00okr1 ") + b"junk\n"
    assert read(data) == (BODIES, ["damaged"] * (len(BODIES) + 1), len(data))


def test_a_length_that_swallows_the_lines_behind_it_hides_none_of_them() -> None:
    line = write_line(b'{"n":0}')
    swollen = line.replace(b"00000007", b"0000f007", 1)
    assert read(swollen + DATA)[:2] == (BODIES, ["damaged"])


def test_a_line_that_may_still_be_written_is_waited_for() -> None:
    line = write_line(b'{"n":0}')
    swollen = line.replace(b"00000007", b"0000f007", 1)
    assert read(DATA + swollen) == (BODIES, [], len(DATA))


def test_a_length_beyond_what_an_entry_may_have_is_a_fault_at_once() -> None:
    body = b"{" + b"x" * (MAX_BYTES - 1) + b"}"
    assert read(write_line(body) + DATA)[:2] == (BODIES, ["damaged"])
    assert read(b"okr1 ffffffff 00000000 x")[1] == ["damaged"]


def test_the_longest_entry_is_read() -> None:
    body = b"{" + b"x" * (MAX_BYTES - 2) + b"}"
    assert read(write_line(body))[:2] == ([body], [])


@pytest.mark.parametrize("digits", [b"+0000007", b" 0000007", b"0x000007", b"0000_007", b"0000000G"])
def test_only_plain_hex_digits_are_a_length(digits: bytes) -> None:
    assert read(write_line(b'{"n":0}').replace(b"00000007", digits) + DATA)[:2] == (BODIES, ["damaged"])


def test_a_line_inside_an_entrys_text_is_not_read_as_one() -> None:
    inner = write_line(b'{\\"n\\":9}')[:-1]
    outer = write_line(b'{"text":"' + inner + b'"}')
    assert read(outer + DATA)[0] == [outer[HEAD:-1], *BODIES]


@pytest.mark.parametrize(
    "noise",
    [
        b"okr1 0000ffff 00000000 ",
        b"okr1 ",
        b"okr1 00000000 00000001 ",
        b"\x00",
        b"okr1 00010000 00000000 okr1 0000fffe 00000000 ",
        b"okr1 0000fff5 00000000 {}",
    ],
    ids=["long heads", "magic words", "short heads", "zeros", "nested heads", "heads that fit"],
)
def test_four_mebibytes_of_noise_cost_little_and_hide_nothing_behind_them_for_good(noise: bytes) -> None:
    data = noise * (4 * 1024 * 1024 // len(noise))
    began = time.process_time()
    _, faults, end = read(data)
    assert time.process_time() - began < 5
    assert len(faults) <= 1
    bodies, _, _ = read(data + DATA, end)
    assert set(bodies) <= set(BODIES)
    assert end < len(data) or bodies == BODIES


def test_random_bytes_hold_no_lines() -> None:
    chance = random.Random(7)
    for _ in range(sweep_size(20, 200, 1000)):
        data = chance.randbytes(chance.randrange(2000))
        assert read(data)[0] == []
