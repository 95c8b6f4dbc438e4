from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Preset(models.Model):
    """A form of a command that somebody filled and named, to begin from again; for its owner only.

    `fields` are the form's fields as a query, `line` is what they stand for; secrets are masked in both.
    """

    id = models.CharField(primary_key=True, max_length=32, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presets")
    command = models.CharField(_("command"), max_length=64)
    name = models.CharField(_("name"), max_length=80)
    line = models.TextField(_("line"))
    fields = models.TextField()
    changed = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        default_permissions = ()
        ordering = ["name"]
        verbose_name = _("preset")
        constraints = [models.UniqueConstraint(fields=["owner", "command", "name"], name="one_preset_of_a_name")]

    def __str__(self) -> str:
        return self.name
