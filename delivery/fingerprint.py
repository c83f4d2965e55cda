"""What rendered an edition: a release and the settings that reach its output."""

import hashlib
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

SETTINGS = [
    *("DEBUG", "LANGUAGE_CODE", "MEDIA_URL", "STATIC_URL", "TIME_ZONE", "USE_TZ"),
    *("WAGTAIL_CONTENT_LANGUAGES", "WAGTAIL_I18N_ENABLED", "WAGTAIL_SITE_NAME"),
    *("WAGTAILAPI_BASE_URL", "WAGTAILAPI_RICH_TEXT_FORMAT", "WAGTAILDOCS_SERVE_METHOD"),
]
SUFFIXES = {".html", ".py", ".svg", ".txt"}


@cache
def fingerprint():
    """16 hexadecimal digits, the same in every process of a release with the same settings."""
    chosen = [f"{name}={getattr(settings, name, None)!r}" for name in SETTINGS]
    return hashlib.sha256("\n".join([release(), *chosen]).encode()).hexdigest()[:16]


@cache
def release():
    """A digest of what this process runs: as it was when first asked for."""
    digest = hashlib.sha256()
    root = Path(settings.BASE_DIR)
    # By name, not by place: hosts may keep code and static files in folders of their own.
    named = {str(path.relative_to(root)): path for path in _code(root)}
    named |= {path.name: path for path in _static_manifest()}
    for name, path in sorted(named.items()):
        digest.update(name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _code(root):
    """The project's own code and templates, and the packages that it needs, with their versions."""
    yield root / "requirements.txt"
    folders = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == root]
    for folder in [*folders, root / "cms", root / "api", root / "templates"]:
        for path in folder.rglob("*"):
            if path.suffix in SUFFIXES and "migrations" not in path.parts:
                yield path


def _static_manifest():
    """The names under which static files are served, once they are collected."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    return [manifest] if manifest.exists() else []
