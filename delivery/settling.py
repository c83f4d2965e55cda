"""From what was written to what changed for the public: marks editions and writes the log.

The triggers note every write in the writer's own transaction. Whoever comes next, the writer
itself or a reader in front of an answer, settles what was noted: finds out which public objects it
alters, marks their editions and gives each change its number. All in one transaction, one process
at a time, so that numbers become visible in their order.
"""

from collections import defaultdict
from contextlib import contextmanager
from itertools import islice
from sqlite3 import SQLITE_BUSY, SQLITE_LOCKED

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction
from django.db.models import Exists, Max, Min
from django.utils import timezone
from psycopg2.errors import DeadlockDetected, LockNotAvailable
from taggit.models import TaggedItem
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionMember, DraftStateMixin, Locale, Page, Site

from delivery import triggers
from delivery.models import Change, Dependency, Due, Edition, PublicObject, State, Touch
from delivery.resources import resources
from delivery.visibility import Visibility
from delivery.watched import PARTS, finders, found_by, key, watched_models

SOME = 500
"""Ids in one query."""
PAGE = Page._meta.db_table
MOMENTS = ("go_live_at", "expire_at")
"""Between which, where they are given, what is live is public."""
NUMBER_ALTERED = """
    UPDATE delivery_publicobject SET
        number = %s + ranked.rank,
        etag_number = CASE
            WHEN delivery_publicobject.id {in_ids} THEN %s + ranked.rank ELSE etag_number
        END
    FROM (
        SELECT id, ROW_NUMBER() OVER (ORDER BY resource, object_id) AS rank
        FROM delivery_publicobject WHERE number <= %s AND (%s OR id {in_ids})
    ) AS ranked
    WHERE delivery_publicobject.id = ranked.id
"""
TELL_NUMBERED = """
    INSERT INTO delivery_change
        (number, resource, object_id, type, locale, event, site_id, path, changed_at)
    SELECT number, resource, object_id, type, locale, %s, site_id, path, %s
    FROM delivery_publicobject WHERE number > %s
"""
MARK_READ = """
    UPDATE delivery_edition SET is_fresh = FALSE WHERE id {in_ids} RETURNING public_object_id, form
"""
IN_STEP = """
    SELECT id FROM delivery_publicobject WHERE id {in_ids} AND etag_number = number
"""
MARK_DOCUMENTS = """
    UPDATE delivery_edition SET is_fresh = FALSE
    WHERE public_object_id {in_ids} AND form = %s AND is_fresh
"""
IN_IDS = {
    "postgresql": ("= ANY(%s::bigint[])", "{{{}}}"),
    "sqlite": ("IN (SELECT value FROM json_each(%s))", "[{}]"),
}
"""The condition of a column to be one of many ids as one parameter, and how these are written."""


class Busy(Exception):
    """Somebody else is writing, and this process was told not to wait."""


def _last_number():
    """The highest number that was ever given, as far as is known."""
    return max(
        Change.objects.aggregate(last=Max("number"))["last"] or 0,
        PublicObject.objects.aggregate(last=Max("number"))["last"] or 0,
    )


LOST = {
    "number": _last_number,
    "next_due": lambda: Due.objects.aggregate(first=Min("at"))["first"],
    "is_open": triggers.are_installed,
}
"""What the `State` begins with, also if its row was lost: no number is given twice."""


@contextmanager
def alone(wait=True):
    """A transaction in which no other process settles or stores. Yields the `State`."""
    try:
        with _patience(wait), transaction.atomic():
            rows = State.objects.select_for_update(nowait=not wait)
            state = rows.get_or_create(pk=State.KEY, defaults=LOST)[0]
            Site.clear_site_root_paths_cache()
            yield state
    except OperationalError as error:
        if wait or not _is_of_another_writer(error):
            raise
        raise Busy from error


