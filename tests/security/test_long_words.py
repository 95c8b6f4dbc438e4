"""What anybody may write at any length is read once: while a pattern is tried, nothing else of Dockline runs."""

import contextlib
import signal

import pytest

from containers.commands.errors import LineError
from containers.commands.parse import parse
from containers.commands.render import settings_without_secrets
from containers.commands.secrets import line_without_secrets
from containers.engine.networks import parse_network

LENGTH = 300_000


@pytest.fixture(autouse=True)
def fails_instead_of_hanging():
    """What is looked through again from each letter takes hours at this length, what is read once some milliseconds."""

    def fail(*_signal):
        pytest.fail("It is looked through again and again.")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(30)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("text", ["-", "--token", "token", "a=", "://", "a://", "x:", "a-", '="'])
def test_the_command_line_of_a_program_is_searched_for_secrets_once(text):
    assert line_without_secrets(text * (LENGTH // len(text)))
    assert settings_without_secrets(text * (LENGTH // len(text)))


@pytest.mark.parametrize("value", ["a" * LENGTH, "1" * LENGTH + "!", "_" * LENGTH])
def test_a_network_of_any_length_is_read_once(value):
    assert parse_network(value).network == value


@pytest.mark.parametrize("word", ["[" + ":" * 60_000, "[:" * 30_000, "[" + "a" * 60_000, "'" + "${" * 30_000 + "'"])
def test_a_line_is_read_once(word):
    with contextlib.suppress(LineError):
        parse(f"docker run {word} busybox")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("app --password hush -v", "app --password *** -v"),
        ("app -my-api-key=hush", "app -my-api-key=***"),
        ("--db-passwd=a --token b c", "--db-passwd=*** --token *** c"),
        ("A=hush app password=stays? --level=high", "A=*** app password=*** --level=high"),
        ("rotate token now", "rotate token now"),
    ],
)
def test_what_a_line_tells_to_be_secret_is_masked(line, shown):
    assert line_without_secrets(line) == shown
