"""E-mails: written once, sent through a real server, again where it refuses for a while, given up where it refuses for good."""

import socket
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from typer.testing import CliRunner

from cyfran.cli import app
from cyfran.core.database import uuid7
from cyfran.core.emails import actions, queries
from cyfran.core.emails.bounces import Bounce, read_bounce
from cyfran.core.emails.models import OutgoingEmail
from cyfran.core.errors import ActionError

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
NIA = uuid7()
pytestmark = pytest.mark.django_db


class Server:
    """Takes e-mails, but for addresses that it does not know, and none at all while it is busy."""

    def __init__(self) -> None:
        self.taken, self.is_busy = [], False

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if self.is_busy:
            return f"451 <{address}> later, please"
        if address.startswith("nobody@"):
            return f"550 5.1.1 <{address}> nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.taken.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def server(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler
    controller.stop()


def write(key="invitation:1", address="nia@example.org", **more):
    details = {
        "kind": "invitation",
        "recipient": NIA,
        "subject": "Croeso, Nia",
        "text": "Annwyl Nia\n",
    } | more
    return actions.write_email(key=key, address=address, at=NOW, **details)


def test_an_e_mail_is_written_once_and_arrives_once(server):
    assert [write(), write()] == [True, False]

    sent = [actions.send_waiting_emails(at=NOW), actions.send_waiting_emails(at=NOW + timedelta(days=1))]

    assert sent == [1, 0]
    ((to, message),) = server.taken
    assert (to, message["Subject"], message.get_content().strip()) == (
        ["nia@example.org"],
        "Croeso, Nia",
        "Annwyl Nia",
    )


def test_what_was_sent_is_forgotten(server):
    write()
    actions.send_waiting_emails(at=NOW)

    row = OutgoingEmail.objects.values().get()

    assert (row["address"], row["subject"], row["text"], row["sent_at"]) == ("", "", "", NOW)


def test_one_that_arrives_twice_is_shown_once_by_mailboxes(server):
    write()
    actions.send_waiting_emails(at=NOW)
    # as if the process had died after the server took it
    OutgoingEmail.objects.update(sent_at=None, address="nia@example.org", next_attempt_at=NOW)
    actions.send_waiting_emails(at=NOW)

    assert len({message["Message-ID"] for _to, message in server.taken}) == 1
    assert len(server.taken) == 2


def test_a_server_that_is_busy_is_asked_again_later_and_later(server):
    write()
    server.is_busy = True
    moments = [NOW]
    for _ in range(3):
        actions.send_waiting_emails(at=moments[-1])
        moments.append(OutgoingEmail.objects.get().next_attempt_at)
    server.is_busy = False
    actions.send_waiting_emails(at=moments[-1])

    waits = [later - earlier for earlier, later in zip(moments, moments[1:], strict=False)]
    assert waits == list(actions.WAITS[:3])
    assert len(server.taken) == 1


def test_a_server_that_is_never_there_is_given_up_and_tried_again_by_the_operator(server, universe):
    write()
    server.is_busy = True
    moment = NOW
    while moment:
        actions.send_waiting_emails(at=moment)
        moment = OutgoingEmail.objects.get().next_attempt_at
    failed = queries.failed_emails().get()
    server.is_busy = False

    with pytest.raises(ActionError):
        actions.retry_failed_emails(by=universe.users["officer"], at=NOW)
    actions.retry_failed_emails(by=universe.operator, at=NOW)
    actions.send_waiting_emails(at=NOW)

    assert (failed.attempts, failed.error) == (6, "SMTPRecipientsRefused 451")
    assert len(server.taken) == 1


def test_an_address_that_nobody_has_is_given_up_at_once_and_stands_in_no_error(server):
    write(address="nobody@example.org")
    write(key="invitation:2", address="nia@example.org")

    assert actions.send_waiting_emails(at=NOW) == 1

    failed = queries.failed_emails().get()
    assert (failed.key, failed.attempts, failed.error) == ("invitation:1", 1, "SMTPRecipientsRefused 550")


