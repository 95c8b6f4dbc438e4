"""Lines that run a program in a container, or attach to its own."""

from tests.differential.life_lines import ONE, STOPPED
from tests.differential.line import Line

SHORT = ("docker create --name dldiff-a dldiff-busybox sh -c 'echo hello; exit 3'",)
TYPED = ("docker create -i --name dldiff-a dldiff-busybox sh -c 'read line; exit 4'",)
# Ends by itself a moment after it was attached to.
ENDING = ("docker run -d --name dldiff-a dldiff-busybox sleep 2",)

EXEC = (
    Line("docker exec dldiff-a true", ONE),
    Line("docker container exec dldiff-a sh -c 'echo $A; exit 3' -d --privileged", ONE),
    Line("docker exec -d dldiff-a sleep 1", ONE),
    Line("docker exec -di dldiff-a sleep 1", ONE),
    Line("docker exec -it dldiff-a true", ONE, terminal=True),
    Line("docker exec -e A=b -e A=c -eD --env=E= dldiff-a true", ONE),
    Line("docker exec -w /tmp -u nobody dldiff-a true", ONE),
    Line("docker exec --privileged dldiff-a true", ONE),
    Line("docker exec --detach-keys ctrl-a,x -t dldiff-a true", ONE),
    Line("docker exec -i=false --tty=false dldiff-a -- true", ONE),
    Line("docker exec dldiff-a no-such-program", ONE),
    Line("docker exec dldiff-nothing true"),
    Line("docker exec dldiff-a true", STOPPED),
    Line("docker attach --sig-proxy=false dldiff-a", ENDING),
    Line("docker container attach --detach-keys=ctrl-a,x dldiff-a", ENDING),
    Line("docker attach dldiff-a", STOPPED),
    Line("docker start --attach --detach-keys ctrl-a,x dldiff-a", SHORT),
    Line("docker start -i dldiff-a", TYPED, stdin=b"typed\n"),
)
