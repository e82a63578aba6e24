"""Everything the operator of the machine decides. What an administrator of the desk decides is a row with a page.

Each variable is told in docs/settings.md, with its unit and what turning it does.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bihuan.config import env, keys

PACKAGE = Path(__file__).resolve().parents[2]

DATA_DIR = env.data_folder()

# How people reach the desk; every link in a mail is built from it, never from a request's Host header.
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.integer('PORT', 8080)}").rstrip("/")
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    urlsplit(SITE_URL).hostname or "",
    *env.words("ALLOWED_HOSTS"),
]
IS_HTTPS = SITE_URL.startswith("https://")

DEBUG = False
SECRET_KEY = keys.read_or_make(DATA_DIR, "SECRET_KEY")
# Marks our own mail, so that what comes back to us is known.
DESK_ID = keys.short_id(SECRET_KEY)
VAULT_KEYS = keys.read_or_make(DATA_DIR, "VAULT_KEYS").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "bihuan.kit.events",
    "bihuan.kit.files",
    "bihuan.kit.kept",
    "bihuan.kit.ui",
    "bihuan.kit.work",
    "bihuan.ground.people",
    "bihuan.ground.calendars",
    "bihuan.ground.duty",
    "bihuan.ground.catalogue",
    "bihuan.ground.channels",
    "bihuan.ground.notices",
    "bihuan.ground.search",
    "bihuan.tickets",
    "bihuan.flow.intake",
    "bihuan.flow.triage",
    "bihuan.flow.sla",
    "bihuan.flow.dispatch",
    "bihuan.practices.knowledge",
    "bihuan.practices.majors",
    "bihuan.practices.surveys",
    "bihuan.steering.insights",
    "bihuan.front.portal",
    "bihuan.front.workbench",
    "bihuan.front.home",
    "bihuan.front.library",
    "bihuan.front.figures",
    "bihuan.front.planning",
    "bihuan.front.planning.simulation",
    "bihuan.front.api",
    "bihuan.front.ops",
    "bihuan.front.hooks",
    "bihuan",  # last: wires the events once every room is there
]

MIDDLEWARE = [
    "bihuan.front.ops.metrics.CountRequests",
    "bihuan.kit.ui.headers.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bihuan.front.home.threshold.ReaderLanguage",
    "bihuan.front.home.threshold.EndOldSessions",
    "bihuan.front.home.threshold.RefuseTooLarge",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "bihuan.kit.ui.refusals.AnswerRefusals",
]

ROOT_URLCONF = "bihuan.config.urls"
WSGI_APPLICATION = "bihuan.config.pages.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

# Django's parameter names differ from libpq's only in these.
_LIBPQ = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
_address = env.database()
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **{ours: _address.pop(theirs, "") for ours, theirs in _LIBPQ.items()},
        "OPTIONS": {
            **_address,
            # A list's row joins seven tables, one row of each. To weigh all their orders takes the database ten times
            # as long as to read them; the order in which Django writes them is the good one.
            "options": f"-c statement_timeout={env.integer('STATEMENT_TIMEOUT_MS', 30_000)} -c join_collapse_limit=4",
        },
        "CONN_MAX_AGE": 60,
        # Without it every connection that outlived a restart of the database costs somebody an error page.
        "CONN_HEALTH_CHECKS": True,
    }
}

# A database behind a pooler that lends connections between statements cannot be listened to: here is the way past it.
DIRECT_ADDRESS = env.database("DATABASE_URL_DIRECT")

# Rate limits must hold over all web processes: the database is the store they share.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Beyond it entries are dropped at random. Whoever could fill it would so get rid of the counts that bind him.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["bihuan.ground.people.signing_in.DeskBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ("username", "name", "email")},
        "MinimumLengthValidator": {"min_length": env.integer("PASSWORD_MIN_LENGTH", 10)},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "bihuan.front.home.account.adapter.Adapter"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "bihuan.front.home.account.forms.LoginForm",
    "change_password": "bihuan.front.home.account.forms.ChangePasswordForm",
    "reset_password": "bihuan.front.home.account.forms.ResetPasswordForm",
    "reset_password_from_key": "bihuan.front.home.account.forms.ResetPasswordKeyForm",
}
# A whole office may come by one address; one account has five tries in five minutes, from wherever.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reset_password": "20/m/ip,3/10m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
}
PASSWORD_RESET_TIMEOUT = 30 * 60
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105, a class

# Whoever signed in signs in again after so long, however busy; and after so long without a sign of life.
SESSION_COOKIE_AGE = env.integer("SESSION_HOURS", 12, least=1) * 3600
SESSION_IDLE_MINUTES = env.integer("SESSION_IDLE_MINUTES", 480, least=5)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-bihuan" if IS_HTTPS else "bihuan"
CSRF_COOKIE_NAME = "__Host-bihuan-csrf" if IS_HTTPS else "bihuan-csrf"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "bihuan.front.home.errors.stale_form"
# How many proxies in front are ours; their X-Forwarded-For is believed, nobody else's.
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            str(folder)
            for folder in sorted(PACKAGE.glob("*/*/templates")) + sorted(PACKAGE.glob("*/templates"))
        ],
        "OPTIONS": {"environment": "bihuan.kit.ui.engine.environment"},
    },
    {  # for the pages of libraries that we do not draw ourselves
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "bihuan-language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "kit" / "ui" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# Vite puts a hash into every name under web/, so a browser may keep those for good.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/web/"

# The largest single upload or mail, in bytes. Larger ones are refused with a word to the sender.
MAX_MESSAGE_BYTES = env.integer("MAX_MESSAGE_MB", 50) * 1024 * 1024
MAX_FILE_BYTES = env.integer("MAX_FILE_MB", 25) * 1024 * 1024
# The largest request: all that a person sends with one form.
MAX_REQUEST_BYTES = env.integer("MAX_REQUEST_MB", 60) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Programs elsewhere that read /metrics show this; without it only those on this machine may.
METRICS_TOKEN = env.secret("METRICS_TOKEN")

# The desk calls public addresses alone, by TLS; and these.
REACHABLE_NETWORKS = env.networks("REACHABLE_NETWORKS")

# Pages are made in threads, jobs done in threads; processes use further cores.
WEB_PROCESSES = env.integer("WEB_PROCESSES", 2, least=1)
WEB_THREADS = env.integer("WEB_THREADS", 8, least=1)
WORKER_PROCESSES = env.integer("WORKER_PROCESSES", 1, least=1)
WORKER_THREADS = env.integer("WORKER_THREADS", 4, least=1)

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "bihuan.config.logs.OneLine",
            "format": "{asctime}Z {levelname} {name} {message}",
            "style": "{",
            "datefmt": "%Y-%m-%dT%H:%M:%S",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "uvicorn": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "ERROR"},
    },
}
