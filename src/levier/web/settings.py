"""Settings of the site. What an operator may change comes from the environment (docs/operating); the rest is ours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels

from levier.web.environment import ENV, made_home, sign_in_servers, site_key

HOME = made_home()
SECRET_KEY = site_key(HOME)
DEBUG = False
HTTPS: bool = ENV.bool("LEVIER_HTTPS", default=False)
ALLOWED_HOSTS: list[str] = ENV.list("LEVIER_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [
    f"https://*{host}" if host.startswith(".") else f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and host != "*"
]
SAMPLE: bool = ENV.bool("LEVIER_SAMPLE", default=False)
"""Whether the door of the sample organisation is open: `levier serve --sample` sets it for its own processes."""
PATIENCE_SECONDS = 3.0
"""How long the answer to who asked for long work waits for its end, before a page shows how far it is."""
SITE_ADDRESS: str = ENV.str(
    "LEVIER_ADDRESS", default=f"https://{ALLOWED_HOSTS[0]}" if HTTPS and ALLOWED_HOSTS[0][:1] not in "*." else ""
)
"""Where people reach the site, for links in e-mails: with HTTPS the first name of the site, so that no request can
choose where a letter leads; else the request's own address."""

SERVER_PROCESSES: int = ENV.int("LEVIER_PROCESSES", default=2)
"""How many processes answer people on this machine."""
WORK_SECONDS: int = ENV.int("LEVIER_WORK_SECONDS", default=1_800)
"""How long one piece of long work may take; then it is stopped and told as failed, and the worker goes on."""

CONTACT: str = ENV.str("LEVIER_CONTACT", default="")
"""E-mail address of whoever runs the site: for weaknesses, accessibility and personal data."""

INSTALLED_APPS = [
    "levier.web.house",
    "levier.web.journal",
    "levier.web.people",
    "levier.web.jobs",
    "levier.web.estate",
    "levier.web.footprint",
    "levier.web.tender",
    "levier.web.bids",
    "levier.web.api",
    "levier.web.operating",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # its templates, for our renderer
    "django_scopes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
]
MIDDLEWARE = [
    "levier.web.house.logs.Requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "levier.web.house.middleware.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "levier.web.house.middleware.Limits",  # before anything reads a body
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "levier.web.urls"
WSGI_APPLICATION = "levier.web.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "levier.web.house.context.house",
            ],
            "builtins": ["levier.web.house.templatetags.levier"],
        },
    }
]
FORM_RENDERER = "levier.web.house.forms.Renderer"

# Data

SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
        "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;"
    ),
}
"""IMMEDIATE keeps concurrent writes from failing, WAL and NORMAL make them fast (docs/decisions)."""


def database() -> dict[str, Any]:
    """Return the database: SQLite in HOME, or what DATABASE_URL names."""
    found: dict[str, Any] = dict(ENV.db_url("DATABASE_URL", default=f"sqlite:///{HOME / 'levier.sqlite3'}"))
    if "sqlite" in found["ENGINE"]:
        return found | {"OPTIONS": SQLITE, "CONN_MAX_AGE": None}
    return found | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": database()}
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "house_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
"""In the database, so that throttling counts for all processes together; a migration of `people` makes its table.

Beyond so many entries a third is forgotten, whichever: with Django's own 300, whoever asks for many codes under many
addresses would make the site forget what it counts."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if ENV.str("LEVIER_S3_BUCKET", default=""):  # keys come from the environment or the machine's role, as boto3 finds them
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": ENV.str("LEVIER_S3_BUCKET"),
            "endpoint_url": ENV.str("LEVIER_S3_ENDPOINT", default="") or None,
            "region_name": ENV.str("LEVIER_S3_REGION", default="") or None,
            "location": ENV.str("LEVIER_S3_PREFIX", default=""),
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": True,  # names bear the hash of the content
        },
    }
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Words

LANGUAGES = [("fr", "Français"), ("en-gb", "English")]
LANGUAGE_CODE = "fr"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV.str("LEVIER_TIME_ZONE", default="Europe/Paris")

# People

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people:home"
ACCOUNT_ADAPTER = "levier.web.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {"confirm_login_code": "levier.web.people.forms.CodeForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = int(timedelta(minutes=15).total_seconds())
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is made only when the code that was sent to its address comes back
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "60/15m/ip",
    "request_login_code": "60/15m/ip,5/15m/key",
    "open_trial": "30/h/ip",
    "invite": "60/h/user",
    "compute_openly": "120/15m/ip",
}
"""A whole town hall may sign in from one address on a Monday; one account gets five codes a quarter of an hour."""
ALLAUTH_TRUSTED_PROXY_COUNT: int = ENV.int("LEVIER_PROXIES", default=1 if HTTPS else 0)
"""How many proxies stand before the site and write X-Forwarded-For: throttling asks for the address behind them."""
SOCIALACCOUNT_ADAPTER = "levier.web.people.adapters.ServerAdapter"
SOCIALACCOUNT_PROVIDERS = sign_in_servers()
SOCIALACCOUNT_STORE_TOKENS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "levier.web.people.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "levier.web.people.forms.AuthenticateForm",
    "reauthenticate": "levier.web.people.forms.ReauthenticateForm",
    "activate_totp": "levier.web.people.forms.AppForm",
    "add_webauthn": "levier.web.people.forms.KeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Levier"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
MESSAGE_TAGS = {message_levels.SUCCESS: "good", message_levels.ERROR: "bad"}
DEFAULT_FROM_EMAIL = ENV.str("LEVIER_MAIL_FROM", default="levier@localhost")
EMAIL_CONFIG = ENV.email_url("LEVIER_MAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)

# Security

SESSION_ENGINE = "levier.web.people.sessions"
SESSION_COOKIE_NAME = "__Host-levier" if HTTPS else "levier"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-levier_form" if HTTPS else "levier_form"
LANGUAGE_COOKIE_NAME = "__Host-levier_language" if HTTPS else "levier_language"
SCHEME_COOKIE_NAME = "__Host-levier_scheme" if HTTPS else "levier_scheme"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "levier.web.house.views.form_expired"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MOST_UPLOAD_MB: int = ENV.int("LEVIER_UPLOAD_MB", default=50)
"""Largest file of an inventory, in MB of 1,048,576 bytes."""
READING_MEMORY_MB: int = ENV.int("LEVIER_READING_MEMORY_MB", default=4096)
READING_SECONDS: int = ENV.int("LEVIER_READING_SECONDS", default=300)
"""What the reading of one file may take, in a process of its own."""
MOST_TRIAL_MB: int = ENV.int("LEVIER_TRIAL_MB", default=200)
"""All the files of one trial space together."""
MOST_PASTED = 5_000_000
"""Letters of an inventory that is pasted."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000
"""Bytes of a form, but its files, in memory: what may be pasted fits. Most pages take less (house.limits)."""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# Logs: one JSON object a line to standard error, without personal data

LOG_LEVEL: str = ENV.str("LEVIER_LOG_LEVEL", default="INFO").upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "levier.web.house.logs.Json"}},
    "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["standard_error"], "level": "WARNING"},
    "loggers": {
        "levier": {"handlers": ["standard_error"], "level": LOG_LEVEL, "propagate": False},
        "django": {"handlers": ["standard_error"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["standard_error"], "level": "WARNING", "propagate": False},
    },
}
