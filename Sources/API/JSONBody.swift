public import Chain
public import Wording

/// Reads the bodies of requests, whatever their Content-Type, as the tutorial's nodes do.
///
/// JSON is taken in every encoding that Python takes; for anything else, the refusal says what it is and what to do, in
/// the words of those who send it.
public enum JSONBody {
    /// The value of a body. Takes time linear in the body.
    public static func value(of body: [UInt8]) throws(JSONBodyError) -> JSONValue {
        let text: [UInt8]
        do throws(JSONError) {
            text = try TextEncoding.utf8(of: body)
        } catch {
            throw JSONBodyError(error, JSONMistake(inMiscoded: body))
        }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONDocument(parsing: text).root
        } catch {
            throw JSONBodyError(
                error, JSONMistake(inMiscoded: body) ?? JSONMistake(in: text, stoppedAt: error),
                near: excerpt(of: text, at: error.offset))
        }
        if let inner = value.string, let first = inner.utf8.first, "{[\"".utf8.contains(first), inner.utf8.count > 2,
            (try? JSONDocument(parsing: Array(inner.utf8))) != nil
        {
            throw JSONBodyError(.encodedTwice)
        }
        return value
    }

    /// How much is repeated of a body, in bytes and in characters.
    private static let excerptLimits = (bytes: 60, characters: 20)

    /// What stands at a place.
    private static func excerpt(of text: [UInt8], at offset: Int) -> String {
        let bytes = text.dropFirst(offset).prefix(excerptLimits.bytes)
        return String(String(decoding: bytes, as: UTF8.self).prefix(excerptLimits.characters))
    }

    /// What a client may do instead of compressing.
    public static func statement(aboutCoding name: String) -> Statement {
        Statement(.bodyCompressed, ["coding": .text(String(name.prefix(40)))])
    }
}

/// Why a body isn't JSON of use.
public struct JSONBodyError: Error, Hashable, Sendable, Stated {
    /// What the sender did, if that can be told.
    public let mistake: JSONMistake?

    /// Where it stops being JSON; nil for JSON that was encoded twice.
    public let syntax: JSONError?

    /// What stands there, shortened; empty if nothing does.
    private let near: String

    init(_ mistake: JSONMistake) {
        (self.mistake, syntax, near) = (mistake, nil, "")
    }

    init(_ syntax: JSONError, _ mistake: JSONMistake? = nil, near: String = "") {
        (self.mistake, self.syntax, self.near) = (mistake, syntax, near)
    }

    /// One sentence or two, with what to do if that can be told.
    public var statement: Statement {
        if let mistake { return mistake.statement }
        guard let syntax else { preconditionFailure("a body without a mistake stops being JSON somewhere") }
        let problem = Statement.Value.statement(syntax.statement)
        return near.isEmpty
            ? Statement(.bodyNotJSON, ["problem": problem])
            : Statement(.bodyNotJSONAt, ["near": .text(near), "problem": problem])
    }
}
