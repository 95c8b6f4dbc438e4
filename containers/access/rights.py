"""What users and roles may do, read from their groups in one query each."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from django.contrib.auth.models import Group

from containers.access.models import Right

Key = TypeVar("Key", int, str)


@dataclass(frozen=True)
class Rights:
    """The groups of a user (or of one role), and the codenames of the commands that these allow."""

    groups: frozenset[str] = frozenset()
    codenames: frozenset[str] = frozenset()


def of_users(user_ids: Iterable[int]) -> dict[int, Rights]:
    """The rights of each of these users that has a group, by the user's id."""
    rows = Group.objects.filter(user__in=list(user_ids)).values_list("user", "name", *_RIGHT)
    return _gathered((user_id, name, right) for user_id, name, *right in rows)


def of_roles(roles: Iterable[str]) -> dict[str, Rights]:
    """The rights of each of these groups, by its name."""
    rows = Group.objects.filter(name__in=list(roles)).values_list("name", *_RIGHT)
    return _gathered((name, name, right) for name, *right in rows)


_RIGHT = ("permissions__codename", "permissions__content_type__app_label", "permissions__content_type__model")


def _gathered(rows: Iterable[tuple[Key, str, list[str]]]) -> dict[Key, Rights]:
    found: dict[Key, tuple[set[str], set[str]]] = {}
    for key, group, (codename, *kind) in rows:
        groups, codenames = found.setdefault(key, (set(), set()))
        groups.add(group)
        if kind == [Right._meta.app_label, Right._meta.model_name]:
            codenames.add(codename)
    return {key: _rights(frozenset(groups), frozenset(codenames)) for key, (groups, codenames) in found.items()}


# Those with the same rights share them: each open socket keeps its actor's.
_rights = lru_cache(maxsize=64)(Rights)
