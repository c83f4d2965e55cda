"""django-cors-headers' settings: who may read the API from a page of another origin."""

from corsheaders.defaults import default_headers


def cors_of(origins):
    """The settings for a list of origins, of which `*` means every one.

    Reading only, and never with cookies: the API looks at none.
    """
    return {
        # Without origins no address matches, so no answer says that it varies by them.
        "CORS_URLS_REGEX": r"^/api/" if origins else r"(?!)",
        "CORS_ALLOW_ALL_ORIGINS": "*" in origins,
        "CORS_ALLOWED_ORIGINS": [origin for origin in origins if origin != "*"],
        "CORS_ALLOW_METHODS": ["GET", "HEAD", "OPTIONS"],
        "CORS_ALLOW_HEADERS": [*default_headers, "if-none-match"],
        "CORS_EXPOSE_HEADERS": ["ETag", "Retry-After", "X-Content-Version"],
    }
