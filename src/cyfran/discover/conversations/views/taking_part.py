"""Pages for participants: no account, no script and no name needed."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.core.thread.node_types import Reader
from cyfran.core.thread.queries import later_nodes
from cyfran.discover.conversations import actions, queries
from cyfran.discover.conversations.forms import AppealForm, StatementForm, VoteForm
from cyfran.discover.conversations.models import PublicationState, Statement
from cyfran.discover.conversations.pages import GROUND_NAMES, mine_as_data
from cyfran.discover.conversations.rules import takes_answers
from cyfran.discover.conversations.views import entrance
from cyfran.ground.people.actions import keep_with_account, record_circumstances
from cyfran.ground.people.forms import CircumstancesForm, CodeForm, ConsentForm, OptionalConsentsForm
from cyfran.ground.people.models import Participant
from cyfran.ground.people.queries import circumstances_of, consent_text, consents_of, participant_with_code
from cyfran.ground.people.views import (
    check_attempts,
    count_failed_attempt,
    forget,
    get_by_join_code,
    own_page_of,
    resolve_code,
    set_participant_cookie,
    unknown_code,
)
from cyfran.ground.places.queries import area_choices, place_names
from cyfran.ui.downloads import download_json
from cyfran.ui.formats import reading_language
from cyfran.ui.forms import get_or_404, render_form_page, submit_form
from cyfran.ui.previews import previewed


def resolve_conversation_code(code: str) -> str | None:
    """Return the address to which a typed code leads, or None if it is not the code of an opened conversation."""
    conversation = queries.opened_conversation_with_code(code)
    return reverse("taking-part:join", args=[conversation.join_code]) if conversation else None


def resolve_own_conversation(participant: Participant) -> str | None:
    """Return the address to which a personal code leads, or None if its holder takes part in no conversation."""
    conversation = queries.last_conversation_of(participant)
    return reverse("taking-part:join", args=[conversation.join_code]) if conversation else None


def start(request: HttpRequest) -> HttpResponse:
    """Type a code: that of a conversation, or a personal one from a slip of paper."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        code = form.cleaned_data["code"]
        check_attempts(request, code)
        if address := resolve_code(code):
            return redirect(address)
        participant = participant_with_code(code)
        if participant and (address := own_page_of(participant)):
            return set_participant_cookie(redirect(address), participant)
        count_failed_attempt(request, code)
        form.add_error("code", unknown_code())
    return render(request, "taking_part/start.jinja", {"form": form}, status=422 if form.errors else 200)


