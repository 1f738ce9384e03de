"""The names that a `tender.yaml` may hold, in the order in which a buyer thinks: who, what, how, on which rules."""

from __future__ import annotations

from levier.tender import model
from levier.tender.shapes import Choice, Day, Either, Field, Flag, Many, Number, Pairs, Record, Shape, Words
from levier.wording.text import LANGUAGES, say

TEXT, DAY, FLAG, COUNT, MONEY = Words(), Day(), Flag(), Number(whole=True), Number()
SHARE = Number(high=1)
MODE_HELP = say("Bought, rented, refurbished, mixed (new and refurbished) or a service.")

SPASER = Record(
    model.Spaser,
    [
        Field("published", FLAG, say("The scheme is adopted and published.")),
        Field("url", TEXT, say("Where it is published.")),
        Field("indicators_on", DAY, say("The day on which its indicators were last published.")),
    ],
)

BUYER = Record(
    model.Buyer,
    [
        Field("kind", Choice(model.BuyerKind), say("The kind of buyer: the duties of the law depend on it."), True),
        Field("name", TEXT, say("The name of the buyer.")),
        Field("people", COUNT, say("How many people it employs.")),
        Field("inhabitants", COUNT, say("How many inhabitants, for a local authority.")),
        Field("annual_spend_eur_ex_vat", MONEY, say("What it spends on contracts in a calendar year, before VAT.")),
        Field("contracting_entity", FLAG, say("It is a contracting entity: water, energy, transport, post.")),
        Field("central_authority", FLAG, say("It is a service or a public establishment of the State.")),
        Field("under_public_law", FLAG, say("The code of public contracts binds it, whatever its kind suggests.")),
        Field("defence", FLAG, say("This is a contract of defence or security.")),
        Field("spaser", SPASER, say("Its scheme of responsible public purchases (SPASER).")),
    ],
)

QUANTITIES = Many(
    Record(
        model.Quantity,
        [
            Field("label", TEXT, say("What is needed, in functions rather than in brands."), True),
            Field("category", TEXT, say("Its category in Levier: laptop, monitor, smartphone…")),
            Field("units", COUNT, say("How many.")),
            Field("maximum_units", COUNT, say("How many at most, for a framework.")),
            Field(
                "mode",
                Choice(model.Mode),
                MODE_HELP,
            ),
            Field("consumer_product", FLAG, say("The product is sold to consumers too.")),
        ],
    )
)

NEED = Record(
    model.Need,
    [
        Field(
            "sobriety",
            Many(
                Record(
                    model.Sobriety,
                    [
                        Field("question", TEXT, say("The question."), True),
                        Field("answer", TEXT, say("The answer, and its reason.")),
                        Field("units_avoided", COUNT, say("How many are not bought because of it.")),
                    ],
                ),
                most=50,
            ),
            say("What is not bought, and why. These questions come first."),
        ),
        Field("objectives", TEXT, say("Sustainable-development objectives of this purchase, or why there are none.")),
        Field(
            "estate",
            Record(
                model.EstateFacts,
                [
                    Field("file", TEXT, say("The inventory that these figures come from.")),
                    Field("counted_on", DAY, say("The day of that inventory.")),
                    Field("units", COUNT, say("How many are in service.")),
                    Field("mean_age_years", MONEY, say("Their mean age in years.")),
                    Field("condition", TEXT, say("Their condition.")),
                ],
            ),
            say("What is in service today: the same facts go to all bidders."),
        ),
        Field("quantities", QUANTITIES, say("What is needed, where it is not told by lot.")),
        Field("mode", Choice(model.Mode), MODE_HELP),
        Field(
            "sourcing",
            Record(
                model.Sourcing,
                [
                    Field("done", FLAG, say("Suppliers were asked beforehand.")),
                    Field("same_information", FLAG, say("All bidders get the same information.")),
                    Field("file", TEXT, say("The file of what was asked and answered.")),
                    Field("suppliers_met", COUNT, say("How many suppliers were met.")),
                ],
            ),
            say("What was asked of the market beforehand."),
        ),
    ],
)

