from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What a row of the trail says about a command."""

    ASKED = "asked", _("asked")
    STARTED = "started", _("started")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")


class TrailIsAppendOnly(Exception):
    """Somebody tried to change or delete a row of the trail."""

    def __init__(self) -> None:
        super().__init__("Rows of the trail are never changed or deleted.")


class AppendOnlyRows(models.QuerySet):
    """Rows that can be read and added, nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise TrailIsAppendOnly

    def delete(self) -> NoReturn:
        """Refused."""
        raise TrailIsAppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise TrailIsAppendOnly


class AuditEntry(models.Model):
    """A row of the trail: a command was asked for, or what came of it.

    `asked` is the row of the asking that an outcome belongs to. A name, not a user, so that it outlives the account.
    Rows are written by containers.audit.trail only; the database's own triggers refuse UPDATE and DELETE.
    """

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    asked = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="outcomes")
    at = models.DateTimeField(_("at"), db_index=True)
    user_name = models.CharField(_("user"), max_length=150, db_index=True)
    via = models.CharField(_("by way of"), max_length=16)
    address = models.CharField(_("from"), max_length=64)
    host = models.CharField(_("host"), max_length=64)
    command = models.CharField(_("command"), max_length=100)
    line = models.TextField(_("line"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    why = models.TextField(_("why"), blank=True)
    # HMAC-SHA256 over the row and the digest of the row before it.
    digest = models.CharField(max_length=64)

    objects = AppendOnlyRows.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-number"]
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail")

    def __str__(self) -> str:
        return f"{self.number} {self.user_name}: {self.line} ({self.outcome})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the row; raises TrailIsAppendOnly for one that exists."""
        if not self._state.adding:
            raise TrailIsAppendOnly
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise TrailIsAppendOnly
