"""Which jobs somebody may see: their own; an admin, all. Jobs are read through here."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from containers.access.actor import Actor
from containers.engine.errors import NotFound
from containers.jobs.interrupted import mark_interrupted
from containers.jobs.models import Job


class JobMissing(NotFound):
    """There is no such job for this actor: somebody else's job is missing too."""


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """The jobs the actor may see, the newest first."""
    mark_interrupted()
    jobs = Job.objects.select_related("user")
    return jobs if actor.is_admin else jobs.filter(user=actor.user)


def job_of(actor: Actor, job_id: str) -> Job:
    """The job with this id; raises JobMissing."""
    job = visible_job(actor, job_id)
    if job is None:
        raise JobMissing(_("There is no job %(id)s that you may see.") % {"id": job_id[:40]})
    return job


def visible_job(actor: Actor, job_id: str) -> Job | None:
    """The job with this id; None when there is none, or none that the actor may see."""
    return jobs_of(actor).filter(pk=job_id).first()
