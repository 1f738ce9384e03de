"""The doors of the house, the switch of language, what is said when something fails."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import activate, get_language
from django.views.decorators.http import require_http_methods, require_safe

from levier.web.house import bridge, declarations, specimens
from levier.web.house.answer import answer
from levier.web.house.doors import WAYS
from levier.web.house.scheme import SchemeForm, scheme
from levier.web.house.words import language
from levier.wording.numbers import write_date, write_share

SOURCES_A_PAGE = 25
SECURITY_TXT_KEPT = timedelta(days=180)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the doors, and what comes out: the answer to the example."""
    shown = {
        "ways": WAYS,
        "answer": answer(language()),
        "trial_days": bridge.days_kept("trial_space"),
        "weight": declarations.weight_of("house:home"),
    }
    return render(request, "house/home.html", shown)


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every component in its states."""
    lines, both = specimens.conflict()
    return render(
        request,
        "house/components.html",
        {
            "lines": lines,
            "both": both,
            "sound": specimens.filled_form(),
            "wrong": specimens.wrong_form(),
            "bands": specimens.band_chart(),
            "stages": specimens.stack_chart(),
            "page": specimens.some_page(),
        },
    )


@require_safe
def eco_design(request: HttpRequest) -> HttpResponse:
    """Declare how the site stands against each criterion of eco-design, and what its pages weigh."""
    criteria, weights = declarations.eco_design(), declarations.weights()
    shown = {
        "criteria": criteria,
        "score": write_share(declarations.score(criteria), language()),
        "counted": declarations.counted(criteria),
        "weights": weights,
        "measured_on": write_date(max(w.measured_on for w in weights), language()) if weights else "",
    }
    return render(request, "house/eco_design.html", shown)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Declare how the site stands against each criterion of accessibility."""
    criteria = declarations.accessibility()
    shown = {"criteria": criteria, "counted": declarations.counted(criteria), "contact": settings.CONTACT}
    return render(request, "house/accessibility.html", shown)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept of people, why, and for how long."""
    names = {
        "session": settings.SESSION_COOKIE_NAME,
        "form": settings.CSRF_COOKIE_NAME,
        "language": settings.LANGUAGE_COOKIE_NAME,
        "scheme": settings.SCHEME_COOKIE_NAME,
    }
    shown = {"cookies": names, "contact": settings.CONTACT, "retentions": bridge.kept_for()}
    return render(request, "house/privacy.html", shown)


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources of all facts, some a page, with their licences on the first."""
    page = Paginator(bridge.sources(), SOURCES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "house/sources.html", {"page": page, "licences": bridge.licences()})


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say to whom a weakness is told (RFC 9116); there is no such file where whoever runs the site gave no contact."""
    if not settings.CONTACT:
        raise Http404
    kept_until = timezone.now() + SECURITY_TXT_KEPT
    lines = [
        f"Contact: mailto:{settings.CONTACT}",
        f"Expires: {kept_until:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: fr, en",
        f"Canonical: {request.build_absolute_uri()}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def switch_language(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the language chosen in a cookie, and go back."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    return remembered(redirect(came_from(request)), settings.LANGUAGE_COOKIE_NAME, code)


@require_http_methods(["GET", "HEAD", "POST"])
def colours(request: HttpRequest) -> HttpResponse:
    """Ask for light or dark pages; keep the answer in a cookie, or none where the machine decides, and go back."""
    form = SchemeForm(request.POST or None, initial={"scheme": scheme(request)})
    if request.method == "POST" and form.is_valid():
        response = redirect(came_from(request))
        chosen = form.cleaned_data["scheme"]
        if chosen:
            return remembered(response, settings.SCHEME_COOKIE_NAME, chosen)
        response.delete_cookie(settings.SCHEME_COOKIE_NAME, samesite="Lax")
        return response
    shown = {"form": form, "next": came_from(request)}
    return render(request, "house/colours.html", shown, status=422 if form.is_bound else 200)


def came_from(request: HttpRequest) -> str:
    """Return the page of this site from which someone came, as the address tells it."""
    target = request.GET.get("next", "/")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours else "/"


def remembered(response: HttpResponse, name: str, value: str) -> HttpResponse:
    """Keep a preference in a cookie that scripts cannot read, for as long as the facts say."""
    age = timedelta(days=bridge.days_kept("preference"))
    response.set_cookie(name, value, max_age=age, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request cannot be understood, or is too large."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "house/error.html", {"kind": "too_large"}, status=413)
    return render(request, "house/error.html", {"kind": "bad_request"}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Say that the role does not allow this, and who can change it."""
    return render(request, "house/error.html", {"kind": "forbidden"}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Say that there is no such page."""
    return render(request, "house/error.html", {"kind": "not_found"}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours. Whatever broke may break again: this page asks nothing of the database."""
    activate(getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE))
    return render(None, "house/broken.html", {"lang_tag": get_language()}, status=500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Say that a form was open too long or came from elsewhere."""
    return render(request, "house/error.html", {"kind": "form_expired"}, status=403)
