import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from containers.access.accounts import AccountRefused, add_user, random_password, refuse_weak_password
from containers.access.roles import ROLES
from containers.management.prepared import PreparedCommand


class Command(PreparedCommand):
    """Makes an account: manage.py adduser NAME --role viewer|operator|admin [--password-stdin]."""

    help = "Makes an account with a role. The password is asked for; without a terminal a random one is printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """NAME --role R [--password-stdin]."""
        parser.add_argument("name")
        parser.add_argument("--role", required=True, choices=ROLES)
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes the account, or says why not."""
        name, role = options["name"], options["role"]
        random = ""
        if options["password_stdin"]:
            password = sys.stdin.readline().rstrip("\r\n")
        elif sys.stdin.isatty():
            password = self._asked_twice()
        else:
            password = random = random_password()
        try:
            refuse_weak_password(password, name)
            add_user(name, role, password)
        except AccountRefused as error:
            raise CommandError(error.message) from error
        self.stdout.write(_("%(name)s can sign in now, as %(role)s.") % {"name": name, "role": role})
        if random:
            self.stdout.write(_("Password, shown this once: %(password)s") % {"password": random})

    def _asked_twice(self) -> str:
        password = getpass.getpass(_("Password: "))
        if getpass.getpass(_("Again: ")) != password:
            raise CommandError(_("The two passwords differ; nothing was changed."))
        return password
