"""The one Django app of Dockline."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext


class ContainersConfig(AppConfig):
    """Models and rights of everything below containers/."""

    name = "containers"
    label = "containers"
    verbose_name = "Dockline"

    def ready(self) -> None:
        """Keeps a right for each declared command, from the first migration on; gives the engine its translations."""
        from containers.access.roles import after_migrate
        from containers.engine.errors import Language

        post_migrate.connect(after_migrate, sender=self)
        Language.translate = staticmethod(gettext)
