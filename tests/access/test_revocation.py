"""Open sockets end when what they stood on ends: sign-in, password, account, token, right."""

import asyncio
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.utils import timezone

from containers.access import revocation
from containers.access.actor import Actor, actor_of
from containers.access.models import Token
from containers.access.revocation import RIGHT_LOST, SIGN_IN_AGAIN, revoked, still_allowed, until_revoked
from containers.access.tokens import issue, revoke, token_of

pytestmark = pytest.mark.django_db

LOGS = "container logs"


def signed_in(user: User, client: Client) -> Actor:
    client.force_login(user)
    request = RequestFactory().get("/")
    request.user, request.session = user, client.session
    actor = actor_of(request, "socket")
    assert actor is not None
    return actor


def by_token(user: User, role: str | None = None) -> Actor:
    token = token_of(issue(user, "ci", role))
    assert token is not None
    return Actor(token.user, "socket", token=token)


def test_who_is_signed_in_may_go_on(vera, client):
    assert still_allowed(signed_in(vera, client), LOGS)


def test_signing_out_ends_it(vera, client):
    actor = signed_in(vera, client)
    client.logout()
    assert revoked({actor: LOGS}) == {actor: SIGN_IN_AGAIN}


def test_a_session_that_expired_ends_it(vera, client):
    actor = signed_in(vera, client)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert revoked({actor: LOGS}) == {actor: SIGN_IN_AGAIN}


def test_a_new_password_ends_it(vera, client):
    actor = signed_in(vera, client)
    other = User.objects.get(pk=vera.pk)
    other.set_password("another horse battery")
    other.save()
    assert revoked({actor: LOGS}) == {actor: SIGN_IN_AGAIN}


def test_disabling_the_account_ends_it_for_sessions_and_tokens(vera, client):
    actors = {signed_in(vera, client): LOGS, by_token(vera): LOGS}
    User.objects.filter(pk=vera.pk).update(is_active=False)
    assert set(revoked(actors).values()) == {SIGN_IN_AGAIN}
    assert set(revoked(actors)) == set(actors)


def test_deleting_the_account_ends_it(vera, client):
    actor = signed_in(vera, client)
    User.objects.filter(pk=vera.pk).delete()
    assert revoked({actor: LOGS}) == {actor: SIGN_IN_AGAIN}


def test_a_right_that_was_taken_away_ends_what_needs_it_and_nothing_else(vera, client):
    needs_it, needs_none = signed_in(vera, client), signed_in(vera, client)
    vera.groups.clear()
    assert revoked({needs_it: LOGS, needs_none: ""}) == {needs_it: RIGHT_LOST}


def test_revoking_a_token_ends_it_and_leaves_the_owners_session(vera, client):
    token_actor, session_actor = by_token(vera), signed_in(vera, client)
    revoke(Token.objects.get(pk=token_actor.token.pk))
    assert revoked({token_actor: LOGS, session_actor: LOGS}) == {token_actor: SIGN_IN_AGAIN}


def test_signing_out_leaves_the_users_token(vera, client):
    actor = by_token(vera)
    client.force_login(vera)
    client.logout()
    assert still_allowed(actor, LOGS)


def test_a_demoted_owners_token_loses_the_right(otto):
    actor = by_token(otto, "operator")
    assert still_allowed(actor, "container stop")
    otto.groups.set([Group.objects.get(name="viewer")])
    assert revoked({actor: "container stop"}) == {actor: RIGHT_LOST}


def test_a_session_of_somebody_else_under_the_same_key_does_not_help(vera, otto, client):
    actor = signed_in(vera, client)
    client.force_login(otto)
    assert client.session[SESSION_KEY] == str(otto.pk)
    assert revoked({actor: LOGS}) == {actor: SIGN_IN_AGAIN}


def test_a_thousand_sockets_are_looked_at_in_a_handful_of_queries(vera, otto, django_assert_max_num_queries):
    actors = []
    for user in (vera, otto):
        for _number in range(5):
            actors.append(signed_in(user, Client()))
            actors.append(by_token(user))
    many = {Actor(a.user, a.via, "", a.token, a.session_key, a.session_hash): LOGS for a in actors * 50}
    assert len(many) == 1000
    with django_assert_max_num_queries(5):
        assert revoked(many) == {}


@pytest.mark.django_db(transaction=True)
async def test_a_socket_that_waits_is_told_within_two_looks(vera, monkeypatch):
    monkeypatch.setattr(revocation, "CHECK_SECONDS", 0.1)
    actor = await sync_to_async(by_token)(vera)
    kept = await sync_to_async(by_token)(vera)
    waits = [asyncio.create_task(until_revoked(each, LOGS)) for each in (actor, actor, kept)]
    await asyncio.sleep(0.3)
    assert not any(wait.done() for wait in waits)
    await sync_to_async(revoke)(actor.token)
    assert await asyncio.wait_for(asyncio.gather(*waits[:2]), 2) == [SIGN_IN_AGAIN, SIGN_IN_AGAIN]
    assert not waits[2].done()
    waits[2].cancel()


@pytest.mark.django_db(transaction=True)
async def test_looking_stops_with_the_last_socket(vera, monkeypatch):
    monkeypatch.setattr(revocation, "CHECK_SECONDS", 0.05)
    wait = asyncio.create_task(until_revoked(await sync_to_async(by_token)(vera), LOGS))
    await asyncio.sleep(0.1)
    wait.cancel()
    await asyncio.sleep(0.2)
    assert len(asyncio.all_tasks()) == 1


@pytest.mark.django_db(transaction=True)
async def test_a_look_that_fails_closes_nothing_and_the_next_one_decides(vera, monkeypatch):
    monkeypatch.setattr(revocation, "CHECK_SECONDS", 0.05)
    looks, really = [], revocation._revoked

    async def fails_once(wanted):
        looks.append(wanted)
        if len(looks) == 1:
            raise OSError("disk")
        return await really(wanted)

    monkeypatch.setattr(revocation, "_revoked", fails_once)
    actor = await sync_to_async(by_token)(vera)
    await sync_to_async(revoke)(actor.token)
    assert await asyncio.wait_for(until_revoked(actor, LOGS), 2) == SIGN_IN_AGAIN
    assert len(looks) == 2
