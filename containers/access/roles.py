"""Rights as a declared table: one permission per docker command, shared out to the groups viewer, operator and admin.

An admin may regroup them: a permission is put into its groups only when it is first made.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from containers.access.models import Right, Role

ROLES: tuple[str, ...] = tuple(Role.values)


def codename(command_name: str) -> str:
    """The codename of a command's permission: "container stop" -> "container_stop"."""
    return command_name.replace(" ", "_").replace("-", "_")


def from_role_up(role: str) -> tuple[str, ...]:
    """`role` and those above it: "operator" -> ("operator", "admin")."""
    return ROLES[ROLES.index(role) :]


@transaction.atomic
def declare_rights() -> int:
    """Makes the three groups and the permission of each declared command, where missing; the number of new ones.

    A new permission goes to the groups of the command's lowest role and those above it.
    """
    from containers.commands.registry import COMMANDS

    groups = {role: Group.objects.get_or_create(name=role)[0] for role in ROLES}
    kind = ContentType.objects.get_for_model(Right)
    known = {permission.codename: permission for permission in Permission.objects.filter(content_type=kind)}
    new = 0
    for command in COMMANDS:
        title = _title(command)
        permission = known.get(codename(command.name))
        if permission is None:
            permission = Permission.objects.create(content_type=kind, codename=codename(command.name), name=title)
            for role in from_role_up(command.role):
                groups[role].permissions.add(permission)
            new += 1
        elif permission.name != title:
            Permission.objects.filter(pk=permission.pk).update(name=title)
    return new


def after_migrate(sender: Any, **kwargs: Any) -> None:
    """Declares the rights once the tables are there (Django's post_migrate)."""
    declare_rights()


def _title(command: Any) -> str:
    return f"docker {command.name}: {command.summary}"[:255]
