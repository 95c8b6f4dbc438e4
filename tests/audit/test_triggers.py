"""The database itself refuses to change or delete rows of the trail, in a database made by the product's own start."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """A database file as `manage.py prepare` makes it, with one row in the trail."""
    data = tmp_path_factory.mktemp("data")
    environment = {**os.environ, "DOCKLINE_DATA": str(data)}
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "prepare"], env=environment, check=True, capture_output=True, timeout=120)
    ask = (
        "from django.contrib.auth.models import User; from containers.access.actor import Actor; "
        "from containers.audit import trail; "
        "trail.ask(actor=Actor(User.objects.get(), 'page'), host='local', command='version', line='docker version')"
    )
    subprocess.run([*manage, "shell", "-c", ask], env=environment, check=True, capture_output=True, timeout=120)
    return data / "dockline.sqlite3"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE containers_auditentry SET line = 'docker ps'",
        "UPDATE containers_auditentry SET number = 2",
        "UPDATE OR REPLACE containers_auditentry SET why = 'x' WHERE number = 1",
        "DELETE FROM containers_auditentry",
        "DELETE FROM containers_auditentry WHERE number = 1",
        "REPLACE INTO containers_auditentry SELECT * FROM containers_auditentry",
    ],
)
def test_raw_sql_is_refused(database, statement):
    with sqlite3.connect(database) as raw:
        with pytest.raises(sqlite3.IntegrityError, match="never changed or deleted"):
            raw.execute(statement)
        rows = raw.execute("SELECT number, line, why FROM containers_auditentry").fetchall()
        assert rows == [(1, "docker version", "")]


def test_a_row_can_still_be_added(database):
    with sqlite3.connect(database) as raw:
        raw.execute("CREATE TEMP TABLE another AS SELECT * FROM containers_auditentry")
        raw.execute("UPDATE another SET number = 2")
        raw.execute("INSERT INTO containers_auditentry SELECT * FROM another")
        assert raw.execute("SELECT count(*) FROM containers_auditentry").fetchone() == (2,)
        raw.rollback()
