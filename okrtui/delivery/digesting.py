"""A digest as a message: the same one for the same weeks of the same people."""

from __future__ import annotations

from datetime import datetime

from okrtui.delivery.message import Message, Recipient
from okrtui.okr.report import report_markdown, report_text
from okrtui.okr.report_html import report_html
from okrtui.views.digest import TEAM, Digest
from okrtui.views.digest_json import digest_json
from okrtui.views.digest_report import digest_report
from okrtui.views.workspace import MemberRow


def digest_message(digest: Digest, member: MemberRow | None, now: datetime) -> Message:
    """The message that tells a digest.

    Args:
        digest: its facts.
        member: whose it is, where it is one person's: it goes to them.
        now: an aware instant.
    """
    report = digest_report(digest, now)
    scope = digest.scope
    named = member.handle if member else (scope.id or "")[-12:]
    whose = "/".join(part for part in (scope.kind, named) if part)
    return Message(
        keys=(f"digest/{whose}/{digest.period.name}",),
        kind="digest",
        subject=f"OKR digest: {report.title}",
        text=report_text(report),
        markdown=report_markdown(report),
        html=report_html(report),
        data=digest_json(digest),
        recipient=Recipient(member.handle, member.name, member.email) if member else None,
        team=scope.name if scope.kind == TEAM else "",
    )
