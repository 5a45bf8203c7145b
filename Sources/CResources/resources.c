#include "CResources.h"

#include "lessons.h"

#include <string.h>

// C23 has #embed; clang knows it in C17 as well, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char explorer_html[] = {
#embed "../Explorer/Files/explorer.html"
};
static const unsigned char explorer_css[] = {
#embed "../Explorer/Files/explorer.css"
};
static const unsigned char icon_svg[] = {
#embed "../Explorer/Files/icon.svg"
};
static const unsigned char main_js[] = {
#embed "../Explorer/Files/main.js"
};
static const unsigned char text_js[] = {
#embed "../Explorer/Files/text.js"
};
static const unsigned char english_js[] = {
#embed "../Explorer/Files/english.js"
};
static const unsigned char chinese_js[] = {
#embed "../Explorer/Files/chinese.js"
};
static const unsigned char apichinese_json[] = {
#embed "../Explorer/Files/apichinese.json"
};
static const unsigned char apispanish_json[] = {
#embed "../Explorer/Files/apispanish.json"
};
static const unsigned char dom_js[] = {
#embed "../Explorer/Files/dom.js"
};
static const unsigned char node_js[] = {
#embed "../Explorer/Files/node.js"
};
static const unsigned char events_js[] = {
#embed "../Explorer/Files/events.js"
};
static const unsigned char model_js[] = {
#embed "../Explorer/Files/model.js"
};
static const unsigned char chain_js[] = {
#embed "../Explorer/Files/chain.js"
};
static const unsigned char block_js[] = {
#embed "../Explorer/Files/block.js"
};
static const unsigned char forms_js[] = {
#embed "../Explorer/Files/forms.js"
};
static const unsigned char peers_js[] = {
#embed "../Explorer/Files/peers.js"
};
static const unsigned char mining_js[] = {
#embed "../Explorer/Files/mining.js"
};
static const unsigned char plots_js[] = {
#embed "../Explorer/Files/plots.js"
};
static const unsigned char description_js[] = {
#embed "../Explorer/Files/description.js"
};
static const unsigned char canonical_js[] = {
#embed "../Explorer/Files/canonical.js"
};
static const unsigned char check_js[] = {
#embed "../Explorer/Files/check.js"
};
static const unsigned char explanation_js[] = {
#embed "../Explorer/Files/explanation.js"
};
static const unsigned char json_js[] = {
#embed "../Explorer/Files/json.js"
};
static const unsigned char key_js[] = {
#embed "../Explorer/Files/key.js"
};
static const unsigned char ledger_js[] = {
#embed "../Explorer/Files/ledger.js"
};
static const unsigned char live_js[] = {
#embed "../Explorer/Files/live.js"
};
static const unsigned char name_js[] = {
#embed "../Explorer/Files/name.js"
};
static const unsigned char pace_js[] = {
#embed "../Explorer/Files/pace.js"
};
static const unsigned char payments_js[] = {
#embed "../Explorer/Files/payments.js"
};
static const unsigned char send_js[] = {
#embed "../Explorer/Files/send.js"
};
static const unsigned char sha256_js[] = {
#embed "../Explorer/Files/sha256.js"
};
static const unsigned char transaction_js[] = {
#embed "../Explorer/Files/transaction.js"
};
static const unsigned char find_js[] = {
#embed "../Explorer/Files/find.js"
};
static const unsigned char draftcard_js[] = {
#embed "../Explorer/Files/draftcard.js"
};
static const unsigned char example_js[] = {
#embed "../Explorer/Files/example.js"
};
static const unsigned char rules_js[] = {
#embed "../Explorer/Files/rules.js"
};
static const unsigned char sandboxframe_js[] = {
#embed "../Explorer/Files/sandboxframe.js"
};
static const unsigned char sandbox_js[] = {
#embed "../Explorer/Files/sandbox.js"
};
static const unsigned char search_js[] = {
#embed "../Explorer/Files/search.js"
};
static const unsigned char standing_js[] = {
#embed "../Explorer/Files/standing.js"
};
static const unsigned char standwords_js[] = {
#embed "../Explorer/Files/standwords.js"
};
static const unsigned char situation_js[] = {
#embed "../Explorer/Files/situation.js"
};
static const unsigned char api_css[] = {
#embed "../Explorer/Files/api.css"
};
static const unsigned char sandbox_css[] = {
#embed "../Explorer/Files/sandbox.css"
};
static const unsigned char workbench_js[] = {
#embed "../Explorer/Files/workbench.js"
};
static const unsigned char ages_js[] = {
#embed "../Explorer/Files/ages.js"
};
static const unsigned char details_js[] = {
#embed "../Explorer/Files/details.js"
};
static const unsigned char equal_js[] = {
#embed "../Explorer/Files/equal.js"
};
static const unsigned char listing_js[] = {
#embed "../Explorer/Files/listing.js"
};
static const unsigned char swatch_js[] = {
#embed "../Explorer/Files/swatch.js"
};
static const unsigned char tally_js[] = {
#embed "../Explorer/Files/tally.js"
};
static const unsigned char work_js[] = {
#embed "../Explorer/Files/work.js"
};
static const unsigned char branches_js[] = {
#embed "../Explorer/Files/branches.js"
};
static const unsigned char styles_js[] = {
#embed "../Explorer/Files/styles.js"
};
static const unsigned char tree_js[] = {
#embed "../Explorer/Files/tree.js"
};
static const unsigned char tree_css[] = {
#embed "../Explorer/Files/tree.css"
};
static const unsigned char forgery_js[] = {
#embed "../Explorer/Files/forgery.js"
};
static const unsigned char guide_js[] = {
#embed "../Explorer/Files/guide.js"
};
static const unsigned char network_js[] = {
#embed "../Explorer/Files/network.js"
};
static const unsigned char networds_js[] = {
#embed "../Explorer/Files/networds.js"
};
static const unsigned char netparts_js[] = {
#embed "../Explorer/Files/netparts.js"
};
static const unsigned char netguide_js[] = {
#embed "../Explorer/Files/netguide.js"
};
static const unsigned char netview_js[] = {
#embed "../Explorer/Files/netview.js"
};
static const unsigned char network_css[] = {
#embed "../Explorer/Files/network.css"
};
static const unsigned char race_js[] = {
#embed "../Explorer/Files/race.js"
};
static const unsigned char raceview_js[] = {
#embed "../Explorer/Files/raceview.js"
};
static const unsigned char figure_js[] = {
#embed "../Explorer/Files/figure.js"
};
static const unsigned char pictures_js[] = {
#embed "../Explorer/Files/pictures.js"
};
static const unsigned char searches_js[] = {
#embed "../Explorer/Files/searches.js"
};
static const unsigned char statistics_js[] = {
#embed "../Explorer/Files/statistics.js"
};
static const unsigned char links_js[] = {
#embed "../Explorer/Files/links.js"
};
static const unsigned char copy_js[] = {
#embed "../Explorer/Files/copy.js"
};
static const unsigned char prefix_js[] = {
#embed "../Explorer/Files/prefix.js"
};
static const unsigned char raw_js[] = {
#embed "../Explorer/Files/raw.js"
};
static const unsigned char operations_js[] = {
#embed "../Explorer/Files/operations.js"
};
static const unsigned char totals_js[] = {
#embed "../Explorer/Files/totals.js"
};
static const unsigned char fates_js[] = {
#embed "../Explorer/Files/fates.js"
};
static const unsigned char forks_js[] = {
#embed "../Explorer/Files/forks.js"
};
static const unsigned char peerview_js[] = {
#embed "../Explorer/Files/peerview.js"
};
static const unsigned char classroom_html[] = {
#embed "../Explorer/Files/classroom.html"
};
static const unsigned char classroom_css[] = {
#embed "../Explorer/Files/classroom.css"
};
static const unsigned char classroom_js[] = {
#embed "../Explorer/Files/classroom.js"
};
static const unsigned char columns_js[] = {
#embed "../Explorer/Files/columns.js"
};
static const unsigned char address_js[] = {
#embed "../Explorer/Files/address.js"
};
static const unsigned char languages_js[] = {
#embed "../Explorer/Files/languages.js"
};
static const unsigned char spanish_js[] = {
#embed "../Explorer/Files/spanish.js"
};
static const unsigned char menu_js[] = {
#embed "../Explorer/Files/menu.js"
};
static const unsigned char wording_js[] = {
#embed "../Explorer/Files/wording.js"
};
static const unsigned char openapi_json[] = {
#embed "../Node/Routes/openapi.json"
};

