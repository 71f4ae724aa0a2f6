"""Short surveys: written in both languages, answered without an account or on paper, counted with ranges."""

import csv
import io
import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from cyfran.core.errors import ActionError, FileRefused
from cyfran.discover.surveys import actions, queries
from cyfran.discover.surveys.actions import QuestionDraft
from cyfran.discover.surveys.analysis import count_results
from cyfran.discover.surveys.exchange import read_xlsform, survey_as_data, write_answers, write_xlsform
from cyfran.discover.surveys.models import Reply, Response
from cyfran.discover.surveys.rules import asked_questions, is_valid_answer
from cyfran.ground.people.models import Participant
from cyfran.ground.people.queries import consent_text

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
YES_NO = [("yes", "Yes", "Do"), ("no", "No", "Naddo")]
STEPS = [("low", "Little", "Ychydig"), ("high", "Much", "Llawer")]
ALL_KINDS = [
    QuestionDraft("choice", ("Did you come?", "Ddaethoch chi?"), YES_NO, needed=True),
    QuestionDraft(
        "several",
        ("What was good?", "Beth oedd yn dda?"),
        [("food", "Food", "Bwyd"), ("talk", "Talk", "Sgwrs")],
        only_if=1,
        only_option="yes",
    ),
    QuestionDraft("scale", ("How was it?", "Sut oedd hi?"), lowest=1, highest=5),
    QuestionDraft("text", ("Anything else?", "Rhywbeth arall?")),
    QuestionDraft(
        "ranking",
        ("What first?", "Beth gyntaf?"),
        [("bus", "Bus", "Bws"), ("hub", "Hub", "Hwb"), ("gp", "GP", "Meddyg")],
    ),
    QuestionDraft(
        "matrix",
        ("How much?", "Faint?"),
        STEPS,
        items=[("warm", "Warmth", "Cynhesrwydd"), ("heard", "Being heard", "Cael clust")],
    ),
]
SAID = ["yes", ["food", "talk"], 4, "=1+1 Diolch", ["hub", "bus", "gp"], {"warm": "high", "heard": "low"}]


def refusal(action, **details):
    with pytest.raises(ActionError) as refused:
        action(**details)
    return refused.value.code


@pytest.fixture
def officer(universe):
    return {"by": universe.users["officer"], "at": NOW}


@pytest.fixture
def draft(universe, officer):
    return actions.begin_survey(
        partnership=universe.partnership, name=("After the evening", "Ar ôl y noson"), **officer
    )


@pytest.fixture
def survey(draft, officer):
    actions.add_questions(survey=draft, question_drafts=ALL_KINDS, **officer)
    actions.set_state(survey=draft, state="open", **officer)
    return draft


@pytest.fixture
def questions(survey):
    return queries.questions_of(survey)


def someone(survey, given=("record", "quote"), language="cy"):
    return actions.begin(
        survey=survey,
        participant=None,
        consent_text=consent_text(),
        given=set(given),
        language=language,
        at=NOW,
    )


def answer_all(survey, said=SAID, given=("record", "quote")):
    response = someone(survey, given)
    for question, value in zip(queries.questions_of(survey), said, strict=True):
        actions.reply(response=response, question=question, value=value, at=NOW)
    actions.finish(response=response, at=NOW)
    return response


# --- Written ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (QuestionDraft("choice", ("Q", ""), YES_NO), "both_languages_needed"),
        (QuestionDraft("choice", ("Q", "C"), YES_NO[:1]), "options_out_of_range"),
        (QuestionDraft("choice", ("Q", "C"), [*YES_NO, YES_NO[0]]), "option_twice"),
        (QuestionDraft("choice", ("Q", "C"), [YES_NO[0], ("x", "X", "")]), "both_languages_needed"),
        (QuestionDraft("scale", ("Q", "C")), "scale_out_of_range"),
        (QuestionDraft("scale", ("Q", "C"), lowest=5, highest=1), "scale_out_of_range"),
        (QuestionDraft("scale", ("Q", "C"), lowest=0, highest=100), "scale_out_of_range"),
        (QuestionDraft("matrix", ("Q", "C"), STEPS), "items_out_of_range"),
        (QuestionDraft("text", ("Q", "C"), only_if=1, only_option="yes"), "condition_unknown"),
    ],
)
def test_a_question_that_cannot_be_asked(draft, officer, asked, code):
    assert refusal(actions.add_question, survey=draft, question_draft=asked, **officer) == code


