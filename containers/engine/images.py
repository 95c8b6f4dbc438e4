"""What `docker image ...` asks the engine for, one function per command."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import build_context
from .archive_members import place
from .build_context import ContextKind
from .connection import Engine
from .environment import labels, parse_variable
from .errors import EngineFailed, NotFound, NotSupported
from .events import Events, Shaped
from .image_reading import detail_of, summary_of
from .invalid import InvalidOption, gettext_noop
from .reference import parse
from .shapes import BuildProgress, ImageDetail, ImageSummary, PullProgress

ZSTD_API = "1.42"
XZ_IS_MISSING = 'exec: "xz": executable file not found'


@dataclass(frozen=True)
class BuildRequest:
    """The values of `docker build`, each list in the syntax of its flag; `dockerfile` is a path in the context.

    `folder`: an archive stands for a folder, as in `docker build .`, and not for itself, as in `docker build -`.
    `as_read`: the engine gets an archive member by member as it was read here, whatever else its bytes could mean.
    """

    tags: tuple[str, ...] = ()
    dockerfile: str = ""
    build_args: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    target: str = ""
    no_cache: bool = False
    pull: bool = False
    folder: bool = False
    as_read: bool = False

    @property
    def folder_dockerfile(self) -> str:
        """The path of a folder's Dockerfile, as the CLI names it; empty for an archive that stands for itself."""
        return place(self.dockerfile or build_context.DOCKERFILE) if self.folder else ""

    @property
    def named_dockerfile(self) -> str:
        """The path that the engine is told, "" for none."""
        return self.folder_dockerfile or (place(self.dockerfile) if self.as_read else self.dockerfile)


def list_images(
    engine: Engine,
    all: bool = False,  # noqa: A002 - docker's own word
    filters: Mapping[str, Sequence[str]] | None = None,
) -> tuple[ImageSummary, ...]:
    """The images, newest first, or `all` of them with those in between.

    `filters` are docker's ({"dangling": ["true"]}).
    """
    params: dict[str, str] = {}
    if all:
        params["all"] = "1"
    if filters:
        params["filters"] = json.dumps({name: list(values) for name, values in filters.items()})
    rows = (summary_of(row) for row in engine.get("/images/json", params))
    return tuple(sorted(rows, key=lambda image: image.created, reverse=True))


def inspect_image(engine: Engine, image: str) -> ImageDetail:
    """One image by name or (the start of) its id; raises NotFound."""
    return detail_of(engine.get(f"/images/{image}/json"))


def has_image(engine: Engine, image: str, platform: str = "") -> bool:
    """Whether the engine has the image, and for the `platform` (os/architecture) where one is named."""
    try:
        found = engine.get(f"/images/{image}/json")
    except NotFound:
        return False
    return not platform or platform == f"{found.get('Os')}/{found.get('Architecture')}"


def pull(
    engine: Engine,
    reference: str,
    platform: str | None = None,
    auth: Mapping[str, str] | None = None,
    all_tags: bool = False,
) -> Shaped[PullProgress]:
    """Pulls an image and tells how far each layer is; closing what it returns ends the pull.

    `platform` is os/architecture, `auth` what the registry knows the engine by (username, password, serveraddress; or
    identitytoken). Raises InvalidOption for what is no reference, EngineFailed where the registry refuses or is away.
    """
    params = pull_params(reference, platform or "", all_tags)
    events = engine.events("POST", "/images/create", params, headers={"X-Registry-Auth": _encoded(auth or {})})
    return Shaped(events, _pull_progress)


def pull_params(reference: str, platform: str = "", all_tags: bool = False) -> dict[str, str]:
    """The query of a pull as the docker CLI writes it: the whole name, and latest when no tag was said."""
    wanted = parse(reference)
    if all_tags and (wanted.tag or wanted.digest):
        raise InvalidOption(
            gettext_noop("A tag cannot be used with --all-tags: write the name without %(tag)s."),
            tag=wanted.tag or wanted.digest,
        )
    params = {"fromImage": wanted.name}
    if not all_tags:
        params["tag"] = wanted.tag_or_digest
    if platform:
        params["platform"] = platform.lower()
    return params


