"""Done once in the process that others are forked off: what each would take a second to do first.

Importing it opens the editor of a page and has it published, in a transaction that is undone.
"""

from django.core.cache import caches
from django.db import connections, transaction
from django.test import Client

from tests import builders
from tests.newsroom import desk

with transaction.atomic():
    browser = Client()
    browser.force_login(builders.make_user())
    page = builders.make_article()
    desk.send(browser, desk.edit_address(page), desk.PUBLISH)
    for address in (page.url, f"/api/v2/pages/{page.pk}/", "/"):
        Client().get(address)
    transaction.set_rollback(True)
for cache in caches.all():
    cache.clear()
connections.close_all()
