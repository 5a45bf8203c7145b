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
