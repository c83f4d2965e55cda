"""What must be there before `make run` or `make dev` can serve: each step does what is missing."""

import hashlib
import json
import time
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Site

from home.demo import loader

LOCAL_HOSTS = {"localhost", "127.0.0.1"}


def say(text):
    """Tells the person at the terminal what is being done."""
    print(text, flush=True)


def database():
    """Applies the migrations that are missing."""
    plan = _missing_migrations()
    if plan:
        say(f"Preparing the database: {len(plan)} migrations …")
        call_command("migrate", interactive=False, stdout=_Progress(len(plan)))


def _missing_migrations():
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


class _Progress(StringIO):
    """Where `migrate` writes its lines: they are counted, and the count is told now and then."""

    EVERY = 3

    def __init__(self, total):
        super().__init__()
        self.total = total
        self.done = 0
        self.told = time.monotonic()

    def write(self, text):
        self.done += text.count(" OK")
        if time.monotonic() - self.told > self.EVERY:
            self.told = time.monotonic()
            say(f"  {self.done} of {self.total}")
        return len(text)


def demo():
    """Loads the demo site if the database holds no content."""
    try:
        loader.check_empty()
    except loader.NotEmpty:
        return
    say("Loading the demo site …")
    call_command("load_demo")


def site(port):
    """Tells Wagtail at which address it is served, so that links in HTML and JSON work."""
    default = Site.objects.filter(is_default_site=True).first()
    if default is None or (default.hostname, default.port) == ("localhost", port):
        return
    if default.hostname not in LOCAL_HOSTS:
        say(f"The site of this database is {default.root_url}: its links lead there.")
        return
    default.hostname, default.port = "localhost", port
    default.save()


def administrator(keys):
    """Creates the first administrator. Returns the line that tells how to log in."""
    users = get_user_model()._default_manager
    if not users.filter(is_superuser=True).exists():
        users.create_superuser(keys.admin_username, password=keys.admin_password)
    user = users.filter(username=keys.admin_username, is_superuser=True, is_active=True).first()
    if user is None:
        return "with an administrator's account of this database"
    if not user.check_password(keys.admin_password):
        return f"as {keys.admin_username}, with the password that you chose"
    return f"as {keys.admin_username}, password {keys.admin_password}"


def static_files():
    """Collects the static files if any has changed since the last time."""
    note = settings.STATIC_ROOT / ".collected"
    now = _static_fingerprint()
    if note.exists() and note.read_text() == now:
        return
    say("Collecting and compressing static files …")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    note.write_text(now)


def _static_fingerprint():
    files = []
    for finder in get_finders():
        for name, storage in finder.list(None):
            stat = Path(storage.path(name)).stat()
            files.append((name, stat.st_size, stat.st_mtime_ns))
    return hashlib.sha256(json.dumps(files).encode()).hexdigest()
