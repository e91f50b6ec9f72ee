from __future__ import annotations

from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from okrtui.okr.report import Item, Report, Section, report_markdown, report_text
from okrtui.okr.report_html import report_html
from okrtui.okr.text import clean_line

REPORT = Report(
    "Acme · W47",
    ["1 of 2 check-ins complete", "RED 1"],
    [
        Section(
            "Turned red",
            [Item("Repeat rate", ("0.20 RED", "", "Ana"), [("Insight", "Only SMB reacts"), ("Next", "")])],
            left_out=3,
        )
    ],
)
HOSTILE = [
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "&lt;b&gt;",
    '" onmouseover="x',
    "**bold** [x](https://evil.test) @all",
    "- item\n# heading",
    "\x1b[31mred\x07\u202e",
    "https://evil.test/login",
]


class Reader(HTMLParser):
    """The tags, attributes and text of a document."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_a_report_reads_as_plain_text() -> None:
    assert report_text(REPORT).splitlines() == [
        "Acme · W47",
        "1 of 2 check-ins complete",
        "RED 1",
        "",
        "Turned red",
        "- Repeat rate · 0.20 RED · Ana",
        "  - Insight: Only SMB reacts",
        "- and 3 more",
        "",
        "For steering, not for pay or appraisal.",
    ]


def test_it_reads_as_markdown() -> None:
    assert report_markdown(REPORT).splitlines() == [
        "**Acme · W47**",
        "",
        "1 of 2 check-ins complete  ",
        "RED 1",
        "",
        "**Turned red**",
        "",
        "- **Repeat rate** · 0.20 RED · Ana",
        "  - Insight: Only SMB reacts",
        "- and 3 more",
        "",
        "_For steering, not for pay or appraisal._",
    ]


def test_its_html_is_one_file_that_loads_and_runs_nothing() -> None:
    reader = Reader(report_html(REPORT))
    assert set(reader.tags) <= {
        *("html", "head", "meta", "title", "body", "div", "h1", "h2", "p", "em", "ul", "li", "strong", "br"),
    }
    assert reader.attributes <= {"lang", "charset", "name", "content", "style"}
    assert "url(" not in report_html(REPORT)
    assert "Repeat rate" in reader.texts


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_wrote_stays_text_in_every_form(hostile: str) -> None:
    item = Item(hostile, (hostile,), [(hostile, hostile)])
    report = Report(hostile, [hostile], [Section(hostile, [item])])
    plain = Report("t", ["l"], [Section("s", [Item("i", ("f",), [("n", "x")])])])

    text = report_text(report)
    assert all(line.isprintable() for line in text.splitlines())

    html = Reader(report_html(report))
    assert [tag for tag in html.tags if tag != "br"] == Reader(report_html(plain)).tags
    assert html.attributes == Reader(report_html(plain)).attributes
    assert clean_line(hostile) in html.texts

    reader = MarkdownIt("commonmark", {"linkify": True}).enable("linkify")
    inline = [child for token in reader.parse(report_markdown(report)) for child in token.children or []]
    known = {
        "text",
        "text_special",
        "strong_open",
        "strong_close",
        "em_open",
        "em_close",
        "hardbreak",
        "softbreak",
    }
    assert {child.type for child in inline} <= known
    assert all(child.content.isprintable() for child in inline)


def test_a_note_of_several_lines_keeps_them_and_stays_in_its_point() -> None:
    report = Report(
        "t", [], [Section("Notes", [Item("Objective", ("Ana",), [("", "one\n\n# two\n- three")])])]
    )
    tokens = MarkdownIt("commonmark").parse(report_markdown(report))
    assert not any(token.type == "heading_open" for token in tokens)
    assert sum(token.type == "list_item_open" for token in tokens) == 2
    assert "one<br># two<br>- three" in report_html(report)
