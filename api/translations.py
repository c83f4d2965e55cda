"""The same page in other languages."""

from django.conf import settings
from django.utils.functional import cached_property

from delivery import reads


class Translations:
    """What the endpoint of pages knows of the translations of those that it shows."""

    def translations_of(self, page):
        """The public translations of a page, loaded at once for all pages that are shown."""
        if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
            return []
        if page.translation_key not in self._translations:
            for shown in (page, *self.listed):
                reads.translations(shown)
            keys = {page.translation_key, *(shown.translation_key for shown in self.listed)}
            found = self.get_base_queryset().filter(translation_key__in=keys)
            self._translations |= {key: [] for key in keys}
            for other in found.select_related("locale").order_by("id"):
                self._translations[other.translation_key].append(other)
        return [other for other in self._translations[page.translation_key] if other.pk != page.pk]

    @cached_property
    def _translations(self):
        return {}