def test_a_question_that_another_rests_on_stays(draft, officer):
    first, second = (
        actions.add_question(survey=draft, question_draft=asked, **officer) for asked in ALL_KINDS[:2]
    )

    assert refusal(actions.remove_question, question=first, **officer) == "question_is_followed"
    assert (
        refusal(actions.change_question, question=first, question_draft=ALL_KINDS[3], **officer)
        == "question_is_followed"
    )
    actions.remove_question(question=second, **officer)
    actions.remove_question(question=first, **officer)
    assert queries.questions_of(draft) == []


def test_those_after_a_removed_question_move_up(draft, officer):
    for asked_ in ALL_KINDS[2:5]:
        actions.add_question(survey=draft, question_draft=asked_, **officer)

    actions.remove_question(question=queries.questions_of(draft)[0], **officer)

    assert [(q.number, q.kind) for q in queries.questions_of(draft)] == [(1, "text"), (2, "ranking")]


def test_questions_stay_once_people_answer(survey, officer, questions):
    assert (
        refusal(actions.add_question, survey=survey, question_draft=ALL_KINDS[0], **officer)
        == "survey_was_opened"
    )
    assert refusal(actions.remove_question, question=questions[-1], **officer) == "survey_was_opened"


def test_an_empty_survey_is_not_opened(draft, officer):
    assert refusal(actions.set_state, survey=draft, state="open", **officer) == "survey_asks_nothing"


def test_members_do_not_write_surveys(draft, universe):
    member = universe.users["member"]

    assert (
        refusal(actions.add_question, survey=draft, question_draft=ALL_KINDS[0], by=member, at=NOW)
        == "not_allowed"
    )


# --- Answered -----------------------------------------------------------------------------------------------------


def test_every_kind_is_answered_and_told_back(survey, questions):
    response = answer_all(survey)

    assert list(queries.answers_of(response).values()) == SAID


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("choice", ["maybe", 1, ["yes"], {"a": 1}]),
        ("several", ["food", ["food", "food"], ["wine"], 1]),
        ("scale", [0, 6, "4", 2.5, True]),
        ("text", ["   ", "x" * 2001, 7]),
        ("ranking", [["hub"], ["hub", "hub", "gp"], ["hub", "bus", "wine"], "hub"]),
        ("matrix", [{"warm": "middle"}, {"cold": "low"}, ["low"], "low"]),
    ],
)
def test_what_is_no_answer_is_refused(survey, questions, kind, values):
    question = next(q for q in questions if q.kind == kind)
    response = someone(survey)

    for value in values:
        assert (
            refusal(actions.reply, response=response, question=question, value=value, at=NOW)
            == "answer_not_understood"
        )


def test_a_condition_decides_what_is_asked_and_what_counts(survey, questions):
    response = answer_all(survey)
    actions.reply(response=response, question=questions[0], value="no", at=NOW)

    assert [q.number for q in asked_questions(questions, queries.answers_of(response))] == [1, 3, 4, 5, 6]
    (only,) = queries.finished_responses(survey, questions)
    assert questions[1].pk not in only.answers


def test_what_is_needed_has_to_be_answered(survey, questions):
    response = someone(survey)

    assert refusal(actions.finish, response=response, at=NOW) == "answers_missing"
    assert (
        refusal(actions.reply, response=response, question=questions[0], value="", at=NOW) == "answer_needed"
    )


def test_only_with_consent_and_only_while_it_is_open(survey, questions, officer):
    response = someone(survey)
    assert refusal(someone, survey=survey, given=("quote",)) == "consent_needed"
    actions.set_state(survey=survey, state="closed", **officer)

    assert (
        refusal(actions.reply, response=response, question=questions[0], value="yes", at=NOW)
        == "survey_not_open"
    )
    assert refusal(someone, survey=survey) == "survey_not_open"


def test_whoever_takes_everything_back_leaves_nothing(survey, questions):
    response = answer_all(survey)
    person = response.participant_id

    actions.erase(response=response, at=NOW)

    assert not Participant.objects.filter(pk=person).exists()
    assert not Reply.objects.filter(response__survey=survey).exists()
    assert not Response.objects.filter(survey=survey).exists()


