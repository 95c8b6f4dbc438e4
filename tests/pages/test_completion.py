"""How a typed line could go on."""

import pytest

from containers.pages.completion import completions

NAMES = {
    "containers": ("db", "web", "web-2"),
    "images": ("busybox:latest", "nginx:1.27"),
    "networks": ("bridge", "none"),
}


def words(typed: str) -> list[str]:
    return [each.word for each in completions(typed, lambda noun: NAMES.get(noun, ()))]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("docker pu", ["pull"]),
        ("docker container un", ["unpause"]),
        ("docker stop w", ["web", "web-2"]),
        ("docker stop web ", ["db", "web-2"]),
        ("docker stop -t 5 d", ["db"]),
        ("docker run --net", ["--network"]),
        ("docker run --network n", ["none"]),
        ("docker run -d b", ["busybox:latest"]),
        ("docker logs -f web ", []),
        ("docker inspect --type i", ["image"]),
        ("docker ps web", []),
        ("docker fly ", []),
        ("ls ", []),
    ],
)
def test_a_line_can_go_on_with(typed, expected):
    assert words(typed) == expected


def test_a_completion_is_the_whole_line_with_a_space_to_go_on():
    assert completions("docker stop d", lambda noun: NAMES[noun])[0].line == "docker stop db "


def test_names_are_asked_for_only_where_one_may_stand():
    asked: list[str] = []

    def names_of(noun: str) -> tuple[str, ...]:
        asked.append(noun)
        return ()

    completions("docker ru", names_of)
    completions("docker stop -", names_of)
    assert asked == []
