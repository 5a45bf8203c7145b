internal import Chain
internal import HTTP
internal import Node

/// One start of a machine: what belongs to it ends with it.
struct Life: Hashable, Sendable {
    let machine: Int
    let number: Int
}

/// What a machine is.
enum MachineKind: Sendable {
    /// A node of ours.
    case node(NodeOptions)

    /// Something that answers lies.
    case liar(Lie)

    var options: NodeOptions? {
        if case .node(let options) = self { options } else { nil }
    }
}

/// A place where a node runs, and may crash and start again.
struct Machine {
    /// A node that runs.
    struct Running {
        let life: Life
        let node: Node
        let router: Router
    }

    let number: Int
    let kind: MachineKind
    let address: PeerAddress

    /// What stays when it crashes.
    var disk: Disk

    var running: Running?
    var lifeCount = 0

    /// Who has a commit under way.
    var committing: Life?

    var isNode: Bool { kind.options != nil }

    /// Who is paid for its blocks.
    var identifier: String { "machine \(number)" }
}
