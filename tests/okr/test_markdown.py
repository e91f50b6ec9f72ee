from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from okrtui.okr.markdown import escape, link, plain
from okrtui.okr.text import clean_line

READER = MarkdownIt("commonmark", {"linkify": True}).enable(["linkify", "table", "strikethrough"])


@pytest.mark.parametrize(
    "hostile",
    [
        "**bold** _it_ `code` ~~gone~~",
        "# heading",
        "- item",
        "+ item",
        "1. first",
        "12) twelfth",
        "---",
        "===",
        "> quote",
        "<script>alert(1)</script>",
        "[pay](https://evil.test)",
        "![x](https://evil.test/p.png)",
        "https://evil.test www.evil.test",
        "@all @channel #town :boom: <!here>",
        "| a | b |",
        "a\nb\x1b[31mred\u202e",
        "&amp; &#65;",
        "$\\frac{1}{2}$",
    ],
)
def test_what_people_wrote_is_shown_as_they_wrote_it(hostile: str) -> None:
    tokens = READER.parse(escape(hostile))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == clean_line(hostile)


@given(st.text(alphabet=st.sampled_from("ab1.)-+=#*_`[]()<>|~!\\ \n@:&\t"), max_size=30))
def test_no_text_becomes_markup(text: str) -> None:
    tokens = READER.parse(escape(text))
    shown = "".join(child.content for token in tokens for child in token.children or [])
    assert shown == clean_line(text)
    assert {child.type for token in tokens for child in token.children or []} <= {"text", "text_special"}


def test_a_mention_loses_its_sign_and_an_address_at_https_stays_a_link() -> None:
    assert escape("@all: www.evil.test") == r"\@all\: www\.evil.test"
    assert link("https://bi.test/a_b?c=1") == "<https://bi.test/a_b?c=1>"
    assert link("javascript:alert(1)") == r"javascript\:alert(1)"
    assert link("https://a.test/>x<") == r"https\://a.test/\>x\<"


@given(st.text(max_size=40))
def test_what_was_escaped_comes_back_as_plain_text(text: str) -> None:
    assert plain(escape(text)) == clean_line(text)
    assert plain(f"**{escape(text)}:** x") == f"{clean_line(text)}: x"
