extension ExplorerFile {
    /// What shows the lessons, and their texts: in English, and in Chinese as far as they are written in it.
    static let lessons: [ExplorerFile] = {
        let modules = [
            "learn.js", "learn.css", "exampleapi.js", "exercises.js", "glossary.js", "lessons.js", "library.js",
            "markdown.js", "merkle.js", "minesteps.js", "practice.js", "progress.js", "prose.js", "tip.js", "tryapi.js",
            "tryblock.js", "tryfork.js", "tryhash.js", "trymerkle.js", "trypayment.js", "tryproof.js", "tryseal.js",
            "tip.css", "words.js",
        ]
        let texts = [
            "list", "hash", "block", "transaction", "proof", "api", "consensus", "limits", "money", "glossary",
            "teacher",
        ]
        let articles = [
            "Forgechain.md", "ABlock.md", "ATransaction.md", "TheProof.md", "TheAPI.md", "Consensus.md", "Money.md",
            "MONEY.zh-CN.md",
        ]
        let names =
            modules + texts.flatMap { ["lesson-\($0).md", "lesson-\($0).zh-CN.md"] } + articles.map { "article-\($0)" }
        return names.map { ExplorerFile($0) }
    }()
}
