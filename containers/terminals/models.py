from django.db import models
from django.utils.translation import gettext_lazy as _


class ExecSession(models.Model):
    """An exec whose processes are to be ended when its terminal is gone for good, also after a restart of the server.

    `mark` is in the environment of its processes; `server` names the process of ours that has the terminal. `ending`
    is how the terminal ended (a value of engine.session.End, or "server_stopped"), empty while it goes on. The row goes
    when no process can be left.
    """

    mark = models.CharField(primary_key=True, max_length=32)
    host = models.CharField(_("host"), max_length=64)
    container = models.CharField(_("container"), max_length=64)
    server = models.CharField(max_length=32)
    asked = models.ForeignKey("AuditEntry", on_delete=models.PROTECT, null=True, related_name="terminals")
    ending = models.CharField(max_length=16, blank=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("terminal")

    def __str__(self) -> str:
        return f"{self.mark} in {self.container[:12]}"
