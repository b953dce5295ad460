"""Who works with the book: people, the offices they act for, and their duties there."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Office(models.Model):
    """An office that records, checks or reads. `place` or `party` is the code it answers for, `firm` the
    subject that an implementer is; "" = none.

    The key goes into the hash of every posting of the office, so it never changes (the foreign key of the
    postings sees to that).
    """

    class Level(models.TextChoices):
        NATIONAL = "national"
        MUNICIPAL = "municipal"
        COUNTY = "county"
        DONOR = "donor"
        IMPLEMENTER = "implementer"
        PUBLIC = "public"
        SYSTEM = "system"

    key = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=16, choices=Level.choices)
    place = models.CharField(max_length=32, blank=True, default="")
    party = models.CharField(max_length=32, blank=True, default="")
    firm = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    level__in=[
                        "national",
                        "municipal",
                        "county",
                        "donor",
                        "implementer",
                        "public",
                        "system",
                    ]
                ),
                name="office_level_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person. The user name goes into the hash of postings and cannot change once it is in one.

    `must_change`: the password was given by somebody else and serves for one sign-in.
    """

    must_change = models.BooleanField(default=False)


class Duty(models.Model):
    """What a person may do for an office."""

    class Kind(models.TextChoices):
        READ = "read"
        ENTER = "enter"
        REVIEW = "review"
        APPROVE = "approve"
        AUDIT = "audit"
        ADMINISTER = "administer"
        SECURE = "secure"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="duties")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=16, choices=Kind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "office", "kind"], name="duty_once"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["read", "enter", "review", "approve", "audit", "administer", "secure"]
                ),
                name="duty_kind_known",
            ),
        ]
