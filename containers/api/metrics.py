"""What a Prometheus asks for at /metrics, with a token (https://prometheus.io/docs/instrumenting/exposition_formats/)."""

from collections.abc import Iterator

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from containers.access.actor import Actor
from containers.access.permit import permit
from containers.audit.models import AuditEntry
from containers.engine.errors import EngineError
from containers.engine.hosts import engine_of, host_names
from containers.jobs.models import Job

from .answers import signed_in_api


class DocklineCollector(Collector):
    """The figures of this installation, read when they are asked for."""

    def collect(self) -> Iterator[Metric]:
        """Commands by outcome, jobs by state, engines that answer."""
        commands = CounterMetricFamily("dockline_commands", "Commands in the trail", labels=["command", "outcome"])
        kept = AuditEntry.objects.exclude(outcome="asked").order_by()
        for command, outcome, count in kept.values_list("command", "outcome").annotate(Count("number")):
            commands.add_metric([command, outcome], count)
        yield commands
        jobs = GaugeMetricFamily("dockline_jobs", "Jobs by state", labels=["state"])
        for state, count in Job.objects.order_by().values_list("state").annotate(Count("id")):
            jobs.add_metric([state], count)
        yield jobs
        engines = GaugeMetricFamily("dockline_engine_up", "Whether the engine answers", labels=["host"])
        for host in host_names():
            engines.add_metric([host], _answers(host))
        yield engines


def _answers(host: str) -> int:
    try:
        engine_of(host).ping(timeout=2)
    except EngineError:
        return 0
    return 1


REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
REGISTRY.register(DocklineCollector())


@signed_in_api("GET")
def metrics(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The figures as Prometheus text, for who may ask for `docker info`."""
    permit(actor, "system info")
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)
