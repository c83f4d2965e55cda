"""References to works in rich text: `<a linktype="work" id="5" locator="p. 4">words</a>`."""

from django.urls import reverse_lazy
from django.utils.html import escape
from draftjs_exporter import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineEntityElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler

from delivery.links import stored_ids
from evidence.models import Work

LOCATOR_LENGTH = 100


class WorkLinkHandler(LinkHandler):
    """Leads to where a work is read; a work that is gone, or is nowhere, keeps the words."""

    identifier = "work"

    @staticmethod
    def get_model():
        return Work

    @classmethod
    def get_many(cls, attrs_list):
        found = Work.objects.filter(pk__in=stored_ids(attrs_list))
        works = {str(work.pk): work for work in found}
        return [works.get(attrs.get("id")) for attrs in attrs_list]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        hrefs = [work and work.href for work in cls.get_many(attrs_list)]
        return [f'<a href="{escape(href)}">' if href else "<a>" for href in hrefs]

    @classmethod
    def extract_references(cls, attrs):
        # The model, not its content type, whatever Wagtail's docstring says.
        return [(Work, pk, "", "") for pk in stored_ids([attrs])]


def locator_of(text):
    """A locator as it is stored: on one line, and no longer than `LOCATOR_LENGTH`."""
    return " ".join(str(text or "").split())[:LOCATOR_LENGTH].rstrip()


def known_to_editor(work, locator):
    """What the editor keeps of a reference."""
    return {
        "id": work.pk,
        "locator": locator_of(locator),
        "title": str(work),
        "url": work.href,
        # Wagtail's own link button looks for this wherever there is an id.
        "parentId": None,
    }


class WorkElementHandler(InlineEntityElementHandler):
    """A stored reference on its way to the editor; without a title if the work is gone."""

    mutability = "IMMUTABLE"

    def get_attribute_data(self, attrs):
        (work,) = WorkLinkHandler.get_many([attrs])
        gone = Work(pk=attrs.get("id", ""))
        return known_to_editor(work or gone, attrs.get("locator"))


def stored_reference(props):
    """The tag of a reference in the editor; the words alone where it has no id."""
    ids = stored_ids([{"id": str(props.get("id"))}])
    if not ids:
        return props["children"]
    attrs = {"linktype": "work", "id": ids[0]}
    if locator := locator_of(props.get("locator")):
        attrs["locator"] = locator
    return DOM.create_element("a", attrs, props["children"])


def add_work_feature(features):
    """The rich text feature `work`."""
    features.register_link_type(WorkLinkHandler)
    features.register_converter_rule(
        "contentstate",
        "work",
        {
            "from_database_format": {'a[linktype="work"]': WorkElementHandler("WORK")},
            "to_database_format": {"entity_decorators": {"WORK": stored_reference}},
        },
    )
    chooser = Work.snippet_viewset.chooser_viewset.get_url_name("choose")
    features.register_editor_plugin(
        "draftail",
        "work",
        EntityFeature(
            {
                "type": "WORK",
                "icon": "clipboard-list",
                "description": "Reference to a work",
                "chooserUrls": {"workChooser": reverse_lazy(chooser)},
            },
            js=["wagtailadmin/js/chooser-modal.js", "articles/work_links.js"],
        ),
    )
