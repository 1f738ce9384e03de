"""Words about people in templates."""

from __future__ import annotations

from django import template

from levier.web.people.roles import Role

register = template.Library()


@register.filter
def role_name(role: str) -> str:
    """Write a role."""
    return str(Role(role).label)
