"""Image references by the rules of docker's own grammar (https://github.com/distribution/reference).

"busybox" is short for docker.io/library/busybox:latest; the short form is the familiar one, the long one is normalised.
"""

import re
from dataclasses import dataclass

from .invalid import InvalidOption, gettext_noop

DEFAULT_REGISTRY = "docker.io"
LEGACY_REGISTRY = "index.docker.io"
OFFICIAL = "library/"
DEFAULT_TAG = "latest"
LONGEST_PATH = 255

_LABEL = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_DOMAIN = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
_COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_ALGORITHM = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*"
_REFERENCE = re.compile(
    rf"(?P<registry>{_DOMAIN})/(?P<path>{_COMPONENT}(?:/{_COMPONENT})*)"
    rf"(?::(?P<tag>[a-zA-Z0-9_][a-zA-Z0-9_.-]{{0,127}}))?(?:@(?P<digest>{_ALGORITHM}:[0-9a-fA-F]{{32,}}))?"
)
_WHOLE_ID = re.compile(r"(?:sha256:)?[a-f0-9]{64}")
_DIGEST_LENGTHS = {"sha256": 64, "sha384": 96, "sha512": 128}


@dataclass(frozen=True)
class Reference:
    """A normalised image reference; `tag` and `digest` are empty where none was written."""

    registry: str
    path: str
    tag: str = ""
    digest: str = ""

    @property
    def name(self) -> str:
        """Registry and path, as the engine is asked to pull it: docker.io/library/busybox."""
        return f"{self.registry}/{self.path}"

    @property
    def familiar_name(self) -> str:
        """The shortest name that means the same: busybox."""
        if self.registry != DEFAULT_REGISTRY:
            return self.name
        short = self.path.removeprefix(OFFICIAL)
        return self.path if "/" in short else short

    @property
    def familiar(self) -> str:
        """The familiar name with the tag and digest that are there: busybox:1.36."""
        return self.familiar_name + (f":{self.tag}" if self.tag else "") + (f"@{self.digest}" if self.digest else "")

    @property
    def tag_or_digest(self) -> str:
        """What a pull asks for: the digest before the tag, and latest when neither was written."""
        return self.digest or self.tag or DEFAULT_TAG


def parse(text: str) -> Reference:
    """The reference that `text` means; raises InvalidOption when docker could not read it."""
    if _WHOLE_ID.fullmatch(text) and ":" not in text:
        raise InvalidOption(
            gettext_noop("%(image)s is the id of an image; here docker needs a name, for example busybox:latest."),
            image=text,
        )
    registry, rest = _split_registry(text)
    if rest.partition(":")[0] != rest.partition(":")[0].lower():
        raise InvalidOption(
            gettext_noop("“%(image)s” is no image name: names are written in lower case, for example “%(lower)s”."),
            image=text,
            lower=text.lower(),
        )
    match = _REFERENCE.fullmatch(f"{registry}/{rest}")
    if not match or not _digest_fits(match["digest"]):
        raise InvalidOption(
            gettext_noop(
                "“%(image)s” is no image name: write name, name:tag or registry/name:tag, or name@sha256:digest."
            ),
            image=text,
        )
    if len(match["path"]) > LONGEST_PATH:
        raise InvalidOption(gettext_noop("An image name has at most %(most)d characters."), most=LONGEST_PATH)
    return Reference(match["registry"], match["path"], match["tag"] or "", match["digest"] or "")


def parse_image(text: str) -> Reference | None:
    """What `docker run` may pull for the image `text`: a reference, or None for the whole id of an image."""
    return None if _WHOLE_ID.fullmatch(text) else parse(text)


def normalised(text: str) -> str:
    """The whole name that `text` is short for, docker.io/library/busybox:latest; a whole id stays; may raise
    InvalidOption."""
    reference = parse_image(text)
    if reference is None:
        return text
    tag = reference.tag or ("" if reference.digest else DEFAULT_TAG)
    return reference.name + (f":{tag}" if tag else "") + (f"@{reference.digest}" if reference.digest else "")


def registry_of(text: str) -> str:
    """The registry that a pull of `text` would ask ("docker.io", "localhost:5000"); empty for the id of an image."""
    reference = parse_image(text)
    return reference.registry if reference else ""


def _split_registry(text: str) -> tuple[str, str]:
    """The registry and the rest; the first part is a registry only where it looks like a host."""
    first, slash, rest = text.partition("/")
    is_host = slash and (first == "localhost" or "." in first or ":" in first or first != first.lower())
    registry, rest = (first, rest) if is_host else (DEFAULT_REGISTRY, text)
    if registry == LEGACY_REGISTRY:
        registry = DEFAULT_REGISTRY
    if registry == DEFAULT_REGISTRY and "/" not in rest:
        rest = OFFICIAL + rest
    return registry, rest


def _digest_fits(digest: str | None) -> bool:
    if not digest:
        return True
    algorithm, _, value = digest.partition(":")
    return len(value) == _DIGEST_LENGTHS.get(algorithm) and value == value.lower()
