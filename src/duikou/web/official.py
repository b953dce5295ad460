"""Names of levels, duties and events, as an office would write them."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

LEVEL_NAMES = {
    "national": pgettext_lazy("level of an office", "national"),
    "municipal": pgettext_lazy("level of an office", "municipal"),
    "county": pgettext_lazy("level of an office", "county (recipient)"),
    "donor": pgettext_lazy("level of an office", "donor"),
    "implementer": pgettext_lazy("level of an office", "implementer"),
    "public": pgettext_lazy("level of an office", "public"),
    "system": pgettext_lazy("level of an office", "system"),
}
DUTY_NAMES = {
    "read": pgettext_lazy("duty", "read"),
    "enter": pgettext_lazy("duty", "enter"),
    "review": pgettext_lazy("duty", "review"),
    "approve": pgettext_lazy("duty", "approve"),
    "audit": pgettext_lazy("duty", "audit"),
    "administer": pgettext_lazy("duty", "administer the system"),
    "secure": pgettext_lazy("duty", "keep it secure"),
}
EVENT_NAMES = {
    "sign_in": pgettext_lazy("event", "signed in"),
    "sign_in_failed": pgettext_lazy("event", "failed to sign in"),
    "sign_in_locked": pgettext_lazy("event", "tried to sign in while locked out"),
    "sign_out": pgettext_lazy("event", "signed out"),
    "session_expired": pgettext_lazy("event", "signed out after idle time"),
    "released": pgettext_lazy("event", "released a lock-out"),
    "refused": pgettext_lazy("event", "was refused"),
    "password_changed": pgettext_lazy("event", "changed the password"),
    "password_reset": pgettext_lazy("event", "reset a password"),
    "office_chosen": pgettext_lazy("event", "chose an office"),
    "office_added": pgettext_lazy("event", "added an office"),
    "office_changed": pgettext_lazy("event", "renamed an office"),
    "user_added": pgettext_lazy("event", "added a person"),
    "user_locked": pgettext_lazy("event", "locked a person out"),
    "user_unlocked": pgettext_lazy("event", "let a person in again"),
    "duty_granted": pgettext_lazy("event", "granted a duty"),
    "duty_withdrawn": pgettext_lazy("event", "withdrew a duty"),
    "log_exported": pgettext_lazy("event", "exported the log"),
    "account_published": pgettext_lazy("event", "published an account"),
    "evidence_exported": pgettext_lazy("event", "took evidence away"),
    "chain_verified": pgettext_lazy("event", "verified the chain"),
}
ACTION_NAMES = {
    "add_document": pgettext_lazy("action", "added documents"),
    "add_statement": pgettext_lazy("action", "added statements"),
    "add_step": pgettext_lazy("action", "noted a step"),
    "add_words": pgettext_lazy("action", "added words"),
    "attach_paper": pgettext_lazy("action", "attached a paper"),
    "correct_activity": pgettext_lazy("action", "corrected a record"),
    "generate": pgettext_lazy("action", "generated a synthetic book"),
    "import_workbook": pgettext_lazy("action", "took in a workbook"),
    "load_sample": pgettext_lazy("action", "loaded the sample"),
    "mark_distinct": pgettext_lazy("action", "told two projects apart"),
    "merge_projects": pgettext_lazy("action", "merged projects"),
    "post": pgettext_lazy("action", "posted entries"),
    "post_review": pgettext_lazy("action", "posted a review"),
    "record_activity": pgettext_lazy("action", "recorded"),
    "register_pairing": pgettext_lazy("action", "registered pairings"),
    "register_project": pgettext_lazy("action", "registered projects"),
    "register_subject": pgettext_lazy("action", "registered named things"),
    "reverse": pgettext_lazy("action", "took entries back"),
    "save_project": pgettext_lazy("action", "saved a project"),
    "take_in": pgettext_lazy("action", "took a document in"),
    "withdraw": pgettext_lazy("action", "withdrew rows"),
    "withdraw_activity": pgettext_lazy("action", "took a record back"),
}
