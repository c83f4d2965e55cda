"""The promise behind SQLite's settings: nobody who reads waits for one who writes."""

import threading
import time
from contextlib import closing

import pytest
from django.db import connection, transaction
from django.test import Client
from wagtail.models import Page

from delivery.models import WorkerHeartbeat
from tests.builders import home_page, make_article

pytestmark = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="tells of SQLite; the other database has its own ways"
)
