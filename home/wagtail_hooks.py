from wagtail import hooks

from home.models import SiteSettings


@hooks.register("publications_of_sites")
def publications_of_sites(sites, visibility):
    """What the pages of each site say of their publication, by the site's id."""
    found = SiteSettings.of_sites(sites, visibility)
    return {pk: settings.publication for pk, settings in found.items()}
