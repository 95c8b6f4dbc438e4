"""Jobs whose server died under them."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from containers.audit import trail
from containers.audit.models import Outcome
from containers.jobs import alive
from containers.jobs.models import UNFINISHED, Job, State


def mark_interrupted() -> int:
    """Marks the unfinished jobs of servers that no longer live, in the trail too; the number of jobs marked.

    Called at each start (`manage.py prepare`) and before jobs are read, so it holds however the server is started.
    """
    marked = 0
    dead: dict[str, bool] = {}
    for job in _of_other_servers():
        if not dead.setdefault(job.server, not alive.is_alive(job.server)):
            continue
        why = _("The server stopped while this was running. See what was done and ask again for the rest.")
        # Whoever looks first marks it: the update finds it unfinished only once.
        if Job.objects.filter(pk=job.pk, state__in=UNFINISHED).update(
            state=State.INTERRUPTED, error=why, ended=timezone.now(), number=job.number + 1
        ):
            marked += 1
            if job.asked is not None:
                trail.conclude(job.asked, Outcome.FAILED, why)
    return marked


def _of_other_servers() -> QuerySet[Job]:
    return Job.objects.filter(state__in=UNFINISHED).exclude(server=alive.THIS_SERVER).select_related("asked")
