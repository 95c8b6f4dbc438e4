"""Ends the processes of terminals that are gone for good, those of servers that died too: a thread of its own.

It looks every LOOK_SECONDS and when it is told to. What cannot be ended now (the engine is away, the container paused)
is tried again, ever more seldom.
"""

import logging
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from containers.audit import trail
from containers.audit.models import Outcome
from containers.engine.errors import EngineError
from containers.engine.hosts import engine_of, host_names
from containers.engine.reap import reap, remove_left_helpers
from containers.jobs import alive
from containers.terminals.endings import SERVER_STOPPED, ended_by_us
from containers.terminals.models import ExecSession

log = logging.getLogger(__name__)

LOOK_SECONDS = 10.0
# Terminals that end together (a browser with several, a sign-out) are ended by one helper for each container.
TOGETHER_SECONDS = 0.2
MOST_SELDOM_SECONDS = 300.0
AT_ONCE = 4
_MARKS_AT_ONCE = 200

Place = tuple[str, str]  # a host's name and a container's id


def begin() -> None:
    """Starts the thread, once in a process that serves."""
    _reaper.begin()


def look_now() -> None:
    """There is something to end."""
    _reaper.begin()
    _reaper.asked.set()


class _Reaper:
    """The thread, and what it knows of attempts that failed."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._not_before: dict[Place, tuple[float, float]] = {}  # when to try again, and how long that wait was
        self._swept = False

    def begin(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._look_again_and_again, name="reaper", daemon=True)
                self._thread.start()

    def _look_again_and_again(self) -> None:
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="reaper") as pool:
            while True:
                self.asked.clear()
                try:
                    self._look(pool)
                except Exception:
                    log.exception("Could not look for terminals that are gone")
                finally:
                    connections.close_all()
                self.asked.wait(LOOK_SECONDS)
                time.sleep(TOGETHER_SECONDS)

    def _look(self, pool: ThreadPoolExecutor) -> None:
        mark_stopped()
        places: dict[Place, list[ExecSession]] = defaultdict(list)
        for row in ExecSession.objects.exclude(ending="").select_related("asked").order_by("created"):
            places[row.host, row.container].append(row)
        now = time.monotonic()
        due = [place for place in places if self._not_before.get(place, (0.0, 0.0))[0] <= now]
        list(pool.map(lambda place: self._end(place, places[place][:_MARKS_AT_ONCE]), due))
        if not self._swept:
            self._swept = True
            pool.submit(_sweep)

    def _end(self, place: Place, rows: list[ExecSession]) -> None:
        try:
            end_processes(place, rows)
            self._not_before.pop(place, None)
        except EngineError as error:
            wait = min(max(self._not_before.get(place, (0.0, 0.0))[1] * 2, LOOK_SECONDS), MOST_SELDOM_SECONDS)
            self._not_before[place] = time.monotonic() + wait, wait
            log.warning("Terminals in %s are not ended yet: %s", place[1][:12], error.detail)
        except Exception:
            log.exception("Terminals in %s are not ended yet", place[1][:12])
        finally:
            connections.close_all()


def mark_stopped() -> None:
    """Marks the terminals of servers that no longer live as to be ended."""
    dead: dict[str, bool] = {}
    for row in ExecSession.objects.filter(ending="").exclude(server=alive.THIS_SERVER):
        if dead.setdefault(row.server, not alive.is_alive(row.server)):
            row.ending = SERVER_STOPPED
            row.save(update_fields=["ending"])


def end_processes(place: Place, rows: list[ExecSession]) -> None:
    """Ends the processes of terminals in one container, and keeps that in the trail; raises EngineError."""
    host, container = place
    had = reap(engine_of(host), container, [row.mark for row in rows])
    for row in rows:
        row.delete()
        if row.asked is not None:
            trail.conclude(row.asked, Outcome.DONE, ended_by_us(row.ending, had_processes=had))


def _sweep() -> None:
    for host in host_names():
        try:
            remove_left_helpers(engine_of(host))
        except EngineError as error:
            log.info("Helpers that were left behind are not looked for: %s", error.detail)


_reaper = _Reaper()
