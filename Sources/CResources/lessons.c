#include "lessons.h"

// C23 has #embed; clang knows it in C17 as well, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char exampleapi_js[] = {
#embed "../Explorer/Files/exampleapi.js"
};
static const unsigned char exercises_js[] = {
#embed "../Explorer/Files/exercises.js"
};
static const unsigned char glossary_js[] = {
#embed "../Explorer/Files/glossary.js"
};
static const unsigned char learn_css[] = {
#embed "../Explorer/Files/learn.css"
};
static const unsigned char learn_js[] = {
#embed "../Explorer/Files/learn.js"
};
static const unsigned char lessons_js[] = {
#embed "../Explorer/Files/lessons.js"
};
static const unsigned char library_js[] = {
#embed "../Explorer/Files/library.js"
};
static const unsigned char markdown_js[] = {
#embed "../Explorer/Files/markdown.js"
};
static const unsigned char merkle_js[] = {
#embed "../Explorer/Files/merkle.js"
};
static const unsigned char minesteps_js[] = {
#embed "../Explorer/Files/minesteps.js"
};
static const unsigned char practice_js[] = {
#embed "../Explorer/Files/practice.js"
};
static const unsigned char progress_js[] = {
#embed "../Explorer/Files/progress.js"
};
static const unsigned char prose_js[] = {
#embed "../Explorer/Files/prose.js"
};
static const unsigned char tip_js[] = {
#embed "../Explorer/Files/tip.js"
};
static const unsigned char tryapi_js[] = {
#embed "../Explorer/Files/tryapi.js"
};
static const unsigned char tryblock_js[] = {
#embed "../Explorer/Files/tryblock.js"
};
static const unsigned char tryfork_js[] = {
#embed "../Explorer/Files/tryfork.js"
};
static const unsigned char tryhash_js[] = {
#embed "../Explorer/Files/tryhash.js"
};
static const unsigned char trymerkle_js[] = {
#embed "../Explorer/Files/trymerkle.js"
};
static const unsigned char trypayment_js[] = {
#embed "../Explorer/Files/trypayment.js"
};
static const unsigned char tryproof_js[] = {
#embed "../Explorer/Files/tryproof.js"
};
static const unsigned char tryseal_js[] = {
#embed "../Explorer/Files/tryseal.js"
};
static const unsigned char lesson_list_md[] = {
#embed "../../docs/lessons/README.md"
};
static const unsigned char lesson_list_zh_cn_md[] = {
#embed "../../docs/lessons/README.zh-CN.md"
};
static const unsigned char lesson_list_es_md[] = {
#embed "../../docs/lessons/README.es.md"
};
static const unsigned char lesson_api_md[] = {
#embed "../../docs/lessons/api.md"
};
static const unsigned char lesson_api_zh_cn_md[] = {
#embed "../../docs/lessons/api.zh-CN.md"
};
static const unsigned char lesson_api_es_md[] = {
#embed "../../docs/lessons/api.es.md"
};
static const unsigned char lesson_block_md[] = {
#embed "../../docs/lessons/block.md"
};
static const unsigned char lesson_block_zh_cn_md[] = {
#embed "../../docs/lessons/block.zh-CN.md"
};
static const unsigned char lesson_block_es_md[] = {
#embed "../../docs/lessons/block.es.md"
};
static const unsigned char lesson_consensus_md[] = {
#embed "../../docs/lessons/consensus.md"
};
static const unsigned char lesson_consensus_zh_cn_md[] = {
#embed "../../docs/lessons/consensus.zh-CN.md"
};
static const unsigned char lesson_consensus_es_md[] = {
#embed "../../docs/lessons/consensus.es.md"
};
static const unsigned char lesson_glossary_md[] = {
#embed "../../docs/lessons/glossary.md"
};
static const unsigned char lesson_glossary_zh_cn_md[] = {
#embed "../../docs/lessons/glossary.zh-CN.md"
};
static const unsigned char lesson_glossary_es_md[] = {
#embed "../../docs/lessons/glossary.es.md"
};
static const unsigned char lesson_hash_md[] = {
#embed "../../docs/lessons/hash.md"
};
static const unsigned char lesson_hash_zh_cn_md[] = {
#embed "../../docs/lessons/hash.zh-CN.md"
};
static const unsigned char lesson_hash_es_md[] = {
#embed "../../docs/lessons/hash.es.md"
};
static const unsigned char lesson_limits_md[] = {
#embed "../../docs/lessons/limits.md"
};
static const unsigned char lesson_limits_zh_cn_md[] = {
#embed "../../docs/lessons/limits.zh-CN.md"
};
static const unsigned char lesson_limits_es_md[] = {
#embed "../../docs/lessons/limits.es.md"
};
static const unsigned char lesson_money_md[] = {
#embed "../../docs/lessons/money.md"
};
static const unsigned char lesson_money_zh_cn_md[] = {
#embed "../../docs/lessons/money.zh-CN.md"
};
static const unsigned char lesson_money_es_md[] = {
#embed "../../docs/lessons/money.es.md"
};
static const unsigned char lesson_proof_md[] = {
#embed "../../docs/lessons/proof.md"
};
static const unsigned char lesson_proof_zh_cn_md[] = {
#embed "../../docs/lessons/proof.zh-CN.md"
};
static const unsigned char lesson_proof_es_md[] = {
#embed "../../docs/lessons/proof.es.md"
};
static const unsigned char lesson_teacher_md[] = {
#embed "../../docs/lessons/teacher.md"
};
static const unsigned char lesson_teacher_zh_cn_md[] = {
#embed "../../docs/lessons/teacher.zh-CN.md"
};
static const unsigned char lesson_teacher_es_md[] = {
#embed "../../docs/lessons/teacher.es.md"
};
static const unsigned char lesson_transaction_md[] = {
#embed "../../docs/lessons/transaction.md"
};
static const unsigned char lesson_transaction_zh_cn_md[] = {
#embed "../../docs/lessons/transaction.zh-CN.md"
};
static const unsigned char lesson_transaction_es_md[] = {
#embed "../../docs/lessons/transaction.es.md"
};
static const unsigned char article_ablock_md[] = {
#embed "../../docs/Forgechain.docc/ABlock.md"
};
static const unsigned char article_ablock_zh_cn_md[] = {
#embed "../../docs/Forgechain.docc/ABlock.zh-CN.md"
};
static const unsigned char article_ablock_es_md[] = {
#embed "../../docs/Forgechain.docc/ABlock.es.md"
};
static const unsigned char article_atransaction_md[] = {
#embed "../../docs/Forgechain.docc/ATransaction.md"
};
static const unsigned char article_atransaction_zh_cn_md[] = {
#embed "../../docs/Forgechain.docc/ATransaction.zh-CN.md"
};
static const unsigned char article_atransaction_es_md[] = {
#embed "../../docs/Forgechain.docc/ATransaction.es.md"
};
static const unsigned char article_consensus_md[] = {
#embed "../../docs/Forgechain.docc/Consensus.md"
};
static const unsigned char article_consensus_zh_cn_md[] = {
#embed "../../docs/Forgechain.docc/Consensus.zh-CN.md"
};
static const unsigned char article_consensus_es_md[] = {
#embed "../../docs/Forgechain.docc/Consensus.es.md"
};
static const unsigned char article_forgechain_md[] = {
#embed "../../docs/Forgechain.docc/Forgechain.md"
};
static const unsigned char article_forgechain_zh_cn_md[] = {
#embed "../../docs/Forgechain.docc/Forgechain.zh-CN.md"
};
static const unsigned char article_forgechain_es_md[] = {
#embed "../../docs/Forgechain.docc/Forgechain.es.md"
};
static const unsigned char article_money_md[] = {
#embed "../../docs/Forgechain.docc/Money.md"
};
static const unsigned char article_money_zh_cn_md[] = {
#embed "../../docs/Forgechain.docc/Money.zh-CN.md"
};
static const unsigned char article_money_es_md[] = {
#embed "../../docs/Forgechain.docc/Money.es.md"
};
static const unsigned char article_theapi_md[] = {
#embed "../../docs/Forgechain.docc/TheAPI.md"
};
static const unsigned char article_theapi_zh_cn_md[] = {
#embed "../../docs/Forgechain.docc/TheAPI.zh-CN.md"
};
static const unsigned char article_theapi_es_md[] = {
#embed "../../docs/Forgechain.docc/TheAPI.es.md"
};
static const unsigned char article_theproof_md[] = {
#embed "../../docs/Forgechain.docc/TheProof.md"
};
static const unsigned char article_theproof_zh_cn_md[] = {
#embed "../../docs/Forgechain.docc/TheProof.zh-CN.md"
};
static const unsigned char article_theproof_es_md[] = {
#embed "../../docs/Forgechain.docc/TheProof.es.md"
};
static const unsigned char tip_css[] = {
#embed "../Explorer/Files/tip.css"
};
static const unsigned char words_js[] = {
#embed "../Explorer/Files/words.js"
};

