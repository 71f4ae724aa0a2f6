"""All settings, from the environment only. What each one does: docs/operations/settings.md."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from cyfran.config import environment
from cyfran.ui.static_headers import add_headers_of_static_file

PACKAGE = Path(__file__).resolve().parents[1]
CYFRAN_DATA = environment.data_folder()

DEBUG = environment.flag("CYFRAN_DEBUG")
SECRET_KEY = environment.secret_key(CYFRAN_DATA)
SECRET_KEY_FALLBACKS = environment.words("CYFRAN_SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = environment.words("CYFRAN_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("CYFRAN_TRUSTED_ORIGINS")
CYFRAN_UPLOAD_MAX_MB = environment.number("CYFRAN_UPLOAD_MAX_MB", 40)
CYFRAN_WELSH_CHECKED = environment.flag("CYFRAN_WELSH_CHECKED")
CYFRAN_ADDRESS = environment.text("CYFRAN_ADDRESS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "cyfran.ui",
    "cyfran.core.accounts",
    "cyfran.core.audit",
    "cyfran.core.emails",
    "cyfran.core.files",
    "cyfran.core.jobs",
    "cyfran.core.site",
    "cyfran.core.wording",
    "cyfran.ground.places",
    "cyfran.ground.people",
    "cyfran.ground.partnerships",
    "cyfran.ground.notifications",
    "cyfran.ground.setup",
    "cyfran.discover.evidence.reviews",
    "cyfran.discover.evidence.searches",
    "cyfran.discover.evidence.screening",
    "cyfran.discover.evidence.fulltexts",
    "cyfran.discover.evidence.extraction",
    "cyfran.discover.evidence.synthesis",
    "cyfran.discover.evidence.reporting",
    "cyfran.discover.conversations",
    "cyfran.discover.events",
    "cyfran.discover.rooms",
    "cyfran.discover.capture",
    "cyfran.discover.paper",
    "cyfran.discover.surveys",
    "cyfran.define.insights",
    "cyfran.develop.proposals",
    "cyfran.deliver.commitments",
    "cyfran.deliver.outcomes",
    "cyfran.learn.framework",
    "cyfran.learn.library",
    "cyfran.learn.archive",
]

MIDDLEWARE = [
    "cyfran.ui.request_log.RequestLogMiddleware",
    "cyfran.ui.middleware.NullCharacterMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cyfran.ui.middleware.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cyfran.ui.request_log.RequestFactsMiddleware",
    "cyfran.ui.middleware.RequestMemoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cyfran.ui.session_limits.SessionLimitsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cyfran.config.second_factor.SecondFactorMiddleware",
    "cyfran.ui.workbooks.WorkbookMiddleware",
    "cyfran.ui.unsaved.UnsavedMiddleware",
    "cyfran.ui.middleware.ActionErrorMiddleware",
]

ROOT_URLCONF = "cyfran.config.urls"
WSGI_APPLICATION = "cyfran.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "cyfran.ui.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "cyfran.ui.context.page",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
    },  # allauth's own, never seen
]
FORM_RENDERER = "cyfran.ui.fields.Renderer"

# --- Data ---------------------------------------------------------------------------------------------------------

DATABASES = {"default": environment.database(environment.text("DATABASE_URL"), CYFRAN_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = CYFRAN_DATA / "files"
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# --- People who sign in -------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
# Sign-in counts its attempts in the cache: in the database, so that all processes count the same, and go on after a restart
CACHES = {
    "default": {
        "BACKEND": "cyfran.core.strict_cache.StrictDatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "cyfran.ui.accounts.Adapter"
ACCOUNT_FORMS = {
    "request_login_code": "cyfran.ui.accounts.AskForCodeForm",
    "confirm_login_code": "cyfran.ui.accounts.EnterCodeForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
# An office or a hall shares one address: many may sign in at once. One account is guessed at five times in five minutes
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/5m/key",
    "request_login_code": "300/m/ip,3/m/key",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
# A code from an app beside that from the e-mail: offered to everyone, asked of some where the site wants it
CYFRAN_SECOND_FACTOR = environment.flag("CYFRAN_SECOND_FACTOR")
MFA_ADAPTER = "cyfran.ui.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "activate_totp": "cyfran.ui.accounts.ActivateForm",
    "authenticate": "cyfran.ui.accounts.SecondStepForm",
    "reauthenticate": "cyfran.ui.accounts.ShowItIsYouForm",
}
# Sign-in at an organisation, by OpenID Connect: for those who have an account here with an address at one of its domains
CYFRAN_OIDC_URL = environment.text("CYFRAN_OIDC_URL")
CYFRAN_OIDC_NAME = environment.text("CYFRAN_OIDC_NAME", "OpenID Connect")
CYFRAN_OIDC_DOMAINS = [domain.lower() for domain in environment.words("CYFRAN_OIDC_DOMAINS")]
SOCIALACCOUNT_ADAPTER = "cyfran.ui.organisation_sign_in.OrganisationAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = environment.organisation(CYFRAN_OIDC_URL, CYFRAN_OIDC_NAME)
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"

EMAIL_BACKEND = environment.text("CYFRAN_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = CYFRAN_DATA / "outbox"
EMAIL_HOST = environment.text("CYFRAN_EMAIL_HOST", "localhost")
EMAIL_PORT = environment.number("CYFRAN_EMAIL_PORT", 25)
EMAIL_TIMEOUT = 10  # seconds: a server that does not answer must not hold up a page or the worker
EMAIL_HOST_USER = environment.text("CYFRAN_EMAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("CYFRAN_EMAIL_PASSWORD")
EMAIL_USE_TLS = environment.flag("CYFRAN_EMAIL_TLS")
DEFAULT_FROM_EMAIL = environment.text("CYFRAN_EMAIL_FROM", "cyfran@localhost")

# --- Two languages ------------------------------------------------------------------------------------------------

USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/London"
USE_TZ = True

# --- Static files -------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
WHITENOISE_ADD_HEADERS_FUNCTION = add_headers_of_static_file
STATIC_ROOT = CYFRAN_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Safety -------------------------------------------------------------------------------------------------------

HTTPS = environment.flag("CYFRAN_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
CYFRAN_SESSION_IDLE_MINUTES = environment.number("CYFRAN_SESSION_IDLE_MINUTES", 12 * 60)
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("CYFRAN_HSTS_SUBDOMAINS")
if HTTPS:  # a browser takes a cookie of such a name from this host alone, and over HTTPS alone
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"
# How many proxies of one's own a request passes: limits count clients by the address that the outermost of them heard from
CYFRAN_PROXIES = environment.number("CYFRAN_PROXIES", int(environment.flag("CYFRAN_BEHIND_PROXY")))
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("CYFRAN_BEHIND_PROXY") else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "cyfran.ui.views.stale_form"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *environment.origins(CYFRAN_OIDC_URL)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

CYFRAN_SLOW_SECONDS = environment.number("CYFRAN_SLOW_SECONDS", 2)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "cyfran.core.request_log.SafeFormatter"},
        "json": {"()": "cyfran.core.request_log.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if environment.flag("CYFRAN_LOG_JSON") else "line",
        }
    },
    "root": {"handlers": ["console"], "level": environment.text("CYFRAN_LOG_LEVEL", "WARNING")},
}
