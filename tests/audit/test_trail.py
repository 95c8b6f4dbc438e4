"""The trail holds who asked for what, when, from where, and what came of it; what is done to its rows is noticed."""

import hashlib
import hmac
import json
import stat

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from containers.access.actor import Actor
from containers.audit import chain, trail
from containers.audit.models import AuditEntry, TrailIsAppendOnly

# Rows in real transactions: the head is noted when one is committed.
pytestmark = pytest.mark.django_db(transaction=True)


def sql(statement: str, *values: str | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_row_says_who_when_from_where_which_line_and_the_outcome(otto):
    actor = Actor(otto, "api", "192.0.2.1")
    asked = trail.ask(actor=actor, host="local", command="container stop", line="docker stop web")
    done = trail.conclude(asked, "done")
    for entry in (AuditEntry.objects.get(pk=asked.pk), AuditEntry.objects.get(pk=done.pk)):
        assert (entry.user_name, entry.via, entry.address, entry.host) == ("otto", "api", "192.0.2.1", "local")
        assert (entry.command, entry.line) == ("container stop", "docker stop web")
    assert (asked.outcome, asked.asked) == ("asked", None)
    assert (done.outcome, done.asked) == ("done", asked)
    assert (asked.number, done.number) == (1, 2)


def test_long_work_is_asked_started_and_done(asks):
    [asked] = asks()
    trail.conclude(asked, "started")
    trail.conclude(asked, "done")
    assert list(asked.outcomes.order_by("number").values_list("outcome", flat=True)) == ["started", "done"]


def test_a_refusal_keeps_its_reason(asks):
    [asked] = asks()
    assert trail.conclude(asked, "refused", "otto lacks it").why == "otto lacks it"


@pytest.mark.parametrize("outcome", ["asked", "", "finished"])
def test_only_outcomes_conclude(asks, outcome):
    [asked] = asks()
    with pytest.raises(ValueError, match="no outcome"):
        trail.conclude(asked, outcome)


def test_a_row_outlives_its_user(asks):
    asks()
    User.objects.get(username="otto").delete()
    assert AuditEntry.objects.get().user_name == "otto"
    assert trail.verify() is None


def test_rows_are_neither_saved_again_nor_deleted_through_the_model(asks):
    [entry] = asks()
    entry.line = "docker ps"
    for forbidden in (
        entry.save,
        entry.delete,
        AuditEntry.objects.get().save,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(line="docker ps"),
        lambda: AuditEntry.objects.bulk_update([entry], ["line"]),
    ):
        with pytest.raises(TrailIsAppendOnly):
            forbidden()
    assert AuditEntry.objects.get().line == "docker stop web0"


def test_a_row_cannot_be_rolled_back_with_its_callers_work(otto):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        trail.ask(actor=Actor(otto, "page"), host="local", command="version", line="docker version")


def test_an_empty_trail_is_whole():
    assert trail.verify() is None


def test_an_untouched_trail_is_whole(asks):
    for entry in asks(5):
        trail.conclude(entry, "done")
    assert trail.verify() is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("user_name", "vera"),
        ("line", "docker ps"),
        ("outcome", "done"),
        ("at", "2020-01-01 00:00:00"),
        ("address", "203.0.113.9"),
        ("via", "page"),
        ("host", "other"),
        ("command", "version"),
        ("why", "because"),
        ("asked_id", 1),
        ("digest", "0" * 64),
    ],
)
def test_a_row_that_was_altered_is_noticed(asks, column, value):
    asks(5)
    sql(f"UPDATE containers_auditentry SET {column} = %s WHERE number = 3", value)
    assert trail.verify().number == 3


def test_a_row_deleted_from_the_middle_is_noticed(asks):
    asks(5)
    sql("DELETE FROM containers_auditentry WHERE number = 3")
    assert trail.verify() == trail.Broken(3, "Row 3 is missing.")


def test_the_newest_rows_deleted_are_noticed(asks):
    asks(5)
    sql("DELETE FROM containers_auditentry WHERE number > 3")
    assert trail.verify() == trail.Broken(4, "Rows 4 to 5 are missing.")


def test_all_rows_deleted_are_noticed(asks):
    asks(2)
    sql("DELETE FROM containers_auditentry")
    assert trail.verify() == trail.Broken(1, "Rows 1 to 2 are missing.")


def test_rows_written_after_a_cut_do_not_hide_it(asks):
    asks(5)
    sql("DELETE FROM containers_auditentry WHERE number > 3")
    [after] = asks()
    assert after.number == 6
    assert trail.verify() == trail.Broken(4, "Rows 4 to 5 are missing.")


