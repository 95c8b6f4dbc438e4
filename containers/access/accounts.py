"""Accounts as the management commands make them."""

import secrets

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from containers.access.models import Role

FIRST_ADMIN = "admin"


class AccountRefused(Exception):
    """An account that cannot be made; `message` is a sentence that says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@transaction.atomic
def add_user(name: str, role: str, password: str) -> User:
    """Makes an account with one role. Raises AccountRefused for a name that is taken or cannot be one."""
    if User.objects.filter(username__iexact=name).exists():
        raise AccountRefused(_("There is an account %(name)s already; nothing was changed.") % {"name": name})
    user = User(username=name)
    user.set_password(password)
    try:
        user.clean_fields()
    except ValidationError as error:
        raise AccountRefused(f"{name}: {' '.join(error.messages)}") from error
    user.save()
    user.groups.add(Group.objects.get(name=role))
    return user


def refuse_weak_password(password: str, name: str) -> None:
    """Raises AccountRefused with the sentences of the password validators."""
    objections = objections_to(password, name)
    if objections:
        raise AccountRefused(objections)


def objections_to(password: str, name: str) -> str:
    """What the password validators say against it, "" when nothing."""
    try:
        validate_password(password, User(username=name))
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def random_password() -> str:
    """A password of 120 random bits, without characters that are mistaken for another."""
    alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    return "".join(secrets.choice(alphabet) for _position in range(21))


def admins() -> list[User]:
    """The accounts that can sign in as an admin."""
    return list(User.objects.filter(Q(groups__name=Role.ADMIN) | Q(is_superuser=True), is_active=True).distinct())
