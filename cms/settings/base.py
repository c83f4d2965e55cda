"""What every way of running Citewell has in common. Values come from `cms/env.py`."""

from datetime import timedelta
from importlib.util import find_spec

from csp.constants import NONE, SELF

from cms.env import BASE_DIR, read
from cms.settings.caches import caches_of
from cms.settings.cors import cors_of
from cms.settings.databases import database_of
from cms.settings.logs import logging_of
from cms.settings.storages import storages_of

env = read()
DATA_DIR = BASE_DIR / env.DATA_DIR

INSTALLED_APPS = [
    "home",
    "articles",
    "search",
    "evidence",
    "library",
    "accounts",
    "wagtail.api.v2",
    "wagtail.contrib.redirects",
    # After the redirects, one of whose signals it takes over.
    "delivery",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "rest_framework",
    "axes",
    "corsheaders",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "delivery.representation.Represent",
    "cms.middleware.RefuseBadBytes",
    "cms.middleware.FewFilesAtOnce",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.middleware.RefuseAtOnce",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "delivery.redirects.PublicRedirectMiddleware",
    "articles.completeness.TellWhatIsMissing",
    "delivery.spreadsheets.NeutraliseFormulas",
    # Last, so that it sees a refused login before anything else answers.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASES = database_of(env.DATABASE_URL, DATA_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = caches_of(env.CACHE_URL, DATA_DIR)

SECRET_KEY = env.SECRET_KEY.get_secret_value() if env.SECRET_KEY else ""
ALLOWED_HOSTS = env.ALLOWED_HOSTS or []
CSRF_TRUSTED_ORIGINS = env.CSRF_TRUSTED_ORIGINS

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = [
    # First, so that a locked-out login is refused before its password is looked at.
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]

# docs/decisions/0006-login-throttling.md
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=5)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# A try during the wait does not lengthen it.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "accounts.throttling.locked_out"
AXES_CLIENT_IP_CALLABLE = "accounts.throttling.client_ip"
# Who has logged in when is in the user's own record already.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
PROXY_COUNT = 0

CSRF_FAILURE_VIEW = "cms.errors.csrf_failure"

LANGUAGE_CODE = "en-gb"
WAGTAIL_CONTENT_LANGUAGES = [("en-gb", "English")]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
# Swagger UI, which a package that Wagtail needs brings along.
STATICFILES_DIRS = [("swagger", f"{find_spec('ninja').submodule_search_locations[0]}/static/ninja")]
STATIC_ROOT = BASE_DIR / (env.STATIC_DIR or DATA_DIR / "static")
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = storages_of(env, MEDIA_ROOT, MEDIA_URL)

# Uploaded files do not count towards this: it bounds the text of a form, a long article included.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024**2
# A page with many blocks is a form of thousands of fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if env.EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = env.EMAIL_HOST
    EMAIL_PORT = env.EMAIL_PORT
    EMAIL_HOST_USER = env.EMAIL_HOST_USER
    EMAIL_HOST_PASSWORD = env.EMAIL_HOST_PASSWORD.get_secret_value()
    EMAIL_USE_TLS = env.EMAIL_SECURITY == "starttls"
    EMAIL_USE_SSL = env.EMAIL_SECURITY == "tls"
    EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.DEFAULT_FROM_EMAIL

LOGGING = logging_of(env.LOG_LEVEL, env.LOG_FORMAT)
WORKER_INTERVAL = env.WORKER_INTERVAL
LOG_DAYS = env.LOG_DAYS
WAITING_MAX = env.WAITING_MAX
EXPORTS_MAX = env.EXPORTS_MAX
BODIES_MAX = env.BODIES_MAX
BODY_MB = env.BODY_MB
FILES_MAX = env.FILES_MAX
MEMORY_MB = env.MEMORY_MB
FRESHNESS_MS = env.FRESHNESS_MS
STALE_SECONDS = env.STALE_SECONDS
TRACKING_PARAMETERS = env.TRACKING_PARAMETERS

REST_FRAMEWORK = {
    # The API is public and read-only: a password sent to it is never looked at.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_THROTTLE_RATES": {"anon": env.API_RATE},
    "NUM_PROXIES": PROXY_COUNT,
}
globals().update(cors_of(env.CORS_ORIGINS))

CONTENT_SECURITY_POLICY = {
    # Wagtail's admin needs inline scripts and styles.
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
    },
}
if env.MEDIA_STORAGE == "s3":
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(env.S3_PUBLIC_URL)

WAGTAIL_SITE_NAME = "Citewell"
WAGTAILADMIN_BASE_URL = env.WAGTAILADMIN_BASE_URL or f"http://localhost:{env.PORT}"
if env.WAGTAILAPI_BASE_URL:
    WAGTAILAPI_BASE_URL = env.WAGTAILAPI_BASE_URL
WAGTAILAPI_RICH_TEXT_FORMAT = "html"
WAGTAILAPI_LIMIT_MAX = 100
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend", "SEARCH_CONFIG": "english"}}

WAGTAILIMAGES_IMAGE_MODEL = "library.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "library.forms.ImageForm"
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024**2
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "library.Document"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "library.forms.DocumentForm"
# fmt: off
WAGTAILDOCS_EXTENSIONS = [
    "csv", "docx", "epub", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip",
]
# fmt: on
WAGTAILDOCS_MAX_UPLOAD_SIZE = 40 * 1024**2
# Through the view, which asks who may see the document; never a link to the file itself.
WAGTAILDOCS_SERVE_METHOD = "serve_view"

CROSSREF_URL = env.CROSSREF_URL
CROSSREF_MAILTO = env.CROSSREF_MAILTO
RECHECK_DAYS = env.RECHECK_DAYS
DOI_RESOLVER_URL = env.DOI_RESOLVER_URL
DOI_HOSTS = {
    *("api.crossref.org", "data.crossref.org", "api.datacite.org", "data.datacite.org"),
    *("data.crosscite.org", "doi.org", "dx.doi.org"),
}
"""Hosts to which a look-up of a DOI may be sent on."""
