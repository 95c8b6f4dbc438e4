"""Accounts and tokens from the server's own command line."""

import io

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from containers.access.models import Token
from containers.access.tokens import token_of

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


def said(*words: str, typed: str | None = None, monkeypatch=None) -> str:
    out = io.StringIO()
    if typed is not None:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    call_command(*words, stdout=out)
    return out.getvalue()


def signs_in(name: str, password: str) -> bool:
    return authenticate(RequestFactory().post("/sign-in/"), username=name, password=password) is not None


@pytest.mark.parametrize("role", ["viewer", "operator", "admin"])
def test_an_account_has_its_role_and_its_password_from_standard_input(role, monkeypatch):
    out = said("adduser", "vera", "--role", role, "--password-stdin", typed=f"{PASSWORD}\n", monkeypatch=monkeypatch)
    assert out == f"vera can sign in now, as {role}.\n"
    assert [group.name for group in User.objects.get(username="vera").groups.all()] == [role]
    assert signs_in("vera", PASSWORD)
    assert not User.objects.get(username="vera").is_superuser


def test_spaces_are_part_of_a_password(monkeypatch):
    said("adduser", "vera", "--role", "viewer", "--password-stdin", typed=f" {PASSWORD} \r\n", monkeypatch=monkeypatch)
    assert signs_in("vera", f" {PASSWORD} ")


def test_without_a_terminal_a_random_password_is_printed_once(monkeypatch):
    out = said("adduser", "vera", "--role", "viewer", typed="", monkeypatch=monkeypatch)
    password = out.strip().split()[-1]
    assert len(password) == 21
    assert signs_in("vera", password)


def test_on_a_terminal_the_password_is_asked_for_twice(monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    answers = iter([PASSWORD, PASSWORD, PASSWORD, "another"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
    assert PASSWORD not in said("adduser", "vera", "--role", "viewer")
    assert signs_in("vera", PASSWORD)
    with pytest.raises(CommandError, match="two passwords differ"):
        said("adduser", "otto", "--role", "operator")
    assert not User.objects.filter(username="otto").exists()


@pytest.mark.parametrize(
    ("password", "objection"), [("short", "too short"), ("password1234", "too common"), ("", "too short")]
)
def test_a_weak_password_is_refused_with_the_validators_sentence(password, objection, monkeypatch):
    with pytest.raises(CommandError, match=objection):
        said("adduser", "vera", "--role", "viewer", "--password-stdin", typed=f"{password}\n", monkeypatch=monkeypatch)
    assert not User.objects.filter(username="vera").exists()


@pytest.mark.parametrize("name", ["otto", "OTTO"])
def test_a_name_that_is_taken_is_refused_and_its_account_unchanged(otto, name, monkeypatch):
    before = User.objects.get(pk=otto.pk).password
    with pytest.raises(CommandError, match="is an account"):
        said("adduser", name, "--role", "admin", "--password-stdin", typed=f"{PASSWORD}\n", monkeypatch=monkeypatch)
    assert User.objects.get(pk=otto.pk).password == before
    assert [group.name for group in otto.groups.all()] == ["operator"]


@pytest.mark.parametrize("name", ["", "a b", "a\nb", "<script>", "x" * 151])
def test_a_name_that_cannot_be_one_is_refused_in_a_sentence(name, monkeypatch):
    with pytest.raises(CommandError):
        said("adduser", name, "--role", "viewer", "--password-stdin", typed=f"{PASSWORD}\n", monkeypatch=monkeypatch)
    assert not User.objects.exists()


def test_an_unknown_role_is_refused():
    with pytest.raises(CommandError, match="role"):
        said("adduser", "vera", "--role", "root")


def test_a_tokens_secret_is_alone_on_standard_output(otto):
    out = said("token", "otto", "--label", "ci")
    assert out.endswith("\n")
    assert token_of(out.strip()).user == otto
    assert Token.objects.get().label == "ci"
    assert Token.objects.get().role is None


def test_a_token_of_a_lower_role(otto):
    assert token_of(said("token", "otto", "--label", "ci", "--role", "viewer").strip()).role == "viewer"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nobody", "--label", "ci"], "no account nobody"),
        (["otto", "--label", "ci", "--role", "admin"], "cannot have the role admin"),
        (["otto", "--label", ""], "needs a label"),
    ],
)
def test_a_token_that_cannot_be_is_a_sentence(otto, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        said("token", *words)
    assert not Token.objects.exists()
