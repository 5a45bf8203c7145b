internal import CLibEvent
internal import Dispatch
internal import EventLoop
internal import Wording

// One budget for all that connections hold: what has arrived and was not handled yet, and what was sent and not taken,
// in this process and in the kernel. Nothing is counted exactly while it moves. The server notes how much has moved,
// and looks at what is held when that could be too much.
extension Server {
    /// So many bytes have come in or gone out on a connection.
    func noteMoved(_ count: Int, on connection: Connection) {
        if !connection.mayHoldBytes {
            connection.mayHoldBytes = true
            holders.append(connection.id)
        }
        movedBytes += count
        untrimmedBytes += count
        if movedBytes > limits.heldBytes - heldBytes, movedBytes > limits.heldBytes / 4 { weighing?.fire() }
    }

    /// Runs once a second: after much was held, looks now and then whether it still is.
    func weighAgain() {
        if heldBytes > limits.heldBytes / 4, tick.isMultiple(of: 4) { weigh() }
    }

    /// Runs once a second: forgets connections that are closed.
    func forgetClosedHolders() {
        if holders.count > 2 * connections.count + 1024 { holders.removeAll { connections[$0] == nil } }
    }

    /// Runs once a second: after much was held, gives it back to the system in the first quiet second.
    func giveBackMemory() {
        let isQuiet = untrimmedBytes - untrimmedBefore < 1 << 20
        untrimmedBefore = untrimmedBytes
        guard isQuiet, untrimmedBytes > 16 << 20 else { return }
        (untrimmedBytes, untrimmedBefore) = (0, 0)
        DispatchQueue.global(qos: .utility).async { UnusedMemory.giveBack() }
    }

    /// Looks at what all connections hold. Above the limit, ends those that hold most of the client that holds most,
    /// until a quarter is free.
    func weigh() {
        defer { observer?.noteHeld(bytes: heldBytes) }
        movedBytes = 0
        heldBytes = 0
        var held: [(connection: Connection, bytes: Int)] = []
        var shares: [ClientGroup: Int] = [:]
        for connection in holders.compactMap({ connections[$0] }) {
            let bytes = connection.heldBytes
            connection.mayHoldBytes = bytes > 0
            guard bytes > 0 else { continue }
            heldBytes += bytes
            held.append((connection, bytes))
            shares[connection.client, default: 0] += bytes
        }
        holders = held.map(\.connection.id)
        guard heldBytes > limits.heldBytes else { return }
        held.sort { one, other in
            let share = (shares[one.connection.client] ?? 0, shares[other.connection.client] ?? 0)
            return share.0 == share.1 ? one.bytes > other.bytes : share.0 > share.1
        }
        for (connection, bytes) in held where heldBytes > limits.heldBytes / 4 * 3 {
            if connection.exchange == nil, connection.reader.hasBegun { refuse(connection, .tooMuchHeld) }
            evict(connection, for: .memory)
            heldBytes -= bytes
        }
    }
}

extension Connection {
    /// What the server holds for this connection now, in bytes.
    var heldBytes: Int {
        // Other answers are sent from memory that isn't theirs.
        let rest = exchange?.stream == nil ? 0 : exchange?.rest.count ?? 0
        return unsafe buffer.input.count + reader.heldBytes + unsentBytes + rest
    }
}

extension Refusal {
    static let tooMuchHeld = Refusal(.tooMuchHeld, status: .serviceUnavailable)
}
