"""Settings of a site. Every one that an operator may change is read from the environment."""

from __future__ import annotations

import logging
from pathlib import Path

from evenhand.sealing.site_secrets import SiteSecrets, read_or_create
from evenhand.sealing.stretching import ACCOUNT_COST, RECEIPT_COST, Cost
from evenhand.site import env

DATA = Path(env.text("DATA", "var")).absolute()
DATA.mkdir(parents=True, exist_ok=True, mode=0o700)

# Where people reach the site. Plain http is for this machine only.
ORIGIN = env.address("ORIGIN", "http://127.0.0.1:8000", schemes=("https", "http"))
IS_HTTPS = ORIGIN.scheme == "https"
if not IS_HTTPS and ORIGIN.hostname not in {"127.0.0.1", "localhost", "::1"}:
    PLAIN_HTTP = "EVENHAND_ORIGIN must start with https:// unless it is this machine."
    raise env.WrongSetting(PLAIN_HTTP)

SITE_SECRETS: SiteSecrets = read_or_create(
    Path(env.text("SECRETS", str(DATA / "secrets" / "site.json")))
)
# What one guess of a passphrase or a receipt costs; only the suite makes it cheaper.
KDF_COSTS: dict[str, Cost] = {"account": ACCOUNT_COST, "receipt": RECEIPT_COST}
SECRET_KEY = SITE_SECRETS.django_key
DEBUG = False
ALLOWED_HOSTS = [ORIGIN.hostname or "", "127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "evenhand.site.urls"
WSGI_APPLICATION = "evenhand.site.wsgi.application"

INSTALLED_APPS = [
    "evenhand.site",
    "evenhand.accounts",
    "evenhand.directory",
    "evenhand.notices",
    "evenhand.vault",
    "evenhand.casework",
    "evenhand.intake",
    "evenhand.operations",
]
MIDDLEWARE = [
    "evenhand.site.middleware.security_headers",
    "django.middleware.gzip.GZipMiddleware",
    "evenhand.site.middleware.refusals",
    "django.middleware.csrf.CsrfViewMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"builtins": ["evenhand.site.templatetags.page"]},
    }
]

DATABASES = {
    "default": env.database("DATABASE", otherwise=DATA / "evenhand.sqlite3"),
    "shred": env.database("SHRED_DATABASE", otherwise=DATA / "shred.sqlite3"),
}
DATABASE_ROUTERS = ["evenhand.vault.shred_router.ShredRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Uploads stay in memory: Django's default writes large ones in clear to a temporary folder.
FILE_UPLOAD_HANDLERS = ["evenhand.intake.uploads.InMemoryUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
STORAGES = {
    "default": {
        "BACKEND": "evenhand.vault.storage.DurableStorage",
        "OPTIONS": {"location": str(DATA / "files"), "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "django.core.files.storage.memory.InMemoryStorage"},
}

CSRF_COOKIE_NAME = "__Host-form" if IS_HTTPS else "form"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "evenhand.site.views.form_expired"
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; see docs/operating
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Mail: smtp://user:password@host:587 (STARTTLS) or smtps://…; without it, files in the data folder.
SMTP = env.text("SMTP") and env.address("SMTP", "", schemes=("smtp", "smtps")).geturl()
MAIL_FROM = env.text("MAIL_FROM", f"Rota <rota@{ORIGIN.hostname}>")

# Where "Leave this site" leads: a page that says nothing about why somebody looked at it.
LEAVE_TO = env.address("LEAVE_TO", "https://www.weather.gov/", schemes=("https", "http")).geturl()

# evenhand.site.middleware sets these headers, stricter than Django's own middleware would.
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002"]

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False
# Where evenhand.audit writes; "-" is standard output.
EVENT_LOG = env.text("EVENT_LOG", str(DATA / "log" / "events.log"))
LOGGING_CONFIG = None  # the only log is the allow-list in evenhand.audit …
logging.getLogger().addHandler(logging.NullHandler())  # … and nothing falls through to stderr
