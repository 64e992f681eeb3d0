"""A lost connection: what was typed waits on the device, for its author alone, and is sent once."""

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser import story
from tests.browser.browser_walk import BrowserWalk
from tests.browser.device import DUMP, WAITING
from tests.browser.sound import line

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
NOTE = "Zylquiri slept on the veranda"
POSTED = re.compile(r"/(visits|voice)/new/$")
SAVED_BYTES = 5_000
# One child for all these tests: who searches too often is stopped for a while.
FILES: dict[str, str] = {}
NUMBERS = itertools.count(1)


@pytest.fixture
def child(walks: Callable[..., BrowserWalk], site: str) -> tuple[BrowserWalk, str]:
    global NOTE  # noqa: PLW0603 - each test types words of its own
    NOTE = f"Zylquiri slept on the veranda {next(NUMBERS):03}"
    worker = walks("Gita Karki")
    if site not in FILES:
        story.report(worker, "Sunita Mahato")
        story.search(worker)
        FILES[site] = story.open_file(worker)
    return worker, FILES[site]


def never_sent(route: Route) -> None:
    """The line drops before anything arrives."""
    route.abort("internetdisconnected") if route.request.method == "POST" else route.continue_()


def no_answer(route: Route) -> None:
    """The line drops when all was sent: the server has it, the browser cannot know."""
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
        route.abort("connectionreset")
    else:
        route.continue_()


def send(walk: BrowserWalk) -> None:
    """Presses the button of a form that will not leave its page."""
    walk.page.locator("main form:visible button.btn").first.click()
    expect(walk.page.locator("[data-say]")).to_contain_text("saved on this device")


def visit(walk: BrowserWalk, file: str, note: str = "", **typed: object) -> None:
    told = {"outcome": "met_alone", "kind": "home", "note": note or NOTE}
    walk.open(f"{file}visits/new/").fill(**(told | typed))
    send(walk)


def waiting(page: Page) -> int:
    return int(page.evaluate(WAITING))


def nothing_waits(page: Page) -> None:
    for _tenth in range(100):
        if not waiting(page):
            return
        page.wait_for_timeout(100)
    pytest.fail("it still waits")


def visits(walk: BrowserWalk, file: str) -> str:
    return walk.open(f"{file}visits/").page.inner_text("main")


def both_of(walk: BrowserWalk) -> BrowserWalk:
    """Keeps both values of a short text that two have changed; none of them is chosen before."""
    assert not walk.page.locator("[name=choose-marks]:checked").count()
    return walk.fill(**{"choose-marks": "both"})


def sign_out(walk: BrowserWalk) -> None:
    walk.page.locator("details.me > summary").click()
    walk.page.locator('form[action="/sign-out"] button').first.click()
    walk.page.wait_for_url(lambda url: "/account/" in url)


@pytest.mark.parametrize("cut", [never_sent, no_answer], ids=["before", "after the server had it"])
def test_a_line_that_is_cut_in_the_middle_loses_nothing_and_saves_once(
    child: tuple[BrowserWalk, str], cut: Callable[[Route], None]
) -> None:
    worker, file = child
    worker.page.route(POSTED, cut)
    visit(worker, file)
    assert worker.page.input_value("[name=note]") == NOTE, "it stands on the page as well"
    expect(worker.page.locator("#unsent")).to_contain_text("Not yet sent from this device: 1")
    worker.page.unroute(POSTED)
    worker.page.evaluate("dispatchEvent(new Event('online'))")
    nothing_waits(worker.page)
    expect(worker.page.locator("#unsent")).to_have_count(0)
    assert visits(worker, file).count(NOTE) == 1


