public import Chain
public import Wording

/// Reads the bodies of requests, whatever their Content-Type, as the tutorial's nodes do.
///
/// The one place that knows what people send. JSON is taken in every encoding that Python takes; for anything else, the
/// refusal says what it is and what to do, in the words of those who send it.
public enum JSONBody {
    /// The value of a body. Takes time linear in the body.
    public static func value(of body: [UInt8]) throws(JSONBodyError) -> JSONValue {
        let text: [UInt8]
        do throws(JSONError) {
            text = try TextEncoding.utf8(of: body)
        } catch {
            throw JSONBodyError(error, BodyMistake(inMiscoded: body))
        }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONDocument(parsing: text).root
        } catch {
            throw JSONBodyError(error, BodyMistake(inMiscoded: body) ?? BodyMistake(in: text, stoppedAt: error))
        }
        if let inner = value.string, let first = inner.utf8.first, "{[".utf8.contains(first),
            (try? JSONDocument(parsing: Array(inner.utf8))) != nil
        {
            throw JSONBodyError(.encodedTwice)
        }
        return value
    }

    /// What a client may do instead of compressing.
    public static func statement(aboutCoding name: String) -> Statement {
        Statement(.bodyCompressed, ["coding": .text(String(name.prefix(40)))])
    }
}

/// Why a body isn't JSON of use.
public struct JSONBodyError: Error, Hashable, Sendable, Stated {
    /// What the sender did, if that can be told.
    public let mistake: BodyMistake?

    /// Where it stops being JSON; nil for JSON that was encoded twice.
    public let syntax: JSONError?

    init(_ mistake: BodyMistake) {
        (self.mistake, syntax) = (mistake, nil)
    }

    init(_ syntax: JSONError, _ mistake: BodyMistake? = nil) {
        (self.mistake, self.syntax) = (mistake, syntax)
    }

    /// One sentence or two, with what to do if that can be told.
    public var statement: Statement {
        if let mistake { return mistake.statement }
        guard let syntax else { preconditionFailure("a body without a mistake stops being JSON somewhere") }
        return Statement(.bodyNotJSON, ["problem": .statement(syntax.statement)])
    }
}
