from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from delivery.visibility import Visibility
from search.query import clean_query, search_pages

PAGE_SIZE = 10


@require_safe
def search(request):
    """The search page: `?query=` words, `?page=` number."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404("There is no site at this address.")
    query = clean_query(request.GET.get("query", ""))
    number = request.GET.get("page", "1")
    below = Page.objects.descendant_of(site.root_page, inclusive=True)
    visibility = Visibility()
    found = search_pages(query, below, visibility) if query else []
    paginator = Paginator(found, PAGE_SIZE)
    try:
        results = paginator.page(number)
    except InvalidPage as error:
        raise Http404("There is no such page of these results.") from error
    results.object_list = specific(list(results.object_list), visibility)
    return TemplateResponse(
        request,
        "search/search.html",
        {"query": query, "results": results, "total": paginator.count},
    )


def specific(pages, visibility):
    """The pages as their own types, in the same order, with what lists show of them loaded."""
    found = {page.pk: page for page in Page.objects.filter(pk__in=[p.pk for p in pages]).specific()}
    pages = [found[page.pk] for page in pages]
    by_type = {}
    for page in pages:
        by_type.setdefault(type(page), []).append(page)
    for model, group in by_type.items():
        if hasattr(model, "prefetch_public"):
            model.prefetch_public(group, visibility)
    return pages