static const struct resource resources[] = {
    {"explorer.html", explorer_html, sizeof explorer_html},
    {"explorer.css", explorer_css, sizeof explorer_css},
    {"icon.svg", icon_svg, sizeof icon_svg},
    {"main.js", main_js, sizeof main_js},
    {"text.js", text_js, sizeof text_js},
    {"english.js", english_js, sizeof english_js},
    {"chinese.js", chinese_js, sizeof chinese_js},
    {"apichinese.json", apichinese_json, sizeof apichinese_json},
    {"apispanish.json", apispanish_json, sizeof apispanish_json},
    {"dom.js", dom_js, sizeof dom_js},
    {"node.js", node_js, sizeof node_js},
    {"events.js", events_js, sizeof events_js},
    {"model.js", model_js, sizeof model_js},
    {"chain.js", chain_js, sizeof chain_js},
    {"block.js", block_js, sizeof block_js},
    {"forms.js", forms_js, sizeof forms_js},
    {"peers.js", peers_js, sizeof peers_js},
    {"mining.js", mining_js, sizeof mining_js},
    {"plots.js", plots_js, sizeof plots_js},
    {"description.js", description_js, sizeof description_js},
    {"canonical.js", canonical_js, sizeof canonical_js},
    {"check.js", check_js, sizeof check_js},
    {"explanation.js", explanation_js, sizeof explanation_js},
    {"json.js", json_js, sizeof json_js},
    {"key.js", key_js, sizeof key_js},
    {"ledger.js", ledger_js, sizeof ledger_js},
    {"live.js", live_js, sizeof live_js},
    {"name.js", name_js, sizeof name_js},
    {"pace.js", pace_js, sizeof pace_js},
    {"payments.js", payments_js, sizeof payments_js},
    {"send.js", send_js, sizeof send_js},
    {"sha256.js", sha256_js, sizeof sha256_js},
    {"transaction.js", transaction_js, sizeof transaction_js},
    {"find.js", find_js, sizeof find_js},
    {"draftcard.js", draftcard_js, sizeof draftcard_js},
    {"example.js", example_js, sizeof example_js},
    {"rules.js", rules_js, sizeof rules_js},
    {"sandbox.js", sandbox_js, sizeof sandbox_js},
    {"sandboxframe.js", sandboxframe_js, sizeof sandboxframe_js},
    {"search.js", search_js, sizeof search_js},
    {"standing.js", standing_js, sizeof standing_js},
    {"standwords.js", standwords_js, sizeof standwords_js},
    {"situation.js", situation_js, sizeof situation_js},
    {"api.css", api_css, sizeof api_css},
    {"sandbox.css", sandbox_css, sizeof sandbox_css},
    {"workbench.js", workbench_js, sizeof workbench_js},
    {"ages.js", ages_js, sizeof ages_js},
    {"details.js", details_js, sizeof details_js},
    {"equal.js", equal_js, sizeof equal_js},
    {"listing.js", listing_js, sizeof listing_js},
    {"swatch.js", swatch_js, sizeof swatch_js},
    {"tally.js", tally_js, sizeof tally_js},
    {"work.js", work_js, sizeof work_js},
    {"branches.js", branches_js, sizeof branches_js},
    {"styles.js", styles_js, sizeof styles_js},
    {"tree.js", tree_js, sizeof tree_js},
    {"tree.css", tree_css, sizeof tree_css},
    {"forgery.js", forgery_js, sizeof forgery_js},
    {"guide.js", guide_js, sizeof guide_js},
    {"network.js", network_js, sizeof network_js},
    {"networds.js", networds_js, sizeof networds_js},
    {"netparts.js", netparts_js, sizeof netparts_js},
    {"netguide.js", netguide_js, sizeof netguide_js},
    {"netview.js", netview_js, sizeof netview_js},
    {"network.css", network_css, sizeof network_css},
    {"race.js", race_js, sizeof race_js},
    {"raceview.js", raceview_js, sizeof raceview_js},
    {"figure.js", figure_js, sizeof figure_js},
    {"pictures.js", pictures_js, sizeof pictures_js},
    {"searches.js", searches_js, sizeof searches_js},
    {"statistics.js", statistics_js, sizeof statistics_js},
    {"links.js", links_js, sizeof links_js},
    {"copy.js", copy_js, sizeof copy_js},
    {"prefix.js", prefix_js, sizeof prefix_js},
    {"raw.js", raw_js, sizeof raw_js},
    {"operations.js", operations_js, sizeof operations_js},
    {"totals.js", totals_js, sizeof totals_js},
    {"fates.js", fates_js, sizeof fates_js},
    {"forks.js", forks_js, sizeof forks_js},
    {"peerview.js", peerview_js, sizeof peerview_js},
    {"classroom.html", classroom_html, sizeof classroom_html},
    {"classroom.css", classroom_css, sizeof classroom_css},
    {"classroom.js", classroom_js, sizeof classroom_js},
    {"columns.js", columns_js, sizeof columns_js},
    {"address.js", address_js, sizeof address_js},
    {"languages.js", languages_js, sizeof languages_js},
    {"spanish.js", spanish_js, sizeof spanish_js},
    {"menu.js", menu_js, sizeof menu_js},
    {"wording.js", wording_js, sizeof wording_js},
    {"openapi.json", openapi_json, sizeof openapi_json},
};

static const size_t resource_count = sizeof resources / sizeof resources[0];

const struct resource *resource_at(size_t place) {
    if (place < resource_count) return &resources[place];
    place -= resource_count;
    return place < lesson_resource_count ? &lesson_resources[place] : NULL;
}

const struct resource *resource_named(const char *name) {
    const struct resource *each;
    for (size_t place = 0; (each = resource_at(place)); place++) {
        if (strcmp(each->name, name) == 0) return each;
    }
    return NULL;
}
