"""`docker images`, `pull` and `build`."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from containers.access.errors import GuardRefused
from containers.access.guard_build import bases_of, refuse_triggers
from containers.engine import images, reference

from .container_reading import filters_of
from .declare import Answer, Asked, Command, Effect, Input, Option, Positional, Risk, Values
from .kinds import FILLED, FLAG, KEY_VALUES, LIST, checked

IMAGE = checked("IMAGE", "text", reference.parse_image, example="nginx:1.27")
_PULLED = checked("IMAGE", "text", reference.parse, example="nginx:1.27")
_TAG = checked("list", "rows", reference.parse, repeated=True, example="web:1")


# Characters of a line of a build's output that are waited for: a step may print without ever ending a line.
LONGEST_PRINTED = 16 * 1024


def _images(asked: Asked) -> dict[str, Any]:
    rows = images.list_images(asked.engine, all=asked.values.get("all", False), filters=filters_of(asked.values))
    return {"images": [row.id for row in rows] if asked.values.get("quiet") else [asdict(row) for row in rows]}


def _pull(asked: Asked) -> dict[str, Any]:
    values = asked.values
    image = values["reference"]
    pull_with_progress(
        asked, image, values.get("platform"), values.get("all-tags", False), quiet=values.get("quiet", False)
    )
    return {"image": image}


def pull_with_progress(
    asked: Asked, image: str, platform: str | None = None, all_tags: bool = False, *, quiet: bool = False
) -> None:
    """Pulls an image inside a job, one row of progress per layer unless `quiet`; raises the engine's error."""
    assert asked.progress is not None, "a pull is long work: it is done as a job"
    events = asked.progress.hold(images.pull(asked.engine, image, platform=platform, all_tags=all_tags))
    for event in events:
        if quiet:
            continue
        if event.id:
            asked.progress.item(event.id, event.status, event.current, event.total)
        else:
            asked.progress.say(event.status)


def _build(asked: Asked) -> dict[str, Any]:
    assert asked.progress is not None, "a build is long work: it is done as a job"
    values = asked.values
    if not asked.actor.is_admin:
        _have_the_bases(asked)
    request = images.BuildRequest(
        tags=tuple(values.get("tag", ())),
        dockerfile=values.get("file", ""),
        build_args=tuple(values.get("build-arg", ())),
        labels=tuple(values.get("label", ())),
        target=values.get("target", ""),
        no_cache=values.get("no-cache", False),
        pull=values.get("pull", False) and asked.actor.is_admin,
        folder=values["path"] != "-",
        as_read=not asked.actor.is_admin,
    )
    image_id = ""
    unfinished = ""  # the engine sends the end of a line apart from the line
    for event in asked.progress.hold(images.build(asked.engine, asked.uploads[0], request)):
        image_id = event.image_id or image_id
        if event.id:
            asked.progress.item(event.id, event.status, event.current, event.total)
            continue
        printed = event.text or (f"{event.status}\n" if event.status else "")
        whole, newline, unfinished = (unfinished + printed).rpartition("\n")
        if newline:
            asked.progress.say(whole)
        elif len(unfinished) > LONGEST_PRINTED:
            asked.progress.say(unfinished)
            unfinished = ""
    if unfinished:
        asked.progress.say(unfinished)
    return {"image": image_id, "tags": list(request.tags)}


def _have_the_bases(asked: Asked) -> None:
    """Fetches what an operator builds on before the engine would, so that the guard can look at its ONBUILD steps."""
    for base in bases_of(asked.uploads, asked.values):
        if asked.values.get("pull") or not images.has_image(asked.engine, base.image, base.platform):
            pull_with_progress(asked, base.image, base.platform or None)
        if why := refuse_triggers(asked.engine, base):
            raise GuardRefused("path", why)


def _build_inputs(values: Values) -> tuple[Input, ...]:
    return (Input(values["path"], _("the context: an archive (tar, also compressed), or a Dockerfile by itself")),)


