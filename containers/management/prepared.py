from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils.translation import gettext as _


class PreparedCommand(BaseCommand):
    """A command that needs the tables, and says so in a sentence where they are missing."""

    requires_system_checks = []

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Runs the command."""
        try:
            return super().execute(*args, **options)
        except OperationalError as error:
            if "no such table" not in str(error):
                raise
            raise CommandError(_("The database is not ready yet: run manage.py prepare first.")) from error
