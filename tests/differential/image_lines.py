"""Lines of `docker pull` and `docker build`; a context comes by standard input, as Dockline's is always an upload."""

from tests.differential.line import Line, archive

DOCKERFILE = b"FROM dldiff-busybox\nRUN true\n"
STAGES = b"FROM dldiff-busybox AS one\nARG A\nRUN echo $A\nFROM one AS two\nLABEL which=two\n"
CONTEXT = archive(
    Dockerfile=DOCKERFILE.decode(), file__txt="text\n", other__Dockerfile="FROM dldiff-busybox\nCOPY file.txt /\n"
)
UNKNOWN = "sha256:" + "0123456789abcdef" * 4

PULL = (
    Line("docker pull 127.0.0.1:5917/dldiff-busybox"),
    Line("docker pull 127.0.0.1:5917/dldiff-busybox:latest"),
    Line("docker image pull 127.0.0.1:5917/dldiff-busybox:other"),
    Line("docker pull -q 127.0.0.1:5917/dldiff-busybox"),
    Line("docker pull --quiet --platform linux/amd64 127.0.0.1:5917/dldiff-busybox"),
    Line("docker pull -a 127.0.0.1:5917/dldiff-busybox"),
    Line("docker pull -a 127.0.0.1:5917/dldiff-busybox:latest"),
    Line(f"docker pull 127.0.0.1:5917/dldiff-busybox@{UNKNOWN}"),
    Line(f"docker pull 127.0.0.1:5917/dldiff-busybox:latest@{UNKNOWN}"),
    Line("docker pull 127.0.0.1:5917/dldiff/deep/nothing:1.2"),
    Line("docker pull dldiff-nothing"),
    Line("docker pull dldiff-nothing/nothing:1"),
    Line("docker pull docker.io/dldiff-nothing/nothing"),
)
BUILD = (
    Line("docker build -", stdin=DOCKERFILE),
    Line("docker build -t dldiff-img -", stdin=DOCKERFILE),
    Line("docker image build --tag=dldiff-img:1 -t dldiff-img:2 -", stdin=DOCKERFILE),
    Line("docker build -t dldiff-img --build-arg A=b --build-arg BARE --build-arg=C= -", stdin=STAGES),
    Line("docker build -t dldiff-img --target one -", stdin=STAGES),
    Line("docker build -t dldiff-img --no-cache -", stdin=DOCKERFILE),
    Line("docker build -t dldiff-img --pull --no-cache=true -", stdin=DOCKERFILE),
    Line("docker build -t dldiff-img --label a=b --label c -", stdin=DOCKERFILE),
    Line("docker build -t dldiff-img -", stdin=CONTEXT),
    Line("docker build -t dldiff-img -f other.Dockerfile -", stdin=CONTEXT),
    Line("docker build -t dldiff-img --file=./other.Dockerfile --label x=y -", stdin=CONTEXT),
    Line("docker build -t dldiff-img -f missing.Dockerfile -", stdin=CONTEXT),
    Line("docker build -t dldiff-img -", stdin=b"FROM dldiff-busybox\nRUN false\n"),
    Line("docker build -t Dldiff-Img -", stdin=DOCKERFILE),
)
