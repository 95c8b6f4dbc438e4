"""Saves the progress of all running jobs, from one thread, at most four times a second."""

import logging
import threading
import time

from django.db import connections, transaction

from containers.jobs import notices
from containers.jobs.models import Job, State
from containers.jobs.progress import Progress

log = logging.getLogger(__name__)

# The shortest time between two snapshots of a job, in seconds.
STEP_SECONDS = 0.25


class Saver:
    """Collects which jobs have news; the first news is saved at once, further news a step later, all in one go."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._news: dict[str, Progress] = {}
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def changed(self, job_id: str, progress: Progress) -> None:
        """Has the job's progress saved soon; costs its caller next to nothing."""
        with self._lock:
            self._news[job_id] = progress
            if self._thread is None:
                self._thread = threading.Thread(target=self._save_again_and_again, name="job-saver", daemon=True)
                self._thread.start()
        self._wake.set()

    def _save_again_and_again(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            with self._lock:
                news, self._news = self._news, {}
            if news:
                self._save(news)
                time.sleep(STEP_SECONDS)

    def _save(self, news: dict[str, Progress]) -> None:
        try:
            with transaction.atomic():
                saved = [job_id for job_id, progress in news.items() if _saved(job_id, progress)]
        except Exception:
            log.exception("Could not save the progress of %d jobs; trying again", len(news))
            for job_id, progress in news.items():
                progress.put_back()
                self.changed(job_id, progress)
            return
        finally:
            connections.close_all()
        for job_id in saved:
            notices.changed(job_id)


def _saved(job_id: str, progress: Progress) -> bool:
    taken = progress.take()
    if taken is None:
        return False
    number, snapshot = taken
    # A job that ended meanwhile was saved by its worker, with the last snapshot.
    return bool(Job.objects.filter(pk=job_id, state=State.RUNNING).update(number=number, snapshot=snapshot))
