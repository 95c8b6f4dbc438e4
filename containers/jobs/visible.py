"""Which jobs somebody may see: their own; an admin, all. Jobs are read through here."""

from django.db.models import QuerySet

from containers.access.actor import Actor
from containers.jobs.interrupted import mark_interrupted
from containers.jobs.models import Job


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """The jobs the actor may see, the newest first."""
    mark_interrupted()
    jobs = Job.objects.select_related("user")
    return jobs if actor.is_admin else jobs.filter(user=actor.user)


def visible_job(actor: Actor, job_id: str) -> Job | None:
    """The job with this id; None when there is none, or none that the actor may see."""
    return jobs_of(actor).filter(pk=job_id).first()
