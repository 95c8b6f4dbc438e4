"""`--platform`: for which system and processor an image is (https://docs.docker.com/build/building/multi-platform/)."""

import re

from .invalid import InvalidOption, gettext_noop

SYSTEMS = ("linux", "windows", "freebsd", "darwin")
PROCESSORS = ("386", "amd64", "arm", "arm64", "loong64", "mips64le", "ppc64le", "riscv64", "s390x")
_PARTS = re.compile(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+){0,2}", re.ASCII)


def parse_platform(text: str) -> str:
    """The platform written out, linux/amd64 for amd64, "" for none; raises InvalidOption."""
    if not text:
        return ""
    lower = text.lower()
    if _PARTS.fullmatch(lower):
        if "/" in lower:
            return lower
        if lower in PROCESSORS:
            return f"linux/{lower}"
        if lower in SYSTEMS:
            return f"{lower}/amd64"
    raise InvalidOption(
        gettext_noop("“%(text)s” is no platform: write system/processor, as in linux/arm64."), text=text
    )