LOTS = Many(
    Record(
        model.Lot,
        [
            Field("id", TEXT, say("A short name of the lot, such as 1."), True),
            Field("title", TEXT, say("What the lot is for."), True),
            Field("value_eur_ex_vat", MONEY, say("What the lot is worth over its whole duration, before VAT.")),
            Field("quantities", QUANTITIES, say("What is needed in this lot.")),
            Field(
                "mode",
                Choice(model.Mode),
                MODE_HELP,
            ),
            Field("reserved", Choice(model.Reserved), say("For whom the lot is reserved, if it is.")),
            Field("small", FLAG, say("The lot is awarded by an adapted procedure beside a formal one.")),
            Field("segments", Many(TEXT, 20), say("Segments of the library that the lot touches.")),
        ],
    ),
    most=100,
)

VALUE = Record(
    model.Value,
    [
        Field("estimate_eur_ex_vat", MONEY, say("The whole, renewals and options included, before VAT.")),
        Field(
            "categories",
            Many(
                Record(
                    model.CategoryValue,
                    [
                        Field("category", TEXT, say("The homogeneous category."), True),
                        Field("this_eur_ex_vat", MONEY, say("What this tender spends in it, before VAT."), True),
                        Field(
                            "others_eur_ex_vat",
                            MONEY,
                            say("What the buyer’s other contracts spend in it over the same time, before VAT."),
                        ),
                    ],
                ),
                most=50,
            ),
            say("By homogeneous category: needs of one kind are added up before a procedure is chosen."),
        ),
    ],
)

DURATION = Record(
    model.Duration,
    [
        Field("months", COUNT, say("Months of the first period.")),
        Field("renewals", COUNT, say("How many times it may be renewed.")),
        Field("renewal_months", COUNT, say("Months of each renewal.")),
        Field("reason", TEXT, say("Why a framework runs longer than usual, if it does.")),
    ],
)

FRAMEWORK = Record(
    model.Framework,
    [
        Field("kind", Choice(model.FrameworkKind), say("Orders, subsequent contracts, or both.")),
        Field("several_holders", FLAG, say("Several suppliers hold it.")),
        Field("minimum_eur_ex_vat", MONEY, say("The minimum, before VAT.")),
        Field("maximum_eur_ex_vat", MONEY, say("The maximum, before VAT.")),
        Field("maximum_units", COUNT, say("The maximum in units, where it is told so.")),
        Field("criteria", Many(TEXT, 50), say("For a subsequent contract: the ids of the criteria of its framework.")),
    ],
)


def _criterion(parts: Shape | None) -> Record:
    fields = [
        Field("id", TEXT, say("A short name of the criterion, such as env."), True),
        Field("name", TEXT, say("Its name, as the RC writes it."), True),
        Field("kind", Choice(model.CriterionKind), say("What it looks at."), True),
        Field("weight", SHARE, say("Its share of the whole, from 0 to 1.")),
        Field("formula", TEXT, say("Its formula: ratio, anchored-linear, min-max, ladder…")),
        Field("parameters", Pairs(words=True), say("The parameters of its formula: numbers, or the text of your own.")),
        Field(
            "ladder",
            Many(
                Record(
                    model.Rung,
                    [
                        Field("points", SHARE, say("The share of the points, from 0 to 1."), True),
                        Field("text", TEXT, say("What earns it."), True),
                    ],
                ),
                most=20,
            ),
            say("The levels of a quality ladder, in words."),
        ),
        Field("covers", Many(Choice(model.CostPart), 5), say("What a criterion of cost counts.")),
        Field(
            "counts", Many(Choice(model.Counted), 9), say("The quantities that it counts, so that none counts twice.")
        ),
        Field("library", TEXT, say("The criterion of the library that it was made from.")),
        Field("text", TEXT, say("How it is judged, in the words of the RC.")),
        Field("lots", Many(TEXT), say("The lots that it is for; all unless told.")),
    ]
    if parts is not None:
        fields.append(Field("parts", parts, say("Its sub-criteria: their weights add up to its own.")))
    return Record(model.Criterion, fields)