def test_without_a_server_nothing_is_lost(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for number in range(3):
        write(key=str(number))

    actions.send_waiting_emails(at=NOW)

    waiting = {email.key: email for email in queries.waiting_emails()}
    assert {email.address for email in waiting.values()} == {"nia@example.org"}
    assert waiting["0"].error == "ConnectionRefusedError"
    assert [waiting[key].attempts for key in "012"] == [
        1,
        0,
        0,
    ]  # one try a round: others would meet the same


def test_a_header_cannot_be_smuggled_in_by_a_subject(server):
    write(subject="Croeso\r\nBcc: someone@example.org")
    actions.send_waiting_emails(at=NOW)

    ((to, message),) = server.taken
    assert to == ["nia@example.org"] and message["Bcc"] is None


def test_one_press_in_the_mail_program_unsubscribes(server):
    write(unsubscribe="https://cyfran.example/x/")
    actions.send_waiting_emails(at=NOW)

    ((_to, message),) = server.taken
    assert message["List-Unsubscribe"] == "<https://cyfran.example/x/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_was_sent_long_ago_is_dropped_and_what_waits_is_kept():
    for key in ("sent", "waits"):
        write(key=key)
    OutgoingEmail.objects.filter(key="sent").update(sent_at=NOW, next_attempt_at=None)

    actions.drop_old_emails(before=NOW + timedelta(days=1), at=NOW)

    assert OutgoingEmail.objects.get().key == "waits"


def test_who_erases_themselves_gets_no_more_e_mails_and_who_shares_the_address_does():
    write()
    write(key="invitation:2", recipient=uuid7())
    actions.forget_emails_of(recipients=[NIA])

    assert OutgoingEmail.objects.get().key == "invitation:2"


def test_two_workers_send_an_e_mail_once(server):
    write()
    seen_by_both = queries.waiting_emails().get()

    assert [actions._try_to_send(seen_by_both, NOW) for _worker in range(2)] == [True, False]
    assert len(server.taken) == 1


def test_one_that_is_erased_while_others_are_sent_is_not_sent_and_stops_nothing(server):
    write()
    write(key="invitation:2", address="mari@example.org")
    first, second = queries.waiting_emails()
    OutgoingEmail.objects.filter(pk=first.pk).delete()

    assert [actions._try_to_send(email, NOW) for email in (first, second)] == [False, True]
    assert not OutgoingEmail.objects.filter(key=first.key).exists()


def test_what_is_about_a_day_that_has_passed_is_not_tried_again(universe):
    for kind in ("reminder", "invitation"):
        write(key=kind, kind=kind)
    OutgoingEmail.objects.update(next_attempt_at=None)

    assert actions.retry_failed_emails(by=universe.operator, at=NOW + timedelta(days=3)) == 1
    assert queries.waiting_emails().get().kind == "invitation"


REPORT = """\
From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: cyfran@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

It could not be delivered.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; nia@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <nia@example.org>: nobody here

--cut
Content-Type: {returned}

From: cyfran@localhost
Message-ID: {message_id}
Subject: Croeso

Annwyl Nia
--cut--
"""


def report(message_id, action="failed", returned="message/rfc822"):
    return REPORT.format(message_id=message_id, action=action, returned=returned).encode()


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_that_nobody_was_reached_names_the_e_mail(returned):
    assert read_bounce(report("<1@localhost>", returned=returned)) == Bounce("<1@localhost>", "5.1.1")


@pytest.mark.parametrize(
    "other",
    [report("<1@localhost>", action="delayed"), b"", b"\xff\x00", b"Subject: I am away\n\nUntil May."],
)
def test_what_reports_no_failure_is_left_alone(other):
    assert read_bounce(other) is None


def test_an_e_mail_that_comes_back_is_shown_as_failed_and_not_sent_again(server, universe):
    write()
    actions.send_waiting_emails(at=NOW)
    [(_to, message)] = server.taken
    bounce = read_bounce(report(message["Message-ID"]))

    recorded = actions.record_bounce(message_id=bounce.message_id, status=bounce.status, at=NOW)

    failed = queries.failed_emails().get()
    assert (recorded, failed.error, failed.address) == (True, "bounced 5.1.1", "")
    assert actions.retry_failed_emails(by=universe.operator, at=NOW) == 0
    assert not actions.record_bounce(message_id="<other@localhost>", status="5.1.1", at=NOW)


def test_reports_are_taken_from_files_and_from_standard_input(server, universe, tmp_path):
    write()
    actions.send_waiting_emails(at=NOW)
    [(_to, message)] = server.taken
    (tmp_path / "away.eml").write_bytes(b"Subject: I am away\n\nUntil May.")

    of_files = CliRunner().invoke(app, ["bounces", str(tmp_path / "away.eml")])
    piped = CliRunner().invoke(app, ["bounces"], input=report(message["Message-ID"]))

    assert of_files.output == "E-mails that reached nobody: 0 of 1 reports.\n"
    assert piped.output == "E-mails that reached nobody: 1 of 1 reports.\n"
    assert queries.failed_emails().count() == 1
