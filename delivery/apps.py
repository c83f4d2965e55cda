from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "delivery"

    def ready(self):
        from wagtail.contrib.redirects.signal_handlers import autocreate_redirects_on_slug_change
        from wagtail.signals import page_slug_changed

        # `LeavesRedirects` has made them, before the commit.
        page_slug_changed.disconnect(autocreate_redirects_on_slug_change)
