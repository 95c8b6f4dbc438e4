"""Who made which container through Dockline. The engine does not know, and its requests must equal the docker CLI's."""

from collections.abc import Iterable

from .models import ContainerOwner

# So many of the newest are remembered for each engine: far more than it will have containers.
MOST = 20_000
# The containers asked about at once: SQLite takes 32,766 values in a statement.
_AT_ONCE = 10_000


def keep_owner(host: str, container: str, name: str) -> None:
    """Remembers that `name` made the container with this id on an engine."""
    ContainerOwner.objects.update_or_create(host=host, container=container, defaults={"user_name": name})
    forgotten = ContainerOwner.objects.filter(host=host).order_by("-pk").values("pk")[MOST:][:100]
    ContainerOwner.objects.filter(pk__in=list(forgotten.values_list("pk", flat=True))).delete()


def owners_of(host: str, containers: Iterable[str]) -> dict[str, str]:
    """The names of those who made these containers (ids) through Dockline, by id."""
    ids = list(containers)[:_AT_ONCE]
    found = ContainerOwner.objects.filter(host=host, container__in=ids)
    return dict(found.values_list("container", "user_name"))
