"""The site's own settings, in a folder that goes with the tests; DATABASE_URL chooses the database."""

from __future__ import annotations

import os
import tempfile

os.environ["LEVIER_HOME"] = tempfile.mkdtemp(prefix="levier-tests-")
os.environ.setdefault("LEVIER_MAIL_URL", "memorymail://")

from levier.web.settings import *  # noqa: F403  # after the folder is chosen
from levier.web.settings import DATABASES, HOME, STORAGES

(HOME / "static").mkdir(exist_ok=True)  # nothing is collected: files are found where they are written
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "tests.sqlite3")}
PATIENCE_SECONDS = 0.0  # work is done by the tests themselves, after they looked at its page
