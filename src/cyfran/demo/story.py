"""The demo story of an invented valley, made by actions alone, in order, each at its own moment.

The tests (their ``universe``), ``cyfran demo`` and the pictures in the documentation use it:

    Wales and its areas -> Gwynlas Valley and its 12 communities
    partnership -> 5 partners on two sides, one member for each role, charter signed twice, 6 priority groups
    ground, discover opened with two keys each; one matter of power, seen differently by the two sides
    conversation -> 42 statements (6 of them seeds), 3 refused with reasons, 1 waiting; 129 people vote
    journey -> postcards, a review, themes and insights, one challenge, 12 proposals, a decision, 14 promises, 4 outcomes,
    two panels' scores, 7 things learnt (``cyfran.demo.journey``)
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cyfran.core.accounts.actions import open_account
from cyfran.core.accounts.models import User
from cyfran.core.language import other_language
from cyfran.demo import journey
from cyfran.demo.telling import content, day, open_gate, text_pair
from cyfran.demo.voices import Voice, voices
from cyfran.discover.conversations import actions as conversations
from cyfran.discover.conversations.models import Conversation, Participation, RejectionGround, Statement
from cyfran.discover.rooms.models import Room
from cyfran.ground.partnerships import actions as partnerships
from cyfran.ground.partnerships.models import Partnership, Phase, Side
from cyfran.ground.people import actions as people
from cyfran.ground.people.models import ConsentPurpose, ConsentText, Route
from cyfran.ground.places import actions as places
from cyfran.ground.places.models import Place, PlaceLevel, Population

OPERATOR = "operator@example.org"
PARTNERSHIP = "dyffryn-gwynlas"


@dataclass(frozen=True)
class Universe:
    """The main objects of the story, for tests."""

    operator: User
    partnership: Partnership
    conversation: Conversation
    users: dict[str, User]  # by role


@transaction.atomic
def tell() -> Universe:
    """Create the whole story in one transaction."""
    script = content("partnership")
    places.load_wales()
    valley = _valley(script)
    operator = open_account(
        email=OPERATOR, name="Ceri Enghraifft", language="cy", at=day(2025, 1, 6), is_operator=True
    )
    partnership = _partnership(script, valley, operator)
    users = _members(script, partnership, operator)
    _ground_rules(script, partnership, users)
    conversation = _conversation(partnership, users["officer"], users["facilitator"])
    journey.tell(partnership, users)
    return Universe(operator, partnership, conversation, users)


def _valley(script: dict) -> Place:
    source, entry = script["source"]["en"], script["place"]
    valley = places.add_place(
        code=entry["code"],
        name_en=entry["en"],
        name_cy=entry["cy"],
        level=PlaceLevel.LOCAL,
        parent=None,
        source=source,
        is_example=True,
    )
    everyone = {Population.EVERYONE: {"": entry["population"]}}
    for dimension, counts in (everyone | entry["counts"]).items():
        places.count_population(
            place=valley, dimension=dimension, counts=counts, counted_on=day(2025, 1, 1).date(), source=source
        )
    for code, name, residents, fifth in script["areas"]:
        area = places.add_place(
            code=code,
            name_en=name,
            name_cy=name,
            level=PlaceLevel.COMMUNITY,
            parent=valley,
            source=source,
            is_example=True,
        )
        for dimension, counts in (
            (Population.EVERYONE, {"": residents}),
            ("deprivation", {str(fifth): residents}),
        ):
            places.count_population(
                place=area,
                dimension=dimension,
                counts=counts,
                counted_on=day(2025, 1, 1).date(),
                source=source,
            )
    return valley


def _partnership(script: dict, valley: Place, operator: User) -> Partnership:
    entry = script["partnership"]
    partnership = partnerships.begin_partnership(
        slug=PARTNERSHIP,
        name=text_pair(entry["name"]),
        purpose=text_pair(entry["purpose"]),
        place=valley,
        by=operator,
        at=day(2025, 1, 8),
        is_example=True,
    )
    for organisation in script["organisations"]:
        partnerships.add_organisation(
            partnership=partnership,
            name=text_pair(organisation),
            side=organisation["side"],
            by=operator,
            at=day(2025, 1, 9),
        )
    return partnership


def _members(script: dict, partnership: Partnership, operator: User) -> dict[str, User]:
    partners = {partner.name_en: partner for partner in partnership.organisations.all()}
    users = {}
    for person in script["people"]:
        membership = partnerships.add_member(
            partnership=partnership,
            email=person["email"],
            name=person["name"],
            language=person["language"],
            role=person["role"],
            side=person["side"],
            organisation=partners.get(person.get("at")),
            by=operator,
            at=day(2025, 1, 10),
        )
        users[person["role"]] = membership.user
    return users


def _ground_rules(script: dict, partnership: Partnership, users: dict[str, User]) -> None:
    """Step 0: charter, priority groups, the first two phases, and who decides."""
    officer, member = users["officer"], users["member"]
    charter = partnerships.write_charter(
        partnership=partnership, terms=text_pair(script["charter"]), by=officer, at=day(2025, 1, 14)
    )
    partnerships.sign_charter(charter=charter, side=Side.COMMUNITY, by=member, at=day(2025, 1, 20))
    partnerships.sign_charter(charter=charter, side=Side.INSTITUTION, by=users["board"], at=day(2025, 1, 22))
    for group in script["priority_groups"]:
        reason = (group["why_en"], group["why_cy"])
        partnerships.name_priority_group(
            partnership=partnership, name=text_pair(group), reason=reason, by=officer, at=day(2025, 1, 23)
        )
    for phase, at in ((Phase.GROUND, day(2025, 1, 27)), (Phase.DISCOVER, day(2025, 2, 3))):
        open_gate(partnership, phase, users, at)
    _power(script["power"], partnership, {Side.INSTITUTION: officer, Side.COMMUNITY: member})


def _power(entries: dict, partnership: Partnership, by_side: dict[str, User]) -> None:
    topic = partnerships.name_power_topic(
        partnership=partnership,
        name=text_pair(entries["topic"]),
        by=by_side[Side.INSTITUTION],
        at=day(2025, 2, 6),
    )
    for side, user in by_side.items():
        entry = entries[side]
        partnerships.record_power(
            topic=topic,
            side=side,
            topic_set_by=entry["topic"],
            method_set_by=entry["method"],
            decides=entry["decides"],
            promised_level=entry["promised"],
            options_open=entry["open"],
            by=user,
            at=day(2025, 2, 7),
        )


def _conversation(partnership: Partnership, officer: User, facilitator: User) -> Conversation:
    """Step 2: a conversation in which 129 people vote on 42 statements, 36 of them made by themselves."""
    script = content("conversation")
    text = people.publish_default_consent_text(at=day(2025, 2, 10))
    conversation = conversations.begin_conversation(
        partnership=partnership,
        question=text_pair(script["question"]),
        introduction=text_pair(script["introduction"]),
        by=officer,
        at=day(2025, 3, 3),
    )
    seeds = {
        entry["en"]: conversations.add_seed(
            conversation=conversation,
            text=entry[entry["said"]],
            language=entry["said"],
            translation=entry[other_language(entry["said"])],
            by=facilitator,
            at=day(2025, 3, 4),
        )
        for entry in script["statements"]
        if entry.get("seed")
    }
    conversations.set_state(conversation=conversation, state="open", by=officer, at=day(2025, 3, 10))
    voters = voices(script)
    participations = [_join(conversation, voice, text) for voice in voters]
    authors = iter([p for voice, p in zip(voters, participations, strict=True) if voice.may_quote])
    statements = [
        seeds.get(entry["en"]) or _say(entry, next(authors), facilitator) for entry in script["statements"]
    ]
    for voice, participation in zip(voters, participations, strict=True):
        _vote(voice, participation, statements)
    _own_words(script, participations, facilitator)
    conversations.renew_landscape(conversation=conversation, at=day(2025, 4, 1))
    return conversation


def _join(conversation: Conversation, voice: Voice, text: ConsentText) -> Participation:
    purposes = {ConsentPurpose.RECORD} | ({ConsentPurpose.QUOTE} if voice.may_quote else set())
    participation = conversations.join(
        conversation=conversation,
        participant=None,
        text=text,
        given={str(purpose) for purpose in purposes},
        route=Route.QR if voice.by_qr else Route.LINK,
        language=voice.language,
        at=voice.at,
    )
    people.record_circumstances(
        participant=participation.participant, answers={"area": voice.area} if voice.area else {}, at=voice.at
    )
    return participation


def _say(entry: dict, author: Participation, facilitator: User) -> Statement:
    """Say something on joining; the day after it is accepted and translated."""
    statement = conversations.submit_statement(
        participation=author, text=entry[entry["said"]], language=entry["said"], at=author.at
    )
    moderated = {"statement": statement, "by": facilitator, "at": author.at + timedelta(days=1)}
    conversations.decide(accepted=True, ground=RejectionGround.FITS, reason="", **moderated)
    language = other_language(entry["said"])
    conversations.translate_statement(language=language, text=entry[language], **moderated)
    return statement


def _vote(voice: Voice, participation: Participation, statements: list[Statement]) -> None:
    """Come back after a week and cast all votes at once, which keeps a story of thousands of votes fast."""
    answers = [(statements[number].pk, answer) for number, answer in voice.answers]
    conversations.cast_votes(participation=participation, answers=answers, at=voice.at + timedelta(days=7))


def _own_words(script: dict, participations: list[Participation], facilitator: User) -> None:
    """Add statements by participants: some are rejected with a reason, one is not moderated yet."""
    authors = iter(participations)
    for entry in script["refused"]:
        statement = conversations.submit_statement(
            participation=next(authors),
            text=entry[entry["said"]],
            language=entry["said"],
            at=day(2025, 3, 18),
        )
        conversations.decide(
            statement=statement,
            accepted=False,
            ground=RejectionGround(entry["ground"]),
            reason=entry["reason"],
            by=facilitator,
            at=day(2025, 3, 19),
        )
    for entry in script["waiting"]:
        conversations.submit_statement(
            participation=next(authors),
            text=entry[entry["said"]],
            language=entry["said"],
            at=day(2025, 3, 30),
        )


def story_exists() -> bool:
    return Partnership.objects.filter(slug=PARTNERSHIP).exists()


def accounts() -> list[tuple[str, str, str]]:
    """Return the ready-made accounts: role, e-mail address and name."""
    everyone = [("runs the site", OPERATOR, "Ceri Enghraifft")]
    return everyone + [
        (person["role"], person["email"], person["name"]) for person in content("partnership")["people"]
    ]


def join_code() -> str:
    return Conversation.objects.filter(partnership__is_example=True).earliest("began_at").join_code


def room_code() -> str:
    return Room.objects.filter(event__partnership__is_example=True).earliest("at").join_code


def postcard_code() -> str:
    """Return a new code for whoever wrote the first postcard: of the one on the card only a digest is stored."""
    card = Statement.objects.filter(conversation__partnership__is_example=True, route=Route.PAPER).earliest(
        "id"
    )
    return conversations.give_code(participant=card.author.participant, at=timezone.now())


def universe() -> Universe:
    """Return the main objects of the story from the database."""
    partnership = Partnership.objects.get(slug=PARTNERSHIP)
    people_by_role = {
        membership.role: membership.user
        for membership in partnership.memberships.select_related("user").order_by("-joined_at")
    }
    return Universe(
        operator=User.objects.get(email=OPERATOR),
        partnership=partnership,
        conversation=partnership.conversations.earliest("began_at"),
        users=people_by_role | {"officer": User.objects.get(email="officer@example.org")},
    )
