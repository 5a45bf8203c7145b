extension CanonicalWriter {
    /// Writes a finite double as Python's `repr` does.
    ///
    /// The digits are the shortest that parse to the same double, which Swift's `description` has. The layout is
    /// Python's: an exponent only below 1e-4 and from 1e16 on, with at least two digits.
    mutating func append(_ value: Double) {
        precondition(value.isFinite, "NaN and infinities have no canonical text")
        if value.sign == .minus { bytes.append(UInt8(ascii: "-")) }
        guard value != 0 else {
            bytes.append(contentsOf: "0.0".utf8)
            return
        }
        let decimal = ShortestDecimal(value.magnitude)
        if -4 < decimal.point, decimal.point <= 16 {
            appendPlain(decimal)
        } else {
            appendScientific(decimal)
        }
    }

    private mutating func appendPlain(_ decimal: ShortestDecimal) {
        let count = decimal.digits.count
        if decimal.point <= 0 {
            bytes.append(contentsOf: "0.".utf8)
            appendZeros(-decimal.point)
            bytes.append(contentsOf: decimal.digits)
        } else if decimal.point < count {
            bytes.append(contentsOf: decimal.digits[..<decimal.point])
            bytes.append(UInt8(ascii: "."))
            bytes.append(contentsOf: decimal.digits[decimal.point...])
        } else {
            bytes.append(contentsOf: decimal.digits)
            appendZeros(decimal.point - count)
            bytes.append(contentsOf: ".0".utf8)
        }
    }

    private mutating func appendScientific(_ decimal: ShortestDecimal) {
        bytes.append(decimal.digits[0])
        if decimal.digits.count > 1 {
            bytes.append(UInt8(ascii: "."))
            bytes.append(contentsOf: decimal.digits[1...])
        }
        let exponent = decimal.point - 1
        bytes.append(contentsOf: exponent < 0 ? "e-".utf8 : "e+".utf8)
        if exponent.magnitude < 10 { appendZeros(1) }
        bytes.append(contentsOf: String(exponent.magnitude).utf8)
    }

    private mutating func appendZeros(_ count: Int) {
        for _ in 0..<count { bytes.append(UInt8(ascii: "0")) }
    }
}

/// The shortest digits of a positive double: 0.d₁d₂d₃... times ten to the power of `point`.
private struct ShortestDecimal {
    /// ASCII digits; neither the first nor the last is zero.
    var digits: [UInt8] = []
    var point = 0

    init(_ value: Double) {
        digits.reserveCapacity(20)
        var exponent = 0
        var isExponentNegative = false
        var isAfterPoint = false
        var isInExponent = false
        for byte in value.description.utf8 {
            switch byte {
            case UInt8(ascii: "."): isAfterPoint = true
            case UInt8(ascii: "e"): isInExponent = true
            case UInt8(ascii: "-"): isExponentNegative = true
            case UInt8(ascii: "+"): continue
            default:
                if isInExponent {
                    exponent = exponent * 10 + Int(byte - UInt8(ascii: "0"))
                } else if byte == UInt8(ascii: "0"), digits.isEmpty {
                    if isAfterPoint { point -= 1 }
                } else {
                    digits.append(byte)
                    if !isAfterPoint { point += 1 }
                }
            }
        }
        point += isExponentNegative ? -exponent : exponent
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    }
}
