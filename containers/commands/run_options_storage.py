"""Options of run and create about files."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from .declare import Option, Risk
from .kinds import FLAG, TEXT
from .run_kinds import MOUNTS, TEXTS
from .run_kinds import STORAGE as STORAGE_OPTIONS

_option = partial(Option, group="storage")

STORAGE = (
    _option(
        "mount",
        ("--mount",),
        MOUNTS,
        _("A volume, folder, memory or image at a path of it"),
        risk=Risk.ESCAPES,
        secret_settings=True,
    ),
    _option("tmpfs", ("--tmpfs",), TEXTS, _("A path that is kept in memory, with :options")),
    _option("read-only", ("--read-only",), FLAG, _("Let it write to volumes and memory only")),
    _option(
        "volumes-from",
        ("--volumes-from",),
        TEXTS,
        _("All volumes and folders that another container has"),
        risk=Risk.ESCAPES,
        suggestions="containers",
    ),
    _option("volume-driver", ("--volume-driver",), TEXT, _("The driver that makes its volumes"), risk=Risk.ESCAPES),
    _option(
        "storage-opt",
        ("--storage-opt",),
        STORAGE_OPTIONS,
        _("An option of the driver that keeps its own files"),
        risk=Risk.ESCAPES,
    ),
    _option(
        "use-api-socket",
        ("--use-api-socket",),
        FLAG,
        _("Give it the engine's socket, and so the whole host"),
        risk=Risk.ESCAPES,
    ),
)
