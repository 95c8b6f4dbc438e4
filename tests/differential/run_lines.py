"""Lines of `docker run`: every option of the spine in every way that the CLI lets it be written."""

from dataclasses import replace

from tests.differential.line import Line

NETWORK = ("docker network create dldiff-net",)


def started(options: str, rest: str = "dldiff-busybox top", before: tuple[str, ...] = ()) -> Line:
    """A `run -d --name dldiff-a` with `options` and what follows them."""
    return Line(f"docker run -d --name dldiff-a {options} {rest}".replace("  ", " "), before)


def ending(options: str, rest: str = "dldiff-busybox true", terminal: bool = False, stdin: bytes = b"") -> Line:
    """A foreground `run --rm` with `options` that ends by itself."""
    return Line(f"docker run --rm {options} {rest}".replace("  ", " "), terminal=terminal, stdin=stdin)


RUN = (
    started(""),
    Line("docker container run --detach --name=dldiff-a dldiff-busybox:latest top"),
    Line("docker run -d=true --rm=false --name dldiff-a dldiff-busybox top"),
    Line("docker run -itd --name dldiff-a dldiff-busybox sh"),
    Line("docker run -dit --name dldiff-a --rm dldiff-busybox"),
    Line("docker run -d -t --name dldiff-a dldiff-busybox top -b"),
    Line("docker run -id --name dldiff-a dldiff-busybox cat"),
    Line("docker run -d --name dldiff-a -- dldiff-busybox top"),
    Line("docker run -d --name dldiff-a --name dldiff-b dldiff-busybox top"),
    Line("docker run -d --name dldiff-a -e A=1 dldiff-busybox sh -c 'echo \"$A\" -d; exec top' -x --name=y"),
    Line("docker run -d --rm dldiff-busybox sleep 0"),
)
PUBLISH = (
    started("-p 18080:80"),
    started("-p18080:80"),
    started("--publish 18080:80 --publish=18081:81/tcp"),
    started("-p 127.0.0.1:18080:80/udp"),
    started("-p 127.0.0.1::80"),
    started("-p 80"),
    started("-p 80/udp -p 80"),
    started("-p 18000-18002:8000-8002"),
    started("-p 127.0.0.1:18000-18001:8000-8001/udp"),
    started("-p 18000-18005:80"),
    started("-p 8000-8001"),
    started("-p 18080:80 -p 18081:80"),
    started("-p [::1]:18080:80"),
    started("-p 0.0.0.0:18080:80"),
)
ENVIRONMENT = (
    started("-e A=b"),
    started("-eA=b --env C=d --env=E=f"),
    started("-e NAME"),
    started("-e A="),
    started("-e A=b -e A=c"),
    started("-e A -e A=c"),
    started("-e A=c -e A"),
    started("-e 'A=two words' -e B=x=y"),
    started("-l a -l b=c --label d= --label=e=f=g"),
    started("-l a=1 -l a=2"),
)
VOLUMES = (
    started("-v dldiff-data:/data"),
    started("-vdldiff-data:/data:ro"),
    started("-v /tmp:/c:ro --volume /tmp:/d"),
    started("-v /anon --volume=/other"),
    started("-v dldiff-data:/data -v /anon -v /tmp:/host:ro"),
    started("-v /tmp:/c:ro,rshared"),
    started("-v dldiff-data:/data:nocopy"),
)
PLACES = (
    started("--network bridge"),
    started("--network none"),
    started("--network host"),
    started("--network=dldiff-net", before=NETWORK),
    started("--net dldiff-net", before=NETWORK),
    started("--network default"),
    started("--network bridge -p 18080:80"),
    started("--restart no"),
    started("--restart always"),
    started("--restart unless-stopped"),
    started("--restart on-failure"),
    started("--restart=on-failure:3"),
    started("-w /work -u 1000"),
    started("--workdir=/work --user 1:2"),
    started("-u root -w /"),
    started("--entrypoint top", "dldiff-busybox"),
    started("--entrypoint=/bin/top", "dldiff-busybox -d 3"),
    started("--entrypoint=", "dldiff-busybox top"),
    started("--entrypoint '' -w ''", "dldiff-busybox top"),
    started(
        "-p 18080:80 -e A=b -l c=d -v dldiff-data:/data --network dldiff-net --restart on-failure:5 -w /data -u 0:0",
        before=NETWORK,
    ),
)
TWO_NETWORKS = (*NETWORK, "docker network create dldiff-other")
NETWORKS = (
    started("--network name=dldiff-net,alias=web", before=NETWORK),
    started("--network name=dldiff-net,alias=web,alias=www,driver-opt=a=b", before=NETWORK),
    started("--network name=dldiff-net,ip=10.9.8.7", before=NETWORK),
    replace(started("--network name=dldiff-net,mac-address=02:42:ac:11:00:07", before=NETWORK), since="1.44"),
    started("--network dldiff-net --network dldiff-other", before=TWO_NETWORKS),
    started("--network dldiff-net --network name=dldiff-other,alias=web", before=TWO_NETWORKS),
    started("--network dldiff-net --network bridge", before=NETWORK),
    started("--network container:dldiff-b", before=("docker create --name dldiff-b dldiff-busybox top",)),
    started("--network host -p 18080:80"),
    started("--network bridge --network host"),
    started("--network name=bridge,alias=web"),
    started("--network dldiff-net --network dldiff-net", before=NETWORK),
    started("--network ''"),
    started("--network container:dldiff-b --network bridge"),
)
FOREGROUND = (
    ending(""),
    ending("--name dldiff-a", "dldiff-busybox echo hello"),
    ending("", "dldiff-busybox sh -c 'exit 3'"),
    ending("-i"),
    ending("-i --name dldiff-a", "dldiff-busybox cat", stdin=b"typed\n"),
    ending("-t --name dldiff-a"),
    ending("-it", terminal=True),
    ending("-ti --name dldiff-a -e TERM=dumb", "dldiff-busybox sh -c true", terminal=True),
    Line("docker run --name dldiff-a dldiff-busybox -- true"),
    Line("docker run --name dldiff-a --entrypoint echo dldiff-busybox -n -d"),
    Line("docker run -i=false --tty=false --name dldiff-a dldiff-busybox true"),
)
MISSING = (
    Line("docker run -d --name dldiff-a 127.0.0.1:5917/dldiff-busybox top"),
    Line("docker run --rm --name dldiff-a 127.0.0.1:5917/dldiff-busybox:latest true"),
    Line("docker run -d --name dldiff-a 127.0.0.1:5917/dldiff-nothing:1 top"),
    Line("docker run -d --name dldiff-a dldiff-nothing/nothing top"),
    Line(
        "docker run -d --name dldiff-a dldiff-busybox top", before=("docker run -d --name dldiff-a dldiff-busybox top",)
    ),
    Line("docker run --name dldiff-a dldiff-busybox no-such-program"),
    Line("docker run -d --name dldiff-a dldiff-busybox no-such-program"),
    Line("docker run -d --rm --name dldiff-a --network dldiff-no-such dldiff-busybox top"),
)
