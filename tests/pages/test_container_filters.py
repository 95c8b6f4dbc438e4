"""What of the list is asked for in its address: docker's filters as the engine has them, and choices with counts."""

import re

import pytest
from django.http import QueryDict

from containers.commands.parse import parse
from containers.commands.registry import find
from containers.commands.render import render
from containers.pages.container_facets import facets_of, states_of
from containers.pages.container_filters import Filters, filters_of, sift
from containers.pages.container_groups import Group, arranged

PS = find("container ls")


def container(name: str, **more) -> dict:
    given = {"state": "running", "image": "busybox", "image_id": "sha256:aa", "labels": {}, "networks": ("bridge",)}
    return {"name": name, "id": name * 3, "command": "top", "created": 1, "size": None, **given, **more}


def of(project: str) -> dict:
    return {"labels": {"com.docker.compose.project": project}}


WEB = container("web", **of("shop"), networks=("shop", "bridge"))
DB = container("db", **of("shop"), state="exited", image="postgres", image_id="sha256:bb")
LONE = container("lone", labels={"team": "blue", "tier": "1"}, image="aa", image_id="sha256:aa")
ALL = [WEB, LONE, DB]


def names(filters: Filters, owners: dict | None = None) -> list[str]:
    return [each["name"] for each in sift(ALL, filters, owners or {})[0]]


def test_each_filter_keeps_what_docker_would():
    assert names(Filters()) == ["web", "lone", "db"]
    assert names(Filters(state="exited")) == ["db"]
    assert names(Filters(network="shop")) == ["web"]
    assert names(Filters(project="shop")) == ["web", "db"]
    assert names(Filters(image="busybox:latest")) == ["web", "lone"], "by the image's id, whatever it was called"
    assert names(Filters(labels=("team",))) == ["lone"]
    assert names(Filters(labels=("team=blue", "tier=2"))) == []
    assert names(Filters(q="POSTGRES")) == ["db"]
    assert names(Filters(q="shop top")) == ["web", "db"]
    assert names(Filters(owner="otto"), {DB["id"]: "otto"}) == ["db"]


def test_an_address_is_read_back_to_the_same_filters_and_its_line_is_dockers():
    asked = Filters(q="a b", state="exited", image="x:1", labels=("a=b c", "d"), sort="-name", size=True, owner="otto")
    assert filters_of(QueryDict(asked.url()[1:])) == asked
    assert filters_of(QueryDict("label=+&state=")) == Filters()
    line = render(PS, asked.values())
    assert parse(line) == (PS, asked.values())
    assert "ancestor=x:1" in line
    assert "otto" in " ".join(asked.beyond_docker())
    assert "otto" not in line


def test_a_choice_counts_what_it_would_show_beside_the_other_filters():
    asked = Filters(state="running", project="shop")
    matching, there = sift(ALL, asked, {})
    assert [each["name"] for each in matching] == ["web"]
    assert [(each.value, each.count) for each in states_of(there["state"], asked)] == [
        ("", 2),
        ("running", 1),
        ("exited", 1),
    ]
    facets = {facet.key: facet for facet in facets_of(there, asked, {})}
    assert "owner" not in facets, "nobody made any of them here"
    assert [(each.value, each.count, each.chosen) for each in facets["project"].choices] == [("shop", 1, True)]
    assert [(each.value, each.count) for each in facets["network"].choices] == [("shop", 1), ("bridge", 1)]


def test_a_project_stands_where_its_first_container_would_and_an_order_is_kept_within():
    entries = arranged(ALL, "", ["shop"])
    assert isinstance(entries[0], Group)
    assert entries[0].folded
    assert [each["name"] for each in entries[0].containers] == ["web", "db"]
    assert entries[0].states == [("running", 1), ("exited", 1)]
    assert entries[1:] == [LONE]
    by_name = arranged(ALL, "name", [])
    assert isinstance(by_name[0], Group)
    assert [each["name"] for each in by_name[0].containers] == ["db", "web"]
    assert arranged(ALL, "-name", [])[0] is not LONE
    assert arranged([LONE], "nonsense", []) == [LONE]


@pytest.mark.parametrize("filters", [Filters(), Filters(size=True)])
def test_sizes_are_asked_for_only_when_they_are_wanted(filters):
    assert filters.values().get("size", False) is filters.size


def shown(browser, query: str) -> set[str]:
    page = browser.get(f"/local/containers/?{query}", headers={"HX-Request": "true"}).content.decode()
    return set(re.findall(r'data-container="([^"]+)"', page))


def test_the_list_shows_what_docker_does_for_the_line_that_it_says(otto_browser, docker, fresh_name):
    docker("create", "--name", fresh_name, "-l", f"shelf={fresh_name}", "--network", "none", "busybox", "true")
    for query, words in (
        (f"label=shelf={fresh_name}", ["label=shelf=" + fresh_name]),
        (f"label=shelf&state=created&q={fresh_name}", [f"name={fresh_name}", "label=shelf", "status=created"]),
        (f"image=busybox&network=none&q={fresh_name}", [f"name={fresh_name}", "ancestor=busybox", "network=none"]),
        (f"label=shelf={fresh_name}&state=running", ["label=shelf=" + fresh_name, "status=running"]),
    ):
        filters = [part for word in words for part in ("--filter", word)]
        listed = docker("ps", "-a", "--format", "{{.Names}}", *filters).split()
        assert shown(otto_browser, query) == set(listed), query


def test_the_list_knows_who_made_a_container_through_dockline(otto_browser, vera_browser, docker, fresh_name):
    line = f"docker run --name {fresh_name} -d busybox true"
    assert otto_browser.post("/local/line/", {"line": line}, headers={"HX-Request": "true"}).status_code == 200
    vera_browser.cookies["dockline_columns"] = "owner"
    page = vera_browser.get(f"/local/containers/?owner=otto&q={fresh_name}").content.decode()
    assert f'data-container="{fresh_name}"' in page
    assert '<td class="col-owner">otto</td>' in page
    assert "col-ports" not in page
    assert "made by otto" in page
    assert shown(vera_browser, f"owner=ada&q={fresh_name}") == set()
