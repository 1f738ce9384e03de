"""Make the table of the cache, in which throttling counts."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make(apps: Any, editor: Any) -> None:  # noqa: ARG001  # as Django calls it
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_alter_invitation_role_alter_membership_role_and_more")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