def test_erasing_a_survey_takes_what_was_said_in_conversations_too(survey, universe):
    from cyfran.discover.conversations import actions as conversations
    from cyfran.discover.conversations.models import Statement

    person = conversations.join(
        conversation=universe.conversation,
        participant=None,
        text=consent_text(),
        given={"record"},
        route="link",
        language="cy",
        at=NOW,
    )
    said = conversations.submit_statement(participation=person, text="Mine alone", language="en", at=NOW)
    response = actions.begin(
        survey=survey,
        participant=person.participant,
        consent_text=consent_text(),
        given={"record"},
        language="cy",
        at=NOW,
    )

    actions.erase(response=response, at=NOW)

    assert not Statement.objects.filter(pk=said.pk).exists()


# --- On paper -----------------------------------------------------------------------------------------------------


def typed(survey, officer, code="", said=SAID, given=("record",)):
    answers = {q.pk: value for q, value in zip(queries.questions_of(survey), said, strict=True)}
    return actions.type_in(
        survey=survey,
        code=code,
        answers=answers,
        consent_text=consent_text(),
        given=set(given),
        language="cy",
        **officer,
    )


def test_paper_counts_the_same_and_typed_again_it_is_the_same_response(survey, officer, questions):
    (code,) = actions.issue_codes(survey=survey, how_many=1, **officer)

    typed(survey, officer, code)
    typed(survey, officer, code, said=["no", None, 2, "", [], {}])

    (only,) = queries.finished_responses(survey, questions)
    assert only.answers == {questions[0].pk: "no", questions[2].pk: 2}
    assert refusal(typed, survey=survey, officer=officer, code="ABCD-EFGH") == "code_unknown"


def test_paper_without_consent_is_not_kept(survey, officer):
    assert refusal(typed, survey=survey, officer=officer, given=("quote",)) == "consent_needed"
    assert Response.objects.filter(survey=survey).count() == 0


def test_a_code_from_paper_leads_to_what_was_typed(survey, officer, client):
    (code,) = actions.issue_codes(survey=survey, how_many=1, **officer)
    typed(survey, officer, code)

    page = client.post("/en/take-part/", {"code": code.lower()}, follow=True)

    assert page.redirect_chain[-1][0] == f"/en/survey/{survey.join_code}/check/"
    assert b"Being heard: Little" in page.content


# --- Counted and taken along --------------------------------------------------------------------------------------


def test_counts_and_ranges_only_once_enough_answered(survey, questions):
    for number in range(9):
        answer_all(
            survey, ["yes" if number < 6 else "no", ["food"], 3, "x", ["hub", "bus", "gp"], {"warm": "low"}]
        )
    few = count_results(questions, queries.finished_responses(survey, questions))
    answer_all(survey)
    enough = count_results(questions, queries.finished_responses(survey, questions))

    assert [(c.number, c.share) for c in few[0].blocks[0].counts] == [(6, None), (3, None)]
    yes = enough[0].blocks[0].counts[0]
    assert (yes.number, yes.share) == (7, 0.7)
    assert (round(yes.low, 3), round(yes.high, 3)) == (0.397, 0.892)  # Wilson: 7 of 10
    assert enough[1].blocks[0].answered == 7  # only those who were asked
    assert enough[2].median == 3.0
    assert [place for _, place in enough[4].mean_places] == [1.0, 2.0, 3.0]
    assert [block.answered for block in enough[5].blocks] == [10, 1]


def test_words_are_shown_only_where_they_may_be_quoted(survey, questions):
    answer_all(survey, given=("record",))
    answer_all(survey, [*SAID[:3], "You may quote this", *SAID[4:]])
    finished = queries.finished_responses(survey, questions)
    out = io.StringIO()
    write_answers(out, questions, finished)

    assert count_results(questions, finished)[3].words == ["You may quote this"]
    assert [row["q4"] for row in csv.DictReader(io.StringIO(out.getvalue()))] == ["", "You may quote this"]
    assert [one["answers"].get("q4") for one in survey_as_data(survey, questions, finished)["responses"]] == [
        None,
        "You may quote this",
    ]


def test_a_table_of_answers_is_safe_in_a_spreadsheet(survey, questions):
    answer_all(survey)
    out = io.StringIO()

    write_answers(out, questions, queries.finished_responses(survey, questions))

    (row,) = csv.DictReader(io.StringIO(out.getvalue()))
    assert row["q4"] == "'=1+1 Diolch"
    assert [row[f"q5_{name}"] for name in ("bus", "hub", "gp")] == ["2", "1", "3"]
    assert (row["q2_food"], row["q6_warm"]) == ("1", "high")


