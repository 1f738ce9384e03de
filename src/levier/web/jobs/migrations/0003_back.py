"""An address to go back to may name a site, however long its name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_workers")]

    operations = [migrations.AlterField(model_name="job", name="back", field=models.TextField())]
