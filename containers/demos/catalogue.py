"""The demos that come with Dockline: what each shows, and the docker lines that it stands for."""

import io
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Demo:
    """An image built from a Dockerfile of ours, and the container that is run from it; both are named after it."""

    slug: str
    title: Any
    summary: Any
    folder: Path

    @property
    def container(self) -> str:
        """The name of its container."""
        return self.slug

    @property
    def image(self) -> str:
        """The name and tag of its image."""
        return f"dockline/{self.slug}:latest"

    @property
    def build_line(self) -> str:
        """The docker line that builds its image; the context is sent along."""
        return f"docker build -t {self.image} ."

    @property
    def run_line(self) -> str:
        """The docker line that makes and starts its container."""
        return f"docker run -d --name {self.container} {self.image}"

    @property
    def start_line(self) -> str:
        """The docker line that starts its container when it is there already."""
        return f"docker start {self.container}"

    @property
    def lines(self) -> tuple[str, ...]:
        """What starting it for the first time does."""
        return (self.build_line, self.run_line)

    def context(self) -> bytes:
        """The build context: its folder as a tar archive."""
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as archive:
            for path in sorted(self.folder.iterdir()):
                archive.add(path, path.name, filter=_without_owner)
        return out.getvalue()


def _without_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o755 if member.name.endswith(".sh") else 0o644
    return member


_DEMOS = (
    Demo(
        "counter-careful",
        _("Careful counter"),
        _(
            "Counts every three seconds. On stop it saves its count and leaves at once; started again it goes on from "
            "there."
        ),
        FOLDER / "counter" / "careful",
    ),
    Demo(
        "counter-plain",
        _("Plain counter"),
        _("The same without care for signals: a stop takes its whole grace period, and the count is lost."),
        FOLDER / "counter" / "plain",
    ),
)


def catalogue() -> tuple[Demo, ...]:
    """The demos, in the order in which they are shown."""
    return _DEMOS


def demo_of(slug: str) -> Demo | None:
    """The demo called `slug`."""
    return next((demo for demo in _DEMOS if demo.slug == slug), None)
