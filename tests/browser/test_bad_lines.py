"""The line is bad: nothing is lost, and nothing is filed twice."""

from playwright.sync_api import Route, expect

from tests.browser.accessibility import assert_sound
from tests.browser.complaining import STORY, Form
from tests.browser.conftest import Enter
from tests.uploads import photo

PHOTOS = [{"name": f"lampu-{number}.jpg", "mimeType": "image/jpeg", "buffer": photo()} for number in (1, 2)]
CUT = "net::ERR_"
FILING = "**/v1/complaints"


def test_a_draft_is_still_there_after_the_browser_was_closed(enter: Enter) -> None:
    form = Form(enter()).open()
    for step in form.steps(STORY.but(title="Sampah menumpuk di pasar")):
        if step == "tell":
            break
    kept = form.visit.context.storage_state(indexed_db=True)

    later = Form(enter(storage_state=kept)).open()

    expect(later.page.get_by_role("main")).to_contain_text("Sampah menumpuk di pasar")


def test_a_complaint_sent_offline_waits_and_goes_by_itself_when_the_line_is_back(enter: Enter) -> None:
    form = Form(enter(keeps=True)).open().tell(STORY.but(files=PHOTOS[:1]))
    form.visit.foreseen.append(CUT)
    form.visit.context.set_offline(True)
    form.send()
    form.await_step("waiting")
    assert_sound(form.page)

    form.visit.context.set_offline(False)

    assert form.receipt()
    form.await_sent_files(1)


def test_a_form_that_was_begun_with_a_line_is_filled_in_without_one(enter: Enter) -> None:
    form = Form(enter(keeps=True)).open()
    form.visit.foreseen.append(CUT)
    for step in form.steps(STORY.but(agency="")):
        if step == "about":
            form.visit.settle()
            form.visit.context.set_offline(True)
    form.send()
    form.await_step("waiting")

    form.visit.context.set_offline(False)

    assert form.receipt()


def test_a_list_that_does_not_come_says_so_for_everybody_to_see(enter: Enter) -> None:
    form = Form(enter(keeps=True)).open()
    form.visit.foreseen.append(CUT)
    form.page.route("**/v1/regions*", lambda route: route.abort("connectionreset"))
    for step in form.questions():
        if step == "where":
            break
        form.answer(step, STORY)
        form.go_on()

    expect(form.page.locator("#region-status:not(.seen-by-readers)")).not_to_be_empty()
    assert_sound(form.page)


def test_a_complaint_that_waits_goes_from_another_page_of_the_same_tab_too(enter: Enter) -> None:
    visit = enter(keeps=True)
    visit.go("/index.html").evaluate("() => navigator.serviceWorker.ready")
    form = Form(visit).open().tell(STORY)
    visit.foreseen.append(CUT)
    visit.context.set_offline(True)
    form.send()
    form.await_step("waiting")
    form.open()
    form.await_step("waiting")
    visit.go("/track.html")

    visit.context.set_offline(False)

    visit.page.get_by_role("status").get_by_role("link").click()
    expect(visit.page.locator("#drafts-list li")).to_have_count(1)


def test_a_complaint_whose_answer_was_lost_is_not_filed_twice(enter: Enter) -> None:
    form = Form(enter()).open().tell(STORY)
    form.visit.foreseen.append(CUT)
    answers = []

    def lose(route: Route) -> None:
        answers.append(route.fetch().json())
        route.abort("connectionreset")

    form.page.route(FILING, lose, times=1)
    form.send()
    form.await_step("waiting")
    form.try_now()

    assert form.receipt() == (answers[0]["code"], answers[0]["secret"])


def test_a_double_click_files_once(enter: Enter) -> None:
    form = Form(enter()).open().tell(STORY)
    sent = []
    form.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" and request.url.endswith("/complaints") else None)
    form.send(clicks=2)
    form.receipt()

    assert len(sent) == 1


def test_photos_whose_upload_was_cut_are_sent_again_by_hand_and_the_text_never_waits(enter: Enter) -> None:
    form = Form(enter()).open().tell(STORY.but(files=PHOTOS))
    form.visit.foreseen.append(CUT)
    uploads = f"{form.visit.uploads}/**"
    form.page.route(uploads, lambda route: route.abort("connectionreset"))
    form.send()
    form.receipt()
    form.await_failed_files(2)
    assert_sound(form.page)

    form.page.unroute(uploads)
    form.retry_files()

    form.await_sent_files(2)


def test_photos_that_waited_are_sent_when_the_receipt_is_opened_again(enter: Enter) -> None:
    form = Form(enter()).open().tell(STORY.but(files=PHOTOS[:1]))
    form.visit.foreseen.append(CUT)
    uploads = f"{form.visit.uploads}/**"
    form.page.route(uploads, lambda route: route.abort("connectionreset"))
    form.send()
    form.receipt()
    form.await_failed_files(1)

    form.page.unroute(uploads)
    form.page.reload()

    form.await_sent_files(1)


def test_a_page_that_is_loaded_again_in_the_middle_of_an_upload_goes_on_with_it(enter: Enter) -> None:
    form = Form(enter()).open().tell(STORY.but(files=PHOTOS))
    form.visit.foreseen.append(CUT)
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        """To stop holding would let it through before the page is loaded again."""
        if held:
            route.continue_()
        else:
            held.append(route)

    form.page.route(f"{form.visit.uploads}/**", hold_the_first)
    with form.page.expect_request(f"{form.visit.uploads}/**"):
        form.send()
    code, _ = form.receipt()
    expect(form.page.get_by_role("progressbar").first).to_be_visible()

    form.page.reload()

    form.await_sent_files(2)
    assert form.receipt()[0] == code
