"""The whole thread, by hand: what someone wrote on paper becomes a promise and an outcome, and they see what came of it."""

import json
import re

import pytest

from tests.journeys.conftest import DESKTOP, PHONE

SAID = "Mae'r drws ar glo pan mae'r nos yn dod."
STUDY = "Doors that stay open: an invented study"
PHASES = ("ground", "discover", "define", "develop", "deliver", "learn")
PAIRS = {
    "challenge": ("Help is shut when it is needed most", "Mae help ar gau pan mae ei angen fwyaf"),
    "outcome": ("I could get help at night", "Gallwn i gael help gyda'r nos"),
    "promise": ("The door is open until ten each night", "Mae'r drws ar agor tan ddeg bob nos"),
    "feedback": ("We heard that the door is shut", "Clywson ni fod y drws ar glo"),
}


@pytest.mark.parametrize("language", ["en", "cy"])
def test_words_on_paper_become_a_promise_and_an_outcome(language, visitor):
    officer, member = visitor(language, DESKTOP), visitor(language, DESKTOP)
    officer.is_signed_in("operator@example.org")
    member.is_signed_in("member@example.org")
    home = f"partnerships/cwm-{language}/"

    given_a_new_partnership_of_two_sides(officer, home)
    given_both_sides_open_every_phase(officer, member, home)
    code = given_a_card_is_written_down(officer, home)
    given_a_study_and_a_finding(officer, home)
    when_words_and_study_become_an_insight(officer, home)
    when_both_sides_agree_on_a_challenge_and_an_outcome(officer, member, home)
    when_a_proposal_is_decided_on(officer, member, home)
    when_a_promise_is_made_and_accepted(officer, member, home)
    when_it_is_counted_and_judged_by_both_sides(officer, member, home)
    when_people_are_told(officer, home)

    then_the_home_page_says_it_in_short(visitor(language, PHONE), home)
    then_the_code_shows_what_became_of_the_words(visitor(language, PHONE, scripts=False), code)
    then_the_thread_leads_back_to_the_words_and_to_the_study(visitor(language, PHONE), home)


def fill_pair(someone, name, texts):
    someone.fills(**{f"{name}_en": texts[0], f"{name}_cy": texts[1]})


def goes_through(someone, path, **fields):
    """Open a page with a form, check it, fill it, send it."""
    someone.opens(path)
    someone.finds_the_page_accessible()
    fill(someone, **fields)
    someone.sends()


def fill(someone, **fields):
    for name, value in fields.items():
        field = someone.page.locator(f"[name='{name}']")
        if isinstance(value, tuple):
            fill_pair(someone, name, value)
        elif value is True:
            field.first.check()
        elif field.first.evaluate("e => e.tagName") == "SELECT":
            field.select_option(index=value) if isinstance(value, int) else field.select_option(value)
        elif field.first.get_attribute("type") == "radio":
            someone.page.locator(f"[name='{name}'][value='{value}']").check()
        else:
            field.fill(value)


def presses_post(someone, ending):
    """Press every button that posts to an address with this ending, until none is left."""
    buttons = someone.page.locator(f"form[action$='{ending}'] button")
    while buttons.count():
        someone.activates(buttons.first)


def given_a_new_partnership_of_two_sides(officer, home):
    slug = home.split("/")[1]
    goes_through(officer, "partnerships/add/", name=(slug, slug), purpose=("P", "P"), slug=slug, place=2)
    goes_through(
        officer,
        f"{home}members/add/",
        name="Nia",
        email="member@example.org",
        language="cy",
        side="community",
        role="member",
    )
    officer.opens(home)
    officer.finds_the_page_accessible()


def given_both_sides_open_every_phase(officer, member, home):
    for phase in PHASES:
        for someone in (officer, member):
            someone.opens(f"{home}gates/{phase}/approve/")
            someone.sends()
    member.opens(f"{home}gates/")
    member.finds_the_page_accessible()