def _is_of_another_writer(error):
    cause = error.__cause__
    if connection.vendor == "sqlite":
        # The extended codes of one have it in their lowest byte.
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in (SQLITE_BUSY, SQLITE_LOCKED)
    return isinstance(cause, LockNotAvailable | DeadlockDetected)


@contextmanager
def _patience(wait):
    """SQLite asked not to wait for another writer, as PostgreSQL is by `NOWAIT`."""
    if wait or connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 50")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def state():
    """The `State`, with `is_settled`: whether nothing waits to be settled. One query."""
    waits = Exists(Touch.objects.all()) | ~Exists(PublicObject.objects.all())
    found = State.objects.annotate(waits=waits).first()
    # Those kept before may be older.
    Site.clear_site_root_paths_cache()
    if found is None:
        found = State()
        found.waits = True
    is_due = found.next_due is not None and found.next_due <= now_after(found.latest_due)
    found.is_settled = not (found.waits or is_due)
    Visibility.not_before = found.latest_due
    return found


def now_after(moment):
    """Now, but never before a moment whose passing has been told already."""
    now = timezone.now()
    return max(now, moment) if moment else now


def settle(wait=True):
    """Settles what waits. Returns the `State`, and the public objects that were written.

    Raises `Busy` if it was told not to wait and would have to.
    """
    with alone(wait) as state:
        settling = Settling(state)
        settling.settle()
    return state, settling.written


def settle_all(altered=False):
    """Settles, and compares all that is public with what the log has told, whatever was noted.

    `altered` says that all of it may be altered, too, as it may be after migrations.
    """
    with alone() as state:
        settling = Settling(state)
        settling.compares_all = True
        settling.alters_all = altered
        settling.settle()
    return state


def forget_all():
    """Has nothing used any more that is kept by the number, or in the memory of a process.

    A number without a change says that anything may be altered.
    """
    with alone() as state:
        state.number += 1
        state.save(update_fields=["number"])


def settled(wait=True):
    """The `State` after everything committed so far has been settled.

    Raises `Busy` if it was told not to wait and would have to.
    """
    found = state()
    return found if found.is_settled else settle(wait)[0]


