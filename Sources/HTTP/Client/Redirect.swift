/// Where a server sends a client (RFC 9110, section 15.4).
///
/// Only to another path of the same server: the client has chosen whom to ask, and a stranger's answer must not make it
/// ask somebody else.
enum Redirect {
    /// How many are followed for one request: one for a slash that is missing, and one to spare.
    static let maximumCount = 2

    /// The longest target that is asked for, in bytes; the longest of our own is half as long.
    private static let maximumBytes = 4096

    /// The statuses that name another place for the same question.
    static let statuses = [301, 302, 303, 307, 308]

    /// The target that a Location header (RFC 9110, section 10.2.2) means in the answer to another target; nil if it is
    /// on another host or port, or nothing that can be asked for.
    static func target(of location: String, from target: String, at origin: Origin) -> String? {
        guard location.utf8.count <= maximumBytes, location.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        let place = location.prefix { $0 != "#" }
        if place.lowercased().hasPrefix("http://") { return path(of: place.dropFirst("http://".count), at: origin) }
        if place.hasPrefix("//") { return path(of: place.dropFirst(2), at: origin) }
        if place.hasPrefix("/") { return String(place) }
        let current = target.prefix { $0 != "?" }
        if place.isEmpty || place.hasPrefix("?") { return String(current) + place }
        // Before the first slash, a colon ends a scheme.
        guard !place.prefix(while: { $0 != "/" && $0 != "?" }).contains(":") else { return nil }
        let folder = current.lastIndex(of: "/").map { String(current[...$0]) } ?? "/"
        return folder + place
    }

    /// The path and query of `host:port/path?query`, if host and port are these.
    private static func path(of place: Substring, at origin: Origin) -> String? {
        let authority = place.prefix { $0 != "/" && $0 != "?" }
        let rest = place.dropFirst(authority.count)
        guard let named = try? Origin("http://\(authority)"), named == origin else { return nil }
        return rest.hasPrefix("/") ? String(rest) : "/" + rest
    }
}
