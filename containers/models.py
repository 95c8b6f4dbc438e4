"""The models of the app's packages, where Django looks for them."""

from containers.access.models import ContainerOwner, Right, Token
from containers.audit.models import AuditEntry
from containers.jobs.models import Job
from containers.presets.models import Preset
from containers.terminals.models import ExecSession
from containers.uploads.models import Upload

__all__ = ["AuditEntry", "ContainerOwner", "ExecSession", "Job", "Preset", "Right", "Token", "Upload"]