def given_a_card_is_written_down(officer, home):
    goes_through(officer, f"{home}conversations/add/", question=("How is it here?", "Sut mae hi yma?"))
    conversation = officer.page.url
    assert (
        officer.page.locator("form[action$='/state/']").count() == 0
    )  # with nothing to vote on it cannot open
    officer.activates(officer.page.locator("a.nhsuk-button[href$='/seeds/add/']"))
    fill(officer, text="The nights are long here.", language="en", translation="Mae'r nosweithiau'n hir yma.")
    officer.sends()
    officer.page.goto(conversation)
    officer.activates(officer.page.locator("form[action$='/state/'] button"))
    officer.activates(officer.page.locator("a[href$='/invite/']"))
    officer.fills(how_many="1")
    officer.sends()
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", officer.page.locator("main").inner_text())[0]
    officer.page.goto(f"{conversation}statements/write-down/")
    officer.finds_the_page_accessible()
    fill(officer, text=SAID, language="cy", code=code)
    for purpose in ("record", "quote"):
        officer.page.locator(f"[name=given][value={purpose}]").check()
    officer.sends()
    officer.page.goto(f"{conversation}statements/waiting/")
    officer.activates(officer.page.locator("article", has_text=SAID).get_by_role("link"))
    officer.chooses("verdict", "accept")
    officer.sends()
    officer.page.goto(conversation)
    officer.page.locator(".cy-careful summary").click()
    officer.activates(
        officer.page.locator("form[action$='/state/'] button")
    )  # and it ends: the clock of feedback runs
    return code


def given_a_study_and_a_finding(officer, home):
    goes_through(
        officer, f"{home}evidence/add/", question=("What helps at night?", "Beth sy'n helpu gyda'r nos?")
    )
    review = officer.page.url
    officer.activates(officer.page.locator("a[href$='/studies/add/']"))
    officer.finds_the_page_accessible()
    fill(officer, title=STUDY, year="2020")
    officer.sends()
    officer.page.goto(f"{review}findings/add/")
    officer.finds_the_page_accessible()
    fill(
        officer,
        text=("Open doors are used.", "Mae drysau agored yn cael eu defnyddio."),
        certainty="low",
        studies=True,
    )
    officer.sends()
    officer.finds_the_page_accessible()


def when_words_and_study_become_an_insight(officer, home):
    goes_through(officer, f"{home}insights/themes/add/", name=("Night", "Nos"))
    officer.activates(officer.page.locator("main li a[href*='/themes/']"))
    officer.activates(officer.page.locator("a[href$='/tag/']"))
    officer.sees(SAID)
    officer.finds_the_page_accessible()
    officer.page.locator("[name=statements]").first.check()
    officer.sends()
    officer.sees(SAID)
    officer.finds_the_page_accessible()
    goes_through(
        officer,
        f"{home}insights/add/",
        text=("Nights are shut", "Mae'r nos ar gau"),
        themes=True,
        statements=True,
        findings=True,
    )


def when_both_sides_agree_on_a_challenge_and_an_outcome(officer, member, home):
    goes_through(officer, f"{home}insights/challenges/add/", text=PAIRS["challenge"], insights=True)
    goes_through(officer, f"{home}insights/outcomes/add/", text=PAIRS["outcome"], challenges=True)
    for someone in (officer, member):
        someone.opens(f"{home}insights/")
        presses_post(someone, "/agree/")
        someone.finds_the_page_accessible()


def when_a_proposal_is_decided_on(officer, member, home):
    officer.opens(f"{home}proposals/ideas/add/")
    officer.finds_the_page_accessible()
    officer.page.locator("[name=challenge]").first.check()
    fill(officer, text="A key for everyone", language="en")
    officer.sends()
    officer.opens(f"{home}proposals/add/")
    officer.finds_the_page_accessible()
    officer.page.locator("[name=challenge]").first.check()
    fill(
        officer,
        title=("Open door", "Drws agored"),
        plan=("Until ten", "Tan ddeg"),
        cost="1200.50",
        ideas=True,
    )
    officer.sends()
    officer.activates(officer.page.locator("a[href$='/impact/add/']"))
    officer.finds_the_page_accessible()
    fill(officer, kind="rural", direction="helps", note="Everyone up the valley")
    officer.sends()
    officer.finds_the_page_accessible()
    goes_through(
        officer,
        f"{home}proposals/decisions/add/",
        question=("Do we?", "Ydyn ni?"),
        rule=("Both", "Y ddau"),
        decides="jointly",
        options=True,
    )
    decision = officer.page.url
    for someone in (officer, member):
        someone.page.goto(decision)
        someone.activates(someone.page.locator("form[action$='/agree/'] button"))
    officer.page.goto(f"{decision}result/")
    officer.finds_the_page_accessible()
    officer.sends()
    officer.finds_the_page_accessible()
    officer.page.locator("[name^='chosen-'][value=yes]").check()
    officer.page.locator("[name$='_en']").fill("It answers")
    officer.page.locator("[name$='_cy']").fill("Mae'n ateb")
    officer.sends()
    officer.finds_the_page_accessible()


