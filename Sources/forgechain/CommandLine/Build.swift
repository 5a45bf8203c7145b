internal import API
internal import CResources
internal import Chain

/// What `--version` says of this program.
enum Build {
    /// The version alone in the first line, for scripts; how it was built, and from which commit if that is known; the
    /// rules that it speaks.
    static var text: String {
        let commit = String(cString: build_commit())
        let rules = RuleSet.allCases.map(\.name).joined(separator: ", ")
        return """
            \(NodeStatus.currentVersion)
            build: \(configuration)\(commit.isEmpty ? "" : ", commit \(commit)")
            rules: \(rules)
            """
    }

    private static var configuration: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }
}
