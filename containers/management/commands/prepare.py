import os
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from containers.access.accounts import (
    FIRST_ADMIN,
    AccountRefused,
    add_user,
    admins,
    objections_to,
    random_password,
)
from containers.access.models import Role
from containers.access.roles import declare_rights
from containers.jobs.interrupted import mark_interrupted
from containers.uploads.receiving import sweep


class Command(BaseCommand):
    """Makes the data ready for a server, at each start: manage.py prepare [--quick]. Does only what is needed."""

    help = "Makes the database ready: tables, rights, the first admin; marks lost jobs, sweeps old uploads."
    requires_system_checks = []  # the server runs them when it starts

    def add_arguments(self, parser: ArgumentParser) -> None:
        """[--quick]."""
        parser.add_argument("--quick", action="store_true", help="leave the sweeping of old uploads to the next upload")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepares, and says what was done."""
        self._migrate()
        declare_rights()
        self._make_the_first_admin()
        lost = mark_interrupted()
        if lost:
            said = ngettext("%(count)d job was interrupted.", "%(count)d jobs were interrupted.", lost)
            self.stdout.write(said % {"count": lost})
        if not options["quick"]:
            sweep()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
            self.stdout.write(_("The database is up to date now."))

    def _make_the_first_admin(self) -> None:
        """An account that is there is never changed, and none is made beside an admin of any name."""
        if admins():
            return
        given = os.environ.get("DOCKLINE_ADMIN_PASSWORD", "")
        password = given or random_password()
        try:
            add_user(FIRST_ADMIN, Role.ADMIN, password)
        except AccountRefused as error:
            raise CommandError(
                _("There is no admin, and %(name)s is taken. Make one: manage.py adduser NAME --role admin")
                % {"name": FIRST_ADMIN}
            ) from error
        self.stdout.write(_("Sign in as %(name)s.") % {"name": FIRST_ADMIN})
        if given:
            self._warn_of_a_weak_password(given)
        else:
            self.stdout.write(_("Password, shown this once: %(password)s") % {"password": password})

    def _warn_of_a_weak_password(self, password: str) -> None:
        """Taken all the same: it was chosen by whoever starts the server, who may do anything there."""
        objections = objections_to(password, FIRST_ADMIN)
        if objections:
            self.stderr.write(
                _("DOCKLINE_ADMIN_PASSWORD was taken, but it is weak: %(objections)s") % {"objections": objections}
            )
