"""`LOGGING`: one stream on standard error, as text for people or as JSON for machines."""

import structlog


def logging_of(level, form):
    """The logging settings for a least severity and `"text"` or `"json"`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "text": {
                "format": "{asctime} {levelname} {name}: {message}",
                "style": "{",
            },
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processor": structlog.processors.JSONRenderer(),
                "foreign_pre_chain": [
                    structlog.stdlib.add_log_level,
                    structlog.stdlib.add_logger_name,
                    structlog.stdlib.PositionalArgumentsFormatter(),
                    structlog.processors.TimeStamper(fmt="iso", utc=True),
                    structlog.processors.format_exc_info,
                ],
            },
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["stderr"], "level": level},
        # Django's own handlers would print the same lines again, or mail them to ADMINS.
        "loggers": {
            "django": {"handlers": [], "propagate": True, "level": level},
            # Two lines about each of several small steps whenever anything is saved.
            "django_tasks": {"level": level if level in ("ERROR", "CRITICAL") else "WARNING"},
            # Two lines about each entry that it cannot read, of which whoever has the file is told.
            "bibtexparser": {"level": "CRITICAL" if level == "CRITICAL" else "ERROR"},
        },
    }
