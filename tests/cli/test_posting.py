from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import OBJECTIVE, PARTNERS, REPEAT, Call, check_in
from tests.delivery.receivers import Answer, Receiver, Sink, mail_sink, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mail_sink() as found:
        yield found


def channels(home: Path, *texts: str) -> Path:
    """The file of channels, with these in it."""
    path = home / "config" / "channels.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(texts))
    path.chmod(0o600)
    return path


def chat(receiver: Receiver, name: str = "chat", more: str = "") -> str:
    return f'[{name}]\ntype = "mattermost"\nurl = "{receiver.url}/hooks/very-secret"\n{more}\n'


def mail(sink: Sink, more: str = "") -> str:
    return (
        f'[mail]\ntype = "smtp"\nhost = "localhost"\nport = {sink.port}\nsecurity = "none"\n'
        f'from = "okr@acme.test"\n{more}\n'
    )


def test_a_digest_is_printed_in_each_form(acme: Call) -> None:
    check_in(acme, "24")
    acme("comment", OBJECTIVE, "Two shops came back", "--kind", "weekly note")
    text = acme("digest", "--company")
    assert text.code == 0
    assert "What moved" in text.out
    assert "Two shops came back" in text.out
    assert acme("digest", "--company", "--week", "--format", "html").code == 2
    html = acme("digest", "--company", "--week", "W47", "--format", "html").out
    assert html.startswith("<!doctype html>")
    assert "<script" not in html
    assert "Two shops came back" in html
    assert "**What moved**" in acme("digest", "--company", "--format", "md").out
    document = acme("digest", "--month", "2026-11", "--json").document
    assert document["of"] == {"kind": "person", "id": document["of"]["id"], "name": "ana"}
    assert document["period"]["name"] == "2026-11"
    assert document["notice"] == "For steering, not for pay or appraisal."


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--mine", "--company"), 2, "exclude each other"),
        (("--week", "W47", "--month", "2026-11"), 2, "exclude each other"),
        (("--week", "W51"), 2, "yet to come"),
        (("--month", "2026-99"), 2, "is no month"),
        (("--team", "Nowhere"), 3, "no team"),
        (("--person", "nobody"), 3, "no member"),
    ],
)
def test_a_digest_that_cant_be_is_told(acme: Call, words: tuple[str, ...], code: int, said: str) -> None:
    told = acme("digest", *words)
    assert (told.code, told.out) == (code, "")
    assert said in told.err
    assert len(told.err.splitlines()) == 1


def test_a_dry_run_names_who_owes_what_and_sends_nothing(acme: Call, home: Path, receiver: Receiver) -> None:
    without = acme("remind", "--dry-run")
    assert without.code == 0
    assert (
        f"  {REPEAT}: check in for W47; W46 is missing (overdue, due Mon 10:00)" in without.out.splitlines()
    )
    channels(home, chat(receiver))
    told = acme("remind", "--dry-run")
    assert f"→ chat (mattermost, localhost:{receiver.url.rpartition(':')[2]})" in told.out
    assert "very-secret" not in told.out + told.err
    document = acme("remind", "--dry-run", "--json").document
    assert document["week"] == "2026-W47"
    assert [one["handle"] for one in document["people"]] == ["ana"]
    assert {debt["kind"] for debt in document["people"][0]["owed"]} == {"check_in"}
    assert receiver.posted == []


def test_a_receiver_and_a_sink_get_one_message_each_and_a_second_run_sends_none(
    acme: Call, home: Path, receiver: Receiver, sink: Sink
) -> None:
    channels(home, chat(receiver), mail(sink, 'people = { ana = "ana@acme.test" }'))
    first = acme("remind")
    assert first.code == 0
    assert [line.split()[0] for line in first.out.splitlines()] == ["sent", "sent"]
    assert (len(receiver.posted), len(sink.mails)) == (1, 1)
    assert sink.recipients == [["ana@acme.test"]]
    second = acme("remind")
    assert (second.code, second.out) == (0, "")
    assert "reminded in W47 already" in second.err
    assert (len(receiver.posted), len(sink.mails)) == (1, 1)
    assert "reminded already" in acme("remind", "--dry-run").out
    acme("remind", now="2026-11-24T09:00:00+01:00")
    assert (len(receiver.posted), len(sink.mails)) == (2, 2)


