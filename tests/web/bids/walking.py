"""A buyer at a browser, who walks the whole way of a tender: from the need to what was bought."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.web.bids.bidding import Bidder, answered

PATIENCE = 120_000
SEND = "main form button.button"
DAYS_FOR_OFFERS = 3
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YOURS = "À vous de choisir"
BOUNDS = re.compile(r"De ([\d,]+) à ")
SERVICE = "Service après-vente"
LEVELS = (
    (0, "ne répond pas"),
    (50, "intervention sous cinq jours ouvrés"),
    (100, "intervention sous deux jours ouvrés, avec prêt"),
)


@dataclass(frozen=True)
class Line:
    """One line of the need."""

    label: str
    category: str
    units: int
    mode: str


@dataclass(frozen=True)
class Persona:
    """Who buys what, by which way."""

    name: str
    title: str
    nature: str
    segments: Sequence[str]
    procedure: str
    mode: str
    lines: Sequence[Line]
    estimate: int
    months: int
    basis: str = "ex_vat"
    ccag: str = ""
    public: bool = True


@dataclass
class Walk:
    """Where the buyer is; every page that they are shown is looked at."""

    page: Any
    start: str
    persona: Persona
    today: date
    tender: str = ""
    said: list[str] = field(default_factory=list)
    forbidden: Sequence[str] = ()
    workbook: bytes = b""
    published: str = ""

    def listen(self) -> None:
        self.page.set_default_timeout(PATIENCE)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("console", lambda message: self.said.append(f"{message.text} {message.location['url']}"))

    def heading(self) -> str:
        return str(self.page.inner_text("h1"))

    def words(self) -> str:
        return str(self.page.inner_text("main"))

    def goes(self, end: str) -> None:
        """Follow the link of the page that leads there."""
        self.press(self.page.locator(f"main a[href$='{end}'], main a[href*='{end}?']").first)

    def press(self, found: Any) -> None:
        """Press a link or a button; look at the page to which it leads once it is there, never at the one before."""
        with self.page.expect_navigation(wait_until="load"):
            found.click()
        self.look()

    def step(self, end: str) -> None:
        """Go back to the tender, and from there to a step of its way."""
        self.page.goto(self.tender)
        self.goes(end)

    def sends(self, form: str = "main form:has(button.button)") -> None:
        """Send the form of the page by its button."""
        self.press(self.page.locator(f"{form} button.button").last)

    def waits(self) -> None:
        """Wait until what is under way has led on."""
        self.page.wait_for_url(lambda address: "/work/" not in address, timeout=PATIENCE)
        self.look()

    def fill(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            found = self.page.locator(f"main [name='{name}']").first
            if found.evaluate("e => e.tagName") == "SELECT":
                found.select_option(str(value))
            elif isinstance(value, list):
                for one in value:
                    self.page.check(f"main [name='{name}'][value='{one}']")
            else:
                found.fill(str(value))

    def keeps(self, values: Mapping[str, Any], form: str = "main form:has(button.button)") -> None:
        self.fill(values)
        self.sends(form)

    def look(self) -> None:
        """Nothing was refused, and no word stands there that this buyer does not know."""
        page = self.page
        wrong = page.locator("main .errorlist, main .message.error")
        assert wrong.count() == 0, (page.url, wrong.all_inner_texts())
        text = str(page.text_content("main"))  # also what is folded away
        for word in self.forbidden:
            assert word not in text, (page.url, word, text[max(0, text.find(word) - 200) :][:400])


def begins(walk: Walk) -> None:
    persona = walk.persona
    walk.page.goto(f"{walk.start}tenders/")
    walk.goes("/tenders/new/")
    walk.keeps({"title": persona.title, "nature": persona.nature})
    walk.tender = walk.page.url


def tells_the_need(walk: Walk) -> None:
    persona = walk.persona
    walk.step("/need/")
    for number, answer in enumerate(("Le parc tombe en panne.", "Les écrans servent deux ans de plus."), 1):
        walk.page.fill(f"[name='need-sobriety-{number}-answer']", answer)
    walk.page.fill("[name='need-sobriety-2-units_avoided']", "40")
    walk.fill({"need-objectives": "Allonger la durée d’usage.", "need-mode": persona.mode})
    for number, line in enumerate(persona.lines, 1):
        if number > 1:
            walk.page.click("button[name=more][value='need-quantities']")
        names = {"label": line.label, "category": line.category, "units": line.units, "mode": line.mode}
        walk.fill({f"need-quantities-{number}-{name}": value for name, value in names.items()})
    walk.sends()


def tells_the_frame(walk: Walk) -> None:
    persona, today = walk.persona, walk.today
    walk.step("/frame/")
    walk.keeps(
        {
            "reference": "2026-014",
            "segments": list(persona.segments),
            "procedure": persona.procedure,
            "notice_on": today.isoformat(),
            "deadline": (today + timedelta(days=DAYS_FOR_OFFERS)).isoformat(),
        }
    )
    walk.step("/lots/")
    told = {
        "value-estimate_eur_ex_vat": persona.estimate,
        "price_basis": persona.basis,
        "duration-months": persona.months,
    }
    if persona.public:
        told["no_lots_reason"] = "Un seul parc, un seul déploiement : des lots le renchériraient."
    walk.keeps(told)
    walk.step("/conditions/")
    walk.keeps({"ccag": [persona.ccag]} if persona.ccag else {"private-rounds": 1})


def takes_the_kit(walk: Walk) -> None:
    walk.step("/criteria/")
    walk.sends("#small form")


def adds_a_criterion(walk: Walk) -> None:
    """Add what people judge: after-sales service, in words of one's own."""
    walk.step("/criteria/")
    walk.goes("/award/")
    walk.goes("/award/new/")
    told = {"name": SERVICE, "kind": "service", "formula": "quality-ladder"}
    for number, (points, words) in enumerate(LEVELS):
        told |= {f"points-{number}": str(points), f"level-{number}": words}
    walk.keeps(told)


