"""`manage.py prepare` makes a server's data ready: all of it the first time, almost nothing the second."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def manage(tmp_path):
    """Runs manage.py on data of the test's own: manage("prepare") -> what it did."""

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *words],
            env={**os.environ, "DOCKLINE_DATA": str(tmp_path), **environment},
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


@pytest.fixture(scope="module")
def first_start(tmp_path_factory):
    """What the first start made, with a given password: to be copied."""
    made = tmp_path_factory.mktemp("prepared")
    environment = {**os.environ, "DOCKLINE_DATA": str(made), "DOCKLINE_ADMIN_PASSWORD": "correct horse battery"}
    subprocess.run([sys.executable, str(ROOT / "manage.py"), "prepare"], env=environment, check=True, timeout=120)
    return made


@pytest.fixture
def started(first_start, tmp_path) -> None:
    """Data of the test's own, as after the first start."""
    shutil.copytree(first_start, tmp_path, dirs_exist_ok=True)


@pytest.fixture
def rows(tmp_path):
    """Asks the database file itself: rows("SELECT ...")."""

    def ask(statement: str) -> list[tuple]:
        with sqlite3.connect(tmp_path / "dockline.sqlite3") as raw:
            return raw.execute(statement).fetchall()

    return ask


def signs_in(manage, name: str, password: str) -> bool:
    look = (
        "from django.contrib.auth import authenticate; from django.test import RequestFactory; "
        f"print(authenticate(RequestFactory().post('/'), username={name!r}, password={password!r}) is not None)"
    )
    return manage("shell", "-v", "0", "-c", look).stdout.strip() == "True"


def test_the_first_start_makes_tables_roles_and_an_admin_whose_password_is_printed_once(manage, rows):
    first = manage("prepare")
    assert (first.returncode, first.stderr) == (0, "")
    assert "Sign in as admin." in first.stdout
    [line] = [line for line in first.stdout.splitlines() if line.startswith("Password, shown this once: ")]
    assert signs_in(manage, "admin", line.rsplit(" ", 1)[1])
    assert rows("SELECT name FROM auth_group ORDER BY name") == [("admin",), ("operator",), ("viewer",)]
    assert rows(
        "SELECT g.name FROM auth_user u JOIN auth_user_groups ug ON ug.user_id = u.id "
        "JOIN auth_group g ON g.id = ug.group_id WHERE u.username = 'admin'"
    ) == [("admin",)]
    second = manage("prepare")
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


@pytest.mark.usefixtures("started")
def test_the_trails_triggers_are_there_after_all_migrations(rows):
    names = rows("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'containers_auditentry'")
    assert {name for (name,) in names} == {"trail_no_update", "trail_no_delete", "trail_no_replace"}


def test_the_given_password_is_the_admins_and_printed_nowhere(manage):
    done = manage("prepare", DOCKLINE_ADMIN_PASSWORD="correct horse battery")
    assert "correct horse battery" not in done.stdout + done.stderr
    assert "Sign in as admin." in done.stdout
    assert signs_in(manage, "admin", "correct horse battery")


def test_a_weak_given_password_is_taken_with_a_warning(manage):
    done = manage("prepare", DOCKLINE_ADMIN_PASSWORD="admin")
    assert done.returncode == 0
    assert "it is weak" in done.stderr
    assert "too short" in done.stderr
    assert signs_in(manage, "admin", "admin")


@pytest.mark.usefixtures("started")
def test_an_admin_that_exists_is_never_changed(manage, rows):
    before = rows("SELECT password, is_active FROM auth_user")
    done = manage("prepare", DOCKLINE_ADMIN_PASSWORD="another horse battery")
    assert (done.returncode, done.stdout) == (0, "")
    assert rows("SELECT password, is_active FROM auth_user") == before


@pytest.mark.usefixtures("started")
def test_no_admin_is_made_beside_another_one(manage, rows):
    change = "from django.contrib.auth.models import User; User.objects.update(username='ada')"
    assert manage("shell", "-v", "0", "-c", change).returncode == 0
    assert manage("prepare").stdout == ""
    assert rows("SELECT username FROM auth_user") == [("ada",)]


@pytest.mark.usefixtures("started")
def test_where_the_name_is_taken_and_nobody_is_an_admin_it_says_what_to_do(manage, rows):
    change = "from django.contrib.auth.models import User; User.objects.get().groups.clear()"
    assert manage("shell", "-v", "0", "-c", change).returncode == 0
    done = manage("prepare")
    assert done.returncode != 0
    assert "manage.py adduser NAME --role admin" in done.stderr
    assert "Traceback" not in done.stderr
    assert rows("SELECT count(*) FROM auth_user_groups") == [(0,)]


@pytest.mark.usefixtures("started")
def test_only_its_owner_can_read_the_data(tmp_path):
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
    assert (tmp_path / "uploads").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "words", [["adduser", "vera", "--role", "viewer"], ["token", "vera", "--label", "x"], ["trail"]]
)
def test_before_the_first_start_the_other_commands_say_what_to_do(manage, words):
    done = manage(*words)
    assert done.returncode != 0
    assert "run manage.py prepare first" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("started")
def test_the_second_start_does_no_needless_work(manage):
    began = time.monotonic()
    manage("help", "prepare")
    bare = time.monotonic() - began
    began = time.monotonic()
    manage("prepare", "--quick")
    seconds = time.monotonic() - began
    print(f"prepare, second time: {seconds:.2f} s, of which Django's own start is {bare:.2f} s")
    assert seconds < 10  # under 1 s where nothing else runs