def build(engine: Engine, upload: Path, request: BuildRequest) -> Shaped[BuildProgress]:
    """Builds an image from an uploaded Dockerfile or archive by the engine's classic builder.

    The last event holds the image's id. Closing what it returns ends the build. Raises InvalidOption for what cannot be
    built, EngineFailed with the engine's words where a step fails.
    """
    with build_context.opened(upload, request.folder_dockerfile, as_read=request.as_read) as context:
        params = build_params(request, context.kind)
        if context.kind is ContextKind.ZSTD_ARCHIVE and not engine.supports(ZSTD_API):
            raise NotSupported(
                gettext_noop("This engine cannot read a zstd archive (Docker 23 can); pack the folder by gzip instead.")
            )
        headers = {"Content-Type": "application/x-tar", "X-Registry-Config": _encoded({})}
        # The engine answers when it has read the whole context, which may be closed then.
        try:
            return _building(engine.events("POST", "/build", params, body=context.archive, headers=headers))
        except EngineFailed as error:
            if XZ_IS_MISSING in error.message:
                raise NotSupported(
                    gettext_noop("The engine's machine has no program to unpack xz; pack the folder by gzip instead."),
                    error.detail,
                ) from error
            raise


def build_params(request: BuildRequest, kind: ContextKind) -> dict[str, Any]:
    """The query of a build as the docker CLI writes it; raises InvalidOption."""
    if kind is ContextKind.DOCKERFILE and request.dockerfile:
        raise InvalidOption(
            gettext_noop(
                "The upload is itself the Dockerfile, so -f %(file)s can name none: leave it out, or upload an archive."
            ),
            file=request.dockerfile,
        )
    for tag in request.tags:
        parse(tag)
    arguments = dict(parse_variable(argument) for argument in request.build_args)
    pasted = build_context.DOCKERFILE if kind is ContextKind.DOCKERFILE else ""
    optional = {
        "buildargs": _compact(arguments) if arguments else "",
        "dockerfile": pasted or request.named_dockerfile,
        "labels": _compact(labels(request.labels)) if request.labels else "",
        "nocache": "1" if request.no_cache else "",
        "pull": "1" if request.pull else "",
        "t": list(request.tags),
        "target": request.target,
    }
    return {name: value for name, value in optional.items() if value} | {"version": "1"}


def import_tar(
    engine: Engine, archive: Path, image: str = "", changes: Sequence[str] = (), message: str = ""
) -> Shaped[BuildProgress]:
    """Makes an image of a file tree in a tar archive, which may be compressed; the last event holds the image's id.

    `image` names it, `changes` are Dockerfile instructions to apply. Raises InvalidOption and EngineFailed.
    """
    if image:
        parse(image)
    optional = {"changes": list(changes), "message": message, "repo": image}
    params = {"fromSrc": "-"} | {name: value for name, value in optional.items() if value}
    with archive.open("rb") as body:
        events = engine.events("POST", "/images/create", params, body=body, headers={"Content-Type": "text/plain"})
    return Shaped(events, _import_progress)


def _import_progress(event: Mapping[str, Any]) -> BuildProgress:
    status = event.get("status") or ""
    return BuildProgress(status=status, image_id=status if status.startswith("sha256:") else "")


def _pull_progress(event: Mapping[str, Any]) -> PullProgress:
    current, total = _counts(event)
    return PullProgress(event.get("id") or "", event.get("status") or "", current, total)


def _building(events: Events) -> Shaped[BuildProgress]:
    image_ids: list[str] = []

    def shape(event: dict[str, Any]) -> BuildProgress | None:
        if image_id := (event.get("aux") or {}).get("ID"):
            image_ids.append(image_id)
        return _build_progress(event) if "stream" in event or "status" in event else None

    def last() -> BuildProgress:
        if not image_ids:
            raise EngineFailed(gettext_noop("The build ended without an image."))
        return BuildProgress(image_id=image_ids[-1])

    return Shaped(events, shape, last)


def _build_progress(event: Mapping[str, Any]) -> BuildProgress:
    current, total = _counts(event)
    return BuildProgress(
        text=event.get("stream") or "",
        id=event.get("id") or "",
        status=event.get("status") or "",
        current=current,
        total=total,
    )


def _counts(event: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Bytes done and bytes in all; None where the engine does not say."""
    detail = event.get("progressDetail") or {}
    return detail.get("current"), detail.get("total") or None


def _encoded(value: Mapping[str, Any]) -> str:
    """A header's JSON in URL-safe base64, as the engine's API takes it; nobody is signed in with {}."""
    return base64.urlsafe_b64encode(_compact(value).encode()).decode()


def _compact(value: Mapping[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)
