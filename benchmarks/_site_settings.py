"""The site's own settings, with the bare page beside its addresses."""

from __future__ import annotations

from levier.web.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks._site_urls"