def test_rows_renumbered_to_close_a_gap_are_noticed(asks):
    asks(5)
    sql("DELETE FROM containers_auditentry WHERE number = 3")
    sql("UPDATE containers_auditentry SET number = 3 WHERE number = 4")
    sql("UPDATE containers_auditentry SET number = 4 WHERE number = 5")
    assert trail.verify().number == 3


def test_two_rows_exchanged_are_noticed(asks):
    asks(4)
    for before, after in ((2, 99), (3, 2), (99, 3)):
        sql("UPDATE containers_auditentry SET number = %s WHERE number = %s", after, before)
    assert trail.verify().number == 2


def test_a_trail_signed_anew_without_the_key_is_noticed(asks):
    asks(3)
    forged_key, previous = b"guessed" * 5, ""
    for entry in AuditEntry.objects.order_by("number"):
        entry.line = "docker ps"
        digest = chain.digest_of(entry, previous, forged_key)
        sql("UPDATE containers_auditentry SET line = %s, digest = %s WHERE number = %s", entry.line, digest, entry.pk)
        previous = digest
    assert trail.verify().number == 1


def test_a_row_added_past_the_product_is_noticed(asks):
    asks(2)
    sql("CREATE TEMP TABLE forged AS SELECT * FROM containers_auditentry WHERE number = 2")
    sql("UPDATE forged SET number = 3")
    sql("INSERT INTO containers_auditentry SELECT * FROM forged")
    sql("DROP TABLE forged")
    assert trail.verify().number == 3


def test_an_older_trail_put_back_is_noticed(asks):
    asks(3)
    sql("CREATE TEMP TABLE kept AS SELECT * FROM containers_auditentry")
    asks(2)
    sql("DELETE FROM containers_auditentry")
    sql("INSERT INTO containers_auditentry SELECT * FROM kept")
    sql("DROP TABLE kept")
    assert trail.verify() == trail.Broken(4, "Rows 4 to 5 are missing.")


def test_a_lost_key_is_noticed_and_not_made_anew_by_looking(asks, keys):
    asks(2)
    chain.key_path().unlink()
    assert "key" in trail.verify().why
    assert not chain.key_path().exists()


def test_a_lost_head_is_noticed(asks, keys):
    asks(2)
    (keys / "trail.head").unlink()
    assert "head" in trail.verify().why


def test_a_server_that_died_between_the_row_and_its_head_broke_nothing(asks, keys):
    asks(2)
    before = (keys / "trail.head").read_text()
    asks(1)
    (keys / "trail.head").write_text(before)
    assert trail.verify() is None
    asks(1)
    assert trail.verify() is None
    assert AuditEntry.objects.count() == 4


def test_the_key_and_the_head_can_be_read_by_their_owner_only(asks, keys):
    asks(1)
    assert {path.name for path in keys.iterdir()} == {"trail.key", "trail.head", "trail.lock"}
    for path in keys.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700


def test_the_chain_is_what_its_description_says(asks, keys):
    first, second = asks(2)
    said = [2, None, second.at.isoformat(), "otto", "line", "192.0.2.1", "local", "container stop", second.line]
    said += ["asked", "", first.digest]
    expected = hmac.new((keys / "trail.key").read_bytes(), json.dumps(said).encode(), hashlib.sha256)
    assert second.digest == expected.hexdigest()


NASTY = [
    "\x00",
    "\x1b[2J",
    "\r\n",
    "\udcff\ud800",
    "\u202e",
    "<script>x</script>",
    "'; DROP TABLE x; --",
    "💥" * 20_000,
]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_nothing_that_somebody_types_breaks_the_trail(otto, text, capsys):
    actor = Actor(otto, text, text)
    asked = trail.ask(actor=actor, host=text, command=text, line=f"docker run {text}")
    trail.conclude(asked, "failed", text)
    assert trail.verify() is None
    assert len(AuditEntry.objects.get(pk=asked.pk).line) <= trail.LINE_LENGTH
    call_command("trail")
    printed = capsys.readouterr().out
    assert printed.count("\n") == 2
    assert not set(printed) & set("\x00\x1b\r\u202e")


def test_the_command_says_that_a_trail_is_whole(asks, capsys):
    asks(2)
    call_command("trail", "--verify")
    assert capsys.readouterr().out == "The trail is whole: 2 rows.\n"


def test_the_command_fails_with_the_first_break(asks):
    asks(3)
    sql("DELETE FROM containers_auditentry WHERE number = 2")
    with pytest.raises(CommandError, match=r"Row 2 is missing\."):
        call_command("trail", "--verify")
