from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import ngettext

from containers.audit.models import AuditEntry
from containers.audit.trail import verify
from containers.management.prepared import PreparedCommand


class Command(PreparedCommand):
    """Shows the newest rows of the trail, or checks all of it: manage.py trail [--last N] [--verify]."""

    help = "Shows the newest rows of the trail; --verify checks that no row was changed, added or taken away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """[--last N] [--verify]."""
        parser.add_argument("--last", type=int, default=20, metavar="N", help="how many rows to show (20)")
        parser.add_argument("--verify", action="store_true", help="check the whole chain; 1 when it is broken")

    def handle(self, *args: Any, **options: Any) -> None:
        """Shows or checks."""
        if options["verify"]:
            self._verify()
            return
        for entry in reversed(AuditEntry.objects.all()[: max(options["last"], 0)]):
            self.stdout.write(_as_line(entry))

    def _verify(self) -> None:
        broken = verify()
        if broken is not None:
            raise CommandError(broken.why)
        count = AuditEntry.objects.count()
        self.stdout.write(
            ngettext("The trail is whole: %(count)d row.", "The trail is whole: %(count)d rows.", count)
            % {"count": count}
        )


def _as_line(entry: AuditEntry) -> str:
    parts = [
        str(entry.number),
        entry.at.isoformat(timespec="seconds"),
        entry.user_name,
        entry.via,
        entry.address,
        entry.outcome,
        entry.line,
        entry.why,
    ]
    return "  ".join(_printable(part) for part in parts)


def _printable(text: str) -> str:
    """What somebody typed must not move the cursor or colours of the terminal that shows it."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
