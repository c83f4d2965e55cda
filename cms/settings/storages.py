"""`STORAGES`: private originals and documents, public renditions, static files."""

from cms.env import require

_LOCAL = "django.core.files.storage.FileSystemStorage"
_S3 = "storages.backends.s3.S3Storage"


def storages_of(env, media_root, media_url):
    """The settings of the three storages, local or in an S3-compatible store."""
    make = _s3 if env.MEDIA_STORAGE == "s3" else _local
    private, public = make(env, media_root, media_url)
    return {
        "default": private,
        "renditions": public,
        "staticfiles": {"BACKEND": "cms.static_files.StaticFilesStorage"},
    }


def _local(env, media_root, media_url):
    return [
        {
            "BACKEND": _LOCAL,
            "OPTIONS": {"location": str(media_root / folder), "base_url": f"{media_url}{folder}/"},
        }
        for folder in ("originals", "renditions")
    ]


def _s3(env, media_root, media_url):
    require(env, "S3_BUCKET", "S3_PUBLIC_BUCKET", "S3_PUBLIC_URL")
    secret = env.S3_SECRET_ACCESS_KEY
    common = {
        "endpoint_url": env.S3_ENDPOINT_URL,
        "region_name": env.S3_REGION,
        "access_key": env.S3_ACCESS_KEY_ID,
        "secret_key": secret.get_secret_value() if secret else None,
        "file_overwrite": False,
        "default_acl": None,
    }
    scheme, _, domain = env.S3_PUBLIC_URL.partition("://")
    private = {"bucket_name": env.S3_BUCKET, "querystring_auth": True}
    public = {
        "bucket_name": env.S3_PUBLIC_BUCKET,
        "querystring_auth": False,
        "custom_domain": domain,
        "url_protocol": f"{scheme}:",
        # A rendition's name changes with its content.
        "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
    }
    return [{"BACKEND": _S3, "OPTIONS": common | extra} for extra in (private, public)]