class Settling:
    """What one transaction settles."""

    def __init__(self, state):
        self.state = state
        self.now = now_after(state.latest_due)
        self.visibility = Visibility(self.now)
        self.compares_all = False
        """Whether anything may have become public or ceased to be."""
        self.alters_all = False
        """Whether everything that is public may look different."""
        self.written = []
        """Resource and id of the public objects that were themselves written."""
        self.seen = defaultdict(set)
        """The ids of the public objects that were written, or have been public, by resource."""
        self.gone = []
        """The public objects that have ceased to be public."""
        self.altered = set()
        """The ids of the public objects whose documents are altered."""
        self.in_pages = set()
        """The same where the page alone is: the document is still that of the number before."""
        self.told_before = state.number

    def settle(self):
        self.keys = self._taken() | self._due()
        # Emptied by hand; nothing public has no public objects.
        self.compares_all |= not PublicObject.objects.exists()
        if not (self.keys or self.compares_all):
            return
        self._read_keys()
        self._find_pages()
        self._find_files()
        for resource in resources().values():
            self._compare(resource)
        self._leave_out_hidden()
        is_shown = any(not text.startswith("search:") for text in self.keys)
        self._add_queries()
        self._mark_dependents()
        self._tell_updates()
        if self.state.number == self.told_before and (is_shown or self._search_has_changed()):
            # Nothing to tell, but what is kept by the number, or being rendered, may show it.
            self.state.number += 1
        self._plan()
        self.state.save()
        Touch.objects.filter(taken=True).delete()

    # What was written

    def _taken(self):
        """The keys noted up to now. Those noted while this goes on are for the next one."""
        Touch.objects.filter(taken=False).update(taken=True)
        return set(Touch.objects.filter(taken=True).values_list("key", flat=True))

    def _due(self):
        """The keys of what has become public, or ceased to be, by the passing of time."""
        if self.state.next_due is None or self.state.next_due > self.now:
            return set()
        due = Due.objects.filter(at__lte=self.now)
        keys = {one.key for one in due}
        due.delete()
        self.state.latest_due = self.now
        return keys

    def _read_keys(self):
        self.ids = defaultdict(set)
        """What was written, by what stands in front of the first colon of its keys."""
        for text in self.keys:
            table, _, rest = text.partition(":")
            self.ids[table].add(rest)
        if {Site._meta.db_table, Locale._meta.db_table} & self.ids.keys():
            self.compares_all = self.alters_all = True

    def _of(self, *tables):
        return {int(pk) for table in tables for pk in self.ids.get(table, ())}

    # What this may alter

    def _find_pages(self):
        self.faces = self._of(PAGE) | self._restricted()
        self.faces |= self._aliases()
        self.pages = self.faces | self._of(*resources()["pages"].tables)
        self.keys |= {f"{PAGE}:{pk}" for pk in self.faces}

    def _restricted(self):
        """The pages at and below those of which restrictions were written."""
        found = set()
        for ids in some(self._of("restricted")):
            found |= at_and_below(Page.objects.filter(pk__in=ids))
        return found

    def _aliases(self):
        """The aliases of pages that were written, which are hidden with them, and what is below."""
        found, new = set(), self.faces
        while new:
            aliases = set()
            for ids in some(new):
                aliases |= at_and_below(Page.objects.filter(alias_of__in=ids))
            new = aliases - found
            found |= new
        return found

    def _leave_out_hidden(self):
        """Leaves out the keys of what was hidden and still is: no answer shows anything of it."""
        named = {table: name for name, one in resources().items() for table in one.tables}
        named |= {found_by(*finder): "pages" for finder in finders()}
        named |= {"path": "pages", PARTS: None}

        def is_seen(text):
            table, pk, *_ = text.split(":")
            name = named.get(table)
            return name is None or int(pk) in self.seen[name]

        self.keys = {text for text in self.keys if is_seen(text)}

    def _add_queries(self):
        """Adds the keys of queries that find, or found, what was written."""
        paths = set()
        models = {apps.get_model(one.type) for one in self.gone if one.resource == "pages"}
        finding = {found_by(*finder) for finder in finders()}
        for text in list(self.keys):
            table, _, rest = text.partition(":")
            if table == "path":
                paths.add(rest.partition(":")[2])
            elif table in finding:
                self.keys.add(f"{table}:*:{rest.partition(':')[2]}")
        for model, column in finders():
            # What found a page while it was hidden finds it now, or did until now.
            for ids in some(self.faces & self.seen["pages"]):
                lines = model.objects.filter(**{f"{model.derived_of}__in": ids})
                values = lines.values_list(column, flat=True)
                self.keys |= {f"{found_by(model, column)}:*:{value}" for value in values}
        for ids in some(self.pages & self.seen["pages"]):
            rows = Page.objects.filter(pk__in=ids)
            columns = rows.values_list("path", "content_type", "translation_key")
            for path, content_type, translation_key in columns:
                paths.add(path)
                models.add(ContentType.objects.get_for_id(content_type).model_class())
                self.keys.add(f"translations:{translation_key.hex}")
        for model in filter(None, models):
            self.keys |= {key(part, "*") for part in (model, *model._meta.get_parent_list())}
        above = {
            path[:end] for path in paths for end in range(Page.steplen, len(path), Page.steplen)
        }
        for paths in some(above):
            found = Page.objects.filter(path__in=paths).values_list("pk", flat=True)
            self.keys |= {f"below:{pk}" for pk in found}
        self.keys |= {f"{text.partition(':')[0]}:*" for text in self.keys}

    def _find_files(self):
        """The keys of files in collections that were written, and of what was tagged."""
        collections = Collection.objects.filter(pk__in=self._of(Collection._meta.db_table))
        for path in collections.values_list("path", flat=True):
            for model in watched_models():
                if issubclass(model, CollectionMember):
                    files = model.objects.filter(collection__path__startswith=path)
                    self._add(model, files.values_list("pk", flat=True))
        tagged = {tuple(text.split(":")) for text in self.ids["tagged"]}
        for tags in some(self._of(TaggedItem.tag_model()._meta.db_table)):
            lines = TaggedItem.objects.filter(tag__in=tags)
            tagged |= set(lines.values_list("content_type", "object_id"))
        for content_type, pk in tagged:
            model = ContentType.objects.get_for_id(int(content_type)).model_class()
            if model in watched_models():
                self._add(model, [pk])

    def _add(self, model, ids):
        table = model._meta.db_table
        self.ids[table] |= {str(pk) for pk in ids}
        self.keys |= {f"{table}:{pk}" for pk in ids}

    # What it does alter

    def _compare(self, resource):
        """Tells what of a resource has become public and what has ceased to be."""
        written = self.pages if resource.model is Page else self._of(*resource.tables)
        concerned = written | self._led(resource, written)
        for ids in [None] if self.compares_all else some(concerned):
            self._compare_some(resource, ids, written)

    def _led(self, resource, written):
        """The ids of objects of a resource that lead to pages that were written."""
        ids = set()
        for name in resource.leading_to_pages:
            for pages in some(self.faces):
                led = resource.model._default_manager.filter(**{f"{name}__in": pages})
                ids |= set(led.values_list("pk", flat=True))
        if resource.model is Redirect and (self.faces or written):
            # One to an address may lead to a page, and through others.
            ids |= set(Redirect.objects.filter(redirect_page=None).values_list("pk", flat=True))
        return ids

    def _compare_some(self, resource, ids, written):
        public = resource.public(self.visibility)
        told = PublicObject.objects.filter(resource=resource.name)
        if ids is not None:
            public, told = public.filter(pk__in=ids), told.filter(object_id__in=ids)
        now = {one.object_id: one for one in resource.described(public)}
        told = {one.object_id: one for one in told}
        self.seen[resource.name] |= now.keys() | told.keys()
        if resource.model is Page and ids is not None:
            # Outside every site, too, where only what names them shows them.
            unaddressed = Page.objects.filter(pk__in=set(ids) - now.keys())
            self.seen["pages"] |= set(
                self.visibility.pages(unaddressed).values_list("pk", flat=True)
            )
        gone = [one for pk, one in told.items() if pk not in now]
        self.gone += gone
        new = [one for pk, one in now.items() if pk not in told]
        moved = []
        for pk in told.keys() & now.keys():
            if told[pk].move_to(now[pk]):
                moved.append(told[pk])
        for pks in some([one.pk for one in gone]):
            PublicObject.objects.filter(pk__in=pks).delete()
        self._tell(gone, Change.Event.DELETED)
        self._tell(new, Change.Event.CREATED)
        PublicObject.objects.bulk_create(new, SOME)
        PublicObject.objects.bulk_update(moved, PublicObject.PLACE, SOME)
        itself = [told[pk] for pk in written & told.keys() & now.keys()]
        self.altered |= {one.pk for one in [*itself, *moved]}
        self.written += [(one.resource, one.object_id) for one in [*new, *itself]]

    def _tell(self, objects, event):
        """Gives each object the next number and writes it down."""
        for one in objects:
            self.state.number += 1
            one.number = self.state.number
        Change.objects.bulk_create([one.change(event, self.now) for one in objects], SOME)

    def _mark_dependents(self):
        """Marks the editions that were read of what was written, in a few statements.

        Each names its rows. One over all three tables would leave their joining to the database's
        statistics, and on PostgreSQL, before these have caught up with many new rows, for minutes.
        """
        if self.alters_all:
            Edition.objects.update(is_fresh=False)
            return
        read, documents, pages = set(), set(), set()
        for keys in some(self.keys):
            dependencies = Dependency.objects.filter(key__in=keys)
            read |= set(dependencies.values_list("edition", flat=True))
        with connection.cursor() as cursor:
            _execute(cursor, MARK_READ, [read])
            for pk, form in cursor.fetchall():
                (documents if form == Edition.Form.JSON else pages).add(pk)
            if not self.compares_all:
                _execute(cursor, IN_STEP, [pages - documents - self.altered])
                self.in_pages = {pk for (pk,) in cursor.fetchall()}
                self.altered |= (documents | pages) - self.in_pages
            # One may be fresh, where an edition of another release or site read what was written.
            # It has to be rendered anew to have the object's number, by which the next release
            # tells whether its own differs.
            _execute(cursor, MARK_DOCUMENTS, [self.altered, Edition.Form.JSON])

    def _tell_updates(self):
        """Gives each altered object the next number and writes it down, in two statements."""
        before = self.state.number
        now = connection.ops.adapt_datetimefield_value(self.now)
        told = self.altered | self.in_pages
        parameters = [before, self.in_pages, before, self.told_before, self.alters_all, told]
        with connection.cursor() as cursor:
            _execute(cursor, NUMBER_ALTERED, parameters)
            self.state.number += max(cursor.rowcount, 0)
            cursor.execute(
                TELL_NUMBERED,
                [Change.Event.UPDATED.value, now, before],
            )

    def _search_has_changed(self):
        """Whether the words of something public were indexed anew."""
        for text in self.ids["search"]:
            content_type, _, pk = text.partition(":")
            model = ContentType.objects.get_for_id(int(content_type)).model_class()
            for resource in resources().values():
                told = PublicObject.objects.filter(resource=resource.name, object_id=pk)
                if model and issubclass(model, resource.model) and told.exists():
                    return True
        return False

    # What time will alter

    def _plan(self):
        """Notes when each object that was written next begins or ends to be public."""
        for resource in resources().values():
            if issubclass(resource.model, DraftStateMixin):
                table = resource.model._meta.db_table
                for ids in [None] if self.compares_all else some(self._of(table)):
                    self._plan_some(resource.model, ids)
        self.state.next_due = Due.objects.aggregate(first=Min("at"))["first"]

    def _plan_some(self, model, ids):
        live, old = model.objects.filter(live=True), Due.objects.all()
        if ids is None:
            old = old.filter(key__startswith=key(model, ""))
        else:
            live = live.filter(pk__in=ids)
            old = old.filter(key__in=[key(model, pk) for pk in ids])
        old.delete()
        # Told with what was written: the clock, set back, does not undo these either.
        passed, planned = [self.state.latest_due], []
        timed = live.exclude(go_live_at=None, expire_at=None)
        for pk, *moments in timed.values_list("pk", *MOMENTS):
            ahead = [moment for moment in moments if moment and moment > self.now]
            passed += [moment for moment in moments if moment and moment <= self.now]
            if ahead:
                planned.append(Due(key=key(model, pk), at=min(ahead)))
        self.state.latest_due = max(filter(None, passed), default=None)
        Due.objects.bulk_create(planned, SOME)


def _execute(cursor, statement, parameters):
    """Executes a statement in which each set of ids is one parameter, `{in_ids}`."""
    condition, written = IN_IDS[connection.vendor]
    parameters = [
        written.format(",".join(map(str, one))) if isinstance(one, set) else one
        for one in parameters
    ]
    cursor.execute(statement.format(in_ids=condition), parameters)


def at_and_below(pages):
    """The ids of the pages of a queryset, and of all below them."""
    found = set()
    for path in pages.values_list("path", flat=True):
        found |= set(Page.objects.filter(path__startswith=path).values_list("pk", flat=True))
    return found


def some(ids, size=SOME):
    """The ids in groups that fit into one query."""
    ids = iter(sorted(ids))
    while group := list(islice(ids, size)):
        yield group