def test_who_has_no_mail_address_hears_over_the_other_channels(
    acme: Call, home: Path, receiver: Receiver, sink: Sink
) -> None:
    channels(home, mail(sink))
    alone = acme("remind")
    assert alone.code == 5
    assert "ana has no mail address" in alone.err
    channels(home, mail(sink), chat(receiver))
    assert acme("remind").code == 0
    assert (len(receiver.posted), len(sink.mails)) == (1, 0)


def test_another_kind_of_debt_is_told_in_the_same_week_and_the_first_is_not_told_again(
    acme: Call, home: Path, receiver: Receiver
) -> None:
    channels(home, chat(receiver))
    acme("remind")
    acme("decide", "Ask the shops", "--evidence", "Funnel", "--owner", "ana", "--due", "2026-11-20")
    assert acme("remind").code == 0
    texts = [posted.document["text"] for posted in receiver.posted]
    assert len(texts) == 2
    assert "Ask the shops" in texts[1]
    assert REPEAT not in texts[1]


def test_those_who_are_done_hear_nothing(acme: Call, home: Path, receiver: Receiver) -> None:
    channels(home, chat(receiver))
    figures = {
        REPEAT: ("--actual", "27"),
        "onboarding": ("--actual", "4"),
        PARTNERS: ("--done", "North signed"),
    }
    for ref, figure in figures.items():
        for week in ("W46", "W47"):
            words = (*figure, "--confidence", "4", "--insight", "i", "--next", "n", "--week", week)
            assert acme("checkin", ref, *words).code == 0
    told = acme("remind")
    assert (told.code, told.out) == (0, "")
    assert "nobody owes anything" in told.err
    assert receiver.posted == []


def test_without_a_channel_nothing_is_sent_and_that_is_told(acme: Call) -> None:
    told = acme("remind")
    assert told.code == 3
    assert REPEAT in told.out
    assert "no channel takes reminders" in told.err


def test_what_fails_is_told_in_one_line_listed_and_sent_by_the_next_run(
    acme: Call, home: Path, receiver: Receiver
) -> None:
    channels(home, chat(receiver))
    receiver.answers = [Answer(400, body=b"no such hook")]
    told = acme("remind")
    assert told.code == 5
    assert len(told.err.splitlines()) == 1
    assert "refused it with status 400: no such hook" in told.err
    assert "okrtui post --failed" in told.err
    listed = acme("post", "--failed").out
    assert "reminder/2026-W47/check_in/ana@chat" in listed
    assert "very-secret" not in listed + told.err + told.out
    (line,) = acme("remind", "--status", "--json").document
    assert (line["state"], line["channel"]) == ("failed", "chat")
    receiver.answers = [Answer()]
    assert acme("remind").code == 0
    assert acme("post", "--failed").err.strip() == "everything arrived"


def test_what_may_have_arrived_goes_again_only_when_it_is_named(
    acme: Call, home: Path, receiver: Receiver
) -> None:
    channels(home, chat(receiver))
    receiver.answers = [Answer(breaks=True), Answer()]
    assert acme("remind").code == 5
    assert acme("remind").code == 0
    assert len(receiver.posted) == 1
    listed = acme("post", "--failed").out
    assert listed.startswith("uncertain")
    again = acme("remind", "--again", "reminder/2026-W47/check_in/ana@chat")
    assert again.code == 0
    assert len(receiver.posted) == 2
    assert acme("post", "--failed").out == ""


