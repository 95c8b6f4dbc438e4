import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a job is."""

    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")
    INTERRUPTED = "interrupted", _("interrupted")


UNFINISHED = (State.QUEUED, State.RUNNING)


def new_id() -> str:
    """A job's id: 32 hex digits that cannot be guessed."""
    return uuid.uuid4().hex


class Job(models.Model):
    """Long work that goes on when its page is closed.

    `snapshot` is the whole progress, {"items": [{"id", "text", "current", "total"}], "lines": [text]}, and `number`
    counts its versions. `server` names the process that works on it, `asked` its row of the trail.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    host = models.CharField(_("host"), max_length=64)
    command = models.CharField(_("command"), max_length=100)
    line = models.TextField(_("line"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="jobs")
    asked = models.ForeignKey("AuditEntry", on_delete=models.PROTECT, null=True, related_name="jobs")
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.QUEUED, db_index=True)
    snapshot = models.JSONField(default=dict)
    number = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)
    error = models.TextField(_("error"), blank=True)
    server = models.CharField(max_length=32)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    started = models.DateTimeField(_("started"), null=True)
    ended = models.DateTimeField(_("ended"), null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-created", "-pk"]
        verbose_name = _("job")

    def __str__(self) -> str:
        return f"{self.line} ({self.state})"

    @property
    def unfinished(self) -> bool:
        """Whether it may still change."""
        return self.state in UNFINISHED
