from django.core.files.uploadedfile import SimpleUploadedFile

from cyfran.core.files.actions import keep_upload, start_import
from cyfran.discover.conversations import actions
from cyfran.discover.conversations.models import Participation
from cyfran.discover.conversations.queries import waiting_statements
from cyfran.ui.previews import preview_token

PUBLIC_PAGES = ["partnerships/dyffryn-gwynlas/conversations/", "take-part/"]
MEMBER_PAGES = ["conversations/add/", "conversations/import/"]


ALL_ROLES = {
    "member",
    "connector",
    "facilitator",
    "officer",
    "evaluator",
    "commissioner",
    "board",
    "observer",
}
PRESSED = {
    "conversations:change_state": {"facilitator", "officer"},
    "conversations:print_codes": {"facilitator", "officer"},
    "conversations:remove_seed": {"facilitator", "officer"},
    "conversations:result": ALL_ROLES,
}
ONLY_POSTED = {"taking-part:leave"}
ERASED = {
    "conversations.Participation",
    "conversations.Statement",
    "conversations.Translation",
    "conversations.ModerationDecision",
    "conversations.Appeal",
    "conversations.Vote",
    "conversations.SpokenConsent",
}


def addresses(universe, now):
    partnership, conversation = universe.partnership, universe.conversation
    recorded = {"by": universe.users["officer"], "at": now}
    upload = keep_upload(file=SimpleUploadedFile("votes.csv", b"x"), purpose="polis.votes", **recorded)
    import_job = start_import(uploads=[upload], purpose="polis", within=partnership.pk, **recorded)
    of_conversation = {"slug": partnership.slug, "pk": conversation.pk}
    statement = waiting_statements(conversation).first()
    seed = actions.add_seed(conversation=conversation, text="Example", language="en", **recorded)
    draft = actions.begin_conversation(partnership=partnership, question=("A", "B"), **recorded)
    return {
        "taking-part:preview": {"token": preview_token("taking-part:preview", draft.pk)},
        "enter": {"code": conversation.join_code},
        "taking-part": {"code": conversation.join_code},
        "conversations": of_conversation,
        "conversations:decide": of_conversation | {"statement_pk": statement.pk},
        "conversations:change_seed": of_conversation | {"statement_pk": seed.pk},
        "conversations:remove_seed": of_conversation | {"statement_pk": seed.pk},
        "taking-part:appeal": {"code": conversation.join_code, "statement_pk": statement.pk},
        "conversations:import_report": {"slug": partnership.slug, "pk": import_job.pk},
    }


def lists(universe):
    conversations = f"/en/partnerships/{universe.partnership.slug}/conversations/"
    pages = ("", "statements/waiting/", "statements/not-shown/", "statements/seeds/", "landscape/")
    return [conversations, *(f"{conversations}{universe.conversation.pk}/{page}" for page in pages)]


def add_rows(universe, rows, names, by_officer):
    conversation, at = universe.conversation, by_officer["at"]
    actions.begin_conversation(partnership=universe.partnership, question=names, **by_officer)
    author = Participation.objects.filter(conversation=conversation).first()
    actions.submit_statement(participation=author, text=f"Waiting {names[0]}", language="en", at=at)
    refused = actions.submit_statement(participation=author, text=f"Refused {names[0]}", language="en", at=at)
    actions.decide(statement=refused, accepted=False, ground="same", reason="", **by_officer)
    actions.add_seed(
        conversation=conversation, text=f"New {names[0]}", language="en", translation="Newydd", **by_officer
    )
    actions.renew_landscape(conversation=conversation, at=at)
    rows["statement"] = actions.add_seed(
        conversation=conversation, text=names[0], language="en", **by_officer
    )