def when_a_promise_is_made_and_accepted(officer, member, home):
    officer.opens(f"{home}commitments/add/")
    officer.finds_the_page_accessible()
    officer.page.locator("[name=shared_outcomes]").first.check()
    fill(
        officer,
        text=PAIRS["promise"],
        proposal=1,
        decision=1,
        institution_owner=1,
        community_owner=1,
        amount="1200.50",
        first_due="2099-01-31",
    )
    officer.sends()
    for someone in (officer, member):
        someone.opens(home)
        promise = PAIRS["promise"][someone.language == "cy"]
        someone.activates(someone.page.locator(".cy-waiting a", has_text=promise))  # it waits for me
        someone.activates(someone.page.locator("form[action$='/accept/'] button"))
        someone.finds_the_page_accessible()


def when_it_is_counted_and_judged_by_both_sides(officer, member, home):
    officer.opens(f"{home}outcomes/add/")
    officer.finds_the_page_accessible()
    officer.page.locator("[name=shared_outcome]").first.check()
    fill(
        officer,
        kind="share",
        numerator=("people", "pobl"),
        denominator=("adults", "oedolion"),
        source=("survey", "arolwg"),
        higher_is_better="yes",
        commitments=True,
    )
    officer.sends()
    outcome = officer.page.url
    for on, value in (("2026-01-10", "30"), ("2026-06-10", "60")):
        officer.page.goto(f"{outcome}observe/")
        fill(officer, on=on, value=value, out_of="100")
        officer.sends()
    officer.finds_the_page_accessible()
    officer.opens(f"{home}commitments/")
    officer.finds_the_page_accessible()
    officer.activates(officer.page.locator("main table a").first)
    promise = officer.page.url
    for someone in (officer, member):
        someone.page.goto(f"{outcome}judge/")
        fill(someone, achievement="better", reason="So it is", language="en")
        someone.sends()
        someone.page.goto(f"{promise}judge/")
        someone.finds_the_page_accessible()
        fill(someone, kept="kept", reason="Open every night", language="en")
        someone.sends()
    member.finds_the_page_accessible()


def when_people_are_told(officer, home):
    officer.opens(f"{home}commitments/feedback/")
    officer.finds_the_page_accessible()
    officer.activates(officer.page.locator("main section a").last)
    officer.finds_the_page_accessible()
    fill(officer, answer="doing", text=PAIRS["feedback"], commitments=True)
    officer.sends()
    officer.sees(PAIRS["feedback"][officer.language == "cy"])


def then_the_home_page_says_it_in_short(anyone, home):
    anyone.opens(home)
    anyone.sees(PAIRS["outcome"][anyone.language == "cy"])
    anyone.finds_the_page_accessible()


def then_the_code_shows_what_became_of_the_words(resident, code):
    """Without an account, without scripts, from the card alone."""
    resident.opens("take-part/")
    resident.fills(code=code.lower())
    resident.sends()
    resident.sees(SAID)
    resident.activates(resident.page.locator("a[href$='/mine/follow-up/']"))
    for text in ("promise", "outcome", "feedback"):
        resident.sees(PAIRS[text][resident.language == "cy"])


def then_the_thread_leads_back_to_the_words_and_to_the_study(anyone, home):
    anyone.opens(f"{home}outcomes/")
    anyone.activates(anyone.page.locator("main h2 a").first)
    anyone.activates(anyone.page.locator("a[href*='/thread/outcome/']").first)
    anyone.sees(SAID)
    anyone.sees(STUDY)
    anyone.finds_the_page_accessible()
    listed = {a.get_attribute("href") for a in anyone.page.locator(".cy-thread a[href*='/thread/']").all()}
    data = json.loads(anyone.page.request.get(anyone.page.url + "data.json").text())
    assert {thing["address"] for thing in data["things"]} - {
        anyone.page.url.removeprefix(anyone.site.address)
    } == listed
