"""Settings of Dockline. Everything that differs between installations comes from the environment (README: Deploy)."""

import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from dashboard import environment

BASE_DIR = Path(__file__).resolve().parent.parent
DATA = environment.folder("DOCKLINE_DATA", BASE_DIR / "var")
KEYS = environment.folder("DOCKLINE_KEYS", DATA / "keys")
DEBUG = environment.switch("DOCKLINE_DEBUG")

# Where it is reached -------------------------------------------------------------------------------------------------
BIND = environment.text("BIND", "127.0.0.1")
PORT = environment.number("PORT", 8000, least=1)


def _default_origins() -> list[str]:
    """What a browser on this machine calls us. Anything else is named by DOCKLINE_ORIGINS."""
    hosts = {"127.0.0.1", "localhost"} | ({BIND} if BIND not in ("0.0.0.0", "::") else set())
    return sorted(f"http://{f'[{host}]' if ':' in host else host}:{PORT}" for host in hosts)


ORIGINS = environment.words("DOCKLINE_ORIGINS") or _default_origins()
for origin in ORIGINS:
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or "*" in origin:
        raise ImproperlyConfigured(f"DOCKLINE_ORIGINS: {origin!r} is not an origin such as https://docker.example.org")
ALLOWED_HOSTS = sorted({(urlsplit(origin).hostname or "") for origin in ORIGINS})
CSRF_TRUSTED_ORIGINS = ORIGINS
SECURE_ORIGINS = all(origin.startswith("https://") for origin in ORIGINS)
if environment.switch("DOCKLINE_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def _secret_key() -> str:
    """DOCKLINE_SECRET_KEY, else a key of this installation, made at the first start."""
    given = environment.text("DOCKLINE_SECRET_KEY")
    if given:
        return given
    path = KEYS / "django.key"
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text().strip()


SECRET_KEY = _secret_key()

# What it is made of --------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic.runserver_nostatic",
    "django.contrib.staticfiles",
    "channels",
    "csp",
    "django_htmx",
    "containers",
    "axes",
]
MIDDLEWARE = [
    "dashboard.compression.compression",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "containers.api.authentication.TokenMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "containers.pages.refusals.RefusalMiddleware",
    "containers.access.sign_in.LockedOutMiddleware",
]
ROOT_URLCONF = "dashboard.urls"
ASGI_APPLICATION = "dashboard.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "containers.pages.shell.shell",
            ],
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "dockline.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
        },
        "TEST": {"NAME": DATA / "test.sqlite3"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

# Who gets in ---------------------------------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Ten wrong passwords for one name from one address close that pair for a minute. Other addresses and names stay open
# and trying on does not make it longer, so no stranger can lock an admin out for good.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=1)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # its middleware is there, in a form that works under ASGI
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "root"
LOGOUT_REDIRECT_URL = "sign_in"
SESSION_COOKIE_NAME = "dockline_session"
CSRF_COOKIE_NAME = "dockline_csrf"
SESSION_COOKIE_SECURE = SECURE_ORIGINS
CSRF_COOKIE_SECURE = SECURE_ORIGINS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_FAILURE_VIEW = "containers.pages.errors.csrf_failure"

# What a page may load: only what we serve ----------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *(origin.replace("http", "ws", 1) for origin in ORIGINS)],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

# Static files: third-party browser code straight out of node_modules, only the folders named here ---------------------
STATIC_URL = "static/"
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("tabler", NODE_MODULES / "@tabler" / "core" / "dist"),
    ("htmx", NODE_MODULES / "htmx.org" / "dist"),
    ("geist", NODE_MODULES / "@fontsource-variable" / "geist" / "files"),
    ("geist-mono", NODE_MODULES / "@fontsource-variable" / "geist-mono" / "files"),
    ("xterm", NODE_MODULES / "@xterm" / "xterm"),
    ("xterm-fit", NODE_MODULES / "@xterm" / "addon-fit" / "lib"),
    ("xterm-search", NODE_MODULES / "@xterm" / "addon-search" / "lib"),
    ("uplot", NODE_MODULES / "uplot" / "dist"),
    ("swagger", NODE_MODULES / "swagger-ui-dist"),
]
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_AUTOREFRESH = DEBUG
SERVESTATIC_MAX_AGE = 3600
TABLER_ICONS = NODE_MODULES / "@iconify-json" / "tabler" / "icons.json"

# Languages -----------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# What people may do to the host --------------------------------------------------------------------------------------
# Folders of the engine's host that operators may bind into containers; exactly these, see docs/decisions.md.
BIND_ROOTS = environment.words("DOCKLINE_BIND_ROOTS")
# Registries (host or host:port) that operators may use although they are private addresses.
REGISTRIES = environment.words("DOCKLINE_REGISTRIES")
UPLOAD_MAX_BYTES = environment.number("DOCKLINE_UPLOAD_MAX_BYTES", 2 * 1024**3, least=1)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_TEMP_DIR = environment.folder("DOCKLINE_UPLOADS", DATA / "uploads")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"unmeant": {"()": "dashboard.log_filters.Unmeant"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "containers": {"level": environment.text("DOCKLINE_LOG_LEVEL", "INFO").upper()},
        "django.server": {"level": "INFO"},
        "django.request": {"filters": ["unmeant"]},
        "axes": {"level": "ERROR"},  # it warns at each wrong password
    },
}