def test_a_digest_is_posted_once_in_its_period(acme: Call, home: Path, receiver: Receiver) -> None:
    channels(home, chat(receiver))
    assert acme("post", "digest", "--company", "--dry-run").out.startswith("Acme · W47")
    assert acme("post", "digest", "--company").code == 0
    again = acme("post", "digest", "--company")
    assert again.code == 0
    assert again.out.startswith("not sent")
    assert len(receiver.posted) == 1
    assert acme("post", "digest", "--company", "--again", "digest/company/2026-W47@chat").code == 0
    assert acme("post", "digest", "--company", "--week", "last").code == 0
    assert len(receiver.posted) == 3
    wrong = acme("post", "digest", "--company", "--again", "digest/company/2026-W40@chat")
    assert wrong.code == 2
    assert "digest/company/2026-W47@chat" in wrong.err


def test_an_update_is_posted_and_a_corrected_one_anew(acme: Call, home: Path, receiver: Receiver) -> None:
    channels(home, chat(receiver))
    assert acme("post", "update", REPEAT).code == 4
    check_in(acme, "24")
    assert acme("post", "update", REPEAT).code == 0
    assert acme("post", "update", REPEAT).out.startswith("not sent")
    check_in(acme, "25", now="2026-11-17T10:00:00+01:00")
    assert acme("post", "update", REPEAT).code == 0
    texts = [posted.document["text"] for posted in receiver.posted]
    assert [" 24 " in text for text in texts] == [True, False]


def test_minutes_are_posted_once(acme: Call, home: Path, receiver: Receiver, sink: Sink) -> None:
    assert acme("post", "minutes").code == 3
    notes = "# Agenda\n\n- **Budget** \\@all\n- \x1b[31mred"
    assert acme("review", "monthly", "--save", "--notes", notes).code == 0
    channels(home, chat(receiver), mail(sink, 'to = ["all@acme.test"]'))
    assert acme("post", "minutes").code == 0
    assert acme("post", "minutes").out.count("not sent") == 2
    text = receiver.posted[0].document["text"]
    assert r"- **Budget** \@all" in text
    assert "\x1b" not in text
    body = sink.mails[0].get_body(("plain",))
    assert body is not None
    assert "- Budget @all" in body.get_content().splitlines()
    assert (len(receiver.posted), len(sink.mails)) == (1, 1)


def test_a_channel_takes_what_it_is_for(acme: Call, home: Path, receiver: Receiver, sink: Sink) -> None:
    channels(
        home,
        chat(receiver, more='posts = ["digest"]'),
        mail(sink, 'posts = ["reminder"]\nworkspaces = ["elsewhere"]'),
    )
    assert acme("remind").code == 3
    assert acme("post", "digest", "--company").code == 0
    assert acme("post", "digest", "--company", "--to", "nowhere").code == 3
    assert acme("post", "digest", "--company", "--to", "mail").code == 5
    assert (len(receiver.posted), len(sink.mails)) == (1, 0)


def test_a_file_that_others_can_read_is_refused(acme: Call, home: Path, receiver: Receiver) -> None:
    path = channels(home, chat(receiver))
    path.chmod(0o644)
    told = acme("remind")
    assert told.code == 4
    assert "chmod 600" in told.err
    assert receiver.posted == []


def test_hostile_titles_reach_a_chat_and_a_mail_as_text(
    acme: Call, home: Path, receiver: Receiver, sink: Sink
) -> None:
    acme("decide", "<b>@all\x1b[31m **now** </b>", "--evidence", "x", "--owner", "ana", "--due", "2026-11-18")
    channels(home, chat(receiver), mail(sink, 'people = { ana = "ana@acme.test" }'))
    assert acme("remind").code == 0
    text = receiver.posted[0].document["text"]
    assert r"\<b\>\@all\[31m \*\*now\*\* \</b\>" in text
    html = sink.mails[0].get_body(("html",))
    assert html is not None
    assert "&lt;b&gt;@all[31m **now** &lt;/b&gt;" in html.get_content()
    assert "\x1b" not in text + html.get_content()


def test_another_file_of_channels_is_named_in_the_environment(
    acme: Call, home: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.rename(channels(home, chat(receiver)), home / "elsewhere.toml")
    monkeypatch.setenv("OKRTUI_CHANNELS", str(home / "elsewhere.toml"))
    assert acme("remind").code == 0
    assert len(receiver.posted) == 1
