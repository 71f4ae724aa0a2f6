"""No list asks the database more often because it is longer."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cyfran.core.references import Reference
from cyfran.define.insights import actions as insights
from cyfran.deliver.commitments import actions as commitments
from cyfran.deliver.outcomes import actions as outcomes
from cyfran.develop.proposals import actions as proposals
from cyfran.discover.conversations import actions as conversations
from cyfran.discover.conversations.models import Participation
from cyfran.discover.conversations.queries import open_statements
from cyfran.discover.events import actions as events
from cyfran.discover.events.actions.planning import EventPlan
from cyfran.discover.events.actions.recording import RecordedWords
from cyfran.discover.evidence.extraction.actions import add_effect, add_study, fill_sheet
from cyfran.discover.evidence.fulltexts.actions import note_retrieval, screen_full_text
from cyfran.discover.evidence.screening.actions import screen, stop_screening
from cyfran.discover.evidence.searches.actions import keep_records, record_search, save_candidate_duplicates
from cyfran.discover.evidence.synthesis.actions import write_finding
from cyfran.discover.paper import actions as paper
from cyfran.discover.paper.models import ScannedRow
from cyfran.ground.partnerships import actions as partnerships
from cyfran.ground.people.queries import consent_text
from cyfran.ground.places import actions as places
from cyfran.learn.framework import actions as framework
from cyfran.learn.library import actions as library

NOW = datetime(2026, 1, 5, tzinfo=UTC)
PARTNERSHIP = "/en/partnerships/dyffryn-gwynlas/"
MOST = {
    PARTNERSHIP: 64,
    f"{PARTNERSHIP}thread/gaps/": 34,
    f"{PARTNERSHIP}texts/": 24,
}  # every chapter has its say there


def one_more(universe, number):
    """Add a row to every list."""
    partnership, conversation, officer = (
        universe.partnership,
        universe.conversation,
        universe.users["officer"],
    )
    by_officer = {"by": officer, "at": NOW}
    names = (f"A{number}", f"B{number}")
    places.add_place(code=f"T{number}", name_en="A", name_cy="B", level="local", parent=None, source="test")
    partnerships.begin_partnership(
        slug=f"p{number}", name=names, purpose=names, place=partnership.place, by=universe.operator, at=NOW
    )
    partnerships.add_organisation(partnership=partnership, name=names, side="community", **by_officer)
    partnerships.name_priority_group(partnership=partnership, name=names, reason=names, **by_officer)
    partnerships.name_power_topic(partnership=partnership, name=names, **by_officer)
    partnerships.add_member(
        partnership=partnership,
        email=f"{number}@example.org",
        name="N",
        language="en",
        role="member",
        side="community",
        organisation=None,
        **by_officer,
    )
    conversations.begin_conversation(partnership=partnership, question=names, **by_officer)
    author = Participation.objects.filter(conversation=conversation).first()
    conversations.submit_statement(participation=author, text=f"Waiting {number}", language="en", at=NOW)
    refused = conversations.submit_statement(
        participation=author, text=f"Refused {number}", language="en", at=NOW
    )
    conversations.decide(statement=refused, accepted=False, ground="same", reason="", **by_officer)
    conversations.add_statement(
        conversation=conversation, text=f"New {number}", language="en", translation="Newydd", **by_officer
    )
    conversations.renew_landscape(conversation=conversation, at=NOW)
    one_more_sheet(conversation, by_officer)
    one_more_event(partnership, names, by_officer)
    one_more_in_later_chapters(universe, names, author, by_officer)


def one_more_record(review, users, by_officer):
    """Of one more search: one that is included, one that is not sure, and two that may be one."""
    from datetime import date

    from cyfran.core.files.actions import start_import, update_import_status
    from cyfran.core.files.models import ImportJob
    from cyfran.discover.evidence.screening.queries import current_stop
    from cyfran.discover.evidence.searches.analysis import CandidateDuplicate

    import_job = start_import(uploads=[], purpose="references", within=review.partnership_id, **by_officer)
    update_import_status(import_job, ImportJob.ImportOutcome.DONE, at=NOW)
    told = {"source": "A", "method": "database", "searched_on": date(2026, 1, 1), "query": "", "hits": None}
    search = record_search(review=review, import_job=import_job, **told, **by_officer)
    references = [Reference(f"Record {number} of {search.pk}") for number in range(4)]
    keep_records(search=search, references=references)
    first, second, third, fourth = search.records.order_by("number")
    alike = [CandidateDuplicate(third.pk, fourth.pk, 0.6, False, ("title",))]
    save_candidate_duplicates(review=review, pairs=alike, at=NOW)
    if current_stop(review):
        stop_screening(review=review, stopped=False, **by_officer)
    screen(record=first, verdict="include", **by_officer)
    screen(record=second, verdict="unsure", **by_officer)
    note_retrieval(record=first, state="available", **by_officer)
    screen_full_text(record=first, verdict="include", **by_officer)


def one_more_effect(review, study, by_officer):
    """Of a study, with what it did and how much doubt it leaves."""
    from cyfran.discover.evidence.extraction.queries import facts_form, question_forms

    facts = {"design": "trial", "approach": "peers", "power": "2"}
    fill_sheet(study=study, form=facts_form(), answers=facts, sources={}, **by_officer)
    doubts = {"overall": "low"}
    fill_sheet(study=study, form=question_forms()["trial-1"], answers=doubts, sources={}, **by_officer)
    numbers = {"mean1": 4, "sd1": 2, "n1": 40, "mean2": 5, "sd2": 2, "n2": 41}
    told = {"label": "", "effect_format": "means", "numbers": numbers}
    add_effect(outcome=review.outcomes.first(), study=study, **told, **by_officer)


def one_more_sheet(conversation, by_officer):
    """One that was typed once, and has a row to look at."""
    _, ((copy, _),) = paper.print_sheets(
        conversation=conversation,
        statements=list(open_statements(conversation)[:2]),
        copies=1,
        large_print=False,
        consent_text=consent_text(),
        **by_officer,
    )
    rows = list(copy.sheet.rows.all())
    paper.type_in(copy=copy, choices={row.pk: 2 for row in rows}, **by_officer)
    ScannedRow.objects.create(copy=copy, row=rows[0], is_sure=False, picture=b"x", at=NOW)


def one_more_event(partnership, names, by_officer):
    plan = EventPlan(
        kind="workshop",
        name=names,
        purpose=names,
        what_can_change=names,
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=2),
        venue=names,
        main_language="cy",
        safeguarding_lead="A",
        safeguarding_contact="B",
    )
    events.plan(partnership=partnership, plan=plan, agenda=[], **by_officer)
    held = partnership.events.get(name_en="A day to make sense of it")
    item = held.agenda.filter(conversation__isnull=False).first()
    words = RecordedWords(names[0], "cy", may_quote=True, table=3)
    events.contribute(item=item, words=words, consent_text=consent_text(), **by_officer)
    events.record_walk_ins(event=held, number=1, language="cy", table=3, **by_officer)
    events.add_access_need(event=held, need="loop", detail="", **by_officer)
    events.note_promise(event=held, text=names[0], language="cy", side="community", **by_officer)
    events.reflect(event=held, text=names[0], language="cy", shared=True, **by_officer)
    events.claim(event=held, reference=names[0], what="time", amount=5, claimed_on=NOW.date(), **by_officer)
    events.add_item(event=held, minutes=5, exercise="close", **by_officer)


def one_more_in_later_chapters(universe, names, author, by_officer):
    partnership, conversation = universe.partnership, universe.conversation
    review = partnership.reviews.get()
    one_more_record(review, universe.users, by_officer)
    study = add_study(review=review, reference=Reference(names[0], "", 2020), **by_officer)
    one_more_effect(review, study, by_officer)
    finding = write_finding(review=review, text=names, certainty="low", studies=[study], **by_officer)
    theme = partnership.themes.first()
    said = conversations.add_statement(conversation=conversation, text=names[0], language="en", **by_officer)
    insights.tag_statements(theme=theme, statements=[said], **by_officer)
    insights.name_theme(partnership=partnership, name=names, **by_officer)
    insight = insights.write_insight(
        partnership=partnership,
        text=names,
        themes=[theme],
        statements=[said],
        findings=[finding],
        **by_officer,
    )
    challenge = insights.propose_challenge(
        partnership=partnership, text=names, insights=[insight], **by_officer
    )
    shared = insights.propose_outcome(
        partnership=partnership, text=names, challenges=[challenge], **by_officer
    )
    agreed = partnership.challenges.order_by("at").first()
    idea = proposals.add_idea(challenge=agreed, text=names[0], language="en", **by_officer)
    proposal = proposals.write_proposal(
        challenge=agreed, title=names, plan=names, cost=1, ideas=[idea], **by_officer
    )
    proposals.open_decision(
        partnership=partnership,
        question=names,
        rule=names,
        decides="jointly",
        options=[proposal],
        **by_officer,
    )
    promise = commitments.make_commitment(
        partnership=partnership,
        text=names,
        insights=[insight],
        institution_owner=universe.users["board"],
        community_owner=universe.users["member"],
        first_due=NOW.date(),
        **by_officer,
    )
    commitments.give_feedback(theme=theme, answer="heard", text=names, commitments=[promise], **by_officer)
    outcome = outcomes.measure(
        shared_outcome=shared,
        commitments=[promise],
        kind="share",
        numerator=names,
        denominator=names,
        source=names,
        higher_is_better=True,
        **by_officer,
    )
    outcomes.observe(outcome=outcome, group=None, on=NOW.date(), value=5, out_of=10, **by_officer)
    library.write_down_learning(
        partnership=partnership,
        texts=dict.fromkeys(library.TEXTS, names),
        verdict="yes",
        topic="access",
        strand="INV",
        outcomes=[outcome],
        commitments=[],
        **by_officer,
    )
    framework.open_assessment(partnership=partnership, **by_officer)


@pytest.fixture
def lists(universe):
    conversation = f"{PARTNERSHIP}conversations/{universe.conversation.pk}/"
    held = universe.partnership.events.get(name_en="A day to make sense of it")
    event = f"{PARTNERSHIP}events/{held.pk}/"
    review, theme = universe.partnership.reviews.get(), universe.partnership.themes.first()
    return [
        "/en/",
        "/en/places/",
        "/en/places/SYN-A00/",
        "/en/partnerships/",
        PARTNERSHIP,
        f"{PARTNERSHIP}members/",
        f"{PARTNERSHIP}power/",
        f"{PARTNERSHIP}gates/",
        f"{PARTNERSHIP}texts/",
        f"{PARTNERSHIP}conversations/",
        conversation,
        f"{conversation}sheets/",
        f"{conversation}sheets/review/",
        f"{conversation}statements/waiting/",
        f"{conversation}statements/not-shown/",
        f"{conversation}landscape/",
        f"{PARTNERSHIP}evidence/",
        f"{PARTNERSHIP}evidence/{review.pk}/",
        *(
            f"{PARTNERSHIP}evidence/{review.pk}/{page}/"
            for page in ("searches", "duplicates", "flow", "screening", "protocol")
        ),
        f"{PARTNERSHIP}evidence/{review.pk}/outcomes/{review.outcomes.first().pk}/",
        *(
            f"{PARTNERSHIP}evidence/{review.pk}/{page}/"
            for page in ("screening/mine", "screening/disagreements")
        ),
        *(f"{PARTNERSHIP}evidence/{review.pk}/{page}/" for page in ("full-texts", "map", "report")),
        f"{PARTNERSHIP}insights/",
        f"{PARTNERSHIP}proposals/",
        f"{PARTNERSHIP}commitments/",
        f"{PARTNERSHIP}commitments/feedback/",
        f"{PARTNERSHIP}outcomes/",
        f"{PARTNERSHIP}framework/",
        f"{PARTNERSHIP}learning/",
        f"{PARTNERSHIP}thread/gaps/",
        f"{PARTNERSHIP}insights/themes/{theme.pk}/",
        "/en/library/",
        f"{PARTNERSHIP}events/",
        event,
        *(
            f"{event}{page}/"
            for page in ("agenda", "access", "attendance", "write-down", "contributions", "after", "kit")
        ),
    ]


def most(path):
    """What was said at an event is followed forward, level by level, all of it at once; a report counts every step."""
    ends = {"/contributions/": 40, "/report/": 30}
    return next((number for end, number in ends.items() if path.endswith(end)), MOST.get(path, 20))


def count_queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_longer_lists_take_no_more_queries(universe, client, lists):
    client.force_login(universe.users["officer"])
    one_more(universe, 0)
    before = {path: count_queries(client, path) for path in lists}

    for number in (1, 2):
        one_more(universe, number)

    assert {path: count_queries(client, path) for path in lists} == before
    assert {path: number for path, number in before.items() if number > most(path)} == {}
