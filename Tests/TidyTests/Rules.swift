internal import RegexBuilder

/// A broken rule of the house, and where.
struct Violation: Hashable, CustomStringConvertible {
    let path: String
    let line: Int?
    let rule: String

    var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(rule)" }
}

/// What reading one file can show.
enum Rules {
    /// What each target may import, of this package and of others.
    static let imports: [String: Set<String>] = [
        "forgechain": [
            "API", "CResources", "Chain", "Classroom", "Cryptography", "Demo", "HTTP", "Keys", "Node", "NodeClient",
            "QRCode", "Records", "Service", "Storage", "Terminal", "Wording", "ArgumentParser", "Logging",
        ],
        "Classroom": [
            "API", "Chain", "EventLoop", "Explorer", "HTTP", "Node", "QRCode", "Service", "Storage", "Wording",
            "Logging",
        ],
        "QRCode": [],
        "Demo": [
            "API", "Chain", "Cryptography", "EventLoop", "HTTP", "Mining", "Node", "NodeClient", "Service", "Terminal",
            "Wording", "Logging",
        ],
        "Keys": ["Chain", "Cryptography", "Wording"],
        "Terminal": [],
        "Wording": [],
        "NodeClient": ["API", "Chain", "EventLoop", "HTTP", "Wording"],
        "API": ["Chain", "Wording"],
        "Explorer": ["CResources"],
        "Service": [
            "API", "Chain", "Compression", "Cryptography", "EventLoop", "HTTP", "Mining", "Node", "Records", "Storage",
            "Wording", "Logging",
        ],
        "Node": [
            "API", "Chain", "Compression", "Cryptography", "EventLoop", "Explorer", "HTTP", "Records", "Wording",
            "HeapModule",
            "Logging",
        ],
        "Storage": ["Chain", "Cryptography", "Records", "Wording", "GRDB", "GRDBSQLite"],
        "Records": ["Chain", "Wording"],
        "HTTP": ["CLibEvent", "EventLoop", "Wording"],
        "EventLoop": ["CLibEvent", "Wording"],
        "Mining": ["Chain", "CSHA256"],
        "Chain": ["CSHA256", "Cryptography", "Wording", "HashTreeCollections"],
        "Cryptography": ["CSodium", "Wording"],
        "Compression": ["CZlib"],
    ]

    /// System modules, allowed everywhere except in ``pureTargets``.
    static let systemModules: Set<String> = ["Glibc", "Dispatch", "Synchronization"]

    /// Targets without input, output, clocks or threads.
    static let pureTargets: Set<String> = ["Chain", "Cryptography", "API", "Records", "QRCode"]

    /// Targets that vouch for what the compiler cannot check.
    static let uncheckedTargets: Set<String> = ["EventLoop", "HTTP", "Mining"]

    /// Targets that know about libevent.
    static let libeventTargets: Set<String> = ["EventLoop", "HTTP", "CLibEvent"]

    /// Longer files should be split.
    static let maximumLines = 400

    /// The page's texts: a language is one file, however much there is to say.
    private static let languages = Set(["english", "chinese", "spanish"].map { "Sources/Explorer/Files/\($0).js" })

    /// The maximum width of lines. The formatter lets comments and strings be longer.
    static let maximumColumns = 120

    static func violations(in file: SourceFile) -> [Violation] {
        // A JSON document stays in one piece, however long and wide it is.
        file.path.hasSuffix(".json")
            ? []
            : length(of: file) + width(of: file) + name(of: file) + libevent(in: file)
                + (file.isSwift
                    ? imports(of: file) + unchecked(in: file) + forced(in: file) + dropped(in: file)
                        + ruleSets(in: file) : [])
    }
}

// MARK: - The rules

extension Rules {
    private static func imports(of file: SourceFile) -> [Violation] {
        guard let own = imports[file.target] else {
            return [Violation(path: file.path, line: nil, rule: "\(file.target) is no target of Swift")]
        }
        let allowed = pureTargets.contains(file.target) ? own : own.union(systemModules)
        return violations(in: file) { line in
            guard let module = importedModule(line), !allowed.contains(module) else { return nil }
            return "\(file.target) may not import \(module)"
        }
    }

    /// The module that a line imports, whatever attributes it has.
    static func importedModule(_ line: Substring) -> String? {
        guard line.contains("import") else { return nil }
        let attributes = #/(?:@\w+(?:\([^)]*\))?\s+)*/#
        let kind = #/(?:(?:struct|class|enum|protocol|typealias|func|let|var)\s+)?/#
        let declaration = Regex {
            /^\s*/
            attributes
            /(?:\w+\s+)?import\s+/
            kind
            Capture(/\w+/)
        }
        return line.firstMatch(of: declaration).map { String($0.1) }
    }