def weighs(walk: Walk) -> None:
    fields = walk.page.locator("main [name^='weight-']")
    count = fields.count()
    each = 100 // count
    for number in range(count):
        fields.nth(number).fill(str(each if number else 100 - each * (count - 1)))
    walk.sends("main form[action$='/weigh/']")
    assert "100" in walk.heading()


def chooses_values(walk: Walk) -> None:
    """Give each clause the values that are the buyer's to choose."""
    walk.step("/clauses/")
    open_ones = walk.page.locator("main section:has(.tag.warn) .actions a[href*='/clauses/']")
    while open_ones.count():
        walk.press(open_ones.first)
        for hint in walk.page.locator("main [name^='var-']").all():
            _choose(hint)
        walk.sends()


def _choose(asked: Any) -> None:
    """Give a value between its bounds where none is proposed."""
    hint = asked.evaluate("e => (document.getElementById(e.getAttribute('aria-describedby')) || {}).innerText || ''")
    if YOURS not in hint or asked.input_value():
        return
    bounds = BOUNDS.search(hint)
    number = "short" in (asked.get_attribute("class") or "")
    asked.fill(bounds[1] if bounds else "40" if number else "À préciser au lancement")


def sets_parameters(walk: Walk) -> None:
    """Keep what is proposed of prices of electricity, rates and years: all bids are costed with the same values."""
    walk.step("/criteria/")
    walk.goes("/parameters/")
    walk.goes("?proposed=1")
    walk.sends()


def reads_the_checks(walk: Walk) -> None:
    """Put in the clauses that the checks miss, until nothing is missing."""
    walk.step("/checks/")
    put = walk.page.locator("#missing button[name=clause]")
    while put.count():
        walk.press(put.first)
    assert walk.page.locator("#missing").count() == 0, walk.words()


def tries_the_rules(walk: Walk) -> None:
    walk.step("/laboratory/")
    assert SERVICE in walk.words()


def takes_the_documents(walk: Walk) -> None:
    """Have the documents written; take the answer workbook."""
    walk.step("/documents/")
    walk.sends()
    walk.waits()
    with walk.page.expect_download() as taken:
        walk.page.locator("main #written a[href$='.xlsx']").first.click()
    walk.workbook = Path(taken.value.path()).read_bytes()


def publishes(walk: Walk) -> None:
    walk.step("/publication/")
    walk.sends("#publish form")
    with walk.page.expect_download() as taken:
        walk.page.locator("main a[href$='/1/tender.yaml']").click()
    walk.published = Path(taken.value.path()).read_text(encoding="utf-8")


def receives(walk: Walk, bidders: Sequence[Bidder]) -> None:
    """Hand in what the platform received: kept closed, with nothing to be read of it."""
    for bidder in bidders:
        walk.step("/bids/")
        walk.goes("/bids/receive/")
        data = answered(walk.workbook, walk.published, bidder)
        file = {"name": f"{bidder.siret}.xlsx", "mimeType": XLSX, "buffer": data}
        walk.page.set_input_files("main input[type=file]", file)
        at = walk.page.input_value("main [name=received_at]")
        walk.keeps({"bid": bidder.name, "received_at": at or f"{walk.today.isoformat()}T00:01"})
    assert walk.page.locator("main tbody tr").count() == len(bidders)
    assert walk.page.locator("main a[href*='/original/'], main a[href$='/open/']").count() == 0
    for bidder in bidders:
        assert bidder.service not in walk.words()


