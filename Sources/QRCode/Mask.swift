/// What is laid over a text, so that it has no large areas and nothing that looks like a pattern (ISO/IEC 18004,
/// section 7.8).
struct Mask: Sendable {
    let number: Int

    /// Whether a square changes.
    let inverts: @Sendable (_ row: Int, _ column: Int) -> Bool

    static let all = [
        Mask(number: 0) { ($0 + $1) % 2 == 0 },
        Mask(number: 1) { row, _ in row % 2 == 0 },
        Mask(number: 2) { _, column in column % 3 == 0 },
        Mask(number: 3) { ($0 + $1) % 3 == 0 },
        Mask(number: 4) { ($0 / 2 + $1 / 3) % 2 == 0 },
        Mask(number: 5) { $0 * $1 % 2 + $0 * $1 % 3 == 0 },
        Mask(number: 6) { ($0 * $1 % 2 + $0 * $1 % 3) % 2 == 0 },
        Mask(number: 7) { (($0 + $1) % 2 + $0 * $1 % 3) % 2 == 0 },
    ]
}

extension QRCode {
    /// How hard it is to read: of all masks the one with the least is used.
    var penalty: Int {
        let rows = (0..<size).map { row in (0..<size).map { self[row: row, column: $0] } }
        let columns = (0..<size).map { column in (0..<size).map { self[row: $0, column: column] } }
        let lines = (rows + columns).reduce(0) { $0 + Self.penaltyOfRuns(in: $1) + Self.penaltyOfLikenesses(in: $1) }
        var squares = 0
        for row in 0..<size - 1 {
            for column in 0..<size - 1 {
                let corner = rows[row][column]
                let isOne =
                    rows[row][column + 1] == corner && rows[row + 1][column] == corner
                    && rows[row + 1][column + 1] == corner
                if isOne { squares += 3 }
            }
        }
        let dark = rows.reduce(0) { $0 + $1.count { $0 } }
        // Ten for each step of 5 % from half of all.
        let steps = abs(20 * dark - 10 * size * size) / (size * size)
        return lines + squares + 10 * steps
    }

    /// Three for each run of five alike, and one for each more.
    private static func penaltyOfRuns(in line: [Bool]) -> Int {
        var (penalty, run) = (0, 0)
        for (place, square) in line.enumerated() {
            run = place > 0 && line[place - 1] == square ? run + 1 : 1
            if run == 5 { penalty += 3 } else if run > 5 { penalty += 1 }
        }
        return penalty
    }

    /// What looks like a line through a large pattern, with four light squares on one side.
    private static let likenesses: [[Bool]] = {
        let pattern = [true, false, true, true, true, false, true]
        let margin = [false, false, false, false]
        return [pattern + margin, margin + pattern]
    }()

    /// Forty for each.
    private static func penaltyOfLikenesses(in line: [Bool]) -> Int {
        guard line.count >= 11 else { return 0 }
        return (0...line.count - 11).reduce(0) { penalty, start in
            penalty + 40 * likenesses.count { line[start..<start + 11].elementsEqual($0) }
        }
    }
}
