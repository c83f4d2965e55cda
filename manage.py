#!/usr/bin/env python
"""Django's command line. Uses the development settings unless told otherwise."""

import os
import sys

from cms.env import BadEnvironment, read_dotenv


def main():
    read_dotenv()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except BadEnvironment as problem:
        sys.exit(f"Citewell cannot start: {problem}")


if __name__ == "__main__":
    main()
