"""The API's description as consumers know it: `clients/openapi.json`.

`make contract` accepts the description as it is now; a change that breaks consumers is accepted
only when CHANGELOG.md announces it.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SNAPSHOT = ROOT / "clients/openapi.json"
CHANGELOG = ROOT / "CHANGELOG.md"


def now():
    """The description that the code makes."""
    from django.urls import reverse

    from api.openapi import document
    from cms.api import router

    return document(router, reverse("wagtailapi:root"))


def written(description):
    return json.dumps(description, indent=2, ensure_ascii=False) + "\n"


def known():
    return json.loads(SNAPSHOT.read_text())


def accept():
    """Writes the snapshot anew. Returns what to say, and whether it was done."""
    from tests.api.compatibility import changes, unannounced

    found = changes(known(), now()) if SNAPSHOT.exists() else []
    missing = unannounced(found, CHANGELOG.read_text())
    if missing:
        lines = ["Not accepted. Name these under “### Breaking for API consumers” in CHANGELOG.md:"]
        return "\n".join(
            [*lines, *(f"- `{change.where}` {change.what}" for change in missing)]
        ), False
    SNAPSHOT.write_text(written(now()))
    return "\n".join([*map(str, found), f"{SNAPSHOT.relative_to(ROOT)} is up to date."]), True


def make_types():
    """Makes the types of the TypeScript client anew. Returns what to say."""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is missing: the types in clients/typescript/ are not made anew."
    for command in (["ci", "--no-audit", "--no-fund"], ["run", "types"]):
        subprocess.run([npm, *command], cwd=ROOT / "clients/typescript", check=True)
    return "clients/typescript/api.d.ts is up to date."


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    import django

    django.setup()
    message, done = accept()
    print(message)
    if done:
        print(make_types())
    sys.exit(not done)
