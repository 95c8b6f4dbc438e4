"""Lines that copy files out of containers and into them, and download all of them."""

from tests.differential.line import Line, archive

BOX = ("docker run --name dldiff-a dldiff-busybox sh -c 'mkdir -p /d/sub; echo in > /d/f; ln -s d /l; ln -s /d/f /m'",)
FOLDER = (("site/one", "1"), ("site/sub/two", "2"))
SITE = archive(__="folder", one="1", sub="folder", sub___two="2")
PLAIN = archive(one="1", sub="folder", sub___two="2")


def _file(text: str) -> Line:
    return Line(text, BOX, b"mine", files=(("f.txt", "mine"),))


def _tree(text: str) -> Line:
    return Line(text, BOX, SITE, files=FOLDER)


COPIES = (
    Line("docker cp dldiff-a:/d/f -", BOX),
    Line("docker cp dldiff-a:/d -", BOX),
    Line("docker cp -L dldiff-a:/l -", BOX),
    Line("docker container cp -a dldiff-a:/d/. .", BOX),
    Line("docker cp -q dldiff-a:/d/f here", BOX),
    Line("docker cp dldiff-a:/nothing -", BOX),
    Line("docker cp dldiff-nothing:/x -"),
    Line("docker export dldiff-a", BOX),
    Line("docker container export dldiff-a", BOX),
    Line("docker export dldiff-nothing"),
    Line("docker cp dldiff-a:/d dldiff-a:/e", BOX),
    Line("docker cp a b"),
    _file("docker cp f.txt dldiff-a:/d"),
    _file("docker cp ./f.txt dldiff-a:/d/"),
    _file("docker cp f.txt dldiff-a:/d/new"),
    _file("docker cp f.txt dldiff-a:/d/f"),
    _file("docker cp f.txt dldiff-a:/l"),
    _file("docker cp f.txt dldiff-a:/m"),
    _file("docker cp f.txt dldiff-a:d"),
    _file("docker cp f.txt dldiff-a:new"),
    _file("docker cp -a f.txt dldiff-a:/d"),
    _file("docker container cp --archive --quiet --follow-link f.txt dldiff-a:/d"),
    _file("docker cp f.txt dldiff-a:/none/"),
    _file("docker cp f.txt dldiff-a:/none/such"),
    _tree("docker cp site/ dldiff-a:/d"),
    _tree("docker cp ./site/ dldiff-a:/new"),
    _tree("docker cp site/ dldiff-a:/d/f"),
    _tree("docker cp site/. dldiff-a:/d"),
    _tree("docker cp site/. dldiff-a:/new"),
    Line("docker cp - dldiff-a:/d", BOX, PLAIN),
    Line("docker cp -a - dldiff-a:/l", BOX, PLAIN),
    Line("docker cp - dldiff-a:/d/f", BOX, SITE),
    Line("docker cp - dldiff-a:/none", BOX, SITE),
)
