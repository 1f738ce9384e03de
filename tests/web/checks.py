"""Every page of the site, and how a browser opens it. A page that is missing here fails the build (test_pages.py)."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from tests.web.seeds import PARTS


@dataclass(frozen=True)
class Budget:
    """What a page may weigh with all that it loads, compressed; elements inside charts are not counted."""

    bytes: int
    requests: int
    elements: int


PUBLIC = Budget(40_000, 4, 350)
"""Public pages and forms (DESIGN, section 4)."""
WORK = Budget(70_000, 5, 600)
"""Tables and results."""


@dataclass(frozen=True)
class Form:
    """A form through which alone a page is reached: where it stands, what is typed by field, and what sends it."""

    view: str
    """The view that shows it, with the arguments of the page."""
    query: str = ""
    typed: tuple[tuple[str, str], ...] = ()
    button: str = "button"


@dataclass(frozen=True)
class Page:
    """A page: the name of its view, its arguments (names of things in seeds.py), who opens it, what follows the `?`."""

    view: str
    things: tuple[str, ...] = ()
    by: str = ""
    """A role in Belcombe; nobody is signed in where it is empty."""
    budget: Budget = PUBLIC
    query: str = ""
    status: int = 200
    address: str = ""
    """Instead of a view: an address that no view answers, such as that of an error."""
    form: Form | None = None
    """What leads there, where no address does."""

    def __str__(self) -> str:
        parts = [self.view or self.address.strip("/"), *self.things, self.by, self.query]
        parts += [f"sent-{self.status}"] if self.form else []
        return "-".join(part for part in parts if part)


PAGES = [
    Page("house:home"),
    Page("house:home", by="reader"),
    Page("house:components", budget=WORK),
    Page("house:eco_design", budget=WORK),
    Page("house:accessibility", budget=WORK),
    Page("house:privacy"),
    Page("house:sources"),
    Page("house:sources", query="page=2"),
    Page("house:colours"),
    Page("", address="/nowhere/", status=404),
    Page("", address="/no%00where/", status=400),
    Page("people:describe", ("organisation",), by="reader", status=403),
    Page("footprint:result", ("organisation", "broken_result"), by="reader", status=500),
    Page("account_saml_done", ("nowhere",), status=401),
    Page("people:home", by="reader"),
    Page("people:organisation", ("organisation",), by="reader"),
    Page("people:organisation", ("organisation",), by="administrator"),
    Page("people:organisation", ("trial",), by="trial"),
    Page("people:delete_account", by="reader"),
    Page("people:address", by="reader"),
    Page("people:address_code", by="lead"),
    Page("people:sessions", by="reader", budget=WORK),
    Page("people:found", by="reader"),
    Page("people:invitation", ("invitation",)),
    Page("people:describe", ("organisation",), by="administrator"),
    Page("people:delete", ("organisation",), by="administrator"),
    Page("people:journal", ("organisation",), by="administrator", budget=WORK),
    Page("people:archive", ("organisation",), by="administrator"),
    Page("people:sites", ("organisation",), by="contributor"),
    Page("people:add_site", ("organisation",), by="contributor"),
    Page("people:site", ("organisation", "site"), by="contributor"),
    Page("people:add_entity", ("organisation",), by="contributor"),
    Page("people:entity", ("organisation", "entity"), by="contributor"),
    Page("people:members", ("organisation",), by="administrator"),
    Page("people:members", ("organisation",), by="reader"),
    Page("people:role", ("organisation", "member"), by="administrator"),
    Page("people:remove", ("organisation", "member"), by="administrator"),
    Page("people:leave", ("organisation",), by="reader"),
    Page("estate:since", ("organisation", "inventory"), by="reader", budget=WORK),
    Page("people:keep", ("trial",), by="trial"),
    Page("account_login"),
    Page("account_confirm_login_code", by="code"),
    Page("account_logout", by="reader"),
    Page("account_inactive"),
    Page("account_passkey"),
    Page("mfa_index", by="buyer"),
    Page("mfa_index", by="lead"),
    Page("mfa_authenticate", by="second"),
    Page("mfa_reauthenticate", by="buyer"),
    Page("mfa_activate_totp", by="reader"),
    Page("mfa_deactivate_totp", by="administrator"),
    Page("mfa_view_recovery_codes", by="buyer"),
    Page("mfa_generate_recovery_codes", by="administrator"),
    Page("mfa_add_webauthn", by="reader"),
    Page("mfa_remove_webauthn", ("key",), by="lead"),
    Page("people:invitation", ("invitation",), by="reader"),
    Page("people:invitation", ("nowhere",), status=410),
    Page("estate:start"),
    Page("estate:example"),
    Page("estate:inventories", ("organisation",), by="contributor", budget=WORK),
    Page("estate:inventories", ("organisation",), by="reader", budget=WORK),
    Page("estate:new", ("organisation",), by="contributor"),
    Page("estate:new", ("organisation",), by="reader", status=403),
    Page("estate:reading", ("organisation", "import"), by="contributor", budget=WORK),
    Page("estate:columns", ("organisation", "import"), by="contributor", budget=WORK),
    Page("estate:review", ("organisation", "import"), by="contributor", budget=WORK),
    Page("estate:inventory", ("organisation", "inventory"), by="reader", budget=WORK),
    Page("estate:since", ("organisation", "inventory"), by="reader", budget=WORK),
    Page("footprint:results", ("organisation",), by="reader", budget=WORK),
    Page("footprint:latest", ("organisation", "inventory"), by="contributor", budget=WORK),
    Page("footprint:choices", ("organisation", "inventory"), by="contributor"),
    Page("footprint:corrections", ("organisation", "inventory"), by="contributor", budget=WORK),
    Page("footprint:life", ("organisation", "inventory"), by="contributor", query="category=monitor"),
    Page("footprint:kwh", ("organisation", "inventory"), by="contributor"),
    Page("footprint:kwh", ("organisation", "inventory"), by="contributor", query="category=laptop"),
    Page("footprint:life", ("organisation", "inventory"), by="contributor"),
    Page("footprint:referentials", ("organisation",), by="lead", budget=WORK),
    Page("footprint:referentials", ("organisation",), by="reader", budget=WORK),
    Page("footprint:bring", ("organisation",), by="lead"),
    Page("footprint:referential", ("organisation", "referential"), by="lead", budget=WORK),
    Page("footprint:names", ("organisation", "inventory"), by="contributor", budget=WORK),
    Page("footprint:name", ("organisation", "inventory"), by="contributor", query="type=Borne&model=A"),
    Page(
        "footprint:name_some",
        ("organisation", "inventory"),
        by="contributor",
        form=Form("footprint:names", "q=ecran", button='button[name="which"][value="all"]'),
    ),
    Page(  # another life was told since this page was made: both texts
        "footprint:life",
        ("organisation", "inventory"),
        by="contributor",
        status=409,
        form=Form("footprint:life", "category=monitor", (("seen", "{}"), ("years", "7"))),
    ),
    Page(  # an older version of the import: both texts, of columns
        "estate:columns",
        ("organisation", "import"),
        by="contributor",
        budget=WORK,
        status=409,
        form=Form("estate:columns", "", (("version", "0"), ("column-1", "Site"))),
    ),
    Page("footprint:result", ("organisation", "result"), by="reader", budget=WORK),
    Page("footprint:result", ("organisation", "old_result"), by="contributor", budget=WORK),
    Page("footprint:result", ("organisation", "site_result"), by="reader", budget=WORK),
    Page("footprint:moves", ("organisation", "old_result", "result"), by="reader", budget=WORK),
    Page("footprint:downloads", ("organisation", "result"), by="reader"),
    Page("footprint:hows", ("organisation", "result"), by="reader", budget=WORK),
    Page("footprint:how", ("organisation", "result", "figure"), by="reader", budget=WORK),
    Page("footprint:how", ("organisation", "result", "total"), by="reader", budget=WORK, query="page=2"),
    *(Page("footprint:part", ("organisation", "result", part), by="reader", budget=WORK) for part in PARTS),
    Page("tender:scoring"),
    Page("tender:check"),
    Page("tender:checks", ("organisation",), by="contributor", budget=WORK),
    Page("tender:checks", ("organisation",), by="reader", budget=WORK),
    Page("tender:new_check", ("organisation",), by="contributor"),
    Page("tender:checked", ("organisation", "check"), by="contributor", budget=WORK),
    Page("tender:checked", ("organisation", "check"), by="reader", budget=WORK),
    Page("tender:checked", ("organisation", "unread_check"), by="contributor", budget=WORK),
    Page("tender:dismiss", ("organisation", "check", "alarm"), by="contributor"),
    Page("tender:compare"),
    Page("tender:compare", query="example"),
    Page("tender:scoring", budget=WORK, form=Form("tender:scoring", "", (("c-0-weight", "50"),))),
    Page("tender:scoring", status=422, form=Form("tender:scoring", "", (("c-0-weight", "lots"),))),
    Page("api:interface"),
    Page("api:tokens", ("organisation",), by="administrator"),
    Page("jobs:job", ("organisation", "job"), by="contributor"),
    Page("jobs:job", ("organisation", "failed_job"), by="contributor"),
    Page("jobs:job", ("organisation", "cancelled_job"), by="contributor"),
]

NO_PAGE = {
    "house:language": "keeps the language and goes back",
    "house:security_txt": "a file of text",
    "tender:note": "a file to take away; its refusals are the page of tender:compare",
    "jobs:cancel": "takes a form and goes back",
    "jobs:retry": "takes a form and goes back",
    "account_request_login_code": "leads to the page that asks for an address",
    "account_with": "takes a form and leads away: the page that leads is looked at in test_pages.py",
    "account_back": "there only where a sign-in server is named (test_enterprise.py)",
    "account_saml": "there only where a SAML server is named (test_saml.py)",
    "account_saml_metadata": "for programs (test_saml.py)",
    "mfa_list_webauthn": "leads to the page of all second factors",
    "mfa_login_webauthn": "takes a key (test_keys.py)",
    "mfa_reauthenticate_webauthn": "needs a key (test_keys.py)",
    "people:restore": "takes a form and goes back",
    "people:my_data": "a file",
    "people:end_others": "takes a form and goes back",
    "people:end_one": "takes a form and goes back",
    "people:take_archive": "a file",
    "people:remove_site": "takes a form and goes back",
    "people:remove_entity": "takes a form and goes back",
    "people:invite": "takes a form and goes back",
    "people:resend": "takes a form and goes back",
    "people:withdraw": "takes a form and goes back",
    "people:delete_trial": "takes a form and goes home",
    "estate:import": "leads to the step where an import stands",
    "estate:rejects": "a file",
    "estate:undo": "takes a form and goes back",
    "estate:bring_back": "takes a form and goes back",
    "tender:check_again": "takes a form and leads to the work",
    "tender:count_again": "takes a form and goes back",
    "tender:delete_check": "takes a form and goes back",
    "tender:bring_back_check": "takes a form and goes back",
    "tender:findings": "a file",
    "footprint:undo_kwh": "takes a form and goes back",
    "footprint:undo_some": "takes a form and goes back",
    "footprint:empty": "a file",
    "footprint:take": "a file",
    "footprint:remove": "takes a form and goes back",
    "footprint:restore": "takes a form and goes back",
    "footprint:undo_life": "takes a form and goes back",
    "footprint:undo_name": "takes a form and goes back",
    "footprint:renew": "takes a form and leads to the work",
    "footprint:renewed": "leads to what moved",
    "footprint:download": "a file",
    "api:revoke": "takes a form and goes back",
    "api-1:openapi-json": "for programs",
    "api-1:organisation": "for programs",
    "api-1:estates": "for programs",
    "api-1:estate": "for programs",
    "api-1:api-root": "for programs",
    **{
        f"api-1:{name}": "for programs"
        for name in (
            "imports",
            "an_import",
            "drop",
            "confirm",
            "compute",
            "results",
            "result",
            "result_document",
            "referentials",
        )
    },
    "operating:health": "for programs",
    "operating:sample": "there only where the site was started with its sample (test_sample.py)",
    "mfa_download_recovery_codes": "a file of text",
}
"""Views that show no page -> what they do instead."""

NOT_YET_OURS: set[str] = set()
"""Beginnings of the names of pages that still stand in the frame of the library that brings them.

A test opens those that open to anyone: one that stands in our frame has to move to PAGES.
"""


def views() -> dict[str, URLPattern]:
    """Return every view that has a name, by that name."""
    found: dict[str, URLPattern] = {}

    def walk(resolver: URLResolver, space: str) -> None:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
            elif pattern.name is not None:
                found[space + pattern.name] = pattern

    walk(get_resolver(), "")
    return found
