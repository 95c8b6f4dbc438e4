from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from containers.access.roles import ROLES
from containers.access.tokens import TokenRefused, issue
from containers.management.prepared import PreparedCommand


class Command(PreparedCommand):
    """Makes an API token: manage.py token NAME --label TEXT [--role R]."""

    help = "Makes an API token of a user and prints its secret, once, alone on standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """NAME --label TEXT [--role R]."""
        parser.add_argument("name")
        parser.add_argument("--label", required=True, help="what the token is for")
        parser.add_argument("--role", choices=ROLES, help="at most this role; without it, as its owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the secret, or says why there is none."""
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(
                _("There is no account %(name)s; make one with manage.py adduser.") % {"name": options["name"]}
            )
        try:
            secret = issue(user, options["label"], options["role"])
        except TokenRefused as error:
            raise CommandError(error.message) from error
        self.stdout.write(secret)