def _context_word(word: str) -> str:
    """The context is always uploaded; a word that names something to fetch is refused by name."""
    if "://" in word or word.startswith(("git@", "github.com/")):
        raise ValueError(
            _now("“%(word)s” would have to be fetched; upload the folder as an archive instead.") % {"word": word}
        )
    return word


def _import(asked: Asked) -> dict[str, Any]:
    assert asked.progress is not None, "an import is long work: it is done as a job"
    values = asked.values
    image = values.get("image", "")
    events = images.import_tar(
        asked.engine, asked.uploads[0], image, tuple(values.get("change", ())), values.get("message", "")
    )
    image_id = ""
    for event in asked.progress.hold(events):
        image_id = event.image_id or image_id
        if event.status:
            asked.progress.say(event.status)
    return {"image": image_id, "tags": [image] if image else []}


def _import_inputs(values: Values) -> tuple[Input, ...]:
    return (Input(values["file"], _("the file tree: an archive (tar, also compressed)")),)


COMMANDS = (
    Command(
        name="image ls",
        aliases=("images", "image list"),
        summary=_("List images"),
        effect=Effect.READS,
        role="viewer",
        call=_images,
        options=(
            Option("all", ("-a", "--all"), FLAG, _("Intermediate images too")),
            Option("filter", ("-f", "--filter"), KEY_VALUES, _("Only those that match, for example dangling=true")),
            Option("quiet", ("-q", "--quiet"), FLAG, _("Only ids")),
        ),
    ),
    Command(
        name="image pull",
        aliases=("pull",),
        summary=_("Fetch an image from a registry"),
        effect=Effect.CHANGES,
        role="operator",
        call=_pull,
        positionals=(
            Positional("reference", _PULLED, _("name of an image, with :tag or @digest"), suggestions="images"),
        ),
        options=(
            Option("all-tags", ("-a", "--all-tags"), FLAG, _("Every tag of the repository")),
            Option("platform", ("--platform",), FILLED, _("For this platform, for example linux/arm64")),
            Option("quiet", ("-q", "--quiet"), FLAG, _("No row of progress for each layer")),
        ),
        answer=lambda values: Answer.JOB,
        explanation=_("Without a tag it is :latest. Layers that are here already are not fetched again."),
    ),
    Command(
        name="image build",
        aliases=("build",),
        summary=_("Build an image from a Dockerfile"),
        effect=Effect.CHANGES,
        role="operator",
        call=_build,
        positionals=(
            Positional(
                "path",
                checked("PATH", "context", _context_word, example="."),
                _("the context: uploaded beside the line, whatever its name"),
            ),
        ),
        options=(
            Option("tag", ("-t", "--tag"), _TAG, _("Name and tag of the image")),
            Option("file", ("-f", "--file"), FILLED, _("Path of the Dockerfile in the context")),
            Option("build-arg", ("--build-arg",), KEY_VALUES, _("A variable of the build"), secret=True),
            Option("label", ("--label",), LIST, _("A label of the image")),
            Option("target", ("--target",), FILLED, _("The stage to build")),
            Option("no-cache", ("--no-cache",), FLAG, _("Build every step anew")),
            Option("pull", ("--pull",), FLAG, _("Fetch a newer base image where there is one"), risk=Risk.NONE),
        ),
        answer=lambda values: Answer.JOB,
        inputs=_build_inputs,
        explanation=_("By the engine's classic builder."),
    ),
    Command(
        name="image import",
        aliases=("import",),
        summary=_("Make an image of a file tree"),
        effect=Effect.CHANGES,
        role="operator",
        call=_import,
        positionals=(
            Positional(
                "file",
                checked("FILE", "context", _context_word, example="-"),
                _("the file tree: an archive, uploaded beside the line, whatever its name"),
            ),
            Positional("image", _PULLED, _("name and tag of the image"), required=False),
        ),
        options=(
            Option("change", ("-c", "--change"), LIST, _("A Dockerfile instruction to apply, for example CMD sh")),
            Option("message", ("-m", "--message"), FILLED, _("A note for the image's history")),
        ),
        answer=lambda values: Answer.JOB,
        inputs=_import_inputs,
    ),
)