def test_questions_go_out_as_xlsform_and_come_back(survey, questions, universe, officer):
    workbook = write_xlsform(survey, questions)
    other = actions.begin_survey(partnership=universe.partnership, name=("B", "B"), **officer)

    asked_there = [QuestionDraft(**question) for question in read_xlsform(io.BytesIO(workbook), "form.xlsx")]
    actions.add_questions(survey=other, question_drafts=asked_there, **officer)

    def shape(q):
        return (q.number, q.kind, q.text_cy, q.options, q.items, q.lowest, q.highest, q.needed, q.only_option)

    assert [shape(q) for q in queries.questions_of(other)] == [shape(q) for q in questions]


def test_others_can_ask_our_surveys(survey, questions, tmp_path):
    """pyxform is what ODK and KoboToolbox read forms with."""
    from pyxform.xls2xform import convert

    (tmp_path / "form.xlsx").write_bytes(write_xlsform(survey, questions))
    form = convert(xlsform=tmp_path / "form.xlsx", validate=False).xform

    assert "Beth gyntaf?" in form
    assert "selected( /" in form.replace("selected(/", "selected( /")


def workbook(survey_rows, choices=()):
    book = Workbook()
    book.active.title = "survey"
    for row in [
        ("type", "name", "label::English (en)", "label::Welsh (cy)", "relevant", "parameters"),
        *survey_rows,
    ]:
        book.active.append(row)
    sheet = book.create_sheet("choices")
    for row in [("list_name", "name", "label::English (en)", "label::Welsh (cy)"), *choices]:
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    kept.seek(0)
    return kept


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "survey_asks_nothing"),
        ([("geopoint", "where", "Where?", "Ble?")], "kind_not_asked"),
        ([("text", "a", "Only English", "")], "both_languages_needed"),
        ([("select_one nothing", "a", "A", "A")], "options_missing"),
        ([("range", "a", "A", "A", "", "start=x")], "scale_not_understood"),
        ([("text", "a", "A", "A", "${b} > 3")], "condition_not_understood"),
        (
            [("begin group", "g", "G", "G"), ("text", "a", "A", "A"), ("end group", "", "", "")],
            "kind_not_asked",
        ),
    ],
)
def test_a_workbook_that_cannot_be_asked_is_named_row_by_row(rows, code):
    with pytest.raises(FileRefused) as refused:
        read_xlsform(workbook(rows), "form.xlsx")

    assert code in [problem.code for problem in refused.value.problems]


@given(st.binary(max_size=200))
def test_any_other_file_is_refused(content):
    with pytest.raises(FileRefused):
        read_xlsform(io.BytesIO(content), "form.xlsx")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(st.sampled_from(["choice", "several", "scale", "text", "ranking", "matrix", "other"]), JSON)
def test_whatever_is_sent_is_an_answer_or_not(kind, value):
    question = SimpleNamespace(
        kind=kind, options=[{"name": "a"}, {"name": "b"}], items=[{"name": "i"}], lowest=1, highest=3
    )

    assert is_valid_answer(question, value) in (True, False)


# --- On the pages -------------------------------------------------------------------------------------------------


@pytest.fixture
def pages(universe, client):
    client.force_login(universe.users["officer"])

    def path(name, survey, *more):
        return reverse(f"surveys:{name}", args=[universe.partnership.slug, survey.pk, *more])

    return client, path


def test_a_survey_is_written_and_opened_on_its_pages(pages, draft):
    client, path = pages
    question = {"kind": "choice", "text_en": "Q", "text_cy": "C", "options": "Yes | Do\nNo | Naddo"}

    wrong = client.post(path("add_question", draft), question | {"options": "Yes\nNo | Naddo"})
    client.post(path("add_question", draft), question)
    client.post(path("add_question", draft), question | {"kind": "text", "condition": "1-o1"})
    client.post(path("change_question", draft, 1), question | {"text_en": "Better"})
    client.post(path("change_state", draft), {"state": "open"})

    assert b"is in one language only" in wrong.content
    asked_there = queries.questions_of(draft)
    assert [(q.text_en, q.only_option) for q in asked_there] == [("Better", ""), ("Q", "o1")]
    assert queries.state_of(draft) == "open"