const struct resource lesson_resources[] = {
    {"exampleapi.js", exampleapi_js, sizeof exampleapi_js},
    {"exercises.js", exercises_js, sizeof exercises_js},
    {"glossary.js", glossary_js, sizeof glossary_js},
    {"learn.css", learn_css, sizeof learn_css},
    {"learn.js", learn_js, sizeof learn_js},
    {"lessons.js", lessons_js, sizeof lessons_js},
    {"library.js", library_js, sizeof library_js},
    {"markdown.js", markdown_js, sizeof markdown_js},
    {"merkle.js", merkle_js, sizeof merkle_js},
    {"minesteps.js", minesteps_js, sizeof minesteps_js},
    {"practice.js", practice_js, sizeof practice_js},
    {"progress.js", progress_js, sizeof progress_js},
    {"prose.js", prose_js, sizeof prose_js},
    {"tip.js", tip_js, sizeof tip_js},
    {"tryapi.js", tryapi_js, sizeof tryapi_js},
    {"tryblock.js", tryblock_js, sizeof tryblock_js},
    {"tryfork.js", tryfork_js, sizeof tryfork_js},
    {"tryhash.js", tryhash_js, sizeof tryhash_js},
    {"trymerkle.js", trymerkle_js, sizeof trymerkle_js},
    {"trypayment.js", trypayment_js, sizeof trypayment_js},
    {"tryproof.js", tryproof_js, sizeof tryproof_js},
    {"tryseal.js", tryseal_js, sizeof tryseal_js},
    {"lesson-list.md", lesson_list_md, sizeof lesson_list_md},
    {"lesson-list.zh-CN.md", lesson_list_zh_cn_md, sizeof lesson_list_zh_cn_md},
    {"lesson-list.es.md", lesson_list_es_md, sizeof lesson_list_es_md},
    {"lesson-api.md", lesson_api_md, sizeof lesson_api_md},
    {"lesson-api.zh-CN.md", lesson_api_zh_cn_md, sizeof lesson_api_zh_cn_md},
    {"lesson-api.es.md", lesson_api_es_md, sizeof lesson_api_es_md},
    {"lesson-block.md", lesson_block_md, sizeof lesson_block_md},
    {"lesson-block.zh-CN.md", lesson_block_zh_cn_md, sizeof lesson_block_zh_cn_md},
    {"lesson-block.es.md", lesson_block_es_md, sizeof lesson_block_es_md},
    {"lesson-consensus.md", lesson_consensus_md, sizeof lesson_consensus_md},
    {"lesson-consensus.zh-CN.md", lesson_consensus_zh_cn_md, sizeof lesson_consensus_zh_cn_md},
    {"lesson-consensus.es.md", lesson_consensus_es_md, sizeof lesson_consensus_es_md},
    {"lesson-glossary.md", lesson_glossary_md, sizeof lesson_glossary_md},
    {"lesson-glossary.zh-CN.md", lesson_glossary_zh_cn_md, sizeof lesson_glossary_zh_cn_md},
    {"lesson-glossary.es.md", lesson_glossary_es_md, sizeof lesson_glossary_es_md},
    {"lesson-hash.md", lesson_hash_md, sizeof lesson_hash_md},
    {"lesson-hash.zh-CN.md", lesson_hash_zh_cn_md, sizeof lesson_hash_zh_cn_md},
    {"lesson-hash.es.md", lesson_hash_es_md, sizeof lesson_hash_es_md},
    {"lesson-limits.md", lesson_limits_md, sizeof lesson_limits_md},
    {"lesson-limits.zh-CN.md", lesson_limits_zh_cn_md, sizeof lesson_limits_zh_cn_md},
    {"lesson-limits.es.md", lesson_limits_es_md, sizeof lesson_limits_es_md},
    {"lesson-money.md", lesson_money_md, sizeof lesson_money_md},
    {"lesson-money.zh-CN.md", lesson_money_zh_cn_md, sizeof lesson_money_zh_cn_md},
    {"lesson-money.es.md", lesson_money_es_md, sizeof lesson_money_es_md},
    {"lesson-proof.md", lesson_proof_md, sizeof lesson_proof_md},
    {"lesson-proof.zh-CN.md", lesson_proof_zh_cn_md, sizeof lesson_proof_zh_cn_md},
    {"lesson-proof.es.md", lesson_proof_es_md, sizeof lesson_proof_es_md},
    {"lesson-teacher.md", lesson_teacher_md, sizeof lesson_teacher_md},
    {"lesson-teacher.zh-CN.md", lesson_teacher_zh_cn_md, sizeof lesson_teacher_zh_cn_md},
    {"lesson-teacher.es.md", lesson_teacher_es_md, sizeof lesson_teacher_es_md},
    {"lesson-transaction.md", lesson_transaction_md, sizeof lesson_transaction_md},
    {"lesson-transaction.zh-CN.md", lesson_transaction_zh_cn_md, sizeof lesson_transaction_zh_cn_md},
    {"lesson-transaction.es.md", lesson_transaction_es_md, sizeof lesson_transaction_es_md},
    {"article-ABlock.md", article_ablock_md, sizeof article_ablock_md},
    {"article-ABlock.zh-CN.md", article_ablock_zh_cn_md, sizeof article_ablock_zh_cn_md},
    {"article-ABlock.es.md", article_ablock_es_md, sizeof article_ablock_es_md},
    {"article-ATransaction.md", article_atransaction_md, sizeof article_atransaction_md},
    {"article-ATransaction.zh-CN.md", article_atransaction_zh_cn_md, sizeof article_atransaction_zh_cn_md},
    {"article-ATransaction.es.md", article_atransaction_es_md, sizeof article_atransaction_es_md},
    {"article-Consensus.md", article_consensus_md, sizeof article_consensus_md},
    {"article-Consensus.zh-CN.md", article_consensus_zh_cn_md, sizeof article_consensus_zh_cn_md},
    {"article-Consensus.es.md", article_consensus_es_md, sizeof article_consensus_es_md},
    {"article-Forgechain.md", article_forgechain_md, sizeof article_forgechain_md},
    {"article-Forgechain.zh-CN.md", article_forgechain_zh_cn_md, sizeof article_forgechain_zh_cn_md},
    {"article-Forgechain.es.md", article_forgechain_es_md, sizeof article_forgechain_es_md},
    {"article-Money.md", article_money_md, sizeof article_money_md},
    {"article-Money.zh-CN.md", article_money_zh_cn_md, sizeof article_money_zh_cn_md},
    {"article-Money.es.md", article_money_es_md, sizeof article_money_es_md},
    {"article-TheAPI.md", article_theapi_md, sizeof article_theapi_md},
    {"article-TheAPI.zh-CN.md", article_theapi_zh_cn_md, sizeof article_theapi_zh_cn_md},
    {"article-TheAPI.es.md", article_theapi_es_md, sizeof article_theapi_es_md},
    {"article-TheProof.md", article_theproof_md, sizeof article_theproof_md},
    {"article-TheProof.zh-CN.md", article_theproof_zh_cn_md, sizeof article_theproof_zh_cn_md},
    {"article-TheProof.es.md", article_theproof_es_md, sizeof article_theproof_es_md},
    {"tip.css", tip_css, sizeof tip_css},
    {"words.js", words_js, sizeof words_js},
};

const size_t lesson_resource_count = sizeof lesson_resources / sizeof lesson_resources[0];
