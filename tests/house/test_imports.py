"""Imports point one way, and only the engine's own package speaks to docker."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ROOT / "containers"

# Each package, and the packages of ours that it may import.
MAY_IMPORT = {
    "engine": set(),
    "audit": {"access"},
    "access": {"engine"},
    "uploads": {"access"},
    "jobs": {"access", "audit", "engine"},
    "terminals": {"audit", "engine", "jobs"},
    "commands": {"access", "audit", "engine", "jobs", "terminals", "uploads"},
    "presets": {"commands"},
    "demos": {"access", "commands", "engine", "jobs"},
    "streaming": {"access", "audit", "commands", "engine"},
    "api": {"access", "audit", "commands", "engine", "jobs", "uploads"},
    "pages": {"access", "audit", "commands", "demos", "engine", "jobs", "presets", "uploads"},
    "templatetags": {"access", "commands", "pages"},
    "migrations": {"access", "audit", "jobs", "presets", "terminals", "uploads"},
    "management": {"access", "audit", "commands", "engine", "jobs", "uploads"},
}
# Wiring: these bring the packages together.
WIRING = {"apps.py", "models.py", "__init__.py"}
DOCKER = {"docker", "aiohttp", "aiodocker", "requests"}


def imports_of(path: Path) -> Iterator[str]:
    """The modules that a file imports at its top, by their whole names."""
    inside = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = [*inside[: len(inside) - node.level + 1]] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def modules() -> list[Path]:
    return [path for path in sorted(PACKAGES.rglob("*.py")) if path.parent != PACKAGES or path.name not in WIRING]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGES)))
def test_a_module_imports_only_what_lies_below_it(path):
    package = path.relative_to(PACKAGES).parts[0]
    allowed = MAY_IMPORT[package] | {package}
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] == "containers" and len(parts) > 1 and (PACKAGES / parts[1]).is_dir():
            assert parts[1] in allowed, f"{path.name} imports {name}"
        if package == "engine":
            assert parts[0] not in ("django", "channels", "dashboard"), f"{path.name} imports {name}"
        else:
            assert parts[0] not in DOCKER, f"{path.name} imports {name}"


def test_nouns_do_not_import_each_others_pages():
    nouns = {"containers", "images"}
    for path in (PACKAGES / "pages").glob("*.py"):
        if path.stem in nouns:
            others = {f"containers.pages.{noun}" for noun in nouns - {path.stem}}
            assert not others & set(imports_of(path)), path.name


def test_no_module_of_the_product_is_longer_than_three_hundred_lines():
    long = [path for path in PACKAGES.rglob("*.py") if len(path.read_text().splitlines()) > 300]
    assert not [str(path.relative_to(ROOT)) for path in long if "migrations" not in path.parts]
