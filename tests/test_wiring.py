"""Collaborators are joined once: clients are made when first needed, and then remembered."""

import subprocess
import sys

PROBE = """
from chalicelib import settings, wiring

known = settings.Settings(**{name: name for name in settings.Settings._fields} | {"proxies": "0"})
deps = wiring.build(known)
assert deps.files._client() is deps.files._client()
assert deps.mail._client() is deps.mail._client()
"""


def test_the_clients_for_files_and_mail_are_made_once() -> None:
    """In a process of its own: building collaborators binds the rows to tables."""
    env = {"AWS_DEFAULT_REGION": "ap-southeast-3", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y", "PATH": ""}
    done = subprocess.run([sys.executable, "-c", PROBE], env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
