"""The invented valley's journey, told only through actions, in order, each at its own moment.

The same story serves the tests (their ``universe``), ``cyfran demo`` and the pictures in the documentation:

    Wales and its areas -> Gwynlas Valley and its 12 communities
    partnership -> 5 partners on two sides, one member for each role, charter signed twice, 6 priority groups
    ground, discover opened with two keys each; one matter of power, seen differently by the two sides
    conversation -> 42 statements, 3 refused with reasons, 1 waiting; 129 people vote
    journey -> postcards, a review, themes and insights, one challenge, 12 proposals, a decision, 14 promises, 4 outcomes,
    two panels' scores, 7 things learnt (``cyfran.demo.journey``)
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cyfran.core.accounts.actions import open_account
from cyfran.core.accounts.models import User
from cyfran.demo import journey
from cyfran.demo.telling import both, content, day, open_gate
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
    """Who and what the story leaves behind."""

    operator: User
    partnership: Partnership
    conversation: Conversation
    users: dict[str, User]  # by role


@transaction.atomic
def tell() -> Universe:
    """Tell the whole story, or nothing of it."""
    told = content("partnership")
    places.load_wales()
    valley = _valley(told)
    operator = open_account(
        email=OPERATOR, name="Ceri Enghraifft", language="cy", at=day(2025, 1, 6), is_operator=True
    )
    partnership = _partnership(told, valley, operator)
    users = _members(told, partnership, operator)
    _ground_rules(told, partnership, users)
    conversation = _conversation(partnership, users["officer"], users["facilitator"])
    journey.tell(partnership, users)
    return Universe(operator, partnership, conversation, users)


def _valley(told: dict) -> Place:
    source, facts = told["source"]["en"], told["place"]
    valley = places.add_place(
        code=facts["code"],
        name_en=facts["en"],
        name_cy=facts["cy"],
        level=PlaceLevel.LOCAL,
        parent=None,
        source=source,
        is_example=True,
    )
    everyone = {Population.EVERYONE: {"": facts["population"]}}
    for dimension, counts in (everyone | facts["counts"]).items():
        places.count_population(
            place=valley, dimension=dimension, counts=counts, counted_on=day(2025, 1, 1).date(), source=source
        )
    for code, name, residents, fifth in told["areas"]:
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


def _partnership(told: dict, valley: Place, operator: User) -> Partnership:
    facts = told["partnership"]
    partnership = partnerships.begin_partnership(
        slug=PARTNERSHIP,
        name=both(facts["name"]),
        purpose=both(facts["purpose"]),
        place=valley,
        by=operator,
        at=day(2025, 1, 8),
        is_example=True,
    )
    for organisation in told["organisations"]:
        partnerships.add_organisation(
            partnership=partnership,
            name=both(organisation),
            side=organisation["side"],
            by=operator,
            at=day(2025, 1, 9),
        )
    return partnership


def _members(told: dict, partnership: Partnership, operator: User) -> dict[str, User]:
    partners = {partner.name_en: partner for partner in partnership.organisations.all()}
    users = {}
    for person in told["people"]:
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


def _ground_rules(told: dict, partnership: Partnership, users: dict[str, User]) -> None:
    """Step 0: nothing starts without who decides."""
    officer, member = users["officer"], users["member"]
    charter = partnerships.write_charter(
        partnership=partnership, terms=both(told["charter"]), by=officer, at=day(2025, 1, 14)
    )
    partnerships.sign_charter(charter=charter, side=Side.COMMUNITY, by=member, at=day(2025, 1, 20))
    partnerships.sign_charter(charter=charter, side=Side.INSTITUTION, by=users["board"], at=day(2025, 1, 22))
    for group in told["priority_groups"]:
        reason = (group["why_en"], group["why_cy"])
        partnerships.name_priority_group(
            partnership=partnership, name=both(group), reason=reason, by=officer, at=day(2025, 1, 23)
        )
    for phase, at in ((Phase.GROUND, day(2025, 1, 27)), (Phase.DISCOVER, day(2025, 2, 3))):
        open_gate(partnership, phase, users, at)
    _power(told["power"], partnership, {Side.INSTITUTION: officer, Side.COMMUNITY: member})


def _power(told: dict, partnership: Partnership, by_side: dict[str, User]) -> None:
    topic = partnerships.name_power_topic(
        partnership=partnership, name=both(told["topic"]), by=by_side[Side.INSTITUTION], at=day(2025, 2, 6)
    )
    for side, user in by_side.items():
        view = told[side]
        partnerships.record_power(
            topic=topic,
            side=side,
            topic_set_by=view["topic"],
            method_set_by=view["method"],
            decides=view["decides"],
            promised_level=view["promised"],
            options_open=view["open"],
            by=user,
            at=day(2025, 2, 7),
        )


def _conversation(partnership: Partnership, officer: User, facilitator: User) -> Conversation:
    """Step 2, as far as it reaches today: 129 people vote on 42 statements."""
    told = content("conversation")
    text = people.publish_default_consent_text(at=day(2025, 2, 10))
    conversation = conversations.begin_conversation(
        partnership=partnership,
        question=both(told["question"]),
        introduction=both(told["introduction"]),
        by=officer,
        at=day(2025, 3, 3),
    )
    statements = [
        conversations.add_statement(
            conversation=conversation,
            text=said[said["said"]],
            language=said["said"],
            translation=said["en" if said["said"] == "cy" else "cy"],
            by=facilitator,
            at=day(2025, 3, 4),
        )
        for said in told["statements"]
    ]
    conversations.set_state(conversation=conversation, state="open", by=officer, at=day(2025, 3, 10))
    heard = voices(told)
    taking_part = [_join(conversation, voice, text) for voice in heard]
    for voice, participation in zip(heard, taking_part, strict=True):
        _vote(voice, participation, statements)
    _own_words(told, taking_part, facilitator)
    conversations.renew_landscape(conversation=conversation, at=day(2025, 4, 1))
    return conversation


def _join(conversation: Conversation, voice: Voice, text: ConsentText) -> Participation:
    given = {ConsentPurpose.RECORD} | ({ConsentPurpose.QUOTE} if voice.may_quote else set())
    participation = conversations.join(
        conversation=conversation,
        participant=None,
        text=text,
        given={str(purpose) for purpose in given},
        route=Route.QR if voice.by_qr else Route.LINK,
        language=voice.language,
        at=voice.at,
    )
    people.record_circumstances(
        participant=participation.participant, answers={"area": voice.area} if voice.area else {}, at=voice.at
    )
    return participation


def _vote(voice: Voice, participation: Participation, statements: list[Statement]) -> None:
    """All that one person answers, at once: a story of thousands of votes is told in seconds."""
    answers = [(statements[number].pk, answer) for number, answer in voice.answers]
    conversations.cast_votes(participation=participation, answers=answers, at=voice.at)


def _own_words(told: dict, taking_part: list[Participation], facilitator: User) -> None:
    """People add statements: some are refused with a published reason, and one still waits to be read."""
    authors = iter(taking_part)
    for said in told["refused"]:
        statement = conversations.say(
            participation=next(authors), text=said[said["said"]], language=said["said"], at=day(2025, 3, 18)
        )
        conversations.decide(
            statement=statement,
            accepted=False,
            ground=RejectionGround(said["ground"]),
            reason=said["reason"],
            by=facilitator,
            at=day(2025, 3, 19),
        )
    for said in told["waiting"]:
        conversations.say(
            participation=next(authors), text=said[said["said"]], language=said["said"], at=day(2025, 3, 30)
        )


def story_exists() -> bool:
    return Partnership.objects.filter(slug=PARTNERSHIP).exists()


def has_real_company() -> bool:
    return Partnership.objects.filter(is_example=False).exists()


def accounts() -> list[tuple[str, str, str]]:
    """The ready-made accounts: role, address and name."""
    everyone = [("runs the site", OPERATOR, "Ceri Enghraifft")]
    return everyone + [(p["role"], p["email"], p["name"]) for p in content("partnership")["people"]]


def join_code() -> str:
    return Conversation.objects.filter(partnership__is_example=True).earliest("began_at").join_code


def room_code() -> str:
    return Room.objects.filter(event__partnership__is_example=True).earliest("at").join_code


def postcard_code() -> str:
    """A new code for whoever wrote the first postcard; the one on the card is kept as a digest and cannot be read."""
    card = Statement.objects.filter(conversation__partnership__is_example=True, route=Route.PAPER).earliest(
        "id"
    )
    return conversations.give_code(participant=card.author.participant, at=timezone.now())


def universe() -> Universe:
    """Find again what the story left behind."""
    partnership = Partnership.objects.get(slug=PARTNERSHIP)
    people_by_role = {
        m.role: m.user for m in partnership.memberships.select_related("user").order_by("-joined_at")
    }
    return Universe(
        operator=User.objects.get(email=OPERATOR),
        partnership=partnership,
        conversation=partnership.conversations.earliest("began_at"),
        users=people_by_role | {"officer": User.objects.get(email="officer@example.org")},
    )
