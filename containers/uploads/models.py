from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Upload(models.Model):
    """A file that was sent beside a command's line, kept for a day for its owner only."""

    id = models.CharField(primary_key=True, max_length=32, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(_("name"), max_length=255)
    bytes = models.PositiveBigIntegerField(_("size in bytes"))
    created = models.DateTimeField(_("created"), auto_now_add=True, db_index=True)
    used = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["-created"]
        verbose_name = _("upload")

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the file is."""
        return uploads_folder() / self.id


def uploads_folder() -> Path:
    """The folder of the uploads, which Django's own half-received files share."""
    return Path(settings.FILE_UPLOAD_TEMP_DIR)
