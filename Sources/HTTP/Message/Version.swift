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
        let (name, number) = (text.prefix(5), Array(text.dropFirst(5)))
        guard name.elementsEqual("HTTP/".utf8), number.count == 3, number[0].isDigit, number[1] == UInt8(ascii: "."),
            number[2].isDigit
        else { throw .form }
        guard number[0] == UInt8(ascii: "1") else { throw .major }
        self = number[2] == UInt8(ascii: "0") ? .http10 : .http11
    }
}
