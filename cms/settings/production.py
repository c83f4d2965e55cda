"""What a server on the internet uses. Refuses to start without its secrets."""

from cms.env import require
from cms.settings.base import *  # noqa: F403
from cms.settings.base import REST_FRAMEWORK, env

require(env, "SECRET_KEY", "ALLOWED_HOSTS", "WAGTAILADMIN_BASE_URL")

DEBUG = False
PROXY_COUNT = REST_FRAMEWORK["NUM_PROXIES"] = env.PROXY_COUNT

SECURE_SSL_REDIRECT = True
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.HSTS_SECONDS
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.HSTS_SUBDOMAINS
SECURE_HSTS_PRELOAD = env.HSTS_SUBDOMAINS
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

if not env.EMAIL_HOST:
    # Printed on the console, a mail's password link would be in the logs.
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    WAGTAIL_PASSWORD_RESET_ENABLED = False
