"""Rights: one per command, shared out to roles, lowered by tokens."""

import pytest
from django.contrib.auth.models import Group, Permission, User

from containers.access.actor import Actor
from containers.access.models import Token
from containers.access.permit import Forbidden, permit
from containers.access.roles import ROLES, declare_rights, from_role_up
from containers.access.tokens import issue, token_of
from containers.commands.registry import COMMANDS

pytestmark = pytest.mark.django_db

READS, CHANGES = "container ls", "container stop"


def acting(user: User, role: str | None = None, with_token: bool = False) -> Actor:
    """The user as read anew, as every request does; with a token of `role` when asked."""
    user = User.objects.get(pk=user.pk)
    if not with_token:
        return Actor(user, "page", "192.0.2.1")
    token = Token.objects.create(user=user, label="test", digest=f"{user.pk}-{role}", role=role)
    return Actor(user, "api", "192.0.2.1", token)


def test_every_declared_command_has_a_permission_and_belongs_to_its_role_and_those_above():
    for command in COMMANDS:
        groups = Group.objects.filter(permissions__codename=command.codename).values_list("name", flat=True)
        assert set(groups) == set(from_role_up(command.role)), command.name


def test_a_viewer_reads_and_changes_nothing(vera):
    assert acting(vera).may(READS)
    assert not acting(vera).may(CHANGES)


def test_an_operator_reads_and_changes(otto):
    assert acting(otto).may(READS)
    assert acting(otto).may(CHANGES)


def test_a_user_without_a_group_has_no_right_at_all(mallory):
    actor = acting(mallory)
    assert not [command.name for command in COMMANDS if actor.may(command.name)]
    assert not actor.is_admin


def test_a_permission_given_to_a_user_directly_counts_for_nothing(mallory):
    mallory.user_permissions.set(Permission.objects.all())
    assert not acting(mallory).may(READS)


def test_a_superuser_counts_as_an_admin():
    root = User.objects.create_superuser("root")
    assert acting(root).may(CHANGES)
    assert acting(root).is_admin


def test_a_disabled_user_has_no_rights_not_even_as_an_admin(ada):
    ada.is_active = False
    ada.save()
    assert not acting(ada).may(READS)
    assert not acting(ada).is_admin


def test_only_the_role_admin_passes_the_guard(ada, otto, vera):
    assert acting(ada).is_admin
    assert not acting(otto).is_admin
    assert not acting(vera).is_admin


@pytest.mark.parametrize(("owner", "role"), [("ada", "viewer"), ("ada", "operator")])
def test_an_admins_lower_token_does_not_pass_the_guard(request, owner, role):
    assert not acting(request.getfixturevalue(owner), role, with_token=True).is_admin


def test_a_token_without_a_role_is_as_its_owner(ada):
    actor = acting(ada, None, with_token=True)
    assert actor.is_admin
    assert actor.may(CHANGES)


def test_a_viewers_token_of_an_admin_only_reads(ada):
    actor = acting(ada, "viewer", with_token=True)
    assert actor.may(READS)
    assert not actor.may(CHANGES)


def test_an_admins_regrouping_survives_the_next_start(vera, otto):
    stop = Permission.objects.get(codename="container_stop")
    Group.objects.get(name="viewer").permissions.add(stop)
    Group.objects.get(name="operator").permissions.remove(stop)
    declare_rights()
    assert acting(vera).may(CHANGES)
    assert not acting(otto).may(CHANGES)


def test_a_right_that_is_new_goes_to_its_roles(vera, otto):
    Permission.objects.get(codename="container_stop").delete()
    assert not acting(otto).may(CHANGES)
    assert declare_rights() == 1
    assert acting(otto).may(CHANGES)
    assert not acting(vera).may(CHANGES)


def test_declaring_rights_again_makes_nothing(django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert declare_rights() == 0
    assert Group.objects.filter(name__in=ROLES).count() == len(ROLES)


def test_another_apps_permission_of_the_same_name_is_no_right(vera):
    from django.contrib.contenttypes.models import ContentType

    foreign = Permission.objects.create(
        codename="container_stop", name="foreign", content_type=ContentType.objects.get_for_model(User)
    )
    Group.objects.get(name="viewer").permissions.add(foreign)
    assert not acting(vera).may(CHANGES)


def test_asking_for_many_rights_costs_one_query_and_with_a_token_two(vera, ada, django_assert_num_queries):
    actor = acting(vera)
    with django_assert_num_queries(1):
        [actor.may(command.name) for command in COMMANDS]
        _ = actor.is_admin
    token_actor = acting(ada, "operator", with_token=True)
    with django_assert_num_queries(2):
        [token_actor.may(command.name) for command in COMMANDS]


def test_a_refusal_names_the_right_and_the_roles_that_have_it(vera):
    with pytest.raises(Forbidden) as refused:
        permit(acting(vera), CHANGES)
    assert refused.value.status == 403
    assert refused.value.code == "forbidden"
    assert "docker container stop" in refused.value.message
    assert "vera (viewer)" in refused.value.message
    assert "admin, operator" in refused.value.message


def test_a_refusal_tells_a_user_without_a_role_so(mallory):
    with pytest.raises(Forbidden, match="mallory has no role yet"):
        permit(acting(mallory), READS)


def test_a_refusal_names_the_role_of_the_token(ada):
    with pytest.raises(Forbidden, match="token of ada has the role viewer"):
        permit(acting(ada, "viewer", with_token=True), CHANGES)


def test_a_refusal_says_when_no_role_has_the_right(otto):
    for group in Group.objects.all():
        group.permissions.clear()
    with pytest.raises(Forbidden, match="No role has it"):
        permit(acting(otto), CHANGES)


def test_permit_lets_pass_who_has_the_right(otto):
    permit(acting(otto), CHANGES)


def test_a_token_loses_with_its_owners_demotion_what_its_role_would_allow(otto):
    token = token_of(issue(otto, "ci", "operator"))
    assert Actor(token.user, "api", token=token).may(CHANGES)
    otto.groups.set([Group.objects.get(name="viewer")])
    token = Token.objects.select_related("user").get(pk=token.pk)
    assert not Actor(token.user, "api", token=token).may(CHANGES)
    assert Actor(token.user, "api", token=token).may(READS)