def test_off_line_altogether_it_is_sent_when_the_line_is_back(
    child: tuple[BrowserWalk, str],
) -> None:
    worker, file = child
    worker.open(f"{file}visits/new/").fill(outcome="met_alone", kind="home", note=NOTE)
    worker.page.context.set_offline(True)
    send(worker)
    assert waiting(worker.page) == 1
    worker.page.context.set_offline(False)  # the browser tells the page
    nothing_waits(worker.page)
    assert visits(worker, file).count(NOTE) == 1


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateway_without_a_server_behind_it_is_a_line_that_dropped(
    child: tuple[BrowserWalk, str], status: int
) -> None:
    worker, file = child
    worker.page.route(
        POSTED,
        lambda route: (
            route.fulfill(status=status, body="bad gateway")
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    visit(worker, file)
    worker.page.unroute(POSTED)
    worker.open("/")
    nothing_waits(worker.page)
    assert visits(worker, file).count(NOTE) == 1


def test_a_form_that_is_sent_by_hand_after_all_waits_no_longer(
    child: tuple[BrowserWalk, str],
) -> None:
    worker, file = child
    worker.page.route(POSTED, never_sent)
    visit(worker, file)
    worker.page.unroute(POSTED)
    worker.fill(note=f"{NOTE}, and woke early").press()
    assert waiting(worker.page) == 0
    assert visits(worker, file).count(NOTE) == 1


def test_it_survives_signing_out_and_is_closed_to_the_next_one_on_the_device(
    child: tuple[BrowserWalk, str], site: str
) -> None:
    worker, file = child
    context: BrowserContext = worker.page.context
    context.route(POSTED, never_sent)
    visit(worker, file)
    dumped = worker.page.evaluate(DUMP)
    assert len(dumped) > 1_000, "there is something to look at"
    for word in (*NOTE.split(), "met_alone", "veranda", file, file.split("/")[2]):
        if len(word) > 3:
            assert word not in dumped, f"{word!r} can be read in the browser's storage"
    sign_out(worker)

    other = BrowserWalk(site, worker.page, "Laxmi Thapa").sign_in()
    other.open("/unsent/").says("Another user’s forms are also waiting on this device")
    expect(other.page.locator("main")).not_to_contain_text("Zylquiri")
    expect(other.page.locator("#unsent")).to_have_count(0)
    opened = other.page.evaluate(
        """async () => {
        const [item] = await window.saathiUnsent.all();
        return window.saathiUnsent.open(item, await window.saathiUnsent.key()).catch((error) => error.name);
        }"""
    )
    assert opened == "OperationError", "this user's key does not open it"
    context.unroute(POSTED)
    other.open("/")
    other.page.wait_for_function("window.saathiUnsent")
    other.page.wait_for_timeout(500)
    assert waiting(other.page) == 1, "no one else sends it either"
    sign_out(other)

    again = BrowserWalk(site, worker.page, "Gita Karki").sign_in()
    nothing_waits(again.page)
    assert visits(again, file).count(NOTE) == 1


def test_a_session_that_ended_meanwhile_costs_nothing(
    child: tuple[BrowserWalk, str], site: str
) -> None:
    worker, file = child
    worker.open(f"{file}visits/new/").fill(outcome="met_alone", kind="home", note=NOTE)
    worker.page.context.clear_cookies(name="sessionid")
    worker.page.locator("main form:visible button.btn").first.click()
    worker.page.wait_for_url(lambda url: "/account/login/" in url)
    expect(worker.page.locator("main")).to_contain_text("A form you sent is waiting on this device")
    again = BrowserWalk(site, worker.page, "Gita Karki").sign_in()
    nothing_waits(again.page)
    was_sent = again.page.locator("p[data-was-sent]")
    expect(was_sent).to_contain_text("A form waiting on this device was sent:")
    expect(was_sent.get_by_role("link")).to_have_attribute("href", re.compile(r"^/child/"))
    assert visits(again, file).count(NOTE) == 1


def test_a_mistake_that_the_server_finds_later_comes_back_with_everything_filled(
    child: tuple[BrowserWalk, str],
) -> None:
    worker, file = child
    worker.page.route(POSTED, never_sent)
    worker.open(f"{file}visits/new/").fill(note=NOTE)  # and not whether the child was met
    send(worker)
    worker.page.unroute(POSTED)
    worker.open("/unsent/")
    card = worker.page.locator("[data-kept-here] section")
    expect(card).to_contain_text("action needed: open the form")
    card.get_by_text("Your entries", exact=True).click()
    expect(card).to_contain_text(NOTE)
    card.get_by_role("link", name="Open the form").click()
    expect(worker.page.locator(".summary-box")).to_contain_text("There is a problem")
    assert worker.page.input_value("[name=note]") == NOTE
    worker.fill(outcome="met_alone", kind="home").press()
    assert waiting(worker.page) == 0
    assert visits(worker, file).count(NOTE) == 1


def test_a_file_cannot_wait_and_the_page_says_so(child: tuple[BrowserWalk, str]) -> None:
    worker, file = child
    worker.open(f"{file}voice/new/").fill(state="said", words=NOTE)
    png = bytes.fromhex("89504e470d0a1a0a") + b"drawing"
    drawing = {"name": "house.png", "mimeType": "image/png", "buffer": png}
    worker.page.locator("input[type=file]").set_input_files(drawing)  # type: ignore[arg-type]
    worker.page.route(POSTED, never_sent)
    send(worker)
    expect(worker.page.locator("[data-say]")).to_contain_text("house.png")
    worker.page.unroute(POSTED)
    worker.open("/unsent/")
    worker.page.wait_for_timeout(500)
    card = worker.page.locator("[data-kept-here] section")
    expect(card).to_contain_text("Choose these files again: house.png")
    card.get_by_role("link", name="Open the form").click()
    expect(worker.page.locator("[name=words]")).to_have_value(NOTE)
    worker.page.wait_for_timeout(500)
    assert worker.path.startswith(f"{file}voice/new/"), "not sent without its file"
    assert waiting(worker.page) == 1


def test_forms_are_sent_in_the_order_they_were_written(child: tuple[BrowserWalk, str]) -> None:
    worker, file = child
    worker.page.route(POSTED, never_sent)
    for note in ("First of all", "Then this", "And at last"):
        visit(worker, file, note)
    worker.page.unroute(POSTED)
    sent: list[str] = []
    worker.page.on(
        "request",
        lambda one: sent.append(one.post_data or "") if POSTED.search(one.url) else None,
    )
    worker.page.evaluate("dispatchEvent(new Event('online'))")
    nothing_waits(worker.page)
    assert [next(n for n in ("First", "Then", "last") if n in each) for each in sent] == [
        "First",
        "Then",
        "last",
    ]


def test_what_waited_while_someone_else_changed_it_is_settled_field_by_field(
    child: tuple[BrowserWalk, str], walks: Callable[..., BrowserWalk]
) -> None:
    worker, file = child
    form = re.compile(r"/who/change/$")
    worker.page.route(form, never_sent)
    worker.open(f"{file}who/change/").fill(marks="A limp")
    send(worker)
    walks("Laxmi Thapa").open(f"{file}who/change/").fill(marks="A scar").press()
    worker.page.unroute(form)
    worker.open("/unsent/")
    card = worker.page.locator("[data-kept-here] section")
    expect(card).to_contain_text("action needed: open the form")
    card.get_by_role("link", name="Open the form").click()
    expect(worker.page.locator("main")).to_contain_text("Changed on this page and elsewhere.")
    both_of(worker).press()
    assert waiting(worker.page) == 0
    kept = worker.open(f"{file}who/change/").page
    assert kept.input_value("[name=marks]") == "A scar; A limp"


def test_what_waits_can_be_thrown_away(child: tuple[BrowserWalk, str]) -> None:
    worker, file = child
    worker.page.context.route(POSTED, never_sent)
    visit(worker, file)
    worker.open("/unsent/")
    card = worker.page.locator("[data-kept-here] section")
    card.get_by_text("Discard", exact=True).click()
    worker.page.evaluate("saathiUnsent.sendAll()")  # another failed try leaves the card open
    card.get_by_role("button", name="Discard permanently").click()
    expect(worker.page.locator("main")).to_contain_text("You have no forms waiting on this device.")
    assert waiting(worker.page) == 0


def test_after_a_device_is_lost_nothing_opens_what_it_keeps(child: tuple[BrowserWalk, str]) -> None:
    worker, file = child
    worker.page.context.route(POSTED, never_sent)
    visit(worker, file)
    lost = worker.page.evaluate("async () => (await window.saathiUnsent.all())[0].of")
    worker.open("/unsent/")
    worker.page.get_by_text("Report a lost device").click()
    with worker.page.expect_navigation():
        worker.page.get_by_role("button", name="Make data permanently unreadable").click()
    worker.says("can no longer be opened", "Another user’s forms are also waiting on this device")
    assert worker.page.evaluate("window.saathiUnsent.seal") != lost
    opened = worker.page.evaluate(
        """async () => {
        const [item] = await window.saathiUnsent.all();
        return window.saathiUnsent.open(item, await window.saathiUnsent.key()).catch((error) => error.name);
        }"""
    )
    assert opened == "OperationError"


def test_a_long_form_puts_itself_away_and_is_gone_on_with_on_another_device(
    child: tuple[BrowserWalk, str], walks: Callable[..., BrowserWalk]
) -> None:
    worker, file = child
    worker.page.clock.install()
    worker.open(f"{file}needs/new/").fill(wishes=NOTE)
    with worker.page.expect_response(lambda answer: answer.request.method == "POST") as put:
        worker.page.clock.fast_forward(61_000)
    assert put.value.status == 204
    phone = walks("Gita Karki")
    phone.open("/").says("Drafts", "Needs assessment")
    phone.enter(f"{file}needs/new/")
    assert phone.page.input_value("[name=wishes]") == NOTE
    phone.fill(risk="low", danger="She was seen today.").press()
    phone.open("/")
    expect(phone.page.locator("main")).not_to_contain_text("Drafts")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_button_puts_it_away(
    child: tuple[BrowserWalk, str], walks: Callable[..., BrowserWalk], *, script: bool
) -> None:
    _worker, file = child
    walk = walks("Gita Karki", java_script_enabled=script)
    walk.open(f"{file}needs/new/").fill(wishes=NOTE)
    with walk.page.expect_navigation():
        walk.page.get_by_role("button", name="Save draft").click()
    walk.says("Draft saved. Only you can see it", "Drafts")
    walk.enter(f"{file}needs/new/")
    assert walk.page.input_value("[name=wishes]") == NOTE


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_two_who_write_the_same_choose_field_by_field(
    child: tuple[BrowserWalk, str], walks: Callable[..., BrowserWalk], *, script: bool
) -> None:
    first, file = child
    home, scar, limp = (f"{text} {NOTE[-3:]}" for text in ("By the mill", "A scar", "A limp"))
    second = walks("Laxmi Thapa", java_script_enabled=script)
    for each, typed in (
        (first, {"marks": scar, "address": home}),
        (second, {"marks": limp}),
    ):
        each.open(f"{file}who/change/").fill(**typed)
    first.press()
    second.page.locator("main form:visible button.btn").first.click()
    second.says("This record has changed since", "Changed on this page and", scar, limp)
    second.says("Changed elsewhere, not on this page.", home)
    both_of(second).press()
    kept = first.open(f"{file}who/change/").page
    assert kept.input_value("[name=marks]") == f"{scar}; {limp}"
    assert kept.input_value("[name=address]") == home


@pytest.mark.parametrize("is_cut", [False, True], ids=["immediately", "after the line dropped"])
def test_a_visit_costs_under_five_kilobytes_on_the_weak_line(
    child: tuple[BrowserWalk, str], *, is_cut: bool
) -> None:
    worker, file = child
    wire = line(worker.page)
    posts: list[Any] = []
    if is_cut:
        worker.page.route(POSTED, never_sent)
        visit(worker, file)
        worker.page.unroute(POSTED)
        wire.weak()
        worker.page.on("requestfinished", lambda one: posts.append(one))  # noqa: PLW0108
        worker.page.evaluate("dispatchEvent(new Event('online'))")
        nothing_waits(worker.page)
    else:
        worker.open(f"{file}visits/new/").fill(outcome="met_alone", kind="home", note=NOTE)
        wire.weak()
        with worker.page.expect_response(lambda one: one.request.method == "POST") as saved:
            worker.page.locator("main form:visible button.btn").first.click()
        posts = [saved.value.request]
    costs = [sum(post.sizes().values()) for post in posts]
    print(f"a visit, {'cut' if is_cut else 'immediately'}: {costs} bytes in {len(costs)} requests")
    assert costs
    assert sum(costs) <= SAVED_BYTES
