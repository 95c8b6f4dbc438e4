"""What the guard sees only once long work has begun, such as the ONBUILD steps of an image that had to be fetched."""

import pytest

from containers.access.errors import GuardRefused
from containers.audit.models import AuditEntry
from containers.commands.declare import Answer, Command, Effect
from containers.commands.perform import perform
from tests.commands.performing import ended

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_a_refusal_inside_a_job_is_told_by_its_sentence(as_ada):
    def refused(asked):
        raise GuardRefused("path", "That may not be built on.")

    command = Command("image pull", "pulls", Effect.CHANGES, "operator", refused, answer=lambda values: Answer.JOB)
    job = ended(perform(as_ada, "local", command, {}))
    assert (job.state, job.error) == ("failed", "That may not be built on.")
    newest = AuditEntry.objects.first()
    assert newest is not None
    assert newest.why == "That may not be built on."
