/// A version of HTTP. A later minor version is spoken to in this one (RFC 9110, section 2.5).
enum Version: Sendable {
    case http10, http11

    /// Why a text is no version that is spoken here.
    enum Fault: Error {
        /// It is not `HTTP/` and two digits with a point between them (RFC 9112, section 2.3).
        case form
        /// The major version isn't 1.
        case major
    }

    /// Reads `HTTP/1.1` and the like.
    init(_ text: ArraySlice<UInt8>) throws(Fault) {
        let number = text.startIndex + 5
        guard text.count == 8, text.starts(with: "HTTP/".utf8), text[number].isDigit,
            text[number + 1] == UInt8(ascii: "."), text[number + 2].isDigit
        else { throw .form }
        guard text[number] == UInt8(ascii: "1") else { throw .major }
        self = text[number + 2] == UInt8(ascii: "0") ? .http10 : .http11
    }
}
