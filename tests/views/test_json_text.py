"""JSON with numbers as they were typed."""

from __future__ import annotations

import json

import pytest

from okrtui.views.json_text import Number, to_json


def test_numbers_stand_as_typed_and_texts_stay_texts() -> None:
    value = {
        "a": Number("28.50"),
        "b": "28.50",
        "c": [Number("-0.10"), 3, True, None],
        "d": {},
        "e": [],
        "ü": "→",
    }
    assert to_json(value) == (
        '{\n  "a": 28.50,\n  "b": "28.50",\n  "c": [\n    -0.10,\n    3,\n    true,\n    null\n  ],\n'
        '  "d": {},\n  "e": [],\n  "ü": "→"\n}'
    )


def test_what_was_written_reads_back() -> None:
    value = {"text": 'a "quoted"\n\x1b[31m line', "nested": [{"n": Number("1")}]}
    assert json.loads(to_json(value)) == {"text": 'a "quoted"\n\x1b[31m line', "nested": [{"n": 1}]}
    assert "\x1b" not in to_json(value)


def test_a_binary_float_has_no_place() -> None:
    with pytest.raises(TypeError):
        to_json({"score": 0.1})
