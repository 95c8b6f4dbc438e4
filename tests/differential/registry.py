"""The smallest registry that an engine can pull from: one image, under two tags, read only."""

import gzip
import hashlib
import io
import json
import shutil
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PORT = 5917
NAME = "dldiff-busybox"
APPLETS = ("cat", "echo", "false", "sh", "sleep", "top", "true")
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
UNKNOWN = b'{"errors": [{"code": "MANIFEST_UNKNOWN", "message": "manifest unknown"}]}'


def image_files() -> bytes:
    """A tar of the statically linked busybox that this machine has; raises FileNotFoundError where it has none."""
    busybox = shutil.which("busybox")
    if busybox is None:
        raise FileNotFoundError("The differential test makes its image of busybox: install busybox-static.")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        member = tarfile.TarInfo("bin/busybox")
        member.size, member.mode = Path(busybox).stat().st_size, 0o755
        with Path(busybox).open("rb") as program:
            tar.addfile(member, program)
        for applet in APPLETS:
            link = tarfile.TarInfo(f"bin/{applet}")
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            tar.addfile(link)
    return packed.getvalue()


@contextmanager
def serving_image(port: int = PORT) -> Iterator[str]:
    """A registry at 127.0.0.1:`port` with the image dldiff-busybox (tags latest and other) while the block lasts."""
    blobs, manifest = _packed(image_files())
    answers = {f"/v2/{NAME}/blobs/{_digest(blob)}": blob for blob in blobs} | {"/v2/": b"{}"}
    answers |= {f"/v2/{NAME}/manifests/{name}": manifest for name in ("latest", "other", _digest(manifest))}

    class Answer(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def log_message(self, *_: object) -> None:
            pass

        def _answer(self, *, with_body: bool) -> None:
            content = answers.get(self.path, UNKNOWN)
            self.send_response(404 if content is UNKNOWN else 200)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Type", MANIFEST if content is manifest else "application/json")
            if content is manifest:
                self.send_header("Docker-Content-Digest", _digest(manifest))
            self.end_headers()
            if with_body:
                self.wfile.write(content)

    with ThreadingHTTPServer(("127.0.0.1", port), Answer) as server:
        threading.Thread(target=server.serve_forever, name="registry", daemon=True).start()
        yield f"127.0.0.1:{port}"
        server.shutdown()


def _packed(files: bytes) -> tuple[tuple[bytes, bytes], bytes]:
    layer = gzip.compress(files, compresslevel=1, mtime=0)
    config = json.dumps(
        {
            "architecture": "amd64",
            "os": "linux",
            "config": {"Cmd": ["sh"], "Env": ["PATH=/bin"]},
            "rootfs": {"type": "layers", "diff_ids": [_digest(files)]},
        }
    ).encode()
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": _described("application/vnd.docker.container.image.v1+json", config),
        "layers": [_described("application/vnd.docker.image.rootfs.diff.tar.gzip", layer)],
    }
    return (config, layer), json.dumps(manifest).encode()


def _described(kind: str, blob: bytes) -> dict[str, object]:
    return {"mediaType": kind, "size": len(blob), "digest": _digest(blob)}


def _digest(blob: bytes) -> str:
    return "sha256:" + hashlib.sha256(blob).hexdigest()
