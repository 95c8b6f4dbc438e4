"""Lines that change what a container is, and read what became of it."""

from tests.differential.life_lines import ONE, STOPPED, TWO
from tests.differential.line import Line

PORTS = ("docker run -d --name dldiff-a -p 127.0.0.1::80 -p 127.0.0.1::53/udp dldiff-busybox sleep 60",)

FACTS = (
    Line("docker port dldiff-a", PORTS),
    Line("docker port dldiff-a 80", PORTS),
    Line("docker port dldiff-a 53/udp", PORTS),
    Line("docker container port dldiff-a 80/tcp", PORTS),
    Line("docker port dldiff-a 81", PORTS),
    Line("docker port dldiff-nothing"),
    Line("docker diff dldiff-a", ONE),
    Line("docker container diff dldiff-a", STOPPED),
    Line("docker diff dldiff-nothing"),
    Line("docker wait dldiff-a", STOPPED),
    Line("docker container wait dldiff-a dldiff-a", STOPPED),
    Line("docker wait dldiff-a dldiff-nothing", STOPPED),
    Line("docker top dldiff-a", ONE),
    Line("docker container top dldiff-a", ONE),
    Line("docker top dldiff-a -o pid,cmd", ONE),
    Line("docker top dldiff-nothing"),
    Line("docker stats --no-stream dldiff-a", ONE),
)
RENAMES = (
    Line("docker rename dldiff-a dldiff-z", ONE),
    Line("docker container rename dldiff-a dldiff-z", STOPPED),
    Line("docker rename dldiff-a dldiff-b", TWO),
    Line("docker rename dldiff-a dldiff-a", ONE),
    Line("docker rename dldiff-nothing dldiff-z"),
    Line("docker rename dldiff-a /dldiff-z", ONE),
)