CRITERIA = Many(_criterion(Many(_criterion(None), 50)), 50)

CLAUSES = Many(
    Record(
        model.Clause,
        [
            Field("id", TEXT, say("The criterion of the library.")),
            Field("version", COUNT, say("The version of the library's criterion.")),
            Field("variables", Pairs(words=True), say("The values of its variables.")),
            Field("text", TEXT, say("Your own words, where it is not the library's.")),
            Field(
                "type", Choice(model.ClauseType), say("Specification, selection, award or condition of performance.")
            ),
            Field("about", Many(Choice(model.About), 4), say("What it takes into account.")),
            Field("lots", Many(TEXT), say("The lots that it is for; all unless told.")),
            Field("document", Choice(model.DocumentKind), say("The piece of the file in which it stands.")),
        ],
    )
)

CANDIDATES = Record(
    model.Candidates,
    [
        Field("minimum_turnover_eur", MONEY, say("The smallest yearly turnover asked for.")),
        Field("turnover_reason", TEXT, say("Why more than the usual turnover is asked for.")),
        Field("references", COUNT, say("How many references are asked for.")),
        Field("asked", Many(TEXT), say("The other documents and proofs asked for, in the words of the RC.")),
    ],
)

EXTRAS = Many(
    Record(
        model.Extra,
        [
            Field("title", TEXT, say("What it is."), True),
            Field("required", FLAG, say("Every bidder must offer it.")),
        ],
    ),
    most=50,
)

PENALTIES = Record(
    model.Penalties,
    [
        Field("cap_share", SHARE, say("The cap on their sum, as a share of the contract before VAT.")),
        Field(
            "lines",
            Many(
                Record(
                    model.Penalty,
                    [
                        Field("what", TEXT, say("What it punishes."), True),
                        Field("amount_eur", MONEY, say("The amount in euros.")),
                        Field("share", SHARE, say("The share of the amount concerned, from 0 to 1.")),
                        Field("per", TEXT, say("For each what: day, item, event.")),
                    ],
                )
            ),
            say("Each penalty."),
        ),
    ],
)

DEROGATIONS = Many(
    Record(
        model.Derogation,
        [
            Field("ccag_article", TEXT, say("The article of the CCAG."), True),
            Field("ccap_article", TEXT, say("The article of the CCAP that departs from it.")),
            Field("listed", FLAG, say("The last article of the CCAP names it.")),
        ],
    )
)

DOCUMENTS = Many(
    Record(
        model.Document,
        [
            Field("kind", Choice(model.DocumentKind), say("Which piece it is."), True),
            Field("file", TEXT, say("Its file.")),
            Field("title", TEXT, say("Its title.")),
        ],
    )
)

PARAMETERS = Many(
    Record(
        model.Locked,
        [
            Field("id", TEXT, say("The name of the parameter."), True),
            Field("value", Number(low=float("-inf")), say("Its value.")),
            Field("unit", TEXT, say("Its unit.")),
            Field("source", TEXT, say("Where it comes from.")),
        ],
    )
)

PRIVATE = Record(
    model.PrivateRounds,
    [
        Field("rounds", COUNT, say("How many rounds of offers.")),
        Field("best_and_final", FLAG, say("A best and final offer is asked for.")),
        Field(
            "target_price_eur_ex_vat", MONEY, say("The target price, before VAT; it is never written in a document.")
        ),
    ],
)

