"""May this actor run this command? The one question that every command passes."""

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from containers.access.actor import Actor
from containers.access.errors import Refused
from containers.access.models import Right
from containers.access.roles import codename


class Forbidden(Refused):
    """A right that the actor lacks. `message` names it and says who can give it."""


def permit(actor: Actor, command_name: str) -> None:
    """Lets the actor pass to the command, or raises Forbidden."""
    if actor.may(command_name):
        return
    detail = f"{actor.name} lacks {codename(command_name)} (groups {sorted(actor.rights.groups)}, token {actor.token})"
    raise Forbidden(" ".join([_who_lacks_it(actor, command_name), _who_gives_it(command_name)]), detail)


def _who_lacks_it(actor: Actor, command_name: str) -> str:
    names = {"name": actor.name, "command": command_name}
    if actor.token is not None and actor.token.role is not None:
        return _("This token of %(name)s has the role %(role)s and not the right to “docker %(command)s”.") % {
            **names,
            "role": actor.token.role,
        }
    if not actor.rights.groups:
        return _("%(name)s has no role yet, so not the right to “docker %(command)s”.") % names
    return _("%(name)s (%(groups)s) does not have the right to “docker %(command)s”.") % {
        **names,
        "groups": ", ".join(sorted(actor.rights.groups)),
    }


def _who_gives_it(command_name: str) -> str:
    holders = Group.objects.filter(
        permissions__codename=codename(command_name),
        permissions__content_type__app_label=Right._meta.app_label,
        permissions__content_type__model=Right._meta.model_name,
    ).values_list("name", flat=True)
    roles = ", ".join(holders.order_by("name"))
    if not roles:
        return _("No role has it; an admin can give it to one.")
    return _("The roles that have it: %(roles)s. An admin can give you one of them.") % {"roles": roles}
