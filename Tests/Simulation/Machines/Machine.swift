internal import Chain
internal import HTTP
internal import Node

/// One run of a machine: what belongs to it ends with it.
struct Life: Hashable, Sendable {
    let machine: Int
    let number: Int
}

/// What a machine is.
enum MachineKind: Sendable {
    /// A node of ours.
    case node(NodeOptions)

    /// A machine that answers with lies.
    case liar(Lie)

    var options: NodeOptions? {
        if case .node(let options) = self { options } else { nil }
    }
}

/// A place where a node runs, and may crash and restart.
struct Machine {
    /// A running node.
    struct Running {
        let life: Life
        let node: Node
        let router: Router
    }

    let number: Int
    let kind: MachineKind
    let address: PeerAddress

    /// The name paid for its blocks: on a ledger, an address.
    let identifier: String

    /// What survives a crash.
    var disk: Disk

    var running: Running?
    var lifeCount = 0

    /// The life that has a commit in progress.
    var committing: Life?

    /// Whether it listens at many ports.
    var isCrowd: Bool { if case .liar(.crowd) = kind { true } else { false } }

    var isNode: Bool { kind.options != nil }
}
