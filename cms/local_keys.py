"""The secret key and the first administrator's password of `make run`, kept between runs."""

import os
import secrets
from dataclasses import dataclass

from dotenv import dotenv_values

FILE_NAME = "local-keys.env"


@dataclass(frozen=True)
class LocalKeys:
    """What `make run` makes up once and then keeps."""

    secret_key: str
    admin_username: str
    admin_password: str


def kept_in(folder):
    """The `LocalKeys` of a folder, made and written there if it has none.

    The file is readable and writable by its owner only.
    """
    path = folder / FILE_NAME
    if not path.exists():
        _write(path)
    values = dotenv_values(path)
    return LocalKeys(
        secret_key=values["SECRET_KEY"],
        admin_username=values["ADMIN_USERNAME"],
        admin_password=values["ADMIN_PASSWORD"],
    )


def _write(path):
    # Opened with its final mode, so that there is no moment at which others could read it.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(
            "# Made by `make run` for this machine. Keep it to yourself; delete it to start anew.\n"
            f"SECRET_KEY={secrets.token_urlsafe(50)}\n"
            "ADMIN_USERNAME=admin\n"
            f"ADMIN_PASSWORD={secrets.token_urlsafe(12)}\n"
        )
