"""The server's one process: makes the database ready, checks the settings, then serves. script/server starts it.

One process, because loading Django a second time would add a second to every start.
"""

import os
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")

import django
from daphne.cli import CommandLineInterface
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, SystemCheckError
from django.db import DatabaseError, connections

MOST_FILES = 65_536
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  (what people write to be reached from everywhere)


def main() -> None:
    """Serves until it is interrupted."""
    try:
        django.setup()
        call_command("prepare")
        BaseCommand().check()
    except (ImproperlyConfigured, CommandError, SystemCheckError, DatabaseError, OSError) as error:
        raise SystemExit(f"Dockline cannot start: {error}") from None
    connections.close_all()
    have_room_for_connections()
    from django.conf import settings

    say_where(settings.BIND, settings.PORT, settings.ORIGINS)
    options = ["-b", settings.BIND, "-p", str(settings.PORT), "-v", "0", "--no-server-name"]
    if settings.SECURE_PROXY_SSL_HEADER:  # Django has it always, None by itself
        options.append("--proxy-headers")  # who asked, for the trail, is then what the proxy says
    CommandLineInterface().run([*options, "dashboard.asgi:application"])


def have_room_for_connections() -> None:
    """Takes as many open files as the machine lets it: each viewer is one, and each container that is watched."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if resource.RLIM_INFINITY != soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def say_where(bind: str, port: int, origins: list[str]) -> None:
    """Prints the address for a browser, and what it means when other machines can reach it."""
    host = "127.0.0.1" if bind in EVERYWHERE else f"[{bind}]" if ":" in bind else bind
    if bind not in ("127.0.0.1", "localhost", "::1"):
        print(f"BIND={bind}: other machines can reach this port. Browsers are let in only under {', '.join(origins)}:")
        print(
            "  say what they call it with DOCKLINE_ORIGINS (such as https://docker.example.org), and put TLS before it,"
        )
        print("  for passwords pass here.")
    print(f"Dockline: http://{host}:{port} (Ctrl-C ends it)", flush=True)


main()
