import logging
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError

from home.demo import loader


class Command(BaseCommand):
    help = "Loads the demo site into an empty database."

    def add_arguments(self, parser):
        parser.add_argument(
            "--without-renditions",
            action="store_true",
            help="leave the sizes of the pictures to be made when they are first looked at",
        )

    def handle(self, *args, **options):
        with _quiet("wagtail", "django_tasks"):
            try:
                loader.load(self.say)
            except loader.NotEmpty as refusal:
                raise CommandError(str(refusal)) from None
            if not options["without_renditions"]:
                loader.render(self.say)

    def say(self, text):
        self.stdout.write(f"  {text}")
        self.stdout.flush()


@contextmanager
def _quiet(*names):
    """Silences what Wagtail would log of every one of some thousand small steps."""
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
