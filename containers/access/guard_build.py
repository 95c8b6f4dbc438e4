"""The guard of `docker build`: what a Dockerfile may make the engine fetch on behalf of somebody who is no admin.

RUN stays inside a container. FROM, COPY --from and ADD are done by the engine itself, from the host's own network:
there they could reach what listens on the host only. So for operators these name things that can be known beforehand,
from registries that they could pull from, and ADD fetches no URL. The same goes for the ONBUILD steps of an image that
is built on.
https://docs.docker.com/reference/dockerfile/
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from containers.engine.build_context import dockerfile_of
from containers.engine.connection import Engine
from containers.engine.errors import NotFound
from containers.engine.invalid import InvalidOption

from .guard_dockerfile import has_heredoc, readings, unquoted, words_of
from .guard_options import refuse_registry

_REMOTE = re.compile(r"://|^git@|^github\.com/", re.IGNORECASE)
_VARIABLE = re.compile(r"\$(?:\{([a-zA-Z_]\w*)\}|([a-zA-Z_]\w*))", re.ASCII)
_PLAIN = re.compile(r"[\w./:@-]*", re.ASCII)
_DEFAULT = re.compile(r"(\w+)=(\"|'|)(.*)\2", re.ASCII)
_NO_BASE = "scratch"


@dataclass(frozen=True)
class Base:
    """An image that a stage begins with, and the platform it is wanted for, "" for the engine's own."""

    image: str
    platform: str = ""


def refuse_context(uploads: Sequence[Path], values: Mapping[str, Any], engine: Engine) -> str:
    """A sentence when the uploaded context's Dockerfile would make the engine fetch what its owner may not."""
    for upload in uploads:
        try:
            text = dockerfile_of(upload, values.get("file", ""))
        except InvalidOption as error:
            return error.message
        if why := refuse_text(text, values):
            return why
        for base in _bases(text, values):
            if why := refuse_triggers(engine, base):
                return why
    return ""


def refuse_text(dockerfile: str, values: Mapping[str, Any] | None = None) -> str:
    """A sentence when an instruction makes the engine fetch what only an admin may; `values` are the build's."""
    for found in readings(dockerfile):
        variables = _variables(found, values or {})
        for word, arguments in found:
            if why := _refuse(word, arguments, variables):
                return why
    return ""


def refuse_triggers(engine: Engine, base: Base) -> str:
    """A sentence when the ONBUILD steps of an image on the engine do so; "" too where it is not there yet."""
    try:
        config = engine.get(f"/images/{base.image}/json").get("Config") or {}
    except NotFound:
        return ""
    why = next((why for step in config.get("OnBuild") or () if (why := refuse_text(step))), "")
    return why and _("%(image)s has an ONBUILD step that only an admin may build on: %(why)s") % {
        "image": base.image,
        "why": why,
    }


def bases_of(uploads: Sequence[Path], values: Mapping[str, Any]) -> list[Base]:
    """The images that the stages of the uploaded context's Dockerfile begin with."""
    found = (base for upload in uploads for base in _bases(dockerfile_of(upload, values.get("file", "")), values))
    return list(dict.fromkeys(found))


def _bases(dockerfile: str, values: Mapping[str, Any]) -> Iterator[Base]:
    for found in readings(dockerfile):
        variables = _variables(found, values)
        stages = {_NO_BASE}
        for word, arguments in found:
            if word == "FROM":
                words = words_of(arguments)
                image, *named = [part for part in words if not part.startswith("--")] or [""]
                image = _resolved(image, variables) or ""
                platform = next((part.partition("=")[2] for part in words if part.startswith("--platform=")), "")
                if image and image.lower() not in stages:
                    yield Base(image, _resolved(platform, variables) or "")
                stages |= {name.lower() for name in named[1:2]}


def _refuse(word: str, arguments: str, variables: Mapping[str, str]) -> str:
    if word in ("ADD", "COPY", "RUN") and has_heredoc(arguments):
        return _("%(what)s: a document in the Dockerfile (<<) needs BuildKit, which builds here do without.") % {
            "what": f"{word} {arguments}"
        }
    words = words_of(arguments)
    if word == "ADD":
        *sources, _target = words or [""]
        if any(_REMOTE.search(each) for each in (unquoted(arguments), *words)):
            return _("ADD %(what)s would make the engine fetch a URL, which only an admin may do. Use RUN wget.") % {
                "what": arguments
            }
        if any("$" in source for source in sources):
            return _("ADD %(what)s names its source by a variable; only an admin may do that. Use COPY.") % {
                "what": arguments
            }
    if word == "FROM":
        return _refuse_image(next((part for part in words if not part.startswith("--")), ""), variables)
    if word == "COPY":
        sources = [part.partition("=")[2] for part in words if part.startswith("--from")]
        return next((why for source in sources if (why := _refuse_image(source, {}))), "")
    return ""


def _refuse_image(image: str, variables: Mapping[str, str]) -> str:
    named = _resolved(image, variables)
    if named is None:
        return _(
            "%(image)s names an image by a variable that the Dockerfile gives no plain value; only an admin may do "
            "that. Write the image out, or give it one (ARG NAME=value before the first FROM)."
        ) % {"image": image}
    if "/" not in named:
        return ""  # a stage, or an image of Docker's own registry
    try:
        return refuse_registry(named, None)
    except InvalidOption as error:
        return error.message


def _resolved(text: str, variables: Mapping[str, str]) -> str | None:
    """The text with $NAME and ${NAME} replaced; None where that leaves something that is not known."""
    known = _VARIABLE.sub(lambda match: variables.get(match[1] or match[2], "$"), text)
    return None if "$" in known else known


def _variables(found: Sequence[tuple[str, str]], values: Mapping[str, Any]) -> dict[str, str]:
    """The variables that FROM knows: ARG before the first of them, or what --build-arg says instead."""
    given: dict[str, str] = dict(
        argument.partition("=")[::2] for argument in values.get("build-arg", ()) if "=" in argument
    )
    variables: dict[str, str] = {}
    for word, arguments in found:
        if word == "FROM":
            break
        for argument in arguments.split() if word == "ARG" else ():
            match = _DEFAULT.fullmatch(argument)
            name, default = (match[1], match[3]) if match else (argument, "$")
            value = given.get(name, default)
            variables[name] = value if _PLAIN.fullmatch(value) else "$"
    return variables
