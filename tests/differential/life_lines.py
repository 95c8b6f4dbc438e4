"""Lines that change or read containers which exist already."""

from tests.differential.line import Line

ONE = ("docker run -d --name dldiff-a dldiff-busybox sh -c 'trap exit TERM INT; while :; do sleep .1; done'",)
TWO = (*ONE, ONE[0].replace("dldiff-a", "dldiff-b"))
THREE = (*TWO, ONE[0].replace("dldiff-a", "dldiff-c"))
STOPPED = (*ONE, "docker kill dldiff-a")
PAUSED = (*TWO, "docker pause dldiff-a dldiff-b")

LIFE = (
    Line("docker start dldiff-a", STOPPED),
    Line("docker container start dldiff-a dldiff-b", (*TWO, "docker kill dldiff-a dldiff-b")),
    Line("docker start dldiff-a", ONE),
    Line("docker start dldiff-nothing"),
    Line("docker stop dldiff-a", ONE),
    Line("docker stop -t 0 dldiff-a", ONE),
    Line("docker stop -t3 dldiff-a", ONE),
    Line("docker container stop --timeout=1 dldiff-a", ONE),
    Line("docker stop --time 1 dldiff-a", ONE),
    Line("docker stop -t -1 dldiff-a", ONE),
    Line("docker stop -s INT dldiff-a", ONE, since="1.42"),
    Line("docker stop --signal=SIGINT -t 2 dldiff-a", ONE, since="1.42"),
    Line("docker stop dldiff-a dldiff-b dldiff-c", THREE),
    Line("docker stop dldiff-a dldiff-nothing dldiff-b", TWO),
    Line("docker stop dldiff-nothing"),
    Line("docker stop dldiff-a dldiff-a", ONE),
    Line("docker stop dldiff-a", STOPPED),
    Line("docker restart dldiff-a", ONE),
    Line("docker restart dldiff-nothing dldiff-a", ONE),
    Line("docker restart -t 0 dldiff-a dldiff-b", TWO),
    Line("docker restart -t 0 dldiff-a dldiff-a", ONE),
    Line("docker container restart --timeout 1 dldiff-a", STOPPED),
    Line("docker restart --signal INT dldiff-a", ONE, since="1.42"),
    Line("docker kill dldiff-a", ONE),
    Line("docker kill -s HUP dldiff-a", ONE),
    Line("docker kill -sKILL dldiff-a", ONE),
    Line("docker kill --signal=9 dldiff-a dldiff-b", TWO),
    Line("docker container kill --signal SIGUSR1 dldiff-a", ONE),
    Line("docker kill -s HUP dldiff-a dldiff-b dldiff-a", TWO),
    Line("docker kill dldiff-a", STOPPED),
    Line("docker pause dldiff-a", ONE),
    Line("docker pause dldiff-a dldiff-b", TWO),
    Line("docker container unpause dldiff-a", PAUSED),
    Line("docker unpause dldiff-a dldiff-b", PAUSED),
    Line("docker unpause dldiff-a", ONE),
    Line("docker rm dldiff-a", STOPPED),
    Line("docker rm dldiff-a", ONE),
    Line("docker rm -f dldiff-a", ONE),
    Line("docker rm -fv dldiff-a", ONE),
    Line("docker container rm --force --volumes dldiff-a dldiff-b", TWO),
    Line("docker rm -v dldiff-a", STOPPED),
    Line("docker rm -f dldiff-c dldiff-a dldiff-b", THREE),
    Line("docker rm -f dldiff-nothing"),
    Line("docker container remove dldiff-a", STOPPED),
)
READS = (
    Line("docker ps"),
    Line("docker ps -a"),
    Line("docker container ls --all"),
    Line("docker images"),
    Line("docker image ls"),
    Line("docker version"),
    Line("docker info"),
    Line("docker inspect dldiff-a", ONE),
    Line("docker container inspect dldiff-a", ONE),
    Line("docker inspect dldiff-busybox"),
    Line("docker inspect dldiff-nothing"),
    Line("docker logs dldiff-a", ONE),
    Line("docker logs --tail 3 -t dldiff-a", ONE),
    Line("docker logs -n 5 --since 10m --until 1s dldiff-a", ONE),
    Line("docker container logs --tail=all --timestamps dldiff-a", ONE),
)
