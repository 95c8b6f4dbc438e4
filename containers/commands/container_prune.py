"""`docker container prune`: its victims and their sizes are listed first; it removes them only with -f."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from containers.engine import prune
from containers.engine.shapes import ContainerSummary

from .declare import Asked, Command, Effect, Option, Told, Values
from .kinds import FLAG, checked

# In what the trail keeps of it.
MOST_NAMES = 100
PROTECTED = "dockline.protected"


def _prune(asked: Asked) -> Any:
    filters = filters_to_ask(asked)
    found = prune.victims(asked.engine, filters)
    if not asked.values.get("force"):
        return {"would_remove": [asdict(each) for each in found], "size": sum(each.size or 0 for each in found)}
    pruned = prune.prune(asked.engine, filters)
    by_id = {each.id: each for each in found}
    removed = [_told(by_id[id_]) if id_ in by_id else {"id": id_, "name": "", "size": None} for id_ in pruned.ids]
    return Told({"removed": removed, "reclaimed": pruned.reclaimed}, _kept(removed))


def filters_to_ask(asked: Asked) -> Mapping[str, Sequence[str]]:
    """The filters of a prune. For who is no admin, protected containers are left out by the engine itself: one may
    stop between a look at them and the prune."""
    filters = _filters(asked.values)
    if not asked.actor.is_admin:
        filters["label!"] = [PROTECTED]  # the guard lets nobody else give one: beside another it would keep nothing
    return filters


def _filters(values: Values) -> dict[str, list[str]]:
    """Names in small letters and without spaces around, as the CLI reads them here (opts.FilterOpt)."""
    filters: dict[str, list[str]] = {}
    for word in values.get("filter", ()):
        name, _equals, value = word.partition("=")
        filters.setdefault(name.strip().lower(), []).append(value.strip())
    return filters


def _told(container: ContainerSummary) -> dict[str, Any]:
    return {"id": container.id, "name": container.name, "image": container.image, "size": container.size}


def _kept(removed: Sequence[Mapping[str, Any]]) -> str:
    names = [each["name"] or each["id"][:12] for each in removed]
    left = len(names) - MOST_NAMES
    more = _now(" and %(left)d more") % {"left": left} if left > 0 else ""
    return _now("Removed: %(names)s.") % {"names": (", ".join(names[:MOST_NAMES]) or "–") + more}


def _check(values: Values) -> None:
    prune.check_filters(_filters(values))


def _filter_word(word: str) -> None:
    if "=" not in word:
        raise ValueError(_now("“%(word)s” is no filter: write name=value, as in until=24h.") % {"word": word})


COMMANDS = (
    Command(
        name="container prune",
        summary=_("Remove all containers that do not run"),
        effect=Effect.DESTROYS,
        role="operator",
        call=_prune,
        options=(
            Option(
                "filter",
                ("--filter",),
                checked("filter", "rows", _filter_word, repeated=True, example="until=24h"),
                _("Only those that match: until=24h (made before), label=name, label!=name"),
            ),
            Option("force", ("-f", "--force"), FLAG, _("Remove them; without it they are only listed")),
        ),
        check=_check,
        explanation=_(
            "Lists what it would remove, with sizes. Volumes stay; protected containers are admins' to remove."
        ),
    ),
)
