"""On PostgreSQL, what is typed is found in a long record by its trigrams. Where the extension may not be created, as in
some hosted databases, the same is found by reading every row.
"""

import logging

from django.db import ProgrammingError, migrations, transaction

TABLES = ("filings_filing", "filings_product", "filings_organization")
MISSING = "the extension pg_trgm can't be created (%s): searching a very long record will be slow"


def add_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except (ProgrammingError, NotImplementedError) as error:
        logging.getLogger(__name__).warning(MISSING, error)
        return
    for table in TABLES:
        name = f"{table}_trigrams"
        schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} USING gin (search_text gin_trgm_ops)")


def remove_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP INDEX IF EXISTS {table}_trigrams")


class Migration(migrations.Migration):
    dependencies = [("filings", "0031_catalogue_in_full")]

    operations = [migrations.RunPython(add_trigrams, remove_trigrams)]
