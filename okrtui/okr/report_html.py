"""A report as HTML that mail programs show: one file with everything in it, no script, no image, no address to load.

Mail programs know little of style sheets, so that each element carries its own style; without any it reads as well.
"""

from __future__ import annotations

from html import escape

from okrtui.okr.report import Item, Report, Section, left_out_line, note_lines
from okrtui.okr.text import clean_line

_BODY = (
    "margin:0;padding:24px;background:#ffffff;color:#1f2328;"
    "font-family:system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;font-size:15px;line-height:1.45"
)
_WIDTH = "max-width:720px;margin:0 auto"
_TITLE = "font-size:22px;margin:0 0 8px 0"
_LEAD = "margin:0 0 4px 0;color:#57606a"
_HEADING = "font-size:16px;margin:24px 0 8px 0;padding-bottom:4px;border-bottom:1px solid #d0d7de"
_LIST = "margin:0;padding-left:20px"
_POINT = "margin:0 0 8px 0"
_NOTE = "margin:2px 0 0 0;color:#57606a"
_NOTICE = "margin:28px 0 0 0;color:#57606a;font-size:13px"


def report_html(report: Report) -> str:
    """The report as a whole HTML document, ending in a newline."""
    title = _said(report.title)
    parts = [f'<h1 style="{_TITLE}">{title}</h1>']
    parts += [f'<p style="{_LEAD}">{_said(line)}</p>' for line in report.lead]
    for section in report.sections:
        parts += _section(section)
    if report.notice:
        parts.append(f'<p style="{_NOTICE}"><em>{_said(report.notice)}</em></p>')
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n</head>\n"
        f'<body style="{_BODY}">\n<div style="{_WIDTH}">\n{body}\n</div>\n</body>\n</html>\n'
    )


def _section(section: Section) -> list[str]:
    points = [_point(item) for item in section.items]
    if section.left_out:
        points.append(f'<li style="{_POINT}">{left_out_line(section)}</li>')
    return [
        f'<h2 style="{_HEADING}">{_said(section.title)}</h2>',
        f'<ul style="{_LIST}">',
        *points,
        "</ul>",
    ]


def _point(item: Item) -> str:
    facts = "".join(f" · {_said(fact)}" for fact in item.facts if fact)
    notes = "".join(_note(label, text) for label, text in item.notes if note_lines(text))
    return f'<li style="{_POINT}"><strong>{_said(item.title)}</strong>{facts}{notes}</li>'


def _note(label: str, text: str) -> str:
    said = "<br>".join(_said(line) for line in note_lines(text))
    return f'<div style="{_NOTE}">{f"{_said(label)}: " if label else ""}{said}</div>'


def _said(text: str) -> str:
    return escape(clean_line(text))
