from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class DeliveryConfig(AppConfig):
    name = "delivery"

    def ready(self):
        from wagtail.contrib.redirects.signal_handlers import autocreate_redirects_on_slug_change
        from wagtail.signals import page_slug_changed

        from delivery import checks, migrating, reads, site_paths  # noqa: F401
        from delivery.redirects import leave_redirects_of_plain_page

        # `LeavesRedirects` has made those of other pages, before the commit.
        page_slug_changed.disconnect(autocreate_redirects_on_slug_change)
        page_slug_changed.connect(leave_redirects_of_plain_page)

        reads.connect()
        site_paths.connect()
        pre_migrate.connect(migrating.begin, sender=self)
        post_migrate.connect(migrating.end, sender=self)
