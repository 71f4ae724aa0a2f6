"""Static files as the web server sends them, with the settings of a site."""

import subprocess
import sys

import pytest

from tests.environment import for_other_processes

ASKED = """
import django
django.setup()
from django.core.management import call_command
call_command("collectstatic", verbosity=0, interactive=False)
from django.conf import settings
from django.test import Client
from pathlib import Path
names = [path.relative_to(settings.STATIC_ROOT).as_posix() for path in Path(settings.STATIC_ROOT).rglob("*.svg")]
answer = Client().get(f"/static/{names[0]}", HTTP_HOST="localhost")
print(answer.status_code, answer["Content-Security-Policy"], answer["X-Content-Type-Options"])
"""


@pytest.mark.process
@pytest.mark.sqlite_is_enough
def test_a_picture_that_is_opened_by_itself_may_do_nothing(tmp_path):
    environment = for_other_processes() | {
        "CYFRAN_DATA": str(tmp_path),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "cyfran.config.settings",
    }
    told = subprocess.run(
        [sys.executable, "-c", ASKED], env=environment, capture_output=True, text=True, check=False
    )

    assert told.stdout.strip() == "200 default-src 'none'; style-src 'self'; sandbox nosniff", told.stderr