def test_it_is_answered_without_an_account_or_a_script(client, survey):
    start = f"/cy/survey/{survey.join_code}/"
    page = client.post(start, {"record": "on"})
    answers = [
        {"q1": "yes"},
        {"q2": ["food"]},
        {"q3": "5"},
        {"q4": "Diolch"},
        {"q5-bus": "2", "q5-hub": "1", "q5-gp": "3"},
        {"q6-warm": "low"},
    ]
    for number, sent in enumerate(answers, start=1):
        assert page["Location"] == f"{start}{number}/"
        page = client.post(page["Location"], sent)
    assert page["Location"] == f"{start}check/"
    client.post(page["Location"])

    told = json.loads(client.get(f"{start}download/").content)
    assert [one["answer"] for one in told["answers"]] == [
        "yes",
        ["food"],
        5,
        "Diolch",
        ["hub", "bus", "gp"],
        {"warm": "low"},
    ]
    assert Response.objects.get(survey=survey).finished_at is not None


@pytest.mark.parametrize(
    "sent",
    [
        {"q5-bus": "1", "q5-hub": "1", "q5-gp": "2"},
        {"q5-bus": "1"},
        {"q5-bus": "9", "q5-hub": "1", "q5-gp": "2"},
    ],
)
def test_two_things_cannot_have_the_same_place(client, survey, sent):
    start = f"/en/survey/{survey.join_code}/"
    client.post(start, {"record": "on"})

    page = client.post(f"{start}5/", sent)

    assert page.status_code == 422


def test_going_back_changes_what_is_asked(client, survey):
    start = f"/en/survey/{survey.join_code}/"
    client.post(start, {"record": "on"})
    client.post(f"{start}1/", {"q1": "yes"})
    client.post(f"{start}2/", {"q2": ["talk"]})

    page = client.post(f"{start}1/", {"q1": "no"})

    assert page["Location"] == f"{start}3/"
    assert client.get(f"{start}2/")["Location"] == f"{start}check/"


def test_a_draft_is_not_there_for_strangers(client, draft):
    assert client.get(f"/en/survey/{draft.join_code}/").status_code == 404
    assert client.get(f"/s/{draft.join_code}/").status_code == 404


def test_results_are_for_members_and_what_is_typed_is_kept(pages, survey, questions, client):
    client, path = pages
    sent = {"record": "on", "language": "cy", "q1": "no", "q3": "2", "q4": "Words"}

    assert client.post(path("type_in", survey), sent)["Location"] == path("type_in", survey)
    missing = client.post(path("type_in", survey), sent | {"q1": ""})
    assert missing.status_code == 422 and b"Words" in missing.content
    assert client.get(path("results", survey)).status_code == 200
    assert len(client.get(path("answers", survey)).content.decode().splitlines()) == 2
    client.logout()
    assert client.get(path("results", survey)).status_code in (302, 403)
    assert client.get(path("questions", survey)).status_code == 200


def test_once_it_is_closed_everyone_sees_what_enough_have_answered(survey, officer, client, pages):
    _, path = pages
    client.logout()
    for number in range(11):
        words = "Only for those who work with it"
        answer_all(
            survey, ["yes" if number < 4 else "no", ["food"], 3, words, ["hub", "bus", "gp"], {"warm": "low"}]
        )
    before = client.get(path("results", survey)).status_code
    actions.set_state(survey=survey, state="closed", **officer)

    page = client.get(path("results", survey))

    assert (before, page.status_code) == (403, 200)
    assert b"Only for those" not in page.content
    assert b"Food" not in page.content  # four were asked
    assert b"36%" in page.content
    assert b"answers.csv" not in page.content
    assert client.get(path("answers", survey)).status_code == 403


def test_a_workbook_is_taken_whole_or_not_at_all(pages, draft):
    client, path = pages
    good = [("text", "a", "A", "A"), ("integer", "b", "B", "B")]

    page = client.post(
        path("import_questions", draft), {"file": SimpleUploadedFile("form.xlsx", workbook(good).read())}
    )

    assert page.status_code == 422 and b"integer" in page.content
    assert queries.questions_of(draft) == []
    client.post(
        path("import_questions", draft), {"file": SimpleUploadedFile("form.xlsx", workbook(good[:1]).read())}
    )
    assert [q.kind for q in queries.questions_of(draft)] == ["text"]
