import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from articles.models import Author
from tests import builders


def test_orcid_is_kept_in_its_bare_form(db):
    author = Author(name="A", slug="a", orcid="https://orcid.org/0000-0002-1825-0097")
    author.full_clean()
    assert author.orcid == "0000-0002-1825-0097"
    assert author.orcid_url == "https://orcid.org/0000-0002-1825-0097"


def test_wrong_orcid_is_refused_at_its_field(db):
    with pytest.raises(ValidationError) as refused:
        Author(name="A", slug="a", orcid="0000-0002-1825-0098").full_clean()
    assert "check character" in refused.value.message_dict["orcid"][0]


@pytest.mark.parametrize("view", ["add", "edit"])
def test_no_autosave_for_authors_who_have_no_drafts(db, client, view):
    client.force_login(builders.make_user())
    author = builders.make_author()
    args = [author.pk] if view == "edit" else []
    response = client.get(reverse(Author.snippet_viewset.get_url_name(view), args=args))
    assert response.context["autosave_enabled"] is False
