internal import HTTP

extension Limits {
    /// Reads a file of lines `name = value`, and of comments that begin with `#`. What it doesn't name stays.
    ///
    /// A file, because nobody types fifty flags; and no JSON, because who sets a limit writes down why.
    ///
    /// - Parameter name: the file's, for what is said about it.
    public mutating func read(_ text: String, named name: String) throws(LimitsFileError) {
        var lines: [String: Int] = [:]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let number = index + 1
            do throws(LimitsFileError) {
                guard let (limit, value) = try Self.setting(line.trimmed) else { continue }
                if let earlier = lines.updateValue(number, forKey: limit.name) {
                    throw LimitsFileError("\(limit.name) was given in line \(earlier) already")
                }
                limit.set(value, in: &self)
            } catch {
                throw LimitsFileError("\(name), line \(number): \(error).")
            }
        }
        guard bodies.paymentBytes <= mempool.bytes / 2 else {
            throw LimitsFileError(
                "\(name): a payment may have \(bodies.paymentBytes) bytes, and all that one client has pending half of "
                    + "\(mempool.bytes): lower payment-bytes, or raise pending-bytes.")
        }
        guard bodies.gossipBytes <= waiting.changeBytes else {
            throw LimitsFileError(
                "\(name): an announcement may have \(bodies.gossipBytes) bytes, and all that wait for the disk "
                    + "\(waiting.changeBytes): lower gossip-bytes, or raise waiting-gossip-bytes.")
        }
        let longest = max(
            bodies.paymentBytes, bodies.registrationBytes, bodies.gossipBytes, bodies.explanationBytes,
            server.bodyBytes)
        guard longest <= server.heldBytes / 4 else {
            throw LimitsFileError(
                "\(name): a body may have \(longest) bytes, and all that is held of all clients \(server.heldBytes), "
                    + "of which one body may be a quarter: lower what a body may have, or raise held-bytes.")
        }
    }

    /// What a line sets; nil for an empty line and for a comment.
    private static func setting(_ line: Substring) throws(LimitsFileError) -> (Limit, Int)? {
        if line.isEmpty || line.hasPrefix("#") { return nil }
        guard let sign = line.firstIndex(of: "=") else {
            throw LimitsFileError("this is neither \"name = value\" nor a comment, which begins with #")
        }
        let name = String(line[..<sign].trimmed)
        guard let limit = Limit.named(name) else {
            throw LimitsFileError(
                "no limit is called \"\(name.prefix(60))\": forgechain limits names them all")
        }
        guard limit.way == .file else { throw LimitsFileError("\(name) is a flag: give --\(name) instead") }
        let text = line[line.index(after: sign)...].trimmed
        guard let value = value(of: text, limit.unit) else {
            let form = limit.unit == .bytes ? ", or one with KiB, MiB or GiB" : ""
            throw LimitsFileError("\(name) is \"\(text.prefix(60))\", but has to be a whole number\(form)")
        }
        if let fault = limit.fault(of: value) { throw LimitsFileError(fault) }
        return (limit, value)
    }

    private static func value(of text: Substring, _ unit: Limit.Unit) -> Int? {
        guard unit == .bytes, let (suffix, shift) = multiples.first(where: { text.hasSuffix($0.suffix) }) else {
            return whole(text)
        }
        guard let count = whole(text.dropLast(suffix.count).trimmed) else { return nil }
        let (bytes, isTooMany) = count.multipliedReportingOverflow(by: 1 << shift)
        return isTooMany ? .max : bytes
    }

    private static let multiples: [(suffix: String, shift: Int)] = [("KiB", 10), ("MiB", 20), ("GiB", 30)]

    /// Digits alone, and no sign; the largest number if it is larger.
    private static func whole(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy(\.isDigit) else { return nil }
        return Int(text) ?? .max
    }

    /// These limits as a file; what has its default value is a comment.
    public var file: String {
        let settable = Limit.all.map { limit in
            let value = limit.value(in: self)
            let setting =
                switch limit.way {
                case .flag: "# The flag --\(limit.name) is \(value)."
                case .file: "\(value == limit.standard ? "#" : "")\(limit.name) = \(value)"
                }
            return "# \(limit.reason)\n# \(limit.standard) if not given; \(limit.possible).\n\(setting)\n"
        }
        let fixed = FixedLimit.all.map { limit in
            let unit = limit.unit == .pieces ? "" : " \(limit.unit.rawValue)"
            return "# \(limit.name): \(limit.value)\(unit). \(limit.reason)\n"
        }
        return Self.heading + "\n" + settable.joined(separator: "\n") + Self.fixedHeading + fixed.joined()
    }

    private static let fixedHeading = """

        # Nobody can set these, since others rely on them or nobody needs another value:
        #

        """

    private static let heading = """
        # The limits of a Forgechain node, for: forgechain serve --limits FILE
        # A line is "name = value", or a comment. Bytes may be given as 64 KiB, 1 MiB or 1 GiB.

        """
}

/// Why a file sets no limits.
public struct LimitsFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence, with the line and what to do.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Substring {
    /// Without spaces and tabs around it.
    fileprivate var trimmed: Substring {
        var text = self
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
