from django.db import migrations

from containers.audit.triggers import CREATE, DROP


class Migration(migrations.Migration):
    dependencies = [("containers", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
