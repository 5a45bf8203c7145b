internal import Wording

// What somebody meant who asked for a path that is none, or by a method that a path doesn't take.
extension Router {
    /// Tells what others call a path, for whoever has their habits. A name may end in `/*`, and the path have a `*` for
    /// what stands there.
    public mutating func knowOtherNames(_ names: [String: String]) {
        otherNames.merge(names) { _, new in new }
    }

    /// The path that was meant; nil if nothing is near.
    func meant(by path: String) -> String? {
        let plain = Self.plain(path)
        if plain != path, isRoute(plain) { return plain }
        let small = plain.lowercased()
        if small != plain, isRoute(small) { return small }
        return named(small) ?? Spelling.nearest(to: plain, among: everyPath)
    }

    /// What was meant by a method that a path doesn't take; nil if no other path of that name takes it.
    func meant(by method: Method, at path: String) -> String? {
        guard let other = otherNames[path], routes[other]?.handlers.contains(where: { $0.method == method }) == true
        else { return nil }
        return other
    }

    private func isRoute(_ path: String) -> Bool {
        if routes[path] != nil { return true }
        let pieces = PathPattern.pieces(of: path, splits: longestPattern)
        return patterns.contains { $0.pattern.parameters(in: pieces) != nil }
    }

    private func named(_ path: String) -> String? {
        if let other = otherNames[path] { return other }
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex,
            let other = otherNames[String(path[...slash]) + "*"]
        else { return nil }
        return other.split(separator: "*", omittingEmptySubsequences: false)
            .joined(separator: String(path[path.index(after: slash)...]))
    }

    /// A path without what browsers, servers and copying leave on it: slashes too many, dots, the prefix of other
    /// servers' APIs, the ending of a file, and punctuation behind it.
    private static func plain(_ path: String) -> String {
        let named = path.prefix { $0 != ";" }
        let end = named.lastIndex { $0.isLetter || $0.isNumber || $0 == "/" || $0 == "_" }
        let text = end.map { named[...$0] } ?? ""
        var parts = text.split(separator: "/").reduce(into: [Substring]()) { parts, part in
            switch part {
            case ".": break
            case "..": _ = parts.popLast()
            default: parts.append(part)
            }
        }
        while parts.count > 1, let first = parts.first, isPrefix(first) { parts.removeFirst() }
        if let last = parts.last, let ending = endings.first(where: { last.hasSuffix($0) }), last.count > ending.count {
            parts[parts.count - 1] = last.dropLast(ending.count)
        }
        return "/" + parts.joined(separator: "/")
    }

    private static let endings = [".json", ".html", ".php", ".txt", ".yaml", ".yml"]

    /// `api`, `v1` and the like.
    private static func isPrefix(_ part: Substring) -> Bool {
        let part = part.lowercased()
        return ["api", "rest", "blockchain"].contains(part)
            || part.first == "v" && part.count > 1 && part.dropFirst().allSatisfy(\.isNumber)
    }
}