    private static func length(of file: SourceFile) -> [Violation] {
        // A language is one file, so that whoever adds one has everything before their eyes.
        if file.path.contains("Sources/Wording/") { return [] }
        let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
        guard count > maximumLines, !languages.contains(file.path) else { return [] }
        return [Violation(path: file.path, line: nil, rule: "\(count) lines are more than \(maximumLines)")]
    }

    private static func width(of file: SourceFile) -> [Violation] {
        violations(in: file) { line in
            // Bytes are counted faster than characters, and there are no fewer of them.
            line.utf8.count > maximumColumns && line.count > maximumColumns
                ? "\(line.count) columns are more than \(maximumColumns)" : nil
        }
    }

    private static func name(of file: SourceFile) -> [Violation] {
        guard file.name.contains(/Manager|Helper|Util/) else { return [] }
        return [Violation(path: file.path, line: nil, rule: "the name does not say what it is for")]
    }

    private static func unchecked(in file: SourceFile) -> [Violation] {
        guard !uncheckedTargets.contains(file.target) else { return [] }
        return violations(in: file) { line in
            line.contains(/@unchecked\s+Sendable|nonisolated\s*\(\s*unsafe\s*\)/)
                ? "\(file.target) may not opt out of isolation checking" : nil
        }
    }

    private static func forced(in file: SourceFile) -> [Violation] {
        violations(in: file) { line in
            line.contains(/\b(?:try|as)!/) ? "nothing is forced: throw, or trap with the reason" : nil
        }
    }

    /// Swift silently ignores the result of a C function. These fail when there is no memory, and code that goes on
    /// without, say, its guard would go on silently.
    private static func dropped(in file: SourceFile) -> [Violation] {
        guard libeventTargets.contains(file.target) else { return [] }
        let names = #/evbuffer_(?:add|add_cb|remove|drain)|evhttp_(?:add_header|bind_\w+)|bufferevent_(?:enable|setfd)/#
        let call = Regex {
            /^\s*(?:_ = )?(?:unsafe )?/
            ChoiceOf {
                names
                /event_(?:add|new)|\w+_new/
            }
            "("
        }
        return violations(in: file) { line in
            line.contains(call) ? "what a function of libevent returns has to be looked at" : nil
        }
    }

    /// Code that depends on a rule set asks the `Rules` value what it needs.
    private static func ruleSets(in file: SourceFile) -> [Violation] {
        guard file.name != "RuleSet.swift" else { return [] }
        return violations(in: file) { line in
            line.contains(/\.(?:tutorial|article)(?!\w)/) ? "only the rules may know the sets of rules by name" : nil
        }
    }

    private static func libevent(in file: SourceFile) -> [Violation] {
        guard !libeventTargets.contains(file.target) else { return [] }
        return violations(in: file) { line in
            line.contains(/\b(?:evhttp|event|evbuffer|bufferevent|evconnlistener|evutil)_/)
                ? "\(file.target) may not know of libevent" : nil
        }
    }

    private static func violations(
        in file: SourceFile, rule: (Substring) -> String?
    ) -> [Violation] {
        file.lines.enumerated().compactMap { number, line in
            rule(line).map { Violation(path: file.path, line: number + 1, rule: $0) }
        }
    }
}

// MARK: - The manifest

extension Rules {
    /// Targets whose every unsafe expression has to be marked.
    static let strictTargets = ["EventLoop", "HTTP", "Cryptography", "Compression"]

    /// Whether a target is compiled with strict memory safety: either it says so itself, or the list of settings that
    /// it names does.
    static func isStrict(_ target: String, in manifest: SourceFile) -> Bool {
        guard let declaration = declaration(of: target, in: manifest.text) else { return false }
        if declaration.contains(".strictMemorySafety()") { return true }
        guard let settings = declaration.firstMatch(of: /swiftSettings:\s*\.(\w+)/)?.1 else { return false }
        let lists = manifest.text.split(separator: "static var ").dropFirst()
        return lists.contains { $0.hasPrefix("\(settings):") && $0.contains(".strictMemorySafety()") }
    }

    /// From `.target(name: "X"` to its closing parenthesis.
    private static func declaration(of target: String, in text: String) -> Substring? {
        let opening = #"\.target\(\s*name:\s*"\#(target)""#
        guard let start = try? Regex(opening).firstMatch(in: text)?.range.lowerBound else { return nil }
        var depth = 0
        for index in text[start...].indices {
            switch text[index] {
            case "(": depth += 1
            case ")":
                depth -= 1
                if depth == 0 { return text[start...index] }
            default: break
            }
        }
        return nil
    }
}
