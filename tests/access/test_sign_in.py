"""Signing in is slowed down for those who guess, for one name from one address and not for long."""

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

pytestmark = pytest.mark.django_db

RIGHT, WRONG = "correct horse battery", "hunter2hunter2-wrong"
LIMIT = 10


@pytest.fixture(autouse=True)
def passwords(settings, ada, otto):
    for user in (ada, otto):
        user.set_password(RIGHT)
        user.save()


def try_to_sign_in(name: str, password: str, address: str = "192.0.2.7"):
    return Client(REMOTE_ADDR=address).post(reverse("sign_in"), {"username": name, "password": password})


def guess(name: str, times: int, address: str = "192.0.2.7"):
    return [try_to_sign_in(name, WRONG, address) for _time in range(times)][-1]


def test_the_right_password_signs_in(ada):
    assert try_to_sign_in("ada", RIGHT).status_code == 302


def test_some_wrong_passwords_close_nothing(ada):
    assert guess("ada", LIMIT - 1).status_code == 200
    assert try_to_sign_in("ada", RIGHT).status_code == 302


def test_too_many_wrong_passwords_close_the_name_for_the_address_and_say_for_how_long(ada):
    guess("ada", LIMIT)
    answer = try_to_sign_in("ada", RIGHT)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "Too many wrong passwords" in answer.content.decode()
    assert "Wait 60 seconds" in answer.content.decode()


def test_the_owner_still_gets_in_from_another_address_while_a_stranger_guesses(ada):
    guess("ada", LIMIT + 5, address="203.0.113.9")
    assert try_to_sign_in("ada", RIGHT, address="192.0.2.7").status_code == 302


def test_another_name_stays_open_for_the_same_address(ada, otto):
    guess("ada", LIMIT + 1)
    assert try_to_sign_in("otto", RIGHT).status_code == 302


def test_guessing_on_does_not_make_the_wait_longer(ada):
    guess("ada", LIMIT)
    closed_at = AccessAttempt.objects.get().attempt_time
    guess("ada", 3)
    assert AccessAttempt.objects.get().attempt_time == closed_at


def test_it_opens_again_after_a_minute(ada):
    guess("ada", LIMIT)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(seconds=61))
    assert try_to_sign_in("ada", RIGHT).status_code == 302


def test_a_name_that_does_not_exist_is_answered_like_one_that_does(ada):
    known, unknown = guess("ada", 1), guess("nobody", 1)
    assert known.status_code == unknown.status_code == 200
    known_errors = known.context["form"].non_field_errors()
    assert known_errors == unknown.context["form"].non_field_errors()
    assert guess("nobody", LIMIT).status_code == 429


def test_signing_in_forgets_the_wrong_passwords_before(ada):
    guess("ada", LIMIT - 1)
    try_to_sign_in("ada", RIGHT)
    guess("ada", LIMIT - 1)
    assert try_to_sign_in("ada", RIGHT).status_code == 302


def test_a_disabled_account_does_not_get_in(ada):
    ada.is_active = False
    ada.save()
    assert try_to_sign_in("ada", RIGHT).status_code == 200


def test_no_password_is_in_any_log_or_table(ada, caplog):
    caplog.set_level(logging.DEBUG)
    guess("ada", LIMIT + 1)
    assert WRONG not in caplog.text
    assert not [row for row in AccessAttempt.objects.values() if WRONG in str(row)]
