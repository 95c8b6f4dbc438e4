"""The image `busybox:latest` made of Debian's busybox-static, for where no registry can be reached."""

import io
import subprocess
import tarfile
from pathlib import Path

from containers.engine.static_program import BUSYBOX, read_static

IMAGE = "busybox:latest"
# How the engine is told to start a container of it: the `changes` of an image import.
CHANGES = ('CMD ["sh"]',)

_FILES = {
    "etc/passwd": "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n",
    "etc/group": "root:x:0:\nnogroup:x:65534:\n",
}
_FOLDERS = ("bin", "etc", "home", "root", "tmp", "usr", "usr/bin", "var")
_STICKY = {"tmp": 0o1777}


def base_tar(busybox: Path = BUSYBOX) -> bytes:
    """A file tree for `docker import`: `busybox` with a link for each of its commands. The same bytes every time.

    Raises FileNotFoundError or ValueError with a sentence when there is no busybox, or not a static one.
    """
    program = read_static(busybox)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name in _FOLDERS:
            _add(tar, name, _STICKY.get(name, 0o755), kind=tarfile.DIRTYPE)
        for name, text in _FILES.items():
            _add(tar, name, 0o644, content=text.encode())
        _add(tar, "bin/busybox", 0o755, content=program)
        for command in _commands(busybox):
            _link(tar, f"bin/{command}", "busybox")
        _link(tar, "usr/bin/env", "../../bin/env")
    return out.getvalue()


def _commands(busybox: Path) -> list[str]:
    listed = subprocess.run([busybox, "--list"], check=True, capture_output=True, text=True, timeout=10).stdout.split()
    return sorted(set(listed) - {"busybox"})  # it lists itself: a link of that name would replace the program


def _add(tar: tarfile.TarFile, name: str, mode: int, *, kind: bytes = tarfile.REGTYPE, content: bytes = b"") -> None:
    member = tarfile.TarInfo(name)
    member.type, member.mode, member.size = kind, mode, len(content)
    tar.addfile(member, io.BytesIO(content))


def _link(tar: tarfile.TarFile, name: str, target: str) -> None:
    member = tarfile.TarInfo(name)
    member.type, member.mode, member.linkname = tarfile.SYMTYPE, 0o777, target
    tar.addfile(member)
