"""What the snippets of articles share in the admin."""

from django.db.models import Count
from wagtail.admin.ui.tables import NumberColumn
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from delivery.panels import TellsEffects


class SnippetEditView(TellsEffects, EditView):
    pass


class Listed(SnippetViewSet):
    """A snippet with a listing that is searched by parts of words, in any column that it names."""

    edit_view_class = SnippetEditView

    # Wagtail's SQLite backend cannot search single fields, nor can any sort by a count.
    search_backend_name = None
    ordering = ["name"]
    inspect_view_enabled = True


class CountsArticles:
    """Lists how many articles name a snippet; drafts count, since they will need it too."""

    article_count = NumberColumn("article_count", label="Articles", sort_key="article_count")

    def get_queryset(self, request):
        count = Count("article_lines__page", distinct=True)
        return self.model.objects.annotate(article_count=count)


class SavesWhenTold:
    """No autosave: an author has no drafts, so half-written work would be public at once."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False
