from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The roles Dockline starts with, the lowest first. Each is a Django group of the same name."""

    VIEWER = "viewer", _("viewer")
    OPERATOR = "operator", _("operator")
    ADMIN = "admin", _("admin")


class Right(models.Model):
    """Holds the permissions of the docker commands, one each, and no rows of its own."""

    class Meta:
        managed = False
        default_permissions = ()
        verbose_name = _("docker command")


class Token(models.Model):
    """A secret that lets a program act as its owner. The secret itself is not kept, only its SHA-256."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(_("label"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    # None: as its owner, whatever the owner's rights are at that time.
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, null=True, blank=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    last_used = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["-created", "-pk"]
        verbose_name = _("token")

    def __str__(self) -> str:
        return self.label


class ContainerOwner(models.Model):
    """Who made a container through Dockline: a name, not a user, so that it outlives the account."""

    host = models.CharField(_("host"), max_length=64)
    container = models.CharField(_("container"), max_length=64)
    user_name = models.CharField(_("user"), max_length=150)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["host", "container"], name="one_owner_a_container")]
        verbose_name = _("owner of a container")

    def __str__(self) -> str:
        return f"{self.container[:12]}: {self.user_name}"