def enter(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind a QR code, before a language is chosen: the question in both."""
    conversation = get_by_join_code(request, code, queries.opened_conversation_with_code)
    route = "qr" if request.GET.get("by") == "qr" else "link"
    context = {"conversation": conversation, "partnership": conversation.partnership, "route": route}
    return render(request, "taking_part/enter.jinja", context)


def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show a draft to whoever has a link to it; once it is open, the link leads to the conversation itself."""
    conversation = get_or_404(queries.conversation_with_id(previewed(token, "taking-part:preview")))
    if conversation.state != PublicationState.DRAFT:
        return redirect("taking-part:join", conversation.join_code)
    context = {
        "conversation": conversation,
        "partnership": conversation.partnership,
        "statements": queries.open_statements(conversation).prefetch_related("translations"),
    }
    return render(request, "taking_part/preview.jinja", context)


def join(request: HttpRequest, code: str) -> HttpResponse:
    conversation = get_by_join_code(request, code, queries.opened_conversation_with_code)
    visitor = entrance.get_visitor(request, conversation)
    if visitor.takes_part:
        return redirect("taking-part:vote" if conversation.state == "open" else "taking-part:mine", code)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        participation = actions.join(
            conversation=conversation,
            participant=visitor.participant,
            text=consent_text(),
            given=form.given(),
            route=entrance.route_of(request, visitor),
            language=reading_language(),
            at=timezone.now(),
        )
        return set_participant_cookie(redirect("taking-part:vote", code), participation.participant)
    context = {
        "conversation": conversation,
        "partnership": conversation.partnership,
        "form": form,
        "wording": consent_text().wording,
    }
    return render(request, "taking_part/join.jinja", context, status=422 if form.errors else 200)


def vote(request: HttpRequest, code: str) -> HttpResponse:
    """One statement, three answers. A GET shows it; a POST saves the answer and shows the next."""
    conversation, participation = entrance.get_participation(request, code)
    if participation is None:
        return redirect("taking-part:join", code)
    if request.method == "GET" and not takes_answers(conversation.state):
        return redirect("taking-part:mine", code)
    if request.method == "POST":
        _save_vote(request, conversation, participation)
        if not request.htmx:
            return redirect("taking-part:vote", code)
    again = queries.turn_on(participation, request.GET["statement"]) if "statement" in request.GET else None
    turn = again or queries.next_turn(participation)
    context = {
        "conversation": conversation,
        "partnership": conversation.partnership,
        "turn": turn,
        "drawn": signing.dumps([str(turn.statement.pk), turn.selection_probability])
        if turn.statement
        else "",
    }
    template = "taking_part/_turn.jinja" if request.htmx else "taking_part/vote.jinja"
    return render(request, template, context)


def _save_vote(request: HttpRequest, conversation, participation) -> None:
    form = VoteForm(request.POST)
    require(form.is_valid(), "answer_not_understood")
    statement: Statement = get_or_404(queries.statement_in(conversation, form.cleaned_data["statement"]))
    probability = entrance.selection_probability(form.cleaned_data["drawn"], statement)
    actions.cast_vote(
        participation=participation,
        statement=statement,
        answer=form.cleaned_data["answer"],
        selection_probability=probability,
        at=timezone.now(),
    )


def add_statement(request: HttpRequest, code: str) -> HttpResponse:
    conversation, participation = entrance.get_participation(request, code)
    if participation is None:
        return redirect("taking-part:join", code)
    if request.method == "GET" and not takes_answers(conversation.state):
        return redirect("taking-part:mine", code)
    form = StatementForm(
        request.POST if request.method == "POST" else None, initial={"language": reading_language()}
    )
    similar = queries.similar_statements(conversation, form.data["text"]) if form.is_valid() else []
    if not similar or "is_different" in request.POST:
        similar = []
        if submit_form(
            form,
            lambda: actions.submit_statement(
                participation=participation, **form.cleaned_data, at=timezone.now()
            ),
            "text",
        ):
            return redirect("taking-part:mine", code)
    context = {
        "conversation": conversation,
        "partnership": conversation.partnership,
        "form": form,
        "similar": similar,
    }
    return render(request, "taking_part/add_statement.jinja", context, status=422 if form.errors else 200)


def about_you(request: HttpRequest, code: str) -> HttpResponse:
    """Questions that nobody has to answer, kept apart from what people say."""
    conversation, participation = entrance.get_participation(request, code)
    if participation is None:
        return redirect("taking-part:join", code)
    areas = area_choices(conversation.partnership.place, reading_language())
    form = CircumstancesForm(request.POST if request.method == "POST" else None, areas=areas)
    if form.is_valid():
        record_circumstances(participant=participation.participant, answers=form.answers(), at=timezone.now())
        return redirect("taking-part:mine", code)
    context = {
        "conversation": conversation,
        "partnership": conversation.partnership,
        "form": form,
        "earlier_answers": circumstances_of(participation.participant),
    }
    return render(request, "taking_part/about_you.jinja", context)


def mine(request: HttpRequest, code: str) -> HttpResponse:
    """What someone gave so far. On request a new personal code is made, and shown this once."""
    conversation, participation = entrance.get_participation(request, code)
    if participation is None:
        return redirect("taking-part:join", code)
    new_code = ""
    if request.method == "POST" and "code" in request.POST:
        new_code = actions.give_code(participant=participation.participant, at=timezone.now())
    if request.method == "POST" and "account" in request.POST:
        keep_with_account(participant=participation.participant, by=request.user, at=timezone.now())
    circumstances = circumstances_of(participation.participant)
    context = {
        "conversation": conversation,
        "partnership": conversation.partnership,
        "mine": queries.own_data_of(participation),
        "others": queries.other_conversations_of(participation),
        "circumstances": circumstances,
        "place_names": place_names([c.category for c in circumstances], reading_language()),
        "ground_names": GROUND_NAMES,
        "new_code": new_code,
        "kept_with_account": queries.kept_with_account(participation.participant),
    }
    return render(request, "taking_part/mine.jinja", context)


def appeal(request: HttpRequest, code: str, statement_pk) -> HttpResponse:
    """Ask that a rejected statement of one's own is looked at again."""
    conversation, participation = entrance.get_participation(request, code)
    if participation is None:
        return redirect("taking-part:join", code)
    statement = get_or_404(queries.statement_in(conversation, statement_pk))
    if statement.author != participation:
        return redirect("taking-part:mine", code)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if submit_form(
        form,
        lambda: actions.appeal(
            participation=participation, statement=statement, **form.cleaned_data, at=timezone.now()
        ),
    ):
        return redirect("taking-part:mine", code)
    return render_form_page(
        request,
        form,
        _("Ask for another look"),
        intro=_("Someone other than the person who rejected your statement reads it again and decides."),
        partnership=conversation.partnership,
    )


def follow_up(request: HttpRequest, code: str) -> HttpResponse:
    """Everything public that rests on someone's statements. Their own words they may always see."""
    conversation, participation = entrance.get_participation(request, code)
    if participation is None:
        return redirect("taking-part:join", code)
    reader = Reader(conversation.partnership_id, is_member=False)
    statements = queries.own_data_of(participation).statements
    context = {
        "conversation": conversation,
        "partnership": conversation.partnership,
        "follow_ups": [
            (statement, later_nodes([("statement", statement.pk)], reader)) for statement in statements
        ],
    }
    return render(request, "taking_part/follow_up.jinja", context)


def allow(request: HttpRequest, code: str) -> HttpResponse:
    """Change consents. What is no longer allowed is hidden at once."""
    conversation, participation = entrance.get_participation(request, code)
    if participation is None:
        return redirect("taking-part:join", code)
    allowed = [purpose for purpose, is_given in consents_of(participation.participant).items() if is_given]
    form = OptionalConsentsForm(
        request.POST if request.method == "POST" else None, initial={"given": allowed}
    )
    if form.is_valid():
        actions.change_consents(
            participation=participation,
            text=consent_text(),
            given=set(form.cleaned_data["given"]),
            language=reading_language(),
            at=timezone.now(),
        )
        return redirect("taking-part:mine", code)
    return render_form_page(
        request,
        form,
        _("How my contributions may be used"),
        intro=_(
            "If you untick a box, we will no longer show your words anywhere for that purpose. To remove "
            "everything, delete what you have contributed."
        ),
        partnership=conversation.partnership,
    )


def download_own_data(request: HttpRequest, code: str) -> HttpResponse:
    conversation, participation = entrance.get_participation(request, code)
    if participation is None:
        return redirect("taking-part:join", code)
    circumstances = circumstances_of(participation.participant)
    data = mine_as_data(conversation, queries.own_data_of(participation), circumstances)
    return download_json(data, "cyfran.json")


def erase(request: HttpRequest, code: str) -> HttpResponse:
    """Erase everything someone gave, after a confirmation."""
    conversation, participation = entrance.get_participation(request, code)
    if participation is None:
        return redirect("taking-part:join", code)
    context = {"conversation": conversation, "partnership": conversation.partnership}
    if request.method != "POST":
        return render(request, "taking_part/erase.jinja", context)
    actions.erase(participation=participation, at=timezone.now())
    return forget(render(request, "taking_part/erased.jinja", context))


def leave(request: HttpRequest, code: str) -> HttpResponse:
    """On a shared device: forget who was here. What was said is kept."""
    response = redirect("taking-part:start")
    return forget(response) if request.method == "POST" else response
