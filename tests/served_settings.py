"""The settings of servers that tests start: as they are, but for passwords, of which tests make many."""

from dashboard.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