def opens(walk: Walk, bidders: Sequence[Bidder]) -> None:
    """Record the opening, once its day has come."""
    walk.step("/bids/")
    walk.goes("/bids/open/")
    walk.keeps({"who": "Commission d’ouverture"})
    walk.waits()
    assert walk.page.locator("main .tag.good").count() == len(bidders), walk.words()


def admits(walk: Walk, bidders: Sequence[Bidder]) -> None:
    """Read each offer; admit whoever bids, and qualify what is offered."""
    for bidder in bidders:
        walk.step("/bids/")
        walk.press(walk.page.locator(f"main tr:has-text('{bidder.name}') a[href*='/bids/offers/']").first)
        assert walk.page.locator("main h1:has-text('complète')").count() == 1, walk.words()
        walk.goes("/candidature/")
        walk.keeps({"admitted": "True", "reason": "Capacités et déclarations au complet."})
        walk.goes("/qualify/")
        walk.keeps({"status": "regular", "reason": "Répond à tout ce qui est demandé."})


def asks_nothing(walk: Walk) -> None:
    walk.step("/bids/")
    walk.goes("/bids/doubts/")


def marks(walk: Walk, bidders: Sequence[Bidder]) -> None:
    """Declare that no interest is at stake, mark under aliases, agree on the levels."""
    walk.step("/bids/")
    walk.goes("/comparison/marks/")
    walk.page.check("main [name=free][value=yes]")
    walk.keeps({"function": "Responsable du parc"}, "#declare form")
    while walk.page.locator("#mine .tag.warn").count():
        walk.press(walk.page.locator("#mine li:has(.tag.warn) a").first)
        for bidder in bidders:
            assert bidder.name not in walk.words(), "blind"
        _gives_levels(walk)
        if not walk.page.url.endswith("/marks/"):
            walk.goes("/comparison/marks/")
    if walk.page.locator("#agree").count() == 0:
        walk.sends("#assessors form[action$='/marks/close/']")
    while walk.page.locator("#agree .tag.warn").count():
        walk.press(walk.page.locator("#agree li:has(.tag.warn) a").first)
        _gives_levels(walk)
        if not walk.page.url.endswith("/marks/"):
            walk.goes("/comparison/marks/")


def _gives_levels(walk: Walk) -> None:
    """Give each bid the level that was given apart, else that of the words that it answered."""
    for section in walk.page.locator("main form section").all():
        given = section.locator("td.number")
        words = section.locator("dd").all_inner_texts()
        earned = [number for number, (_, level) in enumerate(LEVELS) if level in words]
        level = given.first.inner_text() if given.count() else str(max(earned, default=1))
        section.locator("select").select_option(level)
        section.locator("textarea").fill("Selon les mots de la réponse.")
    walk.sends()


def compares(walk: Walk, bidders: Sequence[Bidder], winner: str) -> None:
    walk.step("/bids/")
    walk.goes("/comparison/")
    assert walk.heading().startswith(winner), walk.heading()
    assert walk.page.locator("main table").first.locator("tbody tr").count() == len(bidders)


def decides(walk: Walk, winner: str) -> None:
    walk.goes("/comparison/decision/")
    walk.page.check("main [name=end][value=award]")
    walk.keeps({"bid": winner, "reason": "Première au classement annoncé."})
    assert winner in walk.heading()


def takes_the_report(walk: Walk) -> None:
    walk.goes("/comparison/report/")
    with walk.page.expect_download() as taken:
        walk.page.locator("main a[href*='all.zip']").click()
    with zipfile.ZipFile(taken.value.path()) as archive:
        assert {"page-de-synthese.pdf", "rapport-d-analyse.docx", "result.json"} <= set(archive.namelist())


def follows(walk: Walk) -> None:
    """What the contract obliges to stands there; what was bought becomes an import of the inventory."""
    walk.goes("/comparison/obligations/")
    assert walk.page.locator("main tbody tr").count() > 0


def imports(walk: Walk, winner: str) -> None:
    walk.goes("/comparison/bought/")
    assert winner in walk.words()
    walk.sends("main form[action$='/bought/import/']")
    walk.waits()
    assert "/imports/" in walk.page.url, walk.page.url
