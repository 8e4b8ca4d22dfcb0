from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0014_not_after'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='product',
            name='product_once_per_organization',
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into', None)), fields=('organization', 'key'), name='product_once_per_organization'),
        ),
    ]
