"""What these tests share with those of imports: someone in a browser without script."""

from __future__ import annotations

from tests.web.estate.conftest import contributor, visitor

__all__ = ["contributor", "visitor"]
