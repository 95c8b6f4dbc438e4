"""API tokens: shown once, kept as a digest, never more than their owner."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import timezone

from containers.access import tokens
from containers.access.actor import actor_of
from containers.access.models import Token
from containers.access.tokens import TokenRefused, issue, token_of, token_of_header

pytestmark = pytest.mark.django_db


def request_with(header: str | None = None, user=None, session=None):
    request = RequestFactory().get("/api/v1/jobs/x", headers={"Authorization": header} if header else {})
    request.user = user or AnonymousUser()
    request.session = session
    return request


def test_the_secret_is_kept_nowhere(otto):
    secret = issue(otto, "ci")
    assert secret.startswith("dl_")
    assert len(secret) > 40
    row = Token.objects.get()
    assert secret not in str(vars(row))
    assert secret.removeprefix("dl_") not in str(vars(row))


def test_a_secret_finds_its_token_and_owner_in_one_query(otto, django_assert_num_queries):
    secret = issue(otto, "ci")
    token_of(secret)
    with django_assert_num_queries(1):
        assert token_of(secret).user == otto


@pytest.mark.parametrize("secret", ["", "dl_", "dl_wrong", "x" * 10_000, "dl_\x00", "dl_\udcff", "dl_ü"])
def test_a_secret_that_is_none_finds_nothing(otto, secret):
    issue(otto, "ci")
    assert token_of(secret) is None


def test_a_revoked_token_is_refused(otto):
    secret = issue(otto, "ci")
    tokens.revoke(Token.objects.get())
    assert token_of(secret) is None
    assert Token.objects.get().revoked is not None


def test_a_disabled_owners_token_is_refused(otto):
    secret = issue(otto, "ci")
    otto.is_active = False
    otto.save()
    assert token_of(secret) is None


def test_a_deleted_owners_token_goes_with_the_account(otto):
    secret = issue(otto, "ci")
    otto.delete()
    assert token_of(secret) is None


@pytest.mark.parametrize(("owner", "role"), [("vera", "operator"), ("otto", "admin"), ("mallory", "viewer")])
def test_a_token_cannot_have_a_role_that_its_owner_lacks(request, owner, role):
    with pytest.raises(TokenRefused, match=f"cannot have the role {role}"):
        issue(request.getfixturevalue(owner), "ci", role)


def test_a_token_may_have_a_lower_role_than_its_owner(ada):
    assert token_of(issue(ada, "ci", "viewer")).role == "viewer"


def test_a_role_that_does_not_exist_is_refused_by_name(ada):
    with pytest.raises(TokenRefused, match="no role root"):
        issue(ada, "ci", "root")


@pytest.mark.parametrize("label", ["", "   ", "x" * 101])
def test_a_token_needs_a_label_of_a_sensible_length(ada, label):
    with pytest.raises(TokenRefused, match="label"):
        issue(ada, label)


def test_a_disabled_user_gets_no_token(otto):
    otto.is_active = False
    with pytest.raises(TokenRefused, match="otto is disabled"):
        issue(otto, "ci")


def test_last_use_is_noted_at_most_once_a_minute(otto, django_assert_num_queries):
    secret = issue(otto, "ci")
    with django_assert_num_queries(2):
        token_of(secret)
    first = Token.objects.get().last_used
    assert first is not None
    with django_assert_num_queries(1):
        token_of(secret)
    assert Token.objects.get().last_used == first
    Token.objects.update(last_used=timezone.now() - timedelta(seconds=61))
    with django_assert_num_queries(2):
        token_of(secret)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_header_carries_the_token(otto, scheme):
    secret = issue(otto, "ci")
    assert token_of_header(f"{scheme} {secret}").user == otto


def test_a_header_of_another_kind_is_no_token(otto):
    secret = issue(otto, "ci")
    assert token_of_header(f"Basic {secret}") is None
    assert token_of_header(secret) is None
    assert token_of_header("Bearer") is None


def test_a_bad_token_never_falls_back_to_the_session(otto, client):
    client.force_login(otto)
    request = request_with("Bearer dl_wrong", user=otto, session=client.session)
    assert actor_of(request, "api") is None


def test_a_page_goes_by_its_session_whatever_header_a_proxy_adds(otto, client):
    client.force_login(otto)
    request = request_with("Basic b3R0bzpzZWNyZXQ=", user=otto, session=client.session)
    actor = actor_of(request, "page")
    assert (actor.name, actor.token) == ("otto", None)


def test_a_session_makes_the_actor_without_a_token(otto, client):
    client.force_login(otto)
    actor = actor_of(request_with(user=otto, session=client.session), "page")
    assert actor.name == "otto"
    assert actor.token is None
    assert actor.address == "127.0.0.1"
    assert actor.session_key == client.session.session_key


def test_nobody_signed_in_is_no_actor(client):
    assert actor_of(request_with(session=client.session), "page") is None


def test_asking_again_who_sent_a_request_costs_nothing(otto, django_assert_num_queries):
    request = request_with(f"Bearer {issue(otto, 'ci')}")
    actor = actor_of(request, "api")
    with django_assert_num_queries(0):
        assert actor_of(request, "line") is actor
    assert actor.via == "line"


def test_an_actor_shows_no_session_key_in_a_log(otto, client):
    client.force_login(otto)
    actor = actor_of(request_with(user=otto, session=client.session), "page")
    assert client.session.session_key not in repr(actor)