TENDER = Record(
    model.Tender,
    [
        Field("title", TEXT, say("What is bought, in one line."), True),
        Field("buyer", BUYER, say("Who buys."), True),
        Field("nature", Choice(model.Nature), say("Supplies, services or works."), True),
        Field("reference", TEXT, say("The reference of the consultation.")),
        Field("language", Either(LANGUAGES), say("The language of the documents: fr or en.")),
        Field("notice_on", DAY, say("The day on which the notice is sent: it decides which rules bind.")),
        Field("deadline", DAY, say("The last day for offers.")),
        Field("procedure", Choice(model.Procedure), say("How bidders are put in competition.")),
        Field("segments", Many(TEXT, 20), say("Segments of the library that the need touches.")),
        Field("need", NEED, say("The need sheet.")),
        Field("lots", LOTS, say("The lots.")),
        Field("no_lots_reason", TEXT, say("Why there are no lots, if there are none.")),
        Field("value", VALUE, say("What the contract is worth.")),
        Field("duration", DURATION, say("How long it runs.")),
        Field("framework", FRAMEWORK, say("For a framework agreement.")),
        Field(
            "variants",
            Record(
                model.Variants,
                [
                    Field("allowed", FLAG, say("Bidders may offer something else.")),
                    Field("minimum", TEXT, say("What a variant must still satisfy.")),
                ],
            ),
            say("Whether bidders may offer something else."),
        ),
        Field("extras", EXTRAS, say("Additional services that may be taken or left (PSE).")),
        Field("options", EXTRAS, say("Options of the contract.")),
        Field(
            "price_basis", Choice(model.PriceBasis), say("Prices are compared before VAT, or with it: for all alike.")
        ),
        Field("vat_recovered", FLAG, say("The buyer recovers the VAT.")),
        Field("candidates", CANDIDATES, say("What is asked of those who bid.")),
        Field("criteria", CRITERIA, say("The award criteria; their weights add up to 1.")),
        Field("clauses", CLAUSES, say("The clauses, of the library or in your own words.")),
        Field(
            "social_waiver",
            Record(
                model.SocialWaiver,
                [
                    Field("case", Choice(model.SocialException), say("Which of the four cases."), True),
                    Field("reason", TEXT, say("Its reasons, kept in the file.")),
                ],
            ),
            say("Why there is no social clause, if there is none."),
        ),
        Field("ccag", Many(Choice(model.Ccag), 6), say("The general conditions that the contract refers to.")),
        Field("derogations", DEROGATIONS, say("Where the CCAP departs from the CCAG.")),
        Field("penalties", PENALTIES, say("Penalties and their cap.")),
        Field("documents", DOCUMENTS, say("The pieces of the tender file.")),
        Field("parameters", PARAMETERS, say("What is locked at publication: prices of energy, discount rate, lives…")),
        Field("out_of", Number(low=1), say("How many points the best possible bid gets; 100 unless told.")),
        Field(
            "rounding",
            Record(
                model.Rounding,
                [
                    Field("decimals", Number(high=9, whole=True), say("How many decimals are kept."), True),
                    Field("of", Choice(model.Rounded), say("The points of each criterion are rounded, or the total.")),
                ],
            ),
            say("A rounding that the RC announces; nothing is rounded without it."),
        ),
        Field("ties", Many(TEXT), say("Ids of the criteria that decide between equal totals.")),
        Field("lot_marks", Choice(model.LotMarks), say("How the marks of several lots become one, if they do.")),
        Field(
            "footprint",
            Record(
                model.FootprintMethod,
                [
                    Field("method", TEXT, say("The method."), True),
                    Field("version", TEXT, say("Its version."), True),
                ],
            ),
            say("The one method under which declared footprints are scored."),
        ),
        Field("private", PRIVATE, say("For a private buyer.")),
    ],
)

PUBLIC_ONLY = frozenset({"social_waiver", "ccag", "derogations", "no_lots_reason"})
"""What the template of a private buyer leaves out: words of public law."""
