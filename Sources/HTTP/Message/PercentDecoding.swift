extension [UInt8] {
    /// Replaces each `%` and the two hexadecimal digits after it with the byte they stand for (RFC 3986, section 2.1);
    /// nil if they aren't two digits.
    init?(percentDecoding text: some Sequence<UInt8>) {
        self.init()
        var rest = text.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                append(byte)
                continue
            }
            guard let high = rest.next()?.hexDigitValue, let low = rest.next()?.hexDigitValue else { return nil }
            append(high << 4 | low)
        }
    }
}

extension UInt8 {
    /// Nil for anything but an ASCII digit.
    fileprivate var hexDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
