"""An index of the records that stand, filled from what is in the book."""

import json

from django.db import migrations, models


def fill(apps, schema_editor):
    rows, index = (apps.get_model("store", name) for name in ("ActivityRow", "ActivityIndex"))
    later = rows.objects.filter(key=models.OuterRef("key"), version__gt=models.OuterRef("version"))
    standing = rows.objects.filter(~models.Exists(later), withdrawn=False)
    batch = []
    for version, payload in standing.values_list("version", "payload").iterator(chunk_size=2_000):
        plain = json.loads(payload)
        named = (plain["title"], plain.get("site", ""), plain.get("note", ""), plain["key"])
        batch.append(
            index(
                key=plain["key"],
                version=version,
                type=plain["type"],
                recipient=plain.get("recipient", ""),
                donors=json.dumps(sorted(plain.get("donors", ())), ensure_ascii=False, separators=(",", ":")),
                project=plain.get("project", ""),
                year=int(plain["last_day"][:4]),
                first_day=plain["first_day"],
                last_day=plain["last_day"],
                text="\n".join(named).lower(),
            )
        )
        if len(batch) == 500:
            index.objects.bulk_create(batch)
            batch = []
    index.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0004_offices"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityIndex",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("version", models.IntegerField()),
                ("type", models.CharField(max_length=64)),
                ("recipient", models.CharField(max_length=32)),
                ("donors", models.TextField()),
                ("project", models.CharField(max_length=200)),
                ("year", models.SmallIntegerField()),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("text", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["last_day", "first_day", "key"], name="activityindex_newest"),
                    models.Index(
                        fields=["recipient", "last_day", "first_day", "key"], name="activityindex_recipient"
                    ),
                    models.Index(fields=["type", "last_day", "first_day", "key"], name="activityindex_type"),
                    models.Index(fields=["donors", "year"], name="activityindex_donors"),
                    models.Index(fields=["year", "type"], name="activityindex_year"),
                    models.Index(fields=["project"], name="activityindex_project"),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
